"""Why the picture is as it is: the changes since A and what each contributes, or the parts of the money."""

from __future__ import annotations

import re
from functools import partial

from sim.app.answers.changes import changes_between, focus_of
from sim.app.answers.contributions import Contributions, contributions
from sim.app.answers.desk import SHELF
from sim.app.answers.why import why, why_within
from sim.app.session.session import Session, question_of
from sim.app.state.levers import levers
from sim.app.state.world import World
from sim.app.words.catalogue import Language
from sim.app.words.named import strategy_title
from sim.app.words.values import declared, label_of, measure_title

MEASURE = re.compile(r"strategies\[(?P<strategy>\w+)\]\.measures(?:\[(?P<kind>[a-z_]+)(?P<number>\d*)\])?")
KIND = "why"
"""The kind of this work on the desk."""


def explain(session: Session) -> None:
    """Have it worked out why, where that is looked at and may be seen; a newer question replaces an older one."""
    session.desk.drop(KIND)
    if session.view.panel != "why" or session.answer is None or not session.may_show_results:
        return
    world, kept, lang = session.history.world, session.history.kept, session.view.lang
    if kept is not None:
        a, b = question_of(kept), question_of(world)
        focus = focus_of(a, b)
        if changes_between(a, b, focus):
            of, titles = (a.identity, b.identity, lang), partial(title_of_change, world, lang)
            if session.why_of != of:
                session.why, session.why_of = None, of
            session.desk.pursue(KIND, contributions(a, b, focus, SHELF),
                                lambda found: _told(session, of, found, titles))
            return
    session.why, session.why_of, session.why_preliminary = why_within(session.answer, lang), None, False


def _told(session: Session, of: tuple[str, str, Language], found: Contributions, titles: partial[str]) -> None:
    """Show what was found, unless something else is asked by now."""
    if session.why_of != of:
        return
    lang = of[2]
    session.why, session.why_preliminary = why(found, lang, titles), not found.final
    session.show()


def title_of_change(world: World, lang: Language, key: str) -> str:
    """What a change is called: its lever, its measure with the strategy, or its value."""
    lever = next((one["title"] for one in levers(world, lang) if one["field"] == key), None)
    if lever is not None:
        return str(lever)
    measure = MEASURE.fullmatch(key)
    if measure is None:
        try:
            return label_of(lang, declared(key))
        except KeyError:
            return key
    named = strategy_title(lang, world.scenario(), measure["strategy"])
    if measure["kind"] is None:
        return named
    number = f" {measure['number']}" if measure["number"] else ""
    return f"{measure_title(lang, measure['kind'])}{number} ({named})"
