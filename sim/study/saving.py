"""Writes what was found in a sweep: tables, figures, words and the manifest, everything or nothing."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim._version import __version__
from sim.draw.images import image_bytes
from sim.draw.style import balanced, typeset
from sim.results import Provenance
from sim.results.directory import absolute, whole_directory
from sim.results.manifest import write_manifest
from sim.study.discovery.box import shown_value
from sim.study.discovery.sample import Axis
from sim.study.futures import Futures
from sim.words.amounts import counted

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure


def save_findings(provenance: Provenance, inputs: Mapping[str, Any], answer: str, tables: Mapping[str, pd.DataFrame],
                  figures: Mapping[str, Figure], target: Path, *, force: bool = False) -> Path:
    """Write `answer.txt`, a CSV for each table, PNG and SVG for each figure, and the manifest; returns the place.

    Parameters
    ----------
    inputs : all that decides the numbers, the identity of the sweep included. tables, figures : by name.

    Raises
    ------
    SavingError
        When the target holds something else or cannot be written.
    """
    with whole_directory(target, provenance.kind, force=force) as place:
        (place / "answer.txt").write_text(f"{answer}\n", encoding="utf-8", newline="\n")
        for name, table in tables.items():
            table.to_csv(place / f"{name}.csv", index=False, lineterminator="\n", encoding="utf-8")
        if figures:
            (place / "figures").mkdir()
        for name, figure in figures.items():
            for form in ("png", "svg"):
                (place / "figures" / f"{name}.{form}").write_bytes(image_bytes(figure, form, provenance))
        write_manifest(provenance, inputs, place, answer=answer)
    return absolute(target)


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
