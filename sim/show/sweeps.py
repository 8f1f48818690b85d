"""What figures of sweeps have in common."""

from __future__ import annotations

import textwrap

from sim._version import __version__
from sim.analysis.discovery.sample import Axis
from sim.analysis.discovery.words import shown_value
from sim.analysis.futures import Futures
from sim.show.style import typeset

TITLE_WIDTH = 60


def source_of(futures: Futures, title: str, identity: str) -> str:
    """Name version, sweep with its hash, worlds and futures: the line at the foot of every figure."""
    worlds, each = len(futures.points), len(futures.table) / max(len(futures.points), 1)
    return (f"salesshift {__version__} | {textwrap.shorten(title, TITLE_WIDTH, placeholder=' ...')} {identity[:8]} | "
            f"{worlds:,} worlds, {each:,.0f} futures each, the same luck for all strategies")


def end_labels(axis: Axis) -> tuple[str, str]:
    """Both ends of a factor's range."""
    return typeset(shown_value(axis.low, axis)), typeset(shown_value(axis.high, axis))
