"""The files of the page are short, laid out, and compute nothing in their templates.

Each rule is a function from the text of a file to complaints; it must find nothing in our files, and something in a
bad example.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

pytest.importorskip("solara")

from sim.app.components import VUE

FILES = {path.name: path.read_text(encoding="utf-8") for path in sorted(VUE.glob("*.vue"))}
WIDTH = 110
MOST_LINES = 400
"""Of the template, the script or the style of a file."""
DROPPED_BEFORE = "module.exports"
"""What stands before it in a script never reaches the browser."""
PART = re.compile(r"^<(template|script|style)[^>]*>(.*?)^</\1>", re.S | re.M)
BOUND = re.compile(r"\s(?:[:@#]|v-)[\w.:\[\]-]*=\"([^\"]*)\"|\{\{(.*?)\}\}", re.S)
TEXT = re.compile(r"'[^']*'|\"[^\"]*\"")
FILLED = re.compile(r"`[^`]*`")
JOINED = re.compile(r"T\s*\+\s*[\w.\[\]()]+|[\w.\[\]()]+\s*\+\s*T")
"""A text and something else in one: no arithmetic."""
OPERATOR = re.compile(r"[\w)\]]\s*(?:\*\*|[-+*/%]|\+\+|--)\s*[\w($]|(?:\+\+|--)\w|\w(?:\+\+|--)")


def parts(text: str) -> Iterator[tuple[str, str]]:
    """Name and content of the parts of a file."""
    return ((found[1], found[2]) for found in PART.finditer(text))


def expressions(template: str) -> Iterator[str]:
    """What a template asks Vue to compute."""
    return (found[1] or found[2] or "" for found in BOUND.finditer(template))


def arithmetic(text: str) -> list[str]:
    """Expressions of the template that compute a number: that belongs into the script, where it has a name."""
    found = []
    for name, content in parts(text):
        for one in expressions(content) if name == "template" else ():
            bare = FILLED.sub(lambda whole: f"({', '.join(re.findall(r'[$][{]([^}]*)[}]', whole[0]))})", one)
            if OPERATOR.search(JOINED.sub("T", TEXT.sub("T", bare))):
                found.append(one.strip())
    return found


def wide(text: str) -> list[str]:
    return [line for line in text.splitlines() if len(line) > WIDTH]


def long(text: str) -> list[str]:
    return [name for name, content in parts(text) if len(content.splitlines()) > MOST_LINES]


def torn(text: str) -> list[str]:
    return [DROPPED_BEFORE] if DROPPED_BEFORE in text else []


def templated(expression: str) -> str:
    return f'<template>\n  <text :x="{expression}">{{{{ {expression} }}}}</text>\n</template>\n'


RULES = {
    arithmetic: templated("width - 2"), wide: "x" * (WIDTH + 1),
    torn: "<script>\nmodule.exports = {};\n</script>",
    long: "<style>\n" + "a {}\n" * (MOST_LINES + 1) + "</style>\n"}
"""Each rule with a bad example."""


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("name", FILES)
def test_a_file_keeps_to_the_rules(rule, name: str) -> None:
    assert rule(FILES[name]) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_a_bad_example_is_found(rule) -> None:
    assert rule(RULES[rule])


@pytest.mark.parametrize("one", [
    "a * b", "size * 0.35", "f(x) + 1", "row.y+high", "`${2 * thick} 4`", "n % 2 ? a : b", "k++", "list[i - 1]",
    "{ n: run + 1 }", "(a + b) / 2"])
def test_arithmetic_is_found(one: str) -> None:
    assert arithmetic(templated(one))


@pytest.mark.parametrize("one", [
    "a.b", "f(a, -1)", "a ? 1 : -1", "words['a-b']", "'l-' + key", "`M${a} ${b}`", "a >= b && !c", "(e) => move(e)",
    "x => y", "one.name + ':'"])
def test_what_is_no_arithmetic_is_let_through(one: str) -> None:
    assert arithmetic(templated(one)) == []
