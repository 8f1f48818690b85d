"""Peak memory of a whole process against the number of runs."""

from __future__ import annotations

from benchmarks.contestants import SEED, STRATEGY, default_scenario
from benchmarks.fresh import arguments_of, timed
from benchmarks.store import Effort, Row, say

RUNS = (100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000)
TRIAL_RUNS = 2_000
KINDS = {"simulate": "all outcomes of one strategy, kept", "compare": "a strategy compared with carrying on"}


def memory(effort: Effort) -> list[Row]:
    """A fresh process for every number of runs and each way to ask."""
    rows = []
    for kind in KINDS:
        for runs in RUNS:
            if effort.name == "trial" and runs > TRIAL_RUNS:
                continue
            used = timed(arguments_of("benchmarks.sections.memory:work", kind=kind, runs=runs))
            rows.append({"kind": kind, "runs": runs, "peak_mb": used["peak_mb"], "seconds": used["wall"]})
            say(f"{kind}, {runs:,} runs: {used['peak_mb']:.0f} MB")
    return rows


def work(kind: str, runs: int) -> None:
    """What the process does whose memory is measured."""
    if kind == "compare":
        from sim.comparison.compare import compare

        compare(default_scenario(), [STRATEGY], replications=runs, seed=SEED)
        return
    from sim.engine.ensemble import simulate

    simulate(default_scenario(), STRATEGY, replications=runs, seed=SEED)
