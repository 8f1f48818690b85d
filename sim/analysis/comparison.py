"""The answer of a comparison: who wins, by how much, how sure, when it pays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sim.analysis import statistics, wording
from sim.analysis.difference import Difference, difference_between
from sim.analysis.measures_of_success import Success, regret
from sim.analysis.summary import summary_frame
from sim.scenario.schema import Scenario
from sim.scenario.strategy import CARRY_ON

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.analysis.turning import TurningPoints


@dataclass(frozen=True)
class Comparison:
    """Strategies compared run by run on the same luck.

    Made by `sim.analysis.compare.compare`; holds one value per run for each measure of
    success, and means, intervals and quantiles per quarter, but not the single courses.
    """

    scenario: Scenario
    seed: int
    success: Mapping[str, Success] = field(repr=False)
    """Strategy name -> measures of success; carrying on comes first."""
    quarters: pd.DataFrame = field(repr=False)
    """Tidy: strategy, quarter, outcome, mean, low, high (95 % interval of the mean), p10, p50, p90 (single
    futures), and the paired difference to carrying on with its interval."""
    precision: float | None = None
    """Half width of the 95 % interval that was asked for, EUR; None when replications were fixed."""
    precision_reached: bool = True

    @property
    def strategies(self) -> tuple[str, ...]:
        """Names of the strategies compared, carrying on first."""
        return tuple(self.success)

    @property
    def replications(self) -> int:
        """Runs of each strategy."""
        return int(self.success[CARRY_ON].npv.size)

    def title(self, strategy: str) -> str:
        """Readable name of a strategy."""
        return self.scenario.strategy(strategy).title

    @cached_property
    def _summary(self) -> pd.DataFrame:
        return summary_frame(self.scenario, self.success, self.quarters)

    def summary(self) -> pd.DataFrame:
        """One row per strategy; the columns are described at `sim.analysis.summary.summary_frame`."""
        return self._summary.copy()

    def ranking(self) -> tuple[str, ...]:
        """Strategies by mean net present value, the best first."""
        return tuple(sorted(self.strategies, key=lambda name: -float(self.success[name].npv.mean())))

    def main_pair(self) -> tuple[str, str]:
        """Pick the two strategies the answer turns on: the best two, without carrying on if two others remain."""
        ranked = self.ranking()
        others = tuple(name for name in ranked if name != CARRY_ON)
        pair = others[:2] if len(others) > 1 else ranked[:2]
        if len(pair) < 2:
            raise ValueError("there is only carrying on, nothing to compare it with")
        return pair[0], pair[1]

    def difference(self, a: str, b: str) -> Difference:
        """Net present value of ``a`` minus ``b``, run by run.

        Raises `KeyError` when one of them was not compared.
        """
        for name in (a, b):
            if name not in self.success:
                raise KeyError(f"{name!r} is not among the strategies compared: {', '.join(self.strategies)}")
        return difference_between(a, b, self.success[a].npv, self.success[b].npv)

    def differences(self) -> pd.DataFrame:
        """Tabulate the paired difference of every two strategies, the one with the higher mean first."""
        rows = [self.difference(a, b).row() for a, b in combinations(self.ranking(), 2)]
        return pd.DataFrame(rows, columns=None if rows else ["a", "b", "mean", "low", "high"])

    def regret(self) -> dict[str, statistics.Array]:
        """Strategy -> (runs,) what it leaves on the table against the best of that run, EUR."""
        lost = regret(np.stack([s.npv for s in self.success.values()]))
        return dict(zip(self.strategies, lost, strict=True))

    def deciding(self) -> list[Difference]:
        """List the differences that must be precise: each strategy against carrying on, and the main pair."""
        found = [self.difference(name, CARRY_ON) for name in self.strategies if name != CARRY_ON]
        if len(self.strategies) > 2:
            found.append(self.difference(*self.main_pair()))
        return found

    def half_width(self) -> float:
        """Find the widest half width among the deciding differences, EUR."""
        return max((d.half_width for d in self.deciding()), default=0.0)

    def replications_needed(self, half_width: float) -> int:
        """How many replications would give every deciding difference that half width (EUR)."""
        needed = [statistics.replications_needed(d.values, half_width) for d in self.deciding()]
        return max(needed, default=2)

    def variance_reduction(self) -> pd.DataFrame:
        """Tabulate what shared luck gains: variance of each paired difference against that of independent runs."""
        rows = []
        for a, b in combinations(self.ranking(), 2):
            gain = statistics.variance_reduction(self.success[a].npv, self.success[b].npv)
            rows.append({"a": a, "b": b, "paired_variance": gain.paired, "independent_variance": gain.independent,
                         "factor": gain.factor, "correlation": gain.correlation})
        return pd.DataFrame(rows)

    def sentence(self) -> str:
        """Give the answer in one plain sentence (or two, when it is not clear)."""
        return wording.sentence(self)

    def plot(self) -> dict[str, Figure]:
        """Figures by name; needs Matplotlib."""
        from sim.show.figures import comparison_figures

        return comparison_figures(self)

    def save(self, directory: str | Path, turning: TurningPoints | None = None, command: str = "") -> Path:
        """Write tables, figures and manifest into ``directory``, all or nothing; returns its path.

        ``command`` is what makes them again, for their provenance; by default the call in Python.
        """
        from sim.show.saving import save_comparison

        return save_comparison(self, Path(directory), turning, command)
