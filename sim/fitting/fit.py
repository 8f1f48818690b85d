"""What was learnt from an organisation's figures, as tables and as a scenario that carries it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from sim._version import __version__
from sim.arrays import Array
from sim.engine.outcomes import OUTCOMES
from sim.fitting.data import Observed
from sim.fitting.neighbours import Weighted
from sim.fitting.prior import Prior, bounds, scaled
from sim.fitting.table import STRANGE, contraction
from sim.results.provenance import resolved
from sim.scenario.catalogue import rows
from sim.scenario.schema import Scenario

SETS = 250
"""Sets that a scenario carries: enough for its intervals, few enough to be read quickly."""
DIGITS = 6
"""Significant digits of a value in a set."""
LEVELS = (0.5, 0.9)
"""Intervals whose promise is tested."""
INTERVAL = (0.05, 0.95)


@dataclass(frozen=True)
class Fit:
    """What an organisation's figures say about the values of its scenario; made by `sim.fitting.waves.fit`."""

    scenario: Scenario
    """As it was given."""
    strategy: str
    observed: Observed
    prior: Prior
    runs: int
    seed: int
    error: float
    seen: Weighted = field(repr=False)
    """Weighted vectors in the unit cube of the ranges."""
    noise: float
    """Largest contraction among made-up values that play no part in the model."""
    ranks: Array = field(repr=False)
    """See `sim.fitting.table.Table.ranks`."""
    usual: tuple[float, float]
    """Share of the simulated histories that are farther out than the observed one: of the first and second wave."""
    never: tuple[str, ...]
    """Observed figures beyond those of every history of the first wave."""
    predictive: pd.DataFrame = field(repr=False)
    """See `sim.fitting.waves.predictive_frame`."""

    @property
    def names(self) -> list[str]:
        """Dotted names of the values fitted."""
        return [one.name for one in self.prior.inputs]

    @property
    def strange(self) -> bool:
        """Whether the figures lie outside what the model can produce within the ranges."""
        return min(self.usual) < STRANGE

    @cached_property
    def values(self) -> Array:
        """The sets in the units of the values, (sets, inputs)."""
        return scaled(self.seen.unit, self.prior.inputs)

    def sets(self) -> pd.DataFrame:
        """All weighted sets: a column ``weight``, which adds to 1, and one per value."""
        return pd.concat([pd.DataFrame({"weight": self.seen.weights}), pd.DataFrame(self.values, columns=self.names)],
                         axis=1)

    def parameters(self) -> pd.DataFrame:
        """One row per value, the most contracted first.

        Columns: name, meaning, unit, value (in the scenario), prior_low, prior_high, mean, median, low, high (90 %
        interval), contraction (1 - var/var_prior), informed (contraction beyond `noise`).
        """
        meaning = {row.name: row for row in rows()}
        low, median, high = (scaled(self.seen.quantile(share), self.prior.inputs)
                             for share in (INTERVAL[0], 0.5, INTERVAL[1]))
        shrunk = contraction(self.seen)
        frame = pd.DataFrame({
            "name": self.names, "meaning": [meaning[name].meaning for name in self.names],
            "unit": [meaning[name].unit for name in self.names], "value": [one.start for one in self.prior.inputs],
            "prior_low": [one.low for one in self.prior.inputs], "prior_high": [one.high for one in self.prior.inputs],
            "mean": self.seen.weights @ self.values, "median": median, "low": low, "high": high,
            "contraction": shrunk, "informed": shrunk > self.noise})
        return frame.sort_values(["contraction", "name"], ascending=[False, True]).reset_index(drop=True)

    def coverage(self) -> pd.DataFrame:
        """How often intervals held the truth of simulated histories: level, values, held, error (standard), histories.

        First over all values and over the informed ones, then value by value.
        """
        informed = contraction(self.seen) > self.noise
        groups: list[tuple[str, npt.NDArray[np.bool_]]] = [("all", np.ones(informed.size, dtype=bool)),
                                                           ("informed", informed)]
        groups += [(name, np.arange(informed.size) == k) for k, name in enumerate(self.names)]
        return pd.DataFrame([held(self.ranks[:, chosen], level) | {"values": name}
                             for name, chosen in groups if chosen.any() for level in LEVELS],
                            columns=["level", "values", "held", "error", "histories"])

    @cached_property
    def fitted(self) -> Scenario:
        """The scenario with the sets: every run takes one. Its single values are the medians."""
        chosen, times = np.unique(self.seen.chosen(SETS), return_counts=True)
        medians = dict(zip(self.names, written(self.seen.quantile(0.5)[None, :], self.prior)[0], strict=True))
        data = self.scenario.model_dump(exclude_unset=True)
        for one in self.prior.inputs:
            put(data, one.name, int(medians[one.name]) if one.whole else float(medians[one.name]))
        values = written(self.seen.unit[chosen], self.prior).tolist()
        data["posterior"] = {"names": self.names, "weights": [float(x) for x in times], "values": values,
                             "data": self.observed.fingerprint, "origin": self.origin()}
        return Scenario.model_validate(data)

    def origin(self) -> str:
        """What made the sets, in words."""
        error = f", measured to within {100 * self.error:g} %" if self.error else ""
        return (f"salesshift {__version__}: {len(self.observed.cells)} figures of {self.observed.quarters} quarters "
                f"({', '.join(self.observed.outcomes)}) under {self.strategy}{error}; {self.runs:,} simulated "
                f"histories, seed {self.seed}")

    def inputs(self) -> dict[str, Any]:
        """Everything that decides the result, for its identity."""
        return {"version": __version__, "scenario": resolved(self.scenario), "strategy": self.strategy,
                "data": self.observed.fingerprint, "figures": len(self.observed.cells), "inputs": self.names,
                "runs": self.runs, "error": self.error, "seed_plan": {"root_seed": self.seed}}


def written(unit: Array, prior: Prior) -> Array:
    """From the unit cube to values with a few digits, as a file has them, within the ranges; (sets, inputs)."""
    low, high = bounds(prior.inputs)
    rounded = [[float(f"{x:.{DIGITS}g}") for x in row] for row in scaled(unit, prior.inputs)]
    return np.asarray(np.clip(np.asarray(rounded), low, high))


def held(ranks: Array, level: float) -> dict[str, Any]:
    """How often the central interval of a level held the truth; the error counts histories, whose values hang together.

    Parameters
    ----------
    ranks : weight below the truth, (histories, values).
    """
    inside = (np.abs(ranks - 0.5) <= level / 2.0).mean(axis=1)
    return {"level": level, "held": float(inside.mean()), "histories": len(ranks),
            "error": float(np.sqrt(max(inside.var(ddof=1), level * (1.0 - level) / len(ranks) / ranks.shape[1])
                                   / len(ranks))) if len(ranks) > 1 else float("nan")}


def put(data: dict[str, Any], name: str, value: float) -> None:
    """Set a value by its dotted name in nested tables."""
    *heads, last = name.split(".")
    for head in heads:
        data = data.setdefault(head, {})
    data[last] = value


def unit_of(outcome: str) -> str:
    """The unit of an outcome."""
    return OUTCOMES[outcome].unit


def named(cells: Sequence[tuple[str, int]]) -> tuple[str, ...]:
    """Figures as text: ``revenue Q3``."""
    return tuple(f"{outcome} Q{quarter}" for outcome, quarter in cells)
