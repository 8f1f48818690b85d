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

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from sim.engine import books, react, staff
from sim.engine.decide import decide
from sim.engine.framework import framework_now
from sim.engine.ledger import Revenue, account, cost_of_measures, running_revenue
from sim.engine.outcomes import Weighing, observe_business, observe_conditions, observe_people
from sim.engine.perceive import perceive
from sim.engine.sell import fill_pipeline, sell
from sim.engine.start import start
from sim.engine.world import State, World
from sim.laws.learning import euphoria_of_training
from sim.people.teams import add_rows

Array = npt.NDArray[np.float64]


def begin(world: World) -> State:
    """The state before the first quarter, with the pipeline that the usual work has filled."""
    state = start(world)
    now = framework_now(world, state, 0)
    seen = perceive(world, state, now, 0)
    fill_pipeline(world, state, now, seen, decide(world, state, now, seen, 0))
    return state


def step(world: World, state: State) -> dict[str, Array]:
    """Live through one quarter; changes `state` and returns the quarter's outcomes, each of shape (runs,)."""
    quarter = state.quarter + 1
    people = state.people
    uprooted = staff.reorganise(world, state, quarter)
    now = framework_now(world, state, quarter)
    seen = perceive(world, state, now, quarter)
    measures = cost_of_measures(world, state, quarter)
    people.euphoria = euphoria_of_training(people.euphoria, seen.doses.training, world.p.learning)
    choice = decide(world, state, now, seen, quarter)
    worked, sells = people.present, people.seller
    sales = sell(world, state, now, seen, choice, quarter)
    old, new = running_revenue(world, state)
    revenue = Revenue(old, new, sales.wins_existing * world.scenario.book.cross_sale_value)
    churned = books.churn(world, state, now, quarter)
    moved = books.welcome(world, state, seen, sales, quarter)
    books.develop(world, state, now, sales)
    bad = react.feel(world, state, now, seen, choice, sales, quarter)
    react.satisfy(world, state, now, seen, choice)
    react.tire(world, state, seen, choice, quarter)
    react.learn(world, state, now, seen, choice, sales, bad, quarter)
    react.take_for_granted(world, state, now, quarter)
    react.lead(world, state, now, seen, world.teams.sums(revenue.total), quarter)
    there = Weighing.by(worked)
    observed = observe_people(world, state, there, sells) | observe_conditions(state, seen, choice.intention, there)
    staffing = staff.end_of_quarter(world, state, now, seen, quarter)
    moved = replace(moved, lost=churned + uprooted + staffing.customers_lost)
    renew_market(world, state, moved)
    state.quarter = quarter
    return (account(world, state, now, sales, revenue, worked, sells, staffing, measures) | observed
            | observe_business(state, sales, moved, staffing))


def renew_market(world: World, state: State, moved: books.Movement) -> None:
    """Prospects who were won are gone for a while; some come back every quarter."""
    market = world.scenario.market
    won = add_rows(moved.won + moved.lost_in_handover) / market.prospects
    state.open_prospects = np.clip(state.open_prospects - won + market.renewal * (1.0 - state.open_prospects), 0.0, 1.0)
