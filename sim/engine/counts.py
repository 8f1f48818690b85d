"""Whole numbers from uniforms, by the inverse distribution function.

The same uniform with a slightly larger mean gives the same count or a slightly larger
one: a small change of a rate changes a small share of outcomes. Most counts are looked up
(`sim.engine.settled`). Where the table leaves two or more, the distribution function decides
(Poisson), or the probabilities are added up (binomial, and beyond the table's rates).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from sim.engine.settled import BEYOND, OPEN, settled_binomial, settled_poisson

Array = npt.NDArray[np.float64]
Ratio: TypeAlias = Callable[[int, list[Array]], Array]

DROP_EVERY = 4
"""Steps between two droppings of finished elements (measured: fewer copies against fewer elements)."""
LARGE_MEAN = 80.0
"""Mean beyond which a count is drawn from the normal distribution, corrected for skewness: the walk would be long."""
LAST_DIGIT = 1e-17
"""Probability, relative to those added up so far, that no longer changes their sum."""


def poisson_count(u: Array, mean: Array) -> Array:
    """Smallest k with P(X <= k) >= u for X ~ Poisson(mean); shape as `u`. Means must be >= 0 and finite."""
    flat_u, flat_mean = u.ravel(), _flat(mean, u)
    entry = settled_poisson(flat_u, flat_mean)
    count = entry.astype(u.dtype)
    left = np.flatnonzero(entry >= OPEN)
    beyond = entry[left] == BEYOND
    between, large = left[~beyond], left[beyond]
    count[between] = _poisson_from(entry[between] - float(OPEN), *_double(between, flat_u, flat_mean))
    if large.size:
        count[large] = _poisson(*_double(large, flat_u, flat_mean))
    return count.reshape(u.shape)


def binomial_count(u: Array, trials: Array, chance: Array) -> Array:
    """Smallest k with P(X <= k) >= u for X ~ Binomial(trials, chance); whole trials >= 0, chance in [0, 1]."""
    flat_u, n, p = u.ravel(), _flat(trials, u), _flat(chance, u)
    entry = settled_binomial(flat_u, n, p)
    count = entry.astype(u.dtype)
    left = np.flatnonzero(entry >= OPEN)
    if left.size:
        count[left] = _binomial(*_double(left, flat_u, n, p))
    return count.reshape(u.shape)


def _flat(x: Array, like: Array) -> Array:
    return x.ravel() if x.shape == like.shape else np.broadcast_to(x, like.shape).ravel()


def _double(left: npt.NDArray[np.int64], *flat: Array) -> Iterator[Array]:
    """The elements that no table settles; sums of probabilities need double precision whatever the batch has."""
    return (values[left].astype(np.float64, copy=False) for values in flat)


def _poisson_from(least: Array, u: Array, mean: Array) -> Array:
    """Poisson counts from the least that they can be: one more as long as P(X <= count) is below u; flat."""
    from scipy.special import pdtr

    count, left = least, np.arange(u.size)
    while left.size:
        left = left[pdtr(count[left], mean[left]) < u[left]]
        count[left] += 1.0
    return count


def _poisson(u: Array, mean: Array) -> Array:
    """Poisson counts from nothing, for any mean; flat."""
    large = np.flatnonzero(mean > LARGE_MEAN)
    count = _walk(_without(u, large), np.exp(-np.minimum(mean, LARGE_MEAN)), [mean], _poisson_ratio)
    if large.size:
        count[large] = _normal_count(u[large], mean[large], mean[large], 1.0)
    return count


def _poisson_ratio(k: int, given: list[Array]) -> Array:
    return given[0] / k


def _binomial(u: Array, n: Array, p: Array) -> Array:
    """Binomial counts from nothing, flat; chances above one half are added up as failures from 1 - u."""
    flip = p > 0.5
    q, v = np.where(flip, 1.0 - p, p), np.where(flip, 1.0 - u, u)
    large = np.flatnonzero(n * q > LARGE_MEAN)
    term = np.exp(np.maximum(n * np.log(1.0 - q), -700.0))
    odds = q / (1.0 - q)
    count = np.minimum(_walk(_without(v, large), term, [odds, odds * (n + 1.0)], _binomial_ratio), n)
    if large.size:
        mean = n[large] * q[large]
        normal = _normal_count(v[large], mean, mean * (1.0 - q[large]), 1.0 - 2.0 * q[large])
        count[large] = np.minimum(normal, n[large])
    return np.where(flip, n - count, count)


def _binomial_ratio(k: int, given: list[Array]) -> Array:
    odds, whole = given
    return whole / k - odds


def _without(u: Array, large: npt.NDArray[np.int64]) -> Array:
    """The uniforms, with zeros where the count is drawn in another way."""
    if not large.size:
        return u
    rest = u.copy()
    rest[large] = 0.0
    return rest


def _walk(u: Array, term: Array, given: list[Array], ratio: Ratio) -> Array:
    """Add up the probabilities from 0 on until they reach u; the number of steps is the count.

    `ratio(k, given)` is P(k) / P(k - 1); `given` are the arrays it needs, of which finished elements are dropped.
    """
    count = np.zeros(u.shape)
    left = np.flatnonzero(u > term)
    total, last, rest, steps = term[left], term[left], u[left], np.zeros(left.size)
    given = [values[left] for values in given]
    k = 0
    while left.size:
        k += 1
        steps += rest > total
        last *= ratio(k, given)
        total += last
        if k % DROP_EVERY == 0:
            going = (rest > total) & (last > LAST_DIGIT * total)
            count[left] = steps
            left, total, last, rest, steps = left[going], total[going], last[going], rest[going], steps[going]
            given = [values[going] for values in given]
    return count


def _normal_count(u: Array, mean: Array, variance: Array, skew: Array | float) -> Array:
    """Rounded quantile of the normal distribution with Cornish and Fisher's first correction for skewness.

    `skew` is the skewness times the standard deviation. Differs from the exact count by at most 1, in 3 of 1,000 draws.
    """
    from scipy.special import ndtri

    z = ndtri(u)
    return np.asarray(np.maximum(np.floor(mean + np.sqrt(variance) * z + skew * (z * z - 1.0) / 6.0 + 0.5), 0.0))
