"""Starts the workshop as a user does: the command, in a process of its own."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0
SEAMLESS = {"LC_ALL": "C.UTF-8", "PYTHONIOENCODING": "utf-8", "PYTHONUNBUFFERED": "1"}
ADDRESS = re.compile(r"http://\S+")


@dataclass(frozen=True)
class Workshop:
    """A running one: its address without the slash at the end, its process, and the file that takes its stderr."""

    url: str
    process: subprocess.Popen[str]
    complaints: Path

    def ends(self, how: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(how)
        return self.process.wait(PATIENCE)


def command(*options: str) -> list[str]:
    return [sys.executable, "-m", "sim.cli.app", "ui", *options]


def surroundings(more: Mapping[str, str] | None = None) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SOLARA_")}
    path = os.pathsep.join(filter(None, [str(ROOT), kept.get("PYTHONPATH")]))
    return {**kept, "PYTHONPATH": path, **SEAMLESS, **(more or {})}


def said(*options: str, more: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """A start that ends by itself."""
    return subprocess.run(command(*options), cwd=ROOT, env=surroundings(more), capture_output=True, text=True,
                          timeout=PATIENCE, check=False, stdin=subprocess.DEVNULL)


@contextmanager
def started(*options: str, more: Mapping[str, str] | None = None, cwd: Path = ROOT, alone: bool = False
            ) -> Iterator[Workshop]:
    """A workshop on a free port, from its first answer until the end of the block; its results lie below ``cwd``.

    Whoever ends pytest with its group ends this too, unless it is to be `alone`, in a group of its own.
    """
    with tempfile.TemporaryDirectory() as folder:
        complaints = Path(folder) / "stderr"
        with complaints.open("w", encoding="utf-8") as stream:
            process = subprocess.Popen(command("--no-open", "--port", "0", *options), cwd=cwd, text=True,
                                       env=surroundings(more), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                       stderr=stream, start_new_session=alone, encoding="utf-8")
        try:
            assert process.stdout is not None
            address = ADDRESS.search(process.stdout.readline())
            assert address is not None, complaints.read_text(encoding="utf-8")
            yield Workshop(address[0].rstrip("/"), process, complaints)
        finally:
            if process.poll() is None:
                process.terminate()
            process.communicate(timeout=PATIENCE)
