"""Tables as a consultant reads them."""

from __future__ import annotations

import io

from rich.console import Console

from sim.comparison.tables import WIDTH, as_markdown, as_rich, as_text, difference_cells, summary_cells


def test_every_table_fits_120_columns(compared) -> None:
    for cells in (summary_cells(compared), difference_cells(compared)):
        assert max(map(len, as_text(cells).splitlines())) <= WIDTH


def test_the_best_strategy_comes_first_with_gain_certainty_and_break_even(compared) -> None:
    best = summary_cells(compared).rows[0]
    assert best[0] == "Transform everyone"
    assert best[1].startswith("+")
    assert best[5].endswith(" %") and best[7].startswith("Q")


def test_carrying_on_has_no_gain_against_itself(compared) -> None:
    row = next(r for r in summary_cells(compared).rows if r[0] == "Carry on")
    assert {*row[1:5], *row[7:9], row[11]} == {"-"}


def test_every_two_strategies_are_compared_once(compared) -> None:
    rows = difference_cells(compared).rows
    assert len(rows) == 10
    assert len({frozenset(row[:2]) for row in rows}) == 10


def test_plain_text_is_aligned_and_always_the_same(compared) -> None:
    text = as_text(summary_cells(compared))
    assert text == as_text(summary_cells(compared))
    assert "\x1b" not in text
    assert all(line == line.rstrip() for line in text.splitlines())


def test_markdown_has_as_many_cells_in_every_line_and_escapes_bars(compared) -> None:
    lines = [x for x in as_markdown(summary_cells(compared)).splitlines() if x.startswith("|")]
    assert len({line.replace("\\|", "").count("|") for line in lines}) == 1


def test_the_terminal_table_shows_every_strategy_and_its_numbers_in_120_columns(compared) -> None:
    stream = io.StringIO()
    cells = summary_cells(compared)
    Console(file=stream, width=WIDTH, force_terminal=False).print(as_rich(cells))
    shown = stream.getvalue()
    for row in cells.rows:
        assert all(cell in shown for cell in row[1:])
