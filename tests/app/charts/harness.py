"""A page with the charts alone and made-up payloads: what the address says is shown, what is done is written below.

``?lang=en&show=course&case=3&beamer=1&phase=guess&width=760&height=420``; the buttons change one thing each.
"""

import json
import random

import solara
from sim.app.panels.charts import Cards, Course, Dialog, Money, Why
from sim.app.panels.frame import Kit
from sim.app.words.catalogue import say, texts

LABELS = {"de": {"left": "Alle befähigen", "right": "Verkäufer einstellen", "reference": "Weitermachen"},
          "en": {"left": "Enable everyone", "right": "Hire sellers", "reference": "Carry on"}}  # fmt: skip
UNITS = {"de": {"one": "EUR", "thousand": "Tsd. EUR", "million": "Mio. EUR", "billion": "Mrd. EUR"},
         "en": {"one": "EUR", "thousand": "k EUR", "million": "M EUR", "billion": "bn EUR"}}  # fmt: skip
QUARTERS = 16


def course_of(case, lang, unit="share", n=20):
    """Random walks with a median between p10 and p90; ``case`` is the seed."""
    luck = random.Random(case)
    size = {"share": 1.0, "index": 1.0, "eur": 10 ** luck.uniform(3, 7), "count": 300.0}[unit]
    return {"outcome": f"{unit}_{case}", "title": "Verhalten wie ein Verkäufer" if lang == "de" else "Behaving like a seller",
            "unit": unit, "quarters": QUARTERS, "n": n, "goal": 0.6 * size if case % 2 else None,
            "series": [series_of(side, lang, luck, size, unit) for side in ("left", "right", "reference")],
            "kept": [{k: s[k] for k in ("side", "label", "p50")} for s in
                     (series_of(side, lang, luck, size, unit) for side in ("left", "right"))] if case % 3 else []}  # fmt: skip


def series_of(side, lang, luck, size, unit):
    """One strategy: 20 walks from the same start towards an end of its own."""
    end, low = luck.uniform(0.05, 0.95), (-0.4 if unit == "eur" else 0.0)
    runs = [[size * max(low, min(1.0, 0.1 + (end - 0.1) * (q / QUARTERS) ** 1.5 + luck.gauss(0, 0.05)))
             for q in range(1, QUARTERS + 1)] for _ in range(20)]  # fmt: skip
    ranks = [sorted(column) for column in zip(*runs, strict=True)]
    return {"side": side, "label": LABELS[lang][side], "mean": [sum(r) / 20 for r in ranks], "p10": [r[2] for r in ranks],
            "p50": [r[10] for r in ranks], "p90": [r[18] for r in ranks], "runs": runs}  # fmt: skip


def cards_of(lang, full):
    """Three results as the workshop shows them."""
    de = lang == "de"
    rows = [("gain", "Gewinn gegen Weitermachen" if de else "Gain against carrying on",
             ("1,9 Mio. EUR", "−0,6 Mio. EUR") if de else ("1.9 M EUR", "−0.6 M EUR"),
             ("+0,4 Mio. EUR gegen A", "−1,2 Mio. EUR gegen A") if de else ("+0.4 M EUR against A", "−1.2 M EUR against A")),
            ("goal", "Verkauft nach 4 Jahren" if de else "Sell after 4 years", ("88\u00a0%", "41\u00a0%"), ("", "")),
            ("pays", "Lohnt sich ab" if de else "Pays from", ("Q6", "nie" if de else "never"),
             ("−2 Quartale gegen A" if de else "−2 quarters against A", ""))]  # fmt: skip
    said = ("besser als Weitermachen in 14 von 20 Zukünften", "besser als Weitermachen in 6 von 20 Zukünften") if de else (
        "better than carrying on in 14 of 20 futures", "better than carrying on in 6 of 20 futures")
    return [{"key": key, "title": title, "n": 20, "full": full, "sides": [
        {"side": side, "label": LABELS[lang][side], "value": v, "words": w, "delta": d, "good": not d.startswith("−1") if d else None}
        for side, v, w, d in zip(("left", "right"), values, said, deltas, strict=True)]} for key, title, values, deltas in rows]  # fmt: skip


PARTS = ("margin_book", "margin_new", "margin_cross", "base", "cost_people", "cost_bonus", "cost_measures", "cost_hiring",
         "cost_leaders")
COMING = 4
"""So many of the parts bring money."""


def money_of(case, lang):
    """What adds up to a total, for both strategies."""
    luck = random.Random(case)
    found = []
    for side in ("left", "right"):
        values = [luck.uniform(0, 2e6) if i < COMING else -luck.uniform(0, 1e6) for i in range(len(PARTS))]
        parts = [{"key": key, "title": say(lang, f"results.money.{key}"), "value": v} for key, v in zip(PARTS, values, strict=True)]
        found.append({"side": side, "label": LABELS[lang][side], "parts": parts, "total": sum(values)})
    return found


def why_of(case, lang):
    """Contributions with an interaction, that add up."""
    luck = random.Random(case)
    titles = ("Mehr Coaching durch die Führungskräfte", "Zielsystem geändert", "Schulung früher") if lang == "de" else (
        "More coaching by the leaders", "Targets changed", "Training earlier")
    contributions = [{"key": f"c{i}", "title": t, "value": luck.uniform(-2e6, 2e6)} for i, t in enumerate(titles)]
    interaction = luck.uniform(-5e5, 5e5)
    return {"sentence": "Mehr Coaching bringt am meisten; das fehlende Vorbild kostet einen Teil davon." if lang == "de" else
            "More coaching brings most; the missing example costs a part of it.", "contributions": contributions,
            "interaction": interaction, "total": interaction + sum(c["value"] for c in contributions),
            "from_label": "A", "to_label": "jetzt" if lang == "de" else "now", "n": 20}  # fmt: skip


BODY = [{"kind": "text", "text": "Die Tasten, die überall gelten."}, {"kind": "heading", "text": "Tasten"},
        {"kind": "table", "head": ["Taste", "Was sie tut"], "rows": [["Leertaste", "Abspielen"], ["G", "Erst schätzen"]]},
        {"kind": "list", "items": ["Modellaussage, keine Prognose", "<b>kein HTML</b>"]},
        {"kind": "code", "text": "http://127.0.0.1:8765/?s=abc"}, {"kind": "link", "text": "Mehr", "href": "#more"}]  # fmt: skip


@solara.component
def Page():
    """Show what the address asks for."""
    asked = dict(p.split("=", 1) for p in (solara.use_router().search or "").lstrip("?").split("&") if "=" in p)
    ready, set_ready = solara.use_state(False)
    state, set_state = solara.use_state({"lang": asked.get("lang", "de"), "case": int(asked.get("case", 1)), "band": False,
                                         "phase": asked.get("phase", "open"), "guess": None, "open": False, "n": 0, "hidden": "hidden" in asked})
    acts, set_acts = solara.use_state([])
    known = solara.use_ref(state)
    known.current = state

    def change(**what):
        known.current = {**known.current, **what, "n": known.current["n"] + 1}
        set_state(known.current)

    def act(action):
        set_acts(lambda before: [*before, action])
        if action["type"] == "show" and action["what"] == "band":
            change(band=action["value"])
        if action["type"] == "guess":
            change(phase="locked", guess=action["value"])
        if action["type"] == "close":
            change(open=False)

    lang, case, show = state["lang"], state["case"], asked.get("show", "course").split(",")
    words = texts(lang, "charts")
    size = f"width:{asked.get('width', '760')}px;height:{asked.get('height', '420')}px;"
    with solara.v.Html(tag="div", style_="background:#F3F5F7;padding:12px;display:flex;flex-wrap:wrap;gap:12px"):
        Kit(lang=lang, units=UNITS[lang], beamer=asked.get("beamer") == "1", event_ready=lambda _: set_ready(True))
        if not ready:
            return
        for name in show:
            with solara.v.Html(tag="div", style_=size):
                if name == "course":
                    course = course_of(case, lang, asked.get("unit", "share"), n=int(asked.get("n", 20)))
                    menu = [{"value": course["outcome"], "title": course["title"], "group": "Menschen"},
                            {"value": "x", "title": "Ergebnis je Quartal", "group": "Geld"}]  # fmt: skip
                    Course(course=course, words=words, sentence="Satz zum Bild", outcomes=menu if "menu" in asked else [],
                           outcome=course["outcome"], band=state["band"] or "band" in asked, phase=state["phase"],
                           guess=state["guess"], picture=state["n"], event_act=act)  # fmt: skip
                if name == "cards":
                    Cards(cards=cards_of(lang, full="busy" not in asked), words=words, hidden=state["hidden"], error=asked.get("error", ""),
                          loading="loading" in asked, headline="„Alle befähigen“ bringt 1,9 Mio. EUR und lohnt sich ab Q6." if lang == "de" else "“Enable everyone” brings 1.9 M EUR and pays from Q6.")  # fmt: skip
                if name == "money":
                    Money(money=[] if "empty" in asked else money_of(case, lang), words=words, sentence="Mehr Abschlüsse tragen den Gewinn.", n=20, hidden=state["hidden"])
                if name == "why":
                    Why(why=None if "empty" in asked else why_of(case, lang), words=words, preliminary="busy" in asked, hidden=state["hidden"])
        Dialog(shown=state["open"], title="Hilfe", words=words, body=BODY, event_act=act,
               buttons=[{"title": "Verwerfen", "act": {"type": "drop"}}, {"title": "Übernehmen", "act": {"type": "take"}, "main": True}])  # fmt: skip
        with solara.v.Html(tag="div", class_="ss", style_="width:100%"):
            for title, what in (("lang", {"lang": "en" if lang == "de" else "de"}), ("next", {"case": case + 1}), ("open", {"phase": "open"}),
                                ("guess", {"phase": "guess"}), ("reveal", {"phase": "revealed"}), ("dialog", {"open": True})):  # fmt: skip
                solara.Button(title, on_click=lambda what=what: change(**what), classes=[f"do-{title}"])
            solara.v.Html(tag="pre", class_="acts", children=[json.dumps(acts)])
