"""The validation page shows the model as it is now, whole, and nothing in its tables was written by hand."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from sim.validation.claims import CLAIMS
from sim.validation.evidence import DISAGREEMENTS, PATTERNS

ROOT = Path(__file__).resolve().parents[1]
CURE = "python experiments/validate.py, and read the words around the tables again"


@pytest.fixture(scope="module")
def validate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("validate", ROOT / "experiments" / "validate.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def page() -> str:
    return (ROOT / "docs" / "validation.md").read_text(encoding="utf-8")


def part(page: str, name: str) -> str:
    """What lies between the marks of that name."""
    return page.partition(f"<!-- {name}: made by")[2].partition(f"<!-- end of {name} -->")[0]


def test_the_page_was_made_with_this_model_and_this_scenario(validate: ModuleType, page: str) -> None:
    runs, seed = map(int, re.search(r"(\d+) runs of each world, root seed (\d+)", page).groups())
    assert runs >= 100
    assert validate.provenance(runs, seed) in page, CURE


def test_every_claim_pattern_and_disagreement_is_on_the_page(page: str) -> None:
    assert re.findall(r"^\| \*\*([A-E]\d+)\*\*", part(page, "claims"), re.MULTILINE) == [c.id for c in CLAIMS], CURE
    assert re.findall(r"^\| \*\*([FL]\d+)\*\*", part(page, "patterns"), re.MULTILINE) == [p.id for p in PATTERNS], CURE
    assert all(d.line in part(page, "disagreements") for d in DISAGREEMENTS), CURE


def test_what_does_not_hold_says_why(page: str) -> None:
    rows = re.findall(r"^\| \*\*([A-Z]\d+)\*\* \| (does not hold|undecided) \| (.*)$", page, re.MULTILINE)
    assert [name for name, _, text in rows if "because: " not in text and "**Note: " not in text] == []


def test_the_calibration_on_the_page_is_that_of_the_result_file(validate: ModuleType, page: str) -> None:
    assert "\n".join(validate.calibrated()).strip() == part(page, "calibration").partition("-->")[2].strip(), CURE


def test_marks_that_are_missing_are_told(validate: ModuleType) -> None:
    with pytest.raises(SystemExit, match="nothing"):
        validate.marked("a page", "nothing", "text")
