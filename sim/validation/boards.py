"""The boards of claims and of patterns: for a terminal, a document, a table."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim._version import __version__
from sim.comparison.tables import WIDTH, pipe
from sim.results import Provenance
from sim.results.directory import absolute, whole_directory
from sim.results.manifest import as_json, write_csv, write_manifest, write_text
from sim.results.provenance import resolved
from sim.validation.claims import DOCUMENTS, Finding, Verdict
from sim.validation.evidence import BY_ID, DISAGREEMENTS, Shown

if TYPE_CHECKING:
    import pandas as pd

    from sim.validation.claims.treatments import Treatments
    from sim.validation.conditions import Result

WORDS: dict[Verdict, tuple[str, str]] = {
    "holds": ("holds", "hold"), "does not hold": ("does not hold", "do not hold"),
    "undecided": ("undecided", "undecided")}
HEADS = ("id", "verdict", "claim or pattern", "what is compared", "found [95 % interval]", "wanted")
MARKS: dict[Verdict, str] = {"holds": "+", "does not hold": "-", "undecided": "?"}
INDENT, FOUND, WANTED = 7, 44, 14
"""Columns before what is compared, for what is found with its unit, and for what is wanted."""
SIZES = ((1e9, " bn"), (1e6, " M"), (1e3, " k"))
Paint = Callable[[Verdict, str], str]


def what_of(*, evidence: bool) -> str:
    """What the rows of a board are called."""
    return "pattern" if evidence else "claim"


def kind_of_board(*, evidence: bool) -> str:
    """What the manifest of a board calls it."""
    return f"{what_of(evidence=evidence)} board"


@dataclass(frozen=True)
class Line:
    """One number of a row: what is compared, the value with its 95 % interval, and what it should be."""

    label: str
    unit: str
    value: float
    low: float
    high: float
    wanted: str
    verdict: Verdict


@dataclass(frozen=True)
class Row:
    """One claim or pattern with its verdict and its numbers."""

    id: str
    group: str
    sentence: str
    source: str
    verdict: Verdict
    lines: tuple[Line, ...]
    remark: str
    runs: int
    disagreements: tuple[str, ...] = ()


def claim_row(found: Finding) -> Row:
    """A claim as a row."""
    lines = tuple(Line(side.compared, side.unit, i.mean, i.low, i.high, f"> {number(side.above)}", verdict)
                  for side, i, verdict in zip(found.claim.sides, found.intervals, found.sides, strict=True))
    claim = found.claim
    remark = f"In the default organisation because: {claim.remark}" if claim.remark and found.verdict != "holds" else ""
    return Row(claim.id, DOCUMENTS[claim.id[0]], claim.sentence, claim.source, found.verdict, lines, remark, found.runs)


def pattern_row(shown: Shown) -> Row:
    """A pattern of the literature as a row."""
    lines = tuple(Line(m.measurement.label, m.measurement.unit, m.value, m.low, m.high, band(*m.measurement.band),
                       m.verdict) for m in shown.measured)
    pattern = shown.pattern
    group = "Levels of an organisation that carries on" if pattern.id[0] == "L" else "Stylised facts of the literature"
    disagreements = tuple(d.line for d in DISAGREEMENTS if pattern.id in d.patterns)
    return Row(pattern.id, group, pattern.sentence, pattern.source, shown.verdict, lines,
               f"Note: {pattern.remark}" if pattern.remark else "", shown.runs, disagreements)


def board_text(rows: Iterable[Row], width: int = WIDTH, paint: Paint = lambda verdict, text: text) -> list[str]:
    """Lines of at most `width` columns, grouped: each row, and below it its numbers and what they should be.

    paint : colours a text by a verdict, for a terminal.
    """
    room = width - FOUND - WANTED
    lines = [f"{'id   verdict':<{room}}{'found [95 % interval]':<{FOUND + 2}}wanted"]
    for group, members in groupby(rows, key=lambda row: row.group):
        lines += ["", group, "-" * min(width, len(group))]
        for row in members:
            head = f"{row.id:<4} {row.verdict:<14}"
            first, *more = _wrapped(head, row.sentence, width)
            lines += [first.replace(row.verdict, paint(row.verdict, row.verdict), 1), *more]
            for line in row.lines:
                lines += _told(line, width, paint)
            lines += _wrapped(" " * INDENT, row.remark, width) if row.remark else []
    return lines


def as_markdown(rows: Sequence[Row]) -> str:
    """Markdown tables, one for each group."""
    parts = []
    for group, members in groupby(rows, key=lambda row: row.group):
        parts += [f"### {group}", "", pipe(HEADS), pipe(["---"] * len(HEADS))]
        for row in members:
            said = f"{row.sentence} *{row.source}*" + (f" **{row.remark}**" if row.remark else "")
            cells = [(f"**{row.id}**", row.verdict, said), *[("", "", "")] * (len(row.lines) - 1)]
            parts += [pipe([*cell, line.label, _found(line), line.wanted])
                      for cell, line in zip(cells, row.lines, strict=True)]
        parts.append("")
    return "\n".join(parts)


def disagreement_lines(rows: Sequence[Row]) -> list[str]:
    """Where the sources and the literature disagree, and what the model does: one line each.

    Those that touch some of the patterns, and where all patterns are there, also those that touch none.
    """
    ids = {row.id for row in rows}
    every = ids >= set(BY_ID)
    return [f"{', '.join((*d.claims, *d.patterns))}: {d.line}" for d in DISAGREEMENTS
            if every or ids.intersection(d.patterns)]


def frame(rows: Iterable[Row]) -> pd.DataFrame:
    """One row for each number: id, verdicts, value with interval, unit, what it should be, source."""
    import pandas as pd

    return pd.DataFrame([
        {"id": row.id, "verdict": row.verdict, "sentence": row.sentence, "compared": line.label,
         "value": line.value, "low": line.low, "high": line.high, "unit": line.unit, "wanted": line.wanted,
         "verdict_of_this": line.verdict, "runs": row.runs, "source": row.source, "remark": row.remark}
        for row in rows for line in row.lines])


def record(row: Row) -> dict[str, Any]:
    """One row for JSON: the first number as `effect`, all of them as `sides`; what is infinite or unknown is null."""
    def plain(value: float) -> float | None:
        return value if math.isfinite(value) else None

    sides = [{"compared": line.label, "effect": plain(line.value), "low": plain(line.low), "high": plain(line.high),
              "unit": line.unit, "wanted": line.wanted, "verdict": line.verdict} for line in row.lines]
    main = {name: sides[0][name] for name in ("effect", "low", "high", "unit")}
    return {"id": row.id, "verdict": row.verdict, **main, "runs": row.runs, "sentence": row.sentence,
            "compared": row.lines[0].label, "source": row.source, "sides": sides, "remark": row.remark,
            "disagreements": list(row.disagreements)}


def counted(rows: Sequence[Row], what: str) -> str:
    """How many hold, do not hold, and are undecided, at how many runs."""
    counts = {verdict: sum(row.verdict == verdict for row in rows) for verdict in WORDS}
    told = ", ".join(f"{n} {WORDS[verdict][n != 1]}" for verdict, n in counts.items())
    runs = f" at {rows[0].runs} runs" if rows else ""
    return f"{len(rows)} {what if len(rows) == 1 else what + 's'}: {told}{runs}"


def band(bottom: float, top: float) -> str:
    """A band in words."""
    if math.isinf(bottom):
        return f"< {number(top)}"
    return f"> {number(bottom)}" if math.isinf(top) else f"{number(bottom)} to {number(top)}"


def number(value: float) -> str:
    """Three significant digits, without exponents; thousands and more as k, M, bn."""
    if not math.isfinite(value):
        return "never" if value > 0 else "-"
    for size, sign in SIZES:
        if abs(value) >= size:
            return f"{value / size:.3g}{sign}" if abs(value) < 999.5 * size else f"{value / size:.0f}{sign}"
    return f"{value:.3g}" if abs(value) >= 1e-4 or value == 0.0 else f"{value:.6f}"


def _found(line: Line) -> str:
    return f"{number(line.value)} [{number(line.low)}, {number(line.high)}] {line.unit}"


def _told(line: Line, width: int, paint: Paint) -> list[str]:
    """What is compared, and at the right what is found and wanted."""
    right = f"{_found(line):<{FOUND}}  {line.wanted}"
    label = textwrap.wrap(line.label, width - INDENT - max(len(right), FOUND + WANTED) - 1)
    room = width - INDENT - max(len(right), FOUND + WANTED)
    mark = paint(line.verdict, MARKS[line.verdict])
    first = f"{' ' * (INDENT - 2)}{mark} {label[0]:<{room}}{right}"
    return [first.rstrip(), *(" " * INDENT + more for more in label[1:])]


def _wrapped(head: str, text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, initial_indent=head, subsequent_indent=" " * len(head))


def save_board(rows: Sequence[Row], conditions: Sequence[Result], treatments: Treatments, target: Path, *,
               evidence: bool, command: str = "", force: bool = False) -> Path:
    """Write a board into ``target``: ``board.csv``, ``board.json``, ``board.md``, ``board.txt`` and the manifest.

    For each conditional claim that was explored also ``conditions/ID.csv`` and ``figures/ID.png|svg``.
    """
    what = what_of(evidence=evidence)
    told = f"{treatments.scenario.title}: {counted(rows, what)}."
    inputs = {"version": __version__, "scenario": resolved(treatments.scenario), "ids": [row.id for row in rows],
              "replications": treatments.runs,
              "seed_plan": {"root_seed": treatments.seed, "runs": [0, treatments.runs - 1]}}
    provenance = Provenance.of_inputs(kind_of_board(evidence=evidence), inputs, command)
    with whole_directory(target, provenance.kind, force=force) as place:
        write_csv(frame(rows), place / "board.csv")
        write_text(place / "board.json", as_json([record(row) for row in rows]))
        write_text(place / "board.md", f"{told}\n\n{as_markdown(rows)}")
        write_text(place / "board.txt", "\n".join([*board_text(rows), "", told, ""]))
        _conditions(conditions, place, provenance)
        write_manifest(provenance, inputs, place, answer=told)
    return absolute(target)


def _conditions(results: Sequence[Result], place: Path, provenance: Provenance) -> None:
    from sim.draw.images import image_bytes
    from sim.validation.conditions.figures import figure

    if not results:
        return
    import pandas as pd

    (place / "conditions").mkdir()
    (place / "figures").mkdir()
    for result in results:
        write_csv(pd.DataFrame(result.rows()), place / "conditions" / f"{result.asked.id}.csv")
        drawn = figure(result)
        for kind in ("png", "svg"):
            (place / "figures" / f"{result.asked.id}.{kind}").write_bytes(
                image_bytes(drawn, kind, provenance))
