"""The first day of a firm whose business is at rest: as many customers come as go, in a market that returns as many.

What a scenario states of today determines the few rates that it leaves open: churn for want of trust (beside those who
go with their reps), what an attempt brings, how far the market is worked, what a developed customer is worth, and what
leaders are measured on.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sim.arrays import Array
from sim.engine import react
from sim.engine.decide import act
from sim.engine.framework import FrameworkNow
from sim.engine.perceive import Perception
from sim.engine.rest import Usual, aside, established, rest_of, usual_choice, usual_sales
from sim.engine.sell import circumstances, make_attempts, room_in_market, usual_behaviour
from sim.engine.setup import Rest, Setup, State
from sim.engine.start import usual_exits
from sim.laws import customers, leadership, rest
from sim.people.teams import add_rows
from sim.programme.plan import in_force

BOOKS = ("trust", "potential")
"""States of books of customers that stand still."""
LEAST_OPEN = 0.05
"""Share of prospects who are open in any market."""


def come_to_rest(setup: Setup, state: State, now: FrameworkNow, seen: Perception) -> None:
    """Set `state.rest` and what else must fit so that today's firm stands still, as far as the scenario says so."""
    if not in_force(np.asarray(setup.scenario.people.at_rest)):
        return
    now, exits = replace(now, demand=1.0), usual_exits(setup, seen.strain)
    churn, lost = usual_losses(setup, state, seen, exits)
    state.open_prospects = open_at_rest(setup, lost)
    usual = usual_day(setup, state, now, seen)
    staying = (1.0 - exits) ** setup.scenario.market.sales_cycle_new  # who leaves wins no more
    won = usual_sales(setup, state, usual).wins_new * staying
    ones = np.ones(setup.runs, setup.dtype)
    held = Rest(setup.zeros(), {}, churn, factor_at_rest(setup, lost, add_rows(won)),
                full_revenue(setup, state, lost), ones, usual)
    state.rest = hold(setup, replace(state, rest=held), usual, held, exits)
    expect_the_usual(setup, state, usual)


def usual_day(setup: Setup, state: State, now: FrameworkNow, seen: Perception) -> Usual:
    """The first day, still without failures of the team."""
    choice = act(setup, state, now, seen, state.people.behaviour, {})
    attempts, _ = make_attempts(setup, state, seen, choice, 0)
    return Usual(now, seen, seen.gap + state.people.skill_selling, state.open_prospects,
                 room_in_market(setup, state, attempts), usual_behaviour(state, choice),
                 circumstances(setup, state, now, seen, 0), setup.zeros())


def hold(setup: Setup, state: State, usual: Usual, held: Rest, exits: Array) -> Rest:
    """Find the reasons and rates of everybody, and those of the books."""
    here = established(setup, state)
    failures = react.feel(setup, aside(here), usual.now, usual.seen, usual_choice(setup, here, usual),
                          usual_sales(setup, here, usual), 0)
    usual = replace(usual, team_failures=react.failures_per_head(setup, here, failures))
    found = rest_of(setup, here, usual, held)
    return replace(found, rates=found.rates | book_rates(setup, here, usual, exits), usual=usual)


def book_rates(setup: Setup, state: State, usual: Usual, exits: Array) -> dict[str, Array]:
    """Own rates of the books, at which trust and open needs stand still with the usual changes of reps."""
    people, p, sales = state.people, setup.p.customers, usual_sales(setup, state, usual)
    trust = customers.trust_after_quarter(people.trust, sales.service, sales.pushy, usual.now.advice, p)
    after = {"trust": customers.trust_after_break(trust, exits, p),
             "potential": customers.potential_after_quarter(people.potential, sales.wins_existing, people.customers, p)}
    part = setup.scenario.people.at_rest * (people.customers > 0.0)
    return {name: rest.own_rate(getattr(people, name), after[name]) * part for name in BOOKS}


def usual_losses(setup: Setup, state: State, seen: Perception, exits: Array) -> tuple[Array, Array]:
    """Customers who leave for want of trust, as a share per year, and all who leave in a usual quarter; (runs,) each.

    What is stated as churn includes those who go with their reps.
    """
    people, scenario = state.people, setup.scenario
    held = np.maximum(add_rows(people.customers), 1.0)
    stated = -np.log1p(-np.asarray(scenario.book.churn_per_year)) / 4.0
    going = people.customers * exits * customers.loss_when_person_changes(seen.exchange, setup.p.customers)
    broken = add_rows(going) / held
    churn = np.maximum(stated - broken, 0.0)
    part = scenario.people.at_rest
    per_year = np.where(np.asarray(part) > 0.0, -np.expm1(-4.0 * (stated + part * (churn - stated))),
                        scenario.book.churn_per_year)
    return np.asarray(np.broadcast_to(per_year, (setup.runs,))), (churn + broken) * held


def open_at_rest(setup: Setup, won: Array) -> Array:
    """Share of prospects who are open where each quarter as many come back as are won; at least `LEAST_OPEN`."""
    market, part = setup.scenario.market, setup.scenario.people.at_rest
    gone = won / np.maximum(market.prospects * np.asarray(market.renewal), 1e-9)
    return np.asarray(1.0 - part * np.minimum(gone, 1.0 - LEAST_OPEN)).astype(setup.dtype)


def factor_at_rest(setup: Setup, lost: Array, won: Array) -> Array:
    """Factor on opportunities at which as many customers come as go, (runs,); 1 where nobody is won at all."""
    factor = np.where(won > 0.0, lost / np.maximum(won, 1e-9), 1.0)
    return np.asarray(1.0 + setup.scenario.people.at_rest * (factor - 1.0))


def full_revenue(setup: Setup, state: State, joining: Array) -> Array:
    """Revenue of a developed customer relative to the mean of today's book, (runs,)."""
    share = joining / np.maximum(add_rows(state.people.customers), 1.0)
    full = customers.full_revenue(setup.scenario.book.new_customer_value, share, setup.p.customers)
    return np.asarray(1.0 + setup.scenario.people.at_rest * (full - 1.0))


def expect_the_usual(setup: Setup, state: State, usual: Usual) -> None:
    """Measure leaders on what is to be expected, and tell the pressure of today from what usual chance adds to it."""
    leaders, book, part = state.leaders, setup.scenario.book, setup.scenario.people.at_rest
    held, deals = state.people.customers, usual_sales(setup, state, usual).wins_existing
    expected = setup.teams.sums(held * book.revenue_per_customer + deals * book.cross_sale_value)
    varies = setup.teams.sums(held * book.revenue_per_customer**2 + deals * book.cross_sale_value**2)
    stress = leadership.shortfall_by_chance(np.sqrt(varies) / np.maximum(expected, 1e-9))
    base = leadership.base_of_pressure(leaders.pressure, stress, leaders.self_reflection, setup.p.leading)
    leaders.target = leaders.target + part * (expected - leaders.target)
    leaders.base_pressure = leaders.base_pressure + part * (base - leaders.base_pressure)
