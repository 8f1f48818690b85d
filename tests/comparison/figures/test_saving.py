"""Results are written completely or not at all, and never over something else."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from sim.comparison import saving
from sim.comparison.saving import save
from sim.results import Provenance, manifest
from sim.results.contents import MANIFEST
from sim.results.writing import SavingError


@pytest.fixture
def quick(monkeypatch) -> None:
    """No figures, which take their time."""
    monkeypatch.setattr(saving, "_figures", lambda comparison, turning, place, provenance: place.mkdir())


def names(place: Path) -> set[str]:
    return {p.name for p in place.iterdir()}


def test_everything_is_written(compared, turning, tmp_path) -> None:
    target = save(compared, tmp_path / "deep" / "results", turning)
    assert names(target) == {"summary.csv", "differences.csv", "variance_reduction.csv", "quarters.parquet",
                             "table.txt", "turning_points.csv", "baseline.csv", "figures", MANIFEST}
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
    def written(inputs: dict[str, int], command: str = "") -> dict[str, object]:
        return manifest.manifest_of(Provenance.of_inputs("run", inputs, command), inputs)

    one = written({"seed": 1})
    monkeypatch.setattr(manifest.platform, "system", lambda: "elsewhere")
    assert written({"seed": 1}, "salesshift run other_name.toml")["identity"] == one["identity"]
    assert written({"seed": 2})["identity"] != one["identity"]
    assert len(str(one["identity"])) == 64


def test_older_results_of_the_same_kind_are_replaced_and_other_files_stay(quick, compared, turning, tmp_path) -> None:
    target = save(compared, tmp_path / "r", turning)
    (target / "notes.txt").write_text("mine")
    save(compared, target)
    assert "turning_points.csv" not in names(target)
    assert (target / "notes.txt").read_text() == "mine"
    assert names(tmp_path) == {"r"}


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


def test_a_link_to_results_keeps_being_a_link(quick, compared, tmp_path) -> None:
    real = save(compared, tmp_path / "real")
    (tmp_path / "link").symlink_to(real)
    save(compared, tmp_path / "link")
    assert (tmp_path / "link").is_symlink() and MANIFEST in names(real)
