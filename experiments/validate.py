"""Write the boards of `docs/validation.md` anew: claims and patterns, on all ready scenarios.

    python experiments/validate.py [--replications 200] [--seed 1]

Replaces what lies between the marks of the page and leaves the words around it; the same version gives the same
page. About ten minutes on one processor. Every side of every claim goes to `results/validation`.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sim._version import __version__
from sim.results.provenance import code_of, scenario_hash, sha256_of
from sim.scenario.reading import load_scenario
from sim.validation import claims, evidence
from sim.validation.boards import Row, as_markdown, claim_row, counted, disagreement_lines, frame, number, pattern_row
from sim.validation.calibration.document import PINNED

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "validation.md"
CALIBRATION = ROOT / "experiments" / "calibrate_defaults.json"
DIGESTS = ROOT / "tests" / "baseline" / "digests.json"
SCENARIOS = ROOT / "scenarios"
BOARDS = ROOT / "sim" / "validation"
BLIND = 0.3
"""Share of variance explained below which a surface says next to nothing."""
LITTLE = 0.05
"""Part of a range up to which a parameter counts as hardly moved."""
TABLES = ROOT / "results" / "validation"
"""Every side of every claim in every scenario, for those who ask which side turns."""
DEFAULT = "b2b_advisors"


def marked(page: str, name: str, text: str) -> str:
    """The page with the text between the marks of that name."""
    begin, end = f"<!-- {name}: made by experiments/validate.py -->", f"<!-- end of {name} -->"
    before, found, rest = page.partition(begin)
    if not found or end not in rest:
        raise SystemExit(f"{PAGE}: the marks of '{name}' are missing")
    return f"{before}{begin}\n\n{text.strip()}\n\n{end}{rest.partition(end)[2]}"


def model_identity() -> str:
    """What the page depends on besides the scenarios: the numbers that the model gives, and the code of the boards."""
    boards = [path for room in ("claims", "evidence") for path in (BOARDS / room).glob("*.py")]
    if not boards:
        raise SystemExit(f"{BOARDS}: holds no code of the boards")
    return sha256_of([json.loads(DIGESTS.read_text(encoding="utf-8")), code_of(boards, BOARDS)])[:12]


def provenance(runs: int, seed: int) -> str:
    """Which model, scenario, runs and seed the page shows, without a date."""
    default = load_scenario(SCENARIOS / f"{DEFAULT}.toml")
    return (f"salesshift {__version__}, model and boards `{model_identity()}`, scenario `{DEFAULT}` "
            f"`{scenario_hash(default)[:12]}`, {runs} runs of each world, root seed {seed}.")


def board_of(name: str, runs: int, seed: int) -> list[Row]:
    """The claims in one ready scenario; none where its horizon is too short."""
    scenario = load_scenario(SCENARIOS / f"{name}.toml")
    if scenario.quarters < claims.LEAST_QUARTERS:
        return []
    print(f"claims: {name}", flush=True)
    rows = [claim_row(found) for found in claims.board(scenario, replications=runs, seed=seed)]
    TABLES.mkdir(parents=True, exist_ok=True)
    frame(rows).to_csv(TABLES / f"{name}.csv", index=False, lineterminator="\n")
    return rows


def across(boards: dict[str, list[Row]]) -> str:
    """Counts in every scenario, and each claim whose verdict is not the same in all of them."""
    lines = ["| scenario | hold | do not hold | undecided |", "|---|---:|---:|---:|"]
    for name, rows in boards.items():
        counts = [sum(row.verdict == verdict for row in rows) for verdict in ("holds", "does not hold", "undecided")]
        lines.append(f"| `{name}` | {' | '.join(map(str, counts))} |")
    signs = {"holds": "yes", "does not hold": "**no**", "undecided": "?"}
    lines += ["", f"| id | claim | {' | '.join(f'`{name}`' for name in boards)} |", f"|---|---|{'---|' * len(boards)}"]
    for rows in zip(*boards.values(), strict=True):
        if len({row.verdict for row in rows}) > 1:
            lines.append(f"| {rows[0].id} | {rows[0].sentence} | {' | '.join(signs[r.verdict] for r in rows)} |")
    return "\n".join(lines)


def calibrated() -> Iterator[str]:
    """What the calibration found: how well the choice fits, what it pins down, what moved, what lies at an edge."""
    found = json.loads(CALIBRATION.read_text(encoding="utf-8"))
    yield from fitted(found)
    pinned = [p for p in found["parameters"] if p["pinned"]]
    yield from ("", f"Of {len(found['parameters'])} parameters, the patterns pin down {len(pinned)}: in the sample "
                f"weighted by misfit they spread by less than {PINNED:.0%} of what an even spread over the range "
                "would be.", "",
                "| parameter | plausible range | assumption at the start | sample (5 %, median, 95 %) | spread left | "
                "default |", "|---|---|---:|---|---:|---:|")
    for p in sorted(pinned, key=lambda p: p["spread_left"]):
        left = ", ".join(number(q) for q in p["weighted_by_misfit"])
        yield (f"| {short(p)} | {number(p['low'])} to {number(p['high'])} | {number(p['start'])} | {left} | "
               f"{p['spread_left']:.2f} | {number(p['value'])} |")
    yield from ("", *moved(found["parameters"]))


def fitted(found: dict[str, Any]) -> Iterator[str]:
    """How well the choice and the sample fit."""
    size, sample = 16 * found["settings"]["points"], found["implausibility_of_sample"]
    rest = [f"{m['id']} ({m['label']}: {number(m['value'])}, {m['verdict']})" for m in found["measurements"]
            if m["verdict"] != "holds"]
    blind = [m["id"] for m in found["measurements"] if (m["emulator_explains"] or 0.0) < BLIND]
    held, all_of = len(found["measurements"]) - len(rest), len(found["measurements"])
    kept = ", ".join(f"{share * size:.0f}" for share in found["share_not_ruled_out"])
    yield " ".join((
        f"On luck that neither search nor choice has seen, {held} of {all_of} measurements lie in their bands with",
        f"their whole intervals. The others: {'; '.join(rest)}.",
        f"The largest implausibility of the choice is {found['implausibility_of_choice']:.2f}.",
        f"Of {size:,} points that fill the box evenly, {kept} were not ruled out after each wave: what fits is rarer.",
        f"In the sample weighted by misfit, {sample['share_within_cutoff']:.0%} are within the cutoff of 3; the",
        f"largest implausibility of a point is {sample['median_of_worst']:.1f} in the median.",
        f"A departure over a whole range weighs like {found['chosen_weight']:g} squared errors.",
        f"The surfaces explain less than {BLIND:.0%} of what is not chance for {', '.join(blind)}:",
        "the search hardly saw these."))


def moved(parameters: list[dict[str, Any]]) -> Iterator[str]:
    """Which parameters moved though nothing pins them down, and which lie at an edge of their range."""
    rest = [p for p in parameters if not p["pinned"]]
    same = [p for p in rest if p["value"] == p["start"]]
    far = [p for p in rest if abs(p["value"] - p["start"]) > LITTLE * (p["high"] - p["low"])]
    edges = [p for p in parameters if p["value"] in (p["low"], p["high"]) and p["value"] != p["start"]]
    near = len(rest) - len(same) - len(far)
    yield " ".join((
        f"The other {len(rest)} are not pinned down. {len(same)} of them stay where they were assumed, {near} moved by",
        f"at most {LITTLE:.0%} of their range, and {len(far)} moved farther, because together that was the least",
        f"departure by which the patterns fit: {', '.join(map(short, far))}."))
    yield ""
    yield " ".join((
        f"{len(edges)} defaults were moved to an edge of their plausible range: {', '.join(map(short, edges))}.",
        "That is a sign of tension between patterns, ranges and the form of the laws; these are the first to doubt."))


def short(parameter: dict[str, Any]) -> str:
    """Name of a parameter as on the page."""
    return f"`{parameter['name'].removeprefix('parameters.')}`"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--replications", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    names = [DEFAULT, *sorted(path.stem for path in SCENARIOS.glob("*.toml") if path.stem != DEFAULT)]
    boards = {name: rows for name in names if (rows := board_of(name, given.replications, given.seed))}
    print("patterns", flush=True)
    default = load_scenario(SCENARIOS / f"{DEFAULT}.toml")
    patterns = [pattern_row(shown) for shown in evidence.board(default, None, given.replications, given.seed)]
    page = PAGE.read_text(encoding="utf-8")
    for name, text in {
        "provenance": provenance(given.replications, given.seed),
        "claims": f"{counted(boards[DEFAULT], 'claim')}.\n\n{as_markdown(boards[DEFAULT])}",
        "scenarios": across(boards),
        "patterns": f"{counted(patterns, 'pattern')}.\n\n{as_markdown(patterns)}",
        "disagreements": "\n".join(f"* {line}" for line in disagreement_lines(patterns)),
        "calibration": "\n".join(calibrated()),
    }.items():
        page = marked(page, name, text)
    PAGE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
