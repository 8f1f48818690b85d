"""Whole numbers from uniforms, by the inverse distribution function.

The same uniform with a slightly larger mean gives the same count or a slightly larger
one: a small change of a rate changes a small share of outcomes. Most counts are looked up
in tables. Where a table leaves two or more counts possible, the distribution function decides
(Poisson), or the probabilities are summed (binomial, and rates beyond the table).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from sim.arrays import Array

# --- tables ----------------------------------------------------------------------------------------------------------

# A count drawn by the inverse distribution function never falls when its uniform or its rate grows. Where it is the
# same at the lower and at the upper corner of a small cell of (rate, uniform), it is the same in the whole cell. The
# tables hold these counts; for the cells that a step runs through they hold the least count, marked by `OPEN`, and
# `BEYOND` for rates they do not reach. They never change a count.

Table = npt.NDArray[np.uint8]
OPEN = 128
"""Added to the least count of a cell that has more than one; no count of the tables is as large."""
BEYOND = 255
"""Entry for rates beyond the table."""
SLACK = 1e-9
"""Probability by which each cell is widened: far more than the rounding error of the sums."""
POISSON_MEANS, POISSON_STEPS, POISSON_BINS = 32, 32, 1024
"""The table of Poisson counts: largest mean, cells per unit of the mean, cells of the uniform (1 MB)."""
TRIALS, CHANCE_STEPS, CHANCE_BINS = 63, 256, 256
"""The table of binomial counts: most trials, cells of the chance, cells of the uniform (4 MB)."""


def tabulated_poisson(u: Array, mean: Array) -> Table:
    """The table's entry for every element; u in (0, 1), means >= 0, both flat."""
    row = np.minimum(mean * POISSON_STEPS, POISSON_MEANS * POISSON_STEPS).astype(np.intp)
    return poisson_table().take(row * POISSON_BINS + (u * POISSON_BINS).astype(np.intp))


def tabulated_binomial(u: Array, trials: Array, chance: Array) -> Table:
    """The table's entry for every element; all flat, trials whole, chance in [0, 1]."""
    block = np.minimum(trials, TRIALS + 1) * (CHANCE_STEPS + 1)
    row = block.astype(np.intp) + (chance * CHANCE_STEPS).astype(np.intp)
    return binomial_table().take(row * CHANCE_BINS + (u * CHANCE_BINS).astype(np.intp))


@lru_cache(maxsize=1)
def poisson_table() -> Table:
    """Poisson counts by cell of (mean, uniform), flat; the last row is for all larger means."""
    edges = np.arange(POISSON_MEANS * POISSON_STEPS + 1) / POISSON_STEPS
    below = cumulated_poisson(edges, 128)
    larger = np.full((1, POISSON_BINS), BEYOND, dtype=np.uint8)
    return np.concatenate([entries(below[:, :-1], below[:, 1:], POISSON_BINS), larger]).ravel()


@lru_cache(maxsize=1)
def binomial_table() -> Table:
    """Binomial counts by cell of (trials, chance, uniform), flat; the last block is for more trials."""
    edges = np.arange(CHANCE_STEPS + 1) / CHANCE_STEPS
    below = np.ones((1, edges.size))
    blocks = [entries(below, upper_edges(below), CHANCE_BINS)]
    for _ in range(TRIALS):
        below = one_more_trial(below, edges)
        blocks.append(entries(below, upper_edges(below), CHANCE_BINS))
    blocks.append(np.full_like(blocks[0], BEYOND))
    return np.concatenate(blocks).ravel()


def cumulated_poisson(means: Array, terms: int) -> Array:
    """P(X <= k) for k = 0 ... terms - 1: (terms, means)."""
    pmf = np.empty((terms, means.size))
    pmf[0] = np.exp(-means)
    for k in range(1, terms):
        pmf[k] = pmf[k - 1] * means / k
    return np.cumsum(pmf, axis=0)


def one_more_trial(below: Array, chance: Array) -> Array:
    """P(X <= k) after one more trial, by Pascal's rule: (k, chances) -> (k + 1, chances)."""
    without = np.concatenate([below, np.ones((1, chance.size))])
    with_it = np.concatenate([np.zeros((1, chance.size)), below])
    return np.asarray(without * (1.0 - chance) + with_it * chance)


def upper_edges(below: Array) -> Array:
    """The same at the upper edge of each cell; the last cell is the edge itself (a chance of one)."""
    return np.concatenate([below[:, 1:], below[:, -1:]], axis=1)


def entries(lower: Array, upper: Array, bins: int) -> Table:
    """Counts that are the same at both corners of each cell, else the least count, marked: (cells, bins).

    lower, upper : P(X <= k) at the lower and the upper edge of the rate's cells, (k, cells).
    """
    least = steps_before(np.floor((lower + SLACK) * bins) + 1.0, bins)
    most = steps_before(np.floor((upper - SLACK) * bins), bins)
    return np.where(least == most, least, OPEN + least).astype(np.uint8)


def steps_before(bin_of_step: Array, bins: int) -> npt.NDArray[np.int16]:
    """Number of steps at or before each bin: (k, cells) bin numbers -> (cells, bins)."""
    cells = bin_of_step.shape[1]
    place = np.clip(bin_of_step, 0, bins).astype(np.intp) + np.arange(cells) * (bins + 1)
    steps = np.bincount(place.ravel(), minlength=cells * (bins + 1)).astype(np.int16).reshape(cells, bins + 1)
    return np.cumsum(steps[:, :bins], axis=1, dtype=np.int16)


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
    entry = tabulated_poisson(flat_u, flat_mean)
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
    entry = tabulated_binomial(flat_u, n, p)
    count = entry.astype(u.dtype)
    left = np.flatnonzero(entry >= OPEN)
    if left.size:
        count[left] = _binomial(*_double(left, flat_u, n, p))
    return count.reshape(u.shape)


def _flat(x: Array, like: Array) -> Array:
    return x.ravel() if x.shape == like.shape else np.broadcast_to(x, like.shape).ravel()


def _double(left: npt.NDArray[np.int64], *flat: Array) -> Iterator[Array]:
    """Yield the elements that no table decides; sums of probabilities need double precision whatever the batch has."""
    return (values[left].astype(np.float64, copy=False) for values in flat)


def _poisson_from(least: Array, u: Array, mean: Array) -> Array:
    """Poisson counts from their least possible value upwards, while P(X <= count) is below u; flat."""
    from scipy.special import pdtr

    count, left = least, np.arange(u.size)
    while left.size:
        left = left[pdtr(count[left], mean[left]) < u[left]]
        count[left] += 1.0
    return count


def _poisson(u: Array, mean: Array) -> Array:
    """Poisson counts from 0 upwards, for any mean; flat."""
    large = np.flatnonzero(mean > LARGE_MEAN)
    count = _walk(_without(u, large), np.exp(-np.minimum(mean, LARGE_MEAN)), [mean], _poisson_ratio)
    if large.size:
        count[large] = _normal_count(u[large], mean[large], mean[large], 1.0)
    return count


def _poisson_ratio(k: int, given: list[Array]) -> Array:
    return given[0] / k


def _binomial(u: Array, n: Array, p: Array) -> Array:
    """Binomial counts from 0 upwards, flat; for chances above one half, failures are counted from 1 - u."""
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
    """The uniforms, with zeros where the count is drawn by another method."""
    if not large.size:
        return u
    rest = u.copy()
    rest[large] = 0.0
    return rest


def _walk(u: Array, term: Array, given: list[Array], ratio: Ratio) -> Array:
    """Sum the probabilities from 0 upwards until they reach u; the number of steps is the count.

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
