"""Figures from the literature that whole runs must give, where a parameter was fitted to them."""

from __future__ import annotations

import numpy as np

from sim.engine.quarter import begin, step
from sim.engine.setup import Setup, State, make_setup
from sim.engine.staff import lose_with_person, part_with
from sim.people.chance import Luck
from sim.scenario.schema import Scenario
from sim.scenario.strategy import CARRY_ON

RUNS = 150


def year_of_sales(setup: Setup, state: State) -> np.ndarray:
    """Revenue of the firm over the next four quarters, (runs,)."""
    return np.sum([step(setup, state)["revenue"] for _ in range(4)], axis=0)


def test_an_advisor_who_leaves_takes_about_a_sixth_of_a_year_of_sales_along() -> None:
    """Shi et al. 2017: 13.2 to 17.6 % of the sales with those customers in the following year."""
    scenario = Scenario(quarters=6)
    after = []
    for leaves in (0.0, 1.0):
        setup = make_setup(scenario, scenario.strategy(CARRY_ON), Luck.of(1, np.arange(RUNS)))
        state = begin(setup)
        step(setup, state)
        gone = np.zeros(setup.shape)
        gone[0] = leaves * state.people.present[0]
        lose_with_person(setup, state, gone, np.full(setup.shape, 0.3), 1)
        part_with(setup, state, gone, np.zeros(setup.shape), 1)
        after.append(year_of_sales(setup, state))
    stayed, left = after
    share = np.mean(stayed - left) / (np.mean(stayed) / scenario.organisation.reps)
    assert 0.12 < share < 0.20
