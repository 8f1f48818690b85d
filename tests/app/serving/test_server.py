"""The end of the server: within seconds, without complaints, and nobody is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

pytest.importorskip("solara")

from sim.app.serving.server import on_stop, stop_all
from sim.engine.parallel import pool_of
from tests.app.starting import ROOT, surroundings

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks for processes as Linux shows them")

IDLE, BUSY = 0.05, 120.0
PATIENCE = 30.0
LIMIT = 10.0
"""Seconds that an end may take on a machine with much else to do; the work that is cut off takes two minutes."""


@contextmanager
def working(how: str, seconds: float) -> Iterator[tuple[subprocess.Popen[str], list[int]]]:
    """A server that answers, and the numbers of its helper processes."""
    command = [sys.executable, "-m", "tests.app.serving.working", how, str(seconds)]
    process = subprocess.Popen(command, cwd=ROOT, env=surroundings(), text=True, stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, start_new_session=True)
    try:
        assert process.stdout is not None
        yield process, list(map(int, process.stdout.readline().split()))
    finally:
        process.kill()
        process.communicate()


def alive(number: int) -> bool:
    """Whether a process lives; one that waits to be buried does not."""
    try:
        return Path(f"/proc/{number}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def left_of(helpers: list[int]) -> list[int]:
    """Who still lives after some patience."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and any(map(alive, helpers)):
        time.sleep(0.05)
    return list(filter(alive, helpers))


@pytest.mark.parametrize("how", ["main", "thread"])
@pytest.mark.parametrize("seconds", [IDLE, BUSY], ids=["idle", "busy"])
@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGHUP, signal.SIGTERM])
def test_told_to_end_it_takes_its_helpers_along_without_a_word(how: str, seconds: float, told: signal.Signals) -> None:
    with working(how, seconds) as (process, helpers):
        time.sleep(3 * IDLE)
        # A terminal sends Ctrl-C, and that it closes, to all that were started from it; SIGTERM comes for one.
        process.send_signal(told) if told is signal.SIGTERM else os.killpg(process.pid, told)
        began = time.monotonic()
        assert process.wait(PATIENCE) == 0
        assert time.monotonic() - began < LIMIT
        assert len(helpers) == 2 and left_of(helpers) == []
        assert process.communicate() == ("hook\n", "")


def test_killed_it_leaves_no_helper_behind() -> None:
    with working("thread", BUSY) as (process, helpers):
        process.kill()
        process.wait(PATIENCE)
        assert len(helpers) == 2 and left_of(helpers) == []
        assert process.communicate()[1] == ""


def test_work_that_does_not_end_is_left_after_some_seconds() -> None:
    with working("stubborn", BUSY) as (process, _):
        process.send_signal(signal.SIGINT)
        began = time.monotonic()
        assert process.wait(PATIENCE) == 0
        assert time.monotonic() - began < LIMIT
        assert process.communicate() == ("hook\n", "")


def test_ctrl_c_that_was_to_be_ignored_is_ignored() -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # as a shell starts what stays in the background
    try:
        with working("main", IDLE) as (process, _):
            process.send_signal(signal.SIGINT)
            with pytest.raises(subprocess.TimeoutExpired):
                process.wait(0.5)
    finally:
        signal.signal(signal.SIGINT, before)


def test_what_shall_be_done_at_the_end_is_done_once_the_last_first_and_a_failure_keeps_nothing_back() -> None:
    done: list[int] = []
    on_stop(lambda: done.append(1))
    on_stop(lambda: done.append(1 // 0))
    on_stop(lambda: done.append(3))
    stop_all()
    stop_all()
    pool_of.cache_clear()  # it ends all helpers of this process, those of other tests too
    assert done == [3, 1]
