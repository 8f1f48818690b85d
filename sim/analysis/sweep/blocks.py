"""One block on its way: which of its runs are known, what is still to be simulated, and how answers become rows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.analysis.sweep.plan import Plan, Rows, Slice
from sim.analysis.sweep.reuse import Known
from sim.analysis.sweep.work import Answer, Failure, Job
from sim.scenario.overrides import Override, path_of
from sim.scenario.strategy import CARRY_ON

Array = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass
class Block:
    """A block under way.

    values : outcome -> (rows,), NaN where nothing is known yet. open : jobs that have no answer yet.
    """

    part: Slice
    key: str
    rows: Rows
    values: dict[str, Array]
    reused: int
    open: int = 0
    failures: dict[int, Failure] = field(default_factory=dict)

    def take(self, plan: Plan, job: Job, answer: Answer, missing: Flags) -> None:
        """Put an answer into its rows; only rows that were missing are filled."""
        each = len(self.rows.ids) // len(plan.strategies)
        for strategy, outcomes in answer.values.items():
            first = plan.strategies.index(strategy) * each
            where = first + job.places
            wanted = missing[where]
            for name, column in outcomes.items():
                self.values[name][where[wanted]] = column[wanted]
        for failure in answer.failures:
            row = plan.strategies.index(failure.strategy) * each + failure.place
            if missing[row]:
                self.failures[row] = failure

    def inputs(self, plan: Plan) -> list[str]:
        """The values of the worlds in which something failed, as JSON."""
        return [json.dumps(plan.values(int(self.rows.points[row])), ensure_ascii=False) for row in self.failures]


def begun(plan: Plan, part: Slice, key: str, known: Known) -> tuple[Block, Flags]:
    """A block with what is known of it, and which of its rows are missing, (rows,)."""
    rows = plan.rows_of(part)
    values = {name: np.full(len(rows.ids), np.nan) for name in plan.question.design.outcomes}
    told = known.values(rows.ids)
    missing = np.asarray([one not in told for one in rows.ids], dtype=bool)
    for row in np.flatnonzero(~missing):
        for name, value in told[rows.ids[row]].items():
            values[name][row] = value
    return Block(part, key, rows, values, int((~missing).sum())), missing


def job_of(plan: Plan, block: Block, missing: Flags) -> Job | None:
    """What is to be simulated of a block: runs that miss a strategy, under the strategies that some run misses.

    Carrying on is always simulated with them: the others are measured against it. None if nothing is missing.
    """
    table = missing.reshape(len(plan.strategies), -1)
    places, under = np.flatnonzero(table.any(axis=0)), np.flatnonzero(table.any(axis=1)).tolist()
    if not places.size:
        return None
    strategies = tuple(name for k, name in enumerate(plan.strategies) if k in under or name == CARRY_ON)
    question, points = plan.question, block.rows.points[places]
    return Job(question.scenario, fixed_values(plan, int(points[0])), columns_of(plan, points), block.rows.runs[places],
               places, strategies, question.design.outcomes, question.design.seed, question.design.precision)


def fixed_values(plan: Plan, point: int) -> tuple[Override, ...]:
    """Values of a world that shape its tables, as changes of the scenario."""
    whole = {f.name for f in plan.question.factors if f.kind == "whole"}
    return tuple(Override(path_of(name) or (), _own(plan.value(name, point), name in whole))
                 for name in plan.structural)


def columns_of(plan: Plan, points: npt.NDArray[np.int64]) -> dict[str, Array]:
    """Values that differ from run to run: name -> (runs,)."""
    return {name: column[points].astype(np.float64)
            for name, column in plan.columns.items() if name not in plan.structural}


def _own(value: Any, whole: bool) -> Any:
    return int(value) if whole else value


def scalars_of(plan: Plan, point: int) -> Mapping[str, Any]:
    """Every value of one world, whole numbers whole."""
    whole = {f.name for f in plan.question.factors if f.kind == "whole"}
    return {name: _own(value, name in whole) for name, value in plan.values(point).items()}
