"""Nothing takes results away: what is damaged is named and made anew, and no wrong number is ever read."""

from __future__ import annotations

import json
import os
import random
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from sim.cli.app import app
from sim.results import origin_of
from sim.results.contents import MANIFEST, OWN
from sim.results.directory import going, whole_directory
from sim.results.seal import flaw
from sim.results.swapping import LOCK, NEW
from sim.results.writing import TEMPORARY, DiskError
from sim.study.design.reading import load_design
from sim.study.sweep import schedule as schedules
from sim.study.sweep.executors import Crew, DamageError, SweepError
from sim.study.sweep.folder import Sweep
from sim.study.sweep.runner import Tally
from sim.study.sweep.schedule import Schedule
from sim.study.sweep.store import SET_ASIDE
from sim.study.sweep.sweeping import Report, run_sweep
from tests.study.sweep import harm, saboteur
from tests.study.sweep.conftest import DESIGN, SCENARIO

runner = CliRunner()
ANALYSES = (["map"], ["robustness"], ["discover"], ["tipping", "--along", "people.fear_of_failure"], ["sensitivity"])


@pytest.fixture(scope="module", autouse=True)
def small_blocks() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(schedules, "BLOCK_ROWS", 20)
        yield


def swept(place: Path, design: Path) -> Report:
    """The sweep from where it is, by one thread; one future in three fails in every world."""
    with ThreadPoolExecutor(1) as pool:
        return run_sweep(Schedule(load_design(design, [])), place, Crew(pool, 1), work=saboteur.raises_on_poison)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A complete sweep with failures, beside its design; to be copied, not to be changed."""
    home = tmp_path_factory.mktemp("whole")
    (home / "small.toml").write_text(SCENARIO, encoding="utf-8")
    (home / "design.toml").write_text(DESIGN, encoding="utf-8")
    swept(home / "out", home / "design.toml")
    return home / "out"


@pytest.fixture
def folder(whole: Path, tmp_path: Path) -> Path:
    """A copy of the complete sweep."""
    return Path(shutil.copytree(whole, tmp_path / "out"))


def read(place: Path) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """All that analyses read of a sweep."""
    sweep = Sweep.open(place)
    return sweep.points, sweep.runs(), sweep.failures().drop(columns="trace")


def same(one: Path, other: Path) -> bool:
    """Whether two sweeps say the same, to the bit."""
    return all(a.equals(b) for a, b in zip(read(one), read(other), strict=True))


def holds(folder: Path, whole: Path, path: Path, *, design: Path) -> None:
    """What must be true of a damaged folder: refused or right when it is read; whole again after the next start."""
    left = path.read_bytes() if path.is_file() else None
    try:
        right = same(folder, whole)
    except SweepError as error:
        assert str(folder) in str(error) and "\n" not in str(error)
    else:
        assert right
    report = swept(folder, design)
    assert (report.planned, report.done) == (108, 108)
    assert same(folder, whole)
    for one in harm.files_of(folder):
        name = one.relative_to(folder).as_posix()
        assert name.startswith(SET_ASIDE) or name.endswith("x") or not flaw(name, one.read_bytes()), name
    assert origin_of(folder).state == "unchanged"
    name = path.relative_to(folder).as_posix()
    if left is not None and flaw(name, left):
        assert (folder / SET_ASIDE / name).read_bytes() == left  # nothing is lost
        assert any(one.startswith(name) for one in report.damaged)


def chosen(folder: Path, kind: str, rng: random.Random) -> Path:
    """A file of a kind: a name, or a folder of which any file may come."""
    found = [p for p in harm.files_of(folder) if p.relative_to(folder).as_posix().startswith(kind)]
    return rng.choice(found)


@pytest.mark.parametrize("kind", ["parts/", "failures/"])
@pytest.mark.parametrize("what", harm.HARMS, ids=lambda f: f.__name__)
def test_a_damaged_part_is_never_read_and_is_made_anew(folder: Path, whole: Path, kind: str, what: harm.Harm) -> None:
    rng = random.Random(f"{kind} {what.__name__}")
    path = chosen(folder, kind, rng)
    what(path, rng)
    with pytest.raises(DamageError, match="run the sweep again"):
        read(folder)
    holds(folder, whole, path, design=whole.parent / "design.toml")


@pytest.mark.parametrize("kind", ["manifest.json", "plan.json", "design.json", "scenario.toml", "points.parquet"])
@pytest.mark.parametrize("what", [harm.flip, harm.braces, harm.nested, harm.delete, harm.folder, harm.pipe],
                         ids=lambda f: f.__name__)
def test_a_damaged_document_is_named_and_written_anew(folder: Path, whole: Path, kind: str, what: harm.Harm) -> None:
    what(folder / kind, random.Random(1))
    with pytest.raises(DamageError, match=rf"{kind}: .*; run the sweep again"):
        read(folder)
    holds(folder, whole, folder / kind, design=whole.parent / "design.toml")


@pytest.mark.parametrize("edited", [lambda text: text + b"\n", lambda text: text.replace(b"Small", b"Large", 1)])
def test_provenance_never_certifies_a_manifest_that_was_edited(folder: Path, edited: Callable[[bytes], bytes]) -> None:
    path = folder / "manifest.json"
    assert origin_of(folder).state == "unchanged"
    path.write_bytes(edited(path.read_bytes()))
    assert (origin_of(folder).state, origin_of(folder).changed) == ("incomplete", ("manifest.json",))


@pytest.mark.slow
def test_two_hundred_damaged_folders(whole: Path, tmp_path: Path) -> None:
    rng = random.Random(1)
    names = [path.relative_to(whole) for path in harm.files_of(whole)]
    for number in range(200):
        folder = Path(shutil.copytree(whole, tmp_path / str(number)))
        path = folder / names[number % len(names)]
        rng.choice(harm.HARMS)(path, rng)
        holds(folder, whole, path, design=whole.parent / "design.toml")
        shutil.rmtree(folder)


@pytest.mark.parametrize("what", [harm.flip, harm.delete], ids=lambda f: f.__name__)
@pytest.mark.parametrize("words", [*ANALYSES, ["replay"]], ids=lambda words: words[0])
def test_every_analysis_refuses_a_sweep_with_a_damaged_or_missing_part(folder: Path, words: list[str],
                                                                       what: harm.Harm) -> None:
    run_id = Sweep.open(folder).runs(["run_id"])["run_id"].iloc[-1]
    path = chosen(folder, "parts/", random.Random(2))
    what(path, random.Random(2))
    result = runner.invoke(app, [words[0], str(folder), *words[1:], *([run_id] if words == ["replay"] else [])])
    assert result.exit_code == 2 and result.stdout == ""
    line, = result.stderr.splitlines()
    assert path.name in line and "run the sweep again" in line


def test_no_flipped_bit_of_a_part_goes_unnoticed(folder: Path) -> None:
    path = chosen(folder, "parts/", random.Random(3))
    content, name = path.read_bytes(), f"parts/{path.name}"
    for bit in range(0, 8 * len(content), 7):
        flipped = bytearray(content)
        flipped[bit // 8] ^= 1 << bit % 8
        assert flaw(name, bytes(flipped)), bit


def test_an_older_part_of_a_complete_sweep_is_said_to_lack_rows(folder: Path, whole: Path, tmp_path: Path) -> None:
    (folder / "failures" / next((folder / "failures").iterdir()).name).unlink()
    with pytest.raises(DamageError, match=r"holds \d+ of its \d+ rows"):
        Sweep.open(folder).runs()


def test_a_plan_of_another_sweep_is_noticed(folder: Path, whole: Path, tmp_path: Path) -> None:
    design = whole.parent / "design.toml"
    with ThreadPoolExecutor(1) as pool:
        run_sweep(Schedule(load_design(design, ["seed=2"])), tmp_path / "other", Crew(pool, 1))
    shutil.copy(tmp_path / "other" / "plan.json", folder / "plan.json")
    with pytest.raises(DamageError, match=r"plan\.json: belongs to another sweep"):
        Sweep.open(folder)


def test_failures_of_a_start_that_was_killed_do_not_stay(folder: Path, whole: Path) -> None:
    design = whole.parent / "design.toml"
    kept = {path: path.read_bytes() for path in (folder / "failures").iterdir()}
    with ThreadPoolExecutor(1) as pool:
        schedule = Schedule(load_design(design, []))
        run_sweep(schedule, folder, Crew(pool, 1))
        for path, content in kept.items():  # killed between a part that is complete now and its failures
            path.write_bytes(content)
        assert run_sweep(schedule, folder, Crew(pool, 1)).failed == 0
    assert Sweep.open(folder).failures().empty


def test_a_sweep_of_an_earlier_version_is_said_to_be_one_and_is_kept_aside(folder: Path, whole: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text())
    del manifest["seal"]
    older = json.dumps(manifest)
    (folder / "manifest.json").write_text(older)
    with pytest.raises(SweepError, match=r"was written by another version .* run the sweep again"):
        Sweep.open(folder)
    swept(folder, whole.parent / "design.toml")
    assert same(folder, whole) and (folder / SET_ASIDE / "manifest.json").read_text() == older


def test_a_folder_of_other_results_is_not_taken_for_a_sweep(tmp_path: Path, whole: Path) -> None:
    place = tmp_path / "mine"
    place.mkdir()
    (place / "manifest.json").write_text('{"program": "salesshift", "kind": "comparison"}')
    with pytest.raises(Exception, match=r"holds results of the kind 'comparison' .*; it stays as it is"):
        swept(place, whole.parent / "design.toml")
    assert [path.name for path in place.iterdir()] == ["manifest.json"]


def test_fresh_removes_only_what_a_sweep_has_written(folder: Path, whole: Path) -> None:
    for name in ("notes.txt", "parts/notes.txt", "parts/mine.parquet"):
        (folder / name).write_text("precious")
    with ThreadPoolExecutor(1) as pool:
        run_sweep(Schedule(load_design(whole.parent / "design.toml", [])), folder, Crew(pool, 1), fresh=True)
    assert all((folder / name).read_text() == "precious" for name in ("notes.txt", "parts/notes.txt",
                                                                      "parts/mine.parquet"))


def test_a_manifest_lists_only_what_the_sweep_wrote(folder: Path, whole: Path) -> None:
    mine = ("notes.txt", "parts/notes.txt", "parts/mine.parquet", "figures/deep/x.svg", "manifest.json.bak")
    for name in mine:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("mine")
    swept(folder, whole.parent / "design.toml")
    listed = json.loads((folder / MANIFEST).read_text())["files"]
    assert set(listed) == {path.relative_to(whole).as_posix() for path in harm.files_of(whole)} - {MANIFEST}


@pytest.mark.parametrize("finished", [True, False])
def test_a_run_that_is_forced_into_a_sweep_keeps_the_files_of_the_user(folder: Path, whole: Path, finished: bool
                                                                       ) -> None:
    mine = {folder / name: "mine" for name in ("notes.txt", "parts/notes.txt", "parts/mine.parquet")}
    for path, text in mine.items():
        path.write_text(text)

    def ended(tally: Tally) -> None:
        if not finished:
            raise KeyboardInterrupt

    with ThreadPoolExecutor(1) as pool, nullcontext() if finished else pytest.raises(KeyboardInterrupt):
        run_sweep(Schedule(load_design(whole.parent / "design.toml", [])), folder, Crew(pool, 1), told=ended)
    assert "; other files stay" in str(going(folder, "run"))
    with whole_directory(folder, "run", force=True) as place:
        (place / "quarters.csv").write_text("new")
    assert {path: path.read_text() for path in folder.rglob("*") if path.is_file()} == mine | {
        folder / "quarters.csv": "new"}


@pytest.mark.parametrize("kind", ["sweep", "nothing"])
def test_a_sweep_goes_where_another_command_was_killed(folder: Path, whole: Path, tmp_path: Path, kind: str) -> None:
    place = folder if kind == "sweep" else tmp_path / "r"
    (place / NEW / "figures").mkdir(parents=True)
    (place / NEW / "figures" / "half.svg").write_text("half")
    (place / LOCK).write_text("")
    (place / f"{TEMPORARY}0").write_text("half")
    assert swept(place, whole.parent / "design.toml").reused == (72 if kind == "sweep" else 0)
    assert same(place, whole)
    assert not [path for path in place.iterdir() if path.name.startswith(OWN)]


def test_a_disk_that_is_full_ends_a_sweep_which_goes_on_later(whole: Path, tmp_path: Path) -> None:
    resource = pytest.importorskip("resource", reason="limits of a process are known on Unix only")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    schedule = Schedule(load_design(whole.parent / "design.toml", []))

    def full(tally: Tally) -> None:
        if tally.done:
            resource.setrlimit(resource.RLIMIT_FSIZE, (100, before[1]))

    try:
        with ThreadPoolExecutor(1) as pool, pytest.raises(DiskError, match="cannot be written: File too large"):
            run_sweep(schedule, tmp_path / "out", Crew(pool, 1), told=full, work=saboteur.raises_on_poison)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert not list((tmp_path / "out").rglob(f"{TEMPORARY}*"))
    assert 0 < swept(tmp_path / "out", whole.parent / "design.toml").reused < 108
    assert same(tmp_path / "out", whole)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_sweep_below_a_folder_that_is_read_only_goes_on(folder: Path, whole: Path) -> None:
    next((folder / "parts").iterdir()).unlink()
    folder.parent.chmod(0o555)
    try:
        swept(folder, whole.parent / "design.toml")
    finally:
        folder.parent.chmod(0o755)
    assert same(folder, whole)


def kills(design: Path, out: Path, undisturbed: Path, number: int, rng: random.Random) -> None:
    """So many ends of a sweep at random moments, each time gone on from; whenever it is done, the table is the same."""
    whole, done = Sweep.open(undisturbed).runs(), 0
    while done < number:
        process = harm.begun(design, out)
        said = harm.ended_at_random(process, out, rng, 2.5)
        assert "Traceback" not in said, said
        done += process.returncode != 0
        complete = done == number or process.returncode == 0
        if complete:
            last = harm.begun(design, out)
            said, wrong = last.communicate(timeout=harm.LONGEST)
            assert last.returncode == 0, wrong
            pd.testing.assert_frame_equal(Sweep.open(out).runs(), whole, check_exact=True)
            assert not list(out.rglob(f"{TEMPORARY}*")) and not (out / SET_ASIDE).exists()
            assert origin_of(out).state == "unchanged"
            shutil.rmtree(out)


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """A design of some dozen parts."""
    (tmp_path / "small.toml").write_text(SCENARIO, encoding="utf-8")
    design = tmp_path / "many.toml"
    design.write_text(DESIGN.replace("number = 3", "number = 40"), encoding="utf-8")
    return design


def undisturbed(design: Path) -> Path:
    out = design.parent / "undisturbed"
    process = harm.begun(design, out)
    _, wrong = process.communicate(timeout=harm.LONGEST)
    assert process.returncode == 0, wrong
    return out


@pytest.mark.parametrize("number", [2, pytest.param(60, marks=pytest.mark.slow)])
def test_a_sweep_ended_at_random_moments_comes_to_the_same_table(many: Path, number: int) -> None:
    kills(many, many.parent / "out", undisturbed(many), number, random.Random(number))
