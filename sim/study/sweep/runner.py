"""Carries out the schedule of a sweep: submits blocks to an executor, writes the results, and survives failures.

Contains no engine. Whatever happens, every block on disk is complete, and the next start resumes from there.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, wait
from dataclasses import dataclass, field, replace
from typing import Literal

from sim.study.sweep.blocks import Block, Flags, Known, begun, job_of, strangers
from sim.study.sweep.executors import Crew, SweepError
from sim.study.sweep.schedule import Schedule, Slice
from sim.study.sweep.store import FAILURES, Store
from sim.study.sweep.work import Job, JobResult, do, failed


@dataclass
class Tally:
    """Rows of a sweep: numbers planned, done, reused from earlier sweeps, and failed."""

    planned: int = 0
    done: int = 0
    reused: int = 0
    failed: int = 0


Work = Callable[[Job], JobResult]
Errors = Literal["stop", "finish"]
AHEAD = 2
"""Blocks in flight per worker: the next one is already queued, and memory stays bounded."""
KILLED = "KilledWorker"
"""Name of Dask's error for a task whose workers died repeatedly."""


class StoppedError(Exception):
    """A run failed, and the sweep was asked to stop at the first failure."""


Told = Callable[[Tally], None]


@dataclass
class Task:
    """A job of a block; `alone` when it is suspected of killing its worker."""

    block: Block
    job: Job
    missing: Flags
    alone: bool = False


@dataclass
class Runner:
    """One pass over blocks.

    schedule, store : what to run and where to write. crew : the executor. errors : reaction to a failing run. told :
    called with the tally after every block. work : function that does a job; replaced only in tests.
    """

    schedule: Schedule
    store: Store
    crew: Crew
    errors: Errors = "finish"
    told: Told = lambda tally: None
    work: Work = do
    tally: Tally = field(default_factory=Tally)
    suspects: deque[Task] = field(default_factory=deque)
    under_way: dict[Future[JobResult], Task] = field(default_factory=dict)

    def carry_out(self, parts: list[tuple[Slice, str]]) -> None:
        """Do all blocks that are not complete yet.

        Raises `StoppedError` at the first failure if errors stop the sweep.
        """
        complete, todo = self._sorted_out(parts)
        self.tally.reused += complete
        self.tally.done += complete
        self.told(self.tally)
        todo_keys = {key for _, key in todo}
        others = strangers(self.store, {key for _, key in parts} - todo_keys)
        try:
            with Known(self.store, others) as known:
                self._work_off(self._tasks(todo, known))
        finally:
            for future in self.under_way:
                future.cancel()

    def _sorted_out(self, parts: list[tuple[Slice, str]]) -> tuple[int, list[tuple[Slice, str]]]:
        """Rows of the blocks that are complete, and the blocks that are not."""
        rows, todo = 0, []
        for part, key in parts:
            planned = len(part.points) * part.count * len(self.schedule.strategies)
            if self.store.rows_in(key) == planned:
                self.store.forget_failures(key)  # those of an earlier start that was killed before it removed them
                rows += planned
            else:
                self.store.put_aside_if_damaged(f"{FAILURES}/{key}.parquet")
                todo.append((part, key))
        return rows, todo

    def _tasks(self, todo: list[tuple[Slice, str]], known: Known) -> Iterator[Task]:
        """Yield blocks as tasks; one whose rows are all known is written at once."""
        for part, key in todo:
            block, missing = begun(self.schedule, part, key, known)
            self.tally.reused += block.reused
            job = job_of(self.schedule, block, missing)
            if job is None:
                self._finish(block)
            else:
                block.open = 1
                yield Task(block, job, missing)

    def _work_off(self, tasks: Iterator[Task]) -> None:
        """Keep the crew busy until nothing is left; suspects work alone."""
        while True:
            while not self.suspects and len(self.under_way) < AHEAD * self.crew.size():
                task = next(tasks, None)
                if task is None:
                    break
                self._submit(task)
            if self.suspects and not self.under_way:
                self._submit(self.suspects.popleft())
            if not self.under_way:
                return
            done, _ = wait(self.under_way, return_when=FIRST_COMPLETED)
            for future in done:
                self._receive(self.under_way.pop(future), future)

    def _submit(self, task: Task) -> None:
        try:
            future: Future[JobResult] = self.crew.executor.submit(self.work, task.job)
        except BrokenExecutor:
            raise SweepError("the executor has broken down; what is finished is kept, run again to go on") from None
        self.under_way[future] = task

    def _receive(self, task: Task, future: Future[JobResult]) -> None:
        error = future.exception()
        if error is None:
            self._take(task, future.result())
        elif isinstance(error, BrokenExecutor):
            self._suspect(task)
        elif type(error).__name__ == KILLED:
            task.alone = True
            self._suspect(task)
        else:
            raise error

    def _suspect(self, task: Task) -> None:
        """Handle a dead worker: a task that ran alone is halved until one run is left, which is marked as failed."""
        if not task.alone:
            self.suspects.append(replace(task, alone=True))
        elif task.job.runs.size == 1:
            self._take(task, failed(task.job, WorkerDiedError("the process that simulated this run died")))
        else:
            middle = task.job.runs.size // 2
            task.block.open += 1
            self.suspects.extend(replace(task, job=task.job.part(half), alone=True)
                                 for half in (slice(0, middle), slice(middle, None)))

    def _take(self, task: Task, answer: JobResult) -> None:
        task.block.take(self.schedule, task.job, answer, task.missing)
        task.block.open -= 1
        if not task.block.open:
            self._finish(task.block)

    def _finish(self, block: Block) -> None:
        """Write a block and report the tally."""
        self.store.write(block.key, block.rows, block.values, block.failures, block.inputs(self.schedule),
                         self.schedule.prepared.design.seed)
        self.tally.done += len(block.rows.ids)
        self.tally.failed += len(block.failures)
        self.told(self.tally)
        if block.failures and self.errors == "stop":
            failure = next(iter(block.failures.values()))
            raise StoppedError(f"{failure.kind}: {failure.message}")


class WorkerDiedError(RuntimeError):
    """A worker process ended in the middle of a run: killed, out of memory, or crashed."""


__all__ = ["Runner", "StoppedError", "Tally", "WorkerDiedError"]
