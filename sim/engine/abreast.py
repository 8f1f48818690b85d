"""Several strategies on the same luck as columns of one batch: the first day is drawn once, and so is chance.

A run keeps its bits: it lives through the same numbers whichever strategies stand beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace

import numpy as np
import numpy.typing as npt

from sim.engine.posterior import posterior_columns
from sim.engine.quarter import begin, step
from sim.engine.world import Leaders, State, World, make_world
from sim.people.chance import Luck, SharedLuck
from sim.people.network import Network
from sim.people.population import Population
from sim.programme.effects import compile_plan
from sim.programme.plan import side_by_side
from sim.scenario.columns import of_runs
from sim.scenario.precision import Precision, dtype_of, in_precision
from sim.scenario.schema import Scenario
from sim.scenario.strategy import Strategy, seller_positions

Array = npt.NDArray[np.float64]
Runs = npt.NDArray[np.int64]


def simulate_abreast(scenario: Scenario, names: Sequence[str], seed: int, runs: Runs, precision: Precision = "double"
                     ) -> list[dict[str, Array]]:
    """Outcomes of the same runs under each of the strategies: for each, name -> (quarters, runs).

    Values of the scenario may be (runs,) arrays; where it carries a posterior, each run takes its set of values.
    """
    scenario = posterior_columns(scenario, seed, runs)
    luck = Luck.of(seed, runs, dtype_of(precision))
    worlds = worlds_of(scenario, [scenario.strategy(name) for name in names], luck)
    widest = max(worlds, key=lambda world: world.slots)
    world, state = wide_world(worlds, widest), wide_state(begin(widest), len(names))
    quarters = [step(world, state) for _ in range(scenario.quarters)]
    outcomes = {name: np.stack([quarter[name] for quarter in quarters]) for name in quarters[0]}
    return [{name: values[:, k * runs.size:(k + 1) * runs.size] for name, values in outcomes.items()}
            for k in range(len(names))]


def worlds_of(scenario: Scenario, strategies: Sequence[Strategy], luck: Luck) -> list[World]:
    """The world of each strategy; those that open as many positions have one network, drawn once."""
    first: dict[int, World] = {}
    worlds = []
    for strategy in strategies:
        same = first.get(seller_positions(strategy))
        world = (make_world(scenario, strategy, luck) if same is None
                 else replace(same, plan=in_precision(compile_plan(scenario.quarters, strategy), luck.dtype)))
        first.setdefault(seller_positions(strategy), world)
        worlds.append(world)
    return worlds


def wide_world(worlds: Sequence[World], widest: World) -> World:
    """The worlds as one, each with its columns, on the slots of the widest."""
    runs, times = widest.runs, len(worlds)
    scenario = of_runs(widest.scenario, np.tile(np.arange(runs), times))
    plan = side_by_side([world.plan for world in worlds], runs)
    luck = SharedLuck(np.tile(widest.luck.keys, times), times, dtype=widest.dtype)
    return World(scenario, plan, widest.teams, wide_network(worlds, widest.slots), luck, (widest.slots, times * runs))


def wide_network(worlds: Sequence[World], slots: int) -> Network:
    """The networks beside one another; a slot that a strategy does not have listens to itself and leads nobody."""
    contacts, leaders = [], []
    for world in worlds:
        own = np.broadcast_to(np.arange(slots)[:, None], (world.network.contacts.shape[0], slots, world.runs)).copy()
        own[:, :world.slots] = world.network.contacts
        leads = np.zeros((slots, world.runs), world.dtype)
        leads[:world.slots] = world.network.opinion_leader
        contacts.append(own)
        leaders.append(leads)
    together = np.concatenate(contacts, axis=2)
    columns = together.shape[2]
    return Network(together, together * columns + np.arange(columns), np.concatenate(leaders, axis=1))


def wide_state(state: State, times: int) -> State:
    """The same first day, several times side by side."""
    def wide(x: Array) -> Array:
        return np.tile(x, (1, times) if x.ndim == 2 else times)

    return State(
        people=Population(**{name: wide(values) for name, values in state.people.arrays().items()}),
        leaders=Leaders(**{f.name: wide(getattr(state.leaders, f.name)) for f in fields(Leaders)}),
        pipeline_new=[wide(due) for due in state.pipeline_new],
        pipeline_existing=[wide(due) for due in state.pipeline_existing],
        error_culture=wide(state.error_culture), open_prospects=wide(state.open_prospects))
