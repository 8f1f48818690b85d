"""Boxes: ranges of some factors, and how well they capture the worlds in which a strategy succeeds."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from scipy.special import betainc

from sim.arrays import Array
from sim.study.design.schema import short_name
from sim.study.discovery.sample import INTEGER, Axis, Mask, Sample
from sim.words.amounts import condition_value, counted, percent

Side = Literal["low", "high", "levels"]
Restriction = tuple[int, Side]
"""Index of a factor and which of its sides is bounded; ``levels`` of a categorical one."""
LEVEL = 0.05
"""Quasi-p-value above which a restriction is dropped; Bryant & Lempert 2010."""


@dataclass(frozen=True)
class Limit:
    """Range of one factor inside a box, both ends inclusive; infinite where it is not bounded.

    kept : of a categorical factor, the places of the levels inside.
    """

    axis: Axis
    low: float = -math.inf
    high: float = math.inf
    kept: frozenset[int] | None = None

    def holds(self, column: Array) -> Mask:
        """Which values are inside; (worlds,) both."""
        if self.kept is not None:
            return np.asarray(np.isin(column, list(self.kept)))
        return np.asarray((column >= self.low) & (column <= self.high))

    @property
    def sides(self) -> tuple[Side, ...]:
        """Which sides are bounded."""
        if self.kept is not None:
            return ("levels",)
        named: tuple[tuple[Side, float], ...] = (("low", self.low), ("high", self.high))
        return tuple(side for side, bound in named if math.isfinite(bound))

    @property
    def levels(self) -> tuple[str, ...]:
        """Levels inside, of a categorical factor."""
        return tuple(name for k, name in enumerate(self.axis.levels) if self.kept is None or k in self.kept)


@dataclass(frozen=True)
class Box:
    """One limit per factor, in the order of the sample's axes."""

    limits: tuple[Limit, ...]

    @classmethod
    def whole(cls, sample: Sample) -> Box:
        """The box without restrictions."""
        return cls(tuple(Limit(axis) for axis in sample.axes))

    def contains(self, x: Array) -> Mask:
        """Which worlds are inside: (worlds, factors) -> (worlds,)."""
        inside = np.ones(x.shape[0], dtype=np.bool_)
        for j, limit in enumerate(self.limits):
            if limit.sides:
                inside &= limit.holds(x[:, j])
        return inside

    @property
    def restrictions(self) -> tuple[Restriction, ...]:
        """Every bounded side."""
        return tuple((j, side) for j, limit in enumerate(self.limits) for side in limit.sides)

    @property
    def restricted(self) -> tuple[Limit, ...]:
        """Limits of the factors that are bounded at all."""
        return tuple(limit for limit in self.limits if limit.sides)

    def limited(self, j: int, limit: Limit) -> Box:
        """The box with another limit of one factor."""
        return Box((*self.limits[:j], limit, *self.limits[j + 1:]))

    def without(self, restriction: Restriction) -> Box:
        """The box with one side opened."""
        j, side = restriction
        limit = self.limits[j]
        opened = {"low": replace(limit, low=-math.inf), "high": replace(limit, high=math.inf),
                  "levels": replace(limit, kept=None)}[side]
        return self.limited(j, opened)


@dataclass(frozen=True)
class Quality:
    """Quality of a box.

    coverage : share of all success that is inside. density : success inside, 0-1. mass : share of all worlds that
    are inside. points : worlds inside. base : success over all worlds. worlds : all worlds.
    """

    coverage: float
    density: float
    mass: float
    points: int
    base: float
    worlds: int

    @property
    def gained(self) -> float:
        """Gain of the density over the base, as a share of the distance to certain success; 1 at best, 0 for none."""
        return (self.density - self.base) / (1.0 - self.base) if self.base < 1.0 else 0.0

    @property
    def balance(self) -> float:
        """Trade-off of coverage and density: harmonic mean of `coverage` and `gained`; 0 for all worlds, 1 at best.

        Like the F measure (van Rijsbergen 1979), but with the density above its base, so that boxes are judged
        alike whether the strategy wins often or seldom.
        """
        return 2.0 * self.coverage * self.gained / (self.coverage + self.gained) if self.gained > 0.0 else 0.0


def quality(inside: Mask, y: Array, among: Array | None = None) -> Quality:
    """Coverage, density and mass (Bryant & Lempert 2010) of some worlds.

    Parameters
    ----------
    inside : (worlds,) which are held. y : (worlds,) success 0-1.
    among : (all worlds,) success of all worlds that coverage and mass refer to, if ``y`` is only a part of them.
    """
    whole = y if among is None else among
    held, count = float(y[inside].sum()), int(np.count_nonzero(inside))
    success = float(whole.sum())
    return Quality(
        coverage=held / success if success > 0.0 else math.nan,
        density=held / count if count else math.nan,
        mass=count / whole.size,
        points=count,
        base=success / whole.size,
        worlds=whole.size,
    )


def quasi_p_values(box: Box, sample: Sample) -> dict[Restriction, float]:
    """Probability of as much success in the box if a restriction did not matter (Bryant & Lempert 2010).

    For each restriction the upper tail of a binomial distribution with the density of the box without it. The worlds
    are the sample, also where success is a share of futures: the tail at a fraction is that of the beta function, and
    a share varies less than yes or no, so the value errs on the safe side. "Quasi", because the box was searched for.
    """
    restrictions = box.restrictions
    outside = np.asarray([~_alone(box, restriction).holds(sample.x[:, restriction[0]]) for restriction in restrictions])
    broken = outside.sum(axis=0)
    held = broken == 0
    n, successes = int(held.sum()), float(sample.y[held].sum())
    if not n or successes <= 0.0:
        return dict.fromkeys(restrictions, 1.0)
    wide = [held | (out & (broken == 1)) for out in outside]
    rates = np.asarray([sample.y[which].mean() for which in wide])
    tails = betainc(successes, n - successes + 1.0, rates)
    return {restriction: float(tail) if int(which.sum()) > n else 1.0
            for restriction, tail, which in zip(restrictions, tails, wide, strict=True)}


def _alone(box: Box, restriction: Restriction) -> Limit:
    """A limit with one of its sides only."""
    j, side = restriction
    limit = box.limits[j]
    return {"low": replace(limit, high=math.inf), "high": replace(limit, low=-math.inf), "levels": limit}[side]


def significant(box: Box, sample: Sample, level: float = LEVEL) -> tuple[Box, dict[Restriction, float]]:
    """Drop restrictions that chance would explain, the weakest first; the rest with their quasi-p-values."""
    while box.restrictions:
        values = quasi_p_values(box, sample)
        weakest = max(values, key=lambda restriction: values[restriction])
        if values[weakest] <= level:
            return box, values
        box = box.without(weakest)
    return box, {}


# --- boxes in words --------------------------------------------------------------------------------------------------

HIDDEN = "parameters"
"""First part of a dotted name that carries no information."""
DIGITS = 2
"""Digits of a factor's value beyond the leading digit of the width of its range."""
WORLDS = "worlds"
HUNDRED = 100
"""Worlds from which a share is given out of a hundred: with fewer that would suggest too much precision."""
HALF_PERCENT = 0.005
TIE = 0.05
"""Distance from a whole number beyond which a count is written with a decimal."""


def readable(name: str, others: Iterable[str] = ()) -> str:
    """Write a dotted name in words: its last part, or more of it if another name ends the same way.

    For a value of a measure the name includes the measure and its strategy: ``dose of coaching (transform everyone)``.
    """
    if "[" in name:
        own, where = short_name(name)
        return f"{own} ({where})" if where else own
    parts = [part for part in name.split(".") if part != HIDDEN]
    if name.startswith(f"{HIDDEN}."):
        return _spaced(parts)
    rivals = {other.rpartition(".")[2] for other in others if other != name and "[" not in other}
    return _spaced(parts[-1:] if parts[-1] not in rivals else parts[-2:])


def _spaced(parts: Sequence[str]) -> str:
    return " ".join(parts).replace("_", " ")


def limit_phrase(limit: Limit, others: Iterable[str] = ()) -> str:
    """``fear of failure is below 0.45``, ``sellers is from 2 to 4``, ``form is linear or steep``."""
    axis, name = limit.axis, readable(limit.axis.name, others)
    if limit.kept is not None:
        return f"{name} is {' or '.join(limit.levels)}"
    low, high = shown_bounds(limit)
    if axis.kind == INTEGER:
        if low and high:
            return f"{name} is {low}" if low == high else f"{name} is from {low} to {high}"
        return f"{name} is at least {low}" if low else f"{name} is at most {high}"
    if low and high:
        return f"{name} is between {low} and {high}"
    return f"{name} is above {low}" if low else f"{name} is below {high}"


def shown_bounds(limit: Limit) -> tuple[str, str]:
    """Both bounds as text, empty where there is none; whole where the factor is."""
    return _bound(limit.low, limit.axis, math.ceil), _bound(limit.high, limit.axis, math.floor)


def _bound(bound: float, axis: Axis, inwards: Callable[[float], int]) -> str:
    if not math.isfinite(bound):
        return ""
    return shown_value(inwards(bound) if axis.kind == INTEGER else bound, axis)


def shown_value(value: float, axis: Axis) -> str:
    """Write a value of a factor with decimals that suit its range."""
    if axis.kind == INTEGER:
        return f"{value:,.0f}"
    width = axis.high - axis.low
    if not 0.0 < width < math.inf or abs(value) >= 100:
        return condition_value(value, DIGITS)
    return f"{value:.{max(0, DIGITS - math.ceil(math.log10(width)))}f}"


def conditions(box: Box) -> str:
    """All restrictions of a box in one phrase."""
    names = [limit.axis.name for limit in box.limits]
    return joined([limit_phrase(limit, names) for limit in box.restricted])


def joined(parts: Sequence[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    return " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1]))) if parts else ""


def in_sample(share: float, count: int, unit: str = WORLDS) -> str:
    """``62 of 100 worlds``; of fewer than a hundred worlds the counts themselves, ``5 of 8 worlds``.

    A share that is not exactly 0 or 1 is not written as if it were.

    Parameters
    ----------
    count : worlds that the share is over. unit : worlds, or futures, of which every world has its own number.
    """
    if count < HUNDRED:
        return f"{_count(share * count)} of {counted(count, 'world')}" if unit == WORLDS else \
            f"{percent(share)} of the {unit}"
    if 0.0 < share < HALF_PERCENT:
        return f"fewer than 1 of 100 {unit}"
    if 1.0 - HALF_PERCENT < share < 1.0:
        return f"more than 99 of 100 {unit}"
    return f"{HUNDRED * share:.0f} of 100 {unit}"


def _count(number: float) -> str:
    """Write a count; ties, which count fractionally, leave a decimal."""
    return f"{number:.0f}" if abs(number - round(number)) < TIE else f"{number:.1f}"


def box_sentence(said: str, box: Box, found: Quality, unit: str = "worlds") -> str:
    """Describe a box in a sentence: density, base, mass and coverage.

    Parameters
    ----------
    said : what a success means, e.g. ``Transform everyone beats carrying on``. unit : worlds or futures.
    """
    return (f"{said} in {in_sample(found.density, found.points, unit)} where {conditions(box)}; over all it is "
            f"{in_sample(found.base, found.worlds, unit)}. These conditions hold in {percent(found.mass)} of all "
            f"worlds and cover {percent(found.coverage)} of the {unit} in which that happens.")
