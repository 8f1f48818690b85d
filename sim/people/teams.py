"""Teams: which slots belong together, and sums over them in a fixed order."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.arrays import Array


@dataclass(frozen=True)
class Block:
    """Teams of equal size in consecutive rows of the table."""

    start: int
    teams: int
    size: int


@dataclass(frozen=True)
class Teams:
    """The teams of a table of slots: first those of the reps, then those of added sellers.

    Teams of reps do not change when sellers are added, and neither does their order.
    """

    blocks: tuple[Block, ...]
    team_of: npt.NDArray[np.int64]
    count: int
    rep_teams: int

    def sums(self, x: Array) -> Array:
        """Sum over each team's slots: (slots, runs) -> (teams, runs), added row by row."""
        parts = []
        for block in self.blocks:
            rows = x[block.start:block.start + block.teams * block.size]
            parts.append(added(rows.reshape(block.teams, block.size, *x.shape[1:]), 1))
        return parts[0] if len(parts) == 1 else np.concatenate(parts)

    def spread_out(self, per_team: Array) -> Array:
        """Each slot's team value: (teams, runs) -> (slots, runs)."""
        return per_team[self.team_of]


def blocks_of(start: int, people: int, size: int) -> list[Block]:
    """Full teams of `size`, and a smaller one for the remainder."""
    full, rest = divmod(people, size)
    blocks = [Block(start, full, size)] if full else []
    return [*blocks, Block(start + full * size, 1, rest)] if rest else blocks


def make_teams(reps: int, sellers: int, size: int) -> Teams:
    """Teams of `size` for the reps and, behind them, for the added sellers."""
    of_reps = blocks_of(0, reps, size)
    blocks = of_reps + blocks_of(reps, sellers, size)
    sizes = [block.size for block in blocks for _ in range(block.teams)]
    team_of = np.repeat(np.arange(len(sizes)), sizes)
    return Teams(tuple(blocks), team_of, len(sizes), sum(block.teams for block in of_reps))


def add_rows(x: Array) -> Array:
    """Sum over the first axis, one row after the other: (rows, runs) -> (runs,)."""
    return added(x, 0)


def added(x: Array, axis: int) -> Array:
    """Sum over an axis before the last, one after the other, so that a run's bits are the same in any batch.

    NumPy adds whole rows wherever there are two columns or more. A single column it would add in
    pairs, which gives other bits; a running sum does not.
    """
    if x.shape[-1] > 1:
        return np.asarray(np.add.reduce(np.ascontiguousarray(x), axis=axis))
    return np.asarray(np.cumsum(x, axis=axis).take(-1, axis=axis))


def ranks(x: Array) -> npt.NDArray[np.int64]:
    """Rank of every row within its column, 0 for the smallest; ties go by row: (rows, runs) -> (rows, runs)."""
    rank = np.empty(x.shape, dtype=np.int64)
    np.put_along_axis(rank, np.argsort(x, axis=0, kind="stable"), np.arange(x.shape[0])[:, None], axis=0)
    return rank
