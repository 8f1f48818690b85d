"""What figures of sweeps have in common."""

from __future__ import annotations

import textwrap

from sim._version import __version__
from sim.analysis.discovery.sample import Axis
from sim.analysis.discovery.words import shown_value
from sim.analysis.futures import Futures
from sim.analysis.wording import counted
from sim.show.style import balanced, typeset

TITLE_WIDTH = 60
AXIS_WIDTH = 62
"""Characters of a line along an upright axis."""


def source_of(futures: Futures, title: str, identity: str) -> str:
    """Name version, sweep with its hash, worlds and futures: the line at the foot of every figure."""
    each = round(len(futures.table) / max(len(futures.points), 1))
    return (f"salesshift {__version__} | {textwrap.shorten(title, TITLE_WIDTH, placeholder=' ...')} {identity[:8]} | "
            f"{worlds_of(futures)}, {counted(each, 'future')} each, the same luck for all strategies")


def worlds_of(futures: Futures) -> str:
    """``60 worlds``; ``30 of 60 worlds`` where some have no answer."""
    count, missing = len(futures.points), futures.missing
    return f"{count:,} of {counted(missing.worlds, 'world')}" if missing.lost else counted(count, "world")


def axis_label(said: str, unit: str) -> str:
    """What an axis of an outcome shows, whom first and what below: ``'A' ahead of 'B':``, ``adoption, 0-1``."""
    whom, colon, what = f"{said}, {unit}".rpartition(": ")
    return "\n".join(balanced(part, AXIS_WIDTH) for part in (f"{whom}:" if colon else "", what) if part)


def end_labels(axis: Axis) -> tuple[str, str]:
    """Both ends of a factor's range."""
    return typeset(shown_value(axis.low, axis)), typeset(shown_value(axis.high, axis))
