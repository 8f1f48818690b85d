"""Made-up payloads for the charts: everything follows from a number, and what must add up does."""

from __future__ import annotations

import random
from typing import Any

from sim.words.catalogue import Language, say

Payload = dict[str, Any]
SIDES = ("left", "right", "reference")
LABELS = {"de": {"left": "Alle befähigen", "right": "Verkäufer einstellen", "reference": "Weitermachen"},
          "en": {"left": "Enable everyone", "right": "Hire sellers", "reference": "Carry on"}}  # fmt: skip
TITLE = {"de": "Verhalten wie ein Verkäufer", "en": "Behaving like a seller"}
QUARTERS, RUNS = 16, 20
PARTS = ("margin_book", "margin_new", "margin_cross", "base", "cost_people", "cost_bonus", "cost_measures",
         "cost_hiring", "cost_leaders")
COMING = 4
"""So many of the parts bring money."""
HEADLINE = {"de": "„Alle befähigen“ bringt 1,9 Mio. EUR und lohnt sich ab Q6.",
            "en": "“Enable everyone” brings 1.9 M EUR and pays from Q6."}  # fmt: skip
CARDS = {
    "de": [("Gewinn gegen Weitermachen", ("1,9 Mio. EUR", "−0,6 Mio. EUR"),
            ("+0,4 Mio. EUR gegen A", "−1,2 Mio. EUR gegen A")),
           ("Verkauft nach 4 Jahren", ("88\u00a0%", "41\u00a0%"), ("", "")),
           ("Lohnt sich ab", ("Q6", "nie"), ("−2 Quartale gegen A", ""))],
    "en": [("Gain against carrying on", ("1.9 M EUR", "−0.6 M EUR"), ("+0.4 M EUR against A", "−1.2 M EUR against A")),
           ("Sell after 4 years", ("88%", "41%"), ("", "")),
           ("Pays from", ("Q6", "never"), ("−2 quarters against A", ""))],
}  # fmt: skip
BETTER = {"de": "besser als Weitermachen in {} von 20 Zukünften", "en": "better than carrying on in {} of 20 futures"}
WHY = {"de": ("Mehr Coaching durch die Führungskräfte", "Zielsystem geändert", "Schulung früher"),
       "en": ("More coaching by the leaders", "Targets changed", "Training earlier")}  # fmt: skip
SENTENCE = {"de": "Mehr Coaching bringt am meisten; das fehlende Vorbild kostet einen Teil davon.",
            "en": "More coaching brings most; the missing example costs a part of it."}  # fmt: skip
BODY = [{"kind": "text", "text": "Die Tasten, die überall gelten."}, {"kind": "heading", "text": "Tasten"},
        {"kind": "table", "head": ["Taste", "Was sie tut"], "rows": [["Leertaste", "Abspielen"], ["G", "Schätzen"]]},
        {"kind": "list", "items": ["Modellaussage, keine Prognose", "<b>kein HTML</b>"]},
        {"kind": "code", "text": "http://127.0.0.1:8765/?s=abc"},
        {"kind": "link", "text": "Mehr", "href": "#more"}]  # fmt: skip
BUTTONS = [{"title": "Verwerfen", "act": {"type": "drop"}},
           {"title": "Übernehmen", "act": {"type": "take"}, "main": True}]  # fmt: skip


def course_of(case: int, lang: Language, unit: str = "share", n: int = RUNS) -> Payload:
    """Both strategies and carrying on; every second with a goal, two in three with what was kept."""
    luck = random.Random(case)
    size = {"share": 1.0, "index": 1.0, "eur": 10 ** luck.uniform(3, 7), "count": 300.0}[unit]
    series = [series_of(side, lang, luck, size, unit) for side in SIDES]
    kept = [series_of(side, lang, luck, size, unit) for side in SIDES[:2]] if case % 3 else []
    return {"outcome": f"{unit}_{case}", "title": TITLE[lang], "unit": unit, "quarters": QUARTERS, "n": n,
            "goal": 0.6 * size if case % 2 else None, "series": series,
            "kept": [{key: one[key] for key in ("side", "label", "p50")} for one in kept]}  # fmt: skip


def series_of(side: str, lang: Language, luck: random.Random, size: float, unit: str) -> Payload:
    """One strategy: walks from the same start towards an end of its own."""
    end, low = luck.uniform(0.05, 0.95), (-0.4 if unit == "eur" else 0.0)
    runs = [[size * max(low, min(1.0, 0.1 + (end - 0.1) * (q / QUARTERS) ** 1.5 + luck.gauss(0, 0.05)))
             for q in range(1, QUARTERS + 1)] for _ in range(RUNS)]  # fmt: skip
    ranks = [sorted(column) for column in zip(*runs, strict=True)]
    return {"side": side, "label": LABELS[lang][side], "mean": [sum(r) / RUNS for r in ranks],
            "p10": [r[2] for r in ranks], "p50": [r[10] for r in ranks], "p90": [r[18] for r in ranks],
            "runs": runs}  # fmt: skip


def cards_of(lang: Language, full: bool) -> list[Payload]:
    """Three results as the workshop shows them."""
    def side(i: int, value: str, delta: str) -> Payload:
        less = delta.startswith("−")
        return {"side": SIDES[i], "label": LABELS[lang][SIDES[i]], "value": value,
                "words": BETTER[lang].format(14 - 8 * i), "delta": delta,
                "mark": "▼" if less else "▲" if delta else "", "good": not delta.startswith("−1") if delta else None}

    return [{"key": title, "title": title, "n": RUNS, "full": full,
             "sides": [side(i, values[i], deltas[i]) for i in (0, 1)]}
            for title, values, deltas in CARDS[lang]]  # fmt: skip


def money_of(case: int, lang: Language) -> list[Payload]:
    """What adds up to a total, for both strategies."""
    luck = random.Random(case)
    found = []
    for side in SIDES[:2]:
        values = [luck.uniform(0, 2e6) if i < COMING else -luck.uniform(0, 1e6) for i in range(len(PARTS))]
        parts = [{"key": key, "title": say(lang, f"results.money.{key}"), "value": value}
                 for key, value in zip(PARTS, values, strict=True)]  # fmt: skip
        found.append({"side": side, "label": LABELS[lang][side], "parts": parts, "total": sum(values)})
    return found


def why_of(case: int, lang: Language) -> Payload:
    """Contributions with an interaction, that add up."""
    luck = random.Random(case)
    parts = [{"key": title, "title": title, "value": luck.uniform(-2e6, 2e6)} for title in WHY[lang]]
    interaction = luck.uniform(-5e5, 5e5)
    return {"sentence": SENTENCE[lang], "contributions": parts, "interaction": interaction, "n": RUNS,
            "from_label": "A", "total": interaction + sum(one["value"] for one in parts),
            "to_label": {"de": "jetzt", "en": "now"}[lang]}  # fmt: skip
