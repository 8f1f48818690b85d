"""What can be undone, done again, kept beside and looked at once more."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

from sim.app.state.case import Case

LONGEST = 200
"""Steps that can be undone."""


class HistoryStep(NamedTuple):
    """What one step of the history holds.

    Parameters
    ----------
    case : the case that is shown.
    kept : the case kept as A to compare with; None where there is none.
    """

    case: Case
    kept: Case | None = None


@dataclass(frozen=True)
class History:
    """The steps so far; every method returns a new history.

    Parameters
    ----------
    now : what is shown.
    past, future : steps before, the last one last, and undone steps, the next one last.
    held : what held before a hand that still moves began to; None while nothing moves.
    """

    now: HistoryStep
    past: tuple[HistoryStep, ...] = ()
    future: tuple[HistoryStep, ...] = ()
    held: HistoryStep | None = None

    @property
    def case(self) -> Case:
        """The case that is shown."""
        return self.now.case

    @property
    def kept(self) -> Case | None:
        """The case kept as A."""
        return self.now.kept

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self.past)

    @property
    def can_redo(self) -> bool:
        """Whether there is a step to take again."""
        return bool(self.future)

    def live(self, case: Case) -> History:
        """Show a case while a hand still moves: no step of its own."""
        return replace(self, now=self.now._replace(case=case), held=self.held or self.now)

    def commit(self, case: Case) -> History:
        """Take a step to a case; from the beginning of the movement to here is one step."""
        return self._step(self.now._replace(case=case))

    def stand(self, case: Case, kept: Case | None) -> History:
        """Take a step to a case and to what is kept beside it."""
        return self._step(HistoryStep(case, kept))

    def undo(self) -> History:
        """Take the last step back; a movement that has not ended goes first."""
        if self.held is not None:
            return replace(self, now=self.held, held=None)
        if not self.past:
            return self
        return History(self.past[-1], self.past[:-1], (*self.future, self.now))

    def redo(self) -> History:
        """Take the last step that was undone again."""
        committed = self._committed()
        if not committed.future:
            return committed
        return History(committed.future[-1], (*committed.past, committed.now), committed.future[:-1])

    def keep(self) -> History:
        """Keep the case as A."""
        return self._step(self.now._replace(kept=self.case))

    def swap(self) -> History:
        """Show A, and keep what was shown; nothing where there is no A."""
        return self if self.kept is None else self._step(HistoryStep(self.kept, self.case))

    def drop(self) -> History:
        """Forget A."""
        return self._step(self.now._replace(kept=None))

    def replay(self) -> tuple[Case, Case] | None:
        """Return the cases before and after the last change of the case; None where nothing has changed."""
        before = next((step.case for step in reversed(self._committed().past) if step.case != self.case), None)
        return None if before is None else (before, self.case)

    def _committed(self) -> History:
        return self if self.held is None else self._step(self.now)

    def _step(self, step: HistoryStep) -> History:
        before = self.now if self.held is None else self.held
        if step == before:
            return replace(self, now=step, held=None)
        return History(step, (*self.past, before)[-LONGEST:])
