"""Changes of single values from the command line, e.g. ``framework.error_culture=0.7``."""

from __future__ import annotations

import copy
import re
import tomllib
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from sim.scenario.problems import Path, Problem, ScenarioError, child, nearest, printable

SOURCE = "--set"
DEEPEST = 16
NO_LIST = "chooses an element, but here is no list, or an empty one"
LONGEST_POSITION = 10
"""Digits from which a number cannot be a position in a list."""
KEY = re.compile(r"[A-Za-z0-9_-]+(?:\[[A-Za-z0-9_-]+\])*")
INDEX = re.compile(r"\[([A-Za-z0-9_-]+)\]")
FORM = "write KEY=VALUE, e.g. framework.error_culture=0.7"


class Override(NamedTuple):
    """One value to put in place of another; list elements by position or by name."""

    path: Path
    value: Any


def parse_overrides(texts: Iterable[str]) -> list[Override]:
    """Read ``KEY=VALUE`` texts; the values are TOML, and words without quotes are text.

    Raises
    ------
    ScenarioError
        with a problem for each text that is not of that form.
    """
    found: list[Override] = []
    problems: list[Problem] = []
    for text in texts:
        key, equals, value = text.partition("=")
        path = path_of(key.strip())
        if not equals or path is None or len(path) > DEEPEST:
            problems.append(Problem(SOURCE, None, printable(key.strip()[:80]), f"is not understood; {FORM}"))
        else:
            found.append(Override(path, _value(value.strip())))
    if problems:
        raise ScenarioError(problems)
    return found


def apply(data: dict[str, Any], overrides: Iterable[Override]) -> tuple[dict[str, Any], list[Path]]:
    """Return a copy of the tables with the values put in, and the paths where they went.

    Raises
    ------
    ScenarioError
        where an override names an element that is not in its list.
    """
    changed = copy.deepcopy(data)
    paths: list[Path] = []
    problems: list[Problem] = []
    for override in overrides:
        try:
            paths.append(_put(changed, override))
        except LookupError as error:
            problems.append(Problem(SOURCE, None, _written(override.path), str(error.args[0])))
    if problems:
        raise ScenarioError(problems)
    return changed, paths


def path_of(key: str) -> Path | None:
    """Split a dotted key: ``a.b[0].c[name]`` is ``("a", "b", 0, "c", "[name]")``; None where it is not understood."""
    path: Path = ()
    for piece in key.split("."):
        if not KEY.fullmatch(piece):
            return None
        path = (*path, piece.partition("[")[0])
        path += tuple(int(i) if i.isdecimal() and len(i) < LONGEST_POSITION else f"[{i}]" for i in INDEX.findall(piece))
    return path


def _value(text: str) -> Any:
    try:
        read = tomllib.loads(f"value = {text}")
    except (ValueError, RecursionError):
        return text
    return read["value"] if len(read) == 1 else text


def _put(data: Any, override: Override) -> Path:
    node: Any = data
    path: Path = ()
    for part, below in pairwise(override.path):
        step = _step(node, part)
        path = (*path, step)
        if isinstance(node, dict) and not isinstance(node.get(step), dict | list):
            node[step] = [] if _is_element(below) else {}
        node = child(node, step)
    last = _step(node, override.path[-1])
    node[last] = override.value
    return (*path, last)


def _step(node: Any, part: str | int) -> str | int:
    """Return the key or position that a part of an override refers to in this table or list."""
    if isinstance(node, list | tuple):
        return position(node, part)
    if _is_element(part) or not isinstance(node, dict):
        raise LookupError(NO_LIST)
    return str(part)


def _is_element(part: str | int) -> bool:
    """Whether a part of a path chooses an element of a list; a list also takes the name of one without brackets."""
    return isinstance(part, int) or part.startswith("[") or part.isdecimal()


def position(elements: Sequence[Any], part: str | int) -> int:
    """Return the index of the element that a part of a path refers to: by position or, in brackets, by name or kind.

    Elements are tables as in a file, or sections. `LookupError` that tells the names if there is none.
    """
    wanted = part[1:-1] if isinstance(part, str) and part.startswith("[") else part
    if isinstance(wanted, str) and wanted.isdecimal() and len(wanted) < LONGEST_POSITION:
        wanted = int(wanted)  # mixtures.0.steps means mixtures[0].steps
    for index, item in enumerate(elements):
        if wanted in (index, _word(item, "name"), _word(item, "kind")):
            return index
    if not elements:
        raise LookupError(NO_LIST)
    raise LookupError(f"there is no element {wanted}; {_choice(elements, wanted)}")


def _choice(elements: Sequence[Any], wanted: str | int) -> str:
    """Return the possible choices."""
    names = list(dict.fromkeys(str(word) for item in elements if (word := _word(item, "name") or _word(item, "kind"))))
    guess = nearest(wanted, names) if isinstance(wanted, str) else None
    last = len(elements) - 1
    places = "[0]" if last == 0 else f"a position from [0] to [{last}]"
    offers = f"{', '.join(names)}, or {places}" if names else places
    return f"did you mean '{guess}'?" if guess else f"choose {offers}"


def _word(item: Any, key: str) -> object:
    return child(item, key) if isinstance(item, dict) else getattr(item, key, None)


def _written(path: Path) -> str:
    text = ""
    for part in path:
        piece = f"[{part}]" if isinstance(part, int) else str(part)
        text += piece if piece.startswith("[") or not text else f".{piece}"
    return text
