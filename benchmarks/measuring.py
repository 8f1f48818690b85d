"""Fair timing on a machine that is not quiet: slices of work in pairs, in shuffled order, and the ratio of each pair.

A processor that others use, or that grows warm, is slower by a third from one minute to the next. What happens to two
slices that run one right after the other is about the same, so their *ratio* holds still where seconds do not.

- A **slice** calls a piece of work until some tenths of a second are over.
- A **pair** is a slice of a contestant and one of the reference, in random order.
- A **sweep** is one pair of every contestant, in random order; some sweeps in one process are a **round**.
- The figure of a round is the median of its pairs. The figure that is reported is the median over rounds, each in a
  fresh process, with the 95 % interval of the bootstrap over rounds.
"""

from __future__ import annotations

import math
import random
import time
import warnings
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from statistics import median
from typing import NamedTuple

Clock = Callable[[], float]

MOST_CALLS = 10_000
"""Of one slice, so that a clock that stands still ends."""
RESAMPLES = 2_000


@dataclass(frozen=True)
class Contestant:
    """A piece of work that is timed.

    name : what the figures are filed under.
    work : does the work once.
    units : how much of it one call does, in runs or rep-quarters; costs are per unit.
    calls : calls of one slice; None finds as many as fill a slice, which also warms the work up.
    """

    name: str
    work: Callable[[], object]
    units: float = 1.0
    calls: int | None = None


class Pair(NamedTuple):
    """Seconds per unit of a contestant, and of the reference right before or after."""

    name: str
    cost: float
    reference: float

    @property
    def ratio(self) -> float:
        """How many times the reference's cost."""
        return self.cost / self.reference


@dataclass(frozen=True)
class Figure:
    """What one round says of a contestant: medians of its pairs."""

    name: str
    ratio: float
    cost: float
    reference: float


class Estimate(NamedTuple):
    """A median over rounds and its 95 % interval; without an interval when there was one round only."""

    value: float
    low: float | None
    high: float | None


def calls_for(work: Callable[[], object], seconds: float, clock: Clock) -> int:
    """How many calls fill a slice. The first call loads and compiles: it counts only when it fills one already."""
    for _ in range(2):
        began = clock()
        work()
        took = clock() - began
        if took >= seconds:
            return 1
    return min(MOST_CALLS, math.ceil(seconds / took)) if took > 0.0 else MOST_CALLS


def cost_of(contestant: Contestant, calls: int, clock: Clock) -> float:
    """Seconds per unit of one slice."""
    began = clock()
    for _ in range(calls):
        contestant.work()
    return (clock() - began) / (calls * contestant.units)


def pairs(reference: Contestant, others: Sequence[Contestant], *, sweeps: int, seconds: float, seed: int,
          clock: Clock = time.process_time) -> list[Pair]:
    """Time every contestant against the reference, pair by pair; each sweep has an order of its own."""
    order, todo, found = random.Random(seed), list(others), list[Pair]()
    calls = {c.name: c.calls or calls_for(c.work, seconds, clock) for c in (reference, *others)}
    for _ in range(sweeps):
        order.shuffle(todo)
        for other in todo:
            first, second = order.sample((reference, other), 2)
            costs = {c.name: cost_of(c, calls[c.name], clock) for c in (first, second)}
            found.append(Pair(other.name, costs[other.name], costs[reference.name]))
    return found


def figures(timed: Iterable[Pair]) -> list[Figure]:
    """One figure for each contestant of a round, in the order of their names."""
    by_name: dict[str, list[Pair]] = {}
    for pair in timed:
        by_name.setdefault(pair.name, []).append(pair)
    return [Figure(name, median(p.ratio for p in some), median(p.cost for p in some), median(p.reference for p in some))
            for name, some in sorted(by_name.items())]


def one_round(reference: Contestant, others: Sequence[Contestant], *, sweeps: int, seconds: float, seed: int,
              clock: Clock = time.process_time) -> list[dict[str, float | str]]:
    """The figures of a round, ready to be sent from the process that measured them."""
    timed = pairs(reference, others, sweeps=sweeps, seconds=seconds, seed=seed, clock=clock)
    return [asdict(figure) for figure in figures(timed)]


def estimate(rounds: Sequence[float]) -> Estimate:
    """Median over rounds with the 95 % percentile interval of the bootstrap; the same rounds give the same interval."""
    from scipy.stats import bootstrap

    if len(rounds) < 2:
        return Estimate(median(rounds), None, None)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # rounds that agree to the last digit have no spread to speak of
        found = bootstrap((rounds,), median_of, n_resamples=RESAMPLES, method="percentile", rng=1)
    return Estimate(median(rounds), float(found.confidence_interval.low), float(found.confidence_interval.high))


def median_of(sample: Sequence[float], axis: int = -1) -> object:
    """The median along an axis, as the bootstrap wants it."""
    import numpy as np

    return np.median(sample, axis=axis)


def gathered(rounds: Sequence[Sequence[dict[str, float | str]]]) -> dict[str, dict[str, list[float]]]:
    """Figures of all rounds by name: name -> ratio, cost and reference of each round."""
    found: dict[str, dict[str, list[float]]] = {}
    for figures_of_round in rounds:
        for figure in figures_of_round:
            kept = found.setdefault(str(figure["name"]), {"ratio": [], "cost": [], "reference": []})
            for key, values in kept.items():
                values.append(float(figure[key]))
    return found
