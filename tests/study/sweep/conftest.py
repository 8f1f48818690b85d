"""A small sweep to look at: a force of eight over four quarters, twelve worlds, two strategies and carrying on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sim.study.design.reading import load_design
from sim.study.sweep.schedule import Schedule
from tests.small import small

SCENARIO = small(hires=True)
DESIGN = """
title = "Fear and sellers"
scenario = "small.toml"
outcomes = ["npv", "gain", "break_even", "profit@mean", "fear@2"]
replications.number = 3
[uncertainties]
"people.fear_of_failure" = { steps = 3 }
"framework.error_culture" = { values = [0.2, 0.8] }
[levers.values]
"strategies[hire].measures[hire_sellers].sellers" = { values = [1, 3] }
[sampler]
kind = "full_factorial"
"""


@pytest.fixture
def design(tmp_path: Path) -> Path:
    """The design file, with its scenario beside it."""
    (tmp_path / "small.toml").write_text(SCENARIO, encoding="utf-8")
    path = tmp_path / "design.toml"
    path.write_text(DESIGN, encoding="utf-8")
    return path


@pytest.fixture
def planned(design: Path) -> Callable[..., Schedule]:
    """Makes the plan, with some values of the design changed."""
    return lambda *changes: Schedule(load_design(design, changes))
