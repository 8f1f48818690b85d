"""People who come: traits between 0 and 1, of the stated mean and spread, each with luck of its own."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sim.people.arrivals import SELLER_DIRECTION, draw_traits, normal_quantile, trait_means, truncated_normal
from sim.people.chance import Luck
from sim.people.population import Population
from sim.scenario.columns import with_values
from sim.scenario.schema import Scenario

U = np.linspace(0.001, 0.999, 999)
SHARES = st.integers(0, 20).map(lambda k: k / 20)
SCENARIO = Scenario()
PEOPLE, RUNS = 400, 10
SLOT, RUN = (a.ravel() for a in np.indices((PEOPLE, RUNS)))


def traits(scenario: Scenario = SCENARIO, quarter: int = 0, sells: float = 0.0, seed: int = 1) -> dict[str, np.ndarray]:
    luck = Luck.of(seed, np.arange(RUNS))
    return draw_traits(scenario, luck, quarter, SLOT, RUN, np.full(SLOT.size, sells), SLOT // 8)


@given(SHARES, st.integers(1, 10).map(lambda k: k / 20))
def test_the_truncated_normal_is_scipys(mean: float, spread: float) -> None:
    expected = stats.truncnorm.ppf(U, (0.0 - mean) / spread, (1.0 - mean) / spread, mean, spread)
    assert truncated_normal(U, mean, spread) == pytest.approx(expected, abs=1e-9)


@given(SHARES, SHARES.map(lambda s: s / 2))
def test_the_truncated_normal_rises_with_luck_and_stays_between_0_and_1(mean: float, spread: float) -> None:
    x = truncated_normal(U, mean, spread)
    assert np.all(np.diff(x) >= 0.0) and x.min() >= 0.0 and x.max() <= 1.0


@given(SHARES)
def test_without_spread_everybody_has_the_mean(mean: float) -> None:
    assert truncated_normal(U, mean, 0.0) == pytest.approx(np.full(U.size, mean), abs=1e-7)


def test_the_normal_quantile_is_scipys() -> None:
    assert normal_quantile(U) == pytest.approx(stats.norm.ppf(U), abs=1e-12)


def test_traits_have_the_stated_mean_and_spread() -> None:
    found = traits()
    for name, mean in trait_means(SCENARIO).items():
        spread = SCENARIO.people.spread
        law = stats.truncnorm((0.0 - mean) / spread, (1.0 - mean) / spread, mean, spread)
        assert found[name].mean() == pytest.approx(law.mean(), abs=5.0 * spread / np.sqrt(SLOT.size)), name
        assert found[name].std() == pytest.approx(law.std(), rel=0.06), name


def test_the_pace_of_habit_is_lognormal_around_1() -> None:
    logs = np.log(traits()["pace"])
    assert np.median(logs) == pytest.approx(0.0, abs=0.05)
    assert logs.std() == pytest.approx(SCENARIO.parameters.habit.spread, rel=0.05)


def test_traits_are_independent_of_one_another() -> None:
    rows = np.array([values for name, values in traits().items()])
    off = np.corrcoef(stats.rankdata(rows, axis=1))[np.triu_indices(len(rows), 1)]
    assert np.abs(off).max() * np.sqrt(SLOT.size) < 4.8


def test_those_who_already_sell_differ_in_the_stated_direction() -> None:
    advisors, sellers = traits(sells=0.0), traits(sells=1.0)
    for name, direction in SELLER_DIRECTION.items():
        assert np.sign((sellers[name] - advisors[name]).mean()) == np.sign(direction), name


def test_a_successor_in_the_same_slot_is_another_person() -> None:
    first, second = traits(quarter=3), traits(quarter=4)
    assert all(np.mean(first[name] == second[name]) < 0.1 for name in first if name != "style")


def test_types_within_a_team_are_alike_where_diversity_is_0_and_apart_where_it_is_1() -> None:
    def spread_within(diversity: float) -> float:
        styles = traits(with_values(SCENARIO, {"organisation.team_diversity": diversity}))["style"]
        return float(styles.reshape(-1, SCENARIO.organisation.team_size, RUNS).std(axis=1).mean())

    assert spread_within(0.0) == pytest.approx(0.0, abs=1e-12)
    assert 0.0 < spread_within(0.5) < spread_within(1.0)


def test_a_small_change_of_a_mean_moves_everybody_a_little_in_its_direction() -> None:
    up = traits(with_values(SCENARIO, {"people.fear_of_failure": SCENARIO.people.fear_of_failure + 0.01}))["fear"]
    step = up - traits()["fear"]
    assert np.all(step > 0.0) and step.max() < 0.011


def test_every_trait_that_is_drawn_is_a_column_of_the_population() -> None:
    assert set(traits()) <= set(Population.__dataclass_fields__)
