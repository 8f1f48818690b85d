"""What is shipped: version, command, public names, scenarios, pins."""

from __future__ import annotations

import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement

import sim

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
SCENARIOS = sorted((ROOT / "scenarios").glob("*.toml"))
PINS = [
    Requirement(line)
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


def test_version_has_one_source() -> None:
    assert metadata.version("salesshift") == sim.__version__
    assert f"\nversion: {sim.__version__}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\n## [{sim.__version__}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_command_is_installed_and_loads() -> None:
    (command,) = metadata.entry_points(group="console_scripts", name="salesshift")
    assert command.value == "sim.cli.__main__:main"
    assert callable(command.load())


@pytest.mark.parametrize("name", [n for n in sim.__all__ if n != "__version__"])
def test_public_names_load_and_are_listed(name: str) -> None:
    assert getattr(sim, name).__name__ == name
    assert name in dir(sim)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        sim.nonsense  # noqa: B018


def test_there_are_scenarios_and_they_are_shipped() -> None:
    assert ROOT / "scenarios" / "b2b_advisors.toml" in SCENARIOS
    shipped = PROJECT["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]
    assert {"/sim", "/scenarios", "/tests", "/constraints.txt", "/Makefile"} <= set(shipped)


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_every_scenario_file_can_be_read(path: Path) -> None:
    assert sim.load_scenario(path).title != "Untitled"


@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13"])
def test_each_requirement_has_exactly_one_pin_that_satisfies_it(python: str) -> None:
    environment = {"python_version": python, "python_full_version": f"{python}.0"}
    pins = {}
    for pin in PINS:
        if pin.marker is None or pin.marker.evaluate(environment):
            assert pin.name not in pins, f"two pins of {pin.name}"
            (exact,) = pin.specifier
            assert exact.operator == "=="
            pins[pin.name] = exact.version
    extras = PROJECT["project"]["optional-dependencies"]
    wanted = [Requirement(r) for block in (PROJECT["project"]["dependencies"], *extras.values()) for r in block]
    for requirement in wanted:
        if requirement.name != PROJECT["project"]["name"]:
            assert requirement.specifier.contains(pins[requirement.name.lower()]), requirement


def test_everything_is_in_the_extra_all() -> None:
    extras = PROJECT["project"]["optional-dependencies"]
    (everything,) = (Requirement(r) for r in extras["all"])
    assert everything.extras == set(extras) - {"all"}
