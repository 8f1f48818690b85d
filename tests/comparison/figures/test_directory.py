"""A folder of results is written whole or not at all, and nothing is taken away that the same command did not write."""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from sim.results import directory, swapping
from sim.results.contents import MANIFEST, contents_of, inside, sealed
from sim.results.directory import (
    check_replaceable,
    check_target,
    going,
    only_one,
    whole_directory,
)
from sim.results.writing import DiskError, SavingError, writing

OLD = {"a.csv": "old a", "figures/x.svg": "old x", "gone/only.csv": "old"}
NEW = {"a.csv": "new a", "figures/x.svg": "new x", "figures/y.svg": "new y"}
SYSCALLS = ("mkdir", "rename", "replace", "unlink", "rmdir")


def fill(place: Path, texts: dict[str, str], **manifest: Any) -> None:
    """Write files, and a manifest that lists them."""
    for name, text in texts.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text(text)
    document = sealed({"program": "salesshift", "kind": "run", "files": contents_of(place)} | manifest)
    (place / MANIFEST).write_text(json.dumps(document))


def write(target: Path, files: dict[str, str] = NEW, *, kind: str = "run", force: bool = False) -> None:
    with whole_directory(target, kind, force=force) as place:
        fill(place, files, kind=kind)


def texts(target: Path) -> dict[str, str]:
    """All files of a folder but the manifest."""
    return {path.relative_to(target).as_posix(): path.read_text() for path in target.rglob("*")
            if path.is_file() and path.name != MANIFEST}


def assert_whole(target: Path, files: dict[str, str]) -> None:
    """The files of one result, which its manifest lists, and nothing else."""
    assert texts(target) == files
    assert json.loads((target / MANIFEST).read_text())["files"] == contents_of(target)
    assert not [path for path in target.rglob("*") if path.is_dir() and not any(path.iterdir())]


@pytest.fixture
def old(tmp_path: Path) -> Path:
    target = tmp_path / "r"
    write(target, OLD)
    assert_whole(target, OLD)
    return target


def test_a_place_that_is_not_there_is_made_with_those_above(tmp_path) -> None:
    write(tmp_path / "deep" / "r")
    assert_whole(tmp_path / "deep" / "r", NEW)


def test_an_empty_directory_is_used(tmp_path) -> None:
    write(tmp_path)
    assert_whole(tmp_path, NEW)


def test_results_of_the_same_kind_are_replaced_in_the_same_folder(old) -> None:
    before = old.stat().st_ino
    write(old)
    assert_whole(old, NEW)
    assert old.stat().st_ino == before, "who stands in the folder still does"


def test_files_of_the_user_stay_wherever_they_are(old) -> None:
    mine = {"notes.txt": "mine", "figures/mine.svg": "mine", "thesis/deep/1.doc": "mine", "gone/2.doc": "mine"}
    for name, text in mine.items():
        (old / name).parent.mkdir(parents=True, exist_ok=True)
        (old / name).write_text(text)
    write(old)
    assert texts(old) == NEW | mine


@pytest.mark.parametrize("name", ["a.csv", "gone/only.csv"])
def test_a_file_of_ours_that_was_edited_is_not_replaced(old, name) -> None:
    (old / name).write_text("my own numbers")
    with pytest.raises(SavingError, match=f"edited since it was written: {name}; it stays as it is"):
        check_replaceable(old, "run")
    with pytest.raises(SavingError, match=name):
        write(old)
    assert texts(old) == OLD | {name: "my own numbers"}
    write(old, force=True)
    assert_whole(old, NEW)


def test_an_edited_manifest_is_not_replaced(old) -> None:
    document = json.loads((old / MANIFEST).read_text())
    (old / MANIFEST).write_text(json.dumps(document | {"note": "the good one"}))
    with pytest.raises(SavingError, match=MANIFEST):
        write(old)
    (old / MANIFEST).write_text(json.dumps(document, indent=7))
    write(old)


def test_a_file_of_ours_that_was_deleted_is_no_obstacle(old) -> None:
    shutil.rmtree(old / "figures")
    write(old)
    assert_whole(old, NEW)


@pytest.mark.parametrize("name", ["figures/y.svg", "figures/y.svg/deep", "new"])
def test_a_file_of_the_user_in_the_way_of_a_new_one_is_named_and_stays_even_if_forced(old, name) -> None:
    (old / name).parent.mkdir(exist_ok=True)
    (old / name).write_text("mine")
    with pytest.raises(SavingError, match="in the way of the results"):
        write(old, NEW | {"new/b.csv": "b"}, force=True)
    assert texts(old) == OLD | {name: "mine"}


def test_links_are_never_followed(old, tmp_path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "x.svg").write_text("old x")
    shutil.rmtree(old / "figures")
    (old / "figures").symlink_to(tmp_path / "elsewhere")
    for force in (False, True):
        with pytest.raises(SavingError, match="figures"):
            write(old, force=force)
    assert texts(tmp_path / "elsewhere") == {"x.svg": "old x"}


@pytest.mark.parametrize("name", ["../mine.txt", "/etc/hostname", "a/../../mine.txt", ".", ""])
def test_a_manifest_leads_to_nothing_outside_its_folder(tmp_path, name) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    target = tmp_path / "r"
    target.mkdir()
    fill(target, {"a": "a"}, files={name: contents_of(tmp_path)["mine.txt"]})
    assert inside(target, name) is None
    write(target, {"b": "b"}, force=True)
    assert (tmp_path / "mine.txt").read_text() == "mine" and Path("/etc").exists()


@pytest.mark.parametrize("kind", ["comparison", "sweep", "calibration"])
def test_results_of_another_kind_stay_unless_forced(old, kind) -> None:
    (old / "notes.txt").write_text("mine")
    with pytest.raises(SavingError, match=r"holds results of the kind 'run' \(3 files, 0.0 MB\), and not of the kind"):
        check_target(old, kind)
    with pytest.raises(SavingError, match="--force"):
        write(old, kind=kind)
    assert texts(old) == OLD | {"notes.txt": "mine"}
    assert going(old, kind) == f"{old}: results of the kind 'run' (3 files, 0.0 MB) go; other files stay"
    write(old, kind=kind, force=True)
    assert texts(old) == NEW | {"notes.txt": "mine"}


@pytest.mark.parametrize("document", [{}, {"kind": "run"}, {"kind": "run", "files": {}}, {"kind": 3, "files": []}])
def test_results_without_a_list_of_their_files_stay_unless_forced(tmp_path, document) -> None:
    (tmp_path / "a.csv").write_text("old")
    (tmp_path / MANIFEST).write_text(json.dumps({"program": "salesshift"} | document))
    with pytest.raises(SavingError, match=r"\(2 files, 0.0 MB, without a list of them\)"):
        check_replaceable(tmp_path, "run")
    with pytest.raises(SavingError, match="without a list of them"):
        write(tmp_path)
    assert texts(tmp_path) == {"a.csv": "old"}
    assert "without a list of them" in str(going(tmp_path, "run"))
    write(tmp_path, force=True)
    assert_whole(tmp_path, NEW)


@pytest.mark.parametrize("manifest", [None, "{}", "not json", '["salesshift"]', '{"program": "another"}'])
def test_a_folder_of_something_else_stays_and_gets_results_beside_only_if_forced(tmp_path, manifest) -> None:
    (tmp_path / "thesis.doc").write_text("precious")
    if manifest is not None:
        (tmp_path / MANIFEST).write_text(manifest)
    with pytest.raises(SavingError, match="is not empty and holds no results of salesshift; it stays as it is"):
        write(tmp_path)
    assert texts(tmp_path) == {"thesis.doc": "precious"}
    if manifest is None:
        write(tmp_path, force=True)
        assert texts(tmp_path) == NEW | {"thesis.doc": "precious"}
    else:
        with pytest.raises(SavingError, match=f"in the way of the results, and not of them: {MANIFEST}"):
            write(tmp_path, force=True)


@pytest.mark.parametrize("force", [False, True])
def test_a_running_sweep_is_never_touched(old, force) -> None:
    with only_one(old):
        with pytest.raises(SavingError, match="another command is writing here"):
            check_target(old, "run", force=force)
        with pytest.raises(SavingError, match="another command is writing here"):
            write(old, force=force)
    assert_whole(old, OLD)


def test_a_second_writer_is_told_to_wait(old) -> None:
    with whole_directory(old, "run") as place:
        with pytest.raises(SavingError, match="another command is writing here"):
            write(old)
        fill(place, NEW)
    assert_whole(old, NEW)


def test_what_came_to_the_place_in_the_meantime_is_not_overwritten(tmp_path) -> None:
    target = tmp_path / "r"
    with pytest.raises(SavingError, match="stays as it is"), whole_directory(target, "run") as place:
        fill(place, NEW)
        (target / "thesis.doc").write_text("precious")
    assert texts(target) == {"thesis.doc": "precious"}


def test_a_file_is_no_place_for_results(tmp_path) -> None:
    (tmp_path / "f").write_text("x")
    for place in (tmp_path / "f", tmp_path / "f" / "deep"):
        with pytest.raises(SavingError, match="f: is no directory"):
            check_target(place, "run")


def test_a_place_without_the_right_to_write_is_refused_before_any_work(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(directory.os, "access", lambda path, mode: path != tmp_path)
    with pytest.raises(DiskError, match=f"cannot be written: no right to write to {tmp_path}"):
        check_target(tmp_path / "deep" / "r", "run")


def test_a_writable_folder_below_a_forbidden_one_is_written(old, monkeypatch) -> None:
    made = []
    mkdir = os.mkdir
    monkeypatch.setattr(directory.os, "access", lambda path, mode: path != old.parent)
    monkeypatch.setattr(os, "mkdir", lambda path, *more, **named: made.append(path) or mkdir(path, *more, **named))
    write(old)
    assert_whole(old, NEW)
    assert made and all(old in Path(path).parents or Path(path) == old for path in made)


def test_a_subfolder_that_cannot_be_written_is_found_before_anything_is_replaced(old, monkeypatch) -> None:
    monkeypatch.setattr(directory.os, "access", lambda path, mode: path != old / "figures")
    with pytest.raises(DiskError, match="figures: cannot be written"):
        write(old)
    assert_whole(old, OLD)


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError(errno.ENOSPC, "No space left on device"), RuntimeError()])
@pytest.mark.parametrize("older", [True, False])
def test_whatever_interrupts_the_making_leaves_everything_as_it_was(tmp_path, error, older) -> None:
    target = tmp_path / "deep" / "r"
    if older:
        write(target, OLD)
    with pytest.raises((KeyboardInterrupt, DiskError, RuntimeError)), whole_directory(target, "run") as place:
        (place / "half.csv").write_text("half")
        raise error
    if older:
        assert_whole(target, OLD)
    else:
        assert list(tmp_path.iterdir()) == []


class Killed(BaseException):
    """Stands for SIGKILL: after it this process touches the disk no more."""


@contextmanager
def ended_at(call: int, error: BaseException, *, once: bool) -> Iterator[list[str]]:
    """Raise at one of the calls that change a directory, and at all later ones unless ``once``."""
    done: list[str] = []
    kept = {name: getattr(os, name) for name in SYSCALLS}

    def counted(name: str) -> Any:
        def act(*args: Any, **named: Any) -> Any:
            done.append(name)
            if len(done) == call or (len(done) > call and not once):
                raise error
            return kept[name](*args, **named)

        return act

    try:
        for name in SYSCALLS:
            setattr(os, name, counted(name))
        yield done
    finally:
        for name, function in kept.items():
            setattr(os, name, function)


def test_a_kill_between_any_two_steps_loses_nothing_and_the_next_command_puts_it_in_order(tmp_path) -> None:
    seen = set()
    for call in range(1, 200):
        target = tmp_path / str(call) / "r"
        write(target, OLD)
        (target / "notes.txt").write_text("mine")
        with ended_at(call, Killed(), once=False) as done:
            try:
                write(target)
                break
            except Killed:
                pass
        assert (target / "notes.txt").read_text() == "mine"
        check_target(target, "run")
        assert (target / "notes.txt").read_text() == "mine"
        (target / "notes.txt").unlink()
        files = OLD if texts(target) == OLD else NEW
        assert_whole(target, files)
        seen.add(len(files) if files is OLD else -1)
        write(target, OLD)
        assert_whole(target, OLD)
        shutil.rmtree(tmp_path / str(call))
    assert len(done) > 12 and seen == {len(OLD), -1}, "kills before and after the point of no return"


@pytest.mark.parametrize("older", [True, False])
def test_a_disk_that_refuses_any_step_is_told_and_the_next_command_works(tmp_path, older) -> None:
    for call in range(1, 200):
        target = tmp_path / str(call) / "r"
        if older:
            write(target, OLD)
        with ended_at(call, OSError(errno.EDQUOT, "Disk quota exceeded"), once=True) as done:
            try:
                write(target)
            except DiskError as told:
                assert str(told) == f"{target}: cannot be written: Disk quota exceeded"
        if len(done) < call:
            break
        check_target(target, "run")
        assert texts(target) in ([OLD, NEW] if older else [{}, NEW]) if target.exists() else not older
        write(target)
        assert texts(target) == NEW
    assert len(done) > 6


def test_what_a_killed_command_left_in_a_place_that_was_empty_is_no_obstacle_for_any_other(tmp_path) -> None:
    target = tmp_path / "r"
    with ended_at(3, Killed(), once=False), pytest.raises(Killed):
        write(target)
    assert [path.name for path in target.iterdir()] != []
    check_target(target, "sweep")
    assert list(target.iterdir()) == []


def test_a_damaged_journal_is_told_in_one_line(old) -> None:
    (old / swapping.READY).mkdir()
    (old / swapping.READY / swapping.JOURNAL).write_text("{}")
    with pytest.raises(SavingError, match="is damaged; look at"):
        check_target(old, "run")


def test_what_came_to_a_place_after_a_kill_is_not_overwritten_by_the_recovery(old) -> None:
    (old / swapping.READY).mkdir()
    (old / swapping.READY / swapping.JOURNAL).write_text('{"removed": {"a.csv": "0"}, "replaced": {}}')
    (old / swapping.READY / "b.csv").write_text("new")
    (old / "b.csv").write_text("mine")
    with pytest.raises(SavingError, match=r"in the way of the results, and not of them: b.csv"):
        check_target(old, "run")
    assert (old / "b.csv").read_text() == "mine" and (old / "a.csv").read_text() == "old a"
    (old / "b.csv").unlink()
    check_target(old, "run")
    assert (old / "b.csv").read_text() == "new"


@pytest.mark.skipif(os.name == "nt", reason="signals work otherwise there")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_request_to_end_during_the_swap_waits_until_it_is_done(old, monkeypatch, number) -> None:
    monkeypatch.setattr(directory, "swap", lambda *args: (os.kill(os.getpid(), number), swapping.swap(*args)))
    came = []
    before = signal.signal(number, lambda *_: came.append(NEW.items() <= texts(old).items()))
    try:
        write(old)
    finally:
        signal.signal(number, before)
    assert came == [True]


def test_errors_that_are_not_of_a_disk_pass() -> None:
    with pytest.raises(BrokenPipeError), writing(Path("r")):
        raise BrokenPipeError(errno.EPIPE, "Broken pipe")
