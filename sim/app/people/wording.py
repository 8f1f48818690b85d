"""Words for the new behaviour: to sell, or to use a tool where that is what a scenario is about (C15)."""

from __future__ import annotations

from sim.app.words.catalogue import Language, catalogue, say

TOOL = "tool"
"""Table of a room with the words that differ."""


def worded(lang: Language, name: str, selling: bool, /, **values: object) -> str:
    """Return the text of that name, or the one that takes its place where the behaviour is the use of a tool."""
    room, _, key = name.partition(".")
    other = f"{room}.{TOOL}.{key}"
    return say(lang, name if selling or other not in catalogue(lang) else other, **values)
