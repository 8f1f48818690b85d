"""From a sampler to a table of points: one row per world, one column per varying value."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.arrays import Array
from sim.study.design.factors import Factor, Simplex
from sim.study.design.schema import FullFactorial, GridOfTwo, LatinHypercube, Morris, Sampler, Sobol
from sim.study.surrogate import salib

if TYPE_CHECKING:
    import pandas as pd

Axis = Factor | Simplex

LARGEST = 10_000_000
"""Values in the table of points that are held in memory (80 MB): more runs come from more replications."""


def count_of(sampler: Sampler, axes: Sequence[Axis]) -> int:
    """Return the number of points without drawing them."""
    width = sum(axis.width for axis in axes)
    if isinstance(sampler, LatinHypercube):
        return sampler.points
    if isinstance(sampler, Sobol):
        return sampler.base * ((2 * width if sampler.second_order else width) + 2)
    if isinstance(sampler, Morris):
        return sampler.trajectories * (width + 1)
    return math.prod(len(axis.graded(sampler.steps)) for axis in axes)


def points_of(sampler: Sampler, axes: Sequence[Axis], seed: int) -> pd.DataFrame:
    """Draw the points: index `point` from 0, one column for each name, in the order of the sampler.

    The analysis of Saltelli's and Morris's designs depends on the order. The same seed gives the same points; a
    factorial involves no chance. `ImportError` if a sampler needs the extra 'research'.
    """
    if isinstance(sampler, FullFactorial | GridOfTwo):
        return crossed(axes, sampler.steps)
    width = sum(axis.width for axis in axes)
    return placed(axes, UNITS[type(sampler)](sampler, width, seed))


def placed(axes: Sequence[Axis], unit: Array) -> pd.DataFrame:
    """Values at points of the unit cube, (points, coordinates)."""
    import pandas as pd

    found: dict[str, Any] = {}
    first = 0
    for axis in axes:
        found |= axis.sampled(unit[:, first:first + axis.width])
        first += axis.width
    return pd.DataFrame(found, index=pd.RangeIndex(len(unit), name="point"))


def crossed(axes: Sequence[Axis], steps: int) -> pd.DataFrame:
    """Every level with every other, the last factor fastest."""
    import pandas as pd

    rows = [list(itertools.chain.from_iterable(row)) for row in itertools.product(*(a.graded(steps) for a in axes))]
    names = [name for axis in axes for name in axis.names]
    frame = pd.DataFrame(rows, columns=names, index=pd.RangeIndex(len(rows), name="point"))
    return frame.astype({name: object for axis in axes if isinstance(axis, Factor) and axis.kind == "choice"
                         for name in axis.names})


def latin_hypercube(sampler: LatinHypercube, width: int, seed: int) -> Array:
    """One point in each of `points` slices of every coordinate (McKay, Beckman & Conover 1979)."""
    from scipy.stats.qmc import LatinHypercube as Engine

    return np.asarray(Engine(width, rng=np.random.default_rng(seed)).random(sampler.points))


def saltelli(sampler: Sobol, width: int, seed: int) -> Array:
    """Matrices A, B and A with single columns of B, row by row (Saltelli et al. 2010), from scrambled Sobol' points."""
    sobol = salib("sample.sobol", "the sampler 'sobol'")
    sample = sobol.sample(_unit_problem(width), sampler.base, calc_second_order=sampler.second_order, scramble=True,
                          seed=seed)
    return np.asarray(sample, dtype=np.float64)


def trajectories(sampler: Morris, width: int, seed: int) -> Array:
    """Random one-at-a-time walks over a grid of levels (Morris 1991)."""
    morris = salib("sample.morris", "the sampler 'morris'")
    sample = morris.sample(_unit_problem(width), sampler.trajectories, num_levels=sampler.levels, seed=seed)
    return np.asarray(sample, dtype=np.float64)


UNITS: dict[type, Any] = {LatinHypercube: latin_hypercube, Sobol: saltelli, Morris: trajectories}


def _unit_problem(width: int) -> dict[str, Any]:
    return {"num_vars": width, "names": [f"x{k}" for k in range(width)], "bounds": [[0.0, 1.0]] * width}
