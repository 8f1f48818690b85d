"""Measures in a run: each does something, and costs what it says."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.engine.ensemble import simulate_chunk
from sim.engine.outcomes import OUTCOMES
from sim.scenario.contradictions import MEASURES
from sim.scenario.schema import Scenario
from sim.scenario.strategy import CARRY_ON

RUNS = np.arange(6)
SELLERS = {"kind": "hire_sellers", "start": 1, "sellers": 2}
NOT_MONEY = [name for name, outcome in OUTCOMES.items() if outcome.family != "money"]


def scenario(*measures: dict[str, Any], **sections: Any) -> Scenario:
    return Scenario.model_validate({"quarters": 6, "organisation": {"reps": 10, "team_size": 5}} | sections | {
        "strategies": [{"name": "plan", "measures": list(measures)}]})


def lived(*measures: dict[str, Any], **sections: Any) -> dict[str, np.ndarray]:
    return simulate_chunk(scenario(*measures, **sections), "plan" if measures else CARRY_ON, 1, RUNS)


CARRIED_ON = lived()
WAYS: list[dict[str, Any]] = [
    *({"kind": kind} for kind in MEASURES if kind not in ("coaching", "reorganisation", "leader_reflection")),
    {"kind": "coaching", "by": "professional"}, {"kind": "coaching", "by": "manager"}, {"kind": "leader_reflection"},
    *({"kind": "reorganisation", "form": form} for form in ("role_split", "segment_split", "team_selling"))]
WAY_IDS = [" ".join(str(word) for word in way.values()) for way in WAYS]


@pytest.mark.parametrize("way", WAYS, ids=WAY_IDS)
def test_a_full_dose_changes_more_than_money(way: dict[str, Any]) -> None:
    """A measure that changes nothing that people or customers feel would be dead."""
    seen = lived(way | {"start": 1, "quarters": 3})
    changed = [name for name in NOT_MONEY if not np.array_equal(seen[name], CARRIED_ON[name])]
    assert len(changed) >= 3


@pytest.mark.parametrize("target", ["advisors", "opinion_leaders", "newcomers", "willing", "blocked", "sellers"])
@pytest.mark.parametrize("kind", ["training", "coaching", "targets"])
def test_whom_a_measure_reaches_makes_a_difference(kind: str, target: str) -> None:
    measure = {"kind": kind, "start": 2, "quarters": 2}
    chosen, everybody = (lived(SELLERS, measure | {"target": t}) for t in (target, "all"))
    assert not np.array_equal(chosen["skill_selling"], everybody["skill_selling"])


PRICES = {"training": ("training", 10.0), "coaching": ("coaching", 10.0), "appeals": ("campaign", 10.0),
          "error_culture_work": ("culture_programme", 10.0), "reflection_meetings": ("culture_programme", 10.0),
          "recognition": ("culture_programme", 10.0), "gamification": ("culture_programme", 10.0),
          "guidelines": ("culture_programme", 10.0), "tool_rollout": ("tool", 10.0),
          "reorganisation": ("reorganisation", 10.0), "leader_reflection": ("leader_programme", 2.0),
          "leader_coaching": ("leader_programme", 2.0), "win_opinion_leaders": ("culture_programme", 2.0)}
"""Price and the heads it is paid for in a force of ten reps, two leaders and two opinion leaders."""


@pytest.mark.parametrize("dose", [0.3, 1.0])
@pytest.mark.parametrize("kind", PRICES)
def test_a_measure_costs_its_price_per_head_times_the_dose(kind: str, dose: float) -> None:
    price, heads = PRICES[kind]
    case = scenario({"kind": kind, "start": 1, "dose": dose},
                    parameters={"influence": {"leader_share": 0.2}}, costs={price: 1_000.0})
    spent = simulate_chunk(case, "plan", 1, RUNS)["cost_measures"][0]
    assert spent == pytest.approx(np.full(RUNS.size, 1_000.0 * heads * dose))


@pytest.mark.parametrize("kind", sorted(MEASURES.keys() - PRICES.keys()))
def test_what_has_no_price_costs_only_through_what_follows(kind: str) -> None:
    assert not lived({"kind": kind, "start": 1, "quarters": 3})["cost_measures"].any()


def test_a_programme_spread_over_quarters_costs_what_it_costs_at_once() -> None:
    """As long as nobody leaves."""
    staying = {"turnover": {"base_per_year": 0.0}}
    once, spread = (lived({"kind": "training", "start": 1, "quarters": q}, parameters=staying)["cost_measures"]
                    for q in (1, 5))
    assert spread.sum(axis=0) == pytest.approx(once.sum(axis=0))


def test_coaching_by_the_own_boss_has_a_price_of_its_own() -> None:
    costs = {"coaching": 0.0, "manager_coaching": 500.0}
    seen = lived({"kind": "coaching", "start": 1, "by": "manager"}, costs=costs)
    assert seen["cost_measures"][0] == pytest.approx(np.full(RUNS.size, 500.0 * 10))


def test_only_those_reached_are_paid_for() -> None:
    """In the first quarter there are no dedicated sellers yet."""
    seen = lived(SELLERS, {"kind": "training", "start": 1, "target": "sellers"})
    assert not seen["cost_measures"][0].any()


def test_people_who_are_let_go_cost_severance_and_those_hired_recruiting() -> None:
    seen = lived({"kind": "replacement", "start": 1, "quarters": 5},
                 costs={"severance": 7.0, "hire": 11.0, "mis_hire": 0.0})
    assert np.array_equal(seen["cost_severance"], 7.0 * seen["dismissed"]) and seen["dismissed"].any()
    assert np.array_equal(seen["cost_hiring"], 11.0 * seen["hired"]) and seen["hired"].any()
