"""What is calibrated: parameters of the laws whose size no source gives, each over its plausible range."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.scenario.catalogue import rows

Array = npt.NDArray[np.float64]
FAMILY = "parameters."
UNKNOWN = ("assumption", "fitted")
"""Bases of a default whose size has to be found."""


@dataclass(frozen=True)
class Input:
    """One value to calibrate: its dotted name, its plausible range, and the assumption it starts from.

    `whole`: only whole numbers of the range, each as likely as the next.
    """

    name: str
    low: float
    high: float
    start: float
    whole: bool = False


def inputs_of(starts: Mapping[str, float] | None = None) -> tuple[Input, ...]:
    """All parameters of the laws that are assumptions or fitted, in the order of declaration.

    Parameters
    ----------
    starts : values to start from, by dotted name; where it is silent, the declared default.

    Raises
    ------
    KeyError
        For a start that is no such parameter.
    ValueError
        For a start outside the plausible range.
    """
    given = dict(starts or {})
    found = []
    for row in rows():
        if not row.name.startswith(FAMILY) or row.basis not in UNKNOWN or row.plausible_low is None:
            continue
        found.append(Input(row.name, row.plausible_low, float(row.plausible_high or 0.0),
                           float(given.pop(row.name, row.default))))
    if given:
        raise KeyError(f"not a parameter to calibrate: {', '.join(given)}")
    for one in found:
        if not one.low <= one.start <= one.high:
            raise ValueError(f"{one.name} starts at {one.start:g}, outside its range {one.low:g} to {one.high:g}")
    return tuple(found)


def sobol(count: int, dimensions: int, seed: int) -> Array:
    """Space-filling design in the unit cube: scrambled Sobol' points, (count, dimensions); count a power of 2."""
    from scipy.stats.qmc import Sobol

    return np.asarray(Sobol(dimensions, scramble=True, rng=np.random.default_rng(seed)).random(count))


def scaled(unit: Array, inputs: Sequence[Input]) -> Array:
    """From the unit cube to the ranges of the inputs, (points, inputs)."""
    low, high = bounds(inputs)
    whole = _whole(inputs)
    values = low + unit * (high - low)
    if whole.any():
        values[..., whole] = np.minimum(np.floor(low + unit * (high - low + 1.0)), high)[..., whole]
    return np.asarray(values)


def to_unit(values: Array, inputs: Sequence[Input]) -> Array:
    """From the ranges of the inputs to the unit cube."""
    low, high = bounds(inputs)
    whole = _whole(inputs)
    return np.asarray((values - low + 0.5 * whole) / (high - low + whole))


def _whole(inputs: Sequence[Input]) -> npt.NDArray[np.bool_]:
    return np.asarray([one.whole for one in inputs], dtype=bool)


def bounds(inputs: Sequence[Input]) -> tuple[Array, Array]:
    """Lowest and highest values, (inputs,) each."""
    return np.asarray([one.low for one in inputs]), np.asarray([one.high for one in inputs])
