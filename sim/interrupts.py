"""Requests to end that come at a bad moment: they wait, and are not lost."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker

ENDING = (signal.SIGINT, signal.SIGTERM)
"""Signals that ask a command to end."""


@contextmanager
def undisturbed() -> Iterator[None]:
    """Put off Ctrl-C and requests to end until the block is done."""
    came: list[int] = []
    main = threading.current_thread() is threading.main_thread()
    before = {number: signal.signal(number, lambda number, _: came.append(number)) for number in ENDING} if main else {}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, signal.SIG_DFL if handler is None else handler)
        if came:
            signal.raise_signal(came[0])


@contextmanager
def starting_processes() -> Iterator[None]:
    """Start processes inside that are deaf to Ctrl-C, which only the one in front answers, and finish starting them.

    A process whose parent ends while it starts would complain with a traceback of its own.
    """
    with undisturbed():
        if not hasattr(signal, "pthread_sigmask"):
            yield
            return
        resource_tracker.ensure_running()  # else the first process would start it here, and that lifts the mask
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            yield
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
