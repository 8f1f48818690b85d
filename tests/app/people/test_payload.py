"""What the browser gets of the people: small, stable, in both languages."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.app.people.layout import places_of
from sim.app.people.payload import LETTERS, SURNAMES, counts_of, id_of, name_of, people_of, typical_run
from sim.engine.setup import make_setup
from sim.people.chance import Luck
from sim.scenario.reading import load_scenario, with_overrides
from sim.scenario.schema import Scenario
from sim.words.catalogue import texts

SCENARIOS = Path(__file__).resolve().parents[3] / "scenarios"
SMALL = 40_000
"""Characters of the JSON of 40 reps over 16 quarters."""


@cache
def base() -> Scenario:
    return load_scenario(SCENARIOS / "b2b_advisors.toml")


def with_reps(reps: int) -> Scenario:
    return base().model_copy(update={"organisation": base().organisation.model_copy(update={"reps": reps})})


def reps_places(payload: dict[str, Any]) -> list[list[float]]:
    return payload["places"][:base().organisation.reps]


def test_forty_people_over_four_years_are_a_small_payload() -> None:
    for strategy in ("transform_everyone", "replace", "add_sellers"):
        assert len(json.dumps(people_of(base(), strategy, 1, 0), separators=(",", ":"))) < SMALL


@settings(max_examples=15)
@given(st.integers(4, 60), st.integers(2, 12), st.integers(0, 500),
       st.sampled_from([s.name for s in base().strategies]))
def test_every_part_has_an_entry_for_every_position_and_quarter(reps: int, size: int, run: int, strategy: str) -> None:
    organisation = base().organisation.model_copy(update={"reps": reps, "team_size": size})
    payload = people_of(base().model_copy(update={"organisation": organisation, "quarters": 5}), strategy, 1, run)
    count = len(payload["persons"])
    assert len(payload["state"]) == payload["quarters"] + 1 == 6
    assert {len(row) for row in payload["state"]} == {count} == {len(payload["places"])}
    assert set("".join(payload["state"])) <= {*LETTERS, "-"}
    for name, table in payload["numbers"].items():
        assert {len(row) for row in table} == {count}
        assert min(map(min, table)) >= 0
        assert name == "customers" or max(map(max, table)) <= 100
    assert all(0 <= i < j < count for i, j in payload["edges"])
    assert {person["team"] for person in payload["persons"]} == set(range(payload["teams"]))
    assert all(0.0 <= x <= 1.0 and 0.0 <= y <= 1.0 for x, y in payload["places"][:reps])
    assert all(x > 1.0 for x, _ in payload["places"][reps:])


def test_nobody_moves_when_a_measure_or_an_assumption_does() -> None:
    before = people_of(base(), "transform_everyone", 1, 3)
    changed = with_overrides(base(), ["people.fear_of_failure=0.7", "goals.adoption_level=0.4"])
    assert people_of(changed, "transform_everyone", 1, 3)["places"] == before["places"]
    assert reps_places(people_of(base(), "add_sellers", 1, 3)) == before["places"]
    names = [person["name"] for person in before["persons"]]
    assert [person["name"] for person in people_of(changed, "replace", 1, 3)["persons"]] == names


def test_colleagues_stand_nearer_than_strangers_and_nobody_on_another() -> None:
    setup = make_setup(base(), base().strategy("carry_on"), Luck.of(1, np.asarray([0])))
    spots, team = np.array(places_of(setup)), setup.teams.team_of
    distance = np.sqrt(((spots[:, None] - spots[None]) ** 2).sum(axis=2))
    same = team[:, None] == team[None]
    np.fill_diagonal(same, False)
    apart = distance[~np.eye(len(spots), dtype=bool)]
    assert distance[same].mean() < 0.8 * distance[team[:, None] != team[None]].mean()
    assert apart.min() > 0.04


def test_two_hundred_people_have_places_of_their_own() -> None:
    payload = people_of(with_reps(200), "carry_on", 1, 0)
    assert not payload["whole"]
    assert len({tuple(place) for place in payload["places"]}) == 200


def test_a_large_force_is_shown_by_teams_and_still_adds_up() -> None:
    payload = people_of(with_reps(2000), "carry_on", 1, 0)
    assert payload["whole"] and not payload["persons"] and not payload["edges"]
    per_quarter = np.array(payload["crowd"]).sum(axis=(1, 2))
    assert per_quarter.tolist() == [2000] * (payload["quarters"] + 1)
    small = people_of(base(), "replace", 1, 0)
    crowded = people_of(base(), "replace", 1, 0, most=10)
    for letters, crowd in zip(small["state"], crowded["crowd"], strict=True):
        assert [letters.count(letter) for letter in LETTERS] == [sum(teams) for teams in crowd]


def test_somebody_who_is_hired_is_a_new_person_in_the_same_position() -> None:
    payload = people_of(base(), "replace", 1, 3)
    changed = [person for person in payload["persons"] if len(person["holders"]) > 1]
    assert changed
    for person in changed:
        index = payload["persons"].index(person)
        begins = [holder[0] for holder in person["holders"]]
        assert begins == sorted(set(begins))
        assert len({holder[1] for holder in person["holders"]}) == len(begins)
        for began in begins[1:]:
            assert payload["state"][began - 1][index] == "v" != payload["state"][began][index]


def test_a_newcomer_in_a_leaders_position_is_no_leader_yet() -> None:
    payload = people_of(base(), "replace", 1, 11)
    for index, person in enumerate(payload["persons"]):
        for began, _, _ in person["holders"][1:]:
            assert index not in payload["leaders"][began]
    assert any(payload["leaders"])
    ever = {index for row in payload["leaders"] for index in row}
    assert ever <= {index for index, person in enumerate(payload["persons"]) if person["leader"]}


@given(st.integers(0, 5), st.integers(2, 50), st.integers(1, 80))
def test_no_name_comes_twice_in_a_team(team: int, size: int, quarters: int) -> None:
    began = [0, *range(2, quarters + 1)]
    names = [name_of(team * size + place, place, size, quarter) for place in range(size) for quarter in began]
    assert len(set(names)) == len(names)


def test_the_surnames_are_many_and_each_stands_once() -> None:
    assert len(SURNAMES) == len(set(SURNAMES)) >= 150


@given(st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 80)), unique=True))
def test_an_identifier_says_who_is_meant(people: list[tuple[int, int]]) -> None:
    assert len({id_of(slot, began) for slot, began in people}) == len(people)


def test_what_is_read_follows_the_language() -> None:
    german, english = (people_of(base(), "add_sellers", 1, 0, lang=lang, label="X") for lang in ("de", "en"))
    assert "Verkäufer 8" in german["sentence"] and "dedicated seller 8" in english["sentence"]
    assert german["teamNames"][-1] == "Verkäufer-Team 1"
    told = counts_of([german, german], "de")
    assert len(told) == 17 and told[0].startswith("Erster Tag") and told[16].startswith("Quartal 16 von 16")
    assert str(german["state"][16].count("a")) in told[16]


def test_both_languages_have_a_word_for_every_letter() -> None:
    for lang in ("de", "en"):
        words = texts(lang, "people")
        assert all(words[f"state.{letter}"] and words[f"about.{letter}"] for letter in LETTERS)


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=60))
def test_the_typical_run_is_the_one_nearest_the_median_of_the_first(differences: list[float]) -> None:
    among = differences[:20]
    chosen = typical_run(differences)
    off = [abs(value - np.median(among)) for value in among]
    assert chosen < len(among) and off[chosen] == min(off)
