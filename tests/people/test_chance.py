"""Luck: uniform, independent, and the same number for the same key whatever else is asked for."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sim.people.chance import Decision, Luck, decision_key, run_keys, to_uniform

RUNS = np.arange(400)
LUCK = Luck.of(1, RUNS)
KEYS = st.tuples(st.integers(-(2**63), 2**63 - 1), st.sampled_from(list(Decision)), st.integers(0, 80))


def test_the_ends_of_the_words_give_numbers_strictly_between_0_and_1() -> None:
    ends = to_uniform(np.array([0, 2**64 - 1], dtype=np.uint64))
    assert 0.0 < ends[0] < 1e-15 and 1.0 - 1e-15 < ends[1] < 1.0


@pytest.mark.parametrize("decision", list(Decision))
def test_the_numbers_of_every_decision_are_uniform(decision: Decision) -> None:
    u = LUCK.uniform(decision, 3, 50).ravel()
    sigma = 1.0 / np.sqrt(12.0 * u.size)
    assert abs(u.mean() - 0.5) < 4.5 * sigma
    assert u.var() == pytest.approx(1.0 / 12.0, rel=0.03)
    assert stats.kstest(u, "uniform").pvalue > 1e-5


def correlations(rows: np.ndarray) -> np.ndarray:
    """Correlations between all pairs of rows, in standard errors."""
    found = np.corrcoef(rows)[np.triu_indices(len(rows), 1)]
    return found * np.sqrt(rows.shape[1])


@pytest.mark.parametrize("rows", [
    np.array([LUCK.uniform(d, 1, 25).ravel() for d in Decision]),
    np.array([LUCK.uniform(Decision.MOOD, q, 25).ravel() for q in range(30)]),
    np.array([LUCK.uniform(Decision.MOOD, q, 30) for q in range(25)]).transpose(1, 0, 2).reshape(30, -1),
    np.array([LUCK.uniform(Decision.MOOD, q, 100) for q in range(100)]).reshape(-1, RUNS.size).T[:30],
    np.array([Luck.of(seed, RUNS).uniform(Decision.MOOD, 1, 25).ravel() for seed in range(30)]),
], ids=["decisions", "quarters", "slots", "runs", "seeds"])
def test_numbers_under_different_keys_are_uncorrelated(rows: np.ndarray) -> None:
    assert np.abs(correlations(rows)).max() < 4.8
    assert np.abs(correlations(np.abs(rows - 0.5))).max() < 4.8


def test_neighbouring_keys_fill_the_unit_square_evenly() -> None:
    u = LUCK.uniform(Decision.LEADS, 2, 101)
    table, _, _ = np.histogram2d(u[:-1].ravel(), u[1:].ravel(), bins=16, range=((0, 1), (0, 1)))
    assert stats.chisquare(table.ravel()).pvalue > 1e-5


@given(KEYS, st.integers(1, 40), st.integers(0, 60))
def test_a_slots_luck_does_not_depend_on_the_number_of_slots(key: tuple, slots: int, more: int) -> None:
    seed, decision, quarter = key
    luck = Luck.of(seed, np.arange(3))
    assert np.array_equal(luck.uniform(decision, quarter, slots + more)[:slots], luck.uniform(decision, quarter, slots))


@given(KEYS, st.lists(st.integers(0, 10**9), min_size=1, max_size=8), st.data())
def test_a_runs_luck_does_not_depend_on_the_batch(key: tuple, runs: list[int], data: st.DataObject) -> None:
    seed, decision, quarter = key
    column = data.draw(st.integers(0, len(runs) - 1))
    batch = Luck.of(seed, np.array(runs)).uniform(decision, quarter, 5)
    alone = Luck.of(seed, np.array([runs[column]])).uniform(decision, quarter, 5)
    assert np.array_equal(batch[:, [column]], alone)


@given(KEYS, st.lists(st.tuples(st.integers(0, 99), st.integers(0, 6)), max_size=20))
def test_at_gives_the_numbers_of_uniform(key: tuple, pairs: list[tuple[int, int]]) -> None:
    seed, decision, quarter = key
    luck = Luck.of(seed, np.arange(7))
    slot, run = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    assert np.array_equal(luck.at(decision, quarter, slot, run), luck.uniform(decision, quarter, 100)[slot, run])


def test_every_decision_has_a_name_and_a_key_of_its_own() -> None:
    assert len({str(d) for d in Decision}) == len(Decision.__members__)  # members, so that an alias counts
    assert len({int(decision_key(d)) for d in Decision}) == len(Decision)


def test_no_two_runs_and_no_two_seeds_share_a_key() -> None:
    keys = np.concatenate([run_keys(seed, np.arange(5_000)) for seed in (0, 1, 2, -1, 2**40)])
    assert np.unique(keys).size == keys.size


def test_no_two_keys_give_the_same_number() -> None:
    keys = [(d, q) for d in (Decision.MOOD, Decision.LEADS, Decision.CHURN) for q in range(4)]
    streams = [set(LUCK.uniform(d, q, 40).ravel()) for d, q in keys]
    assert all(len(stream) == 40 * RUNS.size for stream in streams)
    assert all(a.isdisjoint(b) for a, b in combinations(streams, 2))


@pytest.mark.parametrize(("seed", "run", "decision", "quarter", "slot", "number"), [
    (1, 0, "mood", 1, 0, 0.25091962356570796),
    (1, 0, "mood", 1, 39, 0.5705192650743097),
    (1, 7, "leads", 16, 3, 0.33459995041127166),
    (2, 0, "win new", 4, 0, 0.15006429724767834),
    (-1, 499, "trait fear", 0, 12, 0.17940848393030617),
    (9223372036854775808, 1000000, "leave", 80, 99, 0.5178275822934933),
])
def test_the_numbers_are_those_of_the_published_seed_plan(seed: int, run: int, decision: str, quarter: int, slot: int,
                                                          number: float) -> None:
    """A changed hash changes every result ever published with a seed: if this fails, that was done."""
    assert Luck.of(seed, np.array([run])).uniform(decision, quarter, slot + 1)[slot, 0] == number
