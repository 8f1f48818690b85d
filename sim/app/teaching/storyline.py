"""Reads a storyline file and says everything that is wrong with it, at once."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cache
from pathlib import Path as FilePath
from typing import Protocol

from pydantic import ValidationError

from sim.app.teaching.facts import places_of, unknown_places
from sim.app.teaching.schema import Step, Storyline, Words
from sim.comparison.course import COURSES
from sim.scenario.messages import explain
from sim.scenario.overrides import Override, path_of
from sim.scenario.problems import Path, Problem, ScenarioError, nearest
from sim.scenario.reading import MOST, Document, is_too_deep, read_document, with_overrides
from sim.scenario.schema import Scenario
from sim.validation.claims import BY_ID
from sim.words.catalogue import LANGUAGES

HOME = FilePath(__file__).parent / "storylines"
"""Where our own storylines lie."""
"""Outcomes whose course can be shown."""
Finding = tuple[Path, str]


class ScenarioSource(Protocol):
    """Where ready scenarios are had; the module ``sim.scenario.ready`` is one."""

    @property
    def names(self) -> Callable[[], Sequence[str]]:
        """Names of the ready scenarios."""
        ...

    @property
    def ready(self) -> Callable[[str], Scenario]:
        """The ready scenario of a name."""
        ...


@cache
def names() -> tuple[str, ...]:
    """Names of our own storylines."""
    return tuple(sorted(file.stem for file in HOME.glob("*.toml")))


@cache
def own_storyline(name: str, source: ScenarioSource) -> Storyline:
    """Return one of our own storylines; `KeyError` if there is none of that name."""
    if name not in names():
        raise KeyError(f"no storyline {name!r}; there are: {', '.join(names())}")
    return load_storyline(HOME / f"{name}.toml", source)


def load_storyline(path: str | os.PathLike[str], source: ScenarioSource) -> Storyline:
    """Read a storyline file, a user's own as well as ours.

    Raises
    ------
    ScenarioError
        with every problem of the file: line, key, what is wrong, what is allowed.
    """
    return storyline_of(read_document(path, "storyline"), source)


def storyline_of(document: Document, source: ScenarioSource) -> Storyline:
    """Return the storyline in tables that were read; raises as `load_storyline` does."""
    story = _parsed(document)
    found = [*_of_claims(("claims",), story.claims)]
    for k, step in enumerate(story.steps):
        found += [(("steps", k, *path), message) for path, message in _of_step(step, source)]
    if story.steps[0].keep:
        found.append((("steps", 0, "keep"), "the first step has no step before it to keep; take the line out"))
    if found:
        raise ScenarioError(sorted((document.problem(*one) for one in found), key=Problem.place))
    return story


def scenario_of(step: Step, source: ScenarioSource) -> Scenario:
    """Return the scenario of a step, with its changes; `ScenarioError` where they cannot be."""
    base = source.ready(step.scenario)
    overrides = [Override(path_of(key) or (), value) for key, value in step.changes.items()]
    return with_overrides(base, overrides) if overrides else base


def _parsed(document: Document) -> Storyline:
    if is_too_deep(document.data):
        raise ScenarioError([Problem(document.file, None, "", "is nested too deeply; no storyline needs that")])
    try:
        return Storyline.model_validate(document.data)
    except ValidationError as error:
        found = [explain(one, Storyline) for one in error.errors(include_url=False)[:MOST]]
        raise ScenarioError(sorted((document.problem(*one) for one in found), key=Problem.place)) from None


def _of_step(step: Step, source: ScenarioSource) -> Iterator[Finding]:
    yield from _of_claims(("claims",), step.claims)
    yield from _of_places(("takeaway",), step.takeaway)
    if step.outcome not in COURSES:
        yield ("outcome",), f"'{step.outcome}' is no outcome{_guess(step.outcome, COURSES)}"
    if step.scenario not in source.names():
        yield ("scenario",), (f"'{step.scenario}' is no ready scenario{_guess(step.scenario, source.names())}; "
                              f"there are: {', '.join(source.names())}")
        return
    unclear = [key for key in step.changes if path_of(key) is None]
    yield from ((("changes", key), "is not understood; write a dotted name, e.g. framework.error_culture")
                for key in unclear)
    if unclear:
        return
    yield from _of_scenario(step, source)


def _of_scenario(step: Step, source: ScenarioSource) -> Iterator[Finding]:
    try:
        scenario = scenario_of(step, source)
    except ScenarioError as error:
        yield from ((("changes", _changed(step, problem.key)), problem.message) for problem in error.problems)
        return
    known = [strategy.name for strategy in scenario.strategies]
    for k, name in enumerate(step.pair):
        if name not in known:
            yield ("pair", k), (f"'{name}' is no strategy of {step.scenario}{_guess(name, known)}; "
                                f"there are: {', '.join(known)}")
    if set(step.pair) <= set(known):
        yield from _of_labels(step, scenario)
    quarter = step.guess.quarter
    if quarter is not None and quarter > scenario.quarters:
        yield ("guess", "quarter"), f"is {quarter}; the scenario ends after quarter {scenario.quarters}"


def _of_labels(step: Step, scenario: Scenario) -> Iterator[Finding]:
    """Whether strategies that a step calls otherwise can still be told apart, in each language."""
    for lang in LANGUAGES:
        try:
            with_overrides(scenario, [Override(path_of(key) or (), label) for key, label in step.named(lang).items()])
        except ScenarioError as error:
            yield from ((("labels",), f"{lang}: {problem.message}") for problem in error.problems)


def _changed(step: Step, key: str) -> str:
    """Find the change that a problem is about: the one whose name begins as the problem's does."""
    return next((name for name in step.changes if key.startswith(name)), nearest(key, step.changes) or key)


def _of_claims(path: Path, claims: Sequence[str]) -> Iterator[Finding]:
    for k, claim in enumerate(claims):
        if claim not in BY_ID:
            yield (*path, k), f"'{claim}' is no claim of the sources{_guess(claim, BY_ID)}"


def _of_places(path: Path, words: Words) -> Iterator[Finding]:
    unknown = [((*path, lang), message) for lang in LANGUAGES for _, message in unknown_places(words.say(lang))]
    yield from unknown
    if unknown:
        return
    missing = places_of(words.de) ^ places_of(words.en)
    if missing:
        yield path, f"the languages show different numbers: {', '.join(sorted(missing))} stands in one only"


def _guess(word: str, known: Collection[str]) -> str:
    found = nearest(word, known)
    return f"; did you mean '{found}'?" if found else ""


__all__ = ["HOME", "ScenarioSource", "load_storyline", "names", "own_storyline", "scenario_of", "storyline_of"]
