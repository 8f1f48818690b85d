"""Tables of the counts that chance and rate settle together, so that few have to be added up.

A count drawn by the inverse distribution function never falls when its uniform or its rate grows. Where it is the
same at the lower and at the upper corner of a small cell of (rate, uniform), it is the same in the whole cell. The
tables hold these counts; for the cells that a step runs through they hold the least count, marked by `OPEN`, and
`BEYOND` for rates they do not reach. They never change a count.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Table = npt.NDArray[np.uint8]

OPEN = 128
"""Added to the least count of a cell that has more than one; no count of the tables is as large."""
BEYOND = 255
"""Stands for rates that the table does not reach."""
SLACK = 1e-9
"""Probability by which a cell is taken larger than it is: far more than the sums' rounding."""
POISSON_MEANS, POISSON_STEPS, POISSON_BINS = 32, 32, 1024
"""The table of Poisson counts: largest mean, cells per unit of the mean, cells of the uniform (1 MB)."""
TRIALS, CHANCE_STEPS, CHANCE_BINS = 63, 256, 256
"""The table of binomial counts: most trials, cells of the chance, cells of the uniform (4 MB)."""


def settled_poisson(u: Array, mean: Array) -> Table:
    """The table's entry for every element; u in (0, 1), means >= 0, both flat."""
    row = np.minimum(mean * POISSON_STEPS, POISSON_MEANS * POISSON_STEPS).astype(np.intp)
    return poisson_table().take(row * POISSON_BINS + (u * POISSON_BINS).astype(np.intp))


def settled_binomial(u: Array, trials: Array, chance: Array) -> Table:
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
    """How many steps lie at or before each bin: (k, cells) bin numbers -> (cells, bins)."""
    cells = bin_of_step.shape[1]
    place = np.clip(bin_of_step, 0, bins).astype(np.intp) + np.arange(cells) * (bins + 1)
    steps = np.bincount(place.ravel(), minlength=cells * (bins + 1)).astype(np.int16).reshape(cells, bins + 1)
    return np.cumsum(steps[:, :bins], axis=1, dtype=np.int16)
