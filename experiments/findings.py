"""Carry out the ready designs and write what came of them into `docs/findings.md`.

    python experiments/findings.py [--workers 2] [--results results/findings] [NAME ...]

Replaces what lies between the marks of the page, and the pictures in docs/images; the words around them stay. The same
version gives the same page. Sweeps that are there are not run again. All together: about 670,000 runs, some fifteen
minutes on two processors. NAME does only some of the designs.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sim.study.sweep.folder import Sweep

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "findings.md"
IMAGES = ROOT / "docs" / "images"
TOP = 10
SMALL = 2.0
"""Means below this are shares, and get two digits."""

FEAR, CULTURE, WORKLOAD = "people.fear_of_failure", "framework.error_culture", "framework.workload"
ALONE = ("--strategy", "transform_everyone", "--against", "carry_on")
PAIR = ("--strategy", "add_sellers", "--against", "transform_everyone")
WORK: dict[str, list[tuple[str, tuple[str, ...], str]]] = {
    # design -> (command, its words, picture that goes to the page)
    "robustness": [("robustness", (), "robustness"),
                   ("discover", ("--strategy", "transform_everyone", "--against", "add_sellers"), "box"),
                   ("sensitivity", PAIR, "")],
    "global_screening": [("sensitivity", PAIR, "")],
    "global_sensitivity": [("sensitivity", PAIR, "sensitivity")],
    "critical_mass": [("map", ("--x", FEAR, "--y", CULTURE, "--outcome", "adoption_end", *ALONE), "map"),
                      ("tipping", ("--along", FEAR, "--outcome", "goal_reached", "--level", "0.5", *ALONE[:2]), "")],
    "advisor_share": [("map", PAIR, "map"), ("tipping", ("--along", "organisation.advisor_share", *PAIR), "")],
    "bonus_mix": [("robustness", (), ""),
                  ("sensitivity", ("--strategy", "culture_first", "--against", "carry_on"), "")],
    "opinion_leaders": [("map", ("--outcome", "adoption_end", "--strategy", "culture_first", "--against",
                                 "transform_everyone"), "map")],
    "habit_reward": [("map", ("--x", "people.habit_advising", "--y", "framework.recognition_for_selling", "--outcome",
                              "adoption_end", *ALONE), "map")],
    "pressure": [("tipping", ("--along", "leadership.pressure", *ALONE), "along-1")],
    "programme_order": [("robustness", (), "robustness")],
}

TABLES: dict[str, list[tuple[str, str, str, str]]] = {
    # design -> (outcome, strategy or all, factor down, factor across or the strategies)
    "critical_mass": [("goal_reached", "transform_everyone", CULTURE, FEAR),
                      ("gain", "transform_everyone", CULTURE, FEAR)],
    "opinion_leaders": [("adoption_end", name, "parameters.influence.leader_share",
                         "framework.opinion_leader_resistance") for name in ("transform_everyone", "culture_first")],
    "habit_reward": [("adoption_end", "transform_everyone", "framework.recognition_for_selling",
                      "people.habit_advising")],
    "pressure": [(outcome, name, CULTURE, "leadership.pressure") for name in ("transform_everyone", "top_down_project")
                 for outcome in ("attempts@sum", "gain")],
    "programme_order": [(outcome, "", WORKLOAD, "") for outcome in ("adoption_end", "gain", "energy@min")],
}


def salesshift(*words: str) -> str:
    """What a command prints; its complaint ends the script."""
    done = subprocess.run([sys.executable, "-m", "sim.cli.app", *words], cwd=ROOT, text=True, stdout=subprocess.PIPE)
    if done.returncode:
        raise SystemExit(f"salesshift {' '.join(words)}: exit code {done.returncode}")
    return done.stdout


def carried_out(design: str, place: Path, workers: int) -> Path:
    """The folder of the design's sweep, complete."""
    folder = place / design
    salesshift("sweep", f"experiments/{design}.toml", "--out", str(folder), "--workers", str(workers), "--quiet")
    return folder


def answers(design: str, place: Path) -> dict[str, Any]:
    """What the commands say of a sweep, by command; pictures go to the docs."""
    found = {}
    for command, words, picture in WORK[design]:
        out = place / f"{design}-{command}"
        document = json.loads(salesshift(command, str(place / design), *words, "--out", str(out), "--json"))
        found[command] = document
        if picture:
            first = picture == next(p for _, _, p in WORK[design] if p)
            name = f"findings-{design}" if first else f"findings-{design}-{picture}"
            shutil.copyfile(out / "figures" / f"{picture}.png", IMAGES / f"{name}.png")
    return found


def marked(page: str, name: str, text: str) -> str:
    """The page with the text between the marks of that name."""
    begin, end = f"<!-- {name}: made by experiments/findings.py -->", f"<!-- end of {name} -->"
    before, found, rest = page.partition(begin)
    if not found or end not in rest:
        raise SystemExit(f"{PAGE}: the marks of '{name}' are missing")
    return f"{before}{begin}\n\n{text.strip()}\n\n{end}{rest.partition(end)[2]}"


def sentences(document: dict[str, Any]) -> list[str]:
    """The sentences of an answer, as a list to read."""
    given: Sequence[str] = document.get("sentences") or [document["sentence"]]
    return [f"> {line}" for line in given]


def influence_table(document: dict[str, Any]) -> str:
    """The leading assumptions of a sensitivity analysis with their intervals."""
    rows = ["| assumption | range | measure | 95 % interval |", "|---|---|---:|---|"]
    for row in document["factors"][:TOP]:
        tried = f"{row['range_low']:g} to {row['range_high']:g}"
        name = row["factor"] if row["factor"].endswith(".mixture") else f"`{row['factor']}`"
        rows.append(f"| {name} ({row['meaning'].rstrip('.')}) | {tried} | {row['measure']:.3g} | "
                    f"{row['low']:.3g} to {row['high']:.3g} |")
    return "\n".join(rows)


def means_table(folder: Path, outcome: str, strategy: str, down: str, across: str) -> str:
    """Means of an outcome over the worlds: one factor down, another (or the strategies) across; money in M EUR."""
    sweep = Sweep.open(folder)
    means = sweep.means(outcome)
    worlds = sweep.points.join(means)
    wide = worlds.pivot_table(index=down, columns=across, values=strategy) if across else \
        worlds.groupby(down)[list(means.columns)].mean()
    small = "{:.2f}" if means.max().max() < SMALL else "{:,.0f}"
    scale, form = (1e-6, "{:.1f}") if outcome in ("gain", "npv") else (1.0, small)
    head = [f"{down} \\ {across or 'strategy'}", *(f"{c:g}" if across else str(c) for c in wide.columns)]
    unit = " (M EUR)" if scale < 1.0 else ""
    rows = [f"| {' | '.join(head)} |", f"|---|{'---:|' * len(wide.columns)}"]
    rows += [f"| {level:.3g} | {' | '.join(form.format(value * scale) for value in row)} |"
             for level, row in zip(wide.index, wide.to_numpy(), strict=True)]
    return f"Mean of `{outcome}`{unit}{f' of `{strategy}`' if strategy else ''}:\n\n" + "\n".join(rows)


def text_of(design: str, found: dict[str, Any], folder: Path) -> str:
    """The block of one design: its size, the sentences, the leading assumptions."""
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    parts = [f"`experiments/{design}.toml`: {manifest['counts']['planned']:,} runs of {manifest['points']:,} worlds, "
             f"{manifest['counts']['failed']:,} failed; sweep `{manifest['identity'][:12]}`."]
    for command, document in found.items():
        parts.append(f"`salesshift {command}`\n\n" + "\n>\n".join(sentences(document)))
        if "factors" in document:
            parts.append(influence_table(document))
    return "\n\n".join([*parts, *(means_table(folder, *asked) for asked in TABLES.get(design, ()))])


def main() -> None:
    """Run the designs named, or all."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("names", nargs="*", default=list(WORK))
    reader.add_argument("--workers", type=int, default=2)
    reader.add_argument("--results", type=Path, default=ROOT / "results" / "findings")
    asked = reader.parse_args()
    for design in asked.names:
        print(design, flush=True)
        folder = carried_out(design, asked.results, asked.workers)
        block = text_of(design, answers(design, asked.results), folder)
        PAGE.write_text(marked(PAGE.read_text(encoding="utf-8"), design, block), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
