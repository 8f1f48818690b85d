"""Measure and report: ``python -m benchmarks SECTION ...``, ``all``, ``report`` or ``quick``."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from benchmarks.sections import contest, memory, pieces, scaling, slider, startup, sweeps, workers
from benchmarks.store import FULL, TRIAL, Effort, Row, save, say

SECTIONS: dict[str, Callable[[Effort], list[Row]]] = {
    "peers": contest.peers, "limit": contest.limit,
    **{name: partial(scaling.axis, name) for name in scaling.AXES},
    "workers": workers.workers, "startup": startup.startup, "memory": memory.memory, "slider": slider.slider,
    "pieces": pieces.pieces, "sweeps": sweeps.sweeps,
}
LONG = {"limit", *scaling.AXES}
"""Sections of which a round takes most of a minute: to compile the loop anew, or to measure many large points."""
ROUNDS_OF_LONG = 5


def main() -> None:
    """Measure the sections that are asked for, one after the other; each is stored as soon as it is done."""
    asked = arguments()
    if asked.sections == ["quick"]:
        from benchmarks.guard import guard

        return guard(accept=asked.accept)
    effort = TRIAL if asked.trial else FULL
    for section in SECTIONS if "all" in asked.sections else asked.sections:
        if section in SECTIONS:
            measure(section, shortened(effort) if section in LONG else effort)
    from benchmarks.report import write

    write()


def measure(section: str, effort: Effort) -> None:
    """Measure and store one section; one that found nothing to measure leaves the stored table alone."""
    say(f"--- {section} ---")
    began = time.perf_counter()
    rows = SECTIONS[section](effort)
    took = time.perf_counter() - began
    if rows:
        save(section, rows, effort, took)
    say(f"{section}: {len(rows)} rows in {took:.0f} s" + ("" if rows else "; nothing is stored"))


def shortened(effort: Effort) -> Effort:
    """The same with fewer rounds."""
    return replace(effort, rounds=min(effort.rounds, ROUNDS_OF_LONG))


def arguments() -> argparse.Namespace:
    """What is asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("sections", nargs="+", choices=["all", "report", "quick", *SECTIONS], metavar="SECTION",
                        help="all, report (write docs/performance.md anew), quick, or some of: " + ", ".join(SECTIONS))
    parser.add_argument("--trial", action="store_true", help="little effort, to see whether everything works")
    parser.add_argument("--accept", action="store_true", help="with quick: take a lower ratio as the new standard")
    asked = parser.parse_args()
    if "quick" in asked.sections and len(asked.sections) > 1:
        parser.error("quick goes alone")
    return asked


if __name__ == "__main__":
    main()
