"""The compiled loop from outside: the same arguments and the same numbers as the engine."""

from __future__ import annotations

import numpy as np

from benchmarks.limit.loop import simulate_runs
from benchmarks.limit.setup import prepare
from benchmarks.limit.start import empty_run
from sim.engine.outcomes import OUTCOMES
from sim.people.chance import run_keys


def simulate(scenario, strategy, *, seed, replications, first_run=0):
    """Outcomes of one strategy in many runs: name -> (quarters, runs). The first call of a process compiles."""
    keys = run_keys(seed, np.arange(first_run, first_run + replications))
    setup, *rest = prepare(scenario, strategy)
    out = np.zeros((replications, scenario.quarters, len(OUTCOMES)))
    simulate_runs(setup, *rest, empty_run(setup.size), keys, out)
    return {name: np.ascontiguousarray(out[:, :, k].T) for k, name in enumerate(OUTCOMES)}
