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
import numpy.typing as npt

from sim.engine import books, react, staff
from sim.engine.decide import Choice, decide
from sim.engine.framework import FrameworkNow, framework_now
from sim.engine.ledger import Revenue, account, cost_of_measures, running_revenue
from sim.engine.outcomes import Weighing, observe_business, observe_conditions, observe_people
from sim.engine.perceive import Perception, perceive
from sim.engine.sell import Sales, fill_pipeline, sell
from sim.engine.start import start
from sim.engine.world import Number, State, World
from sim.laws.learning import euphoria_of_training
from sim.people.teams import add_rows

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Deliberation:
    """How everybody came to act: what was in force, what they perceived of it, and what they chose.

    quarter : its number, 0 before the first. people : every column of the population when they chose, by name, each
    of shape (slots, runs): after the reorganisation, with the euphoria of a training just had. What is hired into a
    position or learnt later in the quarter does not change it.
    """

    quarter: int
    people: dict[str, Array]
    now: FrameworkNow
    seen: Perception
    choice: Choice


@dataclass(frozen=True)
class QuarterRecord(Deliberation):
    """One quarter as it was lived, for every position and run.

    uprooted, churned : customers lost to a reorganisation and for want of trust, whole numbers of shape (slots, runs)
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


def begin(world: World) -> State:
    """The state before the first quarter, with the pipeline that the usual work has filled."""
    return _begin(world, keep=False)[0]


def first_day(world: World) -> tuple[State, Deliberation]:
    """As `begin`, and how everybody came to do the usual work."""
    return _begin(world, keep=True)


def step(world: World, state: State) -> dict[str, Array]:
    """Live through one quarter; changes `state` and returns the quarter's outcomes, each of shape (runs,)."""
    return _live(world, state, keep=False).outcomes


def live(world: World, state: State) -> QuarterRecord:
    """As `step`, and keep what passed from hand to hand; what follows does not change the record."""
    return _live(world, state, keep=True)


def _begin(world: World, *, keep: bool) -> tuple[State, Deliberation]:
    state = start(world)
    usual = _deliberate(world, state, 0, keep=keep)
    fill_pipeline(world, state, usual.now, usual.seen, usual.choice)
    return state, usual


def _deliberate(world: World, state: State, quarter: int, *, keep: bool) -> Deliberation:
    """Framework, perception and decision; `people` and the choice's pulls are empty unless they are to be kept."""
    people = state.people
    now = framework_now(world, state, quarter)
    seen = perceive(world, state, now, quarter)
    people.euphoria = euphoria_of_training(people.euphoria, seen.doses.training, world.p.learning)
    choice = decide(world, state, now, seen, quarter, keep_pulls=keep)
    kept = {name: values.copy() for name, values in people.arrays().items()} if keep else {}
    return Deliberation(quarter, kept, now, seen, choice)


def _live(world: World, state: State, *, keep: bool) -> QuarterRecord:
    """The quarter. Keeping what only a record needs costs memory and time, which thousands of runs do without."""
    quarter = state.quarter + 1
    people = state.people
    uprooted = staff.reorganise(world, state, quarter)
    met = _deliberate(world, state, quarter, keep=keep)
    now, seen, choice = met.now, met.seen, met.choice
    measures = cost_of_measures(world, state, quarter)
    worked, sells = people.present, people.seller
    sales = sell(world, state, now, seen, choice, quarter)
    old, new = running_revenue(world, state)
    revenue = Revenue(old, new, sales.wins_existing * world.scenario.book.cross_sale_value)
    churned = books.churn(world, state, now, quarter)
    moved = books.welcome(world, state, seen, sales, quarter)
    books.develop(world, state, now, sales)
    failures = react.feel(world, state, now, seen, choice, sales, quarter)
    react.satisfy(world, state, now, seen, choice)
    react.tire(world, state, seen, choice, quarter)
    react.learn(world, state, now, seen, choice, sales, failures, quarter)
    react.take_for_granted(world, state, now, quarter)
    react.lead(world, state, now, seen, world.teams.sums(revenue.total), quarter)
    there = Weighing.by(worked)
    observed = observe_people(world, state, there, sells) | observe_conditions(state, seen, choice.intention, there)
    staffing = staff.end_of_quarter(world, state, now, seen, quarter)
    moved = replace(moved, lost=churned + uprooted + staffing.customers_lost)
    renew_market(world, state, moved)
    state.quarter = quarter
    outcomes = (account(world, state, now, sales, revenue, worked, sells, staffing, measures) | observed
                | observe_business(state, sales, moved, staffing))
    return QuarterRecord(**vars(met), sales=sales, revenue=revenue, uprooted=uprooted, churned=churned, moved=moved,
                         failures=failures, staffing=staffing, outcomes=outcomes)


def renew_market(world: World, state: State, moved: books.Movement) -> None:
    """Prospects who were won are gone for a while; some come back every quarter."""
    market = world.scenario.market
    won = add_rows(moved.won + moved.lost_in_handover) / market.prospects
    state.open_prospects = np.clip(state.open_prospects - won + market.renewal * (1.0 - state.open_prospects), 0.0, 1.0)
