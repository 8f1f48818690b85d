"""Patterns of rewards and pressure: F13 to F15."""

from __future__ import annotations

from math import inf
from typing import Any

import numpy as np

from sim.arrays import Array
from sim.scenario.measures import Measure
from sim.validation.claims.treatments import Outcomes, Treatments, measure, over, sum_over, total
from sim.validation.evidence.pattern import YEAR, Combine, Measurement, Parts, Pattern, percent_more, points

BEGIN = 2
"""Quarter in which the rewards begin."""


def bonus(part: str) -> Measure:
    """A bonus of 30 % of income, most of it for new business, all of one kind."""
    mix = {"individual": 0.0, "team": 0.0, "company": 0.0, part: 1.0}
    return measure("bonus_change", BEGIN, 15, bonus={**mix, "variable_share": 0.3, "new_business_share": 0.7})


INDIVIDUAL, TEAM = bonus("individual"), bonus("team")
PRAISE = measure("recognition", BEGIN, 15, careers=0.0)
PAIRS = measure("reorganisation", BEGIN, 15, form="team_selling")
FELT = ("habit_formation", "social_norm", "attitude_drives", "self_efficacy", "fear_blocks", "exhaustion", "resistance",
        "advisory_identity")
"""Left out where the feeling of a reward is looked at, not what became of it."""
EARLY, LATE = 2, 10
"""Quarters (from 0) between which the feeling of a reward is followed."""
LEAST_LEFT = 1e-3
"""Part of the early feeling that stands for none at all, which has no rate."""
HIGH: dict[str, Any] = {"leadership__pressure": 0.85}
MODERATE: dict[str, Any] = {"leadership__pressure": 0.45}


def first_year(name: str, *measures: Measure) -> Parts:
    """Mean of an outcome over the first year of the measures, and without them."""
    return lambda w: [over(outcomes, name, BEGIN, BEGIN + YEAR - 1) for outcomes in (w(*measures), w())]


def by_kind(name: str, *more: Measure) -> Parts:
    """Mean of an outcome over the horizon under a team bonus and under an individual one."""
    return lambda w: [np.asarray(w(kind, *more)[name].mean(axis=0)) for kind in (TEAM, INDIVIDUAL)]


def feeling(reward: Measure) -> Parts:
    """Intention with a reward and without, early and late, when neither habits nor norms carry it on."""
    def parts(w: Treatments) -> list[Array]:
        felt, alone = w(reward, off=FELT)["intention"], w(off=FELT)["intention"]
        return [felt[EARLY], alone[EARLY], felt[LATE], alone[LATE]]

    return parts


def fading(early: Array, early_alone: Array, late: Array, late_alone: Array) -> Array:
    """Rate at which the feeling fades, per cent a quarter."""
    left = np.maximum((late - late_alone) / (early - early_alone), LEAST_LEFT)
    return np.asarray(100.0 * (1.0 - left ** (1.0 / (LATE - EARLY))))


def at_once(w: Treatments) -> list[Array]:
    """Intention in the first two quarters of a bonus and of recognition."""
    return [over(w(m), "intention", BEGIN, BEGIN + 1) for m in (INDIVIDUAL, PRAISE)]


def pressed(name: str, first: int, until: int) -> Parts:
    """Mean of an outcome over quarters first..until under high pressure, and under moderate."""
    return lambda w: [over(w(**p), name, first, until) for p in (HIGH, MODERATE)]


def closed(first: int, until: int) -> Parts:
    """Deals closed over quarters first..until, with new and with existing customers, under either pressure."""
    def closings(outcomes: Outcomes) -> Array:
        return sum_over(outcomes, "wins", first, until) + sum_over(outcomes, "deals", first, until)

    return lambda w: [closings(w(**p)) for p in (HIGH, MODERATE)]


def leavers(w: Treatments) -> list[Array]:
    """People who left over the horizon under either pressure."""
    return [total(w(**p), "leavers") for p in (HIGH, MODERATE)]


def _more(label: str, unit: str, parts: Parts, combine: Combine = percent_more) -> Measurement:
    return Measurement(label, unit, (0.0, inf), parts, combine)


def _less(label: str, unit: str, parts: Parts, combine: Combine = percent_more) -> Measurement:
    return Measurement(label, unit, (-inf, 0.0), parts, combine)


PATTERNS = (
    Pattern("F13", "A bonus raises quantity, not quality; a team bonus shares more.",
            "Cerasoli et al. 2014; Garbers & Konradt 2014; Friebel et al. 2017", (
                Measurement("attempts in the first year of an individual bonus", "%", (3.0, 15.0),
                            first_year("attempts", INDIVIDUAL), percent_more),
                Measurement("service in the same year", "%", (-inf, 1.0), first_year("service", INDIVIDUAL),
                            percent_more),
                _more("exchange, team against individual bonus", "pp", by_kind("exchange"), points),
                _more("service, team against individual bonus", "pp", by_kind("service"), points),
                _more("customers won where reps sell in pairs, team against individual bonus", "%",
                      by_kind("wins", PAIRS))),
            remark="The rise of attempts lies at the lower edge of its band, where the German field experiment has it "
                   "(+3 %). How the advantage of a team bonus changes with team size is not measured."),
    Pattern("F14", "Recognition outlasts money; money is stronger at once.",
            "Di Tella et al. 2010; Stajkovic & Luthans 2001", (
                Measurement("the feeling of a bonus fades", "% a quarter", (3.0, 15.0), feeling(INDIVIDUAL), fading),
                Measurement("the feeling of recognition fades", "% a quarter", (-5.0, 3.0), feeling(PRAISE), fading),
                _more("intention at once, bonus against recognition", "pp", at_once, points))),
    Pattern("F15", "Pressure: better before worse.",
            "Repenning & Sterman 2001; Oliva & Sterman 2001; Onyemah 2008", (
                _more("deals closed in the first two quarters, high against moderate pressure", "%", closed(1, 2)),
                _less("deals closed in quarters 7 to 10", "%", closed(7, 10)),
                _less("service in quarters 3 to 10", "%", pressed("service", 3, 10)),
                _less("skill in quarters 7 to 10", "%", pressed("skill_selling", 7, 10)),
                _more("people who leave", "%", leavers))),
)
