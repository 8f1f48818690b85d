"""A session without a browser: what actions do to it, with the real helper processes behind it."""

from __future__ import annotations

import base64
import html
import io
import re
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

pytest.importorskip("solara")

from sim.app.answers.request import PREVIEW, Request
from sim.app.exports.report import drawing_of
from sim.app.exports.results import origin_of, results_of
from sim.app.serving.start import Start
from sim.app.session import session as sessions
from sim.app.session.actions import ACTIONS
from sim.app.session.address import read, search_of
from sim.app.session.opening import explain, session_of
from sim.app.session.picture import Picture
from sim.app.session.session import File, Session
from sim.app.state.case import Case
from sim.app.teaching.phases import IN_A_STEP
from sim.app.teaching.storyline import names
from sim.words.catalogue import LANGUAGES, Language
from tests.app.exports.made import drawing

PATIENCE = 60.0
ERROR_CULTURE = "framework.error_culture"


def wait_for(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "nothing came in time"
        time.sleep(0.02)


def answered(session: Session) -> bool:
    return session.answer is not None and session.answer.request.scenario == session.case.scenario()


@pytest.fixture
def session() -> Iterator[Session]:
    opened = session_of(Start(), "")
    yield opened
    opened.close()


def test_a_session_begins_with_a_picture_of_twenty_futures_or_more(session: Session) -> None:
    wait_for(lambda: answered(session))
    assert session.answer is not None and session.answer.n >= PREVIEW
    assert Picture(session).cards()["cards"]


@pytest.mark.parametrize(("base", "selling"), [("crm_rollout", False), ("b2b_advisors", True)])
def test_the_menu_of_outcomes_speaks_of_selling_only_where_the_behaviour_is_that(base: str, selling: bool) -> None:
    opened = Session(ACTIONS, explain, Case(base))
    try:
        assert opened.answer is None  # nothing has been asked yet
        titles = " ".join(one["title"] for one in Picture(opened).course()["outcomes"])
    finally:
        opened.close()
    assert ("verk" in titles.lower()) is selling


def test_a_drag_is_one_step_back(session: Session) -> None:
    before = session.history.case
    for value in (0.5, 0.6, 0.7):
        session.act({"type": "change", "field": ERROR_CULTURE, "value": value, "commit": False})
    session.act({"type": "change", "field": ERROR_CULTURE, "value": 0.7, "commit": True})
    assert session.history.case.scenario().framework.error_culture == 0.7
    session.act({"type": "undo"})
    assert session.history.case == before


def test_what_is_kept_as_a_stays_while_the_case_moves_on(session: Session) -> None:
    session.act({"type": "keep"})
    session.act({"type": "change", "field": ERROR_CULTURE, "value": 0.9, "commit": True})
    wait_for(lambda: answered(session) and session.beside is not None)
    assert session.history.kept is not None
    assert session.history.kept.scenario().framework.error_culture != 0.9
    assert any(side["delta"] for card in Picture(session).cards()["cards"] for side in card["sides"])


def test_the_address_brings_back_case_kept_state_and_view(session: Session) -> None:
    for action in ({"type": "keep"}, {"type": "change", "field": ERROR_CULTURE, "value": 0.9, "commit": True},
                   {"type": "lang", "value": "en"}, {"type": "show", "what": "outcome", "value": "fear"},
                   {"type": "panel", "value": "programme"}, {"type": "seed", "value": 7}):
        session.act(action)
    search = search_of(session)
    assert search is not None
    again = session_of(Start(), search)
    try:
        assert again.history.now == session.history.now
        assert again.view == session.view
        assert again.dialog is None
    finally:
        again.close()


def test_an_address_that_is_nonsense_is_told_and_opens_the_start() -> None:
    opened = session_of(Start(), "?v=1&s=nonsense")
    try:
        assert opened.dialog is not None and opened.history.case.changes == {}
    finally:
        opened.close()


def test_a_scenario_of_the_command_line_that_has_gone_is_told_and_opens_the_start(tmp_path: Path) -> None:
    opened = session_of(Start(scenario=tmp_path / "gone.toml"), "")
    try:
        assert opened.dialog is not None and "gone.toml" in str(opened.dialog.body)
        assert opened.history.case.own == ""
    finally:
        opened.close()


def test_back_goes_to_the_case_of_that_address(session: Session) -> None:
    first = search_of(session)
    session.act({"type": "change", "field": ERROR_CULTURE, "value": 0.9, "commit": True})
    session.act({"type": "address", "search": first})
    assert session.history.case.changes == {}


def test_a_file_with_problems_changes_nothing_and_says_them_all(session: Session) -> None:
    before = session.history
    session.act({"type": "upload", "name": "bad.toml", "size": 60,
                 "text": "quarters = 900\n[framework]\nerror_culture = 3\n"})
    assert session.history == before
    assert session.dialog is not None
    told = str(session.dialog.body)
    assert "bad.toml:1: quarters" in told and "bad.toml:3: framework.error_culture" in told


@pytest.mark.parametrize("story", names())
def test_no_result_leaves_the_server_before_the_reveal(story: str, session: Session) -> None:
    session.act({"type": "storyline", "name": story})
    while session.lesson is not None and session.lesson.phase != "end":
        wait_for(lambda: answered(session))
        hidden = session.lesson.at.hides
        picture = Picture(session)
        sides = [side for card in picture.cards()["cards"] for side in card["sides"]]
        assert hidden == (not any(side["value"] for side in sides))
        assert hidden == (not picture.money()["money"])
        course = picture.course()
        assert hidden == (not any(one["runs"] for one in course["course"]["series"]))
        assert not (hidden and (course["sentence"] or picture.people()["sides"] or picture.why()["why"]))
        session.act({"type": "story", "move": "on"})
    assert session.lesson is not None and session.lesson.phase == "end"
    session.act({"type": "story", "move": "on"})
    assert session.lesson is None


UNTOLD = re.compile(r"<(bound method|function|built-in)|object at 0x|^None$")
"""What Python writes where somebody forgot to call, or to look whether there is something."""


def handed_over(session: Session, kind: str) -> File:
    """The file that the page hands over when asked for it; empty where it hands over none."""
    before = session.file.get("number", 0)
    action = {"type": "report"} if kind == "report" else {"type": "file", "kind": kind}
    session.act({**action, "origin": "http://here/"})
    assert session.dialog is None
    return session.file if session.file.get("number", 0) > before else {}


def cells_of(workbook: File) -> list[str]:
    """Every text of a workbook."""
    book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(workbook["base64"])))
    return [cell for sheet in book for row in sheet.values for cell in row if isinstance(cell, str)]


@pytest.mark.parametrize(("story", "lang"), list(zip(names()[:len(LANGUAGES)], LANGUAGES, strict=True)))
def test_files_made_during_a_storyline_have_its_question_as_their_title(story: str, lang: Language,
                                                                        session: Session) -> None:
    session.act({"type": "lang", "value": lang})
    session.act({"type": "storyline", "name": story})
    phases = set()
    while session.lesson is not None and session.lesson.step == 0:
        wait_for(lambda: answered(session))
        phases.add(session.lesson.phase)
        report, workbook, table = (handed_over(session, kind) for kind in ("report", "xlsx", "csv"))
        assert bool(report) == bool(workbook) == bool(table) == session.may_show_results
        if report:
            question = session.lesson.now.question.say(lang)
            assert re.findall("<h1>(.*?)</h1>", html.unescape(report["text"])) == [question]
            assert question in cells_of(workbook)
            told = (report["text"], base64.b64decode(table["base64"]).decode(), *cells_of(workbook), report["name"])
            assert not [text for text in told if UNTOLD.search(text)]
        session.act({"type": "story", "move": "on"})
    assert phases == {"intro", *IN_A_STEP}


def test_a_change_in_the_middle_of_a_replay_is_the_last_word(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """The replay's thread has made sure that nothing else has begun, and shows its case; now a person moves on."""
    session.act({"type": "change", "field": ERROR_CULTURE, "value": 0.9, "commit": True})
    asked = sessions.request_of
    acting: list[threading.Thread] = []

    def interrupted(case: Case) -> Request:
        if session.flipped is not None and not acting:
            person = threading.Thread(target=session.act, args=(
                {"type": "change", "field": ERROR_CULTURE, "value": 0.2, "commit": True},))
            person.start()
            acting.append(person)
            person.join(0.3)
        return asked(case)

    monkeypatch.setattr(sessions, "request_of", interrupted)
    session.act({"type": "replay"})
    wait_for(lambda: bool(acting))
    acting[0].join()
    wait_for(lambda: not session.worker.busy)
    assert session.flipped is None
    assert session.case.scenario().framework.error_culture == 0.2
    assert answered(session)


def test_another_language_reaches_the_people_and_the_reasons(session: Session) -> None:
    session.act({"type": "panel", "value": "why"})
    wait_for(lambda: session.people is not None and session.why is not None and not session.worker.busy)
    before = session.why["sentence"]
    session.act({"type": "lang", "value": "en"})
    wait_for(lambda: bool(session.people.lang == "en"))
    assert session.why["sentence"] != before


def test_a_story_is_not_told_after_it_was_closed_or_the_case_has_moved_on(session: Session) -> None:
    wait_for(lambda: session.people is not None and not session.worker.busy)
    person = {"type": "person", "side": "left", "id": session.people.sides[0]["persons"][0]["id"]}
    session.act(person)
    wait_for(lambda: session.story is not None)
    for action in ({"type": "close"}, {"type": "change", "field": ERROR_CULTURE, "value": 0.9, "commit": True}):
        session.act(person)
        session.act(action)
        assert session.story is None
        wait_for(lambda: not session.worker.busy)
        assert session.story is None


def test_no_story_is_told_before_the_reveal(session: Session) -> None:
    wait_for(lambda: session.people is not None)
    session.act({"type": "storyline", "name": names()[0]})
    wait_for(lambda: answered(session) and not session.worker.busy)
    session.act({"type": "person", "side": "left", "id": session.people.sides[0]["persons"][0]["id"]})
    assert not session.worker.busy and session.story is None


def test_an_older_a_is_compared_with_nothing(session: Session) -> None:
    wait_for(lambda: answered(session))
    session.act({"type": "keep"})
    wait_for(lambda: session.beside is not None)
    older = session.beside
    session.act({"type": "change", "field": ERROR_CULTURE, "value": 0.9, "commit": True})
    session.act({"type": "keep"})
    assert session.beside is not older
    wait_for(lambda: session.beside is not None)
    session._answered_beside(older)  # its refinement was under way
    assert session.beside is not older


def test_files_say_of_which_case_their_numbers_are(session: Session) -> None:
    wait_for(lambda: answered(session) and not session.worker.busy)
    session.worker.close()  # the next answer is long in coming
    session.act({"type": "change", "field": ERROR_CULTURE, "value": 0.9, "commit": True})
    results = results_of(session, "http://here/")
    assert results.comparison.scenario.framework.error_culture != 0.9
    assert results.changes == {} and "error_culture" not in results.command
    origin = origin_of(session)
    assert origin is not None and "error_culture" not in origin["command"]
    again, _ = read(results.link.partition("?")[2])
    assert again.case.changes == {}


VALUES: Any = some.none() | some.booleans() | some.integers() | some.floats() | some.text(max_size=12) \
    | some.dictionaries(some.sampled_from(["left", "right", "x"]), some.floats(), max_size=2)
KEYS = ("value", "field", "name", "what", "side", "index", "op", "start", "quarters", "dose", "kind", "commit", "move",
        "id", "quarter", "text", "size", "view", "search", "group", "open", "origin", "calm")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(actions=some.lists(some.tuples(some.sampled_from([*ACTIONS, "none"]),
                                      some.dictionaries(some.sampled_from(KEYS), VALUES, max_size=4)), max_size=6))
def test_whatever_a_browser_sends_the_session_stays_usable(
        session: Session, actions: list[tuple[str, dict[str, Any]]]) -> None:
    for kind, given_with in actions:
        session.act({"type": kind, **given_with})
    assert "Error" not in str(session.dialog), session.dialog
    Picture(session).levers()
    assert session.case.scenario() is not None


def test_a_report_has_the_picture_of_the_answer_that_it_tells(session: Session) -> None:
    wait_for(lambda: answered(session))
    session.worker.close()  # no other answer from here on
    session.act({"type": "report", "origin": "http://here/", "drawing": drawing(), "picture": session.picture - 1})
    assert session.file["again"] and "text" not in session.file
    session.act({"type": "report", "origin": "http://here/", "drawing": drawing(), "picture": session.picture})
    assert session.file["open"] and str(drawing_of(drawing())) in session.file["text"]


def test_a_report_is_not_made_with_what_is_no_drawing(session: Session) -> None:
    wait_for(lambda: answered(session))
    session.act({"type": "report", "drawing": "<p onclick='alert(1)'/>", "picture": session.picture})
    assert session.file == {} and session.dialog is not None


def test_why_is_told_in_the_language_that_is_spoken_now(session: Session) -> None:
    session.act({"type": "panel", "value": "why"})
    wait_for(lambda: session.why is not None)
    german = session.why["sentence"]
    session.act({"type": "lang", "value": "en"})
    wait_for(lambda: session.why is not None and session.why["sentence"] != german)
    assert "Verkäufer" not in session.why["sentence"]
