"""The seven levers in front, as the page wants them."""

from __future__ import annotations

from typing import Any

from sim.app.state.bonus import BONUS, is_part, mix_name, mix_of, mixes
from sim.app.state.declared import Declared, declared
from sim.app.state.lever_list import SECOND, Lever, group_of, in_front
from sim.app.state.world import World
from sim.app.words.catalogue import Language, printed, say, texts, translated_room
from sim.app.words.numbers import number, percent
from sim.scenario.market import Costs
from sim.scenario.schema import Scenario

Payload = dict[str, Any]
MARKS = 3
"""Words under the track: at its beginning, in its middle, at its end."""
WIDER = 2
"""A slider of people reaches to at least so many times the number in the scenario."""


def levers(world: World, lang: Language, kept: World | None = None) -> list[Payload]:
    """Return the levers in front of this world, each with its texts, its range, and where base and A stand."""
    scenario, base = world.scenario(), world.base_scenario()
    other = None if kept is None else kept.scenario()
    return [_choice(lever, world, (scenario, base, other), lang) if place == BONUS
            else _range(lever, place, (scenario, base, other), lang) for lever, place in in_front(world)]


def lever(world: World, field: str, lang: Language) -> Payload:
    """Return one lever that stands in front, with what its effort is as the end of what it is about.

    Raises
    ------
    KeyError
        when no lever in front moves that value.
    """
    for one in levers(world, lang):
        for found in (one, one.get("second")):
            if found is not None and found["field"] == field:
                effort = say(lang, "levers.effort_is", effort=found["effort"]) if found["effort"] else ""
                return {**found, "about": f"{found['about']} {effort}".strip()}
    raise KeyError(field)


def counts(world: World) -> dict[str, int]:
    """How many values are changed, in front and behind: of what is decided, and of what is taken for granted."""
    mine = [key for key in world.changes if group_of(key) == "measures"]
    mix = sum(is_part(key) for key in mine if key.startswith(BONUS))
    return {"measures": len(mine) - max(0, mix - 1), "assumptions": len(world.changes) - len(mine)}


def _range(lever: Lever, place: str, of: tuple[Scenario, Scenario, Scenario | None], lang: Language) -> Payload:
    scenario, base, other = of
    spot = declared(scenario, place)
    if spot is None:
        raise KeyError(f"the lever {lever.key} moves {place}, which is no declared value")
    at_base, at_kept = _value(base, spot), _value(other, spot)
    low, high = _reach(lever, spot, [v for v in (spot.value, at_base, at_kept) if v is not None])
    return {
        "field": spot.key, "key": lever.key, "kind": "range", "group": lever.group,
        **_texts(lever, spot, scenario.costs, lang),
        "value": spot.value, "low": low, "high": high, "step": lever.step, "base": at_base, "kept": at_kept,
        "changed": spot.value != at_base, "choices": [], **_words(lever, (low, high), spot.value, lang),
    }


def _choice(lever: Lever, world: World, of: tuple[Scenario, Scenario, Scenario | None], lang: Language) -> Payload:
    scenario, base, other = of
    second = _range(SECOND, lever.with_field, of, lang)
    spot = declared(scenario, f"{BONUS}.individual")
    if spot is None:
        raise KeyError(BONUS)
    value = mix_name(world, scenario.framework.bonus)
    at_base = mix_name(world, base.framework.bonus)
    at_kept = None if other is None else mix_name(world, other.framework.bonus)
    choices = [{"value": name, "label": say(lang, f"levers.bonus.choice.{name}"), "about": _mix_text(mix, lang)}
               for name, mix in mixes(world).items()]
    return {
        "field": BONUS, "key": lever.key, "kind": "choice", "group": lever.group,
        **_texts(lever, spot, scenario.costs, lang),
        "value": value, "base": at_base, "kept": at_kept, "changed": value != at_base or second["changed"],
        "choices": choices, "words": _mix_text(mix_of(scenario.framework.bonus), lang), "second": second,
    }


def _mix_text(mix: tuple[float, float, float], lang: Language) -> str:
    own, team, company = (percent(lang, part) for part in mix)
    return say(lang, "levers.bonus.mix", own=own, team=team, company=company)


def _value(scenario: Scenario | None, like: Declared) -> Any:
    """The value at the same place of another scenario; None where something else stands there."""
    found = None if scenario is None else declared(scenario, like.key)
    return found.value if found is not None and found.row == like.row else None


def _reach(lever: Lever, spot: Declared, values: list[float]) -> tuple[float, float]:
    """From where to where the slider goes: what is plausible, and all that has to be shown."""
    low, high = spot.plausible
    hard_low, hard_high = spot.bounds
    low, high = (hard_low or 0.0) if low is None else low, (hard_high or 1.0) if high is None else high
    if lever.key == "sellers":
        low, high = hard_low or 1, max(high, WIDER * max(values))
    return min([low, *values]), max([high, *values])


def _said(lever: Lever, lang: Language) -> dict[str, str]:
    """What the lever says in the language, by the names of its texts."""
    english = {key: printed(text) for key, text in lever.texts().items()}
    return {key.rpartition(".")[2]: text for key, text in translated_room(lang, "lever", english).items()}


def _effort(lever: Lever, costs: Costs, said: dict[str, str], lang: Language) -> str:
    """What it takes to move the lever, with the price of its measure in this scenario."""
    prices = lever.measure.prices if lever.measure is not None else ()
    cost = number(lang, getattr(costs, prices[0].cost)) if prices else ""
    return said.get("effort", "").replace("{cost}", cost)


def _texts(lever: Lever, spot: Declared, costs: Costs, lang: Language) -> Payload:
    said = _said(lever, lang)
    basis = str(spot.details.get("basis", "assumption"))
    return {
        "title": said["title"], "about": said["about"], "effort": _effort(lever, costs, said, lang),
        "evidence": say(lang, f"levers.basis.{basis}"),
        "source": str(spot.details.get("source", "")), "claims": list(spot.details.get("claims", ())),
        "unit": str(spot.details.get("unit", "")),
    }


def _words(lever: Lever, span: tuple[float, float], value: float, lang: Language) -> Payload:
    """What stands at the track, and how the browser says a value while the hand moves."""
    said, (low, high) = _said(lever, lang), span
    phrases = [said[f"phrase{i + 1}"] for i in range(len(lever.phrases))]
    places = [low + (high - low) * i / (MARKS - 1) for i in range(MARKS)]
    marks = [{"value": at, "label": said.get(f"mark{i + 1}") or number(lang, at * lever.factor)}
             for i, at in enumerate(places)]
    one, other = (said.get(f"value_{n}") or texts(lang, "levers")["value"] for n in ("one", "other"))
    shown = round(value * lever.factor)
    text = (one if shown == 1 else other).replace("{n}", number(lang, shown))
    parts = len(phrases)
    at = min(int(parts * (value - low) / (high - low)), parts - 1) if high > low else 0
    return {"phrases": phrases, "marks": marks, "show": {"factor": lever.factor, "one": one, "other": other},
            "words": f"{text}: {phrases[at]}" if phrases else text}
