"""Figures of scenario discovery: the box as ranges, the worlds around it, coverage against density."""

from __future__ import annotations

import math

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator

from sim.arrays import Array
from sim.draw import style
from sim.draw.axes import BOTTOM, label_axes, panel, percent_axis
from sim.study.discovery.answer import Discovery
from sim.study.discovery.box import Box, Limit, readable, shown_bounds
from sim.study.discovery.choice import Found
from sim.study.discovery.sample import Axis, Screen
from sim.study.saving import end_labels
from sim.words.amounts import percent

WON, LOST, INSIDE = style.COLOURS[0], style.COLOURS[1], "#BFD9EC"
"""Colours of worlds that succeed, of those that do not, and of the ranges of a box."""
MOST_ROWS = 8
"""Factors shown as ranges."""
MOST_DOTS = 1_500
"""Most worlds drawn; more would overlap."""
JITTER = 0.28
"""Jitter of worlds of one level, so that all can be seen; in levels."""
SEED = 1
MANY = 400
"""Number of worlds from which dots are drawn small."""


def discovery_figures(found: Discovery, source: str) -> dict[str, Figure]:
    """Draw the result; name -> figure. Without a box by PRIM only the trajectory, if there is one."""
    figures: dict[str, Figure] = {}
    if found.search is None:
        return figures
    if found.search.boxes:
        figures["box"] = box_figure(found, found.search.boxes[0], source)
    if len(found.search.trajectory) > 1:
        figures["trade-off"] = trade_off_figure(found, source)
    return figures


def box_figure(found: Discovery, box: Found, source: str) -> Figure:
    """The ranges of a box on the left; the worlds over its two most restrictive factors on the right."""
    again = box.reproducibility
    held = (f" In random halves that were not searched: {percent(again.density)}."
            if math.isfinite(again.density) else "")
    figure, top = style.slide(
        found.headline.partition(" These conditions")[0],
        f"Conditions hold in {percent(box.quality.mass)} of all worlds and cover {percent(box.quality.coverage)} of "
        f"the successes. Chance gives a box as good with p = {box.chance:.2g}.{held}", source, 3)
    limits = sorted(box.box.restricted, key=lambda limit: _p_value(box, limit))[:MOST_ROWS]
    height = top - BOTTOM - 0.06
    _ranges(panel(figure, (0.215, top - 0.06 - height * min(1.0, 0.17 * len(limits) + 0.05), 0.27,
                           height * min(1.0, 0.17 * len(limits) + 0.05)), "Where it wins" if not found.fails else
                  "Where it does not win"), limits, found, box)
    _worlds(panel(figure, (0.6, BOTTOM, 0.365, height), ""), found, box.box, limits)
    return figure


def _p_value(box: Found, limit: Limit) -> float:
    names = [one.axis.name for one in box.box.limits]
    return min(value for (j, _), value in box.p_values.items() if names[j] == limit.axis.name)


def _ranges(axes: Axes, limits: list[Limit], found: Discovery, box: Found) -> None:
    """One bar per factor: its whole range, and the part inside the box, with both ends named."""
    names = [axis.name for axis in found.sample.axes]
    axes.set_xlim(0.0, 1.0)
    axes.set_ylim(len(limits) - 0.4, -0.6)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.grid(visible=False)
    axes.spines[:].set_visible(False)
    beside = axes.get_yaxis_transform()
    for row, limit in enumerate(limits):
        axes.barh(row, 1.0, height=0.34, color=style.GRID)
        for start, width, text in _inside(limit):
            axes.barh(row, width, left=start, height=0.34, color=WON)
            if text:
                axes.text(start + width / 2, row, text, ha="center", va="center", color="white", fontsize=style.SMALL)
        _bounds(axes, row, limit)
        shares = box.reproducibility.restricted
        count, share = box.reproducibility.halves, shares.get(limit.axis.name)
        again = f"again in {count * share:.0f} of {count} halves" if share is not None else ""
        for text, up, size, colour in ((readable(limit.axis.name, names), 8, style.BODY, style.INK),
                                       (again, -9, style.SMALL, style.QUIET)):
            axes.annotate(style.balanced(text, 24, 1), (0, row), xycoords=beside, xytext=(-12, up),
                          textcoords="offset points", ha="right", va="center", fontsize=size, color=colour)


def _inside(limit: Limit) -> list[tuple[float, float, str]]:
    """Parts of the normalised range inside the box: start, width, and a level's name."""
    axis = limit.axis
    if limit.kept is not None:
        part = 1.0 / max(len(axis.levels), 1)
        return [(k * part, part, axis.levels[k]) for k in sorted(limit.kept)]
    low, high = (float(np.clip(_unit(bound, axis), 0.0, 1.0)) for bound in (limit.low, limit.high))
    return [(low, high - low, "")]


def _unit(value: float, axis: Axis) -> float:
    return (value - axis.low) / max(axis.high - axis.low, 1e-12)


def _bounds(axes: Axes, row: int, limit: Limit) -> None:
    """Name the ends of the range below the bar and the bounds of the box above it."""
    if limit.kept is not None:
        return
    for text, at, side in zip(end_labels(limit.axis), (0.0, 1.0), ("left", "right"), strict=True):
        axes.annotate(text, (at, row), xytext=(0, -22), textcoords="offset points", ha=side, va="center",
                      fontsize=style.SMALL, color=style.QUIET)
    for bound, text in zip((limit.low, limit.high), shown_bounds(limit), strict=True):
        if text:
            axes.annotate(style.typeset(text), (_unit(bound, limit.axis), row), xytext=(0, 21),
                          textcoords="offset points", ha="center", va="center", fontsize=style.SMALL, color=WON,
                          fontweight="bold")


def _worlds(axes: Axes, found: Discovery, box: Box, limits: list[Limit]) -> None:
    """Worlds as dots over two factors, by who wins; the box around those inside."""
    names = [axis.name for axis in found.sample.axes]
    first = names.index(limits[0].axis.name)
    second = names.index(limits[1].axis.name) if len(limits) > 1 else _next(found, first)
    chosen = np.random.default_rng(SEED).permutation(found.sample.size)[:MOST_DOTS]
    x, y = (_spread(found.sample.x[chosen, j], found.sample.axes[j]) for j in (first, second))
    won = found.sample.y[chosen] > 0.5
    small = chosen.size > MANY
    corner = [_edges(box.limits[j]) for j in (first, second)]
    axes.add_patch(Rectangle((corner[0][0], corner[1][0]), corner[0][1] - corner[0][0], corner[1][1] - corner[1][0],
                             facecolor=INSIDE, edgecolor=WON, linewidth=2, alpha=0.6, zorder=1))
    for which, colour, marker, text in ((~won, LOST, "x", "other worlds"), (won, WON, "o", _happens(found))):
        axes.scatter(x[which], y[which], s=14 if small else 30, color=colour, marker=marker, linewidth=1, zorder=3,
                     alpha=0.75, label=text)
    axes.legend(loc="lower left", bbox_to_anchor=(-0.02, 1.0), ncols=2, frameon=False, fontsize=style.SMALL,
                handletextpad=0.2, columnspacing=1.0, borderaxespad=0.1)
    axes.grid(visible=False)
    label_axes(axes, readable(names[first], names), readable(names[second], names))
    for j, at, ticks in ((first, "x", axes.set_xticks), (second, "y", axes.set_yticks)):
        axis = found.sample.axes[j]
        if axis.categorical:
            ticks(range(len(axis.levels)), list(axis.levels))
        low, high = _edges(Limit(axis))
        (axes.set_xlim if at == "x" else axes.set_ylim)(low, high)
    axes.margins(0.03)


def _happens(found: Discovery) -> str:
    best = "is best" if found.against is None else "wins"
    return f"it {best}" if not found.fails else "it does not win" if found.against else "it is not best"


def _next(found: Discovery, first: int) -> int:
    """A second factor to spread the worlds over: the one most correlated with success."""
    if len(found.sample.axes) == 1:
        return first
    strongest = Screen.of(found.sample).strongest(found.sample.y, 2)
    return int(strongest[strongest != first][0])


def _spread(column: Array, axis: Axis) -> Array:
    """Values to draw; levels and whole numbers are jittered, so that no world hides another."""
    if axis.kind == "continuous":
        return column
    return np.asarray(column + np.random.default_rng(SEED).uniform(-JITTER, JITTER, column.size))


def _edges(limit: Limit) -> tuple[float, float]:
    """Ends of a limit on its axis; half a level beyond where there are levels."""
    axis = limit.axis
    if limit.kept is not None:
        return min(limit.kept) - 0.5, max(limit.kept) + 0.5
    beyond = 0.0 if axis.kind == "continuous" else 0.5
    room = 0.02 * (axis.high - axis.low)
    return max(limit.low, axis.low - beyond - room), min(limit.high, axis.high + beyond + room)


def trade_off_figure(found: Discovery, source: str) -> Figure:
    """Coverage against density along the peeling, and the boxes that were chosen."""
    search = found.search
    steps = search.trajectory if search is not None else ()
    boxes = search.boxes if search is not None else ()
    title = ("The narrower the conditions, the surer the win and the more wins they miss" if boxes else
             "No conditions stand out: narrower ones are no surer than chance makes them")
    figure, top = style.slide(title, f"{found.said}: each dot is one box of the peeling, from all worlds (right) to "
                              "the smallest; rings: the boxes chosen, after useless restrictions were dropped.", source)
    axes = panel(figure, (0.09, BOTTOM, 0.8, top - BOTTOM - 0.03))
    coverage, density, count = (np.asarray([value(s) for s in steps]) for value in (
        lambda s: s.quality.coverage, lambda s: s.quality.density, lambda s: len(s.box.restrictions)))
    axes.plot(coverage, density, color=style.FAINT, linewidth=1, zorder=1)
    dots = axes.scatter(coverage, density, c=count, cmap="cividis_r", s=60, edgecolor="white", linewidth=0.5, zorder=2)
    bar = figure.colorbar(dots, cax=figure.add_axes((0.915, BOTTOM, 0.014, top - BOTTOM - 0.03)))
    bar.set_label("restrictions", fontsize=style.SMALL, color=style.QUIET)
    bar.ax.tick_params(labelsize=style.SMALL, colors=style.QUIET)
    bar.ax.yaxis.set_major_locator(MaxNLocator(integer=True))
    bar.outline.set_visible(False)
    axes.axhline(found.sample.base, color=style.REFERENCE_COLOUR, linewidth=1.5, linestyle=(0, (4, 3)))
    axes.annotate("all worlds", (0.0, found.sample.base), xytext=(6, 5), textcoords="offset points",
                  fontsize=style.SMALL, color=style.QUIET)
    for k, box in enumerate(boxes):
        at = box.quality.coverage, box.quality.density
        axes.plot(*at, marker="o", markersize=15, markerfacecolor="none", markeredgecolor=WON, markeredgewidth=2.5)
        axes.annotate(f"box {k + 1}", at, xytext=(12, 8), textcoords="offset points", fontsize=style.BODY, color=WON,
                      fontweight="bold")
    axes.set_xlim(-0.03, 1.04)
    axes.set_ylim(0.0, 1.04)
    percent_axis(axes, 0.2)
    percent_axis(axes, 0.2, "y")
    label_axes(axes, "coverage: share of all successes inside", "density: success inside")
    return figure
