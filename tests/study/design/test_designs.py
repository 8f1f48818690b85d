"""A design file: what may stand in it, what is said of what may not, and which worlds it means."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.scenario.problems import ScenarioError
from sim.scenario.reading import with_overrides
from sim.scenario.schema import Scenario
from sim.study.design.factors import Factor, Simplex, compositions
from sim.study.design.reading import PreparedDesign, load_design
from sim.study.design.sampling import count_of, points_of
from sim.study.design.schema import find
from sim.study.sweep.replay import scenario_of
from sim.study.sweep.run_identity import Identities
from sim.study.sweep.schedule import Schedule

ROOT = Path(__file__).parents[3]
DESIGNS = sorted(path for path in (ROOT / "experiments").glob("*.toml") if path.stem != "calibrate_defaults")
HEAD = 'title = "T"\nscenario = "s.toml"\n'
LHS = '[sampler]\nkind = "latin_hypercube"\npoints = 50\n'


@pytest.fixture
def read(tmp_path: Path):
    """Reads a design from its text, beside the scenario of the base case."""
    (tmp_path / "s.toml").write_text((ROOT / "scenarios" / "b2b_advisors.toml").read_text(encoding="utf-8"),
                                     encoding="utf-8")

    def reading(text: str, *changes: str) -> PreparedDesign:
        (tmp_path / "d.toml").write_text(text, encoding="utf-8")
        return load_design(tmp_path / "d.toml", changes)

    return reading


def problems(read, text: str) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        read(text)
    return [str(problem).partition("d.toml:")[2] for problem in caught.value.problems]


def points(prepared: PreparedDesign) -> pd.DataFrame:
    return points_of(prepared.design.sampler, prepared.axes, prepared.design.seed)


# --- ready designs -------------------------------------------------------------------------------------------------


def test_there_are_ready_designs() -> None:
    assert len(DESIGNS) >= 9


@pytest.mark.parametrize("path", DESIGNS, ids=lambda path: path.stem)
def test_a_ready_design_has_a_question_and_can_be_carried_out(path: Path) -> None:
    prepared = load_design(path)
    if prepared.design.sampler.kind in ("sobol", "morris"):
        pytest.importorskip("SALib", reason="needs the extra 'research'")
    schedule = Schedule(prepared)
    assert prepared.design.question.endswith("?")
    assert prepared.points == len(schedule.points) and schedule.rows() >= 5_000
    for point in (0, len(schedule.points) - 1):  # both ends are worlds without contradictions
        assert isinstance(scenario_of(schedule, point), Scenario)


# --- ranges and distributions --------------------------------------------------------------------------------------


def test_a_silent_range_is_the_declared_one(read) -> None:
    (factor,) = read(HEAD + '[uncertainties]\n"people.fear_of_failure" = {}\n' + LHS).factors
    assert (factor.low, factor.high, factor.unit) == (0.2, 0.8, "0-1")


def test_a_family_takes_every_number_of_it_but_those_excluded_or_named(read) -> None:
    text = HEAD + 'excluded = ["leadership.spread"]\n[uncertainties]\n"leadership.*" = {}\n' \
        '"leadership.pressure" = { low = 0.3, high = 0.4 }\n' + LHS
    found = {factor.name: factor for factor in read(text).factors}
    assert set(found) == {f"leadership.{n}" for n in ("pressure", "listening", "coaching_skill", "self_reflection",
                                                      "ambition")}
    assert (found["leadership.pressure"].low, found["leadership.pressure"].high) == (0.3, 0.4)


def test_shares_of_a_bonus_are_in_no_family(read) -> None:
    names = {factor.name for factor in read(HEAD + '[uncertainties]\n"framework.*" = {}\n' + LHS).factors}
    assert "framework.bonus.variable_share" in names and "framework.bonus.team" not in names


@pytest.mark.parametrize(("spec", "mean", "sd"), [
    ("{ low = 0.2, high = 0.8 }", 0.5, 0.6 / 12**0.5),
    ('{ low = 0.0, high = 1.0, distribution = "normal", mean = 0.5, sd = 0.05 }', 0.5, 0.05),
    ('{ low = 0.2, high = 0.8, distribution = "triangular", mode = 0.8 }', 0.6, 0.6 / 18**0.5),
    ('{ low = 0.01, high = 1.0, distribution = "log_uniform" }', 0.99 / np.log(100), 0.2534),
])
def test_values_are_drawn_from_the_distribution(read, spec, mean, sd) -> None:
    text = HEAD + f'[uncertainties]\n"people.fear_of_failure" = {spec}\n' + LHS
    drawn = points(read(text, "sampler.points=20000"))["people.fear_of_failure"]
    assert drawn.mean() == pytest.approx(mean, abs=0.002) and drawn.std() == pytest.approx(sd, rel=0.02)


def test_whole_numbers_are_whole_and_all_equally_often(read) -> None:
    text = HEAD + '[uncertainties]\n"organisation.reps" = { low = 10, high = 14 }\n' + LHS
    counts = points(read(text, "sampler.points=5000"))["organisation.reps"].value_counts()
    assert sorted(counts.index) == [10, 11, 12, 13, 14] and counts.max() - counts.min() <= 2


def test_words_are_values_too(read) -> None:
    text = HEAD + '[levers.values]\n"strategies[transform_everyone].measures[coaching].by" = ' \
        '{ values = ["professional", "manager"] }\n[uncertainties]\n"framework.error_culture" = { steps = 3 }\n' \
        '[sampler]\nkind = "full_factorial"\n'
    table = points(read(text))
    assert len(table) == 6 and set(table.iloc[:, -1]) == {"professional", "manager"}


@given(parts=st.integers(2, 5), total=st.integers(1, 8))
def test_a_lattice_of_a_mixture_has_every_mixture_once_and_each_adds_to_one(parts: int, total: int) -> None:
    found = Simplex(tuple(map(str, range(parts))), total + 1).graded(0)
    assert len(set(found)) == len(found) == len(compositions(total, parts))
    assert all(sum(mixture) == pytest.approx(1.0, abs=1e-12) for mixture in found)


@given(parts=st.integers(2, 5), seed=st.integers(0, 99))
@settings(max_examples=20, deadline=None)
def test_drawn_mixtures_are_uniform_on_the_simplex(parts: int, seed: int) -> None:
    unit = np.random.default_rng(seed).random((4000, parts - 1))
    found = np.stack(list(Simplex(tuple(map(str, range(parts))), None).sampled(unit).values()))
    assert np.allclose(found.sum(axis=0), 1.0) and (found >= 0.0).all()
    assert np.allclose(found.mean(axis=1), 1.0 / parts, atol=0.03)  # the mean of a flat Dirichlet distribution
    assert np.allclose(found.var(axis=1), (parts - 1) / parts**2 / (parts + 1), atol=0.02)


@given(u=st.floats(0.0, 1.0, exclude_max=True), low=st.floats(-10, 10), width=st.floats(0.01, 10),
       kind=st.sampled_from(["uniform", "normal", "triangular"]))
@settings(deadline=None)
def test_every_drawn_value_lies_in_its_range(u, low, width, kind) -> None:
    shape = {"normal": {"mean": low, "sd": width}, "triangular": {"mode": low + width / 3}}.get(kind)
    factor = Factor("x", "uncertainty", "number", "", "", low, low + width, distribution=kind, shape=shape)
    (value,) = factor.sampled(np.asarray([[u]]))["x"]
    assert low <= value <= low + width


# --- samplers ------------------------------------------------------------------------------------------------------


TWO = '[uncertainties]\n"people.fear_of_failure" = {}\n"framework.error_culture" = { steps = 3 }\n'


@pytest.mark.parametrize(("sampler", "expected"), [
    ('kind = "full_factorial"\nsteps = 4', 12), ('kind = "grid_of_two"\nsteps = 7', 21),
    ('kind = "latin_hypercube"\npoints = 33', 33), ('kind = "sobol"\nbase = 8', 32),
    ('kind = "sobol"\nbase = 8\nsecond_order = true', 48), ('kind = "morris"\ntrajectories = 5', 15),
])
def test_a_sampler_gives_as_many_points_as_it_says_the_same_every_time(read, sampler, expected) -> None:
    if "sobol" in sampler or "morris" in sampler:
        pytest.importorskip("SALib", reason="needs the extra 'research'")
    prepared = read(HEAD + TWO + f"[sampler]\n{sampler}\n")
    table = points(prepared)
    assert count_of(prepared.design.sampler, prepared.axes) == len(table) == expected
    pd.testing.assert_frame_equal(table, points(prepared), check_exact=True)
    assert table["people.fear_of_failure"].between(0.2, 0.8).all()


def test_a_latin_hypercube_has_one_point_in_every_slice(read) -> None:
    drawn = points(read(HEAD + TWO + LHS))["people.fear_of_failure"]
    slices = np.floor((drawn - 0.2) / 0.6 * 50).astype(int)
    assert sorted(slices) == list(range(50))


def test_another_seed_gives_other_points_but_the_same_factorial(read) -> None:
    text = HEAD + TWO + LHS
    assert not points(read(text)).equals(points(read(text, "seed=2")))
    grid = HEAD + TWO + '[sampler]\nkind = "full_factorial"\n'
    assert points(read(grid)).equals(points(read(grid, "seed=2")))


# --- what is wrong is said, all at once ----------------------------------------------------------------------------


def test_all_problems_are_told_with_line_key_and_cure(read) -> None:
    found = problems(read, HEAD + 'outcomes = ["npvv", "profit", "fear@99"]\n[uncertainties]\n"people.fear" = {}\n'
                     '"framework.error_culture" = { low = 0.8, high = 0.2 }\n"leaders.*" = {}\n'
                     '"framework.bonus.team" = {}\n"people.habit_selling" = { low = -1.0 }\n'
                     '[levers]\nstrategies = ["transform"]\n[sampler]\nkind = "sobol"\nbase = 20\n')
    assert [line.partition(":")[0] for line in found] == ["3", "3", "3", "5", "6", "7", "8", "9", "11"]
    for line, said in zip(found, ("did you mean 'npv'", "profit@end", "a quarter from 1 to 16", "fear_of_failure",
                                  "low must be below high", "leadership.*", "[[mixtures]]", "from 0 to 1",
                                  "transform_everyone"), strict=True):
        assert said in line


@pytest.mark.parametrize(("text", "said"), [
    ('[sampler]\nkind = "lhs"\n', "'lhs' is no kind"),
    ("", "sampler: is missing"),
    ('[sampler]\nkind = "latin_hypercube"\npoints = 1\n', "from 2 to 1000000"),
    (TWO + '[sampler]\nkind = "sobol"\nbase = 20\n', "no power of 2; take 16"),
    (TWO + '[sampler]\nkind = "morris"\ntrajectories = 4\nlevels = 3\n', "must be even"),
    (TWO + '"people.spread" = {}\n[sampler]\nkind = "grid_of_two"\n', "needs exactly 2 factors, there are 3"),
    (LHS, "nothing varies"),
    ('[uncertainties]\n"people.fear_of_failure" = { values = [0.5] }\n' + LHS, "at least two values"),
    ('[uncertainties]\n"people.fear_of_failure" = { values = [0.5, "x"] }\n' + LHS, "'x' is no number"),
    ('[uncertainties]\n"people.fear_of_failure" = { distribution = "normal" }\n' + LHS, "needs mean and sd"),
    ('[uncertainties]\n"people.fear_of_failure" = { distribution = "cauchy" }\n' + LHS, "allowed: uniform"),
    ('[uncertainties]\n"people" = {}\n' + LHS, "is a table or a list"),
    ('[uncertainties]\n"title" = {}\n' + LHS, "is no number"),
    ('[uncertainties]\n"organisation.reps" = { values = [10, 12.5] }\n' + LHS, "a whole number is needed"),
    ('[uncertainties]\n"strategies[nobody].measures[0].dose" = {}\n' + LHS, "there is no element nobody"),
    ('[uncertainties]\n"a..b" = {}\n' + LHS, "is not understood"),
    (TWO + "[replications]\nhalf_width = 5.0\nnumber = 1\n" + LHS, "at least 2 futures"),
    (TWO + '[replications]\nhalf_width = 5.0\nnumber = 9\noutcome = "leavers"\n' + LHS, "not among the outcomes"),
    ('[[mixtures]]\nnames = ["framework.error_culture", "costs.rep"]\n' + LHS, "costs.rep is no share"),
    (TWO + "[sampler]\nkind = \"full_factorial\"\nsteps = 1001\n[uncertainties.\"people.spread\"]\nsteps = 1001\n"
     "[uncertainties.\"people.habit_selling\"]\nsteps = 1001\n", "values in the table of points"),
    (TWO + LHS.replace("50", "900000") + "[replications]\nnumber = 100000\n", "split it"),
])
def test_what_cannot_be_is_refused_with_its_reason(read, text, said) -> None:
    assert said in "\n".join(problems(read, HEAD + text))


@pytest.mark.parametrize("raw", [b"", b"\xff\xfe", b"a = [[[[", b"[" * 5000, b'title = "x"\ntitle = "y"'])
def test_a_hostile_file_is_one_line_on_stderr(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "d.toml"
    path.write_bytes(raw)
    with pytest.raises(ScenarioError) as caught:
        load_design(path)
    assert len(caught.value.problems) == 1


# --- identity ------------------------------------------------------------------------------------------------------


def identities(scenario: Scenario, *names: str, **how) -> Identities:
    return Identities(scenario, names, **({"seed": 1, "precision": "double", "own_futures": False} | how))


FEAR, CULTURE = "people.fear_of_failure", "framework.error_culture"


@given(fear=st.floats(0.0, 1.0), culture=st.floats(0.0, 1.0))
@settings(max_examples=25, deadline=None)
def test_the_same_world_has_one_identity_however_it_is_said(fear: float, culture: float) -> None:
    both = identities(Scenario(), FEAR, CULTURE).world({FEAR: fear, CULTURE: culture})
    stated = with_overrides(Scenario(), [f"{CULTURE}={culture!r}"])
    assert identities(stated, FEAR).world({FEAR: fear}) == both
    told = with_overrides(stated, [f"{FEAR}={fear!r}", 'title="Another title"'])
    assert identities(told).world({}) == both


def test_whatever_decides_a_run_changes_its_identity_and_nothing_else_does() -> None:
    scenario = load_design(ROOT / "experiments" / "advisor_share.toml").scenario
    sellers = "strategies[add_sellers].measures[hire_sellers].sellers"
    runs = np.asarray([0, 1])

    def of(strategy: str, values: dict, **how) -> list[str]:
        found = identities(scenario, FEAR, sellers, **how)
        return found.runs(found.world(values), strategy, values, runs)

    base = of("add_sellers", {FEAR: 0.5, sellers: 8})
    assert base[0] != base[1]
    assert of("add_sellers", {FEAR: 0.5, sellers: 8.0}) == base
    for other in (of("add_sellers", {FEAR: 0.6, sellers: 8}), of("add_sellers", {FEAR: 0.5, sellers: 9}),
                  of("mixed", {FEAR: 0.5, sellers: 8}), of("add_sellers", {FEAR: 0.5, sellers: 8}, seed=2),
                  of("add_sellers", {FEAR: 0.5, sellers: 8}, precision="single")):
        assert not set(other) & set(base)
    assert of("mixed", {FEAR: 0.5, sellers: 8}) == of("mixed", {FEAR: 0.5, sellers: 9})


def test_a_name_is_found_by_position_and_by_word() -> None:
    scenario = load_design(ROOT / "experiments" / "advisor_share.toml").scenario
    one = find(scenario, "strategies[add_sellers].measures[hire_sellers].sellers")
    assert one.value == 8 and one.path == find(scenario, "strategies[4].measures[0].sellers").path
