"""Properties of the components: derived from the session, and recomputed only if their inputs have changed."""

from __future__ import annotations

from collections.abc import Hashable

from sim.app.answers.answer import Answer
from sim.app.answers.cards import cards, headline
from sim.app.answers.course import KNOWN, course, course_title, outcome_menu
from sim.app.answers.money import money
from sim.app.answers.request import FULL
from sim.app.people.payload import counts_of
from sim.app.session.session import Props, Session
from sim.app.state import programme
from sim.app.state.drawer import drawer
from sim.app.state.levers import counts, levers
from sim.app.state.presets import presets
from sim.words.catalogue import texts

ALL = frozenset({"cards", "course", "money", "people", "programme", "why"})
"""The panels that can show or hide a result."""


class Picture:
    """The properties of every component, from one state of a session."""

    def __init__(self, session: Session) -> None:
        self.session, self.memos = session, session.memos
        self.lang = session.view.lang
        self.answer, self.drawn = session.answer, session.people
        self.beside = session.beside if session.history.kept is not None else None
        lesson = session.lesson
        self.visible = ALL if lesson is None else lesson.visible
        self.of = (self._identity(self.answer), self._identity(self.beside), self.lang)

    @staticmethod
    def _identity(answer: Answer | None) -> Hashable:
        return None if answer is None else (answer.request.identity, answer.n)

    def hides(self, panel: str) -> bool:
        """Whether the panel must not show a result yet."""
        return panel not in self.visible

    # results --------------------------------------------------------------------------------------------------------

    def cards(self) -> Props:
        """The big results and the sentence above them."""
        answer = self.answer
        if answer is None:
            return {"cards": [], "headline": "", "hidden": self.hides("cards"), "loading": True,
                    "error": self.session.trouble}
        shown = self.memos.cards.take(self.of, lambda: (cards(answer, self.lang, self.beside),
                                                      headline(answer, self.lang)))
        if self.hides("cards"):
            return {"cards": [blank(card) for card in shown[0]], "headline": "", "hidden": True, "loading": False,
                    "error": self.session.trouble}
        if self._of_another(answer):
            return {"cards": shown[0], "headline": "", "hidden": False, "loading": True, "error": self.session.trouble}
        return {"cards": shown[0], "headline": shown[1], "hidden": False, "loading": False,
                "error": self.session.trouble}

    def _of_another(self, answer: Answer) -> bool:
        """Whether the newest answer belongs to another scenario or pair: it is then shown pale."""
        case = self.session.case
        return answer.request.strategies != case.pair or answer.scenario.title != case.scenario().title

    def course(self) -> Props:
        """The course of one outcome."""
        view, lesson = self.session.view, self.session.lesson
        props: Props = {
            "outcomes": self.memos.menu.take((self.lang, self._sells(),
                                              not KNOWN[view.outcome].offered and view.outcome),
                                   self._menu), "outcome": view.outcome,
            "band": view.band, "picture": self.session.picture, "course": None, "sentence": "",
            "phase": "open" if lesson is None else lesson.course_phase,
            "guess": None if lesson is None else lesson.guess_of_course}
        answer = self.answer
        if answer is None:
            return props
        found = self.memos.course.take((*self.of, view.outcome),
                           lambda: course(answer, view.outcome, self.lang, self.beside))
        if self.hides("course"):
            asked = lesson.now.guess if lesson is not None and lesson.on_the_course else None
            return props | {"course": unseen(found, None if asked is None else (asked.low, asked.high))}
        return props | {"course": found, "sentence": found["sentence"]}

    def _sells(self) -> bool:
        scenario = self.session.case.scenario() if self.answer is None else self.answer.scenario
        return scenario.behaviour.is_selling

    def _menu(self) -> list[Props]:
        offered = [{"value": one["outcome"], "title": one["title"], "group": one["group_title"]}
                   for one in outcome_menu(self.lang, self._sells())]
        now = self.session.view.outcome
        return offered if KNOWN[now].offered else [
            *offered, {"value": now, "title": course_title(self.lang, now, self._sells()), "group": ""}]

    def money(self) -> Props:
        """What the gain is made of."""
        answer = self.answer
        if answer is None or self.hides("money"):
            return {"money": [], "sentence": "", "n": 0, "hidden": self.hides("money")}
        found = self.memos.money.take(self.of, lambda: money(answer, self.lang))
        return {"money": found, "sentence": " ".join(side["sentence"] for side in found), "n": answer.n,
                "hidden": False}

    def why(self) -> Props:
        """The contribution of each change."""
        hidden = self.hides("why")
        return {"why": None if hidden else self.session.why, "preliminary": self.session.why_preliminary,
                "hidden": hidden}

    # people ---------------------------------------------------------------------------------------------------------

    def people(self) -> Props:
        """The people of one future under both strategies."""
        sides = [] if self.hides("people") or self.drawn is None else self.drawn.sides
        return {"sides": sides, "futures": self.answer.n if self.answer else FULL,
                "view": self.session.view.people}

    def words_of_people(self) -> dict[str, str]:
        """The words of the people; why there are none to see is another reason while a room guesses."""
        words = texts(self.lang, "people")
        return {**words, "none": texts(self.lang, "charts")["cards.hidden"]} if self.hides("people") else words

    def player(self) -> Props:
        """The bar that plays the quarters."""
        drawn = self.drawn
        said = [] if self.hides("people") or drawn is None else self.memos.counts.take(
            (drawn.request.identity, drawn.run, drawn.lang, self.lang), lambda: counts_of(drawn.sides, self.lang))
        return {"quarters": self.session.case.scenario().quarters, "counts": said}

    def story(self) -> Props:
        """One person's story."""
        return {"story": self.session.story}

    # what can be moved ----------------------------------------------------------------------------------------------

    def levers(self) -> Props:
        """The seven levers in front."""
        case, kept = self.session.case, self.session.history.kept
        return self.memos.levers.take((case, kept, self.lang),
                          lambda: {"levers": levers(case, self.lang, kept), "counts": counts(case)})

    def presets(self) -> list[Props]:
        """The cases one key away."""
        return self.memos.presets.take((self.session.history.case, self.lang),
                          lambda: [{"value": one["key"], "title": one["title"]}
                                   for one in presets(self.session.history.case, self.lang)
                                   if one["group"] == "what_if"])

    def programme(self) -> Props:
        """Both programmes on the timeline."""
        case = self.session.case
        return self.memos.programme.take((case, self.lang), lambda: {
            "programme": programme.programme(case, self.lang), "kinds": programme.kinds(self.lang)})

    def drawer(self) -> Props:
        """Every value."""
        case = self.session.case
        return self.memos.drawer.take((case, self.lang), lambda: {
            "groups": drawer(case, self.lang)["groups"], "first": self.session.drawer or "assumptions"})


def blank(card: Props) -> Props:
    """A card without its results: nothing of them leaves the server before the reveal."""
    return {**card, "sides": [{**side, "value": "", "words": "", "delta": "", "mark": ""} for side in card["sides"]]}


def unseen(course: Props, span: tuple[float, float] | None = None) -> Props:
    """A course without its curves: names, the first value, from which a guess starts, the goal, what can be guessed."""
    first, quarters = course["series"][-1]["p50"][0], course["quarters"]
    low, high = (first, first) if span is None else span
    series = [{**one, "mean": [first] * quarters, "p50": [first] * quarters, "p10": [low] * quarters,
               "p90": [high] * quarters, "runs": []} for one in course["series"]]
    return {**course, "series": series, "kept": [], "sentence": "", "start": first}
