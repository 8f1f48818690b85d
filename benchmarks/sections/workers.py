"""One worker against two: wall clock of the same work, with the processes already there."""

from __future__ import annotations

import math
import time

from benchmarks.contestants import SEED, STRATEGY, default_scenario
from benchmarks.fresh import call
from benchmarks.measuring import Contestant, estimate, gathered, one_round
from benchmarks.sections.scaling import full_batch
from benchmarks.store import Effort, Row, cores, say
from sim.engine.ensemble import simulate

LEAST_SECONDS = 3.0
"""Of work for one worker; below that handing out the tasks would be a part of what is measured."""
MOST_WORKERS = 2


def workers(effort: Effort) -> list[Row]:
    """How much faster two workers are than one."""
    if cores() < MOST_WORKERS:
        say(f"workers: left out, there is {cores()} core only")
        return []
    rounds = []
    for i in range(effort.rounds):
        rounds.append(call("benchmarks.sections.workers:round_of", sweeps=effort.sweeps, seed=i))
        say(f"round {i + 1} of {effort.rounds}: {1 / rounds[-1][0]['ratio']:.3f} times one worker")
    found = gathered(rounds)[str(MOST_WORKERS)]
    faster = [1.0 / ratio for ratio in found["ratio"]]
    times = estimate(faster)
    return [{"workers": MOST_WORKERS, "ratio": times.value, "low": times.low, "high": times.high,
             "seconds": estimate(found["cost"]).value, "seconds_of_one": estimate(found["reference"]).value,
             "rounds": faster}]


def round_of(sweeps: int, seed: int) -> list[dict[str, float | str]]:
    """One round on the wall clock; the first calls, which are not counted, start the processes."""
    runs = enough_runs()
    one, two = (_with(count, runs) for count in (1, MOST_WORKERS))
    two.work()
    return one_round(one, [two], sweeps=sweeps, seconds=0.0, seed=seed, clock=time.perf_counter)


def enough_runs() -> int:
    """Whole batches, the same number for every worker, that keep one worker busy for long enough."""
    batch = full_batch(default_scenario())
    simulate(default_scenario(), STRATEGY, replications=batch, seed=SEED)
    began = time.perf_counter()
    simulate(default_scenario(), STRATEGY, replications=batch, seed=SEED)
    took = time.perf_counter() - began
    return batch * MOST_WORKERS * math.ceil(LEAST_SECONDS / took / MOST_WORKERS)


def _with(count: int, runs: int) -> Contestant:
    return Contestant(str(count), lambda: simulate(default_scenario(), STRATEGY, replications=runs, seed=SEED,
                                                   workers=count), calls=1)
