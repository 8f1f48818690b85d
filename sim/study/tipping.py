"""Tipping points along one factor: where the difference of two strategies, or an outcome, crosses a level.

Two ways, by the design. Where a factor has few levels (a grid, a factorial), the mean of each level, joined by straight
lines. Where nearly every world has a value of its own (a Latin hypercube), a local linear regression (Fan & Gijbels
1996) of the worlds on the factor: it assumes no form and no direction, so that several crossings show; its bandwidth
comes from leaving out one world at a time, made smaller so that its bias is small against its error. Either way the
other factors are averaged over.

The interval of a crossing holds every value at which the level lies within the pointwise 95 % band of the curve
(Fieller's way, by inversion), the band being that of resampled worlds: so it may be open at an end of the range, and
what is no sure change of sign is not called a crossing.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from sim.arrays import Array
from sim.statistics.paired import Interval, mean_interval, student_t, wilson

if TYPE_CHECKING:
    import pandas as pd


MOST_LEVELS = 20
"""Different values of a factor up to which they are levels; beyond, the worlds are smoothed."""
PLACES = 201
"""Places at which a smooth curve is found."""
RESAMPLES = 400
"""Resamples of the worlds; the band uses their standard deviation only."""
SEED = 20_240_229
BANDWIDTHS = 12
"""Bandwidths tried, as standard deviations of a normal kernel."""
NARROWEST, WIDEST = 0.03, 1.0
"""The narrowest and the widest one, as shares of the range; the widest is nearly a straight line."""
UNDERSMOOTHING = 0.5
"""Part of the bandwidth of least error that is used: bias falls with its square, error hardly rises."""
LEAST_NEAR = 4.0
"""Worlds within one standard deviation of the narrowest kernel, at least."""
JUMP = 1.5
"""Multiple of the narrowest bandwidth up to which the curve may jump: a jump from little below the level to far above
is smoothed to one side of it, so the interval then reaches one bandwidth further on both."""
MOST_WORLDS = 1_500
"""Worlds of which the bandwidth is chosen, drawn from all: every one is compared with every other."""
TINY = 1e-9
"""Share of its scale below which the spread of the worlds around a place counts as none."""
FEWEST = 8
"""Worlds below which there is no curve."""


@dataclass(frozen=True)
class Crossing:
    """One crossing. at : value of the factor. low, high : 95 % interval; infinite where it is open at that end.

    rising : whether the curve rises through the level.
    """

    at: float
    low: float
    high: float
    rising: bool

    @property
    def sure(self) -> bool:
        """Whether the curve is certainly on both sides of the level."""
        return math.isfinite(self.low) and math.isfinite(self.high)


@dataclass(frozen=True)
class Tipping:
    """A curve along a factor and where it crosses a level.

    x, mean, low, high : (places,) the curve with its pointwise 95 % band. crossings : in order along the factor.
    below, above : share of the worlds above the level, below the first and above the last crossing (or in the lower
    and the upper half of the range) with Wilson's interval. level : that is crossed. smooth : whether worlds were
    smoothed; bandwidth then, in the unit of the factor.
    """

    x: Array
    mean: Array
    low: Array
    high: Array
    crossings: tuple[Crossing, ...]
    below: Interval
    above: Interval
    level: float
    smooth: bool
    bandwidth: float

    def frame(self) -> pd.DataFrame:
        """The curve: places of the factor, mean and band in the unit of the outcome."""
        import pandas as pd

        return pd.DataFrame({"at": self.x, "mean": self.mean, "low": self.low, "high": self.high})

    @property
    def side(self) -> int:
        """Without a crossing: 1 if the curve is certainly above the level somewhere, -1 if below, 0 if undecided."""
        if (self.low > self.level).any():
            return 1
        return -1 if (self.high < self.level).any() else 0


def tipping(x: npt.ArrayLike, y: npt.ArrayLike, level: float = 0.0, resamples: int = RESAMPLES) -> Tipping:
    """Find where the mean of ``y`` along ``x`` crosses a level.

    Parameters
    ----------
    x : (worlds,) values of the factor. y : (worlds,) outcome, or difference of two strategies, of each world; single
        futures where there is one world per value.

    Raises
    ------
    ValueError
        Where the factor has one value only, or there are too few worlds.
    """
    places, values = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    levels = np.unique(places)
    if levels.size < 2:
        raise ValueError("the factor has one value only: there is nothing along which to look")
    if places.size < FEWEST:
        raise ValueError(f"{places.size} worlds are too few for a curve; at least {FEWEST} are needed")
    smooth = levels.size > MOST_LEVELS
    if smooth:
        at = np.linspace(levels[0], levels[-1], PLACES)
        width = UNDERSMOOTHING * bandwidth(places, values)
        mean, half = local_linear(places, values, at, width), _half_of_smooth(places, values, at, width, resamples)
    else:
        at, width = levels, math.nan
        mean, half = _of_levels(places, values, levels)
    low, high = mean - half, mean + half
    found = crossings(at, mean, low, high, level)
    if smooth and width <= JUMP * UNDERSMOOTHING * narrowest(places):
        found = tuple(replace(one, low=one.low - width / UNDERSMOOTHING, high=one.high + width / UNDERSMOOTHING)
                      for one in found)
    ends = (found[0].at, found[-1].at) if found else ((at[0] + at[-1]) / 2.0,) * 2
    below, above = (_share(values[which] > level) for which in (places <= ends[0], places >= ends[1]))
    return Tipping(at, mean, low, high, found, below, above, level, smooth, width)


def crossings(x: Array, mean: Array, low: Array, high: Array, level: float = 0.0) -> tuple[Crossing, ...]:
    """Changes of side along a curve with its band, all (places,).

    Between a stretch that lies above the level for sure and the next that lies below, there is one sure crossing: at
    where the mean crosses first; its interval reaches to where the band leaves the level. Where the mean crosses, but
    up to the end of the range the band holds the level, the interval is open at that end; such a crossing is told only
    where there is no sure one.
    """
    side = np.where(low > level, 1, np.where(high < level, -1, 0))
    decided = [None, *(int(k) for k in np.flatnonzero(side)), None]
    found = []
    for a, b in pairwise(decided):
        first, last = (0 if a is None else a), (x.size - 1 if b is None else b)
        before = side[first] if a is not None else np.sign(mean[first] - level)
        after = side[last] if b is not None else np.sign(mean[last] - level)
        if before == after or first == last:
            continue
        start = -math.inf if a is None else _crossed(x[a:a + 2], (low if before > 0 else high)[a:a + 2] - level)
        end = math.inf if b is None else _crossed(x[b - 1:b + 1], (low if after > 0 else high)[b - 1:b + 1] - level)
        at = _crossed(x[first:last + 1], mean[first:last + 1] - level)
        found.append(Crossing(at, start, end, bool(after > before)))
    return tuple(one for one in found if one.sure) or tuple(found)


def _crossed(x: Array, y: Array) -> float:
    """First place where a polyline changes sign; if it does not, the end nearer to 0."""
    changed = np.flatnonzero((y[:-1] >= 0.0) != (y[1:] >= 0.0))
    if not changed.size:
        return float(x[int(np.argmin(np.abs(y)))])
    k = int(changed[0])
    return float(x[k] - y[k] * (x[k + 1] - x[k]) / (y[k + 1] - y[k]))


def local_linear(x: Array, y: Array, at: Array, width: float, counts: Array | None = None) -> Array:
    """Local linear regression with a normal kernel.

    x, y : (worlds,). at : (places,). counts : (worlds, resamples) how often each world counts; None: once, and the
    result is (places,) instead of (places, resamples). NaN where too few worlds are near.
    """
    weights = np.ones((x.size, 1)) if counts is None else counts
    apart = x[None, :] - at[:, None]
    kernel = np.exp(-0.5 * (apart / width) ** 2)
    s0, s1, s2 = (kernel * apart ** k @ weights for k in range(3))
    t0, t1 = (kernel * apart ** k @ (weights * y[:, None]) for k in range(2))
    below = s0 * s2 - s1 * s1
    enough = below > TINY * s0 * s0 * width * width
    fitted = np.divide(s2 * t0 - s1 * t1, below, out=np.full(below.shape, np.nan), where=enough)
    return np.asarray(fitted[:, 0] if counts is None else fitted)


def bandwidth(x: Array, y: Array) -> float:
    """Bandwidth with the least error of predicting each world from the others, in the unit of ``x``."""
    if x.size > MOST_WORLDS:
        kept = np.random.default_rng(SEED).permutation(x.size)[:MOST_WORLDS]
        x, y = x[kept], y[kept]
    span = float(np.ptp(x))
    tried = np.geomspace(narrowest(x), WIDEST * span, BANDWIDTHS)
    return float(tried[int(np.argmin([_left_out(x, y, float(width)) for width in tried]))])


def narrowest(x: Array) -> float:
    """The narrowest bandwidth tried: with fewer worlds a wider one."""
    return float(np.ptp(x)) * max(NARROWEST, LEAST_NEAR / x.size)


def _left_out(x: Array, y: Array, width: float) -> float:
    """Mean squared error of the local linear regression in worlds left out; infinite where it is not defined."""
    apart = x[None, :] - x[:, None]
    kernel = np.exp(-0.5 * (apart / width) ** 2)
    np.fill_diagonal(kernel, 0.0)
    s0, s1, s2 = (np.einsum("ij,ij->i", kernel, apart ** k) for k in range(3))
    t0, t1 = kernel @ y, (kernel * apart) @ y
    below = s0 * s2 - s1 * s1
    if (below <= TINY * np.maximum(s0, 1.0) ** 2 * width * width).any():
        return math.inf
    return float(np.mean((y - (s2 * t0 - s1 * t1) / below) ** 2))


def _half_of_smooth(x: Array, y: Array, at: Array, width: float, resamples: int) -> Array:
    """Half of the 95 % band of the curve over resampled worlds, (places,); infinite where it is not defined.

    Student's factor counts the worlds within reach of the kernel.
    """
    generator = np.random.default_rng(SEED)
    counts = generator.multinomial(x.size, np.full(x.size, 1.0 / x.size), size=resamples).T.astype(np.float64)
    fitted = local_linear(x, y, at, width, counts)
    known = np.isfinite(fitted).sum(axis=1) >= resamples // 2
    half = np.full(at.size, np.inf)
    within = x.size * min(1.0, 2.0 * math.sqrt(math.pi) * width / float(np.ptp(x)))
    half[known] = float(student_t(max(math.floor(within) - 1, 3))) * np.nanstd(fitted[known], axis=1, ddof=1)
    return half


def _of_levels(x: Array, y: Array, levels: Array) -> tuple[Array, Array]:
    """Mean at each level, and half of its 95 % interval (Student t); infinite where there is one value only."""
    found = [mean_interval(y[x == value]) for value in levels]
    half = np.asarray([one.half_width for one in found])
    return np.asarray([one.mean for one in found]), np.where(np.isfinite(half), half, np.inf)


def _share(above: npt.NDArray[np.bool_]) -> Interval:
    return wilson(float(above.sum()), above.size) if above.size else Interval(math.nan, math.nan, math.nan, 0)
