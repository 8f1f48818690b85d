"""Curves over many runs, and where they cross: thresholds with intervals by resampling runs."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from sim.arrays import Array
from sim.statistics.paired import LEVEL, Interval, mean_interval, student_t

Locate = Callable[[Array, Array], float]
"""Finds a place on the axis from axis (points,) and curve (points,); infinite if it is out of range."""

RESAMPLES = 2000
RESAMPLING_SEED = 20_240_229
MIDDLE_HALF = (0.25, 0.75)
"""Quantiles between which half of the runs lie."""


@dataclass(frozen=True)
class Curve:
    """One quantity along an axis, in all runs.

    x : (points,) places on the axis, ascending. values : (points, runs), on the same luck at every point.
    """

    x: Array
    values: Array

    @property
    def mean(self) -> Array:
        """Mean over runs, (points,)."""
        return np.asarray(self.values.mean(axis=1))

    @property
    def half_width(self) -> Array:
        """Half of the 95 % interval of the mean (Student t), (points,)."""
        runs = self.values.shape[1]
        return np.asarray(student_t(runs) * self.values.std(axis=1, ddof=1) / np.sqrt(runs))

    @property
    def low(self) -> Array:
        """Lower end of the interval of the mean, (points,)."""
        return np.asarray(self.mean - self.half_width)

    @property
    def high(self) -> Array:
        """Upper end of the interval of the mean, (points,)."""
        return np.asarray(self.mean + self.half_width)

    @property
    def middle_half(self) -> tuple[Array, Array]:
        """Quartiles of the runs, (points,) each: the spread of single futures, not an interval of the mean."""
        low, high = np.quantile(self.values, MIDDLE_HALF, axis=1)
        return low, high

    def minus(self, other: Curve) -> Curve:
        """The difference of two curves, run by run."""
        return Curve(self.x, self.values - other.values)


@dataclass(frozen=True)
class Threshold:
    """A place on an axis with its 95 % interval, in the unit of the axis.

    at : infinite if there is none: +inf if the curve does not get there within the range, -inf if it is there from
        the start. low, high : percentile interval over resampled runs; infinite likewise.
    certain : share of the resamples in which there is one.
    """

    at: float
    low: float
    high: float
    certain: float

    @property
    def found(self) -> bool:
        """Whether there is such a place within the range."""
        return math.isfinite(self.at)


def resampled_means(values: Array, resamples: int = RESAMPLES) -> Array:
    """Means over runs resampled with replacement, the same resample at all points; (resamples, points).

    Every call with the same number of runs draws the same resamples, so places on different curves are comparable.
    """
    runs = values.shape[1]
    generator = np.random.default_rng(RESAMPLING_SEED)
    counts = generator.multinomial(runs, np.full(runs, 1.0 / runs), size=resamples)
    return np.asarray(counts @ values.T / runs)


def places(curve: Curve, locate: Locate, resamples: int = RESAMPLES) -> Array:
    """The place in each resample of the runs, (resamples,)."""
    return np.asarray([locate(curve.x, mean) for mean in resampled_means(curve.values, resamples)])


def threshold(curve: Curve, locate: Locate, resamples: int = RESAMPLES) -> Threshold:
    """A place on the mean curve, with its percentile interval by joint resampling of runs (Efron & Tibshirani 1993)."""
    drawn = places(curve, locate, resamples)
    low, high = percentiles(drawn)
    return Threshold(locate(curve.x, curve.mean), low, high, float(np.isfinite(drawn).mean()))


def percentiles(drawn: Array, level: float = LEVEL) -> tuple[float, float]:
    """Outer order statistics that hold `level` of the draws; well defined for infinite ones too."""
    ordered, tail = np.sort(drawn), (1.0 - level) / 2.0
    low, high = math.floor(tail * (drawn.size - 1)), math.ceil((1.0 - tail) * (drawn.size - 1))
    return float(ordered[low]), float(ordered[high])


def rising_zero(x: Array, y: Array) -> float:
    """First place where y rises through 0, by linear interpolation.

    If there is none: -inf if y is positive on average (area under the curve), else +inf.
    """
    steps = np.flatnonzero((y[:-1] < 0.0) & (y[1:] >= 0.0))
    if not steps.size:
        return -math.inf if float(np.trapezoid(y, x)) >= 0.0 else math.inf
    k = int(steps[0])
    return float(x[k] - y[k] * (x[k + 1] - x[k]) / (y[k + 1] - y[k]))


def falling_zero(x: Array, y: Array) -> float:
    """First place where y falls through 0; see `rising_zero`."""
    return rising_zero(x, -y)


def last_rising_zero(x: Array, y: Array) -> float:
    """Last place where y rises through 0; see `rising_zero`."""
    steps = np.flatnonzero((y[:-1] < 0.0) & (y[1:] >= 0.0))
    return rising_zero(x[steps[-1]:], y[steps[-1]:]) if steps.size else rising_zero(x, y)


def last_sign_change(curve: Curve, resamples: int = RESAMPLES) -> Threshold:
    """Where the mean curve last changes its sign, in whichever direction."""
    risen, fallen = (last_rising_zero(curve.x, sign * curve.mean) for sign in (1.0, -1.0))
    if math.isfinite(risen) and not risen < fallen < math.inf:
        return threshold(curve, last_rising_zero, resamples)
    if math.isfinite(fallen):
        return threshold(curve, lambda x, y: last_rising_zero(x, -y), resamples)
    return sign_change(curve, resamples)


def sign_change(curve: Curve, resamples: int = RESAMPLES) -> Threshold:
    """Where the mean curve first changes its sign, in whichever direction."""
    found = {locate: locate(curve.x, curve.mean) for locate in (rising_zero, falling_zero)}
    crossing = [locate for locate, at in found.items() if math.isfinite(at)]
    if crossing:
        return threshold(curve, min(crossing, key=found.__getitem__), resamples)
    changed = [sign_changes(mean) > 0 for mean in resampled_means(curve.values, resamples)]
    side = found[rising_zero]
    return Threshold(side, side, side, float(np.mean(changed)))


def sign_changes(y: Array) -> int:
    """Number of sign changes of a curve."""
    return int(np.count_nonzero(np.diff(y >= 0.0)))


def part_of_rise(part: float) -> Locate:
    """Place at which a curve has completed a given part of its rise from the first point to the highest."""
    def locate(x: Array, y: Array) -> float:
        rise = float(y.max() - y[0])
        return rising_zero(x, y - y[0] - part * rise) if rise > 0.0 else math.inf

    return locate


def total_rise(curve: Curve) -> Interval:
    """Rise of the mean curve from its first point to its highest, with the paired interval of that difference."""
    return mean_interval(curve.values[int(np.argmax(curve.mean))] - curve.values[0])


def further_right(one: Curve, other: Curve, locate: Locate, resamples: int = RESAMPLES) -> Interval:
    """Shift of a place from one curve to the other, resampled jointly; NaN if either is out of range."""
    runs = one.values.shape[1]
    at = locate(one.x, one.mean), locate(other.x, other.mean)
    here, there = places(one, locate, resamples), places(other, locate, resamples)
    if not (np.isfinite(at).all() and np.isfinite(here).all() and np.isfinite(there).all()):
        return Interval(math.nan, math.nan, math.nan, runs)
    return Interval(at[1] - at[0], *percentiles(there - here), runs)
