"""Where commands write: older results are replaced, everything else stays, and no end of a command loses anything."""

from __future__ import annotations

import contextlib
import json
import os
import random
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sim.cli.app import app
from sim.results.contents import MANIFEST, changed_in, listed_in, manifest_in
from sim.results.directory import check_target, only_one
from sim.results.swapping import NEW
from tests.small import small

ROOT = Path(__file__).parents[2]
SCENARIO = small(12)
DESIGN = """
title = "Small"
scenario = "s.toml"
[uncertainties]
"people.fear_of_failure" = {}
"leadership.pressure" = {}
[sampler]
kind = "latin_hypercube"
points = 30
"""
FILE_LIMIT = """
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000))
from sim.cli.app import main
main()
"""
FORKER = """
import os, sys
import matplotlib.figure, pyarrow.parquet, scipy.stats
import sim.comparison.compare, sim.engine.ensemble, sim.comparison.saving
from sim.cli.app import main
for line in sys.stdin:
    pid = os.fork()
    if pid == 0:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        sys.argv = ["salesshift", *line.split()]
        main()
        os._exit(0)
    os.write(1, f"{pid}\\n".encode())
    os.write(1, f"{os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])}\\n".encode())
"""
LONGEST_WRITING = 3.0
"""Seconds that a comparison needs to write its files."""
unix = pytest.mark.skipif(os.name == "nt", reason="signals and limits work otherwise there")
runner = CliRunner()


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "s.toml").write_text(SCENARIO, encoding="utf-8")
    (tmp_path / "d.toml").write_text(DESIGN, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def call(*args: str):
    return runner.invoke(app, list(args))


def begun(*args: str, script: tuple[str, ...] = ("-m", "sim.cli.app"), **more: object) -> subprocess.Popen[str]:
    """A command in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    return subprocess.Popen([sys.executable, *script, *args], env=environment, text=True, stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, **{"stdin": subprocess.DEVNULL, **more})


def everything(place: Path) -> dict[str, bytes]:
    return {path.relative_to(place).as_posix(): path.read_bytes() for path in place.rglob("*") if path.is_file()}


def test_a_finished_sweep_is_safe_from_run_until_somebody_forces_it(here: Path) -> None:
    assert call("sweep", "d.toml", "--out", "sw", "--workers", "1", "--quiet").exit_code == 0
    (here / "sw" / "figures").mkdir()
    (here / "sw" / "figures" / "notes.txt").write_text("mine")
    before = everything(here / "sw")
    for options in ((), ("--force",)):
        result = call("run", "s.toml", "--out", "sw", *options)
        assert (result.exit_code, result.stdout) == (2, "")
        assert "results of the kind 'sweep' (60 runs, " in result.stderr and "--" in result.stderr.splitlines()[-1]
        assert everything(here / "sw") == before
    with only_one(here / "sw"):
        result = call("run", "s.toml", "--out", "sw", "--force", "--yes")
        assert result.exit_code == 2 and "another command is writing here" in result.stderr
    assert everything(here / "sw") == before
    result = call("run", "s.toml", "--out", "sw", "--force", "--yes")
    assert result.exit_code == 0 and "'sweep' (60 runs" in result.stderr
    assert set(everything(here / "sw")) == {"figures/notes.txt", "quarters.csv", MANIFEST}


def test_results_of_a_run_are_safe_from_a_sweep(here: Path) -> None:
    assert call("run", "s.toml", "--out", "r").exit_code == 0
    before = everything(here / "r")
    result = call("sweep", "d.toml", "--out", "r", "--workers", "1", "--quiet")
    assert result.exit_code == 2 and "holds results of the kind 'run'" in result.stderr
    assert everything(here / "r") == before


@pytest.mark.parametrize("args", [
    ("run", "s.toml"), ("compare", "s.toml", "--replications", "4", "--workers", "1", "--quiet"),
    ("claims", "s.toml", "--ids", "A5", "--replications", "4"),
    ("claims", "s.toml", "--evidence", "--ids", "F1", "--replications", "4"),
    ("calibrate", "s.toml", "--data", "q.csv", "--inputs", "book", "--runs", "500", "--workers", "1"),
    ("robustness", "sw"), ("sensitivity", "sw"), ("tipping", "sw", "--along", "leadership.pressure"),
], ids=lambda args: "-".join(args[:3]))
def test_every_command_replaces_its_own_results_and_keeps_other_files(here: Path, args: tuple[str, ...]) -> None:
    (here / "q.csv").write_text("quarter,revenue\n1,900000\n2,910000\n3,930000\n4,940000\n5,950000\n")
    if "sw" in args:
        assert call("sweep", "d.toml", "--out", "sw", "--workers", "1", "--quiet").exit_code == 0
    first = call(*args, "--out", "r")
    assert first.exit_code == 0, first.stderr
    (here / "r" / "notes.txt").write_text("mine")
    again = call(*args, "--out", "r")
    assert again.exit_code == 0, again.stderr
    manifest = manifest_in(here / "r")
    assert manifest is not None and changed_in(here / "r", manifest) == ()
    assert set(everything(here / "r")) == {*listed_in(manifest), MANIFEST, "notes.txt"}
    next(path for path in (here / "r").glob("*.csv")).write_text("edited")
    refused = call(*args, "--out", "r")
    assert refused.exit_code == 2 and "edited since it was written" in refused.stderr
    assert len(refused.stderr.splitlines()) == 1


@pytest.mark.parametrize("options", [("--force",), ("--yes",), ("--out", "r", "--yes")])
def test_force_and_yes_without_what_they_belong_to_are_refused(here: Path, options: tuple[str, ...]) -> None:
    result = call("run", "s.toml", *options)
    assert result.exit_code == 2 and "belongs to" in result.stderr and not (here / "r").exists()


@unix
@pytest.mark.parametrize(("answer", "code"), [("n\n", 2), ("y\n", 0)])
def test_force_asks_somebody_at_a_terminal(here: Path, answer: str, code: int) -> None:
    import pty

    assert call("compare", "s.toml", "--replications", "4", "--workers", "1", "--out", "r").exit_code == 0
    before = everything(here / "r")
    ours, theirs = pty.openpty()
    process = begun("run", "s.toml", "--out", "r", "--force", stdin=theirs)
    os.write(ours, answer.encode())
    _, stderr = process.communicate(timeout=120)
    for handle in (ours, theirs):
        os.close(handle)
    assert process.returncode == code
    assert "results of the kind 'comparison' (" in stderr and "go; other files stay" in stderr and "Go on?" in stderr
    assert (everything(here / "r") == before) == (code == 2)


@unix
@pytest.mark.parametrize("args", [("run", "s.toml"), ("compare", "s.toml", "--replications", "4", "--workers", "1")])
def test_a_disk_that_takes_no_more_ends_with_74_and_one_line_and_leaves_nothing(here: Path, args) -> None:
    process = begun(*args, "--set", "quarters=60", "--out", "deep/r", script=("-c", FILE_LIMIT))
    stdout, stderr = process.communicate(timeout=240)
    assert (process.returncode, stdout) == (74, "")
    assert stderr == f"{here / 'deep' / 'r'}: cannot be written: File too large\n"
    assert {path.name for path in here.iterdir()} == {"s.toml", "d.toml"}


def members_of(group: int) -> list[str]:
    """Processes of a group that are not dead yet."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, _, belongs = path.read_text().rpartition(")")[2].split()[:3]
            found += [path.parent.name] if int(belongs) == group and state != "Z" else []
    return found


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="/proc tells when the workers are there")
def test_sigterm_ends_a_comparison_and_its_workers_with_143_and_one_line(here: Path) -> None:
    process = begun("compare", "s.toml", "--replications", "200000", "--workers", "2", "--out", "r",
                    start_new_session=True)
    end, children = time.monotonic() + 120, Path(f"/proc/{process.pid}/task/{process.pid}/children")
    while len(children.read_text().split()) < 2 and time.monotonic() < end:
        time.sleep(0.05)
    process.send_signal(signal.SIGTERM)
    stdout, stderr = process.communicate(timeout=120)
    assert (process.returncode, stdout) == (143, "")
    assert stderr == "Interrupted; nothing was written.\n"
    assert not (here / "r").exists()
    end = time.monotonic() + 20
    while members_of(process.pid) and time.monotonic() < end:
        time.sleep(0.1)
    assert members_of(process.pid) == []


@unix
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_that_comes_after_the_results_were_written_says_so(here: Path, monkeypatch, number) -> None:
    monkeypatch.setattr("sim.cli.results.show_cells", lambda cells: os.kill(os.getpid(), number))
    result = call("run", "s.toml", "--out", "r")
    assert (result.exit_code, result.stderr) == (128 + number, f"Interrupted; the results are written: {here / 'r'}\n")
    assert (here / "r" / MANIFEST).exists()


def kills(here: Path, number: int, seed: int) -> list[int]:
    """End real comparisons at random moments of their writing, and look at what is there; returns the exit codes.

    They are forked from a process that has loaded everything, since loading takes longer than all the rest.
    """
    args = ("compare", "s.toml", "--replications", "4", "--workers", "1", "--quiet", "--out", "r")
    chance, codes, place = random.Random(seed), [], here / "r"
    assert call(*args).exit_code == 0
    (place / "notes.txt").write_text("mine")
    with subprocess.Popen([sys.executable, "-c", FORKER], env={**os.environ, "PYTHONPATH": str(ROOT)}, bufsize=0,
                          stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as forker:
        assert forker.stdin is not None and forker.stdout is not None
        for k in range(2, number + 2):
            old = everything(place)
            forker.stdin.write(f"{' '.join(args)} --seed {k}\n".encode())
            process = int(forker.stdout.readline())
            while not (place / NEW).exists() and not select.select([forker.stdout], [], [], 0.002)[0]:
                pass
            select.select([forker.stdout], [], [], chance.uniform(0.0, chance.choice((0.05, LONGEST_WRITING))))
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, chance.choice((signal.SIGKILL, signal.SIGTERM, signal.SIGINT)))
            codes.append(int(forker.stdout.readline()))
            if codes[-1] in (-signal.SIGINT, -signal.SIGTERM):  # while Python itself ends: all must be there already
                assert seed_of(place) == k and not (place / NEW).exists()
            else:
                assert codes[-1] in (0, 128 + signal.SIGINT, 128 + signal.SIGTERM, -signal.SIGKILL)
            assert_one_result(place, old, k)
            assert {path.name for path in here.iterdir()} == {"s.toml", "d.toml", "r"}
        forker.stdin.close()
    assert call(*args).exit_code == 0
    assert seed_of(place) == 1 and (place / "notes.txt").read_text() == "mine"
    return codes


def assert_one_result(place: Path, old: dict[str, bytes], seed: int) -> None:
    """The older or the newer result is there as a whole, with the user's note, once the next command has looked."""
    check_target(place, "comparison")
    now, manifest = everything(place), manifest_in(place)
    assert manifest is not None and changed_in(place, manifest) == ()
    assert set(now) == {*listed_in(manifest), MANIFEST, "notes.txt"} and now["notes.txt"] == b"mine"
    assert now == old or seed_of(place) == seed


def seed_of(place: Path) -> int:
    """Root seed of the result in a folder."""
    return int(json.loads((place / MANIFEST).read_text())["inputs"]["seed_plan"]["root_seed"])


@unix
def test_a_few_kills_around_the_writing_lose_nothing(here: Path) -> None:
    assert len(kills(here, 6, seed=1)) == 6


@unix
@pytest.mark.slow
def test_sixty_kills_around_the_writing_lose_nothing(here: Path) -> None:
    codes = kills(here, 60, seed=2)
    assert len(codes) == 60 and {-signal.SIGKILL, 143, 130} <= set(codes)


@unix
def test_links_that_lead_round_in_a_circle_are_told_in_one_line(here: Path) -> None:
    (here / "loop").symlink_to("loop")
    result = call("run", "s.toml", "--out", "loop")
    assert result.exit_code == 2 and result.stdout == "" and len(result.stderr.splitlines()) == 1
    assert "loop" in result.stderr
