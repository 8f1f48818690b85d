"""Axes as all figures of results have them: panels, labels, percent, and places marked on them."""

from __future__ import annotations

import re

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MultipleLocator

from sim.draw import style
from sim.statistics.thresholds import Threshold

Frame = tuple[float, float, float, float]
"""Left, bottom, width and height of axes, as shares of the figure."""
SHARE = 100.0
"""Percent of a share of 1; also points of a difference of shares."""
LINES = 3
"""Lines that a headline, and the text below it, may have."""
BOTTOM = 0.135
"""Height of the lowest axes, as a share of the figure: room for ticks, a label and the source line."""
MEAN_BAND, RUNS_BAND = 0.35, 0.13
"""Opacity of the interval of the mean and of the middle half of the runs."""


def true_minus(text: str) -> str:
    """Set numbers with a true minus sign; hyphens stay."""
    return re.sub(r"(?<![\w-])-(?=\d)", "\u2212", text)


def panel(figure: Figure, frame: Frame, title: str = "", pad: float = 10) -> Axes:
    """Add plain axes with their own title at a distance in points above them."""
    axes = style.plain(figure.add_axes(frame))
    axes.tick_params(labelsize=style.SMALL)
    if title:
        axes.set_title(title, fontsize=style.BODY, fontweight="bold", color=style.INK, loc="left", pad=pad)
    return axes


def label_axes(axes: Axes, x: str = "", y: str = "") -> None:
    """Write what both axes show, with units."""
    axes.set_xlabel(x, fontsize=style.SMALL, color=style.QUIET)
    axes.set_ylabel(y, fontsize=style.SMALL, color=style.QUIET)


def percent_axis(axes: Axes, step: float, which: str = "x") -> None:
    """Ticks of a share of 1 in percent."""
    axis = axes.xaxis if which == "x" else axes.yaxis
    axis.set_major_locator(MultipleLocator(step))
    axis.set_major_formatter(FuncFormatter(lambda value, _: f"{SHARE * value:.0f} %"))


def mark_place(axes: Axes, found: Threshold, text: str, row: int = 0, colour: str = style.INK) -> None:
    """Mark a place on the x axis by a line and its interval by a band, named above the axes; nothing if there is none.

    row : 0 is right above the axes, 1 a line higher.
    """
    if not found.found:
        return
    first, last = axes.get_xlim()
    axes.axvspan(float(np.clip(found.low, first, last)), float(np.clip(found.high, first, last)), color=colour,
                 alpha=0.12, linewidth=0)
    axes.axvline(found.at, color=colour, linewidth=2)
    name_above(axes, found.at, text, row, colour)


def name_above(axes: Axes, x: float, text: str, row: int, colour: str) -> None:
    """Write above the axes at a place of the x axis, turned inwards near the ends."""
    first, last = axes.get_xlim()
    part = (x - first) / (last - first)
    side = "left" if part < 1 / 4 else "right" if part > 3 / 4 else "center"
    axes.annotate(true_minus(text), (x, 1.0), xycoords=axes.get_xaxis_transform(),
                  xytext=({"left": -3, "right": 3, "center": 0}[side], 4 + row * 1.4 * style.SMALL),
                  textcoords="offset points", ha=side, va="bottom", fontsize=style.SMALL, color=colour,
                  fontweight="bold")
