"""The model description, read: its sections, what it says of each law, and what the laws of the code read.

A check is a function from the page to complaints. It runs over the page, where it must find nothing, and over a page
that was damaged on purpose, where it must find something.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

import sim.laws
from sim.parameters import Parameters
from tests.laws.strategies import DOMAINS, FAMILIES, OF_ITS_OWN

PAGE = Path(__file__).resolve().parents[1] / "docs" / "model.md"
Check = Callable[[str], list[str]]
FAMILY_OF: dict[str, Any] = {name: field.annotation for name, field in Parameters.model_fields.items()}

PARAMETER = re.compile(rf"`((?:{'|'.join(Parameters.model_fields)})\.\w+)`")
GENERATED = re.compile(r"<!-- (\w+): begin -->.*?<!-- \1: end -->", re.DOTALL)
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


class Entry(NamedTuple):
    """A law as the page describes it."""

    equation: str
    text: str


@cache
def page() -> str:
    """The text of the page."""
    return PAGE.read_text(encoding="utf-8")


def section(page: str, number: int | str) -> str:
    """The text of a main section, without its heading."""
    found = re.search(rf"^## {number}\b[^\n]*\n(.*?)(?=^## |\Z)", page, re.DOTALL | re.MULTILINE)
    assert found is not None, f"there is no section {number}"
    return found[1]


def entries(page: str) -> list[tuple[str, Entry]]:
    """Every law that section 7 describes: a heading of its name, an equation, a text."""
    found = re.findall(r"^#### `(\w+)`\n(.*?)(?=^#|\Z)", section(page, 7), re.DOTALL | re.MULTILINE)
    return [(name, Entry("".join(math for kind, math in FENCE.findall(body) if kind == "math"), in_one_line(body)))
            for name, body in found]


def in_one_line(text: str) -> str:
    """A text without its blocks, with single spaces for all breaks."""
    return " ".join(FENCE.sub("", text).split())


def written_by_hand(page: str) -> str:
    """The page without its generated parts."""
    return GENERATED.sub("", page)


@cache
def functions() -> dict[str, Callable[..., Any]]:
    """Every public function of the laws, by name."""
    modules = [importlib.import_module(f"sim.laws.{m.name}") for m in pkgutil.iter_modules(sim.laws.__path__)]
    found = [f for module in modules for name, f in vars(module).items()
             if inspect.isfunction(f) and f.__module__ == module.__name__ and not name.startswith("_")]
    assert len({f.__name__ for f in found}) == len(found), "the page names laws without their modules"
    return {f.__name__: f for f in found}


class Recorder:
    """Stands in for a family of parameters and notes what is read."""

    def __init__(self, family: str, read: set[str]) -> None:
        self.family, self.read = family, read

    def __getattr__(self, name: str) -> Any:
        self.read.add(f"{self.family}.{name}")
        return getattr(getattr(Parameters(), self.family), name)


@cache
def parameters_read(name: str) -> frozenset[str]:
    """The parameters that a law reads when it is called."""
    law, read = functions()[name], set[str]()
    family = {kind.__name__: field for field, kind in FAMILY_OF.items()}
    given: dict[str, Any] = {}
    for argument, about in inspect.signature(law).parameters.items():
        if about.annotation in FAMILIES:
            given[argument] = Recorder(family[about.annotation], read)
        else:
            low, high = OF_ITS_OWN.get((name, argument), DOMAINS[argument])
            column = np.full((2, 3), 0.4 * low + 0.6 * high)
            given[argument] = [column, column] if about.annotation.startswith("Sequence") else \
                float(column[0, 0]) if about.annotation == "float" else column
    law(**given)
    return frozenset(read)


def complaints(check: Check, good: str, bad: str) -> list[str]:
    """What a check says of the page after one thing in it was spoiled."""
    assert good in page(), "the page no longer has what this test spoils"
    return check(page().replace(good, bad, 1))
