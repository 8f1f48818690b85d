"""What the pieces work on: a batch of the default scenario, some quarters in."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.contestants import SEED, STRATEGY, default_scenario
from sim.engine.quarter import begin, step
from sim.engine.setup import Setup, State, make_setup
from sim.people.chance import Luck

RUNS = 1_000
LIVED = 4
"""Quarters before the one that is timed: the measures are in force by then."""


@pytest.fixture(scope="session")
def luck() -> Luck:
    """The luck of the runs of one full batch."""
    return Luck.of(SEED, np.arange(RUNS))


@pytest.fixture(scope="session")
def setup(luck: Luck) -> Setup:
    """A full batch."""
    return make_setup(default_scenario(), default_scenario().strategy(STRATEGY), luck)


@pytest.fixture(scope="session")
def lived(setup: Setup) -> State:
    """The state after some quarters; whoever changes it takes a copy."""
    state = begin(setup)
    for _ in range(LIVED):
        step(setup, state)
    return state

