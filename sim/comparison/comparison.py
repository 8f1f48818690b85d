"""The result of a comparison: which strategy is best, the margin and its certainty, and when it pays off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations

import numpy as np
import pandas as pd

from sim.arrays import Array
from sim.comparison.course import summary_frame
from sim.comparison.measures_of_success import Success, regret
from sim.results.provenance import source_line
from sim.scenario.schema import Scenario
from sim.scenario.strategy import CARRY_ON
from sim.statistics import paired
from sim.words.amounts import MoneyScale, futures, money_scale, significant

# --- paired differences ----------------------------------------------------------------------------------------------

@dataclass(frozen=True)
class Difference:
    """Net present value of ``a`` minus that of ``b``, run by run with the same luck, in EUR.

    ``low`` and ``high`` bound the 95 % interval of the mean; ``probability`` is the share
    of futures in which ``a`` beats ``b`` (a tie counts one half), with its Wilson interval.
    """

    a: str
    b: str
    mean: float
    low: float
    high: float
    probability: float
    probability_low: float
    probability_high: float
    n: int
    values: Array = field(repr=False, compare=False)
    """(runs,) difference of each run, EUR."""

    @property
    def half_width(self) -> float:
        """Half the width of the interval, EUR."""
        return (self.high - self.low) / 2.0

    @property
    def decided(self) -> bool:
        """True when zero lies outside the interval of the mean."""
        return self.low > 0.0 or self.high < 0.0

    @property
    def same(self) -> bool:
        """True when both have the same value in every run."""
        return not bool(self.values.any())

    def row(self) -> dict[str, str | float | int | bool]:
        """One row of a table of differences."""
        return {
            "a": self.a, "b": self.b, "mean": self.mean, "low": self.low, "high": self.high,
            "probability": self.probability, "probability_low": self.probability_low,
            "probability_high": self.probability_high, "n": self.n, "decided": self.decided,
        }


def difference_between(a: str, b: str, values_a: Array, values_b: Array) -> Difference:
    """Return the paired difference of two strategies from their values per run, (runs,) in EUR."""
    mean = paired.paired_difference(values_a, values_b)
    beats = paired.probability_of_beating(values_a, values_b)
    return Difference(a, b, mean.mean, mean.low, mean.high, beats.mean, beats.low, beats.high, mean.n,
                      values_a - values_b)


@dataclass(frozen=True)
class Comparison:
    """Strategies compared run by run on the same luck.

    Made by `sim.comparison.compare.compare`; holds one value per run for each measure of
    success, and means, intervals and quantiles per quarter, but not the single courses.
    """

    scenario: Scenario
    seed: int
    success: Mapping[str, Success] = field(repr=False)
    """Strategy name -> measures of success; carrying on comes first."""
    quarters: pd.DataFrame = field(repr=False)
    """Tidy: strategy, quarter, outcome, mean, low, high (95 % interval of the mean), p10, p50, p90 (single
    futures), and the paired difference to carrying on with its interval."""
    precision: float | None = None
    """Half width of the 95 % interval that was asked for, EUR; None when replications were fixed."""
    precision_reached: bool = True

    @property
    def strategies(self) -> tuple[str, ...]:
        """Names of the strategies compared, carrying on first."""
        return tuple(self.success)

    @property
    def replications(self) -> int:
        """Runs of each strategy."""
        return int(self.success[CARRY_ON].npv.size)

    @property
    def source(self) -> str:
        """Provenance of the numbers, for the foot of a figure."""
        return source_line(self.scenario, self.replications, self.seed)

    def title(self, strategy: str) -> str:
        """Readable name of a strategy."""
        return self.scenario.strategy(strategy).title

    @cached_property
    def _summary(self) -> pd.DataFrame:
        return summary_frame(self.scenario, self.success, self.quarters)

    def summary(self) -> pd.DataFrame:
        """One row per strategy; the columns are described at `sim.comparison.course.summary_frame`."""
        return self._summary.copy()

    def ranking(self) -> tuple[str, ...]:
        """Strategies by mean net present value, the best first."""
        return tuple(sorted(self.strategies, key=lambda name: -float(self.success[name].npv.mean())))

    def main_pair(self) -> tuple[str, str]:
        """Pick the two strategies that decide the answer: the best two, without carrying on if two others remain."""
        ranked = self.ranking()
        others = tuple(name for name in ranked if name != CARRY_ON)
        pair = others[:2] if len(others) > 1 else ranked[:2]
        if len(pair) < 2:
            raise ValueError("there is only carrying on, nothing to compare it with")
        return pair[0], pair[1]

    def difference(self, a: str, b: str) -> Difference:
        """Net present value of ``a`` minus ``b``, run by run.

        Raises `KeyError` when one of them was not compared.
        """
        for name in (a, b):
            if name not in self.success:
                raise KeyError(f"{name!r} is not among the strategies compared: {', '.join(self.strategies)}")
        return difference_between(a, b, self.success[a].npv, self.success[b].npv)

    def differences(self) -> pd.DataFrame:
        """Tabulate the paired difference of every two strategies, the one with the higher mean first."""
        rows = [self.difference(a, b).row() for a, b in combinations(self.ranking(), 2)]
        return pd.DataFrame(rows, columns=None if rows else ["a", "b", "mean", "low", "high"])

    def regret(self) -> dict[str, Array]:
        """Strategy -> regret per run, (runs,): shortfall against the best strategy of that run, EUR."""
        lost = regret(np.stack([s.npv for s in self.success.values()]))
        return dict(zip(self.strategies, lost, strict=True))

    def deciding(self) -> list[Difference]:
        """List the differences that must be precise: each strategy against carrying on, and the main pair."""
        found = [self.difference(name, CARRY_ON) for name in self.strategies if name != CARRY_ON]
        if len(self.strategies) > 2:
            found.append(self.difference(*self.main_pair()))
        return found

    def half_width(self) -> float:
        """Return the widest half width among the deciding differences, EUR."""
        return max((d.half_width for d in self.deciding()), default=0.0)

    def replications_needed(self, half_width: float) -> int:
        """Number of replications that would give every deciding difference this half width (EUR)."""
        needed = [paired.replications_needed(d.values, half_width) for d in self.deciding()]
        return max(needed, default=2)

    def variance_reduction(self) -> pd.DataFrame:
        """Tabulate the gain from shared luck: variance of each paired difference against that of independent runs."""
        rows = []
        for a, b in combinations(self.ranking(), 2):
            gain = paired.variance_reduction(self.success[a].npv, self.success[b].npv)
            rows.append({"a": a, "b": b, "paired_variance": gain.paired, "independent_variance": gain.independent,
                         "factor": gain.factor, "correlation": gain.correlation})
        return pd.DataFrame(rows)

    def sentence(self) -> str:
        """Summarise which strategy is best, the margin, its certainty, and when it pays off; says so if undecided."""
        if len(self.strategies) < 2:
            return "There is only carrying on in this comparison, so there is nothing to compare it with."
        first, second = self.ranking()[:2]
        gap = self.difference(first, second)
        if gap.same:
            return (f"'{self.title(first)}' and '{self.title(second)}' come to the same result "
                    f"in each of {gap.n} futures.")
        scale = money_scale([gap.mean, gap.low, gap.high], gap.half_width)
        interval = f"95 % interval {scale.number(gap.low)} to {scale.number(gap.high)}"
        if not gap.decided:
            return _undecided(self, gap, scale, interval)
        return (f"'{self.title(first)}' beats '{self.title(second)}' by {scale.amount(gap.mean)} over "
                f"{self.scenario.quarters} quarters ({interval}; better in {futures(gap.probability)}); "
                + _when_it_pays(self, first))


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
    if gap.n < 2 or gap.mean == 0.0:
        return "More replications are needed to tell."
    needed = paired.replications_needed(gap.values, abs(gap.mean))
    if needed > 1_000_000:
        return "For practical purposes they are equal."
    return f"About {significant(needed):,} replications would tell a difference of this size from none."
