"""Advisors into sellers (seed 000): claims A1 to A11."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from sim.arrays import Array
from sim.validation.claims.claim import Claim, Side
from sim.validation.claims.common import (
    BLAME,
    HUNT,
    LEARNING,
    LITTLE,
    PUSHED,
    SELLERS,
    SHOP,
    TARGETS,
    TRAINING,
    TRANSFORM,
    at_end,
    change,
    lag,
    little,
    pp,
    yearly_loss,
)
from sim.validation.claims.treatments import Treatments, last, measure, present_value

UNABLE: dict[str, Any] = {"people__selling_skill": 0.2, "people__attitude_to_selling": 0.6,
                          "people__fear_of_failure": 0.3}
UNWILLING: dict[str, Any] = {"people__selling_skill": 0.55, "people__attitude_to_selling": 0.2,
                             "people__fear_of_failure": 0.65}
COACH_BLOCKED = measure("coaching", 2, 4, skill=0.8, target="blocked")
TRAIN_BLOCKED = measure("training", 2, 2, target="blocked")
REPLACE = measure("replacement", 3, 8)
ODDS = 10.0
"""Least effect that counts as raising the odds greatly, pp of reps."""
QUARTER_OF_BLOCK = 8
"""Quarter in which blocking is measured: targets have been in force for almost two years."""


def missed(w: Treatments) -> Array:
    """100 where the transformation of everyone misses the adoption goal, else 0."""
    return pp((last(w(*TRANSFORM), "adoption") < w.scenario.goals.adoption_share).astype(np.float64))


def lost_cross_selling(w: Treatments, **values: Any) -> Array:
    """Cross-selling lost by pushing advisors to hunt, EUR over the horizon."""
    return -w.flow("revenue_cross", HUNT, **values)


def lost_customers(w: Treatments) -> Array:
    """Customers lost a year under pushed hunting minus when left alone, % of the customers."""
    return np.asarray(yearly_loss(w(HUNT)) - yearly_loss(w()))


def resistance_of_others(w: Treatments, **values: Any) -> tuple[Array, Array]:
    """Resistance under targets of those who are no opinion leaders, and their fear times identity; -1 elsewhere."""
    people, leaders = w.people(QUARTER_OF_BLOCK, TARGETS, **values)
    here = people.present * (1.0 - leaders) > 0.0
    risk = people.disposition_to_fear * people.identity
    return np.where(here, people.resistance, -1.0), np.where(here, risk, -1.0)


def top_quarter(x: Array) -> npt.NDArray[np.bool_]:
    """The quarter of those counted (x >= 0) with the largest values, in each run."""
    level = np.nanquantile(np.where(x >= 0.0, x, np.nan), 0.75, axis=0)
    return np.asarray(x >= level)


def concentrated_blocking(w: Treatments, **values: Any) -> Array:
    """Resistance of the quarter of reps with most fear times identity, minus that of the others, pp."""
    resistance, risk = resistance_of_others(w, **values)
    top = top_quarter(risk)
    return pp(mean_where(resistance, top) - mean_where(resistance, (resistance >= 0.0) & ~top))


def held_by_few(w: Treatments) -> Array:
    """Resistance per head of the quarter of reps who resist most, in times that of the others."""
    resistance, _ = resistance_of_others(w)
    top = top_quarter(resistance)
    others = mean_where(resistance, (resistance >= 0.0) & ~top)
    return np.asarray(mean_where(resistance, top) / np.maximum(others, 1e-9))


def mean_where(x: Array, chosen: npt.NDArray[np.bool_]) -> Array:
    """Mean over the chosen slots of each run, (runs,)."""
    return np.asarray((x * chosen).sum(axis=0) / np.maximum(chosen.sum(axis=0), 1))


def ability_first(w: Treatments) -> Array:
    """Customers won by training those who cannot, minus by training those who will not."""
    return np.asarray(w.flow("wins", TRAINING, **UNABLE) - w.flow("wins", TRAINING, **UNWILLING))


def ebbing(w: Treatments) -> Array:
    """Half of the intention that training adds where will is missing, minus what is left a year later, pp."""
    uplift = change(w, "intention", TRAINING, **UNWILLING)
    return pp(0.5 * uplift[2] - uplift[6])


def coaching_moves_behaviour(w: Treatments) -> Array:
    """Behaviour by coaching those who block minus by training them, pp."""
    return at_end(w, "behaviour", (COACH_BLOCKED,), (TRAIN_BLOCKED,))


def attitude_leads(w: Treatments) -> Array:
    """Quarters by which behaviour runs behind attitude when those who block are coached."""
    return lag(change(w, "attitude", COACH_BLOCKED), change(w, "behaviour", COACH_BLOCKED))


def adopted(w: Treatments, won: float) -> Array:
    """Adoption at the horizon without measures, when a share of the reps is won at the start; share of reps."""
    return last(w(organisation__advisor_share=1.0 - won), "adoption")


def beyond_a_line(w: Treatments) -> Array:
    """Adoption from 70 % initially won minus that from 30 %, beyond the 40 pp between them."""
    return pp(adopted(w, 0.7) - adopted(w, 0.3) - 0.4)


def grows_above(w: Treatments) -> Array:
    """Growth of adoption from 80 % initially won, pp."""
    return pp(adopted(w, 0.8) - 0.8)


def shrinks_below(w: Treatments) -> Array:
    """Decline of adoption from 30 % initially won, pp."""
    return pp(0.3 - adopted(w, 0.3))


def sellers_gain(w: Treatments, advisors: float) -> Array:
    """Net present value of adding sellers minus transforming everyone, at a share of advisors, EUR."""
    share: dict[str, Any] = {"organisation__advisor_share": advisors}
    return np.asarray(present_value(w, w(SELLERS, **share)) - present_value(w, w(*TRANSFORM, **share)))


def climate(w: Treatments, **values: Any) -> Array:
    """Adoption by the same measures under a learning climate minus under blame, pp."""
    good, bad = (last(w(*PUSHED, **values, **frame), "adoption") for frame in (LEARNING, BLAME))
    return pp(good - bad)


def culture_and_change(w: Treatments) -> Array:
    """Effect of the measures on adoption under a learning climate minus under blame, pp."""
    return pp(w.effect("adoption", *PUSHED, **LEARNING) - w.effect("adoption", *PUSHED, **BLAME))


def nothing_under_blame(w: Treatments) -> Array:
    """A quarter of their effect under a learning climate minus their effect under blame, pp."""
    return pp(little(w.effect("adoption", *PUSHED, **BLAME), w.effect("adoption", *PUSHED, **LEARNING)))


def customers_of_those_replaced(w: Treatments) -> Array:
    """Customers lost a year by replacing people minus by carrying on, % of the customers."""
    return np.asarray(yearly_loss(w(REPLACE)) - yearly_loss(w()))


SOURCE = "seed 000"
CLAIMS = (
    Claim("A1", "Transforming an organisation of mostly advisors into sellers will probably fail.",
          "transforming everyone: share of futures that miss the adoption goal (above one half)", "% of futures",
          SOURCE, ("fear_blocks",), missed, above=50.0, expected=False,
          remark="The programme of the ready scenario is rich: with recognition, coached leaders and "
                 "reflection meetings most futures reach the goal by the fourth year. A push without them "
                 "misses it nearly always."),
    Claim("A2", "Pushing advisors to hunt takes the time that satisfied customers and cross-selling live on.",
          "cross-selling lost by pushed hunting, against leaving them alone", "EUR", SOURCE,
          ("care_takes_time", "pushiness"), lost_cross_selling,
          also=(Side("customers lost a year by pushed hunting", "% of customers", ("trust", "person_bond"),
                     lost_customers),)),
    Claim("A3", "Only certain people block, and harder than logic explains.",
          "resistance of those with most fear and identity against the others, under targets", "pp of resistance",
          SOURCE, ("reactance",), concentrated_blocking,
          also=(Side("the quarter who resist most against the others, per head (above twice)", "times",
                     ("reactance",), held_by_few, above=2.0),)),
    Claim("A4", "Training helps where ability was the problem; otherwise a short euphoria ebbs quickly.",
          "training those who cannot against those who will not", "customers", SOURCE,
          ("training_teaches", "euphoria"), ability_first,
          also=(Side("half of the uplift of intention in those who will not, against what is left a year later",
                     "pp of intention", ("euphoria",), ebbing),)),
    Claim("A5", "Where the block persists, attitude is the problem: a coach's job, and behaviour follows.",
          "coaching those who block against training them", "pp of behaviour", SOURCE, ("coaching",),
          coaching_moves_behaviour,
          also=(Side("how far behaviour runs behind attitude (beyond the quarter that any cause takes)", "quarters",
                     ("coaching",), attitude_leads, above=1.0),)),
    Claim("A6", "Success depends on winning the critical mass.",
          "adoption from 70 % initially won against 30 %, beyond a straight line", "pp of reps",
          SOURCE, ("social_norm",), beyond_a_line,
          also=(Side("growth from 80 % initially won, without measures", "pp of reps",
                     ("social_norm", "habit_formation"), grows_above),
                Side("decline from 30 % initially won, without measures", "pp of reps",
                     ("fear_blocks", "exhaustion"), shrinks_below)),
          remark="In the default frame no share holds itself: without measures the norm carries too little "
                 "against fear and habit, and even four fifths fall back. In a coherent frame a majority "
                 "follows from a tipping share on (pattern F9)."),
    Claim("A7", "In an advisor-heavy organisation it may be the better plan to add dedicated sellers.",
          "adding sellers against transforming everyone, at 90 % advisors", "EUR", SOURCE,
          ("care_takes_time", "pushiness"), lambda w: sellers_gain(w, 0.9),
          also=(Side("transforming everyone against adding sellers, at 20 % advisors", "EUR", ("recognition",),
                     lambda w: -sellers_gain(w, 0.2)),)),
    Claim("A8", "Fear of failure is a main reason for blocking; an atmosphere for playful trying raises the odds.",
          "the same measures under a learning climate against blame (above 10 pp)", "pp of reps", SOURCE,
          ("fear_blocks", "coherence"), climate, above=ODDS),
    Claim("A9", "Change management and an error-avoidance culture do not go together.",
          "effect of the measures under a learning climate against blame", "pp of reps", SOURCE,
          ("fear_blocks", "coherence"), culture_and_change,
          also=(Side(f"{LITTLE:.0%} of the effect under a learning climate against the effect under blame",
                     "pp of reps", ("fear_blocks",), nothing_under_blame),)),
    Claim("A10", "People can be replaced, at the price of the qualities one values in them.",
          "customers lost a year by replacing those who do not adopt, against carrying on", "% of customers", SOURCE,
          ("person_bond", "trust"), customers_of_those_replaced),
    Claim("A11", "The problem carries over to other settings, such as specialist advisors in a shop.",
          "cross-selling lost by pushed hunting in electronics shops", "EUR", SOURCE,
          ("care_takes_time", "pushiness", "strain"), lambda w: lost_cross_selling(w, **SHOP),
          also=(Side("resistance there, of those with most fear and identity against the others", "pp of resistance",
                     ("reactance",), lambda w: concentrated_blocking(w, **SHOP)),
                Side("the same measures there under a learning climate against blame (above 10 pp)", "pp of reps",
                     ("fear_blocks", "coherence", "unsafe_failure_hurts"), lambda w: climate(w, **SHOP),
                     above=ODDS))),
)
