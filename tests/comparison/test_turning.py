"""Which conditions would turn the answer round."""

from __future__ import annotations

import pytest

from sim.comparison.turning import CONDITIONS, conditions, runs_to_do, turning_points

PAIR = ("transform_everyone", "add_sellers")


def test_every_condition_of_the_short_list_has_a_plausible_range() -> None:
    assert [row.name for row in conditions()] == list(CONDITIONS)


def test_all_means_every_declared_value_with_a_range_parameters_included() -> None:
    names = [row.name for row in conditions(["all"])]
    assert set(CONDITIONS) < set(names)
    assert any(name.startswith("parameters.") for name in names)


def test_the_condition_that_the_answer_hangs_on_comes_first_and_turns_it(fake, scenario) -> None:
    found = turning_points(scenario, *PAIR, replications=20, simulate=fake.simulate)
    assert len(found.turns) == len(CONDITIONS)
    swings = [t.swing for t in found.turns]
    assert swings == sorted(swings, reverse=True)
    first = found.turns[0]
    assert first.field == "framework.error_culture"
    assert first.turns and first.sure
    assert first.low_value < first.turning_value < first.value
    assert "framework.error_culture at about" in found.sentence()


def test_a_condition_at_its_turning_value_leaves_the_two_about_equal(fake, scenario) -> None:
    from sim.scenario.reading import with_overrides

    found = turning_points(scenario, *PAIR, ["framework.error_culture"], replications=20, simulate=fake.simulate)
    at = with_overrides(scenario, [f"framework.error_culture={found.turns[0].turning_value}"])
    again = turning_points(at, *PAIR, ["book.trust"], replications=20, simulate=fake.simulate)
    assert abs(again.base.mean) < 0.02 * abs(found.base.mean)


def test_swapping_the_strategies_swaps_the_signs(fake, scenario) -> None:
    fields = ["framework.error_culture", "market.demand_for_advice"]
    one = turning_points(scenario, *PAIR, fields, replications=5, simulate=fake.simulate).frame()
    other = turning_points(scenario, *PAIR[::-1], fields, replications=5, simulate=fake.simulate).frame()
    assert (one["at_low"] == -other["at_low"]).all() and (one["at_high"] == -other["at_high"]).all()
    assert (one["turns"] == other["turns"]).all()


def test_a_condition_that_does_nothing_has_no_swing_and_turns_nothing(fake, scenario) -> None:
    found = turning_points(scenario, *PAIR, ["book.trust"], replications=5, simulate=fake.simulate)
    assert found.turns[0].swing == 0 and not found.turns[0].turns and found.turns[0].turning_value is None
    assert found.sentence().startswith("None of the 1 conditions")


def test_progress_counts_the_runs_announced(fake, scenario) -> None:
    done = []
    turning_points(scenario, *PAIR, replications=3, progress=done.append, simulate=fake.simulate)
    assert sum(done) == runs_to_do(None, 3)


@pytest.mark.parametrize(("arguments", "message"), [
    ((*PAIR, ["framework.eror_culture"]), "did you mean 'framework.error_culture'"),
    (("transform_everyone", "nobody"), "no strategy 'nobody'"),
    ((*PAIR, None, 1), "at least 2"),
])
def test_a_bad_argument_is_refused(fake, scenario, arguments, message) -> None:
    with pytest.raises(ValueError, match=message):
        turning_points(scenario, *arguments, simulate=fake.simulate)
