"""The way through a storyline: every key leads somewhere sound, and nothing is shown before the reveal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.app.teaching import phases as machine
from sim.app.teaching.phases import (
    FORWARD,
    IN_A_STEP,
    PHASES,
    StoryProgress,
    from_text,
    guess,
    press,
    start,
    to_text,
    visible,
)
from sim.app.teaching.storyline import names
from tests.app.teaching.runs import storyline

RESULTS = {"course", "cards", "money", "people", "why"}
KEYS = (FORWARD, machine.BACK, "g", "G", "Enter", " ", "w", "r", "n", "Escape", "x", "")
STORIES = names()


@st.composite
def sessions(draw: st.DrawFn) -> StoryProgress:
    """Any state that a room can be in."""
    story = storyline(draw(st.sampled_from(STORIES)))
    state = start(story)
    for key in draw(st.lists(st.sampled_from(KEYS), max_size=60)):
        state = press(state, key)
    if draw(st.booleans()):
        state = guess(state, story.steps[state.step].guess, draw(st.floats(-10.0, 30.0)))
    return state


@pytest.mark.parametrize("name", STORIES)
def test_a_clicker_walks_through_everything_and_back_again(name: str) -> None:
    story = storyline(name)
    state, way = start(story), []
    while state.phase != "end":
        way.append((state.step, state.phase))
        state = press(state, FORWARD)
    assert way == [(0, "intro"), *((k, phase) for k in range(len(story.steps)) for phase in IN_A_STEP)]
    for place in reversed(way):
        state = press(state, machine.BACK)
        assert (state.step, state.phase) == place
    assert press(state, machine.BACK) == state


def test_letters_lead_through_a_step_as_the_page_says() -> None:
    state = press(start(storyline("blame_trap")), FORWARD)
    way = [state := press(state, key) for key in ("G", "Enter", " ", "W", "R", "N")]
    assert [(s.step, s.phase) for s in way] == [(0, "guess"), (0, "locked"), (0, "revealed"), (0, "why"),
                                                (0, "replay"), (1, "question")]


@given(sessions(), st.sampled_from(KEYS))
def test_every_key_leads_from_a_sound_state_to_a_sound_state(state: StoryProgress, key: str) -> None:
    story, after = storyline(state.story), press(state, key)
    assert 0 <= after.step < len(story.steps)
    assert after.phase in PHASES
    assert len(after.guesses) == len(story.steps)
    assert after.guesses == state.guesses


@given(sessions(), st.sampled_from(KEYS))
def test_no_result_is_seen_before_the_reveal(state: StoryProgress, key: str) -> None:
    after = press(state, key)
    if after.phase in ("intro", "question", "guess", "locked"):
        assert not visible(after.phase) & RESULTS
        assert after.hides
    # One key never leads from a question to a result.
    if state.phase in ("question", "guess") and after.step == state.step:
        assert not visible(after.phase) & RESULTS


def test_reasons_are_kept_for_after_the_reveal() -> None:
    assert "why" not in visible("revealed")
    assert visible("why") >= RESULTS


@given(sessions(), st.floats(allow_nan=True, allow_infinity=True))
def test_a_guess_is_one_that_can_be_made_and_stays_once_locked(state: StoryProgress, value: float) -> None:
    asked = storyline(state.story).steps[state.step].guess
    after = guess(state, asked, value)
    if state.phase not in ("question", "guess"):
        assert after == state
    elif after.guessed is not None and asked.kind == "value":
        assert asked.low <= after.guessed <= asked.high
    elif after.guessed is not None:
        assert after.guessed in range(len(asked.options))


@given(sessions())
def test_a_link_leads_back_to_the_same_state(state: StoryProgress) -> None:
    story = storyline(state.story)
    assert from_text(to_text(state), story) == state


@given(sessions(), st.integers(0, 60), st.text(max_size=4))
def test_a_damaged_link_leads_to_a_sound_state_or_to_none(state: StoryProgress, at: int, put: str) -> None:
    story = storyline(state.story)
    text = to_text(state)
    found = from_text(text[:at] + put + text[at + 1:], story)
    if found is not None:
        assert 0 <= found.step < len(story.steps) and found.phase in PHASES
        for value, step in zip(found.guesses, story.steps, strict=True):
            assert value is None or step.guess.kind == "choice" or step.guess.low <= value <= step.guess.high


def test_the_link_of_another_storyline_is_none_of_this_one() -> None:
    assert from_text(to_text(start(storyline("blame_trap"))), storyline("prominent_few")) is None
