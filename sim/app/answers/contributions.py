"""How much each change contributes to the difference between two worlds, on the same luck.

The bar of a change is what it brings *by itself*: everything else stays as in A. A trainer can check it on the page by
moving this one lever. What the changes bring together beyond the sum of these is the bar of the interaction; so the
bars add up to the difference, and a strong interplay is seen instead of being spread over the levers. Beside that each
change has its *shared* contribution, its Shapley value: its effect averaged over all orders in which the changes could
be made. The shared contributions add up to the difference by themselves; they are worked out for up to six changes.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable
from dataclasses import dataclass
from itertools import combinations
from math import factorial
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.analysis.statistics import mean_interval
from sim.app.answers.answer import Answer
from sim.app.answers.changes import Change, Focus, changes_between, merged, on_the_way
from sim.app.answers.jobs import Found, Job, Step, put
from sim.app.answers.plan import next_piece, simulate_piece, task
from sim.app.answers.question import FULL, Question
from sim.app.answers.shelf import Shelf

Array = npt.NDArray[np.float64]

RUNS = 40
"""Futures of every world on the way: the same luck in all of them makes few enough."""
MOST = 6
"""Changes that are shown one by one, and whose shared contributions are worked out: 64 worlds."""
OTHERS = "others"
"""Key of what is left beyond those, taken together."""
MOST_PIECES = 64
"""Pieces of work for one world, after which memory is taken to be too small."""


@dataclass(frozen=True)
class Part:
    """What one change contributes, in EUR.

    Parameters
    ----------
    alone : mean effect when only this is changed in A.
    sure : whether its 95 % interval leaves out zero.
    shared : its Shapley value; None while, or where, it is not worked out.
    """

    change: Change
    alone: float
    sure: bool
    shared: float | None = None


@dataclass(frozen=True)
class Contributions:
    """What lies between A and B, in EUR: ``parts`` (by themselves) and ``interaction`` add up to ``total``."""

    focus: Focus
    a: Question
    b: Question
    n: int
    total: float
    low: float
    high: float
    parts: tuple[Part, ...]
    final: bool

    @property
    def interaction(self) -> float:
        """What the changes bring together beyond what each brings by itself."""
        return self.total - sum(part.alone for part in self.parts)

    @property
    def decided(self) -> bool:
        """Whether the 95 % interval of the difference leaves out zero."""
        return self.low > 0.0 or self.high < 0.0


Worth = Generator[Step | Found, Any, Array]


def contributions(a: Question, b: Question, focus: Focus, shelf: Shelf, runs: int = RUNS) -> Job:
    """Find `Contributions`: first what each change brings by itself, then with the shared contributions.

    Futures that are on the shelf are not simulated again; every step is one piece of work, so the job can be left.
    """
    changes = changes_between(a, b, focus)
    if not changes:
        return
    if len(changes) == 1:  # nothing lies between A and B, so every future of theirs counts
        runs = max(runs, min(known(shelf, on_the_way(a, b, done, focus)) for done in ((), changes)))
    worlds = Worlds(a, b, focus, shelf, runs)
    start = yield from worlds.worth(())
    total = (yield from worlds.worth(changes)) - start
    effects = {}
    for change in changes:
        effects[change] = (yield from worlds.worth((change,))) - start
    if len(changes) > MOST:
        changes = grouped(effects)
        if changes[-1] not in effects:
            effects[changes[-1]] = (yield from worlds.worth((changes[-1],))) - start
    first = told(worlds, total, {change: effects[change] for change in changes}, {})
    if len(changes) == 1 or len(changes) > MOST:
        shares = dict.fromkeys(changes, first.total) if len(changes) == 1 else {}
        yield Found(told(worlds, total, {change: effects[change] for change in changes}, shares, final=True))
        return
    yield Found(first)
    shares = yield from shared(worlds, changes)
    yield Found(told(worlds, total, {change: effects[change] for change in changes}, shares, final=True))


def known(shelf: Shelf, question: Question) -> int:
    """Futures that are there for every strategy of a question, up to those of the full answer."""
    return min(FULL, *(shelf.runs(key) for key in question.futures.values()))


def grouped(effects: dict[Change, Array]) -> tuple[Change, ...]:
    """The changes with the largest effects by themselves, and the others as one."""
    order = sorted(effects, key=lambda change: -abs(float(effects[change].mean())))
    return (*order[:MOST], merged(OTHERS, order[MOST:]) if len(order) > MOST + 1 else order[MOST])


@dataclass
class Worlds:
    """The worlds between two questions, and what the focus is worth in each of them."""

    a: Question
    b: Question
    focus: Focus
    shelf: Shelf
    runs: int

    def worth(self, done: Iterable[Change]) -> Worth:
        """What the focus is worth, future by future, once these changes are made; (runs,) in EUR."""
        question = on_the_way(self.a, self.b, done, self.focus)
        for _ in range(MOST_PIECES):
            answer = self.shelf.answer_from(question, self.runs)
            if answer is not None:
                return worth_of(answer, self.focus)
            piece = next_piece(question, self.shelf.runs, self.runs)
            if piece is not None:
                put(self.shelf, question, piece, (yield Step(simulate_piece, task(question, piece))))
        raise MemoryError("the memory for futures does not hold those of one world")


def worth_of(answer: Answer, focus: Focus) -> Array:
    """Gain of a strategy against carrying on, or lead of the left one over the right one; (n,) in EUR."""
    left, right = (answer.success[name] for name in answer.question.strategies)
    worth: Array = left.npv - right.npv if focus == "advantage" else left.gain
    return worth


def shared(worlds: Worlds, changes: tuple[Change, ...]) -> Generator[Step | Found, Any, dict[Change, float]]:
    """Shapley value of each change, EUR: its mean effect over all orders of making the changes."""
    worth: dict[frozenset[Change], float] = {}
    for size in range(len(changes) + 1):
        for chosen in combinations(changes, size):
            found = yield from worlds.worth(chosen)
            worth[frozenset(chosen)] = float(found.mean())
    return {change: shapley(change, changes, worth) for change in changes}


def shapley(change: Change, changes: tuple[Change, ...], worth: dict[frozenset[Change], float]) -> float:
    """Mean effect of one change over all orders, from the worth of every set of changes."""
    count = len(changes)
    return sum(factorial(len(done)) * factorial(count - len(done) - 1) / factorial(count)
               * (worth[done | {change}] - value)
               for done, value in worth.items() if change not in done)


def told(worlds: Worlds, total: Array, effects: dict[Change, Array], shares: dict[Change, float],
         final: bool = False) -> Contributions:
    """The contributions so far, the largest first."""
    whole = mean_interval(total)
    parts = []
    for change, effect in effects.items():
        found = mean_interval(effect)
        parts.append(Part(change, found.mean, found.low > 0.0 or found.high < 0.0, shares.get(change)))
    parts.sort(key=lambda part: (part.change.key == OTHERS, -abs(part.alone)))
    return Contributions(worlds.focus, worlds.a, worlds.b, worlds.runs, whole.mean, whole.low, whole.high,
                         tuple(parts), final)
