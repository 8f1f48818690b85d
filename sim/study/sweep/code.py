"""Hash of the code that determines the numbers of a run: of its content, not of its location.

The hash covers the set of definitions without comments, docstrings and imports. A file may thus be renamed, moved,
split or merged with another, and every run keeps its identity. A name that a definition uses is hashed together with
its meaning there - the definition it refers to, or the library it comes from - since the same text with a different
import gives different numbers.
"""

from __future__ import annotations

import ast
import hashlib
import sys
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from sim.study.sweep.work import simulated, world_of

ROOMS = ("parameters", "scenario", "laws", "people", "programme", "engine")
"""Packages all of whose definitions are included: some are looked up in registries, not by name."""
ENTRIES = ((simulated.__module__, simulated.__name__), (world_of.__module__, world_of.__name__))
"""Entry points outside these packages: definitions reachable from here are included."""


@lru_cache(maxsize=1)
def model_hash() -> str:
    """Hash of all code that the numbers of a run depend on."""
    package = sys.modules[__name__.partition(".")[0]]
    return hash_of(Path(str(package.__file__)).parent, ROOMS, ENTRIES)


def hash_of(root: Path, rooms: Iterable[str], entries: Iterable[tuple[str, str]]) -> str:
    """Hash of the definitions in some packages below a package, and of those reached from some (module, name)."""
    code = Code(root)
    homes = tuple(f"{root.name}.{room}" for room in rooms)
    found = {said for home in homes for module in code.below(home)
             for statement in module.statements for said in [code.said(module, statement)]}
    waiting, seen = list(entries), set(entries)
    while waiting:
        home, name = waiting.pop()
        if home.startswith(homes) or code.file(home) is None:
            continue
        module = code.module(home)
        for statement in module.defined.get(name, ()):
            found.add(code.said(module, statement))
            reached = {place for used in statement.used if (place := code.place(module, used))} - seen
            seen |= reached
            waiting += reached
    return _sha(sorted(found))


class Statement:
    """A statement at the top of a module: a definition, in most cases.

    text : its content, the same in every version of Python. given : names that it defines. used : names that it uses,
    and names with the attribute that it looks up in them.
    """

    def __init__(self, node: ast.stmt) -> None:
        self.given: set[str] = {node.name} if isinstance(node, ast.FunctionDef | ast.ClassDef) else set()
        self._names: set[str] = set()
        self.text = self._said(node, local=bool(self.given))

    @cached_property
    def used(self) -> list[str]:
        """See the class; sorted."""
        return sorted(self._names - self.given)

    def _said(self, node: Any, *, local: bool) -> str:
        """A part of the syntax tree as text; empty if absent or irrelevant."""
        if isinstance(node, list):
            return ",".join(self._said(one, local=local) for one in node if not _says_nothing(one))
        if not isinstance(node, ast.AST):
            return "" if node is None else repr(node)
        if isinstance(node, ast.Name) and not (local and isinstance(node.ctx, ast.Store)):
            (self.given if isinstance(node.ctx, ast.Store) else self._names).add(node.id)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            self._names.add(f"{node.value.id}.{node.attr}")
        parts = ((name, self._said(getattr(node, name, None), local=local)) for name in node._fields if name != "ctx")
        return f"{type(node).__name__}({';'.join(f'{name}={part}' for name, part in parts if part)})"


def _says_nothing(node: Any) -> bool:
    """Whether a statement is irrelevant: docstrings, imports, what only type checkers read, lists of public names.

    What an import means is hashed where the name is used.
    """
    match node:
        case ast.Import() | ast.ImportFrom() | ast.Expr(ast.Constant()) | ast.If(ast.Name("TYPE_CHECKING")):
            return True
        case ast.Assign([ast.Name("__all__")]):
            return True
    return False


class Module:
    """A module as its top-level statements and the origins of its names."""

    def __init__(self, name: str, source: str) -> None:
        tree = ast.parse(source)
        self.name = name
        self.imported = dict(_imported(tree))
        self.statements = [Statement(one) for one in tree.body if not _says_nothing(one)]

    @cached_property
    def defined(self) -> dict[str, list[Statement]]:
        """Name -> the statements that define it."""
        found: dict[str, list[Statement]] = {}
        for statement in self.statements:
            for name in statement.given:
                found.setdefault(name, []).append(statement)
        return found


class Code:
    """The modules of a package, read on demand."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._read: dict[str, Module] = {}
        self._files = {_full_name(path, root): path for path in root.rglob("*.py")}

    def file(self, name: str) -> Path | None:
        """The file of a module by its full name; None if it is outside this package."""
        return self._files.get(name)

    def module(self, name: str) -> Module:
        """A module by its full name."""
        if name not in self._read:
            self._read[name] = Module(name, self._files[name].read_text(encoding="utf-8"))
        return self._read[name]

    def below(self, name: str) -> Iterator[Module]:
        """All modules of a package."""
        return (self.module(one) for one in self._files if one == name or one.startswith(f"{name}."))

    def place(self, module: Module, name: str) -> tuple[str, str] | None:
        """Where a name of a module is defined, as (module, name there); None for what is built in or local.

        name : as it is used, with a dot where it is looked up in a module. Of a library the place is what it calls it.
        """
        first, _, rest = name.partition(".")
        if name in module.defined:
            return module.name, name
        if first not in module.imported:
            return None
        home, there = module.imported[first]
        if there and self.file(f"{home}.{there}"):
            home, there = f"{home}.{there}", ""
        wanted = there or rest
        if self.file(home) is None or not wanted or (there and rest):
            return None if rest or self.file(home) else (home, there)
        return self.place(self.module(home), wanted)

    def said(self, module: Module, statement: Statement) -> str:
        """Hash of a statement and of the meaning of its names in its module."""
        meant = []
        for name in statement.used:
            home, there = self.place(module, name) or ("", "")
            if home and self.file(home):
                meant.append([name, *(one.text for one in self.module(home).defined[there])])
            elif home:
                meant.append([name, home, there])
        return _sha([statement.text, meant])


def _full_name(path: Path, root: Path) -> str:
    """Full name of the module in a file."""
    return ".".join(path.relative_to(root.parent).with_suffix("").parts).removesuffix(".__init__")


def _imported(tree: ast.Module) -> Iterator[tuple[str, tuple[str, str]]]:
    """Name -> (module, name there), for all imports at any depth; for whole modules the name there is empty."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from ((alias.asname or alias.name, (node.module, alias.name)) for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from ((alias.asname or alias.name, (alias.name, "")) for alias in node.names)


def _sha(document: Any) -> str:
    return hashlib.sha256(repr(document).encode()).hexdigest()
