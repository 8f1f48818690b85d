"""Attitude, self-efficacy, identity and resistance (A3, A5, C4, C10, C11)."""

from __future__ import annotations

import numpy as np

from sim.arrays import Array
from sim.laws.basics import Number, approach, relax
from sim.parameters.behaviour import Attitude


def plasticity(tenure: Array, p: Attitude) -> Array:
    """Factor by which a newcomer is socialised faster: 1 + newcomer_plasticity exp(-tenure / newcomer_quarters)."""
    return np.asarray(1.0 + p.newcomer_plasticity * np.exp(-tenure / p.newcomer_quarters))


def attitude_after_quarter(attitude: Array, voiced: Array, plastic: Array, wins: Array, losses: Array, safety: Array,
                           coached: Number, hollow: Number, p: Attitude) -> Array:
    """Attitude to selling after what contacts voiced, what happened, coaching and hollow appeals.

    up   = influence * plasticity * voiced + success * wins + coached
    down = influence * plasticity (1 - voiced) + failure * losses (1 - safety) + hollow_appeals * hollow
    a' = relax(a, up, down)

    Social influence: De Grip & Sauermann 2012; coaching: Jones et al. 2016 (A5); hollow appeals: C10.
    """
    social = p.influence * plastic
    up = social * voiced + p.success * wins + coached
    down = social * (1.0 - voiced) + p.failure * losses * (1.0 - safety) + p.hollow_appeals * hollow
    return relax(attitude, up, down)


def self_efficacy_after_quarter(efficacy: Array, skill: Array, wins: Array, losses: Array, safety: Array,
                                p: Attitude) -> Array:
    """Confidence follows skill, success and unsafe failure (C5; Bandura's mastery experience).

    up = efficacy_skill * skill + efficacy_success * wins
    down = efficacy_skill (1 - skill) + efficacy_failure * losses (1 - safety)
    """
    up = p.efficacy_skill * skill + p.efficacy_success * wins
    down = p.efficacy_skill * (1.0 - skill) + p.efficacy_failure * losses * (1.0 - safety)
    return relax(efficacy, up, down)


def identity_after_quarter(identity: Array, behaviour: Array, p: Attitude) -> Array:
    """Advisory identity drifts to what one does: target 1 - b, rate identity_drift (1/quarter)."""
    return approach(identity, 1.0 - behaviour, p.identity_drift)


def resistance_after_quarter(resistance: Array, push: Number, fear: Array, identity: Array, justice: Array, fit: Array,
                             involvement: Number, coached: Number, p: Attitude) -> Array:
    """Resistance: reactance against the push of those who fear and identify; it fades where conditions fit.

    up   = reactance * push * fear^2 * identity^2 (1 - justice)
    down = resistance_fade * fit^2 + involvement_w * involvement + coached

    Squares, because the block is of few and harder than logic explains (A3); C11: small resistance goes
    when the conditions fit. `fit` is the framework's coherence.
    """
    up = p.reactance * push * (fear * fear) * (identity * identity) * (1.0 - justice)
    down = p.resistance_fade * fit * fit + p.involvement * involvement + coached
    return relax(resistance, up, down)


def blocking(resistance: Array, fear: Array, identity: Array) -> Array:
    """Index of blocking: 1 - (1 - resistance)(1 - fear * identity). Range [0, 1] (A3)."""
    return np.asarray(1.0 - (1.0 - resistance) * (1.0 - fear * identity))
