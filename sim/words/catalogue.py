"""Reads the texts of the workshop: one folder per language, one file per room, one key per text.

A text is named ``room.key``; tables of a file nest with dots (``people.state.sells``). Both languages hold the same
keys with the same placeholders; a test sees to it. What a declaration says itself in English (an outcome, a measure, a
value) is not said again here: its owner hands its English over, and the catalogue holds the other languages only.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

Language = Literal["de", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
DECLARED_IN: Language = "en"
"""The language in which the program declares its own names and meanings."""
HOME = Path(__file__).parent


def language(text: str | None) -> Language:
    """Return the language of that code, German where it is none of ours."""
    return next((known for known in LANGUAGES if text is not None and text.lower()[:2] == known), "de")


@cache
def catalogue(lang: Language) -> Mapping[str, str]:
    """Every text of a language by its full name."""
    found: dict[str, str] = {}
    for file in sorted((HOME / lang).glob("*.toml")):
        found |= {f"{file.stem}.{key}": text
                  for key, text in _flat(tomllib.loads(file.read_text(encoding="utf-8")), "")}
    return found


def say(lang: Language, name: str, /, **values: object) -> str:
    """Return the text of that name with the values put in its places.

    Where ``n`` is given, ``name_one`` or ``name_other`` is taken if the catalogue has them.

    Raises
    ------
    KeyError
        when there is no such text: a defect of ours, never of an input.
    """
    known = catalogue(lang)
    if name not in known and "n" in values:
        name += "_one" if str(values["n"]) == "1" else "_other"
    return known[name].format(**values)


def said(lang: Language, name: str, otherwise: str, /, **values: object) -> str:
    """Return the text of that name, or the other words where the catalogue knows none: names that users give."""
    return say(lang, name, **values) if name in catalogue(lang) else otherwise


def translated(lang: Language, name: str, english: str) -> str:
    """Return a declaration's own text as it is, or what the catalogue says for it in another language.

    Parameters
    ----------
    name : under which the other languages have it: ``outcomes.profit``.
    english : the text that stands at the declaration.

    Raises
    ------
    KeyError
        when the language has no words for the declaration: a defect of ours.
    """
    return english if lang == DECLARED_IN else say(lang, name)


def printed(text: str) -> str:
    """Return a declared text with the apostrophes of print: declarations are typed, and shown in terminals."""
    return text.replace("'", "\N{RIGHT SINGLE QUOTATION MARK}")


def translated_room(lang: Language, room: str, english: Mapping[str, str]) -> dict[str, str]:
    """Return the texts of many declarations by their keys within a room, with their places still open.

    Raises as `translated` does.
    """
    return dict(english) if lang == DECLARED_IN else {key: texts(lang, room)[key] for key in english}


@cache
def texts(lang: Language, room: str) -> dict[str, str]:
    """Return the texts of one room by their names within it, with their places still open: for the browser."""
    lead = f"{room}."
    return {name.removeprefix(lead): text for name, text in catalogue(lang).items() if name.startswith(lead)}


def _flat(table: Mapping[str, Any], lead: str) -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{lead}{key}.")
        else:
            yield f"{lead}{key}", str(value)
