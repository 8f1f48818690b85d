"""The outcomes that a design may ask for: measures of success, and courses condensed to one number."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sim.arrays import Array
from sim.comparison.measures_of_success import MEASURES
from sim.engine.outcomes import EUR, OUTCOMES, Outcome
from sim.people.teams import add_rows
from sim.scenario.problems import nearest

WHEN = ("end", "mean", "sum", "min", "max")


def declared(name: str) -> Outcome | None:
    """Return the measure of success of that name, or the outcome whose course is condensed; None for neither."""
    what, at, _ = name.partition("@")
    return OUTCOMES.get(what) if at else MEASURES.get(what) or OUTCOMES.get(what)


def may_be_missing(name: str) -> bool:
    """Whether an outcome may have no value in some futures: what never pays off has no break-even quarter."""
    found = declared(name)
    return found is not None and found.sometimes


def observable(name: str, quarters: int) -> str:
    """Return what is wrong with the name of an outcome; empty if nothing is."""
    what, at, when = name.partition("@")
    if not at:
        if name in MEASURES:
            return ""
        if name in OUTCOMES:
            return f"'{name}' has a value in every quarter; say which: {name}@end, @mean, @sum, @min, @max or a quarter"
    if what not in OUTCOMES:
        known = [*MEASURES, *OUTCOMES]
        guess = nearest(what, known)
        return f"there is no outcome '{what}'" + (f"; did you mean '{guess}'?" if guess else
                                                  f"; there are {', '.join(MEASURES)}, and courses such as profit@mean")
    if when in WHEN or (when.isdigit() and len(when) < 4 and 1 <= int(when) <= quarters):
        return ""
    return f"'{when}' is no time; take one of {', '.join(WHEN)}, or a quarter from 1 to {quarters}"


def condensed(outcomes: Mapping[str, Array], name: str) -> Array:
    """Condense the course of an outcome to one number per run: (quarters, runs) -> (runs,)."""
    what, _, when = name.partition("@")
    course: Array = outcomes[what]
    if when.isdigit():
        return np.array(course[int(when) - 1])
    if when == "end":
        return np.array(course[-1])
    if when in ("min", "max"):
        return np.asarray(course.min(axis=0) if when == "min" else course.max(axis=0))
    total = add_rows(course)  # one quarter after the other, so that a run's bits are the same in any batch
    return total / np.float64(len(course)) if when == "mean" else total


def is_money(outcome: str) -> bool:
    """Whether an outcome is an amount of money."""
    return unit_of(outcome) == EUR.name


def unit_of(outcome: str) -> str:
    """Unit of an outcome of a sweep."""
    found = declared(outcome)
    return "" if found is None else found.unit
