"""Cases with a name, one key away: the ready scenarios, and what one would like to ask of the present one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sim.app.state.case import Case, first_case
from sim.app.state.change import Changed, checked, mixed
from sim.app.state.notes import Note
from sim.scenario import ready
from sim.scenario.measures import HireSellers
from sim.words.catalogue import Language, say
from sim.words.named import scenario_words

LEARNING = 0.85
"""Error culture where errors are learnt from."""
RESISTANT = 0.7
"""Resistance of opinion leaders who hold against the change."""
BASE = "base"


def presets(case: Case, lang: Language) -> list[dict[str, Any]]:
    """Return the presets of this case: key, group (``what_if`` or ``ready``), title, what it does, if it is shown."""
    asked = [{"key": key, "group": "what_if", "title": say(lang, f"drawer.preset.{key}.title"),
              "about": say(lang, f"drawer.preset.{key}.about"), "active": what(case) == case}
             for key, what in WHAT_IF.items() if key in names(case)]
    there = [{"key": name, "group": "ready", "title": scenario_words(lang, ready.ready(name).title),
              "about": scenario_words(lang, ready.ready(name).description),
              "active": not case.own and case.base == name} for name in ready.names()]
    return [*asked, *there]


def names(case: Case) -> tuple[str, ...]:
    """Return the keys of the questions, in the order of the keys on the keyboard."""
    return tuple(key for key in WHAT_IF if key != "fewer_sellers" or WHAT_IF[key](case).changes)


def preset(case: Case, key: str) -> Changed:
    """Return the case of that preset, with seed and, as far as they are there, strategies of the present one."""
    if key in WHAT_IF:
        return checked(case, WHAT_IF[key](case))
    if key not in ready.names():
        return case, [Note("levers.note.unknown", {"name": key[:60]})]
    new = first_case(key)
    return Case(new.base, {}, case.seed, new.pair).between(*case.pair), []


def _learning(case: Case) -> Case:
    return case.at_base().with_values({"framework.error_culture": LEARNING})


def _team(case: Case) -> Case:
    return case.at_base().with_values(mixed(case, "team") or {})


def _resistance(case: Case) -> Case:
    return case.at_base().with_values({"framework.opinion_leader_resistance": RESISTANT})


def _fewer_sellers(case: Case) -> Case:
    """Half of the positions, in both programmes."""
    base = case.at_base()
    scenario = base.scenario()
    found = {f"strategies[{name}].measures[{index}].sellers": max(1, measure.sellers // 2)
             for name in dict.fromkeys(case.pair)
             for index, measure in enumerate(scenario.strategy(name).measures) if isinstance(measure, HireSellers)}
    return base.with_values(found)


WHAT_IF: dict[str, Callable[[Case], Case]] = {
    BASE: Case.at_base, "learning": _learning, "team_bonus": _team, "resistance": _resistance,
    "fewer_sellers": _fewer_sellers}
"""The questions, in the order of their keys."""
