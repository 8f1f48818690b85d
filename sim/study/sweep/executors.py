"""Executors of a sweep: any `concurrent.futures.Executor`; processes of this machine, or a Dask cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.study.sweep.workers import Workers

AGAIN = "run the sweep again: it will make this file anew and keep what is whole"


class SweepError(ValueError):
    """An unusable sweep or folder; the message is one line for the user: the cause and the cure."""


class DamageError(SweepError):
    """A file of a sweep that is damaged or missing.

    path : of the file. flaw : what is wrong with it, as words after its name.
    """

    def __init__(self, path: Path, flaw: str) -> None:
        super().__init__(f"{path}: {flaw}; {AGAIN}")
        self.path = path
        self.flaw = flaw


CLUSTER = "needs the extra 'cluster': pip install 'salesshift[cluster]'"
PATIENCE = 60
"""Seconds to wait for a scheduler and its first worker."""


@dataclass
class Crew:
    """An executor and the number of tasks it runs at once.

    counted : returns the present number if workers come and go.
    """

    executor: Executor
    hands: int
    counted: Callable[[], int] | None = None

    def size(self) -> int:
        """Number of tasks that it runs at once at present."""
        return self.hands if self.counted is None else max(1, self.counted())


@contextmanager
def crew_of(workers: int, cluster: str | None) -> Iterator[Crew]:
    """Yield the crew that the command asks for: processes, or a cluster by its address (`local` starts one here).

    Raises `SweepError` where a cluster cannot be reached.
    """
    if cluster is None:
        executor = Workers(workers)
        try:
            yield Crew(executor, workers)
        except BaseException:
            executor.shutdown(wait=False)
            raise
        executor.shutdown()
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
