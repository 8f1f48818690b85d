"""Inputs to fit or calibrate: open values of a scenario or parameters of the laws, each over its plausible range."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel

from sim.arrays import Array
from sim.comparison.course import BadArgumentError
from sim.scenario.catalogue import rows
from sim.scenario.lookup import Row
from sim.scenario.posterior import SHARED, may_vary
from sim.scenario.problems import nearest
from sim.scenario.schema import Scenario

# --- calibrated parameters and their ranges --------------------------------------------------------------------------

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


NOT_BY_DEFAULT = ("costs.", "goals.")
"""Prices are known to who pays them, and goals are chosen."""
NOTHING_LEFT = ("the scenario states every value, so that nothing is left to fit; take out the lines you are not sure "
                "of, or name them with --inputs, e.g. --inputs people,parameters")


@dataclass(frozen=True)
class Prior:
    """The values to fit, uniform and independent in their plausible ranges, and what was left alone.

    inputs : in the order of declaration. stated : values that the file states, which hold as they are there.
    shares : parts of a whole among the rest, which cannot vary one by one.
    """

    inputs: tuple[Input, ...]
    stated: tuple[str, ...] = ()
    shares: tuple[str, ...] = ()


def prior_of(scenario: Scenario, wanted: Sequence[str] | None = None) -> Prior:
    """Choose what to fit.

    Parameters
    ----------
    wanted : names of values, or of sections (``people`` is all below it); None is every number with a plausible range
        that the file does not state and that is no cost and no goal. Who states a value knows it.

    Raises
    ------
    BadArgumentError
        A `ValueError`: for an unknown name, one that cannot differ from run to run, or if nothing is left to fit.
    """
    ranged = {row.name: row for row in rows() if _has_range(row)}
    stated = frozenset(stated_names(scenario))
    chosen = _named(wanted, ranged) if wanted is not None else [
        name for name in ranged if not name.startswith(NOT_BY_DEFAULT) and name not in stated]
    inputs = tuple(_input(scenario, row) for name, row in ranged.items()
                   if name in set(chosen) and may_vary(row) is None)
    if not inputs:
        raise BadArgumentError(NOTHING_LEFT if wanted is None else
                               f"--inputs: nothing is left to fit, no value of {', '.join(wanted)} may vary by itself")
    known = () if wanted is not None else tuple(
        name for name, row in ranged.items()
        if name in stated and not name.startswith(NOT_BY_DEFAULT) and may_vary(row) is None)
    return Prior(inputs, known, tuple(name for name in chosen if name in SHARED))


def stated_names(section: BaseModel, prefix: str = "") -> Iterable[str]:
    """Dotted names of the single values that were given, and not left to their defaults."""
    for key in section.model_fields_set:
        value = getattr(section, key)
        if isinstance(value, BaseModel):
            yield from stated_names(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}"


def _has_range(row: Row) -> bool:
    return (row.plausible_low is not None and row.plausible_high is not None and "[" not in row.name
            and isinstance(row.default, int | float) and not row.structural)


def _named(wanted: Sequence[str], ranged: dict[str, Row]) -> list[str]:
    """The names that were asked for one by one or by section."""
    found: list[str] = []
    for name in wanted:
        inside = [one for one in ranged if one == name or one.startswith(f"{name}.")]
        if not inside:
            raise BadArgumentError(f"--inputs: {_why_not(name, ranged)}")
        if inside == [name] and (why := may_vary(ranged[name])) is not None:
            raise BadArgumentError(f"--inputs: {name} {why}")
        found += inside
    if not found:
        raise BadArgumentError("--inputs: nothing was named")
    return found


def _why_not(name: str, ranged: dict[str, Row]) -> str:
    row = next((row for row in rows() if row.name == name), None)
    if row is not None:
        return f"{name} {may_vary(row) or 'has no plausible range'}"
    sections = {one[:k] for one in ranged for k, letter in enumerate(one) if letter == "."}
    guess = nearest(name, [*ranged, *sorted(sections)])
    return f"there is no value or section '{name}'" + (f"; did you mean '{guess}'?" if guess else "")


def _input(scenario: Scenario, row: Row) -> Input:
    value: object = scenario
    for part in row.name.split("."):
        value = getattr(value, part)
    return Input(row.name, float(row.plausible_low or 0.0), float(row.plausible_high or 0.0),
                 float(value), whole=isinstance(row.default, int))  # type: ignore[arg-type]
