"""Processes that share nothing: one that dies costs its own task, and all can be ended at any moment."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sim.study.sweep.executors import crew_of
from sim.study.sweep.workers import WorkerGoneError, Workers

ROOT = Path(__file__).parents[3]
HEAVY = b"x" * 10_000_000
"""More than any pipe holds: whoever sends it waits until it is read."""
SCRIPT = "import sim\nworld = sim.Scenario(quarters=2)\n"
BY_SCRIPT = {
    "simulate": "sim.simulate(world, replications=2000, workers=2)",
    "compare": "sim.compare(world, ['carry_on'], replications=2000, workers=2)",
    "sweep": "from sim.study.sweep.executors import crew_of\nwith crew_of(2, None) as crew:\n"
             "    print(crew.executor.submit(len, 'abc').result())",
}


def test_tasks_are_done_and_errors_come_back() -> None:
    with crew_of(2, None) as crew:
        lengths = [crew.executor.submit(len, "x" * k) for k in range(20)]
        wrong = crew.executor.submit(int, "seven")
        assert [one.result() for one in lengths] == list(range(20))
        with pytest.raises(ValueError, match="seven") as raised:
            wrong.result()
    assert "in _done" in raised.value.__notes__[0]
    with pytest.raises(RuntimeError, match="after the end"):
        crew.executor.submit(len, "")


def test_a_process_that_dies_costs_its_own_task_only() -> None:
    with crew_of(2, None) as crew:
        before = [crew.executor.submit(len, "abc") for _ in range(4)]
        dies = crew.executor.submit(os._exit, 9)
        after = [crew.executor.submit(len, "abc") for _ in range(8)]
        with pytest.raises(WorkerGoneError, match="exit code 9"):
            dies.result()
        assert [one.result() for one in before + after] == [3] * 12


@pytest.mark.parametrize("busy", [(time.sleep, 600), (len, HEAVY), (bytes, 10_000_000)],
                         ids=["working", "receiving", "answering"])
def test_workers_can_be_ended_whatever_they_are_doing(busy: tuple) -> None:
    workers = Workers(2)
    futures = [workers.submit(*busy) for _ in range(6)]
    while not any(one.running() or one.done() for one in futures):
        time.sleep(0.01)
    workers.shutdown(wait=False)
    assert all(one.done() for one in futures)
    assert not any(thread.is_alive() for thread in workers._threads)


@pytest.mark.parametrize("call", BY_SCRIPT)
def test_a_script_without_the_guard_is_told_so_in_one_line(tmp_path: Path, call: str) -> None:
    script = tmp_path / "mine.py"
    script.write_text(SCRIPT + BY_SCRIPT[call])
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, timeout=300, check=False,
                          env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert (done.returncode, done.stdout) == (1, "")
    line, = done.stderr.splitlines()
    assert line.startswith('mine.py: needs `if __name__ == "__main__":` around what it does')


def test_a_script_with_the_guard_is_not(tmp_path: Path) -> None:
    script = tmp_path / "mine.py"
    script.write_text('if __name__ == "__main__":\n    ' + BY_SCRIPT["sweep"].replace("\n", "\n    "))
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, timeout=300, check=True,
                          env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert done.stdout == "3\n"
