"""Lists every declared value of a scenario: what the numbers are and where they come from."""

from __future__ import annotations

from functools import cache

from sim.scenario.lookup import Row, declared_rows, homes, tables
from sim.scenario.schema import Scenario


def rows() -> tuple[Row, ...]:
    """Return every declared value of the scenario, in the order of declaration."""
    return declared_rows(Scenario)


def rows_of(family: str) -> tuple[Row, ...]:
    """Return the rows whose name begins with a section's name, e.g. ``framework`` or ``framework.bonus``."""
    return tuple(r for r in rows() if r.name == family or r.name.startswith((f"{family}.", f"{family}[")))


def families() -> tuple[str, ...]:
    """Return the names of all sections that hold values, in order."""
    return tuple(dict.fromkeys(r.family for r in rows() if r.family))


def row_of(name: str) -> Row:
    """Return the declared value of that name; `KeyError` where there is none."""
    return _by_name()[name]


def home_of(name: str) -> str:
    """Return the name of the declaration of that value; see `homes`."""
    return homes(Scenario)[name]


def title_of(family: str) -> str:
    """Return the title of a section of the scenario; see `Row.family`."""
    return str(tables(Scenario)[family].model_config.get("title", ""))


@cache
def _by_name() -> dict[str, Row]:
    return {row.name: row for row in rows()}
