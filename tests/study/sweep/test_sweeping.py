"""A sweep comes to the same table whatever happens on the way."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sim.comparison.compare import compare
from sim.results import origin_of, read_provenance
from sim.results.directory import only_one
from sim.results.writing import SavingError
from sim.scenario.problems import ScenarioError
from sim.study.sweep import schedule as schedules
from sim.study.sweep.executors import Crew, SweepError, crew_of
from sim.study.sweep.folder import Sweep
from sim.study.sweep.replay import open_run, replay, scenario_of
from sim.study.sweep.runner import StoppedError, Tally
from sim.study.sweep.schedule import Schedule
from sim.study.sweep.store import Store
from sim.study.sweep.sweeping import Report, run_sweep
from tests.study.sweep import saboteur


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schedules, "BLOCK_ROWS", 20)


def done(schedule: Schedule, place: Path, **how) -> Report:
    """The sweep carried out by two threads: any executor of the standard library will do."""
    with ThreadPoolExecutor(2) as pool:
        return run_sweep(schedule, place, Crew(pool, 2), **how)


def table(place: Path) -> pd.DataFrame:
    return Sweep.open(place).runs()


def rewritten(path: Path, table: pa.Table) -> None:
    """Write a part as the sweep itself would have written this table."""
    Store(path.parents[1], (), {}).table(f"parts/{path.name}", table)


def test_every_run_of_the_plan_is_there_once(planned, tmp_path: Path) -> None:
    report = done(planned(), tmp_path / "out")
    assert (report.planned, report.done, report.failed) == (108, 108, 0)  # 12 worlds, 3 strategies, 3 futures
    runs = table(tmp_path / "out")
    assert len(runs) == 108 and not runs.duplicated(["point", "strategy", "run"]).any()
    assert set(runs["run"]) == {0, 1, 2}


def test_runs_have_one_identity_exactly_where_nothing_that_decides_them_differs(planned, tmp_path: Path) -> None:
    done(planned(), tmp_path / "out")
    runs = table(tmp_path / "out")
    assert runs.groupby("run_id")[["npv", "fear@2"]].nunique().max().max() == 1
    shared = runs[runs["strategy"] != "hire"]  # the number of sellers decides nothing for the other strategies
    assert (shared.groupby("run_id")["point"].nunique() == 2).all()
    assert runs[runs["strategy"] == "hire"]["run_id"].is_unique


def test_a_world_of_the_sweep_is_the_comparison_of_its_scenario(planned, tmp_path: Path) -> None:
    schedule = planned()
    done(schedule, tmp_path / "out")
    found = table(tmp_path / "out")
    for point in (0, 7):
        alone = compare(scenario_of(schedule, point), replications=3, seed=1)
        for strategy in schedule.strategies:
            mine = found[(found["point"] == point) & (found["strategy"] == strategy)]
            assert mine["npv"].tolist() == alone.success[strategy].npv.tolist()
            assert mine["gain"].tolist() == alone.success[strategy].gain.tolist()


@pytest.mark.parametrize("rows", [1, 9, 1000])
def test_blocks_of_any_size_and_any_number_of_workers_give_the_same_bits(planned, tmp_path: Path, monkeypatch, rows
                                                                          ) -> None:
    done(planned(), tmp_path / "a")
    monkeypatch.setattr(schedules, "BLOCK_ROWS", rows)
    with ThreadPoolExecutor(1) as pool:
        run_sweep(planned(), tmp_path / "b", Crew(pool, 1))
    pd.testing.assert_frame_equal(table(tmp_path / "a"), table(tmp_path / "b"), check_exact=True)


def test_going_on_makes_only_what_is_missing(planned, tmp_path: Path) -> None:
    done(planned(), tmp_path / "out")
    before = table(tmp_path / "out")
    lost = sorted((tmp_path / "out" / "parts").iterdir())[:2]
    rows = sum(pq.read_metadata(path).num_rows for path in lost)
    for path in lost:
        path.unlink()
    report = done(planned(), tmp_path / "out")
    assert report.reused == 108 - rows
    pd.testing.assert_frame_equal(table(tmp_path / "out"), before, check_exact=True)


def test_a_damaged_part_is_made_again(planned, tmp_path: Path) -> None:
    done(planned(), tmp_path / "out")
    before = table(tmp_path / "out")
    part = next((tmp_path / "out" / "parts").iterdir())
    part.write_bytes(part.read_bytes()[:100])
    done(planned(), tmp_path / "out")
    pd.testing.assert_frame_equal(table(tmp_path / "out"), before, check_exact=True)


@pytest.mark.parametrize(("change", "shared"), [
    ("replications.number=5", 108),  # the first three futures of every world
    ('levers.strategies=["hire"]', 72),
    ('uncertainties."framework.error_culture".values=[0.8, 0.5]', 54),
    ('title="Another name"', 108),
    ("seed=2", 0),
    ('outcomes=["npv"]', 108),
    ('outcomes=["npv", "leavers"]', 0),  # leavers were not kept
    ('precision="single"', 0),
])
def test_a_changed_design_reuses_the_runs_that_are_the_same(planned, tmp_path: Path, change, shared) -> None:
    done(planned(), tmp_path / "out")
    changed = planned(*([change] if "error_culture" not in change else []))
    if "error_culture" in change:
        design = tmp_path / "design.toml"
        design.write_text(design.read_text().replace("[0.2, 0.8]", "[0.8, 0.5]"))
        changed = planned()
    report = done(changed, tmp_path / "out")
    assert report.reused == shared
    done(changed, tmp_path / "afresh")
    pd.testing.assert_frame_equal(table(tmp_path / "out"), table(tmp_path / "afresh"), check_exact=True)


def test_parts_that_are_completed_while_others_still_read_them_mix_nothing_up(planned, tmp_path: Path) -> None:
    done(planned(), tmp_path / "whole")
    done(planned(), tmp_path / "out")
    for path in sorted((tmp_path / "out" / "parts").iterdir()):  # some runs of every part are lost
        part = pq.read_table(path)
        rewritten(path, part.filter([row % 3 != 0 for row in range(part.num_rows)]))
    with ThreadPoolExecutor(1) as pool:
        report = run_sweep(planned(), tmp_path / "out", Crew(pool, 1))
    assert 0 < report.reused < 108
    pd.testing.assert_frame_equal(table(tmp_path / "out"), table(tmp_path / "whole"), check_exact=True)


def test_a_new_strategy_needs_only_its_own_runs(planned, tmp_path: Path) -> None:
    done(planned('levers.strategies=["hire"]'), tmp_path / "out")
    assert done(planned(), tmp_path / "out").reused == 72
    done(planned(), tmp_path / "afresh")
    pd.testing.assert_frame_equal(table(tmp_path / "out"), table(tmp_path / "afresh"), check_exact=True)


def test_fresh_forgets_what_is_there(planned, tmp_path: Path) -> None:
    done(planned(), tmp_path / "out")
    assert done(planned(), tmp_path / "out", fresh=True).reused == 0


def test_a_failing_run_is_recorded_and_the_others_go_on(planned, tmp_path: Path) -> None:
    report = done(planned(), tmp_path / "out", work=saboteur.raises_on_poison)
    assert (report.planned, report.failed) == (108, 36)
    sweep = Sweep.open(tmp_path / "out")
    failures = sweep.failures()
    assert set(failures["run"]) == {saboteur.POISON} and set(sweep.runs()["run"]) == {0, 1}
    first = failures.iloc[0]
    assert (first["error"], first["message"], first["seed"]) == ("FloatingPointError", "the poison works", 1)
    assert json.loads(first["inputs"]) == sweep.schedule.values(int(first["point"]))
    assert "FloatingPointError" in first["trace"]


def test_what_failed_is_tried_again_at_the_next_start(planned, tmp_path: Path) -> None:
    done(planned(), tmp_path / "out", work=saboteur.raises_on_poison)
    report = done(planned(), tmp_path / "out")
    assert (report.reused, report.failed) == (72, 0)
    assert Sweep.open(tmp_path / "out").failures().empty
    done(planned(), tmp_path / "whole")
    pd.testing.assert_frame_equal(table(tmp_path / "out"), table(tmp_path / "whole"), check_exact=True)


def test_errors_can_stop_a_sweep_which_can_go_on_later(planned, tmp_path: Path) -> None:
    with pytest.raises(StoppedError, match="FloatingPointError: the poison works"):
        done(planned(), tmp_path / "out", work=saboteur.raises_on_poison, errors="stop")
    report = done(planned(), tmp_path / "out")
    assert report.failed == 0 and 0 < report.reused < 108


def test_a_world_that_contradicts_itself_fails_with_its_reason(design: Path, planned, tmp_path: Path) -> None:
    design.write_text(design.read_text().replace("[levers.values]",
                                                 '"organisation.team_size" = { values = [4, 9] }\n[levers.values]'))
    report = done(planned(), tmp_path / "out")
    assert (report.planned, report.failed) == (216, 108)
    assert Sweep.open(tmp_path / "out").failures()["message"].str.contains("larger than the whole force").all()


@pytest.mark.slow
def test_a_worker_that_dies_costs_only_the_run_that_kills_it(planned, tmp_path: Path) -> None:
    with crew_of(2, None) as crew:
        report = run_sweep(planned(), tmp_path / "out", crew, work=saboteur.dies_on_poison)
    assert report.failed == 3 * 4  # three strategies in the four worlds with much fear
    assert set(Sweep.open(tmp_path / "out").failures()["error"]) == {"WorkerDiedError"}
    done(planned(), tmp_path / "out")
    done(planned(), tmp_path / "whole")
    pd.testing.assert_frame_equal(table(tmp_path / "out"), table(tmp_path / "whole"), check_exact=True)


def test_futures_are_added_where_an_interval_is_too_wide(planned, tmp_path: Path) -> None:
    asked = ("replications.number=4", "replications.half_width=300000.0", 'replications.outcome="npv"',
             "replications.at_most=64")
    report = done(planned(*asked), tmp_path / "out")
    runs = table(tmp_path / "out")
    spread = runs.groupby(["point", "strategy"], observed=True)["npv"].agg(["count", "std"])
    assert report.rounds > 1 and spread["count"].between(4, 64).all() and len(set(spread["count"])) > 1
    stats = pytest.importorskip("scipy.stats")
    half = stats.t.ppf(0.975, spread["count"] - 1) * spread["std"] / np.sqrt(spread["count"])
    by_world = (half <= 300000.0).groupby("point").all()
    assert (by_world | (spread["count"].groupby("point").max() == 64)).all()
    assert done(planned(*asked), tmp_path / "out").reused == len(runs)


def test_worlds_have_the_same_futures_or_their_own(planned, tmp_path: Path) -> None:
    done(planned('futures="own"'), tmp_path / "own")
    own = table(tmp_path / "own")
    worlds = Sweep.open(tmp_path / "own").points[["people.fear_of_failure", "framework.error_culture"]]
    kinds = own.join(worlds.apply(tuple, axis=1).rename("world"), on="point")
    assert all(len(set(group)) == 1 for _, group in kinds.groupby("run")["world"]) and len(set(own["run"])) == 18
    assert (own.groupby(["point", "run"])["strategy"].nunique() == 3).all()


def test_progress_counts_up_to_the_plan(planned, tmp_path: Path) -> None:
    seen: list[Tally] = []
    done(planned(), tmp_path / "out", told=lambda tally: seen.append(Tally(**vars(tally))))
    counts = [tally.done for tally in seen]
    assert counts == sorted(counts) and counts[-1] == seen[-1].planned == 108


def test_only_one_process_may_write_into_a_folder(planned, tmp_path: Path) -> None:
    with only_one(tmp_path / "out"), pytest.raises(SavingError, match="another command is writing here"):
        done(planned(), tmp_path / "out")


def test_a_folder_of_something_else_stays_as_it_is(planned, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("precious")
    with pytest.raises(Exception, match="it stays as it is"):
        done(planned(), tmp_path / "mine", fresh=True)
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["thesis.txt"]


@pytest.mark.parametrize("precision", ["double", "single"])
def test_any_run_can_be_done_again_to_the_bit(planned, tmp_path: Path, precision) -> None:
    done(planned(f'precision="{precision}"'), tmp_path / "out")
    sweep = Sweep.open(tmp_path / "out")
    for run_id in sweep.runs(["run_id"])["run_id"].iloc[::13]:
        found = replay(sweep, run_id[:10])
        assert found.run_id == run_id and found.equal, found


def test_a_replay_notices_another_value(planned, tmp_path: Path) -> None:
    done(planned(), tmp_path / "out")
    part = next((tmp_path / "out" / "parts").iterdir())
    changed = pq.read_table(part)
    hired, npv = changed["strategy"].to_pylist().index("hire"), changed["npv"].to_pylist()
    npv[hired] = np.nextafter(npv[hired], np.inf)
    rewritten(part, changed.set_column(changed.column_names.index("npv"), "npv", [npv]))
    assert not replay(Sweep.open(tmp_path / "out"), changed["run_id"][hired].as_py()).equal


def test_a_run_opens_as_a_mesa_model_with_its_world(planned, tmp_path: Path) -> None:
    done(planned(), tmp_path / "out")
    sweep = Sweep.open(tmp_path / "out")
    row = sweep.runs().query("strategy == 'hire' and run == 1").iloc[5]
    model = open_run(sweep, row["run_id"])
    lived = model.run()
    assert lived["profit"].sum() / len(lived) == pytest.approx(row["profit@mean"], rel=1e-12)
    assert lived["fear"].iloc[1] == row["fear@2"]


@pytest.mark.parametrize("run_id", ["abc", "zzzzzzzz"])
def test_an_identity_that_no_run_has_is_refused(planned, tmp_path: Path, run_id) -> None:
    done(planned(), tmp_path / "out")
    with pytest.raises(SweepError, match=run_id):
        replay(Sweep.open(tmp_path / "out"), run_id)


def test_a_folder_without_a_sweep_says_so(tmp_path: Path) -> None:
    with pytest.raises(SweepError, match="holds no sweep"):
        Sweep.open(tmp_path)


def test_means_are_over_the_futures_of_each_world(planned, tmp_path: Path) -> None:
    done(planned(), tmp_path / "out")
    sweep = Sweep.open(tmp_path / "out")
    means = sweep.means("npv")
    assert list(means.columns) == ["carry_on", "train", "hire"] and len(means) == 12
    one = sweep.runs(["npv"]).query("point == 3 and strategy == 'train'")["npv"]
    assert means.loc[3, "train"] == pytest.approx(one.mean())


def test_a_wrong_column_is_refused_with_the_nearest_name(planned, tmp_path: Path) -> None:
    done(planned(), tmp_path / "out")
    with pytest.raises(KeyError, match="did you mean 'gain'"):
        Sweep.open(tmp_path / "out").runs(["gian"])


def test_the_manifest_tells_where_every_part_comes_from(planned, tmp_path: Path) -> None:
    schedule = planned()
    done(schedule, tmp_path / "out", command="salesshift sweep design.toml")
    sweep = Sweep.open(tmp_path / "out")
    assert sweep.complete and sweep.manifest["counts"]["done"] == 108
    assert sweep.manifest["command"] == "salesshift sweep design.toml"
    assert origin_of(next(sweep.files())).state == "unchanged"
    for path in sweep.files():
        assert read_provenance(path).design_hash == sweep.identity == schedule.identity


def test_a_design_with_an_unknown_name_never_makes_a_folder(design: Path, planned, tmp_path: Path) -> None:
    design.write_text(design.read_text().replace("people.fear_of_failure", "people.fear"))
    with pytest.raises(ScenarioError, match="did you mean 'fear_of_failure'"):
        done(planned(), tmp_path / "out")
    assert not (tmp_path / "out").exists()
