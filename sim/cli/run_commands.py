"""Commands that simulate: run (one future, one strategy) and compare (many futures, many strategies)."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.progress import interrupts_end, progress_bar
from sim.cli.report import bad_input_ends, refuse

if TYPE_CHECKING:
    from sim.analysis.comparison import Comparison
    from sim.analysis.turning import TurningPoints
    from sim.scenario.schema import Scenario

CARRY_ON = "carry_on"
WHAT_IF_REPLICATIONS = 100

File = Annotated[Path, typer.Argument(metavar="FILE", help="Scenario file.")]
Set = Annotated[list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="Change one value; repeatable.")]
Seed = Annotated[int, typer.Option("--seed", help="Root seed: the luck of all runs.")]
Out = Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Directory for all results.")]
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
    replications: Annotated[int, typer.Option(help="Runs of each strategy (with --precision: to begin with).")] = 500,
    precision: Annotated[float | None, typer.Option(
        metavar="EUR", help="Half width wanted for the 95 % intervals; adds runs until it is reached.")] = None,
    seed: Seed = 1,
    workers: Annotated[int | None, typer.Option(help="Processes; the numbers do not depend on it.")] = None,
    out: Out = None,
    as_json: AsJson = False,
    what_if: Annotated[bool, typer.Option(
        "--what-if/--no-what-if", help="Also search for conditions that would turn the answer round.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Only the sentence.")] = False,
) -> None:
    """Compare strategies on the same luck: which is best, by how much, how sure, when it pays."""
    from sim.analysis.compare import chosen

    began = time.perf_counter()
    with interrupts_end(), bad_input_ends():
        scenario = _scenario(file, changes)
        target = _target(out)
        with _refusals():
            names = chosen(scenario, _listed(strategies))
            found, turning = _compared(scenario, names, replications, precision, seed, workers, what_if, quiet)
        _show(found, turning, precision, as_json=as_json, quiet=quiet)
        if target is not None:
            _save(found, turning, target)
        if not (as_json or quiet):
            runs = f"{found.replications * len(found.strategies):,} runs"
            typer.echo(f"{runs} in {time.perf_counter() - began:.1f} s; luck: root seed {found.seed}, runs 0 to "
                       f"{found.replications - 1}, the same under every strategy" + _where(target))


def run(
    file: File,
    strategy: Annotated[str, typer.Option("--strategy", metavar="NAME", help="Strategy to run.")] = CARRY_ON,
    seed: Seed = 1,
    changes: Set = None,
    agents: Annotated[bool, typer.Option("--agents", help="With --out: also every rep's every quarter.")] = False,
    out: Out = None,
    as_json: AsJson = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="All outcomes as CSV on stdout.")] = False,
) -> None:
    """Simulate one future of one strategy, quarter by quarter."""
    from sim.analysis.compare import chosen

    if as_json and as_csv:
        raise refuse("run: choose one of --json and --csv")
    if agents and out is None:
        raise refuse("run: --agents writes files; say where with --out DIR")
    with interrupts_end(), bad_input_ends():
        scenario = _scenario(file, changes)
        target = _target(out)
        with _refusals():
            chosen(scenario, [strategy])
            if seed < 0:
                raise ValueError(f"seed must not be negative, got {seed}")
        _run_one(scenario, strategy, seed, target, agents=agents, form="json" if as_json else "csv" if as_csv else "")


def _scenario(file: Path, changes: Sequence[str] | None) -> Scenario:
    from sim.scenario.reading import load_scenario

    return load_scenario(file, changes or ())


def _listed(strategies: Sequence[str] | None) -> list[str] | None:
    """Names given one by one or with commas between them; None when none was given."""
    if not strategies:
        return None
    return [name.strip() for text in strategies for name in text.split(",") if name.strip()]


def _target(out: Path | None) -> Path | None:
    """Refuse a place that cannot take the results before any work is done."""
    from sim.show.directory import SavingError, check_target

    try:
        return None if out is None else check_target(out)
    except SavingError as error:
        raise refuse(str(error)) from None


class _refusals:
    """Turn a `ValueError` about an argument into one line on stderr and exit code 2."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        from sim.scenario.problems import ScenarioError

        if isinstance(error, ValueError) and not isinstance(error, ScenarioError):
            raise refuse(str(error)) from None
