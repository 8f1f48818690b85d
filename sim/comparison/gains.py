"""Figures of gains: each strategy against carrying on and against the others, and what would reverse the answer."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.transforms import blended_transform_factory

from sim.comparison.comparison import Comparison
from sim.comparison.turning import Turn, TurningPoints
from sim.draw import style
from sim.results.provenance import source_line
from sim.scenario.strategy import CARRY_ON
from sim.statistics.paired import Interval
from sim.words.amounts import MoneyScale, condition_value, futures, money, money_scale, percent

if TYPE_CHECKING:
    import pandas as pd

BETTER, WORSE, OPEN = "#CFE3F3", "#F8DCCB", "#EEF0F2"


def gains_figure(comparison: Comparison) -> Figure:
    """Draw net present value against carrying on: mean, its interval, and the spread of futures."""
    summary = comparison.summary().drop(index=CARRY_ON).sort_values("gain")
    figure, top = style.slide(
        gains_title(comparison),
        f"Net present value against carrying on: {what_counts(comparison)}. Mark and thick bar: mean with its 95 % "
        f"interval ({style.sample_size(comparison.replications)}). Thin bar: 80 % of the single futures.",
        comparison.source)
    height = min(top - 0.215, 0.11 * len(summary))
    axes = style.plain(figure.add_axes((0.235, top - 0.05 - height, 0.40, height)), grid="x")
    scale = money_scale([*summary["gain_p10"], *summary["gain_p90"]])
    for row, name in enumerate(summary.index):
        _gain_row(axes, row, summary.loc[name], style.looks(comparison.strategies)[str(name)], scale)
    axes.axvline(0, color=style.REFERENCE_COLOUR, linewidth=2, zorder=1)
    axes.set_ylim(-0.6, len(summary) - 0.4)
    axes.set_yticks(range(len(summary)), [textwrap.fill(t, 24) for t in summary["title"]], color=style.INK,
                    fontsize=style.BODY)
    axes.set_xlabel(f"{scale.unit} more (right) or less (left) than carrying on", fontsize=style.BODY,
                    color=style.QUIET)
    _gain_columns(figure, axes, summary, scale)
    return figure


def what_counts(comparison: Comparison) -> str:
    """State what the net present value consists of."""
    quarters = comparison.scenario.quarters
    base = " and worth of the customers at its end" if comparison.scenario.costs.residual_quarters > 0 else ""
    return f"profit over {quarters} quarters{base}"


def gains_title(comparison: Comparison) -> str:
    """State which strategy gains most against carrying on, that none does, or that the best two are undecided."""
    best, *others = (name for name in comparison.ranking() if name != CARRY_ON)
    gain = comparison.difference(best, CARRY_ON)
    title = comparison.title(best)
    if gain.low > 0:
        if others and comparison.difference(best, others[0]).low <= 0:
            second = comparison.difference(others[0], CARRY_ON).mean
            return (f"'{title}' and '{comparison.title(others[0])}' lead, undecided between them: "
                    f"{money(gain.mean, sign=True)} and {money(second, sign=True)} against carrying on")
        return f"'{title}' gains most: {money(gain.mean, sign=True)} against carrying on"
    if gain.high < 0:
        return f"No strategy pays: the best, '{title}', loses {money(-gain.mean)} against carrying on"
    return f"No strategy surely beats carrying on; '{title}' comes closest ({money(gain.mean, sign=True)})"


def _gain_row(axes: Axes, row: int, data: pd.Series, look: style.Look, scale: MoneyScale) -> None:
    def at(column: str) -> float:
        return float(data[column]) / scale.divisor

    axes.plot([at("gain_p10"), at("gain_p90")], [row, row], color=look.colour, linewidth=2.5, alpha=0.45)
    axes.plot([at("gain_low"), at("gain_high")], [row, row], color=look.colour, linewidth=8, solid_capstyle="butt")
    axes.plot([at("gain")], [row], marker=look.marker, color=look.colour, markersize=13, markeredgecolor="white",
              markeredgewidth=1.5)


def _gain_columns(figure: Figure, axes: Axes, summary: pd.DataFrame, scale: MoneyScale) -> None:
    """Write the numbers beside the rows: gain, chance to beat carrying on, chance to be the best."""
    place = blended_transform_factory(figure.transFigure, axes.transData)
    columns = ((0.655, f"mean [95 % interval]\n{scale.unit}"), (0.845, "beats\ncarrying on"), (0.93, "is best"))
    for x, head in columns:
        axes.text(x, len(summary) - 0.45, head, transform=place, fontsize=style.SMALL, color=style.QUIET,
                  va="bottom", linespacing=1.15)
    half_widths = (summary["gain_high"] - summary["gain_low"]) / 2
    fine = scale.showing(max(float(half_widths.median()), 0.01 * scale.divisor))
    for row, (_, data) in enumerate(summary.iterrows()):
        gain, low, high = (float(data[c]) for c in ("gain", "gain_low", "gain_high"))
        texts = (f"{fine.number(gain, sign=True)}  [{fine.number(low)} to {fine.number(high)}]",
                 percent(float(data["ahead"])), percent(float(data["best"])))
        for (x, _), text in zip(columns, texts, strict=True):
            axes.text(x, row, style.typeset(text), transform=place, fontsize=style.SMALL, color=style.INK,
                      va="center")


def matrix_figure(comparison: Comparison) -> Figure:
    """Draw the paired difference of every two strategies, best first."""
    ranked = comparison.ranking()
    figure, top = style.slide(
        matrix_title(comparison),
        "Each cell: net present value of its row minus its column, run by run (mean), and in how many of 100 futures "
        "the row is better. Grey: undecided, the 95 % interval of the mean holds zero.",
        comparison.source)
    height = min(top - 0.22, 0.11 * len(ranked))
    axes = figure.add_axes((0.225, top - 0.135 - height, 0.74, height))
    widest = max(abs(comparison.difference(a, b).mean) for a in ranked for b in ranked)
    scale = money_scale([widest])
    for i, a in enumerate(ranked):
        for j, b in enumerate(ranked):
            if a != b:
                _matrix_cell(axes, comparison, a, b, (j, i), scale)
    _matrix_frame(axes, comparison, ranked)
    axes.text(-0.55, -0.62, scale.unit, fontsize=style.SMALL, color=style.QUIET, ha="right", va="bottom")
    return figure


def matrix_title(comparison: Comparison) -> str:
    """State whether the best strategy beats the next."""
    first, second = comparison.ranking()[:2]
    gap = comparison.difference(first, second)
    names = f"'{comparison.title(first)}' and '{comparison.title(second)}'"
    if gap.same:
        return f"{names} come to the same"
    if not gap.decided:
        return f"{names} cannot be told apart with {gap.n:,} futures"
    return (f"'{comparison.title(first)}' beats '{comparison.title(second)}', the next best, by {money(gap.mean)} "
            f"and in {futures(gap.probability)}")


def _matrix_cell(axes: Axes, comparison: Comparison, a: str, b: str, at: tuple[int, int], scale: MoneyScale) -> None:
    gap = comparison.difference(a, b)
    colour = OPEN if not gap.decided else BETTER if gap.mean > 0 else WORSE
    axes.add_patch(Rectangle((at[0] - 0.48, at[1] - 0.47), 0.96, 0.94, color=colour, linewidth=0))
    weight = "bold" if gap.decided and gap.mean > 0 else "normal"
    axes.text(at[0], at[1] - 0.04, style.typeset(scale.number(gap.mean, sign=True)), fontsize=style.BODY, ha="center",
              va="bottom", color=style.INK, fontweight=weight)
    axes.text(at[0], at[1] + 0.06, percent(gap.probability), fontsize=style.SMALL, ha="center", va="top",
              color=style.QUIET)


def _matrix_frame(axes: Axes, comparison: Comparison, ranked: tuple[str, ...]) -> None:
    n = len(ranked)
    axes.set_xlim(-0.5, n - 0.5)
    axes.set_ylim(n - 0.5, -0.5)
    titles = [comparison.title(name) for name in ranked]
    axes.set_yticks(range(n), [textwrap.fill(t, 24) for t in titles])
    axes.set_xticks(range(n), [style.balanced(t, max(11, 90 // n), 4) for t in titles])
    axes.xaxis.tick_top()
    axes.tick_params(length=0, labelsize=style.SMALL, colors=style.INK)
    for side in axes.spines.values():
        side.set_visible(False)


# --- tornado figure of conditions ------------------------------------------------------------------------------------

ROWS = 10
"""Conditions shown: those with the largest swing."""
LOW, HIGH = "#0072B2", "#C04A00"


def tornado_figure(turning: TurningPoints) -> Figure:
    """Draw the difference between two strategies at both ends of each condition's plausible range."""
    shown = [t for t in turning.turns if t.swing > 0][:ROWS]
    a, b = (turning.scenario.strategy(name).title for name in (turning.a, turning.b))
    figure, top = style.slide(
        tornado_title(turning),
        f"Net present value of '{a}' minus '{b}', each condition by itself at the low (blue, hatched) and high "
        f"(orange) end of its plausible range. Thin line: 95 % interval ({style.sample_size(turning.replications)}).",
        source_line(turning.scenario, turning.replications, turning.seed))
    height = min(top - 0.195, 0.085 * max(len(shown), 1))
    axes = style.plain(figure.add_axes((0.25, top - 0.03 - height, 0.55, height)), grid="x")
    scale = money_scale([turning.base.mean, *(end.mean for t in shown for end in (t.at_low, t.at_high))])
    for row, turn in enumerate(reversed(shown)):
        _row(axes, row, turn, scale)
    axes.axvline(turning.base.mean / scale.divisor, color=style.INK, linewidth=1.5)
    axes.axvline(0, color=style.REFERENCE_COLOUR, linewidth=2.5, linestyle=(0, (4, 3)))
    _frame(axes, shown, scale, turning)
    return figure


def tornado_title(turning: TurningPoints) -> str:
    """State how many conditions reverse the answer, and which has the largest effect."""
    if not turning.turns or turning.turns[0].swing == 0:
        return "No condition tried makes any difference to the answer"
    turned = [t for t in turning.turns if t.turns]
    if not turned:
        return f"No single condition turns the answer; {readable(turning.turns[0].field)[0]} moves it most"
    names = " and ".join(readable(t.field)[0] for t in turned[:2])
    if len(turned) < 3:
        return f"{names[0].upper()}{names[1:]} would turn the answer"
    return (f"{len(turned)} of {len(turning.turns)} conditions would turn the answer, {readable(turned[0].field)[0]} "
            "above all")


def readable(field: str) -> tuple[str, str]:
    """Split a dotted field into its name in words and its section."""
    section, _, name = field.rpartition(".")
    return name.replace("_", " "), section


def _row(axes: Axes, row: int, turn: Turn, scale: MoneyScale) -> None:
    """Draw the two ends of one condition as bars from the base; stacked if both point the same way."""
    low, high = turn.at_low.mean - turn.base.mean, turn.at_high.mean - turn.base.mean
    together = low * high > 0
    for end, colour, hatch, value, up in ((turn.at_low, LOW, "////", turn.low_value, 1),
                                          (turn.at_high, HIGH, "", turn.high_value, -1)):
        y, height = (row + 0.16 * up, 0.3) if together else (row, 0.62)
        start = turn.base.mean / scale.divisor
        axes.barh(y, end.mean / scale.divisor - start, left=start, height=height, facecolor=colour, edgecolor="white",
                  hatch=hatch, linewidth=0)
        axes.plot([end.low / scale.divisor, end.high / scale.divisor], [y, y], color=style.INK, linewidth=1.2)
        lesser = together and abs(end.mean - turn.base.mean) == min(abs(low), abs(high))
        _end_label(axes, end, turn, (condition_value(value), colour), row, scale, inward=lesser)


def _end_label(
    axes: Axes, end: Interval, turn: Turn, text: tuple[str, str], row: int, scale: MoneyScale, *, inward: bool
) -> None:
    """Write the condition's value beyond its bar, or on the other side of the base when the place is taken."""
    right = (end.mean >= turn.base.mean) != inward
    reach = (end.mean, end.low, end.high, turn.base.mean)
    outer = turn.base.mean if inward else max(reach) if right else min(reach)
    axes.annotate(style.typeset(text[0]), (outer / scale.divisor, row), xytext=(7 if right else -7, 0),
                  textcoords="offset points", fontsize=style.SMALL, color=text[1], va="center",
                  ha="left" if right else "right", zorder=6,
                  bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.0})


def _frame(axes: Axes, shown: list[Turn], scale: MoneyScale, turning: TurningPoints) -> None:
    axes.set_ylim(-0.6, max(len(shown), 1) - 0.4)
    axes.margins(x=0.12)
    axes.set_yticks([])
    beside = axes.get_yaxis_transform()
    for row, turn in enumerate(reversed(shown)):
        for text, up, size, colour in zip(readable(turn.field), (8, -9), (style.BODY, style.SMALL),
                                          (style.INK, style.QUIET), strict=True):
            axes.annotate(text, (0, row), xycoords=beside, xytext=(-8, up), textcoords="offset points", ha="right",
                          va="center", fontsize=size, color=colour)
        if turn.turning_value is not None:
            doubt = "" if turn.sure else "\n(not certain)"
            axes.text(1.02, row, f"turns at about {condition_value(turn.turning_value, 2)}{doubt}", transform=beside,
                      va="center", fontsize=style.SMALL, color=style.INK, fontweight="bold")
    a, b = (turning.scenario.strategy(name).title for name in (turning.a, turning.b))
    axes.set_xlabel(f"{scale.unit}:  left of 0 '{b}' is better, right of 0 '{a}'", fontsize=style.BODY,
                    color=style.QUIET)
