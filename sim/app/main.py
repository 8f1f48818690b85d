"""The application that the server loads: one page, in its own frame. Its helper processes start with it."""

from __future__ import annotations

from sim.app.answers.helpers import HELPERS, warm
from sim.app.pages.workshop import Layout, Page
from sim.app.serving.server import on_stop

__all__ = ["Layout", "Page"]

warm()
on_stop(HELPERS.close)
