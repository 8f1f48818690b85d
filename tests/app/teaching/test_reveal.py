"""What a guess comes to: the number that decides, the gap, the sentence."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.app.session.lesson import begun, line_of
from sim.app.teaching.facts import (
    Facts,
    ahead,
    gain,
    gap,
    is_near,
    of_twenty,
    outcome_of,
    reached,
    sentence,
    truth,
    unknown_places,
)
from sim.comparison.compare import compare
from sim.words.catalogue import say
from tests.app.teaching.runs import run, storyline

GAP = "\N{NO-BREAK SPACE}"
STORY, TOP_DOWN, FULL, PRICE, MONEY = "advisors_into_sellers", 0, 1, 2, 3


def test_the_sentence_tells_guess_truth_and_single_futures() -> None:
    step, found = storyline(STORY).steps[TOP_DOWN], run(STORY, TOP_DOWN)
    assert sentence("de", step, found, 0.6) == (f"Sie haben 60{GAP}% geschätzt, das Modell zeigt im Mittel 3{GAP}% "
                                                "(in 20 von 20 Zukünften weniger als Ihre Schätzung).")
    assert sentence("en", step, found, 0.0).endswith("(your guess or more in 20 of 20 futures).")
    assert sentence("de", step, found, None) == f"Das Modell zeigt im Mittel 3{GAP}%."


def test_a_guess_that_is_close_is_told_so() -> None:
    step, found = storyline(STORY).steps[TOP_DOWN], run(STORY, TOP_DOWN)
    assert sentence("de", step, found, truth(step, found)).startswith("Nah dran")
    assert not is_near(step.guess, 0.5, truth(step, found))


def test_a_choice_is_right_or_is_put_right() -> None:
    step, found = storyline(STORY).steps[PRICE], run(STORY, PRICE)
    right = outcome_of(step, found).option
    assert right == 0
    assert sentence("de", step, found, right).startswith("Richtig: Es fällt deutlich (−")
    assert "„Es wächst mit“" in sentence("de", step, found, 2)
    assert sentence("en", step, found, None).startswith("The model says: It falls clearly")


def test_the_numbers_are_those_of_a_comparison() -> None:
    found, step = run(STORY, MONEY), storyline(STORY).steps[MONEY]
    told = compare(found.scenario, step.pair, replications=200)
    summary = told.summary()
    assert ahead(found) == pytest.approx(told.difference(*step.pair).probability)
    for side, name in zip(("left", "right"), step.pair, strict=True):
        assert gain(found, side) == pytest.approx(float(summary.loc[name, "gain"]))
        assert reached(found, side) == pytest.approx(float(summary.loc[name, "goal_reached"]))


def test_facts_are_written_as_each_language_writes_them() -> None:
    found = run(STORY, FULL)
    told = Facts("de", found, "Links", "Rechts").tell("{left}: {left_adoption}, {goal}, {left_reached}, {left_fear_q3}")
    assert told == "Links: 69\N{NO-BREAK SPACE}%, 60\N{NO-BREAK SPACE}%, 14 von 20, 45"


def test_places_that_no_run_can_fill_are_found() -> None:
    assert [place for place, _ in unknown_places("{left_adoption} {middle_adoption} {left_nothing}")] \
        == ["left_nothing", "middle_adoption"]
    assert list(unknown_places("{left_adoption_q12} {ahead} {right_gain} {reference_customers_peak_quarter}")) == []


@given(st.floats(0.0, 1.0))
def test_not_quite_all_futures_are_not_all(share: float) -> None:
    count = int(of_twenty("en", share).split()[0])
    assert (count == 20) == (share == 1.0)
    assert (count == 0) == (share == 0.0)


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_the_gap_leads_from_the_guess_to_the_truth(guess: float, true: float) -> None:
    assert np.isclose(guess + gap(guess, true), true)


def test_a_room_that_only_called_out_is_not_told_that_its_guess_stands() -> None:
    lesson = begun("advisors_into_sellers")
    asked = next(k for k, step in enumerate(lesson.story.steps) if step.guess.kind == "value")
    at = replace(lesson.at, step=asked, phase="locked")
    silent = line_of(replace(lesson, at=at), "en", None)
    assert silent["slider"] is None and silent["said"] == say("en", "page.do_called")
    guesses = tuple(lesson.story.steps[asked].guess.low if k == asked else None for k in range(len(at.guesses)))
    spoken = line_of(replace(lesson, at=replace(at, guesses=guesses)), "en", None)
    assert spoken["slider"]["guessed"] and spoken["said"] == say("en", "page.do_locked")
