"""Places on curves by construction, with honest intervals, and exact contrasts; on made-up numbers."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.statistics.thresholds import (
    Curve,
    falling_zero,
    further_right,
    last_sign_change,
    part_of_rise,
    percentiles,
    resampled_means,
    rising_zero,
    sign_change,
    sign_changes,
    threshold,
)
from sim.validation.conditions.curves import Step
from sim.validation.conditions.exploration import place
from sim.validation.conditions.factorial import cells, contrast_of_runs, contrasts, signs, subsets
from sim.words.amounts import percent
from tests.validation.claims.curves import X, noisy

# --- places on curves -------------------------------------------------------------------------------------------------


@given(st.floats(0.01, 0.99), st.floats(0.1, 50.0))
def test_a_zero_is_found_where_it_was_put(at: float, slope: float) -> None:
    line = slope * (X - at)
    assert rising_zero(X, line) == pytest.approx(at)
    assert falling_zero(X, -line) == pytest.approx(at)
    assert math.isinf(rising_zero(X, -line)) and math.isinf(falling_zero(X, line))


@given(st.floats(0.05, 10.0), st.lists(st.floats(0.0, 5.0), min_size=11, max_size=11))
def test_without_a_zero_it_is_said_on_which_side_the_curve_lies(least: float, more: list[float]) -> None:
    above = least + np.asarray(more)
    assert rising_zero(X, above) == -math.inf
    assert rising_zero(X, -above) == math.inf
    assert sign_changes(above) == 0 == sign_changes(-above)


@given(st.floats(0.2, 0.8), st.booleans())
def test_a_change_of_sign_is_found_in_either_direction_with_an_interval_around_it(at: float, rising: bool) -> None:
    found = sign_change(noisy((X - at) * (1 if rising else -1), 40, 0.05), resamples=200)
    assert found.at == pytest.approx(at)
    assert found.low < at < found.high
    assert found.certain == 1.0


def test_a_curve_that_stays_on_one_side_has_no_change_of_sign_however_often_it_is_resampled() -> None:
    found = sign_change(noisy(X + 1.0, 30, 0.1))
    assert not found.found and found.certain == 0.0


def test_a_curve_that_hardly_stays_on_one_side_tells_how_uncertain_that_is() -> None:
    found = sign_change(noisy(X + 0.02, 30, 0.3))
    assert not found.found and 0.05 < found.certain < 0.95


def test_the_interval_narrows_with_the_root_of_the_runs() -> None:
    widths = []
    for runs in (50, 800):
        found = threshold(noisy(X - 0.5, runs, 0.2), rising_zero)
        widths.append(found.high - found.low)
    assert widths[0] / widths[1] == pytest.approx(4.0, rel=0.25)


def test_the_interval_holds_the_truth_about_as_often_as_it_says() -> None:
    generator, held = np.random.default_rng(7), 0
    for _ in range(200):
        curve = Curve(X, (X - 0.5)[:, None] + generator.normal(0.0, 0.2, 60)[None, :])
        found = threshold(curve, rising_zero, 300)
        held += found.low <= 0.5 <= found.high
    assert 0.88 <= held / 200 <= 0.99


def test_runs_are_resampled_together_over_all_points() -> None:
    """A shift common to all points leaves their differences alone; drawn point by point it would not."""
    means = resampled_means(noisy(X, 25).values, 50)
    assert np.allclose(np.diff(means, axis=1), np.diff(X)[None, :])
    assert means.std(axis=0).min() > 0.05


def test_resampling_is_the_same_every_time() -> None:
    curve = noisy(X - 0.4, 20)
    assert threshold(curve, rising_zero) == threshold(curve, rising_zero)


def test_an_interval_that_leaves_the_range_says_so() -> None:
    found = threshold(noisy(X - 0.1, 20, 0.8), rising_zero)
    assert found.found and found.low == -math.inf
    assert "below 0 %" in place(found, percent, (0.0, 1.0))
    assert percentiles(np.asarray([-math.inf] * 50 + [0.5] * 50))[0] == -math.inf


@given(st.floats(0.1, 0.9), st.floats(0.1, 2.0), st.sampled_from([0.25, 0.5, 0.75]))
def test_a_part_of_a_rise_lies_where_it_was_put(top_at: float, height: float, part: float) -> None:
    x = np.asarray([0.0, top_at, 1.0])
    assert part_of_rise(part)(x, height * np.asarray([0.0, 1.0, 0.5])) == pytest.approx(part * top_at)


def test_without_a_rise_there_is_no_part_of_it() -> None:
    assert part_of_rise(0.5)(X, -X) == math.inf


@given(st.floats(-0.2, 0.2))
def test_a_shift_between_two_curves_is_found(shift: float) -> None:
    ramp = [np.clip((X - at + 0.1) / 0.2, 0.0, 1.0) for at in (0.5, 0.5 + shift)]
    one, other = (Curve(X, r[:, None] * np.linspace(0.9, 1.1, 9)[None, :]) for r in ramp)
    middle = part_of_rise(0.5)
    found = further_right(one, other, middle, 50)
    assert found.mean == pytest.approx(middle(X, ramp[1]) - middle(X, ramp[0]))
    assert found.low <= found.mean + 1e-12 and found.high >= found.mean - 1e-12


def test_a_curve_without_a_rise_to_speak_of_has_no_step() -> None:
    assert not Step.of(0.5, noisy(0.9 + 0.03 * X, 20, 0.01)).half.found
    assert not Step.of(0.5, Curve(X, np.random.default_rng(0).normal(0.5, 0.5, (11, 5)) * 0.0 + 0.5)).half.found
    assert Step.of(0.5, noisy(0.1 + 0.8 * X, 20, 0.01)).half.at == pytest.approx(0.5)


@given(st.floats(0.15, 0.4), st.floats(0.6, 0.85))
def test_the_last_of_two_changes_of_sign_is_found(first: float, second: float) -> None:
    x = np.linspace(0.0, 1.0, 101)
    there_and_back = Curve(x, np.stack([(x - first) * (x - second)] * 4, axis=1))
    assert last_sign_change(there_and_back, 50).at == pytest.approx(second, abs=0.011)
    assert sign_change(there_and_back, 50).at == pytest.approx(first, abs=0.011)
    assert last_sign_change(Curve(x, -there_and_back.values), 50).at == pytest.approx(second, abs=0.011)


# --- contrasts --------------------------------------------------------------------------------------------------------


@given(st.integers(1, 4), st.data())
def test_contrasts_of_a_known_factorial_are_recovered_exactly(factors: int, data: st.DataObject) -> None:
    """y = sum over sets of b * product of their 0/1 factors: each contrast is b plus halves of all that hold it."""
    sets = [(), *subsets(factors, factors)]
    b = {s: data.draw(st.integers(-50, 50)) for s in sets}
    y = np.asarray([[sum(b[s] * math.prod(cell[k] for k in s) for s in sets)] * 3 for cell in cells(factors)],
                   dtype=float)
    for found in contrasts(y, factors):
        larger = [s for s in sets if set(found.factors) <= set(s)]
        wanted = sum(b[s] / 2.0 ** (len(s) - len(found.factors)) for s in larger)
        assert found.effect.mean == pytest.approx(wanted, abs=1e-9)
        assert found.effect.half_width == pytest.approx(0.0, abs=1e-9)


@given(st.integers(1, 4))
def test_contrasts_are_orthogonal(factors: int) -> None:
    columns = np.asarray([signs(factors, chosen) for chosen in subsets(factors, factors)])
    assert np.array_equal(columns @ columns.T, 2**factors * np.eye(2**factors - 1))
    assert np.array_equal(columns.sum(axis=1), np.zeros(2**factors - 1))


def test_a_contrast_is_taken_run_by_run() -> None:
    values = np.random.default_rng(1).normal(size=(4, 6))
    assert np.allclose(contrast_of_runs(values, (0, 1)), values[3] - values[2] - values[1] + values[0])
    shared = values + 100.0 * np.arange(6)
    assert np.allclose(contrast_of_runs(shared, (0,)), contrast_of_runs(values, (0,)))


def test_cells_begin_with_none_and_end_with_all() -> None:
    assert cells(2) == ((0, 0), (0, 1), (1, 0), (1, 1))
