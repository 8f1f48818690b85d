"""Intervals by resampling, for measures that have no formula."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from sim.analysis.statistics import LEVEL

Array = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

RESAMPLES = 300
"""Resamples of every interval: the ends of a 95 % interval then move by about a tenth of its half width."""
SEED = 20_240_229
"""Seed of every resampling, so that the same results give the same intervals."""
ROUNDING = 1e-12
"""Part of the largest measure below which another one is rounding."""
NORMAL = float(ndtri(0.5 + LEVEL / 2.0))
"""Half width of a 95 % interval in standard errors."""


def rarely(mean: Array, variance: Array) -> Array:
    """What chance alone rarely exceeds, for measures (k,) with these means and variances under chance.

    The chance that any of the k does is 5 % at most (Bonferroni). Measures that are means of squares or sizes follow
    nearly a gamma distribution.
    """
    from scipy.stats import gamma

    some = (mean > 0.0) & (variance > 0.0)
    shape = np.divide(mean**2, variance, out=np.ones_like(mean), where=some)
    scale = np.divide(variance, mean, out=np.zeros_like(mean), where=some)
    limit = gamma.ppf(1.0 - (1.0 - LEVEL) / max(mean.size, 1), shape, scale=np.where(some, scale, 1.0))
    return np.where(some, limit, mean)


def widened(half: Array) -> Array:
    """Half widths (k,) of single 95 % intervals, widened so that all of them hold together in 95 of 100 cases."""
    return np.asarray(half * float(ndtri(1.0 - (1.0 - LEVEL) / (2.0 * max(half.size, 1)))) / NORMAL)


def beyond(measure: Array, floor: Array) -> Flags:
    """Which measures (k,) exceed their floor, NaN for none, by more than rounding."""
    rounding = ROUNDING * float(np.abs(measure).max(initial=0.0))
    return np.asarray(measure > np.maximum(np.nan_to_num(floor), rounding))


def interval(estimate: Array, statistic: Callable[[Indices], Array], count: int, resamples: int = RESAMPLES
             ) -> tuple[Array, Array]:
    """Low and high end of the 95 % interval of some estimates, by resampling what they were made of.

    Percentiles of the resampled estimates, shifted so that their mean is the estimate: resampling repeats
    observations, which raises measures of explained variance by about as much as chance does, once more.

    Parameters
    ----------
    estimate : (k,). statistic : gives (k,) from the places of the ``count`` observations that were drawn.
    """
    generator = np.random.default_rng(SEED)
    drawn = np.stack([statistic(generator.integers(0, count, count)) for _ in range(resamples)])
    low, high = np.quantile(drawn, [0.5 - LEVEL / 2.0, 0.5 + LEVEL / 2.0], axis=0)
    shift = estimate - drawn.mean(axis=0)
    return np.asarray(np.minimum(low + shift, estimate)), np.asarray(np.maximum(high + shift, estimate))
