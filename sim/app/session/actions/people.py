"""Actions on the people: whose story is told, and how they are laid out."""

from __future__ import annotations

from sim.app.component import Action, Payload
from sim.app.people.story import story_of
from sim.app.session.session import STORY, Handler, Session
from sim.app.words.catalogue import Language
from sim.app.words.named import strategy_title
from sim.scenario.schema import Scenario

SIDES = ("left", "right")


def _person(session: Session, action: Action) -> None:
    """Tell the story of a person; the same future as on the picture."""
    side, person, shown = action.get("side"), action.get("id"), session.people
    if not isinstance(side, str) or side not in SIDES or not isinstance(person, str | int):
        return
    if shown is None or not session.may_show_results:
        return
    question, place = shown.question, SIDES.index(side)
    quarter, beyond = action.get("quarter"), shown.sides[1 - place]

    def done(story: Payload | None) -> None:
        session.story = story
        session.show()

    session.desk.background(
        STORY, tell, question.scenario, question.strategies[place], question.seed, shown.run, str(person), side,
        session.view.lang, quarter if isinstance(quarter, int) else question.scenario.quarters, beyond, on_done=done)


def tell(scenario: Scenario, strategy: str, seed: int, run: int, person: str, side: str, lang: Language, quarter: int,
         beyond: Payload) -> Payload | None:
    """The story of a person; runs in a helper process."""
    label = strategy_title(lang, scenario, strategy)
    return story_of(scenario, strategy, seed, run, person, side=side, label=label, lang=lang, quarter=quarter,
                    other=beyond)


def _view(session: Session, action: Action) -> None:
    session.view = session.view.with_("people", action.get("view"))
    session.show()


ACTIONS: dict[str, Handler] = {"person": _person, "people_view": _view}
