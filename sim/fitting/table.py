"""The reference table: simulated histories with the values that made them, and what it says about one history."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from sim.arrays import Array
from sim.fitting.data import Cell
from sim.fitting.neighbours import Neighbours, Weighted, logit
from sim.fitting.summaries import FLOOR, Summaries

BOXED = 0.25
"""Contraction from which the second wave draws a value from a part of its range only."""
REACH = 4.0
"""How far that part reaches from the median to either side, in standard deviations told from the quartiles: the ends
of a first look have long tails that the next one would have to cover for nothing."""
QUARTILES_APART = 1.349
"""Distance of the quartiles of a normal distribution, in standard deviations."""
HISTORIES = 200
"""Simulated histories that are taken as if they had been observed."""
AROUND = 0.25
"""Share of the table, nearest to the observed history, from which they are drawn."""
PRIOR_VARIANCE = 1.0 / 12.0
"""Of a value that is uniform in the unit interval."""


@dataclass(frozen=True)
class Box:
    """The part of the unit cube that values are drawn from: lower ends and widths, (inputs,)."""

    low: Array
    width: Array

    @classmethod
    def whole(cls, inputs: int) -> Box:
        """All of the cube."""
        return cls(np.zeros(inputs), np.ones(inputs))

    @classmethod
    def around(cls, seen: Weighted) -> Box:
        """What surely holds the values that a first look has narrowed down; the whole range of the others."""
        narrowed = contraction(seen) > BOXED
        lower, median, upper = (seen.quantile(share) for share in (0.25, 0.5, 0.75))
        reach = REACH * (upper - lower) / QUARTILES_APART
        bottom = np.where(narrowed, np.maximum(median - reach, 0.0), 0.0)
        top = np.where(narrowed, np.minimum(median + reach, 1.0), 1.0)
        return cls(bottom, top - bottom)

    def place(self, inner: Array) -> Array:
        """From the box's own unit cube to the whole one."""
        return np.asarray(self.low + inner * self.width)


def contraction(seen: Weighted) -> Array:
    """How far the variance has shrunk against that of the whole range: 1 - var/var_prior, (inputs,)."""
    return np.asarray(1.0 - seen.variance() / PRIOR_VARIANCE)


@dataclass(frozen=True)
class Table:
    """Histories of vectors drawn from a box.

    inner : vectors in the box's unit cube, (runs, inputs). figures : (runs, cells). points : summaries, (runs, ...).
    after : how many histories there are with it, this wave's and all before.
    """

    box: Box
    inner: Array
    figures: Array
    summaries: Summaries
    points: Array
    after: int

    @classmethod
    def of(cls, box: Box, inner: Array, cells: Sequence[Cell], figures: Array, after: int = 0) -> Table:
        """Learn summaries from the histories."""
        summaries = Summaries.of(cells, figures, inner)
        return cls(box, inner, figures, summaries, summaries(figures), after)

    @cached_property
    def line(self) -> Array:
        """The vectors on the whole line, (runs, inputs)."""
        return logit(self.inner)

    def look(self, figures: Array, extra: Array | None = None) -> tuple[Weighted, Weighted | None]:
        """The vectors in the whole cube that one history, (cells,), leaves; the same of `extra` values, (runs, n)."""
        near = Neighbours.of(self.points, self.summaries(figures[None, :])[0])
        seen = near.adjusted(self.line)
        idle = None if extra is None else near.adjusted(logit(extra))
        return Weighted(self.box.place(seen.unit), seen.weights), idle

    def usual(self, figures: Array) -> float:
        """Share of the histories that lie farther from their middle than this one does: near 0 for a strange one.

        Mahalanobis distance of the scaled figures; directions in which nothing moves count from a hundredth of the
        mean spread on.
        """
        scale = self.summaries.scale
        if (np.abs(figures - self.figures[0])[~scale.moves] > np.abs(self.figures[0])[~scale.moves] * 1e-3).any():
            return 0.0
        scaled, asked = scale(self.figures), scale(figures[None, :])
        if not scaled.shape[1]:
            return 1.0
        shape = np.atleast_2d(np.cov(scaled, rowvar=False))
        shape[np.diag_indices_from(shape)] += FLOOR * np.trace(shape) / len(shape)
        factor = np.linalg.cholesky(shape)
        middle = scaled.mean(axis=0)
        far, own = ((np.linalg.solve(factor, (x - middle).T) ** 2).sum(axis=0) for x in (scaled, asked))
        return float((far >= own[0]).mean())

    def ranks(self, figures: Array, seed: int, histories: int = HISTORIES) -> Array:
        """Where the truth lies among what the table says of its own histories near this one, (histories, inputs).

        The weight of the vectors below the truth; uniform between 0 and 1 if the intervals hold what they promise
        (Prangle et al. 2014).
        """
        point = self.summaries(figures[None, :])[0]
        order = np.argsort(((self.points - point) ** 2).sum(axis=1), kind="stable")
        pool = np.sort(order[:max(round(AROUND * len(order)), min(histories, len(order)))])
        drawn = np.random.default_rng(seed).choice(pool, min(histories, pool.size), replace=False)
        seen = (Neighbours.of(self.points, self.points[k], but=int(k)).adjusted(self.line) for k in drawn)
        return np.asarray([one.below(self.inner[k]) for one, k in zip(seen, drawn, strict=True)])


STRANGE = 0.005
"""A history of which fewer simulated ones than this share are farther out lies outside what the model produces."""


def lines(frame: pd.DataFrame) -> Iterator[Any]:
    """The rows of a table, with its columns as attributes."""
    yield from frame.itertuples(index=False)
