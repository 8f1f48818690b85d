"""The model description says what the code says: laws, parameters, order, claims, sources, and equations that render.

Each check is a function from the page to complaints. It runs over the page, where it must find nothing, and over a page
that was damaged on purpose, where it must find something.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest

import sim.engine.quarter
import sim.laws
from sim.analysis.claims import CLAIMS
from sim.parameters import Parameters
from sim.scenario.catalogue import Row, rows
from sim.scenario.mechanisms import MECHANISMS
from sim.show.description import declared, table
from sim.show.lawbook import LETTERS, laws, symbol
from tests.laws.strategies import DOMAINS, FAMILIES, OF_ITS_OWN

PAGE = Path(__file__).resolve().parents[1] / "docs" / "model.md"
Check = Callable[[str], list[str]]
FAMILY_OF: dict[str, Any] = {name: field.annotation for name, field in Parameters.model_fields.items()}

PARAMETER = re.compile(rf"`((?:{'|'.join(Parameters.model_fields)})\.\w+)`")
CLAIM = re.compile(r"\b[A-E]\d{1,2}\b")
INDEXED = re.compile(r"(\\?[a-z]+)_\{\\text\{([^{}]*)\}\}")
GENERATED = re.compile(r"<!-- (\w+): begin -->.*?<!-- \1: end -->", re.DOTALL)
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


class Entry(NamedTuple):
    """A law as the page describes it."""

    equation: str
    text: str


def section(page: str, number: int | str) -> str:
    """The text of a main section, without its heading."""
    found = re.search(rf"^## {number}\b[^\n]*\n(.*?)(?=^## |\Z)", page, re.DOTALL | re.MULTILINE)
    assert found is not None, f"there is no section {number}"
    return found[1]


def entries(page: str) -> list[tuple[str, Entry]]:
    """Every law that section 7 describes: a heading of its name, an equation, a text."""
    found = re.findall(r"^#### `(\w+)`\n(.*?)(?=^#|\Z)", section(page, 7), re.DOTALL | re.MULTILINE)
    return [(name, Entry("".join(math for kind, math in FENCE.findall(body) if kind == "math"), in_one_line(body)))
            for name, body in found]


def in_one_line(text: str) -> str:
    """A text without its blocks, with single spaces for all breaks."""
    return " ".join(FENCE.sub("", text).split())


def written_by_hand(page: str) -> str:
    """The page without its generated parts."""
    return GENERATED.sub("", page)


# --- laws -------------------------------------------------------------------------------------------------------------


@cache
def functions() -> dict[str, Callable[..., Any]]:
    """Every public function of the laws, by name."""
    modules = [importlib.import_module(f"sim.laws.{m.name}") for m in pkgutil.iter_modules(sim.laws.__path__)]
    found = [f for module in modules for name, f in vars(module).items()
             if inspect.isfunction(f) and f.__module__ == module.__name__ and not name.startswith("_")]
    assert len({f.__name__ for f in found}) == len(found), "the page names laws without their modules"
    return {f.__name__: f for f in found}


class Recorder:
    """Stands in for a family of parameters and notes what is read."""

    def __init__(self, family: str, read: set[str]) -> None:
        self.family, self.read = family, read

    def __getattr__(self, name: str) -> Any:
        self.read.add(f"{self.family}.{name}")
        return getattr(getattr(Parameters(), self.family), name)


@cache
def parameters_read(name: str) -> frozenset[str]:
    """The parameters that a law reads when it is called."""
    law, read = functions()[name], set[str]()
    family = {kind.__name__: field for field, kind in FAMILY_OF.items()}
    given: dict[str, Any] = {}
    for argument, about in inspect.signature(law).parameters.items():
        if about.annotation in FAMILIES:
            given[argument] = Recorder(family[about.annotation], read)
        else:
            low, high = OF_ITS_OWN.get((name, argument), DOMAINS[argument])
            column = np.full((2, 3), 0.4 * low + 0.6 * high)
            given[argument] = [column, column] if about.annotation.startswith("Sequence") else \
                float(column[0, 0]) if about.annotation == "float" else column
    law(**given)
    return frozenset(read)


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


def evidence_rows(page: str) -> list[str]:
    """Evidence rows that sources cite and the page does not show, and the other way round."""
    part = section(page, 8).partition("### Evidence rows cited")[2].partition("###")[0]
    shown = set(re.findall(r"^\| (\d+) \|", part, re.MULTILINE))
    cited = set()
    for text in [*(row.source for row in rows()), *(law.text for law in laws()), in_one_line(section(page, 7))]:
        for numbers in re.findall(r"\brows? (\d+(?: and \d+)*)", text):
            cited |= set(numbers.split(" and "))
    lost, spare = sorted(cited - shown), sorted(shown - cited)
    return [f"row {n}: not shown" for n in lost] + [f"row {n}: not cited" for n in spare]


# --- references -------------------------------------------------------------------------------------------------------

ODD_NAMES = "(?:De|Di) [A-Z]\\w+|Human Factors|talentry/HU Berlin|Marburger Coaching-Studie|magazintraining"
NAME = r"[A-Z][\w'-]+"
CITED = re.compile(rf"(?<![\w/-])({ODD_NAMES}|{NAME})(?:(?:, {NAME})* & {NAME}(?: Witt)?| et al\.)? (\d{{4}})\b")


def citations(text: str) -> set[tuple[str, str]]:
    """First name and year of everything cited in a text."""
    return set(CITED.findall(text))


def lost_references(page: str) -> list[str]:
    """Works that the page, a law or a source cites and the list lacks; works of the list that nobody cites."""
    listed = re.findall(r"^- \*\*(.*?)\*\*:", section(page, "References"), re.MULTILINE)
    body = in_one_line(page.partition("\n## References")[0])
    cited = citations("\n".join([body, *(law.text for law in laws()), *(row.source for row in rows())]))
    dated = {found for entry in listed for found in citations(entry)}
    missing = [f"{name} {year}: not listed" for name, year in sorted(cited - dated)]
    unused = [f"{name} {year}: not cited" for name, year in sorted(dated - cited)]
    return missing + unused + [f"{entry}: not cited" for entry in listed if not citations(entry) and entry not in body]


# --- equations that render --------------------------------------------------------------------------------------------

MACROS = frozenset(re.findall(r"\w+", """alpha ast bar beta begin chi delta Delta dfrac ell end eta exp frac gamma Gamma
ge kappa lambda Lambda le left leftarrow lfloor ln mathcal mathrm max min mu nu omega Omega Phi pi Pi psi Psi
qquad rfloor rho right sigma Sigma sum tau text tfrac theta Theta tilde upsilon varepsilon varphi varpi xi Xi zeta"""))
"""Macros that MathJax as GitHub uses it knows; what is used beyond them must be looked up first."""


def formulas(page: str) -> Iterator[tuple[str, bool]]:
    """Every formula, and whether it stands within a line, where Markdown sees it first."""
    yield from ((math, False) for kind, math in FENCE.findall(page) if kind == "math")
    lines = FENCE.sub("", page)
    yield from ((math, False) for math in re.findall(r"\$`([^`\n]+)`\$", lines))
    for line in re.sub(r"\$`[^`\n]*`\$|`[^`\n]*`", "", lines).splitlines():
        yield from ((math, True) for math in line.split("$")[1::2])


def unbalanced(math: str) -> bool:
    """Whether braces, \\left and \\right, or environments do not match."""
    depth = 0
    for brace in re.findall(r"(?<!\\)[{}]", math):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return True
    opened, closed = re.findall(r"\\begin\{(\w+)\}", math), re.findall(r"\\end\{(\w+)\}", math)
    pairs = len(re.findall(r"\\left\b", math)) == len(re.findall(r"\\right\b", math))
    round_ones = math.count("(") == math.count(")") and math.count("[") - math.count(r"\\[") == math.count("]") - \
        len(re.findall(r"\\\\\[\w+\]", math))
    return depth != 0 or sorted(opened) != sorted(closed) or not pairs or not round_ones


def bad_formulas(page: str) -> list[str]:
    """Formulas that MathJax would refuse or Markdown would spoil."""
    found = []
    for math, in_line in formulas(page):
        unknown = set(re.findall(r"\\([A-Za-z]+)", math)) - MACROS
        found += [f"{math!r}: unknown {sorted(unknown)}"] if unknown else []
        found += [f"{math!r}: not balanced"] if unbalanced(math) else []
        found += [f"{math!r}: underscore in text"] if re.search(r"\\text\{[^}]*(?<!\\)_", math) else []
        found += [f"{math!r}: empty or open"] if not math.strip() or "$" in math else []
        if in_line:
            spoiled = re.search(r"\\[^A-Za-z]|\*|(?<![A-Za-z0-9])_|[<>|]|^\s|\s$", math)
            found += [f"{math!r}: Markdown would change it"] if spoiled else []
    lines = re.sub(r"\$`[^`\n]*`\$|`[^`\n]*`", "", FENCE.sub("", page)).splitlines()
    found += [f"{line!r}: an odd number of dollar signs" for line in lines if line.count("$") % 2]
    return found


# --- the checks, over the page and over damaged pages ----------------------------------------------------------------

CHECKS: list[Check] = [other_laws, other_parameters, parameters_of_the_engine, inputs_of_the_engine, other_claims,
                       other_order, wrong_values, lost_claims, evidence_rows, lost_references,
                       bad_formulas]  # fmt: skip

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
    (evidence_rows, "\n| 58 |", "\n| 59 |"),
    (lost_references, "- **Roth 2007**", "- **Roth 2006**"),
    (lost_references, "- **Lally et al. 2010**", "- **Lelly et al. 2010**"),
    (lost_references, "- **Tatel & Ackerman**", "- **Nobody & Ackerman**"),
    (bad_formulas, r"\min\left(", r"\min(("),
    (bad_formulas, r"\begin{aligned}", r"\begin{align}"),
    (bad_formulas, symbol("habit.control"), r"\kappa_{\text{con_trol}}"),
    (bad_formulas, symbol("habit.control"), r"\kappa_{\text{control}"),
    (bad_formulas, r"\frac{1}{1 + e^{-x}}", r"\operatorname{logistic}(x)"),
    (bad_formulas, r"$M^{\ast}$", "$M^{*}$"),
    (bad_formulas, r"$M^{\ast}$", "M^{*}$"),
]


@cache
def page() -> str:
    return PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_page_says_what_the_code_says(check: Check) -> None:
    assert check(page()) == []


@pytest.mark.parametrize(("check", "good", "bad"), DAMAGE,
                         ids=[f"{check.__name__}-{i}" for i, (check, *_) in enumerate(DAMAGE)])
def test_damage_is_found(check: Check, good: str, bad: str) -> None:
    assert good in page(), "the page no longer has what this test spoils"
    assert check(page().replace(good, bad, 1))


def test_what_a_law_reads_is_found_in_its_code_and_when_it_is_called() -> None:
    found = {law.name: frozenset(law.parameters) for law in laws()}
    assert found == {name: parameters_read(name) for name in functions()}


def test_every_parameter_has_a_symbol_of_its_own() -> None:
    names = [f"{family}.{name}" for family, kind in FAMILY_OF.items() for name in kind.model_fields]
    assert set(LETTERS) == set(FAMILY_OF)
    heads = [f"#### Section `parameters.{family}`, symbol ${letter}$\n" for family, letter in LETTERS.items()]
    assert [head for head in heads if head not in page()] == []
    assert len({symbol(name) for name in names}) == len(names)


@pytest.mark.parametrize(("text", "found"), [
    ("Shi et al. 2017: 13.2-17.6 %", {("Shi", "2017")}),
    ("after De Grip & Sauermann 2012 (peers)", {("De Grip", "2012")}),
    ("Wood, Tam & Guerrero Witt 2005; Hayati 2018", {("Wood", "2005"), ("Hayati", "2018")}),
    ("talentry/HU Berlin 2018 count", {("talentry/HU Berlin", "2018")}),
    ("evidence row 22, 1 in 209 calls, of 2018", set()),
])
def test_citations_are_told_from_other_words(text: str, found: set[tuple[str, str]]) -> None:
    assert citations(text) == found


def test_a_value_that_all_kinds_of_measures_share_stands_once() -> None:
    assert len(declared()) < len(rows())
    assert sum(name.startswith("strategies[].measures[].") for name in declared()) == 4


def test_bars_in_a_cell_do_not_end_it() -> None:
    assert table(("a", "b"), [("x|y", "")]).splitlines()[-1] == "| x&#124;y | - |"
