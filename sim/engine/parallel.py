"""Work spread over processes: tasks in, results out in the same order, a bounded number under way."""

from __future__ import annotations

import os
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from functools import lru_cache
from multiprocessing import active_children, current_process, get_context, parent_process
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, TypeVar

from sim.interrupts import starting_processes

ResultT = TypeVar("ResultT")

AHEAD = 2
"""Tasks in flight per process: the next one is already queued, and memory stays bounded."""
UNGUARDED = 86
"""Exit code of a process that finds itself running the script that started it."""


class UnguardedError(SystemExit, RuntimeError):
    """A script starts processes, each of which would run the script again.

    Behaves like any other error, except that if uncaught it ends the script with one line and no traceback.
    """

    def __init__(self, otherwise: str = "") -> None:
        """Store a further remedy to append to the message."""
        script = Path(getattr(sys.modules["__main__"], "__file__", None) or "this script").name
        super().__init__(f"{script}: needs `if __name__ == \"__main__\":` around what it does, because every process "
                         f"that it starts begins by running it{otherwise}")


def check_guard() -> None:
    """End a process that is about to start processes while it is still running the script that started it."""
    if getattr(current_process(), "_inheriting", False):  # what multiprocessing itself asks, to say it in 30 lines
        os._exit(UNGUARDED)


def in_order(work: Callable[..., ResultT], tasks: Sequence[tuple[Any, ...]], workers: int) -> Iterator[ResultT]:
    """Yield the results of `work(*task)` in the order of the tasks, computed here or by other processes."""
    if workers < 2 or len(tasks) < 2:
        yield from (work(*task) for task in tasks)
        return
    waiting, under_way = deque(tasks), deque[Future[ResultT]]()
    helpers: set[BaseProcess] = set()
    try:
        while waiting or under_way:
            while waiting and len(under_way) < AHEAD * workers:
                with starting_processes():
                    under_way.append(pool_of(workers).submit(work, *waiting.popleft()))
                helpers.update(active_children())
            yield under_way.popleft().result()
    except BrokenExecutor:
        pool_of(workers).shutdown()
        pool_of.cache_clear()  # so that the next call gets a working pool
        if any(helper.exitcode == UNGUARDED for helper in helpers):
            raise UnguardedError("; or give workers=1") from None
        raise
    finally:
        for job in under_way:
            job.cancel()


def start_early(load: Callable[[], None], workers: int) -> None:
    """Start the helper processes now and let each import what later work needs; returns at once, no-op for one."""
    if workers > 1:
        with starting_processes():
            for _ in range(workers):
                pool_of(workers).submit(load)


@lru_cache(maxsize=1)
def pool_of(workers: int) -> ProcessPoolExecutor:
    """The helper processes; kept, because starting them costs as much as a comparison."""
    check_guard()
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=end_with_parent)


def end_with_parent() -> None:
    """Make a helper exit when the process that started it is gone, even if that was killed."""
    threading.Thread(target=_await_parent, daemon=True).start()


def _await_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
