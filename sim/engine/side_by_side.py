"""Several strategies on the same luck as columns of one batch: the first day is drawn once, and so is chance.

A run keeps its bits: its numbers are the same whichever strategies share the batch.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace

import numpy as np

from sim.arrays import Array, Runs, each
from sim.engine.posterior import posterior_columns
from sim.engine.quarter import begin, step
from sim.engine.setup import Leaders, Setup, State, make_setup
from sim.people.chance import Luck, SharedLuck
from sim.people.network import Network
from sim.people.population import Population
from sim.programme.effects import compile_plan
from sim.programme.plan import side_by_side
from sim.scenario.columns import of_runs
from sim.scenario.precision import Precision, dtype_of, in_precision
from sim.scenario.schema import Scenario
from sim.scenario.strategy import Strategy, seller_positions


def simulate_side_by_side(scenario: Scenario, names: Sequence[str], seed: int, runs: Runs,
                          precision: Precision = "double") -> list[dict[str, Array]]:
    """Outcomes of the same runs under each of the strategies: for each, name -> (quarters, runs).

    Values of the scenario may be (runs,) arrays; where it carries a posterior, each run takes its set of values.
    """
    scenario = posterior_columns(scenario, seed, runs)
    luck = Luck.of(seed, runs, dtype_of(precision))
    setups = setups_of(scenario, [scenario.strategy(name) for name in names], luck)
    widest = max(setups, key=lambda setup: setup.slots)
    setup, state = wide_setup(setups, widest), wide_state(begin(widest), len(names))
    quarters = [step(setup, state) for _ in range(scenario.quarters)]
    outcomes = {name: np.stack([quarter[name] for quarter in quarters]) for name in quarters[0]}
    return [{name: values[:, k * runs.size:(k + 1) * runs.size] for name, values in outcomes.items()}
            for k in range(len(names))]


def setups_of(scenario: Scenario, strategies: Sequence[Strategy], luck: Luck) -> list[Setup]:
    """One setup per strategy; those that open the same number of positions share one network, drawn once."""
    first: dict[int, Setup] = {}
    setups = []
    for strategy in strategies:
        same = first.get(seller_positions(strategy))
        setup = (make_setup(scenario, strategy, luck) if same is None
                 else replace(same, plan=in_precision(compile_plan(scenario.quarters, strategy), luck.dtype)))
        first.setdefault(seller_positions(strategy), setup)
        setups.append(setup)
    return setups


def wide_setup(setups: Sequence[Setup], widest: Setup) -> Setup:
    """Join the setups into one, each with its own columns, on the slots of the widest."""
    runs, times = widest.runs, len(setups)
    scenario = of_runs(widest.scenario, np.tile(np.arange(runs), times))
    plan = side_by_side([setup.plan for setup in setups], runs)
    luck = SharedLuck(np.tile(widest.luck.keys, times), times, dtype=widest.dtype)
    return Setup(scenario, plan, widest.teams, wide_network(setups, widest.slots), luck, (widest.slots, times * runs))


def wide_network(setups: Sequence[Setup], slots: int) -> Network:
    """Join the networks column by column; a slot that a strategy lacks listens to itself and leads nobody."""
    contacts, leaders = [], []
    for setup in setups:
        own = np.broadcast_to(np.arange(slots)[:, None], (setup.network.contacts.shape[0], slots, setup.runs)).copy()
        own[:, :setup.slots] = setup.network.contacts
        leads = np.zeros((slots, setup.runs), setup.dtype)
        leads[:setup.slots] = setup.network.opinion_leader
        contacts.append(own)
        leaders.append(leads)
    together = np.concatenate(contacts, axis=2)
    columns = together.shape[2]
    return Network(together, together * columns + np.arange(columns), np.concatenate(leaders, axis=1))


def wide_state(state: State, times: int) -> State:
    """Repeat the same first day several times, side by side."""
    def wide(x: Array) -> Array:
        return np.tile(x, (1, times) if x.ndim == 2 else times)

    return State(
        people=Population(**{name: wide(values) for name, values in state.people.arrays().items()}),
        leaders=Leaders(**{f.name: wide(getattr(state.leaders, f.name)) for f in fields(Leaders)}),
        pipeline_new=[wide(due) for due in state.pipeline_new],
        pipeline_existing=[wide(due) for due in state.pipeline_existing],
        error_culture=wide(state.error_culture), open_prospects=wide(state.open_prospects),
        rest=each(state.rest, wide))
