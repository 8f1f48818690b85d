"""The command `claims`, as a user meets it."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from sim.cli.app import app
from sim.comparison.tables import WIDTH
from sim.statistics.paired import Interval
from sim.validation import claims as board
from sim.validation.boards import board_text, claim_row, counted, record
from sim.validation.claims import BY_ID, CLAIMS
from sim.validation.claims.claim import Finding
from sim.validation.evidence import DISAGREEMENTS

FILE = str(Path(__file__).parents[2] / "scenarios" / "b2b_advisors.toml")
runner = CliRunner()


def claims(*args: str, replications: str = "6"):
    return runner.invoke(app, ["claims", FILE, "--replications", replications, *args])


def finding(name: str, effect: float = 1.0, verdict: str = "holds") -> Finding:
    sides = len(BY_ID[name].sides)
    return Finding(BY_ID[name], effect, effect, effect, 6, (verdict,) * sides,
                   (Interval(effect, effect, effect, 6),) * sides)


@pytest.fixture
def one_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(board, "ask", lambda claim, _: finding(claim.id, -1.0, "does not hold"))


def test_each_claim_with_verdict_comparison_and_source_and_a_closing_line() -> None:
    result = claims("--ids", "A5,D4", "--ids", "c10")
    assert result.exit_code == 0, result.output
    assert result.stderr == ""
    lines = result.stdout.splitlines()
    assert [line.split()[0] for line in lines if line[:3].strip() in {"A5", "D4", "C10"}] == ["A5", "D4", "C10"]
    assert "Advisors into sellers (source 000)" in lines
    assert BY_ID["D4"].compared in result.stdout
    assert "3 claims: " in lines[-1] and " at 6 runs; root seed 1." in lines[-1]


def test_json_is_a_strict_list_of_rows_that_is_the_same_every_time() -> None:
    result = claims("--ids", "A5", "--json")
    assert result.stdout == claims("--ids", "A5", "--json").stdout
    (found,) = json.loads(result.stdout, parse_constant=pytest.fail)
    assert {"id", "verdict", "effect", "low", "high", "unit", "runs"} <= set(found)
    assert found["id"] == "A5" and found["runs"] == 6
    assert found["low"] <= found["effect"] <= found["high"]
    assert len(found["sides"]) == len(BY_ID["A5"].sides)


def test_without_a_file_the_defaults_are_asked() -> None:
    alone = runner.invoke(app, ["claims", "--ids", "A5", "--replications", "6", "--json"])
    assert alone.exit_code == 0
    assert json.loads(alone.stdout) == json.loads(claims("--ids", "A5", "--json").stdout)


def test_the_scenario_may_be_an_option_but_only_one_is_taken() -> None:
    args = ["claims", "--scenario", FILE, "--ids", "A5", "--replications", "6", "--json"]
    assert runner.invoke(app, args).stdout == claims("--ids", "A5", "--json").stdout
    twice = claims("--scenario", FILE)
    assert twice.exit_code == 2 and "once" in twice.stderr


def test_seed_and_set_change_the_answer() -> None:
    plain, seed, other = (claims("--ids", "A5", "--json", *more).stdout
                          for more in ((), ("--seed", "2"), ("--set", "organisation.advisor_share=0.4")))
    assert len({plain, seed, other}) == 3


def test_what_is_not_a_number_is_null() -> None:
    found = record(claim_row(finding("A1", math.nan, "undecided")))
    assert found["effect"] is None and found["verdict"] == "undecided"
    assert json.dumps(found, allow_nan=False)


@pytest.mark.parametrize("effect", [0.0, 1e-7, -0.00412, 0.999, 1234.5, -999_999.0, 2.5e6, 3e9, math.nan])
def test_the_board_fits_into_its_width(effect: float) -> None:
    lines = board_text([claim_row(finding(claim.id, effect, "does not hold")) for claim in CLAIMS])
    assert sum(line.split()[0] in BY_ID for line in lines if line.strip()) == 47
    assert max(map(len, lines)) <= WIDTH
    assert not any("e+" in line or "e-0" in line for line in lines)


def test_the_closing_line_counts() -> None:
    rows = [claim_row(f) for f in (finding("A1"), finding("A2"), finding("A3", 0.0, "does not hold"))]
    assert counted(rows, "claim") == "3 claims: 2 hold, 1 does not hold, 0 undecided at 6 runs"
    assert counted(rows[:1], "claim") == "1 claim: 1 holds, 0 do not hold, 0 undecided at 6 runs"


def test_strict_tells_by_its_exit_code_and_prints_all_the_same(one_fails: None) -> None:
    easy, strict = claims("--ids", "A2"), claims("--ids", "A2", "--strict")
    assert (easy.exit_code, strict.exit_code) == (0, 1)
    assert easy.stdout == strict.stdout
    assert "1 does not hold" in strict.stdout


def test_strict_forgives_what_is_undecided(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(board, "ask", lambda claim, _: finding(claim.id, 0.0, "undecided"))
    assert claims("--ids", "A1", "--strict").exit_code == 0


def test_the_patterns_of_the_literature_come_with_their_bands_and_the_disagreements() -> None:
    result = claims("--evidence", "--ids", "L1,f19,F4")
    assert result.exit_code == 0, result.output
    assert "6 to 27" in result.stdout and "Exits cluster" in result.stdout
    told = " ".join(result.stdout.split())
    assert [d.id for d in DISAGREEMENTS if d.line in told] == ["g"]
    rows = json.loads(claims("--evidence", "--ids", "L1", "--json").stdout)
    assert [row["id"] for row in rows] == ["L1"] and rows[0]["unit"] == "% a year"


def test_out_writes_the_board_and_the_figure_of_a_conditional_claim(tmp_path: Path) -> None:
    target = tmp_path / "board"
    result = claims("--ids", "C12,A5", "--out", str(target))
    assert result.exit_code == 0, result.output
    written = {str(path.relative_to(target)) for path in target.rglob("*") if path.is_file()}
    assert written == {"board.csv", "board.json", "board.md", "board.txt", "manifest.json", "conditions/C12.csv",
                       "figures/C12.png", "figures/C12.svg"}
    assert set(pd.read_csv(target / "board.csv")["id"]) == {"C12", "A5"}
    manifest = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["inputs"]["replications"] == 6 and "2 claims" in manifest["answer"]


def test_out_never_replaces_what_is_not_ours(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    result = claims("--ids", "A5", "--out", str(tmp_path))
    assert result.exit_code == 2 and "stays as it is" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize(("args", "said"), [
    (("--ids", "A55"), "did you mean 'A5'"), (("--ids", "A1,zz"), "there are: A1, A2"), (("--ids", ","), "nothing"),
    (("--ids", "A1", "--evidence"), "A1 is a claim"), (("--ids", "f1"), "F1 is a pattern"),
    (("--evidence", "--set", "market.sales_cycle_new=8"), "cycle"), (("--set", "quarterz=8"), "quarters"),
    (("--seed", "-1"), "--seed"),
])  # fmt: skip
def test_bad_input_ends_with_2_and_one_reason(args: tuple[str, ...], said: str) -> None:
    result = claims(*args)
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stdout == ""


def test_a_short_horizon_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "short.toml"
    file.write_text('title = "Short"\nquarters = 8\n', encoding="utf-8")
    result = runner.invoke(app, ["claims", str(file)])
    assert result.exit_code == 2
    assert result.stderr == "claims: a horizon of at least 12 quarters is needed, not 8\n"


def test_one_run_is_too_few() -> None:
    assert claims(replications="1").exit_code == 2
