"""The worker of one browser: answers a request quickly, then refines the answer; the newest request wins.

Each worker has two threads. One makes previews, the other refines answers and does other long work; both delegate to
helper processes, so that the threads only wait. Nothing queues up: a waiting request is dropped when a newer one
arrives, and the refinement of an older one stops after its current piece. A preview in progress at that moment is still
shown, so that the picture follows a lever while it is dragged.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sim.app.answers.answer import Answer
from sim.app.answers.cache import Cache
from sim.app.answers.helpers import HELPERS, HelperLostError, Helpers
from sim.app.answers.pieces import Found, Job, next_piece, put, refinement, simulate_piece, single, task
from sim.app.answers.request import FULL, PREVIEW, Request

SHARED = Cache()
"""The futures that all browsers of this server share."""

REFINEMENT = "refinement"
"""The kind of background work that makes an answer better."""
CALM = 0.25
"""Seconds without a new request after which refining begins: while a lever is dragged, the cores are for previews."""
MOST_TRIES = 5
"""Times a preview is retried because its futures were evicted meanwhile."""

StartThread = Callable[[Callable[[], None]], object]
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Trouble:
    """Why there is no answer.

    Parameters
    ----------
    key : ``helper_lost`` (the process at work ended; the next request works) or ``failed``; its words are
        ``results.trouble.<key>``.
    detail : what was raised, for the log and the curious.
    kind : what was being done: ``preview``, ``refinement``, or the kind of a background job.
    """

    key: str
    detail: str
    kind: str


@dataclass(eq=False)
class Work:
    """A job in progress: its listener, the time from which it may run, and the result of its last step."""

    job: Job
    on_found: Callable[[Any], None]
    due: float = 0.0
    reply: Any = None


def in_thread(target: Callable[[], None]) -> None:
    """Start a thread that ends with the server."""
    threading.Thread(target=target, daemon=True).start()


class Worker:
    """Answers the requests of one browser.

    Parameters
    ----------
    on_answer : called with the preview, then with each refined answer. All calls of one worker come one at a time from
        its own threads, and never with an older request after a newer one.
    on_trouble : called if there is no answer; the worker continues.
    start_thread : starts a thread with this function; called inside `Worker(...)`, in the caller's thread and context.
    helpers, cache : helper processes and cache; by default those of this server.
    """

    def __init__(self, on_answer: Callable[[Answer], None], on_trouble: Callable[[Trouble], None], *,
                 start_thread: StartThread = in_thread, helpers: Helpers = HELPERS, cache: Cache = SHARED) -> None:
        self.on_answer, self.on_trouble = on_answer, on_trouble
        self.helpers, self.cache = helpers, cache
        self._changed = threading.Condition()
        self._telling = threading.RLock()
        self._waiting: Request | None = None
        self._newest: Request | None = None
        self._under_way = False
        self._works: OrderedDict[str, Work] = OrderedDict()
        self._closed = False
        start_thread(self._bring_previews)
        start_thread(self._work_behind)

    def ask(self, request: Request) -> None:
        """Submit a request; returns at once. An earlier request that has not been started is dropped."""
        with self._changed:
            if not self._closed:
                self._waiting = self._newest = request
                self._works.pop(REFINEMENT, None)
                self._changed.notify_all()

    def background(self, kind: str, work: Callable[..., Any], *args: Any, on_done: Callable[[Any], None],
                   after: float = 0.0) -> None:
        """Run `work(*args)` in the background process and pass on the result; a newer job of that kind replaces it.

        `work` is a module-level function, so that the process can import it. It starts after ``after`` seconds.
        """
        self.pursue(kind, single(work, *args), on_done, after)

    def pursue(self, kind: str, job: Job, on_found: Callable[[Any], None], after: float = 0.0) -> None:
        """Run a job step by step, taking turns with other kinds, and pass on its results; the newest of a kind wins.

        It starts after ``after`` seconds; one that is replaced before that costs nothing.
        """
        with self._changed:
            if not self._closed:
                self._works.pop(kind, None)
                self._works[kind] = Work(job, on_found, time.monotonic() + after)
                self._changed.notify_all()

    def drop(self, kind: str) -> None:
        """Drop the job of that kind; it ends after its current step."""
        with self._changed:
            self._works.pop(kind, None)

    def has(self, kind: str) -> bool:
        """Whether a job of that kind is pending."""
        with self._changed:
            return kind in self._works

    def close(self) -> None:
        """Stop: nothing more is reported, and both threads end after their current step."""
        with self._changed:
            self._closed, self._waiting = True, None
            self._works.clear()
            self._changed.notify_all()

    @property
    def busy(self) -> bool:
        """Whether an answer is pending or other work is in progress."""
        with self._changed:
            return self._waiting is not None or self._under_way or bool(self._works)

    def _bring_previews(self) -> None:
        while (request := self._next_request()) is not None:
            try:
                answer = self._preview(request)
            except Exception as error:  # whatever it was, the worker continues
                self._trouble(error, "preview", self._open)
            else:
                if answer is not None:
                    self._tell(self.on_answer, answer, self._open)
                    self._refine(request, answer.n)

    def _next_request(self) -> Request | None:
        with self._changed:
            self._under_way = False
            self._changed.wait_for(lambda: self._closed or self._waiting is not None)
            request, self._waiting = self._waiting, None
            self._under_way = request is not None
            return request

    def _preview(self, request: Request) -> Answer | None:
        """Return the best available answer; None if a newer request arrived before work on this one started."""
        for _ in range(MOST_TRIES):
            if (answer := self.cache.answer(request)) is not None:
                return answer
            piece = next_piece(request, self.cache.runs, PREVIEW)
            if piece is None:
                continue
            done = self.helpers.preview.run(simulate_piece, *task(request, piece),
                                            wanted=lambda: self._newest is request and not self._closed)
            if done is None:
                return None
            put(self.cache, request, piece, done)
        found = self.cache.answer(request)
        if found is None:
            raise MemoryError("the memory for futures does not hold those of one request")
        return found

    def _refine(self, request: Request, runs: int) -> None:
        with self._changed:
            if request is self._newest and runs < FULL and not self._closed:
                self._works[REFINEMENT] = Work(refinement(request, self.cache, runs), self.on_answer,
                                               time.monotonic() + CALM)
                self._changed.notify_all()

    def _work_behind(self) -> None:
        while (found := self._next_work()) is not None:
            kind, work = found

            def wanted(kind: str = kind, work: Work = work) -> bool:
                return self._works.get(kind) is work

            try:
                self._go_on(work, wanted)
            except StopIteration:
                self._finish(kind, work)
            except Exception as error:  # whatever it was, the worker continues
                self._trouble(error, kind, wanted)
                self._finish(kind, work)

    def _next_work(self) -> tuple[str, Work] | None:
        """Return the next of the due jobs; it moves behind the others when it gets its turn."""
        with self._changed:
            while not self._closed:
                now = time.monotonic()
                due = next((kind for kind, work in self._works.items() if work.due <= now), None)
                if due is not None:
                    self._works.move_to_end(due)
                    return due, self._works[due]
                self._changed.wait(min((work.due - now for work in self._works.values()), default=None))
            return None

    def _go_on(self, work: Work, wanted: Callable[[], bool]) -> None:
        """Run one step of a job and pass on its result."""
        reply, work.reply = work.reply, None
        following = work.job.send(reply)
        if isinstance(following, Found):
            self._tell(work.on_found, following.value, wanted)
        else:
            work.reply = self.helpers.background.run(following.work, *following.args, wanted=wanted)

    def _finish(self, kind: str, work: Work) -> None:
        with self._changed:
            if self._works.get(kind) is work:
                del self._works[kind]

    def _open(self) -> bool:
        return not self._closed

    def _tell(self, listener: Callable[[Any], None], what: Any, wanted: Callable[[], bool]) -> None:
        """Notify the browser, unless it is gone or no longer interested; an error in its listener is logged."""
        with self._telling:
            if self._closed or not wanted():
                return
            try:
                listener(what)
            except Exception:
                log.exception("the page could not show what was found")

    def _trouble(self, error: Exception, kind: str, wanted: Callable[[], bool]) -> None:
        lost = isinstance(error, HelperLostError)
        if not lost:
            log.error("%s could not be worked out", kind, exc_info=error)
        self._tell(self.on_trouble, Trouble("helper_lost" if lost else "failed", f"{type(error).__name__}: {error}",
                                            kind), wanted)
