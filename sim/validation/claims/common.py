"""Measures, frames and comparisons that several claims use."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from sim.arrays import Array
from sim.scenario.framework import Bonus
from sim.validation.claims.treatments import Outcomes, Treatments, last, measure, total

TRAINING = measure("training", 2, 2)
COACHING = measure("coaching", 2, 4, skill=0.8)
BOSS = measure("coaching", 2, 4, by="manager")
TARGETS = measure("targets", 2, 15)
HUNT = measure("targets", 2, 15, pressure=0.4)
BONUS = measure("bonus_change", 2, 15)
RECOGNITION = measure("recognition", 2, 15)
APPEALS = measure("appeals", 2, 4)
CULTURE = measure("error_culture_work", 1, 16)
REFLECTION = measure("reflection_meetings", 1, 16)
JOINT = measure("guidelines", 1, 16, jointly=1.0)
IMPOSED = measure("guidelines", 1, 16, jointly=0.0)
SELLERS = measure("hire_sellers", 1)
LEADER_COACHING = measure("leader_coaching", 1, 8)
LEADER_REFLECTION = measure("leader_reflection", 1, 8)
PUSHED = (TRAINING, COACHING, TARGETS, BONUS, APPEALS)
"""A typical transformation: ability, coaching, targets, money and a campaign."""
FULL = (*PUSHED, RECOGNITION)
TRANSFORM = (
    measure("appeals", 1, 4), measure("leader_coaching", 1, 4), measure("training", 2, 2),
    measure("coaching", 3, 4, skill=0.75), measure("targets", 3, 14, pressure=0.3), measure("recognition", 3, 14),
    measure("reflection_meetings", 4, 13, dose=0.5),
    measure("bonus_change", 5, 12, bonus={"individual": 0.7, "team": 0.2, "company": 0.1, "variable_share": 0.25,
                                          "new_business_share": 0.6}),
    measure("gamification", 6, 4, dose=0.7), measure("training", 9, 2, dose=0.5))
"""The strategy 'transform_everyone' of the base case."""

BLAME: dict[str, Any] = {"framework__error_culture": 0.1}
LEARNING: dict[str, Any] = {"framework__error_culture": 0.8}
COHERENT: dict[str, Any] = {"framework__recognition_for_selling": 0.8, "framework__careers_for_selling": 0.8,
                            "framework__goal_conflict": 0.1, "framework__error_culture": 0.7}
CONTRADICTING: dict[str, Any] = {"framework__recognition_for_selling": 0.1, "framework__careers_for_selling": 0.1,
                                 "framework__goal_conflict": 0.8, "framework__error_culture": 0.2}
SHOP: dict[str, Any] = {
    "organisation__contacts_between_teams": 0.1, "organisation__handover_share": 0.5,
    "people__tenure_years": 4.0, "people__fear_of_failure": 0.4,
    "book__customers_per_rep": 400, "book__revenue_per_customer": 230.0, "book__new_customer_value": 0.6,
    "book__cross_sale_value": 60.0, "book__cross_sale_potential": 0.6, "book__trust": 0.6,
    "book__churn_per_year": 0.12,
    "framework__bonus": Bonus(individual=0.4, team=0.5, company=0.1, variable_share=0.10, new_business_share=0.2),
    "framework__rules_density": 0.6, "framework__autonomy": 0.4, "framework__meetings_per_quarter": 6.0,
    "framework__workload": 0.55, "market__prospects": 60_000, "market__renewal": 0.03,
    "market__demand_for_advice": 0.6, "market__complexity": 0.25, "market__customer_diversity": 0.8,
    "market__win_rate_new": 0.30, "market__win_rate_existing": 0.55, "market__sales_cycle_new": 0,
    "market__sales_cycle_existing": 0, "market__volatility": 0.10,
    "costs__contribution_margin": 0.24, "costs__rep": 10_500.0,
    "parameters__habit__occasions": 65.0, "parameters__selling__attempts": 250.0,
    "parameters__customers__care_time": 0.00125, "parameters__customers__loss_on_exit": 0.05,
    "parameters__pay__quota": 20.0, "parameters__fear__per_failure": 0.003, "parameters__fear__per_success": 0.004,
    "parameters__fear__per_safe_failure": 0.001, "parameters__attitude__success": 0.003,
    "parameters__attitude__failure": 0.0012, "parameters__attitude__efficacy_success": 0.006,
    "parameters__attitude__efficacy_failure": 0.003, "parameters__learning__practice": 0.0015,
    "parameters__learning__upkeep": 80.0, "parameters__exchange__failure_learning": 0.002,
    "parameters__turnover__base_per_year": 0.20}
"""The electronics shops: what 'scenarios/electronics_store.toml' says, but for prices that no claim asks about."""

LITTLE = 0.25
"""What brings less than this part of something else brings little beside it."""


def pp(x: Array) -> Array:
    """Percentage points: 100 times a difference on a scale from 0 to 1."""
    return np.asarray(100.0 * x)


def little(small: Array, large: Array) -> Array:
    """Above 0 where one gain is less than `LITTLE` of another, in the same unit; a loss counts as no gain."""
    return np.asarray(LITTLE * np.maximum(large, 0.0) - np.maximum(small, 0.0))


def change(w: Treatments, name: str, *measures: Any, **values: Any) -> Array:
    """What the measures change in an outcome, (quarters, runs)."""
    return np.asarray(w(*measures, **values)[name] - w(**values)[name])


def on_average(effects: Sequence[Array]) -> tuple[Array, Array]:
    """The least and the greatest of some effects by their means over the runs: chosen once, not in every run."""
    ordered = sorted(effects, key=lambda effect: float(effect.mean()))
    return ordered[0], ordered[-1]


def lag(leader: Array, follower: Array) -> Array:
    """By how many quarters one change runs behind another, on average on its way to its peak.

    Both (quarters, runs), each taken relative to the peak of its mean; the area between the two curves, (runs,).
    """
    until = int(np.argmax(follower.mean(axis=1))) + 1
    first, second = leader[:until], follower[:until]
    peaks = [float(x.mean(axis=1).max()) for x in (first, second)]
    if min(peaks) <= 1e-6:
        return np.zeros(leader.shape[1])
    return np.asarray((first / peaks[0] - second / peaks[1]).sum(axis=0))


def yearly_loss(outcomes: Outcomes) -> Array:
    """Customers lost, % of the customers a year."""
    return np.asarray(400.0 * total(outcomes, "customers_lost") / np.maximum(total(outcomes, "customers"), 1.0))


def win_rate(outcomes: Outcomes) -> Array:
    """New customers won for every hundred opportunities."""
    return np.asarray(100.0 * total(outcomes, "wins") / np.maximum(total(outcomes, "leads"), 1.0))


def at_end(w: Treatments, name: str, more: tuple[Any, ...], less: tuple[Any, ...] = (), **values: Any) -> Array:
    """An outcome on a 0-1 scale at the horizon under some measures minus under others, pp."""
    return pp(last(w(*more, **values), name) - last(w(*less, **values), name))
