"""The address of the page: which parts of a session it holds, and how a session reads them."""

from __future__ import annotations

from dataclasses import replace

from sim.app.answers.course import KNOWN
from sim.app.session.session import Session
from sim.app.session.view import PANELS, View
from sim.app.state import link
from sim.app.state.case import Case
from sim.app.state.notes import Note
from sim.app.teaching import phases as machine
from sim.words.catalogue import Language


def read(search: str) -> tuple[link.LinkState, list[Note]]:
    """Return the content of an address, and notes about it."""
    return link.decode(search, {"outcome": KNOWN, "panel": PANELS, "mode": ("live", "research")})


def search_of(session: Session, case: Case | None = None) -> str | None:
    """Return the part of the address that holds the session's state; None if it would be too long.

    ``case`` : in place of the session's present one.
    """
    view = session.view
    seen = link.LinkView(lang=view.lang, beamer=view.beamer, outcome=view.outcome, band="band" if view.band else "",
                     people=view.people, panel=view.panel, mode=view.mode)
    if session.lesson is not None:
        seen = replace(seen, story=session.lesson.name, place=machine.to_text(session.lesson.at))
    query = link.encode(link.LinkState(case or session.history.case, session.history.kept, seen))
    return None if query is None else f"?{query}"


def view_of(seen: link.LinkView, lang: Language | None) -> View:
    """Return the view of an address, in its language unless another one is given."""
    view = View(lang=lang or ("en" if seen.lang == "en" else "de"), beamer=seen.beamer, band=bool(seen.band))
    for name in ("outcome", "people", "panel", "mode"):
        value = getattr(seen, name)
        view = view.with_(name, value) if value else view
    return view
