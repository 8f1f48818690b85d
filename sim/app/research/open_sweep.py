"""A sweep opened for the research view: its possible analyses, cached results, and single worlds to open live."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sim.app.exports.naming import field_title
from sim.app.research.folders import ResearchError
from sim.comparison.course import BadArgumentError
from sim.results import NoProvenanceError, origin_of
from sim.results.contents import MANIFEST, missing_in
from sim.scenario.schema import Scenario
from sim.study.discovery.sample import numeric
from sim.study.futures import Futures, futures_of
from sim.study.sweep.blocks import scalars_of
from sim.study.sweep.executors import SweepError
from sim.study.sweep.folder import Sweep
from sim.words.catalogue import Language, say


@dataclass(frozen=True)
class Doubt:
    """A caveat about a sweep.

    key : of the text in the room ``research``, below ``note``. values : of its placeholders.
    """

    key: str
    values: dict[str, object] = field(default_factory=dict)


@dataclass(eq=False)
class OpenSweep:
    """A sweep and the data read from it.

    sweep : as stored. doubts : caveats, e.g. that it is not finished.
    """

    sweep: Sweep
    doubts: tuple[Doubt, ...] = ()
    _read: dict[str, Futures] = field(default_factory=dict, repr=False)

    @property
    def title(self) -> str:
        """Title of the design, or the name of the folder."""
        return self.sweep.design.title or self.sweep.place.name

    @cached_property
    def axes(self) -> tuple[str, ...]:
        """Factors with several values, which can serve as an axis."""
        points = self.sweep.points
        return tuple(str(name) for name in points.columns if (points[name] != points[name].iloc[0]).any())

    def numeric(self, name: str) -> bool:
        """Whether a factor's values are numbers; words have no order on which a line could run."""
        return numeric(self.sweep.points[name])

    def futures(self, outcome: str) -> Futures:
        """One outcome in all futures, read once; `ResearchError` where it cannot be compared between worlds."""
        if outcome not in self._read:
            self._read[outcome] = _futures(self.sweep, outcome)
        return self._read[outcome]


def open_sweep(path: Path) -> OpenSweep:
    """Open a folder, finished or not.

    Raises
    ------
    ResearchError
        Where there is no sweep, no run yet, something is damaged, or this version cannot read it.
    """
    if not path.is_dir():
        raise ResearchError("gone", name=path.name)
    if not (path / MANIFEST).is_file():
        raise ResearchError("none", name=path.name)
    try:
        sweep = Sweep.open(path)
        doubts = tuple(_doubts(sweep, sweep.points))
    except SweepError as error:
        raise ResearchError(_kind(str(error)), name=path.name) from None
    except (OSError, ValueError, KeyError):
        raise ResearchError("damaged", name=path.name) from None
    if next(sweep.files(), None) is None:
        raise ResearchError("damaged" if missing_in(path, sweep.manifest) else "empty", name=path.name)
    return OpenSweep(sweep, doubts)


def missing_notes(futures: Futures, lang: Language) -> list[str]:
    """Which worlds have no answer, and which values only such worlds have, for a person."""
    missing = futures.missing
    lost = [say(lang, "research.note.lost", n=missing.lost, all=missing.worlds)] if missing.lost else []
    listed = "; ".join(f"{field_title(lang, gap.factor)} {gap.values}" for gap in missing.gaps)
    return [*lost, *([say(lang, "research.note.gaps", values=listed)] if listed else [])]


def _kind(message: str) -> str:
    """Key of the text for an error of the folder's reader."""
    if "another version" in message:
        return "version"
    return "none" if "holds no sweep" in message else "damaged"


def _doubts(sweep: Sweep, points: pd.DataFrame) -> list[Doubt]:
    found = []
    if not sweep.complete:
        counts = sweep.manifest.get("counts") or {}
        planned = counts.get("planned") or len(points) * sweep.design.replications.number * len(sweep.strategies)
        found.append(Doubt("unfinished", {"done": counts.get("done", 0), "planned": planned}))
    failed = len(sweep.failures())
    if failed:
        found.append(Doubt("failed", {"n": failed}))
    if sweep.complete and _edited(sweep.place):
        found.append(Doubt("changed"))
    if sweep.design.sampler.kind == "morris":
        found.append(Doubt("steps"))
    return found


def _edited(place: Path) -> bool:
    """Whether a file of a finished sweep is not as it was written."""
    try:
        return origin_of(place).state in ("incomplete", "interrupted")
    except NoProvenanceError:
        return False


def _futures(sweep: Sweep, outcome: str) -> Futures:
    try:
        found = futures_of(sweep, outcome)
    except BadArgumentError as error:
        raise ResearchError("missing" if "no value" in str(error) else "few") from None
    except (SweepError, OSError, ValueError):  # Arrow's errors about a damaged part are ValueErrors
        raise ResearchError("damaged", name=sweep.place.name) from None
    if not np.isfinite(found.table.to_numpy()).all():
        raise ResearchError("missing")
    return found


# --- one world of a sweep, to open live ------------------------------------------------------------------------------

@dataclass(frozen=True)
class SweptWorld:
    """One world of a sweep.

    scenario : that of the sweep, before anything varies. changes : dotted name -> value in this world. seed : root
    seed. first_run, replications : which futures the sweep has seen: ``first_run`` is 0 where all worlds share them.
    precision : of the sweep, "double" or "single"; only in double does the workshop show the same numbers to the bit.
    """

    point: int
    scenario: Scenario
    changes: Mapping[str, Any]
    seed: int
    first_run: int
    replications: int
    precision: str
    strategies: tuple[str, ...]


def world_of(sweep: Sweep, point: int) -> SweptWorld:
    """Return the world with that number; `ResearchError` if the sweep has none."""
    schedule, design = sweep.schedule, sweep.design
    if not 0 <= point < len(schedule.points):
        raise ResearchError("world", point=point, last=len(schedule.points) - 1)
    futures = schedule.identities.futures(schedule.identities.world(schedule.values(point)), 0, 1)
    return SweptWorld(point, sweep.prepared.scenario, dict(scalars_of(schedule, point)), design.seed, int(futures[0]),
                      design.replications.number, design.precision, sweep.strategies)
