"""Influence as bars: shares of the variance, first order inside total."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sim.analysis.sensitivity.result import Influence, Sensitivity
from sim.show import style
from sim.show.sensitivity.parts import ROW, colour_of, mark_floors, name_rows, opened
from sim.show.sensitivity.table import Source, share

LEFT, WIDTH, BOTTOM = 0.285, 0.53, 0.13
PALE = 0.38
"""Opacity of the total around the first order."""
TALLEST = 0.1
"""Height of a row, as a share of the figure, at most."""


def bars_figure(found: Sensitivity, source: Source, top: int) -> Figure:
    """Bars of the shares of the variance, ordered, with 95 % intervals, coloured by direction."""
    shown = found.influences[:top]
    figure, below = opened(found, _subtitle(found, len(shown)), source, shown)
    height = min(below - BOTTOM, TALLEST * len(shown))
    axes = style.plain(figure.add_axes((LEFT, below - height, WIDTH, height)), grid="x")
    axes.set_ylim(len(shown) - 0.5, -0.5)
    axes.set_yticks([])
    _bars(axes, shown, together=found.method != "sample")
    name_rows(axes, shown)
    mark_floors(axes, shown)
    off = "luck included" if not found.luck.known else f"{'chance' if found.method == 'sample' else 'luck'} taken off"
    axes.set_xlabel(f"share of the variance between worlds, {off}", fontsize=style.SMALL, color=style.QUIET)
    axes.tick_params(labelsize=style.SMALL)
    axes.xaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 5, 10]))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda v, _: f"{100 * v:.0f} %"))
    return figure


def _subtitle(found: Sensitivity, count: int) -> str:
    total = len(found.influences)
    many = f"The {count} most influential of {total}. " if count < total else ""
    if found.method == "sample":
        bars = "Bar: what an assumption explains by itself. Line: 95 % interval."
    else:
        bars = "Dark: what an assumption explains by itself; pale: also together with others. Line: 95 % interval."
    return f"{many}{bars}"


def _bars(axes: Axes, shown: Sequence[Influence], *, together: bool) -> None:
    ends = [max(one.measure, 0.0 if np.isnan(one.high) else one.high) for one in shown]
    axes.set_xlim(0.0, 1.02 * max([*ends, 0.02]))
    for row, one in enumerate(shown):
        colour, whole = colour_of(one), max(one.measure, 0.0)
        axes.barh(row, whole, height=ROW, color=colour, alpha=PALE if together else 1.0, linewidth=0)
        if together:
            axes.barh(row, min(max(one.more["first"], 0.0), whole), height=ROW, color=colour, linewidth=0)
        if not np.isnan(one.low):
            axes.plot([max(one.low, 0.0), one.high], [row, row], color=style.INK, linewidth=1.4, solid_capstyle="butt")
        text = share(one.measure) + (f"  ({share(one.more['first'])} by itself)" if together else "")
        axes.annotate(text, (1.0, row), xycoords=axes.get_yaxis_transform(), xytext=(10, 0),
                      textcoords="offset points", va="center", fontsize=style.SMALL,
                      color=style.INK if one.distinguishable else style.QUIET)
