"""What the page is told of an answer: formats, honest words, parts that add up."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.app.answers.answer import Answer
from sim.app.answers.cache import Cache
from sim.app.answers.cards import cards, cut, headline
from sim.app.answers.course import KNOWN, MENU, SINGLES, course, outcome_menu
from sim.app.answers.money import money, parts, whole
from sim.app.answers.request import FULL, PREVIEW, Request
from sim.app.people.payload import people_of
from sim.scenario.strategy import CARRY_ON
from sim.words.catalogue import LANGUAGES
from tests.app.answers.common import answered, scenario, small

SHARED = Cache()
MOST_BYTES = 20_000
"""A course must reach the browser within the blink of a slider."""


@cache
def an_answer(left: str = "train", right: str = "press", runs: int = PREVIEW, *changes: str) -> Answer:
    return answered(Request(small(*changes), (left, right)), runs, SHARED)


def shifted(answer: Answer, name: str, euro: np.ndarray | float) -> Answer:
    """The answer as if a strategy earned so much more in the last quarter, future by future."""
    profit = answer.futures[name]["profit"].copy()
    profit[-1] += euro
    changed = {**answer.futures, name: {**answer.futures[name], "profit": profit}}
    return replace(answer, futures=changed)


def told(answer: Answer, lang: str = "de") -> dict[str, list[dict]]:
    return {card["key"]: card["sides"] for card in cards(answer, lang)}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("outcome", [shown.name for shown in MENU])
def test_a_course_is_plain_json_short_enough_and_has_the_numbers_of_the_tables(outcome, lang):
    answer, fine = an_answer(runs=30), 5.1e-3 if KNOWN[outcome].number == "count" else 5.1e-4
    found = course(answer, outcome, lang, an_answer("sell", "press"))
    assert len(json.dumps(found, allow_nan=False).encode()) < MOST_BYTES
    assert [series["side"] for series in found["series"]] == ["left", "right", "reference"]
    assert [series["side"] for series in found["kept"]] == ["left", "right"]
    table = answer.comparison().quarters.set_index(["strategy", "outcome"])
    for series, name in zip(found["series"], ("train", "press", CARRY_ON), strict=True):
        assert len(series["runs"]) == SINGLES and all(len(run) == found["quarters"] for run in series["runs"])
        if outcome != "ahead":
            for column in ("mean", "p10", "p50", "p90"):
                exact = table.loc[(name, outcome), column].to_numpy()
                np.testing.assert_allclose(series[column], exact, atol=fine * max(1.0, np.abs(exact).max()), rtol=0)
    assert found["n"] == 30 and str(30) in found["sentence"] and "{" not in found["sentence"]


def test_carrying_on_is_drawn_once_where_it_stands_left_or_right():
    found = course(an_answer("train", CARRY_ON), "adoption", "en")
    assert [series["side"] for series in found["series"]] == ["left", "right"]
    assert found["goal"] == pytest.approx(0.6) and course(an_answer(), "fear", "en")["goal"] is None


def test_the_lead_over_carrying_on_ends_with_the_gain():
    answer = an_answer()
    np.testing.assert_allclose(answer.ahead_of_reference("left")[-1], answer.success["train"].gain)
    assert not answer.ahead_of_reference("reference").any()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_menu_names_every_outcome_for_selling_and_for_any_other_behaviour(lang):
    for selling in (True, False):
        menu = outcome_menu(lang, selling)
        assert len({entry["title"] for entry in menu}) == len(menu) >= 14
        assert {entry["unit"] for entry in menu} == {"share", "eur", "index", "count"}
    words = json.dumps(outcome_menu(lang, False), ensure_ascii=False).lower()
    assert "verkauf" not in words and "sell" not in re.sub(r"skill_selling", "", words)


def test_a_course_that_is_not_about_selling_does_not_speak_of_it():
    crm = answered(Request(scenario("crm_rollout"), ("small_steps", "top_down_project")), PREVIEW)
    for lang, word in (("de", "verkauf"), ("en", "sell")):
        assert word not in course(crm, "adoption", lang)["title"].lower()
        assert all(word not in card["about"].lower() for card in cards(crm, lang))


@pytest.mark.parametrize("change", ["behaviour.name=cold calls", "behaviour.name=Verkaufen",
                                    "behaviour.acquisition_yield=0", "behaviour.acquisition_yield=0.1"])
def test_results_and_people_agree_whether_the_behaviour_is_selling_whatever_it_is_called(change):
    answer = an_answer("train", "press", PREVIEW, change)
    people = people_of(answer.scenario, "train", answer.request.seed, 0, lang="en")
    sells = not change.endswith("=0")
    assert ("sell" in course(answer, "adoption", "en")["title"].lower()) is sells
    assert ("sell" in cards(answer, "en")[-1]["about"].lower()) is sells
    assert people["tool"] is not sells


@pytest.mark.parametrize("lang", LANGUAGES)
def test_cards_count_futures_and_compare_with_what_was_kept(lang):
    answer, kept = an_answer("train", "press", PREVIEW, "framework.error_culture=0.9"), an_answer(runs=60)
    for card in cards(answer, lang, kept):
        assert card["n"] == PREVIEW and not card["full"]
        assert [side["side"] for side in card["sides"]] == ["left", "right"]
        for side in card["sides"]:
            assert side["delta"] and str(PREVIEW) in side["words"]
            assert "{" not in "".join([card["title"], card["about"], *map(str, side.values())])
    assert all(side["delta"] == "" for card in cards(answer, lang) for side in card["sides"])


def test_the_same_state_as_kept_has_no_delta():
    for card in cards(an_answer(), "de", an_answer(runs=60)):
        assert [side["delta"] for side in card["sides"]] == ["wie bei A", "wie bei A"]


def test_a_strategy_that_never_pays_says_so_and_one_that_does_rarely_hides_its_median():
    never = told(shifted(an_answer(), "train", -1e9))["pays"][0]
    assert never["value"] == "nicht" and "in keiner von 20 Zukünften" in never["words"]
    euro = np.where(np.arange(PREVIEW) < 3, 1e9, -1e9)
    rarely = told(shifted(an_answer(), "train", euro))["pays"][0]
    assert rarely["value"] == "selten" and rarely["words"].startswith("nur in 3 von 20 Zukünften, dort ab Q4")
    always = told(shifted(an_answer(), "train", 1e9))["pays"][0]
    assert always["value"].startswith("ab Q") and always["words"] == "in allen 20 Zukünften"


def test_carrying_on_against_itself_is_no_result():
    sides = told(an_answer("train", CARRY_ON))
    assert sides["gain"][1]["value"] == sides["pays"][1]["value"] == "–"


def test_a_gain_that_may_be_none_is_called_undecided():
    answer = an_answer()
    gain = answer.success["train"].gain
    centred = shifted(answer, "train", (np.where(np.arange(PREVIEW) % 2, 1e6, -1e6) - gain) / 0.9)
    assert "nicht entschieden" in told(centred)["gain"][0]["words"]
    assert "nicht entschieden" not in told(shifted(answer, "train", 1e9))["gain"][0]["words"]


def test_the_headline_says_who_is_ahead_in_how_many_futures_and_by_how_much():
    sentence = headline(shifted(an_answer(), "press", 2e9), "de")
    assert sentence.startswith("„press“ liegt vorn: in allen 20 Zukünften besser als „train“, im Mittel um 1,")
    assert "Mrd. EUR" in sentence
    turned = headline(shifted(an_answer(), "train", 2e9), "en")
    assert turned.startswith("‘train’ is ahead: better than ‘press’ in all 20 futures")


def test_an_undecided_headline_does_not_name_a_winner():
    euro = np.where(np.arange(PREVIEW) % 2, 1e9, -1.1e9)
    for lang, start in (("de", "Noch unentschieden"), ("en", "Undecided so far")):
        sentence = headline(shifted(an_answer("train", "train"), "train", euro), lang)
        assert "train" in sentence
        open_ = headline(shifted(an_answer(), "train", euro), lang)
        assert open_.startswith(start) and "20" in open_
    whole_ensemble = Answer(an_answer().request, FULL, {
        name: {outcome: np.tile(values, FULL // PREVIEW) for outcome, values in futures.items()}
        for name, futures in an_answer().futures.items()})
    even = shifted(whole_ensemble, "train", -(whole_ensemble.difference().values) / 0.9
                   + np.tile([1e9, -1e9], FULL // 2))
    assert headline(even, "de").startswith("Unentschieden") and "500 Zukünfte" in headline(even, "de")


def test_a_lead_that_few_futures_make_is_called_so():
    euro = np.where(np.arange(PREVIEW) < 8, 9e9, -1e8)
    assert "nur in 8 von 20 Zukünften" in headline(shifted(an_answer(), "train", euro), "de")


def test_the_same_strategy_on_both_sides_or_the_same_result_is_said_as_such():
    assert "dieselbe Strategie" in headline(an_answer("train", "train"), "de")
    twins = {name: an_answer().futures[CARRY_ON] for name in an_answer().futures}
    assert "zum selben Ergebnis" in headline(replace(an_answer(), futures=twins), "de")


def test_the_headline_warns_where_carrying_on_is_better():
    answer = shifted(shifted(an_answer(), "train", -1e9), "press", -2e9)
    assert headline(answer, "de").endswith("Weitermachen wäre besser als beides.")
    assert headline(answer, "en").endswith("Carrying on would be better than either.")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_money_adds_up_exactly_to_the_gain(lang):
    answer = an_answer("sell", "press")
    for side in money(answer, lang):
        name = answer.side(side["side"])
        assert sum(part["value"] for part in side["parts"]) == side["total"]
        assert side["total"] == round(float(answer.success[name].gain.mean()))
        np.testing.assert_allclose(sum(parts(answer, side["side"]).values()), answer.success[name].gain, atol=1.0)
        assert "{" not in side["sentence"]


def test_carrying_on_neither_brings_nor_costs():
    side = money(an_answer("train", CARRY_ON), "de")[1]
    assert side["total"] == 0 and not any(part["value"] for part in side["parts"])


@given(st.dictionaries(st.text("abc", min_size=1, max_size=3), st.floats(-1e9, 1e9), min_size=1, max_size=9))
def test_whole_euros_add_up_and_stay_within_one_of_the_exact_part(values):
    total = round(sum(values.values()))
    found = whole(values, total)
    assert sum(found.values()) == total
    assert all(abs(found[key] - value) <= 1.0 + 1e-6 for key, value in values.items())


def test_a_cut_answer_is_the_answer_of_the_first_futures():
    short, long = an_answer(), an_answer(runs=60)
    assert cut(long, PREVIEW).success["train"].npv.tobytes() == short.success["train"].npv.tobytes()
    assert cut(short, 60) is short
