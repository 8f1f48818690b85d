"""The hash of the code covers all that decides the numbers of a run, and nothing besides."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import sim
from sim.study.sweep.run_identity import CODE, hash_of, model_hash

HOME = Path(sim.__file__).parent
WITHOUT_NUMBERS = ("_version.py", "arrays.py", "interrupts.py")
"""Loaded with the model; none of them decides a number."""


def test_all_code_that_a_run_loads_is_hashed() -> None:
    show = ("import sys, sim.study.sweep.work\n"
            "print(*(m.__file__ for name, m in sys.modules.items() if name.split('.')[0] == 'sim'), sep='\\n')")
    found = subprocess.run([sys.executable, "-c", show], capture_output=True, text=True, check=True, cwd=HOME.parent)
    loaded = [Path(line).relative_to(HOME).as_posix() for line in found.stdout.splitlines()]
    assert len(loaded) > 40
    assert [name for name in loaded if not name.endswith("__init__.py") and name not in WITHOUT_NUMBERS
            and not any(name == part or name.startswith(f"{part}/") for part in CODE)] == []


def test_everything_that_is_hashed_is_there() -> None:
    assert [part for part in CODE if not (HOME / part).exists()] == []


@pytest.mark.parametrize(("name", "differs"), [
    ("laws/habit.py", True), ("engine/quarter.py", True), ("scenario/measures.py", True),
    ("comparison/measures_of_success.py", True), ("draw/style.py", False), ("study/sweep/runner.py", False)])
def test_a_change_counts_where_numbers_are_decided(tmp_path: Path, name: str, differs: bool) -> None:
    copy = tmp_path / "sim"
    shutil.copytree(HOME, copy, ignore=shutil.ignore_patterns("app", "*.pyc"))
    assert hash_of(copy) == model_hash()
    (copy / name).write_text((copy / name).read_text(encoding="utf-8") + "\nchanged = 1\n", encoding="utf-8")
    assert (hash_of(copy) != model_hash()) == differs
