"""A sweep on disk: parts that are written whole or not at all, and found again by what they hold.

design.json, scenario.toml   what was asked
points.parquet               one row for each world
plan.json                    the blocks of the sweep, in order, with their rows
parts/KEY.parquet            the rows of one block that have an answer
failures/KEY.parquet         the rows of that block that have none, with seed, inputs and error
manifest.json                provenance and counts

Every one of them carries a seal (`sim.results.seal`), which is looked at whenever it is read. A file that is not
as it was written is moved to ``set_aside/`` by the next start; nothing is deleted for being damaged.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.results.contents import MANIFEST, PROGRAM, contents_of
from sim.results.seal import MARK, UNSEALED, flaw, sealed
from sim.results.writing import TEMPORARY, write_whole, writing
from sim.study.sweep.executors import DamageError, SweepError
from sim.study.sweep.run_identity import LENGTH
from sim.study.sweep.schedule import Rows
from sim.study.sweep.work import Failure

if TYPE_CHECKING:
    import pyarrow as pa

PARTS, FAILURES, POINTS, PLAN = "parts", "failures", "points.parquet", "plan.json"
DESIGN, SCENARIO = "design.json", "scenario.toml"
DOCUMENTS = (MANIFEST, PLAN, DESIGN, SCENARIO, POINTS)
"""Files of a sweep besides its parts and failures."""
SET_ASIDE = "set_aside"
"""Folder for files that were found damaged."""
SEAL = "seal"
"""Key of the seal in JSON documents and Parquet files."""
KIND = "sweep"
"""What the manifest of a sweep says that it is."""
INDEX = ("run_id", "point", "strategy", "run")
"""Columns of a part besides its outcomes."""
BLOCK = re.compile(f"[0-9a-f]{{{LENGTH}}}")
"""What a block is called: its hash."""
NAMED = (*DOCUMENTS, *(f"{folder}/{'[0-9a-f]' * LENGTH}.parquet" for folder in (PARTS, FAILURES)))
"""Patterns of the names of all files that a sweep writes, for its manifest while it is not finished."""
COMPRESSION = "zstd"


@dataclass(frozen=True)
class Store:
    """The folder of one sweep."""

    place: Path
    outcomes: tuple[str, ...]
    origin: Mapping[str, str]
    """Provenance written into every part."""
    damaged: list[str] = field(default_factory=list)
    """What was set aside since the start: names, and what was wrong."""

    def part(self, key: str) -> Path:
        """Where the answers of a block lie."""
        return self.place / PARTS / f"{key}.parquet"

    def failures(self, key: str) -> Path:
        """Where the failures of a block lie."""
        return self.place / FAILURES / f"{key}.parquet"

    def rows_in(self, key: str) -> int:
        """Rows of a block that have an answer; a damaged part is set aside first, and counts as none."""
        table = self.usable(f"{PARTS}/{key}.parquet", ())
        return 0 if table is None else int(table.num_rows)

    def read(self, key: str) -> pa.Table | None:
        """The answers of a block as far as they are there; `DamageError` where they are damaged."""
        return read_table(self.place, f"{PARTS}/{key}.parquet")

    def usable(self, name: str, columns: Sequence[str] | None = None) -> pa.Table | None:
        """A table of this sweep; None where there is none, or none that is whole: that is set aside."""
        self.put_aside_if_damaged(name)
        return read_table(self.place, name, columns)

    def put_aside_if_damaged(self, name: str) -> None:
        """Move a damaged file out of the way, under a name that is free, and note what was wrong."""
        try:
            read_whole(self.place, name)
        except DamageError as error:
            self._put_aside(name, error)

    def _put_aside(self, name: str, error: DamageError) -> None:
        target = free_name(self.place / SET_ASIDE / name)
        with writing(target):
            target.parent.mkdir(parents=True, exist_ok=True)
            (self.place / name).replace(target)
        self.damaged.append(f"{name} {error.flaw}")

    def write(self, key: str, rows: Rows, values: Mapping[str, np.ndarray[Any, Any]], failures: Mapping[int, Failure],
              inputs: Sequence[str], seed: int) -> None:
        """Write a block: failures first, so that a part without them is complete.

        values : outcome -> (rows,). failures : by row. inputs : for each failure the values of its world, as JSON.
        """
        broken = np.zeros(len(rows.ids), dtype=bool)
        broken[list(failures)] = True
        if failures:
            self.table(f"{FAILURES}/{key}.parquet", failure_table(rows, failures, inputs, seed))
        table = part_table(rows, values, ~broken)
        if table.num_rows:
            self.table(f"{PARTS}/{key}.parquet", table)
        if not failures:
            self.forget_failures(key)

    def forget_failures(self, key: str) -> None:
        """Remove the failures of a block that is complete."""
        with writing(self.failures(key)):
            self.failures(key).unlink(missing_ok=True)

    def table(self, name: str, table: pa.Table) -> None:
        """Write a Parquet file whole or not at all, with its provenance in it, and sealed."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        named = table.replace_schema_metadata({**(table.schema.metadata or {}),
                                               **{k.encode(): v.encode() for k, v in self.origin.items()}})
        stream = pa.BufferOutputStream()
        with pq.ParquetWriter(stream, named.schema, compression=COMPRESSION) as writer:
            writer.write_table(named)
            writer.add_key_value_metadata({SEAL: UNSEALED})
        self._write(name, stream.getvalue().to_pybytes())

    def toml(self, name: str, text: str) -> None:
        """Write a TOML file whole, and sealed."""
        self._write(name, f"{text}\n# {UNSEALED}\n".encode())

    def document(self, name: str, document: Mapping[str, Any]) -> None:
        """Write a JSON document whole, and sealed."""
        text = json.dumps({**document, SEAL: UNSEALED}, indent=2, ensure_ascii=False)
        self._write(name, f"{text}\n".encode())

    def _write(self, name: str, content: bytes) -> None:
        write_whole(self.place / name, sealed(name, content))


def read_whole(place: Path, name: str) -> bytes | None:
    """The content of a file of a sweep as it was written; None where there is no such file.

    Raises `DamageError` where it is not as it was written, and `SweepError` where it cannot be read at all.
    """
    path = place / name
    if os.path.lexists(path) and not path.is_file():
        raise DamageError(path, "is no file: a folder, a pipe or a link that leads nowhere is in its place")
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise SweepError(f"{path}: cannot be read: {error.strerror or error}") from None
    wrong = flaw(name, content)
    if wrong:
        raise DamageError(path, wrong)
    return content


def read_table(place: Path, name: str, columns: Sequence[str] | None = None) -> pa.Table | None:
    """A Parquet file of a sweep, or some columns of it, as it was written; else as `read_whole`."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    content = read_whole(place, name)
    return None if content is None else pq.read_table(pa.BufferReader(content),
                                                      columns=None if columns is None else list(columns))


def read_document(place: Path, name: str) -> dict[str, Any]:
    """A JSON document of a sweep, as it was written; `DamageError` where it is missing or not so."""
    content = read_whole(place, name)
    if content is None:
        raise DamageError(place / name, "is missing")
    found: dict[str, Any] = json.loads(content)
    found.pop(SEAL)
    return found


def free_name(path: Path) -> Path:
    """The path itself, or with the first number that makes it free."""
    found, number = path, 1
    while found.exists():
        found, number = path.with_name(f"{path.name}.{number}"), number + 1
    return found


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


def clear(place: Path) -> None:
    """Remove what a sweep has written into its folder, and nothing else; the manifest first, which vouches for it."""
    for name in DOCUMENTS:
        (place / name).unlink(missing_ok=True)
    for path in blocks_in(place):
        path.unlink(missing_ok=True)


def blocks_in(place: Path) -> Iterator[Path]:
    """Parts and failures that lie in a folder, of any design; named as a sweep names them."""
    for name in (PARTS, FAILURES):
        yield from (path for path in sorted((place / name).glob("*.parquet")) if BLOCK.fullmatch(path.stem))


def written_in(place: Path) -> dict[str, str]:
    """SHA-256 of every file that sweeps have written into a folder, by name, for the manifest; not of a user's."""
    paths = (path for path in (*(place / name for name in DOCUMENTS), *blocks_in(place)) if path.exists())
    return contents_of(place, [path.relative_to(place).as_posix() for path in paths])


def holds_sweep(place: Path) -> bool:
    """Whether a folder is that of a sweep, however damaged: some file in it carries a seal, or an older manifest."""
    return any(_vouches(path) for path in (*(place / name for name in DOCUMENTS), *blocks_in(place)))


def _vouches(path: Path) -> bool:
    return path.is_file() and (MARK in path.read_bytes() or earlier_version(path) is not None)


def earlier_version(path: Path) -> str | None:
    """The version that wrote a manifest without a seal, if it is that of a sweep; else None."""
    try:
        found = json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict) or SEAL in found or (found.get("program"), found.get("kind")) != (PROGRAM, KIND):
        return None
    inputs = found.get("inputs")
    return str(inputs.get("version")) if isinstance(inputs, dict) else "unknown"


def sweep_up(place: Path) -> None:
    """Make the folders, and remove files that an interrupted writer left."""
    for folder in (place, place / PARTS, place / FAILURES):
        folder.mkdir(parents=True, exist_ok=True)
        for left in folder.glob(f"{TEMPORARY}*"):
            left.unlink(missing_ok=True)
