"""The generated parts of the model description: laws, parameters, mechanisms and claims as Markdown tables."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import sim.laws
from sim.parameters import Parameters
from sim.scenario.catalogue import home_of, rows
from sim.scenario.lookup import Row
from sim.scenario.mechanisms import MECHANISMS, Mechanism
from sim.validation.claims import CLAIMS, Claim

# --- laws and what each reads, found in the code ---------------------------------------------------------------------

LETTERS: dict[str, str] = {
    "habit": r"\kappa", "intention": "w", "reward": r"\rho", "fear": r"\varphi", "attitude": r"\alpha",
    "influence": r"\zeta", "energy": r"\varepsilon", "learning": r"\lambda", "coaching": r"\chi",
    "exchange": r"\xi", "leading": r"\psi", "conditions": r"\omega", "selling": r"\sigma",
    "customers": r"\gamma", "turnover": r"\tau", "pay": r"\pi",
}
"""The letter of every family of parameters in equations."""
CLAIM = re.compile(r"\b[A-E]\d{1,2}\b")
"""Ids of claims in a text."""
FAMILY_OF: dict[str, str] = {
    field.annotation.__name__: name for name, field in Parameters.model_fields.items() if field.annotation is not None
}
"""Families of parameters by the names of their classes."""


@dataclass(frozen=True)
class Law:
    """One law: its name, its module, what its docstring says, and the parameters it reads (``family.name``)."""

    name: str
    module: str
    text: str
    parameters: tuple[str, ...]

    @property
    def claims(self) -> tuple[str, ...]:
        """Ids of the claims that the docstring names."""
        return tuple(dict.fromkeys(CLAIM.findall(self.text)))


def symbol(parameter: str) -> str:
    """LaTeX for a parameter: the letter of its family, with its name as index."""
    family, _, name = parameter.partition(".")
    return rf"{LETTERS[family]}_{{\text{{{name.replace('_', ' ')}}}}}"


@cache
def laws() -> tuple[Law, ...]:
    """Every public function of `sim.laws`, in the order of files."""
    modules = [f"sim.laws.{module.name}" for module in pkgutil.iter_modules(sim.laws.__path__)]
    return tuple(law for module in modules for law in _laws_of(module))


def _laws_of(module: str) -> Iterator[Law]:
    tree = ast.parse(inspect.getsource(importlib.import_module(module)))
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    for name, node in functions.items():
        if not name.startswith("_"):
            yield Law(name, module, ast.get_docstring(node) or "", tuple(dict.fromkeys(_reads(node, functions))))


def _reads(function: ast.FunctionDef, others: Mapping[str, ast.FunctionDef]) -> Iterator[str]:
    """Parameters that a law reads, in the order of the code, itself or through a law of the same module."""
    families = {a.arg: FAMILY_OF[a.annotation.id] for a in function.args.args
                if isinstance(a.annotation, ast.Name) and a.annotation.id in FAMILY_OF}
    inside = [node for node in ast.walk(function) if isinstance(node, ast.Attribute | ast.Call)]
    for node in sorted(inside, key=lambda node: (node.lineno, node.col_offset)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in families:
            yield f"{families[node.value.id]}.{node.attr}"
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in others:
            yield from _reads(others[node.func.id], others)


def reads_in_laws() -> frozenset[str]:
    """Every parameter that some law reads; the engine reads the others."""
    return frozenset(parameter for law in laws() for parameter in law.parameters)


HEADS = ("name", "meaning", "unit", "default", "plausible", "allowed", "basis", "source", "claims")
LAW_PREFIX = "parameters."
EVERY_MEASURE = "strategies[].measures[]."
NOTHING = "-"


def table(heads: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    """A Markdown table; bars in cells are escaped, and empty cells get a dash."""
    def row(cells: Sequence[str]) -> str:
        return f"| {' | '.join(cell.replace('|', '&#124;') or NOTHING for cell in cells)} |"

    return "\n".join([row(heads), f"|{'---|' * len(heads)}", *map(row, lines)])


# --- declared values -------------------------------------------------------------------------------------------------


def parameter_tables() -> str:
    """Every declared value of a scenario, one table per section of the file."""
    sections: dict[str, list[Row]] = {}
    for name, row in declared().items():
        sections.setdefault(name.rpartition(".")[0], []).append(row)
    return "\n\n".join(f"#### {_title(section)}\n\n{table(HEADS, [cells(row) for row in found])}"
                       for section, found in sections.items())


def declared() -> dict[str, Row]:
    """Every declared value by the name shown; what is the same for every kind of measure is shown once."""
    found: dict[str, Row] = {}
    for row in rows():
        found.setdefault(shown_name(row), row)
    return found


def shown_name(row: Row) -> str:
    """The name of a value, without the kind of measure where the declaration is that of all kinds."""
    home = home_of(row.name)
    return home if home.startswith(EVERY_MEASURE) else row.name


def cells(row: Row) -> list[str]:
    """One line of the table of declared values; the order is that of `HEADS`."""
    return [f"`{shown_name(row)}`", row.meaning, row.unit, shown_default(row),
            shown_range(row.plausible_low, row.plausible_high), shown_range(row.low, row.high), row.basis, row.source,
            ", ".join(row.claims)]


def shown_default(row: Row) -> str:
    """The default as text; lists and texts that are empty say so."""
    if row.required:
        return "required"
    return shown_number(row.default) if isinstance(row.default, int | float) else str(row.default or "empty")


def shown_number(value: float) -> str:
    """A number in full, without an exponent for large ones."""
    return f"{value:.12g}" if abs(value) < 1e12 else str(value)


def shown_range(low: float | None, high: float | None) -> str:
    """Both ends of a range, or nothing."""
    return "" if low is None or high is None else f"{shown_number(low)} to {shown_number(high)}"


def _title(section: str) -> str:
    """The heading of a section: its name, and for parameters of laws the letter of their symbols."""
    letter = LETTERS.get(section.removeprefix(LAW_PREFIX)) if section.startswith(LAW_PREFIX) else None
    return (f"Section `{section}`" if section else "The scenario itself") + (f", symbol ${letter}$" if letter else "")


# --- mechanisms and claims -------------------------------------------------------------------------------------------


def mechanism_table() -> str:
    """Every mechanism: what it says, for which claims, how it is switched off, and which laws read those values."""
    heads = ("mechanism", "what it says", "claims", "switched off by", "laws")
    return table(heads, [(f"`{name}`", m.sentence, ", ".join(m.claims),
                          "<br>".join(f"`{key}` = {shown_number(value)}" for key, value in m.off.items()),
                          readers(m.off)) for name, m in MECHANISMS.items()])


def readers(parameters: Iterable[str]) -> str:
    """The laws that read some of these parameters, as links; the engine where no law reads one of them."""
    chosen = frozenset(parameters)
    found = [link(law) for law in laws() if chosen.intersection(law.parameters)]
    return ", ".join(found + ["the engine"] * bool(chosen - reads_in_laws()))


def link(law: Law) -> str:
    """A law's name that leads to its description on the same page."""
    return f"[`{law.name}`](#{law.name})"


def claim_table() -> str:
    """Every claim: how the model is asked, and the mechanisms, laws and parameters that serve it."""
    heads = ("claim", "what it says", "compared", "mechanisms", "laws", "parameters and inputs")
    return table(heads, [(claim.id, claim.sentence, claim.compared, *serving(claim)) for claim in CLAIMS])


def serving(claim: Claim) -> tuple[str, str, str]:
    """Mechanisms, laws and declared values that serve a claim; mechanisms that carry it are in bold."""
    carrying = {name: MECHANISMS[name] for name in claim.mechanisms}
    also = {name: m for name, m in MECHANISMS.items() if claim.id in m.claims and name not in carrying}
    names = [f"**`{name}`**" for name in carrying] + [f"`{name}`" for name in also]
    switched = switches(carrying | also)
    own = [name.removeprefix("parameters.") for name, row in declared().items() if claim.id in row.claims]
    found = [link(law) for law in laws() if claim.id in law.claims or switched.intersection(law.parameters)]
    values = dict.fromkeys([*own, *sorted(switched)])
    return ", ".join(names), ", ".join(found), ", ".join(f"`{name}`" for name in values)


def switches(mechanisms: dict[str, Mechanism]) -> frozenset[str]:
    """The parameters by which mechanisms are switched off."""
    return frozenset(key for mechanism in mechanisms.values() for key in mechanism.off)
