"""Fear of failure: grown by unsafe failures, lost by successes and safe tries (A8, A9, E4)."""

from __future__ import annotations

import numpy as np

from sim.arrays import Array
from sim.laws.basics import Number, relax
from sim.parameters.behaviour import Fear


def failures(rejections: Array, losses: Array, p: Fear) -> Array:
    """Felt failures of the quarter: lost opportunities plus rejection_weight * rejected contacts (count >= 0)."""
    return np.asarray(losses + p.rejection_weight * rejections)


def successes(leads: Array, wins: Array, p: Fear) -> Array:
    """Felt successes of the quarter: wins plus lead_weight * opportunities found (count >= 0)."""
    return np.asarray(wins + p.lead_weight * leads)


def fear_after_outcomes(fear: Array, wins: Array, losses: Array, safety: Array, strain: Number, disposition: Array,
                        relief: Number, harm: Number, p: Fear) -> Array:
    """Fear after the quarter's outcomes and after coaching.

    up   = per_failure * losses (1 - safety) + strain_w * strain + r * disposition + harm
    down = per_success * wins + per_safe_failure * losses * safety + r (1 - disposition) + relief
    F' = relax(F, up, down)

    `wins` and `losses` are felt counts; `relief` and `harm` are rates (1/quarter) from coaching.
    Boichuk et al. 2014; Keith & Frese 2008; Jones et al. 2016. Range [0, 1].
    """
    up = p.per_failure * losses * (1.0 - safety) + p.strain * strain + p.disposition * disposition + harm
    down = (p.per_success * wins + p.per_safe_failure * losses * safety + p.disposition * (1.0 - disposition) + relief)
    return relax(fear, up, down)
