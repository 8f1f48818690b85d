"""Changes values of a case, and its bonus mix, on request: invalid values are corrected, and the page says so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.app.state.case import Case, programme_key
from sim.app.state.declared import LONGEST_KEY, Declared, declared, fitted
from sim.app.state.notes import Note
from sim.app.state.validity import valid_programme
from sim.scenario.framework import SHARE_TOLERANCE, Bonus
from sim.scenario.problems import ScenarioError
from sim.scenario.schema import Scenario
from sim.scenario.strategy import CARRY_ON

# --- the mix of the bonus as one choice ------------------------------------------------------------------------------

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


def mixes(case: Case) -> dict[str, tuple[float, float, float]]:
    """Return the mixes to choose from in this case: the usual ones, and that of the base if it is another."""
    base = mix_of(case.base_scenario().framework.bonus)
    return MIXES if any(_same(base, mix) for mix in MIXES.values()) else {AS_BASE: base, **MIXES}


def mix_name(case: Case, bonus: Bonus) -> str:
    """Return the name of the mix that holds."""
    return next((name for name, mix in mixes(case).items() if _same(mix, mix_of(bonus))), OWN)


def mixed(case: Case, name: object) -> dict[str, float] | None:
    """Return the values that make the mix of that name; None for a name that is none."""
    mix = mixes(case).get(name) if isinstance(name, str) else None
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


Changed = tuple[Case, list[Note]]
UNUSUAL = "levers.note.unusual"
"""Said when somebody moves a value there, not each time a link is opened."""
MOST_REASONS = 3
"""Reasons of a refusal that are told; one of them is usually enough."""


def change(case: Case, field: str, value: Any) -> Changed:
    """Return the case with one value changed, and what there is to say about it.

    Parameters
    ----------
    field : dotted key of a declared value, or ``framework.bonus`` for the mix by one of its names.
    value : the wanted value; None puts the value of the base back.
    """
    if value is None:
        return _as_in_base(case, field)
    if field == BONUS:
        mix = mixed(case, value)
        return (case, [Note("levers.note.unusable", {"field": field})]) if mix is None else \
            checked(case, case.with_values(mix))
    spot = declared(case.scenario(), field)
    if spot is None:
        return case, [Note("levers.note.unknown", {"name": shown(field)})]
    fit, notes = fitted(spot, value)
    if fit is None:
        return case, notes
    found, more = checked(case, case.with_values(_wanted(case.scenario(), spot, fit)))
    return found, [*notes, *more]


def checked(before: Case, after: Case) -> Changed:
    """Return the case after a change if it is consistent, else the one before and the reason."""
    try:
        after.scenario()
    except ScenarioError as error:
        reasons = "; ".join(problem.message for problem in error.problems[:MOST_REASONS])
        return before, [Note("levers.note.refused", {"reason": reasons})]
    return after, []


def restored(case: Case, values: Mapping[str, Any]) -> Changed:
    """Apply changes from outside to an unchanged case; invalid ones are left out and reported."""
    notes: list[Note] = []
    for key in [key for key in values if key == programme_key(key) != ""]:
        case, more = _with_programme(case, key, values[key])
        notes += more
    fits: dict[str, Any] = {}
    scenario = case.scenario()
    for key, value in values.items():
        if key == programme_key(key) != "":
            continue
        spot = declared(scenario, key)
        if spot is None:
            notes.append(Note("levers.note.unknown", {"name": shown(key)}))
            continue
        fit, more = fitted(spot, value)
        notes += [note for note in more if note.name != UNUSUAL]
        fits |= {} if fit is None else {spot.key: fit}
    whole, problems = checked(case, case.with_values(fits))
    return (whole, notes) if not problems else _one_by_one(case, fits, notes)


def _as_in_base(case: Case, field: str) -> Changed:
    """Put the base's value back, of a part of a bonus with the other parts."""
    if field == BONUS:
        return checked(case, case.at_base(without=BONUS))
    spot = declared(case.base_scenario(), field)
    if spot is None:
        return case, [Note("levers.note.unknown", {"name": shown(field)})]
    above = spot.key.rpartition(".")[0]
    keys = [f"{above}.{part}" for part in PARTS] if is_part(spot.key) else [spot.key]
    found = {key: one.value for key in keys if (one := declared(case.base_scenario(), key)) is not None}
    return checked(case, case.with_values(found))


def shown(field: object) -> str:
    """Return a key in a form fit for a message: short and printable."""
    return "".join(c if c.isprintable() else "?" for c in str(field)[:LONGEST_KEY // 3])


def _wanted(scenario: Scenario, spot: Declared, fit: Any) -> dict[str, Any]:
    """The value, and with a part of a bonus the other parts."""
    if not is_part(spot.key):
        return {spot.key: fit}
    above = spot.key.rpartition(".")[0]
    held = {part: found.value for part in PARTS
            if (found := declared(scenario, f"{above}.{part}")) is not None}
    return balanced(held, spot.key, fit)


def _with_programme(case: Case, key: str, measures: Any) -> Changed:
    scenario = case.scenario()
    name = key.removeprefix("strategies[").removesuffix("].measures")
    if name == CARRY_ON or name not in {strategy.name for strategy in scenario.strategies}:
        return case, [Note("levers.note.unknown", {"name": shown(key)})]
    usable, notes = valid_programme(measures, scenario.quarters)
    found, more = checked(case, case.with_values({key: usable}))
    return found, [*notes, *more]


def _one_by_one(case: Case, fits: Mapping[str, Any], notes: list[Note]) -> Changed:
    """Apply consistent changes, the parts of one table at a time."""
    groups: dict[str, dict[str, Any]] = {}
    for key, fit in fits.items():
        groups.setdefault(key.rpartition(".")[0] if is_part(key) else key, {})[key] = fit
    for group in groups.values():
        case, more = checked(case, case.with_values(group))
        notes = [*notes, *more]
    return case, notes
