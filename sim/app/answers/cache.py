"""Futures that were simulated, kept for as long as memory allows: a step back answers at once.

Kept are the futures of single strategies, not answers: a lever that changes one strategy leaves the others' as they
are. What lies here depends on nothing but its key, so all browsers share it.
"""

from __future__ import annotations

import threading
from collections import OrderedDict

import numpy as np

from sim.app.answers.answer import Answer, Futures
from sim.app.answers.request import STAGES, Request

MOST_BYTES = 256 * 2**20
"""Memory for futures: about eighty strategies with the full ensemble over 16 quarters."""


class Cache:
    """Key of some futures -> the futures, runs 0 to so many; the longest unused make room for new ones."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self.most_bytes = most_bytes
        self.bytes = 0
        self._kept: OrderedDict[str, Futures] = OrderedDict()
        self._lock = threading.Lock()

    def runs(self, key: str) -> int:
        """How many futures there are of that key, from run 0 on."""
        with self._lock:
            return length(self._kept.get(key))

    def get(self, key: str, runs: int) -> Futures | None:
        """The first futures of that key; None where there are not as many."""
        with self._lock:
            found = self._kept.get(key)
            if found is None or length(found) < runs:
                return None
            self._kept.move_to_end(key)
        return found if length(found) == runs else first(found, runs)

    def add(self, key: str, more: Futures, first_run: int) -> None:
        """Put further futures behind those that are there; ones that do not fit there are dropped."""
        with self._lock:
            old = self._kept.get(key)
            if length(old) != first_run:
                return  # another browser asked the same and was quicker, or memory was needed meanwhile
            new = more if old is None else together(old, more)
            self._kept[key] = new
            self._kept.move_to_end(key)
            self.bytes += size(new) - size(old)
            while self.bytes > self.most_bytes and len(self._kept) > 1:
                self.bytes -= size(self._kept.popitem(last=False)[1])

    def answer(self, request: Request, most: int = STAGES[-1]) -> Answer | None:
        """The answer from as many futures as are there for all strategies, by stages; None below the first."""
        there = min(self.runs(key) for key in request.futures.values())
        runs = max((stage for stage in STAGES if stage <= min(there, most)), default=0)
        return self.answer_from(request, runs) if runs else None

    def answer_from(self, request: Request, runs: int) -> Answer | None:
        """The answer from exactly so many futures; None where some of them are missing."""
        found: dict[str, Futures] = {}
        for name, key in request.futures.items():
            futures = self.get(key, runs)
            if futures is None:
                return None
            found[name] = futures
        return Answer(request, runs, found)


def length(futures: Futures | None) -> int:
    """Number of futures."""
    return 0 if futures is None else int(next(iter(futures.values())).shape[1])


def size(futures: Futures | None) -> int:
    """Bytes that the futures take."""
    return 0 if futures is None else sum(values.nbytes for values in futures.values())


def first(futures: Futures, runs: int) -> Futures:
    """The first so many futures, in tables of their own."""
    return {name: np.ascontiguousarray(values[:, :runs]) for name, values in futures.items()}


def together(one: Futures, other: Futures) -> Futures:
    """Futures of consecutive runs side by side."""
    return {name: np.concatenate([one[name], other[name]], axis=1) for name in one}
