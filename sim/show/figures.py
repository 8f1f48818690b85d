"""All figures of a comparison, and how a figure becomes the same bytes every time."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
from matplotlib.figure import Figure

from sim.analysis.comparison import Comparison
from sim.scenario.strategy import CARRY_ON
from sim.show.courses import adoption_figure, money_to_date_figure, profit_figures
from sim.show.gains import gains_figure, matrix_figure
from sim.show.provenance import Provenance, image_metadata
from sim.show.tornado import tornado_figure

if TYPE_CHECKING:
    from sim.analysis.turning import TurningPoints

DPI = 200
LOOK: Any = {
    "font.family": "sans-serif", "font.sans-serif": ["DejaVu Sans"], "axes.unicode_minus": True,
    "svg.hashsalt": "salesshift", "svg.fonttype": "path", "savefig.bbox": None, "path.simplify": False,
    "hatch.linewidth": 1.0, "hatch.color": "white",
}


def comparison_figures(comparison: Comparison, turning: TurningPoints | None = None) -> dict[str, Figure]:
    """Draw every figure of a comparison; name -> figure. Only carrying on: no figure but adoption."""
    with mpl.rc_context(LOOK):
        figures: dict[str, Figure] = {}
        if set(comparison.strategies) != {CARRY_ON}:
            figures["gains"] = gains_figure(comparison)
            figures |= profit_figures(comparison)
            figures["money-to-date"] = money_to_date_figure(comparison)
            figures["differences"] = matrix_figure(comparison)
        figures["adoption"] = adoption_figure(comparison)
        if turning is not None:
            figures["turning-points"] = tornado_figure(turning)
    return figures


def image_bytes(figure: Figure, kind: str, provenance: Provenance | None = None, dpi: int = DPI) -> bytes:
    """Render a figure as ``png`` or ``svg``; the same figure gives the same bytes.

    Parameters
    ----------
    provenance : where the figure comes from, written into the file's metadata; no date.
    dpi : dots per inch of a PNG.
    """
    stream = io.BytesIO()
    with mpl.rc_context(LOOK):
        figure.savefig(stream, format=kind, dpi=dpi, metadata=image_metadata(kind, provenance))
    return stream.getvalue()
