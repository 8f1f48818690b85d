"""Whether more of an assumption moves the outcome up or down."""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt

from sim.analysis.sensitivity.resampling import NORMAL
from sim.analysis.statistics import student_t

Array = npt.NDArray[np.float64]
Direction = Literal["raises", "lowers", "unclear"]

FISHER_LOST = 3
"""Points that Fisher's z costs."""


def rank_correlations(x: Array, y: Array) -> Array:
    """Spearman's correlation of every column of x (points, k) with y (points,); (k,), 0 where nothing varies."""
    from scipy.stats import rankdata

    a, b = rankdata(x, axis=0), rankdata(y)
    a, b = a - a.mean(axis=0), b - b.mean()
    scale = np.sqrt((a**2).sum(axis=0) * (b**2).sum())
    return np.asarray(np.divide(b @ a, scale, out=np.zeros(a.shape[1]), where=scale > 0.0))


def rank_intervals(correlation: Array, points: int) -> Array:
    """Correlation with its 95 % interval, (3, k), by Fisher's z with the error of Bonett & Wright (2000)."""
    z = np.arctanh(np.clip(correlation, -1.0 + 1e-12, 1.0 - 1e-12))
    half = NORMAL * np.sqrt((1.0 + correlation**2 / 2.0) / max(points - FISHER_LOST, 1))
    return np.stack([correlation, np.tanh(z - half), np.tanh(z + half)])


def mean_rise(dx: Array, dy: Array) -> Array:
    """Mean change of the outcome when an assumption goes up, with its 95 % interval, (3, k).

    Parameters
    ----------
    dx, dy : (steps, k) changes of each assumption, everything else as it is, and what the outcome did then.
    """
    rise = np.sign(dx) * dy
    mean = rise.mean(axis=0)
    half = float(student_t(len(rise))) * rise.std(axis=0, ddof=1) / np.sqrt(len(rise))
    return np.stack([mean, mean - half, mean + half])


def directions(toward: Array) -> list[Direction]:
    """What the intervals (3, k) say of the sign."""
    return ["raises" if low > 0.0 else "lowers" if high < 0.0 else "unclear" for _, low, high in toward.T]
