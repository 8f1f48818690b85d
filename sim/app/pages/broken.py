"""What stands in place of a page that could not be drawn: words, and the ways back. The session stays as it is."""

from __future__ import annotations

from collections.abc import Callable

import reacton.ipyvuetify as rv
import solara

from sim.app.session.dialogs import in_short
from sim.app.session.session import Session
from sim.app.words.catalogue import say


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
