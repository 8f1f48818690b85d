"""Conditional claims along one axis: A7 over the share of advisors, C2 over the reward."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.arrays import Array
from sim.statistics.paired import Interval
from sim.statistics.thresholds import (
    Curve,
    Threshold,
    further_right,
    last_sign_change,
    part_of_rise,
    sign_change,
    sign_changes,
    threshold,
    total_rise,
)
from sim.validation.claims.common import FULL, RECOGNITION, SELLERS
from sim.validation.claims.treatments import Progress, Treatments, last, present_value
from sim.validation.conditions.exploration import (
    Asked,
    between_money,
    curve_rows,
    interval_row,
    joined,
    number_range,
    place,
    table,
    threshold_row,
    times,
)
from sim.words.amounts import percent

ADVISORS = tuple(k / 10 for k in range(1, 11))
"""Shares of advisors, 10 to 100 %."""
HABITS = (0.3, 0.6, 0.9)
"""Mean strength of the advising habit at the start, 0-1."""
REWARDS = tuple(k / 2 for k in range(17))
"""Weight of full recognition, as a multiple of the weight of the habit's own reward: 0 to 8."""
QUARTER, HALF, THREE_QUARTERS = (part_of_rise(part) for part in (0.25, 0.5, 0.75))
LEAST_RISE = 0.05
"""Rise of adoption (share of reps) below which there is no step to be placed."""
SHARE_OF_ADVISORS = "share of advisors"


@dataclass(frozen=True)
class StrategyCurves:
    """A7: two strategies over the share of advisors (x, 0-1). Values are net present values, EUR, (points, runs).

    difference : adding sellers minus transforming everyone. sellers, transform : each against carrying on.
    change : share of advisors at which the better strategy changes for the last time. pays : share at which
        transforming begins or ceases to pay.
    """

    asked: Asked
    difference: Curve
    sellers: Curve
    transform: Curve
    change: Threshold
    pays: Threshold

    @property
    def headline(self) -> str:
        """Where the better strategy changes, or that it does not."""
        x, mean = self.difference.x, self.difference.mean
        first, then = ("adding sellers", "transforming everyone")[:: -1 if mean[-1] > 0.0 else 1]
        if self.change.found:
            again = ", and it changes before as well" if sign_changes(mean) > 1 else ""
            return (f"The better plan changes at {place(self.change, percent, (x[0], x[-1]))} advisors: {first} "
                    f"below, {then} above{again}.")
        first = "adding sellers" if mean[0] > 0.0 else "transforming everyone"
        sure = bool(np.all(self.difference.low > 0.0) or np.all(self.difference.high < 0.0))
        doubt = "" if sure else ", though not certainly at every share"
        return (f"The better plan does not change between {percent(x[0])} and {percent(x[-1])} advisors: {first} stays "
                f"ahead, by {between_money(np.abs(mean))}{doubt}.")

    def rows(self) -> list[dict[str, Any]]:
        """The three curves and the two thresholds."""
        units = (f"{SHARE_OF_ADVISORS} 0-1", "EUR")
        between, own = "adding sellers minus transforming everyone", "transforming everyone minus carrying on"
        named = {between: self.difference, "adding sellers minus carrying on": self.sellers, own: self.transform}
        curves = (row for name, curve in named.items()
                  for row in curve_rows(self.asked, "net present value", name, units, curve))
        places = (threshold_row(self.asked, f"{SHARE_OF_ADVISORS} at a change of sign", name, units[0], found)
                  for name, found in ((between, self.change), (own, self.pays)))
        return table([*curves, *places])


def strategy_curves(w: Treatments, progress: Progress) -> StrategyCurves:
    """Explore A7: the value of both strategies at each share of advisors, on the same luck."""
    values: list[list[Array]] = []
    for share in ADVISORS:
        mix: dict[str, Any] = {"organisation__advisor_share": share}
        alone, *tried = (present_value(w, w(*measures, **mix)) for measures in ((), (SELLERS,), FULL))
        values.append([value - alone for value in tried])
        progress(1)
    sellers, transform = (Curve(np.asarray(ADVISORS), np.asarray(curve)) for curve in zip(*values, strict=True))
    difference = sellers.minus(transform)
    return StrategyCurves(Asked.of("A7", w), difference, sellers, transform, last_sign_change(difference),
                          sign_change(transform))


@dataclass(frozen=True)
class Step:
    """C2 at one strength of habit (0-1): adoption (share of reps, (points, runs)) over the relative reward.

    rise : from no reward to the highest point, share of reps. begins, half, ends : reward at a quarter, half and
    three quarters of that rise; without a place where there is no rise to speak of.
    """

    habit: float
    adoption: Curve
    rise: Interval
    begins: Threshold
    half: Threshold
    ends: Threshold

    @classmethod
    def of(cls, habit: float, adoption: Curve) -> Step:
        """Look for the step in a curve."""
        rise = total_rise(adoption)
        none = Threshold(math.inf, math.inf, math.inf, 0.0)
        begins, half, ends = (threshold(adoption, part) if rise.low > 0.0 and rise.mean >= LEAST_RISE else none
                              for part in (QUARTER, HALF, THREE_QUARTERS))
        return cls(habit, adoption, rise, begins, half, ends)


@dataclass(frozen=True)
class Steps:
    """C2: one step per strength of habit, weakest first.

    shift : how much further right the step at the strongest habit lies than that at the weakest, of those with a step;
    NaN where there are not two. Unit of rewards: the weight of the habit's own reward, which is 1.
    """

    asked: Asked
    steps: tuple[Step, ...]
    shift: Interval

    @property
    def headline(self) -> str:
        """Where the step lies for each strength of habit, and whether stronger habit moves it."""
        placed = [step for step in self.steps if step.half.found]
        if not placed:
            return "At no strength of habit does recognition raise adoption by a step that could be placed."
        told = joined([f"{times(step.half.at)} at {'habit ' if not k else ''}{step.habit}"
                       for k, step in enumerate(placed)])
        none = joined([f"{step.habit}" for step in self.steps if not step.half.found] or [""])
        flat = f"; no step at habit {none}" if none else ""
        return ("Half of the rise in adoption takes this many times the habit's own reward: "
                f"{told}{self._shift()}{flat}.")

    def _shift(self) -> str:
        if not math.isfinite(self.shift.low):
            return ""
        if not self.shift.decided:
            return f", shift undecided: {number_range(self.shift)}"
        return f", further {'right' if self.shift.mean > 0.0 else 'left'} by {number_range(self.shift)}"

    def rows(self) -> list[dict[str, Any]]:
        """The curves, the steps in them, and the shift between them."""
        units = ("reward, habit's own = 1", "share of reps 0-1")
        rows = []
        for step in self.steps:
            name = f"habit {step.habit}"
            rows += [*curve_rows(self.asked, "adoption at the horizon", name, units, step.adoption),
                     interval_row(self.asked, "rise of adoption", name, units[1], step.rise)]
            parts = {"a quarter": step.begins, "half": step.half, "three quarters": step.ends}
            rows += [threshold_row(self.asked, f"reward at {part} of the rise", name, units[0], found)
                     for part, found in parts.items()]
        return table([*rows, interval_row(self.asked, "shift of half the rise from weakest to strongest habit", "",
                                          units[0], self.shift)])


def steps(w: Treatments, progress: Progress) -> Steps:
    """Explore C2: recognition of growing weight against habits of growing strength.

    Raises
    ------
    ValueError
        Where habits have no reward of their own to compare with.
    """
    own = float(w.scenario.parameters.habit.reward)
    if "habit_reward" in w.off or not own > 0.0:
        raise ValueError("C2 compares rewards with that of the habit itself (parameters.habit.reward), which is 0 here")
    found = [Step.of(habit, Curve(np.asarray(REWARDS), np.asarray(adoptions(w, habit, own, REWARDS, progress))))
             for habit in HABITS]
    return Steps(Asked.of("C2", w), tuple(found), shift_between([step for step in found if step.half.found]))


def shift_between(placed: Sequence[Step]) -> Interval:
    """How much further right the last of some steps lies than the first; NaN with fewer than two."""
    if len(placed) < 2:
        return Interval(math.nan, math.nan, math.nan, 0)
    return further_right(placed[0].adoption, placed[-1].adoption, HALF)


def adoptions(w: Treatments, habit: float, own: float, rewards: Sequence[float], progress: Progress) -> list[Array]:
    """Adoption at the horizon for each reward at one strength of habit, (runs,) each."""
    found = []
    for reward in rewards:
        found.append(last(w(RECOGNITION, people__habit_advising=habit, parameters__reward__recognition=own * reward),
                          "adoption"))
        progress(1)
    return found
