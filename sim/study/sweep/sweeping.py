"""A sweep from its design to its folder: prepare, carry out round by round, check, and say what is there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from sim._version import __version__
from sim.results import Provenance
from sim.results.contents import MANIFEST, NAMES, changed_in, manifest_in
from sim.results.directory import check_target, only_one
from sim.results.manifest import manifest_of
from sim.results.provenance import KEY, resolved, scenario_hash
from sim.results.writing import writing
from sim.scenario.writing import to_toml
from sim.statistics.paired import student_t
from sim.study.sweep.executors import Crew, SweepError
from sim.study.sweep.run_identity import model_hash
from sim.study.sweep.runner import Errors, Runner, Told, Work
from sim.study.sweep.schedule import Schedule, Slice
from sim.study.sweep.store import (
    DESIGN,
    DOCUMENTS,
    FAILURES,
    KIND,
    NAMED,
    PARTS,
    PLAN,
    POINTS,
    SCENARIO,
    Store,
    clear,
    holds_sweep,
    read_table,
    sweep_up,
    written_in,
)
from sim.study.sweep.work import do


@dataclass(frozen=True)
class Report:
    """What a sweep has come to: rows planned, there (reused among them) and failed, and where.

    damaged : files that were found damaged and set aside, and what was wrong with them.
    """

    place: Path
    planned: int
    done: int
    reused: int
    failed: int
    rounds: int
    damaged: tuple[str, ...] = field(default=())


@dataclass
class Round:
    """The blocks of one round of replications: futures first .. first + count - 1 of some points."""

    first: int
    count: int
    points: list[int] | None
    blocks: list[tuple[Slice, str]]


def run_sweep(schedule: Schedule, place: Path, crew: Crew, *, errors: Errors = "finish", fresh: bool = False,
              told: Told = lambda tally: None, work: Work = do, command: str = "") -> Report:
    """Carry out a schedule, from where an earlier start left off.

    Parameters
    ----------
    schedule : what to run. place : the folder of the sweep; made if need be.
    crew : who works, see `sim.study.sweep.executors`.
    errors : "finish" records failing runs and goes on, "stop" ends at the first (`StoppedError`).
    fresh : forget what the folder holds; else runs that are there are not made again, by identity.
    told : called with the tally of rows after every block.
    command : what makes the same sweep again, for the manifest.

    Raises
    ------
    SweepError
        Where the rows do not add up in the end.
    sim.results.writing.SavingError
        Where another process writes, the place holds something else, or cannot be written: no room, no right
        (`DiskError`).
    """
    place = checked(place)
    with only_one(place):
        if fresh:
            with writing(place):
                clear(place)
        store = set_up(schedule, place, command)
        runner = Runner(schedule, store, crew, errors, told, work)
        rounds = carried_out(schedule, store, runner)
        report = Report(place, runner.tally.planned, runner.tally.done, runner.tally.reused, runner.tally.failed,
                        len(rounds), tuple(store.damaged))
        check(store, rounds, report)
        store.document(MANIFEST, manifest(schedule, command, written_in(place)) | {
            "status": "complete", "counts": counts(report)})
    return report


def checked(place: Path) -> Path:
    """The folder, links followed, if a sweep may write there: as `check_target` says, or it holds a sweep.

    A sweep is known by any file of it that is whole, since what is damaged, its manifest too, is to be made anew.
    Raises `SavingError` where something else is there, which stays as it is, or another process writes.
    """
    place = check_target(place, KIND, force=True)
    with writing(place):
        ours = holds_sweep(place) and not _holds_other(place)
    return place if ours else check_target(place, KIND)


def _holds_other(place: Path) -> bool:
    """Whether a folder has a whole manifest of other results."""
    found = manifest_in(place)
    return found is not None and found.get("kind") != KIND and MANIFEST not in changed_in(place, found)


def set_up(schedule: Schedule, place: Path, command: str) -> Store:
    """The folder with everything but its parts."""
    store = Store(place, schedule.prepared.design.outcomes, {KEY: origin(schedule, command).text()})
    for name in DOCUMENTS:
        store.put_aside_if_damaged(name)
    store.document(MANIFEST, manifest(schedule, command) | {"status": "running", NAMES: list(NAMED)})
    with writing(place):
        sweep_up(place)
    design = schedule.prepared.design.model_dump(mode="json", exclude_unset=True)
    store.document(DESIGN, design)
    store.toml(SCENARIO, to_toml(schedule.prepared.scenario))
    import pyarrow as pa

    store.table(POINTS, pa.Table.from_pandas(schedule.points.reset_index(), preserve_index=False))
    return store


def origin(schedule: Schedule, command: str) -> Provenance:
    """Provenance for every file: what makes it again, from which design and scenario."""
    design, scenario = schedule.prepared.design, schedule.prepared.scenario
    return Provenance(command or "run_sweep(Schedule(load_design(DESIGN)), DIR, crew)", KIND, schedule.identity,
                      scenario=scenario.title, scenario_hash=scenario_hash(scenario), design=design.title,
                      design_hash=schedule.identity, seed=design.seed, replications=design.replications.number)


def manifest(schedule: Schedule, command: str, contents: Mapping[str, str] | None = None) -> dict[str, Any]:
    """What a sweep's folder is, for people and programs; `contents` are the hashes of its files."""
    prepared = schedule.prepared
    inputs = {"version": __version__, "model": model_hash(), "design": prepared.design.model_dump(mode="json"),
              "scenario": resolved(prepared.scenario), "strategies": list(schedule.strategies),
              "seed_plan": {"root_seed": prepared.design.seed, "futures": prepared.design.futures,
                            "rule": "a run is decided by its world, strategy, root seed and number alone"}}
    return manifest_of(origin(schedule, command), inputs, contents) | {
        "title": prepared.design.title, "question": prepared.design.question, "points": len(schedule.points)}


def counts(report: Report) -> dict[str, int]:
    """The numbers of a report."""
    return {key: value for key, value in asdict(report).items() if isinstance(value, int)}


def carried_out(schedule: Schedule, store: Store, runner: Runner) -> list[Round]:
    """Do the rounds: the first for all points, further ones for those whose interval is too wide."""
    asked = schedule.prepared.design.replications
    rounds = [planned(schedule, 0, asked.number, None)]
    while True:
        here = rounds[-1]
        runner.tally.planned += sum(rows(schedule, part) for part, _ in here.blocks)
        written_down(store, schedule, rounds)
        runner.carry_out(here.blocks)
        there = here.first + here.count
        if asked.half_width is None or there >= asked.at_most:
            return rounds
        wide = too_wide(schedule, store, rounds, asked.outcome, asked.half_width)
        if not wide:
            return rounds
        rounds.append(planned(schedule, there, min(there, asked.at_most - there), wide))


def planned(schedule: Schedule, first: int, count: int, points: list[int] | None) -> Round:
    """A round with the names of its blocks."""
    return Round(first, count, points, [(part, schedule.key(part)) for part in schedule.slices(points, first, count)])


def rows(schedule: Schedule, part: Slice) -> int:
    """Rows of a block."""
    return len(part.points) * part.count * len(schedule.strategies)


def written_down(store: Store, schedule: Schedule, rounds: list[Round]) -> None:
    """Keep the list of blocks, by which a reader finds the parts of this sweep."""
    store.document(PLAN, {"identity": schedule.identity, "strategies": list(schedule.strategies),
                          "outcomes": list(store.outcomes),
                          "blocks": [[key, rows(schedule, part)] for r in rounds for part, key in r.blocks]})


def too_wide(schedule: Schedule, store: Store, rounds: list[Round], outcome: str, half_width: float) -> list[int]:
    """Points of the last round where some strategy's interval of the mean is wider than asked."""
    shape = (len(schedule.strategies), len(schedule.points))
    number, total, squares = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    shift = np.full(shape, np.nan)
    for key in (key for r in rounds for _, key in r.blocks):
        table = store.read(key)
        if table is None:
            continue
        where = (np.asarray([schedule.strategies.index(s) for s in table["strategy"].to_pylist()]),
                 table["point"].to_numpy())
        values = table[outcome].to_numpy()
        fresh = np.isnan(shift[where])
        shift[where[0][fresh], where[1][fresh]] = values[fresh]
        off = values - shift[where]  # sums of squares around a value at hand keep their digits
        for target, amount in ((number, np.ones_like(off)), (total, off), (squares, off * off)):
            np.add.at(target, where, amount)
    with np.errstate(invalid="ignore", divide="ignore"):
        sd = np.sqrt(np.maximum(squares - total * total / number, 0.0) / (number - 1.0))
        half = student_t(np.maximum(number, 2.0)) * sd / np.sqrt(number)
    wide = (half > half_width).any(axis=0)
    asked = set(range(len(schedule.points)) if rounds[-1].points is None else rounds[-1].points)
    return [p for p in np.flatnonzero(wide).tolist() if p in asked]


def check(store: Store, rounds: list[Round], report: Report) -> None:
    """Read what lies on disk once more and count it against the plan; `SweepError` where it differs."""
    keys = [key for r in rounds for _, key in r.blocks]
    there, failures = (sum(0 if table is None else table.num_rows for table in (
        read_table(store.place, f"{kind}/{key}.parquet", ("run_id",)) for key in keys)) for kind in (PARTS, FAILURES))
    if there + failures != report.planned or failures != report.failed:
        raise SweepError(f"{report.place}: planned were {report.planned:,} rows, there are {there:,} and "
                         f"{failures:,} failures; run the sweep again to make up what is missing")


def estimate(schedule: Schedule) -> Mapping[str, int]:
    """Sizes of a schedule before it is carried out: points, rows, blocks."""
    parts = list(schedule.slices())
    return {"points": len(schedule.points), "rows": sum(rows(schedule, part) for part in parts), "blocks": len(parts)}
