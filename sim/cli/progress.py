"""What long commands share: a progress bar on stderr, and an orderly end when interrupted."""

from __future__ import annotations

import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

import typer

INTERRUPTED = 130
PATIENCE = 1.0
"""Seconds of work before a bar appears."""


@contextmanager
def interrupts_end() -> Iterator[None]:
    """Turn Ctrl-C into one line on stderr and exit code 130.

    Ctrl-C reaches the worker processes too; what their end breaks here counts as part of it.
    """
    asked: list[int] = []

    def interrupt(number: int, frame: FrameType | None) -> None:
        asked.append(number)
        raise KeyboardInterrupt

    main = threading.current_thread() is threading.main_thread()
    before = signal.signal(signal.SIGINT, interrupt) if main else None
    try:
        yield
    except BaseException as error:
        if not (asked or isinstance(error, KeyboardInterrupt)):
            raise
        typer.echo("Interrupted; nothing was written.", err=True)
        raise typer.Exit(INTERRUPTED) from None
    finally:
        if main:
            signal.signal(signal.SIGINT, before)


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
