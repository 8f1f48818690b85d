"""A directory of results that is written completely or not at all, and never over what something else has written."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sim.interrupts import undisturbed
from sim.results.contents import (
    OWN,
    PROGRAM,
    belonging,
    changed_in,
    described,
    files_in,
    hash_of,
    inside,
    listed_in,
    manifest_in,
    named_in,
)
from sim.results.swapping import (
    JOURNAL,
    NEW,
    READY,
    InTheWayError,
    InUseError,
    Journal,
    JournalError,
    finish,
    held,
    in_use,
    obstacle,
    swap,
)
from sim.results.writing import DiskError, SavingError, writing

CURE = "it stays as it is; give another place (--out), or --force"


def absolute(target: Path) -> Path:
    """The absolute path of a directory for results, links followed; `SavingError` where they lead round in a circle."""
    try:
        return target.expanduser().resolve()
    except RuntimeError:  # before Python 3.13, which leaves such a link as it is
        raise SavingError(f"{target}: links lead round in a circle; give another place (--out)") from None


def check_target(target: Path, kind: str, *, force: bool = False) -> Path:
    """Make sure, before any work is done, that results of a kind may go to ``target``.

    Allowed is a path that does not exist yet, an empty directory, or one with results of the same kind; with ``force``
    any directory that no other process is writing into. What a killed process left half done there is put in order.

    Parameters
    ----------
    kind : of the results, as their manifest says it, e.g. ``comparison``.

    Returns
    -------
    The absolute path, links followed.

    Raises
    ------
    SavingError
        When something else is there; `DiskError` when the place cannot be written.
    """
    with writing(target):
        target = absolute(target)
        there = next(path for path in (target, *target.parents) if os.path.lexists(path))
        if not there.is_dir():
            raise SavingError(f"{there}: is no directory; give one for the results")
        if not os.access(there, os.W_OK | os.X_OK):
            raise DiskError(f"{target}: cannot be written: no right to write to {there}")
        if there == target:
            _put_in_order(target)
            _check_kind(target, kind, force=force)
    return target


def check_replaceable(target: Path, kind: str, *, force: bool = False) -> Path:
    """Make sure, besides `check_target`, that older results in ``target`` are as they were written.

    What somebody has edited since is not replaced, unless forced. Files that are not of the results always stay.
    """
    target = check_target(target, kind, force=force)
    with writing(target):
        _check_unedited(target, force=force)
    return target


def going(target: Path, kind: str) -> str | None:
    """Say what would have to be forced to write results of a kind to ``target``; None where nothing would."""
    target = absolute(target)
    try:
        check_replaceable(target, kind)
    except DiskError:
        raise
    except SavingError:
        check_target(target, kind, force=True)
    else:
        return None
    manifest = manifest_in(target)
    if manifest is None:
        return f"{target}: holds no results of {PROGRAM}; all that is there stays, and the results come beside it"
    some = listed_in(manifest) or named_in(manifest)
    return f"{target}: {described(target, manifest)} go" + ("; other files stay" if some else "")


@contextmanager
def whole_directory(target: Path, kind: str, *, force: bool = False) -> Iterator[Path]:
    """Give a temporary directory to fill; when all went well its files take the places of older results of the kind.

    Whatever ends the block early, an error or an interrupt, leaves ``target`` as it was. Files there that are not of
    the older results stay; with ``force`` results of another kind are replaced, too.

    Raises
    ------
    SavingError
        When something there may not be replaced; `DiskError` when the disk refuses.
    """
    target = check_replaceable(target, kind, force=force)
    made = [path for path in (target, *target.parents) if not path.exists()]
    try:
        with writing(target), only_one(target):
            finish(target)
            (target / NEW).mkdir()
            try:
                yield target / NEW
                with undisturbed():
                    _replace(target, kind, force=force)
            finally:
                with undisturbed():
                    shutil.rmtree(target / NEW, ignore_errors=True)
    finally:
        with contextlib.suppress(OSError):  # the first that holds something stays, and those above it
            for path in made:
                path.rmdir()


@contextmanager
def only_one(target: Path) -> Iterator[None]:
    """Hold a directory, made if need be, for this process.

    `SavingError` where another process writes there, or where what a killed one left cannot be put in order.
    """
    try:
        with contextlib.ExitStack() as stack:
            with writing(target):
                target.mkdir(parents=True, exist_ok=True)
                stack.enter_context(held(target))
            yield
    except InUseError:
        raise _busy(target) from None
    except JournalError:
        raise SavingError(f"{target / READY / JOURNAL}: is damaged; look at {target / READY}, which holds "
                          "results that were being written, and remove it") from None
    except InTheWayError as error:
        raise SavingError(f"{target}: in the way of the results, and not of them: {', '.join(error.args)}; move it, or "
                          "give another place (--out)") from None


def _busy(target: Path) -> SavingError:
    return SavingError(f"{target}: another command is writing here; wait for it, or give another place (--out)")


def _put_in_order(target: Path) -> None:
    """End what a killed process began here; refuse where one is alive."""
    if in_use(target):
        raise _busy(target)
    if any(name.startswith(OWN) for name in os.listdir(target)):
        with only_one(target):
            finish(target)


def _check_kind(target: Path, kind: str, *, force: bool) -> None:
    manifest = manifest_in(target)
    if force or (manifest is not None and manifest.get("kind") == kind):
        return
    if manifest is not None:
        raise SavingError(f"{target}: holds {described(target, manifest)}, and not of the kind '{kind}'; {CURE}")
    if any(not name.startswith(OWN) for name in os.listdir(target)):
        raise SavingError(f"{target}: is not empty and holds no results of {PROGRAM}; {CURE}")


def _check_unedited(target: Path, *, force: bool) -> None:
    manifest = manifest_in(target)
    if force or manifest is None:
        return
    if not listed_in(manifest):
        raise SavingError(f"{target}: holds {described(target, manifest)}, so nobody can tell which files are of them; "
                          f"{CURE}")
    changed = changed_in(target, manifest)
    if changed:
        raise SavingError(f"{target}: edited since it was written: {', '.join(changed)}; {CURE}")


def _replace(target: Path, kind: str, *, force: bool) -> None:
    """Check once more, since work takes time, and let the new files take their places."""
    _check_kind(target, kind, force=force)
    _check_unedited(target, force=force)
    manifest = manifest_in(target)
    older, new = _hashes_of(target, manifest), files_in(target / NEW)
    obstacles = [found for name in new if (found := obstacle(target, name, older)) is not None]
    if obstacles:
        raise InTheWayError(*dict.fromkeys(obstacles))
    for place in {(target / name).parent for name in (*older, *new)}:
        if place.exists() and not os.access(place, os.W_OK | os.X_OK):
            raise DiskError(f"{place}: cannot be written: no right to write to it")
    swap(target, Journal({name: known for name, known in older.items() if name not in new},
                         {name: known for name, known in older.items() if name in new}))


def _hashes_of(target: Path, manifest: Mapping[str, Any] | None) -> dict[str, str]:
    """The files of older results, as `belonging` tells them: where there is no list, all that it names (if forced)."""
    if manifest is None:
        return {}
    return {name: hash_of(path) for name in belonging(target, manifest) if not name.startswith(OWN)
            and (path := inside(target, name)) is not None}
