"""The two programmes as the timeline wants them."""

from __future__ import annotations

from typing import Any

from sim.app.state.declared import declared
from sim.app.state.world import World
from sim.app.words.catalogue import Language, say
from sim.app.words.named import scenario_words, strategy_title
from sim.app.words.numbers import number, percent
from sim.scenario.contradictions import MEASURES
from sim.scenario.framework import Bonus
from sim.scenario.measures import (
    BonusChange,
    Coaching,
    HireSellers,
    MeasureBase,
    PeopleMeasure,
    Reorganisation,
    Targets,
)
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
    found = [{"kind": kind, "title": title_of(kind, lang), "about": say(lang, f"measures.{kind}.about")}
             for kind in MEASURES]
    return sorted(found, key=lambda one: one["title"].casefold())


def title_of(kind: str, lang: Language) -> str:
    """Return what a kind of measure is called."""
    return say(lang, f"measures.{kind}.label")


def _measures(strategy: Strategy, base: Strategy, lang: Language) -> list[Payload]:
    known = list(base.measures)
    return [{
        "index": index, "kind": measure.kind, "title": title_of(measure.kind, lang), "start": measure.start,
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
    words = []
    if isinstance(measure, HireSellers):
        words.append(say(lang, "programme.positions", n=round(measure.sellers * measure.dose)))
    if isinstance(measure, Coaching):
        words.append(say(lang, f"measures.choice.{measure.by}"))
    if isinstance(measure, PeopleMeasure) and measure.target != "all":
        words.append(say(lang, f"measures.choice.{measure.target}"))
    if isinstance(measure, Targets):
        words.append(say(lang, "programme.pressure", value=number(lang, 100.0 * measure.pressure)))
    if isinstance(measure, BonusChange):
        words.append(say(lang, "programme.bonus", value=percent(lang, measure.bonus.new_business_share)))
    if isinstance(measure, Reorganisation):
        words.append(say(lang, f"measures.choice.{measure.form}"))
    return ", ".join(words)


def fields_of(world: World, side: int) -> list[tuple[str, list[str]]]:
    """Return, for every measure of a side (0 left, 1 right), its kind and the dotted keys of all its values."""
    name = world.pair[side]
    scenario = world.scenario()
    found: list[tuple[str, list[str]]] = []
    for index, measure in enumerate(scenario.strategy(name).measures):
        lead = f"strategies[{name}].measures[{index}]"
        keys = [f"{lead}.{key}" for key in type(measure).model_fields]
        if isinstance(measure, BonusChange):
            keys += [f"{lead}.bonus.{key}" for key in Bonus.model_fields]
        found.append((measure.kind, [key for key in keys if declared(scenario, key) is not None]))
    return found
