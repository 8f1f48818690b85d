"""Commands about what there is to know before a run: check, init, schema, params, mechanisms."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.report import BAD_INPUT, bad_input_ends, did_you_mean, refuse, write_whole

if TYPE_CHECKING:
    from sim.scenario.lookup import Row


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    for command in (check, init, schema, params, mechanisms):
        app.command()(command)


def check(files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Scenario files.")]) -> None:
    """Check scenario files; report every problem with its line."""
    failed = False
    for file in files:
        try:
            with bad_input_ends():
                _check_one(file)
        except typer.Exit:
            failed = True
    if failed:
        raise typer.Exit(BAD_INPUT)


def init(
    path: Annotated[Path, typer.Argument(help="File to write; - prints it.")] = Path("scenario.toml"),
    force: Annotated[bool, typer.Option("--force", help="Replace an existing file.")] = False,
) -> None:
    """Write a commented scenario file to start from."""
    from sim.scenario.writing import starter_text

    if str(path) == "-":
        typer.echo(starter_text(), nl=False)
        return
    write_whole(path, starter_text(), force=force)
    typer.echo(f"{path}: written; check it with: salesshift check {path}", err=True)


def schema() -> None:
    """Print the JSON Schema of scenario files, for editors."""
    import json

    from sim.scenario.writing import json_schema

    typer.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))


def params(
    family: Annotated[str | None, typer.Option("--family", help="Only this section, e.g. framework.bonus.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="As CSV.")] = False,
    as_markdown: Annotated[bool, typer.Option("--markdown", help="As a Markdown table.")] = False,
) -> None:
    """List every declared value: meaning, unit, default, limits, source."""
    from sim.cli import tables

    if as_json + as_csv + as_markdown > 1:
        raise refuse("params: choose one of --json, --csv and --markdown")
    chosen = _rows(family)
    if as_json:
        typer.echo(tables.as_json(chosen))
    elif as_csv:
        typer.echo(tables.as_csv(chosen), nl=False)
    elif as_markdown:
        typer.echo(tables.as_markdown(chosen))
    elif sys.stdout.isatty():
        tables.show(chosen)
    else:
        typer.echo(tables.as_text(chosen))


def mechanisms(as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False) -> None:
    """List the mechanisms of the model; each can be switched off by its name."""
    import json

    from sim.scenario.mechanisms import MECHANISMS

    if as_json:
        rows = [{"name": name, "sentence": m.sentence, "claims": list(m.claims), "off": dict(m.off)}
                for name, m in MECHANISMS.items()]
        typer.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    width = max(map(len, MECHANISMS))
    for name, mechanism in MECHANISMS.items():
        typer.echo(f"{name:<{width}}  {', '.join(mechanism.claims):<10}  {mechanism.sentence}")


def _check_one(file: Path) -> None:
    from sim.scenario.contradictions import warnings_of
    from sim.scenario.reading import read_document

    document = read_document(file)
    scenario = document.scenario()
    found = [document.problem(document.path_here(p), f"warning: {message}") for p, message in warnings_of(scenario)]
    for warning in sorted(found, key=lambda problem: problem.place()):
        typer.echo(str(warning), err=True)
    names = ", ".join(strategy.name for strategy in scenario.strategies)
    fitted = "" if scenario.posterior is None else (
        f"; {len(scenario.posterior.weights)} sets of {len(scenario.posterior.names)} fitted values")
    typer.echo(f"{file}: ok; {scenario.quarters} quarters, {scenario.organisation.reps} reps, strategies: {names}"
               f"{fitted}")


def _rows(family: str | None) -> tuple[Row, ...]:
    from sim.scenario.catalogue import families, rows, rows_of

    if family is None:
        return rows()
    chosen = rows_of(family)
    if not chosen:
        raise refuse(f"params: there is no family '{family}'"
                     + did_you_mean(family, families(), f"there are: {', '.join(families()[:12])}, ..."))
    return chosen
