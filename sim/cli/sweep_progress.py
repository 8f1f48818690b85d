"""Progress of a sweep: a bar at a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import typer

from sim.analysis.sweep.tally import Tally

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
