"""Intention: the pulls that add up to what a rep wants to do (A4, A5, A8, C5, C10)."""

from __future__ import annotations

import numpy as np

from sim.arrays import Array
from sim.laws.basics import Number, logistic
from sim.parameters.behaviour import Intention


def pull_of_attitude(attitude: Array, crowding: Number, p: Intention) -> Array:
    """w (attitude - 1/2) * crowding, logits (A5); `crowding` is what a direct bonus leaves of it (C6)."""
    return np.asarray(p.attitude * (attitude - 0.5) * crowding)


def pull_of_self_efficacy(self_efficacy: Array, p: Intention) -> Array:
    """w (self-efficacy - 1/2), logits: wanting needs being able (C5)."""
    return np.asarray(p.self_efficacy * (self_efficacy - 0.5))


def pull_of_norm(norm: Array, threshold: Array, need: Array, p: Intention) -> Array:
    """w * need for recognition * (share of contacts who adopted - own threshold), logits.

    Granovetter 1978; Centola et al. 2018 (A6); the fear of losing recognition drives conformity (C7).
    """
    return np.asarray(p.norm * need * (norm - threshold))


def pull_of_fear(fear: Array, safety: Array, p: Intention) -> Array:
    """-w * fear * (1 - safety), logits (A8). Verbeke & Bagozzi 2000; Edmondson 1999."""
    return np.asarray(-p.fear * fear * (1.0 - safety))


def pull_of_identity(identity: Array, p: Intention) -> Array:
    """-w (advisory identity - 1/2), logits (A3)."""
    return np.asarray(-p.identity * (identity - 0.5))


def pull_of_resistance(resistance: Array, p: Intention) -> Array:
    """-w * resistance, logits (A3, C11)."""
    return np.asarray(-p.resistance * resistance)


def pull_of_euphoria(euphoria: Array, p: Intention) -> Array:
    """w * euphoria after a training, logits (A4)."""
    return np.asarray(p.euphoria * euphoria)


def pull_of_push(push: Number, p: Intention) -> Array:
    """w * push, logits: targets that demand the behaviour (A2, B4)."""
    return np.asarray(p.push * push)


def pull_of_appeals(felt: Array, credibility: Array, p: Intention) -> Array:
    """w * fresh appeals * credibility, logits: nothing where the conditions contradict (C4, C10)."""
    return np.asarray(p.appeals * felt * credibility)


def pull_of_exhaustion(energy: Array, p: Intention) -> Array:
    """-w (1 - energy), logits (C3)."""
    return np.asarray(-p.exhaustion * (1.0 - energy))


def mood(luck: Array, p: Intention) -> Array:
    """Chance of the quarter: scale * logit(u) for a uniform u, logits."""
    return np.asarray(p.mood * np.log(luck / (1.0 - luck)))


def intention(pulls: Array, p: Intention) -> Array:
    """I = logistic(propensity + sum of pulls): wanted share of occasions. Range (0, 1)."""
    return logistic(p.propensity + pulls)
