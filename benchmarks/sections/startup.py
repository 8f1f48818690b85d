"""What a user waits for: every command as a whole process, next to a Python that does nothing."""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.contestants import SCENARIO, STRATEGY
from benchmarks.fresh import timed
from benchmarks.measuring import estimate
from benchmarks.store import Effort, Row, say

SWEEPS = 3
"""Whole processes for each round that other sections take: a start is short, and its time has a long tail."""
COMPARE = f"compare {SCENARIO} --replications 500"


class Started(NamedTuple):
    """A command line of ours, and whether it takes so long that it is run once a round only."""

    line: str
    long: bool = False


COMMANDS = (
    Started("--help"), Started("--version"), Started("params"), Started("mechanisms"), Started("schema"),
    Started("init {new}/firm.toml"), Started(f"check {SCENARIO}"), Started("claims --help"),
    Started(f"run {SCENARIO} --strategy {STRATEGY}"), Started(f"run {SCENARIO} --json"),
    Started(f"compare {SCENARIO} --replications 20 --quiet", long=True), Started(COMPARE, long=True),
    Started(COMPARE + " --out {new}/results", long=True), Started(f"claims {SCENARIO} --ids A1", long=True),
)
BARE = {"python -c pass": "pass", 'python -c "import numpy"': "import numpy"}


def startup(effort: Effort) -> list[Row]:
    """Wall clock and peak memory of every command, all of them in a new order each time."""
    order, taken = random.Random(1), dict[str, list[dict[str, float]]]()
    for i in range(effort.rounds * SWEEPS):
        todo = [*BARE, *(c.line for c in COMMANDS if not c.long or i % SWEEPS == 0)]
        order.shuffle(todo)
        for line in todo:
            taken.setdefault(line, []).append(once(line))
        say(f"sweep {i + 1} of {effort.rounds * SWEEPS}")
    return [_row(line, taken[line]) for line in (*BARE, *(c.line for c in COMMANDS))]


def once(line: str) -> dict[str, float]:
    """Run one command as a process of its own; what it writes is thrown away."""
    if line in BARE:
        return timed([sys.executable, "-c", BARE[line]])
    with tempfile.TemporaryDirectory() as place:
        return timed([*salesshift(), *(word.replace("{new}", place) for word in line.split())])


def salesshift() -> Sequence[str]:
    """The installed command of this Python, or the module where it is not installed."""
    beside = shutil.which("salesshift", path=str(Path(sys.executable).parent))
    return [beside] if beside else [sys.executable, "-m", "sim.cli.app"]


def _row(line: str, taken: Sequence[dict[str, float]]) -> Row:
    rounds = taken[1:] if len(taken) > 1 else taken  # the first reads from the disk
    wall = estimate([t["wall"] for t in rounds])
    shown = line if line in BARE else f"salesshift {line.replace('{new}/', '')}"
    return {"command": shown, "seconds": wall.value, "low": wall.low, "high": wall.high,
            "cpu": estimate([t["cpu"] for t in rounds]).value, "peak_mb": max(t["peak_mb"] for t in taken),
            "rounds": [t["wall"] for t in rounds]}
