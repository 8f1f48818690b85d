"""Figure of a tipping point: a curve along one factor with its band, and where it crosses."""

from __future__ import annotations

from matplotlib.figure import Figure

from sim.analysis.claims.conditions.along import Threshold
from sim.analysis.tipping_words import Tipped
from sim.analysis.wording import MoneyScale, money_scale
from sim.show import style
from sim.show.conditions.parts import BOTTOM, MEAN_BAND, label_axes, mark_place, panel
from sim.show.robustness import is_money, unit_of
from sim.show.sweeps import axis_label

COLOUR = style.COLOURS[0]


def tipping_figure(asked: Tipped, factor: str, source: str) -> Figure:
    """Draw the curve along a factor; `factor` is its name in words."""
    found, said, outcome = asked.curve, asked.said, asked.of.outcome
    known = [float(v) for v in found.mean]
    scale = money_scale(known) if is_money(outcome) else MoneyScale(1.0, unit_of(outcome), 2)
    how = "smoothed over the worlds" if found.smooth else "mean of each level"
    below = f"{asked.sides} All else varies as in the design ({how}); bands: 95 % intervals.".strip()
    figure, top = style.slide(asked.headline, below, source, 3)
    axes = panel(figure, (0.11, BOTTOM, 0.85, top - BOTTOM - 0.09))
    axes.fill_between(found.x, found.low / scale.divisor, found.high / scale.divisor, color=COLOUR, alpha=MEAN_BAND,
                      linewidth=0)
    axes.plot(found.x, found.mean / scale.divisor, color=COLOUR, linewidth=3, marker="" if found.smooth else "o")
    axes.axhline(found.level / scale.divisor, color=style.REFERENCE_COLOUR, linewidth=1.5)
    axes.set_xlim(float(found.x[0]), float(found.x[-1]))
    for k, one in enumerate(found.crossings):
        mark_place(axes, Threshold(one.at, one.low, one.high, 1.0), f"{one.at:.2g}" + ("" if one.sure else " ?"), k % 2)
    label_axes(axes, factor, axis_label(said, scale.unit))
    return figure
