"""Makes a programme that comes from outside one that the schema allows: within its limits and its horizon."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.app.state.notes import Note
from sim.scenario.lookup import bounds_of, choices_of, table_of
from sim.scenario.measures import MEASURES

MOST_MEASURES = 40
"""Measures in a programme; more cannot be read on a screen."""
Table = dict[str, Any]


def valid_programme(measures: object, horizon: int) -> tuple[list[Table], list[Note]]:
    """Return the measures that are ones, with values inside their limits, and what had to be left out."""
    given = measures if isinstance(measures, list | tuple) else []
    whole = isinstance(measures, list | tuple) and len(given) <= MOST_MEASURES
    notes = [] if whole else [Note("levers.note.programme")]
    kept = []
    for measure in given[:MOST_MEASURES]:
        model = MEASURES.get(str(measure.get("kind"))) if isinstance(measure, Mapping) else None
        if model is None:
            notes.append(Note("levers.note.programme"))
            continue
        found = {"kind": measure["kind"], "start": 1, **_table(model, measure)}
        placed = within(found, horizon)
        notes += [Note("levers.note.measure", {"kind": found["kind"]})] if placed != dict(measure) else []
        kept.append(placed)
    return kept, notes


def within(measure: Mapping[str, Any], horizon: int) -> Table:
    """Return the measure moved and cut so that it begins and ends within the horizon."""
    start = min(max(1, measure["start"]), horizon)
    quarters = min(max(1, measure.get("quarters", 1)), horizon - start + 1)
    return {**measure, "start": start, **({"quarters": quarters} if quarters != measure.get("quarters", 1) or
                                          "quarters" in measure else {})}


def _table(model: Any, values: Mapping[str, Any]) -> Table:
    found = {}
    for key, field in model.model_fields.items():
        if key == "kind" or key not in values:
            continue
        inner = table_of(field.annotation)
        if inner is not None:
            value = _table(inner, values[key]) if isinstance(values[key], Mapping) else None
        else:
            value = _value(field, values[key])
        if value is not None:
            found[key] = value
    return found


def _value(field: Any, value: Any) -> Any:
    choices = choices_of(field.annotation)
    if choices:
        return value if value in choices else None
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
        return None
    low, high = bounds_of(field)
    limited = min(max(value, low if low is not None else value), high if high is not None else value)
    return round(limited) if field.annotation is int else limited
