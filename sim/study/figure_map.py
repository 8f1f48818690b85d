"""Heat map of two factors: the mean of a difference, the line on which it changes its sign."""

from __future__ import annotations

import numpy as np
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from sim.comparison.observed import is_money, unit_of
from sim.draw import style
from sim.draw.axes import BOTTOM, label_axes, true_minus
from sim.study.discovery.box import joined, readable
from sim.study.landscape import Landscape
from sim.study.saving import axis_label
from sim.study.sensitivity.quantity import meaning_of
from sim.words.amounts import MoneyScale, money_scale, percent

MAP = "PuOr"
"""Brewer's diverging map: safe for colour blindness, and as dark at both ends."""
MOST_NUMBERS = 80
"""Cells up to which each carries its number."""
UNSURE = "//"
"""Hatch of cells whose sign is not sure."""


def heatmap_figure(found: Landscape, a: str, b: str, outcome: str, names: list[str], source: str) -> Figure:
    """Draw by how much `a` is ahead of `b` over two factors; titles of the strategies, `names` of all factors."""
    scale = money_scale(found.values.ravel()) if is_money(outcome) else MoneyScale(1.0, unit_of(outcome), 2)
    figure, top = style.slide(map_title(found, a, b), _below(found, names), source)
    axes = style.plain(figure.add_axes((0.11, BOTTOM, 0.74, top - BOTTOM - 0.03)))
    axes.tick_params(labelsize=style.SMALL, pad=8)
    axes.grid(visible=False)
    shown = found.values / scale.divisor
    most = max(float(np.abs(shown).max()), 1e-12)
    few = shown.size <= MOST_NUMBERS and found.explained is None
    image = axes.pcolormesh(found.x, found.y, shown, cmap=MAP, vmin=-most, vmax=most, edgecolors="white" if few else
                            "none", linewidth=1 if few else 0, shading="nearest" if found.explained is None else
                            "gouraud")
    limits = axes.get_xlim(), axes.get_ylim()
    _unsure(axes, found)
    if shown.min() < 0.0 < shown.max():
        axes.contour(found.x, found.y, shown, levels=[0.0], colors=[style.INK], linewidths=3)
    axes.set_xlim(limits[0] if found.explained is None else (found.x[0], found.x[-1]))
    axes.set_ylim(limits[1] if found.explained is None else (found.y[0], found.y[-1]))
    if few:
        _numbers(axes, found, shown, scale, most)
        axes.set_xticks(found.x)
        axes.set_yticks(found.y)
    label_axes(axes, readable(found.x_name, names), readable(found.y_name, names))
    bar = figure.colorbar(image, cax=figure.add_axes((0.875, BOTTOM, 0.016, top - BOTTOM - 0.03)))
    bar.ax.tick_params(labelsize=style.SMALL, colors=style.QUIET)
    bar.set_label(axis_label(f"'{a}' ahead of '{b}': {meaning_of(outcome)}", scale.unit), fontsize=style.SMALL,
                  color=style.QUIET)
    bar.outline.set_visible(False)
    return figure


def map_title(found: Landscape, a: str, b: str) -> str:
    """State on what share of the plane `a` is ahead."""
    if found.above in (0.0, 1.0):
        return f"'{a}' is {'ahead of' if found.above else 'behind'} '{b}' all over the plane: there is no tipping line"
    return f"'{a}' is ahead of '{b}' on {percent(found.above)} of the plane; beyond the line it is behind"


def _below(found: Landscape, names: list[str]) -> str:
    fixed = [f"{readable(name, names)} = {value:g}" for name, value in found.fixed.items()]
    rest = "" if found.explained is None else f" {joined([*fixed, 'averaged over all other conditions']).capitalize()}."
    return f"{found.how}{rest} {found.doubt}{' Hatched there.' if found.undecided else ''}"


def _unsure(axes: Axes, found: Landscape) -> None:
    """Hatch where the sign is not sure."""
    x, y = _edges(found.x), _edges(found.y)
    for row, column in np.argwhere(np.abs(found.values) <= found.half):
        axes.add_patch(Rectangle((x[column], y[row]), x[column + 1] - x[column], y[row + 1] - y[row], hatch=UNSURE,
                                 facecolor="none", edgecolor=style.FAINT, linewidth=0.0, zorder=2))


def _edges(values: np.ndarray) -> np.ndarray:
    middle = (values[:-1] + values[1:]) / 2.0
    return np.concatenate([[values[0] - (middle[0] - values[0])], middle, [values[-1] + (values[-1] - middle[-1])]])


def _numbers(axes: Axes, found: Landscape, shown: np.ndarray, scale: MoneyScale, most: float) -> None:
    for row, y in enumerate(found.y):
        for column, x in enumerate(found.x):
            shade = colormaps[MAP]((shown[row, column] / most + 1.0) / 2.0)
            light = float(np.dot(shade[:3], (0.2126, 0.7152, 0.0722)))
            text = true_minus(scale.number(found.values[row, column], sign=True))
            axes.text(x, y, text, ha="center", va="center", fontsize=style.SMALL, zorder=4,
                      color=style.INK if light > style.BRIGHT else "white", fontweight="bold")
