"""The compiled loop lives through the same quarters as the engine, run by run."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.engine.ensemble import simulate
from sim.people.chance import run_keys
from sim.scenario.columns import with_values
from sim.scenario.reading import load_scenario
from sim.scenario.strategy import Strategy

pytest.importorskip("numba", reason="the compiled loop needs Numba")

SCENARIOS = sorted((Path(__file__).resolve().parents[2] / "scenarios").glob("*.toml"))
COUNTS = ("customers", "customers_won", "customers_lost", "leads", "wins", "deals", "leavers", "dismissed", "hired",
          "headcount", "advisors", "sellers", "vacancies")
TARGETS = ("all", "advisors", "sellers", "opinion_leaders", "newcomers", "willing", "blocked")
EVERYTHING = Strategy.model_validate({"name": "everything", "measures": [
    *({"kind": "training", "start": 1 + k, "quarters": 3, "target": target} for k, target in enumerate(TARGETS)),
    {"kind": "coaching", "start": 2, "quarters": 3, "by": "professional", "skill": 0.4, "dose": 0.9},
    {"kind": "coaching", "start": 3, "quarters": 6, "by": "manager", "target": "willing"},
    {"kind": "leader_reflection", "start": 2, "quarters": 4, "dose": 0.6},
    {"kind": "leader_coaching", "start": 3, "quarters": 4},
    {"kind": "error_culture_work", "start": 2, "quarters": 9},
    {"kind": "reflection_meetings", "start": 4, "quarters": 5, "cross_functional_share": 0.3},
    {"kind": "recognition", "start": 3, "quarters": 9, "dose": 0.7},
    {"kind": "gamification", "start": 5, "quarters": 3},
    {"kind": "bonus_change", "start": 4, "quarters": 6, "dose": 0.8},
    {"kind": "targets", "start": 2, "quarters": 12, "pressure": 0.4},
    {"kind": "appeals", "start": 2, "quarters": 5},
    {"kind": "win_opinion_leaders", "start": 1, "quarters": 3},
    {"kind": "hire_sellers", "start": 2, "quarters": 3, "sellers": 5},
    {"kind": "replacement", "start": 5, "quarters": 6},
    {"kind": "reorganisation", "start": 4, "form": "role_split", "dose": 0.6},
    {"kind": "reorganisation", "start": 6, "quarters": 5, "form": "segment_split"},
    {"kind": "reorganisation", "start": 9, "quarters": 5, "form": "team_selling", "dose": 0.5},
    {"kind": "grace_period", "start": 3, "quarters": 3, "dose": 0.5},
    {"kind": "networking_time", "start": 4, "quarters": 8},
    {"kind": "tool_rollout", "start": 3, "quarters": 6},
    {"kind": "rules", "start": 6, "quarters": 4},
    {"kind": "guidelines", "start": 2, "quarters": 9, "jointly": 0.3},
]})
VARIANTS = (
    {"market.sales_cycle_new": 0, "market.sales_cycle_existing": 2, "organisation.handover_share": 0.5},
    {"organisation.reps": 7, "organisation.team_size": 8, "organisation.advisor_share": 1.0},
    {"organisation.reps": 43, "organisation.team_size": 5, "organisation.contacts": 7},
    {"parameters.selling.attempts": 4_000.0, "book.customers_per_rep": 400, "book.churn_per_year": 0.6},
)
"""Empty pipelines, one small team, odd sizes, and counts beyond the mean from which they are drawn as normal."""


def differences(scenario, strategy, *, runs, seed=11, first_run=0):
    """Where the loop and the engine differ: counts at all, everything else by more than rounding."""
    from benchmarks.limit.compiled import simulate as compiled

    ours = simulate(scenario, strategy, replications=runs, seed=seed, first_run=first_run).outcomes
    theirs = compiled(scenario, strategy, seed=seed, replications=runs, first_run=first_run)
    assert set(ours) == set(theirs)
    same = {name: np.array_equal(ours[name], theirs[name]) if name in COUNTS else np.allclose(
        theirs[name], ours[name], rtol=1e-9, atol=1e-12) for name in ours}
    return [f"{scenario.title}, {strategy}: {name}" for name, alike in same.items() if not alike]


def with_everything(path, values=None):
    """A scenario with a strategy of all kinds of measures, and with some values changed."""
    return with_values(load_scenario(path), {"strategies": (EVERYTHING,)} | (values or {}))


@pytest.mark.slow
def test_the_loop_equals_the_engine():
    """One test, so that one process compiles once."""
    from benchmarks.limit import draws

    cases = [(load_scenario(path), runs) for path, runs in zip(SCENARIOS, (6, 2, 2, 2, 2, 2, 2), strict=True)]
    found = [difference for scenario, runs in cases for strategy in scenario.strategies
             for difference in differences(scenario, strategy.name, runs=runs)]
    for values in ({}, *VARIANTS):
        found += differences(with_everything(SCENARIOS[0], values), EVERYTHING.name, runs=8)
    assert not found

    keys, means = run_keys(5, np.arange(3, 9)), draws.usual_means(40, 6)
    np.testing.assert_array_equal(draws.compiled_uniforms(keys, 4, 40), draws.numpy_uniforms(keys, 4, 40))
    np.testing.assert_array_equal(draws.compiled_counts(keys, 4, draws.by_run(means)),
                                  draws.numpy_counts(keys, 4, means))


def test_a_law_is_translated_as_it_stands():
    """The translation of a law keeps its expression."""
    import ast

    from benchmarks.limit.compiled_laws import translated

    source = ("def law(x: Array, p: P) -> Array:\n    y: Number = np.clip(x, 0.0, 1.0)\n"
              "    return np.asarray(np.where(x > 0.0, np.exp(y) / np.maximum(x, p.floor), np.abs(x)))\n")
    assert ast.unparse(translated(source)) == (
        "def law(x, p):\n    y = min(max(x, 0.0), 1.0)\n"
        "    return math.exp(y) / max(x, p.floor) if x > 0.0 else abs(x)")


def test_values_that_differ_between_runs_are_refused():
    from benchmarks.limit.setup import prepare

    scenario = with_values(load_scenario(SCENARIOS[0]), {"book.trust": np.array([0.7, 0.8])})
    with pytest.raises(ValueError, match="one value for all runs"):
        prepare(scenario, "carry_on")


@pytest.mark.slow
@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_hundreds_of_runs_equal_the_engine(path):
    """Many runs of every strategy: a last bit that flips a count would show here."""
    scenario = load_scenario(path)
    found = [difference for strategy in scenario.strategies
             for difference in differences(scenario, strategy.name, runs=300, seed=23, first_run=1_000)]
    for values in ({}, *VARIANTS):
        found += differences(with_everything(path, values), EVERYTHING.name, runs=100)
    assert not found
