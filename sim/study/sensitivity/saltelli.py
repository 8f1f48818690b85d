"""Sobol' indices from Saltelli's design or a full factorial: the share of the variance that each assumption explains.

First order: alone. Total: with everything that it does together with others. SALib has the estimators (Saltelli et
al. 2010, Computer Physics Communications 181(2); total after Jansen 1999).
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence

import numpy as np

from sim.arrays import Array
from sim.study.sensitivity.luck import luck_of, noise_of_steps
from sim.study.sensitivity.quantity import mean_rise, rank_correlations
from sim.study.sensitivity.resampling import RESAMPLES, SEED, beyond, interval, rarely, unconverged_indices, widened
from sim.study.sensitivity.study import Indices, Measured, SensitivityError, Study, blocks_of, dropped_line, salib

LEAST_BASE = 16
"""Base points below which an index is meaningless."""
WHAT = "base points"


def sobol_indices(study: Study) -> Measured:
    """First-order and total indices with 95 % bootstrap intervals; all 0 when the outcome never changes.

    Measure is the total index without what luck adds to it; ``more`` has ``first``, ``first_low``, ``first_high``,
    ``rank_correlation`` and ``luck``, what was taken off. All are shares of the variance of the means, which luck has a
    part in. An assumption is distinguishable when its total index exceeds what luck alone rarely gives it.

    Raises
    ------
    SensitivityError
        When the rows are not in the order of Saltelli's design, or too many of its points failed.
    """
    size = block_size(study)
    kept, total, dropped = blocks_of(study, size, LEAST_BASE, WHAT)
    blocks = kept[:, [*range(study.width + 1), size - 1]]  # SALib uses no row BA for first order and total
    means = study.means()[blocks]
    used = blocks.ravel()
    groups = np.repeat(np.arange(len(blocks), dtype=np.int64), blocks.shape[1])
    first, first_half, whole, half = indices(means)
    steps = study.x[blocks[:, 1:-1]].diagonal(axis1=1, axis2=2) - study.x[blocks[:, 0]]
    luck, limit = luck_of_totals(study, blocks, means)
    off = np.nan_to_num(luck)
    total_index, floor = whole - off, limit - off
    said = dropped_line(dropped, total, WHAT, dropped * size)
    return Measured(
        total_index, np.maximum(total_index - half, 0.0), total_index + half,
        mean_rise(steps, means[:, 1:-1] - means[:, :1]), floor, beyond(total_index, floor), used, groups,
        (WHAT, len(kept), dropped),
        (*said, *_convergence_warnings(means, (first, first_half, whole, half), total, dropped)),
        {"first": first, "first_low": first - first_half, "first_high": first + first_half, "luck": luck,
         "rank_correlation": rank_correlations(study.x[used], means.ravel())})


def indices(means: Array, resamples: int = RESAMPLES) -> tuple[Array, Array, Array, Array]:
    """First order with half its interval, and total with half its interval; (assumptions,) each.

    means : (base points, assumptions + 2), the outcome at A, at A with each column of B in turn, and at B.
    """
    width = means.shape[1] - 2
    ends = means[:, [0, -1]]
    if float(np.ptp(ends)) <= np.finfo(float).eps * float(np.abs(ends).max(initial=0.0)):
        zero = np.zeros(width)
        return zero, zero, zero, zero
    problem = {"num_vars": width, "names": [f"x{k}" for k in range(width)], "bounds": [[0.0, 1.0]] * width}
    centred = (means - means.mean()) / means.std()  # SALib takes differences below 1e-16 for none
    with warnings.catch_warnings():  # a resample of equal values counts as no influence, which is meant
        warnings.simplefilter("ignore", UserWarning)
        found = salib("analyze.sobol").analyze(problem, centred.ravel(), calc_second_order=False,
                                               num_resamples=resamples, seed=SEED)
    return tuple(np.asarray(found[key], dtype=np.float64) for key in ("S1", "S1_conf", "ST", "ST_conf"))  # type: ignore[return-value]


def block_size(study: Study) -> int:
    """Points of one block: assumptions + 2, or twice the assumptions + 2 where pairs were asked for, too."""
    sizes = (study.width + 2, 2 * study.width + 2)
    for size in sizes:
        if study.points % size == 0 and _in_order(study, np.arange(study.points, dtype=np.int64).reshape(-1, size)):
            return size
    raise SensitivityError(f"the {study.points} points are not in the order of Saltelli's design "
                           f"(base points times {sizes[0]} or {sizes[1]})")


def luck_of_totals(study: Study, blocks: Indices, means: Array) -> tuple[Array, Array]:
    """What luck adds to each total index, and what it rarely exceeds where there is nothing else; (assumptions,) each.

    A total index is half the mean squared difference of two means; luck adds half the variance of that difference.
    NaN with a single replication.
    """
    variance = float(means[:, [0, -1]].var())
    if not variance > 0.0:
        return np.zeros(study.width), np.zeros(study.width)
    before = np.repeat(blocks[:, :1], study.width, axis=1)
    part = noise_of_steps(study.y, before, blocks[:, 1:-1]) / (2.0 * variance)
    added = part.mean(axis=0)
    return added, rarely(added, 2.0 * (part**2).sum(axis=0) / len(blocks) ** 2)


def deciding(first: Array, total: Array, noise: float) -> Array:
    """Lower bound of the share of the variance that the leading 1, 2, ... assumptions decide together; (assumptions,).

    Two bounds hold for any set of them: what they explain alone, and what luck and the total indices of all others
    leave (Sobol' 2001, Mathematics and Computers in Simulation 55).

    Parameters
    ----------
    first, total : (assumptions,) indices without what luck adds, in the order in which they lead.
    noise : share of the variance of the means that is luck.
    """
    left = 1.0 - noise
    alone, others = np.cumsum(np.maximum(first, 0.0)), np.maximum(total, 0.0)
    return np.asarray(np.clip(np.maximum(alone, left - (others.sum() - np.cumsum(others))), 0.0, left))


def _in_order(study: Study, blocks: Indices) -> bool:
    """Whether row k + 1 of each block is its first row with column k of its last."""
    a, b = study.x[blocks[:, 0]], study.x[blocks[:, -1]]
    for k in range(study.width):
        wanted = a.copy()
        wanted[:, k] = b[:, k]
        if not np.array_equal(study.x[blocks[:, k + 1]], wanted):
            return False
    return True


def _convergence_warnings(means: Array, found: Sequence[Array], total: int, dropped: int) -> tuple[str, ...]:
    """Warnings about convergence; the first half of the base sample is compared if it is itself balanced."""
    base = len(means)
    balanced = total & (total - 1) == 0
    half = indices(means[: base // 2], 2)[2] if balanced and not dropped and base >= 2 * LEAST_BASE else None
    if float(np.max(found[2], initial=0.0)) == 0.0:
        return ()
    said = () if balanced else (f"{total:,} base points are no power of 2: a Sobol' sequence is balanced only there.",)
    return (*said, *unconverged_indices(*found, half=half, base=base))


# --- full factorial: every share of the variance is exact apart from luck --------------------------------------------

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
