"""Worlds with a name, one key away: the ready scenarios, and what one would like to ask of the present one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sim.app.state import ready
from sim.app.state.bonus import mixed
from sim.app.state.change import Changed, checked
from sim.app.state.notes import Note
from sim.app.state.world import World, first_world
from sim.app.words.catalogue import Language, say
from sim.app.words.named import scenario_words
from sim.scenario.measures import HireSellers

LEARNING = 0.85
"""Error culture where errors are learnt from."""
RESISTANT = 0.7
"""Resistance of opinion leaders who hold against the change."""
BASE = "base"


def presets(world: World, lang: Language) -> list[dict[str, Any]]:
    """Return the presets of this world: key, group (``what_if`` or ``ready``), title, what it does, if it is shown."""
    asked = [{"key": key, "group": "what_if", "title": say(lang, f"drawer.preset.{key}.title"),
              "about": say(lang, f"drawer.preset.{key}.about"), "active": what(world) == world}
             for key, what in WHAT_IF.items() if key in names(world)]
    there = [{"key": name, "group": "ready", "title": scenario_words(lang, ready.ready(name).title),
              "about": scenario_words(lang, ready.ready(name).description),
              "active": not world.own and world.base == name} for name in ready.names()]
    return [*asked, *there]


def names(world: World) -> tuple[str, ...]:
    """Return the keys of the questions, in the order of the keys on the keyboard."""
    return tuple(key for key in WHAT_IF if key != "fewer_sellers" or WHAT_IF[key](world).changes)


def preset(world: World, key: str) -> Changed:
    """Return the world of that preset, with seed and, as far as they are there, strategies of the present one."""
    if key in WHAT_IF:
        return checked(world, WHAT_IF[key](world))
    if key not in ready.names():
        return world, [Note("levers.note.unknown", {"name": key[:60]})]
    new = first_world(key)
    return World(new.base, {}, world.seed, new.pair).between(*world.pair), []


def _learning(world: World) -> World:
    return world.at_base().with_values({"framework.error_culture": LEARNING})


def _team(world: World) -> World:
    return world.at_base().with_values(mixed(world, "team") or {})


def _resistance(world: World) -> World:
    return world.at_base().with_values({"framework.opinion_leader_resistance": RESISTANT})


def _fewer_sellers(world: World) -> World:
    """Half of the positions, in both programmes."""
    base = world.at_base()
    scenario = base.scenario()
    found = {f"strategies[{name}].measures[{index}].sellers": max(1, measure.sellers // 2)
             for name in dict.fromkeys(world.pair)
             for index, measure in enumerate(scenario.strategy(name).measures) if isinstance(measure, HireSellers)}
    return base.with_values(found)


WHAT_IF: dict[str, Callable[[World], World]] = {
    BASE: World.at_base, "learning": _learning, "team_bonus": _team, "resistance": _resistance,
    "fewer_sellers": _fewer_sellers}
"""The questions, in the order of their keys."""
