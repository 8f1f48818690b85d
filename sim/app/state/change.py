"""Changes values of a world as a person asks for it: what is not allowed becomes allowed, and the page says so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.app.state.bonus import BONUS, PARTS, balanced, is_part, mixed
from sim.app.state.declared import LONGEST_KEY, Declared, declared, fitted
from sim.app.state.notes import Note
from sim.app.state.sound import sound
from sim.app.state.world import World, programme_key
from sim.scenario.problems import ScenarioError
from sim.scenario.schema import Scenario
from sim.scenario.strategy import CARRY_ON

Changed = tuple[World, list[Note]]
UNUSUAL = "levers.note.unusual"
"""Said when somebody moves a value there, not each time a link is opened."""
MOST_REASONS = 3
"""Reasons of a refusal that are told; one of them is usually enough."""


def change(world: World, field: str, value: Any) -> Changed:
    """Return the world with one value changed, and what there is to say about it.

    Parameters
    ----------
    field : dotted key of a declared value, or ``framework.bonus`` for the mix by one of its names.
    value : the wanted value; None puts the value of the base back.
    """
    if value is None:
        return _as_in_base(world, field)
    if field == BONUS:
        mix = mixed(world, value)
        return (world, [Note("levers.note.unusable", {"field": field})]) if mix is None else \
            checked(world, world.with_values(mix))
    spot = declared(world.scenario(), field)
    if spot is None:
        return world, [Note("levers.note.unknown", {"name": shown(field)})]
    fit, notes = fitted(spot, value)
    if fit is None:
        return world, notes
    found, more = checked(world, world.with_values(_wanted(world.scenario(), spot, fit)))
    return found, [*notes, *more]


def checked(before: World, after: World) -> Changed:
    """Return the world after a change if it goes together, else the one before and why."""
    try:
        after.scenario()
    except ScenarioError as error:
        reasons = "; ".join(problem.message for problem in error.problems[:MOST_REASONS])
        return before, [Note("levers.note.refused", {"reason": reasons})]
    return after, []


def restored(world: World, values: Mapping[str, Any]) -> Changed:
    """Return an unchanged world with changes that come from outside: what cannot stand is left out and told."""
    notes: list[Note] = []
    for key in [key for key in values if key == programme_key(key) != ""]:
        world, more = _with_programme(world, key, values[key])
        notes += more
    fits: dict[str, Any] = {}
    scenario = world.scenario()
    for key, value in values.items():
        if key == programme_key(key) != "":
            continue
        spot = declared(scenario, key)
        if spot is None:
            notes.append(Note("levers.note.unknown", {"name": shown(key)}))
            continue
        fit, more = fitted(spot, value)
        notes += [note for note in more if note.name != UNUSUAL]
        fits |= {} if fit is None else {spot.key: fit}
    whole, problems = checked(world, world.with_values(fits))
    return (whole, notes) if not problems else _one_by_one(world, fits, notes)


def _as_in_base(world: World, field: str) -> Changed:
    """Put the base's value back, of a part of a bonus with the other parts."""
    if field == BONUS:
        return checked(world, world.at_base(without=BONUS))
    spot = declared(world.base_scenario(), field)
    if spot is None:
        return world, [Note("levers.note.unknown", {"name": shown(field)})]
    above = spot.key.rpartition(".")[0]
    keys = [f"{above}.{part}" for part in PARTS] if is_part(spot.key) else [spot.key]
    found = {key: one.value for key in keys if (one := declared(world.base_scenario(), key)) is not None}
    return checked(world, world.with_values(found))


def shown(field: object) -> str:
    """A key as it may stand in a message: short and harmless."""
    return "".join(c if c.isprintable() else "?" for c in str(field)[:LONGEST_KEY // 3])


def _wanted(scenario: Scenario, spot: Declared, fit: Any) -> dict[str, Any]:
    """The value, and with a part of a bonus the other parts."""
    if not is_part(spot.key):
        return {spot.key: fit}
    above = spot.key.rpartition(".")[0]
    held = {part: found.value for part in PARTS
            if (found := declared(scenario, f"{above}.{part}")) is not None}
    return balanced(held, spot.key, fit)


def _with_programme(world: World, key: str, measures: Any) -> Changed:
    scenario = world.scenario()
    name = key.removeprefix("strategies[").removesuffix("].measures")
    if name == CARRY_ON or name not in {strategy.name for strategy in scenario.strategies}:
        return world, [Note("levers.note.unknown", {"name": shown(key)})]
    usable, notes = sound(measures, scenario.quarters)
    found, more = checked(world, world.with_values({key: usable}))
    return found, [*notes, *more]


def _one_by_one(world: World, fits: Mapping[str, Any], notes: list[Note]) -> Changed:
    """Take what goes together: the parts of one table at a time."""
    groups: dict[str, dict[str, Any]] = {}
    for key, fit in fits.items():
        groups.setdefault(key.rpartition(".")[0] if is_part(key) else key, {})[key] = fit
    for group in groups.values():
        world, more = checked(world, world.with_values(group))
        notes = [*notes, *more]
    return world, notes
