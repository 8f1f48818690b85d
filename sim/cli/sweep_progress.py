"""Progress of a sweep, and how it ends when interrupted: with a folder from which it goes on."""

from __future__ import annotations

import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import typer

from sim.cli.progress import INTERRUPTED

if TYPE_CHECKING:
    from sim.analysis.sweep.runner import Tally

LINE_SECONDS = 15.0
"""Seconds between two lines of progress where there is no terminal."""


@contextmanager
def resumable(again: str, place: Path) -> Iterator[None]:
    """Turn Ctrl-C and a request to end into two lines that say what is kept and how to go on; exit code 130."""
    main = threading.current_thread() is threading.main_thread()

    def interrupt(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = {s: signal.signal(s, interrupt) for s in (signal.SIGINT, signal.SIGTERM)} if main else {}
    try:
        yield
    except KeyboardInterrupt:
        typer.echo(f"Interrupted; finished parts are kept in {place}. To go on:\n  {again}", err=True)
        raise typer.Exit(INTERRUPTED) from None
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def sweep_bar(total: int, *, shown: bool) -> Iterator[Callable[[Tally], None] | None]:
    """Give a function that shows the tally: a bar at a terminal, a line now and then elsewhere."""
    if not shown:
        yield None
        return
    if not sys.stderr.isatty():
        yield _Lines()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("Sweeping"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"),
               TimeRemainingColumn(), TextColumn("{task.fields[failed]}"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total, rate="", failed="")
        rate = Rate()

        def told(tally: Tally) -> None:
            failed = f"[red]{tally.failed:,} failed" if tally.failed else "none failed"
            bar.update(task, completed=tally.done, total=tally.planned, rate=rate.text(tally), failed=failed)

        yield told


class Rate:
    """Runs per second since the start, without those that were there already."""

    def __init__(self) -> None:
        """Start the watch."""
        self.began = time.monotonic()

    def per_second(self, tally: Tally) -> float:
        """Runs made per second."""
        return (tally.done - tally.reused) / max(time.monotonic() - self.began, 1e-9)

    def text(self, tally: Tally) -> str:
        """The rate for people."""
        return f"{self.per_second(tally):,.0f} runs/s"


class _Lines:
    """Progress as lines on stderr, for logs."""

    def __init__(self) -> None:
        self.rate = Rate()
        self.last = time.monotonic()

    def __call__(self, tally: Tally) -> None:
        now = time.monotonic()
        if now - self.last < LINE_SECONDS:
            return
        self.last = now
        per_second = self.rate.per_second(tally)
        left = f", {(tally.planned - tally.done) / per_second:,.0f} s left" if per_second > 0.0 else ""
        typer.echo(f"{tally.done:,} of {tally.planned:,} runs, {self.rate.text(tally)}{left}, {tally.failed:,} failed",
                   err=True)
