"""History of the page: undo, redo, the kept case A, and the replay of the last change."""

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
    kept : the case kept as A for comparison; None if there is none.
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
    held : the step before a movement that has not ended; None while nothing moves.
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
        """Show a case while a control is still moving, without recording a step."""
        return replace(self, now=self.now._replace(case=case), held=self.held or self.now)

    def commit(self, case: Case) -> History:
        """Record a step to a case; the whole movement up to here is one step."""
        return self._step(self.now._replace(case=case))

    def stand(self, case: Case, kept: Case | None) -> History:
        """Record a step to a case and to the one kept beside it."""
        return self._step(HistoryStep(case, kept))

    def undo(self) -> History:
        """Undo the last step; a movement that has not ended is undone first."""
        if self.held is not None:
            return replace(self, now=self.held, held=None)
        if not self.past:
            return self
        return History(self.past[-1], self.past[:-1], (*self.future, self.now))

    def redo(self) -> History:
        """Redo the last step that was undone."""
        committed = self._committed()
        if not committed.future:
            return committed
        return History(committed.future[-1], (*committed.past, committed.now), committed.future[:-1])

    def keep(self) -> History:
        """Keep the case as A."""
        return self._step(self.now._replace(kept=self.case))

    def swap(self) -> History:
        """Show A and keep what was shown; unchanged if there is no A."""
        return self if self.kept is None else self._step(HistoryStep(self.kept, self.case))

    def drop(self) -> History:
        """Forget A."""
        return self._step(self.now._replace(kept=None))

    def replay(self) -> tuple[Case, Case] | None:
        """Return the cases before and after the last change; None if nothing has changed."""
        before = next((step.case for step in reversed(self._committed().past) if step.case != self.case), None)
        return None if before is None else (before, self.case)

    def _committed(self) -> History:
        return self if self.held is None else self._step(self.now)

    def _step(self, step: HistoryStep) -> History:
        before = self.now if self.held is None else self.held
        if step == before:
            return replace(self, now=step, held=None)
        return History(step, (*self.past, before)[-LONGEST:])
