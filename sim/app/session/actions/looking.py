"""Actions that change the view: what is looked at, whose story is told, and the layout of people."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sim.app.components import Action, Payload
from sim.app.people.story import story_of
from sim.app.session.actions.teaching import relabel
from sim.app.session.address import read
from sim.app.session.dialogs import Dialog, cli_dialog, help_dialog, info_dialog, lever_dialog
from sim.app.session.lesson import resumed
from sim.app.session.session import STORY, Handler, Session
from sim.app.state.history import HistoryStep
from sim.app.state.levers import lever
from sim.scenario.schema import Scenario
from sim.words.catalogue import Language
from sim.words.named import strategy_title

OTHER: dict[str, Mapping[object, object]] = {
    "lang": {"de": "en", "en": "de"}, "mode": {"live": "research", "research": "live"},
    "people": {"network": "teams", "teams": "network"}, "band": {False: True, True: False},
    "beamer": {False: True, True: False},
}
"""What a key without a value switches to."""


def _set(session: Session, name: str, value: object) -> None:
    before = session.view
    now = getattr(before, name)
    session.view = before.with_(name, OTHER.get(name, {}).get(now, now) if value is None else value)
    if session.view.lang != before.lang:
        relabel(session)
        session.translate()
    session.show()


def _show(session: Session, action: Action) -> None:
    what = str(action.get("what"))
    if what in ("outcome", "band", "people"):
        _set(session, what, action.get("value"))


def _named(name: str) -> Handler:
    return lambda session, action: _set(session, name, action.get("value"))


def _panel(session: Session, action: Action) -> None:
    _set(session, "panel", action.get("value"))
    session.explain(session)
    session.show()


def _open(make: Callable[[Session, Action], Dialog]) -> Handler:
    def opened(session: Session, action: Action) -> None:
        session.dialog = make(session, action)
        session.show()

    return opened


def _about(session: Session, action: Action) -> None:
    try:
        found = lever(session.history.case, str(action.get("field")), session.view.lang)
    except KeyError:
        return
    session.dialog = lever_dialog(session.view.lang, found)
    session.show()


def _drawer(session: Session, action: Action) -> None:
    group = "measures" if action.get("group") == "measures" else "assumptions"
    shut = action.get("open") is False or session.drawer == group
    session.drawer = "" if shut else group
    session.show()


def _address(session: Session, action: Action) -> None:
    """Go to what an address holds: the browser's Back and Forward, which are our undo and redo where they can be."""
    state, notes = read(str(action.get("search", "")))
    session.lesson = resumed(state.view.story, state.view.place) if state.view.story else None
    session.notify("page.link_title", notes)
    history, step = session.history, HistoryStep(state.case, state.kept)
    if history.past[-1:] == (step,):
        session.move(history.undo(), commit=False)
    elif history.future[-1:] == (step,):
        session.move(history.redo(), commit=False)
    elif history.now != step:
        session.move(history.stand(state.case, state.kept), commit=False)
    session.show()


def _close(session: Session, _: Action) -> None:
    """Close what is on top: the dialog first, then a story, then the drawer."""
    if session.dialog is not None:
        session.dialog = None
    elif session.story is not None or session.worker.has(STORY):
        session.forget_story()
    else:
        session.drawer = ""
    session.show()



# --- people: whose story is told, and their layout -------------------------------------------------------------------

SIDES = ("left", "right")


def _person(session: Session, action: Action) -> None:
    """Tell the story of a person; the same future as on the picture."""
    side, person, shown = action.get("side"), action.get("id"), session.people
    if not isinstance(side, str) or side not in SIDES or not isinstance(person, str | int):
        return
    if shown is None or not session.may_show_results:
        return
    request, place = shown.request, SIDES.index(side)
    quarter, beyond = action.get("quarter"), shown.sides[1 - place]

    def done(story: Payload | None) -> None:
        session.story = story
        session.show()

    session.worker.background(
        STORY, tell, request.scenario, request.strategies[place], request.seed, shown.run, str(person), side,
        session.view.lang, quarter if isinstance(quarter, int) else request.scenario.quarters, beyond, on_done=done)


def tell(scenario: Scenario, strategy: str, seed: int, run: int, person: str, side: str, lang: Language, quarter: int,
         beyond: Payload) -> Payload | None:
    """The story of a person; runs in a helper process."""
    label = strategy_title(lang, scenario, strategy)
    return story_of(scenario, strategy, seed, run, person, side=side, label=label, lang=lang, quarter=quarter,
                    other=beyond)


def _view(session: Session, action: Action) -> None:
    session.view = session.view.with_("people", action.get("view"))
    session.show()


ACTIONS: dict[str, Handler] = {
    "show": _show, "panel": _panel, "lang": _named("lang"), "mode": _named("mode"), "beamer": _named("beamer"),
    "help": _open(lambda session, _: help_dialog(session.view.lang)),
    "limits": _open(lambda session, _: info_dialog(session.view.lang, only="limits")),
    "about_model": _open(lambda session, _: info_dialog(session.view.lang)),
    "about": _about,
    "cli": _open(lambda session, _: cli_dialog(
        session.view.lang, session.history.case.cli_line(), own_file=bool(session.history.case.own))),
    "drawer": _drawer, "close": _close, "address": _address, "person": _person, "people_view": _view}
