"""Result of scenario discovery: the conditions under which a strategy wins, as boxes and as a tree."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

from sim.comparison.course import BadArgumentError
from sim.study.discovery.box import Box, Quality, Restriction, box_sentence, in_sample
from sim.study.discovery.choice import HALVES, PERMUTATIONS, By, Search, search, success
from sim.study.discovery.sample import Sample
from sim.study.discovery.tree import Tree, grow
from sim.study.futures import Futures, usual_pair
from sim.words.amounts import counted, percent

Method = Literal["prim", "cart", "both"]
METHODS: tuple[Method, ...] = ("prim", "cart", "both")
FEWEST = 50
"""Worlds below which a search finds only noise: a box of minimal mass would hold two or three."""


@dataclass(frozen=True)
class Discovery:
    """Conditions under which a strategy succeeds.

    against : None is the best of all others. fails : whether the conditions of its failure were asked for.
    search : boxes by PRIM. tree : leaves by CART. Each is None where it was not asked for.
    """

    futures: Futures
    strategy: str
    against: str | None
    by: By
    fails: bool
    sample: Sample
    search: Search | None
    tree: Tree | None

    @property
    def said(self) -> str:
        """What a success means, as the beginning of a sentence."""
        title, no = f"'{self.futures.titles[self.strategy]}'", "does not " if self.fails else ""
        if self.against is None:
            return f"{title} is {'not ' if self.fails else ''}the best strategy"
        return f"{title} {no}{'beat' if self.fails else 'beats'} '{self.futures.titles[self.against]}'"

    @property
    def headline(self) -> str:
        """The answer in one sentence."""
        if self.search is not None and self.search.boxes:
            first = self.search.boxes[0]
            return box_sentence(self.said, first.box, first.quality, self.by)
        if self.tree is not None and self.tree.success_leaves:
            leaf = self.tree.success_leaves[0]
            return box_sentence(self.said, leaf.box, leaf.quality, self.by)
        share = f"{self.said} in {in_sample(self.sample.base, self.sample.size, self.by)}"
        if self.sample.base in (0.0, 1.0):
            return f"{share}: there are no conditions to be found."
        return f"{share}; no conditions were found under which that is clearly more frequent."

    def sentences(self) -> list[str]:
        """The full answer: each box with its quality, and the result of the tree."""
        lines = [] if self.search is None else self._of_boxes(self.search)
        if self.tree is not None:
            lines += self._of_tree(self.tree)
        if self.futures.dependent:
            lines.append("The worlds of this design share values with each other, so p-values are too small.")
        return lines

    def _of_boxes(self, found: Search) -> list[str]:
        if not found.boxes:
            return [f"PRIM: {_nothing(found.chance)}"]
        lines = []
        for k, one in enumerate(found.boxes):
            again = one.reproducibility
            where = "" if k == 0 else "of the other worlds: "
            lines.append(f"Box {k + 1}, {where}{box_sentence(self.said, one.box, one.quality, self.by)} Searched for "
                         f"in random halves, a box came back in {again.found * again.halves:.0f} of {again.halves}"
                         + (f"; in the worlds not searched {percent(again.density)} of the {self.by} succeeded there"
                            if math.isfinite(again.density) else "")
                         + f". Chance gives a box as good with p = {one.chance:.2g}.")
        if len(found.boxes) > 1:
            both = found.together
            lines.append(f"All boxes together cover {100 * both.coverage:.0f} % of the successes, "
                         f"with {in_sample(both.density, both.points, self.by)}.")
        return lines

    def _of_tree(self, tree: Tree) -> list[str]:
        if not tree.divided:
            return ["CART: no division of the worlds predicts success in worlds that the tree has not seen."]
        head = (f"CART: a tree of {counted(len(tree.leaves), 'leaf', 'leaves')} explains "
                f"{100 * max(tree.explained, 0.0):.0f} % of the differences between worlds that it has not seen.")
        return [head, *(f"Leaf: {box_sentence(self.said, leaf.box, leaf.quality, self.by)}"
                        for leaf in tree.success_leaves)]

    def frame(self) -> pd.DataFrame:
        """One row per restriction of each box and of each leaf; coverage, density and mass 0-1."""
        rows = list[dict[str, Any]]()
        for k, one in enumerate(self.search.boxes if self.search else ()):
            more = {"chance": one.chance, "found_in_halves": one.reproducibility.found,
                    "density_elsewhere": one.reproducibility.density,
                    "coverage_elsewhere": one.reproducibility.coverage}
            rows += _rows("prim", k + 1, one.box, one.quality, one.p_values, one.reproducibility.restricted, more)
        for k, leaf in enumerate(self.tree.leaves if self.tree and self.tree.divided else ()):
            rows += _rows("cart", k + 1, leaf.box, leaf.quality, {}, {}, {})
        return pd.DataFrame(rows, columns=COLUMNS)

    def trajectory(self) -> pd.DataFrame:
        """The peeling of all worlds: coverage, density, mass and restrictions of every box."""
        steps = self.search.trajectory if self.search else ()
        return pd.DataFrame([{"step": k, "coverage": s.quality.coverage, "density": s.quality.density,
                              "mass": s.quality.mass, "points": s.quality.points,
                              "restrictions": len(s.box.restrictions)} for k, s in enumerate(steps)])


COLUMNS = ["method", "box", "factor", "low", "high", "levels", "p_low", "p_high", "p_levels", "restricted_in_halves",
           "coverage", "density", "mass", "points", "base", "chance", "found_in_halves", "density_elsewhere",
           "coverage_elsewhere"]
"""Columns of `Discovery.frame`."""


def discover(futures: Futures, strategy: str | None = None, against: str | None = None, *, by: By = "worlds",
             method: Method = "both", fails: bool = False, least_density: float | None = None,
             permutations: int = PERMUTATIONS, halves: int = HALVES) -> Discovery:
    """Search for the conditions under which a strategy wins.

    Parameters
    ----------
    strategy : by default the first of `sim.study.futures.usual_pair`: the best on average besides carrying on.
    against : a strategy to beat; None: it must be the best of all.
    fails : ask for the conditions of its failure instead.
    least_density : least density of the box; None chooses the best trade-off.

    Raises
    ------
    BadArgumentError
        For unknown strategies, a strategy against itself, or too few worlds.
    ImportError
        Where a tree is asked for without scikit-learn.
    """
    chosen = strategy if strategy is not None else usual_pair(futures.ranking, against=against)[0]
    if chosen == against:
        raise BadArgumentError(f"'{chosen}' cannot win against itself")
    if len(futures.points) < FEWEST:
        raise BadArgumentError(f"the sweep has {counted(len(futures.points), 'world')} to search in; at least {FEWEST} "
                               f"are needed{futures.missing.aside}")
    won = success(futures, chosen, against, by)
    sample = futures.sample(1.0 - won if fails else won)
    boxes = search(sample, least_density=least_density, permutations=permutations, halves=halves) \
        if method != "cart" else None
    return Discovery(futures, chosen, against, by, fails, sample, boxes, grow(sample) if method != "prim" else None)


def _nothing(chance: float) -> str:
    if not math.isfinite(chance):
        return "no box, as no peel is possible."
    from sim.study.discovery.choice import CHANCE_LEVEL

    if chance > CHANCE_LEVEL:
        return (f"no box. The best one is no better than chance gives with p = {chance:.2g}.")
    return (f"success depends on the conditions (p = {chance:.2g}), but no single restriction stands out of chance; "
            "more worlds may tell.")


def _rows(method: str, number: int, box: Box, found: Quality, p_values: Mapping[Restriction, float],
          restricted: Mapping[str, float], more: Mapping[str, float]) -> list[dict[str, Any]]:
    rows = []
    for j, limit in enumerate(box.limits):
        if not limit.sides:
            continue
        own = {f"p_{side}": p_values.get((j, side), np.nan) for side in limit.sides}
        rows.append({"method": method, "box": number, "factor": limit.axis.name,
                     "low": limit.low if math.isfinite(limit.low) else np.nan,
                     "high": limit.high if math.isfinite(limit.high) else np.nan,
                     "levels": " ".join(limit.levels) if limit.kept is not None else "",
                     "restricted_in_halves": restricted.get(limit.axis.name, np.nan), "coverage": found.coverage,
                     "density": found.density, "mass": found.mass, "points": found.points, "base": found.base,
                     **own, **more})
    return rows
