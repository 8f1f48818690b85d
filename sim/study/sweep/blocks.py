"""Blocks of a sweep in progress: which runs are known, what remains to be simulated, and how results become rows."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.arrays import Array
from sim.results.writing import DiskError
from sim.scenario.overrides import Override, path_of
from sim.scenario.strategy import CARRY_ON
from sim.study.sweep.schedule import Rows, Schedule, Slice
from sim.study.sweep.store import PARTS, Store, blocks_in
from sim.study.sweep.work import Failure, Job, JobResult

# --- runs of earlier designs, found by identity; indexed on disk so that memory stays bounded ------------------------

ASKED = 500
"""Identities per query; old builds of SQLite accept at most 999."""


class Known:
    """Index from the identity of a run to the part that holds it.

    A part may be written anew while it is known here, when its block is completed; so the place in it is looked up
    by identity when it is read. Only parts count that have every outcome that is asked for. Built from `parts`:
    files that are not blocks of the present schedule, or are incomplete blocks.
    """

    def __init__(self, store: Store, parts: Iterable[Path]) -> None:
        """Index the parts; with none of them nothing is written."""
        self.store = store
        self.files: list[Path] = []
        self.base: sqlite3.Connection | None = None
        for path in sorted(parts):
            self._index(path)

    def __enter__(self) -> Known:
        """Return the index itself; leaving the with statement closes it."""
        return self

    def __exit__(self, *error: object) -> None:
        """Close the index."""
        if self.base is not None:
            self.base.close()

    def _index(self, path: Path) -> None:
        table = self.store.usable(part_name(path))
        if table is None or not set(self.store.outcomes) <= set(table.column_names):
            return
        self.files.append(path)
        try:
            self._note(table["run_id"].to_pylist(), len(self.files) - 1)
        except sqlite3.OperationalError as error:
            raise DiskError(f"the folder for temporary files: cannot be written: {error}") from error

    def _note(self, ids: Sequence[str], file: int) -> None:
        if self.base is None:
            self.base = sqlite3.connect("")  # a temporary file of SQLite's own, gone with the connection
            self.base.execute("create table known (id text primary key, file integer) without rowid")
        self.base.executemany("insert or ignore into known values (?, ?)", ((one, file) for one in ids))

    def values(self, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
        """Outcomes of those of the runs that are known: identity -> name -> value."""
        values: dict[str, dict[str, Any]] = {}
        for file, members in self._by_file(ids).items():
            table = self.store.usable(part_name(self.files[file]), ["run_id", *self.store.outcomes])
            if table is None:  # damaged since it was looked at: its runs are made again
                continue
            rows = {one: row for row, one in enumerate(table["run_id"].to_pylist())}
            columns = {name: table[name].to_numpy() for name in self.store.outcomes}
            values |= {one: {name: column[rows[one]] for name, column in columns.items()}
                       for one in members if one in rows}
        return values

    def _by_file(self, ids: Sequence[str]) -> dict[int, list[str]]:
        """The identities that are known, by the part in which they lie."""
        found: dict[int, list[str]] = {}
        for first in range(0, len(ids) if self.base is not None else 0, ASKED):
            some = list(dict.fromkeys(ids[first:first + ASKED]))
            marks = ",".join("?" * len(some))
            assert self.base is not None
            for one, file in self.base.execute(f"select id, file from known where id in ({marks})", some):
                found.setdefault(file, []).append(one)
        return found


def part_name(path: Path) -> str:
    """Name of a part below its sweep's folder."""
    return f"{PARTS}/{path.name}"


def strangers(store: Store, complete: set[str]) -> list[Path]:
    """Parts in the folder that are not complete blocks of the present schedule."""
    return [path for path in blocks_in(store.place) if path.parent.name == PARTS and path.stem not in complete]


Flags = npt.NDArray[np.bool_]


@dataclass
class Block:
    """A block in progress.

    values : outcome -> (rows,), NaN where nothing is known yet. open : jobs that have no answer yet.
    """

    part: Slice
    key: str
    rows: Rows
    values: dict[str, Array]
    reused: int
    open: int = 0
    failures: dict[int, Failure] = field(default_factory=dict)

    def take(self, schedule: Schedule, job: Job, answer: JobResult, missing: Flags) -> None:
        """Write a result into its rows; only rows that were missing are filled."""
        each = len(self.rows.ids) // len(schedule.strategies)
        for strategy, outcomes in answer.values.items():
            first = schedule.strategies.index(strategy) * each
            where = first + job.places
            wanted = missing[where]
            for name, column in outcomes.items():
                self.values[name][where[wanted]] = column[wanted]
        for failure in answer.failures:
            row = schedule.strategies.index(failure.strategy) * each + failure.place
            if missing[row]:
                self.failures[row] = failure

    def inputs(self, schedule: Schedule) -> list[str]:
        """The values of the worlds in which something failed, as JSON."""
        return [json.dumps(schedule.values(int(self.rows.points[row])), ensure_ascii=False) for row in self.failures]


def begun(schedule: Schedule, part: Slice, key: str, known: Known) -> tuple[Block, Flags]:
    """Return a block with its known values, and which of its rows are missing, (rows,)."""
    rows = schedule.rows_of(part)
    values = {name: np.full(len(rows.ids), np.nan) for name in schedule.prepared.design.outcomes}
    told = known.values(rows.ids)
    missing = np.asarray([one not in told for one in rows.ids], dtype=bool)
    for row in np.flatnonzero(~missing):
        for name, value in told[rows.ids[row]].items():
            values[name][row] = value
    return Block(part, key, rows, values, int((~missing).sum())), missing


def job_of(schedule: Schedule, block: Block, missing: Flags) -> Job | None:
    """Return the job that remains of a block: runs that lack a strategy, under the strategies that some run lacks.

    Carrying on is always simulated with them: the others are measured against it. None if nothing is missing.
    """
    table = missing.reshape(len(schedule.strategies), -1)
    places, under = np.flatnonzero(table.any(axis=0)), np.flatnonzero(table.any(axis=1)).tolist()
    if not places.size:
        return None
    strategies = tuple(name for k, name in enumerate(schedule.strategies) if k in under or name == CARRY_ON)
    prepared, points = schedule.prepared, block.rows.points[places]
    return Job(prepared.scenario, fixed_values(schedule, int(points[0])), columns_of(schedule, points),
               block.rows.runs[places], places, strategies, prepared.design.outcomes, prepared.design.seed,
               prepared.design.precision)


def fixed_values(schedule: Schedule, point: int) -> tuple[Override, ...]:
    """Structural values of a world, as overrides of the scenario."""
    whole = {f.name for f in schedule.prepared.factors if f.kind == "whole"}
    return tuple(Override(path_of(name) or (), _own(schedule.value(name, point), name in whole))
                 for name in schedule.structural)


def columns_of(schedule: Schedule, points: npt.NDArray[np.int64]) -> dict[str, Array]:
    """Values that differ from run to run: name -> (runs,)."""
    return {name: column[points].astype(np.float64)
            for name, column in schedule.columns.items() if name not in schedule.structural}


def _own(value: Any, whole: bool) -> Any:
    return int(value) if whole else value


def scalars_of(schedule: Schedule, point: int) -> Mapping[str, Any]:
    """Every value of one world, with whole numbers as `int`."""
    whole = {f.name for f in schedule.prepared.factors if f.kind == "whole"}
    return {name: _own(value, name in whole) for name, value in schedule.values(point).items()}
