"""The state before the first quarter."""

from __future__ import annotations

import numpy as np

from sim.arrays import Array
from sim.engine.framework import bonus_now
from sim.engine.setup import Leaders, Number, Setup, State
from sim.laws import conditions, turnover
from sim.laws.basics import saturation
from sim.laws.customers import coverage, service
from sim.laws.energy import working_capacity
from sim.laws.habit import habit_choice
from sim.laws.selling import customer_time, networking, win_odds
from sim.people.arrivals import draw_traits, truncated_normal
from sim.people.chance import Decision
from sim.people.population import Population
from sim.people.teams import ranks
from sim.programme.plan import in_force

ROUNDS = 8
"""Rounds after which the usual exits have settled."""


def start(setup: Setup) -> State:
    """Return the initial state: everybody in place, books filled, no measure in force, an empty pipeline."""
    scenario = setup.scenario
    slots, runs = setup.shape
    people = Population.empty(slots, runs, setup.dtype)
    seat_reps(setup, people)
    leaders = make_leaders(setup, people)
    if in_force(np.asarray(scenario.people.at_rest)):
        leave_usual_gaps(setup, people, leaders)
    return State(people, leaders, [], [],
                 error_culture=np.broadcast_to(scenario.framework.error_culture, (runs,)).astype(setup.dtype),
                 open_prospects=np.ones(runs, setup.dtype))


def who_sells(setup: Setup) -> Array:
    """1 for the reps who already sell: exactly the stated share of them, chosen by chance; (reps, runs)."""
    reps = setup.scenario.organisation.reps
    u = setup.luck.uniform(Decision.KIND, 0, reps)
    advisors = np.round(np.asarray(setup.scenario.organisation.advisor_share) * reps)
    return np.asarray((ranks(u) >= advisors).astype(setup.dtype))


def seat_reps(setup: Setup, people: Population) -> None:
    """Put the reps of the first day into their slots."""
    scenario, reps, runs = setup.scenario, setup.scenario.organisation.reps, setup.runs
    slot, run = (a.ravel() for a in np.indices((reps, runs)))
    drawn = draw_traits(scenario, setup.luck, 0, slot, run, who_sells(setup).ravel(),
                        setup.teams.team_of[slot])
    for name, values in drawn.items():
        getattr(people, name)[:reps] = values.reshape(reps, runs)
    years = setup.luck.uniform(f"{Decision.TRAIT} tenure", 0, reps)
    people.tenure[:reps] = -np.log(years) * 4.0 * scenario.people.tenure_years
    people.opened[:reps] = people.present[:reps] = people.ramp[:reps] = 1.0
    people.opinion_leader[:] = setup.network.opinion_leader
    seat_states(setup, people)
    fill_books(setup, people)


def usual_exits(setup: Setup, strain: Array) -> Array:
    """Chance that a rep leaves in a usual quarter, (slots, runs): all as satisfied as usual, newcomers as usual."""
    p, quarters = setup.p.turnover, setup.p.attitude.newcomer_quarters
    usual, chance = np.broadcast_to(p.usual_satisfaction, setup.shape), setup.zeros()
    early = turnover.newcomer_factor(setup.zeros(), quarters, strain, p) - 1.0
    for _ in range(ROUNDS):  # who leaves draws others along, and makes room for newcomers, who leave more often
        new = chance * quarters / (1.0 + chance * quarters)
        chance = turnover.leaving_probability(usual, p.usual_satisfaction, strain, setup.network.gather(chance),
                                              1.0 + early * new, p)
    return chance


def leave_usual_gaps(setup: Setup, people: Population, leaders: Leaders) -> None:
    """Leave as many positions vacant as usually are, and let those who came lately still learn the business.

    Of those present the part q leaves in a quarter, and of the vacancies the part f is filled: q / (q + f) are vacant.
    """
    reps, part = setup.scenario.organisation.reps, setup.scenario.people.at_rest
    strain = setup.teams.spread_out(conditions.strain(leaders.pressure, setup.p.leading))
    exits, filled = usual_exits(setup, strain), turnover.filling_probability(strain, setup.p.turnover)
    vacant = setup.luck.uniform(Decision.VACANT, 0, reps) < (part * exits / np.maximum(exits + filled, 1e-12))[:reps]
    there = 1.0 - vacant.astype(setup.dtype)
    for name in ("present", "behaviour", "tenure", "opinion_leader"):
        getattr(people, name)[:reps] *= there
    people.wanted_seller[:reps] = who_sells(setup) * (1.0 - there)
    unlearnt = np.exp(-3.0 * people.tenure[:reps] / setup.p.selling.ramp_up)
    people.ramp[:reps] = 1.0 - part * unlearnt * there


def seat_states(setup: Setup, people: Population) -> None:
    """States that follow from the traits and from the framework of the first day."""
    scenario, reps = setup.scenario, setup.scenario.organisation.reps
    people.disposition_to_fear[:] = people.fear
    people.habit_floor[:] = setup.p.habit.floor * people.habit_advising
    people.advising_ceiling[:reps] = np.minimum(people.skill_advising[:reps] / usual_skill_share(setup), 1.0)
    people.strategic_contacts[:reps] = usual_contacts(setup)
    people.resistance[:reps] = np.where(people.opinion_leader[:reps] > 0.0,
                                        scenario.framework.opinion_leader_resistance,
                                        scenario.people.spread_resistance)
    people.energy[:reps] = usual_energy(setup)
    people.satisfaction[:reps] = setup.p.turnover.usual_satisfaction
    people.behaviour[:] = people.present * people.habit_selling / np.maximum(
        people.habit_selling + people.habit_advising, 1e-9)
    usual_rewards(setup, people)


def usual_energy(setup: Setup) -> Number:
    """Energy at which recovery and everyday drain balance."""
    p = setup.p.energy
    drain = p.drain * setup.scenario.framework.workload
    return np.asarray(p.recovery / np.maximum(p.recovery + drain, 1e-12))


def usual_skill_share(setup: Setup) -> Array:
    """Share of the skill of full-time care that the care time of an advisor of the first day keeps up."""
    framework, people, p = setup.scenario.framework, setup.scenario.people, setup.p
    time = customer_time(framework.meetings_per_quarter, 0.0, framework.networking_time, p.selling)
    shown = habit_choice(np.asarray(people.habit_advising), np.asarray(people.habit_selling))
    care = time * (1.0 - setup.scenario.organisation.advisor_acquisition_share * shown)
    return np.asarray(np.maximum(saturation(care, p.learning.care_upkeep), 1e-9))


def usual_contacts(setup: Setup) -> Array:
    """Network of strategic contacts at which gain and fading balance in the everyday of the first day."""
    p, leading = setup.p.selling, setup.scenario.leadership
    time = networking(setup.scenario.framework.networking_time, np.asarray(leading.pressure), p)
    gain = 1.0 - np.exp(-(p.contact_growth * time))
    kept = np.exp(-np.asarray(p.contact_fading))
    return np.asarray(gain / np.maximum(1.0 - kept * (1.0 - gain), 1e-9))


def usual_rewards(setup: Setup, people: Population) -> None:
    """Set what is taken for granted from the start: the bonus and the recognition of the first day."""
    framework, reps = setup.scenario.framework, setup.scenario.organisation.reps
    people.pay_level[:reps] = bonus_now(setup, 0).to_sell
    people.praise_level[:reps] = framework.recognition_practice * framework.recognition_for_selling


def fill_books(setup: Setup, people: Population) -> None:
    """Give every rep the customers of the first day."""
    book, reps = setup.scenario.book, setup.scenario.organisation.reps
    people.customers[:reps] = book.customers_per_rep
    people.maturity[:reps] = 1.0
    people.trust[:] = book.trust
    people.potential[:] = book.cross_sale_potential


def make_leaders(setup: Setup, people: Population) -> Leaders:
    """Draw the leaders and set what they are measured on: the revenue to be expected on the first day."""
    means = setup.scenario.leadership
    base = {}
    for name in ("pressure", "listening", "coaching_skill", "self_reflection"):
        u = setup.luck.uniform(f"{Decision.LEADER} {name}", 0, setup.teams.count)
        base[name] = truncated_normal(u, getattr(means, name), means.spread)
    return Leaders(**{name: values.copy() for name, values in base.items()},
                   **{f"base_{name}": values for name, values in base.items()},
                   target=setup.teams.sums(people.customers * usual_revenue_per_customer(setup)))


def usual_revenue_per_customer(setup: Setup) -> Number:
    """Expected revenue with a customer on the first day, running and further business, EUR/quarter."""
    book, p = setup.scenario.book, setup.p.customers
    skill, nothing = setup.scenario.people.advising_skill, np.zeros(1, setup.dtype)
    chance = win_odds(setup.scenario.market.win_rate_existing, np.asarray(skill), nothing, 0.0, nothing,
                      setup.p.selling)
    deals = p.cross_rate * book.cross_sale_potential * book.trust * usual_service(setup) * chance
    return np.asarray(book.revenue_per_customer + deals * book.cross_sale_value)


def usual_service(setup: Setup) -> Array:
    """Service that customers of the first day get from a rep who gives all customer time to them."""
    framework, p = setup.scenario.framework, setup.p
    time = customer_time(framework.meetings_per_quarter, 0.0, framework.networking_time, p.selling)
    capacity = working_capacity(np.asarray(usual_energy(setup)), p.energy)
    covered = coverage(time, np.asarray(setup.scenario.book.customers_per_rep, dtype=setup.dtype), p.customers)
    skill, no_gain = np.asarray(setup.scenario.people.advising_skill), np.zeros(1, setup.dtype)
    return service(covered, skill, capacity, no_gain, p.customers)
