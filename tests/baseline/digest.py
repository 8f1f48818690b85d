"""Baseline digests: a stored summary of each ready scenario, so that no change of the numbers goes unseen.

``python -m tests.baseline.digest`` writes the file anew. Who does so says in ``CHANGELOG.md`` what moved and why.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from sim.engine.ensemble import simulate
from sim.scenario.reading import load_scenario

HERE = Path(__file__).parent
FILE = HERE / "digests.json"
SCENARIOS = HERE.parents[1] / "scenarios"
RUNS, SEED = 8, 20_261_121
OUTCOMES = ("revenue", "cost", "profit", "customers", "customers_lost", "adoption", "behaviour", "habit_selling",
            "fear", "attitude", "energy", "skill_selling", "trust", "satisfaction", "pressure", "headcount", "leavers",
            "leads")

Digest = dict[str, dict[str, list[float]]]


def digest_of(path: Path) -> Digest:
    """For each strategy and outcome: mean over the runs at the first, a middle and the last quarter."""
    scenario = load_scenario(path)
    quarters = [0, scenario.quarters // 2, scenario.quarters - 1]
    summary: Digest = {}
    for strategy in scenario.strategies:
        outcomes = simulate(scenario, strategy.name, replications=RUNS, seed=SEED).outcomes
        summary[strategy.name] = {name: [float(np.mean(outcomes[name][q])) for q in quarters] for name in OUTCOMES}
    return summary


def main() -> None:
    """Write the digests of all ready scenarios."""
    digests = {path.stem: digest_of(path) for path in sorted(SCENARIOS.glob("*.toml"))}
    FILE.write_text(json.dumps(digests, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
