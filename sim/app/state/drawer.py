"""All values of the case, one click behind: grouped, with range, source and whether they are changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sim.app.state.case import Case
from sim.app.state.declared import Declared, declared
from sim.app.state.levers import group_of
from sim.app.state.programme import fields_of
from sim.scenario.catalogue import rows
from sim.scenario.schema import Scenario
from sim.scenario.strategy import CARRY_ON
from sim.words.catalogue import Language, say
from sim.words.named import strategy_title
from sim.words.values import about_of, choice_title, label_of, measure_title, section_title, unit_title

Payload = dict[str, Any]
FINE = 100
"""Steps of a slider over the plausible range."""


def drawer(case: Case, lang: Language, query: str = "") -> Payload:
    """Return all values of the case in groups, those of the programmes first; with a query only what it finds.

    Returns
    -------
    ``{"groups": [{"key", "title", "kind", "changed", "rows": [...]}], "n": values, "changed": changed values}``.
    """
    scenario, base = case.scenario(), case.base_scenario()
    groups = []
    for key, title, keys in _groups(case, lang):
        found = [_row(spot, base, lang) for name in keys if (spot := declared(scenario, name)) is not None]
        listed = [row for row in found if _matches(row, title, query)]
        if listed:
            kind = group_of(listed[0]["field"])
            groups.append({"key": key, "title": title, "kind": kind, "rows": listed,
                           "changed": sum(row["changed"] for row in listed)})
    return {"groups": groups, "n": sum(len(group["rows"]) for group in groups),
            "changed": sum(group["changed"] for group in groups)}


def _groups(case: Case, lang: Language) -> Iterator[tuple[str, str, list[str]]]:
    scenario = case.scenario()
    for side, name in enumerate(dict.fromkeys(case.pair)):
        if name == CARRY_ON:
            continue
        title = strategy_title(lang, scenario, name)
        for index, (kind, keys) in enumerate(fields_of(case, side)):
            measure = say(lang, "drawer.measure", strategy=title, measure=measure_title(lang, kind))
            yield f"{name}.{index}", measure, keys
    for family in dict.fromkeys(row.family for row in rows()):
        if family.startswith("strategies"):
            continue
        names = [row.name for row in rows() if row.family == family]
        title = section_title(lang, family)
        if family == "market.shocks[]":
            for index in range(len(scenario.market.shocks)):
                yield f"{family}{index}", f"{title} {index + 1}", [n.replace("[]", f"[{index}]") for n in names]
        else:
            yield family or "scenario", title, names


def _row(spot: Declared, base: Scenario, lang: Language) -> Payload:
    at_base = declared(base, spot.key)
    before = at_base.value if at_base is not None and at_base.row == spot.row else spot.value
    low, high = spot.bounds
    usual = spot.plausible
    unit = str(spot.details.get("unit", ""))
    return {
        "field": spot.key, "row": spot.row, "label": label_of(lang, spot.row), "value": spot.value, "base": before,
        "meaning": about_of(lang, spot.row),
        "kind": _kind(spot), "unit": unit_title(lang, unit), "low": low, "high": high,
        "usual": list(usual) if usual[0] is not None else None, "step": _step(spot),
        "choices": [{"value": word, "label": choice_title(lang, spot.details, word)} for word in spot.choices],
        "source": str(spot.details.get("source", "")), "claims": list(spot.details.get("claims", ())),
        "evidence": say(lang, f"levers.basis.{spot.details.get('basis', 'assumption')}"),
        "changed": spot.value != before,
    }


def _kind(spot: Declared) -> str:
    if spot.choices:
        return "choice"
    return "whole" if spot.field.annotation is int else "number" if spot.field.annotation is float else "text"


def _step(spot: Declared) -> float:
    """A step that crosses what is plausible in a hundred steps or fewer, and is a round number."""
    low, high = spot.plausible
    if spot.field.annotation is int or low is None or high is None or high <= low:
        return 1.0
    raw, power = (high - low) / FINE, 1.0
    while power > raw:
        power /= 10.0
    while power * 10.0 <= raw:
        power *= 10.0
    return float(f"{next(m * power for m in (1, 2, 5, 10) if m * power >= raw * (1 - 1e-9)):.6g}")


def _matches(row: Payload, title: str, query: str) -> bool:
    words = query.casefold().split()
    text = f"{row['label']} {row['meaning']} {row['field']} {title}".casefold()
    return all(word in text for word in words)
