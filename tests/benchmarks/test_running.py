"""Contestants that are missing, fresh processes, and the verdict of the quick guard."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

import sim.engine.ensemble as engine
from benchmarks import guard
from benchmarks.__main__ import SECTIONS
from benchmarks.contestants import ALL, ENGINE, Entry, contestant, missing, present
from benchmarks.fresh import FailedError, call, timed
from benchmarks.report import SECTIONS as REPORTED
from benchmarks.sections.scaling import AXES, POINTS, reference, warm_already

unix = pytest.mark.skipif(not hasattr(os, "wait4"), reason="needs the system calls of Unix")


def test_every_section_is_reported() -> None:
    assert tuple(SECTIONS) == REPORTED


def test_what_cannot_take_part_is_left_out_with_a_word_why() -> None:
    assert missing(ENGINE) is None
    assert "no_such" in missing(Entry("x", "X", "benchmarks.no_such:simulate"))
    assert "left out" in missing(Entry("x", "X", "sim.engine.ensemble:no_such"))
    assert "no option magic" in missing(Entry("x", "X", "sim.engine.ensemble:simulate", options={"magic": 1}))


def test_the_engine_is_timed_per_run() -> None:
    (found,) = present(["engine"])
    assert found.units == contestant(ALL["engine"]).units == ENGINE.runs


def test_points_of_every_axis_count_what_they_simulate() -> None:
    assert set(POINTS) == set(AXES)
    quarters, full = 16, reference()
    assert POINTS["replications"](20).units == 20 * 40 * quarters
    assert POINTS["quarters"](4).units == full.units / 4
    assert POINTS["strategies"](2).units == 2 * 500 * 40 * quarters
    assert POINTS["reps"](100_000).units == 100_000 * quarters
    assert POINTS["batch"](400_000).units == 400_000 * quarters
    assert warm_already(POINTS["replications"](20), full).calls is None
    assert warm_already(POINTS["batch"](400_000), full).calls == 1


def test_another_batch_size_is_used_and_put_back(monkeypatch: pytest.MonkeyPatch) -> None:
    before, sizes = engine.CHUNK_CELLS, []
    monkeypatch.setattr(engine, "simulate", lambda *_, **__: sizes.append(engine.CHUNK_CELLS))
    POINTS["batch"](2_000).work()
    assert (sizes, engine.CHUNK_CELLS) == ([2_000], before)


# --- fresh processes --------------------------------------------------------------------------------------------------


@unix
def test_a_command_is_timed_and_its_memory_is_its_own() -> None:
    ballast = bytearray(200_000_000)  # what the asking process holds must not count
    small = timed([sys.executable, "-S", "-c", "pass"])
    large = timed([sys.executable, "-S", "-c", "x = b'1' * 60_000_000"])
    assert 0.0 < small["wall"] < 60.0
    assert small["peak_mb"] < 60.0 < large["peak_mb"] < 200.0
    assert len(ballast)


@unix
def test_a_command_that_fails_says_so() -> None:
    with pytest.raises(FailedError, match="ended with 3"):
        timed([sys.executable, "-S", "-c", "import sys; sys.exit(3)"])


def test_a_function_is_called_in_another_process() -> None:
    assert call("benchmarks.measuring:estimate", rounds=[1.0, 1.0]) == [1.0, 1.0, 1.0]
    with pytest.raises(FailedError, match="no_such"):
        call("benchmarks.measuring:no_such")


# --- the guard --------------------------------------------------------------------------------------------------------


def entry(value: float, **other: Any) -> dict[str, Any]:
    where = {"date": "2026-01-01T00:00:00", "commit": "abc", "processor": "P", "python": "3.13.1", "verdict": "kept"}
    return where | {"value": value, "low": 0.95 * value, "high": 1.05 * value} | other


@pytest.mark.parametrize(("now", "verdict"), [(66.0, "kept"), (60.0, "kept"), (55.0, "kept"), (50.0, "fallen")])
def test_a_ratio_has_fallen_when_its_whole_interval_lies_below_the_last(now: float, verdict: str) -> None:
    found, text = guard.judged(entry(now), [entry(70.0), entry(60.0)])
    assert found == verdict
    assert ("SLOWER" in text) is (verdict == "fallen")


def test_a_fallen_ratio_is_no_standard_and_other_machines_are_none() -> None:
    history = [entry(60.0), entry(30.0, verdict="fallen"), entry(20.0, processor="Q"), entry(10.0, python="3.11.7")]
    assert guard.standard(entry(0.0), history)["value"] == 60.0
    assert guard.standard(entry(0.0, python="3.13.9"), history)["value"] == 60.0
    assert guard.standard(entry(0.0, python="3.12.1"), history) is None
    assert guard.judged(entry(1.0), [])[0] == "kept"


def test_the_guard_appends_to_the_history_and_never_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                                          capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "quick.json"
    monkeypatch.setattr(guard, "KEPT", file)
    monkeypatch.setattr(guard, "missing", lambda _: None)
    for value, accept in ((60.0, False), (40.0, False), (40.0, True), (41.0, False)):
        monkeypatch.setattr(guard, "measured", lambda value=value: entry(value))
        guard.guard(accept=accept)
    history = json.loads(file.read_text(encoding="utf-8"))["history"]
    assert [(e["value"], e["verdict"]) for e in history] == [(60.0, "kept"), (40.0, "fallen"), (40.0, "kept"),
                                                             (41.0, "kept")]
    assert capsys.readouterr().out.count("SLOWER") == 2
