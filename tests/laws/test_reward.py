"""Money and recognition: how strong, how long, for whom."""

from __future__ import annotations

import numpy as np
import pytest

from sim.laws import reward
from sim.parameters.behaviour import Intention, Reward

from .directions import EITHER, FALLS, RISES, cases, check, unmentioned
from .strategies import given, number, parameters_of, shares

DIRECTIONS = {
    reward.bonus_power: {"variable_share": RISES, "part": RISES},
    reward.incentive_to_sell: {"individual": RISES, "team": RISES, "company": RISES, "new_business": RISES,
                               "team_size": FALLS, "company_size": FALLS},
    reward.felt_reward: {"strength": RISES, "level": FALLS},
    reward.taken_for_granted: {"level": RISES, "strength": RISES, "rate": EITHER},
    reward.pull_of_money: {"felt": RISES, "material_motive": RISES},
    reward.crowding_out: {"individual": FALLS, "material_motive": RISES},
    reward.recognition_of_selling: {"practice": RISES, "for_selling": RISES, "games": RISES},
    reward.pull_of_recognition: {"felt_new": RISES, "old": FALLS, "need": EITHER},  # for what is recognised more
    reward.pull_of_careers: {"careers": RISES, "need": EITHER},
    reward.recognition_received: {"practice": RISES, "for_selling": EITHER, "games": RISES, "behaviour": EITHER,
                                  "norm": EITHER},
}  # fmt: skip
drawn = parameters_of(Reward)
powers = number(0.0, 5.0)


@pytest.mark.parametrize(("law", "argument", "sign"), cases(DIRECTIONS))
def test_direction(law, argument, sign):
    check(law, argument, sign)


def test_every_argument_has_a_direction():
    assert unmentioned(reward, DIRECTIONS) == []


# --- the bonus --------------------------------------------------------------------------------------------------------


def test_the_usual_variable_share_is_a_full_bonus():
    """Kieser 2018: 30 % of the income of the field is variable."""
    assert reward.bonus_power(0.30, 1.0, Reward()) == pytest.approx(1.0)


@given(shares, drawn)
def test_no_bonus_no_power(share, p):
    assert reward.bonus_power(0.0, share, p) == reward.bonus_power(share, 0.0, p) == 0.0


@given(shares, shares, drawn)
def test_beyond_the_cap_a_larger_bonus_adds_nothing(variable_share, part, p):
    assert reward.bonus_power(variable_share, part, p) <= p.power_cap * part


def test_where_any_variable_pay_is_a_full_bonus_its_power_is_capped():
    assert reward.bonus_power(0.1, 1.0, Reward(full_variable_share=0.0)) == Reward().power_cap


@given(powers, powers, powers, drawn)
def test_a_bonus_that_ignores_new_business_does_not_pull_to_it(individual, team, company, p):
    assert reward.incentive_to_sell(individual, team, company, 0.0, 8.0, 40.0, p) == 0.0


@given(powers, powers, number(1.0, 100.0), drawn)
def test_without_free_riding_size_does_not_matter(team, company, size, p):
    loyal = p.model_copy(update={"free_riding": 0.0})
    assert reward.incentive_to_sell(0.0, team, company, 1.0, size, size, loyal) == pytest.approx(
        p.team_line_of_sight * (team + company))


def test_a_small_team_bonus_is_felt_a_little_more_than_an_individual_one():
    """Garbers & Konradt 2014: g 0.45 for team incentives, 0.32 for individual ones."""
    alone, in_team = (reward.incentive_to_sell(own, 1.0 - own, 0.0, 1.0, 1.0, 1.0, Reward()) for own in (1.0, 0.0))
    assert 1.0 < in_team / alone < 0.45 / 0.32


def test_a_team_bonus_halves_where_the_team_grows_as_free_riding_says():
    p = Reward(free_riding=1.0, team_line_of_sight=1.0)
    assert reward.incentive_to_sell(0.0, 1.0, 0.0, 1.0, 2.0, 1.0, p) == pytest.approx(0.5)


# --- adaptation -------------------------------------------------------------------------------------------------------


def usual_after(quarters, rate):
    """What is taken for granted of a reward of 1 that came new, after some quarters."""
    level = np.zeros(1)
    for _ in range(quarters):
        level = reward.taken_for_granted(level, 1.0, rate)
    return float(level[0])


def test_after_16_quarters_65_percent_of_a_raise_is_taken_for_granted():
    """Di Tella et al. 2010: 65 % of the effect of income is lost within four years."""
    assert usual_after(16, Reward().pay_adaptation) == pytest.approx(0.65, abs=0.02)


def test_after_16_quarters_a_raise_has_lost_65_percent_of_its_pull():
    """Di Tella et al. 2010, as the declarations of `pay_adaptation` and `lasting` cite it together."""
    p = Reward()
    assert reward.felt_reward(1.0, usual_after(16, p.pay_adaptation), p) == pytest.approx(0.35, abs=0.05)


def test_recognition_is_hardly_ever_taken_for_granted():
    """Di Tella et al. 2010: the effect of status stays intact."""
    assert usual_after(16, Reward().recognition_adaptation) < 0.2


def test_appeals_wear_off_within_a_quarter_or_two():
    assert usual_after(1, Reward().appeal_adaptation) > 0.6


def test_recognition_keeps_its_pull_longer_than_money():
    p = Reward()
    money, praise = (reward.felt_reward(1.0, usual_after(16, rate), p)
                     for rate in (p.pay_adaptation, p.recognition_adaptation))  # fmt: skip
    assert praise > 1.25 * money


@given(powers, drawn)
def test_a_new_reward_is_felt_in_full(strength, p):
    assert reward.felt_reward(strength, 0.0, p) == pytest.approx(strength)


@given(powers, drawn)
def test_of_a_reward_taken_for_granted_the_lasting_part_is_felt(strength, p):
    assert reward.felt_reward(strength, strength, p) == pytest.approx(p.lasting * strength)


@given(parameters_of(Reward))
def test_a_reward_taken_for_granted_keeps_only_its_lasting_part(p):
    assert reward.felt_reward(1.0, 1.0, p) == pytest.approx(p.lasting)


@given(powers, powers)
def test_nothing_is_taken_for_granted_at_once(level, strength):
    assert reward.taken_for_granted(level, strength, 0.0) == pytest.approx(level)


# --- motives ----------------------------------------------------------------------------------------------------------


@given(powers, drawn)
def test_money_does_not_move_those_whose_motive_it_is_not(felt, p):
    assert reward.pull_of_money(felt, 0.0, p) == 0.0


@given(shares, drawn)
def test_without_an_individual_bonus_nothing_is_crowded_out(motive, p):
    assert reward.crowding_out(0.0, motive, p) == 1.0


@given(powers, drawn)
def test_who_works_for_money_alone_loses_no_other_motive(individual, p):
    assert reward.crowding_out(individual, 1.0, p) == 1.0


def test_a_full_individual_bonus_halves_the_weight_of_the_own_motive():
    """Cerasoli et al. 2016: correlation 0.22 under direct incentives against 0.45."""
    assert reward.crowding_out(1.0, 0.0, Reward()) == pytest.approx(0.22 / 0.45, abs=0.01)


@given(powers, shares, drawn)
def test_what_crowding_out_leaves_is_a_share(individual, motive, p):
    assert 0.0 <= reward.crowding_out(individual, motive, p) <= 1.0


# --- recognition ------------------------------------------------------------------------------------------------------


@given(shares, shares, drawn)
def test_without_games_recognition_is_what_leaders_give(practice, for_selling, p):
    assert reward.recognition_of_selling(practice, for_selling, 0.0, p) == practice * for_selling


@given(shares, shares, shares, drawn)
def test_recognition_of_selling_is_a_share(practice, for_selling, games, p):
    assert 0.0 <= reward.recognition_of_selling(practice, for_selling, games, p) <= 1.0


@given(powers, shares, drawn)
def test_who_needs_no_recognition_is_not_moved_by_it(felt, old, p):
    assert reward.pull_of_recognition(felt, old, 0.0, p) == 0.0


@given(shares, shares, drawn)
def test_equal_recognition_of_old_and_new_pulls_to_neither_side(recognised, need, p):
    assert reward.pull_of_recognition(recognised, recognised, need, p) == 0.0


@given(shares, parameters_of(Intention))
def test_even_careers_pull_to_neither_side(need, p):
    assert reward.pull_of_careers(0.5, need, p) == 0.0
    assert reward.pull_of_careers(0.9, need, p) >= 0.0 >= reward.pull_of_careers(0.1, need, p)


@given(shares, shares, shares, shares, drawn)
def test_peers_recognise_those_who_do_as_others_do(practice, for_selling, behaviour, norm, p):
    fits = reward.recognition_received(practice, for_selling, 0.0, behaviour, behaviour, p)
    differs = reward.recognition_received(practice, for_selling, 0.0, behaviour, norm, p)
    assert fits >= differs


@given(shares, drawn)
def test_leaders_who_praise_selling_alone_praise_those_who_sell(norm, p):
    sells, advises = (reward.recognition_received(1.0, 1.0, 0.0, b, b, p) for b in (1.0, 0.0))
    assert (sells, advises) == (1.0, 0.5)
