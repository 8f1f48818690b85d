"""A session's answer as the exports take it."""

from __future__ import annotations

from sim.app.exports.results import Results
from sim.app.session.picture import Picture
from sim.app.session.session import Session
from sim.app.words.catalogue import said, texts


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
        ready_title=world.base if world.own else said(lang, f"scenarios.{world.base}.title", world.base),
        changes=world.changes, question=session.teaching.question if session.teaching else "",
        answer=cards["headline"], link=session.search or "", command=world.cli_line(answer.n), cards=cards["cards"],
        course=course["course"], money=money["money"], programme=picture.programme()["programmes"],
        limits=[text for name, text in texts(lang, "info").items() if name == "limits.text"])
