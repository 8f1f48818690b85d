"""Histories that the model could have told: the observed figures, simulated from many vectors of values."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from sim.analysis.calibration.inputs import Input, scaled
from sim.analysis.fitting.data import Cell
from sim.analysis.running import Progress
from sim.engine.ensemble import CHUNK_CELLS, LEAST_COLUMNS, simulate
from sim.engine.parallel import in_order
from sim.scenario.columns import with_values
from sim.scenario.schema import Scenario
from sim.scenario.strategy import seller_positions

Array = npt.NDArray[np.float64]

FIRST_RUN = 1_000_000_000
"""Number of the first run: fitting shares no luck with the comparisons made from it later."""


def until(scenario: Scenario, strategy: str, quarters: int) -> Scenario:
    """The scenario up to some quarter, with this strategy only. What happens until then does not change."""
    return with_values(scenario, {"quarters": quarters, "strategies": (scenario.strategy(strategy),)})


def histories(scenario: Scenario, strategy: str, inputs: Sequence[Input], unit: Array, cells: Sequence[Cell], *,
              seed: int, first_run: int = FIRST_RUN, workers: int = 1, progress: Progress | None = None) -> Array:
    """Simulate one future for each vector of values, each with luck of its own, and keep the observed figures.

    Parameters
    ----------
    unit : vectors in the unit cube, (runs, inputs).
    first_run : number of the first run.
    workers : processes; the figures do not depend on it.

    Returns
    -------
    (runs, cells), in the units of the outcomes, in double precision; simulated in single precision.
    """
    short = until(scenario, strategy, max(cell.quarter for cell in cells))
    size = block_size(short, strategy)
    asked = [(cell.outcome, cell.quarter) for cell in cells]
    tasks = [(short, strategy, [one.name for one in inputs], scaled(unit[k:k + size], inputs), seed, first_run + k,
              asked) for k in range(0, len(unit), size)]
    parts = []
    for part in in_order(one_block, tasks, workers):
        parts.append(part)
        if progress is not None:
            progress(len(part))
    return np.concatenate(parts)


def block_size(scenario: Scenario, strategy: str) -> int:
    """Runs of one batch: as many as the engine takes at once."""
    slots = scenario.organisation.reps + seller_positions(scenario.strategy(strategy))
    most = CHUNK_CELLS // slots
    return most if most >= LEAST_COLUMNS else 1


def one_block(scenario: Scenario, strategy: str, names: Sequence[str], values: Array, seed: int, first_run: int,
              cells: Sequence[tuple[str, int]]) -> Array:
    """The observed figures of a batch, (runs, cells)."""
    world = with_values(scenario, {name: values[:, k].copy() for k, name in enumerate(names)})
    outcomes = simulate(world, strategy, replications=len(values), seed=seed, first_run=first_run,
                        precision="single").outcomes
    return np.stack([outcomes[name][quarter - 1].astype(np.float64) for name, quarter in cells], axis=1)


def with_error(figures: Array, error: float, seed: int) -> Array:
    """The figures as somebody would measure them who errs by a share of each (standard deviation)."""
    if error == 0.0:
        return figures
    slips = np.random.default_rng(seed).standard_normal(figures.shape)
    return np.asarray(figures * (1.0 + error * slips))
