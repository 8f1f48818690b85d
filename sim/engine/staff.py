"""Who comes, goes and changes role."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.engine.books import has_book, lose_with_person, pass_on_books
from sim.engine.framework import FrameworkNow
from sim.engine.perceive import Perception
from sim.engine.start import usual_energy, usual_revenue_per_customer, usual_skill_share
from sim.engine.world import Number, State, World
from sim.laws import habit, turnover
from sim.people.arrivals import draw_traits, pick
from sim.people.chance import Cells, Decision, Indices, places
from sim.people.ranking import ranks
from sim.people.teams import add_rows
from sim.programme.plan import in_force
from sim.scenario.columns import of_runs

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


def reorganise(world: World, state: State, quarter: int) -> Number:
    """Start of the quarter: open positions, split roles, regroup books; returns customers lost by it.

    Nobody has yet worked together in the new order, so no exchange softens the loss.
    """
    levels, people = world.plan.levels, state.people
    open_positions(world, state, quarter)
    lost: Number = 0.0
    if in_force(levels.split[quarter]):
        lost = split_roles(world, state, world.zeros(), quarter)
    if in_force(levels.regroup[quarter]):
        part = levels.regroup[quarter] * world.p.customers.regrouped * has_book(state)
        lost = lost + lose_with_person(world, state, part, world.zeros(), quarter, Decision.UPROOT)
    if in_force(levels.shake[quarter]):
        people.habit_advising = habit.habit_after_shock(people.habit_advising, levels.shake[quarter], world.p.habit)
        people.habit_selling = habit.habit_after_shock(people.habit_selling, levels.shake[quarter], world.p.habit)
    return lost


def open_positions(world: World, state: State, quarter: int) -> None:
    """Open the positions for dedicated sellers that are due this quarter; recruiting starts."""
    sellers, people = world.plan.levels.sellers, state.people
    if not in_force(sellers[quarter]):
        return
    first = world.scenario.organisation.reps + add_rows(sellers[:quarter].reshape(quarter, -1))
    slot = np.arange(world.slots)[:, None]
    opening = ((slot >= first) & (slot < first + sellers[quarter])).astype(world.dtype)
    for name in ("opened", "seller", "wanted_seller"):
        setattr(people, name, np.maximum(getattr(people, name), opening))


def split_roles(world: World, state: State, exchange: Array, quarter: int) -> Array:
    """Those with the strongest hunting disposition become dedicated sellers; their books are passed on.

    What leaders are measured on moves with the books.
    """
    people = state.people
    eligible = has_book(state)
    wanted = np.floor(world.plan.levels.split[quarter] * add_rows(eligible) + 0.5)
    chosen = eligible * (ranks(-people.hunting * eligible) < wanted)
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
    vacant = places(people.opened > people.present)
    promote(world, state, now, quarter)
    left, dismissed = leaving(world, state, seen, quarter)
    gone = np.maximum(left, dismissed)
    lost = lose_with_person(world, state, gone, seen.exchange, quarter)
    part_with(world, state, gone, dismissed, quarter)
    hired = filled(world, seen, vacant, quarter)
    mis_hired = take_on(world, state, now, hired, quarter)
    people.left = gone
    people.tenure = (people.tenure + 1.0) * people.present
    people.tenure[hired] = 0.0
    recognise_leaders(world, state)
    return Staffing(left, dismissed, ones_at(world, hired), mis_hired, lost)


def ones_at(world: World, cells: Cells) -> Array:
    """1 in the given cells of the table, else 0."""
    table = world.zeros()
    table[cells] = 1.0
    return table


def filled(world: World, seen: Perception, vacant: Cells, quarter: int) -> Cells:
    """Which of the vacancies somebody takes."""
    slot, run = vacant
    chance = turnover.filling_probability(seen.strain[vacant], of_runs(world.p.turnover, run))
    taken = world.luck.at(Decision.FILL, quarter, slot, run) < chance
    return slot[taken], run[taken]


def recognise_leaders(world: World, state: State) -> None:
    """Who has settled in a position that others look to becomes an opinion leader; an empty one has none."""
    people, settling = state.people, world.p.attitude.newcomer_quarters
    people.opinion_leader = people.opinion_leader * people.present
    settled = places((people.tenure >= settling) & (people.tenure - 1.0 < settling))
    people.opinion_leader[settled] = people.present[settled] * np.maximum(people.opinion_leader[settled],
                                                                          world.network.opinion_leader[settled])


def leaving(world: World, state: State, seen: Perception, quarter: int) -> tuple[Array, Array]:
    """Who leaves, and who is dismissed because the new behaviour has not come."""
    people, luck, p = state.people, world.luck, world.p
    newcomer = turnover.newcomer_factor(people.tenure, p.attitude.newcomer_quarters, seen.strain, p.turnover)
    chance = turnover.leaving_probability(people.satisfaction, p.turnover.usual_satisfaction, seen.strain,
                                          seen.peers_left, newcomer, p.turnover)
    goes = (luck.uniform(Decision.LEAVE, quarter, world.slots) < chance) & (people.present > 0.0)
    left = goes.astype(world.dtype)
    share = world.plan.levels.replacement[quarter]
    if not in_force(share):
        return left, world.zeros()
    settled = people.tenure >= p.attitude.newcomer_quarters
    late = has_book(state) * settled * (people.behaviour < world.scenario.goals.adoption_level) * (1.0 - left)
    return left, late * (luck.where(late > 0.0, Decision.DISMISS, quarter) < share)


def part_with(world: World, state: State, gone: Array, dismissed: Array, quarter: int) -> None:
    """Empty the positions of those who go; their opportunities with new customers go with them."""
    people, (slot, run) = state.people, places(gone)
    people.present, people.behaviour = people.present.copy(), people.behaviour.copy()
    state.pipeline_new = [due.copy() for due in state.pipeline_new]
    for table in (people.present, people.behaviour, *state.pipeline_new):
        table[slot, run] = 0.0
    like = (world.luck.at(Decision.HIRE_KIND, quarter, slot, run)
            >= pick(world.scenario.organisation.advisor_share, run)).astype(world.dtype)
    people.wanted_seller[slot, run] = np.maximum(np.maximum(dismissed[slot, run], people.seller[slot, run]), like)


def take_on(world: World, state: State, now: FrameworkNow, hired: Cells, quarter: int) -> Array:
    """Seat the newcomers; returns who of them does not fit."""
    people, scenario, p = state.people, world.scenario, world.p
    slot, run = hired
    mis_hired = world.zeros()
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
    """Promotions honour what careers honour; they satisfy those promoted.

    The chance is worked out only for those whose luck would do in the best case.
    """
    people, luck = state.people, world.luck.uniform(Decision.PROMOTE, quarter, world.slots)
    best = turnover.promotion_probability(np.ones(1, world.dtype), 1.0, world.p.turnover)
    slot, run = places((luck < best) & (people.present > 0.0))
    p, careers = of_runs(world.p.turnover, run), pick(now.careers_for_selling, run)
    promoted = luck[slot, run] < turnover.promotion_probability(people.behaviour[slot, run], careers, p)
    satisfied = turnover.satisfaction_after_promotion(people.satisfaction[slot, run], promoted.astype(world.dtype), p)
    people.satisfaction[slot, run] = satisfied
