"""Turns what the validator reports into plain words for the author of a scenario."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from itertools import takewhile
from typing import Any

from pydantic import BaseModel

from sim.scenario.lookup import (
    Spot,
    bare_type,
    bounds_of,
    choices_of,
    details_of,
    is_list,
    kinds_of,
    leaf_names,
    locate,
    table_of,
)
from sim.scenario.problems import Path, nearest, printable

MANY = 12
FEW_KINDS = 3
"""Kinds of a measure that a message names; what more have is common to most."""
BRACKETS = re.compile(r"\[\w*\]")
NAME_RULE = "use a lower-case letter first, then lower-case letters, digits and _, at most 40 in all"
RANGE_ERRORS = ("greater_than_equal", "less_than_equal", "greater_than", "less_than", "finite_number")


def explain(error: Mapping[str, Any], root: type[BaseModel]) -> tuple[Path, str]:
    """Path in the file and plain message for one error of the validator.

    Parameters
    ----------
    error : one element of ``ValidationError.errors()``.
    root : the model that was validated.
    """
    spot = locate(root, error["loc"])
    kind = error["type"]
    if kind == "extra_forbidden":
        return spot.path, _unknown_key(spot, root)
    if kind == "missing":
        return spot.path, f"is missing; {_wanted(spot)} is needed{_meaning(spot)}"
    if kind in ("union_tag_invalid", "union_tag_not_found"):
        return (*spot.path, "kind"), _unknown_kind(spot, error["input"])
    if kind == "literal_error":
        return spot.path, _not_a_choice(spot, error["input"])
    if kind == "string_pattern_mismatch" and spot.path[-1] == "name":
        return spot.path, f"{shown(error['input'])} cannot be a name; {NAME_RULE}"
    if kind == "value_error":
        return spot.path, str(error["ctx"]["error"])
    return spot.path, _misfit(spot, error)


def shown(value: object) -> str:
    """Show a value as its author would recognise it, never longer than a phrase."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f"'{printable(value if len(value) <= 40 else value[:37] + '...')}'"
    if isinstance(value, int | float):
        # A whole number beyond 64 bits is a slip or an attack; Python may even refuse to print it.
        return f"{value:.15g}" if isinstance(value, float) else str(value) if abs(value) < 2**63 else "a huge number"
    return _type_name(value)


def allowed_range(spot: Spot) -> str:
    """Say what is allowed, with the unit; empty where the declaration sets no limits."""
    if spot.field is None:
        return ""
    low, high = bounds_of(spot.field)
    unit = str(details_of(spot.field).get("unit", ""))
    unit = "" if unit in ("0-1", "text", "choice", "") else f" ({unit})"
    if low is None or high is None:
        return unit
    return f" from {shown(low)} to {shown(high)}{unit}"


def did_you_mean(word: object, known: list[str]) -> str:
    """Offer the nearest known word, or name them all if they are few."""
    guess = nearest(word, known)
    if guess:
        return f"; did you mean '{guess}'?"
    return f"; allowed: {', '.join(known)}" if len(known) <= MANY else ""


def _misfit(spot: Spot, error: Mapping[str, Any]) -> str:
    value = error["input"]
    if error["type"] in RANGE_ERRORS:
        return f"is {shown(value)}; allowed is {_wanted(spot)}"
    if error["type"].endswith("_type") or error["type"] in ("int_from_float", "tuple_type"):
        given = shown(value) if isinstance(value, int | float) else f"{_type_name(value)} {shown(value)}" \
            if isinstance(value, str) else _type_name(value)
        return f"is {given}; {_wanted(spot)} is needed"
    return f"{printable(str(error['msg']))}; {_wanted(spot)} is needed"


def _wanted(spot: Spot) -> str:
    annotation = spot.annotation
    if table_of(annotation) or kinds_of(annotation):
        return "a table"
    if is_list(annotation):
        return "a list"
    choices = choices_of(annotation)
    if choices:
        return "one of " + ", ".join(map(str, choices))
    words = {bool: "true or false", int: "a whole number", float: "a number", str: "text in quotes"}
    return words.get(bare_type(annotation), "another value") + allowed_range(spot)


def _meaning(spot: Spot) -> str:
    meaning = spot.field.description if spot.field is not None else None
    return f" ({meaning.rstrip('.')})" if meaning else ""


def _unknown_key(spot: Spot, root: type[BaseModel]) -> str:
    """Offer what is spelt alike here, and where the very word is known."""
    key, here = str(spot.path[-1]), _table_name(spot)
    known = list(spot.owner.model_fields) if spot.owner is not None else []
    homes = sorted(leaf_names(root).get(key, []), key=lambda name: -_shared(here, name))
    near = nearest(key, known)
    best = homes[0].removeprefix(f"{here}.") if homes else key
    offers = [near] if near else []
    offers += [best] if best != key and "[" not in best else []
    if offers:
        return "is not known here; did you mean " + " or ".join(f"'{name}'" for name in offers) + "?"
    if homes:
        return f"is not known here; '{key}' belongs to {_places(homes)}{did_you_mean(key, known)}"
    return f"is not known here{did_you_mean(key, known)}"


def _table_name(spot: Spot) -> str:
    """The table in which a path ends, as `sim.scenario.lookup.Row` names it."""
    kind = spot.owner.model_fields.get("kind") if spot.owner is not None else None
    word = choices_of(kind.annotation)[0] if kind is not None else ""
    text = "".join("[]" if isinstance(part, int) else f".{part}" for part in spot.path[:-1]).removeprefix(".")
    return f"{text[:-2]}[{word}]" if text.endswith("[]") else text


def _shared(one: str, other: str) -> int:
    """How many tables two names have in common, from the top on."""
    pairs = zip(*(BRACKETS.sub("", name).split(".") for name in (one, other)), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _places(names: list[str]) -> str:
    """Where keys of these names stand in a file, in words of TOML: at most two places."""
    kinds: dict[str, list[str]] = {}
    for name in names:
        table = name.rpartition(".")[0]
        place, in_list = BRACKETS.sub("", table), table.endswith("]")
        text = f"[[{place}]]" if in_list else f"[{place}]" if place else "the top of the file"
        kind = table[table.rfind("[") + 1:-1] if in_list else ""
        kinds.setdefault(text, []).extend([kind] if kind else [])
    told = [f"{place} of kind {' or '.join(of)}" if 0 < len(of) <= FEW_KINDS else place for place, of in kinds.items()]
    return " or ".join(told[:2])


def _unknown_kind(spot: Spot, given: object) -> str:
    kinds = list(kinds_of(spot.annotation))
    if not isinstance(given, Mapping) or "kind" not in given:
        return f"is missing; one of {', '.join(kinds)} is needed"
    kind = given["kind"]
    return f"{shown(kind)} is no kind of measure; allowed: {', '.join(kinds)}{_guess(kind, kinds)}"


def _not_a_choice(spot: Spot, given: object) -> str:
    choices = [str(c) for c in choices_of(spot.annotation)]
    return f"is {shown(given)}; allowed: {', '.join(choices)}{_guess(given, choices)}"


def _guess(word: object, known: list[str]) -> str:
    guess = nearest(word, known) if isinstance(word, str) else None
    return f"; did you mean '{guess}'?" if guess else ""


def _type_name(value: object) -> str:
    names: dict[type, str] = {bool: "true or false", str: "text", int: "a whole number", float: "a number",
                              datetime.time: "a time", datetime.datetime: "a date", datetime.date: "a date"}
    for kind, name in names.items():
        if isinstance(value, kind):
            return name
    return "a list" if isinstance(value, list | tuple) else "a table"
