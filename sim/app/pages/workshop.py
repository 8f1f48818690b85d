"""The page: a session of its own for every browser, the frame, and the stage or the research view in it."""

from __future__ import annotations

import logging
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import reacton.ipyvuetify as rv
import solara

from sim._version import __version__
from sim.app.answers.request import FULL
from sim.app.components import Dialog as DialogBox
from sim.app.components import Foot, Hands, Kit, Payload, Teaching, Top
from sim.app.exports.results import origin_of
from sim.app.pages.stage import Broken, Stage, place
from sim.app.research.open_sweep import SweptWorld
from sim.app.research.page import Research
from sim.app.serving.start import Start
from sim.app.session import opening
from sim.app.session.address import search_of
from sim.app.session.lesson import line_of
from sim.app.session.session import Session
from sim.app.state.case import own_case
from sim.scenario import ready
from sim.words.catalogue import say, texts
from sim.words.named import scenario_words, strategy_words
from sim.words.numbers import notation

SWEEPS = Path("results").absolute()
"""The folder whose sweeps the research view may open: where the command puts them, below where the server started."""
log = logging.getLogger(__name__)
STYLE = (Path(__file__).parent / "stage.css").read_text(encoding="utf-8")


@solara.component
def Page() -> None:
    """One browser's workshop: its session, which stays whatever breaks on the page."""
    search = solara.use_router().search
    session: Session = solara.use_memo(lambda: opening.session_of(Start.read(), search), [])
    solara.use_effect(lambda: session.close, [])
    broken, mend = solara.use_exception()
    session.drawn.use()
    solara.use_effect(lambda: _log(broken), [broken])
    solara.Title(say(session.view.lang, "page.title"))
    solara.Style(STYLE)
    if broken is None:
        Workshop(session)
    else:
        Broken(session, broken, mend)


@solara.component
def Workshop(session: Session) -> None:
    """The page as it should be."""
    there, set_there = solara.use_state(False)

    def begin(told: Payload | None) -> None:
        session.calm = bool((told or {}).get("calm"))
        set_there(True)

    session.drawn.use()
    lang = session.view.lang
    with rv.Html(tag="div", class_="ss workshop", attributes={"data-mode": session.view.mode}):
        Kit(lang=lang, units=asdict(notation(lang)), beamer=session.view.beamer, origin=origin_of(session),
            on_ready=begin)
        if there:
            _frame(session)


def _log(error: BaseException | None) -> None:
    if error is not None:
        log.error("the page could not be drawn", exc_info=error)


@solara.component
def Layout(children: list[Any]) -> Any:
    """Nothing of Solara's own around the page."""
    return rv.Html(tag="div", children=children)


def _frame(session: Session) -> None:
    lang, view = session.view.lang, session.view
    _top(session)
    if session.lesson is not None:
        Teaching(words=texts(lang, "page"), **line_of(session.lesson, lang, session.answer), event_act=session.act)
    if view.mode == "research":
        with place("research"):
            Research(lang, SWEEPS, lambda swept: _open_live(session, swept))
    else:
        Stage(session)
    Foot(words=texts(lang, "page"), runs=_runs(session), seed=session.case.seed,
         model=say(lang, "page.model", version=__version__), event_act=session.act)
    Hands(address=_address(session), teaching=session.lesson is not None,
          waiting=session.lesson is not None and session.lesson.waiting, file=session.file,
          event_act=session.act)
    dialog = session.dialog
    DialogBox(shown=dialog is not None, title=dialog.title if dialog else "", words=texts(lang, "charts"),
              body=list(dialog.body) if dialog else [], buttons=list(dialog.buttons) if dialog else [],
              event_act=session.act)


def _open_live(session: Session, swept: SweptWorld) -> None:
    """Show a case of a sweep live, with its luck; the pair stays where the sweep knows it."""
    case = own_case(swept.scenario, session.say("page.research_world", sweep=swept.scenario.title, point=swept.point))
    left, right = session.history.case.pair
    opened = replace(case, seed=swept.seed).with_values(swept.changes).between(left, right)
    session.view = session.view.with_("mode", "live")
    session.move(session.history.commit(opened))


def _top(session: Session) -> None:
    lang, case = session.view.lang, session.case
    strategies = [{"value": one.name, "title": strategy_words(lang, one.title)} for one in case.scenario().strategies]
    scenarios = [{"value": name, "title": scenario_words(lang, ready.ready(name).title)} for name in ready.names()]
    Top(words=texts(lang, "page"), lang=lang, mode=session.view.mode, beamer=session.view.beamer,
        scenario="" if case.own else case.base, own_title=say(lang, "page.own_scenario", file=case.base),
        scenarios=scenarios, strategies=strategies, pair=dict(zip(("left", "right"), case.pair, strict=True)),
        storyline=session.lesson.name if session.lesson else "", storylines=opening.stories(lang),
        filename=f"salesshift_{case.base}_{session.view.outcome}", event_act=session.act)


def _address(session: Session) -> dict[str, str | int | None]:
    """What the browser writes into its address: nothing while a hand moves; nobody goes back to there."""
    return {"search": None if session.history.held is not None else search_of(session), "commits": session.commits}


def _runs(session: Session) -> str:
    """How many futures are behind the picture, and whether more are coming."""
    lang, answer = session.view.lang, session.answer
    if answer is None:
        return say(lang, "page.runs_none")
    return say(lang, "page.runs" if answer.full else "page.runs_more", n=answer.n, all=FULL)
