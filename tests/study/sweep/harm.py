"""What befalls files and processes, for the tests: damage of every kind, and ends at random moments."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from sim.results.swapping import LOCK

ROOT = Path(__file__).parents[3]
ENDS = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT)
LONGEST = 120
"""Seconds within which a sweep of these tests must have come to its end, on a busy machine."""
SMALL_BLOCKS = """
import signal, sys
signal.signal(signal.SIGINT, signal.SIG_DFL)  # while this loads, as the command's entry does
from sim.study.sweep import schedule
from sim.cli.__main__ import main
schedule.BLOCK_ROWS = 40
sys.argv[0] = "salesshift"
main()
"""

Harm = Callable[[Path, random.Random], None]


def flip(path: Path, rng: random.Random) -> None:
    """One bit is another."""
    content = bytearray(path.read_bytes())
    content[rng.randrange(len(content))] ^= 1 << rng.randrange(8)
    path.write_bytes(content)


def cut(path: Path, rng: random.Random) -> None:
    """The end is missing."""
    path.write_bytes(path.read_bytes()[:rng.randrange(1, path.stat().st_size)])


def empty(path: Path, rng: random.Random) -> None:
    """Nothing is left of the content."""
    path.write_bytes(b"")


def delete(path: Path, rng: random.Random) -> None:
    """The file is gone."""
    path.unlink()


def swap(path: Path, rng: random.Random) -> None:
    """Two files of a folder have changed places; where it is alone, its name has one letter more."""
    others = [one for one in sorted(path.parent.iterdir()) if one != path and one.is_file() and one.stat().st_size]
    other = rng.choice(others) if others else path.with_name(f"{path.name}x")
    content = path.read_bytes()
    path.write_bytes(other.read_bytes() if others else b"")
    other.write_bytes(content)


def braces(path: Path, rng: random.Random) -> None:
    """An empty JSON document."""
    path.write_text("{}")


def nonsense(path: Path, rng: random.Random) -> None:
    """Random bytes."""
    path.write_bytes(rng.randbytes(rng.randrange(1, 3000)))


def nested(path: Path, rng: random.Random) -> None:
    """JSON so deep that parsers give up."""
    path.write_text("[" * 100_000)


def longer(path: Path, rng: random.Random) -> None:
    """Something is added at the end."""
    path.write_bytes(path.read_bytes() + rng.randbytes(rng.randrange(1, 100)))


def folder(path: Path, rng: random.Random) -> None:
    """A folder with somebody's notes."""
    path.unlink()
    path.mkdir()
    (path / "notes.txt").write_text("mine")


def pipe(path: Path, rng: random.Random) -> None:
    """A pipe, at which whoever reads it would wait for good."""
    path.unlink()
    os.mkfifo(path)


HARMS: tuple[Harm, ...] = (flip, cut, empty, delete, swap, braces, nonsense, nested, longer, folder, pipe)


def files_of(folder: Path) -> list[Path]:
    """Every file that a sweep has written."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


def begun(design: Path, out: Path, *more: str) -> subprocess.Popen[str]:
    """A sweep in a process and a session of its own, with blocks so small that many are written."""
    words = [sys.executable, "-c", SMALL_BLOCKS, "sweep", str(design), "--out", str(out), "--workers", "2", *more]
    return subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                            start_new_session=True, env={**os.environ, "PYTHONPATH": str(ROOT)})


def ended_at_random(process: subprocess.Popen[str], out: Path, rng: random.Random, within: float) -> str:
    """End a sweep at some moment after its folder is there; what it said on stderr.

    Ctrl-C reaches all of its processes, as at a terminal.
    """
    while not (out / LOCK).exists() and process.poll() is None:
        time.sleep(0.01)
    time.sleep(rng.uniform(0.0, within))
    number = rng.choice(ENDS)
    if process.poll() is None:
        if number == signal.SIGINT:
            os.killpg(process.pid, number)
        else:
            process.send_signal(number)
    try:
        return process.communicate(timeout=LONGEST)[1]
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        raise AssertionError(f"the sweep hangs after {number!r}: {process.communicate()[1]}") from None
