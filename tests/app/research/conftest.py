"""Two small sweeps that have run: a grid of two factors, and a Latin hypercube with futures of its own."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from sim.study.design.reading import load_design
from sim.study.sweep.executors import Crew
from sim.study.sweep.schedule import Schedule
from sim.study.sweep.sweeping import run_sweep
from tests.study.sweep.conftest import SCENARIO

GRID = """
title = "Grid <b>of two</b>"
scenario = "small.toml"
outcomes = ["npv", "adoption_end", "break_even"]
replications.number = 4
[uncertainties]
"people.fear_of_failure" = { low = 0.0, high = 1.0 }
"framework.error_culture" = { low = 0.0, high = 1.0 }
[sampler]
kind = "grid_of_two"
steps = 3
"""
CUBE = """
title = "Cube"
scenario = "small.toml"
outcomes = ["npv"]
futures = "own"
replications.number = 2
[uncertainties]
"people.fear_of_failure" = { low = 0.0, high = 1.0 }
"framework.error_culture" = { low = 0.0, high = 1.0 }
"organisation.advisor_share" = { low = 0.1, high = 0.9 }
[sampler]
kind = "latin_hypercube"
points = 40
"""


def swept(place: Path, design: str, name: str) -> Path:
    """Run a design beside its scenario; returns the sweep's folder."""
    (place / "small.toml").write_text(SCENARIO, encoding="utf-8")
    (place / f"{name}.toml").write_text(design, encoding="utf-8")
    with ThreadPoolExecutor(1) as pool:
        run_sweep(Schedule(load_design(place / f"{name}.toml")), place / "results" / name, Crew(pool, 1))
    return place / "results" / name


@pytest.fixture(scope="session")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with both sweeps."""
    place = tmp_path_factory.mktemp("swept")
    swept(place, GRID, "grid")
    swept(place, CUBE, "cube")
    return place / "results"
