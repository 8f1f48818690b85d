"""The paired difference between two strategies: the answer to "is A better than B?"."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from sim.analysis import statistics

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Difference:
    """Net present value of ``a`` minus that of ``b``, run by run with the same luck, in EUR.

    ``low`` and ``high`` bound the 95 % interval of the mean; ``probability`` is the share
    of futures in which ``a`` beats ``b`` (a tie counts one half), with its Wilson interval.
    """

    a: str
    b: str
    mean: float
    low: float
    high: float
    probability: float
    probability_low: float
    probability_high: float
    n: int
    values: Array = field(repr=False, compare=False)
    """(runs,) difference of each run, EUR."""

    @property
    def half_width(self) -> float:
        """Half the width of the interval, EUR."""
        return (self.high - self.low) / 2.0

    @property
    def decided(self) -> bool:
        """True when zero lies outside the interval of the mean."""
        return self.low > 0.0 or self.high < 0.0

    @property
    def same(self) -> bool:
        """True when both are worth the same in every single run."""
        return not bool(self.values.any())

    def row(self) -> dict[str, str | float | int | bool]:
        """One row of a table of differences."""
        return {
            "a": self.a, "b": self.b, "mean": self.mean, "low": self.low, "high": self.high,
            "probability": self.probability, "probability_low": self.probability_low,
            "probability_high": self.probability_high, "n": self.n, "decided": self.decided,
        }


def difference_between(a: str, b: str, values_a: Array, values_b: Array) -> Difference:
    """Find the paired difference of two strategies from their values per run, (runs,) in EUR."""
    mean = statistics.paired_difference(values_a, values_b)
    beats = statistics.probability_of_beating(values_a, values_b)
    return Difference(a, b, mean.mean, mean.low, mean.high, beats.mean, beats.low, beats.high, mean.n,
                      values_a - values_b)
