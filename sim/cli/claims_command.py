"""The command `claims`: what the model says of the claims of its sources."""

from __future__ import annotations

import json
import math
import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli.progress import interrupts_end, progress_bar
from sim.cli.report import bad_input_ends, refuse
from sim.cli.run_commands import AsJson, File, Set

if TYPE_CHECKING:
    from sim.analysis.claims import Finding
    from sim.scenario.schema import Scenario

WIDTH = 120
GAP = "  "
DIFFERS = 1
"""Exit code of --strict when an expected claim does not hold."""
WORDS = {"holds": ("holds", "hold"), "does not hold": ("does not hold", "do not hold"),
         "undecided": ("undecided", "undecided")}
SIZES = ((1e9, "bn"), (1e6, "M"), (1e3, "k"))


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command()(claims)


def claims(
    file: File,
    ids: Annotated[list[str] | None, typer.Option(
        "--ids", metavar="A1,C7,...", help="Claims to ask about; comma or repeat. Default: all.")] = None,
    replications: Annotated[int, typer.Option(min=2, help="Runs of each world that is compared.")] = 100,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Root seed: the luck of all runs.")] = 1,
    as_json: AsJson = False,
    strict: Annotated[bool, typer.Option(
        "--strict", help="Exit with 1 if a claim does not hold that is expected to.")] = False,
    changes: Set = None,
) -> None:
    """Ask which claims of the sources hold in this organisation, by comparing worlds on the same luck."""
    with interrupts_end(), bad_input_ends():
        from sim.scenario.reading import load_scenario

        scenario = load_scenario(file, changes or ())
        found = _asked(scenario, _known(ids), replications, seed)
    if as_json:
        typer.echo(json.dumps([row(f) for f in found], indent=2, ensure_ascii=False, allow_nan=False))
    else:
        typer.echo("\n".join([*table(found), "", closing_line(found, replications)]))
    if strict and any(f.claim.expected and f.verdict == "does not hold" for f in found):
        raise typer.Exit(DIFFERS)


def row(found: Finding) -> dict[str, Any]:
    """One finding for JSON; what is unknown or infinite is null."""
    claim = found.claim
    numbers = {name: value if math.isfinite(value) else None
               for name, value in (("effect", found.effect), ("low", found.low), ("high", found.high))}
    return {"id": claim.id, "verdict": found.verdict, **numbers, "unit": claim.unit, "runs": found.runs,
            "sentence": claim.sentence, "source": claim.source, "mechanisms": list(claim.mechanisms)}


def table(found: Sequence[Finding]) -> list[str]:
    """Lines of at most `WIDTH` columns: id, verdict, effect with its 95 % interval, and the claim as far as it fits."""
    rows = [("id", "verdict", "effect [95 % interval]", "claim")]
    rows += [(f.claim.id, f.verdict, _effect(f), f.claim.sentence) for f in found]
    widths = [max(len(cells[i]) for cells in rows) for i in range(3)]
    room = WIDTH - sum(widths) - 3 * len(GAP)
    return [GAP.join([*(cell.ljust(width) for cell, width in zip(cells[:3], widths, strict=True)),
                      textwrap.shorten(cells[3], room, placeholder=" …")]) for cells in rows]


def closing_line(found: Sequence[Finding], replications: int) -> str:
    """How many claims hold, do not hold, and are undecided."""
    counts = {verdict: sum(f.verdict == verdict for f in found) for verdict in WORDS}
    told = ", ".join(f"{n} {WORDS[verdict][n != 1]}" for verdict, n in counts.items())
    return f"{len(found)} {'claim' if len(found) == 1 else 'claims'}: {told} at {replications} runs"


def _asked(scenario: Scenario, ids: list[str] | None, replications: int, seed: int) -> list[Finding]:
    from sim.analysis.claims import CLAIMS, LEAST_QUARTERS, board

    if scenario.quarters < LEAST_QUARTERS:
        raise refuse(f"claims: a horizon of at least {LEAST_QUARTERS} quarters is needed, not {scenario.quarters}")
    with progress_bar(len(CLAIMS) if ids is None else len(ids), "Claims") as progress:
        return board(scenario, ids, replications, seed, progress)


def _known(given: Sequence[str] | None) -> list[str] | None:
    """Ids as the claims write them, each once; None when none was given."""
    from sim.analysis.claims import BY_ID
    from sim.scenario.problems import nearest

    if not given:
        return None
    asked = [name.strip() for text in given for name in text.split(",") if name.strip()]
    for name in asked:
        if name.upper() not in BY_ID:
            guess = nearest(name, BY_ID)
            raise refuse(f"--ids: there is no claim '{name}'"
                         + (f"; did you mean '{guess}'?" if guess else f"; there are: {', '.join(BY_ID)}"))
    if not asked:
        raise refuse("--ids: no claim was named")
    return list(dict.fromkeys(name.upper() for name in asked))


def _effect(found: Finding) -> str:
    mean, low, high = map(_short, (found.effect, found.low, found.high))
    return f"{mean} [{low}, {high}] {found.claim.unit}"


def _short(value: float) -> str:
    """Three significant digits, without exponents."""
    for size, sign in SIZES:
        if abs(value) >= size:
            return f"{value / size:.3g}{sign}" if abs(value) < 999.5 * size else f"{value / size:.0f}{sign}"
    return f"{value:.3g}" if abs(value) >= 1e-4 or value == 0.0 else f"{value:.6f}"
