"""Sets of values that a scenario can carry instead of single ones: what an organisation's own figures leave plausible.

A set is one vector of values for the named fields; each has a weight. Run k of a root seed takes one set, see
`sim.engine.posterior`. A value that is set by hand later, on the command line, by a measure of analysis or in Python,
is fixed in every run: its name leaves the posterior, the other values keep their sets.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Annotated, Any

import numpy as np
from pydantic import Strict

from sim.arrays import Array
from sim.parameters.declare import Section, declare
from sim.scenario.lookup import Row
from sim.scenario.problems import Path, nearest, printable

SECTION = "posterior"
MOST_SETS = 2_000
"""Most sets that a scenario may carry; far more than an interval needs."""
MOST_NUMBERS = 200_000
"""Most sets times names: keeps a file within the limit on its size."""
HUGE = 2.0**63
"""Numbers from here on are a mistake or an attack; sums of smaller ones stay finite."""
SHARED = ("framework.bonus.individual", "framework.bonus.team", "framework.bonus.company")
"""Parts of a whole, which cannot vary individually."""
READ_ONCE = ("costs.discount_rate",)
"""Read by the analysis as one number for all runs, as the goals are."""
GOALS = "goals."

Words = Annotated[tuple[str, ...], Strict(False)]
Numbers = Annotated[tuple[float, ...], Strict(False)]


class Posterior(Section):
    """Weighted sets of values; what was learnt from an organisation's own figures (`salesshift calibrate`)."""

    names: Words = declare(..., "Dotted names of the values that differ from run to run.", unit="list",
                           source="input", basis="input")
    weights: Numbers = declare(..., "Weight of each set, above 0; only their ratios matter.", unit="list",
                               source="input", basis="input")
    values: Annotated[tuple[Numbers, ...], Strict(False)] = declare(
        ..., "The sets: one list each, with one value per name.", unit="list", source="input", basis="input")
    data: str = declare("", "Fingerprint of the figures that the sets were fitted to.", unit="text", source="input",
                        basis="input")
    origin: str = declare("", "What made the sets, in words.", unit="text", source="input", basis="input")


def may_vary(row: Row) -> str | None:
    """Return why a declared value may not differ between runs as part of a posterior; None if it may."""
    if row.structural or isinstance(row.default, bool) or not isinstance(row.default, int | float):
        return "is no number that may differ from run to run"
    if row.name in SHARED:
        return "is a part of a whole (individual + team + company = 1) and cannot vary by itself"
    if row.name in READ_ONCE or row.name.startswith(GOALS):
        return "is one number for all runs: what is compared must be measured alike"
    return None


def findings(table: object, rows: Iterable[Row]) -> Iterator[tuple[Path, str]]:
    """Find errors of a posterior beyond those of types; each with its path below the section.

    Parameters
    ----------
    table : the section as a file gives it, right or wrong; what cannot be read is reported elsewhere.
    rows : the declared values of the scenario, of which the names of single ones may stand here.
    """
    if not isinstance(table, Mapping):
        return
    declared = {row.name: row for row in rows if "[" not in row.name}
    names, weights, values = (_listed(table.get(key)) for key in ("names", "weights", "values"))
    if names is not None:
        yield from _of_names(names, declared)
    if weights is not None:
        yield from _of_weights(weights)
    if values is not None and weights is not None and len(values) != len(weights):
        yield ("weights",), f"has {len(weights)} weights for {len(values)} sets of values"
    if names is not None and values is not None:
        yield from _of_sizes(names, values)
        yield from _of_bounds(names, values, declared)


def freed(table: object, fixed: Iterable[str]) -> object:
    """Return the section without the names that were set by hand, directly or by their section; None if none is left.

    Parameters
    ----------
    table : a section as a file gives it; returned as it is where it cannot be read.
    fixed : dotted names of values, or of whole sections.
    """
    names, values = (_listed(table.get(key)) if isinstance(table, Mapping) else None for key in ("names", "values"))
    heads = tuple(fixed)
    if names is None or values is None or not isinstance(table, Mapping):
        return table
    kept = [k for k, name in enumerate(names) if not any(f"{name}.".startswith(f"{head}.") for head in heads)]
    if len(kept) == len(names) or any(_listed(row) is None or len(row) != len(names) for row in values):
        return table
    if not kept:
        return None
    return {**table, "names": [names[k] for k in kept], "values": [[row[k] for k in kept] for row in values]}


def without_fixed(posterior: Posterior, fixed: Iterable[str]) -> Posterior | None:
    """A posterior without the names that were set by hand; see `freed`."""
    table = {key: getattr(posterior, key) for key in Posterior.model_fields}
    left = freed(table, fixed)
    if left is table:
        return posterior
    if not isinstance(left, dict):
        return None
    return posterior.model_copy(update={"names": tuple(left["names"]), "values": tuple(map(tuple, left["values"]))})


def _listed(value: object) -> Sequence[Any] | None:
    return value if isinstance(value, list | tuple) else None


def _of_names(names: Sequence[Any], declared: Mapping[str, Row]) -> Iterator[tuple[Path, str]]:
    if not names:
        yield ("names",), "names no value; leave the whole section out"
    first: dict[str, int] = {}
    for place, name in enumerate(names):
        if not isinstance(name, str):
            continue
        if first.setdefault(name, place) != place:
            yield ("names", place), f"'{printable(name[:80])}' is already names[{first[name]}]"
            continue
        why = may_vary(declared[name]) if name in declared else f"is no declared value{_guess(name, declared)}"
        if why is not None:
            yield ("names", place), f"'{printable(name[:80])}' {why}"


def _guess(name: str, known: Iterable[str]) -> str:
    found = nearest(name, known)
    return f"; did you mean '{found}'?" if found else ""


def _of_weights(weights: Sequence[Any]) -> Iterator[tuple[Path, str]]:
    if not weights:
        yield ("weights",), "has no set; leave the whole section out"
    if len(weights) > MOST_SETS:
        yield ("weights",), f"has {len(weights):,} sets; at most {MOST_SETS:,} are taken"
    for place, weight in enumerate(map(_number, weights)):
        if weight is not None and not 0.0 < weight < HUGE:
            yield ("weights", place), f"is {weight:g}; a weight is a number above 0 and below {HUGE:g}"


def _of_sizes(names: Sequence[Any], values: Sequence[Any]) -> Iterator[tuple[Path, str]]:
    if len(names) * len(values) > MOST_NUMBERS:
        yield ("values",), f"has {len(names) * len(values):,} numbers; at most {MOST_NUMBERS:,} are taken"
    for place, row in enumerate(values):
        if _listed(row) is not None and len(row) != len(names):
            yield ("values", place), f"has {len(row)} values for {len(names)} names"


def _of_bounds(names: Sequence[Any], values: Sequence[Any], declared: Mapping[str, Row]) -> Iterator[tuple[Path, str]]:
    """One finding per name at most: its first value outside the limits."""
    numbers = _numbers(values, len(names))
    for column, name in enumerate(names):
        row = declared.get(name) if isinstance(name, str) else None
        if row is None or row.low is None or row.high is None:
            continue
        if numbers is not None and _all_fit(numbers[:, column], row.low, row.high, isinstance(row.default, int)):
            continue
        for place, one in enumerate(values):
            value = _number(one[column]) if isinstance(one, list | tuple) and column < len(one) else None
            if value is None:
                continue
            if not row.low <= value <= row.high:
                yield ("values", place, column), f"{name} is {value:g}; allowed is {row.low:g} to {row.high:g}"
                break
            if isinstance(row.default, int) and value != round(value):
                yield ("values", place, column), f"{name} is {value:g}; a whole number is needed"
                break


def _numbers(values: Sequence[Any], width: int) -> Array | None:
    """The sets as one table, which is quick to look through; None where they are none."""
    try:
        table = np.array(values, dtype=np.float64)
    except (ValueError, TypeError, OverflowError):
        return None
    return table if table.ndim == 2 and table.shape[1] == width else None


def _all_fit(column: Array, low: float, high: float, whole: bool) -> bool:
    return bool(((column >= low) & (column <= high) & (not whole or column == np.round(column))).all())


def _number(value: object) -> float | None:
    """The value as a number; whole numbers beyond 64 bits, which no value is, as infinite."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if isinstance(value, float) or abs(value) < HUGE else math.inf if value > 0 else -math.inf
