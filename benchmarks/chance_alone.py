"""Chance alone as a contestant: the random numbers of every quarter of some runs, and nothing else."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from benchmarks.limit import draws
from sim.people.chance import run_keys
from sim.scenario.schema import Scenario


def simulate(scenario: Scenario, strategy: str, *, seed: int, replications: int, what: str, compiled: bool) -> None:
    """Draw the ``uniforms`` or the ``counts`` (with their uniforms) of all quarters; no strategy changes them much."""
    keys, slots = run_keys(seed, np.arange(replications)), scenario.organisation.reps
    draw = getattr(draws, f"{'compiled' if compiled else 'numpy'}_{what}")
    needed = slots if what == "uniforms" else means(slots, replications, compiled)
    for quarter in range(1, scenario.quarters + 1):
        draw(keys, quarter, needed)


@lru_cache(maxsize=2)
def means(slots: int, runs: int, compiled: bool) -> draws.Means:
    """The means of the counts, made once: they are given, not drawn."""
    found = draws.usual_means(slots, runs)
    return draws.by_run(found) if compiled else found
