"""Which strategy is the robust choice, and whether the criteria agree."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from sim.analysis.discovery.words import in_sample, joined
from sim.analysis.futures import Futures
from sim.analysis.robustness.criteria import CRITERIA, Criterion, chosen, criteria, pairs, regrets
from sim.analysis.wording import percent


@dataclass(frozen=True)
class Robustness:
    """How the strategies do over all worlds. worlds, futures : tables of `criteria` over each; pairs : every two."""

    of: Futures
    threshold: float | None
    worlds: pd.DataFrame
    futures: pd.DataFrame
    pairs: pd.DataFrame
    regrets: pd.DataFrame

    @property
    def choices(self) -> dict[str, str]:
        """Criterion -> the strategy that it chooses, over worlds."""
        return {one.name: self.chosen(one) for one in CRITERIA}

    def chosen(self, criterion: Criterion) -> str:
        """The strategy that a criterion chooses, over worlds."""
        return chosen(self.worlds, criterion, self.of.sign)

    @property
    def sentence(self) -> str:
        """Whether the criteria agree, and on which strategy."""
        by_strategy: dict[str, list[str]] = {}
        for name, strategy in self.choices.items():
            by_strategy.setdefault(strategy, []).append(name)
        if len(by_strategy) == 1:
            (best,) = by_strategy
            return (f"All criteria choose '{self.of.titles[best]}': {joined([c.name for c in CRITERIA])} agree. "
                    f"It is best in {self._best(best)}.")
        told = "; ".join(f"'{self.of.titles[strategy]}' by {joined(names)}" for strategy, names in by_strategy.items())
        return f"The criteria disagree, so the choice depends on what is wanted: {told}."

    def _best(self, name: str) -> str:
        best, low, high = (float(self.worlds[column][name]) for column in ("best", "best_low", "best_high"))
        count = len(self.of.points)
        return (f"{in_sample(best, count)} by its mean (95 % interval {percent(low)} to {percent(high)}), and in "
                f"{in_sample(float(self.futures['best'][name]), count, 'single futures')}")


def robustness(futures: Futures, threshold: float | None = None) -> Robustness:
    """Compare strategies over all worlds of a sweep.

    Parameters
    ----------
    threshold : what is good enough, in the outcome's unit. None: better than carrying on in the same world.
    """
    return Robustness(futures, threshold, criteria(futures, threshold), criteria(futures, threshold, "futures"),
                      pairs(futures), regrets(futures))
