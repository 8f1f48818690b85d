"""How the framework is perceived: strain, safety, justice, coherence."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import strategies as st

from sim.laws import conditions
from sim.parameters.learning import Conditions, Leading

from .directions import EITHER, FALLS, RISES, cases, check, unmentioned
from .strategies import given, number, parameters_of, shares

DIRECTIONS = {
    conditions.strain: {"pressure": RISES},
    conditions.listening_under_strain: {"listening": RISES, "strain": FALLS},
    conditions.psychological_safety: {"error_culture": RISES, "listening": RISES, "strain": FALLS, "protection": RISES},
    conditions.procedural_justice: {"autonomy": RISES, "listening": RISES},
    conditions.coherence: {},
    conditions.error_culture_after_work: {"culture": RISES, "start": RISES, "work": RISES},
    conditions.moved: {"value": RISES, "towards": RISES, "reach": EITHER, "dose": EITHER},  # towards the target
    conditions.change_capacity: {"safety": RISES, "energy": RISES, "exchange": RISES, "orientation": RISES,
                                 "reflection": RISES, "resistance": FALLS},
}  # fmt: skip
drawn, leading = parameters_of(Conditions), parameters_of(Leading)
several = st.lists(shares, min_size=1, max_size=8)


@pytest.mark.parametrize(("law", "argument", "sign"), cases(DIRECTIONS))
def test_direction(law, argument, sign):
    check(law, argument, sign)


def test_every_argument_has_a_direction():
    assert unmentioned(conditions, DIRECTIONS) == []


@given(shares, leading)
def test_moderate_pressure_is_no_strain(pressure, p):
    assert conditions.strain(pressure * p.strain_from, p) == 0.0


def test_full_pressure_is_full_strain():
    assert conditions.strain(1.0, Leading()) == pytest.approx(1.0)
    assert conditions.strain(1.0, Leading(strain_from=1.0)) == 0.0  # nothing strains those who feel none


@given(shares, leading)
def test_unstrained_leaders_listen_as_they_can(listening, p):
    assert conditions.listening_under_strain(listening, 0.0, p) == listening


@given(shares, shares, drawn)
def test_protection_is_worth_nothing_in_a_culture_of_blame(listening, protection, p):
    safe = [conditions.psychological_safety(0.0, listening, 0.2, x, p) for x in (0.0, protection)]
    assert safe[0] == safe[1]


@given(drawn)
def test_full_safety_needs_culture_and_listening_without_strain(p):
    assert conditions.psychological_safety(1.0, 1.0, 0.0, 0.0, p) == pytest.approx(1.0)
    assert conditions.psychological_safety(0.0, 0.0, 0.0, 0.0, p) == 0.0


def test_safety_by_hand():
    p = Conditions(safety_culture=0.6, safety_strain=0.5)
    felt = (0.6 * 0.5 + 0.4 * 0.5) * 0.75
    assert conditions.psychological_safety(0.5, 0.5, 0.5, 0.0, p) == pytest.approx(felt)
    assert conditions.psychological_safety(0.5, 0.5, 0.5, 1.0, p) == pytest.approx(felt + (1.0 - felt) * 0.5)


@given(shares, shares, drawn)
def test_justice_lies_between_latitude_and_being_listened_to(autonomy, listening, p):
    low, high = sorted([autonomy, listening])
    assert low - 1e-12 <= conditions.procedural_justice(autonomy, listening, p) <= high + 1e-12


@given(several, drawn)
def test_coherence_lies_between_the_floor_and_one(parts, p):
    assert p.contradiction_floor - 1e-12 <= conditions.coherence(parts, p) <= 1.0


@given(several, shares, drawn)
def test_coherence_rises_with_every_condition_that_supports_more(parts, more, p):
    better = [*parts[:-1], max(parts[-1], more)]
    assert conditions.coherence(better, p) >= conditions.coherence(parts, p) - 1e-12


@given(several, drawn)
def test_the_order_of_the_conditions_does_not_matter(parts, p):
    assert conditions.coherence(parts[::-1], p) == pytest.approx(conditions.coherence(parts, p))


@given(shares, st.integers(1, 8), drawn)
def test_equal_conditions_are_as_coherent_as_one_of_them(part, count, p):
    assert conditions.coherence([part] * count, p) == pytest.approx(conditions.coherence([part], p))


def test_one_contradiction_costs_more_than_one_support_gains():
    p = Conditions()
    usual, worse, better = (conditions.coherence([0.5, 0.5, 0.5, part], p) for part in (0.5, 0.0, 1.0))
    assert usual - worse > 2.0 * (better - usual)


def test_without_a_floor_one_full_contradiction_ends_coherence():
    assert conditions.coherence([1.0, 0.0], Conditions(contradiction_floor=0.0)) == pytest.approx(0.0, abs=1e-30)


@given(shares, drawn)
def test_without_work_the_error_culture_stays_where_it_started(start, p):
    assert conditions.error_culture_after_work(start, start, 0.0, p) == pytest.approx(start, abs=1e-12)


@given(shares, shares, drawn)
def test_without_work_the_error_culture_falls_back(culture, start, p):
    after = conditions.error_culture_after_work(culture, start, 0.0, p)
    assert abs(after - start) <= abs(culture - start) + 1e-12


def test_an_error_culture_changes_slowly():
    """Klamar et al. 2022: it can be changed; two years of full work here move it by less than the whole way."""
    culture = np.asarray(0.4)
    for _ in range(8):
        culture = conditions.error_culture_after_work(culture, 0.4, 1.0, Conditions())
    assert 0.6 < culture < 0.85


@given(shares, shares, shares)
def test_a_measure_with_dose_0_moves_nothing(value, towards, reach):
    assert conditions.moved(value, towards, reach, 0.0) == conditions.moved(value, towards, 0.0, reach) == value


@given(shares, shares, shares, shares)
def test_a_measure_moves_a_condition_towards_its_target_and_no_further(value, towards, reach, dose):
    low, high = sorted([value, towards])
    assert low - 1e-12 <= conditions.moved(value, towards, reach, dose) <= high + 1e-12


@given(number(0.0, 1.0))
def test_change_capacity_is_a_mean(x):
    assert conditions.change_capacity(x, x, x, x, x, 1.0 - x) == pytest.approx(x)
