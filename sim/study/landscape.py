"""Maps over two factors: where the difference of two strategies changes sign."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.arrays import Array
from sim.comparison.course import BadArgumentError
from sim.statistics.paired import mean_interval
from sim.study.discovery.sample import Sample, numeric
from sim.study.futures import Futures
from sim.words.amounts import percent

STEPS = 25
"""Levels of each factor on a plane that a surrogate fills."""
MOST_LEVELS = 40
"""Levels of a factor up to which a design counts as a grid."""
OTHERS = 40
"""Worlds over whose other factors a surrogate is averaged."""
SURE = 1.96
"""Standard errors from zero beyond which the sign is certain; normal."""


@dataclass(frozen=True)
class Landscape:
    """A mean over two factors.

    x, y : (columns,), (rows,) values of the factors. values : (rows, columns) mean. half : half of the 95 % interval
    of each, infinite where unknown. explained : by the surrogate that filled it, share of the variance between worlds
    not seen; None on a grid, where each cell was simulated. fixed : other factors that were fixed.
    """

    x_name: str
    y_name: str
    x: Array
    y: Array
    values: Array
    half: Array
    explained: float | None
    fixed: Mapping[str, float]

    @property
    def above(self) -> float:
        """Share of the plane with a mean above 0."""
        return float((self.values > 0.0).mean())

    @property
    def undecided(self) -> float:
        """Share of the plane where the interval holds 0."""
        return float((np.abs(self.values) <= self.half).mean())

    @property
    def how(self) -> str:
        """State where the values come from."""
        if self.explained is None:
            return "Each cell was simulated."
        return (f"Filled by a surrogate; it explains {percent(self.explained)} of the differences between worlds that "
                "it has not seen.")

    @property
    def doubt(self) -> str:
        """State on what share of the plane the sign is uncertain."""
        if not self.undecided:
            return "The sign is sure all over the plane: no 95 % interval holds 0."
        return f"The sign is not sure on {percent(self.undecided)} of the plane: there the 95 % interval holds 0."

    def frame(self) -> pd.DataFrame:
        """One row per cell: both factors, mean, and the ends of its interval."""
        x, y = np.meshgrid(self.x, self.y)
        return pd.DataFrame({self.x_name: x.ravel(), self.y_name: y.ravel(), "mean": self.values.ravel(),
                             "low": (self.values - self.half).ravel(), "high": (self.values + self.half).ravel()})

    def boundary(self) -> pd.DataFrame:
        """The tipping line: for each value of x every y at which the mean changes its sign, by straight lines."""
        rows = [{self.x_name: self.x[k], self.y_name: at}
                for k in range(self.x.size) for at in sign_changes(self.y, self.values[:, k])]
        return pd.DataFrame(rows, columns=[self.x_name, self.y_name])


def sign_changes(at: Array, values: Array) -> list[float]:
    """Every place where a broken line changes its sign."""
    steps = np.flatnonzero((values[:-1] >= 0.0) != (values[1:] >= 0.0))
    return [float(at[k] - values[k] * (at[k + 1] - at[k]) / (values[k + 1] - values[k])) for k in steps]


def landscape(futures: Futures, x_name: str, y_name: str, values: pd.Series,
              fixed: Mapping[str, float] | None = None) -> Landscape:
    """Mean of a quantity over two factors.

    On a grid each cell is the mean of its worlds. Other designs get a surrogate, averaged over the other factors of
    the design's worlds, except those that are `fixed`: what if they had these values?

    Parameters
    ----------
    values : the quantity in every future, as `Futures.difference` gives it.

    Raises
    ------
    BadArgumentError
        For factors that are no numbers, or the same twice.
    sim.study.surrogate.PoorSurrogateError
        Where a surrogate would mislead.
    """
    for name in (x_name, y_name, *(fixed or {})):
        if not numeric(futures.points[name]):
            raise BadArgumentError(f"'{name}' is no number, so it has no place on a map")
    if x_name == y_name or {x_name, y_name} & set(fixed or {}):
        raise BadArgumentError("a map needs two different factors, and neither can be fixed")
    by_world = futures.by_world(values.to_numpy())
    if not fixed and is_grid(futures.points, x_name, y_name):
        return _of_grid(futures, x_name, y_name, values, by_world)
    return _of_surrogate(futures.sample(np.zeros(len(futures.points))), x_name, y_name, by_world, fixed or {})


def is_grid(points: pd.DataFrame, x_name: str, y_name: str) -> bool:
    """Whether every value of one factor is combined with every value of the other, and there are few of each."""
    x, y = points[x_name].nunique(), points[y_name].nunique()
    return 2 <= x <= MOST_LEVELS and 2 <= y <= MOST_LEVELS and len(points[[x_name, y_name]].drop_duplicates()) == x * y


def _of_grid(futures: Futures, x_name: str, y_name: str, values: pd.Series, by_world: Array) -> Landscape:
    """Cells of a grid; intervals over worlds, or over futures where a cell is one world."""
    points = futures.points
    x, y = (np.unique(points[name].to_numpy(dtype=np.float64)) for name in (x_name, y_name))
    single = len(points) == x.size * y.size
    data = values.to_numpy() if single else by_world
    places = futures.worlds if single else np.arange(len(points))
    column = np.searchsorted(x, points[x_name].to_numpy(dtype=np.float64))[places]
    row = np.searchsorted(y, points[y_name].to_numpy(dtype=np.float64))[places]
    found = [[mean_interval(data[(row == r) & (column == c)]) for c in range(x.size)] for r in range(y.size)]
    mean = np.asarray([[one.mean for one in line] for line in found])
    half = np.asarray([[one.half_width if math.isfinite(one.half_width) else math.inf for one in line]
                       for line in found])
    return Landscape(x_name, y_name, x, y, mean, half, None, {})


def _of_surrogate(sample: Sample, x_name: str, y_name: str, by_world: Array, fixed: Mapping[str, float]) -> Landscape:
    """A plane filled by a surrogate; its error is that of the average, the worlds' errors taken as one."""
    from sim.study.surrogate import surrogate

    model = surrogate(sample, by_world)
    place = {axis.name: j for j, axis in enumerate(sample.axes)}
    x, y = (np.linspace(sample.axes[place[name]].low, sample.axes[place[name]].high, STEPS)
            for name in (x_name, y_name))
    others = sample.x[np.unique(np.linspace(0, sample.size - 1, OTHERS).astype(int))].copy()
    for name, value in fixed.items():
        others[:, place[name]] = value
    worlds = np.tile(others, (STEPS * STEPS, 1))
    worlds[:, place[x_name]] = np.repeat(np.tile(x, STEPS), len(others))
    worlds[:, place[y_name]] = np.repeat(np.repeat(y, STEPS), len(others))
    mean, error = (part.reshape(STEPS, STEPS, -1).mean(axis=2) for part in model.with_error(worlds))
    return Landscape(x_name, y_name, x, y, mean, SURE * error, model.explained, dict(fixed))
