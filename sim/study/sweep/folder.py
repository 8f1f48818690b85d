"""A sweep's folder as tables: what analysis and screens read."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from sim.results.contents import MANIFEST
from sim.scenario.problems import ScenarioError, nearest
from sim.scenario.reading import load_text
from sim.study.design.factors import Factor
from sim.study.design.reading import PreparedDesign, prepare
from sim.study.design.schema import Design
from sim.study.sweep.executors import DamageError, SweepError
from sim.study.sweep.schedule import Schedule
from sim.study.sweep.store import (
    DESIGN,
    FAILURES,
    INDEX,
    PARTS,
    PLAN,
    POINTS,
    SCENARIO,
    earlier_version,
    holds_sweep,
    read_document,
    read_table,
    read_whole,
)

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa


@dataclass(frozen=True)
class Sweep:
    """A finished or unfinished sweep on disk.

    place : the folder. manifest : as written. prepared : design, scenario and factors.
    """

    place: Path
    manifest: dict[str, Any]
    prepared: PreparedDesign
    blocks: tuple[tuple[str, int], ...]

    @classmethod
    def open(cls, path: str | Path) -> Sweep:
        """Open a folder.

        Raises `SweepError` where it holds no sweep, something of it is damaged or missing (`DamageError`), or another
        version wrote it.
        """
        place = Path(path)
        manifest = _manifest(place)
        plan = read_document(place, PLAN)
        if plan["identity"] != manifest["identity"]:
            raise DamageError(place / PLAN, f"belongs to another sweep than {MANIFEST}")
        text = read_whole(place, SCENARIO)
        if text is None:
            raise DamageError(place / SCENARIO, "is missing")
        try:
            design = Design.model_validate(read_document(place, DESIGN))
            prepared = prepare(design, load_text(text.decode(), SCENARIO), scenario_file=SCENARIO)
        except (ScenarioError, ValidationError) as error:
            raise _other_version(place, manifest["inputs"]["version"], str(error).splitlines()[0]) from None
        return cls(place, manifest, prepared, tuple((k, n) for k, n in plan["blocks"]))

    @property
    def design(self) -> Design:
        """The design, as it was read."""
        return self.prepared.design

    @property
    def factors(self) -> tuple[Factor, ...]:
        """What varies; a share of a mixture counts as a factor from 0 to 1."""
        single = {f.name: f for f in self.prepared.factors}
        shares = {name: Factor(name, "uncertainty", "number", "0-1", "Share of a mixture.", 0.0, 1.0)
                  for axis in self.prepared.axes for name in axis.names if name not in single}
        return tuple({**single, **shares}[name] for axis in self.prepared.axes for name in axis.names)

    @property
    def strategies(self) -> tuple[str, ...]:
        """Strategies, carrying on first."""
        return self.prepared.strategies

    @property
    def outcomes(self) -> tuple[str, ...]:
        """Names of the outcomes, as columns of `runs`."""
        return self.design.outcomes

    @property
    def identity(self) -> str:
        """Hash of design, scenario and code, for provenance."""
        return str(self.manifest["identity"])

    @property
    def complete(self) -> bool:
        """Whether every planned row was accounted for when the sweep ended."""
        return self.manifest.get("status") == "complete"

    @cached_property
    def points(self) -> pd.DataFrame:
        """One row for each world in the order of the sampler, index `point`; one column for each value that varies."""
        table = read_table(self.place, POINTS)
        if table is None:
            raise DamageError(self.place / POINTS, "is missing")
        points: pd.DataFrame = table.to_pandas().set_index("point")
        return points

    @cached_property
    def schedule(self) -> Schedule:
        """All its runs, drawn anew: for replay."""
        return Schedule(self.prepared)

    def title(self, strategy: str) -> str:
        """Readable name of a strategy."""
        return self.prepared.scenario.strategy(strategy).title

    def files(self) -> Iterator[Path]:
        """The parts of this sweep that are there, in order; other files in the folder belong to earlier designs."""
        for key, _ in self.blocks:
            path = self.place / PARTS / f"{key}.parquet"
            if path.exists():
                yield path

    def tables(self, columns: Sequence[str] | None = None) -> Iterator[pa.Table]:
        """The answers of the blocks that are there, or some columns of them, in order.

        Raises `DamageError` at a part that is not as it was written, and, where the sweep is complete, at one that is
        missing.
        """
        for key, rows in self.blocks:
            table = read_table(self.place, f"{PARTS}/{key}.parquet", columns)
            if self.complete:
                self._account_for(key, rows, 0 if table is None else table.num_rows)
            if table is not None:
                yield table

    def _account_for(self, key: str, rows: int, there: int) -> None:
        """Make sure that every row of a block of a complete sweep has an answer or has failed."""
        lost = read_table(self.place, f"{FAILURES}/{key}.parquet", ()) if there < rows else None
        failed = 0 if lost is None else lost.num_rows
        if there + failed != rows:
            wrong = "is missing" if not there else f"holds {there:,} of its {rows - failed:,} rows"
            raise DamageError(self.place / PARTS / f"{key}.parquet", wrong)

    def runs(self, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """One row for each run: run_id, point, strategy, run and outcomes; only `columns` if given.

        Rows are in the order of point, strategy, run, whatever the order in which they were made. `KeyError` with the
        nearest name for a column that is not there.
        """
        import pandas as pd

        known = [*INDEX, *self.outcomes]
        for name in columns or ():
            if name not in known:
                guess = nearest(name, known)
                raise KeyError(f"no column '{name}' in this sweep" + (f"; did you mean '{guess}'?" if guess else
                                                                     f"; there are: {', '.join(known)}"))
        asked = list(dict.fromkeys(["point", "strategy", "run", *(known if columns is None else columns)]))
        frames = [table.to_pandas() for table in self.tables(asked)]
        if not frames:
            raise SweepError(f"{self.place}: no run is there yet; 'salesshift sweep' makes them")
        for frame in frames:
            frame["strategy"] = pd.Categorical(frame["strategy"], categories=list(self.strategies))
        whole: pd.DataFrame = pd.concat(frames, ignore_index=True)
        return whole.sort_values(["point", "strategy", "run"], ignore_index=True)

    def means(self, outcome: str) -> pd.DataFrame:
        """Mean over the futures of each world: index point, one column for each strategy; NaN where none is there."""
        table = self.runs([outcome]).pivot_table(index="point", columns="strategy", values=outcome, observed=False)
        wide: pd.DataFrame = table.reindex(index=self.points.index, columns=list(self.strategies))
        return wide.rename_axis(columns="strategy")

    def failures(self) -> pd.DataFrame:
        """One row for each run that failed: what it was, its seed and inputs, the error."""
        import pandas as pd

        tables = [read_table(self.place, f"{FAILURES}/{key}.parquet") for key, _ in self.blocks]
        frames = [table.to_pandas() for table in tables if table is not None]
        names = ["run_id", "point", "strategy", "run", "seed", "inputs", "error", "message", "trace"]
        return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=names)


def _manifest(place: Path) -> dict[str, Any]:
    """The manifest of a sweep; says whether the folder holds none, an older one, or a damaged one."""
    path = place / MANIFEST
    if not os.path.lexists(path):
        if place.is_dir() and holds_sweep(place):
            raise DamageError(path, "is missing")
        raise SweepError(f"{place}: holds no sweep ({MANIFEST} is missing)")
    try:
        older = earlier_version(path) if path.is_file() else None
    except OSError as error:
        raise SweepError(f"{path}: cannot be read: {error.strerror or error}") from None
    if older is not None:
        raise _other_version(place, older, "its files carry no seals")
    if not holds_sweep(place):
        raise SweepError(f"{place}: holds no sweep; 'salesshift sweep DESIGN --out DIR' makes one")
    return read_document(place, MANIFEST)


def _other_version(place: Path, version: str, why: str) -> SweepError:
    return SweepError(f"{place}: was written by another version ({version}) and cannot be read by this one: {why}; "
                      "run the sweep again")
