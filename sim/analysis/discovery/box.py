"""Boxes: ranges of some factors, and how well they hold the worlds in which a strategy succeeds."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from scipy.special import betainc

from sim.analysis.discovery.sample import Array, Axis, Mask, Sample

Side = Literal["low", "high", "levels"]
Restriction = tuple[int, Side]
"""Number of a factor and which side of it is bounded; ``levels`` of a categorical one."""

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
        """Which values lie inside; (worlds,) both."""
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
        """Which worlds lie inside: (worlds, factors) -> (worlds,)."""
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
    """How well a box does.

    coverage : share of all success that lies inside. density : success inside, 0-1. mass : share of all worlds that
    lie inside. points : worlds inside. base : success over all worlds. worlds : all worlds.
    """

    coverage: float
    density: float
    mass: float
    points: int
    base: float
    worlds: int

    @property
    def gained(self) -> float:
        """How much of the way from the base to certain success the density goes; 1 is all of it, 0 none."""
        return (self.density - self.base) / (1.0 - self.base) if self.base < 1.0 else 0.0

    @property
    def balance(self) -> float:
        """Trade-off of coverage and density: harmonic mean of `coverage` and `gained`; 0 for all worlds, 1 at best.

        Like the F measure (van Rijsbergen 1979), but with the density above its base, so that boxes of strategies
        that win often and seldom are judged alike.
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
    """How probable so much success in the box would be if a restriction did not matter (Bryant & Lempert 2010).

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
