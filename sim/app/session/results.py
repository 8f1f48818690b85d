"""A session's answer as the exports take it."""

from __future__ import annotations

from sim.analysis.identity import scenario_hash, sha256_of
from sim.app.exports.results import Results
from sim.app.session.address import search_of
from sim.app.session.picture import Picture
from sim.app.session.session import Session
from sim.app.state.programme import programme
from sim.app.words.catalogue import texts
from sim.app.words.named import scenario_words
from sim.show.provenance import Provenance


def origin_of(session: Session) -> dict[str, str] | None:
    """Where the page's pictures come from, as `salesshift provenance` reads it; None while there is no answer."""
    answer = session.answer
    if answer is None:
        return None
    identity = sha256_of([answer.question.identity, answer.n])

    def told() -> dict[str, str]:
        command = session.answered.cli_line(answer.n)
        record = Provenance(command, "comparison", identity, scenario=answer.scenario.title,
                            scenario_hash=scenario_hash(answer.scenario), seed=answer.question.seed,
                            replications=answer.n)
        return {"command": command, "identity": identity, "record": record.text()}

    return session.memos.origin.take(identity, told)


def results_of(session: Session, origin: str = "") -> Results:
    """Everything that the page shows of the newest answer; ``origin`` is the address up to the question mark.

    Raises
    ------
    ValueError
        while there is no answer.
    """
    answer, lang = session.answer, session.view.lang
    if answer is None:
        raise ValueError("there is no answer yet")
    world, picture = session.answered, Picture(session)
    left, right = answer.question.strategies
    search = search_of(session, world)
    cards, course, money = picture.cards(), picture.course(), picture.money()
    return Results(
        lang=lang, comparison=answer.comparison(), left=left, right=right, ready=world.base_scenario(),
        ready_title=world.base if world.own else scenario_words(lang, world.base_scenario().title),
        changes=world.changes, question=session.lesson.question(lang) if session.lesson else "",
        answer=cards["headline"], link=f"{origin}{search}" if search else "", command=world.cli_line(answer.n),
        cards=cards["cards"],
        course=course["course"], money=money["money"], programme=programme(world, lang),
        limits=[text for name, text in texts(lang, "info").items() if name == "limits.text"])
