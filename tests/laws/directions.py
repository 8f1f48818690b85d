"""Directions: in which way a law answers to each of its arguments, checked over its whole space.

A test module writes them as a table, one line per law, so that it reads as a summary of the science:

    fear.failures: {"rejections": RISES, "losses": RISES}
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import hypothesis
import numpy as np
import pytest
from hypothesis import strategies as st

from .strategies import Law, arguments_of, domain, families_of, inputs_of, laws_of, number, typical

RISES, FALLS = 1.0, -1.0
EITHER = 0.0
"""The answer depends on the other arguments; a test of its own says how."""

Table = Mapping[Law, Mapping[str, float]]
EXAMPLES = 10


def cases(table: Table) -> list[Any]:
    """One test case per law and argument with a direction."""
    words = {RISES: "rises with", FALLS: "falls with"}
    return [pytest.param(law, argument, sign, id=f"{law.__name__} {words[sign]} {argument}")
            for law, signs in table.items() for argument, sign in signs.items() if sign != EITHER]  # fmt: skip


def unmentioned(module: Any, table: Table) -> list[str]:
    """Arguments of a module's laws without a line in its table, and lines without an argument."""
    real = {f"{law.__name__}({name})" for law in laws_of(module) for name, kind in arguments_of(law).items()
            if not kind.startswith("Sequence")}  # fmt: skip
    return sorted(real ^ {f"{law.__name__}({name})" for law, signs in table.items() for name in signs})


def check(law: Law, argument: str, sign: float) -> None:
    """The law never answers against its direction, and in the middle of everything it does answer."""
    assert sign * step(law, middle(law), argument, domain(law, argument)) > 0.0
    never_against(law, argument, sign)


def never_against(law: Law, argument: str, sign: float) -> None:
    """Raise the argument wherever everything else may be: no answer goes the wrong way, but for rounding."""
    ends = number(*domain(law, argument))

    @hypothesis.settings(max_examples=EXAMPLES)
    @hypothesis.given(inputs_of(law), st.tuples(ends, ends).map(sorted))
    def law_keeps_its_direction(inputs: dict[str, Any], values: tuple[float, float]) -> None:
        low, high = answer(law, inputs, argument, values[0]), answer(law, inputs, argument, values[1])
        assert sign * (high - low) >= -1e-12 * max(1.0, abs(low), abs(high))

    law_keeps_its_direction()


def answer(law: Law, inputs: dict[str, Any], argument: str, value: float) -> float:
    """The law's answer with one argument replaced."""
    return float(law(**(inputs | {argument: value})))


def step(law: Law, inputs: dict[str, Any], argument: str, values: tuple[float, float]) -> float:
    """How far the answer moves from the first to the second value of the argument."""
    return answer(law, inputs, argument, values[1]) - answer(law, inputs, argument, values[0])


USUAL = {
    "acquisition": 0.2, "attempts": 6.0, "behaviour": 0.6, "circumstances": 0.0, "coached": 0.1, "coverage": 1.0,
    "customers": 25.0, "deals": 1.0, "demands": 0.3, "diversity": 0.8, "existing": 0.2e6, "felt": 1.0, "gain": 0.1,
    "habitual": 0.2, "harm": 0.1, "individual": 0.4, "leads": 3.0, "level": 0.5, "load": 0.8, "losses": 6.0,
    "meetings": 4.0, "networking": 0.05, "newcomer": 1.5, "pace": 1.0, "peers_left": 1.0, "per_year": 0.1,
    "plastic": 1.5, "pulls": -1.0, "pushy": 0.2, "rate": 0.2, "rejections": 8.0, "relief": 0.1, "shared": 0.1,
    "shock": 0.0, "strength": 4.5, "target_existing": 1e6, "taught": 0.1, "team_spread": 0.3, "tenure": 4.0,
    "wins": 1.0, "x": 1.0,
}
"""Middling values where the middle of the domain is none."""


def middle(law: Law) -> dict[str, Any]:
    """Everything that a law takes, as usual or in the middle."""
    inputs: dict[str, Any] = {name: typical(family) for name, family in families_of(law).items()}
    return inputs | {name: USUAL.get(name, float(np.mean(domain(law, name)))) for name in arguments_of(law)}
