"""Fresh processes: functions and commands that share nothing with the one that asks, not even its imports."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from pkgutil import resolve_name
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")


class FailedError(RuntimeError):
    """A command or function of a fresh process failed; says which and how."""


def environment() -> dict[str, str]:
    """One thread for every library, so that a core is compared with a core; the working tree is importable."""
    path = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    return os.environ | dict.fromkeys(THREADS, "1") | {"PYTHONPATH": path}


def call(function: str, **arguments: Any) -> Any:
    """What ``package.module:function`` returns in a new interpreter; arguments and result go as JSON."""
    done = subprocess.run(arguments_of(function, **arguments), cwd=ROOT, env=environment(), text=True,
                          stdout=subprocess.PIPE, check=False)
    if done.returncode:
        raise FailedError(f"{function}({arguments}) ended with {done.returncode}")
    return json.loads(done.stdout.splitlines()[-1])


def arguments_of(function: str, **arguments: Any) -> list[str]:
    """The command line that calls a function in a new interpreter."""
    return [sys.executable, "-m", "benchmarks.fresh", function, json.dumps(arguments)]


def timed(command: Sequence[str]) -> dict[str, float]:
    """Wall clock and CPU time in seconds, and peak memory in MB, of a whole command."""
    whole = [sys.executable, "-S", "-E", str(ROOT / "benchmarks" / "starter.py"), *command]
    done = subprocess.run(whole, cwd=ROOT, env=environment(), text=True, capture_output=True, check=False)
    if done.returncode:
        raise FailedError(f"{' '.join(command)} ended with {done.returncode}: {done.stderr.strip()[-500:]}")
    return dict(json.loads(done.stdout.splitlines()[-1]))


if __name__ == "__main__":
    print(json.dumps(resolve_name(sys.argv[1])(**json.loads(sys.argv[2]))))
