"""Every text of the catalogue is shown somewhere: its name stands in the code, or is put together there.

What declarations say is looked after in `declarations.py`; here are the texts that the page itself says.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import sim
from sim.scenario.reading import load_scenario
from sim.words.catalogue import LANGUAGES, Language, catalogue, texts
from sim.words.named import WRITTEN_IN
from tests.words.declarations import DECLARED

PACKAGE = Path(sim.__file__).parent
SCENARIOS = PACKAGE.parent / "scenarios"
SPEAKING = ("app", "cli")
"""Where the catalogue is read."""
WHOLE = ("help", "info")
"""Rooms that a dialog shows from the first text to the last."""
RECOGNISED = ("scenarios", "strategies")
"""Rooms whose texts are found by what the ready scenarios say in English."""
BEHAVIOUR_OF_A_TOOL = "tool."
"""Texts that take the place of others where the behaviour is the use of a tool."""
HOLE = ".+"
PARTS = re.compile(r"\$\{[^}]*\}")


def in_python(text: str) -> Iterator[str]:
    """Texts of a module, and patterns for those with places."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield re.escape(node.value)
        elif isinstance(node, ast.JoinedStr):
            yield "".join(re.escape(str(part.value)) if isinstance(part, ast.Constant) else HOLE
                          for part in node.values)


def in_page(text: str) -> Iterator[str]:
    """The same of a component or a template, with names after a dot: ``words.title``."""
    for quote in "\"'":
        for found in re.finditer(rf"{quote}([^{quote}\n]*){quote}(\s*\+)?", text):
            yield re.escape(found[1]) + HOLE * bool(found[2])
    yield from (HOLE.join(map(re.escape, PARTS.split(found[1]))) for found in re.finditer(r"`([^`]*)`", text))
    yield from (re.escape(name) for name in re.findall(r"\.(\w+)", text))


@cache
def written() -> tuple[frozenset[str], re.Pattern[str]]:
    """What stands in the code word for word, and one pattern for all that is put together there and tells something."""
    found: set[str] = set()
    for file in (file for place in SPEAKING for file in (PACKAGE / place).rglob("*")):
        if file.suffix == ".py":
            found.update(in_python(file.read_text(encoding="utf-8")))
        elif file.suffix in (".vue", ".j2"):
            found.update(in_page(file.read_text(encoding="utf-8")))
    open_ones = sorted(text for text in found if HOLE in text and tells(text))
    return frozenset(found), re.compile("|".join(f"(?:{text})" for text in open_ones))


def tells(pattern: str) -> bool:
    """Whether a pattern says more than a room: it begins with a key, or goes on with one."""
    room, dot, rest = pattern.replace("\\", "").partition(".")
    lead = (rest if dot and room in rooms() else pattern.replace("\\", "")).partition(HOLE)[0]
    return len(lead) > 2 and lead[-1] in "._"


def rooms() -> frozenset[str]:
    return frozenset(name.partition(".")[0] for name in catalogue("de"))


def is_shown(name: str) -> bool:
    """Whether the code names a text, says a part of its name with a place, or all parts of it one by one."""
    room, _, key = name.partition(".")
    key = key.removeprefix(BEHAVIOUR_OF_A_TOOL)
    words, patterns = written()
    for word in (key, re.sub("_(one|other)$", "", key)):
        if re.escape(word) in words or re.escape(f"{room}.{word}") in words:
            return True
    parts = key.split(".")
    by_parts = len(parts) > 1 and re.escape(f"{room}.") + r"\.".join([HOLE] * len(parts)) in words
    return bool(patterns.fullmatch(key) or patterns.fullmatch(f"{room}.{key}")) or (
        by_parts and all(re.escape(part) in words for part in parts))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_text_is_shown_somewhere(lang: Language) -> None:
    elsewhere = (*WHOLE, *RECOGNISED, *DECLARED)
    assert [name for name in catalogue(lang) if name.partition(".")[0] not in elsewhere and not is_shown(name)] == []


@pytest.mark.parametrize("name", ["page.nothing_says_this", "results.carp.gain", "drawer.link.forgotten",
                                  "why.moon.nowhere"])
def test_a_text_that_nothing_shows_would_be_seen(name: str) -> None:
    assert not is_shown(name)


def test_every_text_about_a_ready_scenario_is_one_that_a_ready_scenario_says() -> None:
    said: set[str] = set()
    for scenario in map(load_scenario, SCENARIOS.glob("*.toml")):
        said |= {scenario.title, scenario.description, scenario.behaviour.name}
        said |= {shock.label for shock in scenario.market.shocks}
        said |= {text for strategy in scenario.strategies for text in (strategy.title, strategy.description)}
    assert [key for room in RECOGNISED for key, text in texts(WRITTEN_IN, room).items() if text not in said] == []
