"""The course over the quarters, gathered batch by batch without keeping every run.

Means and variances are exact over all runs (pairwise updating after Chan, Golub and
LeVeque 1983); the quantiles come from the first `QUANTILE_RUNS` runs, which is enough
for three digits and bounds the memory of a long study.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from sim.analysis.measures_of_success import discounted_to_date, value_to_date
from sim.analysis.statistics import LEVEL, student_t
from sim.engine.outcomes import EUR, OUTCOMES, Outcome

Array = npt.NDArray[np.float64]

QUANTILE_RUNS = 2_000
QUANTILES = (0.10, 0.50, 0.90)

DISCOUNTED_PROFIT = "discounted_profit_to_date"
VALUE = "value_to_date"
"""Its difference to carrying on shows the break-even."""
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
    """Gathers the course of one strategy; `add` batches, then ask for the `frame`."""

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
