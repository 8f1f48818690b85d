"""What can be said of any sample of points, a Latin hypercube above all: explained variance without a special design.

Points are sorted into classes of each assumption in turn. Two measures compare the classes:

* first order: the share of the variance of the outcome that lies between the classes (the correlation ratio; Plischke,
  Borgonovo & Smith 2013, European Journal of Operational Research 226(3));
* any change: the share of the variance of *the outcome exceeds t* that lies between the classes, averaged over
  t. It is 0 only if no part of the distribution moves, in whatever way: the index on the Cramer-von Mises distance of
  Gamboa, Klein & Lagnoux (2018, SIAM/ASA Journal on Uncertainty Quantification 6(2)), moment-independent like
  Borgonovo's delta.

SALib's delta is not used. Its density estimates put an assumption that does nothing at 0.05 to 0.09 with 300 points and
at 0.05 to 0.08 with 1,000, with intervals that leave out 0; it draws from NumPy's global generator; and its results
have other names in each version. Shares between classes have a known expectation under chance, which is taken off
(Kelley 1935): what does nothing is 0 on average.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.arrays import Array
from sim.statistics.paired import LEVEL
from sim.study.sensitivity.quantity import rank_correlations, rank_intervals
from sim.study.sensitivity.resampling import SEED, beyond, interval, unconverged_sample
from sim.study.sensitivity.study import Indices, Measured, SensitivityError, Study

LEAST_POINTS = 30
"""Points below which classes are too small to be compared."""
FEWEST_CLASSES, MOST_CLASSES, CLASS_GROWTH = 3, 40, 2.0
"""Classes: twice the cube root of the points, within limits; the cube root balances bias and variance of a mean curve
(as bins of a histogram, Scott 1979), twice as many because the bias by chance is taken off."""
THRESHOLDS = 20
"""Classes of the outcome; what separates them are the values t of *the outcome exceeds t*."""
SHUFFLES = 400
"""Shuffles of the outcome that tell what an assumption without influence looks like."""
LEAST_SKEW = 0.05
"""Skewness below which a curve that ends at a point is as good as a normal one."""
EQUAL = 1e-14
"""Part of the sum of squares below which a variance is rounding."""
MEASURES = 2
"""Measures by which an assumption may show: each gets its part of the 5 %."""


def explained(study: Study) -> Measured:
    """First-order share with its 95 % bootstrap interval; ``more`` has ``any_change`` and ``rank_correlation``.

    An assumption is distinguishable when one of the measures exceeds what it rarely reaches when the outcome is
    shuffled: the chance that any assumption without influence passes is 5 % at most.

    Raises `SensitivityError` when fewer points are left than can be compared.
    """
    used = np.flatnonzero(~study.failed).astype(np.int64)
    if used.size < LEAST_POINTS:
        raise SensitivityError(f"{used.size} of {study.points} points have a value; at least {LEAST_POINTS} are needed")
    x, y = study.x[used], study.means()[used]
    classes = [classes_of(column) for column in x.T]
    first, change = shares(classes, y - y.mean()), shares(classes, exceeding(y))
    low, high = interval(first, lambda rows: resampled_shares(classes, y, rows), used.size)
    floors = shuffled(classes, y)
    correlation = rank_correlations(x, y)
    dropped = study.points - used.size
    fell = "has no result and was" if dropped == 1 else "have no result and were"
    said = (f"{dropped:,} of {study.points:,} points {fell} left out.",) if dropped else ()
    return Measured(first, low, high, rank_intervals(correlation, used.size),
                    floors[0], beyond(first, floors[0]) | beyond(change, floors[1]), used,
                    np.arange(used.size, dtype=np.int64),
                    ("points", used.size, dropped), (*said, *unconverged_sample(first, low, high, used.size)),
                    {"any_change": change, "rank_correlation": correlation})


def classes_of(values: Array) -> Indices:
    """Class of each value, (points,), from 0: single levels where there are few, else about equally many points each.

    Equal values always share a class.
    """
    most = int(np.clip(round(CLASS_GROWTH * values.size ** (1.0 / 3.0)), FEWEST_CLASSES, MOST_CLASSES))
    levels, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    if levels.size <= most:
        return np.asarray(place, dtype=np.int64)
    middles = (np.cumsum(counts) - counts / 2.0) / values.size
    return np.unique(np.floor(middles * most)[place], return_inverse=True)[1].astype(np.int64)


def exceeding(y: Array) -> Array:
    """Whether the outcome exceeds each of some values of its own, (points, thresholds): quantiles, evenly spaced."""
    cuts = np.unique(np.quantile(y, np.linspace(0.0, 1.0, THRESHOLDS + 1)[1:-1]))
    return np.asarray(y[:, None] > cuts, dtype=np.float64)


def shares(classes: Sequence[Indices], y: Array) -> Array:
    """Share of the variance that lies between classes less what chance puts there, for every assumption.

    y : (points,), or (points, columns): then variances are added up over the columns. 0 where nothing varies.
    """
    return np.array([_share(one, y.reshape(len(y), -1)) for one in map(_sorted, classes)])


def _sorted(classes: Indices) -> tuple[Indices, Indices]:
    """Points in the order of their classes, and where each class begins."""
    order = np.argsort(classes, kind="stable")
    return order, np.flatnonzero(np.diff(classes[order], prepend=-1))


def _share(grouped: tuple[Indices, Indices], columns: Array) -> float:
    order, starts = grouped
    points, mean = len(columns), columns.mean(axis=0)
    total = float((columns**2).sum()) - points * float((mean**2).sum())
    if starts.size < 2 or points <= starts.size or total <= EQUAL * float((columns**2).sum()):
        return 0.0
    sums = np.add.reduceat(columns[order], starts, axis=0)
    between = float((sums**2 / np.diff(starts, append=points)[:, None]).sum()) - points * float((mean**2).sum())
    return _cleared(between, total, starts.size, points)


def _cleared(between: float, total: float, classes: int, points: int) -> float:
    """Share between classes less its expectation under chance (epsilon squared, Kelley 1935)."""
    return (between - (classes - 1) * (total - between) / (points - classes)) / total


def resampled_shares(classes: Sequence[Indices], y: Array, rows: Indices) -> Array:
    """The shares of y (points,) when these rows are drawn, with repeats."""
    weight = np.bincount(rows, minlength=y.size).astype(np.float64)
    weighted = weight * (y - weight @ y / weight.sum())
    total = float((weighted * (y - weight @ y / weight.sum())).sum())
    if total <= 0.0:
        return np.zeros(len(classes))
    found = []
    for one in classes:
        counts, sums = np.bincount(one, weight), np.bincount(one, weighted)
        filled = counts > 0.0
        between = float((sums[filled] ** 2 / counts[filled]).sum())
        found.append(_cleared(between, total, int(filled.sum()), y.size) if filled.sum() > 1 else 0.0)
    return np.array(found)


def shuffled(classes: Sequence[Indices], y: Array) -> Array:
    """What each assumption would rarely reach if it had no influence, by both measures: (2, assumptions).

    Under chance a share depends on the sizes of the classes only, so assumptions with equal sizes have one limit. The
    limit lies far out, as there are many assumptions: it is read from a Pearson III curve through mean, variance and
    skewness of the shuffled shares (the usual approximation of permutation tests, Mielke & Berry 2007).
    """
    known: dict[tuple[int, ...], Array] = {}
    above = exceeding(y)
    for one in classes:
        sizes = tuple(np.bincount(one).tolist())
        if sizes not in known:
            known[sizes] = np.array([_limit(_sorted(one), columns, MEASURES * len(classes))
                                     for columns in (y.reshape(-1, 1) - y.mean(), above)])
    return np.stack([known[tuple(np.bincount(one).tolist())] for one in classes], axis=1)


def _limit(grouped: tuple[Indices, Indices], columns: Array, tests: int) -> float:
    """Level that the largest of `tests` shuffled shares exceeds in 5 of 100 cases."""
    from scipy.stats import pearson3, skew

    generator = np.random.default_rng(SEED)
    found = np.array([_share(grouped, columns[generator.permutation(len(columns))]) for _ in range(SHUFFLES)])
    spread = float(found.std(ddof=1))
    if spread == 0.0:
        return 0.0
    bent = max(float(skew(found)), LEAST_SKEW)
    return float(max(pearson3.ppf(1.0 - (1.0 - LEVEL) / tests, bent, loc=found.mean(), scale=spread), 0.0))
