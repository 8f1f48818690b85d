"""A server with busy helper processes, for the tests of its end: ``working main|thread|stubborn SECONDS``."""

from __future__ import annotations

import multiprocessing
import sys
import threading
import time
from typing import Any

from sim.app.serving.server import on_stop, serve
from sim.app.serving.start import listen
from sim.engine.parallel import pool_of


async def answer(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """The least that is an application."""
    while scope["type"] == "lifespan":
        message = await receive()
        if message["type"] == "lifespan.startup":
            start_helpers()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"there"})


def put_to_work(seconds: float) -> None:
    for _ in range(4):
        pool_of(2).submit(time.sleep, seconds)


def start_helpers() -> None:
    if sys.argv[1] == "stubborn":  # no helper process: work in the server itself that nobody can end
        threading.Thread(target=time.sleep, args=(float(sys.argv[2]),)).start()
        return
    starting = threading.Thread(target=put_to_work, args=(float(sys.argv[2]),))
    if sys.argv[1] == "thread":
        starting.start()
        starting.join()
    else:
        starting.run()


def announce() -> None:
    print(*(child.pid for child in multiprocessing.active_children()), flush=True)


def main() -> None:
    on_stop(lambda: print("hook", flush=True))
    serve(listen("127.0.0.1", 0, "en"), announce, "tests.app.serving.working:answer")


if __name__ == "__main__":
    main()
