"""What the tests of conditions share."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.scenario.columns import with_values
from sim.scenario.reading import load_scenario
from sim.scenario.schema import Scenario
from sim.validation.claims import LEAST_QUARTERS

BASE = Path(__file__).parents[3] / "scenarios" / "b2b_advisors.toml"


@pytest.fixture(scope="session")
def small() -> Scenario:
    """The base case with 12 reps over the shortest horizon that claims can be asked on."""
    return with_values(load_scenario(BASE), {"organisation.reps": 12, "quarters": LEAST_QUARTERS})
