"""Figures of the conditional claims that are full factorials: C10, C12."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from sim.draw import style
from sim.draw.axes import BOTTOM, Frame, true_minus
from sim.statistics.paired import Interval
from sim.validation.conditions.factorial import Contrast, Factorial, Measured
from sim.validation.conditions.figure_parts import COLOURS, opened

CELLS, EFFECTS = (0.12, 0.475), (0.69, 0.965)
"""Left and right ends of the panels of the cells and of the effects, as shares of the width."""
BESIDE = 0.50
"""Left end of the title of the right half."""
GAP = 0.015
HEAD = 0.115
"""Room above the panels for their heads, as a share of the height."""
TITLES = 0.005
"""Room above the titles of the two halves."""
HEAD_WIDTH, HEAD_LINES = 18, 2
NAME_WIDTH = 31
SQUARE = 11
TICKS = 2
"""Steps between the ticks of a narrow panel, at most."""
DECIMALS_BELOW = (10.0, 1.0)
"""Where all numbers are below the first, they have one decimal; below the second, two."""
NUMBERS, NUMBERS_END = 0.042, 40
"""Room for the numbers right of a panel, as a share of the figure's width, and where they end, points."""
MARGIN = 0.08
"""Room on both sides of what is drawn, as a share of its width."""


def factorial_figure(result: Factorial) -> Figure:
    """All cells on the left, in order of how much is on; main effects and interactions on the right."""
    figure, top = opened(result, f"All {len(result.cells)} combinations ({result.levels}). Bars: 95 % interval of the "
                         f"mean ({style.sample_size(result.asked.runs)}), paired; hollow: 0 lies in it.")
    height = top - BOTTOM - HEAD
    order = sorted(range(len(result.cells)), key=lambda k: (sum(result.cells[k]), [-on for on in result.cells[k]]))
    _matrix(figure, (style.LEFT - 0.005, BOTTOM, 0.08, height), result, order)
    left, right = (_frames(ends, height, len(result.measured)) for ends in (CELLS, EFFECTS))
    for k, measured in enumerate(result.measured):
        cells, effects = (figure.add_axes(frames[k]) for frames in (left, right))
        contrasts = result.contrasts(measured)
        _intervals(cells, [measured.cell_means[i] for i in order], measured, COLOURS[k],
                   signs=measured.shown.startswith("points"))
        _intervals(effects, [c.effect for c in contrasts], measured, COLOURS[k], signs=True)
        _head(cells, measured.head, measured.shown)
        _head(effects, measured.head, measured.shown.replace("% of reps", "points"))
        if k == 0:
            _names(effects, result, contrasts)
    _same_scale(figure, result)
    for x, text in ((CELLS[0], "Every combination"), (BESIDE, "What each adds, and what more of them add beyond")):
        figure.text(x, top - TITLES, text, fontsize=style.BODY, fontweight="bold", color=style.INK, va="top")
    return figure


def _frames(ends: tuple[float, float], height: float, count: int) -> list[Frame]:
    width = (ends[1] - ends[0] - GAP * (count - 1)) / count
    return [(ends[0] + k * (width + GAP), BOTTOM, width - NUMBERS, height) for k in range(count)]


def _matrix(figure: Figure, frame: Frame, result: Factorial, order: Sequence[int]) -> None:
    """Which factors are on in each row."""
    axes = figure.add_axes(frame)
    rows = np.arange(len(order))
    for column, factor in enumerate(result.factors):
        on = np.asarray([result.cells[k][column] for k in order]) > 0
        for which, face in ((on, style.INK), (~on, "white")):
            axes.plot(np.full(int(which.sum()), column), rows[which], linestyle="none", marker="s", markersize=SQUARE,
                      markerfacecolor=face, markeredgecolor=style.INK if face != "white" else style.FAINT)
        axes.text(column, -1.0, factor.letter, ha="center", va="center", fontsize=style.BODY, fontweight="bold",
                  color=style.INK)
    axes.set_xlim(-0.6, len(result.factors) - 0.4)
    _rows(axes, len(order))
    axes.axis("off")


def _rows(axes: Axes, count: int) -> None:
    axes.set_ylim(count - 0.4, -0.6)
    axes.set_yticks([])


def _intervals(axes: Axes, found: Sequence[Interval], measured: Measured, colour: str, *, signs: bool) -> None:
    """One point with its interval and its value per row; hollow where the interval holds 0."""
    style.plain(axes, grid="x")
    axes.tick_params(labelsize=style.SMALL)
    axes.xaxis.set_major_locator(MaxNLocator(TICKS))
    ends = measured.scale * np.asarray([(interval.low, interval.mean, interval.high) for interval in found])
    decimals = int(np.sum(float(np.abs(ends).max()) < np.asarray(DECIMALS_BELOW)))
    for row, (interval, (low, mean, high)) in enumerate(zip(found, ends, strict=True)):
        axes.plot([low, high], [row, row], color=colour, linewidth=2.5)
        axes.plot([mean], [row], marker="o", markersize=8, markerfacecolor=colour if interval.decided else "white",
                  markeredgecolor=colour, markeredgewidth=2)
        axes.annotate(_number(mean, decimals, signs), (1.0, row), xycoords=axes.get_yaxis_transform(),
                      xytext=(NUMBERS_END, 0), textcoords="offset points", ha="right", va="center",
                      fontsize=style.SMALL, color=colour)
    axes.axvline(0, color=style.REFERENCE_COLOUR, linewidth=1.5, zorder=1)
    low, high = min(0.0, float(ends.min())), max(0.0, float(ends.max()))
    axes.set_xlim(low - MARGIN * (high - low), high + MARGIN * (high - low))
    _rows(axes, len(found))


def _number(value: float, decimals: int, signs: bool) -> str:
    rounded = round(value, decimals) + 0.0
    return true_minus(f"{rounded:{'+' if signs and rounded else ''},.{decimals}f}")


def _head(axes: Axes, text: str, unit: str) -> None:
    axes.set_title(style.balanced(text, HEAD_WIDTH, HEAD_LINES), fontsize=style.SMALL, fontweight="bold",
                   color=style.INK, loc="left", linespacing=1.1)
    axes.set_xlabel(unit, fontsize=style.SMALL, color=style.QUIET)


def _names(axes: Axes, result: Factorial, contrasts: Sequence[Contrast]) -> None:
    """Name the rows of effects at their left: factors by what they are when on, interactions by letters."""
    for row, contrast in enumerate(contrasts):
        factors = [result.factors[k] for k in contrast.factors]
        text = " \u00d7 ".join(factor.letter for factor in factors)
        if len(factors) == 1:
            text = style.balanced(f"{text}: {factors[0].on}", NAME_WIDTH)
        axes.annotate(text, (0.0, row), xycoords=axes.get_yaxis_transform(), xytext=(-12, 0),
                      textcoords="offset points", ha="right", va="center", fontsize=style.SMALL, color=style.INK)


def _same_scale(figure: Figure, result: Factorial) -> None:
    """Give panels that show the same unit the same scale."""
    if len({m.unit for m in result.measured}) > 1:
        return
    panels = figure.axes[1:]
    for group in (panels[0::2], panels[1::2]):
        limits = np.asarray([axes.get_xlim() for axes in group])
        for axes in group:
            axes.set_xlim(float(limits[:, 0].min()), float(limits[:, 1].max()))


