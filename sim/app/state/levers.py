"""The seven levers in front, in the form that the page needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from sim.app.state.case import Case
from sim.app.state.change import BONUS, is_part, mix_name, mix_of, mixes
from sim.app.state.declared import Declared, declared
from sim.scenario.market import Costs
from sim.scenario.measures import Coaching, HireSellers, MeasureBase, Training
from sim.scenario.schema import Scenario
from sim.words.catalogue import Language, printed, say, texts, translated_room
from sim.words.numbers import number, percent

# --- the levers in front, in order of importance ---------------------------------------------------------------------

Group = Literal["measures", "assumptions"]
SideName = Literal["left", "right"]
MEASURES_IN_FRONT = 4
ASSUMPTIONS_IN_FRONT = 3
"""Together seven: what people can keep in mind at once."""
SESSION_HOURS = 18.0
"""Hours of one full coaching: six sessions of three hours (see ``costs.coaching``)."""
TRAINING_DAYS = 6.0
"""Days of one full training programme (see ``costs.training``)."""


@dataclass(frozen=True)
class Lever:
    """One lever.

    Parameters
    ----------
    key : its name in the catalogue of texts, which has it in other languages.
    group : what one decides, or what one takes for granted.
    field : dotted key of a value that every scenario has; empty for a value of a measure.
    measure, part : the kind of measure, and its value; the first of that kind in the pair is moved.
    sides : which of the two programmes are searched, in that order.
    step : of the slider, in the unit of the value.
    factor : by which the value is multiplied to be shown.
    with_field : dotted key of a value shown as a second slider of the same lever.
    title, about, effort : what it is called, what it is about, and what it takes to move it, if that can be said;
        ``{cost}`` is the price of the measure.
    marks : words under the track: at its beginning, in its middle, at its end; numbers where there are none.
    phrases : words for the value, one for each equal part of the track.
    shown : how the value is written, ``{n}`` of one and of others; of a hundred where it is not said.
    """

    key: str
    group: Group
    field: str = ""
    measure: type[MeasureBase] | None = None
    part: str = ""
    sides: tuple[SideName, ...] = ("left", "right")
    step: float = 0.05
    factor: float = 100.0
    with_field: str = ""
    title: str = ""
    about: str = ""
    effort: str = ""
    marks: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()

    def texts(self) -> dict[str, str]:
        """Return everything that it says, by the keys under which other languages say it."""
        numbered = {f"{name}{k + 1}": word for name, words in (("mark", self.marks), ("phrase", self.phrases))
                    for k, word in enumerate(words)}
        written = dict(zip(("value_one", "value_other"), self.shown, strict=False))
        said = {"title": self.title, "about": self.about, "effort": self.effort} | numbered | written
        return {f"{self.key}.{name}": text for name, text in said.items() if text}

    def place(self, case: Case) -> str:
        """Return the dotted key of its value in this case; empty where the pair has none."""
        if self.measure is None:
            return self.field
        scenario = case.scenario()
        for side in self.sides:
            name = case.pair[0] if side == "left" else case.pair[1]
            for index, measure in enumerate(scenario.strategy(name).measures):
                if isinstance(measure, self.measure) and not _by_manager(measure):
                    return f"strategies[{name}].measures[{index}].{self.part}"
        return ""


LEVERS: tuple[Lever, ...] = (
    Lever(
        "error_culture", "measures", "framework.error_culture",
        title="How errors are treated",
        about="What happens when an advisor approaches a customer and is turned down? Where that has consequences, "
              "nobody tries twice. The value says where your house stands when the programme begins.",
        effort="As a starting point it costs nothing. What the way there costs is shown by the programme's work on the "
               "error culture.",
        marks=("punished", "tolerated", "learnt from"),
        phrases=("punished", "rather punished", "tolerated", "mostly learnt from", "learnt from")),
    Lever(
        "bonus", "measures", BONUS, with_field="framework.bonus.new_business_share",
        title="What the bonus is for",
        about="Whose results decide the variable part of the pay. Where only one's own count, nobody shares customers "
              "and knowledge; where the common ones count, one's own deal is felt less. A change of bonus in the "
              "programme replaces this bonus while it is in force.",
        effort="The same pot, divided differently: the size of the variable part stays as it is."),
    Lever(
        "coaching", "measures", measure=Coaching, part="dose", factor=SESSION_HOURS, step=1.0 / 6.0,
        title="Coaching by professionals",
        about="A coach from outside works with everyone: six sessions of three hours are the full measure. Coaching "
              "works on attitude and fear, not on the technique of selling.",
        effort="About EUR {cost} per person for the full measure, and the time that customers miss.",
        marks=("none", "9 hours", "18 hours"),
        shown=("{n} h each", "{n} h each")),
    Lever(
        "sellers", "measures", measure=HireSellers, part="sellers", sides=("right", "left"), factor=1.0, step=1.0,
        title="Additional sellers",
        about="Positions of their own that do nothing but win new customers, and then hand them to the advisors. The "
              "positions stay until the end.",
        effort="For each position pay in every quarter, search and induction; hires who do not fit cost extra.",
        shown=("{n} position", "{n} positions")),
    Lever(
        "training", "measures", measure=Training, part="dose", factor=TRAINING_DAYS, step=1.0 / 12.0,
        title="Sales training",
        about="A seminar in which selling is practised. It brings skill and a short enthusiasm; without occasions to "
              "use it, both fade.",
        effort="About EUR {cost} per person for six days, and the time that customers miss.",
        marks=("none", "3 days", "6 days"),
        shown=("{n} day each", "{n} days each")),
    Lever(
        "recognition_for_selling", "measures", "framework.recognition_for_selling",
        title="What is recognised",
        about="Which part of the visible recognition goes to those who sell. The rest honours advising.",
        effort="Costs no money, but the attention of leaders.",
        marks=("advising", "both", "selling"),
        phrases=("praise almost only for advising", "praise rather for advising", "praise for both",
                 "praise rather for selling", "praise almost only for selling")),
    Lever(
        "pressure", "measures", "leadership.pressure",
        title="Pressure from leaders",
        about="How much pressure for results leaders pass on in normal times. A little sets people moving, a lot "
              "frightens them and drives them out.",
        effort="Costs nothing at first; the price comes later, as exhaustion and people leaving.",
        marks=("hardly any", "felt", "high"),
        phrases=("hardly any pressure", "little pressure", "pressure is felt", "much pressure", "very high pressure")),
    Lever(
        "habit_advising", "assumptions", "people.habit_advising",
        title="Habit of advising",
        about="How far advising happens by itself. The firmer the habit, the more often it beats good intentions in "
              "everyday work.",
        marks=("loose", "firm", "ingrained"),
        phrases=("loose", "noticeable", "firm", "very firm", "ingrained")),
    Lever(
        "fear", "assumptions", "people.fear_of_failure",
        title="Fear of hearing no",
        about="How much people fear at the start to fail when they approach new customers. Each failure feeds the "
              "fear, each success lessens it.",
        marks=("small", "medium", "great"),
        phrases=("small", "rather small", "medium", "rather great", "great")),
    Lever(
        "resistance", "assumptions", "framework.opinion_leader_resistance",
        title="Resistance of opinion leaders",
        about="How far the colleagues whom others listen to are against the change. The others look at them before "
              "they move.",
        marks=("go along", "wait and see", "hold against it"),
        phrases=("go along", "rather open", "wait and see", "rather against it", "hold against it")),
)
"""All levers; those whose value the pair lacks give way to the next of their group."""
SECOND = Lever(
    "new_business", "measures", "framework.bonus.new_business_share",
    title="of it for new business",
    about="Which part of the bonus is paid for customers won; the rest rewards business with those one has.",
    effort="No additional money, but those who look after existing customers earn less.",
    marks=("existing only", "half and half", "new only"),
    shown=("{n}%", "{n}%"))
"""What is paid for new business: the second slider of the bonus."""
DECIDED = ("strategies[", "framework.", "leadership.")
"""Where keys of values begin that management can decide."""
GIVEN = ("framework.opinion_leader_resistance", "framework.goal_conflict", "framework.workload", "leadership.spread")
"""What stands there too, but is found, not decided."""


def in_front(case: Case) -> list[tuple[Lever, str]]:
    """Return the levers that stand in front in this case, each with the dotted key of its value."""
    found: list[tuple[Lever, str]] = []
    for group, most in (("measures", MEASURES_IN_FRONT), ("assumptions", ASSUMPTIONS_IN_FRONT)):
        placed = [(lever, place) for lever in LEVERS if lever.group == group and (place := lever.place(case))]
        found += placed[:most]
    return found


def group_of(key: str) -> Group:
    """Whether the value under a dotted key is decided by management, or taken for granted."""
    decided = key.startswith(DECIDED) and key not in GIVEN
    return "measures" if decided else "assumptions"


def _by_manager(measure: MeasureBase) -> bool:
    return isinstance(measure, Coaching) and measure.by == "manager"


Payload = dict[str, Any]
MARKS = 3
"""Words under the track: at its beginning, in its middle, at its end."""
WIDER = 2
"""Least upper end of a slider of people, as a multiple of the number in the scenario."""


def levers(case: Case, lang: Language, kept: Case | None = None) -> list[Payload]:
    """Return the levers in front of this case, each with its texts, its range, and where base and A stand."""
    scenario, base = case.scenario(), case.base_scenario()
    other = None if kept is None else kept.scenario()
    return [_choice(lever, case, (scenario, base, other), lang) if place == BONUS
            else _range(lever, place, (scenario, base, other), lang) for lever, place in in_front(case)]


def lever(case: Case, field: str, lang: Language) -> Payload:
    """Return one lever that stands in front, with what its effort is as the end of what it is about.

    Raises
    ------
    KeyError
        when no lever in front moves that value.
    """
    for one in levers(case, lang):
        for found in (one, one.get("second")):
            if found is not None and found["field"] == field:
                effort = say(lang, "levers.effort_is", effort=found["effort"]) if found["effort"] else ""
                return {**found, "about": f"{found['about']} {effort}".strip()}
    raise KeyError(field)


def counts(case: Case) -> dict[str, int]:
    """How many values are changed, in front and behind: of what is decided, and of what is taken for granted."""
    mine = [key for key in case.changes if group_of(key) == "measures"]
    mix = sum(is_part(key) for key in mine if key.startswith(BONUS))
    return {"measures": len(mine) - max(0, mix - 1), "assumptions": len(case.changes) - len(mine)}


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


def _choice(lever: Lever, case: Case, of: tuple[Scenario, Scenario, Scenario | None], lang: Language) -> Payload:
    scenario, base, other = of
    second = _range(SECOND, lever.with_field, of, lang)
    spot = declared(scenario, f"{BONUS}.individual")
    if spot is None:
        raise KeyError(BONUS)
    value = mix_name(case, scenario.framework.bonus)
    at_base = mix_name(case, base.framework.bonus)
    at_kept = None if other is None else mix_name(case, other.framework.bonus)
    choices = [{"value": name, "label": say(lang, f"levers.bonus.choice.{name}"), "about": _mix_text(mix, lang)}
               for name, mix in mixes(case).items()]
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
