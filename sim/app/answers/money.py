"""Where the money comes from: each strategy against carrying on, in parts that add up to the whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from sim.app.answers.answer import SIDES, Answer, Futures
from sim.app.answers.phrases import rough_money, title
from sim.arrays import Array
from sim.comparison.measures_of_success import base_value, discounted_to_date
from sim.words.catalogue import Language, say

Payload = dict[str, Any]

PARTS = ("margin_book", "margin_new", "margin_cross", "cost_people", "cost_bonus", "cost_measures", "cost_hiring",
         "cost_leaders", "base")
"""In the order of the picture: what comes in, what goes out, what the customers are worth beyond the horizon."""


def money(answer: Answer, lang: Language) -> list[Payload]:
    """Both strategies against carrying on: discounted EUR, mean over futures, in parts that add up exactly."""
    return [_side(answer, place, lang) for place in SIDES[:2]]


def _side(answer: Answer, place: str, lang: Language) -> Payload:
    total = round(float(answer.success[answer.side(place)].gain.mean()))
    values = whole(means(parts(answer, place)), total)
    told = [{"key": key, "title": say(lang, f"results.money.{key}"), "value": value} for key, value in values.items()]
    return {"side": place, "label": title(answer, place, lang), "parts": told, "total": total, "n": answer.n,
            "sentence": sentence(answer, place, values, total, lang)}


def sentence(answer: Answer, place: str, values: Mapping[str, int], total: int, lang: Language) -> str:
    """What the parts show, for those who do not see them: the whole, and the largest part each way."""
    name = title(answer, place, lang)
    if not any(values.values()):
        return say(lang, "results.money.nothing", title=name)
    ends = [max(values, key=lambda key: values[key]), min(values, key=lambda key: values[key])]
    told = [say(lang, "results.money.part", title=say(lang, f"results.money.{key}"),
                value=rough_money(lang, values[key], sign=True)) for key in ends if values[key]]
    return say(lang, "results.money.sentence", title=name, total=rough_money(lang, total, sign=True),
               parts="; ".join(told))


def parts(answer: Answer, place: str) -> dict[str, Array]:
    """Each part of the gain of a place's strategy, future by future, (runs,) in EUR."""
    rate = answer.scenario.costs.discount_rate
    own, reference = (_flows(answer.futures[answer.side(side)]) for side in (place, "reference"))
    found = {key: discounted_to_date(own[key] - reference[key], rate)[-1] for key in own}
    ends = [base_value(answer.futures[answer.side(side)], rate)[-1] for side in (place, "reference")]
    return {**found, "base": ends[0] - ends[1]}


def _flows(futures: Futures) -> dict[str, Array]:
    """The flows of profit by part, (quarters, runs); costs are negative."""
    revenue = futures["revenue"]
    rate = np.divide(futures["margin"], revenue, out=np.zeros_like(revenue), where=revenue > 0.0)
    margins = {f"margin_{kind}": futures[f"revenue_{kind}"] * rate for kind in ("book", "new", "cross")}
    return {**margins, "cost_people": -futures["cost_people"], "cost_bonus": -futures["cost_bonus"],
            "cost_measures": -futures["cost_measures"], "cost_leaders": -futures["cost_leaders"],
            "cost_hiring": -(futures["cost_hiring"] + futures["cost_severance"])}


def means(found: Mapping[str, Array]) -> dict[str, float]:
    """Mean of each part over the futures, in the order of the picture."""
    return {key: float(found[key].mean()) for key in PARTS}


def whole(values: Mapping[str, float], total: int) -> dict[str, int]:
    """Whole euros that add up to the total: what rounding leaves goes to the parts that lost most by it."""
    down = {key: int(np.floor(value)) for key, value in values.items()}
    left = total - sum(down.values())
    order = sorted(values, key=lambda key: down[key] - values[key])
    for step in range(abs(left)):
        down[order[step % len(order)]] += 1 if left > 0 else -1
    return down
