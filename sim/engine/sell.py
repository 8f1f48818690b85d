"""Third part of a quarter: attempts, opportunities, deals won and lost."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.arrays import Array
from sim.engine.counts import binomial_count, poisson_count
from sim.engine.decide import Choice
from sim.engine.framework import FrameworkNow
from sim.engine.perceive import Perception
from sim.engine.setup import Setup, State
from sim.laws import customers, energy, selling
from sim.people.chance import Decision
from sim.people.teams import add_rows

UNIFORM_SPREAD = float(np.sqrt(1.0 / 12.0))
"""Standard deviation of a fully mixed team's types, which are uniform on [0, 1]."""


@dataclass(frozen=True)
class Sales:
    """Results of the quarter's work: arrays of shape (slots, runs), counts unless stated."""

    attempts: Array
    leads: Array  # new opportunities with new customers
    wins_new: Array
    losses_new: Array
    wins_existing: Array
    pushy: Array  # 0-1
    service: Array  # 0-1
    succeeded: Array  # felt small successes of trying
    rejected: Array  # felt rejections


def advance(pipeline: list[Array], fresh: Array) -> Array:
    """Advance every opportunity by one quarter, add the new ones, and return those now due."""
    pipeline.append(fresh)
    return pipeline.pop(0)


def circumstances(setup: Setup, state: State, now: FrameworkNow, seen: Perception, quarter: int) -> Array:
    """What rules, latitude, mixed teams and structure add to the odds of every deal, in logits."""
    people, p, market = state.people, setup.p.selling, setup.scenario.market
    levels = setup.plan.levels
    case = selling.odds_of_case_handling(now.autonomy, now.rules, market.complexity, p)
    types = selling.odds_of_mixed_types(team_spread(setup, people.style, people.present), market.customer_diversity, p)
    structure = selling.odds_of_structure(levels.segments[quarter], levels.pairs[quarter], seen.exchange, p)
    return np.asarray(case + types + structure)


def team_spread(setup: Setup, style: Array, present: Array) -> Array:
    """How mixed each rep's team is: standard deviation of types relative to a fully mixed team, (slots, runs)."""
    teams = setup.teams
    count = np.maximum(teams.sums(present), 1.0)
    mean = teams.sums(style * present) / count
    spread = np.maximum(teams.sums(style * style * present) / count - mean * mean, 0.0)
    return teams.spread_out(np.minimum(np.sqrt(spread) / UNIFORM_SPREAD, 1.0))


def make_attempts(setup: Setup, state: State, seen: Perception, choice: Choice, quarter: int) -> tuple[Array, Array]:
    """Attempts of each rep, and the capacity left for everything else."""
    people, p = state.people, setup.p
    capacity = energy.working_capacity(people.energy, p.energy)
    attempts = selling.attempts_made(choice.acquisition, choice.time, capacity, seen.effort, people.ramp, p.selling)
    attempts = attempts * selling.dual_role_factor(choice.acquisition, choice.time, p.selling)
    paired = setup.plan.levels.pairs[quarter] * p.selling.team_time
    return attempts * (1.0 - paired), capacity


def room_in_market(setup: Setup, state: State, attempts: Array) -> Array:
    """What all attempts together leave of their yield, (runs,)."""
    touched = add_rows(attempts) / setup.scenario.market.prospects
    return selling.market_yield(touched, state.open_prospects, setup.p.selling)


def usual_behaviour(state: State, choice: Choice) -> Array:
    """Mean behaviour of everybody present, (runs,)."""
    return np.asarray(add_rows(choice.behaviour) / np.maximum(add_rows(state.people.present), 1.0))


def expected_leads(setup: Setup, state: State, now: FrameworkNow, attempts: Array, room: Array) -> Array:
    """Expected opportunities with new customers: from attempts, referrals and strategic contacts."""
    people, p = state.people, setup.p
    mean = selling.opportunities(attempts, people.skill_selling, room, now.demand,
                                 setup.scenario.behaviour.acquisition_yield, p.selling)
    leads = mean + (customers.referrals(people.customers, people.trust, now.demand, p.customers)
                    + selling.leads_from_contacts(people.strategic_contacts, now.demand, p.selling)
                    ) * people.present * state.open_prospects
    return leads if state.rest is None else leads * state.rest.inflow


def expected_further(setup: Setup, state: State, now: FrameworkNow, service: Array) -> Array:
    """Expected opportunities with existing customers; in a vacant position colleagues find them, with less service."""
    people = state.people
    return customers.further_opportunities(people.customers, people.potential, people.trust, service, now.demand,
                                           setup.p.customers)


def fill_pipeline(setup: Setup, state: State, now: FrameworkNow, seen: Perception, choice: Choice) -> None:
    """Fill the pipeline with the usual opportunities of the quarters before the first."""
    attempts, capacity = make_attempts(setup, state, seen, choice, 0)
    mean = expected_leads(setup, state, now, attempts, room_in_market(setup, state, attempts))
    service = serve(setup, state, choice, capacity, usual_behaviour(state, choice))
    further, market, luck = expected_further(setup, state, now, service), setup.scenario.market, setup.luck
    state.pipeline_new = [poisson_count(luck.uniform(f"{Decision.LEADS} before {k}", 0, setup.slots), mean)
                          for k in range(market.sales_cycle_new)]
    state.pipeline_existing = [poisson_count(luck.uniform(f"{Decision.CROSS_LEADS} before {k}", 0, setup.slots),
                                             further)
                               for k in range(market.sales_cycle_existing)]


def serve(setup: Setup, state: State, choice: Choice, capacity: Array, everybody: Array) -> Array:
    """Service that each book of customers gets; colleagues cover a vacant position.

    `everybody` is the mean behaviour of all, (runs,): a tool pays where many use it.
    """
    people, p = state.people, setup.p.customers
    gain = setup.scenario.behaviour.productivity_gain * choice.behaviour * everybody
    covered = customers.coverage(choice.care, people.customers, p)
    covered = covered * people.present + p.stand_in * (1.0 - people.present)
    return customers.service(covered, people.skill_advising, capacity, gain, p)


def expected_sales(setup: Setup, state: State, now: FrameworkNow, seen: Perception, choice: Choice, room: Array,
                   everybody: Array, odds: Array) -> Sales:
    """Results to be expected of a usual quarter, without chance: what is won was begun in quarters like this one."""
    people, p, market = state.people, setup.p, setup.scenario.market
    attempts, capacity = make_attempts(setup, state, seen, choice, 0)
    leads, service = expected_leads(setup, state, now, attempts, room), serve(setup, state, choice, capacity, everybody)
    yielding = setup.scenario.behaviour.acquisition_yield
    pushy = selling.pushiness(seen.pressure, people.skill_selling, choice.behaviour, yielding)
    won = leads * selling.win_odds(market.win_rate_new, people.skill_selling, pushy, now.advice, odds, p.selling)
    sold = expected_further(setup, state, now, service) * selling.win_odds(
        market.win_rate_existing, people.skill_advising, pushy, now.advice, odds, p.selling)
    succeeded, rejected = selling.outcomes_of_trying(attempts, leads, people.skill_selling, yielding)
    return Sales(attempts, leads, won, leads - won, sold, pushy, service, succeeded, rejected)


def sell(setup: Setup, state: State, now: FrameworkNow, seen: Perception, choice: Choice, quarter: int) -> Sales:
    """Attempts, opportunities, and the decisions of customers that are due."""
    people, p, market, luck = state.people, setup.p, setup.scenario.market, setup.luck
    attempts, capacity = make_attempts(setup, state, seen, choice, quarter)
    expected = expected_leads(setup, state, now, attempts, room_in_market(setup, state, attempts))
    leads = poisson_count(luck.uniform(Decision.LEADS, quarter, setup.slots), expected)
    service = serve(setup, state, choice, capacity, usual_behaviour(state, choice))
    yielding = setup.scenario.behaviour.acquisition_yield
    pushy = selling.pushiness(seen.pressure, people.skill_selling, choice.behaviour, yielding)
    odds = circumstances(setup, state, now, seen, quarter)
    due = advance(state.pipeline_new, leads) * people.present
    chance = selling.win_odds(market.win_rate_new, people.skill_selling, pushy, now.advice, odds, p.selling)
    won = binomial_count(luck.uniform(Decision.WIN_NEW, quarter, setup.slots), due, chance)
    further = poisson_count(luck.uniform(Decision.CROSS_LEADS, quarter, setup.slots),
                            expected_further(setup, state, now, service))
    asked = advance(state.pipeline_existing, further)
    likely = selling.win_odds(market.win_rate_existing, people.skill_advising, pushy, now.advice, odds, p.selling)
    sold = binomial_count(luck.uniform(Decision.WIN_CROSS, quarter, setup.slots), asked, likely)
    succeeded, rejected = selling.outcomes_of_trying(attempts, leads, people.skill_selling, yielding)
    return Sales(attempts, leads, won, due - won, sold, pushy, service, succeeded, rejected)
