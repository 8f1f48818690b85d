"""The factors of a design: what varies, over which values, and how a point of the unit cube becomes values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from sim.arrays import Array
from sim.study.design.schema import Distribution

Values = npt.NDArray[Any]
Kind = Literal["number", "whole", "choice"]


@dataclass(frozen=True)
class Factor:
    """One value of the scenario that varies.

    name : dotted name. role : "uncertainty" or "lever". kind : "number", "whole" or "choice".
    low, high : ends of the range, NaN for a choice. levels : the values themselves if the author gave them.
    steps : number of levels in a factorial, None if the sampler sets it. structural : determines the size of a run's
    tables, so that worlds that differ in it cannot share a batch.
    """

    name: str
    role: Literal["uncertainty", "lever"]
    kind: Kind
    unit: str
    meaning: str
    low: float
    high: float
    levels: tuple[Any, ...] | None = None
    steps: int | None = None
    structural: bool = False
    distribution: Distribution = "uniform"
    shape: Mapping[str, float] | None = None

    width = 1
    """Number of coordinates of the unit cube that it uses."""

    @property
    def names(self) -> tuple[str, ...]:
        """Names that it sets: its own."""
        return (self.name,)

    def sampled(self, unit: Array) -> dict[str, Values]:
        """Values at points of the unit interval, (points, 1) -> name: (points,), by the inverse of its distribution."""
        u = unit[:, 0]
        if self.levels is not None:
            place = np.minimum((u * len(self.levels)).astype(np.int64), len(self.levels) - 1)
            return {self.name: self.column([self.levels[k] for k in place])}
        if self.kind == "whole" and self.distribution == "uniform":
            return {self.name: np.minimum(np.floor(self.low + u * (self.high - self.low + 1.0)), self.high)}
        drawn = np.clip(self.quantile(u), self.low, self.high)
        return {self.name: np.round(drawn) if self.kind == "whole" else drawn}

    def graded(self, steps: int) -> list[tuple[Any, ...]]:
        """Its levels in a factorial, evenly spaced over the range unless given by the author."""
        if self.levels is not None:
            return [(level,) for level in self.levels]
        count = self.steps or steps
        even = np.geomspace(self.low, self.high, count) if self.distribution == "log_uniform" else \
            np.linspace(self.low, self.high, count)
        return [(float(v),) for v in (np.unique(np.round(even)) if self.kind == "whole" else even)]

    def column(self, values: list[Any]) -> Values:
        """Values as an array: numbers as float64, words as objects."""
        return np.asarray(values, dtype=object if self.kind == "choice" else np.float64)

    def quantile(self, u: Array) -> Array:
        """Inverse distribution function over the range, (points,)."""
        if self.distribution == "log_uniform":
            return np.asarray(self.low * (self.high / self.low) ** u)
        frozen = self.frozen
        return np.asarray(self.low + u * (self.high - self.low) if frozen is None else frozen.ppf(u))

    @cached_property
    def frozen(self) -> Any:
        """SciPy distribution of a non-uniform factor; None for a uniform one."""
        from scipy import stats

        shape, width = dict(self.shape or {}), self.high - self.low
        if self.distribution == "normal":
            mean, sd = shape["mean"], shape["sd"]
            return stats.truncnorm((self.low - mean) / sd, (self.high - mean) / sd, mean, sd)
        if self.distribution == "triangular":
            return stats.triang((shape["mode"] - self.low) / width, self.low, width)
        return None


@dataclass(frozen=True)
class Simplex:
    """Shares that add to 1: uniform over the simplex when drawn, a lattice in a factorial."""

    names: tuple[str, ...]
    steps: int | None

    @property
    def width(self) -> int:
        """Number of coordinates of the unit cube that it uses: one fewer than its shares."""
        return len(self.names) - 1

    def sampled(self, unit: Array) -> dict[str, Values]:
        """Stick breaking: each share but the last takes the fraction 1 - (1 - u)^(1 / shares left) of the remainder."""
        left, found = np.ones(len(unit)), {}
        for k, name in enumerate(self.names[:-1]):
            part = left * (1.0 - (1.0 - unit[:, k]) ** (1.0 / (len(self.names) - 1 - k)))
            found[name], left = part, left - part
        return {**found, self.names[-1]: left}

    def graded(self, steps: int) -> list[tuple[Any, ...]]:
        """All mixtures in which every share is a multiple of 1 / (steps - 1)."""
        parts = (self.steps or steps) - 1
        return [tuple(n / parts for n in counts) for counts in compositions(parts, len(self.names))]


def compositions(total: int, parts: int) -> list[tuple[int, ...]]:
    """All ways to write a whole number as an ordered sum of `parts` non-negative whole numbers."""
    if parts == 1:
        return [(total,)]
    return [(first, *rest) for first in range(total + 1) for rest in compositions(total - first, parts - 1)]
