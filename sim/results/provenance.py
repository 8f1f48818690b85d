"""The record itself: what somebody needs to make the same figure again."""

from __future__ import annotations

import hashlib
import json
import shlex
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields
from functools import cache
from pathlib import Path, PureWindowsPath
from typing import TYPE_CHECKING, Any, Literal

from sim._version import __version__
from sim.scenario.schema import Scenario

if TYPE_CHECKING:
    import pandas as pd

# --- identity: what makes two results the same result -------------------------------------------------------------

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


LONGEST = 10_000
"""Characters of one entry that are read back: a command line may be long, a hostile file longer."""


@cache
def code_hash() -> str:
    """Hash the source of this package: two versions with the same number may still differ in it."""
    root = Path(__file__).parents[1]
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


# What somebody types, or writes in Python, to get the same results: from what was asked, not from what was typed.

PLACE = "DIR"
"""Stands for the directory of the results, which decides nothing in them."""


def command_line(command: str, places: Iterable[Path | None], options: Mapping[str, Any]) -> str:
    """Write a command line in its normal form.

    Parameters
    ----------
    places : files and directories that it takes; None where one was not given.
    options : name with its hyphens -> value. None, False and empty lists are left out; True is a flag alone; of a list
        or tuple, each element gets the option.
    """
    words = ["salesshift", command, *(as_given(place) for place in places if place is not None)]
    for name, value in options.items():
        if value is True:
            words.append(name)
        elif value is not None and value is not False:
            for one in value if isinstance(value, list | tuple) else (value,):
                words += [name, as_given(one) if isinstance(one, Path) else f"{one:.15g}"
                          if isinstance(one, float) else str(one)]
    return shlex.join(words)


def python_call(call: str, first: str, **arguments: Any) -> str:
    """Write a call as a person would, e.g. ``sim.compare(scenario, strategies=['mixed'], seed=1)``."""
    return f"{call}({', '.join([first, *(f'{name}={value!r}' for name, value in arguments.items())])})"


def as_given(place: Path) -> str:
    """Write a path as it was given; of an absolute one only the last name, since the rest belongs to one machine."""
    absolute = place.is_absolute() or PureWindowsPath(place).is_absolute()
    return PureWindowsPath(place).name if absolute else place.as_posix()


# Writes the record into the files that have a place for it.

KEY = "salesshift"
"""Name of the record in a PNG and in a Parquet schema."""
Metadata = dict[str, str | None]


def image_metadata(kind: Literal["png", "svg"] | str, provenance: Provenance | None) -> Metadata:
    """Metadata for Matplotlib's ``savefig``: PNG text chunks, or Dublin Core in SVG; never a date.

    Other programs show the fields with common names; the record as a whole is in ``salesshift`` (PNG) or
    ``Description`` (SVG, which allows no names of ours).
    """
    program = f"salesshift {__version__}"
    metadata: Metadata = {"Software": program} if kind == "png" else {"Creator": program, "Date": None}
    if provenance is None:
        return metadata
    if kind == "png":
        return metadata | {"Description": provenance.command, KEY: provenance.text()}
    return metadata | {"Source": provenance.command, "Identifier": provenance.identity,
                       "Description": provenance.text()}


def write_parquet(frame: pd.DataFrame, path: Path, provenance: Provenance) -> None:
    """Write a table without its index; the record stands in the metadata of the schema."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.Table.from_pandas(frame, preserve_index=False)
    told = {**(table.schema.metadata or {}), KEY.encode(): provenance.text().encode()}
    pq.write_table(table.replace_schema_metadata(told), path)
