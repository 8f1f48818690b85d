"""Whole numbers from uniforms, by the inverse distribution function: as in `sim.engine.counts`, one at a time."""

from __future__ import annotations

import math

from benchmarks.limit.chance import ndtri
from benchmarks.limit.jit import compiled
from sim.engine.counts import LARGE_MEAN, LAST_DIGIT


@compiled()
def poisson_count(u, mean):
    """Smallest k with P(X <= k) >= u for X ~ Poisson(mean)."""
    if mean > LARGE_MEAN:
        return normal_count(u, mean, mean, 1.0)
    last = math.exp(-mean)
    total, k = last, 0.0
    while u > total and last > LAST_DIGIT * total:
        k += 1.0
        last *= mean / k
        total += last
    return k


@compiled()
def binomial_count(u, n, p):
    """Smallest k with P(X <= k) >= u for X ~ Binomial(n, p); draws failures where those are fewer."""
    flip = p > 0.5
    q = 1.0 - p if flip else p
    v = 1.0 - u if flip else u
    if n * q > LARGE_MEAN:
        k = min(normal_count(v, n * q, n * q * (1.0 - q), 1.0 - 2.0 * q), n)
        return n - k if flip else k
    odds = q / (1.0 - q)
    last = math.exp(max(n * math.log(1.0 - q), -700.0))
    total, k = last, 0.0
    while v > total and k < n and last > LAST_DIGIT * total:
        k += 1.0
        last *= odds * (n - k + 1.0) / k
        total += last
    return n - k if flip else k


@compiled()
def normal_count(u, mean, variance, skew):
    """Rounded quantile of the normal distribution with a correction for skewness."""
    z = ndtri(u)
    return max(math.floor(mean + math.sqrt(variance) * z + skew * (z * z - 1.0) / 6.0 + 0.5), 0.0)
