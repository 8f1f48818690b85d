"""Texts for the declarations of a scenario: values, units, sections and kinds of measures.

The declaration holds the English text. The key of its German text is the declaration's own name, see `home_of`, with
a hyphen for brackets, which a bare TOML key cannot contain: ``market.shocks[].demand`` is ``market.shocks-.demand``.
Names of values contain no hyphens, so the mapping can be reversed.
"""

from __future__ import annotations

import re
from typing import Any

from sim.scenario.catalogue import home_of, row_of, title_of
from sim.scenario.measures import MEASURES
from sim.words.catalogue import Language, printed, translated

BRACKETS = re.compile(r"\[(\w*)\]")
HYPHEN = re.compile(r"-(\w*)")
POSITION = re.compile(r"\[\d+\]")
NOT_A_NAME = re.compile(r"[^a-z0-9]+")
SECTION, UNIT = "section", "unit"
"""Prefixes of section titles and of units within the room `values`."""
ALL_VALUES = "scenario"
"""The key of the root section, the whole scenario, whose name is empty."""
WITHOUT_UNIT = ("", "-", "choice", "name", "text", "list")
"""Units that have no text."""


def key_of(row_name: str) -> str:
    """Return the key of a value's text: ``a[].b[c].d`` is ``a-.b-c.d``."""
    return BRACKETS.sub(r"-\1", row_name)


def name_of(key: str) -> str:
    """Return the value's name for a key: the inverse of `key_of`."""
    return HYPHEN.sub(r"[\1]", key)


def declared(dotted: str) -> str:
    """Return the declared name for a place in a file: ``market.shocks[0].demand`` is ``market.shocks[].demand``."""
    return POSITION.sub("[]", dotted)


def label_of(lang: Language, row_name: str) -> str:
    """Return the short name of a declared value; `KeyError` where there is no such value."""
    row = row_of(row_name)
    return translated(lang, f"values.{key_of(home_of(row_name))}.label", printed(row.label))


def about_of(lang: Language, row_name: str) -> str:
    """Return the sentence that says what a declared value means; raises as `label_of` does."""
    row = row_of(row_name)
    return translated(lang, f"values.{key_of(home_of(row_name))}.about", printed(row.meaning))


def section_title(lang: Language, family: str) -> str:
    """Return the title of a section of the scenario: ``framework.bonus``, or the empty name of the whole."""
    return translated(lang, f"values.{SECTION}.{key_of(family) or ALL_VALUES}", printed(title_of(family)))


def unit_title(lang: Language, unit: str) -> str:
    """Return a declared unit in words: ``leads/customer/quarter`` is leads per customer and quarter; may be empty."""
    return "" if unit in WITHOUT_UNIT else translated(lang, f"values.{UNIT}.{unit_key(unit)}", unit_in_words(unit))


def unit_key(unit: str) -> str:
    """Return the key of a unit's text."""
    return NOT_A_NAME.sub("_", unit.lower()).strip("_")


def unit_in_words(unit: str) -> str:
    """Return a declared unit in English; a range, ``0-1``, becomes ``0 to 1``."""
    if unit == "0-1":
        return "0 to 1"
    of, _, per = unit.partition("/")
    below = " and ".join(re.split(r"[/ ]", per.strip("()")) if per.startswith("(") else per.split("/"))
    return " ".join(part for part in ("" if of == "1" else of, f"per {below}" if below else "") if part)


def measure_title(lang: Language, kind: str) -> str:
    """Return the title of a kind of measure; `KeyError` if there is no such kind."""
    return translated(lang, f"measures.{kind}.label", printed(str(MEASURES[kind].model_config.get("title", ""))))


def measure_about(lang: Language, kind: str) -> str:
    """Return what a kind of measure does, in one line; raises as `measure_title` does."""
    return translated(lang, f"measures.{kind}.about", printed(MEASURES[kind].about()))


def choice_title(lang: Language, details: dict[str, Any], word: str) -> str:
    """Return the label of one option of a choice, from the details of its declaration."""
    return translated(lang, f"measures.choice.{word}", printed(details["choices"][word]))
