"""What the page has to tell a person about what he did: kept without a language until it is shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sim.words.catalogue import Language, say
from sim.words.numbers import number
from sim.words.values import label_of, measure_title

DIGITS = 4
"""Decimals of a number in a note, at most."""


@dataclass(frozen=True)
class Note:
    """One message.

    Parameters
    ----------
    name : its text in the catalogue.
    values : what is put into the text's places: numbers are written as the language does, and of a ``field``, the
        name of a declared value, its label is told.
    """

    name: str
    values: dict[str, Any] = field(default_factory=dict)

    def text(self, lang: Language) -> str:
        """Return the message in that language."""
        return say(lang, self.name, **{key: _written(lang, key, value) for key, value in self.values.items()})


def _written(lang: Language, key: str, value: Any) -> str:
    if key == "field":
        return label_of(lang, str(value))
    if key == "kind":
        return measure_title(lang, str(value))
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    digits = next((d for d in range(DIGITS) if round(value, d) == round(value, DIGITS)), DIGITS)
    return number(lang, value, digits)
