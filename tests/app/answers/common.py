"""Small requests, answered in this process or by real helpers."""

from __future__ import annotations

from pathlib import Path

from sim.app.answers.answer import Answer
from sim.app.answers.cache import Cache
from sim.app.answers.pieces import next_piece, put, simulate_piece, task
from sim.app.answers.request import Request
from sim.scenario.reading import load_scenario
from sim.scenario.schema import Scenario

SCENARIOS = Path(__file__).resolve().parents[3] / "scenarios"


def scenario(name: str = "b2b_advisors", *changes: str) -> Scenario:
    return load_scenario(SCENARIOS / f"{name}.toml", changes)


def small(*changes: str) -> Scenario:
    """A force of eight over four quarters: quick, and yet everything happens in it."""
    return scenario("b2b_advisors", "organisation.reps=8", "organisation.team_size=4", "quarters=4",
                    "strategies=[{name='train', measures=[{kind='training', start=1, quarters=2}]},"
                    " {name='sell', measures=[{kind='hire_sellers', start=1, sellers=2}]},"
                    " {name='press', measures=[{kind='targets', start=1, quarters=3}]}]", *changes)


def answered(request: Request, runs: int, cache: Cache | None = None) -> Answer:
    """The answer from so many futures, worked out here."""
    cache = Cache() if cache is None else cache
    while (piece := next_piece(request, cache.runs, runs)) is not None:
        put(cache, request, piece, simulate_piece(*task(request, piece)))
    answer = cache.answer_from(request, runs)
    assert answer is not None
    return answer
