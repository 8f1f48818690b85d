"""The history: undoing takes back exactly one step, and a movement of the hand is one step."""

from __future__ import annotations

from functools import reduce

from hypothesis import given
from hypothesis import strategies as st

from sim.app.state.case import Case, first_case
from sim.app.state.history import LONGEST, History, HistoryStep

numbered = st.integers(0, 5).map(lambda seed: Case("crisis", {}, seed))
moves = st.one_of(
    st.tuples(st.sampled_from(["live", "commit"]), numbered),
    st.tuples(st.sampled_from(["undo", "redo", "keep", "swap", "drop"])))


def done(history: History, move: tuple[object, ...]) -> History:
    """The history after one move."""
    return getattr(history, str(move[0]))(*move[1:])


histories = st.lists(moves, max_size=12).map(
    lambda made: reduce(done, made, History(HistoryStep(first_case()))))


@given(histories, numbered)
def test_undo_takes_back_what_was_done(history: History, case: Case) -> None:
    before, after = history.held or history.now, history.commit(case)
    assert after.case == case
    if after.now != before:
        assert after.undo().now == before
    else:
        assert after.past == history.past


@given(histories)
def test_redo_takes_back_an_undo(history: History) -> None:
    if history.held is None and history.can_undo:
        assert history.undo().redo() == history


@given(histories, st.lists(numbered, min_size=1, max_size=6))
def test_a_drag_is_one_step(history: History, drag: list[Case]) -> None:
    begun = history.held or history.now
    moving = history
    for case in drag:
        moving = moving.live(case)
        assert moving.case == case
        assert moving.past == history.past
    after = moving.commit(drag[-1])
    assert len(after.past) - len(history.past) == int(after.now != begun)
    assert moving.undo().now == begun


@given(histories)
def test_swapping_twice_changes_nothing_on_the_page(history: History) -> None:
    assert history.swap().swap().now == history.now


@given(histories)
def test_keep_then_drop_leaves_the_case(history: History) -> None:
    kept = history.keep()
    assert kept.kept == kept.case == history.case
    assert kept.drop().kept is None
    assert kept.drop().case == history.case


@given(histories)
def test_a_replay_shows_two_different_cases_and_ends_with_this_one(history: History) -> None:
    found = history.replay()
    if found is not None:
        assert found[0] != found[1] == history.case


def test_keeping_is_no_change_to_replay() -> None:
    start = History(HistoryStep(first_case()))
    changed = start.commit(first_case("crisis")).keep()
    assert start.keep().replay() is None
    assert changed.replay() == (first_case(), first_case("crisis"))


def test_only_so_many_steps_are_kept() -> None:
    history = History(HistoryStep(first_case()))
    for seed in range(LONGEST + 20):
        history = history.commit(Case("crisis", {}, seed))
    assert len(history.past) == LONGEST
