"""A page that cannot be drawn says so in words, keeps the session, and comes back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

pytest.importorskip("solara")

import ipyvuetify
import solara
from ipywidgets import Widget

from sim.app.pages import stage, workshop
from sim.app.session.picture import Picture
from sim.app.session.session import Session
from sim.words.catalogue import LANGUAGES, say

BAD = 0.9
FIELD = "framework.error_culture"
Drawn = tuple[Any, Session]


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> Iterator[Drawn]:
    """The page without its components of Vue, and its session; cases with one value of a lever cannot be drawn."""
    sessions: list[Session] = []
    made = workshop.opening.session_of
    monkeypatch.setattr(workshop.opening, "session_of", lambda *given: sessions.append(made(*given)) or sessions[-1])

    def cards(self: Picture) -> dict[str, Any]:
        if self.session.case.scenario().framework.error_culture == BAD:
            raise ZeroDivisionError("a payload that fails")
        return {}

    monkeypatch.setattr(Picture, "cards", cards)
    monkeypatch.setattr(workshop, "Kit", lambda on_ready, **_: on_ready({}))
    for module in (stage, workshop):
        for name in ("Cards", "Course", "Money", "Why", "Drawer", "Levers", "Programme", "Tabs", "Tools", "People",
                     "Player", "Story", "Foot", "Hands", "Teaching", "Top", "DialogBox"):
            if hasattr(module, name):
                monkeypatch.setattr(module, name, lambda *_, **__: None)
    box, context = solara.render(workshop.Page(), handle_error=False)
    yield box, sessions[0]
    context.close()


def texts_in(widget: Widget) -> str:
    children = getattr(widget, "children", [])
    return " ".join(child if isinstance(child, str) else texts_in(child) for child in children)


def button(widget: Widget, name: str) -> ipyvuetify.Html:
    found = [one for one in every(widget) if getattr(one, "attributes", None) == {"data-do": name}]
    assert len(found) == 1
    return found[0]


def every(widget: Widget) -> Iterator[Widget]:
    for child in getattr(widget, "children", []):
        if isinstance(child, Widget):
            yield child
            yield from every(child)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_payload_that_fails_shows_words_and_undo_brings_the_page_back(drawn: Drawn, lang: str) -> None:
    box, session = drawn
    session.act({"type": "lang", "value": lang})
    assert "broken" not in classes(box)
    session.act({"type": "change", "field": FIELD, "value": BAD, "commit": True})
    assert "broken" in classes(box)
    told = texts_in(box)
    assert say(lang, "page.trouble_title") in told and "ZeroDivisionError" in told
    assert "Traceback" not in told and ".py" not in told
    button(box, "again").fire_event("click", {})
    assert "broken" in classes(box), "nothing has changed"
    button(box, "back").fire_event("click", {})
    assert "broken" not in classes(box) and "stage" in classes(box)
    assert session.history.case.changes == {} and session.history.can_redo


def classes(box: Widget) -> set[str]:
    return {name for one in every(box) for name in str(getattr(one, "class_", "")).split()}
