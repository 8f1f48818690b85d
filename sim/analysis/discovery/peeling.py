"""PRIM, the patient rule induction method (Friedman & Fisher 1999): peel a box off, little by little; widen it again.

Written anew: of the packages for Python one is under a licence that ours cannot take in, the other needs a newer
Python and brings a workbench along.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from sim.analysis.discovery.box import Box, Limit, Quality, quality
from sim.analysis.discovery.sample import Array, Mask, Sample

Indices = npt.NDArray[np.int64]

PATIENCE = 0.05
"""Share of a box's worlds that one peel takes off and one paste puts on; Friedman & Fisher 1999: 0.05 to 0.1."""
LEAST_MASS = 0.05
"""Share of all worlds that a box must hold; Bryant & Lempert 2010."""
LEAST_POINTS = 10
"""Worlds that a box must hold: fewer give no density worth naming."""


@dataclass(frozen=True)
class Step:
    """One box of a peeling trajectory."""

    box: Box
    quality: Quality


@dataclass(frozen=True)
class _Peel:
    """One way to narrow a box: what it gains per world taken off, the factor, its new limit."""

    gain: float
    factor: int
    limit: Limit


def peel(sample: Sample, patience: float = PATIENCE, least_mass: float = LEAST_MASS) -> tuple[Step, ...]:
    """Peel from all worlds down to the smallest box allowed; one step per box, the whole first.

    Each step takes the peel that raises the density most per world taken off: else factors with few values, which
    lose many worlds at once, would be peeled without patience (Kwakkel & Jaxa-Rozen 2016). It ends where nothing but
    success, or but failure, is left, or no peel leaves enough worlds.
    """
    least = max(LEAST_POINTS, int(np.ceil(least_mass * sample.size)))
    numbers = _Sorted.of(sample)
    box, inside = Box.whole(sample), np.ones(sample.size, dtype=np.bool_)
    steps = [Step(box, quality(inside, sample.y))]
    while 0.0 < steps[-1].quality.density < 1.0:
        found = [*_of_numbers(box, numbers, patience, least), *_of_categories(box, sample, inside, least)]
        if not found:
            break
        best = max(found, key=lambda one: one.gain)
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
    total = float(numbers.success[0].sum())
    for sign in (1.0, -1.0):
        values, success = (numbers.values, numbers.success) if sign > 0 else \
            (-numbers.values[:, ::-1], numbers.success[:, ::-1])
        taken = _taken(values, min(max(1, int(patience * count)), count - 1))
        lost = np.cumsum(success[:, :taken.max()], axis=1)[np.arange(taken.size), taken - 1]
        for row in np.flatnonzero(count - taken >= least):
            gain = ((total - lost[row]) / (count - taken[row]) - total / count) / taken[row]
            bound = sign * float(values[row, taken[row] - 1] + values[row, taken[row]]) / 2.0
            factor = int(numbers.factors[row])
            narrower = replace(box.limits[factor], low=bound) if sign > 0 else replace(box.limits[factor], high=bound)
            yield _Peel(float(gain), factor, narrower)


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
            keep = column != level
            left = int(np.count_nonzero(keep))
            if left >= least:
                gain = (float(y[keep].mean()) - float(y.mean())) / (count - left)
                kept = limit.kept if limit.kept is not None else frozenset(range(len(limit.axis.levels)))
                yield _Peel(gain, j, replace(limit, kept=kept - {int(level)}))


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
