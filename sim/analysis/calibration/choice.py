"""The defaults: the point with the least misfit and departure from the stated assumptions, one weighed with the other.

Misfit is judged by the surfaces; a point that they rule out is not excluded, only dear.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.analysis.calibration.emulator import Emulator
from sim.analysis.calibration.matching import Target

Array = npt.NDArray[np.float64]

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
