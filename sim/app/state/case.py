"""The case that the page shows: a scenario, changes to it, the seed and two strategies; also from a file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from sim.app.state.declared import declared
from sim.results.provenance import command_line
from sim.scenario.contradictions import plain
from sim.scenario.overrides import Override, apply, path_of
from sim.scenario.problems import Problem, ScenarioError, printable
from sim.scenario.reading import LARGEST, parse, with_overrides
from sim.scenario.ready import FIRST, ready
from sim.scenario.schema import Scenario
from sim.scenario.strategy import CARRY_ON
from sim.scenario.writing import to_toml, toml_value

Pair = tuple[str, str]
LEFT_FIRST = ("transform_everyone", "top_down_project")
RIGHT_FIRST = ("add_sellers", "culture_first", "mixed")
KEPT_SCENARIOS = 64
"""Size of the cache of built scenarios: enough for the recent drags of all users."""
OWN_FILE = "my_scenario.toml"
"""Name that the page gives to the file of a user's own scenario."""


@dataclass(frozen=True, eq=False)
class Case:
    """A scenario with changes, a seed and a pair of strategies; equal cases give equal numbers.

    Parameters
    ----------
    base : name of a ready scenario; of a scenario of one's own, the name of its file.
    changes : dotted key -> value, in the grammar of ``--set`` and in its normal form (see `declared`); the key
        ``strategies[NAME].measures`` holds a whole programme as a list of tables.
    seed : the luck of all futures.
    pair : names of the strategies on the left and on the right.
    own : tables of a scenario of one's own as JSON; empty for a ready one.
    """

    base: str = FIRST
    changes: Mapping[str, Any] = field(default_factory=dict)
    seed: int = 1
    pair: Pair = ("transform_everyone", "add_sellers")
    own: str = ""

    @cached_property
    def token(self) -> str:
        """The case as one string, used for comparison and hashing."""
        return json.dumps([self.base, dict(self.changes), self.seed, self.pair, self.own], sort_keys=True)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Case) and other.token == self.token

    def __hash__(self) -> int:
        return hash(self.token)

    def base_scenario(self) -> Scenario:
        """Return the scenario without the changes."""
        return _own(self.own) if self.own else ready(self.base)

    def scenario(self) -> Scenario:
        """Return the scenario with the changes; `ScenarioError` if they contradict one another."""
        return _built(self)

    def with_values(self, values: Mapping[str, Any]) -> Case:
        """Return the case with these values, by keys in normal form; a value equal to the base is not a change."""
        changes = dict(self.changes)
        for key, value in values.items():
            programme = programme_key(key)
            if programme and key != programme and programme in changes:
                _change(changes, self, programme, _within(changes[programme], key, value))
                continue
            if key == programme:
                changes = {known: v for known, v in changes.items() if not known.startswith(f"{programme}[")}
            _change(changes, self, key, value)
        return replace(self, changes=changes)

    def at_base(self, *, without: str = "") -> Case:
        """Return the case without changes; with a key, without that change and those below it only."""
        left = {key: value for key, value in self.changes.items()
                if without and key != without and not key.startswith((f"{without}.", f"{without}["))}
        return replace(self, changes=left)

    def between(self, left: str, right: str) -> Case:
        """Return the case with two other strategies; unchanged if a name is unknown."""
        known = {strategy.name for strategy in self.scenario().strategies}
        return replace(self, pair=(left, right)) if {left, right} <= known else self

    def cli_line(self, replications: int | None = None) -> str:
        """Return the command that gives the same numbers."""
        place = Path(OWN_FILE) if self.own else Path("scenarios") / f"{self.base}.toml"
        names = [name for name in dict.fromkeys(self.pair) if name != CARRY_ON]
        return command_line("compare", [place], {
            "--strategies": ",".join(names) or CARRY_ON,
            "--set": [f"{key}={inline(value)}" for key, value in self.changes.items()],
            "--replications": replications, "--seed": self.seed})

    def toml(self) -> str:
        """Return a scenario file that gives the same scenario; its header states seed and pair."""
        again = (f"salesshift compare {OWN_FILE} --seed {self.seed} "
                 f"--strategies {','.join(dict.fromkeys(self.pair))}")
        changed = [f"#   {key} = {inline(value)}" for key, value in self.changes.items()]
        head = [f"# Base: {self.base}. Same numbers again: {again}", *(["# Changed:"] if changed else []), *changed]
        return "\n".join([*head, "", to_toml(self.scenario())])


def first_case(base: str = FIRST) -> Case:
    """Return the unchanged case of a ready scenario, with the pair that suits it."""
    return Case(base=base, pair=usual_pair(ready(base)))


def own_case(scenario: Scenario, name: str) -> Case:
    """Return the unchanged case of a scenario of one's own."""
    return Case(base=name, own=json.dumps(plain(scenario), sort_keys=True), pair=usual_pair(scenario))


def usual_pair(scenario: Scenario) -> Pair:
    """Return the two strategies to begin with: the usual ones, else the first ones, else carrying on."""
    names = [strategy.name for strategy in scenario.strategies if strategy.name != CARRY_ON]
    left = next((name for name in (*LEFT_FIRST, *names) if name in names), CARRY_ON)
    right = next((name for name in (*RIGHT_FIRST, *names) if name in names and name != left), CARRY_ON)
    return left, right


def programme_key(key: str) -> str:
    """Return the key of the whole programme that a key belongs to; empty for one outside all programmes."""
    head, found, _ = key.partition("].measures")
    return f"{head}{found}" if found and head.startswith("strategies[") else ""


def inline(value: Any) -> str:
    """Write a value, a list or a table as TOML on one line."""
    if isinstance(value, Mapping):
        return f"{{ {', '.join(f'{key} = {inline(item)}' for key, item in value.items())} }}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(inline, value))}]"
    return toml_value(value)


def _change(changes: dict[str, Any], case: Case, key: str, value: Any) -> None:
    """Record a change, or drop it if the value is that of the base."""
    changes.pop(key, None)
    if value != _base_value(case, key):
        changes[key] = value


def _base_value(case: Case, key: str) -> Any:
    base = case.base_scenario()
    if key == programme_key(key) != "":
        name = key.removeprefix("strategies[").removesuffix("].measures")
        return plain(base.strategy(name).measures)
    spot = declared(base, key)
    return None if spot is None else spot.value


def _within(measures: list[Any], key: str, value: Any) -> Any:
    """The programme with one value in it changed."""
    path = path_of(f"measures{key.removeprefix(programme_key(key))}") or ()
    return apply({"measures": measures}, [Override(path, value)])[0]["measures"]


@lru_cache(maxsize=KEPT_SCENARIOS)
def _own(text: str) -> Scenario:
    return Scenario.model_validate(json.loads(text))


@lru_cache(maxsize=KEPT_SCENARIOS)
def _built(case: Case) -> Scenario:
    base = case.base_scenario()
    overrides = [Override(path_of(key) or (), value) for key, value in case.changes.items()]
    return with_overrides(base, overrides) if overrides else base


# --- uploaded scenario files -----------------------------------------------------------------------------------------

LONGEST_NAME = 60


def from_text(text: str | bytes, filename: str) -> Case | list[Problem]:
    """Return the case of a scenario file, or everything that is wrong with the file.

    Parameters
    ----------
    text : what is in the file; bytes are read as UTF-8.
    filename : what messages call it.
    """
    name = printable(filename.replace("\\", "/").rpartition("/")[2])[-LONGEST_NAME:] or "scenario.toml"
    try:
        return own_case(parse(_decoded(text, name), name).scenario(), name)
    except ScenarioError as error:
        return list(error.problems)


def _decoded(text: str | bytes, name: str) -> str:
    if isinstance(text, str):
        return text
    if len(text) > LARGEST:
        raise ScenarioError([Problem(name, None, "", f"is larger than {LARGEST // 1024} KiB; no scenario needs that")])
    try:
        return text.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = text.count(b"\n", 0, error.start) + 1
        raise ScenarioError([Problem(name, line, "", "is not UTF-8 text; save the file with the encoding UTF-8")]) \
            from None
