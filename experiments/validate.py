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

from sim._version import __version__
from sim.analysis import claims, evidence
from sim.analysis.claims.worlds import Worlds
from sim.analysis.identity import scenario_hash, sha256_of
from sim.scenario.reading import load_scenario
from sim.show.boards import Row, as_markdown, claim_row, counted, disagreement_lines, frame, number, pattern_row

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "validation.md"
CALIBRATION = ROOT / "experiments" / "calibrate_defaults.json"
DIGESTS = ROOT / "tests" / "baseline" / "digests.json"
SCENARIOS = ROOT / "scenarios"
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
    """What the numbers of the page depend on, besides the scenarios: the numbers that the model gives."""
    return sha256_of(json.loads(DIGESTS.read_text(encoding="utf-8")))[:12]


def provenance(runs: int, seed: int) -> str:
    """Which model, scenario, runs and seed the page shows, without a date."""
    default = load_scenario(SCENARIOS / f"{DEFAULT}.toml")
    return (f"salesshift {__version__}, model numbers `{model_identity()}`, scenario `{DEFAULT}` "
            f"`{scenario_hash(default)[:12]}`, {runs} runs of each world, root seed {seed}.")


def board_of(name: str, runs: int, seed: int) -> list[Row]:
    """The claims in one ready scenario; none where its horizon is too short."""
    scenario = load_scenario(SCENARIOS / f"{name}.toml")
    if scenario.quarters < claims.LEAST_QUARTERS:
        return []
    print(f"claims: {name}", flush=True)
    worlds = Worlds(scenario, runs, seed)
    rows = [claim_row(claims.ask(claim, worlds)) for claim in claims.CLAIMS]
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
    """What the calibration pinned down, and how little the patterns leave of each range."""
    found = json.loads(CALIBRATION.read_text(encoding="utf-8"))
    pinned = [p for p in found["parameters"] if p["pinned"]]
    held = sum(m["verdict"] == "holds" for m in found["measurements"])
    worst, size = found["implausibility_of_sample"], 16 * found["settings"]["points"]
    yield (f"At the defaults {held} of {len(found['measurements'])} measurements lie in their bands with their whole "
           f"intervals. Of {size:,} points that fill the box evenly, "
           f"{', '.join(f'{share * size:.0f}' for share in found['share_not_ruled_out'])} were not ruled out by the "
           f"surfaces after each wave: what is left is less than that grain, and was found by chains; "
           f"in the sample of what is left, the largest implausibility of a point is {worst['median_of_worst']:.1f} in "
           f"the median and {worst['ninth_decile_of_worst']:.1f} in the ninth decile, in errors of the surfaces. "
           f"The choice weighs a departure over a whole range like {found['chosen_weight']:g} squared errors.")
    yield ""
    yield (f"Of {len(found['parameters'])} parameters, the patterns pin down {len(pinned)}: what is not ruled out of "
           "them spreads by less than four fifths of the plausible range.")
    yield from ("", "| parameter | plausible range | assumption at the start | not ruled out (5 %, median, 95 %) | "
                "spread left | default |", "|---|---|---:|---|---:|---:|")
    for p in sorted(pinned, key=lambda p: p["spread_left"]):
        left = ", ".join(number(q) for q in p["not_ruled_out"])
        yield (f"| `{p['name'].removeprefix('parameters.')}` | {number(p['low'])} to {number(p['high'])} | "
               f"{number(p['start'])} | {left} | {p['spread_left']:.2f} | {number(p['value'])} |")
    rest = [p for p in found["parameters"] if not p["pinned"]]
    moved = [p for p in rest if abs(p["value"] - p["start"]) > 0.05 * (p["high"] - p["low"])]
    yield ""
    yield (f"The other {len(rest)} are not pinned down: the patterns hold over nearly the whole of their ranges. "
           f"{len(rest) - len(moved)} of them stay where they were assumed; {len(moved)} moved because that was the "
           "least departure by which the others fit: "
           + ", ".join(f"`{p['name'].removeprefix('parameters.')}`" for p in moved) + ".")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--replications", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    names = [DEFAULT, *sorted(path.stem for path in SCENARIOS.glob("*.toml") if path.stem != DEFAULT)]
    boards = {name: rows for name in names if (rows := board_of(name, given.replications, given.seed))}
    print("patterns", flush=True)
    worlds = Worlds(load_scenario(SCENARIOS / f"{DEFAULT}.toml"), given.replications, given.seed)
    patterns = [pattern_row(evidence.ask(pattern, worlds)) for pattern in evidence.PATTERNS]
    page = PAGE.read_text(encoding="utf-8")
    for name, text in {
        "provenance": provenance(given.replications, given.seed),
        "claims": f"{counted(boards[DEFAULT], 'claim')}.\n\n{as_markdown(boards[DEFAULT])}",
        "scenarios": across(boards),
        "patterns": f"{counted(patterns, 'pattern')}.\n\n{as_markdown(patterns)}",
        "disagreements": "\n".join(f"* {line}" for line in disagreement_lines()),
        "calibration": "\n".join(calibrated()),
    }.items():
        page = marked(page, name, text)
    PAGE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
