"""Reads the texts of the workshop: one folder per language, one file per topic ("room"), one key per text.

A text is named ``room.key``; tables of a file nest with dots (``people.state.sells``). Both languages hold the same
keys with the same placeholders, which a test checks. English texts that are part of a declaration (an outcome, a
measure, a value) are not repeated here: the caller passes them in, and the catalogue holds the other languages only.
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
"""The language in which declarations state their names and meanings."""
HOME = Path(__file__).parent


def language(text: str | None) -> Language:
    """Return the language of that code; German if it is not supported."""
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
    """Return the text of that name with the values filled in.

    If ``n`` is given, ``name_one`` or ``name_other`` is used if the catalogue has it.

    Raises
    ------
    KeyError
        If there is no such text: a defect of this package, never of an input.
    """
    known = catalogue(lang)
    if name not in known and "n" in values:
        name += "_one" if str(values["n"]) == "1" else "_other"
    return known[name].format(**values)


def said(lang: Language, name: str, otherwise: str, /, **values: object) -> str:
    """Return the text of that name, or the fallback if there is none: for names that users give."""
    return say(lang, name, **values) if name in catalogue(lang) else otherwise


def translated(lang: Language, name: str, english: str) -> str:
    """Return the text of a declaration: its own in English, that of the catalogue in other languages.

    Parameters
    ----------
    name : key of the text in the other languages: ``outcomes.profit``.
    english : the text of the declaration.

    Raises
    ------
    KeyError
        If the language has no text for the declaration: a defect of this package.
    """
    return english if lang == DECLARED_IN else say(lang, name)


def printed(text: str) -> str:
    """Return a declared text with typographic apostrophes: declarations use the plain ones of terminals."""
    return text.replace("'", "\N{RIGHT SINGLE QUOTATION MARK}")


def translated_room(lang: Language, room: str, english: Mapping[str, str]) -> dict[str, str]:
    """Return the texts of many declarations by their keys within a room, with unfilled placeholders.

    Raises as `translated` does.
    """
    return dict(english) if lang == DECLARED_IN else {key: texts(lang, room)[key] for key in english}


@cache
def texts(lang: Language, room: str) -> dict[str, str]:
    """Return the texts of one room by their names within it, with unfilled placeholders, for the browser."""
    lead = f"{room}."
    return {name.removeprefix(lead): text for name, text in catalogue(lang).items() if name.startswith(lead)}


def _flat(table: Mapping[str, Any], lead: str) -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{lead}{key}.")
        else:
            yield f"{lead}{key}", str(value)
