"""Putting a strategy into practice (seed 002): claims C1 to C16."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.analysis.claims.claim import Claim
from sim.analysis.claims.common import (
    APPEALS,
    BONUS,
    COACHING,
    COHERENT,
    CONTRADICTING,
    CULTURE,
    FULL,
    JOINT,
    PUSHED,
    RECOGNITION,
    TARGETS,
    TRAINING,
)
from sim.analysis.claims.worlds import Array, Worlds, last, measure, total

SPLIT = measure("reorganisation", 3, form="role_split")
SEGMENTS = measure("reorganisation", 3, 14, form="segment_split")
PAIRS = measure("reorganisation", 3, 14, form="team_selling")
TOGETHER = (measure("training", 2), COACHING, TARGETS, BONUS, measure("reorganisation", 2, form="segment_split"),
            measure("tool_rollout", 2, 15))
APART = (measure("training", 2), measure("coaching", 3, 4), measure("targets", 6, 11), measure("bonus_change", 8, 9),
         measure("reorganisation", 10, form="segment_split"), measure("tool_rollout", 12, 5))
PRAISE = measure("recognition", 2, 15, dose=0.6, careers=0.0)
GAMES = measure("gamification", 2, 15)
NETWORKING = measure("networking_time", 1, 16)
ABILITY, STEERING, CONDITIONS = (TRAINING, COACHING), (BONUS, TARGETS), (RECOGNITION, CULTURE, JOINT)


def first_disappointment(w: Worlds) -> Array:
    """Revenue lost in the worst of the first six quarters of a programme, as a share of carrying on."""
    programme, alone = w(*FULL)["revenue"], w()["revenue"]
    return np.asarray(np.max((alone - programme)[:6] / alone[:6], axis=0))


def slow_behaviour(w: Worlds) -> Array:
    """Behaviour still to come after a year, as a part of what the programme brings at the horizon."""
    change = w(*FULL)["behaviour"] - w()["behaviour"]
    return np.asarray(change.max(axis=0) - 1.25 * change[2])


def step_further_right(w: Worlds) -> Array:
    """Reward needed to move those of strong habit beyond those of weak habit: gap of adoption at the same reward."""
    def adoption(habit: float, reward: float) -> Array:
        return last(w(RECOGNITION, people__habit_advising=habit, parameters__reward__recognition=reward), "adoption")

    return np.asarray(adoption(0.4, 2.0) - adoption(0.9, 2.0))


def flat_then_step(w: Worlds) -> Array:
    """Growth of adoption per reward between large rewards minus between small ones, at strong habit."""
    a, b, c, d = (last(w(RECOGNITION, people__habit_advising=0.9, parameters__reward__recognition=r), "adoption")
                  for r in (0.0, 1.0, 4.0, 5.0))
    return np.asarray((d - c) - (b - a))


def overload(w: Worlds) -> Array:
    """Lowest energy when the measures come one after the other minus when they come at once."""
    return np.asarray(w(*APART)["energy"].min(axis=0) - w(*TOGETHER)["energy"].min(axis=0))


def more_than_talk(w: Worlds) -> Array:
    """Adoption by the full programme minus by communication alone."""
    return np.asarray(w.effect("adoption", *FULL) - w.effect("adoption", APPEALS))


def can_and_want(w: Worlds) -> Array:
    """Deals that ability and will bring together beyond the sum of each."""
    will = (BONUS, RECOGNITION)
    return np.asarray(w.flow("wins", TRAINING, *will) - w.flow("wins", TRAINING) - w.flow("wins", *will))


def own_motives(w: Worlds) -> Array:
    """Attempts by a bonus where money is an own motive minus where it is not."""
    agree, differ = (w.flow("attempts", BONUS, people__material_motive=m) for m in (0.8, 0.1))
    return np.asarray(agree - differ)


def praise_outlasts_pay(w: Worlds) -> Array:
    """Late over first uplift of intention, recognition minus bonus; habits and norms kept out of both worlds."""
    felt = ("habit_formation", "social_norm")
    rise = [w(m, off=felt)["intention"] - w(off=felt)["intention"] for m in (PRAISE, BONUS)]
    late = [r[10:].mean(axis=0) / max(abs(float(r[1].mean())), 1e-9) for r in rise]
    return np.asarray(late[0] - late[1])


def games_need_recognition(w: Worlds) -> Array:
    """Behaviour by gamification where recognition is needed minus where it is not."""
    much, little = (w.effect("behaviour", GAMES, people__need_for_recognition=n) for n in (0.9, 0.1))
    return np.asarray(much - little)


def weakest_condition(w: Worlds) -> Array:
    """Behaviour that the least of the conditions adds when it alone is put right."""
    right: dict[str, Any] = {
        "framework__error_culture": 0.9, "framework__recognition_for_selling": 0.9,
        "framework__careers_for_selling": 0.9, "framework__goal_conflict": 0.0, "framework__workload": 0.2,
        "leadership__listening": 0.9, "framework__autonomy": 0.9}
    alone = last(w(*PUSHED), "behaviour")
    return np.asarray(np.minimum.reduce([last(w(*PUSHED, **{k: v}), "behaviour") - alone for k, v in right.items()]))


def same_measures(w: Worlds) -> Array:
    """Behaviour by appeals in a coherent frame minus in a contradicting one."""
    return np.asarray(w.effect("behaviour", APPEALS, **COHERENT) - w.effect("behaviour", APPEALS, **CONTRADICTING))


def prominent_few(w: Worlds) -> Array:
    """Adoption when resistance is spread over many minus when opinion leaders hold as much of it."""
    spread: dict[str, Any] = {"framework__opinion_leader_resistance": 0.1, "people__spread_resistance": 0.1}
    held: dict[str, Any] = {"framework__opinion_leader_resistance": 0.8, "people__spread_resistance": 0.0}
    return np.asarray(last(w(*FULL, **spread), "adoption") - last(w(*FULL, **held), "adoption"))


def all_three(w: Worlds) -> Array:
    """Adoption by ability, steering and conditions together minus by the best pair."""
    pairs = ((*ABILITY, *STEERING), (*ABILITY, *CONDITIONS), (*STEERING, *CONDITIONS))
    best = np.maximum.reduce([w.effect("adoption", *pair) for pair in pairs])
    return np.asarray(w.effect("adoption", *ABILITY, *STEERING, *CONDITIONS) - best)


def structures_sell(w: Worlds) -> Array:
    """New customers by the better of segments and pairs minus by carrying on."""
    return np.maximum(w.flow("wins", SEGMENTS), w.flow("wins", PAIRS))


def split_sells(w: Worlds) -> Array:
    """New customers by splitting roles minus by carrying on."""
    return w.flow("wins", SPLIT)


def rules_in_complex_deals(w: Worlds) -> Array:
    """Deals lost by dense rules in complex business minus in simple business."""
    def lost(complexity: float) -> Array:
        few, many = (total(w(framework__rules_density=r, market__complexity=complexity), "wins") for r in (0.1, 0.9))
        return np.asarray(few - many)

    return np.asarray(lost(0.9) - lost(0.2))


def tool_lives_by_use(w: Worlds) -> Array:
    """Profit by a tool rolled out to all with training minus by the same tool at a third of the dose, EUR."""
    tool: dict[str, Any] = {
        "behaviour__acquisition_yield": 0.0, "behaviour__productivity_gain": 0.3,
        "organisation__advisor_acquisition_share": 0.1, "parameters__customers__referrals": 0.2}
    wide, narrow = (w.flow("revenue_cross", measure("tool_rollout", 1, 16, dose=d), measure("training", 1, 2, dose=d),
                           measure("recognition", 1, 16, dose=d), **tool) for d in (1.0, 0.33))
    return np.asarray(wide - 3.0 * narrow)


def contacts_pay_late(w: Worlds) -> Array:
    """Opportunities by protected networking time in the last year, each quarter."""
    return np.asarray((w(NETWORKING)["leads"] - w()["leads"])[-4:].mean(axis=0))


def contacts_grow(w: Worlds) -> Array:
    """The same in the last year minus in the first two quarters."""
    more = w(NETWORKING)["leads"] - w()["leads"]
    return np.asarray(more[-4:].mean(axis=0) - more[:2].mean(axis=0))


SOURCE = "seed 002"
CLAIMS = (
    Claim("C1", "Even with enthusiasm, behaviour moves slowly and results first disappoint.",
          "a programme against carrying on: revenue lost in the worst early quarter (above 2 %)", "share of revenue",
          SOURCE,
          ("care_takes_time", "exhaustion", "pushiness", "intention_gap", "habit_control", "habit_formation"),
          first_disappointment, above=0.02, also=(slow_behaviour,)),
    Claim("C2", "Habits carry their own reward; behaviour changes only for a clearly larger one.",
          "weak against strong habit at the same reward; large against small rewards", "share of reps", SOURCE,
          ("habit_control", "habit_reward", "recognition"), step_further_right, also=(flat_then_step,)),
    Claim("C3", "Change asks for energy over a long time; several demands at once overload.",
          "the same measures in sequence against at once: lowest energy", "energy 0-1", SOURCE, ("demands_load",),
          overload),
    Claim("C4", "Change management that only tends feelings by communication is not enough.",
          "the full programme against communication alone", "share of reps", SOURCE,
          ("recognition", "push", "money", "coaching", "training_teaches", "euphoria", "self_efficacy"),
          more_than_talk),
    Claim("C5", "Ability and will depend on each other; training is necessary and not sufficient.",
          "training and motives together against the sum of each", "customers won", SOURCE,
          ("training_teaches", "euphoria"), can_and_want),
    Claim("C6", "People cannot be motivated from outside: incentives work when they meet own motives.",
          "a bonus where money is a motive against where it is not", "attempts", SOURCE, ("money", "crowding_out"),
          own_motives),
    Claim("C7", "Material reward is soon taken for granted; recognition works longer.",
          "late over first effect, recognition against bonus", "ratio", SOURCE, ("adaptation",), praise_outlasts_pay),
    Claim("C8", "Gamification works, where it works, through recognition.",
          "gamification where recognition is needed against where it is not", "behaviour 0-1", SOURCE,
          ("gamification", "demands_load"), games_need_recognition),
    Claim("C9", "Culture sets the terms of recognition: conditions, leadership, bonus, rules and careers.",
          "each condition put right alone: the least of their effects", "behaviour 0-1", SOURCE,
          ("coherence", "fear_blocks", "recognition", "exhaustion"), weakest_condition),
    Claim("C10", "Mission statements and appeals do nothing while the strong conditions contradict them.",
          "the same appeals in a coherent frame against a contradicting one", "behaviour 0-1", SOURCE, ("appeals",),
          same_measures),
    Claim("C11", "Small individual resistance does not matter; resistance by prominent people does.",
          "equal resistance spread over many against held by opinion leaders", "share of reps", SOURCE,
          ("opinion_leaders", "resistance", "social_norm", "social_influence"), prominent_few),
    Claim("C12", "Ability, steering instruments and consistent strong conditions are needed together.",
          "all three against the best pair", "share of reps", SOURCE,
          ("coherence", "money", "push", "coaching", "training_teaches", "euphoria"), all_three),
    Claim("C13", "There are structural options for more closings.",
          "segments or pairs, and a split of roles, against none",
          "customers won", SOURCE, ("structure_sells",), structures_sell, also=(split_sells,)),
    Claim("C14", "Over-standardised process disappoints in business-to-business work.",
          "dense rules in complex against simple business", "customers won", SOURCE, ("rules",),
          rules_in_complex_deals),
    Claim("C15", "A new tool lives by quick, company-wide, intensive use.",
          "a wide roll-out against three times a narrow one", "EUR", SOURCE, ("recognition", "push", "euphoria"),
          tool_lives_by_use),
    Claim("C16", "Strategic contacts pay late and are crowded out unless time is set aside.",
          "protected networking time against none: leads a quarter in the last year", "leads", SOURCE,
          ("strategic_contacts",), contacts_pay_late, also=(contacts_grow,)),
)
