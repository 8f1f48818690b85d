"""Statistics of paired replications: means, differences, shares, and required sample sizes.

Every function is pure. An interval here is always an interval of the *mean* (or of a
share), never the spread of single futures.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri, stdtrit

from sim.arrays import Array

LEVEL = 0.95
"""Confidence level of every interval, unless told otherwise."""

MOST_REPLICATIONS = 10**12
"""Result of `replications_needed` if no practicable number would suffice."""


@dataclass(frozen=True)
class Interval:
    """An estimate with its confidence interval, from ``n`` replications."""

    mean: float
    low: float
    high: float
    n: int

    @property
    def half_width(self) -> float:
        """Half the width of the interval, in the unit of the mean."""
        return (self.high - self.low) / 2.0

    @property
    def decided(self) -> bool:
        """True when zero lies outside the interval."""
        return self.low > 0.0 or self.high < 0.0


def student_t(n: int | Array, level: float = LEVEL) -> Array:
    """Two-sided Student t factor for the mean of ``n`` values; NaN below two values."""
    degrees = np.asarray(n, dtype=np.float64) - 1.0
    factor: Array = np.where(degrees > 0.0, stdtrit(np.maximum(degrees, 1.0), 0.5 + level / 2.0), np.nan)
    return factor


def mean_interval(values: npt.ArrayLike, level: float = LEVEL) -> Interval:
    """Mean with its Student t interval.

    Parameters
    ----------
    values : (runs,) one value per replication; any unit.
    level : confidence level in (0, 1).

    Returns
    -------
    Interval in the unit of the values; its bounds are NaN when there is one value only.

    Raises
    ------
    ValueError
        When there are no values, or not one dimension.
    """
    column = _column(values)
    mean = float(column.mean())
    if column.size < 2:
        return Interval(mean, float("nan"), float("nan"), column.size)
    half = float(student_t(column.size, level)) * float(column.std(ddof=1)) / float(np.sqrt(column.size))
    return Interval(mean, mean - half, mean + half, column.size)


def paired_difference(a: npt.ArrayLike, b: npt.ArrayLike, level: float = LEVEL) -> Interval:
    """Mean of ``a - b``, run by run, with its Student t interval.

    Raises `ValueError` when the two do not have the same runs.
    """
    first, second = _column(a), _column(b)
    if first.size != second.size:
        raise ValueError(f"paired values need the same runs: {first.size} against {second.size}")
    return mean_interval(first - second, level)


def wilson(successes: float, n: int, level: float = LEVEL) -> Interval:
    """Share ``successes / n`` with its Wilson interval (shared ties may make successes fractional)."""
    if n < 1 or not 0.0 <= successes <= n:
        raise ValueError(f"need 0 <= successes <= n and n >= 1, got {successes} of {n}")
    z2 = float(ndtri(0.5 + level / 2.0)) ** 2
    rate = successes / n
    centre = (rate + z2 / (2 * n)) / (1 + z2 / n)
    half = float(np.sqrt(z2 * (rate * (1 - rate) / n + z2 / (4 * n * n)))) / (1 + z2 / n)
    low = 0.0 if successes == 0 else max(0.0, centre - half)
    high = 1.0 if successes == n else min(1.0, centre + half)
    return Interval(rate, low, high, n)


def probability_of_being_best(values: Array, level: float = LEVEL) -> list[Interval]:
    """Share of runs in which each row is the largest; a tie among k counts 1/k for each.

    Parameters
    ----------
    values : (strategies, runs).

    Returns
    -------
    One Wilson interval per row; the means add to 1.
    """
    best = values == values.max(axis=0)
    wins = (best / best.sum(axis=0)).sum(axis=1)
    n = values.shape[1]
    return [wilson(min(float(w), float(n)), n, level) for w in wins]


def probability_of_beating(a: npt.ArrayLike, b: npt.ArrayLike, level: float = LEVEL) -> Interval:
    """Share of runs in which ``a`` exceeds ``b``, a tie counting one half, with its Wilson interval."""
    first, second = _column(a), _column(b)
    if first.size != second.size:
        raise ValueError(f"paired values need the same runs: {first.size} against {second.size}")
    return wilson(float((first > second).sum()) + 0.5 * float((first == second).sum()), first.size, level)


def bootstrap_interval(
    values: npt.ArrayLike,
    statistic: Callable[[Array], float],
    *,
    resamples: int = 1000,
    level: float = LEVEL,
    seed: int = 20_240_229,
) -> Interval:
    """Percentile bootstrap of any statistic of one column, for statistics without a formula.

    Deterministic: the resamples come from a generator of its own, seeded by ``seed``.
    """
    column = _column(values)
    generator = np.random.default_rng(seed)
    drawn = [statistic(column[generator.integers(0, column.size, column.size)]) for _ in range(resamples)]
    low, high = np.quantile(np.asarray(drawn), [0.5 - level / 2.0, 0.5 + level / 2.0])
    return Interval(float(statistic(column)), float(low), float(high), column.size)


def replications_needed(values: npt.ArrayLike, half_width: float, level: float = LEVEL) -> int:
    """Number of replications that would make the interval of the mean as narrow as required.

    Parameters
    ----------
    values : (runs,) values of a pilot of at least two runs.
    half_width : half the width that the interval may have, in the unit of the values.

    Returns
    -------
    The smallest ``n >= 2`` with ``t(n - 1) * s / sqrt(n) <= half_width``, s being the
    pilot's standard deviation; at most `MOST_REPLICATIONS`.
    """
    column = _column(values)
    if not half_width > 0.0:
        raise ValueError(f"half_width must be above 0, got {half_width}")
    if column.size < 2:
        raise ValueError("a pilot needs at least two runs")
    spread = float(column.std(ddof=1)) / half_width

    def enough(n: int) -> bool:
        return float(student_t(n, level)) * spread <= math.sqrt(n)

    return _smallest(enough)


def _smallest(enough: Callable[[int], bool]) -> int:
    """Smallest n >= 2 with ``enough(n)``, which must be monotonic."""
    high = 2
    while not enough(high):
        if high >= MOST_REPLICATIONS:
            return MOST_REPLICATIONS
        high *= 2
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return max(high, 2)


@dataclass(frozen=True)
class VarianceReduction:
    """Variance reduction of one difference through common random numbers."""

    paired: float
    independent: float
    correlation: float

    @property
    def factor(self) -> float:
        """Factor by which independent runs would have to be more numerous for the same precision; inf without noise."""
        if self.paired > 0.0:
            return self.independent / self.paired
        return float("inf") if self.independent > 0.0 else 1.0


def variance_reduction(a: npt.ArrayLike, b: npt.ArrayLike) -> VarianceReduction:
    """Variance of the paired difference against that of independent runs, ``var(a) + var(b)``."""
    first, second = _column(a), _column(b)
    if first.size != second.size or first.size < 2:
        raise ValueError(f"need two or more paired runs, got {first.size} and {second.size}")
    variances = float(first.var(ddof=1)), float(second.var(ddof=1))
    paired = float((first - second).var(ddof=1))
    scale = float(np.sqrt(variances[0] * variances[1]))
    correlation = (sum(variances) - paired) / (2.0 * scale) if scale > 0.0 else float("nan")
    return VarianceReduction(paired, sum(variances), correlation)


def _column(values: npt.ArrayLike) -> Array:
    column = np.asarray(values, dtype=np.float64)
    if column.ndim != 1 or column.size == 0:
        raise ValueError(f"need one dimension with at least one value, got shape {column.shape}")
    return column
