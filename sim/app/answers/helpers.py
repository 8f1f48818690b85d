"""The helper processes of the workshop: one for previews, one for everything that may take longer.

All browsers share them. Each takes one piece of work at a time, in the order in which the browsers asked; a browser
asks for one piece at a time, so they take turns. The server's own process stays free for the pages.
"""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import Any, TypeVar

import numpy as np

from sim.engine.ensemble import simulate_each, warm_up
from sim.engine.parallel import end_with_parent
from sim.interrupts import starting_processes
from sim.scenario.schema import Scenario
from sim.scenario.strategy import CARRY_ON

ResultT = TypeVar("ResultT")

ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
"""What keeps the numerical libraries of a helper to one thread: with more, two helpers would fight for the cores."""
BACKGROUND_NICENESS = 10
"""How far the helper for longer work steps back behind previews and pages."""

_environment = threading.Lock()


class HelperLostError(RuntimeError):
    """The process that was at work is gone; the next piece of work finds a new one."""


class Turns:
    """A lock that is handed on in the order of asking."""

    def __init__(self) -> None:
        self._waiting: deque[object] = deque()
        self._changed = threading.Condition()

    @property
    def waiting(self) -> int:
        """How many have asked and are not yet done."""
        with self._changed:
            return len(self._waiting)

    @contextlib.contextmanager
    def taken(self) -> Iterator[None]:
        """Wait for one's turn, and have it inside."""
        ticket = object()
        with self._changed:
            self._waiting.append(ticket)
            self._changed.wait_for(lambda: self._waiting[0] is ticket)
        try:
            yield
        finally:
            with self._changed:
                self._waiting.popleft()
                self._changed.notify_all()


class Helper:
    """A process of its own that does one piece of work after the other; started anew when it was lost."""

    def __init__(self, niceness: int = 0) -> None:
        self.niceness = niceness
        self._turns = Turns()
        self._lock = threading.Lock()
        self._pool: ProcessPoolExecutor | None = None
        self._warm: Future[int] | None = None

    def start(self) -> Future[int]:
        """Start the process if it is not there; returns what gives its id when it has loaded everything."""
        with self._lock:
            if self._pool is None or self._warm is None:
                self._pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=get_ready,
                                                 initargs=(self.niceness,))
                with one_thread(), hangups_ignored(), starting_processes():
                    self._warm = self._pool.submit(load)
            return self._warm

    def run(self, work: Callable[..., ResultT], *args: Any, wanted: Callable[[], bool] = lambda: True
            ) -> ResultT | None:
        """Do `work(*args)` there when it is our turn; None where it was no longer wanted by then.

        Raises
        ------
        HelperLostError
            when the process ended meanwhile. What the work itself raises is raised here.
        """
        with self._turns.taken():
            if not wanted():
                return None
            future = self._submitted(work, args)
            try:
                return future.result()
            except (BrokenProcessPool, CancelledError) as error:
                self.close()
                raise HelperLostError("the process that was at work has ended") from error

    def _submitted(self, work: Callable[..., ResultT], args: tuple[Any, ...]) -> Future[ResultT]:
        """Hand over the work; to a new process where the old one has ended idly, or was closed, meanwhile."""
        try:
            self.start()
            return self._pool_now().submit(work, *args)
        except RuntimeError:
            self.close()
            self.start()
            return self._pool_now().submit(work, *args)

    def _pool_now(self) -> ProcessPoolExecutor:
        with self._lock:
            if self._pool is None:
                raise HelperLostError("the helper process was closed")
            return self._pool

    def close(self) -> None:
        """End the process once it has done what it is at; it starts again when there is work."""
        with self._lock:
            pool, self._pool, self._warm = self._pool, None, None
        if pool is not None:
            pool.shutdown(wait=False, cancel_futures=True)


@contextlib.contextmanager
def hangups_ignored() -> Iterator[None]:
    """Let processes that are started meanwhile, Python's own tracker among them, leave a closed terminal to us."""
    if not hasattr(signal, "SIGHUP") or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGHUP, before)


def get_ready(niceness: int) -> None:
    """First thing in a new helper: end when the server ends, leave Ctrl-C to it, step back where asked."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_parent()
    if niceness and hasattr(os, "nice"):
        os.nice(niceness)


def load() -> int:
    """Load the engine and its tables, and live through one small future; the id of this process."""
    warm_up()
    list(simulate_each([(Scenario(), CARRY_ON)], replications=2, seed=1))
    np.quantile(np.zeros(2), 0.5)
    return os.getpid()


@contextlib.contextmanager
def one_thread() -> Iterator[None]:
    """Let a process that is started meanwhile calculate with one thread."""
    with _environment:
        before = {name: os.environ.get(name) for name in ONE_THREAD}
        os.environ.update(dict.fromkeys(ONE_THREAD, "1"))
        try:
            yield
        finally:
            for name, value in before.items():
                if value is None:
                    os.environ.pop(name, None)
                else:
                    os.environ[name] = value


class Helpers:
    """Both helpers, for all browsers of a server."""

    def __init__(self) -> None:
        self.preview = Helper()
        self.background = Helper(BACKGROUND_NICENESS)

    def warm(self, wait: bool = False) -> None:
        """Start both now, so that the first request does not wait for them."""
        loading = [helper.start() for helper in (self.preview, self.background)]
        if wait:
            for each in loading:
                each.result()

    def close(self) -> None:
        """End both."""
        self.preview.close()
        self.background.close()


HELPERS = Helpers()
"""Those of this server; they start with the first work, or with `warm`."""


def warm(wait: bool = False) -> None:
    """Start the helper processes of this server early; returns at once unless told to wait."""
    HELPERS.warm(wait)
