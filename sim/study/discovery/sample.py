"""The sample to search: worlds with their factors, and the share of futures in which the strategy succeeds."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from sim.arrays import Array

Mask = npt.NDArray[np.bool_]
CONTINUOUS, INTEGER, CATEGORICAL = "continuous", "integer", "categorical"


@dataclass(frozen=True)
class Axis:
    """One factor: a number between ``low`` and ``high``, or one of some ``levels`` without an order.

    name : dotted name. kind : continuous, integer or categorical. levels : of a categorical factor only; a column of
    a sample holds their places in this tuple.
    """

    name: str
    kind: str
    low: float
    high: float
    levels: tuple[str, ...] = ()
    unit: str = ""

    @property
    def categorical(self) -> bool:
        """Whether its values are unordered."""
        return self.kind == CATEGORICAL


@dataclass(frozen=True)
class Sample:
    """Worlds to search in.

    axes : the factors. x : (worlds, factors) natural units; of a categorical factor the place of its level.
    y : (worlds,) success in each world, 0-1: no or yes, or the share of its futures.
    """

    axes: tuple[Axis, ...]
    x: Array
    y: Array

    @property
    def base(self) -> float:
        """Success over all worlds, 0-1."""
        return float(self.y.mean())

    @property
    def size(self) -> int:
        """Number of worlds."""
        return int(self.y.size)

    def part(self, which: Mask | npt.NDArray[np.int64]) -> Sample:
        """A subset of the worlds, by mask or by index."""
        return replace(self, x=self.x[which], y=self.y[which])

    def with_success(self, y: Array) -> Sample:
        """The same worlds with a different success, (worlds,)."""
        return replace(self, y=y)


def sample_of(points: pd.DataFrame, y: npt.ArrayLike, ranges: Mapping[str, tuple[float, float]] | None = None,
              whole: Collection[str] = (), units: Mapping[str, str] | None = None) -> Sample:
    """Make a sample of a table of worlds.

    Parameters
    ----------
    points : one row per world, one column per factor. Text, yes or no, and categories make a categorical factor.
    y : (worlds,) success, 0-1.
    ranges : lowest and highest value of factors by name; by default those in the table.
    whole : factors that are whole numbers, besides columns that hold integers.

    Raises
    ------
    ValueError
        Where the sizes differ, a value is missing, or a success is not within 0 and 1.
    """
    success = np.asarray(y, dtype=np.float64)
    if success.shape != (len(points),):
        raise ValueError(f"need one success per world: {success.shape} for {len(points)} worlds")
    if not len(points) or points.isna().any(axis=None):
        raise ValueError("need at least one world, and every factor's value in each")
    if not ((success >= 0.0) & (success <= 1.0)).all():
        raise ValueError("success must lie within 0 and 1 in every world")
    axes = tuple(_axis(str(name), points[name], ranges or {}, str(name) in whole, (units or {}).get(str(name), ""))
                 for name in points.columns)
    columns = [_codes(points[axis.name], axis.levels) if axis.categorical else
               points[axis.name].to_numpy(dtype=np.float64) for axis in axes]
    return Sample(axes, np.column_stack(columns), success)


def _axis(name: str, column: pd.Series, ranges: Mapping[str, tuple[float, float]], whole: bool, unit: str) -> Axis:
    if not numeric(column):
        levels = tuple(sorted({str(value) for value in column}))
        return Axis(name, CATEGORICAL, 0.0, len(levels) - 1.0, levels, unit)
    low, high = ranges.get(name, (float(column.min()), float(column.max())))
    kind = INTEGER if whole or pd.api.types.is_integer_dtype(column) else CONTINUOUS
    return Axis(name, kind, float(low), float(high), (), unit)


def numeric(column: pd.Series) -> bool:
    """Whether a column holds numbers; yes or no is a word."""
    return bool(pd.api.types.is_numeric_dtype(column)) and not pd.api.types.is_bool_dtype(column)


def _codes(column: pd.Series, levels: Sequence[str]) -> Array:
    place = {level: float(k) for k, level in enumerate(levels)}
    return np.asarray([place[str(value)] for value in column], dtype=np.float64)


# --- which factors to search: those most correlated with success, monotonically or not -------------------------------

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
        from scipy.stats import rankdata  # takes a second to load

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
        """Indices of the factors that explain most of (worlds,) `y` on their own, in the order of the sample."""
        return np.sort(self.ranked(y)[:most])

    def ranked(self, y: Array) -> Indices:
        """Indices of all factors, the one that explains most of (worlds,) `y` on its own first."""
        explained = np.bincount(self.owner, (self.basis.T @ (y - y.mean())) ** 2, self.count)
        return np.argsort(-explained, kind="stable")


def among(sample: Sample, factors: Indices) -> Sample:
    """The sample restricted to some of its factors."""
    return replace(sample, axes=tuple(sample.axes[j] for j in factors), x=sample.x[:, factors])


def screened(sample: Sample, most: int = MOST_FACTORS) -> Sample:
    """The sample restricted to the factors to search; unchanged if there are few."""
    if len(sample.axes) <= most:
        return sample
    return among(sample, Screen.of(sample).strongest(sample.y, most))


def strongest_factors(points: pd.DataFrame, y: Array, most: int) -> list[str]:
    """Names of the factors most correlated with an outcome of each world, (worlds,) in any unit; strongest first."""
    screen = Screen.of(sample_of(points, np.zeros(len(points))))
    return [str(points.columns[j]) for j in screen.ranked(np.asarray(y, dtype=np.float64))[:most]]
