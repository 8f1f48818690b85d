"""Who does the work: any `concurrent.futures.Executor`; processes of this machine, or a Dask cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any

from sim.analysis.sweep.problems import SweepError
from sim.engine.parallel import end_with_parent, interrupts_ignored

CLUSTER = "needs the extra 'cluster': pip install 'salesshift[cluster]'"
PATIENCE = 60
"""Seconds to wait for a scheduler and its first worker."""


@dataclass
class Crew:
    """An executor and how many tasks it does at once; `renew` puts another one in its place after it has broken.

    counted : asks how many it does now, where workers come and go.
    """

    executor: Executor
    hands: int
    own: bool = False
    counted: Callable[[], int] | None = None

    def size(self) -> int:
        """Tasks that it does at once, now."""
        return self.hands if self.counted is None else max(1, self.counted())

    def renew(self) -> None:
        """Take another executor of the same size; `SweepError` where it is not ours to replace."""
        if not self.own:
            raise SweepError("the executor has broken down; what is finished is kept, run again to go on")
        dismiss(self.executor)
        self.executor = processes(self.hands).executor


def processes(workers: int) -> Crew:
    """Processes of this machine; they end with this one, and leave Ctrl-C to it."""
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=end_with_parent)
    return Crew(_Quiet(pool), workers, own=True)


class _Quiet(Executor):
    """A pool whose processes, started as tasks come, do not hear Ctrl-C."""

    def __init__(self, pool: ProcessPoolExecutor) -> None:
        self.pool = pool

    def submit(self, work: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Submit to the pool."""
        with interrupts_ignored():
            return self.pool.submit(work, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the pool; without waiting its processes are ended at once."""
        running = list((getattr(self.pool, "_processes", None) or {}).values())
        self.pool.shutdown(wait=wait, cancel_futures=cancel_futures)
        if not wait:
            for process in running:
                process.terminate()


def dismiss(executor: Executor) -> None:
    """Let an executor go at once, whatever it is doing."""
    executor.shutdown(wait=False, cancel_futures=True)


@contextmanager
def crew_of(workers: int, cluster: str | None) -> Iterator[Crew]:
    """The crew that the command asks for: processes, or a cluster by its address (`local` starts one here).

    Raises `SweepError` where a cluster cannot be reached.
    """
    if cluster is None:
        crew = processes(workers)
        try:
            yield crew
        except BaseException:
            dismiss(crew.executor)
            raise
        crew.executor.shutdown()
        return
    with dask_client(cluster, workers) as client:
        def threads() -> int:
            return sum(client.nthreads().values())

        yield Crew(client.get_executor(pure=False), threads(), counted=threads)


@contextmanager
def dask_client(address: str, workers: int) -> Iterator[Any]:
    """A client of a Dask scheduler, with at least one worker there."""
    try:
        from distributed import Client, LocalCluster
    except ImportError:
        raise SweepError(f"--cluster {CLUSTER}") from None
    if address == "local":
        local = LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None, host="127.0.0.1")
        with local, Client(local) as client:
            yield client
        return
    try:
        client = Client(address, timeout=PATIENCE)
        client.wait_for_workers(1, timeout=PATIENCE)
    except (OSError, ValueError, TimeoutError) as error:
        raise SweepError(f"--cluster {address}: no scheduler with a worker answers there ({error})") from None
    with client:
        yield client
