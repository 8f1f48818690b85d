"""Changes between two requests, lever by lever, and the intermediate cases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from sim.app.answers.request import Request
from sim.parameters.declare import Section
from sim.scenario.columns import with_values
from sim.scenario.measures import MeasureBase
from sim.scenario.posterior import SHARED
from sim.scenario.schema import Scenario
from sim.scenario.strategy import CARRY_ON, Strategy

Focus = Literal["left", "right", "advantage"]
"""What is explained: the gain of one strategy, or the lead of the left one over the right one."""
FOCUSES: tuple[Focus, ...] = get_args(Focus)

PAIR = "pair"
"""Key of the change to other strategies on the page."""
HORIZON = "quarters"
BONUS = "framework.bonus"
"""Key of the bonus mix, whose parts change together: they are shares of one whole."""
POSTERIOR = "posterior"
OF_NO_EFFECT = ("title", "description", "goals.adoption_share")
"""What no amount of money depends on."""

Mark = tuple[str, int]
"""A measure of a strategy: its kind, and its index among those of that kind."""


@dataclass(frozen=True)
class Change:
    """One lever that stands elsewhere.

    Parameters
    ----------
    key : dotted name of the value, as on the command line; ``strategies[name].measures[kind]`` for a measure, with a
        number behind the kind from the second of that kind on; ``pair``, ``quarters`` or ``others``.
    fields : values that change together.
    measures : strategy and mark of each measure that changes.
    pair : whether other strategies stand on the page.
    """

    key: str
    fields: tuple[str, ...] = ()
    measures: tuple[tuple[str, Mark], ...] = ()
    pair: bool = False


def merged(key: str, changes: Iterable[Change]) -> Change:
    """Several changes merged into one."""
    parts = tuple(changes)
    return Change(key, tuple(field for part in parts for field in part.fields),
                  tuple(measure for part in parts for measure in part.measures), any(part.pair for part in parts))


def changes_between(a: Request, b: Request, focus: Focus) -> tuple[Change, ...]:
    """What is to be changed in a to come to b, as far as the focus can depend on it."""
    found = [*_of_values(a.scenario, b.scenario), *_of_measures(a, b, focus)]
    if any(change.key == HORIZON for change in found):  # measures have to fit the horizon: they move with it
        moving = [change for change in found if change.measures or change.key == HORIZON]
        found = [merged(HORIZON, moving), *(change for change in found if change not in moving)]
    if sides_of(a, focus) != sides_of(b, focus):
        found.append(Change(PAIR, pair=True))
    return tuple(found)


def sides_of(request: Request, focus: Focus) -> tuple[str, ...]:
    """Names of the strategies that the focus looks at."""
    left, right = request.strategies
    return {"left": (left,), "right": (right,), "advantage": (left, right)}[focus]


def focus_of(a: Request, b: Request) -> Focus:
    """What is best explained: the only strategy that was changed, else the lead of the left one."""
    sides = [focus for focus in FOCUSES[:2] if any(change.measures for change in changes_between(a, b, focus))]
    case = any(change.fields or change.pair for change in changes_between(a, b, "advantage"))
    return sides[0] if len(sides) == 1 and not case else "advantage"


def _of_values(a: Scenario, b: Scenario) -> Iterator[Change]:
    fields = [field for field in _differing(a, b, "") if field not in OF_NO_EFFECT]
    mixed = tuple(field for field in fields if field in SHARED)
    if mixed:
        yield Change(BONUS, mixed)
    yield from (Change(field, (field,)) for field in fields if field not in mixed)


def _differing(a: Section, b: Section, prefix: str) -> Iterator[str]:
    for name in type(a).model_fields:
        one, other = getattr(a, name), getattr(b, name)
        if name == "strategies" or one == other:
            continue
        if isinstance(one, Section) and type(one) is type(other) and name != POSTERIOR:
            yield from _differing(one, other, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}"


def _of_measures(a: Request, b: Request, focus: Focus) -> Iterator[Change]:
    for name in dict.fromkeys((*sides_of(a, focus), *sides_of(b, focus))):
        one, other = _strategy(a.scenario, name), _strategy(b.scenario, name)
        if one is None or other is None or name == CARRY_ON:
            continue
        before, after = marked(one.measures), marked(other.measures)
        differing = [mark for mark in dict.fromkeys((*before, *after)) if before.get(mark) != after.get(mark)]
        if _reordered(before, after):
            if one.measures != other.measures:
                yield Change(f"strategies[{name}].measures", measures=((name, WHOLE),))
            continue
        for mark in differing:
            kind, number = mark
            place = kind if number == 0 else f"{kind}{number + 1}"
            yield Change(f"strategies[{name}].measures[{place}]", measures=((name, mark),))


WHOLE: Mark = ("", 0)
"""All measures of a strategy at once: where their order has changed."""


def _strategy(scenario: Scenario, name: str) -> Strategy | None:
    return next((strategy for strategy in scenario.strategies if strategy.name == name), None)


def marked(measures: Sequence[Any]) -> dict[Mark, Any]:
    """Measures by kind and index within the kind, in their order."""
    seen: dict[str, int] = {}
    found: dict[Mark, Any] = {}
    for measure in measures:
        number = seen.get(measure.kind, 0)
        seen[measure.kind] = number + 1
        found[measure.kind, number] = measure
    return found


def _reordered(before: dict[Mark, Any], after: dict[Mark, Any]) -> bool:
    return [mark for mark in before if mark in after] != [mark for mark in after if mark in before]


def on_the_way(a: Request, b: Request, done: Iterable[Change], focus: Focus) -> Request:
    """Return the request with some of the changes from a to b made, reduced to what the focus needs.

    None of them gives a's own numbers, all of them b's; the luck is b's throughout.
    """
    change = merged("", done)
    fields = [field for field in change.fields if field != POSTERIOR]
    scenario = with_values(a.scenario, {field: _value(b.scenario, field) for field in fields})
    if POSTERIOR in change.fields:
        scenario = scenario.model_copy(update={POSTERIOR: b.scenario.posterior})
    sides = sides_of(b if change.pair else a, focus)
    strategies = {CARRY_ON: a.scenario.strategy(CARRY_ON)}
    for name in sides:
        strategies[name] = _mixed(_strategy(a.scenario, name), _strategy(b.scenario, name),
                                  [mark for strategy, mark in change.measures if strategy == name])
    scenario = scenario.model_copy(update={"strategies": tuple(strategies.values())})
    return Request(scenario, (sides[0], sides[-1]), b.seed)


def _value(scenario: Scenario, field: str) -> Any:
    value: Any = scenario
    for name in field.split("."):
        value = getattr(value, name)
    return value


def _mixed(one: Strategy | None, other: Strategy | None, marks: list[Mark]) -> Strategy:
    """The strategy of a with some measures as in b."""
    if one is None or other is None:
        found = one or other
        if found is None:
            raise KeyError("a strategy that stands on the page is in neither scenario")
        return found
    if WHOLE in marks:
        return other
    before, after = marked(one.measures), marked(other.measures)
    kept: list[tuple[Mark, MeasureBase]] = [
        (mark, after[mark] if mark in marks else measure) for mark, measure in before.items()
        if mark not in marks or mark in after]
    order = list(after)
    for mark in (mark for mark in order if mark in marks and mark not in before):
        earlier = set(order[:order.index(mark)])
        place = max((i + 1 for i, (there, _) in enumerate(kept) if there in earlier), default=0)
        kept.insert(place, (mark, after[mark]))
    return one.model_copy(update={"measures": tuple(measure for _, measure in kept)})
