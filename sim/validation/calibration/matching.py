"""History matching: implausibility of points, a sample weighted by misfit, and the choice of the defaults."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.arrays import Array
from sim.validation.calibration.emulator import Band, Emulator

CUTOFF = 3.0
"""Implausibility beyond which a point is ruled out (Pukelsheim's three sigma rule; Andrianakis et al. 2015)."""
STEPS = 1000
MOVED = 3
"""Inputs that a step of a chain moves."""
STRIDES = (0.05, 0.2, 0.6)
"""Standard deviations of steps, in parts of the range; drawn anew for each."""


@dataclass(frozen=True)
class Target:
    """Bands of all measurements: bottom and top (measurements,), infinite where open."""

    bottom: Array
    top: Array

    @classmethod
    def of(cls, bands: Sequence[Band]) -> Target:
        """The bands as given."""
        return cls(np.asarray([b for b, _ in bands]), np.asarray([t for _, t in bands]))

    def outside(self, y: Array) -> Array:
        """How far measurements (..., measurements) lie outside their bands, in their units; 0 inside."""
        return np.asarray(np.maximum(np.maximum(self.bottom - y, y - self.top), 0.0))


def implausibility(emulator: Emulator, target: Target, unit: Array) -> Array:
    """I_j = distance of the expected measurement j from its band / error of prediction: (points, measurements).

    Craig et al. 1997, with a band in place of an observation: it stands for the error of observation and
    the discrepancy of the model together.
    """
    return np.asarray(target.outside(emulator(unit)) / np.maximum(emulator.sd, 1e-9))


def weighted_by_misfit(emulator: Emulator, target: Target, starts: Array, seed: int) -> Array:
    """A sample of the unit cube with density exp(-sum I_j^2 / 2): chains from the given points, (points, inputs).

    Points that are ruled out become rare in it, not impossible. Metropolis steps move a few active inputs;
    inputs that do not matter keep their starting values.
    """
    rng = np.random.default_rng(seed)
    here = starts.copy()
    cost = (implausibility(emulator, target, here) ** 2).sum(axis=1)
    rows = np.arange(len(here))[:, None]
    for _ in range(STEPS):
        moved = rng.permuted(np.broadcast_to(emulator.active, (len(here), emulator.active.size)), axis=1)[:, :MOVED]
        there = here.copy()
        there[rows, moved] += rng.choice(STRIDES, (len(here), 1)) * rng.standard_normal(moved.shape)
        inside = ((there >= 0.0) & (there <= 1.0)).all(axis=1)
        there = np.clip(there, 0.0, 1.0)
        new = (implausibility(emulator, target, there) ** 2).sum(axis=1)
        accepted = inside & (np.log(rng.random(len(here))) < 0.5 * (cost - new))
        here[accepted], cost[accepted] = there[accepted], new[accepted]
    return here


# --- choice of the defaults ------------------------------------------------------------------------------------------

# The point with the least sum of misfit and departure from the stated assumptions. Misfit is judged by the surfaces; a
# point that they rule out is not excluded, only costly.

WEIGHTS = (8.0, 4.0, 2.0, 1.0, 0.5, 0.1)
"""Weights of a departure over the whole range of one input, against a measurement one error outside its band."""
MARGIN = 0.25
"""Part of a band that the choice keeps from either end."""
STEP = 1e-6
"""Step of the differences that stand for a slope, in parts of a range."""


def inner(target: Target, sd: Array) -> Target:
    """The bands without their margins: one error of prediction, but not more than a part of the band."""
    width = target.top - target.bottom
    margin = np.where(np.isfinite(width), np.minimum(sd, MARGIN * np.where(np.isfinite(width), width, 0.0)), sd)
    return Target(target.bottom + margin, target.top - margin)


def least_departure(emulator: Emulator, target: Target, start: Array, others: Array, weight: float) -> Array:
    """The point of the unit cube that misses the bands least while departing little from `start`, (inputs,).

    minimises  sum_j (outside_j / sd_j)^2 + weight sum_i (x_i - start_i)^2  over the active inputs, from
    `start` and from each of `others` (points, inputs); the best is taken. Inputs that no measurement
    answers to stay where they start.
    """
    from scipy.optimize import minimize

    goal, active, sd = inner(target, emulator.sd), emulator.active, np.maximum(emulator.sd, 1e-9)

    def costs(x: Array) -> Array:
        points = np.broadcast_to(start, (len(x), start.size)).copy()
        points[:, active] = x
        missed = goal.outside(emulator(points)) / sd
        return np.asarray((missed ** 2).sum(axis=1) + weight * ((x - start[active]) ** 2).sum(axis=1))

    def with_slope(x: Array) -> tuple[float, Array]:
        around = costs(np.concatenate([x[None, :], x + STEP * np.eye(active.size)]))
        return float(around[0]), (around[1:] - around[0]) / STEP

    ends = [minimize(with_slope, first[active], jac=True, method="L-BFGS-B", bounds=[(0.0, 1.0)] * active.size)
            for first in (start, *others)]
    best = start.copy()
    best[active] = min(ends, key=lambda end: float(end.fun)).x
    return best
