"""From a strategy to its plan, and what each kind of measure puts into it: one short function per kind.

A function fills doses, loads and cost units. It sets no outcome: everything that
follows from a dose is a law.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import Any

import numpy as np

from sim.parameters.behaviour import Attitude
from sim.programme.plan import CostField, Levels, Number, PeopleKind, Plan, Reach, Series, aligned, in_force
from sim.scenario import measures as m
from sim.scenario.columns import STRUCTURAL, can_vary, columns
from sim.scenario.strategy import Strategy, seller_positions

Effect = Callable[[Plan, Any], None]
NEWCOMER_QUARTERS = round(Attitude().newcomer_quarters)
"""How long somebody counts as a newcomer, as declared."""
EFFECTS: dict[type[m.MeasureBase], Effect] = {}


def effect_of(kind: type[m.MeasureBase]) -> Callable[[Effect], Effect]:
    """Register the effect of a kind of measure."""
    def register(effect: Effect) -> Effect:
        EFFECTS[kind] = effect
        return effect
    return register


def reach(plan: Plan, kind: PeopleKind, cost: CostField, measure: m.PeopleMeasure, skill: Number = 0.0
          ) -> None:
    """A programme for people: one full dose spread over its quarters, paid per person reached.

    For newcomers it is spread over the time in which somebody is one, so that each gets it in full.
    """
    spread = min(measure.quarters, NEWCOMER_QUARTERS) if measure.target == "newcomers" else measure.quarters
    dose = plan.series(measure, measure.dose / spread)
    plan.reaches.append(Reach(kind, measure.target, dose, skill))
    plan.units.append((cost, measure.target, dose))


def culture(plan: Plan, measure: m.MeasureBase) -> None:
    """Load and cost that all work on culture has."""
    dose = plan.series(measure)
    plan.add_level("culture_load", dose)
    plan.units.append(("culture_programme", "all", dose))


@effect_of(m.Training)
def training(plan: Plan, measure: m.Training) -> None:
    """Skill and euphoria for those reached."""
    reach(plan, "training", "training", measure)


@effect_of(m.Coaching)
def coaching(plan: Plan, measure: m.Coaching) -> None:
    """Attitude, fear and support of transfer, by a professional or by the own boss."""
    if measure.by == "manager":
        reach(plan, "manager_coaching", "manager_coaching", measure)
    else:
        reach(plan, "coaching", "coaching", measure, measure.skill)


@effect_of(m.LeaderReflection)
def leader_reflection(plan: Plan, measure: m.LeaderReflection) -> None:
    """Self-reflection of leaders."""
    plan.raise_level("leader_reflection", plan.series(measure))
    plan.add_level("leader_programmes", plan.series(measure))


@effect_of(m.LeaderCoaching)
def leader_coaching(plan: Plan, measure: m.LeaderCoaching) -> None:
    """Listening and coaching skill of leaders."""
    plan.raise_level("leader_coaching", plan.series(measure))
    plan.add_level("leader_programmes", plan.series(measure))


@effect_of(m.ErrorCultureWork)
def error_culture_work(plan: Plan, measure: m.ErrorCultureWork) -> None:
    """A slowly better error culture, and protected trying-out meanwhile."""
    plan.raise_level("error_culture_work", plan.series(measure))
    plan.raise_level("protected_trying", plan.series(measure, measure.dose * measure.protected_trying))
    culture(plan, measure)


@effect_of(m.ReflectionMeetings)
def reflection_meetings(plan: Plan, measure: m.ReflectionMeetings) -> None:
    """More meetings, and more lessons in them."""
    dose = plan.series(measure)
    plan.add_level("extra_meetings", plan.series(measure, measure.dose * measure.extra_meetings))
    plan.levels.lessons_share = blended(plan.levels.lessons_share, measure.reflection_share, dose)
    plan.levels.cross_functional = blended(plan.levels.cross_functional, measure.cross_functional_share, dose)
    plan.raise_level("lessons", dose)
    culture(plan, measure)


def blended(before: Series, value: Number, dose: Series) -> Series:
    """The value of the later measure where it is in force, else what was there."""
    before, dose = aligned(before, dose)
    if np.ndim(value):  # one for every run
        before, dose = (series if series.ndim == 2 else series[:, None] for series in (before, dose))
    return before + (value - before) * (dose > 0.0)


@effect_of(m.RecognitionWork)
def recognition(plan: Plan, measure: m.RecognitionWork) -> None:
    """Recognition, and part of the way careers, for the new behaviour."""
    plan.raise_level("recognition", plan.series(measure))
    plan.raise_level("careers", plan.series(measure, measure.dose * measure.careers))
    culture(plan, measure)


@effect_of(m.Gamification)
def gamification(plan: Plan, measure: m.Gamification) -> None:
    """Rankings: recognition, and rivalry."""
    plan.raise_level("gamification", plan.series(measure))
    culture(plan, measure)


@effect_of(m.BonusChange)
def bonus_change(plan: Plan, measure: m.BonusChange) -> None:
    """Another bonus; the load falls into its first quarter."""
    plan.bonus_changes.append((plan.series(measure), measure.bonus))
    plan.add_level("structure_load", plan.first(measure, measure.dose))


@effect_of(m.Targets)
def targets(plan: Plan, measure: m.Targets) -> None:
    """The push, with the pressure that leaders pass on."""
    plan.reaches.append(Reach("targets", measure.target, plan.series(measure), pressure=measure.pressure))


@effect_of(m.Appeals)
def appeals(plan: Plan, measure: m.Appeals) -> None:
    """Communication."""
    plan.raise_level("appeals", plan.series(measure))
    plan.units.append(("campaign", "all", plan.series(measure)))


@effect_of(m.WinOpinionLeaders)
def win_opinion_leaders(plan: Plan, measure: m.WinOpinionLeaders) -> None:
    """Involvement of the opinion leaders."""
    plan.raise_level("win_opinion_leaders", plan.series(measure))
    plan.units.append(("culture_programme", "opinion_leaders", plan.series(measure)))


@effect_of(m.HireSellers)
def hire_sellers(plan: Plan, measure: m.HireSellers) -> None:
    """Positions for dedicated sellers, opened evenly over the quarters of the measure; they stay open.

    They shape the table, so head count and dose are the same in all runs of a batch.
    """
    total = round(measure.sellers * measure.dose)
    for k in range(measure.quarters):
        opened = round(total * (k + 1) / measure.quarters) - round(total * k / measure.quarters)
        plan.levels.sellers[measure.start + k:measure.start + k + 1] += opened


@effect_of(m.Replacement)
def replacement(plan: Plan, measure: m.Replacement) -> None:
    """Parting with those who do not take up the behaviour."""
    plan.raise_level("replacement", plan.series(measure, measure.dose * measure.share_per_quarter))


@effect_of(m.Reorganisation)
def reorganisation(plan: Plan, measure: m.Reorganisation) -> None:
    """A structural option; the shock to habits falls into its first quarter."""
    if measure.form == "role_split":
        plan.add_level("split", plan.first(measure, measure.dose * measure.seller_share))
    else:
        plan.raise_level("segments" if measure.form == "segment_split" else "pairs", plan.series(measure))
    if measure.form == "segment_split":
        plan.raise_level("regroup", plan.first(measure, measure.dose))
    plan.raise_level("shake", plan.first(measure, measure.dose))
    plan.add_level("structure_load", plan.first(measure, measure.dose))
    plan.units.append(("reorganisation", "all", plan.first(measure, measure.dose)))


@effect_of(m.GracePeriod)
def grace_period(plan: Plan, measure: m.GracePeriod) -> None:
    """No quota for a while."""
    plan.raise_level("grace", plan.series(measure))


@effect_of(m.NetworkingTime)
def networking_time(plan: Plan, measure: m.NetworkingTime) -> None:
    """Protected time for strategic contacts."""
    plan.add_level("networking", plan.series(measure, measure.dose * measure.time_share))


@effect_of(m.ToolRollout)
def tool_rollout(plan: Plan, measure: m.ToolRollout) -> None:
    """A tool that is expected to be used, costs money, and loads while it is new."""
    plan.raise_level("tool", plan.series(measure))
    plan.add_level("structure_load", plan.first(measure, measure.dose))
    plan.units.append(("tool", "all", plan.series(measure)))


@effect_of(m.Rules)
def rules(plan: Plan, measure: m.Rules) -> None:
    """More standard process."""
    plan.raise_level("rules", plan.series(measure))


@effect_of(m.Guidelines)
def guidelines(plan: Plan, measure: m.Guidelines) -> None:
    """Guidelines, split into their joint and their imposed part."""
    plan.raise_level("joint_guidelines", plan.series(measure, measure.dose * measure.jointly))
    plan.raise_level("imposed_guidelines", plan.series(measure, measure.dose * (1.0 - measure.jointly)))
    culture(plan, measure)


def compile_plan(quarters: int, strategy: Strategy) -> Plan:
    """Turn a strategy's dated measures into doses per quarter over the horizon.

    Measures with dose 0 are left out: they change nothing and cost nothing. Values of a measure that are not
    structural may be (runs,) arrays; every run then has the plan that it would have alone.

    Raises
    ------
    ValueError
        where a structural value of a measure is an array.
    """
    for name, _ in columns(strategy):
        if not can_vary(strategy, name):
            raise ValueError(f"{strategy.name}: {name} {STRUCTURAL}")
    levels = Levels(**{f.name: np.zeros(quarters + 1) for f in fields(Levels)})
    plan = Plan(quarters, levels, seller_positions=seller_positions(strategy))
    for measure in strategy.measures:
        if in_force(measure.dose):
            EFFECTS[type(measure)](plan, measure)
    return plan
