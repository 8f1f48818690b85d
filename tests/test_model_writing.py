"""The model description cites what it uses, lists what it cites, and its equations render."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from sim.scenario.catalogue import rows
from sim.validation.description import laws, symbol
from tests.description import FENCE, Check, complaints, in_one_line, page, section

# --- references -------------------------------------------------------------------------------------------------------

ODD_NAMES = "(?:De|Di) [A-Z]\\w+|Human Factors|talentry/HU Berlin|Marburger Coaching-Studie|magazintraining"
NAME = r"[A-Z][\w'-]+"
CITED = re.compile(rf"(?<![\w/-])({ODD_NAMES}|{NAME})(?:(?:, {NAME})* & {NAME}(?: Witt)?| et al\.)? (\d{{4}})\b")


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


# --- the checks, over the page and over damaged pages -----------------------------------------------------------------

CHECKS: list[Check] = [evidence_rows, lost_references, bad_formulas]

DAMAGE: list[tuple[Check, str, str]] = [
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


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_page_cites_and_renders_as_it_should(check: Check) -> None:
    assert check(page()) == []


@pytest.mark.parametrize(("check", "good", "bad"), DAMAGE,
                         ids=[f"{check.__name__}-{i}" for i, (check, *_) in enumerate(DAMAGE)])
def test_damage_is_found(check: Check, good: str, bad: str) -> None:
    assert complaints(check, good, bad)


@pytest.mark.parametrize(("text", "found"), [
    ("Shi et al. 2017: 13.2-17.6 %", {("Shi", "2017")}),
    ("after De Grip & Sauermann 2012 (peers)", {("De Grip", "2012")}),
    ("Wood, Tam & Guerrero Witt 2005; Hayati 2018", {("Wood", "2005"), ("Hayati", "2018")}),
    ("talentry/HU Berlin 2018 count", {("talentry/HU Berlin", "2018")}),
    ("evidence row 22, 1 in 209 calls, of 2018", set()),
])
def test_citations_are_told_from_other_words(text: str, found: set[tuple[str, str]]) -> None:
    assert citations(text) == found
