"""A sweep on a real Dask scheduler with two real workers on this host, one of which is killed on the way."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest

pytest.importorskip("distributed", reason="needs the extra 'cluster'")

from sim.study.sweep import schedule as schedules
from sim.study.sweep.executors import SweepError, crew_of
from sim.study.sweep.folder import Sweep
from sim.study.sweep.runner import Tally
from sim.study.sweep.sweeping import run_sweep
from tests.study.sweep import saboteur

ROOT = Path(__file__).parents[3]
pytestmark = pytest.mark.filterwarnings("default")  # the scheduler's own warnings are not ours to fix


def started(*words: str) -> subprocess.Popen[str]:
    """A Dask process on this host only."""
    return subprocess.Popen([sys.executable, "-m", "distributed.cli." + words[0], *words[1:]], cwd=ROOT, text=True,
                            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                            env={**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"})


def wait_until(true: Callable[[], bool]) -> None:
    """Give workers up to half a minute to arrive."""
    for _ in range(300):
        if true():
            return
        time.sleep(0.1)
    raise AssertionError("the workers did not arrive")


@pytest.fixture
def cluster() -> Iterator[tuple[str, list[subprocess.Popen[str]]]]:
    """Address of a scheduler, and its two workers, each a process of its own."""
    scheduler = started("dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--no-show")
    assert scheduler.stderr is not None
    address = next(m[0] for line in scheduler.stderr if (m := re.search(r"tcp://127\.0\.0\.1:\d+", line)))
    threading.Thread(target=scheduler.stderr.read, daemon=True).start()
    workers = [started("dask_worker", address, "--host", "127.0.0.1", "--nthreads", "1", "--no-nanny", "--no-dashboard")
               for _ in range(2)]
    for worker in workers:
        assert worker.stderr is not None
        threading.Thread(target=worker.stderr.read, daemon=True).start()
    yield address, workers
    for process in (*workers, scheduler):
        process.kill()
        process.wait()
        assert process.stderr is not None
        process.stderr.close()


def test_nothing_is_lost_and_nothing_is_there_twice_when_a_worker_is_killed(cluster, planned, tmp_path: Path,
                                                                             monkeypatch) -> None:
    monkeypatch.setattr(schedules, "BLOCK_ROWS", 9)
    address, workers = cluster

    def kill_one(tally: Tally) -> None:
        if tally.done >= 18 and workers[0].poll() is None:
            workers[0].send_signal(signal.SIGKILL)

    with crew_of(1, address) as crew:
        wait_until(lambda: crew.size() == 2)
        report = run_sweep(planned(), tmp_path / "out", crew, told=kill_one, work=saboteur.dawdles)
    assert workers[0].wait(5) == -signal.SIGKILL and workers[1].poll() is None
    assert (report.planned, report.done, report.failed) == (108, 108, 0)
    with crew_of(1, None) as crew:
        run_sweep(planned(), tmp_path / "here", crew)
    pd.testing.assert_frame_equal(Sweep.open(tmp_path / "out").runs(), Sweep.open(tmp_path / "here").runs(),
                                  check_exact=True)


def test_a_cluster_of_ones_own_needs_no_address(planned, tmp_path: Path) -> None:
    with crew_of(2, "local") as crew:
        assert crew.size() == 2
        assert run_sweep(planned(), tmp_path / "out", crew).done == 108


def test_an_address_where_nobody_answers_is_refused(monkeypatch) -> None:
    from sim.study.sweep import executors

    monkeypatch.setattr(executors, "PATIENCE", 1)
    with pytest.raises(SweepError, match="no scheduler with a worker answers there"), \
            crew_of(1, "tcp://127.0.0.1:9"):
        pass
