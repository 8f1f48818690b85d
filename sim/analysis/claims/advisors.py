"""Advisors into sellers (seed 000): claims A1 to A11."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from sim.analysis.claims.claim import Claim
from sim.analysis.claims.common import (
    BLAME,
    COACHING,
    FULL,
    HUNT,
    LEARNING,
    PUSHED,
    SELLERS,
    TARGETS,
    TRAINING,
)
from sim.analysis.claims.worlds import Array, Worlds, last, measure, present_value, total

UNABLE: dict[str, Any] = {"people__selling_skill": 0.2, "people__attitude_to_selling": 0.6,
                          "people__fear_of_failure": 0.3}
UNWILLING: dict[str, Any] = {"people__selling_skill": 0.55, "people__attitude_to_selling": 0.2,
                             "people__fear_of_failure": 0.65}


def missed(w: Worlds) -> Array:
    """1 where a pushed transformation misses the adoption goal."""
    return (last(w(*PUSHED), "adoption") < w.scenario.goals.adoption_share).astype(np.float64)


def lost_cross_selling(w: Worlds) -> Array:
    """Cross-selling lost by pushing advisors to hunt, EUR over the horizon."""
    return -w.flow("revenue_cross", HUNT)


def uneven_blocking(w: Worlds) -> Array:
    """Resistance of the quarter of reps with most fear times identity, minus that of the others, in quarter 8."""
    people, leaders = w.people(8, TARGETS)
    here = people.present * (1.0 - leaders) > 0.0
    risk = np.where(here, people.disposition_to_fear * people.identity, -1.0)
    top = here & (risk >= np.quantile(risk, 0.75, axis=0))
    rest = here & ~top
    return np.asarray(mean_where(people.resistance, top) - mean_where(people.resistance, rest))


def mean_where(x: Array, chosen: npt.NDArray[np.bool_]) -> Array:
    """Mean over the chosen slots of each run, (runs,)."""
    return np.asarray((x * chosen).sum(axis=0) / np.maximum(chosen.sum(axis=0), 1))


def ebbing(w: Worlds) -> Array:
    """Uplift of intention in the second quarter of training, minus what is left a year later."""
    uplift = w(TRAINING)["intention"] - w()["intention"]
    return np.asarray(uplift[2] - uplift[min(6, uplift.shape[0] - 1)])


def ability_first(w: Worlds) -> Array:
    """Deals won by training those who cannot, minus by training those who will not."""
    return np.asarray(w.flow("wins", TRAINING, **UNABLE) - w.flow("wins", TRAINING, **UNWILLING))


def coaching_moves_behaviour(w: Worlds) -> Array:
    """Behaviour gained by coaching minus by training."""
    return np.asarray(w.effect("behaviour", COACHING) - w.effect("behaviour", TRAINING))


def critical_mass(w: Worlds) -> Array:
    """Growth of adoption from 80 % initially won minus that from 20 %: apart at the ends, not along a line."""
    high, low = (w(organisation__advisor_share=1.0 - share)["adoption"] for share in (0.8, 0.2))
    return np.asarray((high[-1] - 0.8) - (low[-1] - 0.2))


def sellers_gain(w: Worlds, advisors: float) -> Array:
    """Net present value of adding sellers minus transforming everyone, at a share of advisors, EUR."""
    share: dict[str, Any] = {"organisation__advisor_share": advisors}
    return np.asarray(present_value(w, w(SELLERS, **share)) - present_value(w, w(*FULL, **share)))


def climate(w: Worlds) -> Array:
    """Adoption by the same measures under a learning climate minus under blame."""
    return np.asarray(last(w(*PUSHED, **LEARNING), "adoption") - last(w(*PUSHED, **BLAME), "adoption"))


def culture_and_change(w: Worlds) -> Array:
    """Effect of the measures on adoption under a learning climate minus under blame."""
    return np.asarray(w.effect("adoption", *PUSHED, **LEARNING) - w.effect("adoption", *PUSHED, **BLAME))


def price_of_replacing(w: Worlds) -> Array:
    """Customers lost a quarter, as a share of the customers, by replacing people minus by carrying on."""
    replaced, alone = (total(o, "customers_lost") / np.maximum(total(o, "customers"), 1.0)
                       for o in (w(measure("replacement", 3, 8)), w()))
    return np.asarray(replaced - alone)


def skill_by_replacing(w: Worlds) -> Array:
    """Selling skill gained by replacing people."""
    return w.effect("skill_selling", measure("replacement", 3, 8))


def carried_over(w: Worlds) -> Array:
    """Cross-selling lost by pushing where customers are many and small and decide at once, EUR."""
    store: dict[str, Any] = {"market__complexity": 0.15, "market__demand_for_advice": 0.8, "costs__rep": 10_500.0}
    return np.asarray(-(total(w(HUNT, **store), "revenue_cross") - total(w(**store), "revenue_cross")))


SOURCE = "seed 000"
CLAIMS = (
    Claim("A1", "Transforming an organisation of mostly advisors into sellers will probably fail.",
          "a pushed transformation: share of futures that miss the adoption goal (above one half)", "share of futures",
          SOURCE, ("fear_blocks", "habit_control", "resistance"), missed, above=0.5),
    Claim("A2", "Pushing advisors to hunt takes the time that satisfied customers and cross-selling live on.",
          "pushed hunting against leaving them alone", "EUR", SOURCE,
          ("care_takes_time", "pushiness", "exhaustion"), lost_cross_selling),
    Claim("A3", "Only certain people block, and harder than logic explains.",
          "the most fearful by identity against the others, under targets", "0-1", SOURCE, ("reactance",),
          uneven_blocking),
    Claim("A4", "Training helps where ability was the problem; otherwise a short euphoria ebbs quickly.",
          "uplift of intention in training against a year later; and those who cannot against those who will not",
          "0-1", SOURCE, ("euphoria", "training_teaches"), ebbing, also=(ability_first,)),
    Claim("A5", "Where the block persists, attitude is the problem: a coach's job, and behaviour follows.",
          "coaching against training", "0-1", SOURCE, ("coaching",), coaching_moves_behaviour),
    Claim("A6", "Success depends on winning the critical mass.", "80 % initially won against 20 %, without measures",
          "share of reps", SOURCE, ("social_norm", "social_influence"), critical_mass),
    Claim("A7", "In an advisor-heavy organisation it may be the better plan to add dedicated sellers.",
          "adding sellers against transforming everyone, at 90 % advisors", "EUR", SOURCE,
          ("care_takes_time", "trust", "pushiness", "exhaustion"), lambda w: sellers_gain(w, 0.9)),
    Claim("A8", "Fear of failure is a main reason for blocking; an atmosphere for playful trying raises the odds.",
          "the same measures under a learning climate against blame", "share of reps", SOURCE,
          ("fear_blocks", "fear_grows", "coherence", "error_learning", "unsafe_failure_hurts", "transfer_environment",
           "shared_learning"), climate),
    Claim("A9", "Change management and an error-avoidance culture do not go together.",
          "effect of the measures under a learning climate against blame", "share of reps", SOURCE,
          ("fear_blocks", "coherence", "error_learning"), culture_and_change),
    Claim("A10", "People can be replaced, at the price of the qualities one values in them.",
          "replacing those who do not adopt against carrying on", "customers lost, share a quarter", SOURCE,
          ("person_bond", "trust", "care_takes_time", "vacancy"), price_of_replacing, also=(skill_by_replacing,)),
    Claim("A11", "The problem carries over to other settings, such as specialist advisors in a shop.",
          "pushed hunting where deals are simple and people cheap", "EUR", SOURCE,
          ("care_takes_time", "pushiness", "exhaustion"), carried_over),
)
