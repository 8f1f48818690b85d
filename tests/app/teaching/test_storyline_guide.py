"""The example in the guide to storylines is one: it loads, and uses what the guide explains."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sim.app.teaching.schema import Storyline
from sim.app.teaching.storyline import load_storyline
from tests.app.teaching.runs import SOURCE

GUIDE = Path(__file__).resolve().parents[3] / "docs" / "storylines.md"
EXAMPLE = re.compile(r"^```text\n(# mine\.toml.*?)^```$", re.DOTALL | re.MULTILINE)


@pytest.fixture
def example(tmp_path: Path) -> Storyline:
    """The storyline that the guide shows in full."""
    found = EXAMPLE.search(GUIDE.read_text(encoding="utf-8"))
    assert found is not None
    file = tmp_path / "mine.toml"
    file.write_text(found[1], encoding="utf-8")
    return load_storyline(file, SOURCE)


def test_the_example_of_the_guide_loads(example: Storyline) -> None:
    assert example.id == "mine"
    assert {step.guess.kind for step in example.steps} == {"value", "choice"}


def test_the_example_of_the_guide_uses_what_it_explains(example: Storyline) -> None:
    assert any(step.keep for step in example.steps)
    assert any(step.changes and step.labels.left for step in example.steps)
