"""What is usual on the first day: values at which the everyday balances."""

from __future__ import annotations

import math
from collections import namedtuple

from sim.laws.basics import saturation
from sim.laws.customers import coverage, service
from sim.laws.energy import working_capacity
from sim.laws.habit import habit_choice
from sim.laws.selling import customer_time, networking, win_odds

Usual = namedtuple("Usual", "energy skill_share contacts revenue_per_customer")


def usual_values(scenario):
    """All of them, as plain numbers."""
    energy = usual_energy(scenario)
    values = energy, usual_skill_share(scenario), usual_contacts(scenario), usual_revenue(scenario, energy)
    return Usual(*(float(value) for value in values))


def usual_energy(scenario):
    """Energy at which recovery and everyday drain balance."""
    p = scenario.parameters.energy
    return p.recovery / max(p.recovery + p.drain * scenario.framework.workload, 1e-12)


def time_for_customers(scenario):
    """Customer time of the first day, before leaders press."""
    framework = scenario.framework
    return customer_time(framework.meetings_per_quarter, 0.0, framework.networking_time, scenario.parameters.selling)


def usual_skill_share(scenario):
    """Share of the skill of full-time care that an advisor keeps up."""
    shown = habit_choice(scenario.people.habit_advising, scenario.people.habit_selling)
    care = time_for_customers(scenario) * (1.0 - scenario.organisation.advisor_acquisition_share * shown)
    return max(saturation(care, scenario.parameters.learning.care_upkeep), 1e-9)


def usual_contacts(scenario):
    """Strategic contacts at which gain and fading balance."""
    p = scenario.parameters.selling
    gain = saturation(p.contact_growth * networking(scenario.framework.networking_time, scenario.leadership.pressure,
                                                    p), 1.0)
    kept = math.exp(-p.contact_fading)
    return gain / max(1.0 - kept * (1.0 - gain), 1e-9)


def usual_revenue(scenario, energy):
    """Expected revenue with a customer, running and further business, EUR/quarter."""
    book, p, skill = scenario.book, scenario.parameters, scenario.people.advising_skill
    chance = win_odds(scenario.market.win_rate_existing, skill, 0.0, 0.0, 0.0, p.selling)
    covered = coverage(time_for_customers(scenario), float(book.customers_per_rep), p.customers)
    served = service(covered, skill, working_capacity(energy, p.energy), 0.0, p.customers)
    deals = p.customers.cross_rate * book.cross_sale_potential * book.trust * served * chance
    return book.revenue_per_customer + deals * book.cross_sale_value
