"""Figures of a fit: how far each value was narrowed down, and the observed figures among the fitted futures."""

from __future__ import annotations

import math
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim._version import __version__
from sim.draw import style
from sim.draw.images import LOOK
from sim.engine.outcomes import OUTCOMES
from sim.fitting.fit import Fit
from sim.fitting.sentences import value_text, warnings
from sim.fitting.table import lines
from sim.results.provenance import scenario_hash
from sim.words.amounts import money_scale, percent

ROWS = 14
"""Values shown: those narrowed down most."""
LEFT, BREADTH = 0.37, 0.34
"""Where the ranges stand, as shares of the slide."""
SECTION_AT = (style.LEFT - LEFT) / BREADTH
PANELS = 6
"""Outcomes shown, in two rows of three."""
PRIOR, POSTERIOR, OBSERVED = "#D5D9DE", style.COLOURS[0], style.COLOURS[1]


def fit_figures(fit: Fit) -> dict[str, Figure]:
    """Every figure of a fit by name: ``ranges`` and ``history``."""
    with mpl.rc_context(LOOK):
        return {"ranges": ranges_figure(fit), "history": history_figure(fit)}


def source_line(fit: Fit) -> str:
    """Where the numbers come from."""
    return (f"salesshift {__version__} | {fit.scenario.title[:48]} {scenario_hash(fit.scenario)[:8]} | figures "
            f"{fit.observed.fingerprint[:8]} | {fit.runs:,} simulated histories | seed {fit.seed}")


def ranges_figure(fit: Fit) -> Figure:
    """Prior range and fitted interval of the values narrowed down most."""
    table = fit.parameters()
    shown = table.head(min(ROWS, max(int(table["informed"].sum()), 5)))
    informed = int(table["informed"].sum())
    title = f"The figures narrow down {informed} of {len(table)} values" if informed else \
        "The figures narrow down none of the values"
    if fit.strange:
        title = "These figures lie outside what the model produces; the fit is not to be relied on"
    figure, top = style.slide(
        title, "Grey: the plausible range before. Blue: where 90 % of the fitted values lie, the dot at the median. "
        "Hollow diamond: the value in the scenario. Right: how much of the variance is gone. Pale: not beyond chance.",
        source_line(fit))
    height = min(top - 0.12, 0.062 * len(shown) + 0.01)
    axes = style.plain(figure.add_axes((LEFT, top - 0.05 - height, BREADTH, height)), grid="x")
    for row, one in enumerate(lines(shown.iloc[::-1])):
        _range(axes, row, one)
    axes.set_xlim(-0.02, 1.02)
    axes.set_ylim(-0.6, len(shown) - 0.4)
    axes.set_xticks([])
    axes.set_yticks([])
    for x, head in ((1.52, "now, 90 %"), (1.71, "gone")):
        axes.text(x, len(shown) - 0.4, head, transform=axes.get_yaxis_transform(), ha="right", va="bottom",
                  fontsize=style.SMALL, color=style.QUIET)
    for side in ("bottom", "left"):
        axes.spines[side].set_visible(False)
    return figure


def _range(axes: Axes, row: int, one: Any) -> None:
    """One value: range, interval and texts beside them."""
    def place(value: float) -> float:
        return float((value - one.prior_low) / (one.prior_high - one.prior_low))

    colour, beside = (POSTERIOR if one.informed else style.FAINT), axes.get_yaxis_transform()
    axes.plot([0, 1], [row, row], color=PRIOR, linewidth=11, solid_capstyle="butt", zorder=1)
    axes.plot([place(one.low), place(one.high)], [row, row], color=colour, linewidth=11, solid_capstyle="butt",
              alpha=0.55, zorder=2)
    axes.plot(place(one.median), row, "o", color=colour, markersize=8, zorder=4)
    axes.plot(min(max(place(one.value), 0.0), 1.0), row, "D", markerfacecolor="white", markeredgecolor=style.INK,
              markersize=7, zorder=3)
    section, _, name = one.name.rpartition(".")
    texts = (
        (SECTION_AT, section, "left", style.QUIET), (-0.16, name.replace("_", " "), "right", style.INK),
        (-0.015, value_text(one.prior_low), "right", style.QUIET),
        (1.015, value_text(one.prior_high), "left", style.QUIET),
        (1.52, f"{value_text(one.low)} to {value_text(one.high)}", "right", style.INK),
        (1.71, percent(max(one.contraction, 0.0)), "right", style.INK))
    for x, text, side, ink in texts:
        strong = one.informed and ink == style.INK
        axes.text(x, row, style.typeset(text), transform=beside, va="center", ha=side, fontsize=style.SMALL, color=ink,
                  fontweight="bold" if strong else "normal")


def history_figure(fit: Fit) -> Figure:
    """The observed figures over the quarters, among the futures of the fitted scenario."""
    known = fit.predictive[fit.predictive["observed"].notna()]
    out, names = int(known["outside"].sum()), list(fit.observed.outcomes)[:PANELS]
    title = f"{len(known) - out} of {len(known)} figures lie where 90 % of the fitted futures do"
    if warnings(fit):
        title = "These figures lie outside what the model produces; the fit is not to be relied on"
    left_out = len(fit.observed.outcomes) - len(names)
    figure, top = style.slide(
        title, f"Orange: observed (cross: outside the band). Blue: median and 90 % band of the fitted futures under "
        f"'{fit.scenario.strategy(fit.strategy).title}', new luck each"
        + (f"; {left_out} further outcome{'s' if left_out > 1 else ''} in the table." if left_out else "."),
        source_line(fit))
    columns = min(3, len(names))
    wide, high = 0.93 / columns, (top - 0.07) / math.ceil(len(names) / columns)
    for k, name in enumerate(names):
        row, column = divmod(k, columns)
        place = (0.035 + column * wide + 0.045, top - (row + 1) * high + 0.065, wide - 0.065, high - 0.13)
        _panel(style.plain(figure.add_axes(place)), fit.predictive[fit.predictive["outcome"] == name], name)
    return figure


def _panel(axes: Axes, part: pd.DataFrame, name: str) -> None:
    """One outcome over the quarters."""
    unit, divisor = OUTCOMES[name].unit, 1.0
    if unit == "EUR":
        scale = money_scale([*part["high"], *part["observed"].dropna()])
        unit, divisor = scale.unit, scale.divisor
    quarters = part["quarter"].to_numpy()
    low, median, high, seen = (part[key].to_numpy(dtype=float) / divisor
                               for key in ("low", "median", "high", "observed"))
    axes.fill_between(quarters, low, high, color=POSTERIOR, alpha=0.18, linewidth=0)
    axes.plot(quarters, median, color=POSTERIOR, linewidth=2)
    outside = part["outside"].to_numpy(dtype=bool)
    axes.plot(quarters, seen, color=OBSERVED, linewidth=1, alpha=0.6)
    axes.plot(quarters[~outside], seen[~outside], "o", color=OBSERVED, markersize=6)
    axes.plot(quarters[outside], seen[outside], "X", color=OBSERVED, markersize=10)
    ends = np.concatenate([low, high, seen[np.isfinite(seen)]])
    if unit != "0-1" and ends.min() >= 0.0:
        axes.set_ylim(bottom=0.0)
    style.quarter_axis(axes, int(quarters.max()), style.SMALL)
    axes.tick_params(axis="y", labelsize=style.SMALL)
    if np.nanmax(ends) >= 1_000:
        axes.yaxis.set_major_formatter("{x:,.0f}")
    words = name.replace("_", " ")
    axes.set_title(words if unit in (words, "0-1") else f"{words}, {unit}", loc="left", fontsize=style.BODY,
                   color=style.INK, fontweight="bold")
