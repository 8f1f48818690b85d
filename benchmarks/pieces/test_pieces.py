"""The pieces of a quarter, each alone, on a full batch; run by `python -m benchmarks pieces`, never by the tests."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy

import numpy as np
import pytest

from benchmarks.contestants import SEED, STRATEGY, default_scenario
from sim.engine.counts import binomial_count, poisson_count
from sim.engine.quarter import begin, step
from sim.engine.setup import Setup, State, make_setup
from sim.laws import energy, fear
from sim.people.chance import Decision, Luck

MEAN, CHANCE = 6.4, 0.3
"""Of contacts that lead to something, and of an opportunity that is won."""


@pytest.fixture
def per_cell(benchmark, setup: Setup) -> Callable[..., object]:
    """The timer; notes how many cells a call works on."""
    benchmark.extra_info["cells"] = setup.slots * setup.runs
    return benchmark


@pytest.fixture(scope="session")
def uniforms(luck: Luck, setup: Setup) -> np.ndarray:
    """Uniforms of one decision."""
    return luck.uniform(Decision.MOOD, 1, setup.slots)


def test_uniforms(per_cell, luck: Luck, setup: Setup) -> None:
    per_cell(luck.uniform, Decision.MOOD, 1, setup.slots)


def test_poisson_count(per_cell, uniforms: np.ndarray) -> None:
    per_cell(poisson_count, uniforms, MEAN * (0.5 + uniforms[::-1]))


def test_binomial_count(per_cell, uniforms: np.ndarray) -> None:
    trials = poisson_count(uniforms[::-1].copy(), np.full(uniforms.shape, MEAN))
    per_cell(binomial_count, uniforms, trials, 2.0 * CHANCE * uniforms[::-1])


def test_network_gather(per_cell, setup: Setup, uniforms: np.ndarray) -> None:
    per_cell(setup.network.gather, uniforms)


def test_team_sums(per_cell, setup: Setup, uniforms: np.ndarray) -> None:
    per_cell(lambda: setup.teams.spread_out(setup.teams.sums(uniforms)))


def test_laws_of_fear(per_cell, setup: Setup, uniforms: np.ndarray) -> None:
    p, counts = setup.p.fear, np.floor(5.0 * uniforms)

    def laws() -> np.ndarray:
        good, bad = fear.successes(counts, counts, p), fear.failures(counts, counts, p)
        return fear.fear_after_outcomes(uniforms, good, bad, uniforms, uniforms, uniforms, uniforms, uniforms, p)

    per_cell(laws)


def test_laws_of_energy(per_cell, setup: Setup, uniforms: np.ndarray) -> None:
    p = setup.p.energy

    def laws() -> np.ndarray:
        load = energy.load(1.0, uniforms, uniforms, uniforms, uniforms, p)
        return energy.working_capacity(energy.energy_after_quarter(uniforms, load, p), p)

    per_cell(laws)


def test_world_and_start(per_cell, luck: Luck) -> None:
    scenario = default_scenario()
    per_cell(lambda: begin(make_setup(scenario, scenario.strategy(STRATEGY), luck)))


def test_one_quarter(per_cell, setup: Setup, lived: State) -> None:
    per_cell.pedantic(step, setup=lambda: ((setup, deepcopy(lived)), {}), rounds=15, warmup_rounds=2)


def test_one_quarter_of_one_run(benchmark) -> None:
    scenario = default_scenario()
    setup = make_setup(scenario, scenario.strategy(STRATEGY), Luck.of(SEED, np.arange(1)))
    lived = begin(setup)
    step(setup, lived)
    benchmark.extra_info["cells"] = setup.slots
    benchmark.pedantic(step, setup=lambda: ((setup, deepcopy(lived)), {}), rounds=30, warmup_rounds=2)
