"""Writes a sensitivity analysis: table, document, figure and manifest, all or nothing."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.comparison.tables import as_text
from sim.results.directory import absolute, whole_directory
from sim.results.manifest import write_manifest
from sim.study.sensitivity.table import Source, document, influence_cells, inputs_of, legend, provenance_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.study.sensitivity import Sensitivity
    from sim.study.sensitivity.table import Source


def save_sensitivity(found: Sensitivity, source: Source, target: Path, top: int, *, force: bool = False) -> Path:
    """Write into ``target``: ``sensitivity.csv|json``, ``table.txt``, ``figures/sensitivity.png|svg``, the manifest.

    Returns the absolute path. Raises `SavingError` when the target holds something else or cannot be written.
    """
    from sim.draw.images import image_bytes

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


MOST_ROWS = 10
"""Assumptions that a slide has room for; tables show as many as asked."""


def sensitivity_figure(found: Sensitivity, source: Source, top: int) -> Figure:
    """Draw an analysis: the plane of effects and spreads for Morris, shares of the variance for all else.

    top : assumptions shown, at most `MOST_ROWS`.
    """
    import matplotlib as mpl

    from sim.draw.images import LOOK
    from sim.study.sensitivity.figure_indices import bars_figure
    from sim.study.sensitivity.figure_morris import effects_figure

    rows = max(1, min(top, MOST_ROWS))
    with mpl.rc_context(LOOK):
        draw = effects_figure if found.method == "morris" else bars_figure
        return draw(found, source, rows)
