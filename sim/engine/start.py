"""The state before the first quarter."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.engine.framework import bonus_now
from sim.engine.world import Leaders, Number, State, World
from sim.laws.basics import saturation
from sim.laws.customers import coverage, service
from sim.laws.energy import working_capacity
from sim.laws.habit import habit_choice
from sim.laws.selling import customer_time, networking, win_odds
from sim.people.arrivals import draw_traits, truncated_normal
from sim.people.chance import Decision
from sim.people.population import Population
from sim.people.ranking import ranks

Array = npt.NDArray[np.float64]


def start(world: World) -> State:
    """Everybody in place, books filled, nothing in force, nothing yet in the pipeline."""
    scenario = world.scenario
    slots, runs = world.shape
    people = Population.empty(slots, runs, world.dtype)
    seat_reps(world, people)
    return State(people, make_leaders(world, people), [], [],
                 error_culture=np.broadcast_to(scenario.framework.error_culture, (runs,)).astype(world.dtype),
                 open_prospects=np.ones(runs, world.dtype))


def who_sells(world: World) -> Array:
    """1 for the reps who already sell: exactly the stated share of them, chosen by chance; (reps, runs)."""
    reps = world.scenario.organisation.reps
    u = world.luck.uniform(Decision.KIND, 0, reps)
    advisors = np.round(np.asarray(world.scenario.organisation.advisor_share) * reps)
    return np.asarray((ranks(u) >= advisors).astype(world.dtype))


def seat_reps(world: World, people: Population) -> None:
    """Put the reps of the first day into their slots."""
    scenario, reps, runs = world.scenario, world.scenario.organisation.reps, world.runs
    slot, run = (a.ravel() for a in np.indices((reps, runs)))
    drawn = draw_traits(scenario, world.luck, 0, slot, run, who_sells(world).ravel(),
                        world.teams.team_of[slot])
    for name, values in drawn.items():
        getattr(people, name)[:reps] = values.reshape(reps, runs)
    years = world.luck.uniform(f"{Decision.TRAIT} tenure", 0, reps)
    people.tenure[:reps] = -np.log(years) * 4.0 * scenario.people.tenure_years
    people.opened[:reps] = people.present[:reps] = people.ramp[:reps] = 1.0
    people.opinion_leader[:] = world.network.opinion_leader
    seat_states(world, people)
    fill_books(world, people)


def seat_states(world: World, people: Population) -> None:
    """States that follow from the traits and from the framework of the first day."""
    scenario, reps = world.scenario, world.scenario.organisation.reps
    people.disposition_to_fear[:] = people.fear
    people.habit_floor[:] = world.p.habit.floor * people.habit_advising
    people.advising_ceiling[:reps] = np.minimum(people.skill_advising[:reps] / usual_skill_share(world), 1.0)
    people.strategic_contacts[:reps] = usual_contacts(world)
    people.resistance[:reps] = np.where(people.opinion_leader[:reps] > 0.0,
                                        scenario.framework.opinion_leader_resistance,
                                        scenario.people.spread_resistance)
    people.energy[:reps] = usual_energy(world)
    people.satisfaction[:reps] = world.p.turnover.usual_satisfaction
    people.behaviour[:] = people.present * people.habit_selling / np.maximum(
        people.habit_selling + people.habit_advising, 1e-9)
    usual_rewards(world, people)


def usual_energy(world: World) -> Number:
    """Energy at which recovery and everyday drain balance."""
    p = world.p.energy
    drain = p.drain * world.scenario.framework.workload
    return np.asarray(p.recovery / np.maximum(p.recovery + drain, 1e-12))


def usual_skill_share(world: World) -> Array:
    """Share of the skill of full-time care that the care time of an advisor of the first day keeps up."""
    framework, people, p = world.scenario.framework, world.scenario.people, world.p
    time = customer_time(framework.meetings_per_quarter, 0.0, framework.networking_time, p.selling)
    shown = habit_choice(np.asarray(people.habit_advising), np.asarray(people.habit_selling))
    care = time * (1.0 - world.scenario.organisation.advisor_acquisition_share * shown)
    return np.asarray(np.maximum(saturation(care, p.learning.care_upkeep), 1e-9))


def usual_contacts(world: World) -> Array:
    """Network of strategic contacts at which gain and fading balance in the everyday of the first day."""
    p, leading = world.p.selling, world.scenario.leadership
    time = networking(world.scenario.framework.networking_time, np.asarray(leading.pressure), p)
    gain = 1.0 - np.exp(-(p.contact_growth * time))
    kept = np.exp(-np.asarray(p.contact_fading))
    return np.asarray(gain / np.maximum(1.0 - kept * (1.0 - gain), 1e-9))


def usual_rewards(world: World, people: Population) -> None:
    """What has long been taken for granted: the bonus and the recognition of the first day."""
    framework, reps = world.scenario.framework, world.scenario.organisation.reps
    people.pay_level[:reps] = bonus_now(world, 0).to_sell
    people.praise_level[:reps] = framework.recognition_practice * framework.recognition_for_selling


def fill_books(world: World, people: Population) -> None:
    """Every rep's customers of the first day."""
    book, reps = world.scenario.book, world.scenario.organisation.reps
    people.customers[:reps] = book.customers_per_rep
    people.maturity[:reps] = 1.0
    people.trust[:] = book.trust
    people.potential[:] = book.cross_sale_potential


def make_leaders(world: World, people: Population) -> Leaders:
    """Draw the leaders and set what they are measured on: the revenue to be expected on the first day."""
    means = world.scenario.leadership
    base = {}
    for name in ("pressure", "listening", "coaching_skill", "self_reflection"):
        u = world.luck.uniform(f"{Decision.LEADER} {name}", 0, world.teams.count)
        base[name] = truncated_normal(u, getattr(means, name), means.spread)
    return Leaders(**{name: values.copy() for name, values in base.items()},
                   **{f"base_{name}": values for name, values in base.items()},
                   target=world.teams.sums(people.customers * usual_revenue_per_customer(world)))


def usual_revenue_per_customer(world: World) -> Number:
    """Expected revenue with a customer on the first day, running and further business, EUR/quarter."""
    book, p = world.scenario.book, world.p.customers
    skill, nothing = world.scenario.people.advising_skill, np.zeros(1, world.dtype)
    chance = win_odds(world.scenario.market.win_rate_existing, np.asarray(skill), nothing, 0.0, nothing,
                      world.p.selling)
    deals = p.cross_rate * book.cross_sale_potential * book.trust * usual_service(world) * chance
    return np.asarray(book.revenue_per_customer + deals * book.cross_sale_value)


def usual_service(world: World) -> Array:
    """Service that customers of the first day get from a rep who gives all customer time to them."""
    framework, p = world.scenario.framework, world.p
    time = customer_time(framework.meetings_per_quarter, 0.0, framework.networking_time, p.selling)
    capacity = working_capacity(np.asarray(usual_energy(world)), p.energy)
    covered = coverage(time, np.asarray(world.scenario.book.customers_per_rep, dtype=world.dtype), p.customers)
    skill, no_gain = np.asarray(world.scenario.people.advising_skill), np.zeros(1, world.dtype)
    return service(covered, skill, capacity, no_gain, p.customers)
