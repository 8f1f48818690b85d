"""Whole numbers from a uniform: the smallest k with P(X <= k) >= u, found by walking up from 0."""

from __future__ import annotations

import math

from benchmarks.peers.laws.basics import normal_quantile

LARGE_MEAN = 80.0
"""Beyond it, the normal quantile with Cornish and Fisher's first correction for skewness is rounded."""
LAST_DIGIT = 1e-17
"""Relative to the sum, a term that can no longer change it."""


def poisson(u: float, mean: float) -> int:
    """A Poisson count."""
    if mean > LARGE_MEAN:
        return max(_normal_count(u, mean, mean, 1.0), 0)
    count, term = 0, math.exp(-mean)
    total = term
    while u > total and term > LAST_DIGIT * total:
        count += 1
        term *= mean / count
        total += term
    return count


def binomial(u: float, trials: int, chance: float) -> int:
    """A binomial count; the rarer outcome is counted, so that the walk is short."""
    if trials == 0:
        return 0
    if chance > 0.5:
        return trials - binomial(1.0 - u, trials, 1.0 - chance)
    mean = trials * chance
    if mean > LARGE_MEAN:
        return min(max(_normal_count(u, mean, mean * (1.0 - chance), 1.0 - 2.0 * chance), 0), trials)
    odds = chance / (1.0 - chance)
    count, term = 0, (1.0 - chance) ** trials
    total = term
    while u > total and term > LAST_DIGIT * total:
        count += 1
        term *= odds * (trials - count + 1) / count
        total += term
    return count


def _normal_count(u: float, mean: float, variance: float, skew: float) -> int:
    """Rounded quantile; `skew` is the skewness times the standard deviation."""
    z = normal_quantile(u)
    return math.floor(mean + math.sqrt(variance) * z + skew * (z * z - 1.0) / 6.0 + 0.5)
