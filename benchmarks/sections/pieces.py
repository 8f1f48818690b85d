"""The small pieces that a quarter is made of, timed by pytest-benchmark."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.fresh import ROOT, FailedError, environment
from benchmarks.store import Effort, Row, say

PIECES = ROOT / "benchmarks" / "pieces"


def pieces(effort: Effort) -> list[Row]:
    """Median and quartiles of every piece."""
    with tempfile.TemporaryDirectory() as place:
        found = Path(place) / "pieces.json"
        longest = f"--benchmark-max-time={max(0.1, effort.seconds * effort.sweeps)}"
        pytest = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", str(PIECES)]
        done = subprocess.run([*pytest, f"--benchmark-json={found}", longest], cwd=ROOT, env=environment(), text=True,
                              stdout=subprocess.PIPE, check=False)
        if done.returncode:
            raise FailedError(f"pytest benchmarks/pieces ended with {done.returncode}:\n{done.stdout[-2000:]}")
        measured = json.loads(found.read_text(encoding="utf-8"))["benchmarks"]
    say(f"{len(measured)} pieces")
    return [_row(piece) for piece in sorted(measured, key=lambda piece: piece["name"])]


def _row(piece: dict[str, Any]) -> Row:
    stats, cells = piece["stats"], piece["extra_info"]["cells"]
    return {"piece": piece["name"].removeprefix("test_"), "cells": cells, "microseconds": 1e6 * stats["median"],
            "low": 1e6 * stats["q1"], "high": 1e6 * stats["q3"], "nanoseconds_per_cell": 1e9 * stats["median"] / cells,
            "times": stats["rounds"]}
