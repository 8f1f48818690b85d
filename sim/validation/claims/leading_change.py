"""Change starts with those who lead (seed 001): claims B1 to B7."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.arrays import Array
from sim.scenario.market import Shock
from sim.validation.claims.claim import Claim, Side
from sim.validation.claims.common import (
    COACHING,
    CULTURE,
    JOINT,
    LITTLE,
    PUSHED,
    REFLECTION,
    TARGETS,
    TRAINING,
    little,
    on_average,
    pp,
    win_rate,
    yearly_loss,
)
from sim.validation.claims.treatments import Treatments, last, measure, over, total

LEADERS_FIRST = (measure("leader_reflection", 1, 4),)
LATER = (measure("training", 5, 2), measure("coaching", 5, 4, skill=0.8), measure("targets", 5, 12),
         measure("bonus_change", 5, 12), measure("appeals", 5, 4), measure("recognition", 5, 12))
"""The full programme, from the second year on."""
SMALL_STEPS = (measure("training", 3, 1, dose=0.3), measure("appeals", 3, 2, dose=0.5))
TOP_DOWN = (measure("appeals", 1, 4), measure("targets", 2, 15, pressure=0.5), measure("training", 2, 1),
            measure("reorganisation", 2, form="segment_split"))
BROAD = (*PUSHED, CULTURE, REFLECTION, JOINT, measure("recognition", 2, 15))
LONE: dict[str, Any] = {"individual": 1.0, "team": 0.0, "company": 0.0, "variable_share": 0.4,
                        "new_business_share": 0.3}
SHARED = LONE | {"individual": 0.0, "team": 1.0}
FUNDED = (TRAINING, COACHING)
OPEN: dict[str, Any] = {"framework__error_culture": 0.9, "leadership__listening": 0.8}
UNSAFE: dict[str, Any] = {"framework__error_culture": 0.0, "leadership__listening": 0.1}
NEWCOMER_QUARTERS = 4
PRESSED, CALM = 0.8, 0.3
PRESSURE_FROM_OUTSIDE: dict[str, dict[str, Any]] = {
    "customer expectation": {"demand_for_advice": 0.3}, "weak demand": {"demand": -0.3}, "price": {"margin": -0.1},
    "customers on the move": {"churn": 1.0}}
FIRMS: tuple[tuple[float, ...], ...] = tuple(
    (a, b, c, a * b, a * c, b * c) for a in (-1.0, 1.0) for b in (-1.0, 1.0) for c in (-1.0, 1.0))
"""Eight firms that differ in six conditions, none of which goes with another (a fractional factorial design)."""
CONDITIONS: dict[str, tuple[float, float]] = {
    "framework__error_culture": (0.2, 0.7), "leadership__listening": (0.3, 0.7),
    "leadership__self_reflection": (0.1, 0.6), "framework__workload": (0.7, 0.3),
    "framework__goal_conflict": (0.6, 0.1), "people__learning_orientation": (0.35, 0.65)}
"""What the firms differ in: the worse and the better state."""


def leaders_first(w: Treatments) -> Array:
    """Adoption by the programme after leaders examined themselves for a year, minus by the programme alone, pp."""
    return pp(last(w(*LEADERS_FIRST, *LATER), "adoption") - last(w(*LATER), "adoption"))


def usual_answers(w: Treatments) -> Array:
    """Adoption by the best of carrying on, small steps and a top-down project."""
    return on_average([last(w(*m), "adoption") for m in ((), SMALL_STEPS, TOP_DOWN)])[1]


def old_answers(w: Treatments) -> Array:
    """Adoption by a broad programme minus by the best of the usual answers, pp."""
    return pp(last(w(*BROAD), "adoption") - usual_answers(w))


def goal_missed(w: Treatments) -> Array:
    """What the best of the usual answers lacks to the adoption goal, pp."""
    return pp(w.scenario.goals.adoption_share - usual_answers(w))


def learnt(w: Treatments, bonus: dict[str, Any], safety: dict[str, Any]) -> Array:
    """Skill gained by meetings with lessons in them, beside training and coaching, at a bonus and a safety."""
    paid = measure("bonus_change", 1, 16, bonus=bonus)
    return np.asarray(last(w(REFLECTION, paid, *FUNDED, **safety), "skill_selling")
                      - last(w(paid, *FUNDED, **safety), "skill_selling"))


def room_to_learn(w: Treatments) -> Array:
    """Skill gained where all the room is open, minus where only exchange or only safety is closed, pp."""
    ajar = on_average([learnt(w, LONE, OPEN), learnt(w, SHARED, UNSAFE)])[1]
    return pp(learnt(w, SHARED, OPEN) - ajar)


def room_closed(w: Treatments) -> Array:
    """A quarter of what is learnt in an open room minus what is learnt in a closed one, pp."""
    return pp(little(learnt(w, LONE, UNSAFE), learnt(w, SHARED, OPEN)))


def early_exits(w: Treatments, pressure: float) -> Array:
    """Newcomers who leave, % of the newcomers a year."""
    newcomers, left, at_risk = np.zeros(1), np.zeros(w.runs), np.zeros(w.runs)
    for people in w.life(leadership__pressure=pressure):
        left += (newcomers * people.left).sum(axis=0)
        newcomers = people.present * (people.tenure < NEWCOMER_QUARTERS)
        at_risk += newcomers.sum(axis=0)
    return np.asarray(400.0 * left / np.maximum(at_risk, 1.0))


def entrants_leave(w: Treatments) -> Array:
    """Early exits under high pressure minus under low pressure, % of the newcomers a year."""
    return early_exits(w, PRESSED) - early_exits(w, CALM)


def hiring_success(w: Treatments) -> Array:
    """Vacancies filled within a quarter under low pressure minus under high pressure, pp."""
    low, high = (total(o, "hired") / np.maximum(total(o, "vacancies"), 1.0)
                 for o in (w(leadership__pressure=p) for p in (CALM, PRESSED)))
    return pp(low - high)


def pushing_punished(w: Treatments, lost: Any) -> Array:
    """What pressure costs where customers want advice minus where they do not; `lost` measures it in a treatment."""
    def cost(advice: float) -> Array:
        high, low = (lost(w(TARGETS, leadership__pressure=p, market__demand_for_advice=advice)) for p in (0.8, 0.2))
        return np.asarray(high - low)

    return np.asarray(cost(0.95) - cost(0.2))


def outside_pressure(w: Treatments) -> Array:
    """Profit lost to the mildest of four kinds of outside pressure, EUR over the horizon."""
    calm = total(w(market__shocks=()), "profit")
    losses = [calm - total(w(market__shocks=(Shock(quarter=4, quarters=6, **kind),)), "profit")
              for kind in PRESSURE_FROM_OUTSIDE.values()]
    return on_average(losses)[0]


def capacity_predicts(w: Treatments) -> Array:
    """Adoption by a later programme in the four firms with the higher capacity before it, minus the others, pp."""
    frames: list[dict[str, Any]] = [
        {name: better if sign > 0.0 else worse
         for (name, (worse, better)), sign in zip(CONDITIONS.items(), firm, strict=True)} for firm in FIRMS]
    asked = np.stack([over(w(**f), "change_capacity", 1, 4) for f in frames])
    reached = np.stack([w.effect("adoption", *LATER, **f) for f in frames])
    ordered = np.take_along_axis(reached, np.argsort(asked, axis=0, kind="stable"), axis=0)
    return pp(ordered[4:].mean(axis=0) - ordered[:4].mean(axis=0))


SOURCE = "seed 001"
CLAIMS = (
    Claim("B1", "Every real transformation needs the management to examine its own assumptions first.",
          "a year of leaders' self-reflection before the programme against the programme alone", "pp of reps", SOURCE,
          ("leader_programmes",), leaders_first),
    Claim("B2", "Carrying on, small improvements and top-down projects by the old logic bring little.",
          "a broad programme against the best of the three", "pp of reps", SOURCE,
          ("recognition", "push", "money", "coaching", "fear_blocks", "habit_formation"), old_answers,
          also=(Side("what the best of the three lacks to the adoption goal", "pp of reps",
                     ("fear_blocks", "habit_control"), goal_missed),)),
    Claim("B3", "Organisations do not learn, people do; organisations can only make room for it.",
          "reflection meetings in an open room against a room without exchange or without safety", "pp of skill",
          SOURCE, ("shared_learning",), room_to_learn,
          also=(Side(f"{LITTLE:.0%} of that learning against learning in a closed room", "pp of skill",
                     ("shared_learning",), room_closed),)),
    Claim("B4", "Pressure-driven steering suits new entrants less and less.",
          "newcomers who leave under high pressure against low", "% of newcomers a year", SOURCE,
          ("strain", "dissatisfaction"), entrants_leave,
          also=(Side("vacancies filled within a quarter under low pressure against high", "pp of vacancies",
                     ("newcomers_under_strain",), hiring_success),)),
    Claim("B5", "Customers want to be advised; pushing is punished.",
          "win rate lost by pressure where customers want advice against where they do not", "pp of opportunities",
          SOURCE, ("pushiness",), lambda w: pushing_punished(w, lambda o: -win_rate(o)),
          also=(Side("customers lost a year by it, likewise", "% of customers", ("pushiness",),
                     lambda w: pushing_punished(w, yearly_loss)),)),
    Claim("B6", "Outside pressure comes from several sides.", "the mildest of four shocks against none", "EUR", SOURCE,
          ("pushiness",), outside_pressure),
    Claim("B7", "The capacity to learn and change can be asked for, and predicts what a programme brings.",
          "a later programme in the half of eight firms with the higher capacity against the others", "pp of reps",
          SOURCE, ("fear_blocks",), capacity_predicts),
)
