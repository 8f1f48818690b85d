"""A sweep's folder as tables: what analysis and screens read."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.analysis.design.factors import Factor
from sim.analysis.design.reading import Question, settle
from sim.analysis.design.schema import Design
from sim.analysis.sweep.plan import Plan
from sim.analysis.sweep.problems import SweepError
from sim.analysis.sweep.store import FAILURES, INDEX, PARTS, PLAN, POINTS
from sim.scenario.problems import ScenarioError, nearest
from sim.scenario.reading import load_scenario
from sim.show.directory import MANIFEST, PROGRAM

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Sweep:
    """A finished or unfinished sweep on disk.

    place : the folder. manifest : as written. question : design, scenario and factors.
    """

    place: Path
    manifest: dict[str, Any]
    question: Question
    blocks: tuple[tuple[str, int], ...]

    @classmethod
    def open(cls, path: str | Path) -> Sweep:
        """Open a folder; `SweepError` where it is none of a sweep, or of a version that cannot be read."""
        place = Path(path)
        manifest = _document(place, MANIFEST)
        if manifest.get("program") != PROGRAM or manifest.get("kind") != "sweep":
            raise SweepError(f"{place}: holds no sweep; 'salesshift sweep DESIGN --out {place}' makes one")
        try:
            design = Design.model_validate(_document(place, "design.json"))
            question = settle(design, load_scenario(place / "scenario.toml"), scenario_file="scenario.toml")
        except (ScenarioError, ValueError) as error:
            raise SweepError(f"{place}: was written by another version ({manifest.get('inputs', {}).get('version')}) "
                             f"and cannot be read by this one: {str(error).splitlines()[0]}") from None
        return cls(place, manifest, question, tuple((k, n) for k, n in _document(place, PLAN)["blocks"]))

    @property
    def design(self) -> Design:
        """The design, as it was read."""
        return self.question.design

    @property
    def factors(self) -> tuple[Factor, ...]:
        """What varies; a share of a mixture counts as a factor from 0 to 1."""
        single = {f.name: f for f in self.question.factors}
        shares = {name: Factor(name, "uncertainty", "number", "0-1", "Share of a mixture.", 0.0, 1.0)
                  for axis in self.question.axes for name in axis.names if name not in single}
        return tuple({**single, **shares}[name] for axis in self.question.axes for name in axis.names)

    @property
    def strategies(self) -> tuple[str, ...]:
        """Strategies, carrying on first."""
        return self.question.strategies

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
        import pandas as pd

        points: pd.DataFrame = pd.read_parquet(self.place / POINTS).set_index("point")
        return points

    @cached_property
    def plan(self) -> Plan:
        """The plan, drawn anew: for replay."""
        return Plan(self.question)

    def title(self, strategy: str) -> str:
        """Readable name of a strategy."""
        return self.question.scenario.strategy(strategy).title

    def files(self) -> Iterator[Path]:
        """The parts of this sweep that are there, in order; other files in the folder belong to earlier designs."""
        for key, _ in self.blocks:
            path = self.place / PARTS / f"{key}.parquet"
            if path.exists():
                yield path

    def runs(self, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """One row for each run: run_id, point, strategy, run and outcomes; only `columns` if given.

        Rows are in the order of point, strategy, run, whatever the order in which they were made. `KeyError` with the
        nearest name for a column that is not there.
        """
        import pandas as pd
        import pyarrow.parquet as pq

        known = [*INDEX, *self.outcomes]
        for name in columns or ():
            if name not in known:
                guess = nearest(name, known)
                raise KeyError(f"no column '{name}' in this sweep" + (f"; did you mean '{guess}'?" if guess else
                                                                     f"; there are: {', '.join(known)}"))
        asked = list(dict.fromkeys(["point", "strategy", "run", *(known if columns is None else columns)]))
        frames = [pq.read_table(path, columns=asked).to_pandas() for path in self.files()]
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

        paths = [self.place / FAILURES / f"{key}.parquet" for key, _ in self.blocks]
        frames = [pd.read_parquet(path) for path in paths if path.exists()]
        names = ["run_id", "point", "strategy", "run", "seed", "inputs", "error", "message", "trace"]
        return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=names)


def _document(place: Path, name: str) -> dict[str, Any]:
    try:
        found = json.loads((place / name).read_text(encoding="utf-8"))
    except OSError:
        raise SweepError(f"{place}: holds no sweep ({name} is missing)") from None
    except ValueError:
        raise SweepError(f"{place / name}: is damaged; run the sweep again, what is finished is kept") from None
    if not isinstance(found, dict):
        raise SweepError(f"{place / name}: is damaged; run the sweep again, what is finished is kept")
    return found
