"""What laws there are and what each reads, found in the code itself, for the model description."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import sim.laws
from sim.parameters import Parameters

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
