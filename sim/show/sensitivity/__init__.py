"""Figures and tables of a sensitivity analysis."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.analysis.sensitivity import Sensitivity
    from sim.show.sensitivity.table import Source

MOST_ROWS = 10
"""Assumptions that a slide has room for; tables show as many as asked."""


def sensitivity_figure(found: Sensitivity, source: Source, top: int) -> Figure:
    """Draw an analysis: the plane of effects and spreads for Morris, shares of the variance for all else.

    top : assumptions shown, at most `MOST_ROWS`.
    """
    import matplotlib as mpl

    from sim.show.figures import LOOK
    from sim.show.sensitivity.bars import bars_figure
    from sim.show.sensitivity.plane import effects_figure

    rows = max(1, min(top, MOST_ROWS))
    with mpl.rc_context(LOOK):
        draw = effects_figure if found.method == "morris" else bars_figure
        return draw(found, source, rows)
