"""The order of a quarter, written once.

1. reorganise   positions open, roles split, books are regrouped
2. framework    measures in force move the conditions; the market moves
3. perceive     pressure, safety, norm, rewards, coherence; what is taught and pushed
4. decide       intention against habit; the working time is split
5. sell         attempts, opportunities, deals due are won or lost
6. books        customers leave, arrive, are handed over; trust and potential move
7. feel         fear, attitude, self-efficacy, identity, resistance; recognition, satisfaction, energy
8. learn        skills and habits; rewards come to be taken for granted
9. lead         leaders react to results
10. staff       promotions, exits, dismissals, hires
11. account     money, and what is observed
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from sim.arrays import Array
from sim.engine import books, react, staff
from sim.engine.balance import come_to_rest
from sim.engine.decide import Choice, decide
from sim.engine.framework import FrameworkNow, framework_now
from sim.engine.ledger import Revenue, account, cost_of_measures, running_revenue
from sim.engine.outcomes import Weighing, observe_business, observe_conditions, observe_people
from sim.engine.perceive import Perception, perceive
from sim.engine.rest import stand_by
from sim.engine.sell import Sales, fill_pipeline, sell
from sim.engine.setup import Number, Setup, State
from sim.engine.start import start
from sim.laws.learning import euphoria_of_training
from sim.people.teams import add_rows


@dataclass(frozen=True)
class Deliberation:
    """How everybody came to act: the framework in force, what they perceived, and what they chose.

    quarter : its number, 0 before the first. people : every column of the population when they chose, by name, each
    of shape (slots, runs): after the reorganisation, with the euphoria of a training in this quarter. Hiring and
    learning later in the quarter do not change it.
    """

    quarter: int
    people: dict[str, Array]
    now: FrameworkNow
    seen: Perception
    choice: Choice


@dataclass(frozen=True)
class QuarterRecord(Deliberation):
    """Record of one quarter, for every position and run.

    uprooted, churned : customers lost to a reorganisation and for lack of trust, whole numbers of shape (slots, runs)
    or 0. failures : felt failures of shape (slots, runs). outcomes : name -> (runs,), see `sim.engine.outcomes`.
    """

    sales: Sales
    revenue: Revenue
    uprooted: Number
    churned: Array
    moved: books.Movement
    failures: Array
    staffing: staff.Staffing
    outcomes: dict[str, Array]


def begin(setup: Setup) -> State:
    """Return the state before the first quarter, with the pipeline filled by the usual work."""
    return _begin(setup, keep=False)[0]


def first_day(setup: Setup) -> tuple[State, Deliberation]:
    """As `begin`, with the deliberation that led everybody to the usual work."""
    return _begin(setup, keep=True)


def step(setup: Setup, state: State) -> dict[str, Array]:
    """Simulate one quarter; changes `state` and returns the quarter's outcomes, each of shape (runs,)."""
    return _live(setup, state, keep=False).outcomes


def live(setup: Setup, state: State) -> QuarterRecord:
    """As `step`, but return the full record of the quarter; later quarters do not change it."""
    return _live(setup, state, keep=True)


def _begin(setup: Setup, *, keep: bool) -> tuple[State, Deliberation]:
    state = start(setup)
    usual = _deliberate(setup, state, 0, keep=keep)
    fill_pipeline(setup, state, usual.now, usual.seen, usual.choice)
    return state, usual


def _deliberate(setup: Setup, state: State, quarter: int, *, keep: bool) -> Deliberation:
    """Framework, perception and decision; `people` and the pulls of the choice are empty unless recorded."""
    people = state.people
    now = framework_now(setup, state, quarter)
    seen = perceive(setup, state, now, quarter)
    if quarter == 0:
        come_to_rest(setup, state, now, seen)
    people.euphoria = euphoria_of_training(people.euphoria, seen.doses.training, setup.p.learning)
    choice = decide(setup, state, now, seen, quarter, keep_pulls=keep)
    kept = {name: values.copy() for name, values in people.arrays().items()} if keep else {}
    return Deliberation(quarter, kept, now, seen, choice)


def _live(setup: Setup, state: State, *, keep: bool) -> QuarterRecord:
    """Simulate the quarter. What only a record needs is kept on request, as it costs memory and time."""
    quarter = state.quarter + 1
    people = state.people
    uprooted = staff.reorganise(setup, state, quarter)
    met = _deliberate(setup, state, quarter, keep=keep)
    now, seen, choice = met.now, met.seen, met.choice
    measures = cost_of_measures(setup, state, quarter)
    worked, sells = people.present, people.seller
    sales = sell(setup, state, now, seen, choice, quarter)
    old, new = running_revenue(setup, state)
    revenue = Revenue(old, new, sales.wins_existing * setup.scenario.book.cross_sale_value)
    churned = books.churn(setup, state, now, quarter)
    moved = books.welcome(setup, state, seen, sales, quarter)
    books.develop(setup, state, now, sales)
    failures = react.feel(setup, state, now, seen, choice, sales, quarter)
    react.satisfy(setup, state, now, seen, choice)
    react.tire(setup, state, seen, choice, quarter)
    react.learn(setup, state, now, seen, choice, sales, react.failures_per_head(setup, state, failures), quarter)
    stand_by(setup, state)
    react.take_for_granted(setup, state, now, quarter)
    react.lead(setup, state, now, seen, setup.teams.sums(revenue.total), quarter)
    there = Weighing.by(worked)
    observed = observe_people(setup, state, there, sells) | observe_conditions(state, seen, choice.intention, there)
    staffing = staff.end_of_quarter(setup, state, now, seen, quarter)
    moved = replace(moved, lost=churned + uprooted + staffing.customers_lost)
    renew_market(setup, state, moved)
    state.quarter = quarter
    outcomes = (account(setup, state, now, sales, revenue, worked, sells, staffing, measures) | observed
                | observe_business(state, sales, moved, staffing))
    return QuarterRecord(**vars(met), sales=sales, revenue=revenue, uprooted=uprooted, churned=churned, moved=moved,
                         failures=failures, staffing=staffing, outcomes=outcomes)


def renew_market(setup: Setup, state: State, moved: books.Movement) -> None:
    """Remove the prospects who were won from the market; some return every quarter."""
    market = setup.scenario.market
    won = add_rows(moved.won + moved.lost_in_handover) / market.prospects
    state.open_prospects = np.clip(state.open_prospects - won + market.renewal * (1.0 - state.open_prospects), 0.0, 1.0)
