"""Every run takes its set of values, the same under every strategy, in every batch and on any number of processes."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.comparison.compare import compare
from sim.engine.ensemble import simulate, simulate_each, trace
from sim.engine.posterior import of_run, places, posterior_columns, sets_of
from sim.model import OrgModel
from sim.scenario.columns import with_values
from sim.scenario.posterior import Posterior
from sim.scenario.reading import load_text
from sim.scenario.schema import Scenario
from sim.validation.claims.treatments import Treatments

NAMES = ("people.fear_of_failure", "book.customers_per_rep", "book.churn_per_year", "parameters.fear.per_failure")


def with_sets(count: int = 7, seed: int = 0) -> Scenario:
    """A small force with sets of values that make a difference."""
    chance = np.random.default_rng(seed)
    values = [[float(chance.random()), int(chance.integers(5, 60)), 0.3 * chance.random(), 0.05 * chance.random()]
              for _ in range(count)]
    return Scenario.model_validate(load_text("""\
quarters = 5
[organisation]
reps = 8
team_size = 4
contacts = 4
[[strategies]]
name = "train"
measures = [{kind = "training", start = 2, quarters = 2}]
[[strategies]]
name = "hire"
measures = [{kind = "hire_sellers", start = 2, quarters = 1, sellers = 3}]
""").model_dump(exclude_unset=True) | {"posterior": {
        "names": NAMES, "weights": [float(x) for x in chance.random(count) + 0.1], "values": values}})


CASE = with_sets()
STRATEGIES = ("carry_on", "train", "hire")


def same(one: dict[str, np.ndarray], other: dict[str, np.ndarray]) -> bool:
    return all(np.array_equal(one[name], other[name]) for name in one)


def test_a_run_lives_the_life_of_its_own_set_to_the_bit() -> None:
    found = simulate(CASE, "train", replications=9, seed=3).outcomes
    for run in range(9):
        alone = simulate(of_run(CASE, 3, run), "train", replications=1, seed=3, first_run=run).outcomes
        assert of_run(CASE, 3, run).posterior is None
        assert same({name: values[:, [run]] for name, values in found.items()}, alone)


def test_batches_strategies_and_processes_change_no_bit() -> None:
    whole = {name: ensemble.outcomes for name, ensemble in zip(
        STRATEGIES, simulate_each([(CASE, name) for name in STRATEGIES], replications=12), strict=True)}
    parallel = simulate_each([(CASE, name) for name in STRATEGIES], replications=12, workers=2)
    for name, ensemble in zip(STRATEGIES, parallel, strict=True):
        assert same(whole[name], ensemble.outcomes)
        later = simulate(CASE, name, replications=5, first_run=7).outcomes
        assert same({key: values[:, 7:] for key, values in whole[name].items()}, later)


def test_the_mesa_model_and_the_trace_of_a_run_have_its_set() -> None:
    found = simulate(CASE, "hire", replications=4).outcomes
    table = OrgModel(CASE, "hire", rng=1, run=3).run()
    assert all(np.array_equal(table[name], values[:, 3]) for name, values in found.items())
    people = trace(CASE, "hire", run=3)
    assert people[people["quarter"] == 5]["customers"].sum() == found["customers"][-1, 3]


def test_treatments_made_by_hand_have_the_sets_too() -> None:
    treatments = Treatments(CASE, 6, 1)
    own = Treatments(posterior_columns(CASE, 1, np.arange(6)), 6, 1)
    assert np.array_equal(treatments.people(3)[0].fear, own.people(3)[0].fear)


def test_every_strategy_meets_the_same_set_so_that_what_does_not_differ_does_not_differ() -> None:
    twice = CASE.model_copy(update={"strategies": (*CASE.strategies, CASE.strategy("train").model_copy(
        update={"name": "again"}))})
    found = compare(twice, ["train", "again"], replications=6)
    assert found.difference("train", "again").same


def test_a_single_set_is_the_scenario_with_these_values() -> None:
    one = with_sets(1)
    plain = with_values(one, dict(zip(NAMES, one.posterior.values[0], strict=True)))
    assert plain.posterior is None
    assert same(simulate(one, replications=5).outcomes, simulate(plain, replications=5).outcomes)


def test_without_a_posterior_nothing_is_touched() -> None:
    bare = CASE.model_copy(update={"posterior": None})
    assert posterior_columns(bare, 1, np.arange(3)) is bare and of_run(bare, 1, 0) is bare


def test_a_value_that_is_set_is_the_same_in_every_run() -> None:
    columns = posterior_columns(with_values(CASE, {"book.churn_per_year": 0.05}), 1, np.arange(50))
    assert columns.book.churn_per_year == 0.05
    assert len(set(columns.people.fear_of_failure.tolist())) > 1


def test_whole_numbers_stay_whole_in_a_single_run() -> None:
    assert type(of_run(CASE, 1, 2).book.customers_per_rep) is int


@given(st.lists(st.floats(0.01, 100.0), min_size=1, max_size=30), st.integers(0, 2**40), st.integers(0, 10**6))
def test_any_stretch_of_runs_holds_every_set_nearly_as_often_as_its_weight_says(
        weights: list[float], seed: int, first: int) -> None:
    posterior = Posterior(names=("people.spread",), weights=tuple(weights), values=((0.1,),) * len(weights))
    runs = 377
    counted = Counter(sets_of(posterior, seed, np.arange(first, first + runs)).tolist())
    for k, weight in enumerate(weights):
        # Golden steps: the discrepancy of n points is below 1.5 log2(n)/n whatever the interval.
        assert abs(counted[k] - runs * weight / sum(weights)) <= 1.5 * np.log2(runs)


def test_seeds_start_at_different_places_and_runs_fill_the_gaps() -> None:
    assert len({float(places(seed, np.arange(1))[0]) for seed in range(50)}) == 50
    gaps = np.diff(np.sort(places(5, np.arange(1000))))
    assert gaps.max() < 3.0 / 1000
    assert np.array_equal(places(5, np.arange(1000))[400:], places(5, np.arange(400, 1000)))


def test_the_interval_of_a_comparison_holds_ignorance_besides_luck() -> None:
    names = ("market.win_rate_new", "parameters.selling.attempts", "book.revenue_per_customer")
    sets = tuple((0.1 + 0.05 * k, 10.0 + 15.0 * m, 5_000.0 + 8_000.0 * j)
                 for k in range(4) for m in range(4) for j in range(3))

    def width(chosen: tuple[tuple[float, ...], ...]) -> float:
        posterior = Posterior(names=names, weights=(1.0,) * len(chosen), values=chosen)
        case = CASE.model_copy(update={"posterior": posterior, "quarters": 12})
        found = compare(case, ["hire"], replications=96).difference("hire", "carry_on")
        return found.high - found.low

    luck = np.mean([width((one,)) ** 2 for one in sets[::5]])
    assert width(sets) ** 2 > 1.5 * luck


@pytest.mark.parametrize("precision", ["double", "single"])
def test_both_precisions_take_the_same_sets(precision: str) -> None:
    customers = simulate(CASE, replications=20, precision=precision).outcomes["customers"][0]
    wanted = np.asarray(CASE.posterior.values)[sets_of(CASE.posterior, 1, np.arange(20)), 1] * 8
    assert (np.abs(customers - wanted) < 0.5 * wanted).all()
