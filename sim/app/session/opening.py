"""How a session begins: from the command line or the address, with its explanation of the picture."""

from __future__ import annotations

import re
from functools import partial

from sim.app.answers.changes import changes_between, focus_of
from sim.app.answers.contributions import Contributions, contributions, why, why_within
from sim.app.answers.worker import SHARED
from sim.app.serving.start import Start
from sim.app.session.actions import ACTIONS
from sim.app.session.address import read, view_of
from sim.app.session.dialogs import upload_dialog
from sim.app.session.lesson import begun, resumed
from sim.app.session.session import Session, request_of
from sim.app.state.case import Case, first_case, from_text
from sim.app.state.history import History, HistoryStep
from sim.app.state.levers import levers
from sim.app.teaching.storyline import names
from sim.scenario.problems import Problem
from sim.words.catalogue import Language
from sim.words.named import strategy_title
from sim.words.values import declared, label_of, measure_title

# --- why: the contributions of changes, or the parts of the money ----------------------------------------------------

MEASURE = re.compile(r"strategies\[(?P<strategy>\w+)\]\.measures(?:\[(?P<kind>[a-z_]+)(?P<number>\d*)\])?")
KIND = "why"
"""Kind of this job of the worker."""


def explain(session: Session) -> None:
    """Start computing the contributions if they are shown and may be seen; a newer job replaces an older one."""
    session.worker.drop(KIND)
    if session.view.panel != "why" or session.answer is None or not session.may_show_results:
        return
    case, kept, lang = session.history.case, session.history.kept, session.view.lang
    if kept is not None:
        a, b = request_of(kept), request_of(case)
        focus = focus_of(a, b)
        if changes_between(a, b, focus):
            of, titles = (a.identity, b.identity, lang), partial(title_of_change, case, lang)
            if session.why_of != of:
                session.why, session.why_of = None, of
            session.worker.pursue(KIND, contributions(a, b, focus, SHARED),
                                lambda found: _told(session, of, found, titles))
            return
    session.why, session.why_of, session.why_preliminary = why_within(session.answer, lang), None, False


def _told(session: Session, of: tuple[str, str, Language], found: Contributions, titles: partial[str]) -> None:
    """Show the result, unless something else has been requested by now."""
    if session.why_of != of:
        return
    lang = of[2]
    session.why, session.why_preliminary = why(found, lang, titles), not found.final
    session.show()


def title_of_change(case: Case, lang: Language, key: str) -> str:
    """Title of a change: its lever, its measure with the strategy, or its value."""
    lever = next((one["title"] for one in levers(case, lang) if one["field"] == key), None)
    if lever is not None:
        return str(lever)
    measure = MEASURE.fullmatch(key)
    if measure is None:
        try:
            return label_of(lang, declared(key))
        except KeyError:
            return key
    named = strategy_title(lang, case.scenario(), measure["strategy"])
    if measure["kind"] is None:
        return named
    number = f" {measure['number']}" if measure["number"] else ""
    return f"{measure_title(lang, measure['kind'])}{number} ({named})"


def session_of(start: Start, search: str | None) -> Session:
    """Return a session as given by the address, else by the command line, and submit its first request."""
    state, notes = read(search or "")
    given = "s=" in (search or "")
    case, problems = (state.case, []) if given else _first(start)
    view = view_of(state.view, start.lang if not given and start.lang else None)
    session = Session(ACTIONS, explain, case, view)
    if state.kept is not None:
        session.history = History(HistoryStep(case, state.kept))
        session.ask_beside()
    if state.view.story:
        session.lesson = resumed(state.view.story, state.view.place)
    session.notify("page.link_title", notes)
    if problems:
        session.dialog = upload_dialog(view.lang, problems)
    session.ask()
    return session


def _first(start: Start) -> tuple[Case, list[Problem]]:
    """Return the case of the command line's scenario, read anew; else the default case and the reason."""
    if start.scenario is None:
        return first_case(), []
    name = start.scenario.name
    try:
        found = from_text(start.scenario.read_bytes(), name)
    except OSError as error:
        found = [Problem(name, None, "", f"cannot be read: {error.strerror}")]
    return (found, []) if isinstance(found, Case) else (first_case(), found)


def stories(lang: Language) -> list[dict[str, str]]:
    """The storylines that come with the workshop."""
    return [{"value": name, "title": begun(name).story.title.say(lang)} for name in names()]
