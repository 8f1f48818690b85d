"""Who comes, goes and changes role."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.engine.books import has_book, lose_with_person, pass_on_books
from sim.engine.framework import FrameworkNow
from sim.engine.perceive import Perception
from sim.engine.start import usual_energy, usual_revenue_per_customer, usual_skill_share
from sim.engine.world import State, World
from sim.laws import habit, turnover
from sim.people.arrivals import draw_traits, pick
from sim.people.chance import Decision, Indices, places
from sim.people.teams import add_rows

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Staffing:
    """Movements of people at the end of the quarter: arrays of shape (slots, runs) of 0 and 1.

    Customers lost are whole numbers.
    """

    left: Array
    dismissed: Array
    hired: Array
    mis_hired: Array
    customers_lost: Array


def reorganise(world: World, state: State, quarter: int) -> Array:
    """Start of the quarter: open positions, split roles, regroup books; returns customers lost by it.

    Nobody has yet worked together in the new order, so no exchange softens the loss.
    """
    levels, people = world.plan.levels, state.people
    open_positions(world, state, quarter)
    lost, alone = np.zeros(world.shape), np.zeros(world.shape)
    if levels.split[quarter] > 0.0:
        lost = lost + split_roles(world, state, alone, quarter)
    if levels.regroup[quarter] > 0.0:
        part = levels.regroup[quarter] * world.p.customers.regrouped * has_book(state)
        lost = lost + lose_with_person(world, state, part, alone, quarter, Decision.UPROOT)
    if levels.shake[quarter] > 0.0:
        people.habit_advising = habit.habit_after_shock(people.habit_advising, levels.shake[quarter], world.p.habit)
        people.habit_selling = habit.habit_after_shock(people.habit_selling, levels.shake[quarter], world.p.habit)
    return lost


def open_positions(world: World, state: State, quarter: int) -> None:
    """Open the positions for dedicated sellers that are due this quarter; recruiting starts."""
    opening, before = int(world.plan.levels.sellers[quarter]), int(np.sum(world.plan.levels.sellers[:quarter]))
    first = world.scenario.organisation.reps + before
    state.people.opened[first:first + opening] = 1.0
    state.people.seller[first:first + opening] = 1.0
    state.people.wanted_seller[first:first + opening] = 1.0


def split_roles(world: World, state: State, exchange: Array, quarter: int) -> Array:
    """Those with the strongest hunting disposition become dedicated sellers; their books are passed on.

    What leaders are measured on moves with the books.
    """
    people = state.people
    eligible = has_book(state)
    order = np.argsort(-people.hunting * eligible, axis=0, kind="stable")
    rank = np.empty(order.shape, dtype=np.int64)
    np.put_along_axis(rank, order, np.arange(world.slots)[:, None], axis=0)
    wanted = np.floor(world.plan.levels.split[quarter] * add_rows(eligible) + 0.5)
    chosen = eligible * (rank < wanted)
    lost = lose_with_person(world, state, chosen, exchange, quarter, Decision.UPROOT)
    before = people.customers
    pass_on_books(state, chosen, quarter)
    moved = world.teams.sums((people.customers - before) * usual_revenue_per_customer(world))
    state.leaders.target = np.maximum(state.leaders.target + moved, 0.0)
    people.seller = np.maximum(people.seller, chosen)
    people.wanted_seller = np.maximum(people.wanted_seller, chosen)
    return lost


def end_of_quarter(world: World, state: State, now: FrameworkNow, seen: Perception, quarter: int) -> Staffing:
    """Some leave, some are dismissed, vacancies are filled, some are promoted."""
    people = state.people
    vacant = people.opened * (1.0 - people.present)
    promote(world, state, now, quarter)
    left, dismissed = leaving(world, state, seen, quarter)
    gone = np.maximum(left, dismissed)
    lost = lose_with_person(world, state, gone, seen.exchange, quarter)
    part_with(world, state, gone, dismissed, quarter)
    chance = turnover.filling_probability(seen.strain, world.p.turnover)
    hired = vacant * (world.luck.where(vacant > 0.0, Decision.FILL, quarter) < chance)
    mis_hired = take_on(world, state, now, hired, quarter)
    people.left = gone
    people.tenure = (people.tenure + 1.0) * people.present * (1.0 - hired)
    settling = world.p.attitude.newcomer_quarters
    settled = (people.tenure >= settling) * (people.tenure - 1.0 < settling)
    people.opinion_leader = people.present * np.maximum(people.opinion_leader, world.network.opinion_leader * settled)
    return Staffing(left, dismissed, hired, mis_hired, lost)


def leaving(world: World, state: State, seen: Perception, quarter: int) -> tuple[Array, Array]:
    """Who leaves, and who is dismissed because the new behaviour has not come."""
    people, luck, p = state.people, world.luck, world.p
    newcomer = turnover.newcomer_factor(people.tenure, p.attitude.newcomer_quarters, seen.strain, p.turnover)
    chance = turnover.leaving_probability(people.satisfaction, p.turnover.usual_satisfaction, seen.strain,
                                          seen.peers_left, newcomer, p.turnover)
    left = people.present * (luck.uniform(Decision.LEAVE, quarter, world.slots) < chance)
    share = world.plan.levels.replacement[quarter]
    if not share > 0.0:
        return left, np.zeros(world.shape)
    settled = people.tenure >= p.attitude.newcomer_quarters
    late = has_book(state) * settled * (people.behaviour < world.scenario.goals.adoption_level) * (1.0 - left)
    return left, late * (luck.where(late > 0.0, Decision.DISMISS, quarter) < share)


def part_with(world: World, state: State, gone: Array, dismissed: Array, quarter: int) -> None:
    """Empty the positions of those who go; their opportunities with new customers go with them."""
    people = state.people
    people.present = people.present * (1.0 - gone)
    people.behaviour = people.behaviour * people.present
    state.pipeline_new = [due * (1.0 - gone) for due in state.pipeline_new]
    like = (world.luck.where(gone > 0.0, Decision.HIRE_KIND, quarter)
            >= world.scenario.organisation.advisor_share)
    wanted = np.maximum(np.maximum(dismissed, people.seller), like)
    people.wanted_seller = np.where(gone > 0.0, wanted, people.wanted_seller)


def take_on(world: World, state: State, now: FrameworkNow, hired: Array, quarter: int) -> Array:
    """Seat the newcomers; returns who of them does not fit."""
    people, scenario, p = state.people, world.scenario, world.p
    slot, run = places(hired)
    mis_hired = np.zeros(world.shape)
    if not slot.size:
        return mis_hired
    drawn = draw_traits(scenario, world.luck, quarter, slot, run, people.wanted_seller[slot, run],
                        world.teams.team_of[slot])
    unfit = world.luck.at(Decision.MIS_HIRE, quarter, slot, run) < pick(p.turnover.mis_hire, run)
    for name in ("skill_selling", "skill_advising", "hunting"):
        drawn[name] = drawn[name] * (1.0 - pick(p.turnover.mis_hire_loss, run) * unfit)
    cell = slot * world.runs + run
    for name, values in (drawn | newcomer_states(world, state, now, drawn, run)).items():
        np.put(getattr(people, name), cell, values)
    np.put(mis_hired, cell, unfit)
    return mis_hired


def newcomer_states(world: World, state: State, now: FrameworkNow, drawn: dict[str, Array],
                    run: Indices) -> dict[str, Array | float]:
    """States of a newcomer on the first day; what is usual in the firm is usual for a newcomer."""
    p, people = world.p, world.scenario.people
    usual = now.recognition_practice * now.recognition_for_selling
    energy = np.asarray(usual_energy(world))
    return {
        "present": 1.0, "ramp": 0.0, "euphoria": 0.0, "strategic_contacts": 0.0, "left": 0.0, "opinion_leader": 0.0,
        "recognition": 0.0, "energy": pick(energy, run), "resistance": pick(people.spread_resistance, run),
        "satisfaction": pick(p.turnover.usual_satisfaction, run), "disposition_to_fear": drawn["fear"],
        "habit_floor": pick(p.habit.floor, run) * drawn["habit_advising"],
        "advising_ceiling": np.minimum(drawn["skill_advising"] / pick(usual_skill_share(world), run), 1.0),
        "behaviour": habit.habit_choice(drawn["habit_advising"], drawn["habit_selling"]),
        "pay_level": pick(np.asarray(now.bonus.to_sell), run), "praise_level": pick(np.asarray(usual), run),
        "appeal_level": 0.0, "push_level": 0.0,
    }


def promote(world: World, state: State, now: FrameworkNow, quarter: int) -> None:
    """Promotions honour what careers honour; they satisfy those promoted."""
    people, p = state.people, world.p.turnover
    chance = turnover.promotion_probability(people.behaviour, now.careers_for_selling, p)
    promoted = people.present * (world.luck.uniform(Decision.PROMOTE, quarter, world.slots) < chance)
    people.satisfaction = turnover.satisfaction_after_promotion(people.satisfaction, promoted, p)
