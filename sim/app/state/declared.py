"""Finds the declaration behind a dotted key of a scenario, and makes a given value one that it allows."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from sim.app.state.notes import Note
from sim.scenario.lookup import bounds_of, choices_of, details_of, plausible_of
from sim.scenario.overrides import DEEPEST, path_of, position
from sim.scenario.problems import Path
from sim.scenario.schema import Scenario
from sim.scenario.strategy import CARRY_ON

LONGEST_TEXT = 200
LONGEST_KEY = 200
DIGITS = 6
"""Figures to which a number given on the page is kept: a slider knows no more."""
FIXED = ("name", "kind")
"""What identifies an element cannot be changed on the page."""


@dataclass(frozen=True)
class Declared:
    """One value of a scenario with what its declaration says.

    Parameters
    ----------
    key : the normal form of its dotted key: strategies by name, other elements by position.
    path : the same in parts, positions for all elements.
    row : its name in the list of all declared values.
    field : the declaration.
    value : what holds in this scenario.
    """

    key: str
    path: Path
    row: str
    field: FieldInfo
    value: Any

    @property
    def choices(self) -> tuple[Any, ...]:
        """The allowed words of a choice."""
        return choices_of(self.field.annotation)

    @property
    def bounds(self) -> tuple[float | None, float | None]:
        """The hard limits."""
        return bounds_of(self.field)

    @property
    def plausible(self) -> tuple[float | None, float | None]:
        """The range that practitioners would believe."""
        return plausible_of(self.field)

    @property
    def details(self) -> dict[str, Any]:
        """Unit, source, basis and claims."""
        return details_of(self.field)


def declared(scenario: Scenario, key: str) -> Declared | None:
    """Return the declared value under that key; None where there is none that can be changed one by one."""
    parts = path_of(key) if isinstance(key, str) and len(key) <= LONGEST_KEY else None
    if not parts or len(parts) > DEEPEST:
        return None
    node: Any = scenario
    owner: BaseModel | None = None
    name, row = "", ""
    path: Path = ()
    for part in parts:
        try:
            step, owner, node, word = _follow(node, part)
        except LookupError:
            return None
        path = (*path, step)
        name += word if word.startswith("[") or not name else f".{word}"
        row += _general(node, word) if word.startswith("[") or not row else f".{word}"
    last = str(path[-1])
    if owner is None or isinstance(node, BaseModel | tuple) or last in FIXED or node is None:
        return None
    field = type(owner).model_fields[last]
    return None if path[0] == "posterior" or field.description is None else Declared(name, path, row, field, node)


def _follow(node: Any, part: str | int) -> tuple[str | int, BaseModel | None, Any, str]:
    """One step down: what stands in the path, who owns it, what is there, and how the key writes it."""
    if isinstance(node, tuple):
        at = position(node, part)
        named = getattr(node[at], "name", None)
        if named == CARRY_ON:
            raise LookupError("the strategy without measures stays so")
        return at, None, node[at], f"[{named or at}]"
    if isinstance(node, BaseModel) and isinstance(part, str) and part in type(node).model_fields:
        return part, node, getattr(node, part), part
    raise LookupError(part)


def _general(node: Any, word: str) -> str:
    """How the list of all declared values writes the place of an element."""
    return f"[{kind}]" if (kind := getattr(node, "kind", None)) else "[]" if word.startswith("[") else word


def fitted(spot: Declared, value: Any) -> tuple[Any, list[Note]]:
    """Return the nearest allowed value, and what had to be done to it; None where nothing is near."""
    if spot.choices:
        return (value, []) if value in spot.choices and isinstance(value, str) else (None, [_unusable(spot)])
    if spot.field.annotation is str:
        usable = isinstance(value, str) and value.isprintable()
        return (value[:LONGEST_TEXT], []) if usable else (None, [_unusable(spot)])
    if isinstance(value, bool) or not isinstance(value, int | float) or (
            isinstance(value, float) and not math.isfinite(value)):
        return None, [_unusable(spot)]
    low, high = spot.bounds
    kept = max(value, low) if low is not None else value
    kept = min(kept, high) if high is not None else kept
    notes = [] if kept == value else [Note("levers.note.clamped", {"field": spot.row, "value": kept})]
    whole = round(kept) if spot.field.annotation is int else float(f"{kept:.{DIGITS}g}")
    return whole, notes or _doubts(spot, whole)


def _unusable(spot: Declared) -> Note:
    return Note("levers.note.unusable", {"field": spot.row})


def _doubts(spot: Declared, value: float) -> list[Note]:
    low, high = spot.plausible
    if low is None or high is None or low <= value <= high:
        return []
    return [Note("levers.note.unusual", {"field": spot.row, "value": value, "low": low, "high": high})]
