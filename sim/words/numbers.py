"""Numbers as each language writes them: 88,5 % and 88.5%, 1,9 Mio. EUR and 1.9 M EUR."""

from __future__ import annotations

from functools import cache

from sim.words.amounts import ENGLISH, Notation
from sim.words.catalogue import DECLARED_IN, Language, texts


@cache
def notation(lang: Language) -> Notation:
    """Return how a language writes numbers, amounts and quarters."""
    return ENGLISH if lang == DECLARED_IN else Notation(**texts(lang, "numbers"))


def number(lang: Language, value: float, digits: int = 0, *, sign: bool = False) -> str:
    """Write a number with `digits` decimals; a dash for NaN, never a negative zero."""
    return notation(lang).number(value, digits, sign=sign)


def percent(lang: Language, share: float, digits: int = 0, *, sign: bool = False) -> str:
    """Write a share as a percentage; without decimals, one just above 0 reads <1 and one just below 1 reads >99."""
    return notation(lang).percent(share, digits, sign=sign)


def money(lang: Language, euro: float, *, sign: bool = False) -> str:
    """Write an amount in a suitable unit: ``+1.9 M EUR``."""
    return notation(lang).money(euro, sign=sign)


def quarter(lang: Language, which: float) -> str:
    """Write a quarter: ``Q6``, or a dash if there is none."""
    return notation(lang).quarter(which)


def of_kind(lang: Language, kind: str, value: float, *, sign: bool = False) -> str:
    """Write a value according to the unit of its outcome: eur, share, index, quarter or count."""
    return notation(lang).of_kind(kind, value, sign=sign)
