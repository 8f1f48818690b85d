"""Single precision: nothing of a batch is double, a run keeps its bits, and the error is far below that of chance."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from sim.engine.ensemble import Ensemble, simulate, simulate_chunk, simulate_each
from sim.engine.outcomes import OUTCOMES
from sim.engine.quarter import begin, step
from sim.engine.setup import State, make_setup
from sim.engine.side_by_side import simulate_side_by_side
from sim.laws.basics import above_zero, logistic, logit
from sim.laws.money import discount_factor
from sim.people.chance import Luck, mix, to_single, to_uniform
from sim.scenario.columns import with_values
from sim.scenario.precision import dtype_of, in_precision
from sim.scenario.reading import load_scenario
from sim.scenario.schema import Scenario
from sim.scenario.strategy import CARRY_ON, Strategy
from tests.engine.test_bits import CASE, FAMILIES, numbers
from tests.strategies import scenarios

ROOT = Path(__file__).resolve().parents[2]
B2B = load_scenario(ROOT / "scenarios" / "b2b_advisors.toml")
SINGLE = dtype_of("single")


# --- luck ----------------------------------------------------------------------------------------------------------


def test_uniforms_lie_strictly_between_0_and_1_and_next_to_those_of_double_precision() -> None:
    ends = np.array([0, 2**64 - 1, 2**41 - 1, 2**63], dtype=np.uint64)
    words = np.concatenate([ends, mix(np.arange(10_000, dtype=np.uint64))])
    single, double = to_single(words.copy()), to_uniform(words.copy())
    assert single.dtype == np.float32
    assert np.all(single > 0.0) and np.all(single < 1.0)
    assert single[:2].tolist() == [2.0**-24, 1.0 - 2.0**-24]
    assert np.max(np.abs(single.astype(np.float64) - double)) <= 2.0**-24


def test_the_luck_of_chosen_cells_is_that_of_the_table() -> None:
    luck, slot, run = Luck.of(1, np.arange(4), SINGLE), np.array([0, 3, 2]), np.array([1, 3, 0])
    table = luck.uniform("mood", 2, 5)
    assert table.dtype == np.float32
    assert np.array_equal(luck.at("mood", 2, slot, run), table[slot, run])
    assert luck.where(table < 0.5, "mood", 2).dtype == np.float32


# --- laws ----------------------------------------------------------------------------------------------------------


def test_guards_hold_in_single_precision_too() -> None:
    ends = np.array([-1e38, -100.0, 0.0, 100.0, 1e38], dtype=np.float32)
    assert logistic(ends) == pytest.approx([0.0, 0.0, 0.5, 1.0, 1.0])
    assert np.all(np.isfinite(logit(np.array([0.0, 1.0], dtype=np.float32))))
    assert np.all(np.isfinite(np.log(above_zero(np.zeros(1, dtype=np.float32)))))


# --- conversion ----------------------------------------------------------------------------------------------------


def test_double_precision_leaves_a_scenario_as_it_is() -> None:
    assert in_precision(CASE, dtype_of("double")) is CASE


def test_every_number_and_column_becomes_single_and_whole_numbers_stay() -> None:
    swept = with_values(CASE, {"book.customers_per_rep": np.arange(3), "market.volatility": np.zeros(3)})
    made = in_precision(swept, SINGLE)
    assert made.book.customers_per_rep.dtype == made.market.volatility.dtype == np.float32
    assert type(made.people.spread) is type(made.market.shocks[0].demand) is np.float32
    assert made.organisation.reps == CASE.organisation.reps and type(made.organisation.reps) is int


def test_another_precision_is_refused() -> None:
    with pytest.raises(ValueError, match="'double', 'single', not 'half'"):
        simulate(CASE, replications=1, precision="half")  # type: ignore[arg-type]


# --- nothing is double ---------------------------------------------------------------------------------------------

EXACT = ("counts", "centrality", "most_central", "compile_plan", "effects", "plan.series", "plan.first",
         "plan.aligned", "plan.<dictcomp>")
"""Sums of probabilities, tables, ranks and plans not yet converted: few elements, in double precision in any batch."""


def doubles(value: Any) -> bool:
    """Whether there is a number of double precision of NumPy's in the value."""
    if isinstance(value, np.ndarray | np.generic):
        return value.dtype == np.float64
    if isinstance(value, dict | list | tuple):
        return any(map(doubles, value.values() if isinstance(value, dict) else value))
    if is_dataclass(value) and not isinstance(value, type):
        return any(doubles(getattr(value, f.name)) for f in fields(value))
    return False


class Watch:
    """Notes the functions of the package that return numbers of double precision."""

    def __init__(self) -> None:
        self.found: set[str] = set()

    def __enter__(self) -> Watch:
        self.before = sys.getprofile()
        sys.setprofile(self.returned)
        return self

    def __exit__(self, *_: object) -> None:
        sys.setprofile(self.before)

    def returned(self, frame: FrameType, event: str, value: Any) -> None:
        """Called by Python on every return."""
        home = str(frame.f_globals.get("__name__"))
        place = f"{home}.{frame.f_code.co_name}"
        if event == "return" and home.startswith("sim.") and doubles(value) and not any(x in place for x in EXACT):
            self.found.add(place)


def leaks(scenario: Scenario, strategy: Strategy, runs: int) -> set[str]:
    """Where double precision comes in; the state and the outcomes of every quarter are looked at too."""
    setup = make_setup(scenario, strategy, Luck.of(1, np.arange(runs), SINGLE))
    with Watch() as watch:
        state = begin(setup)
        found = in_state(state)
        for quarter in range(scenario.quarters):
            found |= {f"{name} {quarter}" for name, x in step(setup, state).items() if x.dtype != np.float32}
            found |= in_state(state)
    return watch.found | found | ({"setup"} if doubles(setup) else set())


def in_state(state: State) -> set[str]:
    """Arrays of the state that are not single."""
    tables = state.people.arrays() | vars(state.leaders) | {
        "error_culture": state.error_culture, "open_prospects": state.open_prospects}
    tables |= {f"due {k}": due for k, due in enumerate([*state.pipeline_new, *state.pipeline_existing])}
    return {name for name, x in tables.items() if x.dtype != np.float32}


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(("scenario", "strategy"), [(case, s) for case in (B2B, CASE) for s in case.strategies],
                         ids=lambda x: getattr(x, "name", ""))
def test_nothing_is_double(scenario: Scenario, strategy: Strategy) -> None:
    assert leaks(scenario, strategy, 3) == set()


@pytest.mark.filterwarnings("error")
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(scenarios(hard=True, most_quarters=4, most_measures=6))
def test_nothing_is_double_in_any_scenario_and_nothing_overflows(scenario: Scenario) -> None:
    with np.errstate(divide="raise", invalid="raise", over="raise"):
        assert leaks(scenario, scenario.strategy("plan"), 2) == set()


def test_nothing_is_double_in_a_sweep_of_every_number() -> None:
    swept = with_values(CASE, dict(numbers(CASE)))
    assert leaks(swept, swept.strategy("everything"), 2) == set()


def test_nothing_is_double_side_by_side() -> None:
    with Watch() as watch:
        together = simulate_side_by_side(CASE, [s.name for s in CASE.strategies], 1, np.arange(2), "single")
    assert watch.found == set()
    assert {x.dtype for outcomes in together for x in outcomes.values()} == {np.dtype(np.float32)}


def test_the_watch_sees_a_double() -> None:
    setup = make_setup(CASE, CASE.strategy(CARRY_ON), Luck.of(1, np.arange(2)))
    with Watch() as watch:
        begin(setup)
    assert "sim.laws.basics.relax" in watch.found and len(in_state(begin(setup))) > 40


# --- bits ----------------------------------------------------------------------------------------------------------


def test_a_run_is_the_same_in_batches_of_any_size() -> None:
    runs = np.arange(40, 73)

    def run_by(chunk: int) -> Iterator[tuple[str, np.ndarray]]:
        parts = [simulate_chunk(CASE, "everything", 5, runs[k:k + chunk], precision="single")
                 for k in range(0, runs.size, chunk)]
        return ((name, np.concatenate([part[name] for part in parts], axis=1)) for name in OUTCOMES)

    together = dict(run_by(33))
    for chunk in (1, 2, 3, 7, 16):
        assert [name for name, values in run_by(chunk) if not np.array_equal(values, together[name])] == [], chunk


@pytest.mark.parametrize("family", FAMILIES)
def test_a_run_of_a_sweep_is_that_run_alone(family: str) -> None:
    swept = {name: ends for name, ends in numbers(CASE) if name.rpartition(".")[0] == family}
    batch = simulate_chunk(with_values(CASE, swept), "everything", 5, np.arange(2), precision="single")
    for k in range(2):
        case = with_values(CASE, {name: ends[k].item() for name, ends in swept.items()})
        alone = simulate_chunk(case, "everything", 5, np.array([k]), precision="single")
        assert [name for name in OUTCOMES if not np.array_equal(batch[name][:, [k]], alone[name])] == []


def test_a_strategy_is_the_same_alone_and_beside_all_others() -> None:
    cases = [(B2B, s.name) for s in B2B.strategies]
    for found in simulate_each(cases, replications=3, precision="single"):
        alone = simulate_chunk(B2B, found.strategy, 1, np.arange(3), precision="single")
        assert [name for name in OUTCOMES if not np.array_equal(found.outcomes[name], alone[name])] == []


def test_single_precision_is_the_same_on_two_processes() -> None:
    one, two = (simulate(CASE, "structure", replications=20, workers=n, precision="single").outcomes for n in (1, 2))
    assert [name for name in OUTCOMES if not np.array_equal(one[name], two[name])] == []


# --- accuracy ------------------------------------------------------------------------------------------------------

COUNTS = ("wins", "deals", "customers", "customers_lost", "leavers", "dismissed", "hired")
RUNS_OF_A_STUDY = 1_000


@cache
def both(strategy: str) -> tuple[Ensemble, Ensemble]:
    """Double and single precision on the same luck."""
    double, single = (simulate(B2B, strategy, replications=300, precision=p) for p in ("double", "single"))
    return double, single


def same_counts(strategy: str) -> np.ndarray:
    """Which runs have the same counts in every quarter."""
    double, single = both(strategy)
    return np.all([double.outcomes[name] == single.outcomes[name] for name in COUNTS], axis=(0, 1))


def values(ensemble: Ensemble) -> np.ndarray:
    """Net present value of the profits, one per run."""
    factor = discount_factor(B2B.costs.discount_rate, np.arange(1.0, B2B.quarters + 1.0))
    return factor @ ensemble.outcomes["profit"].astype(np.float64)


def sampling_error(x: np.ndarray) -> float:
    """Standard error of the mean of so many runs as a study has."""
    return float(x.std(ddof=1) / np.sqrt(RUNS_OF_A_STUDY))


STRATEGIES = [s.name for s in B2B.strategies]


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_in_nearly_all_runs_every_count_is_the_same(strategy: str) -> None:
    same = same_counts(strategy)
    assert same.mean() >= 0.98
    double, single = (values(x)[same] for x in both(strategy))
    assert np.max(np.abs(single / double - 1.0)) < 1e-6


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_the_error_of_a_mean_is_below_a_fiftieth_of_its_sampling_error(strategy: str) -> None:
    double, single = map(values, both(strategy))
    assert abs(np.mean(single - double)) < sampling_error(double) / 50.0


@pytest.mark.parametrize("strategy", STRATEGIES[1:])
def test_the_error_of_a_paired_difference_is_below_a_tenth_of_its_sampling_error(strategy: str) -> None:
    double, single = (values(x) - values(y) for x, y in zip(both(strategy), both(CARRY_ON), strict=True))
    assert abs(np.mean(single - double)) < sampling_error(double) / 10.0
