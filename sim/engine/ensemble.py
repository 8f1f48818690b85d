"""Many runs at once: the same quarter over columns, in chunks, on one or more processes."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.arrays import Array, Runs
from sim.engine.counts import binomial_table, poisson_table
from sim.engine.parallel import in_order, start_early
from sim.engine.posterior import of_run, posterior_columns
from sim.engine.quarter import begin, step
from sim.engine.setup import Setup, State, make_setup
from sim.engine.side_by_side import simulate_side_by_side
from sim.people.arrivals import normal_quantile
from sim.people.chance import Luck
from sim.scenario.columns import STRUCTURAL, can_vary, columns, of_runs
from sim.scenario.precision import Precision, dtype_of
from sim.scenario.schema import Scenario
from sim.scenario.strategy import CARRY_ON, seller_positions

if TYPE_CHECKING:
    import pandas as pd

Progress = Callable[[int], None]
Prepare = Callable[[Setup, State], None]
"""Changes the state before the first quarter; a module-level function, so that helper processes can import it."""

SMALL_CELLS = 2_000
"""Rep slots times runs up to which strategies with different numbers of positions share a table."""
CHUNK_CELLS = 40_000
"""Rep slots times runs in one batch: large enough to hide the cost of calls, small enough for the cache."""
LEAST_COLUMNS = 5
"""Columns below which NumPy's overhead per row dominates: a run of a very large force is quicker on its own."""
PARALLEL_FROM = 1_000_000
"""Rep-quarters from which helper processes pay off: about one and a half seconds of work for one process."""


@dataclass(frozen=True)
class Ensemble:
    """One strategy in many futures.

    outcomes : name -> array of shape (quarters, runs), see `sim.engine.outcomes.OUTCOMES` for units.
    runs : run numbers, shape (runs,). Run k of a root seed has the same luck under every strategy.
    """

    scenario: Scenario
    strategy: str
    seed: int
    runs: Runs
    outcomes: dict[str, Array]

    def frame(self) -> pd.DataFrame:
        """Long table: one row per run and quarter, one column per outcome."""
        import pandas as pd

        quarters, runs = next(iter(self.outcomes.values())).shape
        index = {"run": np.repeat(self.runs, quarters), "quarter": np.tile(np.arange(1, quarters + 1), runs)}
        return pd.DataFrame(index | {name: values.T.ravel() for name, values in self.outcomes.items()})


def simulate_chunk(scenario: Scenario, strategy: str, seed: int, runs: Runs, prepare: Prepare | None = None,
                   precision: Precision = "double") -> dict[str, Array]:
    """Outcomes of some runs, simulated in one batch: name -> (quarters, runs).

    Values of the scenario may be (runs,) arrays.
    Where it carries a posterior, each run takes its set of values, see `sim.engine.posterior`.
    """
    scenario = posterior_columns(scenario, seed, runs)
    setup = make_setup(scenario, scenario.strategy(strategy), Luck.of(seed, runs, dtype_of(precision)))
    state = begin(setup)
    if prepare is not None:
        prepare(setup, state)
    quarters = [step(setup, state) for _ in range(scenario.quarters)]
    return {name: np.stack([quarter[name] for quarter in quarters]) for name in quarters[0]}


@dataclass(frozen=True)
class Batch:
    """Arms of an experiment that are simulated together: one scenario, some strategies, their places among all arms."""

    scenario: Scenario
    strategies: tuple[str, ...]
    places: tuple[int, ...]

    def slots(self) -> int:
        """Positions in the table: those of the widest strategy."""
        return self.scenario.organisation.reps + max(
            seller_positions(self.scenario.strategy(name)) for name in self.strategies)

    def chunks(self, runs: Runs, parts: int) -> list[tuple[Scenario, Runs]]:
        """Split the runs evenly into at least `parts` parts of at most about `CHUNK_CELLS` cells each.

        Values that differ from run to run are split with them.
        """
        most = CHUNK_CELLS // (self.slots() * len(self.strategies))
        most = most if most * len(self.strategies) >= LEAST_COLUMNS else 1
        size = -(-runs.size // max(parts, -(-runs.size // most)))
        return [(of_runs(self.scenario, slice(i, i + size)), runs[i:i + size]) for i in range(0, runs.size, size)]


def batches(arms: Sequence[tuple[Scenario, str]], runs: int, prepare: Prepare | None) -> list[Batch]:
    """Group the arms that share a scenario, so that the first day and chance are drawn once.

    Strategies that open different numbers of positions share a table only if it is small: there the calls cost
    more than the empty slots. Runs with a `prepare` function are never grouped.
    """
    groups: dict[Any, list[int]] = {}
    for place, (scenario, name) in enumerate(arms):
        positions = seller_positions(scenario.strategy(name))
        small = scenario.organisation.reps * runs <= SMALL_CELLS
        alone = place if prepare is not None else None
        groups.setdefault((id(scenario), None if small else positions, alone), []).append(place)
    return [Batch(arms[places[0]][0], tuple(arms[k][1] for k in places), tuple(places)) for places in groups.values()]


def simulate(scenario: Scenario, strategy: str = CARRY_ON, *, replications: int = 500, seed: int = 1,
             first_run: int = 0, workers: int | None = None, progress: Progress | None = None,
             prepare: Prepare | None = None, precision: Precision = "double") -> Ensemble:
    """Simulate one strategy in many futures.

    Parameters
    ----------
    scenario, strategy : what to simulate; `KeyError` if the scenario has no such strategy. A value of the
        scenario may be an array of shape (replications,), see `sim.scenario.columns.with_values`.
    replications : number of runs, at least 1 (`ValueError`).
    seed : root seed; the same seed gives the same numbers on any number of workers.
    first_run : number of the first run, to continue an ensemble.
    workers : processes; None is one. The results do not depend on it. A script that asks for more needs the
        usual ``if __name__ == "__main__":`` guard, because the processes are spawned.
    progress : called with the number of runs just finished.
    prepare : an experiment on the state before the first quarter, such as "those at the edge resist".
    precision : "double", or "single" for sweeps: faster, with tables of half the size, on almost the same luck. All
        numbers and outcomes are then float32; `ValueError` for any other word.
    """
    arms = [(scenario, strategy)]
    return next(simulate_each(arms, replications=replications, seed=seed, first_run=first_run, workers=workers,
                              progress=progress, prepare=prepare, precision=precision))


def simulate_each(arms: Sequence[tuple[Scenario, str]], *, replications: int = 500, seed: int = 1, first_run: int = 0,
                  workers: int | None = None, progress: Progress | None = None, prepare: Prepare | None = None,
                  precision: Precision = "double") -> Iterator[Ensemble]:
    """Simulate the (scenario, strategy) arms of an experiment on the same luck, one after the other or together.

    Yields their ensembles in the order of the arms; otherwise as `simulate`.
    """
    if replications < 1:
        raise ValueError(f"replications must be at least 1, not {replications}")
    dtype_of(precision)
    for scenario, _ in arms:
        check_columns(scenario, replications)
    runs = np.arange(first_run, first_run + replications)
    yield from in_place(_simulated(batches(arms, replications, prepare), runs, seed, workers or 1, progress, prepare,
                                   precision))


def check_columns(scenario: Scenario, runs: int) -> None:
    """Raise `ValueError` unless every value that differs between runs may do so and has one value per run."""
    for name, values in columns(scenario):
        if not can_vary(scenario, name):
            raise ValueError(f"{name} {STRUCTURAL}")
        if values.shape != (runs,):
            raise ValueError(f"{name} has shape {values.shape}; one value per run is ({runs},)")


def _simulated(together: list[Batch], runs: Runs, seed: int, workers: int, progress: Progress | None,
               prepare: Prepare | None, precision: Precision) -> Iterator[tuple[int, Ensemble]]:
    """Yield the index and the ensemble of every arm, batch by batch."""
    cut = [batch.chunks(runs, -(-workers // len(together))) for batch in together]
    tasks = [(part, batch.strategies, seed, some, prepare, precision)
             for batch, parts in zip(together, cut, strict=True) for part, some in parts]
    done = in_order(simulate_batch, tasks, workers)
    for batch, parts in zip(together, cut, strict=True):
        found = [told(next(done), progress) for _ in parts]
        for k, (place, name) in enumerate(zip(batch.places, batch.strategies, strict=True)):
            yield place, Ensemble(batch.scenario, name, seed, runs, joined([part[k] for part in found]))


def simulate_batch(scenario: Scenario, strategies: tuple[str, ...], seed: int, runs: Runs, prepare: Prepare | None,
                   precision: Precision) -> list[dict[str, Array]]:
    """Outcomes of some runs under each of the strategies."""
    if len(strategies) == 1:
        return [simulate_chunk(scenario, strategies[0], seed, runs, prepare, precision)]
    return simulate_side_by_side(scenario, strategies, seed, runs, precision)


def in_place(found: Iterator[tuple[int, Ensemble]]) -> Iterator[Ensemble]:
    """Yield ensembles in index order, each as soon as all before it are available."""
    waiting: dict[int, Ensemble] = {}
    for due in itertools.count():
        while due not in waiting:
            place, ensemble = next(found, (-1, None))
            if ensemble is None:
                return
            waiting[place] = ensemble
        yield waiting.pop(due)


def told(parts: list[dict[str, Array]], progress: Progress | None) -> list[dict[str, Array]]:
    """Pass the outcomes on after reporting their number of runs."""
    if progress is not None:
        progress(sum(next(iter(part.values())).shape[1] for part in parts))
    return parts


def joined(parts: list[dict[str, Array]]) -> dict[str, Array]:
    """Concatenate the batches of one ensemble."""
    return {name: np.concatenate([part[name] for part in parts], axis=1) for name in parts[0]}


def useful_workers(scenario: Scenario, runs: int) -> int:
    """All processors if the work outweighs the cost of starting helper processes, else 1."""
    work = scenario.organisation.reps * scenario.quarters * runs
    return default_workers() if work >= PARALLEL_FROM else 1


def start_helpers(workers: int) -> None:
    """Let helper processes import what they need while this one continues."""
    start_early(warm_up, workers)


def warm_up() -> None:
    """Import the engine and build its tables of counts."""
    binomial_table()
    poisson_table()
    normal_quantile(np.full(1, 0.5))


def default_workers() -> int:
    """Processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1)


def trace(scenario: Scenario, strategy: str = CARRY_ON, *, seed: int = 1, run: int = 0) -> pd.DataFrame:
    """Trace every rep through one run: one row per quarter and opened position, one column per trait or state."""
    import pandas as pd

    scenario = of_run(scenario, seed, run)
    setup = make_setup(scenario, scenario.strategy(strategy), Luck.of(seed, np.asarray([run])))
    state = begin(setup)
    frames = []
    for quarter in range(scenario.quarters + 1):
        if quarter:
            step(setup, state)
        table = {name: values[:, 0].copy() for name, values in state.people.arrays().items()}
        frame = pd.DataFrame({"quarter": quarter, "slot": np.arange(setup.slots), "team": setup.teams.team_of} | table)
        frames.append(frame[frame["opened"] > 0.0])
    return pd.concat(frames, ignore_index=True)
