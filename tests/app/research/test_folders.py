"""Only sweeps below the start are found and opened, and what is wrong is said in words."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sim.app.research.folders import ResearchError, place_below, sweeps_below
from sim.app.research.open_sweep import open_sweep
from sim.study.sweep.store import Store, read_document
from sim.words.catalogue import LANGUAGES


def test_the_sweeps_below_a_folder_are_listed_with_their_size(results: Path) -> None:
    cube, grid = sweeps_below(results)
    assert (cube.name, cube.title, cube.worlds, cube.runs, cube.complete) == ("cube", "Cube", 40, 240, True)
    assert grid.title == "Grid <b>of two</b>"


def test_other_folders_and_foreign_manifests_are_no_sweeps(tmp_path: Path) -> None:
    other = '{"program": "salesshift", "kind": "comparison"}'
    for name, text in (("a", "{}"), ("b", "no json"), ("c", other), ("d", "[]")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "manifest.json").write_text(text, encoding="utf-8")
    assert sweeps_below(tmp_path) == []
    assert sweeps_below(tmp_path / "gone") == []


@pytest.mark.parametrize("name", ["..", "../x", "a/../../x", "/etc", "\0", "a/../.."])
def test_no_name_leads_out_of_the_start(tmp_path: Path, name: str) -> None:
    with pytest.raises(ResearchError) as error:
        place_below(tmp_path, name)
    assert error.value.key == "outside"


def test_a_link_out_of_the_start_is_not_followed(results: Path, tmp_path: Path) -> None:
    (tmp_path / "start").mkdir()
    (tmp_path / "start" / "away").symlink_to(results / "grid", target_is_directory=True)
    assert sweeps_below(tmp_path / "start") == []
    with pytest.raises(ResearchError):
        place_below(tmp_path / "start", "away")


def test_the_start_itself_may_be_the_sweep(results: Path) -> None:
    only = sweeps_below(results / "grid")
    assert [one.name for one in only] == ["."]
    assert place_below(results / "grid", ".") == (results / "grid").resolve()


def _broken(results: Path, place: Path, how: str) -> Path:
    folder = place / "grid"
    shutil.copytree(results / "grid", folder)
    if how == "none":
        (folder / "manifest.json").unlink()
    elif how == "damaged":
        (folder / "points.parquet").write_text("x", encoding="utf-8")
    elif how == "version":
        design = read_document(folder, "design.json")
        Store(folder, (), {}).document("design.json", design | {"sampler": {"kind": "new"}})
    elif how == "failures":
        (folder / "failures" / f"{'0' * 32}.parquet").write_bytes(b"")
        Store(folder, (), {}).document("plan.json", read_document(folder, "plan.json") | {"blocks": [["0" * 32, 1]]})
    elif how == "empty":
        shutil.rmtree(folder / "parts")
        manifest = read_document(folder, "manifest.json") | {"status": "running", "files": {}}
        Store(folder, (), {}).document("manifest.json", manifest)
    else:
        shutil.rmtree(folder)
    return folder


@pytest.mark.parametrize("how", ["none", "damaged", "version", "failures", "empty", "gone"])
def test_what_is_wrong_with_a_folder_is_said_in_both_languages(results: Path, tmp_path: Path, how: str) -> None:
    with pytest.raises(ResearchError) as error:
        open_sweep(_broken(results, tmp_path, how))
    assert error.value.key == ("damaged" if how == "failures" else how)
    assert all("grid" in error.value.sentence(lang) for lang in LANGUAGES)


def test_a_complete_sweep_whose_parts_are_gone_is_said_to_be_damaged(results: Path, tmp_path: Path) -> None:
    folder = tmp_path / "grid"
    shutil.copytree(results / "grid", folder)
    assert [one.damaged for one in sweeps_below(tmp_path)] == [False]
    shutil.rmtree(folder / "parts")
    assert [one.damaged for one in sweeps_below(tmp_path)] == [True]
    with pytest.raises(ResearchError) as error:
        open_sweep(folder)
    assert error.value.key == "damaged"


def test_a_damaged_part_is_told_when_it_is_read(results: Path, tmp_path: Path) -> None:
    folder = tmp_path / "grid"
    shutil.copytree(results / "grid", folder)
    next((folder / "parts").iterdir()).write_text("x", encoding="utf-8")
    view = open_sweep(folder)
    assert "changed" in {doubt.key for doubt in view.doubts}
    with pytest.raises(ResearchError) as error:
        view.futures("npv")
    assert error.value.key == "damaged"


def test_an_unfinished_sweep_opens_and_says_so(results: Path, tmp_path: Path) -> None:
    folder = tmp_path / "grid"
    shutil.copytree(results / "grid", folder)
    manifest = read_document(folder, "manifest.json")
    Store(folder, (), {}).document("manifest.json", manifest | {"status": "running",
                                                                "counts": {"planned": 108, "done": 60}})
    view = open_sweep(folder)
    assert [(d.key, d.values) for d in view.doubts] == [("unfinished", {"done": 60, "planned": 108})]
