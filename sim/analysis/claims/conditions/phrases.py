"""Numbers, places and ranges in the words of a headline."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from sim.analysis.claims.conditions.along import Threshold
from sim.analysis.statistics import Interval
from sim.analysis.wording import money_scale

Write = Callable[[float], str]


def times(value: float) -> str:
    """``2.4``: a multiple."""
    return f"{value:.1f}"


def place(found: Threshold, write: Write, ends: tuple[float, float], said: str = "95 % interval ") -> str:
    """``43 % (95 % interval 39 % to 47 %)``; an end beyond the range is said to be so."""
    low = write(found.low) if math.isfinite(found.low) else f"below {write(ends[0])}"
    high = write(found.high) if math.isfinite(found.high) else f"beyond {write(ends[1])}"
    return f"{write(found.at)} ({said}{low} to {high})"


def between_money(amounts: npt.NDArray[np.float64]) -> str:
    """``3.0 to 4.5 M EUR``: from the least to the largest of some amounts in EUR."""
    low, high = float(np.min(amounts)), float(np.max(amounts))
    scale = money_scale([low, high])
    return f"{scale.number(low)} to {scale.amount(high)}"


def number_range(found: Interval, write: Write = times) -> str:
    """``1.4 (1.1 to 1.7)``."""
    if not (math.isfinite(found.low) and math.isfinite(found.high)):
        return write(found.mean)
    return f"{write(found.mean)} ({write(found.low)} to {write(found.high)})"


def points(share: float, decimals: int = 0) -> str:
    """Percentage points without their unit, signed: ``+3``; never "-0"."""
    rounded = round(100.0 * share, decimals) + 0.0
    return f"{rounded:+.{decimals}f}" if rounded else f"{rounded:.{decimals}f}"


def points_range(found: Interval, decimals: int = 0) -> str:
    """``+3 points (+2 to +4)``."""
    return f"{points(found.mean, decimals)} points ({points(found.low, decimals)} to {points(found.high, decimals)})"


def joined(parts: list[str]) -> str:
    """``a, b and c``."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
