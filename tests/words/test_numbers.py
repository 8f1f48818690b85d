"""One way to write numbers and amounts: in each language, and plainly for terminals."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.words.amounts import ENGLISH, TERMINAL, Notation
from sim.words.numbers import money, notation, number, of_kind, percent, quarter

GERMAN = notation("de")


@pytest.mark.parametrize(("euro", "german", "english", "plain"), [
    (-2_140_000.0, "−2,1 Mio. EUR", "−2.1 M EUR", "-2.1 M EUR"),
    (697_312.0, "+697 Tsd. EUR", "+697 k EUR", "+697 k EUR"),
    (250e6, "+250 Mio. EUR", "+250 M EUR", "+250 M EUR"),
    (0.0, "0 EUR", "0 EUR", "0 EUR"),
    (-0.2, "0 EUR", "0 EUR", "0 EUR"),
    (math.nan, "–", "–", "-"),
])
def test_an_amount_is_the_same_in_every_language_and_medium(euro: float, german: str, english: str, plain: str) -> None:
    assert [n.money(euro, sign=True) for n in (GERMAN, ENGLISH, TERMINAL)] == [german, english, plain]
    assert money("de", euro, sign=True) == german and money("en", euro, sign=True) == english


def test_numbers_shares_and_quarters_are_written_as_each_language_does() -> None:
    assert (number("de", 12_345.678, 2), number("en", 12_345.678, 2)) == ("12.345,68", "12,345.68")
    assert (percent("de", 0.885, 1), percent("en", 0.885, 1)) == ("88,5\N{NO-BREAK SPACE}%", "88.5%")
    assert (percent("de", 0.001), TERMINAL.percent(0.999)) == ("<1\N{NO-BREAK SPACE}%", ">99 %")
    assert (quarter("de", 6.0), quarter("en", math.nan)) == ("Q6", "–")


def test_a_value_is_written_as_the_unit_of_its_outcome_asks() -> None:
    told = {kind: of_kind("de", kind, 0.345) for kind in ("share", "index", "count")}
    assert told == {"share": "34\N{NO-BREAK SPACE}%", "index": "0,34", "count": "0"}
    assert of_kind("en", "eur", 1.25e9) == "1.2 bn EUR" and of_kind("en", "quarter", 7.0) == "Q7"


def test_related_amounts_share_a_unit_with_decimals_that_show_what_is_uncertain() -> None:
    scale = GERMAN.scale([2_140_000.0, -90_000.0], resolution=20_000.0)
    assert (scale.number(-90_000.0), scale.amount(2_140_000.0, sign=True)) == ("−0,09", "+2,14 Mio. EUR")


@given(st.floats(-1e12, 1e12), st.integers(0, 3), st.sampled_from([GERMAN, ENGLISH, TERMINAL]))
def test_what_is_written_reads_back_as_the_rounded_number(value: float, digits: int, written: Notation) -> None:
    text = written.number(value, digits, sign=True)
    read = float(text.replace(written.thousands, "").replace(written.decimal, ".").replace(written.minus, "-"))
    assert read == round(value, digits) and text.startswith("+") == (read > 0.0)
