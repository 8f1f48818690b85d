"""The server itself: starts, says when it answers, and ends within seconds however it is told to."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing import active_children, resource_tracker
from types import FrameType

import uvicorn

from sim.app.serving.start import EVERYWHERE

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


APPLICATION = "sim.app.serving.application:app"
STDERR = 2
GRACE = 1
"""Seconds that open connections get to close."""
DEADLINE = 2.5
"""Seconds after which the process ends, whatever still computes in it."""
ENDINGS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name))
OF_TERMINALS = ("SIGINT", "SIGHUP")
"""Signals that a terminal sends to all that were started from it."""
TRACKER = "ignore::UserWarning:multiprocessing.resource_tracker"
READY = "/readyz"
OFTEN = 0.1
"""Seconds between two questions whether the server answers."""
PATIENT = 10.0
"""Seconds that one answer may take while the pages are loaded."""


class Server(uvicorn.Server):  # type: ignore[misc,unused-ignore]
    """Uvicorn's server, which leaves the signals to `serve` and ends helpers before it closes connections."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Do nothing: Uvicorn would raise the signal again at the end, past everything that tidies up."""
        yield

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End what was registered, then the connections."""
        stop_all()
        await super().shutdown(sockets)


def serve(listening: socket.socket, announce: Callable[[], object], application: str = APPLICATION) -> None:
    """Serve until told to end, by Ctrl-C, SIGTERM or SIGHUP; `announce` is called once the server answers.

    The last thing that a process does: signals keep their meaning of here when it returns.
    """
    _quieten()
    config = uvicorn.Config(application, log_level="warning", access_log=False, lifespan="on",
                            timeout_graceful_shutdown=GRACE)
    server = Server(config)
    _end_on_signals(server)
    where = listening.getsockname()[:2]
    threading.Thread(target=_announced, args=(server, where, announce), daemon=True).start()
    server.run(sockets=[listening])
    stop_all()


def _end_on_signals(server: Server) -> None:
    """Let the signals end the server; one that was to be ignored (``nohup``) stays so.

    A terminal sends Ctrl-C, and that it closes, to the helper processes as well, which would complain. Whoever is
    started while a signal is blocked does not hear it; so these are blocked here, and a thread waits for them.
    """

    def end(number: int, frame: FrameType | None = None) -> None:
        if not server.should_exit:
            server.should_exit = True
            # What breaks from now on breaks because it shall, also in a helper that work still under way starts anew.
            os.dup2(os.open(os.devnull, os.O_WRONLY), STDERR)
            late = threading.Timer(DEADLINE, _leave)
            late.daemon = True
            late.start()

    heard = [number for number in ENDINGS if signal.getsignal(number) != signal.SIG_IGN]
    for number in heard:
        signal.signal(number, end)
    alone = {number for number in heard if number.name in OF_TERMINALS}
    if alone and hasattr(signal, "sigwait"):
        signal.pthread_sigmask(signal.SIG_BLOCK, alone)
        resource_tracker.ensure_running()  # lifts the block from Ctrl-C: better now than with the first helper
        signal.pthread_sigmask(signal.SIG_BLOCK, alone)
        threading.Thread(target=lambda: end(signal.sigwait(alone)), daemon=True).start()


def _leave() -> None:
    stop_all()
    with suppress(OSError):
        sys.stdout.flush()
    os._exit(0)


def _announced(server: Server, where: tuple[str, int], announce: Callable[[], object]) -> None:
    while not server.should_exit:
        if _answers(EVERYWHERE.get(where[0], where[0]), where[1]):
            announce()
            return
        time.sleep(OFTEN)


def _answers(host: str, port: int) -> bool:
    """Whether the pages are loaded; asked without the proxies that the environment may name."""
    asking = http.client.HTTPConnection(host, port, timeout=PATIENT)
    try:
        asking.request("GET", READY)
        return asking.getresponse().status < http.client.BAD_REQUEST
    except (OSError, http.client.HTTPException):
        return False
    finally:
        asking.close()


def _quieten() -> None:
    """Silence what a library says on the terminal about every first visit, and what nobody need do anything about."""
    warnings.filterwarnings("ignore", message="Cookies with samesite=none")
    # What Python's own tracker tidies up after work that was cut off; it and the helpers read this when they start.
    os.environ["PYTHONWARNINGS"] = ",".join(filter(None, (os.environ.get("PYTHONWARNINGS"), TRACKER)))
