"""The command `claims`: what the model says of the claims of its sources, and of the patterns of the literature."""

from __future__ import annotations

import json
import sys
import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.progress import interrupts_end, progress_bar
from sim.cli.report import bad_input_ends, bad_values_end, did_you_mean, names_in, refuse
from sim.cli.run_commands import AsJson, Set
from sim.cli.target import Force, Out, Target, Yes

if TYPE_CHECKING:
    from sim.scenario.schema import Scenario
    from sim.validation.boards import Row
    from sim.validation.claims import Treatments

DIFFERS = 1
"""Exit code of --strict when an expected claim, or a pattern, does not hold."""
DEFAULT_TITLE = "The default organisation"


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command()(claims)


def claims(
    file: Annotated[Path | None, typer.Argument(
        metavar="[FILE]", help="Scenario file: which would hold in this organisation? Default: the defaults.")] = None,
    scenario_file: Annotated[Path | None, typer.Option("--scenario", metavar="FILE", help="The same as FILE.")] = None,
    evidence: Annotated[bool, typer.Option(
        "--evidence", help="The patterns of the literature instead, with their bands.")] = False,
    ids: Annotated[list[str] | None, typer.Option(
        "--ids", metavar="A1,C7,...", help="What to ask about; comma or repeat. Default: all.")] = None,
    replications: Annotated[int, typer.Option(min=2, help="Runs of each world that is compared.")] = 100,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Root seed: the luck of all runs.")] = 1,
    changes: Set = None,
    out: Out = None,
    force: Force = False,
    yes: Yes = False,
    as_json: AsJson = False,
    strict: Annotated[bool, typer.Option(
        "--strict", help="Exit with 1 if something does not hold that is expected to; undecided is forgiven.")] = False,
) -> None:
    """Ask which claims of the sources hold in this organisation, by comparing worlds on the same luck.

    A claim holds if the 95 % interval of each of its sides lies above what is wanted, does not hold if one lies
    below, and is undecided else: more runs decide. All claims take about a minute at 100 runs.
    """
    place = Target(out, force=force, yes=yes)
    with interrupts_end(place.told), bad_input_ends(), bad_values_end():
        chosen = _known(ids, evidence=evidence)
        scenario = _scenario(file, scenario_file, changes)
        from sim.validation.boards import kind_of_board

        target = place.claim(kind_of_board(evidence=evidence))
        rows, worlds = _asked(scenario, chosen, replications, seed, evidence=evidence)
        if target is not None:
            from sim.results.provenance import PLACE, command_line

            command = command_line("claims", [file or scenario_file], {
                "--evidence": evidence, "--ids": ",".join(chosen) if ids else None, "--replications": replications,
                "--seed": seed, "--set": changes, "--out": PLACE})
            _save(rows, worlds, target, command, evidence=evidence, force=force)
    if as_json:
        from sim.validation.boards import record

        typer.echo(json.dumps([record(row) for row in rows], indent=2, ensure_ascii=False, allow_nan=False))
    else:
        _show(rows, scenario, seed, target, evidence=evidence)
    if strict and any(_missing(row, evidence=evidence) for row in rows):
        raise typer.Exit(DIFFERS)


def _scenario(file: Path | None, other: Path | None, changes: Sequence[str] | None) -> Scenario:
    from sim.scenario.reading import load_scenario, load_text, with_overrides

    if file is not None and other is not None:
        raise refuse("claims: give the scenario once, as FILE or with --scenario FILE")
    given = file or other
    if given is not None:
        return load_scenario(given, changes or ())
    return with_overrides(load_text(f'title = "{DEFAULT_TITLE}"\n'), changes or ())


def _asked(scenario: Scenario, ids: list[str], replications: int, seed: int, *, evidence: bool
           ) -> tuple[list[Row], Treatments]:
    """The rows of a board, and the worlds that were simulated for them."""
    from sim.validation import claims as sources
    from sim.validation import evidence as patterns
    from sim.validation.boards import claim_row, pattern_row

    try:
        worlds = (patterns if evidence else sources).treatments_of(scenario, replications, seed)
    except ValueError as error:
        raise refuse(f"claims: {error}") from None
    with progress_bar(len(ids), "Patterns" if evidence else "Claims") as progress:
        if evidence:
            shown = patterns.findings([patterns.BY_ID[name] for name in ids], worlds, progress)
            return [pattern_row(one) for one in shown], worlds
        found = sources.findings([sources.BY_ID[name] for name in ids], worlds, progress)
        return [claim_row(one) for one in found], worlds


def _save(rows: list[Row], worlds: Treatments, target: Path, command: str, *, evidence: bool, force: bool
          ) -> None:
    """Write the board, and the figures of the conditional claims in it."""
    from sim.validation.boards import save_board
    from sim.validation.conditions import CONDITIONS, explore

    conditional = [] if evidence else [row.id for row in rows if row.id in CONDITIONS]
    steps = sum(CONDITIONS[name].steps for name in conditional)
    with progress_bar(steps, "Both sides", shown=steps > 0) as progress:
        results = [explore(name, worlds, progress) for name in conditional]
    save_board(rows, results, worlds, target, evidence=evidence, command=command, force=force)


def _show(rows: list[Row], scenario: Scenario, seed: int, target: Path | None, *, evidence: bool) -> None:
    from sim.comparison.tables import WIDTH
    from sim.validation.boards import board_text, counted, disagreement_lines

    typer.echo("\n".join(board_text(rows, paint=_painted)))
    if evidence:
        lines = disagreement_lines(rows)
        if lines:
            typer.echo("\nWhere the sources and the literature disagree\n" + "-" * 45)
        for line in lines:
            typer.echo(textwrap.fill(line, WIDTH, subsequent_indent="   "))
    told = counted(rows, "pattern" if evidence else "claim")
    typer.echo(f"\n{scenario.title}: {told}; root seed {seed}." + ("" if target is None else f" Written: {target}"))


def _painted(verdict: str, text: str) -> str:
    """Coloured by the verdict; without colour where standard output is no terminal."""
    if not sys.stdout.isatty():
        return text
    return typer.style(text, fg={"holds": "green", "does not hold": "red"}.get(verdict, "yellow"))


def _missing(row: Row, *, evidence: bool) -> bool:
    from sim.validation.claims import BY_ID

    return row.verdict == "does not hold" and (evidence or BY_ID[row.id].expected)


def _known(given: Sequence[str] | None, *, evidence: bool) -> list[str]:
    """Ids as the board writes them, each once; all when none was given."""
    from sim.validation import claims as sources
    from sim.validation import evidence as patterns

    known, other = list(sources.BY_ID), list(patterns.BY_ID)
    if evidence:
        known, other = other, known
    if not given:
        return known
    asked = names_in(given)
    for name in asked:
        if name.upper() in other:
            raise refuse(f"--ids: {name.upper()} is a claim; leave --evidence out" if evidence else
                         f"--ids: {name.upper()} is a pattern of the literature; add --evidence")
        if name.upper() not in known:
            raise refuse(f"--ids: there is no {'pattern' if evidence else 'claim'} '{name}'"
                         + did_you_mean(name, known, f"there are: {', '.join(known)}"))
    if not asked:
        raise refuse("--ids: nothing was named")
    return list(dict.fromkeys(name.upper() for name in asked))
