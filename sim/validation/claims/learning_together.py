"""Learning together (seed 004): claims E1 to E7."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.arrays import Array
from sim.validation.claims.claim import Claim, Side
from sim.validation.claims.common import LITTLE, REFLECTION, little, on_average, pp, win_rate
from sim.validation.claims.treatments import Treatments, last, measure, total

SEASONED: dict[str, Any] = {"organisation__advisor_share": 0.3, "framework__error_culture": 0.8}


def exchange(w: Treatments, part: str) -> Array:
    """Mean exchange between reps when all variable pay is of one kind."""
    bonus = {"individual": 0.0, "team": 0.0, "company": 0.0, "variable_share": 0.3, "new_business_share": 0.3} | {
        part: 1.0}
    return np.asarray(w(measure("bonus_change", 1, 16, bonus=bonus))["exchange"].mean(axis=0))


def lone_fighters(w: Treatments) -> Array:
    """Exchange under team or company bonuses, whichever is less, minus under individual ones, pp."""
    shared, _ = on_average([exchange(w, "team"), exchange(w, "company")])
    return pp(shared - exchange(w, "individual"))


def latitude(w: Treatments) -> Array:
    """New customers for every hundred opportunities, with much latitude minus with little."""
    much, little_of_it = (win_rate(w(framework__autonomy=a)) for a in (0.9, 0.1))
    return np.asarray(much - little_of_it)


def by_meetings(w: Treatments, lessons: float) -> Array:
    """Skill that nine meetings a quarter add to that of one, at a share of lessons in them."""
    many, few = (last(w(framework__meetings_per_quarter=m, framework__reflection_share=lessons), "skill_selling")
                 for m in (9.0, 1.0))
    return np.asarray(many - few)


def reflection_teaches(w: Treatments) -> Array:
    """What more meetings add when they reflect minus what they add when they report figures, pp."""
    return pp(by_meetings(w, 0.8) - by_meetings(w, 0.0))


def frequency_alone_does_not(w: Treatments) -> Array:
    """A quarter of what more reflective meetings add, minus what more reporting ones add, pp."""
    return pp(little(by_meetings(w, 0.0), by_meetings(w, 0.8)))


def from_failure(w: Treatments) -> tuple[Array, Array]:
    """Skill from reflection meetings under blame, and under a learning culture."""
    bad, good = (w.effect("skill_selling", REFLECTION, framework__error_culture=e) for e in (0.0, 0.9))
    return bad, good


def learning_from_failure(w: Treatments) -> Array:
    """Skill from reflection meetings under a learning culture minus under blame, pp."""
    bad, good = from_failure(w)
    return pp(good - bad)


def mixed_types(w: Treatments, diversity: float) -> Array:
    """New customers won by mixed teams minus by uniform ones, at a diversity of the customers."""
    mixed, uniform = (total(w(organisation__team_diversity=d, market__customer_diversity=diversity), "wins")
                      for d in (1.0, 0.0))
    return np.asarray(mixed - uniform)


def other_functions(w: Treatments, complexity: float) -> Array:
    """Skill that other functions add to reflection meetings, at a complexity of the business, pp."""
    alone, with_others = (measure("reflection_meetings", 1, 16, cross_functional_share=s) for s in (0.0, 0.4))
    frame: dict[str, Any] = {"market__complexity": complexity, "framework__error_culture": 0.8}
    return pp(last(w(with_others, **frame), "skill_selling") - last(w(alone, **frame), "skill_selling"))


def loops_in_common(w: Treatments) -> Array:
    """New customers for a hundred opportunities of experienced reps who reflect together minus of those alone."""
    return np.asarray(win_rate(w(REFLECTION, **SEASONED)) - win_rate(w(**SEASONED)))


SOURCE = "seed 004"
CLAIMS = (
    Claim("E1", "Sellers tend to be lone fighters, and individual bonuses feed it.",
          "exchange under shared against individual bonuses", "pp of exchange", SOURCE, ("bonus_and_exchange",),
          lone_fighters),
    Claim("E2", "Autonomy is partly right: with the customer a rep must decide alone.",
          "win rate with much latitude against little", "pp of opportunities", SOURCE,
          ("autonomy", "dissatisfaction"), latitude),
    Claim("E3", "Exchange is rare and reports figures; learning follows reflection, not frequency.",
          "what more meetings add when they reflect against when they report", "pp of skill", SOURCE,
          ("shared_learning",), reflection_teaches,
          also=(Side(f"{LITTLE:.0%} of what more reflective meetings add against what more reporting ones add",
                     "pp of skill", ("shared_learning",), frequency_alone_does_not),)),
    Claim("E4", "Learning needs people to speak of difficulties without fear and take failures apart together.",
          "reflection meetings under a learning culture against blame", "pp of skill", SOURCE, ("shared_learning",),
          learning_from_failure,
          also=(Side(f"{LITTLE:.0%} of that learning against learning under blame", "pp of skill",
                     ("shared_learning",), lambda w: pp(little(*from_failure(w)))),)),
    Claim("E5", "Teams should mix types of seller, because customers differ.",
          "mixed teams against uniform ones, with a mixed customer base", "customers", SOURCE, ("mixed_types",),
          lambda w: mixed_types(w, 0.9),
          also=(Side("the same against what they gain with uniform customers", "customers", ("mixed_types",),
                     lambda w: mixed_types(w, 0.9) - mixed_types(w, 0.1)),)),
    Claim("E6", "Other functions bring new perspectives, above all in complex business.",
          "reflection meetings with other functions against without, in complex business", "pp of skill", SOURCE,
          ("other_functions",), lambda w: other_functions(w, 0.95),
          also=(Side("the same against what they add in simple business", "pp of skill", ("other_functions",),
                     lambda w: other_functions(w, 0.95) - other_functions(w, 0.1)),)),
    Claim("E7", "Experienced sellers learn alone; learning loops in common raise efficiency.",
          "seasoned reps who reflect together against alone", "pp of opportunities", SOURCE,
          ("shared_learning",), loops_in_common),
)
