"""A run has its bits: alone, in any batch, on any number of processes, beside any other run."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.engine import ensemble
from sim.engine.ensemble import simulate, simulate_chunk, trace
from sim.engine.outcomes import OUTCOMES
from sim.parameters.declare import Section
from sim.scenario.columns import with_values
from sim.scenario.lookup import bounds_of, details_of, plausible_of
from sim.scenario.measures import HireSellers
from sim.scenario.schema import Scenario
from sim.scenario.strategy import CARRY_ON

Outcomes = dict[str, np.ndarray]
ROOT = Path(__file__).resolve().parents[2]
STRATEGIES: dict[str, list[dict[str, Any]]] = {
    "people": [{"kind": "training", "start": 1}, {"kind": "coaching", "start": 2, "quarters": 3, "by": "manager"},
               {"kind": "targets", "start": 2, "quarters": 4}, {"kind": "bonus_change", "start": 3, "quarters": 3},
               {"kind": "error_culture_work", "start": 1, "quarters": 5}, {"kind": "reflection_meetings", "start": 1}],
    "sellers": [{"kind": "hire_sellers", "start": 1, "sellers": 5},
                {"kind": "training", "start": 3, "target": "sellers"}],
    "structure": [{"kind": "reorganisation", "start": 2}, {"kind": "replacement", "start": 3, "quarters": 3}],
}
STRATEGIES["everything"] = [measure for measures in STRATEGIES.values() for measure in measures]
CASE = Scenario.model_validate({
    "quarters": 6, "organisation": {"reps": 13, "team_size": 5},
    "market": {"shocks": [{"quarter": 3, "quarters": 2, "demand": -0.3, "stress": 0.3}]},
    "strategies": [{"name": name, "measures": measures} for name, measures in STRATEGIES.items()]})
RUNS = np.arange(40, 73)


def run_by(chunk: int, strategy: str) -> Outcomes:
    """All runs in batches of a size, put together again."""
    parts = [simulate_chunk(CASE, strategy, 5, RUNS[k:k + chunk]) for k in range(0, RUNS.size, chunk)]
    return {name: np.concatenate([part[name] for part in parts], axis=1) for name in parts[0]}


def differing(one: Outcomes, other: Outcomes) -> list[str]:
    return [name for name in OUTCOMES if not np.array_equal(one[name], other[name])]


# --- batches and processes -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("strategy", [CARRY_ON, "everything"])
def test_every_outcome_is_the_same_in_batches_of_any_size(strategy: str) -> None:
    together = run_by(33, strategy)
    assert set(together) == set(OUTCOMES)
    for chunk in (1, 2, 3, 7, 16):
        assert differing(run_by(chunk, strategy), together) == [], chunk


def test_a_run_is_the_same_whatever_runs_stand_beside_it() -> None:
    strange = simulate_chunk(CASE, "sellers", 5, np.array([10**9, 41, 0, 41]))
    alone = simulate_chunk(CASE, "sellers", 5, np.array([41]))
    for column in (1, 3):
        assert differing({name: values[:, [column]] for name, values in strange.items()}, alone) == []


def test_a_large_force_is_the_same_alone_and_in_a_batch() -> None:
    """With many slots and few runs, sums take another way."""
    large = Scenario.model_validate({"quarters": 2, "organisation": {"reps": 300}})
    batch = simulate_chunk(large, CARRY_ON, 1, np.arange(8))
    for run in (0, 7):
        alone = simulate_chunk(large, CARRY_ON, 1, np.array([run]))
        assert differing(alone, {name: values[:, [run]] for name, values in batch.items()}) == []


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Batches of a few runs, so that there is something to share out."""
    monkeypatch.setattr(ensemble, "CHUNK_CELLS", 100)


@pytest.mark.usefixtures("small_chunks")
def test_two_workers_give_what_one_gives() -> None:
    one, two = (simulate(CASE, "structure", replications=20, seed=5, workers=n) for n in (1, 2))
    assert differing(two.outcomes, one.outcomes) == []
    assert np.array_equal(two.runs, one.runs)


@pytest.mark.usefixtures("small_chunks")
def test_progress_is_told_of_every_run_once() -> None:
    told: list[int] = []
    simulate(CASE, replications=20, progress=told.append)
    assert sum(told) == 20 and len(told) > 1


def test_an_ensemble_can_be_continued() -> None:
    whole = simulate(CASE, "people", replications=9, seed=5)
    first, rest = (simulate(CASE, "people", replications=n, seed=5, first_run=f) for n, f in ((4, 0), (5, 4)))
    joined = {name: np.concatenate([first.outcomes[name], rest.outcomes[name]], axis=1) for name in OUTCOMES}
    assert differing(joined, whole.outcomes) == []
    assert np.array_equal(whole.runs, [*first.runs, *rest.runs])


def test_less_than_one_run_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        simulate(CASE, replications=0)


def test_a_long_table_has_a_row_for_every_run_and_quarter() -> None:
    few = simulate(CASE, replications=3, first_run=7)
    table = few.frame()
    assert len(table) == 3 * CASE.quarters and set(table) == {"run", "quarter", *OUTCOMES}
    row = table[(table["run"] == 8) & (table["quarter"] == 2)]
    assert row["profit"].item() == few.outcomes["profit"][1, 1]


# --- seeds ---------------------------------------------------------------------------------------------------------

FRESH = """
from tests.engine.test_bits import CASE, simulate
print(*(float(x).hex() for x in simulate(CASE, "sellers", replications=3, seed=5).outcomes["profit"].ravel()))
"""


def test_the_same_seed_gives_the_same_numbers_in_a_fresh_process() -> None:
    done = subprocess.run([sys.executable, "-c", FRESH], cwd=ROOT, capture_output=True, text=True, timeout=120,
                          check=True)
    here = simulate(CASE, "sellers", replications=3, seed=5).outcomes["profit"].ravel()
    assert [float.fromhex(x) for x in done.stdout.split()] == here.tolist()


def test_another_seed_gives_other_numbers() -> None:
    one, other = (simulate(CASE, replications=2, seed=seed).outcomes["profit"] for seed in (1, 2))
    assert not np.any(one == other)


# --- a sweep is another batch --------------------------------------------------------------------------------------


def numbers(section: Section, path: str = "") -> Iterator[tuple[str, np.ndarray]]:
    """Every number that may differ between runs, by its dotted name, with a low and a high value."""
    for name, field in type(section).model_fields.items():
        value = getattr(section, name)
        if isinstance(value, Section):
            yield from numbers(value, f"{path}{name}.")
        elif isinstance(value, int | float) and not details_of(field)["structural"]:
            low, high = plausible_of(field)
            ends = bounds_of(field) if low is None else (low, high)
            yield f"{path}{name}", np.array(ends, dtype=type(value))


SWEEPABLE = dict(numbers(CASE))
FAMILIES = sorted({name.rpartition(".")[0] for name in SWEEPABLE})


@pytest.mark.parametrize("family", FAMILIES)
def test_a_batch_in_which_values_differ_between_runs_is_those_runs_one_by_one(family: str) -> None:
    swept = {name: values for name, values in SWEEPABLE.items() if name.rpartition(".")[0] == family}
    short = CASE.model_copy(update={"quarters": 4})
    batch = simulate_chunk(with_values(short, swept), "everything", 5, RUNS[:2])
    for k in range(2):
        case = with_values(short, {name: values[k].item() for name, values in swept.items()})
        alone = simulate_chunk(case, "everything", 5, RUNS[k:k + 1])
        assert differing({name: values[:, [k]] for name, values in batch.items()}, alone) == []


def test_one_run_of_a_sweep_does_not_feel_the_others() -> None:
    varied = np.array([0.1, 0.4, 0.9])
    for name in ("framework.error_culture", "leadership.pressure", "parameters.turnover.base_per_year"):
        swept = simulate_chunk(with_values(CASE, {name: varied}), "structure", 5, RUNS[:3])
        usual = simulate_chunk(with_values(CASE, {name: 0.4}), "structure", 5, RUNS[:3])
        assert differing({n: v[:, [1]] for n, v in swept.items()}, {n: v[:, [1]] for n, v in usual.items()}) == []
        assert not np.array_equal(swept["profit"][:, 0], usual["profit"][:, 0])


@pytest.mark.usefixtures("small_chunks")
def test_a_sweep_is_cut_with_its_runs() -> None:
    """Every run keeps its own value, whatever batch it lands in."""
    swept = with_values(CASE, {"framework.error_culture": np.linspace(0.0, 1.0, 20),
                               "book.customers_per_rep": np.arange(20) + 10})
    assert differing(simulate(swept, replications=20, seed=5, workers=1).outcomes,
                     simulate_chunk(swept, CARRY_ON, 5, np.arange(20))) == []


def test_a_sweep_of_another_length_than_the_runs_is_refused() -> None:
    with pytest.raises(ValueError, match=r"framework.error_culture has shape \(3,\)"):
        simulate(with_values(CASE, {"framework.error_culture": np.zeros(3)}), replications=4)


@pytest.mark.parametrize("field", ["demand", "churn", "margin", "demand_for_advice", "stress"])
def test_shocks_may_differ_between_runs_too(field: str) -> None:
    def shocked(value: Any) -> Scenario:
        return with_values(CASE, {"market.shocks": (CASE.market.shocks[0].model_copy(update={field: value}),)})

    sizes = np.array([-0.2, 0.3])
    batch = simulate_chunk(shocked(sizes), CARRY_ON, 5, RUNS[:2])
    for k in range(2):
        alone = simulate_chunk(shocked(float(sizes[k])), CARRY_ON, 5, RUNS[k:k + 1])
        assert differing({name: values[:, [k]] for name, values in batch.items()}, alone) == []


# --- more people, the same luck ------------------------------------------------------------------------------------

REPS = CASE.organisation.reps


def of_reps(strategy: str, quarter: int) -> Any:
    """The rows of the reps of the first day in a quarter of one run."""
    table = trace(CASE, strategy, seed=5, run=2)
    return table[(table["quarter"] == quarter) & (table["slot"] < REPS)].reset_index(drop=True)


def test_added_sellers_change_nothing_of_the_reps_at_the_start_and_in_the_first_quarter() -> None:
    """Sellers are sought from the first quarter on; until one is there, the reps live as they would have."""
    for quarter in (0, 1):
        assert of_reps("sellers", quarter).equals(of_reps(CARRY_ON, quarter))


def test_added_sellers_are_there_and_make_a_difference_later() -> None:
    table = trace(CASE, "sellers", seed=5, run=2)
    late = table[(table["quarter"] == CASE.quarters) & (table["slot"] >= REPS)]
    assert late["seller"].eq(1.0).all() and late["present"].sum() > 0
    assert not of_reps("sellers", CASE.quarters)["customers"].equals(of_reps(CARRY_ON, CASE.quarters)["customers"])


def test_more_sellers_leave_the_first_sellers_as_they_were() -> None:
    """Who is hired, and what for a person, does not depend on how many are sought."""
    def first_hires(sellers: int) -> Any:
        measure = HireSellers(kind="hire_sellers", start=1, sellers=sellers)
        plan = CASE.strategy("sellers").model_copy(update={"measures": (measure,)})
        table = trace(CASE.model_copy(update={"strategies": (plan,)}), "sellers", seed=5, run=2)
        rows = table[(table["quarter"] == 1) & (table["slot"] >= REPS) & (table["slot"] < REPS + 2)]
        return rows[["present", "hunting", "skill_selling", "fear", "style"]].reset_index(drop=True)

    assert first_hires(2).equals(first_hires(9))


def test_in_the_trace_an_ensembles_run_is_seen_from_inside() -> None:
    table = trace(CASE, "structure", seed=5, run=2)
    ensemble_run = simulate_chunk(CASE, "structure", 5, np.array([2]))
    for quarter in range(1, CASE.quarters + 1):
        assert table[table["quarter"] == quarter]["customers"].sum() == ensemble_run["customers"][quarter - 1, 0]
