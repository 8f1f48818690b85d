"""What makes two results the same result: their inputs, as one hash."""

from __future__ import annotations

import hashlib
import json
import textwrap
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim._version import __version__

if TYPE_CHECKING:
    from sim.scenario.schema import Scenario

LONGEST_TITLE = 48
"""Characters of a scenario's title at the foot of a figure."""


def sha256_of(document: Any) -> str:
    """Hash a JSON document in its canonical form (sorted keys, no blanks)."""
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def code_of(files: Iterable[Path], root: Path) -> list[tuple[str, str]]:
    """List source files below a root in a fixed order, each with its place and text: a document to hash."""
    return [(path.relative_to(root).as_posix(), path.read_text(encoding="utf-8")) for path in sorted(files)]


def scenario_hash(scenario: Scenario) -> str:
    """Hash a scenario with all its defaults resolved."""
    return sha256_of(resolved(scenario))


def resolved(scenario: Scenario) -> dict[str, Any]:
    """Write a scenario out with all its defaults; `ValueError` where values differ between the runs of a batch."""
    from sim.scenario.columns import columns

    swept = [name for name, _ in columns(scenario)]
    if swept:
        raise ValueError(f"a scenario whose values differ from run to run has no one description: {', '.join(swept)}")
    return scenario.model_dump(mode="json")


def source_line(scenario: Scenario, replications: int, seed: int, each: str = "strategy") -> str:
    """Name version, scenario with its hash, replications of each strategy (or world) and seed: the foot of a figure."""
    title = textwrap.shorten(scenario.title, LONGEST_TITLE, placeholder=" ...")
    return (f"salesshift {__version__} | {title} {scenario_hash(scenario)[:8]} | {replications:,} futures per "
            f"{each}, the same luck for all | seed {seed}")
