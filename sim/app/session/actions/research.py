"""Actions of the research view: which sweep is open, what is asked of it, and a world of it opened live."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sim.app.component import Action
from sim.app.session.session import Session


def _sweep(session: Session, action: Action) -> None:
    session.bench.open(str(action.get("name", "")))
    session.show()


def _wish(session: Session, action: Action) -> None:
    session.bench.wish(str(action.get("what", "")), action.get("value"))
    session.show()


def _world(session: Session, action: Action) -> None:
    """Open a world of the sweep live; the page goes there."""
    point = action.get("point")
    world = session.bench.world(point) if isinstance(point, int) else None
    if world is not None:
        session.view = session.view.with_("mode", "live")
        session.move(session.history.commit(world))


ACTIONS: dict[str, Callable[[Any, Action], None]] = {"sweep": _sweep, "wish": _wish, "world": _world}
