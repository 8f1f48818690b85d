"""Whole numbers from uniforms, by the inverse distribution function: as in `sim.engine.counts`, one at a time."""

from __future__ import annotations

import math

from benchmarks.limit.chance import ndtri
from benchmarks.limit.jit import compiled
from sim.engine.counts import LARGE_MEAN, LAST_DIGIT

FEW = 64.0
"""Trials up to which a power is multiplied out."""


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
    last = power(1.0 - q, n) if n < FEW else math.exp(max(n * math.log(1.0 - q), -700.0))
    if v <= last:
        return n if flip else 0.0
    odds, total, k = q / (1.0 - q), last, 0.0
    while v > total and k < n and last > LAST_DIGIT * total:
        k += 1.0
        last *= odds * (n - k + 1.0) / k
        total += last
    return n - k if flip else k


@compiled()
def power(base, exponent):
    """A whole power by squaring: for few trials in half the time of a logarithm and an exponential."""
    left = int(exponent)
    result = base if left & 1 else 1.0
    left >>= 1
    while left > 0:
        base *= base
        result *= base if left & 1 else 1.0
        left >>= 1
    return result


@compiled()
def normal_count(u, mean, variance, skew):
    """Rounded quantile of the normal distribution with a correction for skewness."""
    z = ndtri(u)
    return max(math.floor(mean + math.sqrt(variance) * z + skew * (z * z - 1.0) / 6.0 + 0.5), 0.0)
