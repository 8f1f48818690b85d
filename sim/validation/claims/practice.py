"""Putting a strategy into practice (seed 002), habits and motives: claims C1 to C8; the others are added at the end."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.arrays import Array
from sim.validation.claims import practice_conditions
from sim.validation.claims.claim import Claim, Side
from sim.validation.claims.common import (
    APPEALS,
    BONUS,
    FULL,
    LITTLE,
    RECOGNITION,
    TRAINING,
    change,
    lag,
    little,
    on_average,
    pp,
)
from sim.validation.claims.treatments import Treatments, last, measure

NO_RESISTANCE: dict[str, Any] = {"people__spread_resistance": 0.0, "framework__opinion_leader_resistance": 0.0,
                                 "parameters__attitude__reactance": 0.0}
REWARDS = (0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0)
"""Weights of full recognition, in logits."""
HALF = 0.5
"""Adoption that counts as having taken the step."""
PARTS = (("training", 2), ("coaching", 4), ("targets", 3), ("bonus_change", 3), ("reorganisation", 1),
         ("tool_rollout", 2))
"""Measures and the quarters that each is in force."""
TOGETHER = tuple(measure(kind, 2, quarters, **({"form": "segment_split"} if kind == "reorganisation" else {}))
                 for kind, quarters in PARTS)
APART = tuple(m.model_copy(update={"start": 2 + sum(n for _, n in PARTS[:k])}) for k, m in enumerate(TOGETHER))
PRAISE = measure("recognition", 2, 15, dose=0.6, careers=0.0)
GAMES = measure("gamification", 2, 15)


def first_disappointment(w: Treatments) -> Array:
    """Revenue lost, without any resistance, in the quarter of a programme that is worst on average, % of revenue."""
    loss = -change(w, "revenue", *FULL, **NO_RESISTANCE)
    worst = int(np.argmax(loss.mean(axis=1)))
    return np.asarray(100.0 * loss[worst] / w(**NO_RESISTANCE)["revenue"][worst])


def quarters_behind(w: Treatments) -> Array:
    """Quarters until the running total of the revenue against carrying on stops sinking."""
    lost = np.cumsum(change(w, "revenue", *FULL, **NO_RESISTANCE), axis=0)
    return np.asarray(np.argmin(np.vstack([np.zeros(w.runs), lost]), axis=0), dtype=np.float64)


def gain_at_last(w: Treatments) -> Array:
    """Revenue gained in the last quarter, EUR."""
    return np.asarray(change(w, "revenue", *FULL, **NO_RESISTANCE)[-1])


def slow_behaviour(w: Treatments) -> Array:
    """Quarters by which behaviour runs behind intention."""
    return lag(*(change(w, name, *FULL, **NO_RESISTANCE) for name in ("intention", "behaviour")))


STEP = 1.0
"""Percentage points by which a step must be steeper than the flat part before it, to be called one."""


def adoption_by_reward(w: Treatments, habit: float) -> Array:
    """Adoption at a strength of the advising habit for each of `REWARDS`, (rewards, runs)."""
    return np.stack([last(w(RECOGNITION, people__habit_advising=habit, parameters__reward__recognition=r), "adoption")
                     for r in REWARDS])


def reward_needed(w: Treatments, habit: float) -> Array:
    """Least reward at which half of the reps adopt, interpolated; the largest one where they never do; logits."""
    curve = np.maximum.accumulate(adoption_by_reward(w, habit), axis=0)
    return np.asarray([np.interp(HALF, run, REWARDS) if run[-1] > run[0] else REWARDS[-1] for run in curve.T])


def step_further_right(w: Treatments) -> Array:
    """Reward needed against a strong habit minus that against a weak one, logits."""
    return np.asarray(reward_needed(w, 0.9) - reward_needed(w, 0.4))


def flat_then_step(w: Treatments) -> Array:
    """Steepest growth of adoption from one reward to the next minus the growth by the first, at strong habit, pp."""
    growth = np.diff(adoption_by_reward(w, 0.9), axis=0)
    return pp(on_average(list(growth))[1] - growth[0])


def overload(w: Treatments, worst: bool) -> Array:
    """Energy when the measures come one after the other minus at once, lowest or on average, pp."""
    apart, together = (o.min(axis=0) if worst else o.mean(axis=0) for o in (w(*m)["energy"] for m in (APART, TOGETHER)))
    return pp(apart - together)


def more_than_talk(w: Treatments) -> Array:
    """A quarter of the adoption by the full programme minus the adoption by communication alone, pp."""
    return pp(little(w.effect("adoption", APPEALS), w.effect("adoption", *FULL)))


def can_and_want(w: Treatments) -> Array:
    """Customers won that ability and will bring together beyond the sum of each."""
    will = (BONUS, RECOGNITION)
    return np.asarray(w.flow("wins", TRAINING, *will) - w.flow("wins", TRAINING) - w.flow("wins", *will))


def own_motives(w: Treatments) -> Array:
    """Attempts by a bonus where money is an own motive minus where it is not."""
    agree, differ = (w.flow("attempts", BONUS, people__material_motive=m) for m in (0.8, 0.1))
    return np.asarray(agree - differ)


def uplift(w: Treatments, kind: str, dose: float) -> Array:
    """Intention that a lasting bonus or recognition adds, (quarters, runs)."""
    more = {"careers": 0.0} if kind == "recognition" else {}
    return change(w, "intention", measure(kind, 2, 15, dose=dose, **more))


def praise_outlasts_pay(w: Treatments) -> Array:
    """Intention added from the eleventh quarter on by recognition minus by a bonus of equal first effect, pp."""
    doses = {"recognition": 1.0, "bonus_change": 1.0}
    first = {kind: float(uplift(w, kind, 1.0)[1].mean()) for kind in doses}
    strong, weak = sorted(first, key=lambda kind: first[kind], reverse=True)
    for _ in range(2):
        now = float(uplift(w, strong, doses[strong])[1].mean())
        doses[strong] = round(min(max(doses[strong] * first[weak] / max(now, 1e-9), 0.0), 1.0), 3)
    late = {kind: uplift(w, kind, dose)[10:].mean(axis=0) for kind, dose in doses.items()}
    return pp(late["recognition"] - late["bonus_change"])


def taken_for_granted(w: Treatments) -> Array:
    """Late uplift of intention as a part of the first, recognition minus bonus; what they build up is kept out, pp."""
    felt = ("habit_formation", "social_norm")
    rise = [w(m, off=felt)["intention"] - w(off=felt)["intention"] for m in (PRAISE, BONUS)]
    late = [r[10:].mean(axis=0) / max(abs(float(r[1].mean())), 1e-9) for r in rise]
    return pp(late[0] - late[1])


def games_need_recognition(w: Treatments) -> Array:
    """Behaviour by gamification where recognition is needed minus where it is not, pp."""
    much, less = (w.effect("behaviour", GAMES, people__need_for_recognition=n) for n in (0.9, 0.1))
    return pp(much - less)


SOURCE = "seed 002"
CLAIMS = (
    Claim("C1", "Even with enthusiasm, behaviour moves slowly and results first disappoint.",
          "a programme without resistance: revenue lost in the worst quarter", "% of revenue", SOURCE,
          ("care_takes_time",), first_disappointment, above=2.0,
          also=(Side("quarters until the loss stops growing", "quarters",
                     ("care_takes_time", "pushiness"), quarters_behind, above=2.0),
                Side("revenue gained in the last quarter", "EUR", ("push", "money", "recognition"), gain_at_last),
                Side("how far behaviour runs behind intention", "quarters",
                     ("intention_gap", "habit_control"), slow_behaviour))),
    Claim("C2", "Habits carry their own reward; behaviour changes only for a clearly larger one.",
          "reward at which half of the reps adopt, strong against weak habit", "logits", SOURCE,
          ("habit_control", "habit_reward", "exhaustion"), step_further_right,
          also=(Side("steepest growth of adoption from reward to reward against the first one, at strong habit",
                     "pp of reps", ("practice", "habit_formation"), flat_then_step, above=STEP),),
          remark="Recognition alone does not bring half of the reps to adopt, at weak or at strong habit, so "
                 "that the place of the step cannot be told apart. It is flat, then rises, and lies lower at "
                 "strong habit."),
    Claim("C3", "Change asks for energy over a long time; several demands at once overload.",
          "lowest energy by the same measures in sequence against at once", "pp of energy", SOURCE, ("demands_load",),
          lambda w: overload(w, worst=True),
          also=(Side("energy on average by the same measures in sequence against at once", "pp of energy",
                     ("demands_load",), lambda w: overload(w, worst=False)),)),
    Claim("C4", "Change management that only tends feelings by communication is not enough.",
          f"{LITTLE:.0%} of the effect of the full programme against communication alone", "pp of reps", SOURCE,
          ("recognition", "push"), more_than_talk),
    Claim("C5", "Ability and will depend on each other; training is necessary and not sufficient.",
          "training and motives together against the sum of each", "customers", SOURCE,
          ("training_teaches",), can_and_want),
    Claim("C6", "People cannot be motivated from outside: incentives work when they meet own motives.",
          "a bonus where money is a motive against where it is not", "attempts", SOURCE, ("money",),
          own_motives),
    Claim("C7", "Material reward is soon taken for granted; recognition works longer.",
          "late effect of recognition against that of a bonus of equal first effect", "pp of intention", SOURCE,
          ("recognition",), praise_outlasts_pay,
          also=(Side("part of the first effect left late, recognition against bonus, habits and norms kept out",
                     "pp of first effect", ("adaptation",), taken_for_granted),)),
    Claim("C8", "Gamification works, where it works, through recognition.",
          "gamification where recognition is needed against where it is not", "pp of behaviour", SOURCE,
          ("gamification", "demands_load"), games_need_recognition),
    *practice_conditions.CLAIMS,
)
