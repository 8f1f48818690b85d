"""The whole state in the address: written short, read as what anybody may have typed.

``v`` is the version of the form, ``m`` that of the model, ``s`` the state: JSON, compressed, in the alphabet of
addresses. What cannot be read or does not exist any more is told and left out; nothing is silently taken for
something else.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import zlib
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any
from urllib.parse import parse_qs, urlencode

from sim._version import __version__
from sim.app.state.case import Case, first_case, own_case, usual_pair
from sim.app.state.change import restored
from sim.app.state.notes import Note
from sim.scenario.reading import is_too_deep
from sim.scenario.ready import names
from sim.scenario.schema import Scenario
from sim.words.catalogue import LANGUAGES

VERSION = 1
LONGEST = 12_000
"""Characters of a packed state: servers and chat programmes cut longer addresses."""
LARGEST = 256 * 1024
"""Bytes of an unpacked state: a small address can unpack to a huge one."""
MOST_CHANGES = 300
LAST_SEED = 2**32 - 1
WORD = re.compile(r"[a-z0-9_]{0,40}")
PLACE = re.compile(r"[a-z0-9_~.+-]{0,200}")
MOST_QUARTERS = 80
LONGEST_FILE = 60


@dataclass(frozen=True)
class LinkView:
    """What is looked at, and how.

    Parameters
    ----------
    lang : language of the page.
    beamer : big letters for the projector.
    outcome : the outcome whose course is shown.
    band : whether the band or single futures are shown.
    people : how people are drawn.
    panel : what stands in the place that panels share.
    mode : the workshop or the research view.
    quarter : the quarter that is shown.
    story, place : the storyline, and where in it one is, as it writes it itself.
    """

    lang: str = "de"
    beamer: bool = False
    outcome: str = ""
    band: str = ""
    people: str = ""
    panel: str = ""
    mode: str = ""
    quarter: int = 0
    story: str = ""
    place: str = ""


@dataclass(frozen=True)
class LinkState:
    """Everything that an address holds.

    Parameters
    ----------
    case : what is shown.
    kept : the case kept as A; None where there is none.
    view : what is looked at.
    """

    case: Case = field(default_factory=first_case)
    kept: Case | None = None
    view: LinkView = LinkView()


def encode(state: LinkState) -> str | None:
    """Return the query of an address that holds the state; None where a scenario of one's own makes it too long."""
    view = {key: value for key, value in asdict(state.view).items() if value != getattr(LinkView(), key)}
    parts = {"w": _written(state.case), "a": None if state.kept is None else _written(state.kept), "l": view}
    text = json.dumps({key: value for key, value in parts.items() if value}, separators=(",", ":"), sort_keys=True)
    packed = base64.urlsafe_b64encode(zlib.compress(text.encode(), 9)).rstrip(b"=").decode()
    if len(packed) > LONGEST or len(text) > LARGEST:
        return None
    return urlencode({"v": VERSION, "m": __version__, "s": packed})


def decode(query: str, known: Mapping[str, Collection[str]] | None = None) -> tuple[LinkState, list[Note]]:
    """Return the state that an address holds, and what there is to tell about it; never an exception.

    Parameters
    ----------
    query : what stands behind the question mark, with or without it.
    known : for words of the view, those that there are: ``{"outcome": ("adoption", ...)}``.
    """
    start = LinkState()
    given = _parts(query)
    if "s" not in given:
        return start, [Note("drawer.link.unreadable")] if "v" in given else []
    if given.get("v") != str(VERSION):
        return start, [Note("drawer.link.version", {"version": _short(given.get("v", "?"))})]
    data = _unpacked(given["s"])
    if data is None:
        return start, [Note("drawer.link.unreadable")]
    state, notes = _read(data, known or {})
    if given.get("m") != __version__:
        made = Note("drawer.link.model", {"made": _short(given.get("m", "?")), "here": __version__})
        notes = [made, *notes]
    return state, notes


def _written(case: Case) -> dict[str, Any]:
    parts = {"b": case.base, "c": dict(case.changes), "s": case.seed, "p": list(case.pair),
             "o": json.loads(case.own) if case.own else None}
    return {key: value for key, value in parts.items() if value}


def _parts(query: str) -> dict[str, str]:
    try:
        return {key: values[0] for key, values in parse_qs(query[:2 * LONGEST].lstrip("?"), max_num_fields=20).items()}
    except ValueError:
        return {"v": "?"}


def _unpacked(packed: str) -> dict[str, Any] | None:
    if len(packed) > LONGEST:
        return None
    try:
        raw = base64.b64decode(packed.encode("ascii") + b"=" * (-len(packed) % 4), altchars=b"-_", validate=True)
        opened = zlib.decompressobj()
        text = opened.decompress(raw, LARGEST)
        data = json.loads(text) if opened.eof else None
    except (ValueError, binascii.Error, zlib.error, RecursionError):
        return None
    return data if isinstance(data, dict) and not is_too_deep(data) else None


def _read(data: dict[str, Any], known: Mapping[str, Collection[str]]) -> tuple[LinkState, list[Note]]:
    unknown = [key for key in data if key not in ("w", "a", "l")]
    notes = [Note("levers.note.unknown", {"name": _short(key)}) for key in unknown]
    case, more = _case(data.get("w"))
    notes += more
    kept = None
    if data.get("a") is not None:
        kept, more = _case(data["a"])
        notes += more
    view, more = _view(data.get("l"), known)
    return LinkState(case, kept, view), [*notes, *more]


def _case(data: object) -> tuple[Case, list[Note]]:
    if not isinstance(data, dict):
        return first_case(), [Note("drawer.link.world")]
    notes = [Note("levers.note.unknown", {"name": _short(key)}) for key in data if key not in ("b", "c", "s", "p", "o")]
    case, more = _base(data.get("b"), data.get("o"))
    notes += more
    seed = data.get("s", 0)
    if isinstance(seed, bool) or not isinstance(seed, int) or not 0 <= seed <= LAST_SEED:
        notes.append(Note("drawer.link.seed"))
        seed = case.seed
    changes = data.get("c", {})
    if not isinstance(changes, dict) or len(changes) > MOST_CHANGES:
        notes.append(Note("drawer.link.changes"))
        changes = {}
    case, more = restored(replace(case, seed=seed), changes)
    return _paired(case, data.get("p"), [*notes, *more])


def _base(name: object, own: object) -> tuple[Case, list[Note]]:
    if own is not None:
        try:
            title = "".join(c for c in str(name)[:LONGEST_FILE] if c.isprintable())
            return own_case(Scenario.model_validate(own), title), []
        except ValueError:
            return first_case(), [Note("drawer.link.own")]
    if isinstance(name, str) and name in names():
        return first_case(name), []
    return first_case(), [Note("drawer.link.scenario", {"name": _short(name)})]


def _paired(case: Case, pair: object, notes: list[Note]) -> tuple[Case, list[Note]]:
    there = {strategy.name for strategy in case.scenario().strategies}
    if isinstance(pair, list) and len(pair) == 2 and all(isinstance(name, str) and name in there for name in pair):
        return replace(case, pair=(pair[0], pair[1])), notes
    return replace(case, pair=usual_pair(case.scenario())), [*notes, Note("drawer.link.pair")]


def _view(data: object, known: Mapping[str, Collection[str]]) -> tuple[LinkView, list[Note]]:
    if data is None:
        return LinkView(), []
    if not isinstance(data, dict):
        return LinkView(), [Note("drawer.link.view")]
    usable = {f.name: data[f.name] for f in fields(LinkView) if f.name in data and _fits(f.name, data[f.name], known)}
    return LinkView(**usable), [Note("drawer.link.view")] if len(usable) < len(data) else []


def _fits(name: str, value: object, known: Mapping[str, Collection[str]]) -> bool:
    if name == "lang":
        return value in LANGUAGES
    if name == "beamer":
        return isinstance(value, bool)
    if name == "quarter":
        return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST_QUARTERS
    if name == "place":
        return isinstance(value, str) and PLACE.fullmatch(value) is not None
    return isinstance(value, str) and WORD.fullmatch(value) is not None and (name not in known or value in known[name])


def _short(text: object) -> str:
    return "".join(c if c.isprintable() else "?" for c in str(text)[:40])
