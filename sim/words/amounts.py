"""Numbers, amounts and times as people read them: one way for terminal, figures, page and report, in any language.

A `Notation` is how a language writes them. `ENGLISH` is declared here; the words of other languages are in the
catalogue. The functions of this module write plain text for terminals and figures (`TERMINAL`).
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

UNITS = ((1e9, "billion"), (1e6, "million"), (1e3, "thousand"), (1.0, "one"))
"""Divisor of a unit of money, and the field of `Notation` that names it."""


@dataclass(frozen=True)
class Notation:
    """How a language writes numbers; percent and quarter have a place for the ``{number}``."""

    decimal: str
    thousands: str
    minus: str
    unknown: str
    percent_sign: str
    quarter_sign: str
    one: str
    thousand: str
    million: str
    billion: str

    def number(self, value: float, digits: int = 0, *, sign: bool = False) -> str:
        """Write a number with `digits` decimals; never a negative zero, and a dash for NaN."""
        if not math.isfinite(value):
            return self.unknown
        rounded = round(value, digits) + 0.0
        plus = "+" if sign and rounded > 0.0 else ""
        marks = str.maketrans({",": self.thousands, ".": self.decimal, "-": self.minus})
        return plus + f"{rounded:,.{digits}f}".translate(marks)

    def percent(self, share: float, digits: int = 0, *, sign: bool = False) -> str:
        """Write a share as a percentage; without decimals, one just above 0 reads <1 and one just below 1 reads >99."""
        text = self.number(100.0 * share, digits, sign=sign)
        if text == self.unknown:
            return text
        if digits == 0:
            text = "<1" if 0.0 < share < 0.005 else ">99" if 0.995 < share < 1.0 else text
        return self.percent_sign.format(number=text)

    def money(self, euro: float, *, sign: bool = False) -> str:
        """Write a single amount in a suitable unit: ``+2.1 M EUR``."""
        return self.scale([euro]).amount(euro, sign=sign)

    def scale(self, amounts: Iterable[float], resolution: float | None = None) -> MoneyScale:
        """Choose a unit for related amounts by the largest of them, with decimals that resolve ``resolution`` EUR."""
        largest = max((abs(x) for x in amounts if math.isfinite(x)), default=0.0)
        divisor, name = next(((d, u) for d, u in UNITS if largest >= 0.95 * d), UNITS[-1])
        decimals = 1 if divisor >= 1e6 and largest < 100 * divisor else 0
        scale = MoneyScale(divisor, getattr(self, name), decimals, self)
        return scale if resolution is None else scale.showing(resolution)

    def quarter(self, which: float) -> str:
        """Write the number of a quarter: ``Q6``."""
        return self.quarter_sign.format(number=self.number(which)) if math.isfinite(which) else self.unknown

    def of_kind(self, kind: str, value: float, *, sign: bool = False) -> str:
        """Write a value according to its unit: eur, share, index (two decimals), quarter or count."""
        if kind == "quarter":
            return self.quarter(value)
        if kind == "eur":
            return self.money(value, sign=sign)
        if kind == "share":
            return self.percent(value, sign=sign)
        return self.number(value, 2 if kind == "index" else 0, sign=sign)


ENGLISH = Notation(decimal=".", thousands=",", minus="\N{MINUS SIGN}", unknown="\N{EN DASH}", percent_sign="{number}%",
                   quarter_sign="Q{number}", one="EUR", thousand="k EUR", million="M EUR", billion="bn EUR")
TERMINAL = replace(ENGLISH, minus="-", unknown="-", percent_sign="{number} %")
"""English in the characters that every terminal, pipe and search knows."""


@dataclass(frozen=True)
class MoneyScale:
    """Unit and decimals in which related amounts are written."""

    divisor: float
    unit: str
    decimals: int
    notation: Notation = TERMINAL

    def number(self, euro: float, *, sign: bool = False) -> str:
        """Write the amount without its unit."""
        return self.notation.number(euro / self.divisor, self.decimals, sign=sign)

    def showing(self, resolution: float) -> MoneyScale:
        """Return the same unit with decimals that resolve ``resolution`` EUR, e.g. a half width."""
        if not 0.0 < resolution < math.inf or self.divisor == 1.0:
            return self
        return replace(self, decimals=max(self.decimals, min(3, -math.floor(math.log10(resolution / self.divisor)))))

    def amount(self, euro: float, *, sign: bool = False) -> str:
        """Write the amount with its unit."""
        return f"{self.number(euro, sign=sign)} {self.unit}" if math.isfinite(euro) else self.notation.unknown


money_scale, money, percent, quarter = TERMINAL.scale, TERMINAL.money, TERMINAL.percent, TERMINAL.quarter


def futures(share: float) -> str:
    """``87 of 100 futures``."""
    whole = percent(share).removesuffix(" %").replace("<1", "fewer than 1").replace(">99", "more than 99")
    return f"{whole} of 100 futures"


def condition_value(value: float | None, digits: int = 3) -> str:
    """Write the value of a condition: ``0.13``, ``2,400``."""
    if value is None or not math.isfinite(value):
        return TERMINAL.unknown
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.{digits}g}"


def significant(n: int, digits: int = 2) -> int:
    """Round a count up to a number of leading digits, for estimates."""
    unit = max(1, 10 ** (len(str(n)) - digits))
    return int(-(-n // unit) * unit)


def counted(count: int, noun: str, plural: str = "") -> str:
    """``1 world``, ``1,280 worlds``: a number with its noun.

    plural : where it is not the noun with an s.
    """
    return f"{count:,} {noun if count == 1 else plural or f'{noun}s'}"
