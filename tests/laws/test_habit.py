"""Habit: what is repeated grows, rewards itself and decides."""

from __future__ import annotations

import pytest

from sim.laws import habit
from sim.parameters.behaviour import Habit, Intention

from .directions import EITHER, FALLS, RISES, cases, check, unmentioned
from .strategies import given, number, parameters_of, shares

DIRECTIONS = {
    habit.habit_control: {"advising": RISES, "selling": RISES},
    habit.habit_choice: {"advising": FALLS, "selling": RISES},
    habit.behaviour: {"before": RISES, "control": EITHER, "choice": RISES, "intention": RISES},
    habit.pull_of_habit: {"advising": FALLS, "selling": RISES},
    habit.habit_after_practice: {"habit": RISES, "practice": EITHER, "pace": EITHER, "slowing": EITHER, "floor": RISES},
    habit.habit_after_shock: {"habit": RISES, "reach": FALLS},
}


@pytest.mark.parametrize(("law", "argument", "sign"), cases(DIRECTIONS))
def test_direction(law, argument, sign):
    check(law, argument, sign)


def test_every_argument_has_a_direction():
    assert unmentioned(habit, DIRECTIONS) == []


# --- what habit decides ----------------------------------------------------------------------------------------------


def test_at_a_usual_strength_habit_decides_45_percent_of_acts():
    """Wood, Quinn & Kashy 2002: 43-45 % of everyday acts are habitual."""
    assert 0.43 <= habit.habit_control(0.7, 0.1, Habit()) <= 0.46


def test_without_any_habit_neither_habit_wins():
    assert habit.habit_choice(0.0, 0.0) == 0.5


@given(shares, shares)
def test_what_one_habit_does_not_choose_the_other_does(advising, selling):
    if advising + selling > 1e-9:
        assert habit.habit_choice(advising, selling) + habit.habit_choice(selling, advising) == pytest.approx(1.0)


def test_three_times_the_strength_wins_three_of_four_occasions():
    assert habit.habit_choice(0.2, 0.6) == pytest.approx(0.75)


@given(shares, parameters_of(Habit))
def test_equal_habits_pull_to_neither_side(strength, p):
    assert habit.pull_of_habit(strength, strength, p) == 0.0


def test_stronger_habit_needs_a_larger_reward():
    """The logits that another reason must bring to make up for the pleasure of the old habit."""
    weak, strong = (-habit.pull_of_habit(advising, 0.1, Habit()) for advising in (0.3, 0.8))
    assert strong > weak > 0.0


@given(shares, shares, shares, parameters_of(Intention))
def test_where_habit_decides_everything_intention_is_idle(before, choice, wanted, p):
    assert habit.behaviour(before, 1.0, choice, wanted, p) == choice


@given(shares, shares, shares, parameters_of(Intention))
def test_without_habit_behaviour_lies_between_what_was_done_and_what_is_wanted(before, choice, wanted, p):
    low, high = sorted([before, wanted])
    assert low - 1e-12 <= habit.behaviour(before, 0.0, choice, wanted, p) <= high + 1e-12


@given(shares, shares, shares, shares, parameters_of(Intention))
def test_behaviour_is_a_share(before, control, choice, wanted, p):
    assert 0.0 <= habit.behaviour(before, control, choice, wanted, p) <= 1.0 + 1e-15


def test_about_half_of_a_changed_intention_reaches_behaviour():
    """Webb & Sheeran 2006: a change of intention of d 0.66 brings one of behaviour of d 0.36."""
    changed = habit.behaviour(0.2, 0.0, 0.0, 0.2 + 0.66, Intention()) - 0.2
    assert changed == pytest.approx(0.36, abs=0.02)


@given(shares, shares, shares, parameters_of(Intention), number(0.01, 1.0))
def test_a_strong_habit_weakens_the_link_from_intention_to_behaviour(before, choice, low, p, rise):
    def response(control):
        shown = [habit.behaviour(before, control, choice, wanted, p) for wanted in (low, low + rise)]
        return shown[1] - shown[0]

    assert response(0.8) <= response(0.2) + 1e-12


# --- how habits form and fade ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("repetitions", "strength"), [(65, 0.95), (26, 0.69), (13, 0.45), (6, 0.24)])
def test_repetitions_build_a_habit_as_fast_as_lally_found(repetitions, strength):
    """Lally et al. 2010: 66 daily repetitions to 95 %, hence 0.045 per act."""
    lally = Habit(formation=0.045, asymptote=1.0, occasions=float(repetitions))
    assert habit.habit_after_practice(0.0, 1.0, 1.0, 1.0, 0.0, lally) == pytest.approx(strength, abs=0.01)


@pytest.mark.parametrize(("repetitions", "strength"), [(65, 0.78), (26, 0.45), (13, 0.26), (6, 0.13)])
def test_repetitions_build_a_habit_as_slowly_as_singh_found(repetitions, strength):
    """Singh et al. 2024: about 130 days, hence 0.023 per act."""
    singh = Habit(formation=0.023, asymptote=1.0, occasions=float(repetitions))
    assert habit.habit_after_practice(0.0, 1.0, 1.0, 1.0, 0.0, singh) == pytest.approx(strength, abs=0.01)


def test_who_avoids_trying_never_forms_the_habit():
    p = Habit()
    one_a_fortnight, two_a_week = (habit.habit_after_practice(0.0, n / p.occasions, 1.0, 1.0, 0.0, p) for n in (6, 26))
    assert one_a_fortnight < 0.25 < 0.4 < two_a_week


@given(shares, parameters_of(Habit))
def test_a_habit_without_occasions_and_without_decay_stays(strength, p):
    still = p.model_copy(update={"formation": 0.0, "decay": 0.0})
    assert habit.habit_after_practice(strength, 0.5, 1.0, 1.0, 0.0, still) == strength


@given(shares, shares, shares, number(0.01, 100.0), shares, parameters_of(Habit))
def test_habit_strength_stays_a_share(strength, practice, floor, pace, slowing, p):
    assert 0.0 <= habit.habit_after_practice(strength, practice, pace, slowing, floor, p) <= 1.0


@given(shares, shares, parameters_of(Habit))
def test_an_old_habit_fades_no_further_than_its_floor(strength, floor, p):
    after = habit.habit_after_practice(strength, 0.0, 1.0, 1.0, floor, p)
    assert min(strength, floor) - 1e-12 <= after <= max(strength, floor) + 1e-12


@given(shares, number(0.01, 100.0), parameters_of(Habit))
def test_full_practice_leads_to_the_asymptote_and_not_beyond(strength, pace, p):
    after = habit.habit_after_practice(strength, 1.0, pace, 1.0, 0.0, p)
    assert min(strength, p.asymptote) - 1e-12 <= after <= max(strength, p.asymptote) + 1e-12


@given(shares, shares, parameters_of(Habit))
def test_a_cue_that_stays_slows_the_fading(strength, floor, p):
    kept, gone = (habit.habit_after_practice(strength, 0.0, 1.0, s, floor, p) for s in (0.4, 1.0))
    assert abs(kept - floor) >= abs(gone - floor) - 1e-12


@given(number(0.0, 0.5), shares, parameters_of(Habit))
def test_below_its_asymptote_a_habit_without_floor_grows_with_practice(strength, practice, p):
    lasting = p.model_copy(update={"asymptote": 0.9})
    less, more = (habit.habit_after_practice(strength, n, 1.0, 1.0, 0.0, lasting) for n in (practice * 0.5, practice))
    assert more >= less - 1e-12


@given(shares, parameters_of(Habit))
def test_a_reorganisation_that_does_not_reach_a_rep_breaks_no_habit(strength, p):
    assert habit.habit_after_shock(strength, 0.0, p) == strength


def test_a_reorganisation_takes_the_stated_share_of_a_habit():
    assert habit.habit_after_shock(0.5, 1.0, Habit(reorganisation_shock=0.3)) == pytest.approx(0.35)
