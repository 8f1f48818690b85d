"""Words for the values that a scenario declares.

A text's name is the value's own name; brackets, which a bare key of TOML cannot hold, become a hyphen:
``strategies[].measures[training].start`` is ``strategies-.measures-training.start``. Names of values have no hyphens,
so the way back is as short. What every kind of measure has is said once, under ``measures-any``.
"""

from __future__ import annotations

import re

from sim.app.words.catalogue import Language, catalogue, say

ROOM = "values"
BRACKETS = re.compile(r"\[(\w*)\]")
HYPHEN = re.compile(r"-(\w*)")
KIND = re.compile(r"measures-\w+")
ANY_KIND = "measures-any"
"""Stands for every kind of measure where a kind has no words of its own."""
POSITION = re.compile(r"\[\d+\]")


def key_of(row_name: str) -> str:
    """Return the key under which a value's words stand: ``a[].b[c].d`` is ``a-.b-c.d``."""
    return BRACKETS.sub(r"-\1", row_name)


def name_of(key: str) -> str:
    """Return the value's name for a key: the way back from `key_of`."""
    return HYPHEN.sub(r"[\1]", key)


def declared(dotted: str) -> str:
    """Return the declared name for a place in a file: ``market.shocks[0].demand`` is ``market.shocks[].demand``."""
    return POSITION.sub("[]", dotted)


def label_of(lang: Language, row_name: str) -> str:
    """Return the short name of a declared value.

    Raises
    ------
    KeyError
        when the value has no words: a defect of ours.
    """
    return _words(lang, row_name, "label")


def about_of(lang: Language, row_name: str) -> str:
    """Return the sentence that says what a declared value means; raises as `label_of` does."""
    return _words(lang, row_name, "about")


def _words(lang: Language, row_name: str, what: str) -> str:
    key = key_of(row_name)
    if f"{ROOM}.{key}.{what}" not in catalogue(lang):
        key = KIND.sub(ANY_KIND, key)
    return say(lang, f"{ROOM}.{key}.{what}")
