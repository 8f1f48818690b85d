"""Numbers and answers in the words a consultant reads aloud."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sim.scenario.strategy import CARRY_ON

if TYPE_CHECKING:
    from sim.analysis.comparison import Comparison
    from sim.analysis.difference import Difference

UNKNOWN = "-"
UNITS = ((1e9, "bn EUR"), (1e6, "M EUR"), (1e3, "k EUR"), (1.0, "EUR"))


@dataclass(frozen=True)
class MoneyScale:
    """Unit and decimals in which related amounts are written."""

    divisor: float
    unit: str
    decimals: int

    def number(self, euro: float, *, sign: bool = False) -> str:
        """Write the amount without its unit; never "-0.0"."""
        if not math.isfinite(euro):
            return UNKNOWN
        rounded = round(euro / self.divisor, self.decimals) + 0.0
        return f"{rounded:{'+' if sign and rounded else ''},.{self.decimals}f}"

    def showing(self, resolution: float) -> MoneyScale:
        """Give the same unit with decimals that show ``resolution`` EUR, e.g. a half width."""
        if not 0.0 < resolution < math.inf or self.divisor == 1.0:
            return self
        return replace(self, decimals=max(self.decimals, min(3, -math.floor(math.log10(resolution / self.divisor)))))

    def amount(self, euro: float, *, sign: bool = False) -> str:
        """Write the amount with its unit."""
        text = self.number(euro, sign=sign)
        return text if text == UNKNOWN else f"{text} {self.unit}"


def money_scale(amounts: Iterable[float], resolution: float | None = None) -> MoneyScale:
    """Choose the scale that suits the largest amount, with decimals that show ``resolution`` (e.g. a half width)."""
    largest = max((abs(x) for x in amounts if math.isfinite(x)), default=0.0)
    divisor, unit = next(((d, u) for d, u in UNITS if largest >= 0.95 * d), UNITS[-1])
    decimals = 0 if largest >= 100 * divisor or divisor < 1e6 else 1
    scale = MoneyScale(divisor, unit, 0 if divisor == 1.0 else decimals)
    return scale if resolution is None else scale.showing(resolution)


def money(euro: float, *, sign: bool = False) -> str:
    """One amount by itself: ``+2.1 M EUR``."""
    return money_scale([euro]).amount(euro, sign=sign)


def percent(share: float) -> str:
    """``87 %``; a share that is not quite 0 or 1 does not read as if it were."""
    if not math.isfinite(share):
        return UNKNOWN
    if 0.0 < share < 0.005:
        return "<1 %"
    return ">99 %" if 0.995 < share < 1.0 else f"{100 * share:.0f} %"


def quarter(number: float) -> str:
    """``Q6``."""
    return f"Q{number:.0f}" if math.isfinite(number) else UNKNOWN


def futures(share: float) -> str:
    """``87 of 100 futures``."""
    whole = percent(share).removesuffix(" %").replace("<1", "fewer than 1").replace(">99", "more than 99")
    return f"{whole} of 100 futures"


def sentence(comparison: Comparison) -> str:
    """Which strategy is best, by how much, how sure, and when it pays; honest when undecided."""
    if len(comparison.strategies) < 2:
        return "There is only carrying on in this comparison, so there is nothing to compare it with."
    first, second = comparison.ranking()[:2]
    gap = comparison.difference(first, second)
    horizon = comparison.scenario.quarters
    if gap.same:
        return (f"'{comparison.title(first)}' and '{comparison.title(second)}' come to the same result "
                f"in each of {gap.n} futures.")
    scale = money_scale([gap.mean, gap.low, gap.high], gap.half_width)
    interval = f"95 % interval {scale.number(gap.low)} to {scale.number(gap.high)}"
    if not gap.decided:
        return _undecided(comparison, gap, scale, interval)
    won = (f"'{comparison.title(first)}' beats '{comparison.title(second)}' by {scale.amount(gap.mean)} over "
           f"{horizon} quarters ({interval}; better in {futures(gap.probability)}); ")
    return won + _when_it_pays(comparison, first)


def _when_it_pays(comparison: Comparison, first: str) -> str:
    if first == CARRY_ON:
        return "no strategy pays back what it costs on average."
    pays, median, cash = (float(comparison.summary()[column][first]) for column in ("pays", "break_even", "cash_pays"))
    if not pays > 0.0:
        return "it does not pay back against carrying on within the horizon."
    share = "" if pays == 1.0 else f" in the {futures(pays)} in which it pays back at all"
    if pays < 0.5:
        return f"it pays back against carrying on in only {futures(pays)}."
    alone = f", but out of profit alone in only {futures(cash)}" if cash < 0.5 else ""
    alone = ", but never out of profit alone within the horizon" if cash == 0.0 else alone
    return f"it pays from quarter {median:.0f} on (median{share}){alone}."


def _undecided(comparison: Comparison, gap: Difference, scale: MoneyScale, interval: str) -> str:
    a, b = comparison.title(gap.a), comparison.title(gap.b)
    text = (f"Undecided: '{a}' and '{b}' differ by {scale.amount(gap.mean)} over {comparison.scenario.quarters} "
            f"quarters ({interval}); '{a}' is better in {futures(gap.probability)}. ")
    return text + _to_decide(gap)


def _to_decide(gap: Difference) -> str:
    from sim.analysis.statistics import replications_needed

    if gap.n < 2 or gap.mean == 0.0:
        return "More replications are needed to tell."
    needed = replications_needed(gap.values, abs(gap.mean))
    if needed > 1_000_000:
        return "For practical purposes they are equal."
    return f"About {significant(needed):,} replications would tell a difference of this size from none."


def condition_value(value: float | None, digits: int = 3) -> str:
    """Write the value of a condition: ``0.13``, ``2,400``."""
    if value is None or not math.isfinite(value):
        return UNKNOWN
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.{digits}g}"


def significant(n: int, digits: int = 2) -> int:
    """Round a count up to so many leading digits, for estimates."""
    unit = max(1, 10 ** (len(str(n)) - digits))
    return int(-(-n // unit) * unit)
