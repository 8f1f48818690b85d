"""Problems of a scenario, described so that its author can correct them."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Path = tuple[str | int, ...]
"""Path of a value: names of keys and, in lists, positions counted from 0."""

BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(frozen=True)
class Problem:
    """One problem and its place.

    Parameters
    ----------
    file : name of the file, or ``--set`` for a value from the command line.
    line : line counted from 1; None where there is none.
    key : dotted key, e.g. ``strategies[2].measures[0].start``; empty for the file as a whole.
    message : what is wrong, what is allowed, what may have been meant.
    """

    file: str
    line: int | None
    key: str
    message: str

    def place(self) -> tuple[bool, int]:
        """Sort key: by line, and what has none at the end."""
        return self.line is None, self.line or 0

    def __str__(self) -> str:
        """Render as ``FILE:LINE: KEY: what is wrong; what is allowed``, on one line."""
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return printable(": ".join(part for part in (place, self.key, self.message) if part))


class ScenarioError(ValueError):
    """A scenario that cannot be used; carries every problem that was found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


def printable(text: str) -> str:
    """Escape control characters, so that a hostile file cannot steer a terminal or break the line."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def nearest(word: object, known: Iterable[str]) -> str | None:
    """Return the known word that looks most like the given one, if any looks alike; never the given one itself."""
    by_lower = {name.lower(): name for name in known if name != word}
    asked = str(word)[:80].lower().replace("-", "_").replace(" ", "_")
    found = difflib.get_close_matches(asked, list(by_lower), n=1, cutoff=0.6)
    return by_lower[found[0]] if found else None


def dotted(path: Path, data: object = None) -> str:
    """Render a path, with the names of strategy and measure where the data tell them.

    Examples
    --------
    >>> dotted(("strategies", 2, "measures", 0, "start"))
    'strategies[2].measures[0].start'
    """
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{_key(part)}" if text else _key(part)
    names = _names(path, data)
    return f"{text} ({', '.join(names)})" if names else text


def _key(part: str) -> str:
    if len(part) > 60:
        part = part[:57] + "..."
    return part if BARE_KEY.fullmatch(part) else f'"{part}"'


def _names(path: Path, data: object) -> list[str]:
    names: list[str] = []
    for part in path:
        data = child(data, part)
        if isinstance(part, int) and isinstance(data, Mapping):
            name = data.get("name") or data.get("kind") or data.get("label")
            names += [name] if isinstance(name, str) and len(name) <= 40 else []
    return names


def child(data: Any, part: str | int) -> object:
    """Return the value under a key or at a position, or None."""
    if isinstance(data, Mapping):
        return data.get(part)
    if isinstance(part, int) and isinstance(data, Sequence) and not isinstance(data, str):
        return data[part] if 0 <= part < len(data) else None
    return None


def at(data: object, path: Path) -> object:
    """Return the value at a path, or None."""
    for part in path:
        data = child(data, part)
    return data
