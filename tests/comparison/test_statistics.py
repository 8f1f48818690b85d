"""Statistics of paired replications against brute force, known values and simulation."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from sim.statistics import paired

MONEY = st.floats(-1e7, 1e7, allow_nan=False).map(lambda x: round(x, 2))


def columns(least: int = 2, rows: int | None = None) -> st.SearchStrategy[np.ndarray]:
    size = st.integers(least, 40)
    return size.flatmap(lambda n: arrays(np.float64, n if rows is None else (rows, n), elements=MONEY))


def test_the_interval_of_the_mean_is_students() -> None:
    values = np.array([3.0, 5.0, 4.0, 9.0, 1.0])
    expected = stats.t.interval(0.95, 4, values.mean(), stats.sem(values))
    found = paired.mean_interval(values)
    assert (found.low, found.high) == pytest.approx(expected)
    assert found.n == 5


def test_a_single_value_has_a_mean_but_no_interval() -> None:
    found = paired.mean_interval([4.0])
    assert found.mean == 4.0
    assert math.isnan(found.low) and math.isnan(found.high)
    assert not found.decided


@pytest.mark.parametrize("values", [[], [[1.0, 2.0]]])
def test_values_must_be_one_column(values: list[object]) -> None:
    with pytest.raises(ValueError, match="one dimension"):
        paired.mean_interval(values)


def test_the_interval_covers_the_true_mean_in_95_of_100_studies() -> None:
    draws = np.random.default_rng(5).gamma(4.0, 1.0, size=(4000, 30))
    covered = [paired.mean_interval(d).low <= 4.0 <= paired.mean_interval(d).high for d in draws]
    assert np.mean(covered) == pytest.approx(0.95, abs=0.012)


def test_the_wilson_interval_covers_the_true_share_in_about_95_of_100_studies() -> None:
    wins = np.random.default_rng(6).binomial(100, 0.87, size=4000)
    covered = [paired.wilson(w, 100).low <= 0.87 <= paired.wilson(w, 100).high for w in wins]
    assert np.mean(covered) == pytest.approx(0.95, abs=0.02)


def test_wilson_agrees_with_scipy() -> None:
    expected = stats.binomtest(13, 50).proportion_ci(method="wilson")
    found = paired.wilson(13, 50)
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high))


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.floats(0, n), st.just(n))))
def test_a_share_lies_within_its_interval_and_both_within_0_and_1(case: tuple[float, int]) -> None:
    found = paired.wilson(*case)
    assert 0.0 <= found.low <= found.mean + 1e-12
    assert found.mean - 1e-12 <= found.high <= 1.0


@given(columns(rows=2))
def test_the_paired_difference_changes_only_its_sign_when_the_two_are_swapped(pair: np.ndarray) -> None:
    one, other = paired.paired_difference(pair[0], pair[1]), paired.paired_difference(pair[1], pair[0])
    assert (one.mean, one.low, one.high) == (-other.mean, -other.high, -other.low)


def test_unlike_numbers_of_runs_cannot_be_paired() -> None:
    for function in (paired.paired_difference, paired.probability_of_beating, paired.variance_reduction):
        with pytest.raises(ValueError, match="runs"):
            function([1.0, 2.0], [1.0, 2.0, 3.0])


@given(columns(rows=3))
def test_the_probabilities_of_being_best_add_to_one_and_ties_are_shared(values: np.ndarray) -> None:
    found = [share.mean for share in paired.probability_of_being_best(values)]
    assert sum(found) == pytest.approx(1.0)
    brute = np.zeros(3)
    for run in values.T:
        best = [i for i in range(3) if run[i] == run.max()]
        brute[best] += 1 / len(best) / values.shape[1]
    assert found == pytest.approx(list(brute))


@given(columns(rows=2))
def test_the_chances_of_beating_each_other_add_to_one(pair: np.ndarray) -> None:
    there, back = (paired.probability_of_beating(*p).mean for p in (pair, pair[::-1]))
    assert there + back == pytest.approx(1.0)


@given(columns(3), st.floats(1.0, 1e6))
def test_replications_needed_is_the_smallest_number_that_is_enough(values: np.ndarray, half_width: float) -> None:
    spread = float(values.std(ddof=1))
    n = paired.replications_needed(values, half_width)

    def half(runs: int) -> float:
        return float(paired.student_t(runs)) * spread / math.sqrt(runs)

    if n < paired.MOST_REPLICATIONS:
        assert half(n) <= half_width * (1 + 1e-9)
    assert n == 2 or half(n - 1) > half_width * (1 - 1e-9)


@pytest.mark.parametrize("half_width", [0.0, -1.0, math.nan])
def test_a_precision_must_be_positive(half_width: float) -> None:
    with pytest.raises(ValueError, match="half_width"):
        paired.replications_needed([1.0, 2.0], half_width)


def test_a_pilot_of_the_predicted_size_reaches_the_precision() -> None:
    generator = np.random.default_rng(7)
    n = paired.replications_needed(generator.normal(0, 10, 400), 0.5)
    assert paired.mean_interval(generator.normal(0, 10, n)).half_width == pytest.approx(0.5, rel=0.1)


def test_pairing_gains_what_the_shared_luck_explains() -> None:
    generator = np.random.default_rng(8)
    luck, own = generator.normal(0, 3, 20_000), generator.normal(0, 1, (2, 20_000))
    found = paired.variance_reduction(luck + own[0], luck + own[1])
    assert found.factor == pytest.approx((2 * 10) / 2, rel=0.05)
    assert found.correlation == pytest.approx(0.9, abs=0.01)


def test_without_any_noise_in_the_difference_the_gain_is_infinite_and_without_any_at_all_there_is_none() -> None:
    values = np.array([1.0, 2.0, 4.0])
    assert paired.variance_reduction(values, values + 1).factor == math.inf
    assert paired.variance_reduction(values * 0, values * 0).factor == 1.0


def test_the_bootstrap_is_deterministic_and_near_students_interval_for_a_mean() -> None:
    values = np.random.default_rng(9).normal(10, 2, 200)
    one = paired.bootstrap_interval(values, lambda x: float(x.mean()))
    assert one == paired.bootstrap_interval(values, lambda x: float(x.mean()))
    student = paired.mean_interval(values)
    assert (one.low, one.high) == pytest.approx((student.low, student.high), abs=0.08)
