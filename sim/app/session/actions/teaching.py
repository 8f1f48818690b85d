"""Actions of a storyline: choosing one, its keys, the guesses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sim.app.components import Action
from sim.app.session.dialogs import Dialog, bullets, heading, text
from sim.app.session.lesson import Lesson, begun, labelled
from sim.app.session.session import Handler, Session
from sim.app.teaching import phases as machine
from sim.app.teaching.storyline import names
from sim.validation.claims import sentences

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
    lesson = session.lesson
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
    lesson = session.lesson
    value = action.get("value")
    if lesson is None:
        return
    number = value.get(lesson.now.guess.side) if isinstance(value, Mapping) else value
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
    lesson = session.lesson
    if lesson is None:
        return
    lang, step = session.view.lang, lesson.now
    told = sentences(lang)
    claims = [f"{claim}: {told[claim]}" for claim in step.claims if claim in told]
    session.dialog = Dialog(step.title.say(lang), [
        text(step.notes.say(lang)), heading(session.say("teaching.look")), text(step.look.say(lang)),
        *([heading(session.say("teaching.claims")), bullets(claims)] if claims else [])])
    session.show()


def enter(session: Session, lesson: Lesson | None) -> None:
    """Go to a place in a storyline: its case, its view, and what may be seen."""
    before, session.lesson = session.lesson, lesson
    if lesson is None:
        session.show()
        return
    if before is None or before.name != lesson.name or before.step != lesson.step:
        _set_the_stage(session, lesson)
    if lesson.phase == "why":
        session.view = session.view.with_("panel", "why")
    elif lesson.phase == "revealed" and lesson.now.focus in ("money", "people", "programme"):
        session.view = session.view.with_("panel", lesson.now.focus)
    if lesson.phase == "replay" and session.history.kept is not None and (before is None or before.phase != "replay"):
        session.replay((session.history.kept, session.history.case))
    session.explain(session)
    session.show()


def _set_the_stage(session: Session, lesson: Lesson) -> None:
    step, lang = lesson.now, session.view.lang
    case = lesson.case(lang)
    kept = replace(lesson, at=replace(lesson.at, step=lesson.step - 1)).case(lang) if step.keep else None
    session.notice = ""
    session.forget_story()
    session.view = session.view.with_("outcome", step.outcome).with_("people", step.people).with_("panel", "money")
    session.move(session.history.stand(case, kept))


def relabel(session: Session) -> None:
    """Give the strategies that a step has renamed their names in the language that is now spoken."""
    if session.lesson is None:
        return
    case = labelled(session.history.case, session.lesson.now, session.view.lang)
    if case != session.history.case:
        session.move(replace(session.history, now=session.history.now._replace(case=case)), commit=False)


ACTIONS: dict[str, Handler] = {
    "storyline": _storyline, "story": _story, "guess": _guess, "choice": _choice, "notes": _notes}
