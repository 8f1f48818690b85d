"""Processes of this machine as an executor, each with a pipe of its own.

`concurrent.futures.ProcessPoolExecutor` shares one queue among its processes; when they are ended in the middle of a
task, threads of this process may wait for good for somebody to empty it, and Python never ends. Here nothing is shared:
a process that is gone ends the wait for its own answer, whatever it was doing, and costs nobody else's.
"""

from __future__ import annotations

import contextlib
import pickle
import signal
import threading
import traceback
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from queue import Empty, SimpleQueue
from typing import Any

from sim.engine.parallel import UNGUARDED, UnguardedError, check_guard, end_with_parent
from sim.interrupts import starting_processes


class WorkerGoneError(BrokenExecutor):
    """The process doing a task ended before it returned a result."""


@dataclass
class Task:
    """A call waiting to be executed."""

    future: Future[Any]
    call: tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]


class Workers(Executor):
    """A number of processes, started as tasks arrive, each served by a thread of this process."""

    def __init__(self, number: int) -> None:
        """Prepare to start up to `number` processes."""
        check_guard()
        self._tasks: SimpleQueue[Task | None] = SimpleQueue()
        self._lock = threading.Lock()
        self._over = self._at_once = False
        self._processes: set[SpawnProcess] = set()
        self._threads = [threading.Thread(target=self._serve, daemon=True) for _ in range(number)]
        for thread in self._threads:
            thread.start()

    def submit(self, work: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Submit a call to one of the processes; its future raises `WorkerGoneError` if the process dies."""
        if self._over:
            raise RuntimeError("no tasks are taken after the end")
        future: Future[Any] = Future()
        self._tasks.put(Task(future, (work, args, kwargs)))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the processes: after all their tasks, or at once if not waiting."""
        with self._lock:
            self._over, self._at_once = True, not wait
        if cancel_futures or not wait:
            self._cancel()
        for _ in self._threads:
            self._tasks.put(None)
        if not wait:
            with self._lock:
                for process in self._processes:
                    process.kill()
        for thread in self._threads:
            thread.join()

    def _cancel(self) -> None:
        while True:
            try:
                task = self._tasks.get_nowait()
            except Empty:
                return
            if task is not None:
                task.future.cancel()

    def _serve(self) -> None:
        """Feed one process with tasks, one after the other."""
        _deafen()
        mine: tuple[SpawnProcess, Connection] | None = None
        while (task := self._tasks.get()) is not None:
            if not task.future.set_running_or_notify_cancel():
                continue
            try:
                mine = mine or self._started()
                answer = _asked(*mine, task)
            except BaseException as error:
                if isinstance(error, WorkerGoneError | UnguardedError):
                    self._gone(mine)
                    mine = None
                task.future.set_exception(error)
            else:
                task.future.set_result(answer)
        self._gone(mine)

    def _started(self) -> tuple[SpawnProcess, Connection]:
        """A process and the pipe to it."""
        with self._lock:
            if self._at_once:
                raise WorkerGoneError("the processes have been ended")
            context = get_context("spawn")
            here, there = context.Pipe()
            process = context.Process(target=serve, args=(there,), daemon=True)
            with starting_processes():
                process.start()
            there.close()  # so that the end of the process is the end of what is read here
            self._processes.add(process)
            return process, here

    def _gone(self, mine: tuple[SpawnProcess, Connection] | None) -> None:
        """Close the pipe, which ends the process, and wait for it."""
        if mine is None:
            return
        mine[1].close()
        mine[0].join()
        with self._lock:
            self._processes.discard(mine[0])


def _deafen() -> None:
    """Make processes started by this thread ignore Ctrl-C: only the foreground process handles it."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})


def _asked(process: SpawnProcess, pipe: Connection, task: Task) -> Any:
    """Return the result of the process; raises what it raised."""
    try:
        pipe.send_bytes(pickle.dumps(task.call))
        done, answer = pickle.loads(pipe.recv_bytes())
    except (EOFError, OSError):
        process.join()
        if process.exitcode == UNGUARDED:
            raise UnguardedError from None
        raise WorkerGoneError(f"a process ended with exit code {process.exitcode} in the middle of a task") from None
    if done:
        return answer
    raise answer


def serve(pipe: Connection) -> None:
    """Execute tasks as they arrive, in a separate process, until the pipe is closed or its other end is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_parent()
    with contextlib.suppress(EOFError, ConnectionError):
        while True:
            pipe.send_bytes(_done(pipe.recv_bytes()))


def _done(content: bytes) -> bytes:
    """Execute one task; returns whether it succeeded, and the result or the error with its traceback."""
    try:
        work, args, kwargs = pickle.loads(content)
        return pickle.dumps((True, work(*args, **kwargs)))
    except BaseException as error:
        error.add_note("".join(traceback.format_exception(error)))
        return pickle.dumps((False, error))
