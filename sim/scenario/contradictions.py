"""Finds contradictions between values that are valid individually.

Works on a `Scenario` and as well on the raw tables of a file, so that contradictions
are reported together with the errors of single values. What cannot be read is left out:
it is reported elsewhere.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any, TypeGuard

from pydantic import BaseModel

from sim.scenario.framework import SHARE_TOLERANCE, Bonus
from sim.scenario.lookup import bounds_of, declared_rows, details_of, plausible_of
from sim.scenario.market import Shock
from sim.scenario.measures import HireSellers, MeasureBase, Reorganisation
from sim.scenario.messages import shown
from sim.scenario.organisation import Organisation
from sim.scenario.posterior import SECTION, findings
from sim.scenario.problems import Path
from sim.scenario.strategy import CARRY_ON, CARRY_ON_STRATEGY, Goals

ADDED = -1
"""Placeholder for the position of 'carry_on' if the file does not mention it."""
Finding = tuple[Path, str]
Table = Mapping[str, Any]


def contradictions(scenario_like: object, model: type[BaseModel]) -> list[Finding]:
    """Find all contradictions, each with the path of the value to change.

    Parameters
    ----------
    scenario_like : a `Scenario`, or the tables as a file gives them, right or wrong.
    model : the class `Scenario`, whose declarations hold where the tables are silent.
    """
    data = plain(scenario_like)
    if not isinstance(data, Mapping):
        return []
    horizon = number(data, "quarters", model)
    found = [*_of_organisation(data), *_of_goals(data), *_of_bonus(table(data, "framework"), ("framework", "bonus"))]
    found += _of_shocks(data, horizon)
    if SECTION in data:
        found += [((SECTION, *path), message) for path, message in findings(data[SECTION], declared_rows(model))]
    strategies = list(_tables(data.get("strategies")))
    found += _of_names(strategies)
    for index, strategy in strategies:
        found += _of_strategy(strategy, ("strategies", index), horizon)
    return found


def plain(value: object) -> Any:
    """Return tables instead of models, with only the values that were set: silence stays visible."""
    if isinstance(value, BaseModel):
        return plain(value.model_dump(exclude_unset=True))
    if isinstance(value, Mapping):
        # The many numbers of a posterior are plain already.
        return {key: item if key == SECTION and isinstance(item, Mapping) else plain(item)
                for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value


def number(values: Table, key: str, model: type[BaseModel]) -> float | None:
    """Return the effective number: given or default; None if the given one is invalid in itself."""
    field = model.model_fields[key]
    value = values.get(key, field.default)
    if not _is_number(value) or (field.annotation is int and not isinstance(value, int)):
        return None
    low, high = bounds_of(field)
    return value if (low is None or value >= low) and (high is None or value <= high) else None


def table(data: Table, key: str) -> Table:
    """Return the section of that name; empty if there is none or it is no table."""
    value = data.get(key)
    return value if isinstance(value, Mapping) else {}


def _is_number(value: object) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _tables(value: object) -> Iterator[tuple[int, Table]]:
    for index, item in enumerate(value if isinstance(value, list | tuple) else ()):
        if isinstance(item, Mapping):
            yield index, item


def _of_organisation(data: Table) -> Iterator[Finding]:
    organisation = table(data, "organisation")
    reps = number(organisation, "reps", Organisation)
    team = number(organisation, "team_size", Organisation)
    contacts = number(organisation, "contacts", Organisation)
    if reps is not None and team is not None and team > reps:
        yield ("organisation", "team_size"), f"a team of {team:g} is larger than the whole force of {reps:g} reps"
    if reps is not None and contacts is not None and contacts >= reps:
        yield ("organisation", "contacts"), (f"{contacts:g} contacts are not possible among {reps:g} reps; "
                                             f"at most {reps - 1:g}")


def _of_goals(data: Table) -> Iterator[Finding]:
    for key in ("adoption_share", "adoption_level"):
        if number(table(data, "goals"), key, Goals) == 0:
            yield ("goals", key), "a goal of 0 is met before anything begins; set it above 0"


def _of_bonus(owner: Table, path: Path) -> Iterator[Finding]:
    bonus = owner.get("bonus")
    if not isinstance(bonus, Mapping):
        return
    parts = [number(bonus, key, Bonus) for key in ("individual", "team", "company")]
    total = sum(p for p in parts if p is not None)
    if None not in parts and abs(total - 1.0) > SHARE_TOLERANCE:
        yield path, f"individual + team + company must add to 1, they add to {total:g}"


def _of_shocks(data: Table, horizon: float | None) -> Iterator[Finding]:
    for index, shock in _tables(table(data, "market").get("shocks")):
        quarter = number(shock, "quarter", Shock)
        if quarter is not None and horizon is not None and quarter > horizon:
            yield ("market", "shocks", index, "quarter"), (f"the shock comes in quarter {quarter:g}, after the horizon "
                                                           f"of {horizon:g} quarters")


def _of_names(strategies: list[tuple[int, Table]]) -> Iterator[Finding]:
    first: dict[str, int] = {}
    for index, strategy in strategies:
        name = strategy.get("name")
        if isinstance(name, str) and first.setdefault(name, index) != index:
            yield ("strategies", index, "name"), f"'{name}' is already the name of strategies[{first[name]}]"
    if CARRY_ON not in first:  # it is added in front
        strategies = [(ADDED, {"name": CARRY_ON, "label": CARRY_ON_STRATEGY.label}), *strategies]
    # A second one of the same name is reported above.
    yield from _of_titles([one for one in strategies if one[0] in (ADDED, *first.values())])


def _of_titles(strategies: list[tuple[int, Table]]) -> Iterator[Finding]:
    """No two strategies may look alike to readers: what one is called is neither label nor name of another."""
    names = [(index, "name", name) for index, one in strategies if isinstance(name := one.get("name"), str)]
    labels = [(index, "label", label) for index, one in strategies
              if isinstance(label := one.get("label"), str) and label]
    labelled = {index for index, _, _ in labels}
    titles: dict[str, tuple[int, str, str]] = {}
    named = {_as_read(one[2]): one for one in reversed(names)}
    told: set[frozenset[int]] = set()
    for index, key, word in (*labels, *(one for one in names if one[0] not in labelled)):
        mine, heard = (index, key, word), _as_read(word)
        other, what, theirs = titles.setdefault(heard, mine)
        if other == index:
            other, what, theirs = named.get(heard, mine)
        if other == index or {index, other} in told:
            continue
        told.add(frozenset((index, other)))
        alike = f"{shown(word)} {'is already' if word == theirs else 'reads like'} the {what} of"
        whose = f"'{CARRY_ON}', which is always there" if other == ADDED else \
            f"strategies[{other}] ({shown(dict(strategies)[other].get('name'))})"
        yield ("strategies", index, key), f"{alike} {whose}; give one of the two another label"


def _as_read(word: str) -> str:
    """Normalise a name or label: case, blanks and the encoding of accents are ignored."""
    return " ".join(unicodedata.normalize("NFKC", word).casefold().replace("_", " ").split())


def _of_strategy(strategy: Table, path: Path, horizon: float | None) -> Iterator[Finding]:
    measures = list(_tables(strategy.get("measures")))
    if strategy.get("name") == CARRY_ON and strategy.get("measures"):
        yield (*path, "measures"), (f"'{CARRY_ON}' is the strategy without measures, to which the others are "
                                    "compared; give these measures another strategy")
    has_sellers = any(_brings_sellers(m) for _, m in measures)
    for index, measure in measures:
        here: Path = (*path, "measures", index)
        yield from _of_dates(measure, here, horizon)
        yield from _of_content(measure, here)
        if measure.get("target") == "sellers" and not has_sellers:
            yield (*here, "target"), ("this strategy never has dedicated sellers; add a measure hire_sellers or a "
                                      "reorganisation with role_split, or choose another target")
    yield from _of_reorganisations(measures, path)


def _span(measure: Table) -> tuple[float, float] | None:
    start = number(measure, "start", MeasureBase)
    quarters = number(measure, "quarters", MeasureBase)
    return None if start is None or quarters is None else (start, start + quarters - 1)


def _of_dates(measure: Table, path: Path, horizon: float | None) -> Iterator[Finding]:
    span = _span(measure)
    if span is None or horizon is None:
        return
    if span[0] > horizon:
        yield (*path, "start"), f"starts in quarter {span[0]:g}, after the horizon of {horizon:g} quarters"
    elif span[1] > horizon:
        key = "quarters" if "quarters" in measure else "start"
        yield (*path, key), (f"lasts until quarter {span[1]:g}, beyond the horizon of {horizon:g} quarters; "
                             f"from quarter {span[0]:g} at most {horizon - span[0] + 1:g} are left")


def _positions(measure: Table) -> int | None:
    sellers = number(measure, "sellers", HireSellers)
    dose = number(measure, "dose", HireSellers)
    return None if sellers is None or dose is None else round(sellers * dose)


def _brings_sellers(measure: Table) -> bool:
    """Whether the measure brings dedicated sellers; if in doubt, True."""
    if measure.get("kind") == "hire_sellers":
        return _positions(measure) != 0
    if measure.get("kind") == "reorganisation" and measure.get("form", "role_split") == "role_split":
        return number(measure, "dose", Reorganisation) != 0 and number(measure, "seller_share", Reorganisation) != 0
    return False


def _of_content(measure: Table, path: Path) -> Iterator[Finding]:
    kind = measure.get("kind")
    if kind == "hire_sellers" and _positions(measure) == 0 and number(measure, "dose", HireSellers) != 0:
        yield (*path, "dose"), "dose times sellers rounds to no position at all; raise one of them, or set dose to 0"
    if kind == "coaching" and measure.get("by") == "manager" and "skill" in measure:
        yield (*path, "skill"), "is the skill of a professional, but managers coach here with their own; leave it out"
    if kind == "bonus_change":
        yield from _of_bonus(measure, (*path, "bonus"))


def _of_reorganisations(measures: list[tuple[int, Table]], path: Path) -> Iterator[Finding]:
    spans = sorted((*span, i) for i, m in measures if m.get("kind") == "reorganisation" and (span := _span(m)))
    last_end, holder = 0.0, 0
    for start, end, index in spans:
        if start <= last_end:
            yield (*path, "measures", index, "start"), (
                f"two reorganisations in quarter {start:g}: this one and measures[{holder}]; "
                "a force can only be reorganised one way at a time")
        last_end, holder = max((last_end, holder), (end, index))


def warnings_of(scenario: BaseModel) -> list[tuple[Path, str]]:
    """Return the values outside their plausible range, each with its path; defaults never warn."""
    return list(_walk(scenario, ()))


def _walk(model: BaseModel, path: Path) -> Iterator[tuple[Path, str]]:
    for key, field in type(model).model_fields.items():
        value = getattr(model, key)
        here = (*path, key)
        if isinstance(value, BaseModel):
            yield from _walk(value, here)
        elif isinstance(value, tuple):
            for index, item in enumerate(value):
                if isinstance(item, BaseModel):
                    yield from _walk(item, (*here, index))
        elif isinstance(value, int | float) and value != field.default:
            low, high = plausible_of(field)
            if low is not None and high is not None and not low <= value <= high:
                unit = details_of(field).get("unit", "")
                named = "" if unit in ("", "0-1") else f" ({unit})"
                yield here, f"{value:g} is allowed but unusual; plausible is {low:g} to {high:g}{named}"
