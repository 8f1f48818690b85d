"""Figure of robustness: how often each strategy is best, and how much is regretted where it is not."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from sim.analysis.design.observed import declared
from sim.analysis.robustness.answer import Robustness
from sim.analysis.wording import MoneyScale, money_scale, percent
from sim.engine.outcomes import EUR
from sim.show import style
from sim.show.conditions.parts import BOTTOM, label_axes, panel, percent_axis

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
"""Worlds between which the bars of regret reach: nine of ten, half, and the middle one."""
NAME_WIDTH = 24


def robustness_figure(found: Robustness, source: str) -> Figure:
    """Bars of the share of worlds won, with intervals; bars of regret over the worlds."""
    order = list(found.worlds["best"].sort_values(ascending=False, kind="stable").index.astype(str))
    each = len(found.of.points)
    figure, top = style.slide(
        found.sentence,
        f"Left: bars show worlds won by the mean, with the 95 % interval ({style.sample_size(each)} worlds); diamonds: "
        "single futures won. Right: what a strategy leaves on the table in a world; thick half of the worlds, thin "
        "nine of ten, black the middle, cross the worst. Shares are of the ranges of the design, no probabilities.",
        source, 3)
    height = top - BOTTOM - 0.06
    looks = style.looks(order)
    left = panel(figure, (0.215, BOTTOM, 0.3, height), "Is the best strategy in ... of worlds", 10)
    right = panel(figure, (0.6, BOTTOM, 0.365, height), "Regret", 10)
    for axes in (left, right):
        style.plain(axes, grid="x")
        axes.tick_params(labelsize=style.SMALL)
        axes.set_ylim(len(order) - 0.4, -0.6)
        axes.set_yticks([])
    beside = left.get_yaxis_transform()
    scale = _scale(found)
    for row, name in enumerate(order):
        _share(left, row, found, name, looks[name])
        _regret(right, row, found.regrets[name].to_numpy() / scale.divisor, looks[name])
        left.annotate(style.balanced(found.of.titles[name], NAME_WIDTH), (0, row), xycoords=beside, xytext=(-10, 0),
                      textcoords="offset points", ha="right", va="center", fontsize=style.BODY, color=style.INK)
    percent_axis(left, 0.2)
    left.set_xlim(0.0, min(1.12, 1.25 * float(found.worlds["best_high"].max()) + 0.05))
    right.set_xlim(0.0, None)
    right.xaxis.set_major_locator(MaxNLocator(5))
    label_axes(left, "share of worlds")
    label_axes(right, f"{scale.unit} below the best strategy of that world")
    return figure


def _share(axes: Axes, row: int, found: Robustness, name: str, look: style.Look) -> None:
    best, low, high = (float(found.worlds[column][name]) for column in ("best", "best_low", "best_high"))
    axes.barh(row, best, height=0.56, color=look.colour)
    axes.plot([low, high], [row, row], color=style.INK, linewidth=1.5)
    axes.plot([float(found.futures["best"][name])], [row], marker="D", markersize=7, markerfacecolor="white",
              markeredgecolor=style.INK, markeredgewidth=1.5, linestyle="none", clip_on=False)
    axes.annotate(percent(best), (max(high, float(found.futures["best"][name])), row), xytext=(9, 0),
                  textcoords="offset points", va="center", fontsize=style.SMALL, color=style.INK)


def _regret(axes: Axes, row: int, values: np.ndarray, look: style.Look) -> None:
    low, first, middle, third, high = np.quantile(values, QUANTILES)
    axes.plot([low, high], [row, row], color=look.colour, linewidth=2)
    axes.barh(row, third - first, left=first, height=0.5, color=look.colour, alpha=0.8)
    axes.plot([middle, middle], [row - 0.25, row + 0.25], color=style.INK, linewidth=2.5)
    axes.plot([values.max()], [row], marker="x", markersize=8, markeredgecolor=look.colour, markeredgewidth=2,
              linestyle="none")


def _scale(found: Robustness) -> MoneyScale:
    """Unit of regret: money where the outcome is, else plain numbers with enough decimals."""
    largest = float(found.regrets.to_numpy().max())
    return money_scale([largest]) if is_money(found.of.outcome) else MoneyScale(1.0, unit_of(found.of.outcome), 2)


def is_money(outcome: str) -> bool:
    """Whether an outcome is an amount of money."""
    return unit_of(outcome) == EUR.name


def unit_of(outcome: str) -> str:
    """Unit of an outcome of a sweep."""
    found = declared(outcome)
    return "" if found is None else found.unit
