"""The command `claims`, as a user meets it."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sim.analysis import claims as board_module
from sim.analysis.claims import BY_ID, CLAIMS
from sim.analysis.claims.claim import Finding
from sim.cli.app import app
from sim.cli.claims_command import WIDTH, closing_line, row, table

FILE = str(Path(__file__).parents[2] / "scenarios" / "b2b_advisors.toml")
runner = CliRunner()


def claims(*args: str, replications: str = "6"):
    return runner.invoke(app, ["claims", FILE, "--replications", replications, *args])


def finding(name: str, effect: float = 1.0, verdict: str = "holds") -> Finding:
    return Finding(BY_ID[name], effect, effect, effect, 6, (verdict,))


@pytest.fixture
def one_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(board_module, "board", lambda *_: [finding("A1"), finding("A2", -1.0, "does not hold")])


def test_a_table_and_a_closing_line() -> None:
    result = claims("--ids", "A5,D4", "--ids", "c10")
    assert result.exit_code == 0, result.output
    assert result.stderr == ""
    head, *rows, empty, last = result.stdout.splitlines()
    assert head.split()[:2] == ["id", "verdict"]
    assert [line.split()[0] for line in rows] == ["A5", "D4", "C10"]
    assert empty == ""
    assert last.startswith("3 claims: ") and last.endswith(" at 6 runs")


def test_json_is_a_strict_list_of_rows_that_is_the_same_every_time() -> None:
    result = claims("--ids", "A5", "--json")
    assert result.stdout == claims("--ids", "A5", "--json").stdout
    (found,) = json.loads(result.stdout, parse_constant=pytest.fail)
    assert list(found) == ["id", "verdict", "effect", "low", "high", "unit", "runs", "sentence", "source", "mechanisms"]
    assert found["id"] == "A5" and found["runs"] == 6 and found["mechanisms"] == ["coaching"]
    assert found["low"] <= found["effect"] <= found["high"]


def test_seed_and_set_change_the_answer() -> None:
    plain, seed, other = (claims("--ids", "A5", "--json", *more).stdout
                          for more in ((), ("--seed", "2"), ("--set", "organisation.advisor_share=0.4")))
    assert len({plain, seed, other}) == 3


def test_what_is_not_a_number_is_null() -> None:
    found = row(finding("A1", math.nan, "undecided"))
    assert found["effect"] is None and found["verdict"] == "undecided"
    assert json.dumps(found, allow_nan=False)


@pytest.mark.parametrize("effect", [0.0, 1e-7, -0.00412, 0.999, 1234.5, -999_999.0, 2.5e6, 3e9, math.nan])
def test_the_table_fits_into_its_width(effect: float) -> None:
    lines = table([finding(claim.id, effect, "does not hold") for claim in CLAIMS])
    assert len(lines) == 48
    assert max(map(len, lines)) <= WIDTH
    assert not any("e+" in line or "e-0" in line for line in lines)


def test_the_closing_line_counts() -> None:
    found = [finding("A1"), finding("A2"), finding("A3", 0.0, "does not hold")]
    assert closing_line(found, 100) == "3 claims: 2 hold, 1 does not hold, 0 undecided at 100 runs"
    assert closing_line(found[:1], 100) == "1 claim: 1 holds, 0 do not hold, 0 undecided at 100 runs"


def test_strict_tells_by_its_exit_code_and_prints_all_the_same(one_fails: None) -> None:
    easy, strict = claims(), claims("--strict")
    assert (easy.exit_code, strict.exit_code) == (0, 1)
    assert easy.stdout == strict.stdout
    assert "1 does not hold" in strict.stdout


def test_strict_forgives_what_is_undecided(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(board_module, "board", lambda *_: [finding("A1", 0.0, "undecided")])
    assert claims("--strict").exit_code == 0


@pytest.mark.parametrize(("args", "said"), [
    (("--ids", "A55"), "did you mean 'A5'"), (("--ids", "A1,zz"), "there are: A1, A2"), (("--ids", ","), "no claim"),
    (("--set", "quarterz=8"), "quarters"),
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
