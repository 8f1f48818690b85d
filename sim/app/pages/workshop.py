"""The page: a session of its own for every browser, the frame, and the stage or the research view in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import reacton.ipyvuetify as rv
import solara

from sim._version import __version__
from sim.app.pages.research import Research
from sim.app.pages.stage import Stage
from sim.app.panels.charts import Dialog as DialogBox
from sim.app.panels.frame import Foot, Hands, Kit, Teaching, Top
from sim.app.serving.start import Start
from sim.app.session import opening
from sim.app.session.session import Session
from sim.app.state import ready
from sim.app.words.catalogue import said, say, texts

STYLE = (Path(__file__).parent / "stage.css").read_text(encoding="utf-8")


@solara.component
def Page() -> None:
    """One browser's workshop."""
    search = solara.use_router().search
    session: Session = solara.use_memo(lambda: opening.session_of(Start.from_environment(), search), [])
    solara.use_effect(lambda: session.close, [])
    there, set_there = solara.use_state(False)
    session.drawn.use()
    lang = session.view.lang
    solara.Title(say(lang, "page.title"))
    solara.Style(STYLE)
    with rv.Html(tag="div", class_="ss workshop", attributes={"data-mode": session.view.mode}):
        Kit(lang=lang, units=texts(lang, "numbers"), beamer=session.view.beamer,
            event_ready=lambda _: set_there(True))
        if there:
            _frame(session)


@solara.component
def Layout(children: list[Any]) -> Any:
    """Nothing of Solara's own around the page."""
    return rv.Html(tag="div", children=children)


def _frame(session: Session) -> None:
    lang, view = session.view.lang, session.view
    _top(session)
    if session.teaching is not None:
        Teaching(words=texts(lang, "page"), **session.teaching.line(session), event_act=session.act)
    if view.mode == "research":
        Research(session)
    else:
        Stage(session)
    Foot(words=texts(lang, "page"), runs=_runs(session), seed=session.world.seed,
         model=say(lang, "page.model", version=__version__), event_act=session.act)
    Hands(search=opening.search_of(session), commit=session.committed, teaching=session.teaching is not None,
          waiting=session.teaching is not None and session.teaching.waiting, file=session.file,
          event_act=session.act)
    dialog = session.dialog
    DialogBox(shown=dialog is not None, title=dialog.title if dialog else "", words=texts(lang, "charts"),
              body=list(dialog.body) if dialog else [], buttons=list(dialog.buttons) if dialog else [],
              event_act=session.act)


def _top(session: Session) -> None:
    lang, world = session.view.lang, session.world
    strategies = [{"value": one.name, "title": said(lang, f"strategies.{one.name}.label", one.title)
                   if not world.own else one.title} for one in world.scenario().strategies]
    scenarios = [{"value": name, "title": say(lang, f"scenarios.{name}.title")} for name in ready.names()]
    Top(words=texts(lang, "page"), lang=lang, mode=session.view.mode, beamer=session.view.beamer,
        scenario="" if world.own else world.base, own_title=say(lang, "page.own_scenario", name=world.base),
        scenarios=scenarios, strategies=strategies, pair=dict(zip(("left", "right"), world.pair, strict=True)),
        storyline=session.teaching.name if session.teaching else "", storylines=opening.storylines(lang),
        filename=f"salesshift_{world.base}_{session.view.outcome}", event_act=session.act)


def _runs(session: Session) -> str:
    """How many futures are behind the picture, and whether more are coming."""
    from sim.app.answers.question import FULL

    lang, answer = session.view.lang, session.answer
    if answer is None:
        return say(lang, "page.runs_none")
    return say(lang, "page.runs" if answer.full else "page.runs_more", n=answer.n, all=FULL)
