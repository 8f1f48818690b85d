"""A request to end waits while processes are started; these leave Ctrl-C to the one in front."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from sim.engine.parallel import in_order, pool_of
from sim.interrupts import starting_processes

ROOT = Path(__file__).parents[1]
pytestmark = pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="signals work otherwise there")


@pytest.fixture
def heard() -> Iterator[list[int]]:
    """The requests to end that arrive."""
    came: list[int] = []
    before = {number: signal.signal(number, lambda number, _: came.append(number))
              for number in (signal.SIGINT, signal.SIGTERM)}
    yield came
    for number, handler in before.items():
        signal.signal(number, handler)


def interrupted() -> int:
    """Sends Ctrl-C to its own process."""
    os.kill(os.getpid(), signal.SIGINT)
    return os.getpid()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_request_to_end_while_processes_start_comes_afterwards(heard: list[int], number: signal.Signals) -> None:
    with starting_processes():
        os.kill(os.getpid(), number)
        assert heard == []
    assert heard == [number]


def test_processes_that_are_started_inside_are_deaf_to_an_interrupt() -> None:
    with starting_processes():
        pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"))
        future = pool.submit(interrupted)
    with pool:
        assert future.result() != os.getpid()


def test_the_very_first_process_is_deaf_too() -> None:
    name = test_processes_that_are_started_inside_are_deaf_to_an_interrupt.__name__
    words = f"from tests import test_interrupts; test_interrupts.{name}()"
    done = subprocess.run([sys.executable, "-c", words], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_an_interrupt_while_work_is_handed_over_ends_it(heard: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    submit = ProcessPoolExecutor.submit

    def interrupting(*args, **named):
        os.kill(os.getpid(), signal.SIGINT)
        return submit(*args, **named)

    monkeypatch.setattr(ProcessPoolExecutor, "submit", interrupting)
    assert list(in_order(abs, [(-1,), (-2,)], 2)) == [1, 2]
    assert heard == [signal.SIGINT, signal.SIGINT]
    pool_of(2).shutdown()
    pool_of.cache_clear()
