"""Identity of a run as a hash of everything that determines it: world, strategy, luck and code.

A run's identity is the hash of everything that decides its numbers and of nothing else: two designs that ask for the
same run ask for the same identity, whatever their names and whatever else they ask for.
"""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np

from sim.arrays import Array, Runs
from sim.results.provenance import code_of, resolved, sha256_of
from sim.scenario.schema import Scenario
from sim.study.design.schema import find

CODE = ("parameters", "laws", "people", "programme", "engine", "scenario", "comparison/measures_of_success.py",
        "comparison/observed.py", "study/sweep/work.py")
"""Where the code stands that decides the numbers of a run, below the package."""
CODE = ("parameters", "laws", "people", "programme", "engine", "scenario", "comparison/measures_of_success.py",
        "comparison/observed.py", "study/sweep/work.py")
"""Where the code stands that decides the numbers of a run, below the package."""
NUMBER = "\u0001"
"""Placeholder in a document for a number, which is kept in the accompanying vector."""
LENGTH = 32
"""Hexadecimal digits of an identity: 128 bits, so that two of 10^12 runs meet by chance once in 10^14 sweeps."""
OWN_BITS, OWN_SHIFT = 40, 20
"""Bits of the hash from which a world's own futures are numbered, shifted so that a million replications fit."""


def digest(content: bytes) -> str:
    """Hash cut to the length of an identity."""
    return hashlib.sha256(content).hexdigest()[:LENGTH]


@cache
def model_hash() -> str:
    """Hash of all code that the numbers of a run depend on."""
    return hash_of(Path(__file__).parents[2])


def hash_of(package: Path) -> str:
    """Hash of the same code of a package elsewhere."""
    files = [p for part in CODE for p in [package / part, *(package / part).rglob("*.py")] if p.suffix == ".py"]
    return sha256_of(code_of(files, package))


@dataclass(frozen=True)
class Document:
    """A document to hash quickly with many values: its numbers as a vector, all the rest as a tree.

    The hash is that of the tree, with a mark for each number, and of the numbers in the order of sorted keys as
    float64; so 8 and 8.0 are the same, and it does not matter which of the values vary.

    tree : without numbers. numbers : (numbers,). places : name -> place in `numbers`. words : name -> path in the tree,
    for what varies but is no number.
    """

    tree: Any
    numbers: Array
    places: Mapping[str, int]
    words: Mapping[str, tuple[str | int, ...]]

    @classmethod
    def of(cls, document: Any, paths: Mapping[str, tuple[str | int, ...]]) -> Document:
        """Split a JSON document into tree and numbers; `paths` are those of the names that vary within it."""
        found: dict[tuple[str | int, ...], float] = {}
        tree = _parted(document, (), found)
        order = {path: place for place, path in enumerate(found)}
        return cls(tree, np.asarray(list(found.values()), dtype=np.float64),
                   {name: order[path] for name, path in paths.items() if path in order},
                   {name: path for name, path in paths.items() if path not in order})

    def hash(self, values: Mapping[str, Any]) -> str:
        """Hash of the document with these values."""
        numbers = self.numbers
        if self.places:
            numbers = numbers.copy()
            numbers[list(self.places.values())] = [values[name] for name in self.places]
        return digest(self._tree_hash(tuple(values[name] for name in self.words)) + (numbers + 0.0).tobytes())

    def _tree_hash(self, words: tuple[Any, ...]) -> bytes:
        known = self._known
        if words not in known:
            tree = copy.deepcopy(self.tree)
            for path, word in zip(self.words.values(), words, strict=True):
                node = tree
                for part in path[:-1]:
                    node = node[part]
                node[path[-1]] = word
            known[words] = hashlib.sha256(json.dumps(tree, sort_keys=True).encode()).digest()
        return known[words]

    @cached_property
    def _known(self) -> dict[tuple[Any, ...], bytes]:
        return {}


def _parted(node: Any, path: tuple[str | int, ...], numbers: dict[tuple[str | int, ...], float]) -> Any:
    """The tree with marks for its numbers, which are put into `numbers` by their paths, in the order of sorted keys."""
    if isinstance(node, Mapping):
        return {key: _parted(node[key], (*path, key), numbers) for key in sorted(node)}
    if isinstance(node, list | tuple):
        return [_parted(item, (*path, k), numbers) for k, item in enumerate(node)]
    if isinstance(node, int | float) and not isinstance(node, bool):
        numbers[path] = float(node)
        return NUMBER
    return node


@dataclass(frozen=True)
class Identities:
    """Assigns identities to worlds and runs.

    names : what varies. seed, precision, own_futures : as the design says.
    """

    scenario: Scenario
    names: tuple[str, ...]
    seed: int
    precision: str
    own_futures: bool

    @cached_property
    def _documents(self) -> tuple[Document, dict[str, Document]]:
        """Split a scenario into world and measures of each strategy; labels and descriptions are irrelevant."""
        world = resolved(self.scenario)
        paths = {name: find(self.scenario, name).path for name in self.names}
        strategies = {}
        for k, given in enumerate(world.pop("strategies")):
            own = {name: path[3:] for name, path in paths.items() if path[:3] == ("strategies", k, "measures")}
            strategies[given["name"]] = Document.of(given["measures"], own)
        for label in ("title", "description"):
            world.pop(label)
        return Document.of(world, {n: path for n, path in paths.items() if path[0] != "strategies"}), strategies

    @property
    def _world(self) -> Document:
        return self._documents[0]

    @property
    def _strategies(self) -> dict[str, Document]:
        return self._documents[1]

    @cached_property
    def _common(self) -> str:
        return f"{model_hash()}|{self.precision}|{self.seed}"

    @cached_property
    def base(self) -> str:
        """Hash of everything that decides the runs besides the values that vary and the numbers of the futures."""
        documents = [self._world, *(self._strategies[name] for name in sorted(self._strategies))]
        return digest(json.dumps([self._common, self.own_futures, sorted(self._strategies), [
            [d.tree, d.numbers.tolist(), d.places, d.words] for d in documents]], sort_keys=True).encode())

    def world(self, values: Mapping[str, Any]) -> str:
        """Identity of a world: the scenario with these values, without its strategies."""
        return self._world.hash(values)

    def futures(self, world: str, first: int, count: int) -> Runs:
        """Numbers of the futures of a world: the same for all worlds, or its own."""
        base = (int(world, 16) >> (4 * LENGTH - OWN_BITS)) << OWN_SHIFT if self.own_futures else 0
        return np.arange(base + first, base + first + count)

    def runs(self, world: str, strategy: str, values: Mapping[str, Any], runs: Runs) -> list[str]:
        """Identities of some futures of one strategy in one world."""
        base = f"{self._common}|{world}|{self._strategies[strategy].hash(values)}|"
        return [digest(f"{base}{run}".encode()) for run in runs.tolist()]
