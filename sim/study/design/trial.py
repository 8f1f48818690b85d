"""Tries a design before it is run: impossible worlds are reported as problems of the design, not as lost runs.

Words and structural values are inserted into the scenario as if written in its file, so they may contradict it: one
such value loses every world that has it. The combinations of these values are known beforehand, so one world of each
combination is tried.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.scenario.messages import shown
from sim.scenario.overrides import Override, path_of
from sim.scenario.problems import Path, Problem, ScenarioError
from sim.scenario.reading import with_overrides
from sim.study.design.reading import PreparedDesign
from sim.study.sweep.blocks import columns_of, fixed_values
from sim.study.sweep.schedule import Schedule
from sim.study.sweep.work import Job, do, world_of
from sim.words.amounts import counted

MOST_TRIED = 200
"""Most combinations that are checked, a few seconds in all; of more, a selection is taken."""
MOST_LIVED = 6
"""Combinations of which a world is simulated to its horizon: half a second each for a force of forty."""
MOST_CAUSES = 3
"""Causes reported per value."""
MOST_TOLD = 10
"""Combinations reported that fail only jointly."""

Value = tuple[str, Any]
"""Name of a factor, and the override that sets it in the scenario."""


@dataclass(frozen=True)
class Trial:
    """Extent of the trial. combinations : of words and structural values. tried : number checked."""

    combinations: int
    tried: int

    @property
    def sentence(self) -> str:
        """State how many combinations were tried; empty if there are none."""
        if self.combinations < 2:
            return ""
        if self.tried == self.combinations:
            return f"One world of each of {self.combinations:,} combinations of words and structural values was tried."
        return (f"Of {self.combinations:,} combinations of words and structural values {self.tried:,} were tried, with "
                "every word and the ends of every range among them.")


def tried(schedule: Schedule) -> Trial:
    """Try one world of each combination of words and structural values, or of an even choice of `MOST_TRIED`.

    Raises
    ------
    ScenarioError
        With a problem of the design for each value, or combination of values, that gives no valid world.
    """
    chosen = _chosen(schedule)
    failed = [(group, cause) for group in chosen if (cause := _checked(schedule, schedule.groups[group][0]))]
    if not failed:
        some = _spread(chosen, MOST_LIVED)
        failed = [(group, cause) for group in some if (cause := _lived(schedule, schedule.groups[group]))]
    if failed:
        raise ScenarioError(sorted(_problems(schedule, failed), key=Problem.place))
    return Trial(len(schedule.groups), len(chosen))


def _chosen(schedule: Schedule) -> list[int]:
    """Indices of the groups to try: all, or those with the ends and words of each factor and others evenly spaced."""
    count = len(schedule.groups)
    if count <= MOST_TRIED:
        return list(range(count))
    firsts = np.asarray([group[0] for group in schedule.groups])
    needed: set[int] = set()
    for factor in schedule.prepared.factors:
        if factor.structural:
            column = schedule.columns[factor.name][firsts]
            values = list(dict.fromkeys(column.tolist()))
            wanted = values if factor.kind == "choice" else [min(values), max(values)]
            needed |= {int(np.flatnonzero(column == value)[0]) for value in wanted}
    room = max(MOST_TRIED - len(needed), 0)
    return sorted(needed | set(_spread(range(count), room)))


def _spread(items: Sequence[int], most: int) -> list[int]:
    """At most `most` of the items, evenly spaced from the first to the last."""
    if len(items) <= most:
        return list(items)
    return [items[k] for k in np.unique(np.linspace(0, len(items) - 1, most).astype(np.int64)).tolist()]


def _job(schedule: Schedule, point: int) -> Job:
    """Job of the first future of a world under all strategies."""
    design = schedule.prepared.design
    return Job(schedule.prepared.scenario, fixed_values(schedule, point), columns_of(schedule, np.asarray([point])),
               np.zeros(1, np.int64), np.zeros(1, np.int64), schedule.strategies, design.outcomes, design.seed,
               design.precision)


def _checked(schedule: Schedule, point: int) -> str:
    """Return why the scenario of a world is invalid; empty if it is valid."""
    try:
        world_of(_job(schedule, point))
    except (ScenarioError, LookupError, ValueError) as error:
        return _cause(error)
    return ""


def _lived(schedule: Schedule, group: list[int]) -> str:
    """Return why neither the first nor the last world of a group can be simulated; empty if one can.

    A single world may fail because of its other values: its runs are then recorded as failures, not as a problem of
    the design.
    """
    said = ""
    for point in dict.fromkeys((group[0], group[-1])):
        failures = do(_job(schedule, point)).failures
        if not failures:
            return ""
        said = f"{failures[0].kind}: {failures[0].message}"
    return said


def _problems(schedule: Schedule, failed: Sequence[tuple[int, str]]) -> Iterator[Problem]:
    """Yield one problem for each value that fails on its own, and for each combination that fails only jointly."""
    prepared = schedule.prepared
    causes: dict[Value, str] = {}
    together: dict[tuple[Value, ...], str] = {}
    for group, cause in failed:
        values = _values(schedule, group)
        causes |= {one: _alone(prepared, one) for one in values if one not in causes}
        if not any(causes[one] for one in values):
            together[values] = cause
    for one, cause in causes.items():
        if cause:
            yield _problem(prepared, (one,), cause)
    for values, cause in list(together.items())[:MOST_TOLD]:
        yield _problem(prepared, values, cause) if values else \
            prepared.problem(("scenario",), f"no world of the design can be run: {cause}")
    if len(together) > MOST_TOLD:
        more = counted(len(together) - MOST_TOLD, "more combination")
        yield prepared.problem(("sampler",), f"{more} of words and structural values cannot be run")


def _values(schedule: Schedule, group: int) -> tuple[Value, ...]:
    """The words and structural values of the worlds of a group."""
    put = fixed_values(schedule, schedule.groups[group][0])
    return tuple((name, one.value) for name, one in zip(schedule.structural, put, strict=True))


def _alone(prepared: PreparedDesign, one: Value) -> str:
    """Return why the scenario cannot have this value on its own; empty if it can."""
    try:
        with_overrides(prepared.scenario, [Override(path_of(one[0]) or (), one[1])])
    except ScenarioError as error:
        return _cause(error)
    return ""


def _problem(prepared: PreparedDesign, values: Sequence[Value], cause: str) -> Problem:
    """Return a problem located at the values of the first factor, or at its range if no values are listed."""
    (name, value), *others = values
    beside = ", ".join(f"{other} = {shown(one)}" for other, one in others)
    both = f" together with {beside}" if beside else ""
    design = prepared.design
    path: Path = ("uncertainties", name) if name in design.uncertainties else ("levers", "values", name)
    spec = design.uncertainties.get(name) or design.levers.values.get(name)
    listed = spec is not None and spec.values is not None
    return prepared.problem((*path, "values") if listed else path,
                            f"{shown(value)}{both} makes worlds that cannot be run: {cause}")


def _cause(error: Exception) -> str:
    """Describe an error in one line; of several problems, the first."""
    if not isinstance(error, ScenarioError):
        return str(error)
    told = [f"{_place(problem.key)}: {problem.message}" for problem in error.problems[:MOST_CAUSES]]
    left = len(error.problems) - len(told)
    return "; ".join([*told, *([f"and {counted(left, 'more problem')} of the kind"] if left else [])])


def _place(key: str) -> str:
    """The key without positions, which include carrying on; the names that follow identify the element."""
    path, bracket, names = key.partition(" (")
    return f"{path.rpartition('.')[2]} ({names}" if bracket else path
