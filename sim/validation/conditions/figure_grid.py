"""Figure of the conditional claim on a grid: E3."""

from __future__ import annotations

import numpy as np
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.draw import style
from sim.draw.axes import BOTTOM, SHARE, label_axes, mark_place, panel, percent_axis
from sim.statistics.thresholds import Curve
from sim.validation.conditions.figure_parts import COLOURS, draw_points, opened, room, zero_line
from sim.validation.conditions.meetings import Grid
from sim.words.amounts import percent

MAP = "cividis"
"""Colours of the heat map: made for colour blindness, monotone in lightness."""
BETWEEN = 0.19
"""Room between the two panels on the right, as a share of the height."""
HEAD = 0.02
"""Room above the upper one for what it marks."""


def grid_figure(result: Grid) -> Figure:
    """E3: skill on the grid on the left; what frequency and reflection do by themselves on the right."""
    first, final = result.meetings[0], result.meetings[-1]
    figure, top = opened(result, "Reflection: why deals were won or lost, not figures. In the cells: mean and half of "
                         "its 95 % interval; bars: the same of paired differences "
                         f"({style.sample_size(result.asked.runs)}).")
    height = top - BOTTOM - 0.06
    _heat_map(panel(figure, (0.085, BOTTOM, 0.43, height), "Selling skill at the horizon (0-1)"), result)
    part = (height - BETWEEN - HEAD) / 2
    upper = panel(figure, (0.61, BOTTOM + part + BETWEEN, 0.355, part),
                  f"{final:.0f} meetings a quarter instead of {first:.0f}", pad=26)
    _effect(upper, result.by_frequency)
    percent_axis(upper, 0.2)
    label_axes(upper, "share of reflection (% of meeting time)", "change, points of skill")
    mark_place(upper, result.turn, f"changes its sign at {percent(result.turn.at)}")
    lower = panel(figure, (0.61, BOTTOM, 0.355, part),
                  f"{percent(result.reflection[-1])} reflection instead of none")
    _effect(lower, result.by_reflection)
    lower.set_xticks(list(result.meetings))
    label_axes(lower, "meetings a quarter", "change, points of skill")
    return figure


def _effect(axes: Axes, curve: Curve) -> None:
    draw_points(axes, curve, SHARE, COLOURS[0])
    zero_line(axes)
    axes.set_ylim(*room(SHARE * np.asarray([curve.low, curve.high]), 0.15))


def _heat_map(axes: Axes, result: Grid) -> None:
    """Cells of the same size: both axes are classes, not scales."""
    mean = result.skill.mean(axis=2)
    image = axes.imshow(mean, cmap=MAP, origin="lower", aspect="auto")
    for row in range(mean.shape[0]):
        half = Curve(np.asarray(result.reflection), result.skill[row]).half_width
        for column, value in enumerate(mean[row]):
            shade = colormaps[MAP](image.norm(value))
            light = float(np.dot(shade[:3], (0.2126, 0.7152, 0.0722)))
            axes.text(column, row, f"{value:.3f}\n\u00b1{half[column]:.3f}", ha="center", va="center",
                      fontsize=style.SMALL, color=style.INK if light > style.BRIGHT else "white", linespacing=1.1)
    axes.grid(visible=False)
    axes.spines[:].set_visible(False)
    axes.set_xticks(range(len(result.reflection)), [percent(share) for share in result.reflection])
    axes.set_yticks(range(len(result.meetings)), [f"{often:.0f}" for often in result.meetings])
    label_axes(axes, "share of reflection (% of meeting time)", "meetings a quarter")
