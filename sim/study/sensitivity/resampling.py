"""Intervals by resampling, for measures without a formula, and whether they are narrow enough."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from sim.arrays import Array
from sim.statistics.paired import LEVEL

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
    """Level that chance alone rarely exceeds, for measures (k,) with these means and variances under chance.

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


# --- convergence -----------------------------------------------------------------------------------------------------

LEADING = 3
"""Leading assumptions whose measures must have converged; minor ones need not be known well."""
NARROW = 0.1
"""Half width that the interval of a leading index may have; below it the ranks of leading assumptions stay (Sarrazin,
Pianosi & Wagener 2016, Environmental Modelling & Software 79: 0.05 for the width in screening, 0.1 in ranking)."""
SLACK = 0.05
"""Tolerance of constraints on the indices: each at least 0, first orders summing to at most 1."""
WOULD_DO = "would do."
"""Ending of every warning that asks for a larger design."""
NARROW_EFFECT = 0.25
"""Half width that the interval of a leading elementary effect may have, as a share of the effect."""


def leading(measure: Array) -> npt.NDArray[np.int64]:
    """Places of the largest measures, the largest first."""
    return np.asarray(np.argsort(-measure, kind="stable")[:LEADING])


def unconverged_indices(first: Array, first_half: Array, total: Array, total_half: Array, *, half: Array | None,
                        base: int) -> tuple[str, ...]:
    """State why Sobol' indices have not converged, and how many base points would suffice; empty if they have.

    Parameters
    ----------
    first, total and their half widths : (assumptions,).
    half : total indices from the first half of the base points; None where it is not balanced.
    base : number of base points.
    """
    top = leading(total)
    widest = float(total_half[top].max())
    reasons = [f"a leading total index is known to +-{widest:.2f} only"] if widest > NARROW else []
    moved = 0.0 if half is None else float(np.abs(half[top] - total[top]).max())
    if moved > NARROW:
        reasons.append(f"a leading total index moves by {moved:.2f} from half of the base points to all")
    sum_half = float(np.sqrt((first_half**2).sum()))
    if first.sum() > 1.0 + SLACK and first.sum() - sum_half > 1.0:
        reasons.append(f"first-order indices add up to {first.sum():.2f}, more than 1")
    if float((first + first_half).min()) < 0.0 and float(first.min()) < -SLACK:
        reasons.append(f"a first-order index is negative ({first.min():.2f})")
    beyond = first - first_half - (total + total_half)
    if float(beyond.max()) > 0.0:
        reasons.append("a first-order index exceeds its total index")
    if not reasons:
        return ()
    needed = enough(base, max(widest, moved) / NARROW, power_of_two=True)
    return (f"The indices have not settled with {base:,} base points: {'; '.join(reasons)}. About {needed:,} base "
            f"points {WOULD_DO}",)


def unconverged_effects(measure: Array, low: Array, high: Array, trajectories: int) -> tuple[str, ...]:
    """State how many trajectories would roughly suffice if leading elementary effects are imprecise."""
    top = leading(measure)
    top = top[measure[top] > 0.0]
    if not top.size:
        return ()
    worst = float(((high - low)[top] / 2.0 / measure[top]).max())
    if worst <= NARROW_EFFECT:
        return ()
    needed = enough(trajectories, worst / NARROW_EFFECT)
    return (f"With {trajectories} trajectories a leading effect is known to +-{100 * worst:.0f} % of its size only; "
            f"about {needed:,} {WOULD_DO}",)


def unconverged_sample(measure: Array, low: Array, high: Array, points: int) -> tuple[str, ...]:
    """State how many points would roughly suffice if leading shares are imprecise."""
    widest = float((high - low)[leading(measure)].max()) / 2.0
    if not widest > NARROW:
        return ()
    return (f"With {points:,} points a leading share is known to +-{widest:.2f} only; about "
            f"{enough(points, widest / NARROW):,} points {WOULD_DO}",)


def enough(now: int, factor: float, *, power_of_two: bool = False) -> int:
    """Number needed if intervals are ``factor`` times too wide: grows with its square, at least twice as many."""
    from sim.words.amounts import significant

    wanted = now * max(factor, math.sqrt(2.0)) ** 2
    if power_of_two:
        return int(2 ** math.ceil(math.log2(wanted) - 1e-9))
    return significant(math.ceil(wanted - 1e-9))
