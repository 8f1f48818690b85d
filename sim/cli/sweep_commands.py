"""Commands for sweeps: sweep (carry out a design) and replay (do one of its runs again)."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from sim.cli.progress import interrupts_end
from sim.cli.report import bad_input_ends, bad_values_end, refuse
from sim.cli.run_commands import AsJson

if TYPE_CHECKING:
    import pandas as pd

    from sim.study.design.trial import Trial
    from sim.study.sweep.replay import Replay
    from sim.study.sweep.runner import Tally
    from sim.study.sweep.schedule import Schedule
    from sim.study.sweep.sweeping import Report

SOME_FAILED = 1
"""Exit code of a sweep that is complete but for runs that failed."""
MOST_DAMAGED = 5
"""Damaged files that are named at the end of a sweep; all of them lie in its folder `set_aside`."""

DesignFile = Annotated[Path, typer.Argument(metavar="DESIGN", help="Design file.")]
Folder = Annotated[Path, typer.Argument(metavar="DIR", help="Folder of a sweep.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    for command in (sweep, replay):
        app.command()(command)


def sweep(
    design: DesignFile,
    out: Annotated[Path | None, typer.Option(
        "--out", metavar="DIR", help="Folder of the sweep; default: results/NAME-OF-THE-DESIGN.")] = None,
    changes: Annotated[list[str] | None, typer.Option(
        "--set", metavar="KEY=VALUE", help="Change one value of the design; repeatable.")] = None,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes; default: all processors.")] = None,
    cluster: Annotated[str | None, typer.Option(
        metavar="ADDRESS", help="Dask scheduler, e.g. tcp://host:8786, or 'local' for one on this machine.")] = None,
    fresh: Annotated[bool, typer.Option(
        "--fresh/--resume", help="Forget what the folder holds, or go on from there.")] = False,
    errors: Annotated[Literal["finish", "stop"], typer.Option(
        help="What a failing run does: the sweep finishes without it, or stops.")] = "finish",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be run.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress.")] = False,
    as_json: AsJson = False,
) -> None:
    """Carry out a design: every world, every strategy, every future; resumes where it was interrupted."""
    place = Path("results") / design.stem if out is None else out
    again = typed(design, changes or (), place, errors)
    with interrupts_end(lambda: _interrupted(place, again)), bad_input_ends(), bad_values_end(), bad_sweeps_end():
        from sim.study.design.reading import load_design
        from sim.study.design.trial import tried
        from sim.study.sweep.schedule import Schedule

        schedule = Schedule(load_design(design, changes or ()))
        trial = tried(schedule)
        command = command_of(design, changes or (), place, errors)
        if dry_run:
            typer.echo(described(schedule, trial, as_json))
            return
        report = _carried_out(schedule, place, workers, cluster, fresh, errors, command, quiet or as_json)
        typer.echo(_json(report) if as_json else said(report, schedule, trial))
        if report.failed:
            raise typer.Exit(SOME_FAILED)


def replay(
    folder: Folder,
    run_id: Annotated[str, typer.Argument(metavar="RUN_ID", help="Identity of a run, or its first digits.")],
    mesa: Annotated[bool, typer.Option("--mesa", help="Also live through it as a Mesa model.")] = False,
    interactive: Annotated[bool, typer.Option(
        "--interactive", help="Open it as a Mesa model in a Python prompt.")] = False,
    as_json: AsJson = False,
) -> None:
    """Do one run of a sweep again, and tell whether it is the same to the bit."""
    with bad_input_ends(), bad_values_end(), bad_sweeps_end():
        from sim.study.sweep.folder import Sweep
        from sim.study.sweep.replay import in_mesa, open_run
        from sim.study.sweep.replay import replay as do_again

        opened = Sweep.open(folder)
        if interactive:
            _prompt(open_run(opened, run_id))
            return
        found = do_again(opened, run_id)
        same = in_mesa(opened, run_id) if mesa else None
        _show_replay(found, same, as_json)
        if not found.equal or same is False:
            raise typer.Exit(SOME_FAILED)


@contextmanager
def bad_sweeps_end() -> Iterator[None]:
    """Turn what is wrong with a sweep, or a missing extra, into one line on stderr and exit code 2."""
    from sim.study.sweep.executors import SweepError
    from sim.study.sweep.runner import StoppedError

    try:
        yield
    except (SweepError, StoppedError, ImportError) as error:
        raise refuse(str(error)) from None


def _interrupted(place: Path, again: str) -> str:
    """What a sweep says that was asked to end: what is kept, and how to go on."""
    if not place.is_dir():
        return "Interrupted; nothing was written."
    return f"Interrupted; finished parts are kept in {place}. To go on:\n  {again}"


def command_of(design: Path, changes: Sequence[str], place: Path, errors: str) -> str:
    """The command that makes or continues the same sweep."""
    from sim.results import command_line

    return command_line("sweep", [design], {"--set": list(changes), "--errors": None if errors == "finish" else errors,
                                            "--out": place})


def typed(design: Path, changes: Sequence[str], place: Path, errors: str) -> str:
    """The same with the paths as this machine knows them, to go on with."""
    words = ["salesshift", "sweep", str(design), *(word for change in changes for word in ("--set", change))]
    return shlex.join([*words, *(["--errors", errors] if errors != "finish" else []), "--out", str(place)])


def _carried_out(schedule: Schedule, place: Path, workers: int | None, cluster: str | None, fresh: bool,
                 errors: Literal["finish", "stop"], again: str, quiet: bool) -> Report:
    from sim.cli.progress import sweep_bar
    from sim.engine.ensemble import default_workers
    from sim.study.sweep.executors import crew_of
    from sim.study.sweep.sweeping import run_sweep

    with sweep_bar(schedule.rows(), shown=not quiet) as told, crew_of(workers or default_workers(), cluster) as crew:
        return run_sweep(schedule, place, crew, errors=errors, fresh=fresh, told=told or _silent, command=again)


def _silent(tally: Tally) -> None:
    """Tell nobody."""


def described(schedule: Schedule, trial: Trial, as_json: bool) -> str:
    """What a plan would run: worlds, runs, what varies, and what was tried of it."""
    import json
    from dataclasses import asdict

    from sim.study.sweep.sweeping import estimate
    from sim.words.amounts import counted

    prepared, sizes = schedule.prepared, estimate(schedule)
    if as_json:
        return json.dumps({"title": prepared.design.title, **sizes, "identity": schedule.identity,
                           "strategies": list(schedule.strategies), "names": list(map(str, schedule.points.columns)),
                           "trial": asdict(trial)}, indent=2)
    each, strategies = prepared.design.replications.number, counted(len(schedule.strategies), "strategy", "strategies")
    lines = [prepared.design.title, *([prepared.design.question] if prepared.design.question else []), "",
             f"{counted(sizes['points'], 'world')} x {strategies} x {counted(each, 'future')} = "
             f"{counted(sizes['rows'], 'run')} in {counted(sizes['blocks'], 'part')}",
             f"strategies: {', '.join(schedule.strategies)}", "", "what varies:",
             *(f"  {name:<60} {_values_of(schedule.points[name])}" for name in schedule.points.columns),
             *(["", trial.sentence] if trial.sentence else [])]
    return "\n".join(lines)


def _values_of(column: pd.Series) -> str:
    from sim.study.discovery.sample import numeric

    if numeric(column):
        return f"{column.min():.6g} to {column.max():.6g}"
    return ", ".join(map(str, dict.fromkeys(column)))


def said(report: Report, schedule: Schedule, trial: Trial) -> str:
    """The closing words of a sweep."""
    from sim.study.sweep.store import FAILURES
    from sim.words.amounts import counted

    reused = f", {report.reused:,} of them were there already" if report.reused else ""
    failed = (f"\n{counted(report.failed, 'run')} failed; why, and with which inputs, stands in "
              f"{report.place / FAILURES}" if report.failed else "")
    damaged = "".join(f"\nSet aside, and made anew: {one}" for one in report.damaged[:MOST_DAMAGED])
    if len(report.damaged) > MOST_DAMAGED:
        damaged += f"\nSet aside, and made anew: {counted(len(report.damaged) - MOST_DAMAGED, 'more file')}"
    rounds = f" in {report.rounds} rounds" if report.rounds > 1 else ""
    worlds = counted(len(schedule.points), "world")
    some = f"\n{trial.sentence}" if trial.tried < trial.combinations else ""
    return (f"{report.done - report.failed:,} of {counted(report.planned, 'run')} of {worlds} have an answer{rounds}"
            f"{reused}.{failed}{some}{damaged}\nWritten: {report.place}")


def _json(report: Report) -> str:
    import json

    from sim.study.sweep.sweeping import counts

    return json.dumps({"place": str(report.place), **counts(report), "set_aside": list(report.damaged)}, indent=2)


def _show_replay(found: Replay, same: bool | None, as_json: bool) -> None:
    if as_json:
        from sim.cli.results import echo_json

        echo_json({"run_id": found.run_id, "point": found.point, "strategy": found.strategy, "run": found.run,
                   "seed": found.seed, "inputs": found.inputs, "kept": found.kept, "again": found.again,
                   "equal": found.equal, "mesa_equal": same, "error": found.error})
        return
    from sim.cli.results import show_cells
    from sim.comparison.tables import Cells

    title = f"Run {found.run_id}: {found.strategy}, world {found.point}, future {found.run}, seed {found.seed}"
    if found.again is None or found.kept is None:
        typer.echo(f"{title}\nnow: {found.error or 'an answer'}; on disk: {'an answer' if found.kept else 'a failure'}")
    else:
        show_cells(Cells(title, ("outcome", "on disk", "again"),
                         tuple((name, repr(kept), repr(found.again[name])) for name, kept in found.kept.items())))
    typer.echo("Equal to the bit." if found.equal else "NOT equal: other code, another version of NumPy, or another "
               "kind of processor; the manifest says what made the sweep.")
    if same is not None:
        typer.echo("As a Mesa model: every outcome of every quarter is equal to the bit." if same else
                   "As a Mesa model: NOT equal.")


def _prompt(model: Any) -> None:
    """A Python prompt with the run in `model`."""
    import code

    code.interact(f"model = the run as a Mesa model, before its first quarter ({model.setup.scenario.quarters} to "
                  "live): model.step(), model.reps, model.outcomes()", local={"model": model}, exitmsg="")
