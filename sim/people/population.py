"""The population: one table, one column per run, one array per trait or state."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from sim.arrays import Array
from sim.scenario.precision import DType


@dataclass
class Population:
    """Everything that is known of the people. All arrays are of shape (slots, runs).

    They hold float64, or float32 in a batch of single precision.
    Shares and indices lie in [0, 1]. A slot is a position; `present` says whether somebody is in it.
    """

    # who is there
    opened: Array  # 1 if the position exists
    present: Array  # 1 if somebody holds it
    seller: Array  # 1 if the job is that of a dedicated seller
    opinion_leader: Array  # 1 for an opinion leader
    tenure: Array  # quarters with the firm
    wanted_seller: Array  # 1 if a vacancy is to be filled with somebody who sells
    # traits that stay
    need_for_recognition: Array
    material_motive: Array
    hunting: Array  # disposition to hunt rather than farm
    learning_orientation: Array
    threshold: Array  # share of contacts who must have adopted before the norm pulls
    pace: Array  # own speed of habit formation, factor around 1
    style: Array  # type of seller
    disposition_to_fear: Array
    habit_floor: Array  # advising habit that never fades
    advising_ceiling: Array  # advising skill of a rep who gives it full time
    # states that move
    habit_advising: Array
    habit_selling: Array
    skill_selling: Array
    skill_advising: Array
    fear: Array
    attitude: Array  # to selling
    self_efficacy: Array
    identity: Array  # as an advisor
    energy: Array
    resistance: Array
    euphoria: Array
    satisfaction: Array
    recognition: Array  # received in the last quarter
    behaviour: Array  # share of occasions on which the new behaviour is shown
    pay_level: Array  # bonus taken for granted
    praise_level: Array  # recognition taken for granted
    appeal_level: Array  # appeals taken for granted
    push_level: Array  # targets that have become routine
    ramp: Array  # knowledge of products and market
    strategic_contacts: Array
    left: Array  # 1 if the holder left in the last quarter
    # the book of customers
    customers: Array  # whole numbers
    maturity: Array  # mean revenue per customer, as a share of what is usual
    fresh: Array  # share of the customers who were won since the start
    trust: Array
    potential: Array  # further needs still open

    @property
    def shape(self) -> tuple[int, int]:
        """(slots, runs)."""
        return self.present.shape[0], self.present.shape[1]

    def arrays(self) -> dict[str, Array]:
        """Every array by its name."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @classmethod
    def empty(cls, slots: int, runs: int, dtype: DType = np.float64) -> Population:
        """Return a table of positions that do not exist yet."""
        return cls(**{field.name: np.zeros((slots, runs), dtype) for field in fields(cls)})
