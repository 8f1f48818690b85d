"""Influence as bars: shares of the variance, first order inside total."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sim.draw import style
from sim.study.sensitivity.influence import Influence, Sensitivity
from sim.study.sensitivity.quantity import Direction
from sim.study.sensitivity.table import Source, share

# --- parts that the figures of influence share -----------------------------------------------------------------------

COLOURS: dict[Direction, str] = {"raises": "#0072B2", "lowers": "#C04A00", "unclear": style.REFERENCE_COLOUR}
"""Blue and orange are distinguishable for everybody; grey if neither is certain."""
NOISE = "#A9AFB7"
"""Colour of what cannot be distinguished from an assumption without effect."""
DASHED = (0, (2, 1.5))
DASHES = "dashes"
"""Placeholder of the dashed mark in the key."""
LABEL_WIDTH, RANGE_WIDTH = 30, 44
KEY_WIDTH = 46
HEADLINE = 76
"""Characters of a line of the headline: names of strategies may be in capitals."""
NOT_CONVERGED = "NOT SETTLED: the design is too small."
LINES, GAP = 3, 0.012
"""Lines that headline and subtitle may have, and room below them, as a share of the height."""
ROOMY = 8
"""Rows up to which names are set larger."""
APART = 7.5
"""Points by which the two lines of a name lie above and below the middle of their row."""
ROW = 0.62
"""Height of a bar, as a share of the row."""


def opened(found: Sensitivity, subtitle: str, source: Source, shown: Sequence[Influence]) -> tuple[Figure, float]:
    """Start the figure: the finding, what is shown, where it comes from, the key; gives the height below it."""
    more = "" if found.converged else NOT_CONVERGED
    unknown = f"Not known: {', '.join(one.in_sentence for one in found.unknown)}." if found.unknown else ""
    told = " ".join(filter(None, (subtitle, found.luck.brief(), unknown, more)))
    figure, below = style.slide(found.headline().removesuffix("."), told, source.line(found), LINES, HEADLINE)
    return figure, draw_key(figure, key_of(found, shown), style.LEFT, below - GAP, style.RIGHT)


def colour_of(one: Influence) -> str:
    """Colour of an assumption: by its direction, pale where it may be noise."""
    return COLOURS[one.direction] if one.distinguishable else NOISE


def name_rows(axes: Axes, shown: Sequence[Influence], numbered: bool = False) -> None:
    """Write the assumptions at the left of their rows, with section and range tried below each name."""
    beside = axes.get_yaxis_transform()
    size = style.SMALL if len(shown) > ROOMY else style.BODY
    for row, one in enumerate(shown):
        name = textwrap.shorten(one.assumption.label, LABEL_WIDTH, placeholder="...")
        section = one.assumption.section
        swept = textwrap.shorten(f"{section}, {one.assumption.swept}" if section else one.assumption.swept,
                                 RANGE_WIDTH, placeholder="...")
        head = f"{row + 1}  {name}" if numbered else name
        for text, up, points, colour in ((head, APART, size, style.INK), (swept, -APART, style.SMALL, style.QUIET)):
            axes.annotate(text, (0, row), xycoords=beside, xytext=(-8, up), textcoords="offset points", ha="right",
                          va="center", fontsize=points, color=colour)


def mark_floors(axes: Axes, shown: Sequence[Influence], factor: float = 1.0) -> None:
    """Mark in each row what an assumption that does nothing would rarely exceed."""
    for row, one in enumerate(shown):
        if one.floor > 0.0:
            axes.plot([factor * one.floor] * 2, [row - ROW / 2, row + ROW / 2], color=style.INK, linewidth=1.4,
                      linestyle=DASHED)


def key_of(found: Sensitivity, shown: Sequence[Influence]) -> list[tuple[str, str]]:
    """Colours that are used, with their meaning."""
    entries: list[tuple[str, str]] = []
    for direction in COLOURS:
        if any(one.distinguishable and one.direction == direction for one in shown):
            entries.append((COLOURS[direction], found.quantity.effect(direction)))
    if any(not one.distinguishable for one in shown):
        entries.append((NOISE, "may be noise"))
    if any(one.floor > 0.0 for one in shown):
        entries.append((DASHES, "what noise rarely exceeds"))
    return entries


def draw_key(figure: Figure, entries: Sequence[tuple[str, str]], x: float, y: float, right: float) -> float:
    """Draw squares with their meaning in lines that end at ``right``; gives the height below them (shares)."""
    if not entries:
        return y
    left, line, side = x, 0.036, 0.013
    head = figure.text(x, y, "More of it", fontsize=style.SMALL, color=style.QUIET, va="center")
    x += head.get_window_extent().width / figure.bbox.width + side
    for colour, text in entries:
        label = figure.text(0.0, 0.0, textwrap.shorten(text, KEY_WIDTH, placeholder="..."), fontsize=style.SMALL,
                            color=style.INK, va="center")
        width = label.get_window_extent().width / figure.bbox.width + 1.7 * side
        if x + width > right and x > left:
            x, y = left, y - line
        label.set_position((x + 1.2 * side, y))
        figure.add_artist(_mark(figure, colour, x, y, side))
        x += width + 0.02
    return y - line


def _mark(figure: Figure, colour: str, x: float, y: float, side: float) -> Artist:
    """A square of a colour, or the dashed mark, at a place of the figure."""
    if colour == DASHES:
        return Line2D([x + side / 2] * 2, [y - side, y + side], transform=figure.transFigure, color=style.INK,
                      linewidth=1.4, linestyle=DASHED)
    return Rectangle((x, y - 0.8 * side), 0.9 * side, 1.6 * side, transform=figure.transFigure, facecolor=colour,
                     edgecolor="none")


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
