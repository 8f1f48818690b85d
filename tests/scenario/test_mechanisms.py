"""Mechanisms: named, switched off by values, and every one of them matters."""

from __future__ import annotations

import numpy as np
import pytest

from sim.engine.ensemble import simulate
from sim.scenario.catalogue import rows
from sim.scenario.mechanisms import MECHANISMS, with_values, without
from sim.scenario.schema import Scenario

BOUNDS = {row.name: (row.low, row.high) for row in rows()}
EVERYTHING = [
    {"kind": "training", "start": 1}, {"kind": "coaching", "start": 1, "quarters": 2},
    {"kind": "coaching", "start": 2, "by": "manager"}, {"kind": "targets", "start": 1, "quarters": 4, "pressure": 0.6},
    {"kind": "appeals", "start": 1, "quarters": 4}, {"kind": "gamification", "start": 1, "quarters": 4},
    {"kind": "recognition", "start": 1, "quarters": 4}, {"kind": "bonus_change", "start": 1, "quarters": 6},
    {"kind": "reflection_meetings", "start": 1, "quarters": 6, "cross_functional_share": 0.4},
    {"kind": "leader_coaching", "start": 1, "quarters": 3}, {"kind": "leader_reflection", "start": 1, "quarters": 3},
    {"kind": "hire_sellers", "start": 1, "sellers": 4}, {"kind": "guidelines", "start": 1, "quarters": 6},
    {"kind": "reorganisation", "start": 1, "quarters": 6, "form": "team_selling"},
]


@pytest.fixture(scope="module")
def busy() -> Scenario:
    """A small firm in which everything happens at once, and a shock."""
    return Scenario.model_validate({
        "quarters": 6, "organisation": {"reps": 16}, "strategies": [{"name": "busy", "measures": EVERYTHING}],
        "market": {"shocks": [{"quarter": 2, "demand": -0.3, "churn": 0.5, "stress": 0.6}]}})


@pytest.mark.parametrize("name", MECHANISMS)
def test_switching_a_mechanism_off_changes_what_happens(name: str, busy: Scenario) -> None:
    with_it, without_it = (simulate(s, "busy", replications=12).outcomes for s in (busy, without(busy, name)))
    assert any(not np.array_equal(with_it[k], without_it[k]) for k in with_it)


@pytest.mark.parametrize("name", MECHANISMS)
def test_the_neutral_values_are_allowed_values(name: str) -> None:
    for key, value in MECHANISMS[name].off.items():
        low, high = BOUNDS[f"parameters.{key}"]
        assert low is not None and high is not None and low <= value <= high, key


def test_runs_with_and_without_a_mechanism_can_lie_in_one_batch(busy: Scenario) -> None:
    weight = busy.parameters.intention.fear
    swept = with_values(busy, {"parameters.intention.fear": np.array([weight, 0.0] * 3)})
    both = simulate(swept, "busy", replications=6)
    alone = [simulate(s, "busy", replications=6).outcomes for s in (busy, without(busy, "fear_blocks"))]
    for name, values in both.outcomes.items():
        assert np.array_equal(values[:, 0::2], alone[0][name][:, 0::2])
        assert np.array_equal(values[:, 1::2], alone[1][name][:, 1::2])


def test_an_unknown_mechanism_is_told_with_the_known_ones(busy: Scenario) -> None:
    with pytest.raises(KeyError, match="fear_blocks"):
        without(busy, "fear")


def test_an_unknown_field_is_refused(busy: Scenario) -> None:
    with pytest.raises(KeyError, match="no field 'colour'"):
        with_values(busy, {"framework.colour": 1.0})


def test_a_sweep_in_one_batch_does_not_depend_on_how_it_is_cut(busy: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    from sim.engine import ensemble

    swept = with_values(busy, {"framework.error_culture": np.linspace(0.0, 1.0, 7)})
    whole = simulate(swept, "busy", replications=7, workers=1).outcomes
    monkeypatch.setattr(ensemble, "CHUNK_CELLS", 40)
    parts = simulate(swept, "busy", replications=7, workers=1).outcomes
    assert all(np.array_equal(whole[name], parts[name]) for name in whole)


def test_a_column_of_the_wrong_length_is_refused(busy: Scenario) -> None:
    with pytest.raises(ValueError, match="error_culture has shape"):
        simulate(with_values(busy, {"framework.error_culture": np.zeros(3)}), "busy", replications=5)
