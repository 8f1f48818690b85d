"""The view of the page: nothing in it changes a number."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any, Literal

from sim.app.answers.course import KNOWN
from sim.words.catalogue import Language

Mode = Literal["live", "research"]
PANELS = ("money", "why", "people", "programme")
"""Panels that share one place."""
CHOICES: dict[str, tuple[object, ...]] = {
    "lang": ("de", "en"), "mode": ("live", "research"), "people": ("network", "teams"), "panel": PANELS,
    "beamer": (False, True), "band": (False, True),
}
"""What each part of the view may be; an outcome is checked against those there are."""


@dataclass(frozen=True)
class View:
    """Language, what is shown where, and how large.

    Parameters
    ----------
    outcome : name of the outcome whose course is drawn.
    band : the middle eight of ten futures as a band instead of single futures.
    people : as a network or by teams. panel : the one shown in the shared place.
    """

    lang: Language = "de"
    mode: Mode = "live"
    outcome: str = "adoption"
    band: bool = False
    people: str = "network"
    panel: str = "money"
    beamer: bool = False

    def with_(self, name: str, value: object) -> View:
        """Return the view with one part changed; the same view where the part or the value is none of ours."""
        if name not in {field.name for field in fields(self)}:
            return self
        if name in CHOICES and not any(value is known or value == known for known in CHOICES[name]):
            return self
        if name == "outcome" and not (isinstance(value, str) and value in KNOWN):
            return self
        changed: dict[str, Any] = {name: value}  # each was held against what there is
        return replace(self, **changed)
