"""Scenario files: everything wrong is reported at once, with its line, in plain words."""

from __future__ import annotations

import datetime
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.scenario.catalogue import rows
from sim.scenario.contradictions import warnings_of
from sim.scenario.lookup import table_of
from sim.scenario.positions import line_of, positions
from sim.scenario.problems import Problem, ScenarioError, dotted
from sim.scenario.reading import load_scenario, load_text, parse_overrides, read_document, with_overrides
from sim.scenario.schema import Scenario
from sim.scenario.writing import toml_value


def problems(text: str) -> dict[str, Problem]:
    """Problems of a text by their key."""
    with pytest.raises(ScenarioError) as caught:
        load_text(text, "f.toml")
    return {p.key: p for p in caught.value.problems}


def only(text: str) -> Problem:
    """The one problem of a text."""
    found = problems(text)
    assert len(found) == 1, found
    return next(iter(found.values()))


def test_a_silent_file_gives_the_defaults() -> None:
    assert load_text("# nothing but this\n") == Scenario()


def test_values_of_the_file_hold() -> None:
    scenario = load_text("quarters = 8\n[organisation]\nreps = 24\n[framework]\nbonus.individual = 0.5\n"
                         "bonus.team = 0.4\n")
    assert (scenario.quarters, scenario.organisation.reps, scenario.framework.bonus.team) == (8, 24, 0.4)


def test_a_problem_is_one_line_with_file_line_key_and_what_is_allowed() -> None:
    problem = only("[people]\n\nspread = 0.7\n")
    assert str(problem) == "f.toml:3: people.spread: is 0.7; allowed is a number from 0 to 0.5"


def test_the_unit_is_told() -> None:
    assert "1 to 80 (quarters)" in only("quarters = 99").message


@pytest.mark.parametrize(("text", "key", "guess"), [
    ("[framework]\nerror_cultur = 0.5", "framework.error_cultur", "error_culture"),
    ("[organization]\nreps = 20", "organization", "organisation"),
    ("[bonus]\nteam = 0.2", "bonus", "framework.bonus"),
    ("error_culture = 0.5", "error_culture", "framework.error_culture"),
    ('[[strategies]]\nname = "a"\nlable = "A"', "strategies[0].lable (a)", "label"),
    ('[[strategies]]\nname = "a"\n[[strategies.measures]]\nkind = "trainin"\nstart = 1',
     "strategies[0].measures[0].kind (a, trainin)", "training"),
    ('[[strategies]]\nname = "a"\n[[strategies.measures]]\nkind = "training"\nstart = 1\ndosis = 0.5',
     "strategies[0].measures[0].dosis (a, training)", "dose"),
    ('[[strategies]]\nname = "a"\n[[strategies.measures]]\nkind = "training"\nstart = 1\ntarget = "wiling"',
     "strategies[0].measures[0].target (a, training)", "willing"),
])
def test_a_slip_of_the_pen_is_answered_with_the_nearest_name(text: str, key: str, guess: str) -> None:
    problem = only(text)
    assert problem.key == key
    assert problem.message.endswith(f"did you mean '{guess}'?")


PLAN = '[[strategies]]\nname = "a"\n'
MEASURE = f"{PLAN}[[strategies.measures]]\nstart = 1\n"


@pytest.mark.parametrize(("text", "said"), [
    (PLAN + 'title = "A"', "'title' belongs to the top of the file; allowed: name, label, description, measures"),
    (PLAN + "dose = 0.5", "'dose' belongs to [[strategies.measures]]; allowed: name"),
    (MEASURE + 'kind = "training"\nskill = 0.5', "'skill' belongs to [[strategies.measures]] of kind coaching or [par"),
    (MEASURE + 'kind = "rules"\ndescription = "A"', "'description' belongs to [[strategies]] or the top of the file"),
    (MEASURE + 'kind = "bonus_change"\nteam = 0.1', "is not known here; did you mean 'bonus.team'?"),
    ("[organisation]\nquarters = 8", "'quarters' belongs to the top of the file or [[market.shocks]]"),
    ("[organisation]\nrep = 20", "is not known here; did you mean 'reps' or 'costs.rep'?"),
])
def test_a_key_that_is_known_elsewhere_is_told_where(text: str, said: str) -> None:
    assert said in only(text).message


def misplaced() -> list[tuple[str, str]]:
    """Every key of the scenario with every table in which it is not known."""
    tables = {"": set(Scenario.model_fields)} | {
        name: set(table.model_fields) for name, field in Scenario.model_fields.items()
        if (table := table_of(field.annotation)) is not None and name != "posterior"}
    words = {row.name.rpartition(".")[2] for row in rows()}
    return [(word, name) for name, known in tables.items() for word in sorted(words - known)]


def test_no_suggestion_is_the_very_word_that_was_refused() -> None:
    for word, table in misplaced():
        message = only(f"[{table}]\n{word} = 1" if table else f"{word} = 1").message
        assert f"mean '{word}'" not in message and f"or '{word}'" not in message, (table, message)


@pytest.mark.parametrize(("text", "said"), [
    ('quarters = "8"', "is text '8'; a whole number from 1 to 80 (quarters) is needed"),
    ("quarters = 8.5", "is 8.5; a whole number"),
    ("quarters = true", "is true; a whole number"),
    ("title = 3", "is 3; text in quotes is needed"),
    ("people = 3", "is 3; a table is needed"),
    ("strategies = 3", "is 3; a list is needed"),
    ("strategies = [3]", "is 3; a table is needed"),
    ("[market]\nshocks = [{}]", "is missing; a whole number from 1 to 80"),
    ("[people]\nspread = nan", "is nan; allowed is a number"),
    ("[people]\nspread = 2020-01-01", "is a date; a number"),
    ("[people]\nspread = {a = 1}", "is a table; a number"),
    ('[[strategies]]\nname = "Big Plan"', "'Big Plan' cannot be a name; use a lower-case letter"),
    ('[[strategies]]\nname = "a"\n[[strategies.measures]]\nstart = 1', "is missing; one of training, coaching"),
    ('[[strategies]]\nname = "a"\nmeasures = [{kind = 3, start = 1}]', "3 is no kind of measure"),
])
def test_wrong_values_are_explained_in_plain_words(text: str, said: str) -> None:
    assert said in only(text).message


def test_all_problems_are_reported_at_once_in_the_order_of_the_file() -> None:
    text = """quarters = 8
[organisation]
reps = "many"
team_sise = 4
[framework.bonus]
individual = 0.2
[[strategies]]
name = "plan"
[[strategies.measures]]
kind = "training"
start = 9
[[strategies.measures]]
kind = "coaching"
start = 0
"""
    with pytest.raises(ScenarioError) as caught:
        load_text(text, "f.toml")
    assert [(p.line, p.key) for p in caught.value.problems] == [
        (3, "organisation.reps"), (4, "organisation.team_sise"), (5, "framework.bonus"),
        (11, "strategies[0].measures[0].start (plan, training)"),
        (14, "strategies[0].measures[1].start (plan, coaching)"),
    ]
    assert len(str(caught.value).splitlines()) == 5


def test_bonus_shares_must_add_to_one_even_beside_other_slips_in_the_bonus() -> None:
    found = problems("[framework.bonus]\nindividual = 0.2\nvariable_share = 7\n")
    assert "add to 1, they add to 0.4" in found["framework.bonus"].message
    assert "framework.bonus.variable_share" in found


@pytest.mark.parametrize(("text", "line"), [
    ("[market]\nshocks = [\n  {quarter = 1},\n  # another\n  {quarter = 2, churn = 99},\n]", 5),
    ("[framework]\nbonus = { team = 0.1, variable_share = 9 }", 2),
    ('"framework"."bonus".variable_share = 9', 1),
    ("framework.error_culture = 0.3\n\n'framework' . bonus . variable_share = 9", 3),
    ('title = """\n[framework]\nerror_culture = 9\n"""\nframework.error_culture = 9', 5),
    ('description = "a # b \\" [x]" # [y]\nquarters = 0', 2),
    ("title = '''a\n'b'''''\r\nquarters = 0", 3),
    ('[[strategies]]\nname = "a"\n[[strategies.measures]]\nkind = "training"\nstart = 1\n[[strategies]]\nname = "b"\n'
     '[[strategies.measures]]\nkind = "bonus_change"\nstart = 1\n[strategies.measures.bonus]\nvariable_share = 4', 12),
])
def test_the_line_is_right_wherever_the_key_stands(text: str, line: int) -> None:
    assert only(text).line == line


@pytest.mark.parametrize(("text", "line", "said"), [
    ("a = 1\nb = = 2\n", 2, "column 5"),
    ("quarters = 8\nquarters = 9\n", 2, "given twice"),
    ("[people]\n[book]\n[people]\n", 3, "given twice"),
    ("title = 'open\n", 1, "end of the file"),
    ("quarters =", 1, "end of the file"),
    ("", None, "is empty"),
    ("  \n\n", None, "is empty"),
    ("a = " + "[" * 9_000, None, "nested too deeply"),
    ("a." * 400 + "a = 1", None, "nested too deeply"),
    ("a = " + "[" * 50 + "]" * 50, None, "nested too deeply"),
    ("a." * 5_000 + "a = 1", None, "more than 500 dots"),
    ("a = " + "1" * 5_000, None, "too many digits"),
])
def test_texts_that_are_no_toml_give_one_problem(text: str, line: int | None, said: str) -> None:
    problem = only(text)
    assert (problem.line, problem.key) == (line, "")
    assert said in problem.message


def test_a_number_too_long_to_print_is_still_reported() -> None:
    assert "a huge number" in only("quarters = 0x" + "f" * 5_000).message


def test_of_very_many_problems_the_first_are_listed_and_the_others_counted() -> None:
    with pytest.raises(ScenarioError) as caught:
        load_text("".join(f"k{i} = 1\n" for i in range(700)), "f.toml")
    assert len(caught.value.problems) == 501
    assert str(caught.value.problems[-1]) == "f.toml: 200 further problems are not listed"


def test_files_that_cannot_be_read_give_one_problem(tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_bytes(b"title = 'ok'\n# \xff\n")
    (tmp_path / "large.toml").write_bytes(b"#" * (1024 * 1024 + 1))
    for name, said in [("", "is a directory"), ("no.toml", "no such file"), ("bad.toml", "not UTF-8"),
                       ("large.toml", "larger than 1024 KiB"), ("nul\0", "cannot be read")]:
        with pytest.raises(ScenarioError, match=said) as caught:
            load_scenario(tmp_path / name)
        assert len(caught.value.problems) == 1
    with pytest.raises(ScenarioError, match=r"bad\.toml:2: "):
        load_scenario(tmp_path / "bad.toml")


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    file = tmp_path / "w.toml"
    file.write_bytes(b"\xef\xbb\xbfquarters = 8\r\n[people]\r\nspread = 0.1\r\n")
    assert load_scenario(file).quarters == 8


def test_control_characters_of_a_file_never_reach_the_terminal() -> None:
    text = str(only('"\\u001b[31m\\nx" = 1'))
    assert text.isprintable()


def test_overrides_change_values_and_are_checked_like_a_file(tmp_path: Path) -> None:
    file = tmp_path / "s.toml"
    file.write_text('quarters = 8\n[[strategies]]\nname = "a"\n[[strategies.measures]]\nkind = "training"\nstart = 1\n')
    changes = ["framework.error_culture=0.7", "title=Two words", "strategies[a].measures[training].dose=0.5",
               "strategies[0].measures[0].start=2"]
    scenario = load_scenario(file, changes)
    measure = scenario.strategy("a").measures[0]
    assert (scenario.framework.error_culture, scenario.title) == (0.7, "Two words")
    assert (measure.dose, measure.start) == (0.5, 2)


def test_a_bad_override_is_reported_as_coming_from_the_command_line(tmp_path: Path) -> None:
    file = tmp_path / "s.toml"
    file.write_text("[people]\nspread = 3\n")
    with pytest.raises(ScenarioError) as caught:
        load_scenario(file, ["framework.error_culture=7", "framework.autonomie=0.5"])
    assert [(p.file, p.line) for p in caught.value.problems] == [(str(file), 2), ("--set", None), ("--set", None)]
    assert str(caught.value.problems[1]) == "--set: framework.error_culture: is 7; allowed is a number from 0 to 1"


@pytest.mark.parametrize("text", ["", "x", "=3", "a..b=1", "a b=1", "a[=1", "[0]=1", "a." * 99 + "a=1"])
def test_an_override_that_is_not_key_and_value_is_refused(text: str) -> None:
    with pytest.raises(ScenarioError, match="write KEY=VALUE"):
        parse_overrides([text])


@pytest.mark.parametrize(("text", "said"), [
    ("strategies[9].label=x", "there is no element 9; choose carry_on, a, or a position from [0] to [1]"),
    ("strategies.9.label=x", "there is no element 9; choose carry_on, a"),
    ("strategies[-1].label=x", "there is no element -1; choose carry_on, a"),
    ("strategies[99999999999].label=x", "there is no element 99999999999; choose carry_on, a"),
    ("strategies[carry].label=x", "there is no element carry; did you mean 'carry_on'?"),
    ("strategies.label=x", "there is no element label; choose carry_on, a"),
    ("strategies[1].measures[2].dose=1", "there is no element 2; choose training, or a position from [0] to [1]"),
    ("market.shocks[1].quarter=1", "there is no element 1; choose [0]"),
    *((text, "chooses an element, but here is no list, or an empty one") for text in (
        "people[0]=1", "framework.0=1", "title[0].x=1", "strategies[0].measures[0].dose=1", "mixtures.0.steps=3",
        "market[0].shocks[0].quarter=1")),
])
def test_an_override_of_an_element_that_is_not_there_is_told_what_there_is(text: str, said: str) -> None:
    scenario = load_text(f'{MEASURE}kind = "training"\n[[strategies.measures]]\nkind = "training"\nstart = 3\n'
                         "[[market.shocks]]\nquarter = 2\n")
    with pytest.raises(ScenarioError) as caught:
        with_overrides(scenario, [text])
    assert str(caught.value).startswith(f"--set: {text.partition('=')[0]}: {said}")


def test_an_element_is_chosen_by_its_position_with_or_without_brackets() -> None:
    scenario = load_text(f'{MEASURE}kind = "training"\n')
    changed = [with_overrides(scenario, [f"strategies{one}.measures{two}.dose=0.5"])
               for one, two in (("[1]", "[0]"), (".1", ".0"), (".a", ".training"), ("[a]", "[training]"))]
    assert all(one.strategy("a").measures[0].dose == 0.5 for one in changed)


def test_overriding_a_scenario_keeps_the_rest_and_its_silence() -> None:
    base = load_text('[[strategies]]\nname = "a"\nmeasures = [{kind = "coaching", by = "manager", start = 1}]')
    changed = with_overrides(base, ["quarters=12"])
    assert changed.quarters == 12
    assert changed.strategies == base.strategies


def test_warnings_name_allowed_but_unusual_values_and_spare_the_defaults(tmp_path: Path) -> None:
    assert warnings_of(Scenario()) == []
    [(path, message)] = warnings_of(load_text("[people]\nspread = 0.4"))
    assert path == ("people", "spread")
    assert message == "0.4 is allowed but unusual; plausible is 0.1 to 0.2"


def test_a_document_places_warnings_of_strategies_although_carry_on_was_added(tmp_path: Path) -> None:
    file = tmp_path / "s.toml"
    file.write_text('[[strategies]]\nname = "a"\n'
                    '[[strategies.measures]]\nkind = "targets"\nstart = 1\npressure = 0.9\n')
    document = read_document(file)
    [(path, message)] = warnings_of(document.scenario())
    problem = document.problem(document.path_here(path), message)
    assert (problem.line, problem.key) == (6, "strategies[0].measures[0].pressure (a, targets)")


def test_a_path_without_a_line_of_its_own_falls_back_to_its_table() -> None:
    lines = positions("[people]\nspread = 0.1\n")
    assert line_of(lines, ("people", "missing", 3)) == 1
    assert line_of(lines, ("elsewhere",)) is None


def test_dotted_paths_quote_what_is_not_bare() -> None:
    assert dotted(("a b", 0, "c")) == '"a b"[0].c'


KEYS = st.one_of(st.sampled_from(["a", "b", "c-d", "1", "a.b", "", "a b", 'q"q', "'", "#", "ä", "\n", "[x]", "="]),
                 st.text(st.characters(exclude_categories=["Cs"]), max_size=5))
SCALARS = st.one_of(st.booleans(), st.integers(-(2**60), 2**60), st.floats(), st.dates(), st.datetimes(), st.times(),
                    st.text(st.characters(exclude_categories=["Cs"]), max_size=12))
TREES = st.dictionaries(KEYS, st.recursive(SCALARS, lambda inner: st.one_of(
    st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=3),
    st.lists(st.dictionaries(KEYS, inner, max_size=3), min_size=1, max_size=3)), max_leaves=8), max_size=5)


def paths_of(value: Any, path: tuple[str | int, ...] = ()) -> set[tuple[str | int, ...]]:
    """All paths in nested tables and lists."""
    items: list[tuple[Any, Any]] = []
    if isinstance(value, dict):
        items = list(value.items())
    elif isinstance(value, list):
        items = list(enumerate(value))
    return {path for path in [path] if path}.union(*(paths_of(item, (*path, key)) for key, item in items))


def value_text(value: Any, draw: st.DrawFn) -> str:
    """A value as TOML, in one of the styles that TOML allows."""
    gap = draw(st.sampled_from(["", " ", "\n", " # [a] = \"\n  "]))
    if isinstance(value, dict):
        pairs = ", ".join(f"{toml_value(k)} = {value_text(v, draw)}" for k, v in value.items())
        return f"{{{pairs}}}"
    if isinstance(value, list):
        return f"[{gap}{f', {gap}'.join(value_text(v, draw) for v in value)}{gap}]"
    if isinstance(value, datetime.datetime | datetime.date | datetime.time):
        return value.isoformat(draw(st.sampled_from(["T", " "]))) if isinstance(value, datetime.datetime) \
            else value.isoformat()
    if isinstance(value, str) and draw(st.booleans()):
        escaped = toml_value(value)[1:-1]
        return f'"""{escaped}{draw(st.sampled_from(["", chr(34), chr(34) * 2]))}"""' if value else "''''''"
    return toml_value(value)


@st.composite
def documents(draw: st.DrawFn) -> str:
    """A TOML text that uses headers, arrays of tables, dotted keys, inline tables, comments."""
    lines: list[str] = []

    def table(tree: dict[str, Any], prefix: str) -> None:
        later = []
        for key, value in tree.items():
            name = toml_value(key)
            if isinstance(value, dict) and value and draw(st.booleans()):
                later.append((f"[{prefix}{name}]", name, value))
            elif isinstance(value, list) and value and all(isinstance(v, dict) for v in value) and draw(st.booleans()):
                later += [(f"[[ {prefix}{name} ]]", name, v) for v in value]
            elif isinstance(value, dict) and len(value) == 1:
                [(inner, leaf)] = value.items()
                lines.append(f"{name} . {toml_value(inner)}= {value_text(leaf, draw)}  # x = [1")
            else:
                lines.append(f"  {name} = {value_text(value, draw)}")
        for header, name, value in later:
            lines.append(header)
            table(value, f"{prefix}{name}.")

    table(draw(TREES), "")
    return draw(st.sampled_from(["\n", "\r\n"])).join(lines)


@given(documents())
def test_the_scanner_finds_exactly_the_paths_that_tomllib_reads(text: str) -> None:
    assert set(positions(text)) == paths_of(tomllib.loads(text))


@given(st.lists(st.tuples(st.sampled_from(["a", "b", "'c d'", "e.f"]), st.integers(0, 3)), max_size=8,
                unique_by=lambda pair: pair[0]))
def test_the_scanner_gives_each_key_its_line(keys: list[tuple[str, int]]) -> None:
    text, wanted, line = "", [], 1
    for key, gaps in keys:
        text += "\n" * gaps + f"{key} = 1\n"
        wanted.append(line + gaps)
        line += gaps + 1
    found = positions(text)
    assert sorted(set(found.values())) == wanted


FRAGMENTS = st.lists(st.sampled_from([
    "[", "]", "[[strategies]]", "[[strategies.measures]]", "\n", "=", ".", ",", "{", "}", '"', "'", '"""', "#", "name",
    "kind", '"training"', "start", "1", "-1", "1e9", "nan", "true", "quarters", "organisation", "people", "spread", " ",
    "market.shocks", "strategies", "measures", "[framework.bonus]", "individual", "\\", "\0", "\r", "1979-05-27",
]), max_size=30)


@given(st.one_of(st.text(max_size=80), FRAGMENTS.map("".join), FRAGMENTS.map(" ".join)))
def test_no_text_whatever_gives_anything_but_a_scenario_or_problems(text: str) -> None:
    try:
        load_text(text, "f.toml")
    except ScenarioError as error:
        assert error.problems
        assert all(str(p).isprintable() for p in error.problems)


@given(st.dictionaries(st.sampled_from(["quarters", "organisation", "framework", "market", "strategies", "goals", "x"]),
                       st.recursive(SCALARS, lambda inner: st.one_of(
                           st.lists(inner, max_size=3),
                           st.dictionaries(st.sampled_from(["reps", "bonus", "individual", "shocks", "quarter", "kind",
                                                            "name", "measures", "start", "dose", "contacts"]), inner))),
                       max_size=4))
def test_tables_of_the_wrong_shape_never_give_a_traceback(data: dict[str, Any]) -> None:
    try:
        with_overrides(data, [])
    except ScenarioError as error:
        assert error.problems


@given(st.text(max_size=40))
def test_no_override_whatever_gives_a_traceback(text: str) -> None:
    try:
        with_overrides(Scenario(), [text])
    except ScenarioError as error:
        assert all(p.file == "--set" for p in error.problems)
