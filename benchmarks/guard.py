"""The quick guard: how many times faster than plain Mesa, kept in the repository with its history.

A ratio of two programs on the same machine in the same minute says whether the engine has become slower, on any
machine and on a busy one. It warns and never fails: a timing is not a test.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from benchmarks.contestants import ALL, missing
from benchmarks.fresh import ROOT, call
from benchmarks.measuring import estimate
from benchmarks.sections.contest import HERE
from benchmarks.store import as_json, provenance, rounded, say

KEPT = ROOT / "benchmarks" / "quick.json"
REFERENCE = "mesa"
ROUNDS, SWEEPS, SECONDS = 9, 3, 0.2
WHERE = ("date", "salesshift", "commit", "system", "processor", "cores", "python", "load")
SAME = ("processor", "python")
"""Ratios are compared where these are the same: processors and interpreters speed the two programs up differently."""


def guard(*, accept: bool = False) -> None:
    """Measure, compare with the last kept ratio of this kind of machine, say so, and append to the history."""
    why = missing(ALL[REFERENCE])
    if why is not None:
        say(f"the guard needs its reference. {why}")
        return
    now = measured()
    history = kept()
    verdict, text = judged(now, history)
    print(text)
    entry = rounded(now | {"verdict": "kept" if accept else verdict})
    document = {"reference": ALL[REFERENCE].label, "history": [*history, entry]}
    KEPT.write_text(as_json(document), encoding="utf-8", newline="\n")


def measured() -> dict[str, Any]:
    """The ratio now, with its interval, and what it depends on."""
    rounds = []
    for i in range(ROUNDS):
        (figure,) = call(HERE, names=[REFERENCE], sweeps=SWEEPS, seconds=SECONDS, seed=i)
        rounds.append(figure["ratio"])
        say(f"round {i + 1} of {ROUNDS}: {rounds[-1]:.1f} times {ALL[REFERENCE].label}")
    about = provenance("make bench-quick")
    return {key: about[key] for key in WHERE} | estimate(rounds)._asdict()


def kept() -> list[dict[str, Any]]:
    """The history so far, the oldest first."""
    return list(json.loads(KEPT.read_text(encoding="utf-8"))["history"]) if KEPT.exists() else []


def standard(now: dict[str, Any], history: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    """The last kept ratio of the same kind of machine; one that had fallen is no standard."""
    alike = [e for e in history if e["verdict"] == "kept" and all(_kind(e[key]) == _kind(now[key]) for key in SAME)]
    return alike[-1] if alike else None


def _kind(text: str) -> str:
    """A processor as it is; of a Python version the first two numbers."""
    return ".".join(text.split(".")[:2]) if text[:1].isdigit() else text


def judged(now: dict[str, Any], history: Sequence[dict[str, Any]]) -> tuple[str, str]:
    """``kept`` or ``fallen``, and the line that says so. Fallen: its whole interval lies below that of the standard."""
    said = "{value:.1f} times plain Mesa [{low:.1f}, {high:.1f}], per core".format(**now)
    before = standard(now, history)
    if before is None:
        return "kept", f"bench-quick: {said}. The first of this kind of machine."
    then = "{value:.1f} [{low:.1f}, {high:.1f}] (commit {commit}, {date:.10})".format(**before)
    if now["high"] < before["low"]:
        bar = "!" * 100
        cure = "Find out why; if it is meant, keep it with: python -m benchmarks quick --accept"
        return "fallen", f"{bar}\nbench-quick: SLOWER. {said}; the last kept ratio was {then}.\n{cure}\n{bar}"
    return "kept", f"bench-quick: {said}. Before: {then}."
