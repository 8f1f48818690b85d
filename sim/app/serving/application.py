"""The application that the server runs: Solara's, without what it would do for anybody who asks.

It no longer fetches from outside what it does not have, hears no foreign page, and runs no code that a browser names.
"""

from __future__ import annotations

from solara.server import cdn_helper
from solara.server.starlette import app as solaras

from sim.app.serving.events import hear_only_events
from sim.app.serving.guard import Guarded

__all__ = ["app"]

app = Guarded(solaras)


def _refused(url: str) -> bytes:
    raise FileNotFoundError(url)


# Solara would fetch any file that a visitor names. Only files of the installation are served; others are not found.
cdn_helper.fetch_from_cdn = _refused
hear_only_events()
