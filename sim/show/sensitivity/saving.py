"""Writes a sensitivity analysis: table, document, figure and manifest, all or nothing."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.show.directory import absolute, whole_directory
from sim.show.saving import write_manifest
from sim.show.sensitivity.table import Source, document, influence_cells, inputs_of, legend, provenance_of
from sim.show.tables import as_text

if TYPE_CHECKING:
    from sim.analysis.sensitivity import Sensitivity


def save_sensitivity(found: Sensitivity, source: Source, target: Path, top: int, *, force: bool = False) -> Path:
    """Write into ``target``: ``sensitivity.csv|json``, ``table.txt``, ``figures/sensitivity.png|svg``, the manifest.

    Returns the absolute path. Raises `SavingError` when the target holds something else or cannot be written.
    """
    from sim.show.figures import image_bytes
    from sim.show.sensitivity import sensitivity_figure

    provenance = provenance_of(found, source)
    with whole_directory(target, provenance.kind, force=force) as place:
        found.frame().to_csv(place / "sensitivity.csv", index=False, lineterminator="\n", encoding="utf-8")
        _text(place / "sensitivity.json", _json(document(found, source)))
        _text(place / "table.txt", told(found, top))
        (place / "figures").mkdir()
        drawn = sensitivity_figure(found, source, top)
        for kind in ("png", "svg"):
            (place / "figures" / f"sensitivity.{kind}").write_bytes(image_bytes(drawn, kind, provenance))
        write_manifest(provenance, inputs_of(found, source), place, answer=found.sentence())
    return absolute(target)


def told(found: Sensitivity, top: int) -> str:
    """The table with everything said about it, as plain text."""
    parts = [as_text(influence_cells(found, top)), legend(found), found.sentence(), *filter(None, [found.chosen]),
             found.luck.sentence(), *(f"Careful: {warning}" for warning in found.warnings)]
    return "\n\n".join(parts) + "\n"


def _text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _json(value: Any) -> str:
    return json.dumps(_plain(value), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def _plain(value: Any) -> Any:
    """Numbers that are not known become null."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
