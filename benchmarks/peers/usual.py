"""What is usual on the first day: values in balance, and the revenue that leaders are measured on (section 5)."""

from __future__ import annotations

import math
from dataclasses import dataclass

from benchmarks.peers.laws import business, decision
from benchmarks.peers.laws.basics import saturation
from sim.scenario.schema import Scenario


@dataclass
class Usual:
    """Values of the first day that all reps share."""

    energy: float
    contacts: float
    skill_share: float  # part of the skill of full-time care that the care time of an average advisor keeps up
    revenue: float  # EUR a quarter and customer


def usual_of(case: Scenario) -> Usual:
    """The usual values of a scenario."""
    energy = usual_energy(case)
    time = decision.customer_time(case.framework.meetings_per_quarter, 0.0, case.framework.networking_time,
                                  case.parameters.selling)
    return Usual(energy, usual_contacts(case), usual_skill_share(case, time), usual_revenue(case, time, energy))


def usual_energy(case: Scenario) -> float:
    """Energy at which recovery and the drain of the everyday balance."""
    p = case.parameters.energy
    return p.recovery / max(p.recovery + p.drain * case.framework.workload, 1e-12)


def usual_contacts(case: Scenario) -> float:
    """Strategic contacts at which gain and fading balance."""
    p = case.parameters.selling
    time = decision.networking(case.framework.networking_time, case.leadership.pressure, p)
    gain, kept = saturation(p.contact_growth * time, 1.0), math.exp(-p.contact_fading)
    return gain / max(1.0 - kept * (1.0 - gain), 1e-9)


def usual_skill_share(case: Scenario, time: float) -> float:
    """Part of the advising skill that the care time of an average advisor keeps up."""
    people = case.people
    shown = decision.habit_choice(people.habit_advising, people.habit_selling)
    care = time - decision.acquisition_time(time, case.organisation.advisor_acquisition_share, shown)
    return max(saturation(care, case.parameters.learning.care_upkeep), 1e-9)


def usual_revenue(case: Scenario, time: float, energy: float) -> float:
    """Running revenue and expected further deals with a customer whose rep gives all customer time to care."""
    book, p, skill = case.book, case.parameters, case.people.advising_skill
    covered = business.coverage(time, book.customers_per_rep, p.customers)
    served = business.service(covered, skill, business.working_capacity(energy, p.energy), 0.0, p.customers)
    asked = business.further_opportunities(1, book.cross_sale_potential, book.trust, served, 1.0, p.customers)
    chance = business.win_odds(case.market.win_rate_existing, skill, 0.0, 0.0, 0.0, p.selling)
    return book.revenue_per_customer + asked * chance * book.cross_sale_value
