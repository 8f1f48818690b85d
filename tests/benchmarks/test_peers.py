"""The agents of the peers live the runs of the engine: a second implementation, from the document, of every law.

On the same luck, counts must be the same and everything else must be the same but for rounding. On their own luck,
means must be the same but for chance.
"""

from __future__ import annotations

import ast
import random
import re
from collections.abc import Callable, Iterator
from functools import cache
from inspect import getmembers, isfunction
from pathlib import Path
from types import ModuleType
from typing import Any, get_args

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from scipy import stats

from benchmarks.peers import counts, mesa_peer
from benchmarks.peers.chance import ModelChance
from benchmarks.peers.laws import basics, business, conditions, decision, people
from sim.engine.counts import binomial_count, poisson_count
from sim.engine.ensemble import simulate_chunk
from sim.engine.outcomes import OUTCOMES
from sim.scenario.columns import with_values
from sim.scenario.measures import Measure, MeasureBase, Target
from sim.scenario.reading import load_scenario
from sim.scenario.schema import Scenario
from tests.strategies import scenarios

Outcomes = dict[str, np.ndarray]

ROOT = Path(__file__).resolve().parents[2]
READY = {file.stem: load_scenario(file) for file in sorted((ROOT / "scenarios").glob("*.toml"))}
CASES = [(name, strategy.name) for name, scenario in READY.items() for strategy in scenario.strategies]
WHOLE = [name for name, outcome in OUTCOMES.items()
         if outcome.unit in ("customers", "people", "leads", "deals")]
ROUNDING = 1e-9
"""Relative; what has been seen is 1e-13 and less."""
SEED = 7


QUARTERS = 6


def measure(kind: str, start: int = 1, quarters: int = QUARTERS, **more: Any) -> dict[str, Any]:
    """In force for so long, or to the end."""
    return {"kind": kind, "start": start, "quarters": min(quarters, QUARTERS - start + 1)} | more


BONUS = {"individual": 0.5, "team": 0.3, "company": 0.2, "variable_share": 0.25, "new_business_share": 0.6}
RICH = Scenario.model_validate({
    "quarters": QUARTERS, "organisation": {"reps": 14, "team_size": 5, "handover_share": 0.8},
    "people": {"at_rest": 0.6}, "framework": {"cross_functional_share": 0.1}, "leadership": {"ambition": 0.1},
    "behaviour": {"acquisition_yield": 0.7, "productivity_gain": 0.1},
    "market": {"prospects": 400, "volatility": 0.2, "win_rate_new": 0.5, "sales_cycle_new": 1, "shocks": [
        {"quarter": 2, "quarters": 2, "demand": -0.2, "churn": 0.5, "margin": -0.05, "demand_for_advice": 0.1,
         "stress": 0.3}]},
    "parameters": {"turnover": {"base_per_year": 0.6, "promotion": 0.2, "mis_hire": 0.5},
                   "customers": {"handover_loss": 0.5}, "attitude": {"newcomer_quarters": 2.0}},
    "strategies": [
        {"name": "people", "measures": [
            measure("training"), measure("training", target="newcomers"),
            measure("coaching", by="manager", target="willing"),
            measure("coaching", skill=0.6, target="blocked"), measure("targets", 2, target="advisors", pressure=0.5),
            measure("appeals"), measure("recognition", 2, dose=0.8), measure("gamification", 2, dose=0.7),
            measure("win_opinion_leaders", quarters=2), measure("coaching", 3, target="opinion_leaders"),
            measure("bonus_change", 3, bonus=BONUS, dose=0.9), measure("grace_period", 4, 1, dose=0.5)]},
        {"name": "culture", "measures": [
            measure("leader_reflection"), measure("leader_coaching", 2, dose=0.7), measure("error_culture_work"),
            measure("reflection_meetings", 2, cross_functional_share=0.3), measure("reflection_meetings", 4, dose=0.5),
            measure("guidelines", 2, jointly=0.7), measure("rules", 3, dose=0.5), measure("networking_time", 2),
            measure("tool_rollout", 2), measure("targets", 3, dose=0.6)]},
        {"name": "segments", "measures": [
            measure("hire_sellers", 1, 2, sellers=4), measure("replacement", 2),
            measure("training", 3, 2, target="sellers"),
            measure("reorganisation", 3, 3, form="segment_split", dose=0.8)]},
        {"name": "split", "measures": [measure("reorganisation", 2, form="role_split"), measure("training", 2)]},
        {"name": "pairs", "measures": [measure("reorganisation", 2, form="team_selling"), measure("targets")]}]})
"""A small firm in which every law has something to do."""
STRATEGIES = [strategy.name for strategy in RICH.strategies]


@cache
def engine(strategy: str, run: int = 3) -> Outcomes:
    return simulate_chunk(RICH, strategy, SEED, np.array([run]))


def told_by_mesa(scenario: Scenario, strategy: str, runs: list[int]) -> Outcomes:
    return mesa_peer.simulate(scenario, strategy, seed=SEED, runs=runs, keyed=True)


def differences(one: Outcomes, other: Outcomes) -> list[str]:
    """Outcomes that are not the same: whole ones exactly, the others but for rounding."""
    same = {name: np.array_equal(one[name], other[name]) if name in WHOLE
            else np.allclose(one[name], other[name], rtol=ROUNDING, atol=1e-12) for name in OUTCOMES}
    return [name for name, equal in same.items() if not equal]


def unlike_the_engine(scenario: Scenario, strategy: str, runs: list[int]) -> list[str]:
    return differences(told_by_mesa(scenario, strategy, runs), simulate_chunk(scenario, strategy, SEED, np.array(runs)))


# --- the same luck, the same run -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "strategy"), CASES)
def test_the_agents_live_the_engines_run_in_every_ready_scenario(name: str, strategy: str) -> None:
    assert unlike_the_engine(READY[name], strategy, [CASES.index((name, strategy))]) == []


@pytest.mark.slow
@pytest.mark.parametrize(("name", "strategy"), CASES)
def test_the_agents_live_many_of_the_engines_runs(name: str, strategy: str) -> None:
    assert unlike_the_engine(READY[name], strategy, list(range(100, 120))) == []


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_the_agents_live_the_engines_runs_where_every_law_has_something_to_do(strategy: str) -> None:
    assert unlike_the_engine(RICH, strategy, [0, 3]) == []


def test_every_kind_of_measure_and_every_target_is_in_force_somewhere() -> None:
    measures = [measure for strategy in RICH.strategies for measure in strategy.measures]
    kinds: set[type[MeasureBase]] = set(get_args(get_args(Measure)[0]))
    assert {type(measure) for measure in measures} == kinds
    assert {getattr(measure, "target", "all") for measure in measures} == set(get_args(Target))
    assert {getattr(m, "form", None) for m in measures} > {"role_split", "segment_split", "team_selling"}


few = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])


@few
@given(scenarios(hard=True))
def test_the_agents_live_the_engines_run_in_generated_scenarios(scenario: Scenario) -> None:
    assert unlike_the_engine(scenario, "plan", [5]) == []


@pytest.mark.slow
@settings(few, max_examples=600)
@given(scenarios(hard=True))
def test_the_agents_live_the_engines_run_in_many_generated_scenarios(scenario: Scenario) -> None:
    assert unlike_the_engine(scenario, "plan", [5]) == []


def test_large_numbers_of_customers_are_counted_alike() -> None:
    """Means above 80 are drawn in another way."""
    many = with_values(RICH, {"book.customers_per_rep": 400, "book.churn_per_year": 0.8,
                              "parameters.selling.contact_yield": 1.0, "parameters.selling.attempts": 300.0})
    assert unlike_the_engine(many, "people", [0]) == []


# --- the comparison can fail ---------------------------------------------------------------------------------------

LAW_MODULES = (conditions, decision, business, people)


def laws() -> Iterator[tuple[ModuleType, str]]:
    """All laws of the peers, where they are defined."""
    for module in LAW_MODULES:
        yield from ((module, name) for name, f in getmembers(module, isfunction) if f.__module__ == module.__name__)


def wrong(law: Callable[..., Any]) -> Callable[..., Any]:
    """Half of it and a little: neither the level nor the proportions are right."""
    def half_and_more(*arguments: Any) -> Any:
        value = law(*arguments)
        return tuple(0.5 * part + 0.3 for part in value) if isinstance(value, tuple) else 0.5 * value + 0.3

    return half_and_more


@pytest.mark.parametrize(("module", "name"), list(laws()), ids=lambda part: part if isinstance(part, str) else "")
def test_one_wrong_law_is_noticed(module: ModuleType, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    right = getattr(module, name)
    for place in LAW_MODULES:
        if getattr(place, name, None) is right:
            monkeypatch.setattr(place, name, wrong(right))
    assert any(differences(told_by_mesa(RICH, strategy, [3]), engine(strategy)) for strategy in STRATEGIES)


@pytest.mark.parametrize(("value", "factor"), [("parameters.fear.disposition", 1.001), ("people.spread", 1.001),
                                              ("parameters.influence.prominence", 1.3), ("costs.hire", 1.001),
                                              ("organisation.contacts_between_teams", 1.3)])
def test_one_other_value_is_noticed(value: str, factor: float) -> None:
    before: Any = RICH
    for part in value.split("."):
        before = getattr(before, part)
    other = with_values(RICH, {value: before * factor})
    assert differences(told_by_mesa(other, "people", [3]), engine("people"))


def test_another_run_and_another_seed_are_noticed() -> None:
    other = mesa_peer.simulate(RICH, "people", seed=SEED + 1, runs=[3], keyed=True)
    assert differences(told_by_mesa(RICH, "people", [4]), engine("people"))
    assert differences(other, engine("people"))


def test_the_peers_have_the_laws_of_the_document() -> None:
    """All but the discounting, which the analysis does with what the runs tell, and a guard."""
    page = (ROOT / "docs" / "model.md").read_text(encoding="utf-8")
    submodels = page.partition("\n## 7 ")[2].partition("\n## 8 ")[0]
    described = set(re.findall(r"^#### `(\w+)`$", submodels, re.MULTILINE))
    shared = {name for name, _ in getmembers(basics, isfunction)}
    assert {name for _, name in laws()} == described - shared - {"discount_factor", "above_zero"}


def test_the_peers_take_no_law_and_no_step_from_the_package() -> None:
    """Only what is given: scenario, plan, names of outcomes and luck."""
    given_data = ("sim.scenario", "sim.parameters", "sim.programme", "sim.engine.outcomes", "sim.people.chance")
    files = sorted((ROOT / "benchmarks" / "peers").rglob("*.py"))
    used = {node.module for file in files for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sim")}
    assert len(files) > 10 and used
    assert [module for module in used if not module.startswith(given_data)] == []


# --- the peers among themselves --------------------------------------------------------------------------------------


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_the_agentpy_model_lives_the_same_runs(strategy: str) -> None:
    pytest.importorskip("agentpy", reason="agentpy is not installed")
    from benchmarks.peers import agentpy_peer

    told = agentpy_peer.simulate(RICH, strategy, seed=SEED, runs=[0, 3], keyed=True)
    mesa = told_by_mesa(RICH, strategy, [0, 3])
    assert [name for name in OUTCOMES if not np.array_equal(told[name], mesa[name])] == []


def test_the_agentpy_model_repeats_its_own_runs() -> None:
    pytest.importorskip("agentpy", reason="agentpy is not installed")
    from benchmarks.peers import agentpy_peer

    three, third = (agentpy_peer.simulate(RICH, "people", seed=1, runs=runs)["profit"] for runs in (3, [2]))
    assert np.array_equal(three[:, 2:], third) and not np.array_equal(three[:, :1], third)


def test_runs_are_given_by_number_or_one_by_one() -> None:
    three, third = (mesa_peer.simulate(RICH, "people", seed=1, runs=runs) for runs in (3, [2]))
    assert list(three) == list(OUTCOMES) and three["profit"].shape == (RICH.quarters, 3)
    assert np.array_equal(three["profit"][:, 2:], third["profit"])
    assert not np.array_equal(three["profit"][:, :1], third["profit"])


# --- their own luck --------------------------------------------------------------------------------------------------

KEY = ("profit", "revenue_new", "revenue_cross", "customers", "customers_lost", "trust", "behaviour", "skill_selling",
       "fear", "satisfaction", "leavers", "hired")
FALSE_ALARMS = 0.01
"""How often two right models would be called different, over all key outcomes and strategies, were seeds not fixed."""
RUNS = 60
OWN_LUCK = ("people", "segments")


def alarms(strategy: str, case: Scenario = RICH) -> list[str]:
    """Key outcomes whose means over runs and quarters differ by more than chance (Welch's test, after Bonferroni)."""
    agents = mesa_peer.simulate(case, strategy, seed=11, runs=RUNS)
    engines = simulate_chunk(case, strategy, 12, np.arange(10 * RUNS))
    limit = FALSE_ALARMS / (len(KEY) * len(OWN_LUCK))
    return [name for name in KEY
            if stats.ttest_ind(agents[name].mean(axis=0), engines[name].mean(axis=0), equal_var=False).pvalue < limit]


@pytest.mark.parametrize("strategy", OWN_LUCK)
def test_with_the_generator_of_mesa_means_are_those_of_the_engine(strategy: str) -> None:
    assert alarms(strategy) == []


def test_means_of_a_wrong_model_are_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not where today's business is at rest: then a wrong yield is made up for, as the model says."""
    monkeypatch.setattr(business, "opportunities", wrong(business.opportunities))
    assert "revenue_new" in alarms("people", with_values(RICH, {"people.at_rest": 0.0}))


def test_the_models_own_luck_is_never_0() -> None:
    class Unlucky(random.Random):
        def random(self) -> float:
            return 0.0

    assert 0.0 < ModelChance(Unlucky()).uniform("mood", 1, 0) < 1e-15


# --- whole numbers -------------------------------------------------------------------------------------------------

UNIFORMS = [*((np.arange(60) + 0.3183) / 60.0), 3.1e-9, 1.0 - 3.1e-9]


@pytest.mark.parametrize("mean", [0.0, 1e-9, 0.4, 7.3, 79.9, 80.1, 3_000.0])
def test_poisson_counts_are_the_engines(mean: float) -> None:
    assert [counts.poisson(u, mean) for u in UNIFORMS] == poisson_count(np.array(UNIFORMS), np.array(mean)).tolist()


@pytest.mark.parametrize("trials", [0, 1, 25, 160, 400])
@pytest.mark.parametrize("chance", [0.0, 1e-9, 0.03, 0.5, 0.77, 1.0])
def test_binomial_counts_are_the_engines(trials: int, chance: float) -> None:
    expected = binomial_count(np.array(UNIFORMS), np.array(float(trials)), np.array(chance))
    assert [counts.binomial(u, trials, chance) for u in UNIFORMS] == expected.tolist()


def test_the_largest_uniform_there_is_gives_a_count_and_no_runaway() -> None:
    assert counts.poisson(1.0 - 2.0**-53, 79.9) < 250 and counts.binomial(1.0 - 2.0**-53, 25, 0.03) <= 25
