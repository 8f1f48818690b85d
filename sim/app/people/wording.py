"""Words for the new behaviour: to sell, or to use a tool where that is what a scenario is about (C15)."""

from __future__ import annotations

from sim.app.words.catalogue import Language, catalogue, say
from sim.scenario.schema import Scenario

TOOL = "tool"
"""Table of a room with the words that differ."""


def is_tool(scenario: Scenario) -> bool:
    """Whether the new behaviour brings no customers of its own: then it is not selling, but the use of something."""
    return float(scenario.behaviour.acquisition_yield) == 0.0


def worded(lang: Language, name: str, tool: bool, /, **values: object) -> str:
    """Return the text of that name, or the one that takes its place where the behaviour is the use of a tool."""
    room, _, key = name.partition(".")
    other = f"{room}.{TOOL}.{key}"
    return say(lang, other if tool and other in catalogue(lang) else name, **values)
