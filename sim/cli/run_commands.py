"""Commands that simulate: run (one future, one strategy) and compare (many futures, many strategies)."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli.progress import interrupts_end, progress_bar
from sim.cli.report import bad_input_ends, bad_values_end, did_you_mean, names_in, refuse
from sim.cli.target import Force, Out, Target, Yes

if TYPE_CHECKING:
    import pandas as pd

    from sim.comparison.comparison import Comparison
    from sim.comparison.turning import TurningPoints
    from sim.scenario.schema import Scenario

CARRY_ON = "carry_on"
WHAT_IF_REPLICATIONS = 100

File = Annotated[Path, typer.Argument(metavar="FILE", help="Scenario file.")]
Set = Annotated[list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="Change one value; repeatable.")]
Off = Annotated[list[str] | None, typer.Option(
    "--without", metavar="NAME", help="Switch a mechanism off (see: salesshift mechanisms); repeatable.")]
Seed = Annotated[int, typer.Option("--seed", help="Root seed: the luck of all runs.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON document on stdout and nothing else.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    for command in (run, compare):
        app.command()(command)


def compare(
    file: File,
    strategies: Annotated[list[str] | None, typer.Option(
        "--strategies", metavar="A,B,...", help="Strategies to compare; comma or repeat. Default: all.")] = None,
    changes: Set = None,
    off: Off = None,
    replications: Annotated[int, typer.Option(help="Runs of each strategy (with --precision: to begin with).")] = 500,
    precision: Annotated[float | None, typer.Option(
        metavar="EUR", help="Half width wanted for the 95 % intervals; adds runs until it is reached.")] = None,
    seed: Seed = 1,
    workers: Annotated[int | None, typer.Option(help="Processes; the numbers do not depend on it.")] = None,
    out: Out = None,
    force: Force = False,
    yes: Yes = False,
    as_json: AsJson = False,
    what_if: Annotated[bool, typer.Option(
        "--what-if/--no-what-if", help="Also search for conditions that would turn the answer round.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Only the sentence.")] = False,
) -> None:
    """Compare strategies on the same luck: which is best, by how much, how sure, when it pays."""
    from sim.cli.results import comparison_document, echo_json, show_comparison
    from sim.results.provenance import PLACE, command_line

    began, place = time.perf_counter(), Target(out, force=force, yes=yes)
    with interrupts_end(place.told), bad_input_ends(), bad_values_end():
        scenario, names = _scenario(file, changes, off), _listed(strategies)
        target = place.claim("comparison")
        helpers = _helpers(scenario, replications * (len(names) + 1 if names else len(scenario.strategies)), workers)
        found = _compared(scenario, names, replications, precision, seed, helpers, quiet)
        turning = _turned(found, workers, quiet) if what_if else None
        command = command_line("compare", [file], {
            "--strategies": ",".join(names or ()) or None, "--set": changes, "--without": off,
            "--replications": replications, "--precision": precision, "--seed": seed, "--what-if": what_if,
            "--out": PLACE})
        if target is not None:
            from sim.comparison.saving import save

            save(found, target, turning, command, force=force)
        if as_json:
            echo_json(comparison_document(found, turning, command))
        elif quiet:
            typer.echo("\n".join([found.sentence(), *([turning.sentence()] if turning else [])]))
        else:
            show_comparison(found, turning)
            typer.echo(_last_line(found, time.perf_counter() - began, target))


def run(
    file: File,
    strategy: Annotated[str, typer.Option("--strategy", metavar="NAME", help="Strategy to run.")] = CARRY_ON,
    seed: Seed = 1,
    changes: Set = None,
    off: Off = None,
    agents: Annotated[bool, typer.Option("--agents", help="With --out: also every rep's every quarter.")] = False,
    out: Out = None,
    force: Force = False,
    yes: Yes = False,
    as_json: AsJson = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="All outcomes as CSV on stdout.")] = False,
) -> None:
    """Simulate one future of one strategy, quarter by quarter."""
    from sim.cli.results import echo_json, quarter_cells, run_document, run_inputs, show_cells
    from sim.comparison.compare import chosen
    from sim.results.provenance import PLACE, command_line

    if as_json and as_csv:
        raise refuse("run: choose one of --json and --csv")
    if agents and out is None:
        raise refuse("run: --agents writes files; say where with --out DIR")
    place = Target(out, force=force, yes=yes)
    with interrupts_end(place.told), bad_input_ends(), bad_values_end():
        scenario = _scenario(file, changes, off)
        target = place.claim("run")
        chosen(scenario, [strategy])
        frame = _quarters(scenario, strategy, seed)
        inputs = run_inputs(scenario, strategy, seed)
        command = command_line("run", [file], {"--strategy": strategy, "--seed": seed, "--set": changes,
                                               "--without": off, "--agents": agents, "--out": PLACE})
        if target is not None:
            _save_run(scenario, strategy, seed, frame, inputs, target, agents, command, force=force)
        if as_json:
            echo_json(run_document(inputs, frame, command))
        elif as_csv:
            typer.echo(frame.to_csv(index=False, lineterminator="\n"), nl=False)
        else:
            show_cells(quarter_cells(scenario, strategy, seed, frame))
            if target is not None:
                typer.echo(f"Written: {target}")


def _scenario(file: Path, changes: Sequence[str] | None, off: Sequence[str] | None) -> Scenario:
    from sim.scenario.mechanisms import MECHANISMS, without
    from sim.scenario.reading import load_scenario

    for name in off or ():
        if name not in MECHANISMS:
            raise refuse(f"--without: there is no mechanism '{name}'"
                         + did_you_mean(name, MECHANISMS, "see: salesshift mechanisms"))
    return without(load_scenario(file, changes or ()), *(off or ()))


def _listed(strategies: Sequence[str] | None) -> list[str] | None:
    """Names given one by one or with commas between them; None when none was given."""
    if not strategies:
        return None
    names = names_in(strategies)
    if not names:
        raise refuse("--strategies names no strategy")
    return names


def _compared(scenario: Scenario, strategies: list[str] | None, replications: int, precision: float | None, seed: int,
              workers: int, quiet: bool) -> Comparison:
    from sim.comparison.compare import MAX_REPLICATIONS, chosen, compare

    total = replications * len(chosen(scenario, strategies))
    with progress_bar(total, "Simulating", shown=not quiet) as progress:
        return compare(scenario, strategies, replications=replications, seed=seed, workers=workers, precision=precision,
                       max_replications=max(MAX_REPLICATIONS, replications), progress=progress)


def _turned(found: Comparison, workers: int | None, quiet: bool) -> TurningPoints:
    from sim.comparison.turning import runs_to_do, turning_points

    total = runs_to_do(None, WHAT_IF_REPLICATIONS)
    workers = _helpers(found.scenario, total, workers)
    with progress_bar(total, "What if", shown=not quiet) as progress:
        return turning_points(found.scenario, *found.main_pair(), replications=WHAT_IF_REPLICATIONS, seed=found.seed,
                              workers=workers, progress=progress)


def _helpers(scenario: Scenario, runs: int, wanted: int | None) -> int:
    """Number of processes for these runs; they start now, while this one imports the analysis."""
    from sim.engine.ensemble import start_helpers, useful_workers

    workers = useful_workers(scenario, runs) if wanted is None else wanted
    start_helpers(workers)
    return workers


def _last_line(found: Comparison, seconds: float, target: Path | None) -> str:
    written = "" if target is None else f" Written: {target}"
    runs = found.replications * len(found.strategies)
    posterior = found.scenario.posterior
    if posterior is not None:
        written = (f" Each future takes one of {len(posterior.weights)} sets of values fitted to figures, the same "
                   f"under every strategy.{written}")
    return (f"\n{runs:,} runs compared, {seconds:.1f} s for all; root seed {found.seed}, runs 0 to "
            f"{found.replications - 1:,} with the same luck under every strategy.{written}")


def _quarters(scenario: Scenario, strategy: str, seed: int) -> pd.DataFrame:
    """Simulate run 0: one row per quarter, one column per outcome."""
    import pandas as pd

    from sim.comparison.course import BadArgumentError
    from sim.comparison.running import engine

    if seed < 0:
        raise BadArgumentError(f"seed must not be negative, got {seed}")
    outcomes = engine()(scenario, strategy, replications=1, seed=seed).outcomes
    columns = {name: values[:, 0] for name, values in outcomes.items()}
    return pd.DataFrame({"quarter": range(1, scenario.quarters + 1), **columns})


def _save_run(scenario: Scenario, strategy: str, seed: int, frame: pd.DataFrame, inputs: dict[str, Any], target: Path,
              agents: bool, command: str, *, force: bool) -> None:
    from sim.comparison.saving import save_run
    from sim.engine.ensemble import trace

    frames = {"quarters.csv": frame}
    if agents:
        people = trace(scenario, strategy, seed=seed, run=0)
        frames |= {"agents.parquet": people, "agents.csv": people}
    save_run(inputs, frames, target, command, force=force)
