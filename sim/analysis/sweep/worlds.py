"""What decides a run, as text and hash: every world, every strategy, the luck, the code.

A run's identity is the hash of everything that decides its numbers and of nothing else: two designs that ask for the
same run ask for the same identity, whatever they are called and whatever else they ask for.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.analysis.design.names import find
from sim.analysis.identity import code_of, resolved, sha256_of
from sim.scenario.schema import Scenario

Runs = npt.NDArray[np.int64]

ROOMS = ("parameters", "laws", "people", "programme", "engine", "scenario/columns.py", "scenario/precision.py",
         "scenario/posterior.py", "analysis/measures_of_success.py", "analysis/design/observed.py")
"""Where the code lies that decides the numbers of a run."""
HOLE = "\u0001hole %d\u0001"
HOLES = re.compile(r'"\\u0001hole (\d+)\\u0001"')
LENGTH = 32
"""Hexadecimal digits of an identity: 128 bits, so that two of 10^12 runs meet by chance once in 10^14 sweeps."""
OWN_BITS, OWN_SHIFT = 40, 20
"""A world's own futures are numbered from a hash of so many bits, shifted so that a million replications fit."""


def model_hash() -> str:
    """Hash of all code that the numbers of a run depend on."""
    package = Path(__file__).parents[2]
    files = [p for room in ROOMS for p in [package / room, *(package / room).rglob("*.py")] if p.suffix == ".py"]
    return sha256_of(code_of(files, package))


def digest(text: str) -> str:
    """Hash of a text, cut to the length of an identity."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:LENGTH]


@dataclass(frozen=True)
class Template:
    """A JSON text with holes for the values that vary: pieces around them and, in order, whose they are."""

    pieces: tuple[str, ...]
    names: tuple[str, ...]
    whole: frozenset[str]

    @classmethod
    def of(cls, document: Any, names: Sequence[str], whole: frozenset[str]) -> Template:
        """Cut the canonical text of a document in which holes stand."""
        text = json.dumps(document, sort_keys=True, separators=(",", ":"), allow_nan=False)
        parts = HOLES.split(text)
        return cls(tuple(parts[::2]), tuple(names[int(k)] for k in parts[1::2]), whole)

    def hash(self, values: Mapping[str, Any]) -> str:
        """Hash of the document with these values."""
        filled = [self.pieces[0]]
        for name, piece in zip(self.names, self.pieces[1:], strict=True):
            filled += [self.written(name, values[name]), piece]
        return digest("".join(filled))

    def written(self, name: str, value: Any) -> str:
        """A value as JSON has it; numbers, of which there are many, the short way."""
        if name in self.whole:
            return str(int(value))
        return repr(value) if type(value) is float else json.dumps(value)


@dataclass(frozen=True)
class Identities:
    """Gives worlds and runs their identities.

    names : what varies. seed, precision, own_futures : as the design says.
    """

    scenario: Scenario
    names: tuple[str, ...]
    seed: int
    precision: str
    own_futures: bool

    @cached_property
    def _documents(self) -> tuple[dict[str, Any], dict[str, list[Any]], frozenset[str]]:
        """World and measures of each strategy, with holes; labels and descriptions decide nothing."""
        world = resolved(self.scenario)
        whole = set()
        for k, name in enumerate(self.names):
            found = find(self.scenario, name)
            node: Any = world
            for part in found.path[:-1]:
                node = node[part]
            node[found.path[-1]] = HOLE % k
            if found.field.annotation is int:
                whole.add(name)
        strategies = {given["name"]: given["measures"] for given in world.pop("strategies")}
        for label in ("title", "description"):
            world.pop(label)
        return world, strategies, frozenset(whole)

    @cached_property
    def _world(self) -> Template:
        world, _, whole = self._documents
        return Template.of(world, self.names, whole)

    @cached_property
    def _strategies(self) -> dict[str, Template]:
        _, strategies, whole = self._documents
        return {name: Template.of(measures, self.names, whole) for name, measures in strategies.items()}

    @cached_property
    def _common(self) -> str:
        return f"{model_hash()}|{self.precision}|{self.seed}"

    @cached_property
    def base(self) -> str:
        """Hash of everything that decides the runs besides the values that vary and the numbers of the futures."""
        templates = [self._world, *self._strategies.values()]
        return digest(json.dumps([self._common, self.own_futures, sorted(self._strategies),
                                  [[t.pieces, t.names] for t in templates]]))

    def world(self, values: Mapping[str, Any]) -> str:
        """Identity of a world: the scenario with these values, without its strategies."""
        return self._world.hash(values)

    def futures(self, world: str, first: int, count: int) -> Runs:
        """Numbers of the futures that a world sees: the same for all worlds, or its own."""
        base = (int(world, 16) >> (4 * LENGTH - OWN_BITS)) << OWN_SHIFT if self.own_futures else 0
        return np.arange(base + first, base + first + count)

    def runs(self, world: str, strategy: str, values: Mapping[str, Any], runs: Runs) -> list[str]:
        """Identities of some futures of one strategy in one world."""
        base = f"{self._common}|{world}|{self._strategies[strategy].hash(values)}|"
        return [digest(f"{base}{run}") for run in runs.tolist()]
