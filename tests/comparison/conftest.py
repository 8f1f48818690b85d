"""The stand-in engine and a small comparison made with it."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from sim.comparison.compare import Comparison, compare
from sim.scenario.reading import load_text, with_overrides
from sim.scenario.schema import Scenario
from sim.scenario.writing import starter_text


@pytest.fixture(scope="session")
def fake() -> ModuleType:
    """The module with the stand-in for the engine."""
    spec = importlib.util.spec_from_file_location("fake_engine", Path(__file__).with_name("fake_engine.py"))
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["fake_engine"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def scenario() -> Scenario:
    """The scenario that `salesshift init` writes, with the values pinned that the stand-in reacts to."""
    pinned = ("book.revenue_per_customer=10000.0", "costs.contribution_margin=0.35", "market.demand_for_advice=0.7",
              "framework.error_culture=0.4", "costs.discount_rate=0.08", "organisation.reps=40",
              "costs.residual_quarters=0.5")
    return with_overrides(load_text(starter_text()), pinned)


@pytest.fixture(scope="session")
def compared(fake: ModuleType, scenario: Scenario) -> Comparison:
    """All strategies of the scenario, 60 made-up futures each."""
    return compare(scenario, replications=60, seed=3, simulate=fake.simulate)
