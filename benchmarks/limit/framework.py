"""The framework of every quarter: it is the same in all runs, so it is computed once and not in the loop."""

from __future__ import annotations

import numpy as np

from benchmarks.limit.columns import NOW
from sim.laws.conditions import error_culture_after_work, moved
from sim.laws.reward import bonus_power, incentive_to_sell
from sim.scenario.framework import Bonus


def framework_table(scenario, plan):
    """One row per quarter from 0 on, one column per name of `NOW`."""
    culture = scenario.framework.error_culture
    table = np.zeros((scenario.quarters + 1, len(NOW)))
    for quarter in range(scenario.quarters + 1):
        culture = error_culture_after_work(culture, scenario.framework.error_culture,
                                           plan.levels.error_culture_work[quarter], scenario.parameters.conditions)
        row = (conditions(scenario, plan.levels, quarter) | market(scenario, quarter)
               | bonus(scenario, plan, quarter) | {"error_culture": culture})
        table[quarter] = [row[name] for name in NOW._fields]
    return table


def conditions(scenario, levels, quarter):
    """Rules, recognition, careers and meetings."""
    f, p = scenario.framework, scenario.parameters.conditions
    joint, imposed = levels.joint_guidelines[quarter], levels.imposed_guidelines[quarter]
    work, lessons = levels.recognition[quarter], levels.lessons[quarter]
    latitude = moved(f.autonomy, 0.0, p.rules_reach, levels.rules[quarter])
    return {
        "rules": moved(moved(f.rules_density, 1.0, p.rules_reach, levels.rules[quarter]), 1.0, p.guideline_reach,
                       imposed),
        "autonomy": moved(moved(latitude, 1.0, p.guideline_reach, joint), 0.0, p.guideline_reach, imposed),
        "goal_conflict": moved(f.goal_conflict, 0.0, p.guideline_reach, joint),
        "recognition_practice": moved(f.recognition_practice, 1.0, p.recognition_reach, work),
        "recognition_for_selling": moved(f.recognition_for_selling, 1.0, p.recognition_reach, work),
        "careers_for_selling": moved(f.careers_for_selling, 1.0, p.recognition_reach, levels.careers[quarter]),
        "protection": levels.protected_trying[quarter], "games": levels.gamification[quarter],
        "meetings": f.meetings_per_quarter + levels.extra_meetings[quarter],
        "lessons": moved(f.reflection_share, levels.lessons_share[quarter], 1.0, lessons),
        "cross_functional": max(f.cross_functional_share, levels.cross_functional[quarter] * lessons),
        "networking": f.networking_time + levels.networking[quarter], "grace": levels.grace[quarter]}


def market(scenario, quarter):
    """Demand before chance, and what the shocks change."""
    active = [s for s in scenario.market.shocks if s.quarter <= quarter < s.quarter + s.quarters]
    shock = {name: sum((getattr(s, name) for s in active), 0.0)
             for name in ("demand", "churn", "margin", "demand_for_advice", "stress")}
    return {"demand": max(1.0 + shock["demand"], 0.0), "churn_shock": shock["churn"], "stress": shock["stress"],
            "margin": np.clip(scenario.costs.contribution_margin + shock["margin"], 0.0, 1.0),
            "advice": np.clip(scenario.market.demand_for_advice + shock["demand_for_advice"], 0.0, 1.0)}


def bonus(scenario, plan, quarter):
    """What the bonus pays for, and the power of its parts."""
    mix = {name: getattr(scenario.framework.bonus, name) for name in Bonus.model_fields}
    for dose, other in plan.bonus_changes:
        mix = {name: value + (getattr(other, name) - value) * dose[quarter] for name, value in mix.items()}
    p, org = scenario.parameters.reward, scenario.organisation
    own, team, company = (bonus_power(mix["variable_share"], mix[part], p)
                          for part in ("individual", "team", "company"))
    return {"variable_share": mix["variable_share"], "new_business_share": mix["new_business_share"],
            "individual": own, "shared": team + company,
            "to_sell": incentive_to_sell(own, team, company, mix["new_business_share"], float(org.team_size),
                                         float(org.reps), p)}
