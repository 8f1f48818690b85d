"""A world that is opened live gives the very numbers that lie in the sweep."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.app.research.folders import ResearchError
from sim.app.research.open_sweep import open_sweep, world_of
from sim.comparison.measures_of_success import success_of
from sim.engine.ensemble import simulate_chunk
from sim.scenario.overrides import Override, path_of
from sim.scenario.reading import with_overrides
from sim.scenario.strategy import CARRY_ON
from sim.study.sweep.replay import replay


@pytest.mark.parametrize("name", ["grid", "cube"])
@pytest.mark.parametrize("point", [0, 5])
def test_the_world_opened_has_the_stored_runs_to_the_bit(results: Path, name: str, point: int) -> None:
    sweep = open_sweep(results / name).sweep
    world = world_of(sweep, point)
    scenario = with_overrides(world.scenario, [Override(path_of(k) or (), v) for k, v in world.changes.items()])
    runs = world.first_run + np.arange(world.replications)
    stored = sweep.runs(["npv", "run_id"])
    reference = simulate_chunk(scenario, CARRY_ON, world.seed, runs)
    for strategy in ("train", "hire"):
        kept = stored[(stored["point"] == point) & (stored["strategy"] == strategy)]
        live = success_of(simulate_chunk(scenario, strategy, world.seed, runs), reference,
                          discount_rate=scenario.costs.discount_rate, adoption_goal=scenario.goals.adoption_share)
        assert kept["run"].tolist() == runs.tolist()
        assert live.npv.tobytes() == kept["npv"].to_numpy().tobytes()
        assert replay(sweep, kept["run_id"].iloc[0]).equal


def test_the_changes_are_those_of_the_table_of_worlds(results: Path) -> None:
    sweep = open_sweep(results / "cube").sweep
    assert world_of(sweep, 7).changes == sweep.points.loc[7].to_dict()


@pytest.mark.parametrize("point", [-1, 9, 10**9])
def test_a_world_that_is_not_there_is_said_to_be_missing(results: Path, point: int) -> None:
    with pytest.raises(ResearchError) as error:
        world_of(open_sweep(results / "grid").sweep, point)
    assert "8" in error.value.sentence("de")
