"""PRIM, the patient rule induction method (Friedman & Fisher 1999): peel a box off, little by little; widen it again.

Own implementation: of the Python packages, one has an incompatible licence, the other needs a newer Python and pulls
in a whole workbench.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from sim.arrays import Array
from sim.study.discovery.box import Box, Limit, Quality, quality
from sim.study.discovery.sample import Mask, Sample

Indices = npt.NDArray[np.int64]

PATIENCE = 0.05
"""Share of a box's worlds that one peel takes off and one paste puts on; Friedman & Fisher 1999: 0.05 to 0.1."""
LEAST_MASS = 0.05
"""Share of all worlds that a box must hold; Bryant & Lempert 2010."""
TINY = 1e-12
"""Least variance of success that is divided by."""
LEAST_POINTS = 10
"""Worlds that a box must hold: with fewer the density is meaningless."""


@dataclass(frozen=True)
class Step:
    """One box of a peeling trajectory."""

    box: Box
    quality: Quality


@dataclass(frozen=True)
class _Peel:
    """One way to narrow a box.

    rises : whether the density does not fall. clear : how clearly the best cut on that side separates success from
    failure, in standard deviations. factor, limit : what is narrowed, and to what.
    """

    rises: bool
    clear: float
    factor: int
    limit: Limit


def peel(sample: Sample, patience: float = PATIENCE, least_mass: float = LEAST_MASS) -> tuple[Step, ...]:
    """Peel from all worlds down to the smallest box allowed; one step per box, the whole first.

    Where to peel is decided with foresight: on the side where a cut of whatever size would part success from failure
    most clearly (in standard deviations of a random cut of that size), but only a little is taken off, and only if
    that does not lower the density. Friedman & Fisher look at the next slice alone, which of few worlds, or where
    success is rare, follows luck: many slices hold no success at all. It ends where nothing but success, or but
    failure, is left, or no peel leaves enough worlds.
    """
    least = max(LEAST_POINTS, int(np.ceil(least_mass * sample.size)))
    numbers = _Sorted.of(sample)
    box, inside = Box.whole(sample), np.ones(sample.size, dtype=np.bool_)
    steps = [Step(box, quality(inside, sample.y))]
    while 0.0 < steps[-1].quality.density < 1.0:
        found = [*_of_numbers(box, numbers, patience, least), *_of_categories(box, sample, inside, least)]
        if not found:
            break
        best = max(found, key=lambda one: (one.rises, one.clear))
        box = box.limited(best.factor, best.limit)
        inside &= best.limit.holds(sample.x[:, best.factor])
        numbers = numbers.kept(inside)
        steps.append(Step(box, quality(inside, sample.y)))
    return tuple(steps)


@dataclass(frozen=True)
class _Sorted:
    """Worlds inside a box, sorted by each factor that has an order: (factors, worlds) each.

    factors : numbers of these factors in the sample, (factors,).
    """

    factors: Indices
    order: Indices
    values: Array
    success: Array

    @classmethod
    def of(cls, sample: Sample) -> _Sorted:
        factors = np.flatnonzero([not axis.categorical for axis in sample.axes])
        order = np.argsort(sample.x[:, factors].T, axis=1, kind="stable")
        return cls(factors, order, sample.x[order, factors[:, None]], sample.y[order])

    def kept(self, inside: Mask) -> _Sorted:
        stays = inside[self.order]
        shape = (self.factors.size, -1 if self.factors.size else 0)
        return _Sorted(self.factors, self.order[stays].reshape(shape), self.values[stays].reshape(shape),
                       self.success[stays].reshape(shape))


def _of_numbers(box: Box, numbers: _Sorted, patience: float, least: int) -> Iterator[_Peel]:
    """Peels off both ends of all factors with an order."""
    count = numbers.values.shape[1]
    if not numbers.factors.size or count < 2:
        return
    rate = float(numbers.success[0].mean())
    for sign in (1.0, -1.0):
        values, success = (numbers.values, numbers.success) if sign > 0 else \
            (-numbers.values[:, ::-1], numbers.success[:, ::-1])
        taken = _taken(values, min(max(1, int(patience * count)), count - 1))
        lost = np.cumsum(success[:, :count - 1], axis=1)
        clear = clearness(np.arange(1.0, count), lost, count, rate).max(axis=1)
        first = lost[np.arange(taken.size), np.minimum(taken, count - 1) - 1]
        for row in np.flatnonzero(count - taken >= least):
            bound = sign * float(values[row, taken[row] - 1] + values[row, taken[row]]) / 2.0
            factor = int(numbers.factors[row])
            narrower = replace(box.limits[factor], low=bound) if sign > 0 else replace(box.limits[factor], high=bound)
            yield _Peel(bool(first[row] <= rate * taken[row]), float(clear[row]), factor, narrower)


def clearness(cut: Array, lost: Array, count: int, rate: float) -> Array:
    """How much less success than by chance is in what is cut off, in standard deviations of a random cut.

    cut, lost : worlds and success cut off, of `count` worlds with success `rate`; any shape.
    """
    spread = np.sqrt(max(rate * (1.0 - rate), TINY) * cut * (count - cut) / max(count - 1.0, 1.0))
    return np.asarray((rate * cut - lost) / spread)


def _taken(ordered: Array, count: int) -> Indices:
    """How many of the lowest values of each row to take: `count`, but equal values go together, and at least one."""
    taken = np.full(ordered.shape[0], count, dtype=np.int64)
    for row in np.flatnonzero(ordered[:, count - 1] == ordered[:, count]):
        below = int(np.searchsorted(ordered[row], ordered[row, count - 1], side="left"))
        taken[row] = below or int(np.searchsorted(ordered[row], ordered[row, 0], side="right"))
    return taken


def _of_categories(box: Box, sample: Sample, inside: Mask, least: int) -> Iterator[_Peel]:
    """Peels that take one level off a factor without an order."""
    y, count = sample.y[inside], int(np.count_nonzero(inside))
    for j, limit in enumerate(box.limits):
        if not limit.axis.categorical:
            continue
        column = sample.x[inside, j]
        for level in np.unique(column):
            gone = column == level
            cut = int(np.count_nonzero(gone))
            if least <= count - cut < count:
                lost, rate = float(y[gone].sum()), float(y.mean())
                clear = float(clearness(np.asarray(float(cut)), np.asarray(lost), count, rate))
                kept = limit.kept if limit.kept is not None else frozenset(range(len(limit.axis.levels)))
                yield _Peel(lost <= rate * cut, clear, j, replace(limit, kept=kept - {int(level)}))


def paste(box: Box, sample: Sample, patience: float = PATIENCE) -> Box:
    """Widen a box by a little at a time as long as that does not lower its density (Friedman & Fisher 1999)."""
    while True:
        now = quality(box.contains(sample.x), sample.y)
        found = [(quality(wider.contains(sample.x), sample.y), wider) for wider in _widened(box, sample, patience)]
        better = [(q.density, q.points, k) for k, (q, _) in enumerate(found)
                  if q.density >= now.density and q.points > now.points]
        if not better:
            return box
        box = found[max(better)[2]][1]


def _widened(box: Box, sample: Sample, patience: float) -> Iterator[Box]:
    """Boxes with one side moved out by a little."""
    count = max(1, int(patience * np.count_nonzero(box.contains(sample.x))))
    for j, side in box.restrictions:
        limit, opened = box.limits[j], box.without((j, side))
        beyond = np.sort(sample.x[opened.contains(sample.x) & ~limit.holds(sample.x[:, j]), j])
        if side == "levels":
            yield from (box.limited(j, replace(limit, kept=(limit.kept or frozenset()) | {int(level)}))
                        for level in np.unique(beyond))
        elif beyond.size <= count:
            yield opened
        elif side == "low":
            yield box.limited(j, replace(limit, low=float(beyond[-count] + beyond[-count - 1]) / 2.0))
        else:
            yield box.limited(j, replace(limit, high=float(beyond[count - 1] + beyond[count]) / 2.0))
