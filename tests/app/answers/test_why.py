"""Contributions of changes: they add up, they find what was changed, and the way from A to B has both ends right."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.app.answers.cache import Cache
from sim.app.answers.changes import BONUS, HORIZON, PAIR, changes_between, focus_of, marked, on_the_way, sides_of
from sim.app.answers.contributions import MOST, OTHERS, Contributions, contributions, shapley, why, why_within
from sim.app.answers.phrases import rough_money
from sim.app.answers.pieces import Found, HelperStep
from sim.app.answers.request import PREVIEW, Request
from sim.comparison.compare import compare
from sim.scenario.columns import with_values
from sim.scenario.strategy import CARRY_ON, Strategy
from sim.words.catalogue import LANGUAGES
from tests.app.answers.common import answered, small

SHARED = Cache()


def asked(*changes: str, pair: tuple[str, str] = ("train", "press"), seed: int = 1) -> Request:
    return Request(small(*changes), pair, seed)


def worked_out(a: Request, b: Request, focus: str = "advantage", runs: int = PREVIEW) -> list[Contributions]:
    """Do the job here; all that it finds on the way."""
    job = contributions(a, b, focus, SHARED, runs)
    found, reply = [], None
    while True:
        try:
            step = job.send(reply)
        except StopIteration:
            return found
        if isinstance(step, Found):
            found.append(step.value)
            reply = None
        else:
            assert isinstance(step, HelperStep)
            reply = step.work(*step.args)


def with_measures(request: Request, name: str, measures: list[dict]) -> Request:
    """The request with other measures of a strategy."""
    made = Strategy.model_validate({"name": name, "measures": measures})
    others = tuple(made if s.name == name else s for s in request.scenario.strategies)
    return Request(request.scenario.model_copy(update={"strategies": others}), request.strategies, request.seed)


A = asked()
MANY = ("framework.error_culture=0.8", "leadership.listening=0.8", "strategies[train].measures[0].dose=0.4")


def test_the_ends_of_the_way_are_a_and_b():
    b = asked(*MANY)
    changes = changes_between(A, b, "advantage")
    assert [change.key for change in changes] == [
        "framework.error_culture", "leadership.listening", "strategies[train].measures[training]"]
    assert on_the_way(A, b, (), "advantage").futures == A.futures
    assert on_the_way(A, b, changes, "advantage").futures == b.futures


def test_contributions_and_interaction_add_up_and_are_checkable_by_hand():
    b = asked(*MANY)
    preliminary, final = worked_out(A, b)
    assert not preliminary.final and final.final and preliminary.total == final.total
    ends = [compare(q.scenario, q.strategies, replications=PREVIEW, seed=1).difference(*q.strategies).mean
            for q in (A, b)]
    assert final.total == pytest.approx(ends[1] - ends[0], abs=1e-3)
    for part, change in ((part, change) for part in final.parts for change in MANY
                         if part.change.key.split("[train]")[0] in change):
        one = asked(change)
        by_hand = compare(one.scenario, one.strategies, replications=PREVIEW, seed=1)
        assert part.alone == pytest.approx(by_hand.difference("train", "press").mean - ends[0], abs=1e-3)
    assert sum(part.alone for part in final.parts) + final.interaction == pytest.approx(final.total)
    assert sum(part.shared or 0.0 for part in final.parts) == pytest.approx(final.total, abs=1e-2)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_bars_of_the_page_add_up_in_whole_euros(lang):
    final = worked_out(A, asked(*MANY))[-1]
    found = why(final, lang, titles=lambda key: f"<{key}>")
    assert sum(bar["value"] for bar in found["contributions"]) + found["interaction"] == found["total"]
    assert found["n"] == PREVIEW and "<" in found["sentence"] and "{" not in found["sentence"]
    assert found["contributions"][0]["title"] in found["sentence"]


def test_a_single_change_is_the_one_reason():
    final, = worked_out(A, asked("framework.error_culture=0.9"), "left")
    assert final.parts[0].alone == pytest.approx(final.total) and final.interaction == pytest.approx(0.0, abs=1e-6)
    told = why(final, "de", titles=lambda key: "Fehlerkultur")
    assert told["sentence"].endswith("Das liegt allein an: Fehlerkultur.")


def test_without_a_change_nothing_is_found():
    assert worked_out(A, asked()) == []
    assert worked_out(A, asked("title='Other'", "goals.adoption_share=0.1")) == []


def test_what_the_focus_cannot_depend_on_is_no_contribution():
    b = asked("strategies[press].measures[0].pressure=0.9")
    assert changes_between(A, b, "left") == ()
    assert [change.key for change in changes_between(A, b, "right")] == ["strategies[press].measures[targets]"]
    assert focus_of(A, b) == "right" and focus_of(A, asked(MANY[2])) == "left"
    assert focus_of(A, asked(*MANY)) == "advantage"


def test_the_bonus_mix_moves_as_one():
    b = asked("framework.bonus={individual=0.2, team=0.5, company=0.3}")
    change, = changes_between(A, b, "advantage")
    assert change.key == BONUS and len(change.fields) == 3


def test_measures_that_come_and_go_are_changes_of_their_own():
    b = with_measures(A, "train", [{"kind": "coaching", "start": 1, "quarters": 2},
                                   {"kind": "training", "start": 2, "quarters": 1},
                                   {"kind": "training", "start": 3, "quarters": 1}])
    keys = [change.key for change in changes_between(A, b, "left")]
    assert keys == [f"strategies[train].measures[{mark}]" for mark in ("training", "coaching", "training2")]
    assert on_the_way(A, b, changes_between(A, b, "left"), "left").futures["train"] == b.futures["train"]
    back = changes_between(b, A, "left")
    assert on_the_way(b, A, back, "left").futures["train"] == A.futures["train"]
    assert on_the_way(b, A, (), "left").futures["train"] == b.futures["train"]


KINDS = st.sampled_from([
    {"kind": "training", "start": 1, "quarters": 1}, {"kind": "training", "start": 2, "quarters": 1, "dose": 0.5},
    {"kind": "coaching", "start": 1, "quarters": 2}, {"kind": "targets", "start": 2, "quarters": 1},
    {"kind": "appeals", "start": 1, "quarters": 1}])


@settings(max_examples=60)
@given(st.lists(KINDS, max_size=5), st.lists(KINDS, max_size=5), st.data())
def test_every_way_between_two_programmes_has_both_ends_right_and_only_their_measures_between(one, other, data):
    a, b = with_measures(A, "train", one), with_measures(A, "train", other)
    changes = changes_between(a, b, "left")
    assert on_the_way(a, b, (), "left").futures == {k: v for k, v in a.futures.items() if k != "press"}
    assert on_the_way(a, b, changes, "left").futures == {k: v for k, v in b.futures.items() if k != "press"}
    some = data.draw(st.sets(st.sampled_from(changes))) if changes else set()
    between = on_the_way(a, b, some, "left").scenario.strategy("train").measures
    known = [*a.scenario.strategy("train").measures, *b.scenario.strategy("train").measures]
    assert all(measure in known for measure in between) and len(marked(between)) == len(between)


def test_another_horizon_moves_with_the_measures_that_have_to_fit_it():
    b = asked("quarters=8", "strategies[train].measures[0].quarters=6", "framework.error_culture=0.5")
    changes = changes_between(A, b, "advantage")
    assert [change.key for change in changes] == [HORIZON, "framework.error_culture"]
    assert on_the_way(A, b, changes, "advantage").futures == b.futures


def test_other_strategies_on_the_page_are_a_change_too():
    b = asked(pair=("sell", "press"))
    change, = changes_between(A, b, "advantage")
    assert change.key == PAIR and sides_of(on_the_way(A, b, (change,), "advantage"), "left") == ("sell",)
    final, = worked_out(A, b)
    assert "Andere Strategien" in why(final, "de", titles=str)["sentence"]


def test_the_luck_is_that_of_b():
    assert on_the_way(A, asked(seed=9), (), "advantage").seed == 9
    assert changes_between(A, asked(seed=9), "advantage") == ()


def test_beyond_six_changes_the_smallest_go_together():
    values = {"framework.error_culture": 0.8, "framework.workload": 0.3, "framework.autonomy": 0.8,
              "framework.rules_density": 0.2, "framework.goal_conflict": 0.1, "framework.reflection_share": 0.3,
              "leadership.listening": 0.8, "leadership.pressure": 0.6}
    b = Request(with_values(A.scenario, values), A.strategies)
    found = worked_out(A, b, "left")
    assert len(found) == 1 and found[0].final
    parts = found[0].parts
    assert len(parts) == MOST + 1 and parts[-1].change.key == OTHERS and len(parts[-1].change.fields) == 2
    sizes = [abs(part.alone) for part in parts[:-1]]
    assert sizes == sorted(sizes, reverse=True) and all(part.shared is None for part in parts)
    assert why(found[0], "en", titles=str)["contributions"][-1]["title"] == "Other changes"


@given(st.lists(st.floats(-100, 100), min_size=1, max_size=5), st.floats(-50, 50))
def test_shared_contributions_split_a_common_effect_evenly(effects, common):
    from itertools import combinations

    from sim.app.answers.changes import Change

    changes = tuple(Change(str(k)) for k in range(len(effects)))
    own = dict(zip(changes, effects, strict=True))
    worth = {frozenset(chosen): sum(own[c] for c in chosen) + (common if len(chosen) == len(changes) else 0.0)
             for size in range(len(changes) + 1) for chosen in combinations(changes, size)}
    for change in changes:
        assert shapley(change, changes, worth) == pytest.approx(own[change] + common / len(changes), abs=1e-6)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("pair", [("train", "press"), ("press", "train")])
def test_without_a_kept_state_the_money_explains_who_is_ahead_with_the_signs_of_the_sentence(lang, pair):
    answer = answered(asked(pair=pair), PREVIEW, SHARED)
    found = why_within(answer, lang)
    ahead, behind = (found["sentence"].index(found[key]) for key in ("to_label", "from_label"))
    assert found["total"] > 0 and ahead < behind
    assert f"({rough_money(lang, max(bar['value'] for bar in found['contributions']), sign=True)})" in found["sentence"]
    assert sum(bar["value"] for bar in found["contributions"]) == found["total"]
    assert found["total"] == abs(round(answer.difference().mean)) and found["interaction"] == 0
    assert found["contributions"][0]["title"] in found["sentence"] and "{" not in found["sentence"]


def test_two_sides_of_the_same_strategy_have_nothing_to_explain():
    answer = answered(asked(pair=("train", "train")), PREVIEW, SHARED)
    assert why_within(answer, "de")["sentence"] == "„train“ und „train“ bringen in allen Posten dasselbe."
    assert why_within(answered(asked(pair=("train", CARRY_ON)), PREVIEW, SHARED), "de")["contributions"]
