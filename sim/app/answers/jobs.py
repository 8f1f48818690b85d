"""Long work in pieces: a generator that yields what a helper process is to do, and what it has found so far."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any

from sim.app.answers.plan import Piece, next_piece, simulate_piece, task
from sim.app.answers.question import STAGES, Question
from sim.app.answers.shelf import Shelf


@dataclass(frozen=True)
class Step:
    """A function of a module and its arguments, for a helper process; its result is sent into the generator."""

    work: Callable[..., Any]
    args: tuple[Any, ...]


@dataclass(frozen=True)
class Found:
    """Something to show, preliminary or final."""

    value: Any


Job = Generator[Step | Found, Any, None]


def single(work: Callable[..., Any], *args: Any) -> Job:
    """One step, whose result is what was found."""
    yield Found((yield Step(work, args)))


def refinement(question: Question, shelf: Shelf, runs: int) -> Job:
    """Add futures piece by piece; an answer is found at each stage beyond so many runs."""
    for stage in STAGES:
        if stage <= runs:
            continue
        there = -1
        while (piece := next_piece(question, shelf.runs, stage)) is not None:
            if sum(shelf.runs(key) for key in question.futures.values()) <= there:
                return  # memory is too small for this question: what is shown stays
            there = sum(shelf.runs(key) for key in question.futures.values())
            put(shelf, question, piece, (yield Step(simulate_piece, task(question, piece))))
        answer = shelf.answer_from(question, stage)
        if answer is not None:
            yield Found(answer)


def put(shelf: Shelf, question: Question, piece: Piece, found: list[Any]) -> None:
    """Lay the futures of a piece on the shelf."""
    for name, futures in zip(piece.names, found, strict=True):
        shelf.add(question.futures[name], futures, piece.first_run)
