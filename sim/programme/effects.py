"""From a strategy to its plan, and what each kind of measure puts into it.

A measure fills doses, loads and cost units. It sets no outcome: everything that follows from a dose is a law. What it
is paid from and what load it brings is part of its declaration; this module adds the rest, one function per kind. A
kind without a function raises the levels that it declares by its dose.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from sim.parameters.behaviour import Attitude
from sim.programme.plan import Levels, Number, PeopleKind, Plan, Reach, Series, aligned, in_force
from sim.scenario import measures as m
from sim.scenario.columns import STRUCTURAL, can_vary, columns
from sim.scenario.strategy import Strategy, seller_positions

Effect = Callable[[Plan, Any], None]
NEWCOMER_QUARTERS = round(Attitude().newcomer_quarters)
"""Quarters for which somebody counts as a newcomer, as declared."""
EFFECTS: dict[type[m.MeasureBase], Effect] = {}


def effect_of(kind: type[m.MeasureBase]) -> Callable[[Effect], Effect]:
    """Register the effect of a kind of measure."""
    def register(effect: Effect) -> Effect:
        EFFECTS[kind] = effect
        return effect
    return register


def put(plan: Plan, measure: m.MeasureBase) -> None:
    """Put a measure into the plan: its effect, its load and its price."""
    EFFECTS.get(type(measure), raise_levels)(plan, measure)
    if measure.load == "culture":
        plan.add_level("culture_load", plan.series(measure))
    elif measure.load == "structure":
        plan.add_level("structure_load", plan.first(measure, measure.dose))
    for price in measure.prices:
        pay(plan, measure, price)


def raise_levels(plan: Plan, measure: m.MeasureBase) -> None:
    """Raise every level that the kind declares by the dose."""
    for level in measure.levels:
        plan.raise_level(level, plan.series(measure))


def pay(plan: Plan, measure: m.MeasureBase, price: m.Price) -> None:
    """Record a price; a programme for people is paid per person reached, times the dose."""
    if price.per == "programme" or price.heads == "reached":
        return
    dose = plan.first(measure, measure.dose) if price.per == "first quarter" else plan.series(measure)
    if price.heads == "leaders":
        plan.add_level("leader_programmes", dose)
    else:
        plan.units.append((price.cost, price.heads, dose))


def reach(plan: Plan, kind: PeopleKind, measure: m.PeopleMeasure, skill: Number = 0.0) -> None:
    """A programme for people: one full dose spread over its quarters, paid per person reached.

    For newcomers it is spread over the time for which somebody counts as one, so that each gets the full dose. The
    price has the name of the programme.
    """
    spread = min(measure.quarters, NEWCOMER_QUARTERS) if measure.target == "newcomers" else measure.quarters
    dose = plan.series(measure, measure.dose / spread)
    plan.reaches.append(Reach(kind, measure.target, dose, skill))
    plan.units.append((kind, measure.target, dose))


@effect_of(m.Training)
def training(plan: Plan, measure: m.Training) -> None:
    """Skill and euphoria for those reached."""
    reach(plan, "training", measure)


@effect_of(m.Coaching)
def coaching(plan: Plan, measure: m.Coaching) -> None:
    """Attitude, fear and support of transfer, by a professional or by the own boss."""
    if measure.by == "manager":
        reach(plan, "manager_coaching", measure)
    else:
        reach(plan, "coaching", measure, measure.skill)


@effect_of(m.ErrorCultureWork)
def error_culture_work(plan: Plan, measure: m.ErrorCultureWork) -> None:
    """A slowly improving error culture, and protected experimentation in the meantime."""
    plan.raise_level("error_culture_work", plan.series(measure))
    plan.raise_level("protected_trying", plan.series(measure, measure.dose * measure.protected_trying))


@effect_of(m.ReflectionMeetings)
def reflection_meetings(plan: Plan, measure: m.ReflectionMeetings) -> None:
    """More meetings, and more lessons in them."""
    dose = plan.series(measure)
    plan.add_level("extra_meetings", plan.series(measure, measure.dose * measure.extra_meetings))
    series = plan.levels.series
    series["lessons_share"] = blended(series["lessons_share"], measure.reflection_share, dose)
    series["cross_functional"] = blended(series["cross_functional"], measure.cross_functional_share, dose)
    plan.raise_level("lessons", dose)


def blended(before: Series, value: Number, dose: Series) -> Series:
    """The value of the later measure where it is in force, else the previous one."""
    before, dose = aligned(before, dose)
    if np.ndim(value):  # one per run
        before, dose = (series if series.ndim == 2 else series[:, None] for series in (before, dose))
    return before + (value - before) * (dose > 0.0)


@effect_of(m.RecognitionWork)
def recognition(plan: Plan, measure: m.RecognitionWork) -> None:
    """Recognition and, in part, careers for the new behaviour."""
    plan.raise_level("recognition", plan.series(measure))
    plan.raise_level("careers", plan.series(measure, measure.dose * measure.careers))


@effect_of(m.BonusChange)
def bonus_change(plan: Plan, measure: m.BonusChange) -> None:
    """A different bonus."""
    plan.bonus_changes.append((plan.series(measure), measure.bonus))


@effect_of(m.Targets)
def targets(plan: Plan, measure: m.Targets) -> None:
    """Targets, with the pressure that leaders pass on."""
    plan.reaches.append(Reach("targets", measure.target, plan.series(measure), pressure=measure.pressure))


@effect_of(m.HireSellers)
def hire_sellers(plan: Plan, measure: m.HireSellers) -> None:
    """Positions for dedicated sellers, opened evenly over the quarters of the measure; they stay open.

    They determine the size of the table, so head count and dose are the same in all runs of a batch.
    """
    total = round(measure.sellers * measure.dose)
    for k in range(measure.quarters):
        opened = round(total * (k + 1) / measure.quarters) - round(total * k / measure.quarters)
        plan.levels.series["sellers"][measure.start + k:measure.start + k + 1] += opened


@effect_of(m.Replacement)
def replacement(plan: Plan, measure: m.Replacement) -> None:
    """Dismissal of those who do not adopt the behaviour."""
    plan.raise_level("replacement", plan.series(measure, measure.dose * measure.share_per_quarter))


@effect_of(m.Reorganisation)
def reorganisation(plan: Plan, measure: m.Reorganisation) -> None:
    """A structural option; the shock to habits occurs in its first quarter."""
    if measure.form == "role_split":
        plan.add_level("split", plan.first(measure, measure.dose * measure.seller_share))
    else:
        plan.raise_level("segments" if measure.form == "segment_split" else "pairs", plan.series(measure))
    if measure.form == "segment_split":
        plan.raise_level("regroup", plan.first(measure, measure.dose))
    plan.raise_level("shake", plan.first(measure, measure.dose))


@effect_of(m.NetworkingTime)
def networking_time(plan: Plan, measure: m.NetworkingTime) -> None:
    """Protected time for strategic contacts."""
    plan.add_level("networking", plan.series(measure, measure.dose * measure.time_share))


@effect_of(m.Guidelines)
def guidelines(plan: Plan, measure: m.Guidelines) -> None:
    """Guidelines, split into their joint and their imposed part."""
    plan.raise_level("joint_guidelines", plan.series(measure, measure.dose * measure.jointly))
    plan.raise_level("imposed_guidelines", plan.series(measure, measure.dose * (1.0 - measure.jointly)))


def compile_plan(quarters: int, strategy: Strategy) -> Plan:
    """Turn a strategy's dated measures into doses per quarter over the horizon.

    Measures with dose 0 are left out: they change nothing and cost nothing. Values of a measure that are not
    structural may be (runs,) arrays; every run then has the plan that it would have on its own.

    Raises
    ------
    ValueError
        where a structural value of a measure is an array.
    """
    for name, _ in columns(strategy):
        if not can_vary(strategy, name):
            raise ValueError(f"{strategy.name}: {name} {STRUCTURAL}")
    levels = Levels({name: np.zeros(quarters + 1) for name in Levels.NAMES})
    plan = Plan(quarters, levels, seller_positions=seller_positions(strategy))
    for measure in strategy.measures:
        if in_force(measure.dose):
            put(plan, measure)
    return plan
