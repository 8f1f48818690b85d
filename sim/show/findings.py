"""Writes what was found in a sweep: tables, figures, words and the manifest, everything or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.show.directory import absolute, whole_directory
from sim.show.figures import image_bytes
from sim.show.provenance import Provenance
from sim.show.saving import write_manifest

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
