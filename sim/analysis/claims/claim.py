"""A claim as data plus a small function, and its verdict."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from sim.analysis.claims.worlds import Array, Worlds
from sim.analysis.statistics import Interval, mean_interval

Verdict = Literal["holds", "does not hold", "undecided"]


@dataclass(frozen=True)
class Claim:
    """One claim of the sources.

    effect : from worlds to one number per run, in `unit`; the claim says that its mean lies above `above`.
    also : further sides of the claim, each with its mean above 0; the claim holds if all sides do.
    mechanisms : what carries the claim; without all of them it must not hold.
    expected : whether the sources, read with the evidence, let us expect that it holds by default.
    """

    id: str
    sentence: str
    compared: str
    unit: str
    source: str
    mechanisms: tuple[str, ...]
    effect: Callable[[Worlds], Array]
    above: float = 0.0
    also: tuple[Callable[[Worlds], Array], ...] = ()
    expected: bool = True


@dataclass(frozen=True)
class Finding:
    """What the model says of a claim: mean effect with its 95 % interval of the mean, from paired runs."""

    claim: Claim
    effect: float
    low: float
    high: float
    runs: int
    sides: tuple[Verdict, ...]

    @property
    def verdict(self) -> Verdict:
        """Holds if every side holds; does not hold if one side does not; else undecided at this number of runs."""
        if "does not hold" in self.sides:
            return "does not hold"
        return "undecided" if "undecided" in self.sides else "holds"


def judged(found: Interval, above: float) -> Verdict:
    """The verdict on one side: where its interval lies."""
    if found.low > above:
        return "holds"
    return "does not hold" if found.high <= above else "undecided"


def ask(claim: Claim, worlds: Worlds) -> Finding:
    """Ask the model whether the claim holds in these worlds."""
    found = mean_interval(claim.effect(worlds))
    sides = (judged(found, claim.above), *(judged(mean_interval(side(worlds)), 0.0) for side in claim.also))
    return Finding(claim, found.mean, found.low, found.high, worlds.runs, sides)
