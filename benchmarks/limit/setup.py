"""A scenario and a strategy as numbers and arrays for the compiled loop: everything that all runs share."""

from __future__ import annotations

from collections import namedtuple
from functools import cache
from typing import get_args

import numpy as np

from benchmarks.limit.columns import LEADER_TRAITS, LEVEL, C
from benchmarks.limit.framework import framework_table
from benchmarks.limit.usual import usual_values
from sim.parameters.declare import Section
from sim.people.arrivals import SELLER_DIRECTION, trait_means
from sim.people.chance import Decision, decision_key
from sim.people.network import next_door, ring_contacts
from sim.people.teams import make_teams
from sim.programme.effects import compile_plan
from sim.programme.plan import PeopleKind
from sim.scenario.columns import columns
from sim.scenario.measures import Target

KINDS, TARGETS = get_args(PeopleKind), get_args(Target)

Size = namedtuple("Size", "reps slots teams rep_teams contacts quarters cycle_new cycle_existing advisors leaders")
"""Whole numbers; `advisors` and `leaders` are how many reps are advisors and opinion leaders on the first day."""
Constants = namedtuple(
    "Constants", "p organisation people book framework leadership market behaviour costs goals usual size")
"""Numbers: the sections of the scenario, what is usual on the first day, and sizes."""
Plan = namedtuple("Plan", "levels now reach_count reach reach_kind reach_target reach_dose reach_skill reach_pressure "
                          "unit_target unit_price unit_dose")
"""The strategy: `reach[q, :reach_count[q]]` are the measures on people in force in quarter q."""
Structure = namedtuple("Structure", "team_first team_of ring inside next_door rewire contact before_new "
                                    "before_existing")
"""Teams and ring, and the keys of decisions that are numbered."""
Cut = namedtuple("Cut", "key mean spread low high")
"""Normal distributions cut to [0, 1]: keys of shape (traits,), the others (variants, traits)."""
Traits = namedtuple("Traits", "column drawn threshold leaders tenure pace style team_style")
"""Distributions of traits; `drawn` has one variant for advisors and one for those who already sell."""


def prepare(scenario, strategy):
    """Everything that the loop needs besides the seed: Constants, Plan, Structure and Traits."""
    if any(True for _ in columns(scenario)):
        raise ValueError("the compiled loop takes one value for all runs")
    if scenario.people.at_rest > 0.0:
        raise ValueError("the compiled loop does not know what holds today's practice: people.at_rest must be 0")
    plan = compile_plan(scenario.quarters, scenario.strategy(strategy))
    teams = make_teams(scenario.organisation.reps, plan.seller_positions, scenario.organisation.team_size)
    return world_of(scenario, teams), plan_of(scenario, plan), structure_of(scenario, teams), traits_of(scenario)


@cache
def named(kind, names):
    """The same class for the same fields, so that the loop is compiled once."""
    return namedtuple(kind, names)


def numbers(section):
    """The numbers of a section, and of the sections in it, by their names."""
    found = {name: getattr(section, name) for name in type(section).model_fields}
    found = {name: numbers(value) if isinstance(value, Section) else float(value) for name, value in found.items()
             if isinstance(value, Section | float | int)}
    return named(type(section).__name__, tuple(found))(**found)


def world_of(scenario, teams):
    """The numbers of the scenario."""
    org, market = scenario.organisation, scenario.market
    size = Size(org.reps, teams.team_of.size, teams.count, teams.rep_teams, org.contacts, scenario.quarters,
                market.sales_cycle_new, market.sales_cycle_existing, int(np.round(org.advisor_share * org.reps)),
                int(np.ceil(scenario.parameters.influence.leader_share * org.reps - 1e-9)))
    sections = (numbers(getattr(scenario, name)) for name in Constants._fields[1:-2])
    return Constants(numbers(scenario.parameters), *sections, usual_values(scenario), size)


def plan_of(scenario, plan):
    """The strategy as arrays."""
    levels = np.stack([getattr(plan.levels, name) for name in LEVEL._fields], axis=1)
    doses = by_quarter(plan.quarters, [r.dose for r in plan.reaches])
    active = doses != 0.0
    return Plan(
        np.ascontiguousarray(levels), framework_table(scenario, plan), active.sum(axis=1),
        np.argsort(~active, axis=1, kind="stable"), positions_in(KINDS, [r.kind for r in plan.reaches]),
        positions_in(TARGETS, [r.target for r in plan.reaches]), doses,
        np.array([r.skill for r in plan.reaches], dtype=float),
        np.array([r.pressure for r in plan.reaches], dtype=float),
        positions_in(TARGETS, [target for _, target, _ in plan.units]),
        np.array([getattr(scenario.costs, field) for field, _, _ in plan.units], dtype=float),
        by_quarter(plan.quarters, [dose for _, _, dose in plan.units]))


def by_quarter(quarters, series):
    """Series side by side: (quarters + 1, series)."""
    return np.ascontiguousarray(np.array(series, dtype=float).reshape(-1, quarters + 1).T)


def positions_in(names, chosen):
    """The position of each choice among the names."""
    return np.array([names.index(name) for name in chosen], dtype=np.int64)


def structure_of(scenario, teams):
    """Teams, ring, and numbered keys."""
    org, market = scenario.organisation, scenario.market
    ring, inside = ring_contacts(teams, org.contacts)
    return Structure(
        np.searchsorted(teams.team_of, np.arange(teams.count + 1)), teams.team_of, np.ascontiguousarray(ring.T),
        np.ascontiguousarray(inside.T), next_door(teams, org.reps),
        keys([f"{Decision.REWIRE} {k}" for k in range(org.contacts)]),
        keys([f"{Decision.CONTACT} {k}" for k in range(org.contacts)]),
        keys([f"{Decision.LEADS} before {k}" for k in range(market.sales_cycle_new)]),
        keys([f"{Decision.CROSS_LEADS} before {k}" for k in range(market.sales_cycle_existing)]))


def keys(names):
    """The keys of some decisions."""
    return np.array([decision_key(name) for name in names], dtype=np.uint64)


def traits_of(scenario):
    """Distributions of all traits."""
    means, people, p = trait_means(scenario), scenario.people, scenario.parameters
    shift = np.array([SELLER_DIRECTION[name] for name in means]) * people.seller_advantage
    both = np.clip(np.array(list(means.values())) + np.array([[0.0], [1.0]]) * shift, 0.02, 0.98)
    leading = np.array([[getattr(scenario.leadership, name) for name in LEADER_TRAITS]])
    word = {name: decision_key(f"{Decision.TRAIT} {name}") for name in ("tenure", "pace", "style", "team style")}
    return Traits(
        np.array([getattr(C, name) for name in means]),
        cut([f"{Decision.TRAIT} {name}" for name in means], both, people.spread),
        cut([f"{Decision.TRAIT} threshold"], np.array([[p.influence.threshold]]), p.influence.threshold_spread),
        cut([f"{Decision.LEADER} {name}" for name in LEADER_TRAITS], leading, scenario.leadership.spread),
        *word.values())


def cut(names, mean, spread):
    """Normal distributions cut to [0, 1]."""
    from scipy.special import ndtr

    sd = max(spread, 1e-9)
    return Cut(keys(names), mean, sd, ndtr((0.0 - mean) / sd), ndtr((1.0 - mean) / sd))
