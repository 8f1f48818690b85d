"""Cache of simulated futures, kept while memory allows, so that a step back is answered at once.

The cache holds futures of single strategies, not answers: a lever that changes one strategy leaves those of the others
valid. An entry depends only on its key, so all browsers share the cache.
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
    """Key -> futures of runs 0 to n - 1; the least recently used are evicted."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self.most_bytes = most_bytes
        self.bytes = 0
        self._kept: OrderedDict[str, Futures] = OrderedDict()
        self._lock = threading.Lock()

    def runs(self, key: str) -> int:
        """Number of futures of that key, from run 0."""
        with self._lock:
            return length(self._kept.get(key))

    def get(self, key: str, runs: int) -> Futures | None:
        """The first `runs` futures of that key; None if there are fewer."""
        with self._lock:
            found = self._kept.get(key)
            if found is None or length(found) < runs:
                return None
            self._kept.move_to_end(key)
        return found if length(found) == runs else first(found, runs)

    def add(self, key: str, more: Futures, first_run: int) -> None:
        """Append futures to those of that key; ones that do not continue them are dropped."""
        with self._lock:
            old = self._kept.get(key)
            if length(old) != first_run:
                return  # another browser asked the same and was quicker, or the entry was evicted meanwhile
            new = more if old is None else together(old, more)
            self._kept[key] = new
            self._kept.move_to_end(key)
            self.bytes += size(new) - size(old)
            while self.bytes > self.most_bytes and len(self._kept) > 1:
                self.bytes -= size(self._kept.popitem(last=False)[1])

    def answer(self, request: Request, most: int = STAGES[-1]) -> Answer | None:
        """Answer from the largest stage of futures available for all strategies; None below the first stage."""
        there = min(self.runs(key) for key in request.futures.values())
        runs = max((stage for stage in STAGES if stage <= min(there, most)), default=0)
        return self.answer_from(request, runs) if runs else None

    def answer_from(self, request: Request, runs: int) -> Answer | None:
        """Answer from exactly `runs` futures; None if some of them are missing."""
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
    """The first `runs` futures, as contiguous copies."""
    return {name: np.ascontiguousarray(values[:, :runs]) for name, values in futures.items()}


def together(one: Futures, other: Futures) -> Futures:
    """Concatenate the futures of consecutive runs."""
    return {name: np.concatenate([one[name], other[name]], axis=1) for name in one}
