"""The same runs by others: peers that are written as one writes such models, and the limit of what one core can do."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.contestants import DRAWS, ENGINE, LIMITS, PEERS, Entry, contestant, missing, present
from benchmarks.fresh import call
from benchmarks.measuring import estimate, gathered, one_round
from benchmarks.store import Effort, Row, say

HERE = "benchmarks.sections.contest:round_of"


def peers(effort: Effort) -> list[Row]:
    """Plain Mesa, AgentPy, and our own model behind Mesa's face."""
    return contest(PEERS, effort)


def limit(effort: Effort) -> list[Row]:
    """A compiled loop over the same laws, random numbers alone, and single precision."""
    return contest((*LIMITS, *DRAWS), effort)


def contest(entries: Sequence[Entry], effort: Effort) -> list[Row]:
    """Time the entries against the engine, each round in a fresh process: a row for each, with its rounds."""
    for word in filter(None, map(missing, entries)):
        say(word)
    able = [entry for entry in entries if missing(entry) is None]
    if not able:
        return []
    rounds = []
    for i in range(effort.rounds):
        rounds.append(call(HERE, names=[e.name for e in able], sweeps=effort.sweeps, seconds=effort.seconds, seed=i))
        say(f"round {i + 1} of {effort.rounds}: " + ", ".join(f"{f['name']} {f['ratio']:.3g}" for f in rounds[-1]))
    found = gathered(rounds)
    return [row(entry, found[entry.name]) for entry in able]


def round_of(names: Sequence[str], sweeps: int, seconds: float, seed: int) -> list[dict[str, float | str]]:
    """One round, in the process that is asked."""
    return one_round(contestant(ENGINE), list(present(names)), sweeps=sweeps, seconds=seconds, seed=seed)


def row(entry: Entry, found: dict[str, list[float]]) -> Row:
    """What all rounds say of an entry: its cost in terms of the engine's, and seconds of CPU per run of both."""
    times = estimate(found["ratio"])
    return {"contestant": entry.name, "label": entry.label, "ratio": times.value, "low": times.low, "high": times.high,
            "seconds_per_run": estimate(found["cost"]).value,
            "engine_seconds_per_run": estimate(found["reference"]).value, "rounds": found["ratio"]}
