"""Line numbers of the keys of a TOML text.

`tomllib` forgets positions. This scanner runs after `tomllib` has accepted the text, so it
may trust the grammar: it only has to follow keys, tables and nesting, not to validate them.
"""

from __future__ import annotations

import contextlib
import re
import tomllib
from collections.abc import Iterator
from typing import NamedTuple

from sim.scenario.problems import Path

TOKEN = re.compile(
    r'''(?P<string>"""(?:\\.|[^\\])*?"""(?:"{0,2})|\'\'\'.*?\'\'\'(?:'{0,2})|"(?:\\.|[^"\\\n])*"|'[^'\n]*')'''
    r"""|(?P<comment>\#[^\n]*)|(?P<newline>\n)|(?P<mark>[\[\]{},=.])|(?P<space>[ \t\r]+)"""
    r"""|(?P<bare>[^\s\[\]{},=.\#"']+)""",
    re.DOTALL,
)


class Token(NamedTuple):
    """One piece of the text."""

    text: str
    line: int
    is_key: bool


def positions(text: str) -> dict[Path, int]:
    """Map the path of every key and list element to its line, counted from 1.

    Parameters
    ----------
    text : TOML that `tomllib` accepts.
    """
    scanner = _Scanner(text)
    # Nested too deeply: the lines found so far are used, the rest fall back to their parents.
    with contextlib.suppress(RecursionError, IndexError):
        scanner.document()
    return scanner.lines


def line_of(lines: dict[Path, int], path: Path) -> int | None:
    """Return the line of a path, or of the nearest table around it that stands in the text."""
    for length in range(len(path), 0, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return None


def _tokens(text: str) -> Iterator[Token]:
    line = 1
    for match in TOKEN.finditer(text):
        if match.lastgroup not in ("comment", "space"):
            yield Token(match[0], line, match.lastgroup in ("string", "bare"))
        line += match[0].count("\n")


class _Scanner:
    """Walks the tokens of a valid text and notes where paths begin."""

    def __init__(self, text: str) -> None:
        self.tokens = [*_tokens(text.replace("\r\n", "\n")), Token("\n", 0, False)]
        self.at = 0
        self.lines: dict[Path, int] = {}
        self.lengths: dict[Path, int] = {}

    def document(self) -> None:
        """Read statements until the text ends."""
        table: Path = ()
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            if token.text == "[":
                table = self.header(token.line)
            elif token.is_key:
                self.pair(table)
            else:
                self.at += 1

    def header(self, line: int) -> Path:
        """Read ``[table]`` or ``[[element]]`` and return its path."""
        is_element = self.tokens[self.at + 1].text == "["
        self.at += 1 + is_element
        names = self.key()
        self.at += 1 + is_element
        path: Path = ()
        for name in names[:-1]:
            path = self.note((*path, name), line)
            path = (*path, self.lengths[path] - 1) if path in self.lengths else path
        path = self.note((*path, names[-1]), line)
        if is_element:
            self.lengths[path] = self.lengths.get(path, 0) + 1
            path = self.note((*path, self.lengths[path] - 1), line)
        return path

    def pair(self, table: Path) -> None:
        """Read ``key = value``."""
        line = self.tokens[self.at].line
        for name in self.key():
            table = self.note((*table, name), line)
        self.at += 1
        self.value(table)

    def key(self) -> list[str]:
        """Read a key with its dots."""
        names = []
        while True:
            names.append(_unquoted(self.tokens[self.at].text))
            self.at += 1
            if self.tokens[self.at].text != ".":
                return names
            self.at += 1

    def value(self, path: Path) -> None:
        """Skip a value, noting the keys and elements inside it."""
        opening = self.tokens[self.at]
        if opening.text == "[":
            self.array(path)
        elif opening.text == "{":
            self.inline_table(path)
        else:
            while self.tokens[self.at].text not in (",", "]", "}", "\n"):
                self.at += 1

    def array(self, path: Path) -> None:
        """Read ``[a, b]``, over as many lines as it takes."""
        self.at += 1
        count = 0
        while (token := self.tokens[self.at]).text != "]":
            if token.text in (",", "\n"):
                self.at += 1
            else:
                self.value(self.note((*path, count), token.line))
                count += 1
        self.at += 1

    def inline_table(self, path: Path) -> None:
        """Read ``{a = 1, b = 2}``."""
        self.at += 1
        while (token := self.tokens[self.at]).text != "}":
            if token.is_key:
                self.pair(path)
            else:
                self.at += 1
        self.at += 1

    def note(self, path: Path, line: int) -> Path:
        """Record the line on which a path first occurs."""
        self.lines.setdefault(path, line)
        return path


def _unquoted(key: str) -> str:
    if key.startswith("'"):
        return key[1:-1]
    if key.startswith('"'):
        return next(iter(tomllib.loads(f"{key} = 0")))
    return key
