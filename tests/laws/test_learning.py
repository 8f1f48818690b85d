"""How skills are gained and lost: practice, training, coaching."""

from __future__ import annotations

import numpy as np
import pytest

from sim.laws import learning
from sim.parameters.learning import Coaching, Learning

from .directions import EITHER, RISES, cases, check, unmentioned
from .strategies import counts, given, number, parameters_of, rates, shares

DIRECTIONS = {
    learning.learning_from_errors: {"error_culture": RISES},
    learning.talent: {"hunting": RISES},
    learning.selling_skill_after_quarter: {  # practice leads to the ceiling, from either side
        "skill": RISES, "attempts": EITHER, "orientation": EITHER, "from_errors": EITHER, "ceiling": RISES,
        "taught": RISES, "shared": RISES},
    learning.advising_skill_after_quarter: {"skill": RISES, "care_share": RISES, "start": RISES},
    learning.transfer: {"exchange": RISES, "listening": RISES, "intention": RISES},
    learning.taught_by_training: {"dose": RISES, "transfer": RISES, "coaching": RISES, "window": RISES},
    learning.euphoria_after_quarter: {"euphoria": RISES},
    learning.euphoria_of_training: {"euphoria": RISES, "dose": RISES},
    learning.coaching_effect: {"skill": RISES, "candour": RISES},
    learning.candour_with_own_boss: {"safety": RISES},
    learning.help_and_harm: {"dose": EITHER, "effect": EITHER},  # two results
}  # fmt: skip
drawn, coaching = parameters_of(Learning), parameters_of(Coaching)


def unused(skill, quarters, p):
    """Selling skill after some quarters without a single attempt."""
    for _ in range(quarters):
        skill = learning.selling_skill_after_quarter(skill, 0.0, 0.5, 1.0, 0.8, 0.0, 0.0, p)
    return float(skill)


@pytest.mark.parametrize(("law", "argument", "sign"), cases(DIRECTIONS))
def test_direction(law, argument, sign):
    check(law, argument, sign)


def test_every_argument_has_a_direction():
    assert unmentioned(learning, DIRECTIONS) == []


# --- practice ---------------------------------------------------------------------------------------------------------


@given(drawn)
def test_a_middling_error_culture_neither_helps_nor_hinders(p):
    assert learning.learning_from_errors(0.5, p) == 1.0
    assert learning.learning_from_errors(0.0, p) == p.blame
    assert learning.learning_from_errors(1.0, p) == pytest.approx(p.openness)


@given(drawn)
def test_talent_runs_from_its_floor_to_one(p):
    assert learning.talent(0.0, p) == p.talent_floor
    assert learning.talent(1.0, p) == pytest.approx(1.0)


def test_an_unused_skill_keeps_83_percent_a_quarter():
    """Tatel & Ackerman: half of an unused skill is gone after 11 months."""
    assert unused(1.0, 1, Learning()) == pytest.approx(0.83, abs=0.005)
    assert unused(1.0, 11, Learning(forgetting=3.0 * np.log(2.0) / 11.0)) == pytest.approx(0.5**3)


@given(shares, counts, shares, shares, rates, rates, drawn)
def test_selling_skill_stays_a_share(skill, attempts, orientation, ceiling, taught, shared, p):
    after = learning.selling_skill_after_quarter(skill, attempts, orientation, 1.0, ceiling, taught, shared, p)
    assert 0.0 <= after <= 1.0


@given(shares, number(200.0, 300.0), shares, drawn)
def test_much_practice_leads_towards_the_own_talent(skill, attempts, ceiling, p):
    alive = p.model_copy(update={"forgetting": 0.0})
    after = learning.selling_skill_after_quarter(skill, attempts, 0.5, 1.0, ceiling, 0.0, 0.0, alive)
    assert abs(after - ceiling) <= abs(skill - ceiling) + 1e-12


@given(number(0.0, 0.5), counts, number(1.0, 2.0), drawn)
def test_below_the_own_talent_more_attempts_never_leave_less_skill(skill, attempts, times, p):
    few, many = (learning.selling_skill_after_quarter(skill, n, 0.5, 1.0, 0.8, 0.0, 0.0, p)
                 for n in (attempts, times * attempts))  # fmt: skip
    assert many >= few - 1e-12


@given(number(0.0, 0.5), counts, shares, drawn)
def test_who_learns_from_trying_learns_more_from_the_same_attempts(skill, attempts, orientation, p):
    closed, open_ = (learning.selling_skill_after_quarter(skill, attempts, x, 1.0, 0.8, 0.0, 0.0, p)
                     for x in (0.0, orientation))  # fmt: skip
    assert open_ >= closed - 1e-12


@given(shares, shares, drawn)
def test_advising_skill_without_time_only_fades(skill, start, p):
    assert learning.advising_skill_after_quarter(skill, 0.0, start, p) <= skill + 1e-12


def test_with_all_time_for_care_advising_skill_stays_near_its_start():
    skill = np.asarray(0.75)
    for _ in range(12):
        skill = learning.advising_skill_after_quarter(skill, 0.6, 0.75, Learning())
    assert skill == pytest.approx(0.75, abs=0.02)


def test_any_time_at_all_keeps_the_skill_where_none_is_needed_for_upkeep():
    p = Learning(care_upkeep=0.0)
    assert learning.advising_skill_after_quarter(0.7, 0.01, 0.7, p) == pytest.approx(0.7)


# --- training ---------------------------------------------------------------------------------------------------------


@given(drawn)
def test_in_a_middling_environment_with_middling_will_transfer_is_one(p):
    assert learning.transfer(0.5, 0.5, 0.5, p) == 1.0


@given(shares, shares, shares, drawn)
def test_transfer_is_never_negative(exchange, listening, intention, p):
    assert learning.transfer(exchange, listening, intention, p) >= 0.0


@given(number(0.0, 4.0), shares, shares, drawn, coaching)
def test_a_training_with_dose_0_teaches_nothing(transfer, coached, window, p, c):
    assert learning.taught_by_training(0.0, transfer, coached, window, p, c) == 0.0


def test_coaching_beside_a_training_makes_it_1_8_times_as_effective():
    """Olivero et al. 1997, shrunk: 1.8 (1.3 to 3.0); their own 3.9 is the ceiling."""
    alone, beside = (learning.taught_by_training(1.0, 1.0, x, 0.0, Learning(), Coaching()) for x in (0.0, 1.0))
    assert beside / alone == pytest.approx(1.8)


@given(shares, drawn)
def test_a_training_with_dose_0_makes_nobody_euphoric(euphoria, p):
    assert learning.euphoria_of_training(euphoria, 0.0, p) == euphoria


def test_euphoria_has_a_half_life_of_six_weeks():
    """De Grip & Sauermann 2012: the effect wears off within weeks."""
    rate = -np.log(learning.euphoria_after_quarter(1.0, Learning()))
    assert 13.0 * np.log(2.0) / rate == pytest.approx(6.0, abs=0.1)


@pytest.mark.parametrize(("quarters", "left"), [(1, 0.53), (2, 0.38), (3, 0.30), (4, 0.25)])
def test_half_motivation_half_skill_a_training_fades_in_two_steps(quarters, left):
    """Evidence 11: a fast component (six weeks) and a slow one (twelve months)."""
    p = Learning()
    euphoria = np.asarray(1.0)
    for _ in range(quarters):
        euphoria = learning.euphoria_after_quarter(euphoria, p)
    assert 0.5 * euphoria + 0.5 * unused(1.0, quarters, p) == pytest.approx(left, abs=0.015)


# --- coaching ---------------------------------------------------------------------------------------------------------


@given(shares, coaching)
def test_at_the_break_even_skill_coaching_neither_helps_nor_harms(candour, p):
    assert learning.coaching_effect(p.breakeven_skill, candour, p) == 0.0


def test_a_perfect_coach_has_the_full_effect_on_those_who_speak_openly():
    assert learning.coaching_effect(1.0, 1.0, Coaching()) == pytest.approx(1.0)
    assert learning.coaching_effect(1.0, 0.5, Coaching()) == pytest.approx(0.5)


@given(shares, coaching)
def test_frequent_coaching_by_the_unskilled_harms_however_openly_one_speaks(candour, p):
    assert learning.coaching_effect(0.0, candour, p) == learning.coaching_effect(0.0, 1.0, p) <= 0.0


@given(coaching)
def test_where_everybody_is_safe_the_own_boss_hears_everything(p):
    assert learning.candour_with_own_boss(1.0, p) == 1.0
    assert learning.candour_with_own_boss(0.0, p) == pytest.approx(1.0 - p.candour)


@given(shares, number(-5.0, 1.0))
def test_a_coaching_helps_or_harms_and_never_both(dose, effect):
    helps, harms = learning.help_and_harm(dose, effect)
    assert min(helps, harms) == 0.0
    assert helps - harms == dose * effect
