"""What stands on each sheet of the workbook, as plain tables that know the formats of their columns."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from sim.app.exports.naming import field_title, label_of_outcome
from sim.app.exports.results import Results
from sim.comparison.course import COURSES
from sim.comparison.measures_of_success import MEASURES
from sim.engine.outcomes import Number
from sim.scenario.catalogue import rows
from sim.scenario.lookup import Row
from sim.scenario.schema import Scenario
from sim.words.catalogue import Language, say
from sim.words.values import unit_title

Format = Number | Literal["text", "any"]
COURSE = ("strategy", "outcome", "unit", "quarter", "mean", "low", "high", "p10", "p50", "p90", "difference",
          "difference_low", "difference_high")
"""Columns of the course, as in `sim.comparison.course.COLUMNS` with the unit."""
COURSE_NUMBERS = COURSE[4:]
SUMMARY = ("npv", "gain", "base_gain", "programme_cost", "extra_cost", "customers_end", "leavers", "adoption_end",
           "goal_reached")
"""Columns of the summary that are measures of success."""
SUMMARY_MORE: tuple[tuple[str, str, Format], ...] = (
    ("npv_low", "low", "eur"), ("npv_high", "high", "eur"))
CHANCES: tuple[tuple[str, str, Format], ...] = (
    ("best", "best", "share"), ("ahead", "ahead", "share"), ("pays", "pays", "share"),
    ("break_even", "median_break_even", "quarter"), ("worst_tenth", "worst_tenth", "eur"), ("regret", "regret", "eur"))
"""Further columns: name in the summary, text, format."""


@dataclass(frozen=True)
class Sheet:
    """A table with a head.

    key : of its name. formats : one for each column; of columns with mixed units each cell has its own, in `units`.
    above : lines over the table, e.g. what it shows.
    """

    key: str
    head: tuple[str, ...]
    formats: tuple[Format, ...]
    rows: Sequence[tuple[Any, ...]]
    units: Sequence[Format] | None = None
    above: tuple[str, ...] = ()


def sheets_of(results: Results) -> list[Sheet]:
    """Every sheet in its order; money and measures only where the screen has them."""
    found = [_summary(results), _changes(results), _course(results), _runs(results)]
    if results.money:
        found.append(_money(results))
    if results.programme:
        found.append(_measures(results))
    return [*found, _values(results), _about(results)]


def course_rows(results: Results) -> Iterator[tuple[Any, ...]]:
    """The course as it is written: names for people, one row per strategy, outcome and quarter."""
    lang, frame = results.lang, results.comparison.quarters
    selling = results.comparison.scenario.behaviour.is_selling
    for row in frame.to_dict("records"):
        outcome = COURSES[str(row["outcome"])]
        yield (results.named(str(row["strategy"])), label_of_outcome(lang, outcome, selling=selling),
               say(lang, f"exports.unit.{outcome.number}"), int(row["quarter"]),
               *(known(row[name]) for name in COURSE_NUMBERS))


def known(value: Any) -> Any:
    """A number as Python's own; None where it is not known."""
    if isinstance(value, np.generic):
        value = value.item()
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _head(lang: Language, names: Sequence[str]) -> tuple[str, ...]:
    return tuple(say(lang, f"exports.head.{name}") for name in names)


def _summary(results: Results) -> Sheet:
    lang, frame = results.lang, results.comparison.summary()
    measures = [(name, label_of_outcome(lang, MEASURES[name]), MEASURES[name].number) for name in SUMMARY]
    bounds = [(name, f"{label_of_outcome(lang, MEASURES['npv'])}: {say(lang, f'exports.head.{key}')}", form)
              for name, key, form in SUMMARY_MORE]
    chances = [(name, say(lang, f"exports.text.{key}"), form) for name, key, form in CHANCES]
    columns = [measures[0], *bounds, *measures[1:], *chances]
    body = [(results.named(str(name)), *(known(row[column]) for column, _, _ in columns))
            for name, row in zip(frame.index, frame.to_dict("records"), strict=True)]
    above = tuple(filter(None, (results.title, results.question, results.answer,
                                say(lang, "exports.text.model"))))
    return Sheet("summary", (*_head(lang, ("strategy",)), *(title for _, title, _ in columns)),
                 ("text", *(form for _, _, form in columns)), body, above=above)


def _changes(results: Results) -> Sheet:
    lang, declared = results.lang, _declared()
    body = [(field_title(lang, name), before, now, _unit_of(lang, declared, name), _source_of(declared, name), name)
            for name, before, now in results.changed]
    above = (results.ready_title, *(() if body else (say(lang, "exports.text.unchanged"),)))
    return Sheet("scenario", _head(lang, ("title", "before", "now", "unit", "source", "name")),
                 ("text", "any", "any", "text", "text", "text"), body, above=above)


def _values(results: Results) -> Sheet:
    """Every value of the case with unit and source: the assumptions."""
    lang, declared = results.lang, _declared()
    body = [(field_title(lang, name), value, _unit_of(lang, declared, name), _source_of(declared, name), name)
            for name, value in flat(results.comparison.scenario)]
    return Sheet("values", _head(lang, ("title", "value", "unit", "source", "name")),
                 ("text", "any", "text", "text", "text"), body)


def _course(results: Results) -> Sheet:
    units: list[Format] = [COURSES[str(name)].number for name in results.comparison.quarters["outcome"]]
    numbers: list[Format] = ["any"] * len(COURSE_NUMBERS)
    return Sheet("course", _head(results.lang, COURSE), ("text", "text", "text", "quarter", *numbers),
                 list(course_rows(results)), units=units)


def _runs(results: Results) -> Sheet:
    lang = results.lang
    body = []
    for strategy, own in results.comparison.success.items():
        columns = [getattr(own, name).tolist() for name in MEASURES]
        title = results.named(strategy)
        body += [(title, k, *(known(value) for value in row)) for k, row in enumerate(zip(*columns, strict=True))]
    titles = (label_of_outcome(lang, measure) for measure in MEASURES.values())
    return Sheet("runs", (*_head(lang, ("strategy", "run")), *titles),
                 ("text", "quarter", *(measure.number for measure in MEASURES.values())), body,
                 above=(say(lang, "exports.text.future_numbers"),))


def _money(results: Results) -> Sheet:
    lang, total = results.lang, say(results.lang, "exports.head.total")
    body: list[tuple[Any, ...]] = []
    for side in results.money:
        body += [(side["label"], part["title"], known(part["value"])) for part in side["parts"]]
        body.append((side["label"], total, known(side["total"])))
    return Sheet("money", (*_head(lang, ("strategy", "part")), say(lang, "exports.unit.eur")),
                 ("text", "text", "eur"), body, above=(say(lang, "exports.text.money_note"),))


def _measures(results: Results) -> Sheet:
    lang = results.lang
    said = {True: say(lang, "exports.text.yes"), False: say(lang, "exports.text.no")}
    body = [(side["label"], one["title"], one["start"], one.get("quarters"), one.get("dose"), one.get("detail", ""),
             said[bool(one.get("changed"))]) for side in results.programme for one in side["measures"]]
    return Sheet("measures", _head(lang, ("strategy", "measure", "start", "quarters", "dose", "detail", "changed")),
                 ("text", "text", "quarter", "quarter", "any", "text", "text"), body)


def _about(results: Results) -> Sheet:
    lang = results.lang
    body = [(say(lang, f"exports.entry.{key}"), value) for key, value in results.provenance()]
    return Sheet("about", _head(lang, ("key", "value")), ("text", "any"), body)


def flat(scenario: Scenario) -> Iterator[tuple[str, Any]]:
    """Every single value of a scenario by its dotted name; strategies are on a sheet of their own."""
    def walk(node: Any, lead: str) -> Iterator[tuple[str, Any]]:
        for key, value in node.items():
            if isinstance(value, Mapping):
                yield from walk(value, f"{lead}{key}.")
            elif not isinstance(value, list | tuple):
                yield f"{lead}{key}", value
    tables = scenario.model_dump(mode="json", exclude={"strategies", "posterior", "title", "description"})
    return walk(tables, "")


def _declared() -> dict[str, Row]:
    return {row.name: row for row in rows()}


def _unit_of(lang: Language, declared: Mapping[str, Row], name: str) -> str:
    return unit_title(lang, declared[name].unit) if name in declared else ""


def _source_of(declared: Mapping[str, Row], name: str) -> str:
    return declared[name].source if name in declared else ""
