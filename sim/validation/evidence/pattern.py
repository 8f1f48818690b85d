"""A pattern of the literature: its measurement in the model, the band expected, and disagreements between sources."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from sim.arrays import Array
from sim.statistics.paired import LEVEL
from sim.validation.claims.claim import Verdict, weakest
from sim.validation.claims.treatments import Treatments

Parts = Callable[[Treatments], Sequence[Array]]
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

    parts : maps treatments to one or more outcomes run by run, each (runs,).
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


def ask(pattern: Pattern, treatments: Treatments) -> Shown:
    """Measure a pattern in these treatments."""
    return Shown(pattern, tuple(measured(m, treatments) for m in pattern.measurements), treatments.runs)


def measured(measurement: Measurement, treatments: Treatments) -> Measured:
    """The number with its bootstrap interval: runs are drawn together over all parts, as they share their luck.

    Resamples without an answer, as a ratio without a denominator, are left out of the interval.
    """
    parts = np.stack([np.asarray(part, dtype=np.float64) for part in measurement.parts(treatments)])
    runs = parts.shape[1]
    weights = np.random.default_rng(treatments.seed).multinomial(runs, np.full(runs, 1.0 / runs), size=RESAMPLES) / runs
    with np.errstate(divide="ignore", invalid="ignore"):
        value = float(measurement.combine(*parts.mean(axis=1)))
        drawn = np.asarray(measurement.combine(*(parts @ weights.T)))
    low, high = np.nanquantile(drawn, [(1.0 - LEVEL) / 2.0, (1.0 + LEVEL) / 2.0])
    return Measured(measurement, value, float(low), float(high))


def by_group(measurement: Measurement, treatments: Treatments, groups: int) -> Array:
    """The number for each of several equal groups of consecutive runs, (groups,): the points of a design."""
    with np.errstate(divide="ignore", invalid="ignore"):
        means = [np.asarray(part).reshape(groups, -1).mean(axis=1) for part in measurement.parts(treatments)]
        return np.asarray(measurement.combine(*means), dtype=np.float64)


def percent_more(tried: Array, alone: Array) -> Array:
    """How much more, in per cent."""
    return np.asarray(100.0 * (tried / alone - 1.0))


def points(tried: Array, alone: Array) -> Array:
    """Difference of two shares in percentage points."""
    return np.asarray(100.0 * (tried - alone))


# --- disagreements between the sources and the literature ------------------------------------------------------------

@dataclass(frozen=True)
class Disagreement:
    """One statement of the sources that can be tested, what the literature says, and what the model does.

    id : letter of the row in the evidence base, section 0. claims, patterns : claims of the sources and
    patterns of the literature that it touches.
    verdict : whether the literature supports, qualifies or contradicts the statement.
    """

    id: str
    claims: tuple[str, ...]
    patterns: tuple[str, ...]
    verdict: str
    sources: str
    literature: str
    model: str

    @property
    def line(self) -> str:
        """The disagreement in one line."""
        return f"{self.sources}: {self.verdict} ({self.literature}). The model: {self.model}."


DISAGREEMENTS = (
    Disagreement("a", ("A4",), ("F1",), "qualified", "Training euphoria ebbs and nothing lasts without attitude",
                 "the motivation does, within weeks; applied skill falls slowly, 62 to 34 % in a year",
                 "two components, a fast euphoria and a slow skill"),
    Disagreement("b", ("A5",), (), "contradicted", "If the attitude changes, behaviour follows by itself",
                 "a changed intention of d 0.66 gives behaviour of d 0.36, and less under strong habits",
                 "only a part of a changed intention reaches behaviour, less the stronger the habit"),
    Disagreement("c", ("C6",), ("F13",), "qualified", "Nobody can be motivated from outside",
                 "incentives raise quantity, g 0.32 to 0.45, and crowd out interest and care",
                 "a bonus pulls those whose motive it meets, and takes weight from the attitude"),
    Disagreement("d", ("C7",), ("F14",), "qualified", "Recognition works longer and more strongly than money",
                 "longer, yes; well-designed money is stronger at first",
                 "pay is taken for granted, recognition hardly; their first sizes are parameters"),
    Disagreement("e", ("D4",), ("F2", "F3"), "contradicted", "A boss can hardly coach, a professional can",
                 "internal coaches do better on average; the coach's skill decides, and unskilled coaching harms",
                 "skill decides, harm below a threshold; the own boss also needs candour"),
    Disagreement("f", ("C11",), ("F10", "F11"), "qualified", "Only the resistance of prominent people matters",
                 "it matters more; but many small resisters also stop a diffusion below its critical mass",
                 "leaders weigh more and blunt the programme; everybody counts for the norm"),
    Disagreement("g", ("E3", "E4"), ("F4",), "supported", "Reflecting failures together is rare and valuable",
                 "+24 % during and +18 % after meetings of a sales firm; debriefs d 0.67",
                 "learning from better colleagues and from failures taken apart"),
    Disagreement("h", ("A1",), (), "unsupported", "The chance of failure is high",
                 "the often-told 70 % has no evidence", "no rate is put in; failures emerge and are counted"),
    Disagreement("i", ("D1", "D2", "B4"), ("F15",), "qualified", "Pressure brings conflict and turnover",
                 "under high pressure; moderate pressure raises activity, an inverted U",
                 "effort rises with pressure, strain only beyond a threshold"),
    Disagreement("j", ("A8", "A9"), ("F8",), "supported", "Fear of failure blocks; a no-blame setting helps",
                 "call anxiety cuts attempts, error-management training d 0.44 to 0.80; culture alone sells nothing",
                 "culture acts through trying and learning only"),
)
"""The ten statements of the evidence base, section 0."""
