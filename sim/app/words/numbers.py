"""Numbers as each language writes them: 88,5 % and 88.5 %, 1,9 Mio. EUR and 1.9 M EUR."""

from __future__ import annotations

import math

from babel.numbers import format_decimal

from sim.app.words.catalogue import Language, say

UNKNOWN = "–"
LOCALES = {"de": "de_DE", "en": "en_GB"}
UNITS = ((1e9, "billion"), (1e6, "million"), (1e3, "thousand"), (1.0, "one"))


def number(lang: Language, value: float, digits: int = 0, *, sign: bool = False) -> str:
    """Write a number with so many decimals; a dash where it is unknown, never a negative zero."""
    if not math.isfinite(value):
        return UNKNOWN
    rounded = round(value, digits) + 0.0
    places = "#,##0" + ("." + "0" * digits if digits else "")
    text = format_decimal(rounded, format=places, locale=LOCALES[lang]).replace("-", "\N{MINUS SIGN}")
    return f"+{text}" if sign and rounded > 0.0 else text


def percent(lang: Language, share: float, digits: int = 0, *, sign: bool = False) -> str:
    """Write a share as a percentage; one that is not quite 0 or 1 does not read as if it were."""
    if digits == 0 and 0.0 < share < 0.005:
        return f"<1{_gap(lang)}%"
    if digits == 0 and 0.995 < share < 1.0:
        return f">99{_gap(lang)}%"
    text = number(lang, 100.0 * share, digits, sign=sign)
    return text if text == UNKNOWN else f"{text}{_gap(lang)}%"


def money(lang: Language, euro: float, *, sign: bool = False) -> str:
    """Write an amount with the unit that suits it: ``+1.9 M EUR``."""
    if not math.isfinite(euro):
        return UNKNOWN
    divisor, unit = next(((d, u) for d, u in UNITS if abs(euro) >= 0.95 * d), UNITS[-1])
    digits = 1 if divisor >= 1e6 and abs(euro) < 100.0 * divisor else 0
    return f"{number(lang, euro / divisor, digits, sign=sign)} {say(lang, f'numbers.{unit}')}"


def quarter(lang: Language, which: float) -> str:
    """Write a quarter: ``Q6``, or a dash where there is none."""
    return say(lang, "numbers.quarter", number=number(lang, which)) if math.isfinite(which) else UNKNOWN


def _gap(lang: Language) -> str:
    return "\N{NO-BREAK SPACE}" if lang == "de" else ""
