"""What holds people's practice of today: the own reasons and own rates at which they stand still.

They are found from one expected quarter without chance, in the framework of the first day: where the laws alone would
lead each state, and what each person would want. A newcomer finds them in the same framework, for the traits that come
along, so that a firm that changes nothing keeps its people's practice through all turnover.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from sim.arrays import Array, each
from sim.engine import react
from sim.engine.decide import Choice, act, pulls, total_of
from sim.engine.framework import FrameworkNow
from sim.engine.perceive import Perception
from sim.engine.sell import Sales, expected_sales
from sim.engine.setup import Number, Rest, Setup, State
from sim.engine.start import usual_contacts
from sim.laws import customers, rest
from sim.people.chance import Cells
from sim.people.population import Population
from sim.programme.plan import Levels, Plan
from sim.scenario.columns import of_runs
from sim.scenario.precision import in_precision

HELD = ("fear", "attitude", "self_efficacy", "identity", "resistance", "energy", "satisfaction", "skill_selling",
        "skill_advising", "habit_selling", "habit_advising")
"""States of people that stand still."""
NOTHING = Plan(0, Levels({name: np.zeros(1) for name in Levels.NAMES}))
"""The plan in which nothing is done."""


@dataclass(frozen=True)
class Usual:
    """The first day, in which everybody's practice rests: arrays of shape (slots, runs) unless stated.

    now, seen : the framework without the chance of demand, and what was perceived. best : selling skill of the best
    contact, or one's own. open_prospects : share of the market, (runs,). room : what the market yields, (runs,).
    everybody : mean behaviour, (runs,). odds : what circumstances add to those of deals, logits. team_failures : felt
    failures per head of the team.
    """

    now: FrameworkNow
    seen: Perception
    best: Array
    open_prospects: Array
    room: Array
    everybody: Array
    odds: Array
    team_failures: Array


def usual_choice(setup: Setup, state: State, usual: Usual) -> Choice:
    """What everybody does who goes on as today."""
    return act(setup, state, usual.now, usual.seen, state.people.behaviour, {})


def usual_sales(setup: Setup, state: State, usual: Usual) -> Sales:
    """Results to be expected of a usual quarter."""
    return expected_sales(setup, state, usual.now, usual.seen, usual_choice(setup, state, usual), usual.room,
                          usual.everybody, usual.odds)


def aside(state: State) -> State:
    """The same state with a population of its own, in which states may be replaced."""
    return replace(state, people=replace(state.people))


def established(setup: Setup, state: State) -> State:
    """The same people after long in the firm, when everything is learnt and nobody is socialised any more."""
    people = state.people
    contacts = np.broadcast_to(usual_contacts(setup), people.shape)
    return replace(state, people=replace(people, tenure=np.full_like(people.tenure, np.inf),
                                         ramp=np.ones_like(people.ramp), strategic_contacts=contacts))


def rest_of(setup: Setup, state: State, usual: Usual, held: Rest) -> Rest:
    """What holds the practice of these people in the usual framework, beside what is `held` already."""
    people, now, seen = state.people, usual.now, usual.seen
    part = people.present * setup.scenario.people.at_rest
    wanted = total_of(pulls(setup, state, now, seen, 0), setup.zeros())
    choice, sales, after = usual_choice(setup, state, usual), usual_sales(setup, state, usual), aside(state)
    react.feel(setup, after, now, seen, choice, sales, 0)
    react.satisfy(setup, after, now, seen, choice)
    react.tire(setup, after, seen, choice, 0)
    react.learn(setup, after, now, seen, choice, sales, usual.team_failures, 0)
    rates = {name: rest.own_rate(getattr(people, name), getattr(after.people, name)) * part for name in HELD}
    return replace(held, reasons=rest.own_reasons(people.behaviour, wanted, setup.p.intention) * part, rates=rates)


def stand_by(setup: Setup, state: State) -> None:
    """Let every state's own rate act, after all laws of the quarter have."""
    if state.rest is None:
        return
    for name, own in state.rest.rates.items():
        setattr(state.people, name, rest.held(getattr(state.people, name), own))
    state.rest.of_old = customers.developed(state.rest.of_old, state.rest.developed, setup.p.customers)


def settle(setup: Setup, state: State, hired: Cells, arrived: dict[str, Array | float]) -> None:
    """Let newcomers find what holds the practice that they bring along, in the framework of the first day.

    hired : their cells. arrived : their traits and states by name, each of shape (people,) or a number.
    """
    if state.rest is None:
        return
    usual, (slot, run) = state.rest.usual, hired
    assert isinstance(usual, Usual)
    usual = each(usual, lambda values: values[run] if values.ndim == 1 else values[slot, run][None])
    here = replace(setup, scenario=of_runs(setup.scenario, run), plan=in_precision(NOTHING, setup.dtype),
                   shape=(1, slot.size))
    held = replace(state.rest, inflow=state.rest.inflow[run], rates={}, usual=None)
    people = newcomers(here, state.people.seller[slot, run][None], arrived, usual)
    alone = established(here, replace(state, people=people, open_prospects=usual.open_prospects, rest=held))
    gap = np.maximum(usual.best - people.skill_selling, 0.0)
    found = rest_of(here, alone, replace(usual, seen=replace(usual.seen, gap=gap)), held)
    state.rest.reasons = state.rest.reasons.copy()  # the old ones are on record
    state.rest.reasons[slot, run] = found.reasons[0]
    for name, rates in found.rates.items():
        state.rest.rates[name][slot, run] = rates[0]


def newcomers(setup: Setup, sells: Array, arrived: dict[str, Array | float], usual: Usual) -> Population:
    """The newcomers as a table of one row, on the first day; those who do not sell, `sells`, have a usual book."""
    book, frame = setup.scenario.book, setup.scenario.framework
    table = Population.empty(1, sells.size, setup.dtype)
    of_the_first_day: dict[str, Number] = {
        "seller": sells, "trust": book.trust, "potential": book.cross_sale_potential,
        "customers": book.customers_per_rep * (1.0 - sells), "pay_level": usual.now.bonus.to_sell,
        "praise_level": np.asarray(frame.recognition_practice * frame.recognition_for_selling)}
    for name, values in (arrived | of_the_first_day).items():
        setattr(table, name, np.broadcast_to(values, sells.shape).astype(setup.dtype))
    return table
