"""A world of a sweep as one that the workshop can open live: its scenario, what differs in it, and its luck."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sim.analysis.sweep.blocks import scalars_of
from sim.analysis.sweep.folder import Sweep
from sim.app.research.problems import ResearchError
from sim.scenario.schema import Scenario


@dataclass(frozen=True)
class SweptWorld:
    """One world of a sweep.

    scenario : that of the sweep, before anything varies. changes : dotted name -> value in this world. seed : root
    seed. first_run, replications : which futures the sweep has seen: ``first_run`` is 0 where all worlds share them.
    precision : of the sweep, "double" or "single"; only in double does the workshop show the same numbers to the bit.
    """

    point: int
    scenario: Scenario
    changes: Mapping[str, Any]
    seed: int
    first_run: int
    replications: int
    precision: str
    strategies: tuple[str, ...]


def world_of(sweep: Sweep, point: int) -> SweptWorld:
    """The world of that number; `ResearchError` where the sweep has none."""
    plan, design = sweep.plan, sweep.design
    if not 0 <= point < len(plan.points):
        raise ResearchError("world", point=point, last=len(plan.points) - 1)
    futures = plan.identities.futures(plan.identities.world(plan.values(point)), 0, 1)
    return SweptWorld(point, sweep.question.scenario, dict(scalars_of(plan, point)), design.seed, int(futures[0]),
                      design.replications.number, design.precision, sweep.strategies)
