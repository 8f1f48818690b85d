"""Patterns of training, coaching and reflection: F1 to F4."""

from __future__ import annotations

from math import inf
from typing import Any

import numpy as np

from sim.arrays import Array
from sim.validation.claims.treatments import Outcomes, Treatments, measure, over, total
from sim.validation.evidence.pattern import Measurement, Parts, Pattern, percent_more, points

TRAINING = measure("training", 2, 1)
COACHING = measure("coaching", 2, 2, skill=0.8)
WEEKLY_LESSONS = measure("reflection_meetings", 2, 4, extra_meetings=9.0, reflection_share=0.8)
YEAR_LATER = (6, 8)
"""First and last quarter in which opportunities are looked at a year after training."""
AFTER_LESSONS = WEEKLY_LESSONS.start + 2
"""Quarter in which two quarters of lessons lie behind."""
UNTAUGHT = ("training_teaches", "euphoria")
UNSKILLED: dict[str, Any] = {"leadership__coaching_skill": 0.1, "leadership__spread": 0.0}
SKILLED: dict[str, Any] = {"leadership__coaching_skill": 0.8, "leadership__spread": 0.0}


def in_quarters(name: str, *quarters: int) -> Parts:
    """An outcome with training, and after lessons that teach nothing but take the same time, in some quarters."""
    def parts(w: Treatments) -> list[Array]:
        taught, absent = w(TRAINING)[name], w(TRAINING, off=UNTAUGHT)[name]
        return [outcomes[q - 1] for q in quarters for outcomes in (taught, absent)]

    return parts


def peak(second: Array, second_absent: Array, third: Array, third_absent: Array) -> Array:
    """Larger of the two uplifts, in per cent."""
    return np.maximum(percent_more(second, second_absent), percent_more(third, third_absent))


def left_of_peak(second: Array, second_absent: Array, third: Array, third_absent: Array, late: Array,
                 late_absent: Array) -> Array:
    """Uplift in a later quarter as a part of the peak, in per cent."""
    return np.asarray(100.0 * percent_more(late, late_absent) / peak(second, second_absent, third, third_absent))


def left_of_first(first: Array, first_absent: Array, late: Array, late_absent: Array) -> Array:
    """Uplift in a later quarter relative to the first one."""
    return np.asarray((late - late_absent) / (first - first_absent))


def lasting(w: Treatments) -> list[Array]:
    """Opportunities a year after training with coaching, after training, and without, same absence."""
    return [over(w(*m, off=off), "leads", *YEAR_LATER)
            for m, off in (((TRAINING, COACHING), ()), ((TRAINING,), ()), ((TRAINING,), UNTAUGHT))]


def ratio_of_gains(both: Array, training: Array, absent: Array) -> Array:
    """Gain by training with coaching over that by training."""
    return np.asarray((both - absent) / (training - absent))


def frequent_coaching(frame: dict[str, Any]) -> Parts:
    """Customers won with much and with little coaching by leaders of some skill."""
    def parts(w: Treatments) -> list[Array]:
        return [total(w(measure("coaching", 2, 8, by="manager", dose=d), **frame), "wins") for d in (1.0, 0.25)]

    return parts


def productivity(outcomes: Outcomes, quarter: int, cycle: int) -> list[Array]:
    """Customers won and the attempts that led to them, around a quarter (from 1).

    `ValueError` for a sales cycle so long that the attempts would lie before the first quarter.
    """
    if cycle - cycle // 2 >= quarter:
        raise ValueError(f"a sales cycle of {cycle} quarters is too long to see what follows within {quarter} quarters")
    return [outcomes["wins"][quarter - 1 + cycle // 2], outcomes["attempts"][quarter - 1 - (cycle - cycle // 2)]]


def meetings_in(*quarters: int) -> Parts:
    """Productivity with weekly lessons and without them, in some quarters."""
    def parts(w: Treatments) -> list[Array]:
        cycle = w.scenario.market.sales_cycle_new
        return [part for q in quarters for outcomes in (w(WEEKLY_LESSONS), w())
                for part in productivity(outcomes, q, cycle)]

    return parts


def more_per_attempt(wins: Array, attempts: Array, wins_alone: Array, attempts_alone: Array) -> Array:
    """How many more customers are won per attempt, in per cent."""
    return percent_more(wins / attempts, wins_alone / attempts_alone)


def left_of_gain(*means: Array) -> Array:
    """Gain per attempt after the meetings as a part of that during them."""
    half = len(means) // 2
    return np.asarray(more_per_attempt(*means[half:]) / more_per_attempt(*means[:half]))


def spread(w: Treatments) -> list[Array]:
    """Spread of skill between reps with the meetings and without, after two quarters of them."""
    return [outcomes["skill_spread"][AFTER_LESSONS - 1] for outcomes in (w(WEEKLY_LESSONS), w())]


PATTERNS = (
    Pattern("F1", "Training alone: a spike, then decay.", "De Grip & Sauermann 2012; Saks & Belcourt 2006", (
        Measurement("opportunities at the peak, against the same absence without a lesson", "%", (5.0, 15.0),
                    in_quarters("leads", 2, 3), peak),
        Measurement("left of the peak after 2 quarters", "%", (20.0, 50.0), in_quarters("leads", 2, 3, 4),
                    left_of_peak),
        Measurement("left of the peak after 4 quarters", "%", (10.0, 35.0), in_quarters("leads", 2, 3, 6),
                    left_of_peak),
        Measurement("skill applied after 2 quarters, relative to the start", "ratio", (0.56, 0.86),
                    in_quarters("skill_selling", 2, 4), left_of_first),
        Measurement("skill applied after 4 quarters, relative to the start", "ratio", (0.40, 0.70),
                    in_quarters("skill_selling", 2, 6), left_of_first)),
            remark="What is applied after half a year lies at the upper edge of its band: at the defaults little is "
                   "taught by one training, and what is taught is used. Quarters are counted from the training."),
    Pattern("F2", "Training with skilled coaching beats training.",
            "Olivero et al. 1997 (ceiling 3.9); De Haan & Nilsson 2023; Jones et al. 2016", (
                Measurement("gain in opportunities a year later, both over training alone", "ratio", (1.3, 3.0),
                            lasting, ratio_of_gains),)),
    Pattern("F3", "Unskilled frequent coaching hurts; skilled frequent coaching helps.", "Dahling et al. 2016", (
        Measurement("customers won, four times as much coaching by unskilled leaders", "%", (-inf, 0.0),
                    frequent_coaching(UNSKILLED), percent_more),
        Measurement("the same by skilled leaders", "%", (0.0, inf), frequent_coaching(SKILLED), percent_more))),
    Pattern("F4", "Reflection meetings pay and last.", "Sandvik et al. 2020", (
        Measurement("customers won per attempt after 2 quarters of weekly lessons", "%", (10.0, 20.0),
                    meetings_in(AFTER_LESSONS), more_per_attempt),
        Measurement("left of that 2 quarters after they stopped", "ratio", (0.5, inf),
                    meetings_in(AFTER_LESSONS, AFTER_LESSONS + 3), left_of_gain),
        Measurement("spread of skill between reps", "pp", (-inf, 0.0), spread, points))),
)
