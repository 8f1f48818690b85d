"""The model description says what the code says: laws, parameters, order, values, claims.

How it is written - sources, references, equations that render - is tested in `test_model_writing.py`.
"""

from __future__ import annotations

import re

import pytest

import sim.engine.quarter
from sim.scenario.catalogue import rows
from sim.scenario.lookup import Row
from sim.scenario.mechanisms import MECHANISMS
from sim.validation.claims import CLAIMS
from sim.validation.description import LETTERS, declared, laws, symbol, table
from tests.description import (
    FAMILY_OF,
    PARAMETER,
    Check,
    complaints,
    entries,
    functions,
    page,
    parameters_read,
    section,
    written_by_hand,
)

CLAIM = re.compile(r"\b[A-E]\d{1,2}\b")
INDEXED = re.compile(r"(\\?[a-z]+)_\{\\text\{([^{}]*)\}\}")

# --- laws -------------------------------------------------------------------------------------------------------------


def other_laws(page: str) -> list[str]:
    """Laws that are missing, described twice, under another module or without equation; entries of no law."""
    named = [name for name, _ in entries(page)]
    found = [f"{name}: not described" for name in functions() if name not in named]
    found += [f"{name}: no such law" for name in named if name not in functions()]
    found += [f"{name}: described {named.count(name)} times" for name in functions() if named.count(name) > 1]
    for name, entry in entries(page):
        home = getattr(functions().get(name), "__module__", "")
        found += [] if f"*Code:* `{home}.{name}`." in entry.text else [f"{name}: not in {home}"]
        found += [] if entry.equation.strip() else [f"{name}: no equation"]
    return found


def other_parameters(page: str) -> list[str]:
    """Parameters that a law reads and its entry does not name, as name and as symbol, and the other way round."""
    found = []
    for name, entry in entries(page):
        read = parameters_read(name) if name in functions() else frozenset()
        named = set(PARAMETER.findall(entry.text))
        shown = {f"{letter}_{{\\text{{{index}}}}}" for letter, index in INDEXED.findall(entry.equation)}
        found += [f"{name}: {p} is read and not named" for p in sorted(read - named)]
        found += [f"{name}: {p} is named and not read" for p in sorted(named - read)]
        found += [f"{name}: {p} is not in the equation" for p in sorted(read) if symbol(p) not in shown]
        found += [f"{name}: {s} stands for nothing that is read" for s in sorted(shown - set(map(symbol, read)))]
    return found


def parameters_of_the_engine(page: str) -> list[str]:
    """Parameters that are described nowhere by hand: those that no law reads, the engine does."""
    known = {f"{family}.{name}" for family, kind in FAMILY_OF.items() for name in kind.model_fields}
    named = set(PARAMETER.findall(written_by_hand(page)))
    return [f"{name}: not described" for name in sorted(known - named)] + [f"{n}: none" for n in sorted(named - known)]


def inputs_of_the_engine(page: str) -> list[str]:
    """Values of the organisation, its people, the framework and so on that are described nowhere by hand."""
    text = written_by_hand(page)
    return [row.name for row in rows() if "[" not in row.name and "." in row.name and row.unit not in ("text", "list")
            and not row.name.startswith("parameters.") and f"`{row.name}`" not in text]


def other_claims(page: str) -> list[str]:
    """Claims that a law's docstring or a parameter of its names and its entry does not; unknown ids."""
    claims_of = {row.name.removeprefix("parameters."): row.claims for row in rows()}
    ids, found = {claim.id for claim in CLAIMS}, []
    for name, entry in entries(page):
        law = functions().get(name)
        said = re.search(r"\*Claims:\* (.*?)\. \*", entry.text)
        given = set(CLAIM.findall(said[1] if said else ""))
        due = set(CLAIM.findall((law.__doc__ or "") if law else ""))
        due |= {claim for p in PARAMETER.findall(entry.text) for claim in claims_of.get(p, ())}
        found += [f"{name}: {claim} is missing" for claim in sorted(due - given)]
        found += [f"{name}: there is no claim {claim}" for claim in sorted(given - ids)]
    return found


# --- the order of the quarter -----------------------------------------------------------------------------------------


def other_order(page: str) -> list[str]:
    """Steps of section 3 that are not those of the quarter, word for word and in order."""
    step = re.compile(r"^\s*(\d+)\. \**(\w+)\**:?\s+(.*?)\s*$", re.MULTILINE)
    code, shown = step.findall(sim.engine.quarter.__doc__ or ""), step.findall(section(page, 3))
    heads = re.findall(r"^### 7\.\d+ Step (\d+): (\w+)", section(page, 7), re.MULTILINE)
    found = [] if shown == code else [f"section 3 has {shown}"]
    same = [number for number, _ in heads] == [number for number, *_ in code]
    return found + ([] if same else [f"section 7 has {heads}"])


# --- declared values, claims, mechanisms ------------------------------------------------------------------------------


def cells(line: str) -> list[str]:
    return [cell.strip().replace("&#124;", "|") for cell in line.strip().strip("|").split(" | ")]


def shown_values(page: str) -> dict[str, list[str]]:
    """The lines of the tables of declared values, by name."""
    part = page.partition("<!-- parameters: begin -->")[2].partition("<!-- parameters: end -->")[0]
    lines = [cells(line) for line in part.splitlines() if line.startswith("| `")]
    assert len({line[0] for line in lines}) == len(lines), "a value stands twice"
    return {line[0].strip("`"): line for line in lines}


def same_in_all_kinds(row: Row) -> bool:
    """Whether every kind of measure that has this value declares it alike; then it stands once."""
    key = row.name.rpartition(".")[2]
    alike = [r for r in rows() if re.fullmatch(rf"strategies\[\]\.measures\[\w+\]\.{key}", r.name)
             and r.meaning == row.meaning]  # fmt: skip
    return row in alike and len(alike) > 1 and len({(r.default, r.low, r.high, r.unit, r.required) for r in alike}) == 1


def wrong_values(page: str) -> list[str]:
    """Declared values that are missing, too many, or shown with another default, unit, range, basis or source."""
    shown, found = shown_values(page), list[str]()
    due = {f"strategies[].measures[].{row.name.rpartition('.')[2]}" if same_in_all_kinds(row) else row.name: row
           for row in rows()}
    found += [f"{name}: missing" for name in due.keys() - shown.keys()]
    found += [f"{name}: not declared" for name in shown.keys() - due.keys()]
    for name in due.keys() & shown.keys():
        row, (_, meaning, unit, default, plausible, allowed, basis, source, claims) = due[name], shown[name]
        pairs = [(meaning, row.meaning), (unit, row.unit), (basis, row.basis), (source, row.source),
                 (CLAIM.findall(claims), list(row.claims)), (number(default), given_default(row)),
                 (ends(plausible), ends_of(row.plausible_low, row.plausible_high)),
                 (ends(allowed), ends_of(row.low, row.high))]
        found += [f"{name}: {a!r} instead of {b!r}" for a, b in pairs if a != b]
    return found


def number(text: str) -> float | str:
    return float(text) if re.fullmatch(r"-?\d+(\.\d+)?(e-?\d+)?", text) else text


def given_default(row: Row) -> float | str:
    if row.required:
        return "required"
    return float(row.default) if isinstance(row.default, int | float) else row.default or "empty"


def ends(text: str) -> list[float]:
    return [float(part) for part in text.split(" to ")] if text != "-" else []


def ends_of(low: float | None, high: float | None) -> list[float]:
    return [] if low is None or high is None else [low, high]


def lost_claims(page: str) -> list[str]:
    """Claims and mechanisms without a line in section 9."""
    text = section(page, 9)
    found = [claim.id for claim in CLAIMS if f"\n| {claim.id} |" not in text]
    return found + [name for name in MECHANISMS if f"\n| `{name}` |" not in text]


# --- the checks, over the page and over damaged pages -----------------------------------------------------------------

CHECKS: list[Check] = [other_laws, other_parameters, parameters_of_the_engine, inputs_of_the_engine, other_claims,
                       other_order, wrong_values, lost_claims]

VALUE = next(row for row in rows() if row.name == "parameters.habit.formation")
LIKELY, ALLOWED = (f"{low:.12g} to {high:.12g}" for low, high in (
    (VALUE.plausible_low, VALUE.plausible_high), (VALUE.low, VALUE.high)))
DAMAGE: list[tuple[Check, str, str]] = [
    (other_laws, "#### `habit_control`", "#### `habit_steering`"),
    (other_laws, "#### `habit_control`", "#### habit_control"),
    (other_laws, "#### `strain`", "#### `coherence`"),
    (other_laws, "*Code:* `sim.laws.fear.", "*Code:* `sim.laws.habit."),
    (other_parameters, "*Parameters:* `habit.control`.", "*Parameters:* `habit.reward`."),
    (other_parameters, "*Parameters:* `habit.control`.", "*Parameters:* `habit.control`, `habit.reward`."),
    (other_parameters, symbol("habit.control"), symbol("habit.reward")),
    (other_parameters, symbol("habit.control"), "0.65"),
    (parameters_of_the_engine, "`customers.stand_in`", "a part"),
    (parameters_of_the_engine, "`customers.stand_in`", "`customers.standing_in`"),
    (inputs_of_the_engine, "`market.renewal`", "renewal"),
    (other_claims, "*Claims:* C1. ", "*Claims:* C2. "),
    (other_claims, "*Claims:* C1. ", "*Claims:* C1, C99. "),
    (other_order, "4. **decide**", "4. **sell**"),
    (other_order, "1. **reorganise**: positions open, roles split", "1. **reorganise**: roles split"),
    (other_order, "### 7.6 Step 5", "### 7.6 Step 6"),
    (wrong_values, "`parameters.habit.control`", "`parameters.habit.steering`"),
    (wrong_values, "| 1/act |", "| 1/quarter |"),
    (wrong_values, f"| {VALUE.default:.12g} | {LIKELY} |", f"| {VALUE.default:.12g}1 | {LIKELY} |"),
    (wrong_values, f"| {LIKELY} | {ALLOWED} |", f"| {LIKELY} | 0 to 99 |"),
    (wrong_values, f"| {LIKELY} | {ALLOWED} |", f"| 0 to 99 | {ALLOWED} |"),
    (lost_claims, "\n| A11 |", "\n| A1 |"),
    (lost_claims, "\n| `vacancy` |", "\n| vacancy |"),
]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_page_says_what_the_code_says(check: Check) -> None:
    assert check(page()) == []


@pytest.mark.parametrize(("check", "good", "bad"), DAMAGE,
                         ids=[f"{check.__name__}-{i}" for i, (check, *_) in enumerate(DAMAGE)])
def test_damage_is_found(check: Check, good: str, bad: str) -> None:
    assert complaints(check, good, bad)


def test_what_a_law_reads_is_found_in_its_code_and_when_it_is_called() -> None:
    found = {law.name: frozenset(law.parameters) for law in laws()}
    assert found == {name: parameters_read(name) for name in functions()}


def test_every_parameter_has_a_symbol_of_its_own() -> None:
    names = [f"{family}.{name}" for family, kind in FAMILY_OF.items() for name in kind.model_fields]
    assert set(LETTERS) == set(FAMILY_OF)
    heads = [f"#### Section `parameters.{family}`, symbol ${letter}$\n" for family, letter in LETTERS.items()]
    assert [head for head in heads if head not in page()] == []
    assert len({symbol(name) for name in names}) == len(names)


def test_a_value_that_all_kinds_of_measures_share_stands_once() -> None:
    assert len(declared()) < len(rows())
    assert sum(name.startswith("strategies[].measures[].") for name in declared()) == 4


def test_bars_in_a_cell_do_not_end_it() -> None:
    assert table(("a", "b"), [("x|y", "")]).splitlines()[-1] == "| x&#124;y | - |"
