"""Energy: change asks for effort over a long time, and demands add up (C3)."""

from __future__ import annotations

import numpy as np

from sim.arrays import Array
from sim.laws.basics import Number, positive, relax
from sim.parameters.behaviour import Energy


def load(workload: Number, demands: Array, behaviour: Array, habitual: Array, strain: Number, p: Energy) -> Array:
    """Load of the quarter: workload + demands of measures + novelty * max(b - h, 0) + strain_w * strain.

    `demands` is the sum of the loads of all measures in force; acting against the stronger habit
    costs effort (seed 002 after Roth 2007). Unit: load, 1 is a full everyday.
    """
    return np.asarray(workload + demands + p.novelty * positive(behaviour - habitual) + p.strain * strain)


def energy_after_quarter(energy: Array, load: Array, p: Energy) -> Array:
    """E' = relax(E, recovery, drain * L (1 + overload * max(L - 1, 0))): several demands at once overload (C3)."""
    return relax(energy, p.recovery, p.drain * load * (1.0 + p.overload * positive(load - 1.0)))


def working_capacity(energy: Array, p: Energy) -> Array:
    """Share of full output that the energy allows: 1 - capacity_loss (1 - E). Range [0, 1]."""
    return np.asarray(1.0 - p.capacity_loss * (1.0 - energy))
