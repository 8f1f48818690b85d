"""What a dotted name of a design means in a scenario: the value there and its declaration."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic.fields import FieldInfo

from sim.parameters.declare import Section
from sim.scenario.catalogue import rows
from sim.scenario.lookup import Row, bounds_of, choices_of, plausible_of
from sim.scenario.overrides import path_of, position
from sim.scenario.problems import nearest
from sim.scenario.schema import Scenario

BONUS_PARTS = ("individual", "team", "company")
"""Shares of a bonus: they add to 1 and can only vary together, as a mixture."""
FAMILY = ".*"


@dataclass(frozen=True)
class Found:
    """A value of a scenario and what its declaration says.

    path : keys and positions from the scenario down; field : the declaration; value : what stands there.
    """

    path: tuple[str | int, ...]
    field: FieldInfo
    value: Any

    @property
    def is_number(self) -> bool:
        """Whether the value is a number (true and false are words here)."""
        return self.field.annotation in (int, float)

    @property
    def limits(self) -> tuple[float | None, float | None]:
        """Hard limits, inclusive."""
        return bounds_of(self.field)

    @property
    def plausible(self) -> tuple[float | None, float | None]:
        """The declared range, or None where there is none."""
        return plausible_of(self.field)

    @property
    def choices(self) -> tuple[Any, ...]:
        """The allowed words, if it is a choice."""
        return choices_of(self.field.annotation)


def find(scenario: Scenario, name: str) -> Found:
    """Follow a dotted name, e.g. ``strategies[add_sellers].measures[hire_sellers].sellers``.

    Raises `LookupError` that says what is not there, and what may have been meant.
    """
    parts = path_of(name)
    if parts is None:
        raise LookupError("is not understood; write a dotted name, e.g. framework.error_culture")
    node: Any = scenario
    path: tuple[str | int, ...] = ()
    owner: Any = None
    for part in parts:
        owner, step = node, _step(node, part)
        node, path = (getattr(node, str(step)) if isinstance(node, Section) else node[step]), (*path, step)
    if not isinstance(owner, Section) or isinstance(node, Section | tuple):
        raise LookupError("is a table or a list; name one value in it")
    return Found(path, type(owner).model_fields[str(path[-1])], node)


def _step(node: Any, part: str | int) -> str | int:
    if isinstance(node, Section):
        if part in type(node).model_fields:
            return part
        known = [row.name for row in rows() if "[" not in row.name]
        guess = (nearest(str(part), type(node).model_fields) or nearest(str(part), known)
                 or next((key for key in type(node).model_fields if str(part) in key), None))
        raise LookupError(f"'{part}' is not known" + (f"; did you mean '{guess}'?" if guess else ""))
    if isinstance(node, tuple):
        return position(node, part)
    raise LookupError(f"there is nothing below it, so '{part}' means nothing")


def family(pattern: str) -> list[Row]:
    """All numbers of a family that a batch can vary over a plausible range, e.g. of ``people.*``.

    Shares of a bonus mix are left out: they add to 1. `LookupError` where the family has none.
    """
    prefix = pattern.removesuffix(FAMILY)
    found = [row for row in rows() if row.name.startswith(f"{prefix}.") and "[" not in row.name
             and row.plausible_low is not None and not row.structural
             and not (row.family.endswith("bonus") and row.name.rpartition(".")[2] in BONUS_PARTS)]
    if not found:
        known = sorted({row.name.partition(".")[0] for row in rows() if "." in row.name and "[" not in row.name})
        guess = nearest(prefix, known)
        raise LookupError(f"there is no family '{prefix}'" + (f"; did you mean '{guess}.*'?" if guess else ""))
    return found
