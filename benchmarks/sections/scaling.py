"""What one rep costs in one quarter when the task grows, relative to a full batch of small runs."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import islice

import sim.engine.ensemble as engine
from benchmarks.contestants import SEED, STRATEGY, default_scenario
from benchmarks.fresh import call
from benchmarks.measuring import Contestant, estimate, gathered, one_round
from benchmarks.store import Effort, Row, say
from sim.scenario.columns import with_values
from sim.scenario.schema import Scenario
from sim.scenario.strategy import seller_positions

HERE = "benchmarks.sections.scaling:round_of"
AXES: dict[str, tuple[int, ...]] = {
    "reps": (20, 50, 100, 200, 500, 1_000, 5_000, 20_000, 100_000),
    "quarters": (4, 8, 12, 16, 24, 32, 40),
    "replications": (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 10_000),
    "strategies": (1, 2, 3, 4, 5, 6, 7, 8),
    "batch": (2_000, 5_000, 10_000, 20_000, 40_000, 80_000, 160_000, 400_000),
}
REPLICATIONS = 500
"""Runs of each strategy, where strategies are counted."""


def axis(name: str, effort: Effort) -> list[Row]:
    """Cost per rep and quarter at every point of an axis."""
    rounds = []
    for i in range(effort.rounds):
        rounds.append(call(HERE, name=name, sweeps=1, seconds=effort.seconds, seed=i))
        say(f"{name}, round {i + 1} of {effort.rounds}")
    found = gathered(rounds)
    return [_row(name, value, found[str(value)]) for value in AXES[name]]


def round_of(name: str, sweeps: int, seconds: float, seed: int) -> list[dict[str, float | str]]:
    """One round over the points of an axis, in the process that is asked."""
    full = reference()
    points = [POINTS[name](value) for value in AXES[name]]
    return one_round(full, [warm_already(p, full) for p in points], sweeps=sweeps, seconds=seconds, seed=seed)


def warm_already(point: Contestant, full: Contestant) -> Contestant:
    """A point as large as the reference fills a slice with one call, and the reference has warmed its code up."""
    return Contestant(point.name, point.work, point.units, 1) if point.units >= full.units else point


def _row(name: str, value: int, found: dict[str, list[float]]) -> Row:
    times = estimate(found["ratio"])
    return {"axis": name, "value": value, "ratio": times.value, "low": times.low, "high": times.high,
            "nanoseconds": 1e9 * estimate(found["cost"]).value,
            "reference_nanoseconds": 1e9 * estimate(found["reference"]).value, "rounds": found["ratio"]}


# --- points -----------------------------------------------------------------------------------------------------------


def reference() -> Contestant:
    """A full batch of the default scenario."""
    return _ensemble("reference", default_scenario(), full_batch(default_scenario()))


def full_batch(scenario: Scenario) -> int:
    """Runs that fill one batch."""
    return max(1, engine.CHUNK_CELLS // positions(scenario, STRATEGY))


def positions(scenario: Scenario, strategy: str) -> int:
    """Rows of the table: reps, and sellers that the strategy will hire."""
    return scenario.organisation.reps + seller_positions(scenario.strategy(strategy))


def _ensemble(name: str, scenario: Scenario, runs: int) -> Contestant:
    work = partial(engine.simulate, scenario, STRATEGY, replications=runs, seed=SEED)
    return Contestant(name, work, units=runs * scenario.quarters * positions(scenario, STRATEGY))


def of_reps(reps: int) -> Contestant:
    """A full batch of forces of that size; the market grows with them, or many reps would have no one to sell to."""
    small = default_scenario()
    prospects = small.market.prospects * reps // small.organisation.reps
    scenario = with_values(small, {"organisation.reps": reps, "market.prospects": prospects})
    return _ensemble(str(reps), scenario, full_batch(scenario))


def of_quarters(quarters: int) -> Contestant:
    """A full batch of runs of that length."""
    scenario = with_values(default_scenario(), {"quarters": quarters})
    return _ensemble(str(quarters), scenario, full_batch(scenario))


def of_replications(replications: int) -> Contestant:
    """So many runs of the default scenario, in as many batches as the engine makes of them."""
    return _ensemble(str(replications), default_scenario(), replications)


def of_strategies(count: int) -> Contestant:
    """The first strategies of the default scenario on the same luck."""
    scenario = default_scenario()
    names = [strategy.name for strategy in islice(scenario.strategies, count)]

    def work() -> None:
        for _ in engine.simulate_each([(scenario, name) for name in names], replications=REPLICATIONS, seed=SEED):
            pass

    rows = sum(positions(scenario, name) for name in names)
    return Contestant(str(count), work, units=REPLICATIONS * scenario.quarters * rows)


def of_batch(cells: int) -> Contestant:
    """Full batches of another size than the engine's own, of at least as many runs as the reference has."""
    scenario = default_scenario()
    runs = max(full_batch(scenario), cells // positions(scenario, STRATEGY))
    inner = _ensemble(str(cells), scenario, runs)

    def work() -> None:
        kept, engine.CHUNK_CELLS = engine.CHUNK_CELLS, cells
        try:
            inner.work()
        finally:
            engine.CHUNK_CELLS = kept

    return Contestant(inner.name, work, inner.units)


POINTS: dict[str, Callable[[int], Contestant]] = {
    "reps": of_reps, "quarters": of_quarters, "replications": of_replications, "strategies": of_strategies,
    "batch": of_batch}
