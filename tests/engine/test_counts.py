"""Whole numbers from uniforms: exact, monotone, and the same alone and in a batch."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sim.engine.counts import LARGE_MEAN, binomial_count, poisson_count

U = np.concatenate([[3.1e-9, 3.1e-6], (np.arange(400) + 0.3183) / 400.0, [1.0 - 3.1e-6, 1.0 - 3.1e-9]])
"""Odd numbers, which no distribution function meets exactly: there, rounding would decide."""
LAST = 1.0 - 2.0**-53
"""The largest uniform there is."""
UNIFORMS = st.floats(1e-12, 1.0 - 1e-12)
MEANS = st.one_of(st.just(0.0), st.floats(1e-9, LARGE_MEAN))
LARGE = st.floats(LARGE_MEAN * 1.001, 1e6)
CHANCES = st.one_of(st.sampled_from([0.0, 1.0, 0.5]), st.floats(0.0, 1.0))


def column(value: float) -> np.ndarray:
    return np.array([value])


# --- exact -------------------------------------------------------------------------------------------------------


def test_poisson_counts_are_scipys() -> None:
    mean = np.concatenate([np.geomspace(1e-9, LARGE_MEAN, 120), np.linspace(0.5, LARGE_MEAN, 60)])
    u = np.broadcast_to(U[:, None], (U.size, mean.size))
    assert np.array_equal(poisson_count(u, mean), stats.poisson.ppf(u, mean))


@pytest.mark.parametrize("trials", [0, 1, 2, 3, 7, 25, 60, 159])
def test_binomial_counts_are_scipys(trials: int) -> None:
    near = [1e-9, 1e-4, 0.01]
    chance = np.array([*near, *np.linspace(0.02, 0.98, 49), *(1.0 - c for c in near)])
    u = np.broadcast_to(U[:, None], (U.size, chance.size))
    assert np.array_equal(binomial_count(u, np.array(float(trials)), chance), stats.binom.ppf(u, trials, chance))


def test_certainty_and_impossibility_leave_nothing_to_chance() -> None:
    trials = np.arange(0.0, 500.0)
    u = np.broadcast_to(U[:, None], (U.size, trials.size))
    assert np.array_equal(binomial_count(u, trials, np.array(0.0)), np.zeros(u.shape))
    assert np.array_equal(binomial_count(u, trials, np.array(1.0)), np.broadcast_to(trials, u.shape))
    assert not poisson_count(U, np.array(0.0)).any()


@pytest.mark.parametrize("mean", [LARGE_MEAN * 1.001, 150.0, 1_000.0, 30_000.0])
def test_large_poisson_counts_are_scipys_but_for_few_that_miss_by_one(mean: float) -> None:
    off = poisson_count(U, np.array(mean)) - stats.poisson.ppf(U, mean)
    assert np.abs(off[2:-2]).max() <= 1.0 and np.mean(off[2:-2] != 0.0) < 0.02


@pytest.mark.parametrize(("trials", "chance"), [(170, 0.5), (400, 0.25), (400, 0.79), (5_000, 0.02), (10_000, 0.4)])
def test_large_binomial_counts_are_scipys_but_for_few_that_miss_by_one(trials: int, chance: float) -> None:
    off = binomial_count(U, np.array(float(trials)), np.array(chance)) - stats.binom.ppf(U, trials, chance)
    assert np.abs(off[2:-2]).max() <= 1.0 and np.mean(off[2:-2] != 0.0) < 0.02


def test_counts_have_the_mean_and_the_variance_of_their_law() -> None:
    u = np.random.default_rng(1).random(200_000)
    for mean in (0.3, 6.0, 79.0, 81.0, 400.0):
        counts = poisson_count(u, np.array(mean))
        assert counts.mean() == pytest.approx(mean, abs=5.0 * np.sqrt(mean / u.size))
        assert counts.var() == pytest.approx(mean, rel=0.03)


# --- whole, in range, monotone -------------------------------------------------------------------------------------


@given(UNIFORMS, st.one_of(MEANS, LARGE))
def test_poisson_counts_are_whole_and_not_negative(u: float, mean: float) -> None:
    count = poisson_count(column(u), column(mean))[0]
    assert count >= 0.0 and count == np.floor(count)


@given(UNIFORMS, st.integers(0, 2_000), CHANCES)
def test_binomial_counts_are_whole_and_within_the_trials(u: float, trials: int, chance: float) -> None:
    count = binomial_count(column(u), column(float(trials)), column(chance))[0]
    assert 0.0 <= count <= trials and count == np.floor(count)


@given(UNIFORMS, st.tuples(MEANS, MEANS))
def test_a_larger_mean_never_gives_fewer(u: float, means: tuple[float, float]) -> None:
    low, high = (poisson_count(column(u), column(mean))[0] for mean in sorted(means))
    assert low <= high


@given(UNIFORMS, st.integers(0, 150), st.tuples(CHANCES, CHANCES))
def test_a_larger_chance_never_gives_fewer(u: float, trials: int, chances: tuple[float, float]) -> None:
    low, high = (binomial_count(column(u), column(float(trials)), column(p))[0] for p in sorted(chances))
    assert low <= high


@given(st.floats(1e-4, 1.0 - 1e-4), st.tuples(st.one_of(MEANS, LARGE), st.one_of(MEANS, LARGE)))
def test_beyond_the_seam_a_larger_mean_never_gives_more_than_one_fewer(u: float, means: tuple[float, float]) -> None:
    """Large means are drawn in another way; at the seam a count may lose one, no more."""
    low, high = (poisson_count(column(u), column(mean))[0] for mean in sorted(means))
    assert low <= high + 1.0


@given(st.tuples(UNIFORMS, UNIFORMS), st.one_of(MEANS, st.floats(LARGE_MEAN, 1e4)))
def test_more_luck_never_gives_fewer(luck: tuple[float, float], mean: float) -> None:
    low, high = (poisson_count(column(u), column(mean))[0] for u in sorted(luck))
    assert low <= high


def test_the_largest_uniform_there_is_gives_a_count_and_no_runaway() -> None:
    mean = np.geomspace(1e-9, LARGE_MEAN, 2_000)
    exact = stats.poisson.ppf(1.0 - 1e-15, mean)
    assert np.all(poisson_count(np.full(mean.size, LAST), mean) <= exact + 10.0)


def test_a_little_more_of_a_rate_changes_few_counts() -> None:
    u = np.random.default_rng(2).random(20_000)
    before, after = poisson_count(u, np.array(6.0)), poisson_count(u, np.array(6.06))
    assert 0.01 < np.mean(before != after) < 0.08


# --- alone and in a batch ----------------------------------------------------------------------------------------


@given(st.integers(0, 2**32 - 1), st.sampled_from([1.0, 20.0, 200.0]), st.integers(1, 9))
def test_a_count_does_not_depend_on_its_neighbours(seed: int, scale: float, chunk: int) -> None:
    rng = np.random.default_rng(seed)
    u, mean = rng.random((4, 9)), rng.random((4, 9)) * scale
    trials, chance = np.floor(mean * 3.0), rng.random((4, 9))
    parts = [slice(k, k + chunk) for k in range(0, 9, chunk)]
    assert np.array_equal(poisson_count(u, mean),
                          np.concatenate([poisson_count(u[:, p], mean[:, p]) for p in parts], axis=1))
    assert np.array_equal(binomial_count(u, trials, chance), np.concatenate(
        [binomial_count(u[:, p], trials[:, p], chance[:, p]) for p in parts], axis=1))


def test_one_mean_for_all_gives_what_a_table_of_it_gives() -> None:
    u = np.random.default_rng(3).random((5, 4))
    assert np.array_equal(poisson_count(u, np.array(3.0)), poisson_count(u, np.full((5, 4), 3.0)))
    assert np.array_equal(poisson_count(u, np.arange(4.0)), poisson_count(u, np.tile(np.arange(4.0), (5, 1))))
