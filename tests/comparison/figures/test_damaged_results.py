"""Whatever happens to a folder of results: nothing foreign is touched, one line tells the damage, no traceback."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sim.cli.app import app
from sim.results import swapping
from sim.results.contents import MANIFEST, listed_in, manifest_in
from tests.small import small

runner = CliRunner()
SCENARIO = small()
DATA = "quarter,revenue\n1,900000\n2,910000\n3,930000\n4,940000\n"
COMMANDS: dict[str, tuple[str, ...]] = {
    "run": ("run", "s.toml"),
    "compare": ("compare", "s.toml", "--replications", "4", "--workers", "1", "--quiet"),
    "calibrate": ("calibrate", "s.toml", "--data", "q.csv", "--inputs", "book", "--runs", "500", "--workers", "1"),
}
Harm = Callable[[Path], None]


def manifest_is(text: str | bytes) -> Harm:
    """Other content of the manifest."""
    return lambda place: (place / MANIFEST).write_bytes(text.encode() if isinstance(text, str) else text) and None


def manifest_has(**entries: object) -> Harm:
    """Other entries of the manifest, which is JSON still."""
    def harm(place: Path) -> None:
        (place / MANIFEST).write_text(json.dumps(json.loads((place / MANIFEST).read_text()) | entries))

    return harm


def cut(share: float) -> Harm:
    """Only the beginning of the manifest is left."""
    def harm(place: Path) -> None:
        content = (place / MANIFEST).read_bytes()
        (place / MANIFEST).write_bytes(content[:int(share * len(content))])

    return harm


def listed(change: Callable[[Path], object]) -> Harm:
    """Something happens to the first table that the manifest lists."""
    def harm(place: Path) -> None:
        manifest = manifest_in(place)
        assert manifest is not None
        change(place / next(name for name in listed_in(manifest) if name.endswith(".csv")))

    return harm


def in_the_place_of(make: Callable[[Path], object]) -> Callable[[Path], None]:
    """The file is gone, and something else has its name."""
    def harm(path: Path) -> None:
        path.unlink()
        make(path)

    return harm


def moved_behind_a_link(path: Path) -> None:
    """The file lies elsewhere now, and a link leads there."""
    path.rename(path.parent.parent / "elsewhere")
    path.symlink_to(path.parent.parent / "elsewhere")


def directory_with_notes(path: Path) -> None:
    """A directory of the user, with something in it."""
    path.mkdir()
    (path / "inner.txt").write_text("mine")


def journal(text: str | None, name: str = "new.csv") -> Harm:
    """What a killed command left: results that were complete, and a journal that says this, or none."""
    def harm(place: Path) -> None:
        (place / swapping.READY).mkdir()
        (place / swapping.READY / name).write_text("new")
        if text is not None:
            (place / swapping.READY / swapping.JOURNAL).write_text(text)

    return harm


MANIFESTS: dict[str, Harm] = {
    "gone": lambda place: (place / MANIFEST).unlink(), "empty": manifest_is(""), "braces": manifest_is("{}"),
    "list": manifest_is("[]"), "null": manifest_is("null"), "text": manifest_is("no json"),
    "binary": manifest_is(bytes(range(256))), "nested": manifest_is("[" * 100_000),
    "deep object": manifest_is('{"program": "salesshift", "x": ' + "[" * 900 + "]" * 900 + "}"),
    "cut early": cut(0.1), "cut in the middle": cut(0.5), "cut late": cut(0.99),
    "only the program": manifest_is('{"program": "salesshift"}'), "huge number": manifest_is("1" * 10_000),
    "directory": lambda place: in_the_place_of(directory_with_notes)(place / MANIFEST),
    "link": lambda place: moved_behind_a_link(place / MANIFEST),
    "kind is a number": manifest_has(kind=3), "kind of another": manifest_has(kind="sweep"),
    "no files": manifest_has(files={}), "files are a list": manifest_has(files=["notes.txt"]),
    "files lead outside": manifest_has(files={"../outside.txt": "0", "/etc/hostname": "0"}),
    "notes are listed": manifest_has(files={"notes.txt": "0" * 64}),
    "odd names": manifest_has(files={"\0": "x", "": "y"}),
    "half a letter": manifest_has(files={"\ud800": "x"}), "hashes are numbers": manifest_has(files={"notes.txt": 3}),
    "provenance is a list": manifest_has(provenance=[1]), "a note": manifest_has(note="the good one"),
}
LISTED: dict[str, Harm] = {
    "edited": listed(lambda path: path.write_text("edited")), "emptied": listed(lambda path: path.write_text("")),
    "deleted": listed(lambda path: path.unlink()), "link": listed(moved_behind_a_link),
    "dangling link": listed(in_the_place_of(lambda path: path.symlink_to("nowhere"))),
    "link to notes": listed(in_the_place_of(lambda path: path.symlink_to("notes.txt"))),
    "empty directory": listed(in_the_place_of(Path.mkdir)), "directory": listed(in_the_place_of(directory_with_notes)),
    "pipe": listed(in_the_place_of(os.mkfifo) if hasattr(os, "mkfifo") else Path.unlink),
}
JOURNALS: dict[str, Harm] = {
    "empty": journal(""), "braces": journal("{}"), "list": journal("[]"),
    "nested": journal("[" * 100_000), "numbers": journal('{"removed": 3, "replaced": 4}'),
    "lists": journal('{"removed": ["notes.txt"], "replaced": []}'),
    "more": journal('{"removed": {}, "replaced": {}, "more": {}}'), "gone": journal(None),
    "notes": journal('{"removed": {"notes.txt": "0"}, "replaced": {"notes.txt": "0"}}', "notes.txt"),
    "names lead outside": journal('{"removed": {"../outside.txt": "0"}, "replaced": {}}'),
    "odd names": journal('{"removed": {"\\u0000/x": "0", "\\ud800/x": "0"}, "replaced": {}}'),
    "in the way": journal('{"removed": {}, "replaced": {}}', "notes.txt"),
}
HARMS = {f"{group}: {name}": harm for group, harms in (("manifest", MANIFESTS), ("listed", LISTED),
                                                       ("journal", JOURNALS)) for name, harm in harms.items()}


def call(*args: str):
    return runner.invoke(app, list(args))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Results of every command, each with a user's notes beside them; to be copied."""
    home = tmp_path_factory.mktemp("whole")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(home)
        (home / "s.toml").write_text(SCENARIO)
        (home / "q.csv").write_text(DATA)
        for command, args in COMMANDS.items():
            result = call(*args, "--out", command)
            assert result.exit_code == 0, result.stderr
            (home / command / "notes.txt").write_text("mine")
    return home


@pytest.fixture
def here(whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("s.toml", "q.csv"):
        shutil.copy(whole / name, name)
    (tmp_path / "outside.txt").write_text("mine")
    return tmp_path


def foreign(home: Path, ours: set[str]) -> dict[str, str]:
    """What the command did not write: content, or the goal of a link, by name."""
    return {name: str(path.readlink()) if path.is_symlink() else path.read_bytes().decode("latin-1")
            for path in home.rglob("*") if path.is_symlink() or path.is_file()
            for name in [path.relative_to(home).as_posix()] if name not in ours}


@pytest.mark.parametrize("command", [
    "run", pytest.param("compare", marks=pytest.mark.slow), pytest.param("calibrate", marks=pytest.mark.slow)])
@pytest.mark.parametrize("harm", HARMS.values(), ids=HARMS)
def test_a_damaged_folder_is_told_in_one_line_and_never_costs_what_is_not_of_it(
        whole: Path, here: Path, command: str, harm: Harm) -> None:
    place = Path(shutil.copytree(whole / command, here / command))
    written = {f"{command}/{path.relative_to(place).as_posix()}": path.read_bytes() for path in place.rglob("*")
               if path.is_file() and path.name != "notes.txt"}
    harm(place)
    # What is no longer as it was written is no longer the command's: it may be precious.
    ours = {one for one, content in written.items() if not (here / one).is_symlink() and (
        not (here / one).is_file() or (here / one).read_bytes() == content)}
    before = foreign(here, ours)
    told = call("provenance", command)
    assert told.exception is None or isinstance(told.exception, SystemExit), told.exception
    if told.exit_code:
        assert (told.exit_code, told.stdout) == (2, "") and len(told.stderr.splitlines()) == 1
    else:
        line = told.stdout.splitlines()[-1]
        assert any(word in line for word in ("NOT as it was written", "NOT complete", "lists no contents"))
    again = call(*COMMANDS[command], "--out", command)
    assert again.exception is None or isinstance(again.exception, SystemExit), again.exception
    if again.exit_code:
        assert again.exit_code in (2, 74) and again.stdout == "" and len(again.stderr.splitlines()) == 1
    kept = foreign(here, ours)
    assert {one: kept.get(one) for one in before if "/.salesshift." not in one} == {
        one: content for one, content in before.items() if "/.salesshift." not in one}


@pytest.mark.parametrize("harm", JOURNALS.values(), ids=JOURNALS)
def test_complete_results_that_wait_are_not_lost_with_their_journal(whole: Path, here: Path, harm: Harm) -> None:
    place = Path(shutil.copytree(whole / "run", here / "run"))
    harm(place)
    waits, = (place / swapping.READY).glob("n*")
    call(*COMMANDS["run"], "--out", "run")
    assert waits.exists() or (place / waits.name).exists()
