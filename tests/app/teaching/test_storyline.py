"""A storyline file is read, and what is wrong with one is said with line, key and cure."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import BaseModel

from sim.app.state.case import first_case
from sim.app.teaching.schema import FUTURES, Guess, Words
from sim.app.teaching.storyline import HOME, load_storyline, names, own_storyline, scenario_of
from sim.results.provenance import scenario_hash
from sim.scenario.problems import ScenarioError
from sim.scenario.reading import load_scenario
from tests.app.teaching.runs import SCENARIOS, SOURCE, steps, storyline

OURS = (HOME / "blame_trap.toml").read_text(encoding="utf-8")


def told(tmp_path: Path, text: str) -> list[str]:
    """What is said about a file with that text."""
    file = tmp_path / "mine.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        load_storyline(file, SOURCE)
    return [str(problem).removeprefix(str(file)) for problem in caught.value.problems]


def with_(old: str, new: str, text: str = OURS) -> str:
    assert old in text
    return text.replace(old, new, 1)


def test_there_are_four_storylines_of_about_twenty_minutes() -> None:
    assert set(names()) >= {"advisors_into_sellers", "euphoria_ebbs", "blame_trap", "prominent_few"}
    for name in names():
        story = storyline(name)
        assert story.id == name
        assert 4 <= len(story.steps) <= 6
        assert 18 <= story.minutes <= 25


@pytest.mark.parametrize("name", names())
def test_who_presents_has_something_to_say_at_every_step(name: str) -> None:
    for step in storyline(name).steps:
        for lang in ("de", "en"):
            assert len(step.notes.say(lang).split()) >= 45, (step.title.en, lang)
            assert "?" in step.question.say(lang)
        assert step.claims


@pytest.mark.parametrize("name", names())
def test_the_texts_of_a_storyline_are_in_their_languages_and_well_quoted(name: str) -> None:
    text = (HOME / f"{name}.toml").read_text(encoding="utf-8")
    assert "\N{REPLACEMENT CHARACTER}" not in text and "Ã" not in text
    for words in _all_words(storyline(name)):
        assert not {"'", '"'} & set(words.de + words.en), words.en
        assert " the " not in words.de and " und " not in words.en
        assert words.de != words.en


def _all_words(found: object) -> list[Words]:
    if isinstance(found, Words):
        return [found]
    children = found if isinstance(found, tuple) else [value for _, value in found] if isinstance(found, BaseModel) \
        else []
    return [words for child in children for words in _all_words(child)]


def test_the_storylines_hold_all_their_claims() -> None:
    wanted = {"advisors_into_sellers": {"A1", "A7"}, "euphoria_ebbs": {"A4", "A5"},
              "blame_trap": {"A8", "A9", "E4"}, "prominent_few": {"C11", "A6"}}
    for name, claims in wanted.items():
        story = storyline(name)
        assert claims <= set(story.claims)
        assert claims <= {claim for step in story.steps for claim in step.claims}


def test_a_storyline_of_ones_own_is_read_as_ours_are(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(OURS, encoding="utf-8")
    assert load_storyline(file, SOURCE) == storyline("blame_trap")


def test_the_programme_with_opinion_leaders_first_differs_in_that_line_only() -> None:
    step = storyline("prominent_few").steps[2]
    ready = load_scenario(SCENARIOS / "b2b_advisors.toml").strategy("transform_everyone")
    first, *others = scenario_of(step, SOURCE).strategy("transform_everyone").measures
    assert first.kind == "win_opinion_leaders"
    assert tuple(others) == ready.measures


def test_resistance_spread_and_held_by_few_is_as_much() -> None:
    many, few = (scenario_of(storyline("prominent_few").steps[k], SOURCE) for k in (0, 1))
    reps, leaders = many.organisation.reps, -(-many.organisation.reps * many.parameters.influence.leader_share // 1)
    assert many.framework.opinion_leader_resistance == many.people.spread_resistance
    assert many.people.spread_resistance * reps == pytest.approx(few.framework.opinion_leader_resistance * leaders)
    assert few.people.spread_resistance == 0.0


@pytest.mark.parametrize(("old", "new", "said"), [
    ('scenario = "b2b_advisors"', 'scenario = "b2b_advisor"', "did you mean 'b2b_advisors'"),
    ('pair = ["transform_everyone", "carry_on"]', 'pair = ["transform_everybody", "carry_on"]', "transform_everyone"),
    ('outcome = "adoption"', 'outcome = "adaption"', "did you mean 'adoption'"),
    ('claims = ["A9"]', 'claims = ["A99"]', "'A99' is no claim"),
    ('"framework.error_culture" = 0.1', '"framework.error_culture" = 1.5', "1.5; allowed is a number from 0 to 1"),
    ('"framework.error_culture" = 0.1', '"framework.eror_culture" = 0.1', "did you mean 'error_culture'"),
    ("{left_adoption_peak}", "{left_adopton_peak}", "did you mean 'adoption'"),
    ("{left_adoption_peak}", "{left_adoption_peak", "brace"),
    ('focus = "course"', 'focus = "curse"', "did you mean 'course'"),
    ("minutes = 24", "minutes = 0", "from 1 to 240"),
    ("minutes = 24", "minuts = 24", "did you mean 'minutes'"),
    ('de = "Die Fehlerfalle"', 'de = " "', "both languages are needed"),
    ('kind = "choice"', 'kind = "value"', "a value does not need"),
    ("low = -0.02, high = 0.02", "low = -0.02, high = 0.01", "follow on one another"),
    ("high = 1.0 }", "high = 0.0 }", "high must be above low"),
    ('side = "left", low = 0.0', 'side = "left", quarter = 60, low = 0.0', "ends after quarter 16"),
    ('en = "Reflection meetings only"', 'en = "Mixed"', "en: 'Mixed' is already the label of strategies[6] ('mixed')"),
    ('outcome = "adoption"', 'keep = true\noutcome = "adoption"', "the first step has no step before it"),
])
def test_what_is_wrong_is_said_with_line_key_and_cure(tmp_path: Path, old: str, new: str, said: str) -> None:
    text = with_(old, new)
    problems = told(tmp_path, text)
    assert len(problems) == 1, problems
    assert said in problems[0]
    line = int(problems[0].split(":")[1])
    # Where the problem lies is the changed line or, for what concerns a table as a whole, its head.
    assert abs(line - (OURS[:OURS.index(old)].count("\n") + 1)) <= 12


def test_everything_wrong_is_said_at_once(tmp_path: Path) -> None:
    text = with_('outcome = "adoption"', 'outcome = "adaption"', with_('claims = ["A9"]', 'claims = ["A99"]'))
    assert len(told(tmp_path, text)) == 2


def test_numbers_that_one_language_leaves_out_are_told(tmp_path: Path) -> None:
    problems = told(tmp_path, with_("{left_adoption} sell; at", "Many sell; at"))
    assert "left_adoption stands in one only" in problems[0]


@pytest.mark.parametrize("text", ["", "steps = 1", "[[steps]]", "id = 3", "\x00", "steps = [[[[]]]]"])
def test_a_file_that_is_no_storyline_is_told_from_one(tmp_path: Path, text: str) -> None:
    assert told(tmp_path, text)


def test_a_storyline_that_is_missing_is_told_with_those_there_are() -> None:
    with pytest.raises(KeyError, match="blame_trap"):
        own_storyline("blame", SOURCE)


def test_answers_cover_every_number_once() -> None:
    for name in names():
        for step in storyline(name).steps:
            for k in range(-200, 400):
                number = k / 10.0
                holding = [option for option in step.guess.options if option.holds(number)]
                assert len(holding) == (1 if step.guess.kind == "choice" else 0)


def test_a_choice_with_a_gap_is_refused() -> None:
    words = Words(de="a", en="b")
    with pytest.raises(ValueError, match="at least two"):
        Guess.model_validate({"kind": "choice", "options": [{"text": words}]})
    assert FUTURES == 20


@pytest.mark.parametrize(("story", "step"), steps())
def test_the_page_runs_the_same_case_as_the_tests_of_the_storyline(story: str, step: int) -> None:
    asked = storyline(story).steps[step]
    case = first_case(asked.scenario).with_values(asked.changes).between(*asked.pair)
    assert case.pair == asked.pair
    assert scenario_hash(case.scenario()) == scenario_hash(scenario_of(asked, SOURCE))
