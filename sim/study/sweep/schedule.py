"""The schedule of a sweep: its worlds, divided into blocks of runs that are simulated and written together."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from sim._version import __version__
from sim.arrays import Array
from sim.results.provenance import resolved, sha256_of
from sim.study.design.reading import PreparedDesign
from sim.study.design.sampling import points_of
from sim.study.sweep.run_identity import LENGTH, Identities, model_hash

if TYPE_CHECKING:
    import pandas as pd

Indices = npt.NDArray[np.int64]

BLOCK_ROWS = 2_000
"""Rows (runs of one strategy) that are written together: a few seconds of work are lost at most."""


@dataclass(frozen=True)
class Slice:
    """Some points and some futures of each: `first` .. `first + count - 1`, counted from 0."""

    points: tuple[int, ...]
    first: int
    count: int


@dataclass(frozen=True)
class Rows:
    """Every row of a block: identity, point, strategy and number of the future, all of the same length.

    Rows are ordered by strategy, then point, then future.
    """

    ids: list[str]
    points: Indices
    strategies: list[str]
    runs: Indices


@dataclass(frozen=True)
class Schedule:
    """All runs of a prepared design, none of which is held in memory."""

    prepared: PreparedDesign

    @cached_property
    def points(self) -> pd.DataFrame:
        """One row for each world, one column for each value that varies."""
        return points_of(self.prepared.design.sampler, self.prepared.axes, self.prepared.design.seed)

    @cached_property
    def identities(self) -> Identities:
        """Assigns identities to worlds and runs."""
        design = self.prepared.design
        return Identities(self.prepared.scenario, tuple(self.points.columns), design.seed, design.precision,
                          design.futures == "own")

    @cached_property
    def identity(self) -> str:
        """Hash of design, scenario and code; two schedules with the same identity have the same runs."""
        return sha256_of({"version": __version__, "model": model_hash(),
                          "design": self.prepared.design.model_dump(mode="json", exclude={"scenario"}),
                          "scenario": resolved(self.prepared.scenario)})

    @property
    def strategies(self) -> tuple[str, ...]:
        """Strategies, carrying on first."""
        return self.prepared.strategies

    def rows(self, replications: int | None = None) -> int:
        """Number of rows for a number of replications per world; by default the one that the design begins with."""
        number = self.prepared.design.replications.number if replications is None else replications
        return len(self.points) * number * len(self.strategies)

    def values(self, point: int) -> dict[str, Any]:
        """The values of one world by name."""
        numbers, words = self._numbers
        return dict(zip(numbers, self._matrix[point].tolist(), strict=True)) | {
            name: self.columns[name][point] for name in words}

    def value(self, name: str, point: int) -> Any:
        """One value of one world, as Python's own number or word."""
        found = self.columns[name][point]
        return found.item() if isinstance(found, np.generic) else found

    @cached_property
    def _numbers(self) -> tuple[list[str], list[str]]:
        """Names whose values are numbers, and those whose values are words."""
        return ([name for name, column in self.columns.items() if column.dtype != object],
                [name for name, column in self.columns.items() if column.dtype == object])

    @cached_property
    def _matrix(self) -> Array:
        """All numbers row by row, (points, numbers): those of one world are contiguous."""
        return np.ascontiguousarray(self.points[self._numbers[0]].to_numpy(dtype=np.float64))

    @cached_property
    def columns(self) -> dict[str, npt.NDArray[Any]]:
        """Values of every world by name, (points,)."""
        return {str(name): self.points[name].to_numpy() for name in self.points.columns}

    @cached_property
    def structural(self) -> tuple[str, ...]:
        """Names of structural values: worlds that differ in them cannot share a batch."""
        return tuple(f.name for f in self.prepared.factors if f.structural)

    @cached_property
    def groups(self) -> list[list[int]]:
        """Groups of points that can share a batch, in order of first appearance."""
        if not self.structural:
            return [list(range(len(self.points)))]
        found: dict[Any, list[int]] = {}
        for point, kind in enumerate(zip(*(self.columns[name].tolist() for name in self.structural), strict=True)):
            found.setdefault(kind, []).append(point)
        return list(found.values())

    def slices(self, points: list[int] | None = None, first: int = 0, count: int | None = None) -> Iterator[Slice]:
        """Blocks for some futures of all or of some points, each of about `BLOCK_ROWS` rows."""
        count = self.prepared.design.replications.number if count is None else count
        chosen = None if points is None else set(points)
        most = max(1, BLOCK_ROWS // len(self.strategies))
        for group in self.groups:
            asked = group if chosen is None else [p for p in group if p in chosen]
            if count > most:
                yield from (Slice((p,), k, min(most, first + count - k)) for p in asked
                            for k in range(first, first + count, most))
            else:
                size = most // count
                yield from (Slice(tuple(asked[k:k + size]), first, count) for k in range(0, len(asked), size))

    def key(self, part: Slice) -> str:
        """Name of a block: a hash of everything that determines its rows, quicker than hashing all identities."""
        found = hashlib.sha256(json.dumps([self.identities.base, self.strategies, self.prepared.design.outcomes,
                                           part.points, part.first, part.count]).encode())
        where = np.asarray(part.points)
        for column in self.columns.values():
            some = column[where]
            found.update(json.dumps(some.tolist()).encode() if some.dtype == object else some.tobytes())
        return found.hexdigest()[:LENGTH]

    def rows_of(self, part: Slice) -> Rows:
        """Every row of a block, with its identity."""
        values = [self.values(p) for p in part.points]
        worlds = [self.identities.world(one) for one in values]
        futures = [self.identities.futures(world, part.first, part.count) for world in worlds]
        ids = [one for strategy in self.strategies for own, world, runs in zip(values, worlds, futures, strict=True)
               for one in self.identities.runs(world, strategy, own, runs)]
        each = np.repeat(np.asarray(part.points, dtype=np.int64), part.count)
        names = [name for name in self.strategies for _ in range(each.size)]
        return Rows(ids, np.tile(each, len(self.strategies)), names,
                    np.tile(np.concatenate(futures), len(self.strategies)))
