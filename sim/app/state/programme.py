"""The two programmes as the timeline wants them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from sim.app.state.declared import declared
from sim.app.state.world import World
from sim.app.words.catalogue import Language, say
from sim.app.words.named import scenario_words, strategy_title
from sim.app.words.numbers import percent
from sim.app.words.values import choice_title, label_of, measure_about, measure_title
from sim.scenario.lookup import choices_of, details_of, table_of
from sim.scenario.measures import MEASURES, HireSellers, MeasureBase, PeopleMeasure
from sim.scenario.strategy import CARRY_ON, Strategy

Payload = dict[str, Any]


def programme(world: World, lang: Language) -> list[Payload]:
    """Return both programmes: their measures with dates, dose and what is special, the shocks and the horizon."""
    scenario, base = world.scenario(), world.base_scenario()
    shocks = [{"label": scenario_words(lang, shock.label), "quarter": shock.quarter, "quarters": shock.quarters}
              for shock in scenario.market.shocks]
    return [{
        "side": side, "name": name, "label": strategy_title(lang, scenario, name),
        "fixed": name == CARRY_ON,
        "measures": _measures(scenario.strategy(name), base.strategy(name), lang),
        "changed": any(key.startswith(f"strategies[{name}].measures") for key in world.changes),
        "horizon": scenario.quarters, "shocks": shocks,
    } for side, name in zip(("left", "right"), world.pair, strict=True)]


def kinds(lang: Language) -> list[Payload]:
    """Return the kinds of measures that can be added, in the order of their titles."""
    found = [{"kind": kind, "title": measure_title(lang, kind), "about": measure_about(lang, kind)}
             for kind in MEASURES]
    return sorted(found, key=lambda one: one["title"].casefold())


def _measures(strategy: Strategy, base: Strategy, lang: Language) -> list[Payload]:
    known = list(base.measures)
    return [{
        "index": index, "kind": measure.kind, "title": measure_title(lang, measure.kind), "start": measure.start,
        "quarters": measure.quarters, "dose": measure.dose, "detail": detail_of(measure, lang),
        "stays": isinstance(measure, HireSellers), "changed": not _taken(known, measure),
    } for index, measure in enumerate(strategy.measures)]


def _taken(known: list[Any], measure: MeasureBase) -> bool:
    """Whether the base has such a measure, each of its own counted once."""
    if measure in known:
        known.remove(measure)
        return True
    return False


def detail_of(measure: MeasureBase, lang: Language) -> str:
    """Return what is special about a measure, in a few words; empty where it is the usual one."""
    words = [say(lang, "programme.positions", n=round(measure.sellers * measure.dose))] \
        if isinstance(measure, HireSellers) else []
    whom = ("target",) if isinstance(measure, PeopleMeasure) and measure.target != "all" else ()
    return ", ".join([*words, *(_told(measure, field, lang) for field in (*measure.told, *whom))])


def _told(measure: Any, field: str, lang: Language) -> str:
    """One value of a measure: a choice in its words, a share with its name."""
    owner, (*above, last) = measure, field.split(".")
    for part in above:
        owner = getattr(owner, part)
    declaration, value = type(owner).model_fields[last], getattr(owner, last)
    if choices_of(declaration.annotation):
        return choice_title(lang, details_of(declaration), value)
    return f"{label_of(lang, f'strategies[].measures[{measure.kind}].{field}')} {percent(lang, value)}"


def fields_of(world: World, side: int) -> list[tuple[str, list[str]]]:
    """Return, for every measure of a side (0 left, 1 right), its kind and the dotted keys of all its values."""
    name = world.pair[side]
    scenario = world.scenario()
    found: list[tuple[str, list[str]]] = []
    for index, measure in enumerate(scenario.strategy(name).measures):
        lead = f"strategies[{name}].measures[{index}]"
        keys = [f"{lead}.{key}" for key in _fields(type(measure))]
        found.append((measure.kind, [key for key in keys if declared(scenario, key) is not None]))
    return found


def _fields(table: type[BaseModel]) -> Iterator[str]:
    """The dotted names of the values of a table, those of the tables inside it too."""
    for key, field in table.model_fields.items():
        inner = table_of(field.annotation)
        yield from (key,) if inner is None else (f"{key}.{below}" for below in _fields(inner))
