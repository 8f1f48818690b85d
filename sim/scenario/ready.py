"""The ready scenarios: beside the package in a checkout, inside it in an installed wheel."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from sim.scenario.reading import load_scenario
from sim.scenario.schema import Scenario

PACKAGE = Path(__file__).parents[1]
FIRST = "b2b_advisors"
"""The scenario with which the page begins."""
IN_WHEEL = "scenarios_ready"
"""Folder of the package into which a wheel puts them; pyproject.toml says the same."""


def folder() -> Path:
    """Return the directory of the ready scenarios."""
    inside = PACKAGE / IN_WHEEL
    return inside if inside.is_dir() else PACKAGE.parent / "scenarios"


@cache
def names() -> tuple[str, ...]:
    """Names of the ready scenarios, the first one first."""
    found = sorted(file.stem for file in folder().glob("*.toml"))
    return tuple(sorted(found, key=lambda name: name != FIRST))


@cache
def ready(name: str) -> Scenario:
    """Return the ready scenario of that name; `KeyError` if there is none."""
    if name not in names():
        raise KeyError(f"no ready scenario {name!r}; there are: {', '.join(names())}")
    return load_scenario(folder() / f"{name}.toml")
