"""The history: undoing takes back exactly one step, and a movement of the hand is one step."""

from __future__ import annotations

from functools import reduce

from hypothesis import given
from hypothesis import strategies as st

from sim.app.state.history import LONGEST, History, Step
from sim.app.state.world import World, first_world

numbered = st.integers(0, 5).map(lambda seed: World("crisis", {}, seed))
moves = st.one_of(
    st.tuples(st.sampled_from(["live", "commit"]), numbered),
    st.tuples(st.sampled_from(["undo", "redo", "keep", "swap", "drop"])))


def done(history: History, move: tuple[object, ...]) -> History:
    """The history after one move."""
    return getattr(history, str(move[0]))(*move[1:])


histories = st.lists(moves, max_size=12).map(
    lambda made: reduce(done, made, History(Step(first_world()))))


@given(histories, numbered)
def test_undo_takes_back_what_was_done(history: History, world: World) -> None:
    before, after = history.held or history.now, history.commit(world)
    assert after.world == world
    if after.now != before:
        assert after.undo().now == before
    else:
        assert after.past == history.past


@given(histories)
def test_redo_takes_back_an_undo(history: History) -> None:
    if history.held is None and history.can_undo:
        assert history.undo().redo() == history


@given(histories, st.lists(numbered, min_size=1, max_size=6))
def test_a_drag_is_one_step(history: History, drag: list[World]) -> None:
    begun = history.held or history.now
    moving = history
    for world in drag:
        moving = moving.live(world)
        assert moving.world == world
        assert moving.past == history.past
    after = moving.commit(drag[-1])
    assert len(after.past) - len(history.past) == int(after.now != begun)
    assert moving.undo().now == begun


@given(histories)
def test_swapping_twice_changes_nothing_on_the_page(history: History) -> None:
    assert history.swap().swap().now == history.now


@given(histories)
def test_keep_then_drop_leaves_the_world(history: History) -> None:
    kept = history.keep()
    assert kept.kept == kept.world == history.world
    assert kept.drop().kept is None
    assert kept.drop().world == history.world


@given(histories)
def test_a_replay_shows_two_different_worlds_and_ends_with_this_one(history: History) -> None:
    found = history.replay()
    if found is not None:
        assert found[0] != found[1] == history.world


def test_keeping_is_no_change_to_replay() -> None:
    start = History(Step(first_world()))
    changed = start.commit(first_world("crisis")).keep()
    assert start.keep().replay() is None
    assert changed.replay() == (first_world(), first_world("crisis"))


def test_only_so_many_steps_are_kept() -> None:
    history = History(Step(first_world()))
    for seed in range(LONGEST + 20):
        history = history.commit(World("crisis", {}, seed))
    assert len(history.past) == LONGEST
