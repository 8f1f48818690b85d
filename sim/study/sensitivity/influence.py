"""Result of a sensitivity analysis, as a table and in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from sim.study.sensitivity.luck import Luck
from sim.study.sensitivity.quantity import Direction, QuantityOfInterest
from sim.study.sensitivity.resampling import WOULD_DO
from sim.study.sensitivity.saltelli import deciding
from sim.study.sensitivity.study import Assumption
from sim.words.amounts import counted, percent

if TYPE_CHECKING:
    import pandas as pd

Method = Literal["sobol", "morris", "factorial", "sample"]
MEASURES: dict[Method, str] = {
    "sobol": "total Sobol' index", "morris": "mu*", "factorial": "total share of the variance",
    "sample": "first-order share of the variance",
}
"""Name of the measure of each method."""
MOST = 0.9
"""Part of the variance that *decides* stands for."""
NEARLY_ALL = 0.99
"""From here on a number would promise more than the estimates hold."""
HALF = 0.5
VISIBLE = 0.005
"""Share from which a percent is shown."""
FEW = 10
"""Assumptions that the sentence counts if at least half of all are needed to decide that share."""
NAMED = 3
"""Assumptions named in the sentence."""
NOISE_WORTH_SAYING = 0.05
"""Share of the variance between worlds that may be luck without a word."""


@dataclass(frozen=True)
class Influence:
    """Influence of one assumption.

    measure, low, high : see `MEASURES`; a share of the variance 0-1, or for Morris in the unit of the outcome.
    floor : what the measure of an assumption that does nothing rarely exceeds, NaN where that is not known.
    direction : whether more of it raises the outcome. distinguishable : from an assumption that does nothing.
    rank_correlation : Spearman's, with the outcome over all points. more : further measures by name.
    """

    assumption: Assumption
    measure: float
    low: float
    high: float
    floor: float
    direction: Direction
    distinguishable: bool
    rank_correlation: float
    more: dict[str, float]


@dataclass(frozen=True)
class Sensitivity:
    """Which assumptions an outcome depends on, the most influential first.

    drawn : what the size of the design is counted in, how many were used, how many were left out. unknown :
    assumptions of which all points with a result have one value, so that nothing is known of them. chosen : how the
    strategies were chosen where nobody was named.

    Shares are of the variance between worlds, each taken as the mean of its futures. What luck adds to a share is taken
    off where there are futures to tell it by; luck has a share of its own, `Luck.noise_share`.
    """

    quantity: QuantityOfInterest
    method: Method
    influences: tuple[Influence, ...]
    luck: Luck
    points: int
    drawn: tuple[str, int, int]
    warnings: tuple[str, ...]
    unknown: tuple[Assumption, ...] = ()
    chosen: str = ""

    @property
    def constant(self) -> bool:
        """True when no assumption changes the outcome at all."""
        return all(one.measure == 0.0 and one.high in (0.0, one.measure) for one in self.influences) \
            and not any(one.distinguishable for one in self.influences)

    @property
    def converged(self) -> bool:
        """False when a warning asks for a larger design."""
        return not any(warning.endswith(WOULD_DO) for warning in self.warnings)

    @property
    def leading(self) -> tuple[Influence, ...]:
        """Influences that are distinguishable from an assumption without effect."""
        return tuple(one for one in self.influences if one.distinguishable)

    def frame(self) -> pd.DataFrame:
        """One row per assumption, the most influential first.

        Columns: ``factor``, ``measure``, ``low``, ``high``, ``floor``, ``direction``, ``distinguishable``,
        ``rank_correlation``, those of the method (``first``, ``mu``, ...), ``range_low``, ``range_high``, ``unit``
        and ``meaning``. ``attrs`` tell method, measure and what was explained. Measures of what is `unknown` are NaN.
        """
        import pandas as pd

        rows = [{"factor": one.assumption.name, "measure": one.measure, "low": one.low, "high": one.high,
                 "floor": one.floor, "direction": one.direction, "distinguishable": one.distinguishable,
                 "rank_correlation": one.rank_correlation, **one.more, "range_low": one.assumption.low,
                 "range_high": one.assumption.high, "unit": one.assumption.unit, "meaning": one.assumption.meaning}
                for one in self.influences]
        rows += [{"factor": one.name, "direction": "unclear", "distinguishable": False, "range_low": one.low,
                  "range_high": one.high, "unit": one.unit, "meaning": one.meaning} for one in self.unknown]
        found = pd.DataFrame(rows)
        found.attrs.update(method=self.method, measure=MEASURES[self.method], of=self.quantity.told)
        return found

    def sentence(self) -> str:
        """State which assumptions decide."""
        if self.constant or not self.leading:
            return self.headline()
        rest = " The rest is what noise hides, what they do together, and luck." if self.method == "sample" else ""
        doubt = "" if self.converged else " These numbers have not settled: the design is too small."
        return f"{self.headline().removesuffix('.')}: {self._named()}.{rest}{doubt}"

    def headline(self) -> str:
        """State how many assumptions decide what share: the sentence without its details."""
        count = len(self.influences)
        if self.constant:
            return (f"Nothing that was varied ({counted(count, 'assumption')}) makes any difference to "
                    f"{self.quantity.told}.")
        if not self.leading:
            return (f"{_of_all(0, count)} {'can' if count > 1 else 'cannot'} be told from one that does nothing to "
                    f"{self.quantity.told}: take more points or more futures.")
        told = {"sobol": self._decided, "factorial": self._decided, "morris": self._moved, "sample": self._explained}
        return f"{told[self.method]()}."

    def _deciding(self) -> tuple[int, float]:
        """How many assumptions the sentence counts, the most influential first, and what they decide together."""
        first = np.array([one.more.get("first", 0.0) for one in self.influences])
        total = np.array([one.measure for one in self.influences])
        noise = self.luck.noise_share
        parts = deciding(first, total, noise)
        most = parts >= MOST * (1.0 - noise)
        enough = int(np.argmax(most)) + 1 if most.any() else len(parts)
        few = max(len(parts) // 2, 1)
        chosen = enough if enough <= few else min(FEW, few, len(self.leading))
        return chosen, float(parts[chosen - 1])

    def _decided(self) -> str:
        chosen, part = self._deciding()
        noise = self.luck.noise_share
        verb = "decides" if chosen == 1 else "decide"
        if np.floor(100.0 * part) < 1.0:
            many = "it varies with many of them together"
            why = many if noise < HALF else f"luck is {percent(noise)} of its variance"
            return f"No few assumptions decide {self.quantity.told}: {why}"
        much = "practically all" if part > NEARLY_ALL else f"at least {np.floor(100.0 * part):.0f} %"
        luck = f", luck {percent(noise)}" if noise > NOISE_WORTH_SAYING else ""
        return f"{_of_all(chosen, len(self.influences))} {verb} {much} of the variance of {self.quantity.told}{luck}"

    def _moved(self) -> str:
        count = len(self.leading)
        verb = "moves" if count == 1 else "move"
        sizes = np.cumsum([one.measure for one in self.influences])
        half = int(np.argmax(sizes >= HALF * sizes[-1])) + 1
        said = f"{_of_all(count, len(self.influences))} {verb} {self.quantity.told} by more than luck"
        return said if half == 1 or half > count // 2 else f"{said}; {_word(half)} make up half of all effects"

    def _explained(self) -> str:
        part = min(sum(max(one.measure, 0.0) for one in self.leading), 1.0)
        count = len(self.leading)
        verb = "explains by itself" if count == 1 else "explain, adding up what each does by itself,"
        return (f"{_of_all(count, len(self.influences))} can be told from noise and {verb} {percent(part)} of the "
                f"variance of {self.quantity.told}")

    def _named(self) -> str:
        """The first assumptions: those that the headline counts, and then, set apart, those that it does not."""
        listed = [f"{one.assumption.in_sentence} ({self._size(one)}"
                  + (f"; more of it {self.quantity.effect(one.direction)})" if one.direction != "unclear" else ")")
                  for one in self.leading[:NAMED]]
        counted = self.method in ("sobol", "factorial")
        count = self._deciding()[0] if counted else len(self.leading)
        if count >= len(listed):
            all_of_them = count == len(listed) and (counted or count == 1)
            return ("" if all_of_them else "first of all ") + ", ".join(listed)
        return f"{', '.join(listed[:count])}; then {', '.join(listed[count:])}"

    def _size(self, one: Influence) -> str:
        if self.method == "morris":
            return f"+-{self.quantity.amount(one.measure)} over its range"
        if self.method == "sample" and one.measure <= one.floor:
            alone = f"{percent(one.measure)} by itself, no more than noise"
            alone = alone if one.measure >= VISIBLE else "nothing by itself"
            return f"{alone}; {percent(one.more['any_change'])} of any change"
        return percent(min(max(one.measure, 0.0), 1.0))


NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
"""Numbers that are written as words where a sentence begins."""


def _of_all(count: int, total: int) -> str:
    """``Three of 12 assumptions``, ``All 12 assumptions``, ``The only assumption``."""
    if total == 1:
        return "The only assumption"
    if count == total:
        return f"All {total} assumptions"
    return f"{_word(count).capitalize() if count else 'None'} of {total} assumptions"


def _word(count: int) -> str:
    return NUMBERS[count] if count < len(NUMBERS) else str(count)
