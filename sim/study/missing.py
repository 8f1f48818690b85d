"""Worlds of a sweep without an answer, and what they rule out: failed runs are not a random sample of all runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from sim.scenario.messages import shown
from sim.study.discovery.box import readable
from sim.study.discovery.sample import numeric
from sim.words.amounts import condition_value, counted

if TYPE_CHECKING:
    import pandas as pd

Mask = npt.NDArray[np.bool_]

MOST_LEVELS = 20
"""Different values of a factor up to which each is looked at by itself; beyond, the ends of its range are."""
REPEATED = 2
"""Worlds that share a value on average where values are levels, and none of a range that is filled."""
BY_CHANCE = 0.01
"""Probability of an empty end of some factor's range if worlds were lost at random, below which it is reported."""


@dataclass(frozen=True)
class Gap:
    """Values of a factor that no world with an answer has: ``= 'manager'``, ``above 12``."""

    factor: str
    values: str


@dataclass(frozen=True)
class Missing:
    """What an analysis lacks.

    worlds : of the design, as far as the analysis looks at them. lost : those of which no future counts. futures :
    left out in the other worlds. failed : runs that failed in all of them. gaps : values that no world left has.
    """

    worlds: int = 0
    lost: int = 0
    futures: int = 0
    failed: int = 0
    gaps: tuple[Gap, ...] = ()

    def sentences(self, names: tuple[str, ...] = ()) -> list[str]:
        """Describe everything that is missing; empty if nothing is. names : of all factors."""
        found = []
        why = f"{counted(self.failed, 'run')} failed" if self.failed else "they were not run yet"
        if self.lost:
            are = "is" if self.lost == 1 else "are"
            found.append(f"{self.lost:,} of {counted(self.worlds, 'world')} {are} missing, as no future there has an "
                         f"answer under every strategy ({why}).")
        if self.futures:
            other, are = "other worlds" if self.lost else "some worlds", "is" if self.futures == 1 else "are"
            found.append(f"{counted(self.futures, 'future')} of {other} {are} left out, as some strategy has no answer "
                         "there.")
        if self.gaps:
            listed = "; ".join(f"{readable(gap.factor, names)} {gap.values}" for gap in self.gaps)
            found.append(f"Nothing is known where no world has an answer: {listed}.")
        return found

    @property
    def aside(self) -> str:
        """State how many worlds are lost, as the end of an error message; empty if none is."""
        return f"; {self.lost:,} of {counted(self.worlds, 'world')} have no answer" if self.lost else ""


NOTHING = Missing()
"""Every world has an answer."""


def gaps(points: pd.DataFrame, there: Mask) -> tuple[Gap, ...]:
    """Values that no world with an answer has.

    Parameters
    ----------
    points : one row per world, one column per factor. there : (worlds,) which have an answer.
    """
    if there.all() or not there.any():
        return ()
    tests = 2 * points.shape[1]
    return tuple(Gap(str(name), values) for name in points.columns for values in _gaps(points[name], there, tests))


def _gaps(column: pd.Series, there: Mask, tests: int) -> Iterator[str]:
    left = set(column[there].tolist())
    values = list(dict.fromkeys(column.tolist()))
    words = not numeric(column)
    if words or (len(values) <= MOST_LEVELS and len(values) * REPEATED <= len(column)):
        gone = [value for value in values if value not in left]
        yield from [f"= {' or '.join(shown(value) for value in (gone if words else sorted(gone)))}"] if gone else []
        return
    order = np.argsort(column.to_numpy(), kind="stable")
    ordered, known = column.to_numpy()[order], np.flatnonzero(there[order])
    for count, side, edge in ((known[0], "below", known[0]), (there.size - 1 - known[-1], "above", known[-1])):
        if (1.0 - there.mean()) ** int(count) * tests < BY_CHANCE:
            yield f"{side} {condition_value(float(ordered[edge]))}"
