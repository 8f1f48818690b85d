"""The command `provenance`: where a figure, a table or a folder of results comes from."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli.report import refuse

if TYPE_CHECKING:
    from sim.results import Origin, Provenance


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command()(provenance)


def provenance(
    file: Annotated[Path, typer.Argument(
        metavar="FILE", help="A figure (PNG, SVG), a table, a document, a scenario or a directory of results.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout and nothing else.")] = False,
) -> None:
    """Tell where results come from: the command that makes them again, version, scenario, seed, and if they are whole.

    Ends with 2 for a file that does not tell where it comes from.
    """
    from sim.results import NoProvenanceError, origin_of
    from sim.scenario.problems import printable

    try:
        origin = origin_of(file, of_input)
    except NoProvenanceError as error:
        raise refuse(printable(f"{file}: {error}")) from None
    if as_json:
        typer.echo(json.dumps(_document(file, origin), indent=2, ensure_ascii=False, allow_nan=False))
        return
    lines = [*origin.provenance.lines(), ("contents" if file.is_dir() else "file", origin.sentence())]
    width = max(len(name) for name, _ in lines)
    for name, value in lines:
        typer.echo(f"{name:<{width}}  {printable(value)}")


def _document(file: Path, origin: Origin) -> dict[str, Any]:
    beside = {**dataclasses.asdict(origin), "manifest": None if origin.manifest is None else str(origin.manifest)}
    del beside["provenance"]
    return {"file": str(file), "provenance": origin.provenance.record(), **beside, "told": origin.sentence()}


def of_input(path: Path) -> Provenance:
    """A scenario file, or a design: its hash is what results carry that were made with it."""
    from sim.results import NoProvenanceError, Provenance, command_line
    from sim.results.contents import PROGRAM
    from sim.scenario.problems import ScenarioError
    from sim.scenario.reading import load_scenario, read_document

    try:
        if "sampler" in read_document(path).data:
            return _of_design(path, command_line("sweep", [path], {}))
        return Provenance.of_scenario(load_scenario(path), command_line("check", [path], {}))
    except ScenarioError as error:
        raise NoProvenanceError(f"is no scenario or design that {PROGRAM} can read ({error.problems[0]})") from None


def _of_design(path: Path, command: str) -> Provenance:
    """A design with the scenario it names; the sweep that it gives has the same identity."""
    from sim.study.design.reading import load_design
    from sim.study.sweep.schedule import Schedule
    from sim.study.sweep.sweeping import origin

    return replace(origin(Schedule(load_design(path)), command), kind="design")
