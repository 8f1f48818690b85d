"""Changes the programmes: moves, stretches, strengthens, removes and adds measures, and keeps them possible."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from sim.app.state.change import Changed, checked
from sim.app.state.notes import Note
from sim.app.state.sound import MOST_MEASURES, Table, within
from sim.app.state.world import World
from sim.scenario.contradictions import MEASURES, plain
from sim.scenario.measures import HireSellers, MeasureBase, Reorganisation
from sim.scenario.strategy import CARRY_ON

USUAL_QUARTERS = {"training": 2, "coaching": 4, "targets": 12, "bonus_change": 12, "recognition": 8, "rules": 12,
                  "reflection_meetings": 12, "error_culture_work": 8, "networking_time": 12, "replacement": 6}
"""How long an added measure lasts, where it is not the usual time."""
QUARTERS = 4
FIRST = 2
"""Quarter in which an added measure begins: one to prepare it."""
OPS = ("move", "resize", "dose", "remove", "add", "reset")
DIGITS = 4


def edited(world: World, action: Mapping[str, Any]) -> Changed:
    """Return the world with a programme changed as an action of the page asks.

    Parameters
    ----------
    action : ``op`` (one of `OPS`) and ``side``, with ``index`` of the measure and ``start``, ``quarters``, ``dose`` or
        ``kind``. What it lacks or what makes no sense changes nothing.
    """
    op, side = action.get("op"), action.get("side")
    if op not in OPS or side not in ("left", "right"):
        return world, []
    name = world.pair[0] if side == "left" else world.pair[1]
    if name == CARRY_ON:
        return world, [Note("programme.note.fixed")]
    if op == "reset":
        return checked(world, world.at_base(without=f"strategies[{name}].measures"))
    if op == "add":
        return _added(world, name, action.get("kind"))
    index = action.get("index")
    measures = world.scenario().strategy(name).measures
    if isinstance(index, bool) or not isinstance(index, int) or not 0 <= index < len(measures):
        return world, []
    if op == "remove":
        return _without(world, name, index)
    return _placed(world, name, index, WANTED[str(op)](world, measures[index], action))


def _placed(world: World, name: str, index: int, values: Table) -> Changed:
    measures = world.scenario().strategy(name).measures
    if values.get("dose") == 0.0 and _last_sellers(measures, index) and any(_for_sellers(m) for m in measures):
        world, notes = _without_followers(world, name, index)
        index -= sum(_for_sellers(m) for m in measures[:index])
    else:
        notes = []
    found, more = checked(world, world.with_values(
        {f"strategies[{name}].measures[{index}].{key}": value for key, value in values.items()}))
    return found, [*notes, *more]


def _moved(world: World, measure: MeasureBase, action: Mapping[str, Any]) -> Table:
    last = world.scenario().quarters - measure.quarters + 1
    return {"start": min(max(1, _whole(action.get("start"), measure.start)), last)}


def _resized(world: World, measure: MeasureBase, action: Mapping[str, Any]) -> Table:
    wanted = {"start": _whole(action.get("start"), measure.start),
              "quarters": _whole(action.get("quarters"), measure.quarters)}
    return within(wanted, world.scenario().quarters)


def _dosed(world: World, measure: MeasureBase, action: Mapping[str, Any]) -> Table:
    dose = action.get("dose")
    if isinstance(dose, bool) or not isinstance(dose, int | float) or not math.isfinite(dose):
        return {"dose": measure.dose}
    dose = round(min(max(0.0, dose), 1.0), DIGITS)
    if isinstance(measure, HireSellers) and dose > 0.0:
        dose = max(dose, 1.0 / measure.sellers)  # at least one position, or none at all
    return {"dose": dose}


WANTED: dict[str, Callable[[World, MeasureBase, Mapping[str, Any]], Table]] = {
    "move": _moved, "resize": _resized, "dose": _dosed}


def _added(world: World, name: str, kind: object) -> Changed:
    scenario = world.scenario()
    measures = plain(scenario.strategy(name).measures)
    if kind not in MEASURES:
        return world, []
    if len(measures) >= MOST_MEASURES:
        return world, [Note("programme.note.full", {"n": MOST_MEASURES})]
    model = MEASURES[str(kind)]
    quarters = 1 if model is HireSellers else USUAL_QUARTERS.get(str(kind), QUARTERS)
    new = within({"kind": kind, "start": FIRST, "quarters": quarters}, scenario.quarters)
    return checked(world, world.with_values({f"strategies[{name}].measures": [*measures, new]}))


def _without(world: World, name: str, index: int) -> Changed:
    measures = world.scenario().strategy(name).measures
    notes: list[Note] = []
    gone = {index}
    if _last_sellers(measures, index):
        gone |= {i for i, measure in enumerate(measures) if _for_sellers(measure)}
        notes = [Note("programme.note.followers", {"n": len(gone) - 1})] if len(gone) > 1 else []
    left = [plain(measure) for i, measure in enumerate(measures) if i not in gone]
    found, more = checked(world, world.with_values({f"strategies[{name}].measures": left}))
    return found, [*notes, *more]


def _without_followers(world: World, name: str, index: int) -> Changed:
    """Take out what is for sellers only, before the last sellers go."""
    measures = world.scenario().strategy(name).measures
    left = [plain(measure) for measure in measures if not _for_sellers(measure)]
    gone = len(measures) - len(left)
    return world.with_values({f"strategies[{name}].measures": left}), [Note("programme.note.followers", {"n": gone})]


def _last_sellers(measures: tuple[MeasureBase, ...], index: int) -> bool:
    """Whether no other measure brings dedicated sellers."""
    return _brings(measures[index]) and not any(_brings(m) for i, m in enumerate(measures) if i != index)


def _brings(measure: MeasureBase) -> bool:
    if isinstance(measure, HireSellers):
        return round(measure.sellers * measure.dose) > 0
    if isinstance(measure, Reorganisation):
        return measure.form == "role_split" and measure.dose * measure.seller_share > 0.0
    return False


def _for_sellers(measure: MeasureBase) -> bool:
    return getattr(measure, "target", "") == "sellers"


def _whole(value: object, otherwise: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return otherwise
    return round(value)
