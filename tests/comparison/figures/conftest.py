"""A comparison with a stand-in for the engine, so that what is shown does not move with the laws."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

from sim.comparison.compare import Comparison, compare
from sim.comparison.turning import TurningPoints, turning_points
from sim.scenario.reading import load_text, with_overrides
from sim.scenario.writing import starter_text

MORE = '\n[[strategies]]\nname = "long"\nlabel = "Transform the willing, and add sellers where that does not do"\n' \
    '[[strategies.measures]]\nkind = "recognition"\nstart = 3\nquarters = 14\n'


@pytest.fixture(scope="session")
def simulate():
    """The stand-in for the engine, shared with the tests of the analysis."""
    path = Path(__file__).parents[1] / "fake_engine.py"
    spec = importlib.util.spec_from_file_location("fake_engine_for_show", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module.simulate


@pytest.fixture(scope="session")
def compared(simulate) -> Comparison:
    """Five strategies, 40 made-up futures each."""
    scenario = with_overrides(load_text(starter_text() + MORE), ["book.revenue_per_customer=10000.0"])
    return compare(scenario, replications=40, seed=3, simulate=simulate)


@pytest.fixture(scope="session")
def turning(simulate, compared) -> TurningPoints:
    """What would turn the answer, with the stand-in."""
    return turning_points(compared.scenario, "transform_everyone", "add_sellers", replications=10, simulate=simulate)
