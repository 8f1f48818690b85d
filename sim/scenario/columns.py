"""Scenarios whose values differ between runs, so that a sweep can be one batch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from sim.arrays import Array
from sim.parameters.declare import Section
from sim.scenario.lookup import details_of
from sim.scenario.overrides import path_of, position
from sim.scenario.posterior import SECTION, Posterior, without_fixed
from sim.scenario.problems import Path

SectionT = TypeVar("SectionT", bound=Section)
STRUCTURAL = "cannot differ between the runs of a batch; give each value a scenario, or a strategy, of its own"
"""The end of the error message about a column that `can_vary` does not allow."""
Tree = dict[str | int, Any]
"""Values by the parts of their paths, one level inside the other."""


def with_values(scenario: SectionT, values: Mapping[str, Any]) -> SectionT:
    """A copy with some values replaced by their dotted names, e.g. ``{"framework.error_culture": 0.7}``.

    Elements of lists are named as on the command line, by position, name or kind:
    ``strategies[transform_everyone].measures[targets].dose``. A value may be an array of shape (runs,): then every
    run has its own, and the copy describes a whole sweep; see `can_vary`. Nothing is validated here; `KeyError` for a
    name that does not exist. A posterior of the scenario no longer says anything about what is replaced.
    """
    tree: Tree = {}
    for name, value in values.items():
        *above, last = _parts(name)
        branch = tree
        for part in above:
            branch = branch.setdefault(part, _Branch())
        branch[last] = value
    changed = _replaced(scenario, tree)
    posterior = getattr(changed, SECTION, None)
    if not isinstance(posterior, Posterior):
        return changed
    left = without_fixed(posterior, values)
    return changed if left is posterior else changed.model_copy(update={SECTION: left})


class _Branch(Tree):
    """A part of the tree, told from a table that is a value."""


@lru_cache(maxsize=4096)
def _parts(name: str) -> Path:
    parts = path_of(name)
    if parts is None:
        raise KeyError(f"{name!r} is no dotted name of a value")
    return parts


def _replaced(section: SectionT, tree: Tree) -> SectionT:
    update: dict[str, Any] = {}
    for part, value in tree.items():
        if part not in type(section).model_fields:
            raise KeyError(f"{type(section).__name__} has no field {part!r}")
        name = str(part)
        update[name] = _put(getattr(section, name), name, value)
    return section.model_copy(update=update)


def _put(current: Any, name: str, value: Any) -> Any:
    """What takes the place of the current value of a field or an element."""
    if not isinstance(value, _Branch):
        return value
    if isinstance(current, Section):
        return _replaced(current, value)
    if not isinstance(current, tuple):
        raise KeyError(f"{name!r} has no parts")
    elements = list(current)
    for part, inner in value.items():
        at = _position(current, part)
        elements[at] = _put(elements[at], str(part), inner)
    return tuple(elements)


def _position(elements: tuple[Any, ...], part: str | int) -> int:
    try:
        return position(elements, part)
    except LookupError as error:
        raise KeyError(str(error)) from None


def columns(section: Section, prefix: str = "") -> Iterator[tuple[str, Array]]:
    """Yield every value that differs between runs: dotted name, elements by position, and array of shape (runs,)."""
    for name, value in vars(section).items():
        yield from _columns(value, f"{prefix}{name}")


def _columns(value: Any, name: str) -> Iterator[tuple[str, Array]]:
    if isinstance(value, Posterior):
        return  # many numbers, and no column among them
    if isinstance(value, Section):
        yield from columns(value, f"{name}.")
    elif isinstance(value, tuple) and value and isinstance(value[0], Section):  # a table of numbers has no columns
        for at, element in enumerate(value):
            yield from _columns(element, f"{name}[{at}]")
    elif isinstance(value, np.ndarray) and value.ndim:
        yield name, value


def of_runs(section: SectionT, runs: slice | npt.NDArray[np.int64]) -> SectionT:
    """Return the section for a selection of its runs: these positions of every column."""
    cut = {name: values[runs] for name, values in columns(section)}
    return with_values(section, cut) if cut else section


def can_vary(scenario: Section, name: str) -> bool:
    """Whether a value may be a column, with a value for every run; if not, each value needs a scenario of its own.

    True for numbers that are not structural: those do not shape the tables. False for head counts, dates, choices,
    texts, sections and lists. `KeyError` for a name that does not exist.
    """
    owner: Any = None
    value: Any = scenario
    field = ""
    for part in _parts(name):
        if isinstance(value, tuple):
            owner, value = None, value[_position(value, part)]
        elif isinstance(value, Section) and part in type(value).model_fields:
            owner, field, value = value, str(part), getattr(value, str(part))
        else:
            raise KeyError(f"{name!r}: {type(value).__name__} has no {part!r}")
    if owner is None:
        return False
    declared = type(owner).model_fields[field]
    return declared.annotation in (int, float) and not details_of(declared).get("structural", False)
