"""Renders the catalogue of values for terminals, pipes and other programs."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
from collections.abc import Iterable
from typing import Any

from sim.scenario.lookup import Row

HEADS = ("name", "default", "unit", "allowed", "plausible", "basis", "meaning", "source")


def as_json(rows: Iterable[Row]) -> str:
    """Render one object for each value."""
    return json.dumps([_plain(row) for row in rows], indent=2, ensure_ascii=False)


def as_csv(rows: Iterable[Row]) -> str:
    """Render one line for each value, with a head."""
    stream = io.StringIO()
    names = [field.name for field in dataclasses.fields(Row)]
    writer = csv.DictWriter(stream, names, lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({**_plain(row), "claims": " ".join(row.claims)})
    return stream.getvalue()


def as_markdown(rows: Iterable[Row]) -> str:
    """Render a table for documents."""
    lines = [f"| {' | '.join(HEADS)} |", f"|{'---|' * len(HEADS)}"]
    for row in rows:
        cells = [cell.replace("|", "\\|") for cell in _cells(row)]
        lines.append(f"| {' | '.join([f'`{cells[0]}`', *cells[1:]])} |")
    return "\n".join(lines)


def as_text(rows: Iterable[Row]) -> str:
    """Render columns separated by tabs, for ``grep`` and ``cut``."""
    return "\n".join("\t".join(_cells(row)) for row in rows)


def show(rows: Iterable[Row]) -> None:
    """Print tables for reading at a terminal, section by section."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console()
    sections: dict[str, list[Row]] = {}
    for row in rows:
        sections.setdefault(row.family, []).append(row)
    for family, members in sections.items():
        table = Table(title=Text(family or "scenario", style="bold"), title_justify="left", expand=True)
        for head in ("name", "default", "plausible\n(allowed)"):
            table.add_column(head, overflow="fold", no_wrap=head == "default")
        table.add_column("meaning\nsource", ratio=1)
        for row in members:
            name, default, unit, allowed, plausible, basis, meaning, source = _cells(row)
            table.add_row(Text(name.rpartition(".")[2]), Text(f"{default}\n{unit}"),
                          Text("\n".join(filter(None, (plausible, f"({allowed})" if allowed else "")))),
                          Text(meaning).append(f"\n{source} ({basis})", style="dim"))
        console.print(table)


def _cells(row: Row) -> list[str]:
    default = "required" if row.required else _shown(row.default)
    return [row.name, default, row.unit, _range(row.low, row.high), _range(row.plausible_low, row.plausible_high),
            row.basis, row.meaning, row.source]


def _range(low: float | None, high: float | None) -> str:
    return "" if low is None or high is None else f"{low:.12g} to {high:.12g}"


def _shown(value: Any) -> str:
    return f"{value:.12g}" if isinstance(value, float) else "none" if value == () else str(value)


def _plain(row: Row) -> dict[str, Any]:
    return {**dataclasses.asdict(row), "default": row.default if not isinstance(row.default, tuple) else []}
