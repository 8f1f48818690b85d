"""Which futures a request still lacks, cut into pieces of work that are over soon."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any

from sim.app.answers.cache import Cache
from sim.app.answers.request import PREVIEW, STAGES, Request, only
from sim.arrays import Array
from sim.engine.ensemble import simulate_each
from sim.scenario.schema import Scenario
from sim.scenario.strategy import seller_positions

PIECE_CELLS = 6_000
"""Positions times strategies times futures of one piece: about an eighth of a second, after which newer work goes
first."""
LEAST_RUNS = 4
"""Fewer futures at once are all overhead."""


@dataclass(frozen=True)
class Piece:
    """Some futures of some strategies: runs ``first_run .. first_run + runs - 1``."""

    names: tuple[str, ...]
    first_run: int
    runs: int


def next_piece(request: Request, have: Callable[[str], int], goal: int) -> Piece | None:
    """What to simulate next, that all strategies have so many futures; None when they have.

    The preview is one piece: it is waited for. Strategies that have as many futures go together.

    Parameters
    ----------
    have : key of a strategy's futures -> how many of them are there.
    goal : futures that each strategy shall have.
    """
    counts = {name: have(key) for name, key in request.futures.items()}
    least = min(counts.values())
    if least >= goal:
        return None
    names, seen = [], set[str]()
    for name, count in counts.items():
        if count == least and request.futures[name] not in seen:
            seen.add(request.futures[name])
            names.append(name)
    end = min([goal, *(count for count in counts.values() if count > least)])
    if goal > PREVIEW:
        end = min(end, least + piece_runs(request.scenario, tuple(names)))
    return Piece(tuple(names), least, end - least)


def piece_runs(scenario: Scenario, names: tuple[str, ...]) -> int:
    """Futures that these strategies live through in one piece."""
    slots = scenario.organisation.reps + max(seller_positions(scenario.strategy(name)) for name in names)
    return max(LEAST_RUNS, PIECE_CELLS // (slots * len(names)))


def simulate_piece(scenario: Scenario, piece: Piece, seed: int) -> list[dict[str, Array]]:
    """Work of a helper process: the outcomes of each strategy of the piece, name -> (quarters, runs)."""
    cases = [(scenario, name) for name in piece.names]
    found = simulate_each(cases, replications=piece.runs, seed=seed, first_run=piece.first_run)
    return [ensemble.outcomes for ensemble in found]


def task(request: Request, piece: Piece) -> tuple[Scenario, Piece, int]:
    """What a helper process needs for a piece: the arguments of `simulate_piece`."""
    return only(request.scenario, piece.names), piece, request.seed


# Long work in pieces: a generator that yields what a helper process is to do, and what it has found so far.

@dataclass(frozen=True)
class HelperStep:
    """A function of a module and its arguments, for a helper process; its result is sent into the generator."""

    work: Callable[..., Any]
    args: tuple[Any, ...]


@dataclass(frozen=True)
class Found:
    """Something to show, preliminary or final."""

    value: Any


Job = Generator[HelperStep | Found, Any, None]


def single(work: Callable[..., Any], *args: Any) -> Job:
    """One step, whose result is what was found."""
    yield Found((yield HelperStep(work, args)))


def refinement(request: Request, cache: Cache, runs: int) -> Job:
    """Add futures piece by piece; an answer is found at each stage beyond so many runs."""
    for stage in STAGES:
        if stage <= runs:
            continue
        there = -1
        while (piece := next_piece(request, cache.runs, stage)) is not None:
            if sum(cache.runs(key) for key in request.futures.values()) <= there:
                return  # memory is too small for this request: what is shown stays
            there = sum(cache.runs(key) for key in request.futures.values())
            put(cache, request, piece, (yield HelperStep(simulate_piece, task(request, piece))))
        answer = cache.answer_from(request, stage)
        if answer is not None:
            yield Found(answer)


def put(cache: Cache, request: Request, piece: Piece, found: list[Any]) -> None:
    """Lay the futures of a piece in the cache."""
    for name, futures in zip(piece.names, found, strict=True):
        cache.add(request.futures[name], futures, piece.first_run)
