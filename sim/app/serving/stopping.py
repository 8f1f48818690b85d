"""What is done when the server stops: whoever starts something that outlives a page ends it here."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from multiprocessing import active_children

_actions: list[Callable[[], object]] = []


def on_stop(action: Callable[[], object]) -> None:
    """Call this when the server stops, before it closes its connections; it must not take longer than a second."""
    _actions.append(action)


def stop_all() -> None:
    """Call everything that was registered, the last first and each once; then end the helper processes.

    An action that fails does not keep the others.
    """
    while _actions:
        with suppress(Exception):
            _actions.pop()()
    for helper in active_children():
        helper.terminate()
