"""Walks the schema, to find the declaration that a path of a scenario leads to."""

from __future__ import annotations

import typing
from collections.abc import Iterable
from dataclasses import dataclass
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from sim.scenario.problems import Path

Kinds = dict[str, type[BaseModel]]


@dataclass(frozen=True)
class Spot:
    """What the schema says about one path.

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
    """Return what the declaration says besides meaning, default and limits."""
    extra = field.json_schema_extra
    return typing.cast("dict[str, Any]", extra) if isinstance(extra, dict) else {}


def plausible_of(field: FieldInfo) -> tuple[float | None, float | None]:
    """Return the range in which practitioners would believe the value."""
    low, high = details_of(field).get("plausible") or (None, None)
    return low, high


def bare_type(annotation: Any) -> Any:
    """The type itself, without what is annotated to it and without the choice to be silent."""
    while get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    if get_origin(annotation) in (Union, UnionType):
        spoken = [a for a in get_args(annotation) if a is not type(None)]
        return bare_type(spoken[0]) if len(spoken) == 1 else annotation
    return annotation
