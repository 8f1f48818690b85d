"""Scenarios whose values differ from run to run: a sweep as one batch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from sim.parameters.declare import Section

SectionT = TypeVar("SectionT", bound=Section)


def with_values(scenario: SectionT, values: Mapping[str, Any]) -> SectionT:
    """A copy with some values replaced by their dotted names, e.g. ``{"framework.error_culture": 0.7}``.

    A value may be an array of shape (runs,): then every run has its own, and the copy describes a whole
    sweep. Nothing is validated here; `KeyError` for a name that does not exist.
    """
    tree: dict[str, Any] = {}
    for name, value in values.items():
        head, _, rest = name.partition(".")
        if rest:
            tree.setdefault(head, {})[rest] = value
        else:
            tree[head] = value
    return _replaced(scenario, tree)


def _replaced(section: SectionT, tree: Mapping[str, Any]) -> SectionT:
    update: dict[str, Any] = {}
    for name, value in tree.items():
        if name not in type(section).model_fields:
            raise KeyError(f"{type(section).__name__} has no field {name!r}")
        current = getattr(section, name)
        update[name] = with_values(current, value) if isinstance(current, Section) and isinstance(value,
                                                                                                  dict) else value
    return section.model_copy(update=update)


def columns(section: Section, prefix: str = "") -> Iterator[tuple[str, npt.NDArray[np.float64]]]:
    """Every value that differs from run to run: dotted name and array of shape (runs,)."""
    for name, value in vars(section).items():
        if isinstance(value, Section):
            yield from columns(value, f"{prefix}{name}.")
        elif isinstance(value, np.ndarray) and value.ndim:
            yield f"{prefix}{name}", value


def of_runs(section: SectionT, runs: slice | npt.NDArray[np.int64]) -> SectionT:
    """The same section for some of its runs only: these positions of every column."""
    cut = {name: values[runs] for name, values in columns(section)}
    return with_values(section, cut) if cut else section


def can_vary(scenario: Section, name: str) -> bool:
    """Whether the value of a dotted name may differ between the runs of a batch."""
    from sim.scenario.lookup import details_of

    node: Any = scenario
    *heads, last = name.split(".")
    for part in heads:
        node = getattr(node, part, None)
    field = type(node).model_fields.get(last) if isinstance(node, Section) else None
    return field is not None and field.annotation in (int, float) and not details_of(field).get("structural")
