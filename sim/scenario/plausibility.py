"""Warns of values that are allowed but that few practitioners would believe."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel

from sim.scenario.lookup import details_of, plausible_of
from sim.scenario.problems import Path


def warnings_of(scenario: BaseModel) -> list[tuple[Path, str]]:
    """Return the values outside their plausible range, each with its path; defaults never warn."""
    return list(_walk(scenario, ()))


def _walk(model: BaseModel, path: Path) -> Iterator[tuple[Path, str]]:
    for key, field in type(model).model_fields.items():
        value = getattr(model, key)
        here = (*path, key)
        if isinstance(value, BaseModel):
            yield from _walk(value, here)
        elif isinstance(value, tuple):
            for index, item in enumerate(value):
                if isinstance(item, BaseModel):
                    yield from _walk(item, (*here, index))
        elif isinstance(value, int | float) and value != field.default:
            low, high = plausible_of(field)
            if low is not None and high is not None and not low <= value <= high:
                unit = details_of(field).get("unit", "")
                named = "" if unit in ("", "0-1") else f" ({unit})"
                yield here, f"{value:g} is allowed but unusual; plausible is {low:g} to {high:g}{named}"
