"""Experiments on the state of the first day that the patterns need: who resists, who leaves, who is dissatisfied."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.engine.books import lose_with_person
from sim.engine.staff import part_with
from sim.engine.world import State, World
from sim.people.network import centrality
from sim.people.ranking import ranks

Array = npt.NDArray[np.float64]

RESISTING = 0.8
"""Resistance of those who resist in an experiment."""
OUTLYING = 0.10
"""Share of reps at the edge of the network who resist."""
LEAVING = 0.2
"""Share of reps who count as having left in the last quarter."""


def ranked(x: Array) -> npt.NDArray[np.int64]:
    """Rank of every slot within its run, 0 for the largest; ties by slot."""
    return ranks(-x)


def central_resisters(world: World, state: State) -> None:
    """The opinion leaders resist, and nobody else."""
    state.people.resistance = RESISTING * state.people.opinion_leader * state.people.present


def random_resisters(world: World, state: State) -> None:
    """As many reps resist as there are opinion leaders, chosen by chance among the others."""
    others = state.people.present * (1.0 - state.people.opinion_leader)
    drawn = others * world.luck.uniform("experiment resisters", 0, world.slots)
    state.people.resistance = RESISTING * (ranked(drawn) < state.people.opinion_leader.sum(axis=0)) * others


def outlying_resisters(world: World, state: State) -> None:
    """The least central reps resist, and nobody else."""
    reps = world.scenario.organisation.reps
    edge = ranked(-centrality(world.network.contacts[:, :reps], reps)) < round(OUTLYING * reps)
    state.people.resistance = np.zeros(world.shape)
    state.people.resistance[:reps] = RESISTING * edge * state.people.present[:reps]


def nobody_resists(world: World, state: State) -> None:
    """There is no resistance to begin with."""
    state.people.resistance = np.zeros(world.shape)


def one_leaves(world: World, state: State) -> None:
    """The first rep leaves on the eve of the first quarter; nobody softens the loss."""
    _one_leaves(world, state, exchange=0.0)


def one_leaves_cared_for(world: World, state: State) -> None:
    """The first rep leaves, and colleagues in full exchange take over."""
    _one_leaves(world, state, exchange=1.0)


def _one_leaves(world: World, state: State, exchange: float) -> None:
    gone = np.zeros(world.shape)
    gone[0] = state.people.present[0]
    lose_with_person(world, state, gone, np.full(world.shape, exchange), 0)
    part_with(world, state, gone, np.zeros(world.shape), 0)


def some_have_left(world: World, state: State) -> None:
    """A share of the reps count as having left in the last quarter, seen by their contacts; nobody is missing."""
    drawn = world.luck.uniform("experiment exits", 0, world.slots)
    state.people.left = (drawn < LEAVING) * state.people.present


def all_dissatisfied(world: World, state: State) -> None:
    """Everybody is less satisfied by one standard deviation between reps, as the scenario has it for traits."""
    state.people.satisfaction = np.maximum(state.people.satisfaction - world.scenario.people.spread, 0.0)
