"""The conditions of a quarter: the scenario's framework moved by the measures in force (7.3)."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from types import SimpleNamespace
from typing import NamedTuple

from benchmarks.peers import chance
from benchmarks.peers.laws import business, conditions, decision
from benchmarks.peers.laws.basics import normal_quantile
from sim.programme.effects import compile_plan
from sim.programme.plan import Plan
from sim.scenario.framework import Bonus
from sim.scenario.schema import Scenario
from sim.scenario.strategy import Strategy

SHOCKED = ("demand", "churn", "margin", "demand_for_advice", "stress")


class Programme(NamedTuple):
    """A measure on people that is in force."""

    kind: str
    target: str
    dose: float
    skill: float
    pressure: float


class Price(NamedTuple):
    """What a measure in force costs per person reached."""

    target: str
    amount: float


@dataclass
class Conditions:
    """The framework of one quarter."""

    variable_share: float
    new_business_share: float
    individual: float  # power of the individual part of the bonus
    shared: float  # power of the parts of team and company
    to_sell: float  # felt line of sight
    recognition_practice: float
    recognition_for_selling: float
    careers_for_selling: float
    rules: float
    autonomy: float
    goal_conflict: float
    meetings: float
    lessons: float
    functions: float
    networking: float
    demand: float
    churn: float
    margin: float
    advice: float
    stress: float
    praise: float  # recognition that selling earns
    honoured: float  # recognition that advising earns
    case_odds: float  # what rules and latitude add to the odds of a deal


class Surroundings:
    """What is decided outside the force: scenario, plan and market."""

    def __init__(self, case: Scenario, strategy: Strategy, luck: chance.Chance) -> None:
        """Compile the plan of the strategy."""
        self.case, self.luck = case, luck
        self.plan: Plan = compile_plan(case.quarters, strategy)
        self.levels = {name: series.tolist() for name, series in asdict(self.plan.levels).items()}

    def doses(self, quarter: int) -> SimpleNamespace:
        """Doses of the measures on the framework, on leaders and on head count."""
        return SimpleNamespace(**{name: series[quarter] for name, series in self.levels.items()})

    def programmes(self, quarter: int) -> list[Programme]:
        """Measures on people that are in force; a grace period takes targets back."""
        quota = 1.0 - self.levels["grace"][quarter]
        return [Programme(r.kind, r.target, float(r.dose[quarter]) * (quota if r.kind == "targets" else 1.0), r.skill,
                          r.pressure) for r in self.plan.reaches if r.dose[quarter] > 0.0]

    def prices(self, quarter: int) -> list[Price]:
        """What the measures in force cost per person."""
        costs = self.case.costs
        return [Price(target, float(getattr(costs, field) * dose[quarter]))
                for field, target, dose in self.plan.units if dose[quarter] > 0.0]

    def bonus(self, quarter: int) -> dict[str, float]:
        """The bonus of the quarter, its powers and the line of sight."""
        mix = {name: getattr(self.case.framework.bonus, name) for name in Bonus.model_fields}
        for dose, new in self.plan.bonus_changes:
            mix = {name: value + (getattr(new, name) - value) * float(dose[quarter]) for name, value in mix.items()}
        p, org = self.case.parameters.reward, self.case.organisation
        individual, team, company = (conditions.bonus_power(mix["variable_share"], mix[part], p)
                                     for part in ("individual", "team", "company"))
        return {"variable_share": mix["variable_share"], "new_business_share": mix["new_business_share"],
                "individual": individual, "shared": team + company,
                "to_sell": conditions.incentive_to_sell(individual, team, company, mix["new_business_share"],
                                                        org.team_size, org.reps, p)}

    def recognition(self, doses: SimpleNamespace) -> dict[str, float]:
        """Recognition and careers after work on them."""
        frame, p = self.case.framework, self.case.parameters
        reach = p.conditions.recognition_reach
        practice = conditions.moved(frame.recognition_practice, 1.0, reach, doses.recognition)
        selling = conditions.moved(frame.recognition_for_selling, 1.0, reach, doses.recognition)
        return {"recognition_practice": practice, "recognition_for_selling": selling,
                "careers_for_selling": conditions.moved(frame.careers_for_selling, 1.0, reach, doses.careers),
                "praise": decision.recognition_of_selling(practice, selling, doses.gamification, p.reward),
                "honoured": practice * (1.0 - selling)}

    def rules(self, doses: SimpleNamespace) -> dict[str, float]:
        """Rules, latitude and goal conflict after rules and guidelines: first the joint, then the imposed part."""
        frame, p, market = self.case.framework, self.case.parameters, self.case.market
        by_rules, by_guidelines = p.conditions.rules_reach, p.conditions.guideline_reach
        rules = conditions.moved(frame.rules_density, 1.0, by_rules, doses.rules)
        autonomy = conditions.moved(frame.autonomy, 0.0, by_rules, doses.rules)
        autonomy = conditions.moved(autonomy, 1.0, by_guidelines, doses.joint_guidelines)
        rules = conditions.moved(rules, 1.0, by_guidelines, doses.imposed_guidelines)
        autonomy = conditions.moved(autonomy, 0.0, by_guidelines, doses.imposed_guidelines)
        return {"rules": rules, "autonomy": autonomy,
                "goal_conflict": conditions.moved(frame.goal_conflict, 0.0, by_guidelines, doses.joint_guidelines),
                "case_odds": business.odds_of_case_handling(autonomy, rules, market.complexity, p.selling)}

    def meetings(self, doses: SimpleNamespace) -> dict[str, float]:
        """Meetings, what they are for, and protected time."""
        frame = self.case.framework
        return {"meetings": frame.meetings_per_quarter + doses.extra_meetings,
                "lessons": conditions.moved(frame.reflection_share, doses.lessons_share, 1.0, doses.lessons),
                "functions": max(frame.cross_functional_share, doses.cross_functional * doses.lessons),
                "networking": frame.networking_time + doses.networking}

    def market(self, quarter: int) -> dict[str, float]:
        """The market under the shocks in force, and with the chance of the quarter."""
        market, costs = self.case.market, self.case.costs
        active = [shock for shock in market.shocks if shock.quarter <= quarter < shock.quarter + shock.quarters]
        change = {name: sum(getattr(shock, name) for shock in active) for name in SHOCKED}
        z, spread = normal_quantile(self.luck.uniform(chance.DEMAND, quarter, 0)), market.volatility
        return {"demand": max(1.0 + change["demand"], 0.0) * math.exp(spread * z - spread**2 / 2.0),
                "churn": change["churn"], "stress": change["stress"],
                "margin": min(max(costs.contribution_margin + change["margin"], 0.0), 1.0),
                "advice": min(max(market.demand_for_advice + change["demand_for_advice"], 0.0), 1.0)}

    def conditions(self, quarter: int, doses: SimpleNamespace) -> Conditions:
        """Everything together."""
        return Conditions(**self.bonus(quarter), **self.recognition(doses), **self.rules(doses),
                          **self.meetings(doses), **self.market(quarter))
