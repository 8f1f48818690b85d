"""Summaries, neighbours and intervals on histories whose truth is known by heart."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sim.fitting.data import Cell
from sim.fitting.fit import held
from sim.fitting.neighbours import Weighted, expit, logit
from sim.fitting.summaries import Scale, predicted_share
from sim.fitting.table import Box, Table, contraction
from sim.fitting.waves import with_error

CELLS = tuple(Cell("revenue", quarter, 0.0) for quarter in range(1, 5))
NOISE = 0.10
RUNS = 6_000


def told(unit: np.ndarray, seed: int = 0) -> np.ndarray:
    """Four noisy readings of the logarithm of the first value; the others leave no trace."""
    slips = np.random.default_rng(seed).standard_normal((len(unit), len(CELLS)))
    return np.asarray(1e6 * np.exp(unit[:, :1] + NOISE * slips))


@pytest.fixture(scope="module")
def table() -> Table:
    unit = np.random.default_rng(1).random((RUNS, 3))
    return Table.of(Box.whole(3), unit, CELLS, told(unit, 2))


def test_equal_weights_give_the_usual_moments_and_quantiles() -> None:
    unit = np.random.default_rng(0).random((501, 2))
    seen = Weighted(unit, np.full(501, 1.0 / 501))
    assert seen.mean() == pytest.approx(unit.mean(axis=0))
    assert seen.variance() == pytest.approx(unit.var(axis=0, ddof=1))
    assert seen.quantile(0.5) == pytest.approx(np.median(unit, axis=0))
    assert seen.below(np.asarray([0.3, 2.0])) == pytest.approx([(unit[:, 0] < 0.3).mean(), 1.0])


@given(st.lists(st.floats(0.01, 10.0), min_size=1, max_size=40), st.integers(1, 300))
def test_resampling_takes_each_vector_as_often_as_its_weight_says_to_within_one(weights: list[float], n: int) -> None:
    share = np.asarray(weights) / sum(weights)
    times = np.bincount(Weighted(np.zeros((len(share), 1)), share).chosen(n), minlength=len(share))
    assert times.sum() == n and (np.abs(times - n * share) <= 1.0 + 1e-6).all()


@given(st.floats(0.001, 0.999))
def test_the_line_and_the_cube_are_each_others_inverse(unit: float) -> None:
    assert expit(logit(np.asarray([unit]))) == pytest.approx(unit)


@pytest.mark.parametrize("truth", [0.15, 0.5, 0.8])
def test_one_value_is_learnt_as_bayes_has_it_and_the_others_stay_as_they_were(table: Table, truth: float) -> None:
    figures = told(np.asarray([[truth, 0.5, 0.5]]), 7)[0]
    seen, _ = table.look(figures)
    middle, spread = np.log(figures / 1e6).mean(), NOISE / 2.0
    exact = stats.truncnorm((0.0 - middle) / spread, (1.0 - middle) / spread, middle, spread)
    assert seen.mean()[0] == pytest.approx(exact.mean(), abs=0.2 * spread)
    assert seen.variance()[0] ** 0.5 == pytest.approx(exact.std(), rel=0.15)
    for share in (0.05, 0.95):
        assert seen.quantile(share)[0] == pytest.approx(exact.ppf(share), abs=0.35 * spread)
        assert seen.quantile(share)[1:] == pytest.approx(share, abs=0.06)
    assert np.abs(contraction(seen)[1:]).max() < 0.15


def test_a_regression_that_predicts_nothing_makes_no_summary() -> None:
    chance = np.random.default_rng(3)
    unit, figures = chance.random((2_000, 4)), 1e6 * chance.random((2_000, 4))
    table = Table.of(Box.whole(4), unit, CELLS, figures)
    assert (table.summaries.predicted < 0.01).all() and table.points.shape == (2_000, 0)
    seen, idle = table.look(figures[0], chance.random((2_000, 50)))
    assert seen.quantile(0.25) == pytest.approx(0.25, abs=0.05)
    assert contraction(seen).max() < 0.06 and contraction(idle).max() < 0.15


def test_the_share_predicted_is_that_of_histories_not_seen() -> None:
    chance = np.random.default_rng(4)
    x = np.concatenate([np.ones((400, 1)), chance.standard_normal((400, 30))], axis=1)
    signal = x[:, 1] + chance.standard_normal(400)
    found = predicted_share(x, np.stack([signal, chance.standard_normal(400)], axis=1))
    assert found[0] == pytest.approx(0.43, abs=0.12)
    assert -0.5 < found[1] < 0.05


def test_intervals_hold_what_they_promise(table: Table) -> None:
    ranks = table.ranks(told(np.asarray([[0.5, 0.5, 0.5]]), 8)[0], seed=1)
    assert ranks.shape == (200, 3)
    for level in (0.5, 0.9):
        for k in range(3):
            found = held(ranks[:, [k]], level)
            assert abs(found["held"] - level) < 4.0 * (level * (1.0 - level) / 200) ** 0.5
    assert stats.kstest(ranks[:, 0], "uniform").pvalue > 1e-4


def test_a_usual_history_is_usual_and_a_strange_one_strange(table: Table) -> None:
    usual = [table.usual(one) for one in told(np.random.default_rng(9).random((200, 3)), 10)]
    assert stats.kstest(usual, "uniform").pvalue > 1e-4
    assert table.usual(np.full(4, 1e9)) == 0.0
    assert table.usual(1e6 * np.asarray([1.0, 2.7, 1.0, 2.7])) < 0.005  # each of them usual, together not


def test_a_figure_that_never_moves_is_no_news_unless_it_is_another_one() -> None:
    unit = np.random.default_rng(5).random((1_000, 2))
    figures = np.concatenate([told(unit)[:, :3], np.zeros((1_000, 1))], axis=1)
    table = Table.of(Box.whole(2), unit, CELLS, figures)
    assert table.usual(figures[0]) > 0.005 and table.usual(figures[0] + [0, 0, 0, 1.0]) == 0.0


def test_figures_that_follow_from_one_another_are_no_trouble() -> None:
    unit = np.random.default_rng(6).random((2_000, 2))
    figures = told(unit)
    figures[:, 3] = figures[:, 0]
    table = Table.of(Box.whole(2), unit, CELLS, figures)
    seen, _ = table.look(np.round(figures[0], -3))
    assert np.isfinite(seen.unit).all() and abs(seen.mean()[0] - unit[0, 0]) < 0.2
    assert table.usual(np.round(figures[0], -3)) > 0.005


def test_the_second_wave_draws_what_was_learnt_from_around_it_and_all_of_the_rest(table: Table) -> None:
    seen, _ = table.look(told(np.asarray([[0.5, 0.5, 0.5]]), 7)[0])
    box = Box.around(seen)
    assert 0.2 < box.low[0] < 0.5 < box.low[0] + box.width[0] < 0.8
    assert box.low[1:].tolist() == [0.0, 0.0] and box.width[1:].tolist() == [1.0, 1.0]
    assert box.place(np.zeros(3)) == pytest.approx(box.low)


def test_errors_of_measurement_are_a_share_of_each_figure() -> None:
    figures = np.tile([100.0, 1e6], (20_000, 1))
    slips = with_error(figures, 0.02, 1) / figures - 1.0
    assert slips.std(axis=0) == pytest.approx(0.02, rel=0.05)
    assert with_error(figures, 0.0, 1) is figures


def test_scaled_figures_have_mean_0_and_spread_1(table: Table) -> None:
    scaled = Scale.of(CELLS, table.figures)(table.figures)
    assert scaled.mean(axis=0) == pytest.approx(0.0, abs=1e-9) and scaled.std(axis=0) == pytest.approx(1.0)
