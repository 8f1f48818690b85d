"""What a person can do on the page: the name of each action, and the function that does it."""

from __future__ import annotations

from sim.app.session.actions import cases, files, looking, teaching
from sim.app.session.session import Handler

ACTIONS: dict[str, Handler] = {
    **cases.ACTIONS, **looking.ACTIONS, **files.ACTIONS, **teaching.ACTIONS}
"""Every action by the ``type`` that the browser sends."""
