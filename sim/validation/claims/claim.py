"""A claim as data plus small functions, and its verdict."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Literal

from sim.arrays import Array
from sim.statistics.paired import Interval, mean_interval, wilson
from sim.validation.claims.treatments import Treatments

Verdict = Literal["holds", "does not hold", "undecided"]
SHARE = "% of futures"
"""Unit of a side that counts futures: its effect is 0 or 100 in each run."""
Effect = Callable[[Treatments], Array]


@dataclass(frozen=True)
class Side:
    """One side of a claim.

    compared : what is compared, in words.
    unit : unit of `effect`; "pp" is 100 times a difference on a scale from 0 to 1.
    mechanisms : those that produce this side; with all of them off it must not hold.
    effect : maps treatments to one number per run; the side claims that its mean is above `above`.
    """

    compared: str
    unit: str
    mechanisms: tuple[str, ...]
    effect: Effect
    above: float = 0.0


@dataclass(frozen=True)
class Claim:
    """One claim of the sources. `compared`, `unit`, `mechanisms`, `effect` and `above` are its main side; see `Side`.

    also : further sides, in units of their own; the claim holds if all sides do.
    expected : whether the sources, read with the evidence, let us expect that it holds by default.
    remark : what in the model prevents it, where it does not hold by default.
    """

    id: str
    sentence: str
    compared: str
    unit: str
    source: str
    mechanisms: tuple[str, ...]
    effect: Effect
    above: float = 0.0
    also: tuple[Side, ...] = ()
    expected: bool = True
    remark: str = ""

    @property
    def sides(self) -> tuple[Side, ...]:
        """All sides, the main one first."""
        return Side(self.compared, self.unit, self.mechanisms, self.effect, self.above), *self.also


@dataclass(frozen=True)
class Finding:
    """Finding of the model on a claim: mean effect with its 95 % interval of the mean, from paired runs.

    sides : verdict on each side. intervals : mean and interval of each side, in the unit of the side.
    """

    claim: Claim
    effect: float
    low: float
    high: float
    runs: int
    sides: tuple[Verdict, ...]
    intervals: tuple[Interval, ...] = ()

    @property
    def verdict(self) -> Verdict:
        """Holds if every side holds; does not hold if one side does not; else undecided at this number of runs."""
        return weakest(self.sides)


def weakest(verdicts: Collection[Verdict]) -> Verdict:
    """The verdict on a whole from those on its parts."""
    if "does not hold" in verdicts:
        return "does not hold"
    return "undecided" if "undecided" in verdicts else "holds"


def judged(found: Interval, above: float) -> Verdict:
    """The verdict on one side: where its interval lies."""
    if found.low > above:
        return "holds"
    return "does not hold" if found.high <= above else "undecided"


def ask_side(side: Side, treatments: Treatments) -> tuple[Verdict, Interval]:
    """Test on the model whether one side of a claim holds in these treatments."""
    effect = side.effect(treatments)
    found = share_interval(effect) if side.unit == SHARE else mean_interval(effect)
    return judged(found, side.above), found


def share_interval(percent: Array) -> Interval:
    """Share of runs in per cent, from 0 or 100 in each, with its Wilson interval: few runs are never certain."""
    found = wilson(float(percent.sum() / 100.0), percent.size)
    return Interval(100.0 * found.mean, 100.0 * found.low, 100.0 * found.high, found.n)


def ask(claim: Claim, treatments: Treatments) -> Finding:
    """Test on the model whether the claim holds in these treatments."""
    verdicts, intervals = zip(*(ask_side(side, treatments) for side in claim.sides), strict=True)
    main = intervals[0]
    return Finding(claim, main.mean, main.low, main.high, treatments.runs, verdicts, intervals)
