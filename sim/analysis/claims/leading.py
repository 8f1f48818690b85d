"""Leading (seed 003): claims D1 to D6."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.analysis.claims.claim import Claim
from sim.analysis.claims.common import BOSS, COACHING, IMPOSED, JOINT, LEADER_COACHING, LEADER_REFLECTION, TARGETS
from sim.analysis.claims.worlds import Array, Worlds, last, measure, over, total
from sim.scenario.market import Shock
from sim.scenario.measures import Measure

CRISIS: dict[str, Any] = {"market__shocks": (Shock(quarter=5, quarters=4, demand=-0.3, churn=0.5, stress=0.6),)}


def hard_hand(w: Worlds) -> Array:
    """Pressure that leaders add in a crisis."""
    return np.asarray(over(w(**CRISIS), "pressure", 6, 9) - over(w(), "pressure", 6, 9))


def calm_leaders(w: Worlds) -> Array:
    """Fear that a crisis adds without prepared leaders minus with them."""
    def rise(*measures: Measure) -> Array:
        return np.asarray(over(w(*measures, **CRISIS), "fear", 6, 9) - over(w(*measures), "fear", 6, 9))

    return np.asarray(rise() - rise(LEADER_COACHING, LEADER_REFLECTION))


def conflict_costs_people(w: Worlds) -> Array:
    """People who leave under goal conflict minus under aligned goals."""
    conflict, aligned = (total(w(framework__goal_conflict=g), "leavers") for g in (0.9, 0.1))
    return np.asarray(conflict - aligned)


def coaching_for_the_money(w: Worlds) -> Array:
    """Behaviour by coaching minus by training of equal cost."""
    costs = w.scenario.costs
    second = min(max(costs.coaching / max(costs.training, 1e-9) - 1.0, 0.0), 1.0)
    trained = (measure("training", 2, 2), measure("training", 4, 2, dose=second))
    return np.asarray(w.effect("behaviour", COACHING) - w.effect("behaviour", *trained))


def professional_coach(w: Worlds) -> Array:
    """Behaviour by a professional coach minus by the boss."""
    return np.asarray(w.effect("behaviour", COACHING) - w.effect("behaviour", BOSS))


def leaders_who_listen(w: Worlds) -> Array:
    """Intention to sell, under targets, when leaders are coached minus when they are not."""
    return np.asarray(last(w(LEADER_COACHING, TARGETS), "intention") - last(w(TARGETS), "intention"))


def joint_guidelines(w: Worlds) -> Array:
    """Satisfaction under guidelines worked out jointly minus under imposed ones."""
    return np.asarray(last(w(JOINT), "satisfaction") - last(w(IMPOSED), "satisfaction"))


def joint_guidelines_fit(w: Worlds) -> Array:
    """New customers won under joint guidelines minus under imposed ones."""
    return np.asarray(total(w(JOINT), "wins") - total(w(IMPOSED), "wins"))


SOURCE = "seed 003"
CLAIMS = (
    Claim("D1", "In a crisis, overtaxed leaders mistake management for the hard hand.",
          "pressure in a crisis against none; fear with and without prepared leaders", "pressure 0-1", SOURCE,
          ("leader_stress",), hard_hand, also=(calm_leaders,)),
    Claim("D2", "Leading by figures while care is demanded ends in conflict and costly turnover.",
          "goal conflict against aligned goals", "people", SOURCE, ("dissatisfaction",), conflict_costs_people),
    Claim("D3", "Standard sales training seldom resolves the tensions; individual coaching does.",
          "coaching against training for the same money", "behaviour 0-1", SOURCE, ("coaching",),
          coaching_for_the_money),
    Claim("D4", "The boss as coach rarely succeeds; a professional one can.", "a professional against the boss",
          "behaviour 0-1", SOURCE, ("coaching",), professional_coach),
    Claim("D5", "Leaders who learn to listen make reps feel understood, and motivated.",
          "coached leaders against others", "intention 0-1", SOURCE, ("leader_programmes",), leaders_who_listen),
    Claim("D6", "Guidelines must be worked out with the reps, leave freedom, and fit practice.",
          "joint against imposed guidelines", "satisfaction 0-1", SOURCE, ("guidelines_matter", "autonomy", "rules"),
          joint_guidelines, also=(joint_guidelines_fit,)),
)
