"""A directory of results that is written completely or not at all."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MANIFEST = "manifest.json"
PROGRAM = "salesshift"


class SavingError(Exception):
    """Why results are not written; one line for a person."""


class DiskError(SavingError):
    """The system refuses to write: a full disk, a forbidden folder, a quota. Nothing that was asked is wrong."""


@contextmanager
def writing(place: Path) -> Iterator[None]:
    """Turn what the system says against writing to ``place`` into one line: a `DiskError` with path and reason.

    Errors of connections and pipes pass: they tell nothing of a disk.
    """
    try:
        yield
    except (ConnectionError, TimeoutError):
        raise
    except OSError as error:
        raise DiskError(f"{place}: cannot be written: {error.strerror or error}") from error


def check_target(target: Path) -> Path:
    """Make sure, before any work is done, that results may go to ``target``.

    Allowed is a path that does not exist yet, an empty directory, or one with our manifest.

    Returns
    -------
    The absolute path, links followed.

    Raises
    ------
    SavingError
        When something else is there, or the place cannot be written.
    """
    target = target.expanduser().resolve()
    if target.exists() and not target.is_dir():
        raise SavingError(f"{target}: is a file; give a directory")
    try:
        if target.exists() and any(target.iterdir()) and not is_ours(target):
            raise SavingError(f"{target}: is not empty and holds no results of {PROGRAM}; it stays as it is")
        parent = next(p for p in target.parents if p.exists())
        with tempfile.TemporaryDirectory(prefix=f".{PROGRAM}-", dir=parent):
            pass
    except OSError as error:
        raise SavingError(f"{target}: cannot be written: {error.strerror or error}") from None
    return target


def is_ours(directory: Path) -> bool:
    """Whether the directory holds results of this program: a manifest that says so."""
    try:
        manifest = json.loads((directory / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(manifest, dict) and manifest.get("program") == PROGRAM


@contextmanager
def whole_directory(target: Path) -> Iterator[Path]:
    """Give a temporary directory to fill; when all went well it takes the place of ``target``.

    Whatever ends the block early, an error or an interrupt, leaves ``target`` as it was
    and nothing beside it. Older results are moved away only when the new ones are complete
    and on disk, and come back if the last step fails.

    Raises
    ------
    SavingError
        When ``target`` may not be replaced, or the disk refuses.
    """
    target = check_target(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".new", dir=target.parent))
    except OSError as error:
        raise SavingError(f"{target}: cannot be written: {error.strerror or error}") from None
    try:
        yield temporary
        _permit(temporary)
        _flush(temporary)
        _exchange(temporary, check_target(target))
    except OSError as error:
        raise SavingError(f"{target}: cannot be written: {error.strerror or error}") from error
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _permit(directory: Path) -> None:
    """Give the directory the usual rights, which temporary ones lack."""
    umask = os.umask(0)
    os.umask(umask)
    directory.chmod(0o777 & ~umask)


def _exchange(new: Path, target: Path) -> None:
    """Put ``new`` in the place of ``target``; the old one stays until the new one stands."""
    if not target.exists():
        new.rename(target)
    else:
        old = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".old", dir=target.parent))
        try:
            target.rename(old / "results")
            try:
                new.rename(target)
            except BaseException:
                (old / "results").rename(target)
                raise
        finally:
            if target.exists():
                shutil.rmtree(old, ignore_errors=True)
    _flush_entry(target.parent)


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
