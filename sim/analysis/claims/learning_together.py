"""Learning together (seed 004): claims E1 to E7."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.analysis.claims.claim import Claim
from sim.analysis.claims.common import REFLECTION
from sim.analysis.claims.worlds import Array, Worlds, last, measure, total


def exchange(w: Worlds, part: str) -> Array:
    """Mean exchange between reps when all variable pay is of one kind."""
    bonus = {"individual": 0.0, "team": 0.0, "company": 0.0, "variable_share": 0.3, "new_business_share": 0.3} | {
        part: 1.0}
    return np.asarray(w(measure("bonus_change", 1, 16, bonus=bonus))["exchange"].mean(axis=0))


def lone_fighters(w: Worlds) -> Array:
    """Exchange under team or company bonuses, whichever is less, minus under individual ones."""
    shared = np.minimum(exchange(w, "team"), exchange(w, "company"))
    return np.asarray(shared - exchange(w, "individual"))


def latitude(w: Worlds) -> Array:
    """New customers won with much latitude minus with little."""
    much, little = (total(w(framework__autonomy=a), "wins") for a in (0.9, 0.1))
    return np.asarray(much - little)


def skill(w: Worlds, meetings: float, lessons: float) -> Array:
    """Selling skill at the horizon with so many meetings and such a share of lessons in them."""
    return last(w(framework__meetings_per_quarter=meetings, framework__reflection_share=lessons), "skill_selling")


def reflection_teaches(w: Worlds) -> Array:
    """Skill from nine reflective meetings a quarter, minus from nine that report figures."""
    return np.asarray(skill(w, 9.0, 0.8) - skill(w, 9.0, 0.0))


def frequency_alone_does_not(w: Worlds) -> Array:
    """What more meetings bring when reflective, minus what they bring when they report figures."""
    reflective = skill(w, 9.0, 0.8) - skill(w, 1.0, 0.8)
    figures = skill(w, 9.0, 0.0) - skill(w, 1.0, 0.0)
    return np.asarray(reflective - figures)


def learning_from_failure(w: Worlds) -> Array:
    """Skill from reflection meetings under a learning culture minus under blame."""
    good, bad = (w.effect("skill_selling", REFLECTION, framework__error_culture=e) for e in (0.9, 0.0))
    return np.asarray(good - bad)


def mixed_types(w: Worlds) -> Array:
    """New customers won by mixed teams minus by uniform ones, with diverse customers."""
    mixed, uniform = (total(w(organisation__team_diversity=d, market__customer_diversity=0.9), "wins")
                      for d in (1.0, 0.0))
    return np.asarray(mixed - uniform)


def other_functions(w: Worlds) -> Array:
    """Skill that other functions add to reflection meetings in complex business minus in simple business."""
    def added(complexity: float) -> Array:
        alone, with_others = (measure("reflection_meetings", 1, 16, cross_functional_share=s) for s in (0.0, 0.4))
        frame: dict[str, Any] = {"market__complexity": complexity, "framework__error_culture": 0.8}
        return np.asarray(last(w(with_others, **frame), "skill_selling") - last(w(alone, **frame), "skill_selling"))

    return np.asarray(added(0.95) - added(0.1))


def loops_in_common(w: Worlds) -> Array:
    """New customers won by experienced reps who reflect together minus by those who learn alone."""
    seasoned: dict[str, Any] = {"organisation__advisor_share": 0.3, "framework__error_culture": 0.8}
    return np.asarray(total(w(REFLECTION, **seasoned), "wins") - total(w(**seasoned), "wins"))


SOURCE = "seed 004"
CLAIMS = (
    Claim("E1", "Sellers tend to be lone fighters, and individual bonuses feed it.",
          "exchange under shared against individual bonuses", "0-1", SOURCE, ("bonus_and_exchange",), lone_fighters),
    Claim("E2", "Autonomy is partly right: with the customer a rep must decide alone.",
          "much latitude against little", "customers won", SOURCE, ("autonomy", "coherence", "resistance",
                                                                      "dissatisfaction"), latitude),
    Claim("E3", "Exchange is rare and reports figures; learning follows reflection, not frequency.",
          "nine reflective meetings a quarter against nine that report", "skill 0-1", SOURCE, ("shared_learning",),
          reflection_teaches, also=(frequency_alone_does_not,)),
    Claim("E4", "Learning needs people to speak of difficulties without fear and take failures apart together.",
          "reflection meetings under a learning culture against blame", "skill 0-1", SOURCE, ("shared_learning",),
          learning_from_failure),
    Claim("E5", "Teams should mix types of seller, because customers differ.", "mixed teams against uniform ones",
          "customers won", SOURCE, ("mixed_types",), mixed_types),
    Claim("E6", "Other functions bring new perspectives, above all in complex business.",
          "what they add in complex against simple business", "skill 0-1", SOURCE, ("other_functions",),
          other_functions),
    Claim("E7", "Experienced sellers learn alone; learning loops in common raise efficiency.",
          "seasoned reps who reflect together against alone", "customers won", SOURCE, ("shared_learning",),
          loops_in_common),
)
