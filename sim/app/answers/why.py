"""Why: a sentence, and the contributions behind it.

Against a kept state A the contributions are those of the changes since. Without one, or where nothing has changed, the
left strategy is explained against the right one in the same world, by the parts of the money.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sim.app.answers.answer import Answer
from sim.app.answers.changes import PAIR
from sim.app.answers.contributions import OTHERS, Contributions, Part
from sim.app.answers.money import PARTS, means, parts, whole
from sim.app.answers.wording import rough_money, title
from sim.app.words.catalogue import Language, say
from sim.app.words.named import strategy_words

Payload = dict[str, Any]
Titles = Callable[[str], str]
"""Key of a change -> what its lever is called."""

NAMED = 2
"""Contributions that the sentence names."""
NOTABLE = 0.25
"""Share of the largest contribution from which an interaction is worth a clause."""


def why(found: Contributions, lang: Language, titles: Titles) -> Payload:
    """What the changes since A contribute: bars that add up exactly, in whole EUR, and a sentence.

    Parameters
    ----------
    titles : name of the lever of a change, by its key.
    """
    total = round(found.total)
    told: list[Payload] = [
        {"key": part.change.key, "title": _title(part, lang, titles), "value": round(part.alone),
         "sure": part.sure, "shared": None if part.shared is None else round(part.shared)} for part in found.parts]
    return {"sentence": sentence(found, lang, titles), "contributions": told,
            "interaction": total - sum(bar["value"] for bar in told), "total": total,
            "from_label": say(lang, "why.from_a"), "to_label": say(lang, "why.to_now"), "n": found.n,
            "final": found.final, "kind": "changes", "about": say(lang, "why.about_changes", n=found.n)}


def sentence(found: Contributions, lang: Language, titles: Titles) -> str:
    """What has changed since A, and which levers bring it about."""
    head = _head(found, lang)
    if len(found.parts) == 1:
        return f"{head} {say(lang, 'why.only', title=_title(found.parts[0], lang, titles))}"
    named = [part for part in found.parts if round(part.alone) and part.change.key != OTHERS][:NAMED]
    clauses = [say(lang, "why.part" if part.sure else "why.part_unsure", title=_title(part, lang, titles),
                   value=rough_money(lang, part.alone, sign=True)) for part in named]
    told = [head]
    if clauses:
        told.append(say(lang, "why.alone", parts=say(lang, "why.joint").join(clauses)))
    largest = max((abs(part.alone) for part in found.parts), default=0.0)
    if abs(found.interaction) > NOTABLE * largest and round(found.interaction):
        told.append(say(lang, f"why.{'stronger' if found.interaction > 0.0 else 'weaker'}",
                        value=rough_money(lang, abs(found.interaction))))
    return " ".join(told)


def _head(found: Contributions, lang: Language) -> str:
    left, right = (strategy_words(lang, found.b.title(name)) for name in found.b.strategies)
    subject = {"left": left, "right": right, "advantage": left}[found.focus]
    kind = "lead" if found.focus == "advantage" else "gain"
    if not round(found.total):
        return say(lang, f"why.{kind}.same", title=subject, other=right)
    way = "more" if found.total > 0.0 else "less"
    told = say(lang, f"why.{kind}.{way}", title=subject, other=right, value=rough_money(lang, abs(found.total)))
    return told if found.decided else f"{told} {say(lang, 'why.unsure')}"


def _title(part: Part, lang: Language, titles: Titles) -> str:
    key = part.change.key
    return say(lang, f"why.{key}") if key in (OTHERS, PAIR) else titles(key)


def why_within(answer: Answer, lang: Language) -> Payload:
    """Why the left strategy is ahead of the right one, or behind: by the parts of the money."""
    left, right = parts(answer, "left"), parts(answer, "right")
    total = round(answer.difference().mean)
    values = whole(means({key: left[key] - right[key] for key in PARTS}), total)
    bars = [{"key": key, "title": say(lang, f"results.money.{key}"), "value": value, "sure": True, "shared": None}
            for key, value in sorted(values.items(), key=lambda item: -abs(item[1]))]
    return {"sentence": _within(answer, bars, total, lang), "contributions": bars, "interaction": 0, "total": total,
            "from_label": title(answer, "right", lang), "to_label": title(answer, "left", lang), "n": answer.n,
            "final": answer.full, "kind": "money", "about": say(lang, "why.about_money", n=answer.n)}


def _within(answer: Answer, bars: list[Payload], total: int, lang: Language) -> str:
    left, right = title(answer, "left", lang), title(answer, "right", lang)
    if not any(bar["value"] for bar in bars):
        return say(lang, "why.within.same", a=left, b=right)
    ahead, behind, sign = (left, right, 1) if total >= 0 else (right, left, -1)
    key = "ahead" if answer.difference().decided else "hardly"
    told = [say(lang, f"why.within.{key}", a=ahead, b=behind, value=rough_money(lang, abs(total)))]
    for way, found in (("for", [b for b in bars if sign * b["value"] > 0]),
                       ("against", [b for b in bars if sign * b["value"] < 0])):
        if found:
            told.append(say(lang, f"why.within.{way}", title=found[0]["title"],
                            value=rough_money(lang, sign * found[0]["value"], sign=True)))
    return " ".join(told)
