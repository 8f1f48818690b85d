"""Forms that the laws share (7.1), and the quantiles that chance goes through."""

from __future__ import annotations

import math
from statistics import NormalDist

STANDARD_NORMAL = NormalDist()
ROOT_TWO = math.sqrt(2.0)


def logistic(x: float) -> float:
    """A share from logits."""
    return 1.0 / (1.0 + math.exp(-min(max(x, -700.0), 700.0)))


def logit(p: float) -> float:
    """Logits from a share."""
    p = min(max(p, 1e-9), 1.0 - 1e-9)
    return math.log(p / (1.0 - p))


def relax(x: float, up: float, down: float) -> float:
    """The state after a quarter of dx/dt = up (1 - x) - down x."""
    total = up + down
    if total <= 0.0:
        return x
    goal = up / total
    after = goal + (x - goal) * math.exp(-total)
    return 0.0 if after < 0.0 else 1.0 if after > 1.0 else after


def approach(x: float, goal: float, rate: float) -> float:
    """Exponential approach to a goal."""
    return goal + (x - goal) * math.exp(-rate)


def saturation(amount: float, constant: float) -> float:
    """Share reached of a full effect."""
    return 1.0 - math.exp(-amount / max(constant, 1e-9))


def positive(x: float) -> float:
    """The positive part."""
    return x if x > 0.0 else 0.0


def normal_quantile(u: float) -> float:
    """Quantile u of the standard normal distribution."""
    return STANDARD_NORMAL.inv_cdf(u)


def normal_share(z: float) -> float:
    """Share of the standard normal distribution below z, exact in the tails too."""
    return 0.5 * math.erfc(-z / ROOT_TWO)


def cut_normal_quantile(u: float, mean: float, spread: float) -> float:
    """Quantile u of a normal distribution cut to [0, 1]; without spread, the mean."""
    spread = max(spread, 1e-9)
    low, high = normal_share((0.0 - mean) / spread), normal_share((1.0 - mean) / spread)
    inside = low + u * (high - low)
    if not 0.0 < inside < 1.0:  # rounding in the far tails
        return round(inside)
    return min(max(mean + spread * normal_quantile(inside), 0.0), 1.0)
