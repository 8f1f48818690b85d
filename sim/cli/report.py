"""What all commands share: how bad input ends, how files are written."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

BAD_INPUT = 2
DISK_REFUSES = 74
"""Exit code when the system does not let us write: EX_IOERR of sysexits.h, apart from 1 and 2 of our own."""


@contextmanager
def bad_input_ends() -> Iterator[None]:
    """Turn a `ScenarioError` into one line on stderr for each problem and exit code 2."""
    from sim.scenario.problems import ScenarioError

    try:
        yield
    except ScenarioError as error:
        for problem in error.problems:
            typer.echo(str(problem), err=True)
        raise typer.Exit(BAD_INPUT) from None


@contextmanager
def bad_values_end() -> Iterator[None]:
    """Turn a bad argument or place into one line on stderr and exit code 2; a disk that refuses ends with 74."""
    from sim.comparison.course import BadArgumentError
    from sim.results.writing import DiskError, SavingError

    try:
        yield
    except DiskError as error:
        raise refuse(str(error), DISK_REFUSES) from None
    except (BadArgumentError, SavingError) as error:
        raise refuse(str(error)) from None


def refuse(message: str, code: int = BAD_INPUT) -> typer.Exit:
    """Say on stderr why nothing was done; raise what is returned."""
    typer.echo(message, err=True)
    return typer.Exit(code)


def names_in(given: Iterable[str]) -> list[str]:
    """Names given one by one or with commas between them, in their order; may be empty."""
    return [name.strip() for text in given for name in text.split(",") if name.strip()]


def did_you_mean(word: str, known: Collection[str], otherwise: str) -> str:
    """The end of a complaint about an unknown word: the known one that looks like it, or else other help."""
    from sim.scenario.problems import nearest

    guess = nearest(word, known)
    return f"; did you mean '{guess}'?" if guess else f"; {otherwise}"


def write_whole(path: Path, text: str, *, force: bool) -> None:
    """Write a file completely or not at all, and never over another one unless forced."""
    if path.is_dir():
        raise refuse(f"{path}: is a directory")
    if not path.parent.is_dir():
        raise refuse(f"{path}: cannot be written: there is no folder {path.parent}")
    if path.exists() and not force:
        raise refuse(f"{path}: exists already; --force replaces it")
    from sim.results.writing import write_whole as write

    with bad_values_end():
        write(path, text.encode())
