"""Words for what a scenario names itself: its title, its strategies, its shocks.

A scenario file is written in one language. The names of the ready files are recognised by their English words and said
in the reader's language; what a user has written stays as it was written.
"""

from __future__ import annotations

from functools import cache

from sim.scenario.schema import Scenario
from sim.words.catalogue import Language, say, texts

WRITTEN_IN: Language = "en"
"""The language of the ready scenario files."""


def in_words(lang: Language, room: str, text: str) -> str:
    """Return the words for one of our own texts in that language; a text that is not ours stays as it is."""
    key = _ours(room).get(text)
    return text if key is None else say(lang, f"{room}.{key}")


def scenario_words(lang: Language, text: str) -> str:
    """Return a scenario's title, description, behaviour or shock in the language."""
    return in_words(lang, "scenarios", text)


def strategy_words(lang: Language, text: str) -> str:
    """Return a strategy's label or description in the language."""
    return in_words(lang, "strategies", text)


def strategy_title(lang: Language, scenario: Scenario, name: str) -> str:
    """Return what a strategy is called: ours in the language of the reader, others as their authors wrote."""
    return strategy_words(lang, scenario.strategy(name).title)


@cache
def _ours(room: str) -> dict[str, str]:
    return {text: key for key, text in texts(WRITTEN_IN, room).items()}
