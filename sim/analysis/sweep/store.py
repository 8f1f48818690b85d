"""A sweep on disk: parts that are written whole or not at all, and found again by what they hold.

design.json, scenario.toml   what was asked
points.parquet               one row for each world
plan.json                    the blocks of the sweep, in order, with their rows
parts/KEY.parquet            the rows of one block that have an answer
failures/KEY.parquet         the rows of that block that have none, with seed, inputs and error
manifest.json                provenance and counts
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.analysis.sweep.plan import Rows
from sim.analysis.sweep.problems import SweepError
from sim.analysis.sweep.work import Failure

if TYPE_CHECKING:
    import pyarrow as pa

PARTS, FAILURES, POINTS, PLAN, LOCK = "parts", "failures", "points.parquet", "plan.json", ".lock"
INDEX = ("run_id", "point", "strategy", "run")
"""Columns of a part besides its outcomes."""
TEMPORARY = ".part-"
COMPRESSION = "zstd"


@dataclass(frozen=True)
class Store:
    """The folder of one sweep."""

    place: Path
    outcomes: tuple[str, ...]
    origin: Mapping[str, str]
    """Provenance written into every part."""

    def part(self, key: str) -> Path:
        """Where the answers of a block lie."""
        return self.place / PARTS / f"{key}.parquet"

    def failures(self, key: str) -> Path:
        """Where the failures of a block lie."""
        return self.place / FAILURES / f"{key}.parquet"

    def rows_in(self, key: str) -> int:
        """Rows of a block that have an answer; 0 where there is no part, or it cannot be read."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        try:
            return int(pq.read_metadata(self.part(key)).num_rows)
        except (FileNotFoundError, pa.ArrowInvalid, OSError):
            return 0

    def read(self, key: str) -> pa.Table | None:
        """The answers of a block as far as they are there."""
        import pyarrow.parquet as pq

        return pq.read_table(self.part(key)) if self.rows_in(key) else None

    def write(self, key: str, rows: Rows, values: Mapping[str, np.ndarray[Any, Any]], failures: Mapping[int, Failure],
              inputs: Sequence[str], seed: int) -> None:
        """Write a block: failures first, so that a part without them is complete.

        values : outcome -> (rows,). failures : by row. inputs : for each failure the values of its world, as JSON.
        """
        broken = np.zeros(len(rows.ids), dtype=bool)
        broken[list(failures)] = True
        if failures:
            write_table(failure_table(rows, failures, inputs, seed), self.failures(key), self.origin)
        table = part_table(rows, values, ~broken)
        if table.num_rows:
            write_table(table, self.part(key), self.origin)
        if not failures:
            self.failures(key).unlink(missing_ok=True)

    def text(self, name: str, text: str) -> None:
        """Write a small file whole."""
        write_whole(self.place / name, text.encode("utf-8"))

    def document(self, name: str, document: Any) -> None:
        """Write a JSON document whole."""
        self.text(name, json.dumps(document, indent=2, ensure_ascii=False) + "\n")


def part_table(rows: Rows, values: Mapping[str, np.ndarray[Any, Any]], kept: np.ndarray[Any, Any]) -> pa.Table:
    """The rows that have an answer as an Arrow table."""
    import pyarrow as pa

    where = np.flatnonzero(kept)
    index = {"run_id": pa.array([rows.ids[k] for k in where]), "point": pa.array(rows.points[where]),
             "strategy": pa.array([rows.strategies[k] for k in where]).dictionary_encode(),
             "run": pa.array(rows.runs[where])}
    return pa.table(index | {name: pa.array(column[where]) for name, column in values.items()})


def failure_table(rows: Rows, failures: Mapping[int, Failure], inputs: Sequence[str], seed: int) -> pa.Table:
    """One row for each run that failed: what it was, and why it has no answer."""
    import pyarrow as pa

    where = list(failures)
    return pa.table({
        "run_id": [rows.ids[k] for k in where], "point": rows.points[where],
        "strategy": [rows.strategies[k] for k in where], "run": rows.runs[where],
        "seed": pa.array([seed] * len(where), pa.int64()), "inputs": list(inputs),
        "error": [f.kind for f in failures.values()], "message": [f.message for f in failures.values()],
        "trace": [f.trace for f in failures.values()]})


def write_table(table: pa.Table, path: Path, origin: Mapping[str, str]) -> None:
    """Write a Parquet file whole or not at all, with its provenance in it."""
    import pyarrow.parquet as pq

    named = table.replace_schema_metadata({**(table.schema.metadata or {}),
                                           **{k.encode(): v.encode() for k, v in origin.items()}})
    temporary = path.parent / f"{TEMPORARY}{path.name}"
    pq.write_table(named, temporary, compression=COMPRESSION)
    _settle(temporary, path)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    temporary = path.parent / f"{TEMPORARY}{path.name}"
    temporary.write_bytes(content)
    _settle(temporary, path)


def _settle(temporary: Path, path: Path) -> None:
    with temporary.open("rb+") as stream:
        os.fsync(stream.fileno())
    temporary.replace(path)


def clear(place: Path) -> None:
    """Remove what a sweep has written into its folder, and nothing else."""
    for name in (PARTS, FAILURES):
        shutil.rmtree(place / name, ignore_errors=True)
    for name in (POINTS, PLAN, "design.json", "scenario.toml", "manifest.json"):
        (place / name).unlink(missing_ok=True)


def sweep_up(place: Path) -> None:
    """Make the folders, and remove files that an interrupted writer left."""
    for folder in (place, place / PARTS, place / FAILURES):
        folder.mkdir(parents=True, exist_ok=True)
        for left in folder.glob(f"{TEMPORARY}*"):
            left.unlink(missing_ok=True)


@contextmanager
def locked(place: Path) -> Iterator[None]:
    """Hold the folder for one process; the hold ends with the process, however that ends.

    Raises `SweepError` where another process holds it.
    """
    place.mkdir(parents=True, exist_ok=True)
    with (place / LOCK).open("w") as stream:
        try:
            _hold(stream.fileno())
        except OSError:
            raise SweepError(f"{place}: another sweep is writing here; wait for it, or give another --out") from None
        yield


def _hold(handle: int) -> None:
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        return
    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
