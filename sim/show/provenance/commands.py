"""What somebody types, or writes in Python, to get the same results: from what was asked, not from what was typed."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping
from pathlib import Path, PureWindowsPath
from typing import Any

PLACE = "DIR"
"""Stands for the directory of the results, which decides nothing in them."""


def command_line(command: str, places: Iterable[Path | None], options: Mapping[str, Any]) -> str:
    """Write a command line in its normal form.

    Parameters
    ----------
    places : files and directories that it takes; None where one was not given.
    options : name with its hyphens -> value. None, False and empty lists are left out; True is a flag alone; of a list
        or tuple, each element gets the option.
    """
    words = ["salesshift", command, *(as_given(place) for place in places if place is not None)]
    for name, value in options.items():
        if value is True:
            words.append(name)
        elif value is not None and value is not False:
            for one in value if isinstance(value, list | tuple) else (value,):
                words += [name, as_given(one) if isinstance(one, Path) else f"{one:.15g}"
                          if isinstance(one, float) else str(one)]
    return shlex.join(words)


def python_call(call: str, first: str, **arguments: Any) -> str:
    """Write a call as a person would, e.g. ``sim.compare(scenario, strategies=['mixed'], seed=1)``."""
    return f"{call}({', '.join([first, *(f'{name}={value!r}' for name, value in arguments.items())])})"


def as_given(place: Path) -> str:
    """Write a path as it was given; of an absolute one only the last name, since the rest belongs to one machine."""
    absolute = place.is_absolute() or PureWindowsPath(place).is_absolute()
    return PureWindowsPath(place).name if absolute else place.as_posix()
