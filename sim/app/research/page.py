"""The research view: choose a sweep, see it as a map and as bars, open one of its worlds live."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import solara
import solara.lab

from sim.app.components import VUE, Act, Action, own
from sim.app.exports.naming import field_title, outcome_title
from sim.app.research.analysis import KINDS, Asked, asked
from sim.app.research.folders import ResearchError, place_below, sweeps_below
from sim.app.research.open_sweep import OpenSweep, SweptWorld, missing_notes, open_sweep, world_of
from sim.app.research.plane import full_bars, named, plane_payload, quick_bars
from sim.words.catalogue import Language, say, texts

QUESTIONS = ("outcome", "kind", "left", "right", "x", "y")
FEW_ENOUGH = 20_000
"""Values (worlds times factors) up to which the full analysis takes less than a second, and is not asked for first."""

COLUMN = "display:flex; flex-direction:column; gap:var(--gap); height:100%; min-height:0"
SIDE_BY_SIDE = ("display:grid; grid-template-columns:minmax(0,3fr) minmax(0,2fr); "
                "grid-template-rows:minmax(0,1fr); gap:var(--gap); "
                "flex:1; min-height:0")

OpenWorld = Callable[[SweptWorld], None]


@own(str(VUE / "HeatMap.vue"))
def HeatMap(*, plane: dict[str, Any], words: dict[str, str], event_act: Act | None = None) -> None:
    """The map; acts: ``open`` with ``point``."""


@own(str(VUE / "Bars.vue"))
def Bars(*, bars: dict[str, Any], words: dict[str, str], x: str, y: str, busy: bool = False,
         event_act: Act | None = None) -> None:
    """The bars; acts: ``ask`` with ``x`` or ``y``, and ``full`` for the analysis that takes longer."""


@own(str(VUE / "SweepPicker.vue"))
def SweepPicker(*, sweeps: list[dict[str, Any]], chosen: str, choice: dict[str, Any] | None, words: dict[str, str],
                error: str = "", notes: list[str] | None = None, event_act: Act | None = None) -> None:
    """The choice; acts: ``sweep`` with ``name``, ``ask`` with one answer, ``flip``, ``swap``, ``reload``."""


def choice_of(asking: Asked, lang: Language) -> dict[str, Any]:
    """What can be chosen of an open sweep, and what is."""
    view = asking.view
    selling = view.sweep.prepared.scenario.behaviour.is_selling
    axes = [{"value": name, "label": field_title(lang, name)} for name in view.axes]
    return {
        "question": view.sweep.design.question, "outcome": asking.outcome, "kind": asking.kind, "left": asking.left,
        "right": asking.right, "x": asking.x, "y": asking.y,
        "kinds": [{"value": kind, "label": say(lang, f"research.kinds.{kind}")} for kind in KINDS],
        "outcomes": [{"value": name, "label": outcome_title(lang, name, selling=selling)}
                     for name in view.sweep.outcomes],
        "strategies": [{"value": name, "label": named(asking, lang, name)} for name in view.sweep.strategies],
        "axes": sorted(axes, key=lambda one: one["label"].lower())}


def wishes_after(wishes: dict[str, str], action: Action, asking: Asked | None) -> dict[str, str]:
    """The wishes after what a person did; a choice of the one strategy or axis gives way to the other."""
    kind = action.get("type")
    if asking is None or kind not in ("ask", "flip", "swap"):
        return wishes
    now = {name: str(getattr(asking, name)) for name in QUESTIONS}
    if kind == "flip":
        return {**now, "left": now["right"], "right": now["left"]}
    if kind == "swap":
        return {**now, "x": now["y"], "y": now["x"]}
    new = {name: str(action[name]) for name in QUESTIONS if name in action}
    for one, other in (("x", "y"), ("y", "x"), ("left", "right"), ("right", "left")):
        if new.get(one) == now[other]:
            new[other] = now[one]
    return {**now, **new}


@solara.component
def Research(lang: Language, start: Path, on_open: OpenWorld) -> None:
    """The whole view. ``start`` : folder whose sweeps may be opened. ``on_open`` : shows a world live."""
    again, set_again = solara.use_state(0)
    listed = solara.use_memo(lambda: sweeps_below(start), [str(start), again])
    name, set_name = solara.use_state("")
    wishes, set_wishes = solara.use_state(dict[str, str]())
    chosen = name or (listed[0].name if listed else "")
    opened = solara.use_memo(lambda: _opened(start, chosen), [str(start), chosen, again])
    question = solara.use_memo(lambda: _asked(opened, wishes),
                               [str(start), chosen, again, tuple(sorted(wishes.items()))])
    asking = question if isinstance(question, Asked) else None

    def act(action: Action) -> None:
        if action.get("type") == "sweep":
            set_wishes({})
            set_name(str(action.get("name", "")))
        elif action.get("type") == "reload":
            set_again(lambda n: n + 1)
        elif action.get("type") == "open" and asking is not None:
            if isinstance(point := action.get("point"), int):
                on_open(world_of(asking.view.sweep, point))
        else:
            set_wishes(wishes_after(wishes, action, asking))

    words = texts(lang, "research")
    choice = solara.use_memo(lambda: choice_of(asking, lang) if asking else None, [lang, asking])
    with solara.v.Html(tag="div", style_=COLUMN):
        SweepPicker(sweeps=[one.row() for one in listed], chosen=chosen, words=words, event_act=act,
                    choice=choice,
                    error=question.sentence(lang) if isinstance(question, ResearchError) else "",
                    notes=_notes(lang, asking))
        if asking is not None:
            _Pictures(lang, asking, act)


@solara.component
def _Pictures(lang: Language, asking: Asked, act: Act) -> None:
    """Map and bars side by side; the bars are refined in a thread when that is asked for, or quick."""
    words, key = texts(lang, "research"), [lang, asking]
    plane = solara.use_memo(lambda: plane_payload(asking, lang), key)
    quick = solara.use_memo(lambda: quick_bars(asking, lang), key)
    wanted, set_wanted = solara.use_state(0)
    cheap = len(asking.futures.points) * len(asking.view.axes) <= FEW_ENOUGH
    what = (asking.view.title, asking.outcome, asking.kind, asking.left, asking.right)
    ordered, set_ordered = solara.use_state(())
    due = cheap or ordered == what
    task = solara.lab.use_task(lambda: (lang, what, full_bars(asking, lang)) if due else None,
                               dependencies=[lang, what, due, wanted], raise_error=False)
    done = task.value if task.finished and task.value and task.value[:2] == (lang, what) else None

    def hear(action: Action) -> None:
        if action.get("type") == "full":
            set_ordered(what)
            set_wanted(wanted + 1)
        else:
            act(action)

    with solara.v.Html(tag="div", style_=SIDE_BY_SIDE):
        HeatMap(plane=plane, words=words, event_act=act)
        Bars(bars=done[2] if done else quick, words=words, x=asking.x, y=asking.y, busy=bool(due and task.pending),
             event_act=hear)


def _notes(lang: Language, asking: Asked | None) -> list[str]:
    doubts = () if asking is None else asking.view.doubts
    missing = [] if asking is None else missing_notes(asking.futures, lang)
    return [*(say(lang, f"research.note.{doubt.key}", **doubt.values) for doubt in doubts), *missing]


def _opened(start: Path, name: str) -> OpenSweep | ResearchError | None:
    try:
        return open_sweep(place_below(start, name)) if name else None
    except ResearchError as error:
        return error


def _asked(opened: OpenSweep | ResearchError | None, wishes: dict[str, str]) -> Asked | ResearchError | None:
    if not isinstance(opened, OpenSweep):
        return opened
    try:
        return asked(opened, wishes)
    except ResearchError as error:
        return error
