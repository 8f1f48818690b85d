"""The two programmes in the form that the timeline needs, and changes to them."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from sim.app.state.case import Case
from sim.app.state.change import Changed, checked
from sim.app.state.declared import declared
from sim.app.state.notes import Note
from sim.app.state.validity import MOST_MEASURES, Table, within
from sim.scenario.contradictions import plain
from sim.scenario.lookup import choices_of, details_of, table_of
from sim.scenario.measures import MEASURES, HireSellers, MeasureBase, PeopleMeasure, Reorganisation
from sim.scenario.strategy import CARRY_ON, Strategy
from sim.words.catalogue import Language, say
from sim.words.named import scenario_words, strategy_title
from sim.words.numbers import percent
from sim.words.values import choice_title, label_of, measure_about, measure_title

Payload = dict[str, Any]


def programme(case: Case, lang: Language) -> list[Payload]:
    """Return both programmes: their measures with dates, dose and what is special, the shocks and the horizon."""
    scenario, base = case.scenario(), case.base_scenario()
    shocks = [{"label": scenario_words(lang, shock.label), "quarter": shock.quarter, "quarters": shock.quarters}
              for shock in scenario.market.shocks]
    return [{
        "side": side, "name": name, "label": strategy_title(lang, scenario, name),
        "fixed": name == CARRY_ON,
        "measures": _measures(scenario.strategy(name), base.strategy(name), lang),
        "changed": any(key.startswith(f"strategies[{name}].measures") for key in case.changes),
        "horizon": scenario.quarters, "shocks": shocks,
    } for side, name in zip(("left", "right"), case.pair, strict=True)]


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


def fields_of(case: Case, side: int) -> list[tuple[str, list[str]]]:
    """Return, for every measure of a side (0 left, 1 right), its kind and the dotted keys of all its values."""
    name = case.pair[side]
    scenario = case.scenario()
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


# --- changes to programmes -------------------------------------------------------------------------------------------

FIRST = 2
"""Quarter in which an added measure begins: one to prepare it."""
OPS = ("move", "resize", "dose", "remove", "add", "reset")
DIGITS = 4


def edited(case: Case, action: Mapping[str, Any]) -> Changed:
    """Return the case with a programme changed as an action of the page asks.

    Parameters
    ----------
    action : ``op`` (one of `OPS`) and ``side``, with ``index`` of the measure and ``start``, ``quarters``, ``dose`` or
        ``kind``. What it lacks or what makes no sense changes nothing.
    """
    op, side = action.get("op"), action.get("side")
    if op not in OPS or side not in ("left", "right"):
        return case, []
    name = case.pair[0] if side == "left" else case.pair[1]
    if name == CARRY_ON:
        return case, [Note("programme.note.fixed")]
    if op == "reset":
        return checked(case, case.at_base(without=f"strategies[{name}].measures"))
    if op == "add":
        return _added(case, name, action.get("kind"))
    index = action.get("index")
    measures = case.scenario().strategy(name).measures
    if isinstance(index, bool) or not isinstance(index, int) or not 0 <= index < len(measures):
        return case, []
    if op == "remove":
        return _without(case, name, index)
    return _placed(case, name, index, WANTED[str(op)](case, measures[index], action))


def _placed(case: Case, name: str, index: int, values: Table) -> Changed:
    measures = case.scenario().strategy(name).measures
    if values.get("dose") == 0.0 and _last_sellers(measures, index) and any(_for_sellers(m) for m in measures):
        case, notes = _without_followers(case, name, index)
        index -= sum(_for_sellers(m) for m in measures[:index])
    else:
        notes = []
    found, more = checked(case, case.with_values(
        {f"strategies[{name}].measures[{index}].{key}": value for key, value in values.items()}))
    return found, [*notes, *more]


def _moved(case: Case, measure: MeasureBase, action: Mapping[str, Any]) -> Table:
    last = case.scenario().quarters - measure.quarters + 1
    return {"start": min(max(1, _whole(action.get("start"), measure.start)), last)}


def _resized(case: Case, measure: MeasureBase, action: Mapping[str, Any]) -> Table:
    wanted = {"start": _whole(action.get("start"), measure.start),
              "quarters": _whole(action.get("quarters"), measure.quarters)}
    return within(wanted, case.scenario().quarters)


def _dosed(case: Case, measure: MeasureBase, action: Mapping[str, Any]) -> Table:
    dose = action.get("dose")
    if isinstance(dose, bool) or not isinstance(dose, int | float) or not math.isfinite(dose):
        return {"dose": measure.dose}
    dose = round(min(max(0.0, dose), 1.0), DIGITS)
    if isinstance(measure, HireSellers) and dose > 0.0:
        dose = max(dose, 1.0 / measure.sellers)  # at least one position, or none at all
    return {"dose": dose}


WANTED: dict[str, Callable[[Case, MeasureBase, Mapping[str, Any]], Table]] = {
    "move": _moved, "resize": _resized, "dose": _dosed}


def _added(case: Case, name: str, kind: object) -> Changed:
    scenario = case.scenario()
    measures = plain(scenario.strategy(name).measures)
    if kind not in MEASURES:
        return case, []
    if len(measures) >= MOST_MEASURES:
        return case, [Note("programme.note.full", {"n": MOST_MEASURES})]
    new = within({"kind": kind, "start": FIRST, "quarters": MEASURES[str(kind)].usual_quarters}, scenario.quarters)
    return checked(case, case.with_values({f"strategies[{name}].measures": [*measures, new]}))


def _without(case: Case, name: str, index: int) -> Changed:
    measures = case.scenario().strategy(name).measures
    notes: list[Note] = []
    gone = {index}
    if _last_sellers(measures, index):
        gone |= {i for i, measure in enumerate(measures) if _for_sellers(measure)}
        notes = [Note("programme.note.followers", {"n": len(gone) - 1})] if len(gone) > 1 else []
    left = [plain(measure) for i, measure in enumerate(measures) if i not in gone]
    found, more = checked(case, case.with_values({f"strategies[{name}].measures": left}))
    return found, [*notes, *more]


def _without_followers(case: Case, name: str, index: int) -> Changed:
    """Take out what is for sellers only, before the last sellers go."""
    measures = case.scenario().strategy(name).measures
    left = [plain(measure) for measure in measures if not _for_sellers(measure)]
    gone = len(measures) - len(left)
    return case.with_values({f"strategies[{name}].measures": left}), [Note("programme.note.followers", {"n": gone})]


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
