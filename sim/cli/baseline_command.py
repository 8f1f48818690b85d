"""The command `baseline`: is this your firm? What carrying on makes of what a scenario states about today."""

from __future__ import annotations

import textwrap
from typing import Annotated

import typer

from sim.cli.progress import interrupts_end
from sim.cli.report import bad_input_ends, bad_values_end
from sim.cli.run_commands import AsJson, File, Seed, Set

WIDTH = 100
"""Columns within which the sentence is broken."""


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command()(baseline)


def baseline(
    file: File,
    changes: Set = None,
    quarters: Annotated[int | None, typer.Option(help="Horizon, 8 to 80. Default: that of the scenario.")] = None,
    replications: Annotated[int, typer.Option(help="Futures to average over.")] = 100,
    seed: Seed = 1,
    as_json: AsJson = False,
) -> None:
    """Show the firm of a scenario with nothing done, now and at the horizon, beside what the file states.

    Every strategy is measured against this firm: a figure that drifts by itself is part of what they seem to bring.
    """
    from sim.cli.results import baseline_document, echo_json, show_cells
    from sim.comparison import baseline as sheet

    with interrupts_end(lambda: "Interrupted."), bad_input_ends(), bad_values_end():
        from sim.results.provenance import command_line
        from sim.scenario.reading import load_scenario

        found = sheet.baseline(load_scenario(file, changes or ()), quarters=quarters, replications=replications,
                               seed=seed)
        command = command_line("baseline", [file], {"--set": changes, "--quarters": quarters,
                                                    "--replications": replications, "--seed": seed})
    if as_json:
        echo_json(baseline_document(found, command))
        return
    show_cells(found.cells())
    typer.echo(f"\n{textwrap.fill(found.sentence(), WIDTH)}")
