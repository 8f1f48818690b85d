"""Notebooks: each runs from a clean kernel in a directory of its own, and what is stored is what comes out."""

from __future__ import annotations

import importlib.util
import json
import re
import sys
import time
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))
LIMIT = 1_500_000
"""Bytes of all notebooks together, with their stored outputs."""
MINUTES = 2
NUMBER = re.compile(r"-?\d[\d,]*\.?\d*(?:e[+-]?\d+)?")
CURE = "If the change is meant: make notebooks, and read the words around it again."

LONG = [path for path in NOTEBOOKS if path.stem[:2] in ("02", "04")]
"""Most of the time of all; `make test-slow` runs them."""

each = pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)


@pytest.fixture(scope="module")
def refresh() -> Any:
    """The script that refreshes the stored outputs."""
    spec = importlib.util.spec_from_file_location("refresh_notebooks", ROOT / "notebooks" / "refresh.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def stored(notebook: Path) -> dict[str, Any]:
    return json.loads(notebook.read_text(encoding="utf-8"))


def code_cells(document: dict[str, Any]) -> list[dict[str, Any]]:
    return [cell for cell in document["cells"] if cell["cell_type"] == "code"]


def printed(cell: dict[str, Any]) -> str:
    """All text that a cell shows; tables as text."""
    return "".join("".join(output.get("text", output.get("data", {}).get("text/plain", ""))) + "\n"
                   for output in cell["outputs"])


def pictures(cell: dict[str, Any]) -> int:
    return sum("image/png" in output.get("data", {}) for output in cell["outputs"])


# --- what is stored ------------------------------------------------------------------------------------------------


@each
def test_a_stored_notebook_is_whole_and_was_run_from_top_to_bottom(notebook) -> None:
    document = stored(notebook)
    assert (document["nbformat"], document["nbformat_minor"]) == (4, 5)
    names = [cell["id"] for cell in document["cells"]]
    assert len(set(names)) == len(names)
    cells = code_cells(document)
    assert [cell["execution_count"] for cell in cells] == list(range(1, len(cells) + 1))
    kinds = {output["output_type"] for cell in cells for output in cell["outputs"]}
    assert "error" not in kinds
    assert not [output for cell in cells for output in cell["outputs"] if output.get("name") == "stderr"]
    assert sum(map(pictures, cells)) >= 1


@each
def test_a_notebook_explains_before_it_calculates(notebook) -> None:
    kinds = [cell["cell_type"] for cell in stored(notebook)["cells"]]
    assert kinds[0] == "markdown" and kinds[-1] == "markdown"
    assert "codecodecode" not in "".join(kinds), "three cells of code without a word"


def test_the_notebooks_are_small() -> None:
    assert 0 < sum(path.stat().st_size for path in NOTEBOOKS) < LIMIT


# --- running -------------------------------------------------------------------------------------------------------


@pytest.mark.filterwarnings("ignore")  # of the kernel's libraries: they are not what is tested
@pytest.mark.parametrize("notebook", [pytest.param(path, id=path.stem, marks=[pytest.mark.slow] * (path in LONG))
                                      for path in NOTEBOOKS])
def test_a_notebook_runs_from_a_clean_kernel_and_shows_what_is_stored(notebook, refresh, tmp_path, monkeypatch) -> None:
    pytest.importorskip("nbclient")
    pytest.importorskip("ipykernel")
    monkeypatch.setattr(refresh.os, "environ", refresh.os.environ.copy())
    before = listing()
    began = time.monotonic()
    fresh = refresh.executed(notebook, tmp_path)
    assert time.monotonic() - began < 60 * MINUTES
    assert listing() == before, "a notebook writes into the repository"
    for one, other in zip(code_cells(stored(notebook)), code_cells(fresh), strict=True):
        assert one["source"] == other["source"]
        assert pictures(one) == pictures(other)
        assert told_alike(printed(one), printed(other)), f"{printed(other)}\n{CURE}"


def listing() -> dict[str, int]:
    """Files of the repository that a notebook might touch, with the time of their last change."""
    places = [ROOT / name for name in ("notebooks", "scenarios", "experiments", "results")]
    files = [path for place in places for path in place.rglob("*") if "__pycache__" not in path.parts]
    return {str(path): path.stat().st_mtime_ns for path in files if path.is_file()}


def told_alike(one: str, other: str) -> bool:
    """The same words, and numbers that differ by no more than another kind of processor or library makes them."""
    if words(one) != words(other):
        return False
    pairs = zip(numbers(one), numbers(other), strict=True)
    return all(a == pytest.approx(b, rel=0.02, abs=0.011) for a, b in pairs)


def words(text: str) -> list[str]:
    return NUMBER.sub("#", re.sub(r"\b[0-9a-f]{12,64}\b", "HASH", text)).split()


def numbers(text: str) -> list[float]:
    return [float(found.replace(",", "")) for found in NUMBER.findall(re.sub(r"\b[0-9a-f]{12,64}\b", "HASH", text))]


@pytest.mark.parametrize(("one", "other", "alike"), [
    ("gain 4.25 of 1,000", "gain  4.26 of 1,001", True), ("gain 4.25", "gain 4.45", False), ("gain 4", "loss 4", False),
    ("x", "x 1", False), ("code 0123456789abcdef", "code fedcba9876543210", True), ("-1.5", "1.5", False)])
def test_alike_is_told_from_different(one, other, alike) -> None:
    assert told_alike(one, other) is alike


def test_what_differs_by_chance_between_two_runs_is_not_stored(refresh) -> None:
    def piece(text: str) -> dict[str, Any]:
        return {"output_type": "stream", "name": "stdout", "text": [text]}

    cell = {"cell_type": "code", "metadata": {"execution": {"iopub.execute_input": "2026"}}, "source": [], "outputs": [
        piece("a\n"), piece("b"), piece("\n"),
        {"output_type": "execute_result", "data": {"text/plain": ["<A at 0x7f00>"]}, "metadata": {"x": 1}}]}
    tidied = refresh.tidy({"cells": [cell], "metadata": {"kernelspec": {"name": "mine"}}, "nbformat": 4,
                           "nbformat_minor": 2})
    assert [printed(cell) for cell in tidied["cells"]] == ["a\nb\n\n<A>\n"]
    assert tidied["cells"][0]["metadata"] == {} and tidied["metadata"]["kernelspec"]["name"] == "python3"
