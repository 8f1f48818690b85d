"""State of one browser page: its cases, its view, the newest answers, and the open dialog.

A session belongs to one page of one browser. Answers come from the threads of its worker; everything else happens in
the thread of the browser's messages. Whoever changes something calls `show`, which has the page drawn again.
"""

from __future__ import annotations

import base64
import logging
import threading
import time
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypedDict

import solara

from sim.app.answers.answer import Answer
from sim.app.answers.request import Request
from sim.app.answers.worker import Trouble, Worker
from sim.app.components import Action, Payload
from sim.app.people.payload import people_of, typical_run
from sim.app.session.dialogs import Dialog, in_short, notes_dialog, trouble_dialog
from sim.app.session.lesson import Lesson
from sim.app.session.memo import Memo
from sim.app.session.view import View
from sim.app.state.case import Case, first_case
from sim.app.state.history import History, HistoryStep
from sim.app.state.notes import Note
from sim.scenario.schema import Scenario
from sim.words.catalogue import Language, say
from sim.words.named import strategy_title

Props = dict[str, Any]
"""The properties of a component: plain JSON on its way to the browser."""
Handler = Callable[["Session", Action], None]
"""Does what an action asks of a session."""
SIDES = ("left", "right")
FLIP_SECONDS = 1.2
"""How long each side of a replayed change stays: long enough to find where it moved."""
FLIPS = 3
REST = 0.25
"""Seconds that a lever has to rest before the people are drawn anew: until then the processors are for previews."""

STORY = "story"
"""Kind of the job that tells a story."""

log = logging.getLogger(__name__)


class File(TypedDict, total=False):
    """A file for the browser to save, open or copy; a new number triggers it."""

    number: int
    name: str
    media: str
    open: bool
    text: str
    base64: str
    copy: str
    again: bool


@dataclass(frozen=True)
class DrawnPeople:
    """The people of one future under both strategies.

    Parameters
    ----------
    request : what was asked. run : which of its futures. lang : language of what is said of them.
    sides : what the component of people draws, left and right.
    """

    request: Request
    run: int
    lang: Language
    sides: Sequence[Payload]


@dataclass(frozen=True)
class Memos:
    """Parts of the page, each recomputed only if it has changed."""

    origin: Memo[dict[str, str]] = field(default_factory=Memo)
    cards: Memo[tuple[list[Props], str]] = field(default_factory=Memo)
    menu: Memo[list[Props]] = field(default_factory=Memo)
    course: Memo[Props] = field(default_factory=Memo)
    money: Memo[list[Props]] = field(default_factory=Memo)
    counts: Memo[list[str]] = field(default_factory=Memo)
    levers: Memo[Props] = field(default_factory=Memo)
    presets: Memo[list[Props]] = field(default_factory=Memo)
    programme: Memo[Props] = field(default_factory=Memo)
    drawer: Memo[Props] = field(default_factory=Memo)


class Session:
    """The state behind one page; see the module."""

    def __init__(self, handlers: Mapping[str, Handler], explain: Callable[[Session], None],
                 case: Case | None = None, view: View | None = None) -> None:
        self.handlers, self.explain = handlers, explain
        self.drawn = solara.reactive(0)
        self.lock = threading.RLock()
        self.history = History(HistoryStep(case or first_case()))
        self.view = view or View()
        self.answer: Answer | None = None
        self.answered = self.history.case
        self._asked: dict[Request, Case] = {}
        self.beside: Answer | None = None
        self.people: DrawnPeople | None = None
        self.why: Payload | None = None
        self.why_of: Hashable = None
        self.why_preliminary = False
        self.memos = Memos()
        self.lesson: Lesson | None = None
        self.drawer = ""
        self.story: Payload | None = None
        self.dialog: Dialog | None = None
        self.notice = ""
        self.calm = False
        self.trouble = ""
        self.file: File = {}
        self.flipped: Case | None = None
        self.commits = 0
        self.picture = 0
        self._drawings = 0
        self._flipping = 0
        self.worker = Worker(self._answered, self._troubled)
        self.other_worker = Worker(self._answered_beside, self._troubled)

    # what is shown --------------------------------------------------------------------------------------------------

    @property
    def case(self) -> Case:
        """The case on the page: the present one, or one that a replay shows for a moment."""
        return self.flipped or self.history.case

    def show(self) -> None:
        """Have the page drawn again."""
        with self.lock:
            self._drawings += 1
            number = self._drawings
        # Drawing takes long, so it must not block the caller.
        self.drawn.set(number)

    def say(self, name: str, **values: object) -> str:
        """Return a text in the session's language."""
        return say(self.view.lang, name, **values)

    def tell(self, notes: list[Note]) -> None:
        """Show the notes about a change, if there are any."""
        self.notice = " ".join(note.text(self.view.lang) for note in notes)

    # cases ----------------------------------------------------------------------------------------------------------

    def move(self, history: History, *, commit: bool = True) -> None:
        """Move to another state of the history and request its answer."""
        with self.lock:
            before, self.history = self.history, history
            self.commits += commit
            self._flipping += 1
            self.flipped = None
            if history.case != before.case:
                self.forget_story()
            if history.kept != before.kept:
                self.ask_beside()
            self._ask()
        self.show()

    def ask(self) -> None:
        """Request the answer of the case on the page, and draw what is known in the meantime."""
        with self.lock:
            self._ask()
        self.show()

    def _ask(self) -> None:
        request = request_of(self.case)
        self.trouble = ""
        self._asked.pop(request, None)
        self._asked[request] = self.case
        self.worker.ask(request)

    def ask_beside(self) -> None:
        """Request the answer of the case kept as A."""
        kept = self.history.kept
        request = None if kept is None else request_of(kept)
        if self.beside is not None and self.beside.request != request:
            self.beside = None
        if request is not None:
            self.other_worker.ask(request)

    def replay(self, cases: tuple[Case, Case] | None = None) -> None:
        """Show the cases before and after the last change in turn; only once if reduced motion is preferred."""
        cases = cases or self.history.replay()
        if cases is None:
            return
        with self.lock:
            self._flipping += 1
            number = self._flipping
        threading.Thread(target=self._flip, args=(cases, number, 1 if self.calm else FLIPS), daemon=True).start()

    def _flip(self, cases: tuple[Case, Case], number: int, times: int) -> None:
        for _ in range(times):
            for case in cases:
                if not self._turn(number, case):
                    return
                time.sleep(FLIP_SECONDS)
        self._turn(number, None)

    def _turn(self, number: int, case: Case | None) -> bool:
        """Show a case of a replay, or the present one again; False if something else has begun since."""
        with self.lock:
            if self._flipping != number:
                return False
            self.flipped = case
            self._ask()
        self.show()
        return True

    # answers --------------------------------------------------------------------------------------------------------

    def _answered(self, answer: Answer) -> None:
        with self.lock:
            self.answer = answer
            self.answered = self._case_of(answer.request)
            self.picture += 1
        self.show()
        if self.history.held is None and answer.request == request_of(self.case):
            self.draw_people(answer)
            self.explain(self)

    def _case_of(self, request: Request) -> Case:
        """Return the case that a request belongs to; earlier ones are forgotten."""
        while self._asked and next(iter(self._asked)) != request:
            self._asked.pop(next(iter(self._asked)))
        return self._asked.get(request, self.history.case)

    def _answered_beside(self, answer: Answer) -> None:
        with self.lock:
            kept = self.history.kept
            if kept is None or answer.request != request_of(kept):
                return
            self.beside = answer
        self.show()

    def _troubled(self, trouble: Trouble) -> None:
        self.trouble = self.say(f"results.trouble.{trouble.key}")
        self.dialog = trouble_dialog(self.view.lang, trouble.detail) if trouble.key == "failed" else None
        self.show()

    def draw_people(self, answer: Answer) -> None:
        """Have the people of one typical future drawn for both strategies, unless they are already shown."""
        run, request, lang = typical_run(answer.difference().values), answer.request, self.view.lang
        shown = self.people
        if shown is not None and (shown.request.identity, shown.run, shown.lang) == (request.identity, run, lang):
            return

        def done(sides: list[Payload]) -> None:
            self.people = DrawnPeople(request, run, lang, sides)
            self.show()

        self.worker.background("people", both_sides, request.scenario, request.strategies, request.seed, run,
                             lang, on_done=done, after=REST)

    def translate(self) -> None:
        """Renew the texts that were written in another language."""
        self.notice, self.dialog, self.why = "", None, None
        self.forget_story()
        if self.answer is not None:
            self.draw_people(self.answer)
        self.explain(self)

    def forget_story(self) -> None:
        """Close the story of a person, and do not open one that is still being written."""
        self.worker.drop(STORY)
        self.story = None

    @property
    def may_show_results(self) -> bool:
        """Whether nobody is still guessing."""
        return self.lesson is None or "course" in self.lesson.visible

    # files ----------------------------------------------------------------------------------------------------------

    def hand_over(self, name: str, content: str | bytes, media: str, *, open_page: bool = False) -> None:
        """Give the browser a file, or a page of its own to open."""
        body: File = {"text": content} if isinstance(content, str) else {"base64": base64.b64encode(content).decode()}
        self.file = {"number": self.file.get("number", 0) + 1, "name": name, "media": media, "open": open_page, **body}
        self.show()

    def ask_for_report(self) -> None:
        """Have the browser ask for the report again, once it shows the newest answer."""
        self.file = {"number": self.file.get("number", 0) + 1, "again": True}
        self.show()

    # actions --------------------------------------------------------------------------------------------------------

    def act(self, action: Action) -> None:
        """Handle an action of the user. Errors are reported in a dialog, and no state is lost."""
        handler = self.handlers.get(str(action.get("type"))) if isinstance(action, Mapping) else None
        if handler is None:
            return
        try:
            handler(self, action)
        except Exception as error:
            log.exception("action %s failed", action.get("type"))
            self.dialog = trouble_dialog(self.view.lang, in_short(error))
            self.show()

    def notify(self, title: str, notes: list[Note]) -> None:
        """Open a dialog with what there is to say, if anything."""
        if notes:
            self.dialog = notes_dialog(self.view.lang, title, [note.text(self.view.lang) for note in notes])

    def close(self) -> None:
        """End with the page."""
        with self.lock:
            self._flipping += 1
        self.worker.close()
        self.other_worker.close()


def request_of(case: Case) -> Request:
    """Return the request of a case."""
    return Request(case.scenario(), case.pair, case.seed)


def both_sides(scenario: Scenario, strategies: tuple[str, str], seed: int, run: int, lang: Language) -> list[Payload]:
    """The people of one future under both strategies; runs in a helper process."""
    return [people_of(scenario, name, seed, run, side=side, lang=lang,
                      label=strategy_title(lang, scenario, name))
            for side, name in zip(SIDES, strategies, strict=True)]
