"""Walks the schema: finds the declaration for a path of a scenario, and all declared values in order."""

from __future__ import annotations

import re
import typing
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from inspect import get_annotations
from types import UnionType
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from sim.scenario.problems import Path

Kinds = dict[str, type[BaseModel]]
KIND = re.compile(r"\[\w+\]\.$")
"""The kind of an element, at the end of the prefix of its values."""


@dataclass(frozen=True)
class Spot:
    """Declaration of the value at one path.

    Parameters
    ----------
    path : the path as it stands in a file.
    annotation : type of the value there; None where the schema knows nothing of the path.
    field : declaration of the value, if it is declared one by one.
    owner : the table that the value belongs to.
    """

    path: Path
    annotation: Any
    field: FieldInfo | None
    owner: type[BaseModel] | None


@dataclass(frozen=True)
class Row:
    """One declared value.

    Parameters
    ----------
    name : dotted name; ``[]`` stands for each element of a list, ``[training]`` for one of that kind.
    label : the short name that people read.
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
    label: str
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


def locate(model: type[BaseModel], loc: Iterable[str | int]) -> Spot:
    """Follow the location of a validation error through the schema.

    Where a table can be of several kinds, a location names the kind after the position;
    a file does not, so the path leaves it out.
    """
    path: Path = ()
    annotation: Any = model
    field: FieldInfo | None = None
    owner: type[BaseModel] | None = None
    for part in loc:
        kinds = kinds_of(annotation)
        if part in kinds:
            annotation = kinds[str(part)]
            continue
        path = (*path, part)
        owner = table_of(annotation)
        if owner is not None:
            field = owner.model_fields.get(str(part))
            annotation = None if field is None else field.annotation
        else:
            field, annotation = None, element_of(annotation)
    return Spot(path, annotation, field, owner)


def table_of(annotation: Any) -> type[BaseModel] | None:
    """Return the model behind an annotation, if it is a table."""
    bare = bare_type(annotation)
    return bare if isinstance(bare, type) and issubclass(bare, BaseModel) else None


def element_of(annotation: Any) -> Any:
    """Return the type of the elements, if the annotation is a list or a table with free keys."""
    bare = bare_type(annotation)
    return get_args(bare)[0] if is_list(annotation) else get_args(bare)[1] if get_origin(bare) is dict else None


def is_list(annotation: Any) -> bool:
    """Tell whether the value is a list of things of one type."""
    return get_origin(bare_type(annotation)) is tuple


def choices_of(annotation: Any) -> tuple[Any, ...]:
    """Return the allowed words, if the value is a choice."""
    return get_args(bare_type(annotation)) if get_origin(bare_type(annotation)) is Literal else ()


def kinds_of(annotation: Any) -> Kinds:
    """Return the kinds of table that can stand here, by their ``kind``."""
    bare = bare_type(annotation)
    if get_origin(bare) not in (Union, UnionType):
        return {}
    members = [m for m in get_args(bare) if isinstance(m, type) and issubclass(m, BaseModel)]
    return {str(choices_of(m.model_fields["kind"].annotation)[0]): m for m in members if "kind" in m.model_fields}


def bounds_of(field: FieldInfo) -> tuple[float | None, float | None]:
    """Return the hard limits of a value, inclusive; None where there is none."""
    low = next((m.ge for m in field.metadata if hasattr(m, "ge")), None)
    high = next((m.le for m in field.metadata if hasattr(m, "le")), None)
    return low, high


def details_of(field: FieldInfo) -> dict[str, Any]:
    """Return the details of a declaration besides meaning, default and limits."""
    extra = field.json_schema_extra
    return typing.cast("dict[str, Any]", extra) if isinstance(extra, dict) else {}


def plausible_of(field: FieldInfo) -> tuple[float | None, float | None]:
    """Return the range in which practitioners would believe the value."""
    low, high = details_of(field).get("plausible") or (None, None)
    return low, high


def bare_type(annotation: Any) -> Any:
    """Return the bare type, without annotations and without None."""
    while get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    if get_origin(annotation) in (Union, UnionType):
        spoken = [a for a in get_args(annotation) if a is not type(None)]
        return bare_type(spoken[0]) if len(spoken) == 1 else annotation
    return annotation


@cache
def declared_rows(model: type[BaseModel]) -> tuple[Row, ...]:
    """Return every declared value of a model, in the order of declaration."""
    return tuple(place.row for place in _walk(model, "", None))


@cache
def homes(model: type[BaseModel]) -> dict[str, str]:
    """Return, by the name of each declared value, the name under which its declaration stands.

    They differ where one declaration serves several places: what every kind of measure has stands under
    ``strategies[].measures[]``, and a table that occurs again where it occurs first.
    """
    first: dict[tuple[type, str], str] = {}
    return {row.name: first.setdefault((owner, row.name.rpartition(".")[2]), home)
            for row, _, owner, home in _walk(model, "", None)}


@cache
def tables(model: type[BaseModel]) -> dict[str, type[BaseModel]]:
    """Return the tables that hold declared values, by their names as `Row.family` has them."""
    return {place.row.family: place.table for place in _walk(model, "", None)}


@cache
def leaf_names(model: type[BaseModel]) -> dict[str, list[str]]:
    """Return full names of values and tables by last part, to suggest where a misplaced key belongs."""
    found: dict[str, dict[str, None]] = {}
    for row in declared_rows(model):
        parts = row.name.split(".")
        for end in range(1, len(parts) + 1):
            last = parts[end - 1].partition("[")[0]
            found.setdefault(last, {})[".".join([*parts[:end - 1], last])] = None
    return {last: list(names) for last, names in found.items()}


class Place(NamedTuple):
    """A declared value, the table it belongs to, the class that declares it, and its name by that class."""

    row: Row
    table: type[BaseModel]
    owner: type
    home: str


def _walk(model: type[BaseModel], prefix: str, defaults: BaseModel | None) -> Iterator[Place]:
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
            owner = next(c for c in model.__mro__ if key in get_annotations(c))
            home = name if owner is model else KIND.sub("[].", prefix) + key
            yield Place(_row(name, field, default), model, owner, home)
        if is_list(field.annotation):
            yield from _walk_elements(name, element_of(field.annotation))


def _walk_elements(name: str, element: Any) -> Iterator[Place]:
    table = table_of(element)
    if table is not None:
        yield from _walk(table, f"{name}[].", None)
    for kind, model in kinds_of(element).items():
        yield from _walk(model, f"{name}[{kind}].", None)


def _row(name: str, field: FieldInfo, default: Any) -> Row:
    details = details_of(field)
    required = default is PydanticUndefined
    return Row(
        name, field.title or "", field.description or "", str(details.get("unit", "")), None if required else default,
        *bounds_of(field), *plausible_of(field), str(details.get("source", "")), str(details.get("basis", "")),
        bool(details.get("structural", False)), tuple(details.get("claims", ())), required,
    )
