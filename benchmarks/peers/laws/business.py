"""Selling, customers and money: laws of steps 1, 5, 6 and 11 (7.2, 7.6, 7.7, 7.12)."""

from __future__ import annotations

import math

from benchmarks.peers.laws.basics import approach, logistic, logit, positive, relax, saturation
from sim.parameters.behaviour import Energy
from sim.parameters.business import Customers, Pay, Selling
from sim.parameters.learning import Leading


def loss_when_person_changes(exchange: float, p: Customers) -> float:
    """Chance that a customer goes when the advisor changes."""
    return p.loss_on_exit * (1.0 - p.loss_avoidable * exchange)


def trust_after_break(trust: float, extent: float, p: Customers) -> float:
    """Trust left when the person changes for a part of the book."""
    return trust * (1.0 - p.trust_break * extent)


def working_capacity(energy: float, p: Energy) -> float:
    """Share of full output that the energy allows."""
    return 1.0 - p.capacity_loss * (1.0 - energy)


def effort_under_pressure(pressure: float, p: Leading) -> float:
    """Activity relative to none."""
    return 1.0 + p.effort * pressure


def attempts_made(acquisition: float, time: float, capacity: float, effort: float, ramp: float, p: Selling) -> float:
    """Attempts of the quarter."""
    if time <= 0.0 or p.overhead >= 1.0:
        return 0.0
    knowing = p.ramp_start + (1.0 - p.ramp_start) * ramp
    return p.attempts * acquisition / (0.5 * (1.0 - p.overhead)) * capacity * effort * knowing


def dual_role_factor(acquisition: float, time: float, p: Selling) -> float:
    """Output left by splitting the day."""
    share = acquisition / time if time > 0.0 else 0.0
    return 1.0 - 4.0 * p.dual_role * share * (1.0 - share)


def market_yield(attempts_per_prospect: float, open_prospects: float, p: Selling) -> float:
    """Factor on opportunities per attempt."""
    return open_prospects / (1.0 + attempts_per_prospect / p.saturation)


def opportunities(attempts: float, skill: float, room: float, demand: float, yields: float, p: Selling) -> float:
    """Expected new opportunities from attempts."""
    return attempts * p.contact_yield * (1.0 + p.skill_yield * (skill - 0.5)) * room * demand * yields


def referrals(customers: int, trust: float, demand: float, p: Customers) -> float:
    """Expected new opportunities by referral."""
    return customers * p.referrals * trust**2 * demand


def leads_from_contacts(contacts: float, demand: float, p: Selling) -> float:
    """Expected new opportunities from strategic contacts."""
    return p.contact_leads * contacts * demand


def coverage(care: float, customers: int, p: Customers) -> float:
    """Care time over the time that full care takes."""
    return care / (customers * p.care_time) if customers > 0 else 1.0


def service(coverage: float, skill: float, capacity: float, gain: float, p: Customers) -> float:
    """Service that customers get."""
    reach = saturation(p.service_saturation * coverage * capacity, 1.0)
    return min(reach * (p.service_floor + (1.0 - p.service_floor) * skill) * (1.0 + gain), 1.0)


def further_opportunities(customers: int, potential: float, trust: float, service: float, demand: float,
                          p: Customers) -> float:
    """Expected further opportunities with the customers of a book."""
    return customers * p.cross_rate * potential * trust * service * demand


def outcomes_of_trying(attempts: float, leads: int, skill: float, yields: float) -> tuple[float, float]:
    """Small successes and rejections that trying brings."""
    successes = leads + (1.0 - yields) * attempts * skill
    return successes, positive(attempts - successes)


def pushiness(pressure: float, skill: float, behaviour: float, yields: float) -> float:
    """Selling without advising."""
    return pressure * behaviour * (1.0 - skill) * yields


def win_odds(base: float, skill: float, pushy: float, advice: float, circumstances: float, p: Selling) -> float:
    """Chance to win one opportunity."""
    return logistic(logit(base) + p.skill_odds * (skill - 0.5) - p.pushiness_odds * pushy * advice + circumstances)


def odds_of_case_handling(autonomy: float, rules: float, complexity: float, p: Selling) -> float:
    """What latitude and rules add to the odds."""
    return p.autonomy_odds * complexity * (autonomy - 0.5) + p.rules_odds * rules * (0.5 - complexity)


def odds_of_mixed_types(spread: float, diversity: float, p: Selling) -> float:
    """What a team of too few types loses."""
    return -p.style_odds * positive(diversity - spread) ** 2


def odds_of_structure(segments: float, pairs: float, exchange: float, p: Selling) -> float:
    """What segments and pairs add."""
    return p.segment_odds * segments + p.team_odds * pairs * exchange


def churn_probability(per_year: float, trust: float, reference: float, shock: float, p: Customers) -> float:
    """Chance that a customer leaves in the quarter."""
    usual = -math.log(1.0 - per_year) / 4.0
    return 1.0 - math.exp(-usual * math.exp(-p.trust_churn * (trust - reference)) * positive(1.0 + shock))


def loss_in_handover(exchange: float, p: Customers) -> float:
    """Chance that a new customer is lost between seller and advisor."""
    return p.handover_loss * (1.0 - exchange)


def part_of_new(count: float, joining: int) -> float:
    """Part of a book that has just joined it."""
    return joining / max(count + joining, 1.0)


def mixed_into(old: float, new: float, part: float) -> float:
    """Mean of a book after customers with another mean joined it."""
    return old + (new - old) * part


def trust_after_quarter(trust: float, service: float, pushy: float, advice: float, p: Customers) -> float:
    """Mean trust of a book."""
    return relax(trust, p.trust_gain * service, p.trust_loss * (1.0 - service) + p.pushiness * pushy * advice)


def potential_after_quarter(potential: float, deals: int, customers: int, p: Customers) -> float:
    """Open needs of a book."""
    return relax(potential, p.potential_growth, p.potential_use * deals / max(customers, 1))


def developed(maturity: float, full: float, p: Customers) -> float:
    """Mean revenue of the customers of a book, as a share of what is usual; that of a developed one is `full`."""
    return approach(maturity, full, p.development)


def full_revenue(new_value: float, joining: float, p: Customers) -> float:
    """Revenue of a developed customer, relative to a book of which a share is always new."""
    return 1.0 + joining * (1.0 - new_value) / max(1.0 - math.exp(-p.development), 1e-9)


def attainment(wins: int, existing: float, ceiling: float, target: float, pays_new: float, p: Pay) -> float:
    """How far a rep reaches the goals that the bonus is paid for."""
    new_goal = max(p.quota * ceiling / 0.5, 1e-9)
    return min(pays_new * wins / new_goal + (1.0 - pays_new) * existing / max(target, 1e-9), p.cap)


def fixed_cost(full: float, variable_share: float, p: Pay) -> float:
    """Cost of a rep without variable pay."""
    return full * (1.0 - p.pay_share * variable_share)


def bonus_cost(full: float, variable_share: float, attained: float, p: Pay) -> float:
    """Variable pay."""
    return full * p.pay_share * variable_share * attained
