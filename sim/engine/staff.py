"""Who comes, goes and changes role."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.arrays import Array
from sim.engine.books import has_book, lose_with_person, pass_on_books
from sim.engine.framework import FrameworkNow
from sim.engine.perceive import Perception
from sim.engine.rest import settle
from sim.engine.setup import Number, Setup, State
from sim.engine.start import usual_energy, usual_revenue_per_customer, usual_skill_share
from sim.laws import habit, turnover
from sim.people.arrivals import draw_traits, pick
from sim.people.chance import Cells, Decision, Indices, places
from sim.people.teams import add_rows, ranks
from sim.programme.plan import in_force
from sim.scenario.columns import of_runs


@dataclass(frozen=True)
class Staffing:
    """Staff movements at the end of the quarter: arrays of shape (slots, runs) of 0 and 1.

    Customers lost are whole numbers.
    """

    left: Array
    dismissed: Array
    hired: Array
    mis_hired: Array
    customers_lost: Array


def reorganise(setup: Setup, state: State, quarter: int) -> Number:
    """Open positions, split roles and regroup books at the start of the quarter; returns the customers lost.

    Nobody has yet worked together in the new order, so no exchange softens the loss.
    """
    levels, people = setup.plan.levels, state.people
    open_positions(setup, state, quarter)
    lost: Number = 0.0
    if in_force(levels.split[quarter]):
        lost = split_roles(setup, state, setup.zeros(), quarter)
    if in_force(levels.regroup[quarter]):
        part = levels.regroup[quarter] * setup.p.customers.regrouped * has_book(state)
        lost = lost + lose_with_person(setup, state, part, setup.zeros(), quarter, Decision.UPROOT)
    if in_force(levels.shake[quarter]):
        people.habit_advising = habit.habit_after_shock(people.habit_advising, levels.shake[quarter], setup.p.habit)
        people.habit_selling = habit.habit_after_shock(people.habit_selling, levels.shake[quarter], setup.p.habit)
    return lost


def open_positions(setup: Setup, state: State, quarter: int) -> None:
    """Open the positions for dedicated sellers that are due this quarter; recruiting starts."""
    sellers, people = setup.plan.levels.sellers, state.people
    if not in_force(sellers[quarter]):
        return
    first = setup.scenario.organisation.reps + add_rows(sellers[:quarter].reshape(quarter, -1))
    slot = np.arange(setup.slots)[:, None]
    opening = ((slot >= first) & (slot < first + sellers[quarter])).astype(setup.dtype)
    for name in ("opened", "seller", "wanted_seller"):
        setattr(people, name, np.maximum(getattr(people, name), opening))


def split_roles(setup: Setup, state: State, exchange: Array, quarter: int) -> Array:
    """Make reps with the strongest hunting disposition dedicated sellers; their books are passed on.

    What leaders are measured on moves with the books.
    """
    people = state.people
    eligible = has_book(state)
    wanted = np.floor(setup.plan.levels.split[quarter] * add_rows(eligible) + 0.5)
    chosen = eligible * (ranks(-people.hunting * eligible) < wanted)
    lost = lose_with_person(setup, state, chosen, exchange, quarter, Decision.UPROOT)
    before = people.customers
    pass_on_books(state, chosen, quarter)
    moved = setup.teams.sums((people.customers - before) * usual_revenue_per_customer(setup))
    state.leaders.target = np.maximum(state.leaders.target + moved, 0.0)
    people.seller = np.maximum(people.seller, chosen)
    people.wanted_seller = np.maximum(people.wanted_seller, chosen)
    return lost


def end_of_quarter(setup: Setup, state: State, now: FrameworkNow, seen: Perception, quarter: int) -> Staffing:
    """Promote, let people leave, dismiss, and fill vacancies at the end of the quarter."""
    people = state.people
    vacant = places(people.opened > people.present)
    promote(setup, state, now, quarter)
    left, dismissed = leaving(setup, state, seen, quarter)
    gone = np.maximum(left, dismissed)
    lost = lose_with_person(setup, state, gone, seen.exchange, quarter)
    part_with(setup, state, gone, dismissed, quarter)
    hired = filled(setup, seen, vacant, quarter)
    mis_hired = take_on(setup, state, now, hired, quarter)
    people.left = gone
    people.tenure = (people.tenure + 1.0) * people.present
    people.tenure[hired] = 0.0
    recognise_leaders(setup, state)
    return Staffing(left, dismissed, ones_at(setup, hired), mis_hired, lost)


def ones_at(setup: Setup, cells: Cells) -> Array:
    """1 in the given cells of the table, else 0."""
    table = setup.zeros()
    table[cells] = 1.0
    return table


def filled(setup: Setup, seen: Perception, vacant: Cells, quarter: int) -> Cells:
    """The vacancies that are filled this quarter."""
    slot, run = vacant
    chance = turnover.filling_probability(seen.strain[vacant], of_runs(setup.p.turnover, run))
    taken = setup.luck.at(Decision.FILL, quarter, slot, run) < chance
    return slot[taken], run[taken]


def recognise_leaders(setup: Setup, state: State) -> None:
    """Make established holders of central positions opinion leaders; a vacant position has none."""
    people, newcomer_quarters = state.people, setup.p.attitude.newcomer_quarters
    people.opinion_leader = people.opinion_leader * people.present
    established = places((people.tenure >= newcomer_quarters) & (people.tenure - 1.0 < newcomer_quarters))
    people.opinion_leader[established] = people.present[established] * np.maximum(people.opinion_leader[established],
                                                                          setup.network.opinion_leader[established])


def leaving(setup: Setup, state: State, seen: Perception, quarter: int) -> tuple[Array, Array]:
    """Who leaves, and who is dismissed for not having adopted the new behaviour."""
    people, luck, p = state.people, setup.luck, setup.p
    newcomer = turnover.newcomer_factor(people.tenure, p.attitude.newcomer_quarters, seen.strain, p.turnover)
    chance = turnover.leaving_probability(people.satisfaction, p.turnover.usual_satisfaction, seen.strain,
                                          seen.peers_left, newcomer, p.turnover)
    goes = (luck.uniform(Decision.LEAVE, quarter, setup.slots) < chance) & (people.present > 0.0)
    left = goes.astype(setup.dtype)
    share = setup.plan.levels.replacement[quarter]
    if not in_force(share):
        return left, setup.zeros()
    established = people.tenure >= p.attitude.newcomer_quarters
    late = has_book(state) * established * (people.behaviour < setup.scenario.goals.adoption_level) * (1.0 - left)
    return left, late * (luck.where(late > 0.0, Decision.DISMISS, quarter) < share)


def part_with(setup: Setup, state: State, gone: Array, dismissed: Array, quarter: int) -> None:
    """Vacate the positions of those who leave; their opportunities with new customers leave with them."""
    people, (slot, run) = state.people, places(gone)
    people.present, people.behaviour = people.present.copy(), people.behaviour.copy()
    state.pipeline_new = [due.copy() for due in state.pipeline_new]
    for table in (people.present, people.behaviour, *state.pipeline_new):
        table[slot, run] = 0.0
    like = (setup.luck.at(Decision.HIRE_KIND, quarter, slot, run)
            >= pick(setup.scenario.organisation.advisor_share, run)).astype(setup.dtype)
    people.wanted_seller[slot, run] = np.maximum(np.maximum(dismissed[slot, run], people.seller[slot, run]), like)


def take_on(setup: Setup, state: State, now: FrameworkNow, hired: Cells, quarter: int) -> Array:
    """Place the newcomers in their positions; returns which of them do not fit."""
    people, scenario, p = state.people, setup.scenario, setup.p
    slot, run = hired
    mis_hired = setup.zeros()
    if not slot.size:
        return mis_hired
    drawn = draw_traits(scenario, setup.luck, quarter, slot, run, people.wanted_seller[slot, run],
                        setup.teams.team_of[slot])
    unfit = setup.luck.at(Decision.MIS_HIRE, quarter, slot, run) < pick(p.turnover.mis_hire, run)
    loss, usual = pick(p.turnover.mis_hire_loss, run), pick(usual_fit(setup), run)
    for name in ("skill_selling", "skill_advising", "hunting"):
        drawn[name] = np.minimum(drawn[name] * (1.0 - loss * unfit) / usual, 1.0)
    cell, arrived = slot * setup.runs + run, drawn | newcomer_states(setup, now, drawn, slot, run)
    for name, values in arrived.items():
        np.put(getattr(people, name), cell, values)
    settle(setup, state, hired, arrived)
    np.put(mis_hired, cell, unfit)
    return mis_hired


def usual_fit(setup: Setup) -> Array:
    """Mean fit of those who are hired, by which a newcomer's traits are divided as far as today's practice is at rest.

    Who is there today was hired like those who come: what is stated of them includes those who do not fit.
    """
    p = setup.p.turnover
    return np.asarray(1.0 - setup.scenario.people.at_rest * p.mis_hire * p.mis_hire_loss)


def stance_on_arrival(setup: Setup, slot: Indices, run: Indices) -> Array:
    """Resistance of newcomers: that of the many; as far as practice is at rest, central positions have their own."""
    many, frame = setup.scenario.people.spread_resistance, setup.scenario.framework
    own = (frame.opinion_leader_resistance - many) * setup.scenario.people.at_rest
    return np.asarray(pick(many, run) + pick(own, run) * setup.network.opinion_leader[slot, run])


def newcomer_states(setup: Setup, now: FrameworkNow, drawn: dict[str, Array], slot: Indices,
                    run: Indices) -> dict[str, Array | float]:
    """States of a newcomer on the first day; what is usual in the firm is usual for a newcomer."""
    p = setup.p
    usual = now.recognition_practice * now.recognition_for_selling
    energy = np.asarray(usual_energy(setup))
    return {
        "present": 1.0, "ramp": 0.0, "euphoria": 0.0, "strategic_contacts": 0.0, "left": 0.0, "opinion_leader": 0.0,
        "recognition": 0.0, "energy": pick(energy, run), "resistance": stance_on_arrival(setup, slot, run),
        "satisfaction": pick(p.turnover.usual_satisfaction, run), "disposition_to_fear": drawn["fear"],
        "habit_floor": pick(p.habit.floor, run) * drawn["habit_advising"],
        "advising_ceiling": np.minimum(drawn["skill_advising"] / pick(usual_skill_share(setup), run), 1.0),
        "behaviour": habit.habit_choice(drawn["habit_advising"], drawn["habit_selling"]),
        "pay_level": pick(np.asarray(now.bonus.to_sell), run), "praise_level": pick(np.asarray(usual), run),
        "appeal_level": 0.0, "push_level": 0.0,
    }


def promote(setup: Setup, state: State, now: FrameworkNow, quarter: int) -> None:
    """Promote according to what careers reward; promotion raises satisfaction.

    The chance is computed only for those whose draw would suffice in the best case.
    """
    people, luck = state.people, setup.luck.uniform(Decision.PROMOTE, quarter, setup.slots)
    best = turnover.promotion_probability(np.ones(1, setup.dtype), 1.0, setup.p.turnover)
    slot, run = places((luck < best) & (people.present > 0.0))
    p, careers = of_runs(setup.p.turnover, run), pick(now.careers_for_selling, run)
    promoted = luck[slot, run] < turnover.promotion_probability(people.behaviour[slot, run], careers, p)
    satisfied = turnover.satisfaction_after_promotion(people.satisfaction[slot, run], promoted.astype(setup.dtype), p)
    people.satisfaction[slot, run] = satisfied
