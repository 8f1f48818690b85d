"""Which sweeps lie below the folder that was given at the start, and nothing outside of it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from sim.results.contents import MANIFEST, manifest_in, missing_in
from sim.study.sweep.store import KIND
from sim.words.catalogue import Language, said, say


class ResearchError(ValueError):
    """Why a sweep, or a picture of it, cannot be shown.

    key : of the text in the room ``research``, below ``error``. values : what stands in its places.
    """

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(f"{key}: {values}" if values else key)
        self.key = key
        self.values = values

    def sentence(self, lang: Language) -> str:
        """What is wrong and what helps, for a person."""
        return said(lang, f"research.error.{self.key}", say(lang, "research.error.other"), **self.values)


DEEPEST = 3
"""Folders below the start in which sweeps are looked for."""
MOST = 200
"""Sweeps that are listed."""
MOST_FOLDERS = 5_000
"""Folders that are looked into: a start that is a whole disk must not keep the page waiting."""


@dataclass(frozen=True)
class Listed:
    """A sweep that can be chosen.

    name : its folder below the start, with slashes. title : of its design. worlds, runs : how many are there.
    complete : whether everything planned was done. damaged : whether files are gone that were there then.
    """

    name: str
    title: str
    worlds: int
    runs: int
    complete: bool
    damaged: bool

    def row(self) -> dict[str, Any]:
        """The same for the browser."""
        return {"name": self.name, "title": self.title, "worlds": self.worlds, "runs": self.runs,
                "complete": self.complete, "damaged": self.damaged}


def sweeps_below(start: Path) -> list[Listed]:
    """List the sweeps below a folder by name; none where it does not exist."""
    found: list[Listed] = []
    for place in _folders(start):
        manifest = manifest_in(place)
        if manifest is not None and manifest.get("kind") == KIND:
            found.append(_listed(place, start, manifest))
        if len(found) == MOST:
            break
    return sorted(found, key=lambda one: one.name)


def place_below(start: Path, name: str) -> Path:
    """The folder of that name below the start; `ResearchError` for a way out of it, links included."""
    home = start.resolve()
    try:
        place = (home / name).resolve()
    except (OSError, ValueError):
        raise ResearchError("outside") from None
    if not place.is_relative_to(home) or Path(name).is_absolute():
        raise ResearchError("outside")
    return place


def _folders(start: Path) -> Iterator[Path]:
    """The start and the folders below it, no links, in order; parts of a sweep are no folders of their own."""
    for where, below, files in islice(os.walk(start), MOST_FOLDERS):
        place = Path(where)
        deep = len(place.relative_to(start).parts)
        below[:] = [] if deep >= DEEPEST or MANIFEST in files else sorted(n for n in below if not n.startswith("."))
        if MANIFEST in files:
            yield place


def _listed(place: Path, start: Path, manifest: dict[str, Any]) -> Listed:
    counts = manifest.get("counts")
    done = counts.get("done") if isinstance(counts, dict) else None
    name = place.relative_to(start).as_posix()
    return Listed(name, str(manifest.get("title") or place.name), _whole(manifest.get("points")), _whole(done),
                  manifest.get("status") == "complete", bool(missing_in(place, manifest)))


def _whole(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0
