"""Actions on the people: whose story is told, and how they are laid out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sim.app.component import Action
from sim.app.people.stories import story_of
from sim.app.session.session import Session, question_of

SIDES = ("left", "right")


def _person(session: Session, action: Action) -> None:
    """Tell the story of a person; the same future as on the picture."""
    side, person, known = action.get("side"), action.get("id"), session.people.get("of")
    if side not in SIDES or not isinstance(person, str | int) or known is None:
        return
    question = question_of(session.world)
    quarter = action.get("quarter")

    def done(story: Any) -> None:
        session.story = story
        session.show()

    session.desk.background(
        "story", story_of, question.scenario, question.strategies[SIDES.index(side)], question.seed, known[1], person,
        quarter if isinstance(quarter, int) else question.scenario.quarters, side, session.view.lang, on_done=done)


def _view(session: Session, action: Action) -> None:
    session.view = session.view.with_("people", action.get("view"))
    session.show()


ACTIONS: dict[str, Callable[[Any, Action], None]] = {"person": _person, "people_view": _view}
