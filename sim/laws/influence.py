"""What reps see of one another: visible behaviour, voiced attitude, opinion leaders (A6, C11)."""

from __future__ import annotations

import numpy as np

from sim.arrays import Array
from sim.laws.basics import Number, logistic
from sim.parameters.behaviour import Influence


def attention(opinion_leader: Array, p: Influence) -> Array:
    """Weight with which a colleague is watched: 1 + (leader_weight - 1) * opinion_leader. Hayati et al. 2018."""
    return np.asarray(1.0 + (p.leader_weight - 1.0) * opinion_leader)


def visible_adoption(behaviour: Array, resistance: Array, level: Number, p: Influence) -> Array:
    """How far colleagues see a rep as one who adopted: logistic((b - level) / width) (1 - resistance).

    Who resists, openly or hidden, lends his behaviour no voice (C11). Range [0, 1].
    """
    return np.asarray(logistic((behaviour - level) / p.visibility_width) * (1.0 - resistance))


def voiced_attitude(attitude: Array, resistance: Array) -> Array:
    """Attitude as others hear it: attitude (1 - resistance). Range [0, 1] (C11)."""
    return np.asarray(attitude * (1.0 - resistance))


def blunted(exposure: Array, p: Influence) -> Array:
    """What resistance among the contacts leaves of the leaders' credibility: 1 - blunting * exposure.

    Hayati, Atefi & Ahearne 2018. Range [0, 1].
    """
    return np.asarray(1.0 - p.blunting * exposure)
