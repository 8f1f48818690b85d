"""The command `sensitivity`: which assumptions of a sweep decide."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.progress import interrupts_end
from sim.cli.report import bad_values_end, refuse
from sim.cli.results import echo_json, say, show_cells
from sim.cli.run_commands import AsJson
from sim.cli.sweep_commands import Folder, bad_sweeps_end
from sim.cli.target import Force, Out, Target, Yes

if TYPE_CHECKING:
    from sim.study.sensitivity import Sensitivity


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command()(sensitivity)


def sensitivity(
    folder: Folder,
    outcome: Annotated[str | None, typer.Option(
        "--outcome", metavar="NAME", help="What is to be explained; default: net present value.")] = None,
    strategy: Annotated[str | None, typer.Option(
        "--strategy", metavar="NAME", help="Of which strategy; alone: that strategy by itself.")] = None,
    against: Annotated[str | None, typer.Option(
        "--against", metavar="NAME", help="Explain the difference to this strategy, run by run.")] = None,
    top: Annotated[int, typer.Option(min=1, help="Assumptions shown; files hold all.")] = 12,
    out: Out = None,
    force: Force = False,
    yes: Yes = False,
    as_json: AsJson = False,
) -> None:
    """Tell which assumptions of a sweep decide, and how much is luck.

    Without options it explains the difference in net present value between the two strategies that are best on
    average, carrying on apart. The sampler of the sweep decides what can be said: 'sobol' gives shares of the variance,
    alone and together; 'morris' ranks many assumptions with few runs; other samples show what each does by itself.
    """
    place = Target(out, force=force, yes=yes)
    with interrupts_end(place.told), bad_sensitivity_ends(), bad_values_end(), bad_sweeps_end():
        from sim.results.directory import absolute
        from sim.results.provenance import PLACE, command_line
        from sim.study.sensitivity.of_sweep import sensitivity_of
        from sim.study.sensitivity.table import KIND, Source
        from sim.study.sweep.folder import Sweep

        sweep = Sweep.open(folder)
        if out is not None and folder.resolve().is_relative_to(absolute(out)):
            raise refuse(f"sensitivity: {out} holds the sweep itself; give another directory")
        target = place.claim(KIND)
        found = sensitivity_of(sweep, outcome, strategy, against)
        source = Source(sweep.design.title, sweep.identity, sweep.design.seed, command_line("sensitivity", [folder], {
            "--outcome": outcome, "--strategy": strategy, "--against": against, "--top": top, "--out": PLACE}))
        if target is not None:
            from sim.study.sensitivity.saving import save_sensitivity

            save_sensitivity(found, source, target, top, force=force)
    if as_json:
        from sim.study.sensitivity.table import document

        echo_json(document(found, source))
        return
    _show(found, top)
    if not sweep.complete:
        say("\nCareful: this sweep is not finished; points without a result count as failed.")
    if target is not None:
        say(f"\nWritten: {target}")


@contextmanager
def bad_sensitivity_ends() -> Iterator[None]:
    """Turn what is wrong with a sweep or a name into one line on stderr and exit code 2."""
    from sim.study.sensitivity import SensitivityError

    try:
        yield
    except SensitivityError as error:
        raise refuse(f"sensitivity: {error}") from None


def _show(found: Sensitivity, top: int) -> None:
    from sim.study.sensitivity.table import influence_cells, legend

    show_cells(influence_cells(found, top))
    say(f"\n{legend(found)}")
    say(f"\n{found.sentence()}")
    for line in filter(None, (found.chosen, found.luck.sentence())):
        say(f"\n{line}")
    for warning in found.warnings:
        say(f"\nCareful: {warning}")
