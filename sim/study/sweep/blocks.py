"""One block on its way: which of its runs are known, what is still to be simulated, and how answers become rows."""

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

# Finds runs of earlier designs in a folder, by their identity: on disk, so that memory stays bounded.

ASKED = 500
"""Identities asked for at once; SQLite takes at most 999 in old builds."""


class Known:
    """Identity of a run -> the part in which it lies.

    A part may be written anew while it is known here, when its block is completed; so the place in it is looked up
    by identity when it is read. Only parts count that have every outcome that is asked for. Built from `parts`, which
    are the files that are not blocks of the present plan, or are blocks that are not complete.
    """

    def __init__(self, store: Store, parts: Iterable[Path]) -> None:
        """Index the parts; with none of them nothing is written."""
        self.store = store
        self.files: list[Path] = []
        self.base: sqlite3.Connection | None = None
        for path in sorted(parts):
            self._index(path)

    def __enter__(self) -> Known:
        """Nothing more to do."""
        return self

    def __exit__(self, *error: object) -> None:
        """Let the index go."""
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
    """Parts in the folder that are not complete blocks of the present plan."""
    return [path for path in blocks_in(store.place) if path.parent.name == PARTS and path.stem not in complete]


Flags = npt.NDArray[np.bool_]


@dataclass
class Block:
    """A block under way.

    values : outcome -> (rows,), NaN where nothing is known yet. open : jobs that have no answer yet.
    """

    part: Slice
    key: str
    rows: Rows
    values: dict[str, Array]
    reused: int
    open: int = 0
    failures: dict[int, Failure] = field(default_factory=dict)

    def take(self, plan: Schedule, job: Job, answer: JobResult, missing: Flags) -> None:
        """Put an answer into its rows; only rows that were missing are filled."""
        each = len(self.rows.ids) // len(plan.strategies)
        for strategy, outcomes in answer.values.items():
            first = plan.strategies.index(strategy) * each
            where = first + job.places
            wanted = missing[where]
            for name, column in outcomes.items():
                self.values[name][where[wanted]] = column[wanted]
        for failure in answer.failures:
            row = plan.strategies.index(failure.strategy) * each + failure.place
            if missing[row]:
                self.failures[row] = failure

    def inputs(self, plan: Schedule) -> list[str]:
        """The values of the worlds in which something failed, as JSON."""
        return [json.dumps(plan.values(int(self.rows.points[row])), ensure_ascii=False) for row in self.failures]


def begun(plan: Schedule, part: Slice, key: str, known: Known) -> tuple[Block, Flags]:
    """A block with what is known of it, and which of its rows are missing, (rows,)."""
    rows = plan.rows_of(part)
    values = {name: np.full(len(rows.ids), np.nan) for name in plan.question.design.outcomes}
    told = known.values(rows.ids)
    missing = np.asarray([one not in told for one in rows.ids], dtype=bool)
    for row in np.flatnonzero(~missing):
        for name, value in told[rows.ids[row]].items():
            values[name][row] = value
    return Block(part, key, rows, values, int((~missing).sum())), missing


def job_of(plan: Schedule, block: Block, missing: Flags) -> Job | None:
    """What is to be simulated of a block: runs that miss a strategy, under the strategies that some run misses.

    Carrying on is always simulated with them: the others are measured against it. None if nothing is missing.
    """
    table = missing.reshape(len(plan.strategies), -1)
    places, under = np.flatnonzero(table.any(axis=0)), np.flatnonzero(table.any(axis=1)).tolist()
    if not places.size:
        return None
    strategies = tuple(name for k, name in enumerate(plan.strategies) if k in under or name == CARRY_ON)
    question, points = plan.question, block.rows.points[places]
    return Job(question.scenario, fixed_values(plan, int(points[0])), columns_of(plan, points), block.rows.runs[places],
               places, strategies, question.design.outcomes, question.design.seed, question.design.precision)


def fixed_values(plan: Schedule, point: int) -> tuple[Override, ...]:
    """Values of a world that shape its tables, as changes of the scenario."""
    whole = {f.name for f in plan.question.factors if f.kind == "whole"}
    return tuple(Override(path_of(name) or (), _own(plan.value(name, point), name in whole))
                 for name in plan.structural)


def columns_of(plan: Schedule, points: npt.NDArray[np.int64]) -> dict[str, Array]:
    """Values that differ from run to run: name -> (runs,)."""
    return {name: column[points].astype(np.float64)
            for name, column in plan.columns.items() if name not in plan.structural}


def _own(value: Any, whole: bool) -> Any:
    return int(value) if whole else value


def scalars_of(plan: Schedule, point: int) -> Mapping[str, Any]:
    """Every value of one world, whole numbers whole."""
    whole = {f.name for f in plan.question.factors if f.kind == "whole"}
    return {name: _own(value, name in whole) for name, value in plan.values(point).items()}
