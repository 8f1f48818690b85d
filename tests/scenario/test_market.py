"""What the new behaviour is."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.scenario.market import Behaviour
from sim.scenario.reading import load_scenario

READY = sorted((Path(__file__).resolve().parents[2] / "scenarios").glob("*.toml"))
TOOLS = {"crm_rollout"}


@pytest.mark.parametrize("file", READY, ids=lambda file: file.stem)
def test_every_ready_scenario_is_about_selling_but_those_about_a_tool(file: Path) -> None:
    assert load_scenario(file).behaviour.is_selling is (file.stem not in TOOLS)


@pytest.mark.parametrize(("name", "brings", "selling"), [
    ("selling", 1.0, True), ("cold calls", 1.0, True), ("Verkaufen", 0.01, True), ("cross-selling app", 0.0, False)])
def test_a_behaviour_is_selling_by_what_it_brings_and_not_by_its_name(name: str, brings: float, selling: bool) -> None:
    assert Behaviour(name=name, acquisition_yield=brings).is_selling is selling
