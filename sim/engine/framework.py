"""The framework in force in a quarter: the scenario's conditions moved by the measures."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.arrays import Array
from sim.engine.setup import Number, Setup, State
from sim.laws.conditions import error_culture_after_work, moved
from sim.laws.reward import bonus_power, incentive_to_sell
from sim.people.arrivals import normal_quantile
from sim.people.chance import Decision
from sim.scenario.framework import Bonus
from sim.scenario.market import Shock


@dataclass(frozen=True)
class BonusNow:
    """The bonus of the quarter: what it pays for, and the power of its parts."""

    variable_share: Number
    new_business_share: Number
    individual: Number  # power of the individual part
    shared: Number  # power of the team's and the company's part
    to_sell: Number  # felt line of sight from new business to income


@dataclass(frozen=True)
class FrameworkNow:
    """Conditions of the quarter; each a number or an array of shape (runs,)."""

    bonus: BonusNow
    error_culture: Array
    protection: Number
    recognition_practice: Number
    recognition_for_selling: Number
    careers_for_selling: Number
    games: Number
    rules: Number
    autonomy: Number
    goal_conflict: Number
    meetings: Number
    lessons: Number
    cross_functional: Number
    networking: Number
    grace: Number
    demand: Number
    churn_shock: Number
    margin: Number
    advice: Number
    stress: Number


def bonus_now(setup: Setup, quarter: int) -> BonusNow:
    """Blend the scenario's bonus with the changes in force."""
    mix: dict[str, Number] = {name: getattr(setup.scenario.framework.bonus, name) for name in Bonus.model_fields}
    for dose, bonus in setup.plan.bonus_changes:
        mix = {name: value + (getattr(bonus, name) - value) * dose[quarter] for name, value in mix.items()}
    p = setup.p.reward
    powers = {part: bonus_power(mix["variable_share"], mix[part], p) for part in ("individual", "team", "company")}
    org = setup.scenario.organisation
    felt = incentive_to_sell(powers["individual"], powers["team"], powers["company"], mix["new_business_share"],
                             setup.dtype(org.team_size), setup.dtype(org.reps), p)
    return BonusNow(mix["variable_share"], mix["new_business_share"], powers["individual"],
                    powers["team"] + powers["company"], felt)


def shocks_now(setup: Setup, quarter: int) -> dict[str, Number]:
    """Sum of the shocks in force: relative changes of demand and churn, margin, demand for advice, stress."""
    active = [s for s in setup.scenario.market.shocks if s.quarter <= quarter < s.quarter + s.quarters]
    names = [n for n in Shock.model_fields if n not in ("label", "quarter", "quarters")]
    return {name: sum((getattr(shock, name) for shock in active), setup.dtype(0.0)) for name in names}


def market_now(setup: Setup, quarter: int) -> dict[str, Number]:
    """Demand with its random variation, and the changes due to shocks."""
    shock, market = shocks_now(setup, quarter), setup.scenario.market
    luck = normal_quantile(setup.luck.uniform(Decision.DEMAND, quarter, 1)[0])
    swing = np.exp(market.volatility * luck - 0.5 * market.volatility * market.volatility)
    return {"demand": np.maximum(1.0 + shock["demand"], 0.0) * swing, "churn_shock": shock["churn"],
            "margin": np.clip(setup.scenario.costs.contribution_margin + shock["margin"], 0.0, 1.0),
            "advice": np.clip(market.demand_for_advice + shock["demand_for_advice"], 0.0, 1.0),
            "stress": shock["stress"]}


def rules_now(setup: Setup, quarter: int) -> dict[str, Number]:
    """Rules, latitude and goal conflict after work on rules and guidelines (C14, D6)."""
    framework, levels, p = setup.scenario.framework, setup.plan.levels, setup.p.conditions
    joint, imposed = levels.joint_guidelines[quarter], levels.imposed_guidelines[quarter]
    rules = moved(framework.rules_density, 1.0, p.rules_reach, levels.rules[quarter])
    latitude = moved(framework.autonomy, 0.0, p.rules_reach, levels.rules[quarter])
    return {"rules": moved(rules, 1.0, p.guideline_reach, imposed),
            "autonomy": moved(moved(latitude, 1.0, p.guideline_reach, joint), 0.0, p.guideline_reach, imposed),
            "goal_conflict": moved(framework.goal_conflict, 0.0, p.guideline_reach, joint)}


def praise_now(setup: Setup, quarter: int) -> dict[str, Number]:
    """Recognition and careers after work on them (C7, C9)."""
    framework, levels, reach = setup.scenario.framework, setup.plan.levels, setup.p.conditions.recognition_reach
    work = levels.recognition[quarter]
    return {"recognition_practice": moved(framework.recognition_practice, 1.0, reach, work),
            "recognition_for_selling": moved(framework.recognition_for_selling, 1.0, reach, work),
            "careers_for_selling": moved(framework.careers_for_selling, 1.0, reach, levels.careers[quarter])}


def framework_now(setup: Setup, state: State, quarter: int) -> FrameworkNow:
    """Return the conditions of the quarter; also updates the error culture, which changes slowly."""
    framework, levels = setup.scenario.framework, setup.plan.levels
    state.error_culture = error_culture_after_work(state.error_culture, framework.error_culture,
                                                   levels.error_culture_work[quarter], setup.p.conditions)
    lessons = levels.lessons[quarter]
    return FrameworkNow(
        bonus=bonus_now(setup, quarter), error_culture=state.error_culture,
        protection=levels.protected_trying[quarter], games=levels.gamification[quarter],
        meetings=framework.meetings_per_quarter + levels.extra_meetings[quarter],
        lessons=moved(framework.reflection_share, levels.lessons_share[quarter], 1.0, lessons),
        cross_functional=np.maximum(framework.cross_functional_share, levels.cross_functional[quarter] * lessons),
        networking=framework.networking_time + levels.networking[quarter], grace=levels.grace[quarter],
        **rules_now(setup, quarter), **praise_now(setup, quarter), **market_now(setup, quarter))
