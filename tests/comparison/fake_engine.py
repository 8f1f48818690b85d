"""A stand-in for the engine: cheap, deterministic, with the luck of a run shared between strategies.

It knows the names and shapes of the contract and reacts in a plausible direction to a few
conditions; the numbers mean nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.scenario.schema import Scenario

ZEROS = ("revenue_cross", "revenue_new", "cost_bonus", "satisfaction", "fear", "wins")


@dataclass(frozen=True)
class FakeRuns:
    outcomes: dict[str, np.ndarray]


def simulate(scenario: Scenario, strategy: str = "carry_on", *, replications: int = 500, seed: int = 1,
             first_run: int = 0, workers: int | None = None, progress=None) -> FakeRuns:
    """Runs first_run .. of a made-up world; see the module."""
    quarters = scenario.quarters
    luck = np.stack([np.random.default_rng([seed, first_run + k]).standard_normal((3, quarters))
                     for k in range(replications)], axis=-1)
    people, sellers = _intensity(scenario, strategy)
    t = np.arange(quarters, dtype=float)[:, None]
    learnt = people * scenario.framework.error_culture / 0.4 * (1 / (1 + np.exp(6 - t)))
    ramp = sellers * np.clip((t - 2) / 5, 0, 1)
    price = scenario.book.revenue_per_customer
    reps = scenario.organisation.reps
    change = 0.10 * learnt * (1 + 0.3 * luck[1]) - 0.03 * people * (t < 4)
    won = price * 20 * ramp * (1 + 0.5 * luck[2]) * scenario.market.demand_for_advice
    revenue = price * reps * 25 * (1 + 0.04 * luck[0] + change) + won
    measures = 3000.0 * price / 1e4 * reps * people * ((t >= 1) & (t < 5)) + 0 * luck[0]
    salaries = 38_000.0 * price / 1e4 * sellers * (t >= 1) + reps * 35_000.0 * price / 1e4 + 0 * luck[0]
    margin = scenario.costs.contribution_margin * revenue
    cost = measures + salaries
    if progress is not None:
        progress(replications)
    flat = 0 * luck[0]
    return FakeRuns({
        "revenue": revenue, "revenue_book": revenue, "margin": margin, "cost_people": salaries,
        "cost_measures": measures,
        "cost_hiring": flat, "cost_severance": flat, "cost": cost, "profit": margin - cost,
        "customer_value": (1000 + 10 * ramp + flat) * price * 0.35 * scenario.costs.residual_quarters,
        "customers": 1000 + 10 * ramp + flat, "customers_lost": 12 + (luck[1] > 1) + flat,
        "customers_won": 4 * ramp + flat,
        "adoption": np.clip(0.2 + 0.5 * learnt + 0.02 * luck[1], 0, 1), "trust": 0.75 + flat,
        "leavers": (luck[2] > 1.2) * 1.0, "dismissed": flat, "headcount": reps + sellers + flat,
        **dict.fromkeys(ZEROS, flat),
    })


def _intensity(scenario: Scenario, strategy: str) -> tuple[float, float]:
    """How much is done with people and how many sellers are hired."""
    measures = scenario.strategy(strategy).measures
    people = sum(m.dose for m in measures if m.kind not in ("hire_sellers", "replacement"))
    sellers = sum(m.sellers * m.dose for m in measures if m.kind == "hire_sellers")
    return people / 3.0, float(sellers)
