"""Why a sweep cannot be run, read or replayed."""

from __future__ import annotations

from pathlib import Path

AGAIN = "run the sweep again: it will make this file anew and keep what is whole"


class SweepError(ValueError):
    """One line for a person: what is wrong with a sweep's folder, and the cure."""


class DamageError(SweepError):
    """A file of a sweep that is not as it was written, or is gone.

    path : of the file. flaw : what is wrong with it, as words after its name.
    """

    def __init__(self, path: Path, flaw: str) -> None:
        super().__init__(f"{path}: {flaw}; {AGAIN}")
        self.path = path
        self.flaw = flaw
