"""Finds runs of earlier designs in a folder, by their identity: on disk, so that memory stays bounded."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from sim.analysis.sweep.store import PARTS, Store, blocks_in
from sim.show.directory import DiskError

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
