"""Texts for names given in a scenario: its title, its strategies, its shocks.

A scenario file is written in one language. The names in the ready files are recognised by their English text and shown
in the reader's language; what a user has written is shown unchanged.
"""

from __future__ import annotations

from functools import cache

from sim.scenario.schema import Scenario
from sim.words.catalogue import Language, say, texts

WRITTEN_IN: Language = "en"
"""The language of the ready scenario files."""


def in_words(lang: Language, room: str, text: str) -> str:
    """Return the translation of a text of the ready files; any other text is returned unchanged."""
    key = _ours(room).get(text)
    return text if key is None else say(lang, f"{room}.{key}")


def scenario_words(lang: Language, text: str) -> str:
    """Return a scenario's title, description, behaviour or shock in the language."""
    return in_words(lang, "scenarios", text)


def strategy_words(lang: Language, text: str) -> str:
    """Return a strategy's label or description in the language."""
    return in_words(lang, "strategies", text)


def strategy_title(lang: Language, scenario: Scenario, name: str) -> str:
    """Return the title of a strategy: translated for those of the ready files, unchanged for others."""
    return strategy_words(lang, scenario.strategy(name).title)


@cache
def _ours(room: str) -> dict[str, str]:
    return {text: key for key, text in texts(WRITTEN_IN, room).items()}
