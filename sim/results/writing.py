"""Files are written whole or not at all, and what the system says against it becomes one line."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from sim.results.contents import OWN

TEMPORARY = f"{OWN}part-"
"""How the name of a file begins until it is complete; a kill leaves it, and whoever writes here next removes it."""


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
        reason = error if error.errno is None else os.strerror(error.errno)  # PyArrow has words of its own in strerror
        raise DiskError(f"{place}: cannot be written: {reason}") from error


def write_whole(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, in the place of an older one; `DiskError` where the system refuses."""
    temporary = path.parent / f"{TEMPORARY}{uuid4().hex}"
    with writing(path):
        try:
            with temporary.open("xb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
