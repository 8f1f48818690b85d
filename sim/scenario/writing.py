"""Writes scenarios as TOML: a commented template with example strategies, and resolved ones for manifests."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from sim.scenario.lookup import bounds_of, choices_of, details_of, element_of, is_list, kinds_of, plausible_of, table_of
from sim.scenario.measures import MEASURES, Coaching, MeasureBase, PeopleMeasure
from sim.scenario.problems import BARE_KEY
from sim.scenario.schema import Scenario

# --- strategies of a new scenario file -------------------------------------------------------------------------------

EXAMPLE_STRATEGIES = """
[[strategies]]
name = "small_steps"
label = "Small steps"
description = "The usual mixture: a little training each year and a reminder in the meetings."

[[strategies.measures]]
kind = "training"
start = 2
quarters = 2
dose = 0.3

[[strategies.measures]]
kind = "appeals"
start = 5
quarters = 4
dose = 0.3

[[strategies]]
name = "transform_everyone"
label = "Transform everyone"
description = "Training, coaching, targets and another bonus for the whole force."

[[strategies.measures]]
kind = "training"
start = 2
quarters = 2

[[strategies.measures]]
kind = "coaching"
start = 3
quarters = 4
by = "professional"
skill = 0.75

[[strategies.measures]]
kind = "targets"
start = 3
quarters = 12
pressure = 0.3

[[strategies.measures]]
kind = "bonus_change"
start = 5
quarters = 12
bonus = { individual = 0.7, team = 0.2, company = 0.1, variable_share = 0.25, new_business_share = 0.6 }

[[strategies]]
name = "add_sellers"
label = "Add sellers"
description = "Dedicated sellers win new customers and hand them to the advisors."

[[strategies.measures]]
kind = "hire_sellers"
start = 2
sellers = 8

[[strategies.measures]]
kind = "guidelines"
start = 2
quarters = 4
jointly = 0.8
dose = 0.5

[[strategies.measures]]
kind = "training"
start = 4
quarters = 2
target = "sellers"
"""
WIDTH = 110
HEAD = """\
A scenario for salesshift: one organisation, its surroundings, and the strategies to compare.

Every value stands here with its default; delete what you do not change. Each comment says what the
value means, its unit, what is allowed, what is plausible, and where the default comes from:
verified (seen in the source), second-hand, recalled, fitted (calibrated to published patterns),
assumption (no source), or input (a fact of your organisation, to be filled in by you).
Check the file with: salesshift check FILE
"""


def to_toml(scenario: Scenario) -> str:
    """Write the whole scenario with every value written out; `load_text` gives an equal one back."""
    return "\n".join(_lines(scenario, "", commented=False)).strip() + "\n"


def starter_text() -> str:
    """Write a commented scenario to start from: all defaults, and three strategies as examples."""
    lines = [*_comment(HEAD), *_lines(Scenario(), "", commented=True)]
    return "\n".join([*lines, "", *_vocabulary(), "", EXAMPLE_STRATEGIES.strip(), ""])


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of a scenario, for editors that check and complete TOML files."""
    schema = Scenario.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": "salesshift scenario"}


def toml_value(value: Any) -> str:
    """Write one plain value, or a list of them, as TOML."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        # TOML's escapes are those of JSON, except that it also wants DEL escaped.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(toml_value, value))}]"
    return repr(value)


def _lines(model: BaseModel, prefix: str, *, commented: bool) -> Iterator[str]:
    """Plain values first, as TOML demands, then the tables."""
    fields = type(model).model_fields
    values = {key: getattr(model, key) for key in fields if not _is_idle(model, key)}
    later = [key for key, value in values.items()
             if _is_table(value) or (commented and is_list(fields[key].annotation))]
    for key, value in values.items():
        if key not in later:
            if commented:
                yield from ("", *_explained(fields[key]))
            yield from _value_lines(_key(key), value)
    for key in later:
        yield from _table_lines(fields[key], values[key], f"{prefix}{_key(key)}", commented=commented)


def _value_lines(key: str, value: Any) -> Iterator[str]:
    """On one line where it is short; long lists, and lists of lists, over as many as they need."""
    line = f"{key} = {toml_value(value)}"
    if not isinstance(value, tuple) or len(line) <= WIDTH:
        yield line
        return
    yield f"{key} = ["
    if isinstance(value[0], tuple):
        for item in value:
            yield from ("  [", *_packed(item, "    "), "  ],")
    else:
        yield from _packed(value, "  ")
    yield "]"


def _packed(items: Sequence[Any], indent: str) -> Iterator[str]:
    """The items with commas, as many on a line as it holds."""
    line = indent
    for item in items:
        text = f"{toml_value(item)}, "
        if len(line) + len(text) > WIDTH and line != indent:
            yield line.rstrip()
            line = indent
        line += text
    yield line.rstrip()


def _table_lines(field: FieldInfo, value: Any, name: str, *, commented: bool) -> Iterator[str]:
    if isinstance(value, BaseModel):
        yield ""
        if commented:
            yield from _comment(f"{'=' * 20} {name}: {_first_line(type(value))}")
        yield f"[{name}]"
        yield from _lines(value, f"{name}.", commented=commented)
    elif commented:
        # Of lists the starter only shows how an element looks; the strategies have examples of their own.
        table = table_of(element_of(field.annotation))
        if table is not None and not _holds_kinds(table):
            yield from ("", *_comment(f"{'=' * 20} {name}, as many as you like: {_first_line(table)}"))
            yield from _sample(table, name)
    else:
        for item in value:
            yield from ("", f"[[{name}]]", *_lines(item, f"{name}.", commented=False))


def _sample(table: type[BaseModel], name: str) -> Iterator[str]:
    yield f"# [[{name}]]"
    for key, field in table.model_fields.items():
        low = bounds_of(field)[0]
        yield from _explained(field, indent="#   ")
        yield f"# {key} = {toml_value(low if field.is_required() else field.default)}"


def _vocabulary() -> Iterator[str]:
    yield from _comment(f"{'=' * 20} strategies: named sets of dated measures")
    yield from _comment("The strategy 'carry_on', without measures, is always there. What each measure has:")
    for key, field in MeasureBase.model_fields.items():
        yield from _item(key, field)
    yield from _comment("Measures on people (marked *) also have:")
    yield from _item("target", PeopleMeasure.model_fields["target"])
    yield from _comment("The kinds of measures and what each has of its own:")
    for kind, model in MEASURES.items():
        mark = "*" if issubclass(model, PeopleMeasure) else ""
        yield from _comment(f"{kind}{mark}: {_first_line(model)}", indent="#   ")
        for key, field in model.model_fields.items():
            if key != "kind" and key not in PeopleMeasure.model_fields:
                yield from _item(key, field, indent="#       ")


def _item(key: str, field: FieldInfo, indent: str = "#     ") -> Iterator[str]:
    default = "" if field.is_required() or isinstance(field.default, BaseModel) else f" = {toml_value(field.default)}"
    yield from _comment(f"{key}{default}: {field.description or 'a table'} [{_facts(field)}]".replace(" []", ""),
                        indent=indent)


def _explained(field: FieldInfo, indent: str = "# ") -> Iterator[str]:
    yield from _comment(field.description or "", indent=indent)
    yield from _comment(_facts(field), indent=f"{indent}  ")


def _facts(field: FieldInfo) -> str:
    details = details_of(field)
    low, high = bounds_of(field)
    soft_low, soft_high = plausible_of(field)
    choices = choices_of(field.annotation)
    facts = [
        str(details.get("unit", "")) if not choices else "one of " + ", ".join(map(str, choices)),
        f"allowed {low:.12g} to {high:.12g}" if low is not None and high is not None else "",
        f"plausible {soft_low:.12g} to {soft_high:.12g}" if soft_low is not None and soft_high is not None else "",
        f"source: {details['source']} ({details['basis']})" if details.get("source") not in (None, "input") else "",
    ]
    return "; ".join(fact for fact in facts if fact)


def _comment(text: str, indent: str = "# ") -> Iterator[str]:
    for line in text.strip().splitlines():
        wrapped = textwrap.wrap(line, WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)
        yield from wrapped or [indent.rstrip()]


def _first_line(model: type[BaseModel]) -> str:
    return (model.__doc__ or "").strip().splitlines()[0]


def _is_idle(model: BaseModel, key: str) -> bool:
    """Whether the value is missing, or has no meaning beside the others, so that a file must not give it."""
    return (isinstance(model, Coaching) and model.by == "manager" and key == "skill") or getattr(model, key) is None


def _is_table(value: object) -> bool:
    first = value[0] if isinstance(value, tuple) and value else value
    return isinstance(first, BaseModel)


def _holds_kinds(table: type[BaseModel]) -> bool:
    return any(kinds_of(element_of(f.annotation)) for f in table.model_fields.values())


def _key(key: str) -> str:
    return key if BARE_KEY.fullmatch(key) else toml_value(key)
