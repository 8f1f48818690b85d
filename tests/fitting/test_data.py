"""Reading an organisation's own figures: what is taken, and what is said of what is not."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.engine.outcomes import OUTCOMES
from sim.fitting.data import MOST_PROBLEMS, Cell, observed_cells, read_quarters
from sim.scenario.problems import ScenarioError

GOOD = "quarter,revenue,customers,leavers\n1,1000.5,40,\n2,,39,1\n3,990,38,0\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "q.csv"


def read(file: Path, text: str | bytes, horizon: int = 16):
    file.write_bytes(text.encode("utf-8") if isinstance(text, str) else text)
    return read_quarters(file, horizon)


def said_of(file: Path, text: str | bytes, horizon: int = 16) -> list[str]:
    with pytest.raises(ScenarioError) as found:
        read(file, text, horizon)
    return [str(problem).replace(str(file), "q.csv") for problem in found.value.problems]


def test_figures_come_outcome_by_outcome_and_empty_cells_are_no_figures(file: Path) -> None:
    observed = read(file, GOOD)
    assert observed.outcomes == ("revenue", "customers", "leavers") and observed.quarters == 3
    assert observed.cells[:3] == (Cell("revenue", 1, 1000.5), Cell("revenue", 3, 990.0), Cell("customers", 1, 40.0))
    assert len(observed.cells) == 7


@pytest.mark.parametrize("text", [
    "\ufeff" + GOOD,                                       # as Excel saves it
    GOOD.replace("\n", "\r\n"), GOOD.rstrip("\n"), GOOD + "\n,,,\n", GOOD.replace(",", " , "),
    GOOD.replace("\n1,", "\n1.0,").replace("40", '"40"'),  # as pandas writes a column with gaps
])  # fmt: skip
def test_what_programs_write_is_read(file: Path, text: str) -> None:
    assert read(file, text).cells == read(file, GOOD).cells


def test_the_fingerprint_knows_the_figures_and_not_their_order(file: Path) -> None:
    other = "leavers,quarter,customers,revenue\n0,3,38,990\n1,2,39,\n,1,40,1000.5\n"
    assert read(file, other).fingerprint == read(file, GOOD).fingerprint
    assert read(file, GOOD.replace("990", "991")).fingerprint != read(file, GOOD).fingerprint


@pytest.mark.parametrize(("text", "said"), [
    ("", "q.csv: is empty; the first line names the columns"),
    (" \n\n,,\n", "q.csv: is empty"),
    (b"quarter,revenue\n1,5\n2,\xe4\n", "q.csv:3: is not UTF-8 text"),
    (b"\xff\xfeq\x00u\x00", "q.csv:1: is not UTF-8 text"),
    ("quarter;revenue\n1;5\n", "q.csv:1: has semicolons between its columns"),
    ("quarter\trevenue\n1\t5\n", "q.csv:1: has tabs between its columns"),
    ('quarter,revenue\n1,"5\n', "is not a CSV table"),
    ("quarter,revenue\n1," + "9" * 200_000 + "\n", "is not a CSV table"),
    (b"x" * (1024 * 1024 + 1), "q.csv: is larger than 1024 KiB"),
    (GOOD.replace("revenue", "Revenues"), "q.csv:1: Revenues: is no outcome; did you mean 'revenue'?"),
    (GOOD.replace("revenue", "weather"), "q.csv:1: weather: is no outcome; e.g. revenue"),
    (GOOD.replace("revenue", ""), "q.csv:1: column 2 has no name"),
    (GOOD.replace("leavers", "revenue"), "q.csv:1: revenue: is there twice"),
    (GOOD.replace("quarter", "quarters"), "q.csv:1: quarters: is no outcome; did you mean 'quarter'?"),
    ("revenue,customers\n1,2\n3,4\n", "q.csv:1: quarter: is missing"),
    ("quarter\n1\n2\n", "q.csv:1: names no outcome beside quarter"),
    (GOOD.replace("990", "99O"), "q.csv:4: revenue: is '99O'; a number is needed"),
    (GOOD.replace("990", '"1,990"'), "q.csv:4: revenue: is '1,990'; write plain digits with a decimal point"),
    (GOOD.replace("990", "n/a"), "q.csv:4: revenue: is 'n/a'; leave the cell empty"),
    (GOOD.replace("990", "inf"), "q.csv:4: revenue: is 'inf'; a number is needed"),
    (GOOD.replace("990", "1e99"), "q.csv:4: revenue: is 1e+99; no organisation is that large"),
    (GOOD.replace("990", "1_0"), "q.csv:4: revenue: is '1_0'"),
    (GOOD.replace("990", "\u0663"), "q.csv:4: revenue: is"),
    (GOOD.replace("38", "-38"), "q.csv:4: customers: is -38; customers cannot lie below 0"),
    (GOOD.replace("990", "-990"), "q.csv:4: revenue: is -990; EUR cannot lie below 0"),
    (GOOD.replace("leavers", "adoption").replace(",1\n", ",45\n"), "q.csv:3: adoption: is 45; a share or index"),
    (GOOD.replace("\n2,", "\n1,"), "q.csv:3: quarter: 1 is there already, on line 2"),
    (GOOD.replace("\n2,", "\n2.5,"), "q.csv:3: quarter: is '2.5'; a whole number from 1"),
    (GOOD.replace("\n2,", "\n0,"), "q.csv:3: quarter: is '0'"),
    (GOOD.replace("\n2,", "\nQ2,"), "q.csv:3: quarter: is 'Q2'"),
    (GOOD.replace("\n2,", "\n,"), "q.csv:3: quarter: is empty"),
    (GOOD.replace("\n3,", "\n17,"), "q.csv:4: quarter: 17 lies beyond the horizon of 16 quarters"),
    (GOOD.replace("990,38", "990"), "q.csv:4: has 3 values, but the header names 4 columns"),
    ("quarter,revenue,profit\n1,5,\n2,6,\n3,7,\n4,8,\n", "q.csv:1: profit: has no value at all"),
    ("quarter,revenue\n1,5\n2,6\n3,7\n", "q.csv: has 3 values in all; at least 4 are needed"),
    ("quarter,revenue\n", "revenue: has no value at all"),
    (GOOD.replace("990", "\x1b[31m"), "is '\\x1b[31m'"),
])  # fmt: skip
def test_what_is_wrong_is_said_with_its_line(file: Path, text: str | bytes, said: str) -> None:
    found = said_of(file, text)
    assert any(said in line for line in found), found
    assert all(line.isprintable() for line in found)


def test_all_that_is_wrong_is_said_at_once_in_the_order_of_lines(file: Path) -> None:
    found = said_of(file, "quarter,revenu,customers,profit\n1,5,-4,-3\n1,5,x,4\n99,1,1\n")
    assert [line.split(": ")[0] for line in found] == ["q.csv:1", "q.csv:2", "q.csv:3", "q.csv:3", "q.csv:4"]


def test_a_page_of_rubbish_gets_no_more_lines_than_anybody_reads(file: Path) -> None:
    assert len(said_of(file, "quarter,revenue\n" + "x,y\n" * 5_000)) == MOST_PROBLEMS


def test_what_is_no_file_is_said(tmp_path: Path) -> None:
    for path, said in ((tmp_path / "none.csv", "there is no such file"), (tmp_path, "is a directory")):
        with pytest.raises(ScenarioError, match=said):
            read_quarters(path, 16)


@given(st.binary(max_size=300))
def test_whatever_the_bytes_they_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    file = tmp_path_factory.getbasetemp() / "any.csv"
    file.write_bytes(b"quarter,revenue,adoption\n" + raw)
    try:
        observed = read_quarters(file, 16)
    except ScenarioError as error:
        assert error.problems and all(str(problem).isprintable() for problem in error.problems)
    else:
        assert all(0 <= cell.value < 1e15 and 1 <= cell.quarter <= 16 for cell in observed.cells)


@given(st.lists(st.tuples(*[st.one_of(st.none(), st.floats(0.0, 1.0))] * 2), min_size=4, max_size=16))
def test_numbers_arrive_as_they_were_written(tmp_path_factory: pytest.TempPathFactory, rows) -> None:
    wanted = [(name, q, x) for k, name in enumerate(("trust", "fear")) for q, x in
              ((q, row[k]) for q, row in enumerate(rows, 1)) if x is not None]  # fmt: skip
    file = tmp_path_factory.getbasetemp() / "any.csv"
    lines = [f"{q},{'' if a is None else repr(a)},{'' if b is None else repr(b)}" for q, (a, b) in enumerate(rows, 1)]
    file.write_text("quarter,trust,fear\n" + "\n".join(lines), encoding="utf-8")
    if len(wanted) >= 4 and len({name for name, _, _ in wanted}) == 2:
        assert [(c.outcome, c.quarter, c.value) for c in read_quarters(file, 16).cells] == wanted


def test_every_outcome_is_a_column(file: Path) -> None:
    header = ",".join(["quarter", *OUTCOMES])
    observed = read(file, f"{header}\n1{',1' * len(OUTCOMES)}\n")
    assert observed.outcomes == tuple(OUTCOMES)


def test_figures_at_hand_in_python() -> None:
    observed = observed_cells({"revenue": [1.0, float("nan"), 3.0], "leavers": [0.0, 1.0]})
    assert [(c.outcome, c.quarter) for c in observed.cells] == [("revenue", 1), ("revenue", 3), ("leavers", 1),
                                                                ("leavers", 2)]
    with pytest.raises(KeyError, match="weather"):
        observed_cells({"weather": [1.0] * 4})
    with pytest.raises(ValueError, match="at least 4"):
        observed_cells({"revenue": [1.0]})
