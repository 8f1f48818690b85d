"""Luck that is shared between strategies: every chance event has a name and a key.

A uniform number is a function of (seed, run, decision, quarter, slot) and of nothing
else - not of the strategy, the batch, the order of calls or the size of the team. The
same rep has the same bad Tuesday under every strategy, so two strategies differ only by
what they do. The mixing function is SplitMix64's finaliser (Steele, Lea & Flood 2014).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Any, TypeAlias, cast

import numpy as np
import numpy.typing as npt

from sim.arrays import Array
from sim.scenario.precision import DType

Keys = npt.NDArray[np.uint64]
Indices = npt.NDArray[np.int64]
Cells: TypeAlias = tuple[Indices, Indices]
"""Slot and run of some cells of a table."""

GOLDEN = np.uint64(0x9E3779B97F4A7C15)
MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
MIX_2 = np.uint64(0x94D049BB133111EB)
ONE = np.uint64(0x3FF0000000000000)
"""The bits of the number 1."""
SINGLE_ONE = np.uint32(0x3F800000)
"""The same for single precision."""


class Decision(StrEnum):
    """Every decision that involves chance. Names are part of the seeding scheme: never reuse one."""

    KIND = "kind"
    VACANT = "vacant on the first day"
    PROMINENCE = "prominence"
    REWIRE = "rewire"
    CONTACT = "contact"
    TRAIT = "trait"
    LEADER = "leader"
    DEMAND = "demand"
    MOOD = "mood"
    LEADS = "leads"
    WIN_NEW = "win new"
    CROSS_LEADS = "cross leads"
    WIN_CROSS = "win cross"
    CHURN = "churn"
    HAND = "hand over"
    HAND_LOSS = "lost in hand-over"
    LEAVE = "leave"
    DISMISS = "dismiss"
    BREAK = "lost with the person"
    UPROOT = "lost in a reorganisation"
    FILL = "fill"
    HIRE_KIND = "kind of hire"
    MIS_HIRE = "mis-hire"
    PROMOTE = "promote"


def mix(x: Keys) -> Keys:
    """SplitMix64's finaliser: a bijection of 64-bit words that scatters every bit."""
    x = x ^ (x >> np.uint64(30))
    x *= MIX_1
    x ^= x >> np.uint64(27)
    x *= MIX_2
    x ^= x >> np.uint64(31)
    return np.asarray(x)


def to_uniform(words: Keys) -> Array:
    """The upper 52 bits k as a number strictly between 0 and 1: (k + 1/2) / 2^52, exactly.

    As the mantissa of a number from 1 to 2, of which a little less than 1 is taken: no conversion, no rounding.
    """
    bits = words >> np.uint64(12)
    bits |= ONE
    u: Array = bits.view(np.float64)
    u -= 1.0 - 2.0**-53
    return u


def to_single(words: Keys) -> npt.NDArray[np.float32]:
    """The upper 23 bits k in the same way: (k + 1/2) / 2^23, strictly between 0 and 1, exactly.

    At most 2^-24 away from the number of double precision.
    """
    bits = (words >> np.uint64(41)).astype(np.uint32)
    bits |= SINGLE_ONE
    u: npt.NDArray[np.float32] = bits.view(np.float32)
    u -= np.float32(1.0 - 2.0**-24)
    return u


def places(chosen: npt.NDArray[Any]) -> Cells:
    """Slot and run of every cell that is not 0, in the order of the table."""
    slot, run = np.divmod(np.flatnonzero(chosen), chosen.shape[1])
    return slot, run


@lru_cache(maxsize=1024)
def decision_key(decision: str) -> np.uint64:
    """A fixed 64-bit word for the name of a decision, the same on every platform."""
    return np.uint64(int.from_bytes(hashlib.blake2b(decision.encode(), digest_size=8).digest(), "little"))


def run_keys(seed: int, runs: Indices) -> Keys:
    """One 64-bit key per run number of a root seed; run k has the same key in any batch."""
    root = mix(np.asarray([seed & 0xFFFFFFFFFFFFFFFF], dtype=np.uint64) + GOLDEN)
    return mix(root + (runs.astype(np.uint64) + np.uint64(1)) * GOLDEN)


@lru_cache(maxsize=16)
def steps_of(slots: int) -> Keys:
    """Offsets that distinguish the slots within one stream, shape (slots, 1)."""
    return ((np.arange(slots, dtype=np.uint64) + np.uint64(1)) * GOLDEN)[:, None]


@dataclass(frozen=True)
class Luck:
    """The luck of some runs, in double or single precision. `keys` has shape (runs,)."""

    keys: Keys
    dtype: DType = field(default=np.float64, kw_only=True)

    @classmethod
    def of(cls, seed: int, runs: Indices, dtype: DType = np.float64) -> Luck:
        """The luck of the given run numbers of a root seed."""
        return cls(run_keys(seed, runs), dtype=dtype)

    def _numbers(self, words: Keys) -> Array:
        return to_uniform(words) if self.dtype is np.float64 else cast(Array, to_single(words))

    def _stream(self, word: np.uint64 | Keys, quarter: int) -> Keys:
        date = np.uint64((quarter + 1) * int(MIX_1) & 0xFFFFFFFFFFFFFFFF)
        return mix((self.keys ^ word) + date)

    def uniform(self, decision: str, quarter: int, slots: int) -> Array:
        """Uniforms in (0, 1) of shape (slots, runs); slot i's numbers do not depend on `slots`."""
        return self._numbers(mix(self._stream(decision_key(decision), quarter) + steps_of(slots)))

    def at(self, decision: str | tuple[str, ...], quarter: int, slot: Indices, run: Indices
           ) -> Array:
        """The same numbers for chosen (slot, run) pairs only; shape as `slot`, or (decisions, *slot) for several."""
        steps = (slot.astype(np.uint64) + np.uint64(1)) * GOLDEN
        if isinstance(decision, str):
            return self._numbers(mix(self._stream(decision_key(decision), quarter)[run] + steps))
        words = np.asarray([decision_key(name) for name in decision])[:, None]
        return self._numbers(mix(self._stream(words, quarter)[:, run] + steps))

    def where(self, open_: npt.NDArray[np.bool_], decision: str, quarter: int) -> Array:
        """The same numbers where `open_` is set, and 1 elsewhere; shape (slots, runs) as `open_`."""
        slot, run = places(open_)
        drawn = np.ones(open_.shape, self.dtype)
        drawn[slot, run] = self.at(decision, quarter, slot, run)
        return drawn


@dataclass(frozen=True)
class SharedLuck(Luck):
    """The same runs repeated side by side with the same luck; drawn only once if all slots are requested."""

    times: int

    def uniform(self, decision: str, quarter: int, slots: int) -> Array:
        """As `Luck.uniform`, of shape (slots, times * runs)."""
        once = Luck(self.keys[:self.keys.size // self.times], dtype=self.dtype).uniform(decision, quarter, slots)
        return np.concatenate([once] * self.times, axis=1)
