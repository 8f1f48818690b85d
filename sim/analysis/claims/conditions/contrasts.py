"""Full factorial experiments: cells, and the orthogonal contrasts between them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np
import numpy.typing as npt

from sim.analysis.statistics import Interval, mean_interval

Array = npt.NDArray[np.float64]
Cell = tuple[int, ...]
"""One combination: 0 or 1 for each factor."""


@dataclass(frozen=True)
class Contrast:
    """What some factors do together, beyond all that fewer of them do.

    factors : their positions; one is a main effect, two an interaction of two, and so on.
    effect : with its 95 % interval of the mean over paired runs, in the unit of the cells.
    """

    factors: tuple[int, ...]
    effect: Interval


def cells(factors: int) -> tuple[Cell, ...]:
    """All combinations of so many factors, the last one changing fastest; 2**factors of them."""
    return tuple(product((0, 1), repeat=factors))


def subsets(factors: int, order: int) -> Iterator[tuple[int, ...]]:
    """Every set of 1 .. order factors, main effects first."""
    for size in range(1, order + 1):
        yield from combinations(range(factors), size)


def signs(factors: int, chosen: tuple[int, ...]) -> Array:
    """The orthogonal contrast of a set of factors: +1 or -1 for each cell, (2**factors,)."""
    design = 2.0 * np.asarray(cells(factors)) - 1.0
    return np.asarray(design[:, list(chosen)].prod(axis=1))


def contrast_of_runs(values: Array, chosen: tuple[int, ...]) -> Array:
    """A contrast run by run, (runs,), in the unit of the cells.

    sum of sign * cell / 2**(k - m), for m of k factors. So a main effect is the mean of the cells with the factor
    minus the mean of those without; an interaction of two is what both add together beyond the sum of each,
    y11 - y10 - y01 + y00, averaged over the other factors (Box, Hunter & Hunter 2005, up to their factor of a half).

    Parameters
    ----------
    values : (2**k, runs), cells in the order of `cells`.
    """
    factors = int(np.log2(values.shape[0]))
    return np.asarray(signs(factors, chosen) @ values / 2.0 ** (factors - len(chosen)))


def contrasts(values: Array, order: int) -> tuple[Contrast, ...]:
    """All effects up to an order, each with an interval of its own (none is widened for their number)."""
    factors = int(np.log2(values.shape[0]))
    return tuple(Contrast(chosen, mean_interval(contrast_of_runs(values, chosen)))
                 for chosen in subsets(factors, order))
