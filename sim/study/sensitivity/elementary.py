"""Elementary effects after Morris: the change of the outcome when one assumption takes a step, at many points.

mu* is the mean size of the effect, mu its mean, sigma its spread: an effect that depends on the place, because it is
bent or because assumptions act together (Morris 1991; Campolongo, Cariboni & Saltelli 2007). SALib has the estimators.
"""

from __future__ import annotations

import numpy as np

from sim.arrays import Array
from sim.study.sensitivity.luck import noise_of_steps
from sim.study.sensitivity.quantity import mean_rise, rank_correlations
from sim.study.sensitivity.resampling import RESAMPLES, SEED, beyond, rarely, unconverged_effects
from sim.study.sensitivity.study import Indices, Measured, SensitivityError, Study, blocks_of, dropped_line, salib

LEAST_TRAJECTORIES = 4
"""Trajectories below which the spread is meaningless (Morris 1991 uses 4)."""
WHAT = "trajectories"


def elementary_effects(study: Study) -> Measured:
    """mu* with its 95 % bootstrap interval; ``more`` has ``mu``, ``sigma`` and ``rank_correlation``.

    Effects are in the unit of the outcome, for an assumption that goes through its whole range. An assumption is
    distinguishable when its mu* exceeds what luck alone rarely gives it.

    Raises
    ------
    SensitivityError
        When the rows are no trajectories, or too many of the points failed.
    """
    kept, total, dropped = blocks_of(study, study.width + 1, LEAST_TRAJECTORIES, WHAT)
    used, groups = kept.ravel(), np.repeat(np.arange(len(kept), dtype=np.int64), kept.shape[1])
    means = study.means()[kept]
    dx, dy = steps(study.x[kept], means)
    problem = {"num_vars": study.width, "names": [a.name for a in study.assumptions], "groups": None,
               "bounds": [[0.0, 1.0]] * study.width}
    found = salib("analyze.morris").analyze(problem, study.x[used], means.ravel(), num_resamples=RESAMPLES,
                                            num_levels=study.levels, seed=SEED)
    mu_star, half, mu, sigma = (np.asarray(found[key], dtype=np.float64)
                                for key in ("mu_star", "mu_star_conf", "mu", "sigma"))
    floor = luck_effect(study, kept, dx)
    low, high = np.maximum(mu_star - half, 0.0), mu_star + half
    said = dropped_line(dropped, total, WHAT, dropped * kept.shape[1])
    return Measured(mu_star, low, high, mean_rise(dx, dy), floor, beyond(mu_star, floor), used, groups,
                    (WHAT, len(kept), dropped),
                    (*said, *unconverged_effects(mu_star, low, high, len(kept))),
                    {"mu": mu, "sigma": sigma, "rank_correlation": rank_correlations(study.x[used], means.ravel())})


def steps(x: Array, y: Array) -> tuple[Array, Array]:
    """Changes of every assumption and of the outcome in its step, (trajectories, assumptions) each.

    x : (trajectories, assumptions + 1, assumptions). y : (trajectories, assumptions + 1).

    A step that leaves an assumption where it is (two levels that round to one) has no effect.

    Raises `SensitivityError` when more than one assumption changes at once, or one twice.
    """
    dx = np.diff(x, axis=1)
    moved = dx != 0.0
    if (moved.sum(axis=2) > 1).any() or (moved.sum(axis=1) > 1).any():
        raise SensitivityError("the points are no Morris trajectories: one assumption at a time, each once")
    dy = np.diff(y, axis=1)
    return dx.sum(axis=1), np.einsum("ts,tsk->tk", dy, moved.astype(np.float64))


def delta(levels: int) -> float:
    """Length of a step on a grid of `levels` levels, as a share of the range (Morris 1991)."""
    return levels / (2.0 * (levels - 1.0))


def luck_effect(study: Study, blocks: Indices, dx: Array) -> Array:
    """mu* that luck alone rarely exceeds, (assumptions,): means of sizes of normal differences; NaN where unknown.

    A standard deviation from few futures is too small on average, which c4 makes up for (Cureton 1968), and not well
    known itself, which adds to the variance.
    """
    noise = noise_of_steps(study.y, blocks[:, :-1], blocks[:, 1:])
    moved = np.diff(study.x[blocks], axis=1) != 0.0
    variance = np.einsum("ts,tsk->tk", noise, moved.astype(np.float64)) / delta(study.levels) ** 2
    short, mean_square = c4(study.only(blocks.ravel()).replications), 2.0 / np.pi
    size = np.sqrt(mean_square * variance).mean(axis=0) / short
    spread = (1.0 - mean_square) + mean_square * (1.0 / short**2 - 1.0)
    return rarely(size, spread * variance.sum(axis=0) / len(dx) ** 2)


def c4(count: int) -> float:
    """Expected sample standard deviation of `count` normal values, as a share of the true one; NaN below two."""
    from scipy.special import gammaln

    half = (count - 1.0) / 2.0
    return float(np.exp(gammaln(count / 2.0) - gammaln(half)) / np.sqrt(half)) if half > 0.0 else float("nan")
