"""A full factorial: every share of the variance, alone and together, is exact but for luck."""

from __future__ import annotations

import numpy as np

from sim.analysis.sensitivity.direction import rank_correlations
from sim.analysis.sensitivity.luck import luck_of
from sim.analysis.sensitivity.resampling import beyond, interval, widened
from sim.analysis.sensitivity.study import Array, Indices, Measured, SensitivityError, Study

PAIRED = 2
"""Replications from which there are intervals."""
ONE_FUTURE = ("There is one future per point, so there are no intervals: what looks like influence may be luck.",)


def cells_of(study: Study) -> Indices | None:
    """Row of each cell, one axis per assumption; None when cells are missing, failed or double."""
    places, shape = [], []
    for column in study.x.T:
        levels, place = np.unique(column, return_inverse=True)
        places.append(place)
        shape.append(levels.size)
    if int(np.prod(shape, dtype=np.float64)) != study.points or study.failed.any():
        return None
    cell = np.ravel_multi_index(tuple(places), tuple(shape))
    if np.unique(cell).size != study.points:
        return None
    return np.argsort(cell).astype(np.int64).reshape(shape)


def crossed_shares(study: Study) -> Measured:
    """Total share of the variance over the cells, with ``first``, ``first_low``, ``first_high``, ``rank_correlation``.

    What luck adds to a share is taken off; the whole has luck in it. Intervals come from resampling futures; they are
    NaN with a single one.

    Raises `SensitivityError` when the points are no complete factorial.
    """
    cells = cells_of(study)
    if cells is None:
        raise SensitivityError("the points are not every level of every assumption with every other")
    rows = np.arange(study.points, dtype=np.int64)
    runs = study.replications
    y = study.y[:, :runs]
    correlations = rank_correlations(study.x, y.mean(axis=1))

    def found(drawn: Indices) -> Array:
        chosen = y[:, drawn]
        return np.concatenate([*_shares(chosen, cells, study.shared_luck),
                               rank_correlations(study.x, chosen.mean(axis=1))])

    estimate = found(np.arange(runs, dtype=np.int64))
    width = study.width
    low, high = np.full((2, estimate.size), np.nan)
    if runs >= PAIRED:
        low, high = interval(estimate, found, runs)
    first, total = slice(0, width), slice(width, 2 * width)
    floor = widened(estimate[total] - low[total]) if runs >= PAIRED else np.full(width, np.nan)
    return Measured(estimate[total], low[total], high[total], np.stack([v[2 * width:] for v in (estimate, low, high)]),
                    floor, beyond(estimate[total], floor), rows, rows, ("points", study.points, 0),
                    () if runs >= PAIRED else ONE_FUTURE,
                    {"first": estimate[first], "first_low": low[first], "first_high": high[first],
                     "rank_correlation": correlations})


def _shares(y: Array, cells: Indices, shared: bool) -> tuple[Array, Array]:
    """First-order and total shares of the variance of the means, without luck, (assumptions,) each.

    y : (points, replications).
    """
    noise = luck_of(y, np.arange(len(y), dtype=np.int64), shared=shared).noise
    noise = 0.0 if np.isnan(noise) else noise
    grid = y.mean(axis=1)[cells]
    axes = range(grid.ndim)
    count = grid.size
    variance = float(grid.var())
    if not variance > noise * (count - 1) / count:
        return np.zeros(grid.ndim), np.zeros(grid.ndim)
    first = [grid.mean(axis=tuple(a for a in axes if a != k)).var() - noise * (n - 1) / count
             for k, n in enumerate(grid.shape)]
    total = [grid.var(axis=k).mean() - noise * (n - 1) / n for k, n in enumerate(grid.shape)]
    return np.array(first) / variance, np.array(total) / variance
