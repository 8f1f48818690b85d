"""How a session begins, from the command line and the address; and the address that holds where it is now."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from sim.app.answers.menu import outcome_menu
from sim.app.serving.start import Start
from sim.app.session.actions import ACTIONS
from sim.app.session.session import Session
from sim.app.session.view import PANELS, View
from sim.app.state import link
from sim.app.state.history import History, Step
from sim.app.state.notes import Note
from sim.app.state.upload import from_text
from sim.app.state.world import World, first_world
from sim.app.teaching.storyline import storyline, storylines
from sim.app.words.catalogue import Language


def session_of(start: Start, search: str | None) -> Session:
    """Return a session as the address wants it, else as the command line does; and ask its first question."""
    state, notes = link.decode(search or "", {"outcome": outcomes(), "panel": PANELS, "mode": ("live", "research")})
    given = "s=" in (search or "")
    world = state.world if given else _first(start)
    view = _view(state.view, start.lang if not given and start.lang else None)
    session = Session(ACTIONS, world, view)
    if state.kept is not None:
        session.history = History(Step(world, state.kept))
        session.ask_beside()
    if state.view.story:
        session.teach(state.view.story, step=state.view.step, phase=state.view.phase)
    session.notify("page.link_title", notes)
    session.ask()
    return session


def return_to(session: Session, search: str) -> None:
    """Go to what an address holds: the browser's own Back and Forward."""
    state, notes = link.decode(search, {"outcome": outcomes()})
    step = Step(state.world, state.kept)
    if step != session.history.now:
        session.move(replace(session.history, now=step, held=None), commit=False)
    session.notify("page.link_title", notes)


def search_of(session: Session) -> str | None:
    """Return the part of the address that holds the session's state; None where it would be too long."""
    view, teaching = session.view, session.teaching
    seen = link.View(lang=view.lang, beamer=view.beamer, outcome=view.outcome, band="band" if view.band else "",
                     people=view.people, panel=view.panel, mode=view.mode)
    if teaching is not None:
        seen = replace(seen, story=teaching.name, step=teaching.step, phase=teaching.phase)
    query = link.encode(link.State(session.history.world, session.history.kept, seen))
    return None if query is None else f"?{query}"


def _first(start: Start) -> World:
    """The world of the command line's scenario; it was checked before the server started."""
    if start.scenario is None:
        return first_world()
    found = from_text(start.scenario.read_bytes(), start.scenario.name)
    return found if isinstance(found, World) else first_world()


def _view(seen: link.View, lang: Language | None) -> View:
    view = View(lang=lang or ("en" if seen.lang == "en" else "de"), beamer=seen.beamer, band=bool(seen.band))
    for name in ("outcome", "people", "panel", "mode"):
        value = getattr(seen, name)
        view = view.with_(name, value) if value else view
    return view


@cache
def outcomes() -> tuple[str, ...]:
    """The outcomes that can be shown."""
    return tuple(one["outcome"] for one in outcome_menu("en"))


def stories(lang: Language) -> list[dict[str, str]]:
    """The storylines that come with the workshop."""
    return [{"value": name, "title": storyline(name).title.in_(lang)} for name in storylines()]


__all__ = ["Note", "outcomes", "return_to", "search_of", "session_of", "stories"]
