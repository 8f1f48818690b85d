"""A page with the charts alone: what the address says is shown, what is done is written below.

``?lang=en&show=course,money&case=3&unit=eur&beamer=1&phase=guess&width=760&height=420``; the buttons change one thing
each.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import solara

from sim.app.components import Cards, Course, Dialog, Kit, Money, Why
from sim.words.catalogue import texts
from sim.words.numbers import notation
from tests.app.charts.payloads import BODY, BUTTONS, HEADLINE, SENTENCE, cards_of, course_of, money_of, why_of

State = dict[str, Any]


@solara.component
def Page() -> None:  # noqa: N802
    """Show what the address asks for."""
    query = solara.use_router().search or ""
    asked = dict(part.split("=", 1) for part in query.lstrip("?").split("&") if "=" in part)
    first = {"lang": asked.get("lang", "de"), "case": int(asked.get("case", 1)), "phase": asked.get("phase", "open"),
             "band": False, "guess": None, "dialog": False, "picture": 0}  # fmt: skip
    ready, set_ready = solara.use_state(False)
    state, set_state = solara.use_state(first)
    acts, set_acts = solara.use_state([])

    def change(**what: object) -> None:
        set_state(lambda now: {**now, **what, "picture": now["picture"] + 1})

    def act(action: State) -> None:
        set_acts(lambda before: [*before, action])
        if action["type"] == "guess":
            change(phase="locked", guess=action["value"])
        elif action["type"] == "close":
            change(dialog=False)
        elif action.get("what") == "band":
            change(band=action["value"])

    with solara.v.Html(tag="div", style_="background:#F3F5F7;padding:12px;display:flex;flex-wrap:wrap;gap:12px"):
        Kit(lang=state["lang"], units=asdict(notation(state["lang"])), beamer="beamer" in asked,
            on_ready=lambda _: set_ready(True))  # fmt: skip
        if ready:
            for name in asked.get("show", "course").split(","):
                size = f"width:{asked.get('width', '760')}px;height:{asked.get('height', '420')}px;"
                with solara.v.Html(tag="div", style_=size):
                    {"course": course, "cards": cards, "money": money, "why": why}[name](state, asked, act)
            Dialog(shown=state["dialog"], title="Hilfe", words=texts(state["lang"], "charts"), body=BODY,
                   buttons=BUTTONS, event_act=act)  # fmt: skip
            buttons(state, change)
            solara.v.Html(tag="pre", class_="acts", style_="width:100%", children=[json.dumps(acts)])


def buttons(state: State, change: Callable[..., None]) -> None:
    """What a test changes while it looks on."""
    known = {"lang": {"lang": "en" if state["lang"] == "de" else "de"}, "next": {"case": state["case"] + 1},
             "open": {"phase": "open"}, "reveal": {"phase": "revealed"}, "dialog": {"dialog": True}}  # fmt: skip
    for title, what in known.items():
        solara.Button(title, on_click=lambda what=what: change(**what), classes=[f"do-{title}"])


def course(state: State, asked: State, act: Callable[[State], None]) -> None:
    """The course, with a menu where the address has one."""
    shown = course_of(state["case"], state["lang"], asked.get("unit", "share"), int(asked.get("n", 20)))
    menu = [{"value": shown["outcome"], "title": shown["title"], "group": "Menschen"},
            {"value": "profit", "title": "Ergebnis je Quartal", "group": "Geld"}]  # fmt: skip
    Course(course=shown, words=texts(state["lang"], "charts"), sentence="Satz zum Bild", outcome=shown["outcome"],
           outcomes=menu if "menu" in asked else [], band=state["band"], phase=state["phase"], guess=state["guess"],
           picture=state["picture"], event_act=act)  # fmt: skip


def cards(state: State, asked: State, act: Callable[[State], None]) -> None:
    """The cards, hidden or with an error where the address says so."""
    Cards(cards=cards_of(state["lang"], full="busy" not in asked), words=texts(state["lang"], "charts"),
          headline=HEADLINE[state["lang"]], hidden="hidden" in asked, error=asked.get("error", ""))  # fmt: skip


def money(state: State, asked: State, act: Callable[[State], None]) -> None:
    """What the gain is made of."""
    shown = [] if "empty" in asked else money_of(state["case"], state["lang"])
    Money(money=shown, words=texts(state["lang"], "charts"), sentence=SENTENCE[state["lang"]], n=20,
          hidden="hidden" in asked)  # fmt: skip


def why(state: State, asked: State, act: Callable[[State], None]) -> None:
    """What made the difference."""
    Why(why=None if "empty" in asked else why_of(state["case"], state["lang"]), words=texts(state["lang"], "charts"),
        preliminary="busy" in asked, hidden="hidden" in asked)  # fmt: skip
