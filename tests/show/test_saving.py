"""Results are written completely or not at all, and never over something else."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pandas as pd
import pytest

from sim.show import directory, saving
from sim.show.directory import MANIFEST, SavingError, check_target, whole_directory
from sim.show.provenance import Provenance
from sim.show.saving import save


@pytest.fixture
def quick(monkeypatch) -> None:
    """No figures, which take their time."""
    monkeypatch.setattr(saving, "_figures", lambda comparison, turning, place, provenance: place.mkdir())


def names(place: Path) -> set[str]:
    return {p.name for p in place.iterdir()}


def test_everything_is_written(compared, turning, tmp_path) -> None:
    target = save(compared, tmp_path / "deep" / "results", turning)
    assert names(target) == {"summary.csv", "differences.csv", "variance_reduction.csv", "quarters.parquet",
                             "table.txt", "turning_points.csv", "figures", MANIFEST}
    assert {p.suffix for p in (target / "figures").iterdir()} == {".png", ".svg"}
    assert names(target.parent) == {"results"}
    pd.testing.assert_frame_equal(pd.read_parquet(target / "quarters.parquet"), compared.quarters)
    summary = pd.read_csv(target / "summary.csv", index_col=0)
    assert summary["gain"].tolist() == pytest.approx(compared.summary()["gain"].tolist(), rel=1e-12)
    assert compared.sentence() in (target / "table.txt").read_text()


def test_the_manifest_tells_the_inputs_and_their_hash(quick, compared, tmp_path) -> None:
    manifest = json.loads((save(compared, tmp_path / "r") / MANIFEST).read_text())
    assert manifest["inputs"]["replications"] == 40
    assert manifest["inputs"]["strategies"][0] == "carry_on"
    assert manifest["inputs"]["scenario"]["framework"]["error_culture"] == compared.scenario.framework.error_culture
    assert manifest["inputs"]["seed_plan"]["root_seed"] == 3
    assert {"python", "numpy"} < set(manifest["platform"])


def test_the_identity_depends_on_the_inputs_and_not_on_the_day(monkeypatch) -> None:
    def manifest(inputs: dict[str, int], command: str = "") -> dict[str, object]:
        return saving.manifest_of(Provenance.of_inputs("run", inputs, command), inputs)

    one = manifest({"seed": 1})
    monkeypatch.setattr(saving.platform, "system", lambda: "elsewhere")
    assert manifest({"seed": 1}, "salesshift run other_name.toml")["identity"] == one["identity"]
    assert manifest({"seed": 2})["identity"] != one["identity"]
    assert len(str(one["identity"])) == 64


def test_older_results_are_replaced(quick, compared, tmp_path) -> None:
    target = save(compared, tmp_path / "r")
    (target / "left_over.txt").write_text("old")
    save(compared, target)
    assert "left_over.txt" not in names(target)
    assert names(tmp_path) == {"r"}


def test_an_empty_directory_may_be_used(quick, compared, tmp_path) -> None:
    (tmp_path / "r").mkdir()
    assert MANIFEST in names(save(compared, tmp_path / "r"))


@pytest.mark.parametrize("manifest", [None, "{}", "not json", '["salesshift"]', '{"program": "another"}'])
def test_a_directory_with_something_else_stays_as_it_is(quick, compared, tmp_path, manifest) -> None:
    target = tmp_path / "mine"
    target.mkdir()
    (target / "thesis.doc").write_text("precious")
    if manifest is not None:
        (target / MANIFEST).write_text(manifest)
    before = names(target)
    with pytest.raises(SavingError, match="stays as it is"):
        save(compared, target)
    assert names(target) == before and names(tmp_path) == {"mine"}


def test_a_file_is_no_place_for_results(quick, compared, tmp_path) -> None:
    (tmp_path / "r").write_text("x")
    with pytest.raises(SavingError, match="is a file"):
        save(compared, tmp_path / "r")


@pytest.mark.skipif(os.name == "nt", reason="rights work otherwise there")
def test_a_place_that_cannot_be_written_is_refused_at_once(tmp_path, monkeypatch) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(directory.tempfile, "TemporaryDirectory", refuse)
    with pytest.raises(SavingError, match="cannot be written: Permission denied"):
        check_target(tmp_path / "r")


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError(28, "No space left on device"), RuntimeError("bug")])
@pytest.mark.parametrize("older", [True, False])
def test_whatever_interrupts_the_writing_leaves_everything_as_it_was(quick, compared, tmp_path, monkeypatch, error,
                                                                     older) -> None:
    target = tmp_path / "r"
    if older:
        save(compared, target)
        (target / "mark.txt").write_text("the old one")

    def fail(*args: object, **kwargs: object) -> None:
        raise error

    monkeypatch.setattr(saving, "table_text", fail)
    with pytest.raises((KeyboardInterrupt, SavingError, RuntimeError)):
        save(compared, target)
    assert names(tmp_path) == ({"r"} if older else set())
    if older:
        assert (target / "mark.txt").read_text() == "the old one"


def test_older_results_come_back_when_the_last_step_fails(quick, compared, tmp_path, monkeypatch) -> None:
    target = save(compared, tmp_path / "r")
    (target / "mark.txt").write_text("the old one")
    rename = Path.rename

    def failing(self: Path, to: Path) -> Path:
        if self.name.endswith(".new"):
            raise OSError(5, "Input/output error")
        return rename(self, to)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(SavingError, match="Input/output"):
        save(compared, target)
    assert (target / "mark.txt").read_text() == "the old one"
    assert names(tmp_path) == {"r"}


def test_what_came_to_the_place_in_the_meantime_is_not_overwritten(tmp_path) -> None:
    target = tmp_path / "r"
    with pytest.raises(SavingError, match="stays as it is"), whole_directory(target) as place:
        (place / "x.txt").write_text("new")
        target.mkdir()
        (target / "thesis.doc").write_text("precious")
    assert names(target) == {"thesis.doc"} and names(tmp_path) == {"r"}


def test_a_link_to_results_keeps_being_a_link(quick, compared, tmp_path) -> None:
    real = save(compared, tmp_path / "real")
    (tmp_path / "link").symlink_to(real)
    save(compared, tmp_path / "link")
    assert (tmp_path / "link").is_symlink() and MANIFEST in names(real)
