"""The mix of the bonus as one choice: three parts that add up to one, and the names of usual mixes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.app.state.world import World
from sim.scenario.framework import SHARE_TOLERANCE, Bonus

BONUS = "framework.bonus"
PARTS = ("individual", "team", "company")
MIXES: dict[str, tuple[float, float, float]] = {
    "individual": (0.8, 0.1, 0.1), "team": (0.2, 0.7, 0.1), "company": (0.2, 0.1, 0.7)}
"""Usual mixes of individual, team and company parts, by the name of what counts most."""
AS_BASE = "base"
"""The mix of the base scenario, where it is none of the usual ones."""
OWN = "own"
"""A mix that somebody set by hand: shown, but nothing to choose."""
DIGITS = 6
"""Decimals to which the parts are kept."""


def mix_of(bonus: Bonus) -> tuple[float, float, float]:
    """Return the three parts."""
    return bonus.individual, bonus.team, bonus.company


def mixes(world: World) -> dict[str, tuple[float, float, float]]:
    """Return the mixes to choose from in this world: the usual ones, and that of the base if it is another."""
    base = mix_of(world.base_scenario().framework.bonus)
    return MIXES if any(_same(base, mix) for mix in MIXES.values()) else {AS_BASE: base, **MIXES}


def mix_name(world: World, bonus: Bonus) -> str:
    """Return the name of the mix that holds."""
    return next((name for name, mix in mixes(world).items() if _same(mix, mix_of(bonus))), OWN)


def mixed(world: World, name: object) -> dict[str, float] | None:
    """Return the values that make the mix of that name; None for a name that is none."""
    mix = mixes(world).get(name) if isinstance(name, str) else None
    return None if mix is None else {f"{BONUS}.{part}": share for part, share in zip(PARTS, mix, strict=True)}


def balanced(values: Mapping[str, Any], key: str, share: float) -> dict[str, float]:
    """Return all three parts with one of them set and the others shrunk or grown to fill the rest.

    Parameters
    ----------
    values : the three parts that held before, by name.
    key : dotted key of the part that is set.
    """
    above, _, part = key.rpartition(".")
    others = [name for name in PARTS if name != part]
    held = sum(float(values[name]) for name in others)
    weights = [float(values[name]) / held if held > 0.0 else 0.5 for name in others]
    share = round(share, DIGITS)
    first = round((1.0 - share) * weights[0], DIGITS)
    rest = max(0.0, round(1.0 - share - first, DIGITS))
    return {key: share, f"{above}.{others[0]}": first, f"{above}.{others[1]}": rest}


def is_part(key: str) -> bool:
    """Whether the key is one of the three parts of a bonus."""
    above, _, part = key.rpartition(".")
    return part in PARTS and above.endswith("bonus")


def _same(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return all(abs(a - b) < SHARE_TOLERANCE for a, b in zip(one, other, strict=True))
