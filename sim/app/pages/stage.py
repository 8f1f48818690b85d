"""The stage: levers on the left, results on top, the course, the people, the programme, money and why."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import reacton.ipyvuetify as rv
import solara

from sim.app.components import Cards, Course, Drawer, Levers, Money, People, Player, Programme, Story, Tabs, Tools, Why
from sim.app.session.dialogs import in_short
from sim.app.session.picture import Picture
from sim.app.session.session import Session
from sim.app.session.view import PANELS
from sim.words.catalogue import say, texts


@solara.component
def Stage(session: Session) -> None:
    """Everything live; drawn again whenever the session says so."""
    session.drawn.use()
    picture = Picture(session)
    with place(f"stage panel-{session.view.panel}"):
        with place("levers"):
            _levers(session, picture)
        with place("cards"):
            Cards(words=texts(session.view.lang, "charts"), **picture.cards())
        with place("course"):
            Course(words=texts(session.view.lang, "charts"), **picture.course(), event_act=session.act)
        with place("people"):
            _people(session, picture)
        with place("programme"):
            Programme(words=texts(session.view.lang, "programme"), **picture.programme(), event_act=session.act)
        with place("tabbed"):
            _tabbed(session, picture)
        # Sheets over the page; inside the stage, because a second element beside it would be laid out with it.
        if session.story is not None and not picture.hides("people"):
            Story(words=texts(session.view.lang, "story"), **picture.story(), event_act=session.act)
        if session.drawer:
            Drawer(words=texts(session.view.lang, "drawer"), **picture.drawer(), event_act=session.act)


@contextmanager
def place(name: str, **attributes: str) -> Iterator[None]:
    """An element of that class, with what is made inside as its children."""
    with rv.Html(tag="div", class_=name, attributes=attributes):
        yield


def _levers(session: Session, picture: Picture) -> None:
    history, lang = session.history, session.view.lang
    Tools(words=texts(lang, "page"), undo=history.can_undo, redo=history.can_redo, kept=history.kept is not None,
          presets=picture.presets(), event_act=session.act)
    rv.Html(tag="div", class_="ss small notice", attributes={"role": "status", "aria-live": "polite"},
            children=[session.notice])
    Levers(words=texts(lang, "levers"), **picture.levers(), event_act=session.act)


def _people(session: Session, picture: Picture) -> None:
    lang = session.view.lang
    with place("people-body"):
        People(words=picture.words_of_people(), **picture.people(), event_act=session.act)
    Player(words=texts(lang, "player"), **picture.player(), event_act=session.act)


def _tabbed(session: Session, picture: Picture) -> None:
    lang = session.view.lang
    shown: dict[str, Callable[[], Any]] = {
        "money": lambda: Money(words=texts(lang, "charts"), **picture.money()),
        "why": lambda: Why(words=texts(lang, "charts"), **picture.why())}
    Tabs(label=texts(lang, "page")["panel"], chosen=session.view.panel, event_act=session.act,
         choices=[{"value": name, "title": texts(lang, "page")[name]} for name in PANELS])
    with place("tabbed-body"):
        # People and programme stand in this place on a small screen only; a large one keeps the money here.
        shown.get(session.view.panel, shown["money"])()


@solara.component
def Broken(session: Session, error: BaseException, mend: Callable[[], None]) -> None:
    """Say what happened; ``mend`` has the page drawn again."""
    lang = session.view.lang

    def back() -> None:
        session.act({"type": "undo"})
        mend()

    with rv.Html(tag="div", class_="ss broken", attributes={"role": "alert"}):
        rv.Html(tag="h1", children=[say(lang, "page.trouble_title")])
        rv.Html(tag="p", children=[say(lang, "page.broken_text")])
        with rv.Html(tag="p"):
            if session.history.can_undo:
                Way("back", say(lang, "page.broken_undo"), back)
            Way("again", say(lang, "page.broken_again"), mend)
        rv.Html(tag="p", class_="small", children=[say(lang, "page.trouble_detail", detail=in_short(error))])


@solara.component
def Way(name: str, title: str, go: Callable[[], None]) -> None:
    """One button, found by its name."""
    button = rv.Html(tag="button", attributes={"data-do": name}, children=[title])
    rv.use_event(button, "click", lambda *_: go())
