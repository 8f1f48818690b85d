"""The record itself: what somebody needs to make the same figure again."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Any

from sim._version import __version__
from sim.analysis.identity import code_of, scenario_hash, sha256_of
from sim.scenario.schema import Scenario

LONGEST = 10_000
"""Characters of one entry that are read back: a command line may be long, a hostile file longer."""


@cache
def code_hash() -> str:
    """Hash the source of this package: two versions with the same number may still differ in it."""
    root = Path(__file__).parents[2]
    return sha256_of(code_of(root.rglob("*.py"), root))


@dataclass(frozen=True)
class Provenance:
    """Where results come from. No date and no place of a machine: the same question has the same record.

    command : the command line, or the call in Python, that makes the results again; see `command_line`.
    kind : what they are, e.g. ``comparison``.
    identity : SHA-256 of everything that decides the numbers, as in the manifest.
    scenario, scenario_hash : title of the scenario, and SHA-256 of it with all defaults.
    design, design_hash : the same of the design of a sweep; empty where there is none.
    seed, replications : root seed, and runs of each strategy (or world); None where there are none.
    version, code : of this program: its number, and SHA-256 of its source.
    """

    command: str
    kind: str
    identity: str
    scenario: str = ""
    scenario_hash: str = ""
    design: str = ""
    design_hash: str = ""
    seed: int | None = None
    replications: int | None = None
    version: str = __version__
    code: str = field(default_factory=code_hash)

    @classmethod
    def of_inputs(cls, kind: str, inputs: Mapping[str, Any], command: str) -> Provenance:
        """Take the record from what decides the numbers, as the manifest lists it."""
        scenario, plan = inputs.get("scenario") or {}, inputs.get("seed_plan") or {}
        first, last = plan.get("runs") or (0, -1)
        return cls(command, kind, sha256_of({"kind": kind, "inputs": dict(inputs)}),
                   scenario=str(scenario.get("title", "")), scenario_hash=sha256_of(scenario) if scenario else "",
                   seed=plan.get("root_seed"), replications=last - first + 1 or None)

    @classmethod
    def of_scenario(cls, scenario: Scenario, command: str) -> Provenance:
        """Take the record of a scenario, which is no result: figures made from it carry its hash."""
        found = scenario_hash(scenario)
        return cls(command, "scenario", found, scenario=scenario.title, scenario_hash=found)

    @classmethod
    def from_record(cls, record: Any) -> Provenance:
        """Read what `record` gave; entries of later versions are left out, missing ones stay empty.

        Raises
        ------
        ValueError
            where it is no such record.
        """
        if not isinstance(record, dict) or not isinstance(record.get("kind"), str):
            raise ValueError("it holds no record of where it comes from")
        known: dict[str, Any] = {f.name: _text(record.get(f.name)) for f in fields(cls)}
        return cls(**known | {name: _number(record.get(name)) for name in ("seed", "replications")})

    def record(self) -> dict[str, str | int]:
        """Everything that is known, as a JSON object."""
        return {name: value for name, value in asdict(self).items() if value not in ("", None)}

    def text(self) -> str:
        """Write the record as one line of JSON."""
        return json.dumps(self.record(), ensure_ascii=False, allow_nan=False)

    def lines(self) -> Iterator[tuple[str, str]]:
        """Name and value of what a person wants to know, in order."""
        yield "kind", self.kind
        yield "command", self.command or "unknown"
        yield "version", f"salesshift {self.version or 'unknown'}" + (f", code {self.code[:12]}" if self.code else "")
        for name, title, found in (("scenario", self.scenario, self.scenario_hash),
                                   ("design", self.design, self.design_hash)):
            if title or found:
                yield name, ", ".join(filter(None, (title, f"hash {found}" if found else "")))
        if self.replications is not None:
            yield "replications", f"{self.replications:,}"
        if self.seed is not None:
            yield "root seed", str(self.seed)
        yield "identity", self.identity or "unknown"


def _text(value: Any) -> str:
    return value[:LONGEST] if isinstance(value, str) else ""


def _number(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None
