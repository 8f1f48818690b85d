"""Leading (seed 003): claims D1 to D6."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.arrays import Array
from sim.scenario.market import Shock
from sim.scenario.measures import Measure
from sim.validation.claims.claim import Claim, Side
from sim.validation.claims.common import (
    BOSS,
    COACHING,
    IMPOSED,
    JOINT,
    LEADER_COACHING,
    LEADER_REFLECTION,
    at_end,
    pp,
)
from sim.validation.claims.treatments import Treatments, measure, over, total

CRISIS: dict[str, Any] = {"market__shocks": (Shock(quarter=5, quarters=4, demand=-0.3, churn=0.5, stress=0.6),)}
CALM: dict[str, Any] = {"market__shocks": ()}
"""No shock at all, also where the scenario has some."""
PREPARED = (LEADER_COACHING, LEADER_REFLECTION)
EQUAL_SKILL: dict[str, Any] = {"leadership__coaching_skill": 0.8, "leadership__spread": 0.0}


def hard_hand(w: Treatments) -> Array:
    """Pressure that leaders add in a crisis, pp."""
    return pp(over(w(**CRISIS), "pressure", 6, 9) - over(w(**CALM), "pressure", 6, 9))


def crisis(w: Treatments, name: str, *measures: Measure) -> Array:
    """What a crisis adds to an outcome in the year after its first quarter."""
    return np.asarray(over(w(*measures, **CRISIS), name, 6, 9) - over(w(*measures, **CALM), name, 6, 9))


def calm_leaders(w: Treatments) -> Array:
    """Fear that a crisis adds without prepared leaders minus with them, pp."""
    return pp(crisis(w, "fear") - crisis(w, "fear", *PREPARED))


def results_of_calm(w: Treatments) -> Array:
    """Revenue that a crisis costs over the horizon without prepared leaders minus with them, EUR."""
    def lost(*measures: Measure) -> Array:
        return np.asarray(total(w(*measures, **CALM), "revenue") - total(w(*measures, **CRISIS), "revenue"))

    return lost() - lost(*PREPARED)


def under_conflict(w: Treatments, name: str) -> Array:
    """Sum of an outcome under goal conflict minus under aligned goals."""
    conflict, aligned = (total(w(framework__goal_conflict=g), name) for g in (0.9, 0.1))
    return np.asarray(conflict - aligned)


def for_the_money(w: Treatments, name: str) -> Array:
    """An outcome under coaching minus under training of equal cost, pp."""
    costs = w.scenario.costs
    second = min(max(costs.coaching / max(costs.training, 1e-9) - 1.0, 0.0), 1.0)
    trained = (measure("training", 2, 2), measure("training", 4, 2, dose=second))
    return at_end(w, name, (COACHING,), trained)


def joint_guidelines_fit(w: Treatments) -> Array:
    """New customers won under joint guidelines minus under imposed ones."""
    return np.asarray(total(w(JOINT), "wins") - total(w(IMPOSED), "wins"))


SOURCE = "seed 003"
CLAIMS = (
    Claim("D1", "In a crisis, overtaxed leaders mistake management for the hard hand.",
          "pressure in a crisis against none", "pp of pressure", SOURCE, ("leader_stress",), hard_hand,
          also=(Side("fear that it adds without prepared leaders against with them", "pp of fear",
                     ("leader_stress",), calm_leaders),
                Side("revenue that it costs without prepared leaders against with them", "EUR", ("leader_stress",),
                     results_of_calm))),
    Claim("D2", "Leading by figures while care is demanded ends in conflict and costly turnover.",
          "people who leave under goal conflict against aligned goals", "people", SOURCE, ("dissatisfaction",),
          lambda w: under_conflict(w, "leavers"),
          also=(Side("profit that goal conflict costs", "EUR", ("dissatisfaction", "coherence"),
                     lambda w: -under_conflict(w, "profit")),)),
    Claim("D3", "Standard sales training seldom resolves the tensions; individual coaching does.",
          "coaching against training for the same money", "pp of behaviour", SOURCE, ("coaching",),
          lambda w: for_the_money(w, "behaviour"),
          also=(Side("fear left by training against coaching for the same money", "pp of fear", ("coaching",),
                     lambda w: -for_the_money(w, "fear")),)),
    Claim("D4", "The boss as coach rarely succeeds; a professional one can.", "a professional coach against the boss",
          "pp of behaviour", SOURCE, ("coaching",), lambda w: at_end(w, "behaviour", (COACHING,), (BOSS,)),
          also=(Side("a professional coach against none", "pp of behaviour", ("coaching",),
                     lambda w: at_end(w, "behaviour", (COACHING,))),
                Side("a professional against the boss of equal skill", "pp of behaviour", ("candour",),
                     lambda w: at_end(w, "behaviour", (COACHING,), (BOSS,), **EQUAL_SKILL)))),
    Claim("D5", "Leaders who learn to listen make reps feel understood, and motivated.",
          "coached leaders, and nothing else, against none", "pp of intention", SOURCE, ("leader_programmes",),
          lambda w: at_end(w, "intention", (LEADER_COACHING,))),
    Claim("D6", "Guidelines must be worked out with the reps, leave freedom, and fit practice.",
          "joint against imposed guidelines", "pp of satisfaction", SOURCE, ("guidelines_matter",),
          lambda w: at_end(w, "satisfaction", (JOINT,), (IMPOSED,)),
          also=(Side("new customers by joint against imposed guidelines", "customers", ("guidelines_matter",),
                     joint_guidelines_fit),)),
)
