"""Progress bars of long commands and sweeps on stderr, and an orderly end when interrupted."""

from __future__ import annotations

import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING

import typer

from sim.interrupts import ENDING

if TYPE_CHECKING:
    from sim.study.sweep.runner import Tally

INTERRUPTED = 128 + signal.SIGINT
"""Exit code after Ctrl-C; after another signal it is 128 and its number, as shells say it: 143 after SIGTERM."""
PATIENCE = 1.0
"""Seconds of work before a bar appears."""


class EndRequested(KeyboardInterrupt):
    """Somebody asked the command to end.

    No plain `KeyboardInterrupt`: where one of those leaves a text that Python compiles, as for every dataclass on
    import, Python keeps it in mind and ends by SIGINT, whatever was made of it and with whatever exit code.
    """


@contextmanager
def interrupts_end(told: Callable[[], str] = lambda: "Interrupted; nothing was written.") -> Iterator[None]:
    """Turn Ctrl-C, and a request to end (SIGTERM), into one line on stderr and exit code 130 or 143.

    Either may reach the worker processes too; what their end breaks here counts as part of it.

    Parameters
    ----------
    told : gives the line, asked for when the end has come.
    """
    asked: list[int] = []

    def interrupt(number: int, frame: FrameType | None) -> None:
        asked.append(number)
        raise EndRequested

    main = threading.current_thread() is threading.main_thread()
    before = {number: signal.signal(number, interrupt) for number in ENDING} if main else {}
    try:
        yield
    except BaseException as error:
        if not (asked or isinstance(error, KeyboardInterrupt)):
            raise
        typer.echo(told(), err=True)
        raise typer.Exit(128 + asked[0] if asked else INTERRUPTED) from None
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def waiting(label: str) -> Iterator[None]:
    """Show at a terminal that work goes on, where nobody can say how much is left."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(f"{label} ..."):
        yield


@contextmanager
def progress_bar(total: int, label: str, *, shown: bool = True) -> Iterator[Callable[[int], None] | None]:
    """Give a function to call with the number of runs just finished, or None when nobody watches.

    The bar appears on stderr once the work has taken longer than `PATIENCE`, goes away at
    the end, and grows when there turn out to be more runs than ``total``.
    """
    if not shown or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    task = bar.add_task(label, total=total)
    began, done = time.monotonic(), 0

    def advance(runs: int) -> None:
        nonlocal done
        done += runs
        bar.update(task, completed=done, total=max(total, done))
        if not bar.live.is_started and time.monotonic() - began > PATIENCE:
            bar.start()

    try:
        yield advance
    finally:
        if bar.live.is_started:
            bar.stop()


# --- progress of a sweep ---------------------------------------------------------------------------------------------

LINE_SECONDS = 15.0
"""Seconds between two lines of progress where there is no terminal."""
SOON = 120
"""Seconds, and minutes, up to which a time is told in them."""


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
    from rich.progress import BarColumn, Progress, TextColumn

    from sim.study.sweep.runner import Tally

    columns = (TextColumn("Sweeping"), BarColumn(), TextColumn("{task.fields[said]}"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        rate = Rate()
        task = bar.add_task("", total=total, said=rate.said(Tally(planned=total)))

        def told(tally: Tally) -> None:
            bar.update(task, completed=tally.done, total=tally.planned, said=rate.said(tally))

        yield told


class Rate:
    """Runs per second since the start, without those that were there already."""

    def __init__(self) -> None:
        """Start the watch."""
        self.began = time.monotonic()

    def per_second(self, tally: Tally) -> float:
        """Runs made per second."""
        return (tally.done - tally.reused) / max(time.monotonic() - self.began, 1e-9)

    def said(self, tally: Tally) -> str:
        """How far the sweep is: runs, rate, time left, failures."""
        per_second, left = self.per_second(tally), tally.planned - tally.done
        pace = f", {per_second:,.0f} runs/s, {_time(left / per_second)} left" if per_second > 0.0 else ""
        return f"{tally.done:,} of {tally.planned:,} runs{pace}, {tally.failed:,} failed"


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
        typer.echo(self.rate.said(tally), err=True)


def _time(seconds: float) -> str:
    """A time to wait, as people say it."""
    if seconds < SOON:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 60 * SOON else f"{seconds / 3600:.1f} h"
