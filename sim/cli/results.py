"""How the answers of `run` and `compare` leave the command: tables for people, JSON for programs."""

from __future__ import annotations

import json
import math
import sys
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    import pandas as pd

    from sim.comparison.baseline import Baseline
    from sim.comparison.comparison import Comparison
    from sim.comparison.tables import Cells
    from sim.comparison.turning import TurningPoints
    from sim.scenario.schema import Scenario

QUARTER_COLUMNS = (
    ("revenue", "revenue\nk EUR", 1e-3, 0), ("profit", "profit\nk EUR", 1e-3, 0), ("cost", "cost of\nsales", 1e-3, 0),
    ("customers", "custo-\nmers", 1, 0), ("customers_won", "won", 1, 0), ("customers_lost", "lost", 1, 0),
    ("adoption", "adop-\ntion %", 100, 0), ("fear", "fear", 1, 2), ("attitude", "atti-\ntude", 1, 2),
    ("energy", "energy", 1, 2), ("trust", "trust", 1, 2), ("headcount", "head\ncount", 1, 0),
    ("leavers", "left", 1, 0), ("dismissed", "dis-\nmissed", 1, 0), ("hired", "hired", 1, 0),
)
"""Outcomes in the table of one run: name, head, factor, decimals. All outcomes are in --csv and --json."""


def show_comparison(found: Comparison, turning: TurningPoints | None) -> None:
    """Print the summary, the sentence, the paired differences and what would turn the answer."""
    from sim.comparison.tables import difference_cells, legend, summary_cells

    show_cells(summary_cells(found))
    say(f"\n{legend(found)}")
    say(f"\n{found.sentence()}\n")
    if len(found.strategies) > 1:
        show_cells(difference_cells(found))
        say(f"\n{precision_line(found)}")
        say(shared_luck_line(found))
    if turning is not None:
        say(f"\n{turning.sentence()}")


def say(text: str) -> None:
    """Print a text: its lines broken between words at a terminal, left whole elsewhere."""
    import shutil
    import textwrap

    if sys.stdout.isatty():
        width = shutil.get_terminal_size().columns
        text = "\n".join(textwrap.fill(line, width) for line in text.split("\n"))
    typer.echo(text)


def show_cells(cells: Cells) -> None:
    """Print a table: with colour at a terminal, plain and always the same elsewhere."""
    from sim.comparison.tables import as_rich, as_text, fitting

    if not sys.stdout.isatty():
        typer.echo(as_text(cells))
        return
    from rich.console import Console

    console = Console()
    for part in fitting(cells, console.width):
        console.print(as_rich(part))


def shared_luck_line(found: Comparison) -> str:
    """Say what shared luck gains: how many independent runs each paired run is worth, over all pairs."""
    factors = found.variance_reduction()["factor"].replace([float("inf")], float("nan")).dropna()
    if factors.empty:
        return "Shared luck: the strategies do not differ."
    return (f"Shared luck: the variance of a paired difference is {factors.min():.1f} to {factors.max():,.0f} times "
            f"(median {factors.median():.0f}) smaller than between independent runs.")


def precision_line(found: Comparison) -> str:
    """Say how precise the answer is, and how many replications another precision would take."""
    from sim.words.amounts import money, significant

    half = found.half_width()
    done = f"{found.replications:,} replications"
    if found.precision is None:
        if not half > 0.0:
            return f"Precision: exact, with {done}."
        needed = significant(found.replications_needed(half / 2))
        return (f"Precision: +-{money(half)} with {done}, at worst among the differences to carrying on and between "
                f"the two best; half of that would take about {needed:,} replications.")
    asked = f"Precision asked: +-{money(found.precision)}"
    if found.precision_reached:
        return f"{asked}; reached with {done} (+-{money(half)} at worst)."
    needed = significant(found.replications_needed(found.precision))
    return f"{asked}; NOT reached with {done} (+-{money(half)} at worst): about {needed:,} would do."


def comparison_document(found: Comparison, turning: TurningPoints | None, command: str) -> dict[str, Any]:
    """Collect a comparison as one JSON document; the same question gives the same document."""
    from sim.comparison.saving import inputs_of

    half = found.half_width()
    return {
        **_head("comparison", inputs_of(found, turning), command),
        "sentence": found.sentence(),
        "summary": _records(found.summary().reset_index()),
        "differences": _records(found.differences()),
        "variance_reduction": _records(found.variance_reduction()),
        "precision": {
            "asked": found.precision, "reached": found.precision_reached, "half_width": half,
            "replications_needed": found.replications_needed(found.precision) if found.precision else None,
        },
        "what_if": None if turning is None else {
            "a": turning.a, "b": turning.b, "replications": turning.replications, "sentence": turning.sentence(),
            "conditions": _records(turning.frame())},
    }


def baseline_document(found: Baseline, command: str) -> dict[str, Any]:
    """Collect a baseline as one JSON document; the same question gives the same document."""
    from sim._version import __version__

    inputs = {"version": __version__, "scenario": found.scenario.model_dump(mode="json"), "quarters": found.quarters,
              "seed_plan": {"root_seed": found.seed, "runs": [0, found.replications - 1]}}
    return {**_head("baseline", inputs, command), "sentence": found.sentence(), "figures": _records(found.frame())}


def run_inputs(scenario: Scenario, strategy: str, seed: int) -> dict[str, Any]:
    """List everything that decides the numbers of one run."""
    from sim._version import __version__

    return {"version": __version__, "scenario": scenario.model_dump(mode="json"), "strategy": strategy,
            "seed_plan": {"root_seed": seed, "runs": [0, 0]}}


def run_document(inputs: dict[str, Any], frame: pd.DataFrame, command: str) -> dict[str, Any]:
    """Collect one run as one JSON document: outcomes by name, one value per quarter."""
    columns = {str(name): [_plain(x) for x in frame[name].tolist()] for name in frame.columns}
    return {**_head("run", inputs, command), "quarters": columns}


def quarter_cells(scenario: Scenario, strategy: str, seed: int, frame: pd.DataFrame) -> Cells:
    """Tabulate one run: a row per quarter."""
    from sim.comparison.tables import Cells

    heads = ("quarter", *(head for _, head, _, _ in QUARTER_COLUMNS))
    rows = tuple(
        (f"Q{frame['quarter'].iloc[i]}", *(f"{frame[name].iloc[i] * factor:,.{decimals}f}"
                                           for name, _, factor, decimals in QUARTER_COLUMNS))
        for i in range(len(frame)))
    title = f"{scenario.title}: {scenario.strategy(strategy).title}, one future (seed {seed}, run 0)"
    return Cells(title, heads, rows)


def echo_json(document: dict[str, Any]) -> None:
    """Print one JSON document; what is unknown or infinite is null."""
    typer.echo(json.dumps(_plain(document), indent=2, ensure_ascii=False, allow_nan=False))


def _head(kind: str, inputs: dict[str, Any], command: str) -> dict[str, Any]:
    from sim.results import Provenance

    provenance = Provenance.of_inputs(kind, inputs, command)
    return {"program": "salesshift", "kind": kind, "identity": provenance.identity, "command": command,
            "provenance": provenance.record(), "inputs": inputs}


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(key): value for key, value in row.items()} for row in frame.to_dict("records")]


def _plain(value: Any) -> Any:
    """Make a value fit for JSON: NumPy numbers become Python's, NaN and infinity null."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if hasattr(value, "item"):
        value = value.item()
    return None if isinstance(value, float) and not math.isfinite(value) else value
