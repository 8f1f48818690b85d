"""Lists every declared value of a scenario: what the numbers are and where they come from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from sim.scenario.lookup import bounds_of, details_of, element_of, is_list, kinds_of, plausible_of, table_of


@dataclass(frozen=True)
class Row:
    """One declared value.

    Parameters
    ----------
    name : dotted name; ``[]`` stands for each element of a list, ``[training]`` for one of that kind.
    meaning : one sentence for a practitioner.
    unit : unit of the value.
    default : value used when a file is silent; None where the value is required.
    low, high : hard limits, inclusive.
    plausible_low, plausible_high : range to sweep.
    source, basis : where the default comes from and how well it is supported.
    structural : whether it shapes the tables of a run.
    claims : ids of the source claims that the value serves.
    required : whether a file must give it.
    """

    name: str
    meaning: str
    unit: str
    default: Any
    low: float | None
    high: float | None
    plausible_low: float | None
    plausible_high: float | None
    source: str
    basis: str
    structural: bool
    claims: tuple[str, ...]
    required: bool = False

    @property
    def family(self) -> str:
        """The section that the value belongs to, without its own name."""
        return self.name.rpartition(".")[0]


@cache
def rows(model: type[BaseModel] | None = None) -> tuple[Row, ...]:
    """Return every declared value of the model, by default of the scenario, in the order of declaration."""
    if model is None:
        from sim.scenario.schema import Scenario

        model = Scenario
    return tuple(_walk(model, "", None))


def rows_of(family: str) -> tuple[Row, ...]:
    """Return the rows whose name begins with a section's name, e.g. ``framework`` or ``framework.bonus``."""
    return tuple(r for r in rows() if r.name == family or r.name.startswith((f"{family}.", f"{family}[")))


def families() -> tuple[str, ...]:
    """Return the names of all sections that hold values, in order."""
    return tuple(dict.fromkeys(r.family for r in rows() if r.family))


@cache
def leaf_names(model: type[BaseModel]) -> dict[str, list[str]]:
    """Return full names by last part: tells where a key that was put in the wrong section belongs."""
    found: dict[str, list[str]] = {}
    for row in rows(model):
        found.setdefault(row.name.rpartition(".")[2], []).append(row.name)
    return found


def _walk(model: type[BaseModel], prefix: str, defaults: BaseModel | None) -> Iterator[Row]:
    for key, field in model.model_fields.items():
        name = prefix + key
        default = field.default if defaults is None else getattr(defaults, key)
        table = table_of(field.annotation)
        if table is not None and field.default is None:
            continue  # a section that may be missing holds results, not declared values
        if table is not None:
            yield from _walk(table, f"{name}.", default if isinstance(default, BaseModel) else None)
            continue
        if field.description is not None:
            yield _row(name, field, default)
        if is_list(field.annotation):
            yield from _walk_elements(name, element_of(field.annotation))


def _walk_elements(name: str, element: Any) -> Iterator[Row]:
    table = table_of(element)
    if table is not None:
        yield from _walk(table, f"{name}[].", None)
    for kind, model in kinds_of(element).items():
        yield from _walk(model, f"{name}[{kind}].", None)


def _row(name: str, field: FieldInfo, default: Any) -> Row:
    details = details_of(field)
    required = default is PydanticUndefined
    return Row(
        name, field.description or "", str(details.get("unit", "")), None if required else default,
        *bounds_of(field), *plausible_of(field), str(details.get("source", "")), str(details.get("basis", "")),
        bool(details.get("structural", False)), tuple(details.get("claims", ())), required,
    )
