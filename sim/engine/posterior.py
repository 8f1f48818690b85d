"""Which set of values a run takes when the scenario carries a posterior.

Run k of a root seed takes its set by the inverse of the cumulative weights at u(seed, k), where u runs through the unit
interval in steps of the golden ratio from a start that the seed gives (a Kronecker sequence, of the lowest discrepancy
among those of one dimension: Niederreiter 1992, ch. 3). Any consecutive runs then contain every set about as often
as its weight says. The rule knows neither strategy nor batch, so run k is the same future everywhere.
"""

from __future__ import annotations

import numpy as np

from sim.arrays import Array, Runs
from sim.people.chance import GOLDEN, decision_key, mix
from sim.scenario.columns import with_values
from sim.scenario.posterior import Posterior
from sim.scenario.schema import Scenario

STREAM = "set of the posterior"
"""Name of the decision in the seed plan: never reuse it."""
SPARE_BITS = np.uint64(11)
"""Bits of a word beyond the 53 that a number of double precision holds exactly."""


def places(seed: int, runs: Runs) -> Array:
    """Point in [0, 1) at which each run looks up its set, (runs,)."""
    start = mix(np.asarray([seed & 0xFFFFFFFFFFFFFFFF], dtype=np.uint64) ^ decision_key(STREAM))
    words = start + runs.astype(np.uint64) * GOLDEN  # wraps around: steps of the golden ratio, exactly
    return np.asarray((words >> SPARE_BITS) * 2.0**-53)


def sets_of(posterior: Posterior, seed: int, runs: Runs) -> Runs:
    """Index of the set that each run takes, (runs,)."""
    total = np.cumsum(np.asarray(posterior.weights, dtype=np.float64))
    found = np.searchsorted(total, places(seed, runs) * total[-1], side="right")
    return np.asarray(np.minimum(found, total.size - 1))


def posterior_columns(scenario: Scenario, seed: int, runs: Runs) -> Scenario:
    """Return the scenario with arrays of shape (runs,) in place of its posterior; unchanged if it has none."""
    posterior = scenario.posterior
    if posterior is None:
        return scenario
    chosen = np.asarray(posterior.values, dtype=np.float64)[sets_of(posterior, seed, runs)]
    return with_values(scenario, {name: chosen[:, k].copy() for k, name in enumerate(posterior.names)})


def of_run(scenario: Scenario, seed: int, run: int) -> Scenario:
    """Return the scenario of one run, with scalar values: what `posterior_columns` gives that run."""
    posterior = scenario.posterior
    if posterior is None:
        return scenario
    row = posterior.values[int(sets_of(posterior, seed, np.asarray([run]))[0])]
    return with_values(scenario, {name: like(value, scenario, name)
                                  for name, value in zip(posterior.names, row, strict=True)})


def like(value: float, scenario: Scenario, name: str) -> float | int:
    """Convert to a whole number if the scenario's own value is one."""
    own: object = scenario
    for part in name.split("."):
        own = getattr(own, part)
    return int(value) if isinstance(own, int) else value
