"""Both languages say the same things, and say all that can be asked for."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.scenario.catalogue import home_of, rows
from sim.scenario.lookup import choices_of, details_of
from sim.scenario.measures import MEASURES
from sim.scenario.reading import load_scenario
from sim.validation.claims import CLAIMS, sentences
from sim.words.catalogue import DECLARED_IN, LANGUAGES, Language, catalogue, say
from sim.words.named import scenario_words, strategy_words
from sim.words.values import about_of, declared, key_of, label_of, measure_title, name_of, section_title, unit_title
from tests.words.declarations import DECLARED, mismatches

SCENARIOS = Path(__file__).resolve().parents[2] / "scenarios"
ROOMS = ("scenarios", "strategies", "info", "help", "teaching")
ROWS = [row.name for row in rows()]

MOJIBAKE = re.compile("Ã|Â|â€|\N{REPLACEMENT CHARACTER}")
STRAIGHT = re.compile(r"[\"']")
ENGLISH = re.compile(r"\b(the|of|and|with|which|their|reps?|share of|how far|what is|people|customers?|sellers?|"
                     r"training|learning|quarter)\b", re.IGNORECASE)
GERMAN = re.compile(r"\b(der|das|und|nicht|wird|werden|mit|eine[rnms]?|bei|wie|für|Verkäufer|Berater)\b")


def ours(lang: Language) -> dict[str, str]:
    """Texts of the rooms that this file looks after, those that declarations say included."""
    declared = {f"{room}.{key}": text for room, texts in DECLARED.items() for key, text in texts.items()}
    found = declared if lang == DECLARED_IN else {}
    rooms = {*ROOMS, *DECLARED}
    return found | {name: text for name, text in catalogue(lang).items() if name.partition(".")[0] in rooms}


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_every_text_is_there_in_both_languages_with_the_same_places() -> None:
    german, english = ours("de"), ours("en")
    assert german.keys() == english.keys()
    assert {name: places(text) for name, text in german.items()} == {n: places(t) for n, t in english.items()}


@pytest.mark.parametrize("room", DECLARED)
def test_what_is_declared_has_german_words_and_no_german_words_are_left_over(room: str) -> None:
    assert mismatches(room, DECLARED[room]) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_text_is_empty_damaged_or_badly_quoted(lang: Language) -> None:
    for name, text in ours(lang).items():
        assert text.strip() == text != "", name
        assert not MOJIBAKE.search(text), name
        assert not STRAIGHT.search(text), name
        assert "  " not in text, name


def test_german_quotes_open_low_and_english_ones_high() -> None:
    for name, text in ours("de").items():
        assert text.count("„") == text.count("“") and "”" not in text, name
    for name, text in ours("en").items():
        assert text.count("“") == text.count("”") and "„" not in text, name


def test_no_language_has_words_of_the_other() -> None:
    for name, text in ours("de").items():
        assert not ENGLISH.search(text), f"{name}: {text}"
    for name, text in ours("en").items():
        assert not GERMAN.search(text), f"{name}: {text}"


def test_the_search_for_the_other_language_finds_what_it_looks_for() -> None:
    assert ENGLISH.search("Anteil of the Berater")
    assert GERMAN.search("share der reps")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_declared_value_has_a_label_and_a_sentence(lang: Language) -> None:
    for name in ROWS:
        assert len(label_of(lang, name)) <= 60, name
        assert about_of(lang, name).endswith((".", "(Preisdruck).")), name


@pytest.mark.parametrize("lang", LANGUAGES)
def test_values_of_one_section_are_told_apart_by_their_labels(lang: Language) -> None:
    for section in {name.rpartition(".")[0] for name in ROWS}:
        labels = [label_of(lang, name) for name in ROWS if name.rpartition(".")[0] == section]
        assert len(set(labels)) == len(labels), section


@given(st.lists(st.tuples(st.from_regex(r"[a-z][a-z_0-9]{0,8}", fullmatch=True),
                          st.sampled_from(["", "[]", "[training]"])), min_size=1, max_size=4))
def test_the_key_of_a_name_leads_back_to_the_name(parts: list[tuple[str, str]]) -> None:
    name = ".".join(word + bracket for word, bracket in parts)
    assert name_of(key_of(name)) == name


def test_key_of_a_measures_value() -> None:
    assert key_of("strategies[].measures[training].start") == "strategies-.measures-training.start"
    assert declared("market.shocks[0].demand") == "market.shocks[].demand"
    assert label_of("de", "strategies[].measures[hire_sellers].quarters") == "Verteilt auf"
    assert label_of("de", "strategies[].measures[rules].quarters") == "Dauer"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_everything_that_is_claimed_has_words(lang: Language) -> None:
    for claim in CLAIMS:
        assert sentences(lang)[claim.id]


def test_every_choice_says_what_each_of_its_words_is_called() -> None:
    fields = [field for model in MEASURES.values() for field in model.model_fields.values() if field.description]
    choices = [field for field in fields if choices_of(field.annotation)]
    assert len(choices) > 2
    assert all(set(details_of(field)["choices"]) == set(choices_of(field.annotation)) for field in choices)


@pytest.mark.parametrize(("unit", "english", "german"), [
    ("0-1", "0 to 1", "0 bis 1"), ("1/quarter", "per quarter", "je Quartal"), ("EUR/mis-hire", "EUR per mis-hire",
                                                                              "EUR je Fehlbesetzung"),
    ("leads/customer/quarter", "leads per customer and quarter", "Anfragen je Kunde und Quartal"),
    ("1/(quarter share)", "per quarter and share", "je Quartal und Anteil"), ("logits", "logits", "Logits"),
    ("choice", "", ""), ("-", "", "")])
def test_a_unit_is_read_as_people_say_it(unit: str, english: str, german: str) -> None:
    assert (unit_title("en", unit), unit_title("de", unit)) == (english, german)


def test_a_value_that_stands_in_several_places_has_the_words_of_its_declaration() -> None:
    labels = {label_of("de", f"strategies[].measures[{kind}].dose") for kind in ("rules", "tool_rollout")}
    assert labels == {"Stärke"}
    assert home_of("strategies[].measures[rules].dose") == "strategies[].measures[].dose"
    assert home_of("strategies[].measures[hire_sellers].dose") == "strategies[].measures[hire_sellers].dose"
    assert label_of("en", "strategies[].measures[bonus_change].bonus.team") == "Bonus: team part"


def test_a_value_or_a_kind_that_is_not_declared_has_no_words() -> None:
    for asked in (lambda: label_of("en", "framework.colour"), lambda: measure_title("en", "dancing"),
                  lambda: section_title("de", "colours")):
        with pytest.raises(KeyError):
            asked()


@pytest.mark.parametrize("file", sorted(SCENARIOS.glob("*.toml")), ids=lambda file: file.stem)
def test_a_ready_scenario_and_its_strategies_are_said_in_german(file: Path) -> None:
    scenario = load_scenario(file)
    assert scenario_words("de", scenario.title) == say("de", f"scenarios.{file.stem}.title") != scenario.title
    assert scenario_words("de", scenario.description) != scenario.description
    assert scenario_words("de", scenario.behaviour.name) != scenario.behaviour.name
    for shock in scenario.market.shocks:
        assert scenario_words("de", shock.label) != shock.label
    for strategy in scenario.strategies:
        assert strategy_words("de", strategy.title) != strategy.title, strategy.name
        assert strategy_words("de", strategy.description) != strategy.description, strategy.name
        assert strategy_words("en", strategy.description) == strategy.description


def test_what_a_user_has_named_stays_as_it_is() -> None:
    assert strategy_words("de", "Unser Weg") == "Unser Weg"
    assert scenario_words("de", "Müller & Söhne") == "Müller & Söhne"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_about_the_model_has_all_its_sections(lang: Language) -> None:
    for section in ("what", "works", "use", "notice", "try", "limits", "never", "sources", "licence"):
        assert say(lang, f"info.{section}.title") and len(say(lang, f"info.{section}.text")) > 80


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_key_has_a_sign_and_says_what_it_does(lang: Language) -> None:
    known = [name.removesuffix(".key") for name in ours(lang) if name.startswith("help.") and name.endswith(".key")]
    assert len(known) >= 20
    assert all(say(lang, f"{name}.does") for name in known)


def test_the_page_about_the_model_counts_claims_as_the_page_of_validation_does() -> None:
    board = (SCENARIOS.parent / "docs" / "validation.md").read_text(encoding="utf-8")
    found = re.search(r"(\d+) claims: (\d+) hold, (\d+) do not hold, (\d+) undecided", board)
    assert found is not None
    numbers = {"5": ("fünf", "five"), "1": ("eine", "one")}
    for k, lang in enumerate(LANGUAGES):
        told = say(lang, "info.limits.text")
        assert found[1] in told and found[2] in told
        assert numbers[found[3]][k] in told and numbers[found[4]][k] in told
