"""Actions of a storyline: choosing one, its keys, the guesses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sim.app.component import Action
from sim.app.session.dialogs import Dialog, bullets, heading, text
from sim.app.session.lesson import Lesson, begun, enter
from sim.app.session.session import Session
from sim.app.teaching import session as machine
from sim.app.teaching.storyline import names
from sim.app.words.catalogue import texts

KEYS = {"on": machine.FORWARD, "back": machine.BACK, "guess": "g", "lock": "Enter", "reveal": " ", "why": "w",
        "replay": "r", "next": machine.NEXT}
"""What the page calls a move, and the key that stands for it."""


def _storyline(session: Session, action: Action) -> None:
    name = str(action.get("name", ""))
    if name in names():
        enter(session, begun(name))
    elif not name:
        enter(session, None)


def _story(session: Session, action: Action) -> None:
    lesson: Lesson | None = session.lesson
    if lesson is None:
        return
    key = KEYS.get(str(action.get("move")), "")
    if key == machine.FORWARD and lesson.phase == "end":
        enter(session, None)
        return
    if key == machine.FORWARD and lesson.phase == "guess":
        key = "Enter"
    enter(session, replace(lesson, at=machine.press(lesson.at, key)))


def _guess(session: Session, action: Action) -> None:
    """Note a guess, from the chart, the slider or a choice; the chart says when it is to be locked."""
    lesson: Lesson | None = session.lesson
    value = action.get("value")
    if lesson is None:
        return
    number = value.get(lesson.now.guess.side) if isinstance(value, dict) else value
    if isinstance(number, bool) or not isinstance(number, int | float):
        return
    at = machine.guess(lesson.at, lesson.now.guess, float(number))
    enter(session, replace(lesson, at=machine.press(at, "Enter") if action.get("locked") is True else at))


def _choice(session: Session, action: Action) -> None:
    told = str(action.get("value", ""))
    if told.isdecimal():
        _guess(session, {"value": int(told)})


def _notes(session: Session, _: Action) -> None:
    """What there is to say at this step, for who stands in front."""
    lesson: Lesson | None = session.lesson
    if lesson is None:
        return
    lang, step = session.view.lang, lesson.now
    told = texts(lang, "claims")
    claims = [f"{claim}: {told[claim]}" for claim in step.claims if claim in told]
    session.dialog = Dialog(step.title.say(lang), [
        text(step.notes.say(lang)), heading(session.say("teaching.look")), text(step.look.say(lang)),
        *([heading(session.say("teaching.claims")), bullets(claims)] if claims else [])])
    session.show()


ACTIONS: dict[str, Callable[[Any, Action], None]] = {
    "storyline": _storyline, "story": _story, "guess": _guess, "choice": _choice, "notes": _notes}
