"""What a future is worth, when it pays and how deep it dips, against definitions written out as loops."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sim.comparison import measures_of_success as measures

FLOW = arrays(np.float64, st.tuples(st.integers(1, 12), st.integers(1, 5)),
              elements=st.integers(-9, 9).map(lambda k: 1000.0 * k))
RATE = st.floats(0.0, 0.5)


def test_money_at_the_end_of_the_first_year_is_discounted_by_the_annual_rate() -> None:
    flow = np.zeros((8, 1))
    flow[3] = 108.0
    assert measures.net_present_value(flow, 0.08) == pytest.approx(100.0)


@given(FLOW, RATE, st.floats(0.01, 100.0))
def test_net_present_value_scales_with_money(flow: np.ndarray, rate: float, factor: float) -> None:
    assert measures.net_present_value(factor * flow, rate) == pytest.approx(
        factor * measures.net_present_value(flow, rate), rel=1e-9, abs=1e-6)


@given(FLOW, RATE)
def test_the_value_of_a_difference_is_the_difference_of_the_values(flow: np.ndarray, rate: float) -> None:
    other = np.roll(flow, 1, axis=0)
    assert measures.net_present_value(flow - other, rate) == pytest.approx(
        measures.net_present_value(flow, rate) - measures.net_present_value(other, rate), abs=1e-6)


def slow_break_even(course: np.ndarray, rate: float) -> float:
    total, to_date = 0.0, []
    for q, value in enumerate(course, start=1):
        total += value * (1 + rate) ** (-q / 4)
        to_date.append(total)
    for q in range(len(to_date)):
        if all(x >= 0 for x in to_date[q:]):
            return q + 1
    return math.nan


@given(FLOW, RATE)
def test_break_even_is_the_first_quarter_from_which_the_total_stays_positive(flow: np.ndarray, rate: float) -> None:
    slow = [slow_break_even(course, rate) for course in flow.T]
    np.testing.assert_array_equal(measures.break_even_quarter(measures.discounted_to_date(flow, rate)), slow)


@pytest.mark.parametrize(("course", "quarter"), [
    ([-5, 2, 2, 2], 4), ([-5, 9, -9, 9], 4), ([1, 1, 1, 1], 1), ([-1, 2, -3, 0], math.nan), ([0, 0, 0, 0], 1),
])
def test_break_even_of_courses_one_can_check_by_hand(course: list[float], quarter: float) -> None:
    found = measures.break_even_quarter(np.cumsum(course, dtype=float)[:, None])
    np.testing.assert_array_equal(found, [quarter])


def slow_dip(difference: np.ndarray, level: np.ndarray, floor: np.ndarray) -> tuple[float, float, float]:
    total, lowest, end = 0.0, 0.0, 0
    for q, d in enumerate(difference, start=1):
        total += d
        if total < lowest:
            lowest, end = total, q
    window = [q for q in range(end) if (difference[: q + 1] < 0).any()]
    if not window:
        return 0.0, 0.0, 0.0
    base = max(level[window].mean(), floor[window].mean())
    depth = -difference[window].min() / base if base > 0 else math.nan
    return depth, float((difference[window] < 0).sum()), float(end)


@given(FLOW, st.integers(-3, 9), st.integers(0, 4))
def test_the_dip_is_the_shortfall_until_the_total_stops_sinking(flow: np.ndarray, level: int, floor: int) -> None:
    levels, floors = np.full(flow.shape, 1000.0 * level), np.full(flow.shape, 1000.0 * floor)
    found = measures.dip(flow, levels, floors)
    slow = [slow_dip(flow[:, i], levels[:, i], floors[:, i]) for i in range(flow.shape[1])]
    np.testing.assert_allclose(found.depth, [d for d, _, _ in slow])
    np.testing.assert_array_equal(found.quarters, [n for _, n, _ in slow])
    np.testing.assert_array_equal(found.end, [e for _, _, e in slow])


@pytest.mark.parametrize(("difference", "depth", "length", "end"), [
    ([0, -10, -30, -20, 5, 90], 0.30, 3, 4),
    ([-10, 1, -30, 90], 0.30, 2, 3),
    ([50, -10, -10], 0.0, 0, 0),
    ([5, -90, -90], 0.90, 2, 3),
    ([-10, 0, -20], 0.20, 2, 3),
    ([0, 0, 0], 0.0, 0, 0),
])
def test_dips_one_can_check_by_hand(difference: list[float], depth: float, length: float, end: float) -> None:
    column = np.array(difference, dtype=float)[:, None]
    found = measures.dip(column, np.full(column.shape, 100.0))
    assert (found.depth[0], found.quarters[0], found.end[0]) == (pytest.approx(depth), length, end)


def test_a_dip_from_a_profit_near_zero_is_measured_against_the_margin() -> None:
    profit, reference, margin = (np.full((4, 1), x) for x in (-9.0, 1.0, 100.0))
    assert measures.profit_dip(profit, reference, margin).depth == pytest.approx(10.0 / 25.0)


@given(FLOW, RATE, st.floats(0, 1e6))
def test_the_value_to_date_ends_with_profit_and_customer_base_discounted(flow, rate, base) -> None:
    outcomes = {"profit": flow, "customer_value": np.full(flow.shape, base)}
    expected = measures.net_present_value(flow, rate) + base * (1 + rate) ** (-flow.shape[0] / 4)
    np.testing.assert_allclose(measures.value_to_date(outcomes, rate)[-1], expected, rtol=1e-9, atol=1e-6)


def test_who_gains_has_paid_back_and_who_has_paid_back_gains(fake, scenario) -> None:
    own, base = (fake.simulate(scenario, name, replications=50).outcomes for name in ("add_sellers", "carry_on"))
    found = measures.success_of(own, base, discount_rate=0.08, adoption_goal=0.6)
    np.testing.assert_array_equal(found.gain >= 0, ~np.isnan(found.break_even))
    assert (found.base_gain > 0).all()
    cash = found.gain - found.base_gain
    np.testing.assert_array_equal(cash >= 0, ~np.isnan(found.cash_break_even))


def test_the_worst_tenth_is_the_mean_of_the_worst_ten_in_a_hundred() -> None:
    assert measures.worst_tenth(np.arange(100.0)) == 4.5
    assert measures.worst_tenth([3.0]) == 3.0


@given(arrays(np.float64, (3, 7), elements=st.floats(-1e6, 1e6)))
def test_regret_is_never_negative_and_somebody_has_none(values: np.ndarray) -> None:
    lost = measures.regret(values)
    assert (lost >= 0).all()
    assert (lost.min(axis=0) == 0).all()


def test_measures_of_two_batches_joined_are_those_of_all_runs(fake, scenario) -> None:
    def success(first: int, runs: int) -> measures.Success:
        own, base = (fake.simulate(scenario, name, replications=runs, first_run=first).outcomes
                     for name in ("add_sellers", "carry_on"))
        return measures.success_of(own, base, discount_rate=0.08, adoption_goal=0.6)

    whole, parts = success(0, 9), measures.join([success(0, 4), success(4, 5)])
    for name, values in vars(whole).items():
        np.testing.assert_array_equal(values, getattr(parts, name), err_msg=name)
