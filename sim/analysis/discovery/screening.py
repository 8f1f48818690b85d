"""Which of many factors to search in: those that success goes with most, straight or bent."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import rankdata

from sim.analysis.discovery.sample import Array, Sample, sample_of

Indices = npt.NDArray[np.int64]

MOST_FACTORS = 30
"""Factors searched in. A design over every declared value has hundreds; most do nothing, and each costs time."""


@dataclass(frozen=True)
class Screen:
    """What success is correlated with. basis : (worlds, columns) of unit length; owner : (columns,) their factors."""

    basis: Array
    owner: Indices
    count: int

    @classmethod
    def of(cls, sample: Sample) -> Screen:
        """Ranks and their squares of each factor with an order, one column per level of one without.

        Squares show factors of which the middle, or both ends, go with success.
        """
        columns, owner = list[Array](), list[int]()
        for j, axis in enumerate(sample.axes):
            column = sample.x[:, j]
            if axis.categorical:
                found = [(column == level).astype(np.float64) for level in range(len(axis.levels))]
            else:
                rank = rankdata(column)
                rank -= rank.mean()
                found = [rank, rank * rank]
            columns += found
            owner += [j] * len(found)
        basis = np.column_stack(columns)
        basis -= basis.mean(axis=0)
        length = np.sqrt((basis * basis).sum(axis=0))
        return cls(basis / np.where(length > 0.0, length, 1.0), np.asarray(owner), len(sample.axes))

    def strongest(self, y: Array, most: int = MOST_FACTORS) -> Indices:
        """Numbers of the factors that explain most of (worlds,) `y` by themselves, in the order of the sample."""
        return np.sort(self.ranked(y)[:most])

    def ranked(self, y: Array) -> Indices:
        """Numbers of all factors, the one that explains most of (worlds,) `y` by itself first."""
        explained = np.bincount(self.owner, (self.basis.T @ (y - y.mean())) ** 2, self.count)
        return np.argsort(-explained, kind="stable")


def among(sample: Sample, factors: Indices) -> Sample:
    """The sample with some of its factors only."""
    return replace(sample, axes=tuple(sample.axes[j] for j in factors), x=sample.x[:, factors])


def screened(sample: Sample, most: int = MOST_FACTORS) -> Sample:
    """The sample with the factors to search in; itself where there are few."""
    if len(sample.axes) <= most:
        return sample
    return among(sample, Screen.of(sample).strongest(sample.y, most))


def strongest_factors(points: pd.DataFrame, y: Array, most: int) -> list[str]:
    """Names of the factors that an outcome of each world, (worlds,) in any unit, goes with most; the first the most."""
    screen = Screen.of(sample_of(points, np.zeros(len(points))))
    return [str(points.columns[j]) for j in screen.ranked(np.asarray(y, dtype=np.float64))[:most]]
