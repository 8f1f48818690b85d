"""Leaders: pressure, stress, self-reflection, listening (B1, D1, D2, D4, D5)."""

from __future__ import annotations

import numpy as np

from sim.arrays import Array
from sim.laws.basics import Number, approach, positive, relax
from sim.parameters.learning import Leading


def shortfall(result: Array, target: Array) -> Array:
    """How far results miss the target: max(1 - result / target, 0). Range [0, 1]; 0 without a target."""
    return np.asarray(np.where(target > 0.0, positive(1.0 - result / np.maximum(target, 1e-9)), 0.0))


def shortfall_by_chance(spread: Array) -> Array:
    """Mean shortfall of results that reach their target on average: spread / sqrt(2 pi).

    `spread` is their standard deviation relative to the target (>= 0), of a normal distribution.
    """
    return np.asarray(spread / (2.0 * np.pi) ** 0.5)


def base_of_pressure(shown: Array, stress: Array, reflection: Array, p: Leading) -> Array:
    """Pressure that a leader shows without stress, from what he shows under the usual stress.

    base = (shown - k) / (1 - k), at least 0, k = 1 - exp(-stress_response * stress (1 - reflection_calm * reflection)):
    the inverse of `demanded_pressure`. Range [0, 1].
    """
    calm = np.exp(-(p.stress_response * stress * (1.0 - p.reflection_calm * reflection)))
    return np.asarray(np.clip((shown - (1.0 - calm)) / np.maximum(calm, 1e-9), 0.0, 1.0))


def demanded_pressure(base: Array, extra: Number, stress: Array, reflection: Array, p: Leading) -> Array:
    """Pressure that a leader feels he must show: base + (1 - base) (1 - exp(-x)).

    x = extra + stress_response * stress (1 - reflection_calm * reflection): under stress leaders mistake
    management for the hard hand (D1), less so those who know their own assumptions (B1). Range [0, 1].
    """
    drive = extra + p.stress_response * stress * (1.0 - p.reflection_calm * reflection)
    return np.asarray(base + (1.0 - base) * (1.0 - np.exp(-np.asarray(drive))))


def pressure_after_quarter(pressure: Array, demanded: Array, p: Leading) -> Array:
    """Pressure approaches what is demanded at the rate `adjustment` (1/quarter)."""
    return approach(pressure, demanded, p.adjustment)


def leader_trait_after_quarter(trait: Array, start: Array, programme: Number, p: Leading) -> Array:
    """Listening, coaching skill or self-reflection of a leader after a quarter of a programme.

    up = programme_w * dose + relapse * start;  down = relapse (1 - start). Theeboom et al. 2014 (B1, D5).
    """
    return relax(trait, p.programme * programme + p.relapse * start, p.relapse * (1.0 - start))


def effort_under_pressure(pressure: Array, p: Leading) -> Array:
    """Activity relative to none: 1 + effort * pressure.

    Better before worse: what it costs comes through strain, trust, fear and energy. Repenning & Sterman 2001.
    """
    return np.asarray(1.0 + p.effort * pressure)
