"""Scenario files up: the same problems as ``salesshift check`` finds, all at once, or a world."""

from __future__ import annotations

from sim.app.state.world import World, own_world
from sim.scenario.problems import Problem, ScenarioError, printable
from sim.scenario.reading import LARGEST, parse

LONGEST_NAME = 60


def from_text(text: str | bytes, filename: str) -> World | list[Problem]:
    """Return the world of a scenario file, or everything that is wrong with the file.

    Parameters
    ----------
    text : what is in the file; bytes are read as UTF-8.
    filename : what messages call it.
    """
    name = printable(filename.replace("\\", "/").rpartition("/")[2])[-LONGEST_NAME:] or "scenario.toml"
    try:
        return own_world(parse(_decoded(text, name), name).scenario(), name)
    except ScenarioError as error:
        return list(error.problems)


def _decoded(text: str | bytes, name: str) -> str:
    if isinstance(text, str):
        return text
    if len(text) > LARGEST:
        raise ScenarioError([Problem(name, None, "", f"is larger than {LARGEST // 1024} KiB; no scenario needs that")])
    try:
        return text.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = text.count(b"\n", 0, error.start) + 1
        raise ScenarioError([Problem(name, line, "", "is not UTF-8 text; save the file with the encoding UTF-8")]) \
            from None
