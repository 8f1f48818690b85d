"""What the storylines say is what the model shows: a change of the model that makes one false is noticed here.

Every takeaway and what the notes assert without a number, step by step, on 200 futures. Where a source says otherwise
than the model, the story says so, and the test holds the story to it.
"""

from __future__ import annotations

import pytest

from sim.app.teaching.facts import Facts, ahead, gain, lead, outcome_of, reached, sentence, takeaway, truth
from tests.app.teaching.runs import run, steps, storyline

ADVISORS, EUPHORIA, BLAME, PROMINENT = "advisors_into_sellers", "euphoria_ebbs", "blame_trap", "prominent_few"
GOAL_FEW, GOAL_MOST = 0.5, 0.6


def uplift(story: str, step: int, quarter: int) -> float:
    found = run(story, step)
    return found.mean("intention", "left", quarter) - found.mean("intention", "right", quarter)


def test_the_push_from_above_does_not_last() -> None:
    found = run(ADVISORS, 0)
    peak = found.course("adoption", "left").mean(axis=1).max()
    assert found.mean("adoption", "left") < peak / 3.0
    assert ahead(found) < 0.4
    assert reached(found, "left") == 0.0


def test_the_full_programme_reaches_the_goal_in_most_futures_against_its_source() -> None:
    found = run(ADVISORS, 1)
    assert reached(found, "left") > GOAL_MOST
    assert reached(found, "right") < 0.05
    assert found.mean("adoption", "left", 4) < 2.0 * found.mean("adoption", "left", 1)


def test_the_full_programme_costs_further_deals_and_customers_but_ends_with_more() -> None:
    found = run(ADVISORS, 2)
    assert found.mean("revenue_cross", "left") < 0.95 * found.mean("revenue_cross", "right")
    assert found.mean("customers_lost", "left") > found.mean("customers_lost", "right")
    assert found.mean("customers", "left") > found.mean("customers", "right")


def test_adding_sellers_is_worth_more_among_advisors_though_not_in_every_future() -> None:
    found = run(ADVISORS, 3)
    assert lead(found).mean() < 0.0
    assert 0.2 < ahead(found) < 0.4
    assert gain(found, "left") > 0.0 and gain(found, "right") > 0.0
    assert abs(found.mean("adoption", "right") - found.mean("adoption", "reference")) < 0.01


def test_transforming_is_worth_more_where_few_are_advisors() -> None:
    assert lead(run(ADVISORS, 4)).mean() > 0.0
    assert ahead(run(ADVISORS, 4)) > 0.6


def test_the_uplift_of_a_training_ebbs() -> None:
    assert uplift(EUPHORIA, 0, 3) > 0.04
    assert uplift(EUPHORIA, 0, 7) < 0.2 * uplift(EUPHORIA, 0, 3)
    assert ahead(run(EUPHORIA, 0)) < 0.5


def test_a_second_training_ebbs_as_well_and_pays_less() -> None:
    assert uplift(EUPHORIA, 1, 10) > 0.04
    assert uplift(EUPHORIA, 1, 14) < 0.2 * uplift(EUPHORIA, 1, 10)
    assert ahead(run(EUPHORIA, 1)) < ahead(run(EUPHORIA, 0))


def test_the_same_training_pays_where_ability_was_missing() -> None:
    assert ahead(run(EUPHORIA, 2)) > 0.75
    assert gain(run(EUPHORIA, 2), "left") > 0.0
    assert run(EUPHORIA, 2).mean("adoption", "left") < 0.05


def test_coaching_moves_attitude_and_fear_and_pays_but_behaviour_hardly_follows() -> None:
    found = run(EUPHORIA, 3)
    assert found.mean("attitude", "left") > found.mean("attitude", "right") + 0.02
    assert found.mean("fear", "left", 6) < found.mean("fear", "right", 6)
    assert lead(found).mean() > 0.0
    assert found.mean("behaviour", "right") < found.mean("behaviour", "left") < found.mean("behaviour", "right") + 0.05
    assert found.mean("adoption", "left") < 0.05


def test_on_prepared_ground_the_same_training_and_coaching_win_a_majority_late() -> None:
    found = run(EUPHORIA, 4)
    assert found.mean("adoption", "left") > 0.5 > 0.05 > found.mean("adoption", "right")
    assert found.mean("adoption", "left", 4) < found.mean("adoption", "left", 1)
    assert found.course("cost_measures", "left").sum() > found.course("cost_measures", "right").sum()


def test_under_blame_the_programme_misses_its_goal() -> None:
    found = run(BLAME, 0)
    assert found.mean("adoption", "left") < 0.25
    assert found.mean("adoption", "left") < found.course("adoption", "left").mean(axis=1).max() - 0.03
    assert reached(found, "left") < 0.05


def test_where_errors_teach_the_same_programme_succeeds_and_climate_alone_does_not() -> None:
    found = run(BLAME, 1)
    assert found.mean("adoption", "left") > 0.85
    assert found.mean("adoption", "right") < 0.15
    distance = found.mean("adoption", "left") - run(BLAME, 0).mean("adoption", "left")
    assert distance > run(BLAME, 0).mean("adoption", "left") - run(BLAME, 0).mean("adoption", "right")


def test_a_push_raises_fear_under_blame_and_culture_first_lowers_it() -> None:
    found = run(BLAME, 2)
    assert found.mean("fear", "left") > found.mean("fear", "left", 1) + 0.05
    assert found.mean("fear", "right") < found.mean("fear", "right", 1) - 0.05
    assert lead(found).mean() < 0.0


def test_talking_about_failures_under_blame_costs_more_than_it_brings() -> None:
    found = run(BLAME, 3)
    assert found.mean("skill_selling", "right") < found.mean("skill_selling", "left") \
        < found.mean("skill_selling", "left", 1) - 0.01
    assert gain(found, "left") < 0.0


def test_the_same_meetings_pay_where_errors_teach_but_do_not_make_sellers() -> None:
    found = run(BLAME, 4)
    assert found.mean("skill_selling", "left") > found.mean("skill_selling", "left", 1) + 0.1
    assert ahead(found) > 0.85
    assert found.mean("adoption", "left") < 0.3


def test_the_error_culture_alone_is_not_enough_where_all_else_speaks_against_it() -> None:
    found = run(BLAME, 5)
    assert found.mean("adoption", "left") < 0.3
    assert found.mean("adoption", "right") < 0.3


def test_resistance_in_everybody_does_not_stop_the_programme() -> None:
    assert reached(run(PROMINENT, 0), "left") > GOAL_MOST


def test_the_same_resistance_in_a_few_does() -> None:
    many, few = run(PROMINENT, 0), run(PROMINENT, 1)
    assert few.mean("adoption", "left") < many.mean("adoption", "left") - 0.1
    assert reached(few, "left") < GOAL_FEW


def test_winning_the_few_first_brings_back_most_of_what_was_lost() -> None:
    many, few, won = (run(PROMINENT, k).mean("adoption", "left") for k in range(3))
    assert won - few > 0.5 * (many - few)
    assert reached(run(PROMINENT, 2), "left") > GOAL_MOST


def test_no_majority_carries_itself_in_the_base_case_against_its_source() -> None:
    found = run(PROMINENT, 3)
    assert found.mean("adoption", "left", 1) > 0.5
    assert found.mean("adoption", "left") < 0.2


def test_the_same_majority_grows_by_itself_on_other_ground() -> None:
    found = run(PROMINENT, 4)
    assert found.mean("adoption", "left") > 0.9 > found.mean("adoption", "left", 1)


@pytest.mark.parametrize(("story", "step"), steps())
@pytest.mark.parametrize("lang", ["de", "en"])
def test_every_reveal_can_be_told(story: str, step: int, lang: str) -> None:
    asked, found = storyline(story).steps[step], run(story, step)
    for guessed in (None, 0.0, 1.0):
        told = sentence(lang, asked, found, guessed)  # type: ignore[arg-type]
        assert told.endswith((".", ").")) and "{" not in told and "nan" not in told
    told = takeaway(lang, asked, Facts(lang, found, "X", "Y"))  # type: ignore[arg-type]
    assert "{" not in told and "nan" not in told and any(sign.isdigit() for sign in told)


@pytest.mark.slow
@pytest.mark.parametrize(("story", "step"), steps())
def test_the_right_answer_does_not_hang_on_the_number_of_futures(story: str, step: int) -> None:
    asked = storyline(story).steps[step]
    if asked.guess.kind == "choice":
        answers = {outcome_of(asked, run(story, step, runs)).option for runs in (100, 200, 500)}
        assert len(answers) == 1, truth(asked, run(story, step))
