"""How the framework is perceived: safety, justice, coherence (A9, B3, C9, C10, C12, D6)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.arrays import Array
from sim.laws.basics import Number, above_zero, positive, relax
from sim.parameters.learning import Conditions, Leading


def strain(pressure: Array, p: Leading) -> Array:
    """Pressure felt as strain: max(P - strain_from, 0) / (1 - strain_from). Onyemah 2008. Range [0, 1]."""
    return np.asarray(positive(pressure - p.strain_from) / np.maximum(1.0 - p.strain_from, 1e-9))


def listening_under_strain(listening: Array, strain: Array, p: Leading) -> Array:
    """What strain leaves of a leader's listening: listening (1 - attention * strain) (D1, D5)."""
    return np.asarray(listening * (1.0 - p.attention * strain))


def psychological_safety(error_culture: Number, listening: Array, strain: Array, protection: Number,
                         p: Conditions) -> Array:
    """Safety to try and to fail, as a rep feels it.

    S = [w E + (1 - w) listening] (1 - safety_strain * strain);  S' = S + (1 - S) protection * E

    `protection` is protected trying-out; it works only as far as the culture E lets it (A9).
    Edmondson 1999 (context and leader as antecedents). Range [0, 1].
    """
    felt = (p.safety_culture * error_culture + (1.0 - p.safety_culture) * listening) * (1.0 - p.safety_strain * strain)
    return np.asarray(felt + (1.0 - felt) * protection * error_culture)


def procedural_justice(autonomy: Number, listening: Array, p: Conditions) -> Array:
    """Felt procedural justice: justice_autonomy * latitude + (1 - justice_autonomy) * being listened to (D6)."""
    return np.asarray(p.justice_autonomy * autonomy + (1.0 - p.justice_autonomy) * listening)


def coherence(parts: Sequence[Number], p: Conditions) -> Array:
    """How far the strong conditions support the change together: a geometric mean.

    C = exp(mean_i ln(f + (1 - f) x_i)), f = contradiction_floor, x_i in [0, 1]

    One contradicting condition costs more than one more supporting condition gains (C10, C12). Range [f, 1].
    """
    floor = p.contradiction_floor
    total: Number = 0.0
    for part in parts:
        total = total + np.log(above_zero(floor + (1.0 - floor) * part))
    return np.asarray(np.exp(total / len(parts)))


def error_culture_after_work(culture: Array, start: Number, work: Number, p: Conditions) -> Array:
    """The error culture moves by work on it towards 1 and falls back to where it was.

    up = culture_change * work + culture_relapse * start;  down = culture_relapse (1 - start). Klamar et al. 2022.
    """
    return relax(culture, p.culture_change * work + p.culture_relapse * start, p.culture_relapse * (1.0 - start))


def moved(value: Number, towards: float, reach: Number, dose: Number) -> Array:
    """A condition moved by a measure: x + (target - x) * reach * dose. Dose 0 leaves it where it is."""
    return np.asarray(value + (towards - value) * reach * dose)


def change_capacity(safety: Array, energy: Array, exchange: Array, orientation: Array, reflection: Array,
                    resistance: Array) -> Array:
    """Capacity to learn and change, as one can ask an organisation for it (B7).

    Mean of safety, energy, exchange, learning orientation, leaders' self-reflection and 1 - resistance.
    It feeds nothing; it only measures. Range [0, 1].
    """
    return np.asarray((safety + energy + exchange + orientation + reflection + (1.0 - resistance)) / 6.0)
