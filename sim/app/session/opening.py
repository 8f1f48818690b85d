"""How a session begins: from the command line, or from the address."""

from __future__ import annotations

from sim.app.serving.start import Start
from sim.app.session.actions import ACTIONS
from sim.app.session.address import read, view_of
from sim.app.session.dialogs import upload_dialog
from sim.app.session.explaining import explain
from sim.app.session.lesson import begun, resumed
from sim.app.session.session import Session
from sim.app.state.history import History, Step
from sim.app.state.upload import from_text
from sim.app.state.world import World, first_world
from sim.app.teaching.storyline import names
from sim.app.words.catalogue import Language
from sim.scenario.problems import Problem


def session_of(start: Start, search: str | None) -> Session:
    """Return a session as the address wants it, else as the command line does; and ask its first question."""
    state, notes = read(search or "")
    given = "s=" in (search or "")
    world, problems = (state.world, []) if given else _first(start)
    view = view_of(state.view, start.lang if not given and start.lang else None)
    session = Session(ACTIONS, explain, world, view)
    if state.kept is not None:
        session.history = History(Step(world, state.kept))
        session.ask_beside()
    if state.view.story:
        session.lesson = resumed(state.view.story, state.view.place)
    session.notify("page.link_title", notes)
    if problems:
        session.dialog = upload_dialog(view.lang, problems)
    session.ask()
    return session


def _first(start: Start) -> tuple[World, list[Problem]]:
    """The world of the command line's scenario, which may have changed since the start; else ours, and why."""
    if start.scenario is None:
        return first_world(), []
    name = start.scenario.name
    try:
        found = from_text(start.scenario.read_bytes(), name)
    except OSError as error:
        found = [Problem(name, None, "", f"cannot be read: {error.strerror}")]
    return (found, []) if isinstance(found, World) else (first_world(), found)


def stories(lang: Language) -> list[dict[str, str]]:
    """The storylines that come with the workshop."""
    return [{"value": name, "title": begun(name).story.title.say(lang)} for name in names()]

