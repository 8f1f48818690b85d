"""Replays any run of a sweep: on its own, showing that it is identical to the bit, or as a Mesa model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.engine.ensemble import simulate_chunk
from sim.scenario.overrides import Override, path_of
from sim.scenario.reading import with_overrides
from sim.scenario.schema import Scenario
from sim.scenario.strategy import CARRY_ON
from sim.study.sweep.blocks import scalars_of
from sim.study.sweep.executors import SweepError
from sim.study.sweep.folder import Sweep
from sim.study.sweep.schedule import Schedule
from sim.study.sweep.work import Job, do

if TYPE_CHECKING:
    from sim.model import OrgModel

SHORTEST = 6
"""Digits of an identity that distinguish runs in a sweep of ten thousand; more if they do not."""


@dataclass(frozen=True)
class Replay:
    """One run of a sweep, repeated.

    kept : outcomes as stored, None if the run had failed. again : outcomes of the repetition. error : why there are
    none. inputs : the values of its world.
    """

    run_id: str
    point: int
    strategy: str
    run: int
    seed: int
    inputs: dict[str, Any]
    kept: dict[str, float] | None
    again: dict[str, float] | None
    error: str = ""

    @property
    def equal(self) -> bool:
        """Whether both are the same to the bit, missing values included; a run that fails again is the same too."""
        if self.kept is None or self.again is None:
            return self.kept is None and self.again is None
        return all(np.float64(self.kept[name]).tobytes() == np.float64(self.again[name]).tobytes()
                   or (np.isnan(self.kept[name]) and np.isnan(self.again[name])) for name in self.kept)


def replay(sweep: Sweep, run_id: str) -> Replay:
    """Repeat one run, alone in its batch, from the folder's own design and scenario.

    `SweepError` if no run, or more than one, has an identity with this beginning.
    """
    row, kept = _row(sweep, run_id)
    schedule, point, strategy = sweep.schedule, int(row["point"]), str(row["strategy"])
    job = Job(scenario_of(schedule, point), (), {}, np.asarray([row["run"]], dtype=np.int64), np.zeros(1, np.int64),
              tuple(dict.fromkeys([CARRY_ON, strategy])), sweep.outcomes, sweep.design.seed, sweep.design.precision)
    answer = do(job)
    wrong = next((f for f in answer.failures if f.strategy == strategy), None)
    again = None if wrong else {name: float(values[0]) for name, values in answer.values[strategy].items()}
    return Replay(str(row["run_id"]), point, strategy, int(row["run"]), sweep.design.seed, dict(schedule.values(point)),
                  kept, again, f"{wrong.kind}: {wrong.message}" if wrong else "")


def scenario_of(schedule: Schedule, point: int) -> Scenario:
    """The scenario of one world, checked as a file would be."""
    changes = [Override(path_of(name) or (), value) for name, value in scalars_of(schedule, point).items()]
    return with_overrides(schedule.prepared.scenario, changes)


def open_run(sweep: Sweep, run_id: str) -> OrgModel:
    """Return a run of the sweep as a Mesa model before its first quarter, with its world, strategy and luck."""
    from sim.model import OrgModel

    row, _ = _row(sweep, run_id)
    return OrgModel(scenario_of(sweep.schedule, int(row["point"])), str(row["strategy"]), rng=sweep.design.seed,
                    run=int(row["run"]))


def in_mesa(sweep: Sweep, run_id: str) -> bool:
    """Whether the run as a Mesa model has the same outcomes in every quarter, to the bit, as in the engine.

    Compared in double precision, whatever the precision of the sweep.
    """
    row, _ = _row(sweep, run_id)
    model = open_run(sweep, run_id)
    lived = model.run()
    alone = simulate_chunk(model.setup.scenario, str(row["strategy"]), sweep.design.seed,
                           np.asarray([row["run"]], dtype=np.int64))
    return all(np.array_equal(lived[name].to_numpy(), course[:, 0]) for name, course in alone.items())


def _row(sweep: Sweep, run_id: str) -> tuple[dict[str, Any], dict[str, float] | None]:
    """The row of a run among the answers or the failures, and its outcomes if it has some."""
    import pyarrow.compute as pc

    if len(run_id) < SHORTEST:
        raise SweepError(f"{run_id}: give at least {SHORTEST} digits of a run_id")
    found: list[tuple[dict[str, Any], dict[str, float] | None]] = []
    for table in sweep.tables():
        for row in table.filter(pc.starts_with(table["run_id"], run_id.lower())).to_pylist():
            found.append((row, {name: float(row[name]) for name in sweep.outcomes}))
    failures = sweep.failures()
    if len(failures):
        lost = failures[failures["run_id"].str.startswith(run_id.lower())]
        found += [({str(k): v for k, v in row.items()}, None) for row in lost.to_dict("records")]
    if not found:
        raise SweepError(f"{sweep.place}: no run has an identity that begins with {run_id}; "
                         "they are the column run_id of the parts, and of the failures")
    if len({row["run_id"] for row, _ in found}) > 1:
        raise SweepError(f"{sweep.place}: {len(found)} runs have an identity that begins with {run_id}; give more "
                         "digits")
    return found[0]
