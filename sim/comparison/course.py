"""The course over the quarters, gathered batch by batch without keeping every run.

Means and variances are exact over all runs (pairwise updating after Chan, Golub and
LeVeque 1983); the quantiles come from the first `QUANTILE_RUNS` runs, which is enough
for three digits and bounds the memory of a long study.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from sim.arrays import Array
from sim.comparison.measures_of_success import (
    MEASURES,
    Success,
    discounted_to_date,
    profit_dip,
    regret,
    value_to_date,
    worst_tenth,
)
from sim.engine.outcomes import EUR, OUTCOMES, Outcome
from sim.scenario.problems import nearest
from sim.scenario.schema import Scenario
from sim.scenario.strategy import CARRY_ON
from sim.statistics import paired
from sim.statistics.paired import LEVEL, student_t

QUANTILE_RUNS = 2_000
QUANTILES = (0.10, 0.50, 0.90)
DISCOUNTED_PROFIT = "discounted_profit_to_date"
VALUE = "value_to_date"
"""Outcome whose difference from carrying on shows the break-even."""
DERIVED: dict[str, Outcome] = {outcome.name: outcome for outcome in (
    Outcome(DISCOUNTED_PROFIT, "Money to date", EUR, "stock", "money", "sum", "higher",
            "Profit of all quarters so far, discounted", signed=True),
    Outcome(VALUE, "Value to date", EUR, "stock", "money", "sum", "higher",
            "Profit so far and the worth of the customer base, discounted, as if the quarter were the last",
            signed=True),
)}
"""Outcomes by quarter that `with_derived` works out from those of the engine."""
COURSES: dict[str, Outcome] = OUTCOMES | DERIVED
"""Everything that has a value in every quarter."""
COLUMNS = ("strategy", "quarter", "outcome", "mean", "low", "high", "p10", "p50", "p90",
           "difference", "difference_low", "difference_high")


def with_derived(outcomes: Mapping[str, Array], discount_rate: float) -> dict[str, Array]:
    """Add to the outcomes of an ensemble those derived from them."""
    derived = {DISCOUNTED_PROFIT: discounted_to_date(outcomes["profit"], discount_rate),
               VALUE: value_to_date(outcomes, discount_rate)}
    return {**outcomes, **derived}


@dataclass(frozen=True)
class Moments:
    """Count, mean and sum of squared deviations per quarter: (quarters,)."""

    n: int
    mean: Array
    squares: Array

    @classmethod
    def of(cls, values: Array) -> Moments:
        """Moments of (quarters, runs) over the runs."""
        mean: Array = values.mean(axis=1)
        return cls(values.shape[1], mean, ((values - mean[:, None]) ** 2).sum(axis=1))

    def merged(self, other: Moments) -> Moments:
        """Moments of both sets of runs together."""
        n = self.n + other.n
        step = other.mean - self.mean
        squares = self.squares + other.squares + step**2 * (self.n * other.n / n)
        return Moments(n, self.mean + step * (other.n / n), squares)

    def bounds(self) -> tuple[Array, Array]:
        """Bounds of the 95 % interval of the mean; NaN with fewer than two runs."""
        deviation = np.sqrt(self.squares / max(self.n - 1, 1))
        half = student_t(self.n, LEVEL) * deviation / np.sqrt(self.n)
        return self.mean - half, self.mean + half


@dataclass
class _Series:
    level: Moments
    difference: Moments
    sample: list[Array]


@dataclass
class Course:
    """Accumulates the course of one strategy; `add` batches, then take the `frame`."""

    strategy: str
    _series: dict[str, _Series] = field(default_factory=dict)

    def add(self, outcomes: Mapping[str, Array], reference: Mapping[str, Array]) -> None:
        """Add one batch of runs, with carrying on in the same runs."""
        for name, values in outcomes.items():
            level, difference = Moments.of(values), Moments.of(values - reference[name])
            known = self._series.get(name)
            if known is None:
                self._series[name] = _Series(level, difference, [values[:, :QUANTILE_RUNS].copy()])
                continue
            known.level, known.difference = known.level.merged(level), known.difference.merged(difference)
            room = QUANTILE_RUNS - sum(part.shape[1] for part in known.sample)
            if room > 0:
                known.sample.append(values[:, :room].copy())

    def frame(self) -> pd.DataFrame:
        """Tidy table, one row per outcome and quarter, columns `COLUMNS`."""
        rows = [self._rows(name, series) for name, series in self._series.items()]
        return pd.DataFrame({column: np.concatenate([row[column] for row in rows]) for column in COLUMNS})

    def _rows(self, name: str, series: _Series) -> dict[str, npt.NDArray[Any]]:
        low, high = series.level.bounds()
        difference_low, difference_high = series.difference.bounds()
        p10, p50, p90 = np.quantile(np.concatenate(series.sample, axis=1), QUANTILES, axis=1)
        count = series.level.mean.size
        return {
            "strategy": np.full(count, self.strategy, dtype=object), "quarter": np.arange(1, count + 1),
            "outcome": np.full(count, name, dtype=object), "mean": series.level.mean,
            "low": low, "high": high, "p10": p10, "p50": p50, "p90": p90, "difference": series.difference.mean,
            "difference_low": difference_low, "difference_high": difference_high,
        }


class BadArgumentError(ValueError):
    """An unusable argument; the message says which, and what would be valid."""


def unknown_strategy(name: str, known: Sequence[str]) -> str:
    """Return the message about an unknown strategy name, with the name probably meant."""
    guess = nearest(name, known)
    hint = f"; did you mean {guess!r}?" if guess else ""
    return f"no strategy {name!r} in this scenario{hint} (there are: {', '.join(known)})"


# --- summary table ---------------------------------------------------------------------------------------------------

NOT_AS_MEANS = {"npv", "gain", "break_even", "cash_break_even", "dip_depth", "dip_quarters", "revenue_dip_depth",
                "revenue_dip_quarters"}
"""Measures of success with columns of their own; of all others the mean is shown under their name."""


def summary_frame(scenario: Scenario, success: Mapping[str, Success], quarters: pd.DataFrame) -> pd.DataFrame:
    """One row per strategy, carrying on included; money in EUR, shares 0-1, quarters from 1.

    * ``npv``, ``gain`` (against carrying on) with ``_low``/``_high`` (95 % interval of the mean)
      and ``gain_p10/p50/p90`` (single futures);
    * ``best``, ``ahead``: probability of being the best, and of beating carrying on, with Wilson intervals;
    * ``base_gain``: the part of the gain due to the customer base at the horizon;
    * ``pays``: share of futures that break even; ``break_even`` and its quartiles: median among those;
      ``cash_pays``, ``cash_break_even``: the same from profit alone, without the value of the customer base;
    * ``dip_depth``, ``dip_quarters``, ``dip_end``: dip of the *expected* course of profit, see `dip`; ``run_dip_*`` and
      ``revenue_dip_*``: means over single futures;
    * ``worst_tenth``: mean gain of the worst 10 % of futures; ``regret``: mean loss against the best of each future.
    """
    values = np.stack([s.npv for s in success.values()])
    best = paired.probability_of_being_best(values)
    lost = regret(values)
    rows = []
    for i, (name, own) in enumerate(success.items()):
        rows.append({
            "strategy": name, "title": scenario.strategy(name).title, **_money(own), **_chances(own, best[i]),
            **_break_even(own, name), **_dips(own, quarters, name), **_means(own),
            "regret": float(lost[i].mean()), "worst_tenth": worst_tenth(own.gain), "n": own.npv.size,
        })
    return pd.DataFrame(rows).set_index("strategy")


def _money(own: Success) -> dict[str, float]:
    npv, gain = paired.mean_interval(own.npv), paired.mean_interval(own.gain)
    p10, p50, p90 = np.quantile(own.gain, [0.1, 0.5, 0.9])
    return {
        "npv": npv.mean, "npv_low": npv.low, "npv_high": npv.high,
        "gain": gain.mean, "gain_low": gain.low, "gain_high": gain.high,
        "gain_p10": float(p10), "gain_p50": float(p50), "gain_p90": float(p90),
    }


def _chances(own: Success, best: paired.Interval) -> dict[str, float]:
    ahead = paired.probability_of_beating(own.gain, np.zeros_like(own.gain))
    return {
        "best": best.mean, "best_low": best.low, "best_high": best.high,
        "ahead": ahead.mean, "ahead_low": ahead.low, "ahead_high": ahead.high,
    }


def _break_even(own: Success, name: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for prefix, quarters in (("", own.break_even), ("cash_", own.cash_break_even)):
        paid = quarters[~np.isnan(quarters)]
        known = name != CARRY_ON and paid.size > 0
        q25, q50, q75 = np.quantile(paid, [0.25, 0.5, 0.75], method="inverted_cdf") if known else [np.nan] * 3
        found[f"{prefix}pays"] = np.nan if name == CARRY_ON else paid.size / quarters.size
        found |= {f"{prefix}break_even": float(q50), f"{prefix}break_even_q25": float(q25),
                  f"{prefix}break_even_q75": float(q75)}
    return found


def _dips(own: Success, quarters: pd.DataFrame, name: str) -> dict[str, float]:
    expected = expected_dip(quarters, name)
    return {
        "dip_depth": expected[0], "dip_quarters": expected[1], "dip_end": expected[2],
        "run_dip_depth": mean_known(own.dip_depth), "run_dip_quarters": float(own.dip_quarters.mean()),
        "revenue_dip_depth": mean_known(own.revenue_dip_depth),
        "revenue_dip_quarters": float(own.revenue_dip_quarters.mean()),
    }


def _means(own: Success) -> dict[str, float]:
    return {name: mean_known(getattr(own, name)) for name in MEASURES if name not in NOT_AS_MEANS}


def mean_known(values: Array) -> float:
    """Mean of the values that are not NaN; NaN if there are none."""
    known = values[~np.isnan(values)]
    return float(known.mean()) if known.size else float("nan")


def expected_dip(quarters: pd.DataFrame, strategy: str) -> tuple[float, float, float]:
    """Depth, length and end of the dip of the mean course of profit against carrying on.

    The course of the mean is what the figures show; single futures dip earlier or later,
    so the mean of their dips is a different number.
    """
    profit = course_of(quarters, strategy, "profit")["mean"]
    reference = course_of(quarters, CARRY_ON, "profit")["mean"]
    margin = course_of(quarters, CARRY_ON, "margin")["mean"]
    found = profit_dip(*(np.asarray(x, dtype=np.float64)[:, None] for x in (profit, reference, margin)))
    return float(found.depth[0]), float(found.quarters[0]), float(found.end[0])


def course_of(quarters: pd.DataFrame, strategy: str, outcome: str) -> pd.DataFrame:
    """Select the rows of one strategy and one outcome, in the order of the quarters."""
    return quarters[(quarters["strategy"] == strategy) & (quarters["outcome"] == outcome)].sort_values("quarter")
