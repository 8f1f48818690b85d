"""Figure of robustness: how often each strategy is best, and its regret where it is not."""

from __future__ import annotations

import textwrap

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from sim.comparison.observed import is_money, unit_of
from sim.comparison.tables import NAME_WIDTH, Cells
from sim.draw import style
from sim.draw.axes import BOTTOM, label_axes, panel, percent_axis
from sim.study.robustness import Robustness
from sim.study.saving import worlds_of
from sim.words.amounts import MoneyScale, money_scale, percent

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
"""Worlds between which the bars of regret reach: nine of ten, half, and the middle one."""
NAME_COLUMN = 24


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
    looks = style.looks(list(found.of.titles))
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
        left.annotate(style.balanced(found.of.titles[name], NAME_COLUMN), (0, row), xycoords=beside, xytext=(-10, 0),
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


def criteria_cells(found: Robustness) -> Cells:
    """One row per strategy, the most often best first; regret and worst tenth over worlds."""
    table, amounts = found.worlds.sort_values("best", ascending=False, kind="stable"), ("mean", "worst_tenth")
    money = is_money(found.of.outcome)
    plain = MoneyScale(1.0, unit_of(found.of.outcome), 2)
    scale = money_scale(table[list(amounts)].to_numpy().ravel()) if money else plain
    lost = money_scale(table["regret_max"]) if money else plain
    heads = ("strategy", "best in\nworlds", "95 % in-\nterval", "best in\nfutures", f"mean\n{scale.unit}",
             f"worst\ntenth {scale.unit}", f"regret: mean\n{lost.unit}", "worst\ntenth", "most", "good\nenough")
    rows = []
    for name in map(str, table.index):
        value = {column: float(table[column][name]) for column in table.columns}
        rows.append((
            textwrap.shorten(found.of.titles[name], NAME_WIDTH, placeholder="..."), percent(value["best"]),
            f"{percent(value['best_low'])} to {percent(value['best_high'])}",
            percent(float(found.futures["best"][name])), scale.number(value["mean"]),
            scale.number(value["worst_tenth"]), lost.number(value["regret_mean"]),
            lost.number(value["regret_worst_tenth"]), lost.number(value["regret_max"]), percent(value["satisfied"])))
    good = "better than carrying on there" if found.threshold is None else \
        f"{'below' if found.of.sign < 0 else 'above'} {scale.amount(found.threshold)}"
    title = (f"{found.of.outcome} over {worlds_of(found.of)}, by the mean of the futures in each; good "
             f"enough is {good}. Shares of the ranges of the design, no probabilities")
    return Cells(title, heads, tuple(rows))
