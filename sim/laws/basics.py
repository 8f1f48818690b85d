"""Forms that the laws share. Elementwise only, so that a run alone equals the run in any batch."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np

from sim.arrays import Array

Number: TypeAlias = Array | float
"""A column or one value that holds for all."""



def logistic(x: Array) -> Array:
    """1 / (1 + exp(-x)): a share from logits. Range (0, 1), which rounding closes beyond x = 37."""
    largest = 80.0 if np.asarray(x).dtype == np.float32 else 700.0
    return np.asarray(1.0 / (1.0 + np.exp(np.minimum(-x, largest))))


def logit(share: Number) -> Array:
    """ln(p / (1 - p)), with p kept 1e-9 away from 0 and from 1; 1e-7 in single precision."""
    share = np.asarray(share)
    edge = 1e-7 if share.dtype == np.float32 else 1e-9
    p = np.clip(share, edge, 1.0 - edge)
    return np.asarray(np.log(p / (1.0 - p)))


def relax(state: Array, up: Number, down: Number) -> Array:
    """Exact solution over one quarter of dx/dt = up (1 - x) - down x.

    x' = x* + (x - x*) exp(-(up + down)),  x* = up / (up + down)

    `up` and `down` are rates per quarter (>= 0) and add over mechanisms; x stays in [0, 1], as no rounding of this
    form can carry it beyond. If both are 0, x' = x.
    """
    total = np.asarray(up + down)
    rest = up / above_zero(total)
    return np.asarray(rest + (state - rest) * np.exp(-total))


def approach(state: Array, target: Number, rate: Number) -> Array:
    """x' = T + (x - T) exp(-rate): an exponential approach to a target, per quarter."""
    return np.asarray(target + (state - target) * np.exp(-np.asarray(rate)))


def saturation(amount: Number, constant: Number) -> Array:
    """1 - exp(-amount / constant): the share reached of a full effect. Amount >= 0; constant 0 is reached at once."""
    return np.asarray(1.0 - np.exp(-np.asarray(amount / np.maximum(constant, 1e-9))))


def above_zero(x: Number) -> Array:
    """max(x, 1e-300), so that one may divide by it or take its logarithm; 1e-37 in single precision."""
    x = np.asarray(x)
    return np.asarray(np.maximum(x, 1e-37 if x.dtype == np.float32 else 1e-300))


def positive(x: Number) -> Array:
    """max(x, 0)."""
    return np.asarray(np.maximum(x, 0.0))
