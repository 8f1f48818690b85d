"""Sweeps as whole commands: time, memory and disk against their size; killed three times; with nothing left to do."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.fresh import ROOT, FailedError, call, environment, timed
from benchmarks.store import Effort, Row, cores, say

DESIGN = "experiments/robustness.toml"
STRATEGIES, FUTURES = 8, 2
RUNS = (4_000, 20_000, 100_000)
MILLION, MORE_FUTURES = 1_000_000, 20
"""The largest sweep measured: as many worlds as that of 100,000 runs, with ten times as many futures in each."""
TRIAL_RUNS = 4_000
KILLS = 3
WRITTEN = 16_000
WAIT = 0.05


def sweeps(effort: Effort) -> list[Row]:
    """A row for each size, one for the largest killed on the way, one for a start with nothing left to do."""
    sizes = [runs for runs in RUNS if effort.name != "trial" or runs <= TRIAL_RUNS]
    rows = []
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        for runs in sizes:
            rows.append(measured("size", runs, place / str(runs)))
        rows.append(measured("again", sizes[-1], place / str(sizes[-1])))
        if effort.name != "trial":
            rows.append(measured("size", MILLION, place / "million", MORE_FUTURES))
            shutil.rmtree(place / "million")
        rows.append(row_of("writer", WRITTEN, call("benchmarks.sections.sweeps:written")))
        say(f"writer: {1e6 * rows[-1]['seconds'] / WRITTEN:.1f} microseconds a run")
        rows.append(killed(sizes[-1], place / "killed", place / str(sizes[-1])))
    return rows


def written() -> float:
    """Seconds that the writer needs for so many runs: identities, rows and files, without simulating them."""
    import numpy as np

    from sim.study.design.reading import load_design
    from sim.study.sweep.blocks import Known, begun, job_of
    from sim.study.sweep.schedule import Schedule
    from sim.study.sweep.store import Store, sweep_up
    from sim.study.sweep.work import JobResult

    schedule = Schedule(load_design(ROOT / DESIGN, [f"sampler.points={WRITTEN // (STRATEGIES * FUTURES)}"]))
    parts_ = [(part, schedule.key(part)) for part in schedule.slices()]
    with tempfile.TemporaryDirectory() as name:
        store = Store(Path(name), schedule.prepared.design.outcomes, {})
        sweep_up(store.place)
        began = time.perf_counter()
        for part, key in parts_:
            block, missing = begun(schedule, part, key, Known(store, ()))
            job = job_of(schedule, block, missing)
            assert job is not None
            draws = np.random.default_rng(1).standard_normal(job.runs.size)
            made = JobResult({s: dict.fromkeys(job.outcomes, draws) for s in job.strategies}, [])
            block.take(schedule, job, made, missing)
            store.write(key, block.rows, block.values, block.failures, (), 1)
        return time.perf_counter() - began


def row_of(kind: str, runs: int, seconds: float, **more: float | bool) -> Row:
    """A row of the table; what was not asked is None."""
    empty = dict.fromkeys(("workers", "peak_mb", "bytes", "files", "equal"))
    return {"kind": kind, "runs": runs, "seconds": seconds, **empty, **more}


def command(runs: int, place: Path, futures: int = FUTURES) -> list[str]:
    """The command line of a sweep of so many runs."""
    return [sys.executable, "-m", "sim.cli.app", "sweep", DESIGN, "--out", str(place), "--workers", str(cores()),
            "--set", f"sampler.points={runs // (STRATEGIES * futures)}", "--set", f"replications.number={futures}",
            "--quiet"]


def measured(kind: str, runs: int, place: Path, futures: int = FUTURES) -> Row:
    """One sweep as a whole process: seconds, peak memory of its largest process in MB, bytes on disk."""
    used = timed(command(runs, place, futures))
    row = row_of(kind, runs, used["wall"], workers=cores(), peak_mb=used["peak_mb"], bytes=size_of(place),
                 files=len(parts(place)))
    say(f"{kind}, {runs:,} runs: {used['wall']:.1f} s, {used['peak_mb']:.0f} MB, {row['bytes'] / 1e6:.1f} MB on disk")
    return row


def killed(runs: int, place: Path, whole: Path) -> Row:
    """A sweep killed with SIGKILL three times on the way, then finished: seconds in all, and whether it is equal."""
    began, planned = time.perf_counter(), len(parts(whole))
    for kill in range(1, KILLS + 1):
        kill_at(command(runs, place), place, kill * planned // (KILLS + 1))
    words = command(runs, place)
    last = subprocess.run(words, cwd=ROOT, env=environment(), text=True, capture_output=True, check=False)
    if last.returncode:
        raise FailedError(f"the last start ended with {last.returncode}: {last.stderr.strip()[-500:]}")
    seconds = time.perf_counter() - began
    same = equal(place, whole)
    say(f"killed {KILLS} times, {runs:,} runs: {seconds:.1f} s, {'equal' if same else 'NOT EQUAL'} in every value")
    shutil.rmtree(place)
    return row_of("killed", runs, seconds, workers=cores(), equal=same)


def kill_at(words: Sequence[str], place: Path, number: int) -> None:
    """Start a sweep and kill it with SIGKILL as soon as so many parts are there."""
    process = subprocess.Popen(words, cwd=ROOT, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    while len(parts(place)) < number:
        if process.poll() is not None:
            raise FailedError(f"the sweep ended before it was killed: {process.communicate()[1]!r}")
        time.sleep(WAIT)
    process.send_signal(signal.SIGKILL)
    process.communicate()


def parts(place: Path) -> list[Path]:
    """The parts that are written."""
    return [path for path in (place / "parts").glob("*.parquet") if not path.name.startswith(".")]


def size_of(place: Path) -> int:
    """Bytes of all files below a folder."""
    return sum(path.stat().st_size for path in place.rglob("*") if path.is_file())


def equal(one: Path, other: Path) -> bool:
    """Whether two sweeps have the same runs with the same values, to the bit, each once."""
    code = ("import json, sys; from sim.study.sweep.folder import Sweep; "
            "a, b = (Sweep.open(p).runs() for p in sys.argv[1:]); "
            "print(json.dumps(bool(a.equals(b) and not a.duplicated(['point', 'strategy', 'run']).any())))")
    done = subprocess.run([sys.executable, "-c", code, str(one), str(other)], cwd=ROOT, env=environment(), text=True,
                          stdout=subprocess.PIPE, check=True)
    return bool(json.loads(done.stdout))
