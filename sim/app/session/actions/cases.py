"""Actions that change the case on the page, or what it is compared with."""

from __future__ import annotations

from sim.app.components import Action
from sim.app.session.session import Handler, Session
from sim.app.state import presets
from sim.app.state.case import Case, first_case
from sim.app.state.change import change
from sim.app.state.programme import edited
from sim.scenario import ready

MOST_SEED = 999_999_999
"""The largest seed that the page takes: nine digits can be read out and typed."""


def take(session: Session, case: Case, *, commit: bool = True) -> None:
    """Go to a case; while a control is still moving, no separate step is recorded."""
    history = session.history
    session.move(history.commit(case) if commit else history.live(case), commit=commit)


def _change(session: Session, action: Action) -> None:
    case, notes = change(session.history.case, str(action.get("field")), action.get("value"))
    session.tell(notes)
    take(session, case, commit=bool(action.get("commit", True)))


def _programme(session: Session, action: Action) -> None:
    case, notes = edited(session.history.case, action)
    session.tell(notes)
    take(session, case, commit=bool(action.get("commit", True)))


def _scenario(session: Session, action: Action) -> None:
    name = str(action.get("name"))
    if name in ready.names():
        session.notice = ""
        take(session, first_case(name))


def _pair(session: Session, action: Action) -> None:
    left, right = session.history.case.pair
    name = str(action.get("name"))
    chosen = (name, right) if action.get("side") == "left" else (left, name)
    # Choosing on one side what stands on the other swaps the two.
    take(session, session.history.case.between(*((right, left) if chosen[0] == chosen[1] else chosen)))


def _seed(session: Session, action: Action) -> None:
    value = action.get("value")
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST_SEED:
        case = session.history.case
        take(session, Case(case.base, case.changes, value, case.pair, case.own))


def _preset(session: Session, action: Action) -> None:
    case, notes = presets.preset(session.history.case, str(action.get("name")))
    session.tell(notes)
    take(session, case)


def _preset_number(session: Session, action: Action) -> None:
    number, known = action.get("value"), list(presets.WHAT_IF)
    if isinstance(number, int) and 1 <= number <= len(known):
        _preset(session, {"name": known[number - 1]})


def _replay(session: Session, _: Action) -> None:
    session.replay()


def _step(of: str) -> Handler:
    """Undo, redo, keep, swap or drop: what the history does by itself."""
    def step(session: Session, _: Action) -> None:
        session.notice = ""
        session.move(getattr(session.history, of)())

    return step


ACTIONS: dict[str, Handler] = {
    "change": _change, "programme": _programme, "scenario": _scenario, "pair": _pair, "seed": _seed,
    "preset": _preset, "preset_number": _preset_number, "replay": _replay,
    **{name: _step(name) for name in ("undo", "redo", "keep", "swap", "drop")},
}
