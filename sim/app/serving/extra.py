"""Whether the optional part 'ui' is there, in the versions that hang together."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version

from sim.app.words.catalogue import Language, say

PINS = {"solara": "1.64.1", "ipyvue": "3.1.1", "ipyvuetify": "3.1.0", "reacton": "1.11.1"}
"""Exact: the front end is built against these; others show a blank page or a traceback. As in pyproject.toml."""
ALSO = ("jinja2", "openpyxl")
INSTALL = "pip install 'salesshift[ui]'"


class ExtraError(RuntimeError):
    """The optional part is missing or does not fit; the message says in one line how to get it."""


def versions(lang: Language, find: Callable[[str], str] = version) -> dict[str, str]:
    """Return the versions of the pinned libraries, all of which are as they must be."""
    found = {}
    for name in (*PINS, *ALSO):
        try:
            found[name] = find(name)
        except PackageNotFoundError:
            raise ExtraError(say(lang, "serving.no_extra", install=INSTALL)) from None
    for name, wanted in PINS.items():
        if found[name] != wanted:
            raise ExtraError(say(lang, "serving.other_version", name=name, wanted=wanted, found=found[name],
                                 install=INSTALL))
    return {name: found[name] for name in PINS}
