"""A pattern of the literature: what is measured in the model, and the band in which it should lie."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from sim.analysis.claims.claim import Verdict, weakest
from sim.analysis.claims.worlds import Array, Worlds
from sim.analysis.statistics import LEVEL

Parts = Callable[[Worlds], Sequence[Array]]
Combine = Callable[..., Array]

RESAMPLES = 2000
"""Resamples of the bootstrap; the bounds of an interval then stand to about a fortieth of its width."""
YEAR = 4
"""Quarters of a year."""


def only(mean: Array) -> Array:
    """The mean itself."""
    return mean


@dataclass(frozen=True)
class Measurement:
    """One number that the model gives, and the band of the literature for it.

    parts : from worlds to one or more outcomes run by run, each (runs,).
    combine : from their means over runs to the number; elementwise, so that it takes arrays of means.
    band : lowest and highest value in keeping with the literature, in `unit`; infinite where it is open.
    """

    label: str
    unit: str
    band: tuple[float, float]
    parts: Parts
    combine: Combine = only


@dataclass(frozen=True)
class Pattern:
    """One stylised fact: shown if all its measurements lie in their bands.

    remark : why the model does not quite show it at the defaults, or what of it is not measured.
    """

    id: str
    sentence: str
    source: str
    measurements: tuple[Measurement, ...]
    remark: str = ""


@dataclass(frozen=True)
class Measured:
    """What the model gives for one measurement, with the 95 % bootstrap interval over runs."""

    measurement: Measurement
    value: float
    low: float
    high: float

    @property
    def verdict(self) -> Verdict:
        """Holds if the interval lies in the band, does not hold if it lies outside, else undecided.

        The ends of a closed band belong to it. The end of a band that is open on the other side does not: no
        effect is not an effect above 0.
        """
        bottom, top = self.measurement.band
        if math.isinf(top):
            return "holds" if self.low > bottom else "does not hold" if self.high <= bottom else "undecided"
        if math.isinf(bottom):
            return "holds" if self.high < top else "does not hold" if self.low >= top else "undecided"
        if bottom <= self.low and self.high <= top:
            return "holds"
        return "does not hold" if self.high < bottom or self.low > top else "undecided"


@dataclass(frozen=True)
class Shown:
    """What the model says to one pattern."""

    pattern: Pattern
    measured: tuple[Measured, ...]
    runs: int

    @property
    def verdict(self) -> Verdict:
        """As the weakest of its measurements."""
        return weakest([m.verdict for m in self.measured])


def ask(pattern: Pattern, worlds: Worlds) -> Shown:
    """Measure a pattern in these worlds."""
    return Shown(pattern, tuple(measured(m, worlds) for m in pattern.measurements), worlds.runs)


def measured(measurement: Measurement, worlds: Worlds) -> Measured:
    """The number with its bootstrap interval: runs are drawn together over all parts, as they share their luck.

    Resamples without an answer, as a ratio without a denominator, are left out of the interval.
    """
    parts = np.stack([np.asarray(part, dtype=np.float64) for part in measurement.parts(worlds)])
    runs = parts.shape[1]
    weights = np.random.default_rng(worlds.seed).multinomial(runs, np.full(runs, 1.0 / runs), size=RESAMPLES) / runs
    with np.errstate(divide="ignore", invalid="ignore"):
        value = float(measurement.combine(*parts.mean(axis=1)))
        drawn = np.asarray(measurement.combine(*(parts @ weights.T)))
    low, high = np.nanquantile(drawn, [(1.0 - LEVEL) / 2.0, (1.0 + LEVEL) / 2.0])
    return Measured(measurement, value, float(low), float(high))


def by_group(measurement: Measurement, worlds: Worlds, groups: int) -> Array:
    """The number for each of several equal groups of consecutive runs, (groups,): the points of a design."""
    with np.errstate(divide="ignore", invalid="ignore"):
        means = [np.asarray(part).reshape(groups, -1).mean(axis=1) for part in measurement.parts(worlds)]
        return np.asarray(measurement.combine(*means), dtype=np.float64)


def percent_more(tried: Array, alone: Array) -> Array:
    """How much more, in per cent."""
    return np.asarray(100.0 * (tried / alone - 1.0))


def points(tried: Array, alone: Array) -> Array:
    """Difference of two shares in percentage points."""
    return np.asarray(100.0 * (tried - alone))
