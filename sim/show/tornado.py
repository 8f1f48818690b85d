"""Which conditions would turn the answer round: a tornado figure."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.analysis.identity import source_line
from sim.analysis.statistics import Interval
from sim.analysis.turning import Turn, TurningPoints
from sim.analysis.wording import MoneyScale, condition_value, money_scale
from sim.show import style

ROWS = 10
"""Conditions shown: those with the largest swing."""

LOW, HIGH = "#0072B2", "#C04A00"


def tornado_figure(turning: TurningPoints) -> Figure:
    """Difference between two strategies at both ends of each condition's plausible range."""
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
    """Say how many conditions turn the answer, and which does most."""
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
    """Draw the two ends of one condition as bars from the base; one above the other when both go the same way."""
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
