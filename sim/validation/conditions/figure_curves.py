"""Figures of the conditional claims along one axis: A6, A7, C2."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from sim.draw import style
from sim.draw.axes import BOTTOM, MEAN_BAND, RUNS_BAND, SHARE, label_axes, mark_place, name_above, panel, percent_axis
from sim.statistics.thresholds import Curve
from sim.validation.conditions.critical_mass import CENTOLA, MAJORITY, PUBLISHED, CriticalMass
from sim.validation.conditions.curves import Step, Steps, StrategyCurves
from sim.validation.conditions.exploration import times
from sim.validation.conditions.figure_parts import draw_curve, look_of, opened, ring, room, zero_line
from sim.words.amounts import MoneyScale, money_scale, percent

SELLERS, TRANSFORM = look_of(0), look_of(1)
DIFFERENCE = look_of(2)
ADVISORS_LABEL = "share of advisors (% of reps)"
JITTER = 0.008
"""Half the width over which runs at one share are spread sideways, as a share of the axis."""
BINS = 10
"""Classes of the distribution of runs: 10 points each."""


def strategy_curves_figure(result: StrategyCurves) -> Figure:
    """A7: the difference of the two strategies on the left, what each brings by itself on the right."""
    figure, top = opened(result, "Net present value, paired. Line: mean; dark band: 95 % interval of the mean "
                         f"({style.sample_size(result.asked.runs)}); light band: middle half of the runs.")
    low, high = result.difference.middle_half
    scale = money_scale([*low, *high])
    height = top - BOTTOM - 0.1
    left = panel(figure, (0.075, BOTTOM, 0.385, height), "Adding sellers minus transforming everyone", pad=26)
    right = panel(figure, (0.525, BOTTOM, 0.25, height), "Each against carrying on", pad=26)
    _difference(left, result, scale)
    _each(right, result, scale)
    return figure


def _share_of_advisors(axes: Axes, curve: Curve) -> None:
    axes.set_xlim(float(curve.x[0]), float(curve.x[-1]))
    percent_axis(axes, 0.2)
    axes.set_xticks(curve.x[1::2])


def _difference(axes: Axes, result: StrategyCurves, scale: MoneyScale) -> None:
    curve = result.difference
    draw_curve(axes, curve, 1.0 / scale.divisor, DIFFERENCE, runs=True)
    zero_line(axes)
    _share_of_advisors(axes, curve)
    axes.set_ylim(*room(np.asarray(curve.middle_half) / scale.divisor))
    label_axes(axes, ADVISORS_LABEL, f"{scale.unit} (above 0: adding sellers is better)")
    mark_place(axes, result.change, f"changes at {percent(result.change.at)}")


def _each(axes: Axes, result: StrategyCurves, scale: MoneyScale) -> None:
    curves = (("Adding sellers", result.sellers, SELLERS), ("Transforming everyone", result.transform, TRANSFORM))
    for _, curve, look in curves:
        draw_curve(axes, curve, 1.0 / scale.divisor, look, runs=True)
    zero_line(axes)
    _share_of_advisors(axes, result.sellers)
    axes.set_ylim(*room(np.asarray([c.middle_half for _, c, _ in curves]) / scale.divisor))
    label_axes(axes, ADVISORS_LABEL, scale.unit)
    mark_place(axes, result.pays, f"transforming: 0 at {percent(result.pays.at)}", colour=TRANSFORM.colour)
    style.label_line_ends(axes, [(float(c.x[-1]), float(c.mean[-1]) / scale.divisor, name, look.colour)
                                 for name, c, look in curves])


def critical_mass_figure(result: CriticalMass) -> Figure:
    """A6: every run's adoption over the share won, with the critical mass; beside it, where runs end."""
    figure, top = opened(result, "Won on the first day: habits, attitude, confidence and identity of one who already "
                         "sells, no resistance; no further measures; "
                         f"{style.sample_size(result.asked.runs)} at each share.")
    height = top - BOTTOM - 0.075
    axes = panel(figure, (0.075, BOTTOM, 0.50, height))
    beside = panel(figure, (0.61, BOTTOM, 0.10, height))
    _runs(axes, result)
    _means(axes, result)
    _marks(axes, result)
    _distribution(beside, result)
    _legend(figure, top)
    return figure


def _runs(axes: Axes, result: CriticalMass) -> None:
    """One dot per run; the sideways place is a fixed spread, not chance."""
    values = result.won.values
    sideways = JITTER * np.linspace(-1.0, 1.0, values.shape[1])
    x = result.won.x[:, None] + sideways[None, :]
    axes.plot(x.ravel(), values.ravel(), linestyle="none", marker="o", markersize=2.5, color=SELLERS.colour, alpha=0.3,
              markeredgewidth=0)


def _means(axes: Axes, result: CriticalMass) -> None:
    axes.plot([0, 1], [0, 1], color=style.REFERENCE_COLOUR, linewidth=2, linestyle=(0, (4, 3)))
    draw_curve(axes, result.won, 1.0, SELLERS, runs=True)
    axes.plot(result.by_kind.x, result.by_kind.mean, color=TRANSFORM.colour, linewidth=2.5, linestyle=TRANSFORM.dash)
    axes.set_xlim(-0.02, 1.02)
    axes.set_ylim(-0.03, 1.03)
    percent_axis(axes, 0.2)
    percent_axis(axes, 0.2, "y")
    label_axes(axes, "share of reps won on the first day (%)", "adoption at the horizon (% of reps)")


def _marks(axes: Axes, result: CriticalMass) -> None:
    axes.axvspan(*PUBLISHED, ymax=0.035, color=style.INK, alpha=0.35, linewidth=0)
    axes.plot([CENTOLA], [0.0], marker="^", markersize=11, color=style.INK, clip_on=False, zorder=6)
    mark_place(axes, result.mass, f"critical mass {percent(result.mass.at)}")
    ring(axes, result.majority, MAJORITY, SELLERS.colour)


def _distribution(axes: Axes, result: CriticalMass) -> None:
    """Where the runs end at the share with the widest spread."""
    k = int(np.flatnonzero(result.won.x == result.spread_at)[0])
    counts, edges = np.histogram(result.won.values[k], bins=BINS, range=(0.0, 1.0))
    axes.barh((edges[:-1] + edges[1:]) / 2, counts, height=0.92 / BINS, color=SELLERS.colour)
    axes.set_ylim(-0.03, 1.03)
    axes.tick_params(labelleft=False)
    axes.set_xlim(0, 1.08 * max(counts))
    axes.set_xticks([0, int(max(counts))])
    axes.set_title(f"at {percent(result.spread_at)} won", fontsize=style.SMALL, color=SELLERS.colour, loc="left",
                   fontweight="bold")
    label_axes(axes, "runs")


def _legend(figure: Figure, top: float) -> None:
    blue, orange = SELLERS.colour, TRANSFORM.colour
    entries: dict[str, Any] = {
        "one run": Line2D([], [], linestyle="none", marker="o", color=blue, alpha=0.5, markersize=5),
        "mean of the runs": Line2D([], [], color=blue, linewidth=3),
        "95 % interval of the mean": Patch(color=blue, alpha=MEAN_BAND + RUNS_BAND, linewidth=0),
        "middle half of the runs": Patch(color=blue, alpha=RUNS_BAND, linewidth=0),
        "as many as were won:\nabove it adoption grows": Line2D([], [], color=style.REFERENCE_COLOUR, linewidth=2,
                                                               linestyle=(0, (4, 3))),
        "mean if the share is set by\nkind of people, hires too": Line2D([], [], color=orange, linewidth=2.5,
                                                                       linestyle=(0, (6, 2))),
        "critical mass, if there is one,\nand its 95 % interval": (Patch(color=style.INK, alpha=0.12, linewidth=0),
                                                                 Line2D([], [], color=style.INK, linewidth=2)),
        "a majority, if it is reached,\nand its 95 % interval": Line2D([], [], color=blue, linewidth=3, marker="o",
                                                                      markersize=11, markerfacecolor="white",
                                                                      markeredgewidth=3),
        f"published tipping shares\n{percent(PUBLISHED[0])} to {percent(PUBLISHED[1])}": Patch(
            color=style.INK, alpha=0.35, linewidth=0),
        f"Centola et al. 2018: {percent(CENTOLA)}": Line2D([], [], linestyle="none", marker="^", color=style.INK,
                                                           markersize=10),
    }
    figure.legend(list(entries.values()), list(entries), loc="upper left", bbox_to_anchor=(0.725, top - 0.045),
                  fontsize=style.SMALL, frameon=False, labelcolor=style.INK, handlelength=2.2, labelspacing=0.6)


def steps_figure(result: Steps) -> Figure:
    """C2: adoption over the reward, one curve per strength of habit, with the place of half the rise."""
    figure, top = opened(result, "Band: 95 % interval of the mean "
                         f"({style.sample_size(result.asked.runs)}). Ring and bar: half of the rise with its 95 % "
                         "interval; dots: a quarter and three quarters.")
    axes = panel(figure, (0.075, BOTTOM, 0.66, top - BOTTOM - 0.05))
    for k, step in enumerate(result.steps):
        draw_curve(axes, step.adoption, 1.0, look_of(k))
        _mark_step(axes, step, look_of(k).colour)
    x = result.steps[0].adoption.x
    axes.set_xlim(float(x[0]), float(x[-1]))
    axes.set_ylim(0, 1.03)
    percent_axis(axes, 0.2, "y")
    axes.axvline(1.0, color=style.REFERENCE_COLOUR, linewidth=2, linestyle=(0, (4, 3)))
    name_above(axes, 1.0, "as much as the habit's own", 0, style.QUIET)
    label_axes(axes, "reward: weight of full recognition, as a multiple of the weight of the habit's own reward",
               "adoption at the horizon (% of reps)")
    style.label_line_ends(axes, [(float(x[-1]), float(step.adoption.mean[-1]), _told(step), look_of(k).colour)
                                 for k, step in enumerate(result.steps)])
    return figure


def _mark_step(axes: Axes, step: Step, colour: str) -> None:
    if not step.half.found:
        return
    y = float(np.interp(step.half.at, step.adoption.x, step.adoption.mean))
    ends = [step.begins.at, step.ends.at]
    axes.plot(ends, np.interp(ends, step.adoption.x, step.adoption.mean), linestyle="none", marker="o", markersize=9,
              color=colour)
    axes.plot([step.half.at] * 2, [0.0, y], color=colour, linewidth=1.2, linestyle=(0, (2, 2)))
    ring(axes, step.half, y, colour)


def _told(step: Step) -> str:
    """Strength of habit and where half of the rise lies, or how low the rise is."""
    half = step.half
    if not half.found:
        return f"habit {step.habit}: no step, rise {SHARE * step.rise.mean:.0f} points"
    return f"habit {step.habit}: half of the rise at {times(half.at)} ({times(half.low)} to {times(half.high)})"
