"""The laws of `sim.laws` as compiled scalar functions, translated from their source.

A law is an expression over arrays. Over scalars the same expression needs no `np.asarray`, `np.where` chooses one
branch instead of computing both, and the functions of NumPy are those of `math`. Nothing else changes, so a new law
needs no work here.
"""

from __future__ import annotations

import ast
import inspect
import math
from importlib import import_module
from types import ModuleType

from benchmarks.limit.jit import compiled

BUILT_IN = {"maximum": "max", "minimum": "min", "abs": "abs"}
"""Functions of NumPy that are built-in functions of scalars; all others are looked up in `math`."""


class Scalars(ast.NodeTransformer):
    """From columns to one value."""

    def visit_Call(self, node: ast.Call) -> ast.expr:
        self.generic_visit(node)
        if not (isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name)
                and node.func.value.id == "np"):
            return node
        name, args = node.func.attr, node.args
        if name == "asarray":
            return args[0]
        if name == "where":
            return ast.IfExp(*args)
        if name == "clip":
            return called("min", called("max", args[0], args[1]), args[2])
        if name in BUILT_IN:
            return called(BUILT_IN[name], *args)
        return ast.Call(ast.Attribute(ast.Name("math", ast.Load()), name, ast.Load()), args, [])

    def visit_Compare(self, node: ast.Compare) -> ast.expr:
        """Scalars have double precision: what a law asks of that is answered with no."""
        self.generic_visit(node)
        asked = isinstance(node.left, ast.Attribute) and node.left.attr == "dtype"
        return ast.Constant(False) if asked else node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        self.generic_visit(node)
        for argument in node.args.args:
            argument.annotation = None
        node.returns = None
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.Assign:
        self.generic_visit(node)
        return ast.Assign([node.target], node.value)


def called(name: str, *args: ast.expr) -> ast.Call:
    """The call of a built-in function."""
    return ast.Call(ast.Name(name, ast.Load()), list(args), [])


def translated(source: str) -> ast.Module:
    """The functions of a module of laws, over scalars."""
    tree = ast.parse(source)
    functions = [Scalars().visit(node) for node in tree.body if isinstance(node, ast.FunctionDef)]
    return ast.fix_missing_locations(ast.Module(functions, []))


def compiled_module(name: str, basics: ModuleType | None = None) -> ModuleType:
    """A module of laws whose functions are compiled; `basics` are the forms that the others share."""
    original = import_module(f"sim.laws.{name}")
    module = ModuleType(f"compiled_{name}", original.__doc__)
    vars(module)["math"] = math
    for shared, value in vars(original).items():
        if isinstance(value, float):
            vars(module)[shared] = value
        elif basics is not None and hasattr(basics, shared) and not shared.startswith("__"):
            vars(module)[shared] = getattr(basics, shared)
    tree = translated(inspect.getsource(original))
    exec(compile(tree, f"<compiled {original.__name__}>", "exec"), vars(module))
    for function in tree.body:
        vars(module)[function.name] = compiled()(vars(module)[function.name])
    return module


basics = compiled_module("basics")
attitude = compiled_module("attitude", basics)
conditions = compiled_module("conditions", basics)
customers = compiled_module("customers", basics)
energy = compiled_module("energy", basics)
exchange = compiled_module("exchange", basics)
fear = compiled_module("fear", basics)
habit = compiled_module("habit", basics)
influence = compiled_module("influence", basics)
intention = compiled_module("intention", basics)
leadership = compiled_module("leadership", basics)
learning = compiled_module("learning", basics)
money = compiled_module("money", basics)
reward = compiled_module("reward", basics)
selling = compiled_module("selling", basics)
turnover = compiled_module("turnover", basics)
