"""The optional part 'ui': exact versions, or one line that says what to do."""

from __future__ import annotations

import tomllib
from importlib.metadata import PackageNotFoundError

import pytest

from sim.app.serving.start import ALSO, PINS, ExtraError, versions
from tests.app.starting import ROOT

THERE = {**PINS, **dict.fromkeys(ALSO, "9.9")}


def test_the_pins_are_those_of_the_extra() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extra = project["optional-dependencies"]["ui"]
    assert {line for line in extra if "==" in line} == {f"{name}=={version}" for name, version in PINS.items()}
    assert {line.partition(">=")[0] for line in extra if "==" not in line} == set(ALSO)


def test_all_of_them_are_there() -> None:
    assert versions("en", THERE.__getitem__) == PINS


@pytest.mark.parametrize("name", THERE)
def test_a_missing_one_is_told_in_one_line_with_what_to_do(name: str) -> None:
    def find(asked: str) -> str:
        if asked == name:
            raise PackageNotFoundError(asked)
        return THERE[asked]

    with pytest.raises(ExtraError) as error:
        versions("en", find)
    assert str(error.value) == "the workshop needs the extra 'ui': pip install 'salesshift[ui]'"


@pytest.mark.parametrize("name", PINS)
def test_another_version_of_a_pinned_one_is_told_and_of_others_forgiven(name: str) -> None:
    with pytest.raises(ExtraError) as error:
        versions("en", {**THERE, name: "0.1"}.__getitem__)
    assert str(error.value).startswith(f"the workshop needs {name} {PINS[name]}, and here is 0.1: pip install")
