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
NORMAL = float(ndtri(0.5 + LEVEL / 2.0))
"""Half width of a 95 % interval in standard errors."""


def beyond(measure: Array, half: Array, floor: float) -> Flags:
    """Which measures (k,) lie above what an assumption without influence shows, each with half its 95 % interval.

    Intervals are widened so that the chance that any of the k passes by accident is 5 % at most (Bonferroni).
    """
    wider = float(ndtri(1.0 - (1.0 - LEVEL) / (2.0 * max(measure.size, 1)))) / NORMAL
    return np.asarray(measure - wider * half > (0.0 if np.isnan(floor) else floor))


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
