"""What holds today's practice where it is: own rates and own reasons that nobody observed.

A firm that changes nothing stays about as it is. What people feel, can and do today is therefore at rest in today's
framework; what the other laws leave unexplained of that are constants of the person, as in models of discrete choice
(Train 2009: alternative-specific constants). Measures move people away from there; what lasts is what has changed in
the framework, in habits and in skills.
"""

from __future__ import annotations

import numpy as np

from sim.arrays import Array
from sim.laws.basics import Number, logit, positive, relax
from sim.parameters.behaviour import Intention

EDGE = 1e-6
"""Shares are kept so far away from 0 and 1 that a rate of its own stays finite."""


def own_rate(stated: Array, left_alone: Array) -> Array:
    """Rate at which a state must be drawn back each quarter to stay as it is stated (1/quarter; > 0 draws upwards).

    n = ln[(1 - x') / (1 - x)] where x' < x, and n = ln(x / x') else; x' is where a usual quarter would leave x.
    `held` with this rate leads x' back to x exactly. Both kept 1e-6 away from 0 and 1.
    """
    x = np.clip(stated, EDGE, 1.0 - EDGE)
    after = np.clip(left_alone, EDGE, 1.0 - EDGE)
    return np.asarray(np.where(after < x, np.log((1.0 - after) / (1.0 - x)), np.log(x / after)))


def held(state: Array, own: Number) -> Array:
    """The state after its own rate: relax(x, max(n, 0), max(-n, 0)). Range [0, 1]; n = 0 leaves it as it is."""
    return relax(state, positive(own), positive(-np.asarray(own)))


def own_reasons(practice: Array, pulls: Array, p: Intention) -> Array:
    """Reasons of a person's own for today's practice, logits.

    m = logit(b_0) sqrt(1 + mood^2) - propensity - pulls: with it, the mean intention in today's framework is today's
    practice b_0. The root takes the mood into account: mood and logistic choice add up to about a logistic
    distribution of that scale.
    """
    return np.asarray(logit(practice) * np.sqrt(1.0 + p.mood * p.mood) - p.propensity - pulls)
