"""The command `calibrate`: fits a scenario to an organisation's own figures by quarter."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli.progress import interrupts_end, progress_bar
from sim.cli.report import bad_input_ends, bad_values_end, names_in, refuse
from sim.cli.run_commands import CARRY_ON, AsJson, File, Seed, Set
from sim.cli.target import Force, Out, Target, Yes

if TYPE_CHECKING:
    from sim.comparison.tables import Cells
    from sim.fitting import Fit, Observed
    from sim.scenario.schema import Scenario

DEFAULT_RUNS = 30_000
SHOWN = 12
"""Values in the table at the terminal; all are in --out and --json."""


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command()(calibrate)


def calibrate(
    file: File,
    data: Annotated[Path, typer.Option("--data", metavar="FILE.csv", help=(
        "Your figures: a column 'quarter' from 1 on, and columns named like outcomes, e.g. revenue, customers, "
        "leavers. Empty cells are allowed."))],
    strategy: Annotated[str, typer.Option("--strategy", metavar="NAME", help=(
        "What was in force in these quarters."))] = CARRY_ON,
    inputs: Annotated[list[str] | None, typer.Option("--inputs", metavar="A,B,...", help=(
        "Values or sections to fit; comma or repeat. Default: all the scenario does not state, without costs "
        "and goals."))] = None,
    runs: Annotated[int, typer.Option(help="Simulated histories.")] = DEFAULT_RUNS,
    workers: Annotated[int | None, typer.Option(help="Processes; the numbers do not depend on it.")] = None,
    seed: Seed = 1,
    error: Annotated[float, typer.Option(metavar="SHARE", help=(
        "How exact your figures are: 0.02 is a standard deviation of 2 %."))] = 0.0,
    changes: Set = None,
    out: Out = None,
    force: Force = False,
    yes: Yes = False,
    as_json: AsJson = False,
) -> None:
    """Learn from your own figures which values of a scenario are plausible, and how surely.

    Values that the scenario states hold as they stand there. With --out, DIR/scenario.toml is the scenario with the
    fitted sets of values: compare and run use them, so that their answers hold what is not known, too.
    """
    from sim.cli.results import echo_json

    began, place = time.perf_counter(), Target(out, force=force, yes=yes)
    with interrupts_end(place.told), bad_input_ends(), bad_values_end():
        scenario, observed = _read(file, changes, data)
        target = place.claim("calibration")
        found = _fitted(scenario, observed, strategy, inputs, runs, workers, seed, error)
        if target is not None:
            from sim.fitting.saving import save_fit
            from sim.results import command_line
            from sim.results.provenance import PLACE

            save_fit(found, target, command_line("calibrate", [file], {
                "--data": data, "--strategy": strategy, "--inputs": inputs, "--runs": runs, "--seed": seed,
                "--error": error or None, "--set": changes, "--out": PLACE}), force=force)
        if as_json:
            echo_json(document(found))
        else:
            _show(found, time.perf_counter() - began, target)


def _read(file: Path, changes: Sequence[str] | None, data: Path) -> tuple[Scenario, Observed]:
    """The scenario and the figures; what is wrong with either is reported together."""
    from sim.fitting import read_quarters
    from sim.scenario.lookup import bounds_of
    from sim.scenario.problems import ScenarioError
    from sim.scenario.reading import load_scenario
    from sim.scenario.schema import Scenario

    try:
        scenario = load_scenario(file, changes or ())
    except ScenarioError as wrong:
        try:
            read_quarters(data, int(bounds_of(Scenario.model_fields["quarters"])[1] or 0))
        except ScenarioError as more:
            raise ScenarioError([*wrong.problems, *more.problems]) from None
        raise
    return scenario, read_quarters(data, scenario.quarters)


def _fitted(scenario: Scenario, observed: Observed, strategy: str, inputs: Sequence[str] | None, runs: int,
            workers: int | None, seed: int, error: float) -> Fit:
    from sim.engine.ensemble import start_helpers, useful_workers
    from sim.fitting import fit
    from sim.fitting.waves import runs_to_do

    wanted = None if inputs is None else names_in(inputs)
    if wanted == []:
        raise refuse("--inputs names no value")
    if workers is None and runs > 0:
        workers = useful_workers(scenario, runs)
    start_helpers(workers or 1)
    with progress_bar(runs_to_do(runs), "Simulating") as progress:
        return fit(scenario, observed, strategy=strategy, inputs=wanted, runs=runs, seed=seed, workers=workers,
                   error=error, progress=progress)


def _show(found: Fit, seconds: float, target: Path | None) -> None:
    from sim.cli.results import say, show_cells
    from sim.fitting import sentences

    show_cells(cells(found))
    say("")
    for sentence in sentences(found):
        say(f"{sentence}\n")
    written = "" if target is None else (f" Written: {target}; compare with it by: salesshift compare "
                                         f"{target / 'scenario.toml'}")
    say(f"{found.runs:,} simulated histories, {seconds:.1f} s for all; root seed {found.seed}.{written}")


def cells(found: Fit) -> Cells:
    """The values narrowed down most, as a table."""
    from sim.comparison.tables import Cells
    from sim.fitting.sentences import short_name, value_text
    from sim.fitting.table import lines
    from sim.words.amounts import percent

    table = found.parameters()
    rows = tuple((short_name(one.name), one.unit[:20], value_text(one.value),
                  f"{value_text(one.prior_low)} to {value_text(one.prior_high)}", value_text(one.median),
                  f"{value_text(one.low)} to {value_text(one.high)}", percent(max(one.contraction, 0.0)),
                  "yes" if one.informed else "no") for one in lines(table.head(SHOWN)))
    heads = ("value", "unit", "in the\nscenario", "plausible\nbefore", "fitted\nmedian", "90 % of the\nfitted",
             "variance\ngone", "beyond\nchance")
    more = f", the {SHOWN} of {len(table)} values that the figures narrow down most" if len(table) > SHOWN else ""
    return Cells(f"{found.scenario.title}: fitted to {found.observed.file}{more}", heads, rows)


def document(found: Fit) -> dict[str, Any]:
    """The fit as one JSON document; the same question gives the same document."""
    from sim.fitting import sentences
    from sim.results.provenance import sha256_of

    inputs = found.inputs()
    return {"program": "salesshift", "kind": "calibration",
            "identity": sha256_of({"kind": "calibration", "inputs": inputs}), "inputs": inputs,
            "sentences": sentences(found), "outside_the_model": found.strange,
            "usual": {"whole_ranges": found.usual[0], "near_the_figures": found.usual[1]},
            "noise": found.noise, "beyond_all_histories": list(found.never),
            **{name: frame.to_dict("records") for name, frame in (
                ("parameters", found.parameters()), ("predictive", found.predictive),
                ("coverage", found.coverage()))}}
