"""The numbers of the page are those of `sim.compare` and of the command line, to the bit."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from sim.app.answers.answer import Answer
from sim.app.answers.cache import Cache
from sim.app.answers.pieces import next_piece
from sim.app.answers.request import PREVIEW, SOON, Request
from sim.cli.app import app
from sim.comparison.compare import compare
from sim.comparison.comparison import Comparison
from sim.scenario.reading import load_scenario
from tests.app.answers.common import SCENARIOS, answered, scenario, small

CASES = [
    ("b2b_advisors", ("transform_everyone", "add_sellers"), (), 1),
    ("b2b_advisors", ("mixed", "carry_on"), ("framework.error_culture=0.7", "costs.discount_rate=0.12"), 7),
    ("crm_rollout", None, ("goals.adoption_share=0.3",), 2),
    ("electronics_store", None, ("quarters=17", "market.shocks=[{quarter=3, quarters=2, demand=-0.4}]"), 5),
]


def asked(case: tuple) -> Request:
    name, strategies, changes, seed = case
    read = scenario(name, *changes)
    return Request(read, strategies or tuple(s.name for s in read.strategies[-2:]), seed)


def assert_same(one: Comparison, other: Comparison) -> None:
    assert one.strategies == other.strategies
    for name, success in one.success.items():
        for measure, values in vars(success).items():
            assert values.tobytes() == getattr(other.success[name], measure).tobytes(), (name, measure)
    pd.testing.assert_frame_equal(one.quarters, other.quarters, check_exact=True)
    assert one.sentence() == other.sentence()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
def test_a_preview_has_the_numbers_of_compare(case):
    request = asked(case)
    answer = answered(request, PREVIEW)
    expected = compare(request.scenario, request.strategies, replications=PREVIEW, seed=request.seed)
    assert_same(answer.comparison(), expected)
    for name, success in expected.success.items():
        assert answer.success[name].gain.tobytes() == success.gain.tobytes()
        assert answer.success[name].break_even.tobytes() == success.break_even.tobytes()


def test_a_refined_answer_has_the_numbers_of_compare_though_it_was_put_together_from_pieces():
    request = asked(CASES[0])
    cache = Cache()
    preview = answered(request, PREVIEW, cache)
    refined = answered(request, SOON, cache)
    assert_same(refined.comparison(), compare(request.scenario, request.strategies, replications=SOON, seed=1))
    for name, futures in preview.futures.items():
        for outcome, values in futures.items():
            assert values.tobytes() == refined.futures[name][outcome][:, :PREVIEW].tobytes()


@pytest.mark.parametrize("case", [CASES[1], CASES[2]], ids=lambda case: case[0])
def test_the_command_line_writes_the_same_numbers(case, tmp_path: Path):
    name, _, changes, seed = case
    request = asked(case)
    arguments = ["compare", str(SCENARIOS / f"{name}.toml"), "--strategies", ",".join(request.strategies),
                 "--replications", str(PREVIEW), "--seed", str(seed), "--out", str(tmp_path / "out"), "--quiet"]
    for change in changes:
        arguments += ["--set", change]
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 0, done.output
    answer = answered(request, PREVIEW)
    written = pd.read_parquet(tmp_path / "out" / "quarters.parquet")
    pd.testing.assert_frame_equal(written, answer.comparison().quarters, check_exact=True, check_dtype=False)
    table = answer.comparison().summary().to_csv(lineterminator="\n")
    assert (tmp_path / "out" / "summary.csv").read_text(encoding="utf-8") == table
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert answer.comparison().sentence() in json.dumps(manifest, ensure_ascii=False)


def test_what_a_change_cannot_touch_is_not_simulated_again():
    cache = Cache()
    before = Request(small(), ("train", "press"))
    answered(before, PREVIEW, cache)
    stronger = Request(small("strategies[train].measures[0].dose=0.5"), ("train", "press"))
    piece = next_piece(stronger, cache.runs, PREVIEW)
    assert piece is not None and piece.names == ("train",)
    judged = Request(small("costs.discount_rate=0.2", "goals.adoption_share=0.1"), ("train", "press"))
    assert next_piece(judged, cache.runs, PREVIEW) is None
    other = compare(judged.scenario, judged.strategies, replications=PREVIEW, seed=1)
    assert_same(cache.answer(judged).comparison(), other)


def test_every_change_of_the_case_is_simulated_for_all_strategies():
    cache = Cache()
    answered(Request(small(), ("train", "press")), PREVIEW, cache)
    for change in ("framework.error_culture=0.8", "goals.adoption_level=0.3", "costs.residual_quarters=0",
                   "parameters.habit.spread=0.5", "organisation.reps=9"):
        piece = next_piece(Request(small(change), ("train", "press")), cache.runs, PREVIEW)
        assert piece is not None and piece.names == ("carry_on", "train", "press"), change
    piece = next_piece(Request(small(), ("train", "press"), seed=2), cache.runs, PREVIEW)
    assert piece is not None and len(piece.names) == 3


def test_strategies_with_other_numbers_of_positions_keep_their_bits_beside_each_other():
    request = Request(small(), ("sell", "train"), 3)
    together, alone = answered(request, PREVIEW), answered(Request(small(), ("sell", "carry_on"), 3), PREVIEW)
    for outcome, values in alone.futures["sell"].items():
        np.testing.assert_array_equal(values, together.futures["sell"][outcome])


def test_both_sides_may_show_the_same_strategy():
    request = Request(small(), ("train", "train"))
    answer = answered(request, PREVIEW)
    assert answer.difference().same
    assert next_piece(request, lambda key: 0, PREVIEW).names == ("carry_on", "train")


def test_a_request_knows_its_content():
    one, same = Request(small(), ("train", "press")), Request(small(), ("train", "press"))
    assert one == same and hash(one) == hash(same)
    assert one != Request(small(), ("press", "train"))
    assert one != Request(small(), ("train", "press"), 2)
    assert one != Request(small("framework.error_culture=0.41"), ("train", "press"))
    with pytest.raises(ValueError, match="did you mean 'train'"):
        Request(small(), ("trian", "press"))
    with pytest.raises(ValueError, match="seed"):
        Request(small(), ("train", "press"), -1)


def test_the_title_is_no_part_of_the_futures_but_of_the_request():
    named = small().model_copy(update={"title": "Other"})
    assert Request(named, ("train", "press")).futures == Request(small(), ("train", "press")).futures
    assert Request(named, ("train", "press")) != Request(small(), ("train", "press"))


def test_an_answer_of_the_scenario_file_reads_as_it_was_written():
    answer = answered(Request(load_scenario(SCENARIOS / "b2b_advisors.toml"), ("mixed", "replace")), PREVIEW)
    assert isinstance(answer, Answer) and answer.n == PREVIEW and not answer.full
    assert answer.side("right") == "replace" and answer.side("reference") == "carry_on"
