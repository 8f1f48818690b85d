"""A story tells what happened, and nothing else."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.app.people.facts import CLAIM_OF_DOSE, CLAIM_OF_TERM, facts_of, largest_change, life_of, stretches
from sim.app.people.future import Future, follow
from sim.app.people.payload import holders_of, letters_of, of_future
from sim.app.people.story import MOST_EVENTS, story_in, story_of
from sim.scenario.reading import load_scenario
from sim.validation.claims import sentences
from sim.words.catalogue import LANGUAGES, Language, texts

SCENARIOS = Path(__file__).resolve().parents[3] / "scenarios"
CASES = [("b2b_advisors", "transform_everyone"), ("b2b_advisors", "add_sellers"), ("b2b_advisors", "replace"),
         ("blame_culture", "top_down_project"), ("crm_rollout", "culture_first")]


@cache
def future_of(scenario: str, strategy: str, run: int) -> Future:
    return follow(load_scenario(SCENARIOS / f"{scenario}.toml"), strategy, 1, run)


def everybody(future: Future) -> list[str]:
    return [person for held in holders_of(future) for _, person, _ in held]


@st.composite
def told(draw: st.DrawFn) -> tuple[Future, dict[str, Any]]:
    future = future_of(*draw(st.sampled_from(CASES)), draw(st.integers(0, 3)))
    person = draw(st.sampled_from(everybody(future)))
    story = story_in(future, person, lang=draw(st.sampled_from(LANGUAGES)), quarter=draw(st.integers(0, 16)))
    assert story is not None
    return future, story


@settings(max_examples=60)
@given(told())
def test_a_story_is_short_dated_and_in_order(pair: tuple[Future, dict[str, Any]]) -> None:
    _, story = pair
    quarters = [event["quarter"] for event in story["events"]]
    assert 1 <= len(quarters) <= MOST_EVENTS
    assert quarters == sorted(quarters)
    assert all(story["first"] <= quarter <= story["last"] for quarter in quarters)
    assert all("{" not in event["text"] for event in story["events"])
    assert {claim for event in story["events"] for claim in event["claims"]} == set(story["claims"])


@settings(max_examples=60)
@given(told())
def test_every_event_is_a_fact_of_the_future(pair: tuple[Future, dict[str, Any]]) -> None:
    future, story = pair
    slot = int(story["id"].partition("-")[0])
    letters, doses = letters_of(future)[:, slot], {"training": "training", "coaching": "coaching", "push": "push",
                                                   "tool": "push", "involvement": "involvement"}
    for event in story["events"]:
        q, (kind, _, rest) = event["quarter"], event["key"].partition(".")
        if kind == "adopted":
            assert letters[q] == "s" != letters[q - 1]
        elif kind == "relapsed":
            assert letters[q] != "s" == letters[q - 1]
        elif kind in ("blocks", "blocks_at_first"):
            assert letters[q] == "b"
        elif kind == "blocks_no_more":
            assert letters[q - 1] == "b" != letters[q]
        elif kind == "end":
            assert q == future.quarters and letters[q] == rest
        elif kind in ("left", "dismissed"):
            assert future["gone"][q, slot] == 1.0 and future["dismissed"][q, slot] == float(kind == "dismissed")
        elif kind.startswith("joined"):
            assert future["hired"][q - 1, slot] == 1.0
        elif kind == "reached":
            assert future[doses[rest]][q, slot] > 0.0 == future[doses[rest]][q - 1, slot] or q == max(story["first"], 1)
        elif kind == "euphoria":
            assert future["euphoria"][q, slot] > 0.0
        elif kind in ("fear_up", "fear_down"):
            assert (future["fear"][q, slot] > future["fear"][q - 1, slot]) == (kind == "fear_up")
        elif kind == "leader":
            watched = future.contacts()[:, slot]
            assert any(future["leader"][q, j] and letters_of(future)[q, j] == rest for j in watched)


def test_all_kinds_of_events_occur_and_have_words_in_both_languages() -> None:
    kinds = {fact.key for case in CASES for person in everybody(future_of(*case, 0))
             for life in [life_of(future_of(*case, 0), person)] if life is not None for fact in facts_of(life)}
    families = {key.partition(".")[0] for key in kinds}
    assert families >= {"adopted", "relapsed", "blocks", "blocks_no_more", "fear_up", "fear_down", "tired", "left",
                        "dismissed", "joined", "joined_after", "euphoria", "recognition", "reached", "leader", "end",
                        "tries", "first_customers"}
    for lang in LANGUAGES:
        words = texts(lang, "story")
        assert all(f"event.{key}" in words or f"event.{key}_other" in words for key in kinds)
        assert {*CLAIM_OF_TERM.values(), *CLAIM_OF_DOSE.values()} <= sentences(lang).keys()
        assert all(f"term.{term}" in words for term in future_of(*CASES[0], 0).pulls)


@settings(max_examples=40)
@given(told())
def test_courses_are_empty_where_the_person_was_not_there(pair: tuple[Future, dict[str, Any]]) -> None:
    future, story = pair
    for course in (*story["series"].values(), story["habit"], *(term["values"] for term in story["drivers"])):
        there = [value is not None for value in course]
        assert there == [story["first"] <= q <= story["last"] for q in range(future.quarters + 1)]


def test_the_strongest_force_of_the_quarter_comes_first() -> None:
    story = story_in(future_of("blame_culture", "top_down_project", 0), "0", quarter=4)
    assert story is not None and story["last"] >= 4
    sizes = [abs(term["value"]) for term in story["drivers"]]
    assert sizes == sorted(sizes, reverse=True)
    assert [term["value"] for term in story["drivers"]] == [term["values"][4] for term in story["drivers"]]


def test_the_same_person_is_found_under_the_other_strategy() -> None:
    """Who was there on the first day is; who was hired for the one strategy is not."""
    future = future_of("b2b_advisors", "add_sellers", 0)
    other = of_future(future_of("b2b_advisors", "transform_everyone", 0), side="right", label="Anders")
    seller = next(person for person in everybody(future) if int(person.partition("-")[0]) >= 40)
    first, hired = (story_in(future, person, other=other) for person in ("3", seller))
    assert first is not None and first["other"] == {"side": "right", "label": "Anders", "id": "3"}
    assert hired is not None and hired["other"]["id"] is None


def test_somebody_who_is_not_in_this_future_has_no_story() -> None:
    scenario = load_scenario(SCENARIOS / "b2b_advisors.toml")
    for person in ("3-99", "4000", "nobody", ""):
        assert story_of(scenario, "carry_on", 1, 0, person) is None


@given(st.lists(st.floats(0.0, 1.0), min_size=1, max_size=20))
def test_the_largest_change_is_the_largest_there_is(course: list[float]) -> None:
    since, until = largest_change(np.array(course), 0, len(course) - 1)
    rises = [course[j] - course[i] for i in range(len(course)) for j in range(i, len(course))]
    assert since <= until
    assert course[until] - course[since] == max(rises)


@given(st.lists(st.booleans(), min_size=2, max_size=20))
def test_stretches_cover_what_is_given_and_no_more(given_: list[bool]) -> None:
    found = list(stretches(np.array(given_), range(len(given_))))
    assert {q for start, stop in found for q in range(start, stop + 1)} == {q for q, on in enumerate(given_) if on}
    assert all(start <= stop for start, stop in found)
    assert all(stop + 1 < start for (_, stop), (start, _) in pairwise(found))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_where_the_behaviour_is_the_use_of_a_tool_nobody_sells(lang: Language) -> None:
    future = future_of("crm_rollout", "culture_first", 0)
    sells = {"de": "verkauf", "en": "sell"}[lang]
    stories = [story_in(future, person, lang=lang) for person in everybody(future)]
    told_ = [text for story in stories if story is not None
             for text in (*(event["text"] for event in story["events"]), *(term["title"] for term in story["drivers"]))]
    assert told_ and not [text for text in told_ if sells in text.lower()]
    assert sells not in of_future(future, lang=lang, label="X")["sentence"].lower()
