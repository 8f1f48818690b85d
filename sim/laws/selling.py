"""Selling: how time becomes attempts, opportunities and wins (A7, B5, C13, C14, C16, E2, E5)."""

from __future__ import annotations

import numpy as np

from sim.arrays import Array
from sim.laws.basics import Number, approach, logistic, logit, positive
from sim.parameters.business import Selling


def customer_time(meetings: Number, training: Number, networking: Number, p: Selling) -> Array:
    """Working time left for customers, at least 0. Range [0, 1].

    t = 1 - overhead - meeting_time * meetings - training_time * training - networking
    """
    used = p.overhead + p.meeting_time * meetings + p.training_time * training + networking
    return positive(1.0 - used)


def acquisition_time(time: Array, ceiling: Number, behaviour: Array) -> Array:
    """Part of the customer time given to acquisition: time * ceiling * b (share of working time)."""
    return np.asarray(time * ceiling * behaviour)


def attempts_made(acquisition: Array, time: Array, capacity: Array, effort: Array, ramp: Array, p: Selling) -> Array:
    """Attempts of the quarter.

    attempts * (acquisition / (1 - overhead) / 0.5) * capacity * effort * (r + (1 - r) ramp)

    `attempts` is what half of the customer-facing time allows at full capacity (count >= 0),
    r = ramp_start. Without customer time there are none.
    """
    full = positive(1.0 - p.overhead)
    return np.asarray(p.attempts * (acquisition / np.maximum(full, 1e-9) / 0.5) * capacity * effort
                      * (p.ramp_start + (1.0 - p.ramp_start) * ramp) * np.asarray(time > 0.0))


def dual_role_factor(acquisition: Array, time: Array, p: Selling) -> Array:
    """Output left by splitting the day: 1 - dual_role * 4 s (1 - s), s = acquisition / time.

    Gabler et al. 2017 against Jasmand et al. 2012.
    """
    split = acquisition / np.maximum(time, 1e-9)
    return np.asarray(1.0 - p.dual_role * 4.0 * split * (1.0 - split))


def market_yield(attempts_per_prospect: Array, open_share: Array, p: Selling) -> Array:
    """Factor on opportunities per attempt: open_share / (1 + attempts per prospect / saturation).

    More sellers share the same market: diminishing returns. Misra, Pinker & Shumsky 2001. Range [0, 1].
    """
    return np.asarray(open_share / (1.0 + attempts_per_prospect / p.saturation))


def opportunities(attempts: Array, skill: Array, market: Array, demand: Number, yielding: Number, p: Selling) -> Array:
    """Expected new opportunities.

    attempts * contact_yield [1 + skill_yield (skill - 1/2)] * market * demand * yielding

    `yielding` is how far the behaviour brings opportunities at all (1 acquisition, 0 use of a tool; C15).
    """
    quality = 1.0 + p.skill_yield * (skill - 0.5)
    return np.asarray(attempts * p.contact_yield * quality * market * demand * yielding)


def outcomes_of_trying(attempts: Array, leads: Array, skill: Array, yielding: Number) -> tuple[Array, Array]:
    """Small successes and rejections that trying brings, both >= 0.

    successes = leads + (1 - yielding) attempts * skill;  rejections = max(attempts - successes, 0)

    Where the behaviour is the use of a tool (yielding 0), a try succeeds as often as the user is skilled (C15).
    """
    good = leads + (1.0 - yielding) * attempts * skill
    return good, positive(attempts - good)


def pushiness(pressure: Array, skill: Array, behaviour: Array, yielding: Number) -> Array:
    """Selling without advising: pressure * b (1 - skill) * yielding. Range [0, 1] (B5).

    Only selling pushes customers; the use of a tool (yielding 0) does not (C15).
    """
    return np.asarray(pressure * behaviour * (1.0 - skill) * yielding)


def win_odds(base_rate: Number, skill: Array, pushy: Array, advice: Number, circumstances: Array, p: Selling) -> Array:
    """Chance to win one opportunity.

    logit p = logit(base_rate) + skill_odds (skill - 1/2) - pushiness_odds * pushy * advice + circumstances

    `advice` is the customers' demand for advice (B5). Range (0, 1).
    """
    return logistic(logit(base_rate) + p.skill_odds * (skill - 0.5) - p.pushiness_odds * pushy * advice + circumstances)


def odds_of_case_handling(autonomy: Number, rules: Number, complexity: Number, p: Selling) -> Array:
    """Latitude and rules on the odds of every deal, logits (C14, E2).

    autonomy_odds * complexity (latitude - 1/2) + rules_odds * rules (1/2 - complexity)

    Dense rules disappoint in complex business and help in simple one.
    """
    return np.asarray(p.autonomy_odds * complexity * (autonomy - 0.5) + p.rules_odds * rules * (0.5 - complexity))


def odds_of_mixed_types(team_spread: Number, diversity: Number, p: Selling) -> Array:
    """Mixed types of seller on the odds, logits: -style_odds * max(diversity - team_spread, 0)^2.

    Teams less diverse than their customers meet some of them wrongly (E5). Range <= 0.
    """
    lack = positive(diversity - team_spread)
    return np.asarray(-p.style_odds * lack * lack)


def odds_of_structure(segments: Number, pairs: Number, exchange: Array, p: Selling) -> Array:
    """Structural options on the odds, logits: segment_odds * segments + team_odds * pairs * exchange (C13)."""
    return np.asarray(p.segment_odds * segments + p.team_odds * pairs * exchange)


def ramped_up(ramp: Array, p: Selling) -> Array:
    """Knowledge of products and market: approaches 1 at the rate 3 / ramp_up, 95 % after ramp_up quarters.

    SBI; CSO Insights.
    """
    return approach(ramp, 1.0, 3.0 / p.ramp_up)


def networking(protected: Number, pressure: Array, p: Selling) -> Array:
    """Time for strategic contacts: protected + spare_networking (1 - pressure)^2; urgent work crowds it out (C16)."""
    slack = 1.0 - pressure
    return np.asarray(protected + p.spare_networking * slack * slack)


def contacts_after_quarter(contacts: Array, time: Array, p: Selling) -> Array:
    """Network of strategic contacts: C' = C exp(-fading) + (1 - C exp(-fading)) (1 - exp(-growth * time)) (C16)."""
    kept = contacts * np.exp(-np.asarray(p.contact_fading))
    return np.asarray(kept + (1.0 - kept) * (1.0 - np.exp(-(p.contact_growth * time))))


def leads_from_contacts(contacts: Array, demand: Number, p: Selling) -> Array:
    """Opportunities from strategic contacts: contact_leads * C * demand (leads/quarter). They pay late (C16)."""
    return np.asarray(p.contact_leads * contacts * demand)
