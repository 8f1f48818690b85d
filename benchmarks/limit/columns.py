"""Which row of a table holds what: names for the compiled code, which knows positions only.

A table is a row-major array of shape (names, slots) or (names, teams) of one run.
"""

from __future__ import annotations

from collections import namedtuple
from dataclasses import fields

from sim.engine.outcomes import OUTCOMES
from sim.people.population import Population
from sim.programme.plan import Levels


def positions(kind, names):
    """A tuple with one field per name that says its position."""
    return namedtuple(kind, names)(*range(len(names)))


C = positions("C", [f.name for f in fields(Population)])
"""People: what is known of a slot."""

Q = positions("Q", (
    "norm", "voiced", "peers_left", "gap", "credibility",  # seen
    "training", "helped", "harmed", "coached", "push", "pressed", "involved",  # measures
    "intention", "habitual", "behaviour", "care", "networking", "attempts", "capacity",  # decided
    "leads", "service", "pushy", "good", "bad", "sold", "kept", "lost", "handed",  # done
    "worked", "with_book", "skill"))
"""What is known of a slot within one quarter."""

SHOWN = positions("SHOWN", ("weight", "adopted", "voiced", "resisting", "skill", "left"))
"""What others see of a slot: here the table is (slots, names), because contacts are looked up one by one."""

T = positions("T", (
    "pressure", "listening", "coaching_skill", "self_reflection",
    "base_pressure", "base_listening", "base_coaching_skill", "base_self_reflection", "target",
    "strain", "heard", "safety", "justice", "exchange", "coherence", "effort", "networking",
    "present", "spread", "odds", "bad", "revenue", "pressed", "opened"))
"""Teams: their leaders, what all of a team perceive alike, and sums over its members."""
LEADER_TRAITS = ("pressure", "listening", "coaching_skill", "self_reflection")

LEVEL = positions("LEVEL", Levels.NAMES)
"""Levels of the plan in a quarter."""

NOW = positions("NOW", (
    "error_culture", "protection", "recognition_practice", "recognition_for_selling", "careers_for_selling", "games",
    "rules", "autonomy", "goal_conflict", "meetings", "lessons", "cross_functional", "networking", "grace",
    "demand", "churn_shock", "margin", "advice", "stress",
    "variable_share", "new_business_share", "individual", "shared", "to_sell"))
"""The framework in force in a quarter; demand without its chance."""

OUT = positions("OUT", list(OUTCOMES))
"""Outcomes."""
