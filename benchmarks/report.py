"""The tables of docs/performance.md, made of the stored measurements; the words around them are written by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.fresh import ROOT
from benchmarks.sections.memory import KINDS
from benchmarks.sections.scaling import AXES
from benchmarks.store import LIBRARIES, RESULTS, TRIAL, load, say
from benchmarks.targets import TARGETS, Tables, bytes_per_run

PAGE = ROOT / "docs" / "performance.md"
SCALE = ROOT / "docs" / "scale.md"
PICTURE = ROOT / "docs" / "images" / "performance.png"
NOT_YET = "Not measured yet."
ON_TRIAL = ("**Some figures of this page come from a trial with little effort "
            "([which ones](#where-the-figures-come-from)): not to be quoted.**")
SECTIONS = ("peers", "limit", *AXES, "workers", "startup", "memory", "slider", "pieces",
            "sweeps")
WHAT_GROWS = {"reps": "reps in a force", "quarters": "quarters", "replications": "replications",
              "strategies": "strategies at 500 replications", "batch": "cells of a batch"}

Documents = Mapping[str, Mapping[str, Any]]
"""Section -> stored document, for those that were measured."""


def write() -> None:
    """Write the tables and the picture anew from what is stored."""
    found = documents()
    for page, parts in PAGES.items():
        page.write_text(filled(page.read_text(encoding="utf-8"), found, parts), encoding="utf-8", newline="\n")
        say(f"written: {page.relative_to(ROOT)}")
    tables = tables_of(found)
    if not {"peers", "reps", "replications"} <= set(tables):
        say("the figure is not drawn: it needs peers, reps and replications")
        return
    from benchmarks.figure import draw

    PICTURE.write_bytes(draw(tables, machine(found)))
    say(f"written: {PICTURE.relative_to(ROOT)}")


def documents(results: Path = RESULTS) -> Documents:
    """Everything that is stored."""
    return {name: document for name in SECTIONS if (document := load(name, results)) is not None}


def tables_of(found: Documents) -> Tables:
    """The rows alone."""
    return {name: document["rows"] for name, document in found.items()}


def filled(page: str, found: Documents, parts: Mapping[str, Callable[[Documents], str]] | None = None) -> str:
    """The page with every part between its marks replaced; by default the parts of the page of performance."""
    for name, made in (PARTS if parts is None else parts).items():
        page = with_part(page, name, made(found))
    return page


def with_part(page: str, name: str, content: str) -> str:
    """The page with new content between the marks of a part; `ValueError` unless it has the part once."""
    begin, end = f"<!-- {name}: made by python -m benchmarks report -->\n", f"\n<!-- end of {name} -->"
    if not page.count(begin) == page.count(end) == 1:
        raise ValueError(f"the page must have the part {name!r} once")
    head, _, rest = page.partition(begin)
    return f"{head}{begin}\n{content.strip()}\n{end}{rest.partition(end)[2]}"


def table(head: Sequence[str], rows: Iterable[Sequence[str]], left: int = 1) -> str:
    """A Markdown table whose first columns are set left and the others right."""
    rule = ["---" if i < left else "---:" for i in range(len(head))]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, rule, *rows))


def digits(value: float) -> str:
    """Three significant digits, never in powers of ten."""
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def interval(row: Mapping[str, Any]) -> str:
    """The 95 % interval of a row."""
    return "-" if row["low"] is None else f"{digits(row['low'])} to {digits(row['high'])}"


# --- parts ------------------------------------------------------------------------------------------------------------


def machine(found: Documents) -> str:
    """Where the figures were measured, by the latest of them."""
    if not found:
        return NOT_YET
    about = max((document["provenance"] for document in found.values()), key=lambda p: p["date"])
    with_versions = [f"{name} {about['libraries'][name]}" for name in LIBRARIES if name in about["libraries"]]
    name = about["processor"].replace("(R)", "").replace("(TM)", "")
    return f"{name}, {about['cores']} cores, {about['system']}; Python {about['python']}, {', '.join(with_versions)}."


def targets(found: Documents) -> str:
    """Every promise, what was measured, and whether it is kept."""
    rows = [(t.promise, t.wanted(), t.measured(tables_of(found)), t.verdict(tables_of(found))) for t in TARGETS]
    return table(("target", "wanted", "measured", "reached?"), rows) + (f"\n\n{ON_TRIAL}" if on_trial(found) else "")


def on_trial(found: Documents) -> bool:
    """Whether some of the figures come from a trial."""
    return any(document["provenance"]["effort"]["name"] == TRIAL.name for document in found.values())


def contest(section: str) -> Callable[[Documents], str]:
    """How the engine compares with those of a section."""

    def made(found: Documents) -> str:
        if section not in found:
            return NOT_YET
        rows = found[section]["rows"]
        ours = sorted(row["engine_seconds_per_run"] for row in rows)[len(rows) // 2]
        cells = [(r["label"], digits(1e3 * ours * r["ratio"]), digits(1 / ours / r["ratio"]), digits(r["ratio"]),
                  interval(r)) for r in rows]
        cells.append(("salesshift, float64", digits(1e3 * ours), digits(1 / ours), "1", ""))
        faster = "salesshift is so many times as fast"
        return table(("", "ms per run", "runs per second", faster, "95 % interval"), cells)

    return made


def scaling(found: Documents) -> str:
    """One table for each axis."""
    return "\n\n".join(axis(name, found[name]["rows"]) for name in AXES if name in found) or NOT_YET


def axis(name: str, rows: Sequence[Mapping[str, Any]]) -> str:
    """Cost per rep and quarter along one axis, one column for each point."""
    return table((f"**{WHAT_GROWS[name]}**", *(f"{r['value']:,}" for r in rows)), [
        ("nanoseconds", *(digits(r["nanoseconds"]) for r in rows)),
        ("relative cost", *(digits(r["ratio"]) for r in rows)), ("95 % interval", *(interval(r) for r in rows))])


def workers(found: Documents) -> str:
    """How much faster more workers are."""
    if "workers" not in found:
        return NOT_YET
    return table(("workers", "seconds", "seconds of one worker", "faster by", "95 % interval"), [
        (str(r["workers"]), digits(r["seconds"]), digits(r["seconds_of_one"]), digits(r["ratio"]), interval(r))
        for r in found["workers"]["rows"]])


def startup(found: Documents) -> str:
    """Every command as a whole process."""
    if "startup" not in found:
        return NOT_YET
    return table(("command", "seconds", "95 % interval", "CPU seconds", "peak MB"), [
        (f"`{r['command']}`", digits(r["seconds"]), interval(r), digits(r["cpu"]), f"{r['peak_mb']:.0f}")
        for r in found["startup"]["rows"]])


def memory(found: Documents) -> str:
    """Peak memory against runs, and its slope."""
    if "memory" not in found:
        return NOT_YET
    rows = found["memory"]["rows"]
    runs = sorted({row["runs"] for row in rows})
    peak = {(row["kind"], row["runs"]): f"{row['peak_mb']:.0f}" for row in rows}
    slopes = {kind: bytes_per_run(rows, kind) for kind in KINDS}
    return table(("peak MB at so many runs", *(f"{n:,}" for n in runs), "bytes per run"), [
        (f"`{kind}`: {what}", *(peak.get((kind, n), "-") for n in runs),
         "-" if slopes[kind] is None else f"{slopes[kind]:,.0f}") for kind, what in KINDS.items()])


def slider(found: Documents) -> str:
    """What a moved slider takes."""
    if "slider" not in found:
        return NOT_YET
    return table(("paired futures", "strategies", "ms, median", "95 % interval", "ms, ninth decile", "ms of CPU"), [
        (str(r["futures"]), str(r["strategies"]), digits(r["milliseconds"]), interval(r), digits(r["p90"]),
         digits(r["cpu"]))
        for r in found["slider"]["rows"]], left=0)


def pieces(found: Documents) -> str:
    """The pieces of a quarter."""
    if "pieces" not in found:
        return NOT_YET
    return table(("piece", "cells", "microseconds", "quartiles", "nanoseconds per cell"), [
        (r["piece"].replace("_", " "), f"{r['cells']:,}", digits(r["microseconds"]), interval(r),
         digits(r["nanoseconds_per_cell"])) for r in found["pieces"]["rows"]])


def sweeps(found: Documents) -> str:
    """Sweeps as whole commands."""
    if "sweeps" not in found:
        return NOT_YET
    said = {"size": "uninterrupted", "again": "given again, nothing left to do",
            "killed": "killed three times with SIGKILL, then finished"}
    return table(("sweep", "runs", "workers", "seconds", "runs per second", "peak MB", "MB on disk", "parts",
                  "equal to the uninterrupted"), [
        (said[r["kind"]], f"{r['runs']:,}", str(r["workers"]), f"{r['seconds']:.1f}",
         "-" if r["kind"] == "again" else f"{r['runs'] / r['seconds']:,.0f}",
         "-" if r["peak_mb"] is None else f"{r['peak_mb']:.0f}",
         "-" if r["bytes"] is None else f"{r['bytes'] / 1e6:.1f}",
         str(r["files"] or "-"), {True: "in every value", False: "**no**", None: "-"}[r["equal"]])
        for r in found["sweeps"]["rows"] if r["kind"] in said])


def writer(found: Documents) -> str:
    """What the one process that writes needs for a run."""
    rows = [r for r in found["sweeps"]["rows"] if r["kind"] == "writer"] if "sweeps" in found else []
    if not rows:
        return NOT_YET
    each = rows[0]["seconds"] / rows[0]["runs"]
    return (f"Identities, rows and files take the writer {1e6 * each:.0f} microseconds a run (measured over "
            f"{rows[0]['runs']:,} runs of the design above): at most {1 / each:,.0f} runs a second, whatever the "
            "number of workers.")


def extrapolated(found: Documents) -> str:
    """What larger sweeps would take, from the line through the two largest that were measured."""
    rows = [r for r in found["sweeps"]["rows"] if r["kind"] == "size"] if "sweeps" in found else []
    alone = [r["seconds"] / r["runs"] for r in found["sweeps"]["rows"] if r["kind"] == "writer"] if rows else []
    if len(rows) < 2 or not alone:
        return NOT_YET
    less, more = rows[-2:]
    seconds, disk = ((more[key] - less[key]) / (more["runs"] - less["runs"]) for key in ("seconds", "bytes"))
    core = seconds * more["workers"]
    return table(("runs", "two cores", "16 cores", "100 cores", "disk"), [
        (f"{runs:,}", *(duration(runs * max(core / count, alone[0])) for count in (2, 16, 100)),
         f"{(more['bytes'] + disk * (runs - more['runs'])) / 1e6:,.0f} MB")
        for runs in (100_000, 1_000_000, 100_000_000)])


def duration(seconds: float) -> str:
    """A time as people say it."""
    for unit, size in (("days", 86_400), ("h", 3_600), ("min", 60)):
        if seconds >= 2 * size:
            return f"{seconds / size:,.1f} {unit}"
    return f"{seconds:.0f} s"


def origin(found: Documents) -> str:
    """When and how every section was measured."""
    if not found:
        return NOT_YET
    about = [(document["provenance"], len(document["rows"][0].get("rounds", [1]))) for document in found.values()]
    return table(("section", "date", "version", "commit", "effort", "rounds", "load, 1 of it ours", "minutes"), [
        (f"`{p['command']}`", p["date"][:10], p["salesshift"], f"`{p['commit']}`", p["effort"]["name"], str(rounds),
         str(p["load"]), f"{p['seconds'] / 60:.1f}") for p, rounds in about])


PARTS: dict[str, Callable[[Documents], str]] = {
    "machine": machine, "targets": targets, "peers": contest("peers"), "limit": contest("limit"), "scaling": scaling,
    "workers": workers, "startup": startup, "memory": memory, "slider": slider, "pieces": pieces, "origin": origin}
PAGES = {PAGE: PARTS, SCALE: {"sweeps": sweeps, "extrapolation": extrapolated, "writer": writer}}
