"""The address: every state comes back, and nothing that anybody types breaks the page or goes unsaid."""

from __future__ import annotations

import base64
import json
import zlib
from typing import Any
from urllib.parse import parse_qs, urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim._version import __version__
from sim.app.state.case import Case, first_case, own_case
from sim.app.state.link import LARGEST, LONGEST, MOST_CHANGES, LinkState, LinkView, decode, encode
from sim.scenario.schema import Scenario
from sim.scenario.strategy import Strategy
from tests.app.state.made import cases

ids = st.text("abcdefghijklmnopqrstuvwxyz0123456789_", max_size=40)
places = st.text("abcdefghijklmnopqrstuvwxyz0123456789_~.+-", max_size=200)
views = st.builds(LinkView, lang=st.sampled_from(["de", "en"]), beamer=st.booleans(), outcome=ids, band=ids, people=ids,
                  panel=ids, mode=ids, quarter=st.integers(0, 80), story=ids, place=places)
states = st.builds(LinkState, case=cases(), kept=st.none() | cases(), view=views)
trees = st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
                     lambda part: st.lists(part, max_size=4) | st.dictionaries(st.text(max_size=8), part, max_size=4))


def packed(data: Any, version: object = 1, model: str = __version__) -> str:
    """A query that holds these data."""
    raw = zlib.compress(json.dumps(data).encode())
    return urlencode({"v": version, "m": model, "s": base64.urlsafe_b64encode(raw).rstrip(b"=").decode()})


def said(query: str) -> set[str]:
    """The names of what there is to tell about a query."""
    return {note.name for note in decode(query)[1]}


def holding(**case: Any) -> str:
    """A query with a case that differs from the first one in these parts."""
    return packed({"w": {"b": "b2b_advisors", "s": 1, "p": ["transform_everyone", "add_sellers"], **case}})


@settings(max_examples=60)
@given(states)
def test_every_state_comes_back(state: LinkState) -> None:
    query = encode(state)
    assert query is not None
    assert decode(query) == (state, [])
    assert decode(f"?{query}") == (state, [])


def test_the_link_names_the_versions() -> None:
    fields = parse_qs(encode(LinkState()) or "")
    assert (fields["v"], fields["m"]) == (["1"], [__version__])


def test_no_query_is_the_start_and_nothing_to_tell() -> None:
    assert decode("") == (LinkState(), [])
    assert decode("?lang=en") == (LinkState(), [])


@given(st.text() | st.text("?&=%vms0123abcAB-_", max_size=60) | st.binary().map(lambda raw: f"?v=1&m=0&s={raw.hex()}"))
def test_garbage_gives_the_start(text: str) -> None:
    state, notes = decode(text)
    assert state == LinkState()
    assert all(note.text("de") and note.text("en") for note in notes)


@settings(max_examples=80)
@given(trees | st.fixed_dictionaries({"w": st.fixed_dictionaries({}, optional={
    "b": st.sampled_from(["crisis", "x"]) | trees, "s": trees, "p": trees, "o": trees,
    "c": st.dictionaries(st.sampled_from(["framework.error_culture", "strategies[mixed].measures", "quarters", "a"]),
                         trees | st.lists(st.fixed_dictionaries({"kind": st.sampled_from(["training", "x"]),
                                                                 "start": trees, "quarters": trees})))})},
    optional={"a": trees, "l": trees}))
def test_whatever_is_packed_gives_a_case_that_runs_and_a_word_about_it(data: Any) -> None:
    state, notes = decode(packed(data))
    state.case.scenario()
    assert encode(state) is not None
    assert all(note.text("de") and note.text("en") for note in notes)


def test_a_damaged_link_is_told() -> None:
    query = encode(LinkState(first_case("crisis"))) or ""
    assert said(query[:-5]) == {"drawer.link.unreadable"}


def test_a_link_of_another_version_is_not_guessed_at() -> None:
    state, (note,) = decode(packed({"w": {"b": "crisis"}}, version=2))
    assert state == LinkState()
    assert "(2)" in note.text("de")


def test_a_link_of_another_model_opens_and_says_so() -> None:
    query = packed({"w": {"b": "crisis", "p": ["mixed", "replace"]}}, model="9.9")
    state, notes = decode(query)
    assert state.case.base == "crisis"
    assert [note.name for note in notes if note.name == "drawer.link.model"]


@pytest.mark.parametrize(("case", "name"), [
    ({"b": "gone"}, "drawer.link.scenario"),
    ({"p": ["gone", "mixed"]}, "drawer.link.pair"),
    ({"p": "mixed"}, "drawer.link.pair"),
    ({"s": -1}, "drawer.link.seed"),
    ({"s": True}, "drawer.link.seed"),
    ({"c": [1]}, "drawer.link.changes"),
    ({"c": {f"x{i}": 1 for i in range(MOST_CHANGES + 1)}}, "drawer.link.changes"),
    ({"c": {"framework.gone": 1}}, "levers.note.unknown"),
    ({"c": {"framework.error_culture": 3}}, "levers.note.clamped"),
    ({"c": {"framework.error_culture": "much"}}, "levers.note.unusable"),
    ({"c": {"quarters": 2}}, "levers.note.refused"),
    ({"c": {"strategies[mixed].measures": [{"kind": "gone"}]}}, "levers.note.programme"),
    ({"c": {"strategies[mixed].measures": [{"kind": "training", "start": 70}]}}, "levers.note.measure"),
    ({"c": {"strategies[carry_on].measures": []}}, "levers.note.unknown"),
    ({"o": {"quarters": 900}}, "drawer.link.own"),
    ({"z": 1}, "levers.note.unknown"),
])
def test_each_defect_is_told_and_left_out(case: dict[str, Any], name: str) -> None:
    assert said(holding()) == set()
    assert said(holding(**case)) == {name}
    decode(holding(**case))[0].case.scenario()


def test_what_is_right_survives_beside_what_is_wrong() -> None:
    state, _ = decode(holding(c={"framework.error_culture": 0.9, "framework.gone": 1, "quarters": 2}))
    assert state.case.changes == {"framework.error_culture": 0.9}


def test_an_unknown_view_is_left_out_and_told() -> None:
    query = packed({"w": {"b": "crisis", "s": 1, "p": ["mixed", "replace"]}, "l": {"outcome": "gone", "quarter": 5}})
    state, (note,) = decode(query, {"outcome": ("adoption",)})
    assert state.view == LinkView(quarter=5)
    assert note.name == "drawer.link.view"


def test_a_small_link_that_unpacks_to_a_huge_one_is_refused() -> None:
    bomb = packed("x" * (LARGEST + 1))
    assert len(bomb) < LONGEST
    assert said(bomb) == {"drawer.link.unreadable"}


def test_a_scenario_of_ones_own_travels_with_the_link_if_it_is_small() -> None:
    own = own_case(Scenario(title="Mine", strategies=(Strategy(name="a"), Strategy(name="b"))), "mine.toml")
    assert decode(encode(LinkState(own, own)) or "") == (LinkState(own, own), [])
    noise = base64.b85encode(bytes(i * i % 251 for i in range(60_000))).decode()
    large = own_case(Scenario(description=noise), "large.toml")
    assert encode(LinkState(large)) is None or len(encode(LinkState(large)) or "") <= LONGEST + 60


def test_cases_are_equal_as_their_numbers_are() -> None:
    assert Case("crisis", {"a": 1}) != Case("crisis", {"a": True})
    assert hash(Case("crisis", {"a": 1, "b": 2})) == hash(Case("crisis", {"b": 2, "a": 1}))
