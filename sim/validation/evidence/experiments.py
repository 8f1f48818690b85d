"""Experiments on the state of the first day that the patterns need: who resists, who leaves, who is dissatisfied."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.arrays import Array
from sim.engine.books import lose_with_person
from sim.engine.setup import Setup, State
from sim.engine.staff import part_with
from sim.people.network import centrality
from sim.people.teams import ranks

RESISTING = 0.8
"""Resistance of those who resist in an experiment."""
OUTLYING = 0.10
"""Share of reps at the edge of the network who resist."""
LEAVING = 0.2
"""Share of reps who count as having left in the last quarter."""


def ranked(x: Array) -> npt.NDArray[np.int64]:
    """Rank of every slot within its run, 0 for the largest; ties by slot."""
    return ranks(-x)


def central_resisters(setup: Setup, state: State) -> None:
    """The opinion leaders resist, and nobody else."""
    state.people.resistance = RESISTING * state.people.opinion_leader * state.people.present


def random_resisters(setup: Setup, state: State) -> None:
    """As many reps resist as there are opinion leaders, chosen by chance among the others."""
    others = state.people.present * (1.0 - state.people.opinion_leader)
    drawn = others * setup.luck.uniform("experiment resisters", 0, setup.slots)
    state.people.resistance = RESISTING * (ranked(drawn) < state.people.opinion_leader.sum(axis=0)) * others


def outlying_resisters(setup: Setup, state: State) -> None:
    """The least central reps resist, and nobody else."""
    reps = setup.scenario.organisation.reps
    edge = ranked(-centrality(setup.network.contacts[:, :reps], reps)) < round(OUTLYING * reps)
    state.people.resistance = np.zeros(setup.shape)
    state.people.resistance[:reps] = RESISTING * edge * state.people.present[:reps]


def nobody_resists(setup: Setup, state: State) -> None:
    """There is no resistance to begin with."""
    state.people.resistance = np.zeros(setup.shape)


def one_leaves(setup: Setup, state: State) -> None:
    """The first rep leaves on the eve of the first quarter; nobody softens the loss."""
    _one_leaves(setup, state, exchange=0.0)


def one_leaves_cared_for(setup: Setup, state: State) -> None:
    """The first rep leaves, and colleagues in full exchange take over."""
    _one_leaves(setup, state, exchange=1.0)


def _one_leaves(setup: Setup, state: State, exchange: float) -> None:
    gone = np.zeros(setup.shape)
    gone[0] = state.people.present[0]
    lose_with_person(setup, state, gone, np.full(setup.shape, exchange), 0)
    part_with(setup, state, gone, np.zeros(setup.shape), 0)


def some_have_left(setup: Setup, state: State) -> None:
    """A share of the reps count as having left in the last quarter, seen by their contacts; nobody is missing."""
    drawn = setup.luck.uniform("experiment exits", 0, setup.slots)
    state.people.left = (drawn < LEAVING) * state.people.present


def all_dissatisfied(setup: Setup, state: State) -> None:
    """Everybody is less satisfied by one standard deviation between reps, as the scenario has it for traits."""
    state.people.satisfaction = np.maximum(state.people.satisfaction - setup.scenario.people.spread, 0.0)
