"""A session's answer as the exports take it."""

from __future__ import annotations

from sim.app.exports.results import Results
from sim.app.session.address import search_of
from sim.app.session.picture import Picture
from sim.app.session.session import Session
from sim.app.words.catalogue import texts
from sim.app.words.named import scenario_words


def results_of(session: Session) -> Results:
    """Everything that the page shows of the newest answer, to be taken along.

    Raises
    ------
    ValueError
        while there is no answer.
    """
    answer, lang = session.answer, session.view.lang
    if answer is None:
        raise ValueError("there is no answer yet")
    world, picture = session.history.world, Picture(session)
    left, right = answer.question.strategies
    cards, course, money = picture.cards(), picture.course(), picture.money()
    return Results(
        lang=lang, comparison=answer.comparison(), left=left, right=right, ready=world.base_scenario(),
        ready_title=world.base if world.own else scenario_words(lang, world.base_scenario().title),
        changes=world.changes, question=session.lesson.question if session.lesson else "",
        answer=cards["headline"], link=search_of(session) or "", command=world.cli_line(answer.n), cards=cards["cards"],
        course=course["course"], money=money["money"], programme=picture.programme()["programme"],
        limits=[text for name, text in texts(lang, "info").items() if name == "limits.text"])
