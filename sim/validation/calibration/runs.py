"""The model at the points of a design: every measurement of every pattern at every point."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from sim.arrays import Array
from sim.engine.parallel import in_order
from sim.scenario.columns import with_values
from sim.scenario.schema import Scenario
from sim.validation.claims.treatments import Treatments
from sim.validation.evidence import PATTERNS
from sim.validation.evidence.pattern import Measurement, by_group

BATCH = 64
"""Points measured together: enough to fill the arrays, few enough to keep a hundred treatments in memory."""


def measurements() -> list[tuple[str, Measurement]]:
    """Every measurement with its id: that of the pattern and its place there, as in F1.2."""
    return [(f"{pattern.id}.{place}", measurement) for pattern in PATTERNS
            for place, measurement in enumerate(pattern.measurements, start=1)]


def measure_batch(scenario: Scenario, values: Mapping[str, Array], replications: int, seed: int, first: int) -> Array:
    """All measurements at some points of a design: from all runs and from either half, (points, 3, measurements).

    values : dotted name -> (points,). first : number of the first point; point i has the luck of its own
    runs, i * replications and so on, whatever the batch.
    """
    points = len(next(iter(values.values())))
    columns = {name: np.repeat(column, replications) for name, column in values.items()}
    treatments = Treatments(with_values(scenario, columns), points * replications, seed, first_run=first * replications)
    found = []
    for _, measurement in measurements():
        halves = by_group(measurement, treatments, 2 * points).reshape(points, 2)
        found.append(np.column_stack([by_group(measurement, treatments, points), halves]))
    return np.stack(found, axis=2)


def evaluate(scenario: Scenario, names: Sequence[str], points: Array, *, replications: int, seed: int,
             first: int = 0, workers: int | None = None, progress: Callable[[int], None] | None = None) -> Array:
    """All measurements at all points, from all runs and from either half of them, (points, 3, measurements).

    Not finite where a measurement has no answer. The halves tell how much is chance.

    Parameters
    ----------
    scenario : what is not calibrated.
    names : dotted names of the columns of `points`, (points, inputs).
    replications : runs at each point, an even number, each with luck of its own.
    seed : root seed. first : number of the first point, so that waves do not share luck.
    workers : processes; None is one. The numbers do not depend on it.
    progress : called with the number of points just done.
    """
    tasks = [(scenario, {name: points[i:i + BATCH, j] for j, name in enumerate(names)}, replications, seed, first + i)
             for i in range(0, len(points), BATCH)]
    done = []
    for part in in_order(measure_batch, tasks, workers or 1):
        done.append(part)
        if progress is not None:
            progress(len(part))
    return np.concatenate(done)
