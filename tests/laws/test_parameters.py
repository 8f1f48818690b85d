"""Every number has parents, and every number is used: the declarations of all parameter families."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest

import sim
from sim.parameters import Parameters
from sim.parameters.declare import Basis, Section, declare

from .strategies import FAMILIES, declared, given, parameters_of

FAMILY_OF = {field: kind.annotation for field, kind in Parameters.model_fields.items()}
ALL = [pytest.param(facts, id=f"{family}.{name}") for family, kind in FAMILY_OF.items()
       for name, facts in declared(kind).items()]  # fmt: skip
Use = tuple[str, str]  # family as a field of Parameters, name of the parameter


# --- what a declaration must say --------------------------------------------------------------------------------------


@pytest.mark.parametrize("facts", ALL)
def test_a_parameter_has_meaning_unit_source_and_basis(facts: dict[str, Any]) -> None:
    assert len(facts["description"].split()) >= 3 and facts["description"].endswith(".")
    assert facts["unit"] and facts["source"]
    assert facts["basis"] in get_args(Basis)


@pytest.mark.parametrize("facts", ALL)
def test_the_default_is_plausible_and_what_is_plausible_is_possible(facts: dict[str, Any]) -> None:
    low, high = facts["plausible"]
    assert facts["minimum"] <= low <= facts["default"] <= high <= facts["maximum"]
    assert low < high


@pytest.mark.parametrize("facts", ALL)
def test_a_figure_that_is_no_assumption_names_where_it_was_found(facts: dict[str, Any]) -> None:
    assert facts["basis"] == "assumption" or not facts["source"].startswith("assumption")


@pytest.mark.parametrize("family", FAMILIES.values(), ids=lambda family: family.__name__)
def test_drawn_parameters_are_valid_and_inside_their_bounds(family: type[Section]) -> None:
    @given(parameters_of(family))
    def drawn_is_valid(drawn: Section) -> None:
        for name, facts in declared(family).items():
            assert facts["minimum"] <= getattr(drawn, name) <= facts["maximum"]

    drawn_is_valid()


# --- what is declared is used -----------------------------------------------------------------------------------------


@cache
def sources() -> tuple[ast.Module, ...]:
    """The package without the declarations themselves."""
    root = Path(sim.__file__).parent
    files = [f for f in sorted(root.rglob("*.py")) if f.parent.name != "parameters"]
    return tuple(ast.parse(f.read_text(encoding="utf-8")) for f in files)


def uses_in(tree: ast.AST) -> Iterator[Use]:
    """Parameters read in a module: `p.name` where p is known to be a family, and `anything.family.name`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            yield from reads_of(node, names_of_families(node))
        elif isinstance(node, ast.Attribute) and (family := family_of(node.value)):
            yield family, node.attr


def family_of(node: ast.AST) -> str | None:
    """The family that an expression like `world.p.habit` or `scenario.parameters.habit` or `p.habit` stands for."""
    return node.attr if isinstance(node, ast.Attribute) and node.attr in FAMILY_OF else None


def names_of_families(function: ast.FunctionDef) -> dict[str, str]:
    """Local names for families: arguments by their annotation, and what is assigned from `something.family`."""
    by_class = {kind.__name__: field for field, kind in FAMILY_OF.items()}
    arguments = [a for a in function.args.args if isinstance(a.annotation, ast.Name) and a.annotation.id in by_class]
    names = {a.arg: by_class[a.annotation.id] for a in arguments}  # type: ignore[union-attr]
    for node in ast.walk(function):
        if isinstance(node, ast.Assign):
            for target, value in assigned(node.targets[0], node.value):
                if isinstance(target, ast.Name) and (family := family_of(value)):
                    names[target.id] = family
    return names


def assigned(target: ast.expr, value: ast.expr) -> list[tuple[ast.expr, ast.expr]]:
    """Pairs of an assignment, `a, b = x, y` taken apart."""
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        return list(zip(target.elts, value.elts, strict=False))
    return [(target, value)]


def reads_of(function: ast.FunctionDef, names: dict[str, str]) -> Iterator[Use]:
    """Attributes read of those local names."""
    for node in ast.walk(function):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in names:
            yield names[node.value.id], node.attr


@cache
def used() -> frozenset[Use]:
    return frozenset(use for tree in sources() for use in uses_in(tree))


@pytest.mark.parametrize("family", FAMILY_OF)
def test_no_parameter_is_dead(family: str) -> None:
    assert [name for name in FAMILY_OF[family].model_fields if (family, name) not in used()] == []


def test_a_dead_parameter_would_be_seen() -> None:
    law, engine = "def law(p: Habit): return p.decay", "def act(w):\n    a, q = w.x, w.p.fear\n    return q.strain"
    module = ast.parse(f"{law}\n{engine}")
    assert set(uses_in(module)) == {("habit", "decay"), ("fear", "strain")}


def test_a_declaration_without_a_plausible_range_would_be_seen() -> None:
    class Bare(Section):
        x: float = declare(1.0, "A number.", unit="-", bounds=(0.0, 2.0), source="assumption")

    assert declared(Bare)["x"]["plausible"] is None
