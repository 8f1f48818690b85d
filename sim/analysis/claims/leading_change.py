"""Change starts with those who lead (seed 001): claims B1 to B7."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.analysis.claims.claim import Claim
from sim.analysis.claims.common import CULTURE, FULL, JOINT, LEADER_REFLECTION, PUSHED, REFLECTION, TARGETS
from sim.analysis.claims.worlds import Array, Worlds, last, measure, over, total
from sim.scenario.market import Shock

SMALL_STEPS = (measure("training", 3, 1, dose=0.3), measure("appeals", 3, 2, dose=0.5))
TOP_DOWN = (measure("appeals", 1, 4), measure("targets", 2, 15, pressure=0.5), measure("training", 2, 1),
            measure("reorganisation", 2, form="segment_split"))
BROAD = (*PUSHED, CULTURE, REFLECTION, JOINT, measure("recognition", 2, 15))
PRESSURE_FROM_OUTSIDE: dict[str, dict[str, Any]] = {
    "customer expectation": {"demand_for_advice": 0.3}, "weak demand": {"demand": -0.3}, "price": {"margin": -0.1},
    "customers on the move": {"churn": 1.0}}


def leaders_first(w: Worlds) -> Array:
    """Adoption by the programme after leaders examined themselves, minus by the programme alone."""
    return np.asarray(last(w(LEADER_REFLECTION, *FULL), "adoption") - last(w(*FULL), "adoption"))


def old_answers(w: Worlds) -> Array:
    """Adoption by a broad programme minus by the best of carrying on, small steps and a top-down project."""
    usual = np.maximum.reduce([last(w(*m), "adoption") for m in ((), SMALL_STEPS, TOP_DOWN)])
    return np.asarray(last(w(*BROAD), "adoption") - usual)


def room_to_learn(w: Worlds) -> Array:
    """Skill gained by reflection meetings where people are safe and exchange, minus where the room is closed."""
    lone = {"individual": 1.0, "team": 0.0, "company": 0.0, "variable_share": 0.4, "new_business_share": 0.3}
    closed = measure("bonus_change", 1, 16, bonus=lone)
    made = last(w(REFLECTION, framework__error_culture=0.9), "skill_selling") - last(
        w(framework__error_culture=0.9), "skill_selling")
    shut = last(w(REFLECTION, closed, framework__error_culture=0.1), "skill_selling") - last(
        w(closed, framework__error_culture=0.1), "skill_selling")
    return np.asarray(made - shut)


def entrants_and_pressure(w: Worlds) -> Array:
    """People who left over the horizon under high pressure minus under low pressure."""
    high, low = (total(w(leadership__pressure=p), "leavers") for p in (0.8, 0.3))
    return np.asarray(high - low)


def vacancies_and_pressure(w: Worlds) -> Array:
    """Open positions on average under high pressure minus under low pressure, per leaver."""
    worlds = [w(leadership__pressure=p) for p in (0.8, 0.3)]
    high, low = (o["vacancies"].sum(axis=0) / np.maximum(total(o, "leavers"), 1.0) for o in worlds)
    return np.asarray(high - low)


def pushing_punished(w: Worlds) -> Array:
    """Customers' trust lost by pressure where they want advice minus where they do not."""
    def lost(advice: float) -> Array:
        high, low = (w(TARGETS, leadership__pressure=p, market__demand_for_advice=advice)["trust"].mean(axis=0)
                     for p in (0.8, 0.2))
        return np.asarray(low - high)

    return np.asarray(lost(0.95) - lost(0.2))


def outside_pressure(w: Worlds) -> Array:
    """Profit lost to the mildest of four kinds of outside pressure, EUR over the horizon."""
    losses = [total(w(), "profit") - total(w(market__shocks=(Shock(quarter=4, quarters=6, **kind),)), "profit")
              for kind in PRESSURE_FROM_OUTSIDE.values()]
    return np.asarray(np.minimum.reduce(losses))


def capacity_predicts(w: Worlds) -> Array:
    """Adoption by the programme where the capacity asked before was higher minus where it was lower."""
    frames: list[dict[str, Any]] = [{"framework__error_culture": e, "leadership__listening": e,
                                     "leadership__self_reflection": e}
              for e in (0.7, 0.2)]
    asked = [over(w(**f), "change_capacity", 1, 1) for f in frames]
    reached = [w.effect("adoption", *PUSHED, **f) for f in frames]
    return np.asarray((reached[0] - reached[1]) * np.sign(asked[0] - asked[1]))


SOURCE = "seed 001"
CLAIMS = (
    Claim("B1", "Every real transformation needs the management to examine its own assumptions first.",
          "leaders' self-reflection before the programme against the programme alone", "share of reps", SOURCE,
          ("leader_programmes",), leaders_first),
    Claim("B2", "Carrying on, small improvements and top-down projects by the old logic bring little.",
          "a broad programme against the best of the three", "share of reps", SOURCE,
          ("recognition", "push", "coaching", "coherence", "social_norm", "money", "attitude_drives", "fear_blocks"),
          old_answers),
    Claim("B3", "Organisations do not learn, people do; organisations can only make room for it.",
          "reflection meetings where people are safe and exchange against where they are not", "skill 0-1", SOURCE,
          ("shared_learning",), room_to_learn),
    Claim("B4", "Pressure-driven steering suits new entrants less and less.", "high pressure against low: leavers",
          "people", SOURCE, ("strain", "leader_stress", "dissatisfaction", "exhaustion"), entrants_and_pressure,
          also=(vacancies_and_pressure,)),
    Claim("B5", "Customers want to be advised; pushing is punished.",
          "pressure where customers want advice against where they do not", "trust 0-1", SOURCE, ("pushiness",),
          pushing_punished),
    Claim("B6", "Outside pressure comes from several sides.", "the mildest of four shocks against none", "EUR", SOURCE,
          ("pushiness", "trust"), outside_pressure),
    Claim("B7", "The capacity to learn and change can be asked for, and predicts what a programme brings.",
          "programmes in a firm with high against one with low capacity", "share of reps", SOURCE,
          ("fear_blocks", "coherence"), capacity_predicts),
)
