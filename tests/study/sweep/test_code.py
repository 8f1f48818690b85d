"""The hash of the code follows what decides numbers, and not where it stands."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import sim
from sim.study.sweep.code import ENTRIES, ROOMS, hash_of, model_hash

FILES = {
    "laws/habit.py": '''"""Habits."""
from math import exp

SLOW = 0.5


def habit(x):
    """How a habit fades."""
    return SLOW * exp(-x)  # the old one
''',
    "laws/energy.py": '''
def habit(x):
    return 2.0 * x


def energy(x):
    return f"{x:.2f}" and x
''',
    "engine/quarter.py": '''
from toy.laws import energy as law
from toy.laws.habit import habit


def step(x):
    return habit(law.energy(x))
''',
    "study/measures.py": '''
from toy.engine.quarter import step

WORST = 0.1


def success(x):
    return WORST * step(x)


def words(x):
    return "good"
''',
}


def written(place: Path, files: dict[str, str]) -> str:
    """Hash of a small model with these files."""
    root = place / "toy"
    shutil.rmtree(root, ignore_errors=True)
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    home = next(name for name, text in files.items() if "def success" in text)
    return hash_of(root, ("laws", "engine"), [(f"toy.{home[:-3].replace('/', '.')}", "success")])


def changed(name: str, old: str, new: str) -> dict[str, str]:
    """The files with one text replaced in one of them."""
    assert old in FILES[name]
    return {**FILES, name: FILES[name].replace(old, new)}


def renamed() -> dict[str, str]:
    """A module under another name, and another one in another folder."""
    quarter = FILES["engine/quarter.py"].replace("toy.laws.habit", "toy.laws.old_ways")
    return {"laws/old_ways.py": FILES["laws/habit.py"], "laws/energy.py": FILES["laws/energy.py"],
            "engine/quarter.py": quarter, "answers/success.py": FILES["study/measures.py"]}


def merged() -> dict[str, str]:
    """Two modules as one: the engine and the law that it uses."""
    quarter = FILES["engine/quarter.py"].replace("from toy.laws.habit import habit\n", "")
    both = FILES["laws/habit.py"] + quarter.replace("from toy.laws import energy as law\n", "")
    return {"engine/quarter.py": "from toy.laws import energy as law\n" + both,
            "laws/energy.py": FILES["laws/energy.py"], "study/measures.py": FILES["study/measures.py"]}


@pytest.mark.parametrize("same", [
    renamed, merged,
    lambda: changed("laws/habit.py", "  # the old one", ""),
    lambda: changed("laws/habit.py", "How a habit fades.", "A habit fades with time."),
    lambda: changed("laws/habit.py", "SLOW * exp(-x)", "(SLOW\n            * exp(-x))"),
    lambda: changed("study/measures.py", '"good"', '"bad"'),
    lambda: changed("study/measures.py", "def words(x):\n    return \"good\"", ""),
], ids=["renamed", "merged", "comment", "docstring", "layout", "words", "words gone"])
def test_moves_and_words_leave_the_hash(tmp_path: Path, same: Callable[[], dict[str, str]]) -> None:
    assert written(tmp_path, same()) == written(tmp_path, FILES)


@pytest.mark.parametrize("other", [
    lambda: changed("laws/habit.py", "0.5", "0.6"),
    lambda: changed("laws/habit.py", "-x", "x"),
    lambda: changed("laws/habit.py", "from math", "from numpy"),
    lambda: changed("engine/quarter.py", "from toy.laws.habit", "from toy.laws.energy"),
    lambda: changed("engine/quarter.py", "energy as law", "habit as law"),
    lambda: changed("laws/energy.py", "2.0", "3.0"),
    lambda: changed("laws/energy.py", ".2f", ".3f"),
    lambda: changed("study/measures.py", "0.1", "0.2"),
    lambda: FILES | {"laws/new.py": "register(habit)\n"},
], ids=["constant", "equation", "library", "another habit", "another module", "unused law", "format", "measure",
        "new law"])
def test_what_decides_numbers_changes_the_hash(tmp_path: Path, other: Callable[[], dict[str, str]]) -> None:
    assert written(tmp_path, other()) != written(tmp_path, FILES)


def test_every_version_of_python_finds_the_same_hash(tmp_path: Path) -> None:
    assert written(tmp_path, FILES).startswith("a8297e4f0b091afc")


@pytest.mark.parametrize(("name", "differs"), [("laws/habit.py", True), ("engine/quarter.py", True),
                                               ("scenario/columns.py", True), ("draw/style.py", False)])
def test_the_model_itself_is_what_is_hashed(tmp_path: Path, name: str, differs: bool) -> None:
    home = Path(sim.__file__).parent
    copy = tmp_path / "sim"
    shutil.copytree(home, copy, ignore=shutil.ignore_patterns("app", "*.pyc"))
    assert hash_of(copy, ROOMS, ENTRIES) == model_hash()
    (copy / name).write_text((copy / name).read_text(encoding="utf-8") + "\nchanged = 1\n", encoding="utf-8")
    assert (hash_of(copy, ROOMS, ENTRIES) != model_hash()) == differs


def test_the_measures_of_success_count_where_they_are_reached(tmp_path: Path) -> None:
    copy = tmp_path / "sim"
    shutil.copytree(Path(sim.__file__).parent, copy, ignore=shutil.ignore_patterns("app", "*.pyc"))
    for path in (p for p in copy.rglob("*.py") if "\nMARGIN_FLOOR = 0.25\n" in p.read_text(encoding="utf-8")):
        path.write_text(path.read_text(encoding="utf-8").replace("MARGIN_FLOOR = 0.25", "MARGIN_FLOOR = 0.2"),
                        encoding="utf-8")
    assert hash_of(copy, ROOMS, ENTRIES) != model_hash()
