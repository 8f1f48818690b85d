"""Keyed luck, one number at a time: the same numbers as `sim.people.chance.Luck`, only where they are needed."""

from __future__ import annotations

import ctypes
from collections import namedtuple

import numpy as np
from numba.extending import get_cython_function_address

from benchmarks.limit.jit import compiled
from sim.people.chance import GOLDEN, MIX_1, MIX_2, Decision, decision_key

KEY = namedtuple("KEY", [d.name for d in Decision])(*(decision_key(d) for d in Decision))
"""The key of every decision."""
ONE = np.uint64(1)
SHIFTS = tuple(np.uint64(bits) for bits in (30, 27, 31, 12))
S30, S27, S31, S12 = SHIFTS

ndtri = ctypes.CFUNCTYPE(ctypes.c_double, ctypes.c_double)(
    get_cython_function_address("scipy.special.cython_special", "ndtri"))
"""SciPy's own quantile of the normal distribution, called without Python."""


@compiled()
def mix(x):
    """SplitMix64's finaliser."""
    x = (x ^ (x >> S30)) * MIX_1
    x = (x ^ (x >> S27)) * MIX_2
    return x ^ (x >> S31)


@compiled()
def stream(run_key, decision, quarter):
    """What the uniforms of one decision in one quarter have in common."""
    return mix((run_key ^ decision) + np.uint64(quarter + 1) * MIX_1)


@compiled()
def uniform(started, slot):
    """The uniform of one slot from its stream."""
    word = mix(started + (np.uint64(slot) + ONE) * GOLDEN)
    return (np.float64(word >> S12) + 0.5) * 2.0**-52


@compiled()
def cut_normal(u, mean, spread, low, high):
    """Quantile u of a normal distribution cut to [0, 1], of which the shares below 0 and below 1 are known."""
    return min(max(mean + spread * ndtri(low + u * (high - low)), 0.0), 1.0)
