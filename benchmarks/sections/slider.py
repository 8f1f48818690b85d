"""What a moving slider asks for: twenty paired futures of two strategies, in a process that is warm."""

from __future__ import annotations

import time

from benchmarks.contestants import SEED, STRATEGY, default_scenario
from benchmarks.fresh import call
from benchmarks.measuring import estimate
from benchmarks.store import Effort, Row, say
from sim.engine.ensemble import simulate_each
from sim.scenario.columns import with_values

FUTURES = 20
OTHER = "add_sellers"
SLIDER = "framework.error_culture"
POSITIONS = 30
WARM_UP = 3


def slider(effort: Effort) -> list[Row]:
    """Median and ninth decile of the wall clock of one position of the slider, over fresh processes."""
    rounds = []
    for i in range(effort.rounds):
        rounds.append(call("benchmarks.sections.slider:round_of"))
        say(f"round {i + 1} of {effort.rounds}: {rounds[-1]['median']:.1f} ms, p90 {rounds[-1]['p90']:.1f} ms")
    middle = estimate([r["median"] for r in rounds])
    return [{"futures": FUTURES, "strategies": 2, "milliseconds": middle.value, "low": middle.low, "high": middle.high,
             "p90": estimate([r["p90"] for r in rounds]).value, "cpu": estimate([r["cpu"] for r in rounds]).value,
            "rounds": [r["median"] for r in rounds]}]


def round_of() -> dict[str, float]:
    """Move the slider along its range and say how long each position took."""
    import numpy as np

    took = np.asarray([one_position(i / POSITIONS) for i in (*range(WARM_UP), *range(POSITIONS))])[WARM_UP:]
    wall, cpu = np.median(took, axis=0)
    return {"median": float(wall), "p90": float(np.quantile(took[:, 0], 0.9)), "cpu": float(cpu)}


def one_position(value: float) -> tuple[float, float]:
    """Milliseconds, wall clock and CPU, until both strategies have lived through all futures with that value."""
    began, worked = time.perf_counter(), time.process_time()
    moved = with_values(default_scenario(), {SLIDER: value})
    for _ in simulate_each([(moved, STRATEGY), (moved, OTHER)], replications=FUTURES, seed=SEED):
        pass
    return 1e3 * (time.perf_counter() - began), 1e3 * (time.process_time() - worked)
