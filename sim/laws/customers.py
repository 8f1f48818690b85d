"""Customers: service, trust, churn, further business, hand-over (A2, A10, B5)."""

from __future__ import annotations

import numpy as np

from sim.arrays import Array
from sim.laws.basics import Number, approach, positive, relax
from sim.parameters.business import Customers


def coverage(care: Array, customers: Array, p: Customers) -> Array:
    """Time given over time needed: care / (customers * care_time); 1 is full care, as is a book without customers."""
    return np.asarray(np.where(customers > 0.0, care / np.maximum(customers * p.care_time, 1e-9), 1.0))


def service(coverage: Array, skill: Array, capacity: Array, gain: Array, p: Customers) -> Array:
    """Service that customers get: (1 - exp(-service_saturation * coverage * capacity)) (f + (1 - f) skill)(1 + gain).

    f = service_floor; `gain` is what a tool adds. At most 1. Range [0, 1].
    """
    given = (1.0 - np.exp(-(p.service_saturation * coverage * capacity))) * (
        p.service_floor + (1.0 - p.service_floor) * skill) * (1.0 + gain)
    return np.asarray(np.minimum(given, 1.0))


def trust_after_quarter(trust: Array, service: Array, pushy: Array, advice: Number, p: Customers) -> Array:
    """Customers' trust: up = trust_gain * service; down = trust_loss (1 - service) + pushiness * pushy * advice.

    Pushing those who want advice is punished (B5). Oliva & Sterman 2001 (erosion). Range [0, 1].
    """
    return relax(trust, p.trust_gain * service, p.trust_loss * (1.0 - service) + p.pushiness * pushy * advice)


def churn_probability(per_year: Number, trust: Array, reference: Number, shock: Number, p: Customers) -> Array:
    """Chance that a customer leaves this quarter: 1 - exp(-h).

    h = -ln(1 - per_year)/4 * exp(-trust_churn (trust - reference)) max(1 + shock, 0). Range [0, 1).
    """
    hazard = -np.log(1.0 - per_year) / 4.0 * np.exp(-p.trust_churn * (trust - reference)) * positive(1.0 + shock)
    return np.asarray(1.0 - np.exp(-hazard))


def further_opportunities(customers: Array, potential: Array, trust: Array, service: Array, demand: Number,
                          p: Customers) -> Array:
    """Expected further opportunities: customers * cross_rate * potential * trust * service * demand (A2)."""
    return np.asarray(customers * p.cross_rate * potential * trust * service * demand)


def referrals(customers: Array, trust: Array, demand: Number, p: Customers) -> Array:
    """Expected new opportunities by referral: customers * referrals * trust^2 * demand."""
    return np.asarray(customers * p.referrals * trust * trust * demand)


def potential_after_quarter(potential: Array, deals: Array, customers: Array, p: Customers) -> Array:
    """Open needs: up = potential_growth; down = potential_use * deals per customer. Range [0, 1]."""
    per_customer = deals / np.maximum(customers, 1.0)
    return relax(potential, p.potential_growth, p.potential_use * per_customer)


def developed(maturity: Array, full: Number, p: Customers) -> Array:
    """Revenue of a customer, as a share of what is usual: approaches that of a developed one, `full`.

    Rate `development` (1/quarter). `full` is 1, or a little more where the usual customer is partly a new one.
    """
    return approach(maturity, full, p.development)


def full_revenue(new_value: Number, joining: Array, p: Customers) -> Array:
    """Revenue of a developed customer relative to the mean of a book in which the share `joining` is new each quarter.

    1 + joining (1 - new_value) / (1 - exp(-development)): with it the mean of the book stays 1. Range >= 1 for
    new_value <= 1.
    """
    return np.asarray(1.0 + joining * (1.0 - new_value) / np.maximum(1.0 - np.exp(-np.asarray(p.development)), 1e-9))


def part_of_new(old_count: Array, new_count: Array) -> Array:
    """Part of a book that has just joined it: n_new / max(n_old + n_new, 1). Counts are whole. Range [0, 1]."""
    return np.asarray(new_count / np.maximum(old_count + new_count, 1.0))


def mixed_into(old: Array, new: Number, part: Array) -> Array:
    """Mean of a book after new customers joined it: old + (new - old) part; unchanged where nobody joined."""
    return np.asarray(old + (new - old) * part)


def loss_when_person_changes(exchange: Array, p: Customers) -> Array:
    """Chance that a customer leaves with his advisor: loss_on_exit (1 - loss_avoidable * exchange). Shi et al. 2017."""
    return np.asarray(p.loss_on_exit * (1.0 - p.loss_avoidable * exchange))


def loss_in_handover(exchange: Array, p: Customers) -> Array:
    """Chance that a new customer is lost between seller and advisor: handover_loss (1 - exchange). Range [0, 1]."""
    return positive(p.handover_loss * (1.0 - exchange))


def trust_after_break(trust: Array, extent: Array, p: Customers) -> Array:
    """Trust left when the person changes for a part of the book: trust (1 - trust_break * extent). Palmatier 2007."""
    return np.asarray(trust * (1.0 - p.trust_break * extent))
