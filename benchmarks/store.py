"""Results on disk: one tidy table a section, with where, when and how it was measured."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from benchmarks.fresh import ROOT
from sim._version import __version__

RESULTS = ROOT / "benchmarks" / "results"
LIBRARIES = ("numpy", "scipy", "mesa", "agentpy", "numba", "llvmlite", "pytest-benchmark")

CODE = ("sim", "scenarios", "benchmarks/*.py")
"""Files whose change makes a figure another one."""

Row = dict[str, Any]


@dataclass(frozen=True)
class Effort:
    """How much is measured: rounds (fresh processes), sweeps in each, least seconds of a slice."""

    name: str
    rounds: int
    sweeps: int
    seconds: float


FULL = Effort("full", rounds=7, sweeps=3, seconds=0.3)
TRIAL = Effort("trial", rounds=2, sweeps=1, seconds=0.1)
"""To see whether everything works; its figures are not to be quoted."""


def provenance(command: str) -> dict[str, Any]:
    """What a figure depends on besides the code that is measured."""
    return {"salesshift": __version__, "commit": commit(), "date": datetime.now(UTC).isoformat(timespec="seconds"),
            "command": command, "python": platform.python_version(), "libraries": libraries(),
            "system": f"{platform.system()} {platform.machine()}", "processor": processor(), "cores": cores(),
            "load": round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None}


def commit() -> str:
    """The commit that is checked out, with a mark when files differ from it; results do not count."""
    try:
        said = [subprocess.run(["git", *ask], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()
                for ask in (["rev-parse", "--short=10", "HEAD"], ["status", "--porcelain", "--", *CODE])]
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return said[0] + ("+" if said[1] else "")


def libraries() -> dict[str, str]:
    """Versions of what is compared or relied on; those that are missing are left out."""
    found = {}
    for name in LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def processor() -> str:
    """The name that the processor gives itself."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        return next(line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or "unknown"


def cores() -> int:
    """Processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1)


def save(section: str, rows: list[Row], effort: Effort, seconds: float) -> Path:
    """Write the table of a section, replacing the one before."""
    about = provenance(f"python -m benchmarks {section}") | {"effort": asdict(effort), "seconds": round(seconds, 1)}
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{section}.json"
    path.write_text(as_json({"section": section, "provenance": about, "rows": [rounded(row) for row in rows]}),
                    encoding="utf-8", newline="\n")
    return path


def load(section: str, results: Path = RESULTS) -> dict[str, Any] | None:
    """The stored table of a section, or None when it was never measured."""
    path = results / f"{section}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def as_json(document: Row) -> str:
    """A document with one line for each row, so that a change of a figure is a change of a line."""
    inside = [f"  {json.dumps(key)}: {_value(value)}" for key, value in document.items()]
    return "{\n" + ",\n".join(inside) + "\n}\n"


def _value(value: Any) -> str:
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return "[\n" + ",\n".join(f"    {json.dumps(row, ensure_ascii=False)}" for row in value) + "\n  ]"
    return json.dumps(value, ensure_ascii=False)


def rounded(value: Any) -> Any:
    """Numbers to five digits: more are noise, and make a history unreadable."""
    if isinstance(value, float):
        return float(f"{value:.5g}")
    if isinstance(value, dict):
        return {key: rounded(inner) for key, inner in value.items()}
    return [rounded(inner) for inner in value] if isinstance(value, list) else value


def say(text: str) -> None:
    """A line of progress, with the time."""
    print(f"{time.strftime('%H:%M:%S')}  {text}", file=sys.stderr, flush=True)
