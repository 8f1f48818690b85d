"""Money: what variable pay costs, and what later money is worth."""

from __future__ import annotations

import numpy as np

from sim.arrays import Array
from sim.laws.basics import Number
from sim.parameters.business import Pay


def attainment(wins: Array, existing: Array, ceiling: Number, target_existing: Number, new_business: Number,
               p: Pay) -> Array:
    """How far a rep reaches the goals the bonus is paid for, capped at `cap`.

    A = n * wins / (quota * ceiling / 0.5) + (1 - n) * existing / target, n = part that rewards new business.
    """
    on_new = wins / np.maximum(p.quota * ceiling / 0.5, 1e-9)
    on_existing = existing / np.maximum(target_existing, 1e-9)
    return np.asarray(np.minimum(new_business * on_new + (1.0 - new_business) * on_existing, p.cap))


def fixed_cost(cost: Number, variable_share: Number, p: Pay) -> Array:
    """Cost of a rep without variable pay: cost (1 - pay_share * variable_share), EUR/quarter.

    The variable share is a share of the target income: raising it shifts income, it does not add to it.
    """
    return np.asarray(cost * (1.0 - p.pay_share * variable_share))


def bonus_cost(cost: Number, variable_share: Number, attainment: Array, p: Pay) -> Array:
    """Variable pay: cost * pay_share * variable_share * attainment, EUR/quarter."""
    return np.asarray(cost * p.pay_share * variable_share * attainment)


def discount_factor(rate: Number, quarter: Number) -> Array:
    """Value today of one euro at the end of a quarter: (1 + rate)^(-quarter / 4); rate per year."""
    return np.asarray(np.exp(-np.log1p(rate) * quarter / 4.0))
