"""Elementary effects: the plane of mu* and sigma, and the ranked effects as bars."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from matplotlib.transforms import Bbox

from sim.draw import style
from sim.study.sensitivity.figure_indices import ROW, colour_of, mark_floors, name_rows, opened
from sim.study.sensitivity.influence import Influence, Sensitivity
from sim.study.sensitivity.table import Source
from sim.words.amounts import money_scale

BARS, PLANE, BOTTOM = (0.255, 0.26), (0.60, 0.365), 0.13
"""Left end and width of the two panels, and their foot, as shares of the figure."""
TALLEST = 0.1
MARKER = 9
NEAR, FARTHER = 9, (18, 30, 45)
"""Distances, in points, at which a label is tried."""


def effects_figure(found: Sensitivity, source: Source, top: int) -> Figure:
    """Ranked effects on the left; on the right effect against its spread, each point labelled."""
    shown = found.influences[:top]
    factor, unit = _scale(found)
    figure, below = opened(found, _subtitle(found, len(shown)), source, shown)
    height = min(below - BOTTOM, TALLEST * max(len(shown), 4))
    bars, plane = (style.plain(figure.add_axes((left, below - height, width, height)), grid="x")
                   for left, width in (BARS, PLANE))
    _bars(bars, shown, factor)
    name_rows(bars, shown, numbered=True)
    bars.set_xlabel(f"mean size of the effect (mu*), {unit}", fontsize=style.SMALL, color=style.QUIET)
    _plane(plane, found.influences, len(shown), factor)
    plane.set_xlabel(f"mean size of the effect (mu*), {unit}", fontsize=style.SMALL, color=style.QUIET)
    plane.set_ylabel("spread of the effect (sigma)", fontsize=style.SMALL, color=style.QUIET)
    plane.yaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 5, 10]))
    for axes in (bars, plane):
        axes.tick_params(labelsize=style.SMALL)
        axes.ticklabel_format(style="plain", useOffset=False)
        axes.xaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
    return figure


def _subtitle(found: Sensitivity, count: int) -> str:
    total = len(found.influences)
    many = f"The {count} most influential of {total}. " if count < total else ""
    return (f"{many}Effect of going through the range (95 % interval); above the dashed diagonal it varies by more "
            "than it amounts to.")


def _scale(found: Sensitivity) -> tuple[float, str]:
    """Factor and unit in which effects are drawn."""
    if found.quantity.unit == "EUR":
        scale = money_scale([one.measure for one in found.influences])
        return 1.0 / scale.divisor, scale.unit
    if found.quantity.unit == "0-1":
        return 100.0, "percentage points"
    return 1.0, found.quantity.unit or "unit of the outcome"


def _bars(axes: Axes, shown: Sequence[Influence], factor: float) -> None:
    axes.set_ylim(len(shown) - 0.5, -0.5)
    axes.set_yticks([])
    for row, one in enumerate(shown):
        axes.barh(row, factor * one.measure, height=ROW, color=colour_of(one), linewidth=0)
        axes.plot([factor * one.low, factor * one.high], [row, row], color=style.INK, linewidth=1.4)
    mark_floors(axes, shown, factor)
    axes.set_xlim(0.0, 1.03 * max([factor * one.high for one in shown] + [1e-12]))


def _plane(axes: Axes, every: Sequence[Influence], named: int, factor: float) -> None:
    """All assumptions as points; those that have a bar and are no noise carry their rank, and their name if it fits."""
    x = factor * np.array([one.measure for one in every])
    y = factor * np.array([one.more["sigma"] for one in every])
    axes.grid(visible=True, axis="both", color=style.GRID, linewidth=1)
    top = 1.08 * max(float(x.max()), 1e-12), 1.12 * max(float(y.max()), 1e-12)
    axes.set_xlim(-0.02 * top[0], top[0])
    axes.set_ylim(-0.03 * top[1], top[1])
    axes.spines["left"].set_visible(True)
    least = min(top)
    axes.plot([0.0, least], [0.0, least], color=style.FAINT, linewidth=1.2, linestyle=(0, (4, 3)), zorder=1)
    axes.plot(x, y, linestyle="none")
    axes.scatter(x, y, s=MARKER**2, c=[colour_of(one) for one in every], edgecolors="white", linewidths=0.8, zorder=3)
    texts = [(f"{k + 1} {one.assumption.label}", str(k + 1)) if one.distinguishable else ()
             for k, one in enumerate(every[:named])]
    label_points(axes, np.stack([x, y], axis=1), texts)


def label_points(axes: Axes, points: np.ndarray, texts: Sequence[tuple[str, ...]]) -> None:
    """Label the first points (points, 2): the first wording that fits near its point without covering anything.

    Places around the point are tried, near ones first, farther ones with a line; a point without room stays without.
    """
    figure = axes.get_figure()
    if figure is None:
        return
    scale = float(figure.dpi) / 72.0
    pixels = axes.transData.transform(points)
    half = 0.5 * MARKER * scale
    taken = [Bbox.from_extents(px - half, py - half, px + half, py + half) for px, py in pixels]
    for at, wordings in zip(points, texts, strict=False):
        place = float(at[0]), float(at[1])
        for distance, wording, (dx, dy) in product((NEAR, *FARTHER), wordings, PLACES):
            drawn = axes.annotate(wording, place, xytext=(dx * distance, dy * distance), textcoords="offset points",
                                  fontsize=style.SMALL, color=style.INK, ha=("right", "center", "left")[dx + 1],
                                  va=("top", "center", "bottom")[dy + 1])
            box = drawn.get_window_extent().padded(scale)
            if _free(box, taken, axes.get_window_extent()):
                taken.append(box)
                if distance > NEAR:
                    _lead(axes, place, (dx * distance, dy * distance))
                break
            drawn.remove()


def _lead(axes: Axes, place: tuple[float, float], offset: tuple[float, float]) -> None:
    """Draw a line from a point to its label at a distance in points."""
    axes.annotate("", place, xytext=offset, textcoords="offset points",
                  arrowprops={"arrowstyle": "-", "color": style.QUIET, "linewidth": 0.8, "shrinkA": 0.0,
                              "shrinkB": MARKER / 2})


PLACES = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1))
"""Sides of a point on which a label is tried, in this order."""


def _free(box: Bbox, taken: Sequence[Bbox], page: Bbox) -> bool:
    inside = page.x0 <= box.x0 and box.x1 <= page.x1 and page.y0 <= box.y0 and box.y1 <= page.y1
    return inside and not any(box.overlaps(other) for other in taken)
