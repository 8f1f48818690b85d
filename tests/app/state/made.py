"""States of the page as a person could make them, for the laws that hold in every one of them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from sim.app.state.case import Case, first_case
from sim.app.state.change import change
from sim.app.state.programme import OPS, edited
from sim.scenario.measures import MEASURES
from sim.scenario.ready import names

FIELDS = ("framework.error_culture", "framework.bonus", "framework.bonus.team", "people.fear_of_failure", "quarters",
          "organisation.reps", "costs.rep", "strategies[transform_everyone].measures[3].dose", "behaviour.name",
          "strategies[add_sellers].measures[0].sellers", "market.shocks[0].demand", "nonsense")

numbers = st.one_of(st.integers(-3, 40), st.floats(-1, 3), st.floats(), st.booleans(), st.none())
words = st.sampled_from(["team", "company", "own", "", "selling", "x\ny"])
changes = st.tuples(st.just("change"), st.sampled_from(FIELDS), st.one_of(numbers, words))
actions = st.fixed_dictionaries(
    {"op": st.sampled_from(OPS), "side": st.sampled_from(["left", "right"]), "index": st.integers(-1, 12)},
    optional={"start": numbers, "quarters": numbers, "dose": numbers,
              "kind": st.sampled_from([*MEASURES, "nonsense"])})
steps = st.one_of(changes, st.tuples(st.just("plan"), actions))


def after(case: Case, step: Any) -> Case:
    """The case after one thing that a person did."""
    return change(case, step[1], step[2])[0] if step[0] == "change" else edited(case, step[1])[0]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A case after a few such things."""
    case = first_case(draw(st.sampled_from(names())))
    for step in draw(st.lists(steps, max_size=5)):
        case = after(case, step)
    pair = draw(st.permutations([strategy.name for strategy in case.scenario().strategies]))
    return Case(case.base, case.changes, draw(st.integers(0, 2**32 - 1)), (pair[0], pair[1]), case.own)
