"""Pieces of work: the futures that a request still lacks, and jobs that have them simulated step by step."""

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
    """Return what to simulate next until all strategies have `goal` futures; None if they have.

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
    """Number of futures of these strategies in one piece."""
    slots = scenario.organisation.reps + max(seller_positions(scenario.strategy(name)) for name in names)
    return max(LEAST_RUNS, PIECE_CELLS // (slots * len(names)))


def simulate_piece(scenario: Scenario, piece: Piece, seed: int) -> list[dict[str, Array]]:
    """Work of a helper process: the outcomes of each strategy of the piece, name -> (quarters, runs)."""
    arms = [(scenario, name) for name in piece.names]
    found = simulate_each(arms, replications=piece.runs, seed=seed, first_run=piece.first_run)
    return [ensemble.outcomes for ensemble in found]


def task(request: Request, piece: Piece) -> tuple[Scenario, Piece, int]:
    """Arguments of `simulate_piece` for a piece, to send to a helper process."""
    return only(request.scenario, piece.names), piece, request.seed


# --- jobs: long work in steps for a helper process -------------------------------------------------------------------

@dataclass(frozen=True)
class HelperStep:
    """A module-level function and its arguments, for a helper process; the result is sent into the generator."""

    work: Callable[..., Any]
    args: tuple[Any, ...]


@dataclass(frozen=True)
class Found:
    """Something to show, preliminary or final."""

    value: Any


Job = Generator[HelperStep | Found, Any, None]


def single(work: Callable[..., Any], *args: Any) -> Job:
    """Make a job of one step, whose result is what it finds."""
    yield Found((yield HelperStep(work, args)))


def refinement(request: Request, cache: Cache, runs: int) -> Job:
    """Add futures piece by piece; yields an answer at each stage beyond `runs`."""
    for stage in STAGES:
        if stage <= runs:
            continue
        there = -1
        while (piece := next_piece(request, cache.runs, stage)) is not None:
            if sum(cache.runs(key) for key in request.futures.values()) <= there:
                return  # the cache is too small for this request: the present answer stays
            there = sum(cache.runs(key) for key in request.futures.values())
            put(cache, request, piece, (yield HelperStep(simulate_piece, task(request, piece))))
        answer = cache.answer_from(request, stage)
        if answer is not None:
            yield Found(answer)


def put(cache: Cache, request: Request, piece: Piece, found: list[Any]) -> None:
    """Add the futures of a piece to the cache."""
    for name, futures in zip(piece.names, found, strict=True):
        cache.add(request.futures[name], futures, piece.first_run)
