"""What makes two results the same result: their inputs, as one hash."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from sim._version import __version__

if TYPE_CHECKING:
    from sim.analysis.comparison import Comparison
    from sim.scenario.schema import Scenario


def sha256_of(document: Any) -> str:
    """Hash a JSON document in its canonical form (sorted keys, no blanks)."""
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def scenario_hash(scenario: Scenario) -> str:
    """Hash a scenario with all its defaults resolved."""
    return sha256_of(scenario.model_dump(mode="json"))


def inputs_of(comparison: Comparison) -> dict[str, Any]:
    """List everything that decides the numbers of a comparison."""
    return {
        "version": __version__,
        "scenario": comparison.scenario.model_dump(mode="json"),
        "strategies": list(comparison.strategies),
        "replications": comparison.replications,
        "seed_plan": {
            "root_seed": comparison.seed,
            "runs": [0, comparison.replications - 1],
            "rule": "run k has the same luck under every strategy, in every batch and on any number of processes",
        },
    }
