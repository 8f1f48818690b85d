"""What the charts are given in Python is what their files use, and every word they say is in the catalogue."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

pytest.importorskip("solara")

from sim.app import components
from sim.app.components import VUE
from sim.words.catalogue import LANGUAGES, texts

NAMES = ("Course", "Cards", "Money", "Why", "Dialog")
TAKEN = {"keys", "comm", "layout", "tooltip", "template", "events", "components"}
SOURCE = Path(components.__file__).read_text(encoding="utf-8")


def file_of(name: str) -> str:
    return (VUE / f"{name}.vue").read_text(encoding="utf-8")


def arguments_of(name: str) -> set[str]:
    """As the function is written: the component that is made of it takes anything."""
    (found,) = (node for node in ast.parse(SOURCE).body if isinstance(node, ast.FunctionDef) and node.name == name)
    return {one.arg for one in (*found.args.args, *found.args.kwonlyargs)}


@pytest.mark.parametrize("name", NAMES)
def test_every_argument_is_used_and_none_has_a_name_of_the_library(name: str) -> None:
    arguments, text = arguments_of(name), file_of(name)
    assert not arguments & TAKEN
    assert [one for one in arguments if not re.search(rf"\b{one.removeprefix('event_')}\b", text)] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_word_that_is_said_is_in_the_catalogue(lang: str) -> None:
    said = {word for name in NAMES for pair in re.findall(r"words\.(\w+)|words\[['\"]([\w.]+)['\"]\]", file_of(name))
            for word in pair if word}  # fmt: skip
    assert len(said) > 30
    assert said - set(texts(lang, "charts")) == set()
