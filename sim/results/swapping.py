"""Puts a complete set of files in the place of an older one, so that a kill at any moment loses nothing.

The new files are made in `NEW`, inside the folder that they are for. When all are there and on disk, `NEW` is renamed
to `READY`: from then on the results are the new ones, and what is left to do, moving them to their places, is done by
the next command if this one is killed. Nothing but the files in the list is ever touched; the folder itself stays,
with its rights and whoever stands in it, and even where the directory above it cannot be written.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import IO, Any

from sim.results.contents import MANIFEST, OWN, files_in, hash_of, inside, parts_of
from sim.results.writing import TEMPORARY

NEW, READY, LOCK = f"{OWN}new", f"{OWN}ready", f"{OWN}lock"
JOURNAL = f"{OWN}journal"
"""Which files go when the new ones come, inside `READY`."""


class InUseError(Exception):
    """Another process is writing into the folder."""


class JournalError(Exception):
    """The journal of results that were being written is damaged or gone."""


class InTheWayError(Exception):
    """Files that are not of the results lie where these must go; the names are the arguments."""


@dataclass(frozen=True)
class Journal:
    """The older files that make place, each with the SHA-256 without which it stays.

    removed : those without a successor. replaced : those with one.
    """

    removed: Mapping[str, str]
    replaced: Mapping[str, str]


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold a folder for this process; the hold ends with the process, however that ends.

    Raises `InUseError` where another process holds it.
    """
    path = folder / LOCK
    while True:
        with path.open("a") as stream:
            if not _locked(stream):
                raise InUseError
            # The holder before us may have removed the file that we waited for; then another could hold a new one.
            if path.exists() and os.path.samestat(os.fstat(stream.fileno()), path.stat()):
                try:
                    yield
                finally:
                    with contextlib.suppress(PermissionError):  # Windows removes no file that is open
                        path.unlink(missing_ok=True)
                return


def in_use(folder: Path) -> bool:
    """Whether a process is writing into the folder just now."""
    try:
        with (folder / LOCK).open("rb+") as stream:
            return not _locked(stream)
    except FileNotFoundError:
        return False


def swap(folder: Path, journal: Journal) -> None:
    """Let the complete files in `NEW` take their places in the folder, which is held; all of them or none."""
    (folder / NEW / JOURNAL).write_text(json.dumps(asdict(journal)), encoding="utf-8")
    _flush(folder / NEW)
    (folder / NEW).rename(folder / READY)
    _flush_entry(folder)
    finish(folder)


def finish(folder: Path) -> None:
    """End what a writer began that is gone: complete files take their places, incomplete ones go.

    Raises `InTheWayError` where something came meanwhile to a place that a file must go to, and `JournalError` where
    nobody can tell any more which files were to go.
    """
    ready = folder / READY
    if files_in(ready):
        journal = _journal(folder)
        _remove(folder, journal.removed)
        _move(ready, folder, journal.replaced)
        (ready / JOURNAL).unlink()
    for left in (READY, NEW):
        if (folder / left).exists():
            shutil.rmtree(folder / left)
    for part in folder.glob(f"{TEMPORARY}*"):
        part.unlink()
    _flush_entry(folder)


def obstacle(folder: Path, name: str, going: Mapping[str, str]) -> str | None:
    """What keeps a file from its place: something else than a directory on the way, or anything at its end."""
    parts = parts_of(name)
    for depth in range(1, len(parts) + 1):
        here = "/".join(parts[:depth])
        path = folder / here
        on_the_way = depth < len(parts) and path.is_dir() and not path.is_symlink()
        if os.path.lexists(path) and not on_the_way and here not in going:
            return here
    return None


def _journal(folder: Path) -> Journal:
    path = inside(folder, f"{READY}/{JOURNAL}")
    try:
        found = None if path is None else json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        found = None
    entries = {entry.name for entry in fields(Journal)}
    if not isinstance(found, dict) or set(found) != entries or not all(map(_is_list, found.values())):
        raise JournalError
    return Journal(**found)


def _is_list(value: object) -> bool:
    """Whether it is one of files with their hashes."""
    return isinstance(value, dict) and all(isinstance(known, str) and parts_of(name) for name, known in value.items())


def _remove(folder: Path, going: Mapping[str, str]) -> None:
    """Remove files, and the directories that this leaves empty."""
    for name, known in going.items():
        path = inside(folder, name)
        if path is not None and hash_of(path) == known:
            path.unlink()
        with contextlib.suppress(OSError):  # a directory that holds more stays
            for depth in range(len(parts_of(name)) - 1, 0, -1):
                folder.joinpath(*parts_of(name)[:depth]).rmdir()


def _move(ready: Path, folder: Path, replaced: Mapping[str, str]) -> None:
    # The manifest comes last: while it is the old one, what is missing can be told from it.
    names = sorted(set(files_in(ready)) - {JOURNAL}, key=lambda name: (name == MANIFEST, name))
    known = {name: value for name, value in replaced.items()
             if (path := inside(folder, name)) is not None and hash_of(path) == value}
    obstacles = [found for name in names if (found := obstacle(folder, name, known)) is not None]
    if obstacles:
        raise InTheWayError(*dict.fromkeys(obstacles))
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (ready / name).replace(folder / name)


def _locked(stream: IO[Any]) -> bool:
    """Take the lock of a file, until it is closed; False where another process has it."""
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        try:
            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        except OSError:
            return False
        return True
    try:
        fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _flush(directory: Path) -> None:
    """Make sure that every file and directory below is on disk, not only in memory."""
    for root, _, files in os.walk(directory):
        for name in files:
            with (Path(root) / name).open("rb+") as stream:
                os.fsync(stream.fileno())
        _flush_entry(Path(root))


def _flush_entry(directory: Path) -> None:
    """Flush a directory's own entries, where the system knows such a thing."""
    with contextlib.suppress(OSError):
        handle = os.open(directory, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
