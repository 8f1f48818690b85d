"""The Mesa face: the same run as in the ensemble, lived by agents one can select, ask and change."""

from __future__ import annotations

import gc
import inspect
import warnings
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import mesa
import networkx as nx
import numpy as np
import pytest

from sim.engine.ensemble import simulate_chunk
from sim.engine.outcomes import OUTCOMES
from sim.model import LEADER_TRAITS, TRAITS, Leader, OrgModel, Rep
from sim.scenario.schema import Scenario
from sim.scenario.strategy import CARRY_ON
from sim.scenario.writing import starter_text

CASE = Scenario.model_validate({
    "quarters": 6, "organisation": {"reps": 14, "team_size": 5},
    "parameters": {"turnover": {"base_per_year": 0.5}},
    "strategies": [
        {"name": "people", "measures": [{"kind": "training", "start": 1},
                                        {"kind": "targets", "start": 2, "quarters": 4}]},
        {"name": "sellers", "measures": [{"kind": "hire_sellers", "start": 2, "sellers": 4}]},
        {"name": "structure", "measures": [{"kind": "reorganisation", "start": 2},
                                           {"kind": "replacement", "start": 3}]}]})
NAMES = [strategy.name for strategy in CASE.strategies]
MESA = tuple(int(part) for part in mesa.__version__.split(".")[:2])


def lived(model: OrgModel, quarters: int = 1) -> OrgModel:
    for _ in range(quarters):
        model.step()
    return model


# --- the same run --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("strategy", NAMES)
def test_a_model_lives_the_ensembles_run_bit_for_bit(strategy: str) -> None:
    table = OrgModel(CASE, strategy, rng=3, run=5).run()
    ensemble = simulate_chunk(CASE, strategy, 3, np.arange(8))
    assert [name for name in OUTCOMES if not np.array_equal(table[name].to_numpy(), ensemble[name][:, 5])] == []


def test_another_seed_and_another_run_are_other_runs() -> None:
    profits = [tuple(OrgModel(CASE, rng=rng, run=run).run()["profit"]) for rng, run in ((1, 0), (2, 0), (1, 1))]
    assert len(set(profits)) == 3


def test_a_model_without_a_seed_is_the_one_with_the_default_seed() -> None:
    """`mesa.batch_run` passes None where it is given no seeds."""
    assert OrgModel(CASE, rng=None).run().equals(OrgModel(CASE).run())


def test_mesas_own_generators_take_no_part() -> None:
    model = OrgModel(CASE)
    model.random.seed(99)
    model.rng = np.random.default_rng(99)
    assert model.run().equals(OrgModel(CASE).run())


# --- what it accepts -----------------------------------------------------------------------------------------------


def test_a_path_a_scenario_and_nothing_are_accepted(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(starter_text(), encoding="utf-8")
    assert OrgModel(file).setup.scenario == OrgModel(str(file)).setup.scenario
    assert OrgModel(CASE).setup.scenario is CASE
    assert OrgModel().setup.scenario == Scenario()


def test_an_unknown_strategy_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(KeyError, match=r"no strategy 'peple'.*carry_on, people, sellers, structure"):
        OrgModel(CASE, "peple")


def test_after_the_horizon_there_is_no_further_quarter() -> None:
    model = OrgModel(CASE)
    assert model.running
    model.run()
    assert model.quarter == CASE.quarters and not model.running
    with pytest.raises(RuntimeError, match="horizon of 6 quarters"):
        model.step()


def test_running_on_takes_up_where_stepping_left_off() -> None:
    assert lived(OrgModel(CASE), 2).run().equals(OrgModel(CASE).run())


# --- agents --------------------------------------------------------------------------------------------------------


def test_reps_and_leaders_are_mesa_agents() -> None:
    model = OrgModel(CASE)
    assert {type(agent) for agent in model.agents} == {Rep, Leader}
    assert all(isinstance(agent, mesa.Agent) for agent in model.agents)
    assert len(model.reps) == 14 and len(model.leaders) == 3
    assert len(model.agents) == 17


def test_every_column_of_the_population_is_an_attribute_of_a_rep() -> None:
    model = lived(OrgModel(CASE), 2)
    for rep in model.reps:
        assert all(getattr(rep, name) == model.state.people.arrays()[name][rep.row, 0] for name in TRAITS)


def test_agents_are_selected_asked_told_grouped_and_made_to_act() -> None:
    model = OrgModel(CASE)
    brave = model.reps.select(lambda rep: rep.fear < 0.5)
    assert 0 < len(brave) < 14
    assert max(brave.get("fear")) < 0.5
    model.reps.set("fear", 0.25)
    assert set(model.reps.get("fear")) == {0.25} == set(model.state.people.fear[:14, 0])
    model.reps.do(lambda rep: setattr(rep, "attitude", 0.75))
    assert set(model.reps.get("attitude")) == {0.75}
    teams = dict(iter(model.reps.groupby("team")))
    assert {team: len(reps) for team, reps in teams.items()} == {0: 5, 1: 5, 2: 4}
    assert model.reps.agg("customers", sum) == CASE.book.customers_per_rep * 14


def test_a_leader_leads_the_reps_of_the_team() -> None:
    model = OrgModel(CASE)
    for leader in model.leaders:
        assert [rep.row for rep in leader.reps] == [rep.row for rep in model.reps if rep.team == leader.team]
        assert all(0.0 <= getattr(leader, name) <= 1.0 for name in LEADER_TRAITS)


def test_dedicated_sellers_come_as_agents_with_a_leader_of_their_own() -> None:
    model = OrgModel(CASE, "sellers")
    before = len(model.leaders)
    model.run()
    assert len(model.leaders) == before + 1
    assert {rep.role for rep in model.reps if rep.row >= 14} == {"seller"}
    assert {rep.role for rep in model.reps if rep.row < 14} == {"advisor"}


def test_agents_leave_and_newcomers_are_new_agents() -> None:
    model, seen, gone = OrgModel(CASE), {}, 0
    for quarter in range(CASE.quarters + 1):
        if quarter:
            model.step()
        now = {rep.unique_id: rep.row for rep in model.reps}
        assert len(set(now.values())) == len(now) == model.state.people.present.sum()
        assert all(seen.get(unique_id, row) == row for unique_id, row in now.items())  # nobody changes seats
        gone += len(seen.keys() - now.keys())
        newcomers = now.keys() - seen.keys()
        assert quarter == 0 or len(newcomers) == model.latest["hired"][0]
        seen = now
    assert gone == model.outcomes()[["leavers", "dismissed"]].to_numpy().sum() > 0


def test_those_who_left_are_in_no_set_and_no_cell() -> None:
    model = OrgModel(CASE)
    first = list(model.reps)
    model.run()
    left = [rep for rep in first if rep not in model.reps]
    assert left and all(rep not in model.agents and rep.cell is None for rep in left)
    assert sum(len(list(cell.agents)) for cell in model.space.all_cells) == len(model.reps)


# --- hands on ------------------------------------------------------------------------------------------------------


def behaviour_after(change: Any, quarters: int = 2) -> float:
    """Mean behaviour after somebody has changed the agents by hand."""
    model = OrgModel(CASE)
    change(model)
    return float(lived(model, quarters).latest["behaviour"][0])


@pytest.mark.parametrize(("trait", "direction"), [
    ("attitude", 1), ("self_efficacy", 1), ("euphoria", 1), ("fear", -1), ("resistance", -1), ("identity", -1)])
def test_a_trait_set_by_hand_moves_behaviour_in_its_direction(trait: str, direction: int) -> None:
    low, high = (behaviour_after(lambda model, value=value: model.reps.set(trait, value)) for value in (0.1, 0.9))
    assert np.sign(high - low) == direction


def test_changing_one_rep_changes_what_that_rep_does() -> None:
    model, same = OrgModel(CASE), OrgModel(CASE)
    list(model.reps)[3].attitude = 1.0
    list(model.reps)[3].fear = 0.0
    model.step(), same.step()
    raised = model.state.people.behaviour - same.state.people.behaviour
    assert raised[3, 0] > 0.0 and np.abs(np.delete(raised, 3, axis=0)).max() == 0.0


def test_pressure_set_by_hand_makes_busy_and_strains() -> None:
    calm, hard = OrgModel(CASE), OrgModel(CASE)
    calm.leaders.set("pressure", 0.0)
    hard.leaders.set("pressure", 1.0)
    calm.step(), hard.step()
    assert hard.latest["safety"][0] < calm.latest["safety"][0]
    assert hard.latest["energy"][0] < calm.latest["energy"][0]
    assert hard.latest["pressure"][0] == 1.0


def test_pressure_of_one_leader_is_felt_in_that_team_only() -> None:
    model, same = OrgModel(CASE), OrgModel(CASE)
    list(model.leaders)[1].pressure = 1.0
    model.step(), same.step()
    tired = (model.state.people.energy < same.state.people.energy)[:, 0]
    assert np.array_equal(tired, model.setup.teams.team_of == 1)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
def test_what_is_no_finite_number_is_refused_and_changes_nothing(value: float) -> None:
    model = OrgModel(CASE)
    rep, leader = next(iter(model.reps)), next(iter(model.leaders))
    before = rep.fear, leader.pressure
    with pytest.raises(ValueError, match="fear must be a number"):
        rep.fear = value
    with pytest.raises(ValueError, match="pressure must be a number"):
        leader.pressure = value
    assert (rep.fear, leader.pressure) == before


@pytest.mark.parametrize("value", ["brave", None])
def test_what_is_no_number_is_refused(value: Any) -> None:
    with pytest.raises((TypeError, ValueError)):
        next(iter(OrgModel(CASE).reps)).fear = value


# --- network and data ----------------------------------------------------------------------------------------------


def test_neighbours_in_mesas_space_are_the_contacts_of_the_network() -> None:
    model = OrgModel(CASE)
    graph = model.space.G
    assert isinstance(graph, nx.DiGraph)
    for rep in model.reps:
        listens_to = set(rep.contacts)
        assert set(graph.successors(rep.row)) == listens_to
        assert {agent.row for agent in rep.cell.neighborhood.agents} == listens_to
        assert rep.row not in listens_to


def test_the_collected_table_holds_every_outcome_of_every_quarter() -> None:
    model = OrgModel(CASE)
    table = model.run()
    assert list(table.columns) == list(OUTCOMES)
    assert table.index.tolist() == [1, 2, 3, 4, 5, 6] and table.index.name == "quarter"
    assert not table.isna().to_numpy().any()
    assert table.loc[6, "profit"] == model.latest["profit"][0]


def test_before_the_first_quarter_there_is_nothing_to_report() -> None:
    model = OrgModel(CASE)
    assert model.quarter == 0 and model.latest == {} and model.outcomes().empty and model.last_quarter is None


def test_the_last_quarters_record_says_what_each_agent_did_and_why() -> None:
    model = OrgModel(CASE, "structure", rng=3)
    for quarter in range(1, CASE.quarters + 1):
        there = {rep.row for rep in model.reps}
        model.step()
        record = model.last_quarter
        assert record is not None and record.quarter == quarter
        stayed = [rep for rep in model.reps if rep.tenure > 0.0]
        assert [rep.behaviour for rep in stayed] == [record.choice.behaviour[rep.row, 0] for rep in stayed]
        gone = np.flatnonzero(np.maximum(record.staffing.left, record.staffing.dismissed)[:, 0])
        assert there - {rep.row for rep in model.reps} == set(gone.tolist())
        assert set(record.choice.pulls) >= {"habit", "fear", "norm", "money"}


def test_states_of_every_agent_are_collected_on_request() -> None:
    model = OrgModel(CASE, agent_states=True)
    model.run()
    table = model.datacollector.get_agenttype_vars_dataframe(Rep)
    assert {"team", "role", "fear", "behaviour", "customers"} <= set(table.columns)
    counted = table.groupby(level="Step").size()
    assert counted.loc[CASE.quarters] == len(model.reps)
    last = table.xs(CASE.quarters, level="Step")
    assert all(last.loc[rep.unique_id, "fear"] == rep.fear for rep in model.reps)


# --- Mesa's batch runner -------------------------------------------------------------------------------------------


@pytest.fixture
def start_method() -> Iterator[None]:
    """Newer versions of Mesa change how processes are started, for everybody."""
    import multiprocessing

    before = multiprocessing.get_start_method(allow_none=True)
    yield
    multiprocessing.set_start_method(before, force=True)


def batch(parameters: dict[str, Any], **more: Any) -> list[dict[str, Any]]:
    return mesa.batch_run(OrgModel, parameters, max_steps=50, display_progress=False, **more)


@pytest.mark.usefixtures("start_method")
def test_mesas_batch_runner_runs_strategies_to_the_horizon() -> None:
    rows = batch({"scenario": [CASE], "strategy": [CARRY_ON, "people"]}, number_processes=1)
    assert [row["strategy"] for row in rows] == [CARRY_ON, "people"]
    for row in rows:
        alone = OrgModel(CASE, row["strategy"]).run()
        assert {name: row[name] for name in OUTCOMES} == alone.loc[CASE.quarters].to_dict()


@pytest.mark.usefixtures("start_method")
def test_mesas_batch_runner_runs_replications() -> None:
    """By the number of the run in any version; by seeds where the runner passes them on."""
    rows = batch({"scenario": [CASE], "run": [0, 1, 2]}, number_processes=1)
    if "rng" in inspect.signature(mesa.batch_run).parameters:
        seeded = batch({"scenario": [CASE]}, number_processes=1, rng=[1, 2])
    else:
        seeded = batch({"scenario": [CASE], "rng": [1, 2]}, number_processes=1)
    assert len({row["profit"] for row in rows}) == 3
    assert [row["profit"] for row in seeded] == [OrgModel(CASE, rng=k).run().loc[6, "profit"] for k in (1, 2)]


@pytest.mark.usefixtures("start_method")
def test_mesas_batch_runner_uses_processes() -> None:
    """Reporters can be sent to another process."""
    rows = batch({"scenario": [CASE], "run": [0, 1]}, number_processes=2)
    assert {row["profit"] for row in rows} == {OrgModel(CASE, run=k).run().loc[6, "profit"] for k in (0, 1)}


# --- house-keeping -------------------------------------------------------------------------------------------------


def still_alive(models: int, forget: Any) -> int:
    """How many of some models remain in memory after their last use."""
    kept = []
    for run in range(models):
        model = lived(OrgModel(CASE, run=run), 2)
        kept.append(weakref.ref(model))
        forget(model)
        del model
    gc.collect()
    return sum(ref() is not None for ref in kept)


@pytest.mark.skipif(MESA < (3, 4), reason="Mesa keeps every model in Agent._ids before 3.4.2 (mesa #3179)")
def test_models_are_freed_from_memory() -> None:
    assert still_alive(4, forget=lambda model: None) == 0


@pytest.mark.skipif(MESA >= (3, 4), reason="only where Mesa keeps every model in Agent._ids")
def test_nothing_of_ours_keeps_a_model_in_memory() -> None:
    """Mesa's table of ids does (mesa #3179); once the model is out of that table, it goes."""
    assert still_alive(4, forget=lambda model: mesa.Agent._ids.pop(model, None)) == 0


def test_a_run_warns_of_nothing() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for strategy in NAMES:
            OrgModel(CASE, strategy, agent_states=True).run()


@pytest.mark.parametrize(("name", "value"), [
    ("fear", 5.0), ("fear", -0.1), ("customers", 3.5), ("customers", -3), ("tenure", -1.0)])
def test_a_value_that_nobody_can_have_is_refused(name: str, value: float) -> None:
    rep = next(iter(OrgModel().reps))
    with pytest.raises(ValueError, match=name):
        setattr(rep, name, value)
