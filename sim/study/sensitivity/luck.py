"""Decomposition of the variance of single futures into luck and assumptions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.arrays import Array

Indices = npt.NDArray[np.int64]

PAIRED = 2
"""Replications from which luck and assumptions can be separated."""


@dataclass(frozen=True)
class Luck:
    """Variance of single futures over the design, by the law of total variance; squared unit of the outcome.

    luck : mean over points of the variance between the futures of one point.
    assumptions : variance between the expected outcomes of the points.
    noise : variance by luck that remains in the means of the points and affects all analyses of the means.
    All are NaN with a single replication.
    """

    luck: float
    assumptions: float
    noise: float
    replications: int

    @property
    def known(self) -> bool:
        """Whether there are enough replications to tell."""
        return bool(np.isfinite(self.luck))

    @property
    def share(self) -> float:
        """Share of the variance of single futures that is luck, 0-1; NaN where it is not known or nothing varies."""
        total = self.luck + max(self.assumptions, 0.0)
        return float(np.clip(self.luck / total, 0.0, 1.0)) if total > 0.0 else float("nan")

    @property
    def noise_share(self) -> float:
        """Share of the variance of the means that is luck, 0-1; 0 where it is not known or nothing varies."""
        total = self.noise + max(self.assumptions, 0.0)
        return self.noise / total if total > 0.0 else 0.0

    def brief(self) -> str:
        """Short form for a figure; empty if not known."""
        from sim.words.amounts import percent

        return "" if np.isnan(self.share) else f"{percent(self.share)} of the variance of single futures is luck."

    def sentence(self) -> str:
        """State how the variance of single futures divides."""
        from sim.words.amounts import percent

        if not self.known:
            return "With one future per point, luck cannot be told from assumptions: use replications."
        if np.isnan(self.share):
            return "Single futures do not differ at all."
        return (f"Of the variance of single futures, {percent(self.share)} is luck and {percent(1.0 - self.share)} "
                "comes from the assumptions; of the variance between worlds, each the mean of its "
                f"{self.replications:,} futures, {percent(self.noise_share)} is luck.")


def luck_of(y: Array, groups: Indices, *, shared: bool, complete: bool = False) -> Luck:
    """Divide the variance of single futures into luck and assumptions; each part is unbiased.

    Parameters
    ----------
    y : (points, replications), NaN behind the last replication of a point.
    groups : (points,) points that were drawn together carry the same number; only points of different groups are
        compared, because those of one group are more alike than two worlds drawn at random.
    shared : True when replication k has the same luck at every point. What luck does to all points alike then
        cancels between them; what it does to each differently (the interaction of a two-way analysis of variance)
        does not.
    complete : True when the points are all there are (a factorial), not a sample.

    Notes
    -----
    With s2 the mean variance within points, B half the mean squared difference between the means of points of
    different groups, and n replications: luck = s2; noise = s2 / n, or with shared luck the mean square of the
    interaction / n; assumptions = B - noise (Searle, Casella & McCulloch 1992, Variance Components, ch. 4).
    """
    counts = np.isfinite(y).sum(axis=1)
    fewest = int(counts.min())
    if fewest < PAIRED:
        return Luck(float("nan"), float("nan"), float("nan"), fewest)
    within = np.nanvar(y, axis=1, ddof=1)
    part = _own_part(y[:, :fewest]) if shared and len(y) > 1 else 1.0
    noise = part * float((within / counts).mean())
    between = _between(np.nanmean(y, axis=1), groups)
    found = (between - noise) * ((len(y) - 1) / len(y) if complete else 1.0)
    return Luck(float(within.mean()), found, noise, fewest)


def noise_of_steps(y: Array, before: Indices, after: Indices) -> Array:
    """Variance by luck of the difference of two means, (...), for steps from some points to others.

    From the differences future by future, so that luck which both ends share counts as little as it does. NaN with a
    single replication.

    Parameters
    ----------
    y : (points, replications), NaN behind the last replication of a point. before, after : rows of y, (...).
    """
    fewest = int(np.isfinite(y[np.unique([before, after])]).sum(axis=1).min())
    if fewest < PAIRED:
        return np.full(before.shape, np.nan)
    return np.asarray((y[after, :fewest] - y[before, :fewest]).var(axis=-1, ddof=1) / fewest)


def _own_part(y: Array) -> float:
    """The part of the variance within points that is not the same luck at all points: interaction to within."""
    within = float(y.var(axis=1, ddof=1).mean())
    if within == 0.0:
        return 1.0
    left = y - y.mean(axis=1, keepdims=True) - y.mean(axis=0, keepdims=True) + y.mean()
    interaction = float((left**2).sum()) / ((y.shape[0] - 1) * (y.shape[1] - 1))
    return float(interaction / within)


def _between(means: Array, groups: Indices) -> float:
    """Half the mean squared difference between points of different groups."""
    total = means.size**2 * float(means.var())
    _, place = np.unique(groups, return_inverse=True)
    sizes = np.bincount(place).astype(np.float64)
    centred = means - means.mean()
    sums, squares = np.bincount(place, centred), np.bincount(place, centred**2)
    pairs = means.size**2 - float((sizes**2).sum())
    return (total - float((sizes * squares - sums**2).sum())) / pairs if pairs > 0.0 else 0.0
