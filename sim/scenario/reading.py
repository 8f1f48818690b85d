"""Reads scenarios from TOML and reports everything that is wrong with them at once."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any

from pydantic import ValidationError

from sim.scenario.contradictions import contradictions, plain
from sim.scenario.messages import explain
from sim.scenario.overrides import SOURCE, Override, apply, parse_overrides
from sim.scenario.positions import line_of, positions
from sim.scenario.posterior import SECTION, freed
from sim.scenario.problems import Path, Problem, ScenarioError, dotted
from sim.scenario.schema import CONTRADICTION, Scenario
from sim.scenario.strategy import CARRY_ON

LARGEST = 1024 * 1024
DEEPEST = 32
TOO_DEEP = "is nested too deeply; no {what} needs that"
MOST = 500
"""Most problems of types that are described: nobody reads more, and searching for the nearest names takes time."""
PLACE = re.compile(r"(?P<what>.*) \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)", re.DOTALL)

__all__ = ["Document", "load_scenario", "load_text", "parse_overrides", "read_document", "with_overrides"]


@dataclass(frozen=True)
class Document:
    """The tables of a scenario as given, with their origins.

    Parameters
    ----------
    file : name to show in messages.
    data : the tables, right or wrong.
    lines : line of each path.
    changed : paths that the command line has set.
    """

    file: str
    data: dict[str, Any]
    lines: dict[Path, int] = field(default_factory=dict)
    changed: tuple[Path, ...] = ()

    def scenario(self) -> Scenario:
        """Return the scenario, if nothing is wrong with it; else raise `ScenarioError` with all problems."""
        if is_too_deep(self.data):
            raise _failure(self.file, None, TOO_DEEP.format(what="scenario"))
        together = contradictions(self.data, Scenario)
        try:
            scenario = Scenario.model_validate(self.data)
        except ValidationError as error:
            alone = self._explained(error, has_contradictions=bool(together))
        else:
            alone = []
        if not alone and not together:
            return scenario
        # A sum of shares can be found by both checks; the path identifies it.
        findings = dict(together) | dict(alone)
        problems = [self.problem(path, message) for path, message in findings.items()]
        raise ScenarioError(sorted(problems, key=Problem.place))

    def problem(self, path: Path, message: str) -> Problem:
        """Locate a finding: in the file or, if it set the value, on the command line."""
        if any(path[: len(c)] == c for c in self.changed):
            return Problem(SOURCE, None, dotted(path, self.data), message)
        return Problem(self.file, line_of(self.lines, path), dotted(path, self.data), message)

    def with_changes(self, overrides: Iterable[Override]) -> Document:
        """Return the same document with values from the command line in place, the same in every run."""
        data, paths = apply(self.data, overrides)
        if SECTION in data:
            left = freed(data.pop(SECTION), [".".join(map(str, path)) for path in paths])
            data |= {} if left is None else {SECTION: left}
        return Document(self.file, data, self.lines, (*self.changed, *paths))

    def path_here(self, path: Path) -> Path:
        """Translate a path of the validated scenario, to which 'carry_on' may have been added."""
        if path[:1] == ("strategies",) and len(path) > 1 and isinstance(path[1], int) and self._adds_carry_on():
            return ("strategies", path[1] - 1, *path[2:])
        return path

    def _adds_carry_on(self) -> bool:
        given = self.data.get("strategies", [])
        return isinstance(given, list) and all(not isinstance(s, dict) or s.get("name") != CARRY_ON for s in given)

    def _explained(self, error: ValidationError, *, has_contradictions: bool) -> list[tuple[Path, str]]:
        errors = [e for e in error.errors(include_url=False) if e["type"] != CONTRADICTION or not has_contradictions]
        found = [explain(one, Scenario) for one in errors[:MOST]]
        if len(errors) > MOST:
            found.append(((), f"{len(errors) - MOST} further problems are not listed"))
        return [(self.path_here(path), message) for path, message in found]


def load_scenario(path: str | os.PathLike[str], overrides: Iterable[str] = ()) -> Scenario:
    """Read a scenario from a file.

    Parameters
    ----------
    path : the TOML file.
    overrides : values to change, e.g. ``["framework.error_culture=0.7"]``.

    Raises
    ------
    ScenarioError
        with every problem of the file and of the overrides.
    """
    changes = parse_overrides(overrides)
    return read_document(path).with_changes(changes).scenario()


def load_text(text: str, file: str = "<text>") -> Scenario:
    """Read a scenario from TOML text; see `load_scenario`."""
    return parse(text, file).scenario()


def with_overrides(scenario_data: Scenario | Mapping[str, Any], overrides: Iterable[str | Override]) -> Scenario:
    """Return the scenario with some values changed, checked as a file would be."""
    texts = [o for o in overrides if isinstance(o, str)]
    changes = [*(o for o in overrides if not isinstance(o, str)), *parse_overrides(texts)]
    return Document(SOURCE, plain(scenario_data)).with_changes(changes).scenario()


def read_document(path: str | os.PathLike[str], what: str = "scenario") -> Document:
    """Read a file's tables without judging them yet; `what` is the word for such a file in messages."""
    name = os.fspath(path)
    try:
        with FilePath(path).open("rb") as stream:
            raw = stream.read(LARGEST + 1)
    except FileNotFoundError:
        raise _failure(name, None, "there is no such file") from None
    except IsADirectoryError:
        raise _failure(name, None, f"is a directory; give a {what} file") from None
    except (OSError, ValueError) as error:
        raise _failure(name, None, f"cannot be read: {getattr(error, 'strerror', None) or error}") from None
    if len(raw) > LARGEST:
        raise _failure(name, None, f"is larger than {LARGEST // 1024} KiB; no {what} needs that")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise _failure(name, line, "is not UTF-8 text; save the file with the encoding UTF-8") from None
    return parse(text, name, what)


def parse(text: str, file: str, what: str = "scenario") -> Document:
    """Read the tables of a TOML text without judging them yet."""
    if len(text) > LARGEST:
        raise _failure(file, None, f"is larger than {LARGEST // 1024} KiB; no {what} needs that")
    if not text.strip():
        raise _failure(file, None, "is empty; 'salesshift init' writes a scenario to start from" if what == "scenario"
                       else f"is empty; a {what} is needed")
    # Very long dotted keys would keep the parser busy for hours.
    if any(line.count(".") > MOST for line in text.splitlines()):
        raise _failure(file, None, f"has a line with more than {MOST} dots; no {what} needs that")
    try:
        data = tomllib.loads(text)
    except RecursionError:
        raise _failure(file, None, TOO_DEEP.format(what=what)) from None
    except ValueError as error:
        last = text.rstrip().count("\n") + 1
        raise _failure(file, *_syntax(str(error), last)) from None
    return Document(file, data, {} if is_too_deep(data) else positions(text))


def is_too_deep(data: object) -> bool:
    """Whether tables and lists are nested unreasonably deep."""
    level = [data]
    for _ in range(DEEPEST):
        level = [item for value in level for item in _items(value)]
        if not level:
            return False
    return True


def _items(value: object) -> Iterable[object]:
    return value.values() if isinstance(value, Mapping) else value if isinstance(value, list | tuple) else ()


def _failure(file: str, line: int | None, message: str) -> ScenarioError:
    return ScenarioError([Problem(file, line, "", message)])


def _syntax(message: str, last: int) -> tuple[int | None, str]:
    match = PLACE.fullmatch(message)
    if match is None:
        return None, "is not valid TOML: " + ("a number has far too many digits" if "digits" in message else message)
    what = match["what"]
    if "overwrite" in what or "twice" in what or "Duplicate" in what:
        what = f"the same key or table is given twice ({what[0].lower()}{what[1:]})"
    if match["line"] is None:
        return last, f"is not valid TOML: {what}, at the end of the file"
    return int(match["line"]), f"is not valid TOML: {what}, at column {match['column']}"
