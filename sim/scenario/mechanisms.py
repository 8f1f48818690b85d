"""The mechanisms of the model by name, and how each is switched off.

A mechanism is off when the parameters that carry it have their neutral values; no law and no
engine asks whether it is on. So runs with and without a mechanism can lie in one batch, and an
effect that survives the loss of its mechanism was never its effect.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sim.scenario.columns import with_values
from sim.scenario.schema import Scenario


@dataclass(frozen=True)
class Mechanism:
    """One mechanism: what it says, the claims it serves, and the parameter values that switch it off."""

    sentence: str
    claims: tuple[str, ...]
    off: Mapping[str, float]


MECHANISMS: dict[str, Mechanism] = {
    "habit_control": Mechanism("Habit, not intention, decides a share of occasions.", ("C1",), {"habit.control": 0.0}),
    "habit_reward": Mechanism("The stronger habit rewards itself.", ("C2",), {"habit.reward": 0.0}),
    "habit_formation": Mechanism("What is repeated becomes habit, what is not fades.", ("C1", "A4"),
                                 {"habit.formation": 0.0, "habit.decay": 0.0}),
    "intention_gap": Mechanism("Of a changed intention only a part reaches behaviour at once.", ("A5", "C1"),
                               {"intention.gain": 1.0}),
    "fear_blocks": Mechanism("Fear of failure keeps people from trying where they are not safe.", ("A8", "A9", "E4"),
                             {"intention.fear": 0.0}),
    "fear_grows": Mechanism("Unsafe failures and strain feed fear; successes and safe tries lower it.",
                            ("A8", "A9", "D1"), {"fear.per_failure": 0.0, "fear.per_success": 0.0,
                                                 "fear.per_safe_failure": 0.0, "fear.strain": 0.0}),
    "unsafe_failure_hurts": Mechanism("Unsafe failures cost attitude and confidence.", ("A8", "E4"),
                                      {"attitude.failure": 0.0, "attitude.efficacy_failure": 0.0}),
    "transfer_environment": Mechanism("Training transfers as far as colleagues and leaders support it.", ("C5", "D3"),
                                      {"learning.transfer_support": 0.0}),
    "attitude_drives": Mechanism("Attitude to selling drives the intention to sell.", ("A5", "C4"),
                                 {"intention.attitude": 0.0}),
    "self_efficacy": Mechanism("Wanting depends on being able.", ("C5",), {"intention.self_efficacy": 0.0}),
    "advisory_identity": Mechanism("Those who see themselves as advisors do not want to sell.", ("A3",),
                                   {"intention.identity": 0.0}),
    "social_norm": Mechanism("Who needs recognition does what enough colleagues do.", ("A6", "C7"),
                             {"intention.norm": 0.0}),
    "opinion_leaders": Mechanism("Opinion leaders are watched more, and blunt those who lead the change.",
                                 ("C11", "A6"), {"influence.leader_weight": 1.0, "influence.blunting": 0.0}),
    "social_influence": Mechanism("Attitudes move to those of the contacts.", ("A6", "C11"),
                                  {"attitude.influence": 0.0}),
    "resistance": Mechanism("Resistance holds back those who resist, and silences what they do.", ("A3", "C11"),
                            {"intention.resistance": 0.0, "attitude.reactance": 0.0}),
    "reactance": Mechanism("Push creates resistance in those who fear and identify.", ("A3",),
                           {"attitude.reactance": 0.0}),
    "money": Mechanism("A bonus pulls those whose motive it meets.", ("C6", "C7"), {"reward.money": 0.0}),
    "recognition": Mechanism("Recognition pulls those who need it.", ("C7", "C8", "C9"),
                             {"reward.recognition": 0.0, "intention.career": 0.0}),
    "gamification": Mechanism("Games add recognition, and rivalry.", ("C8",),
                              {"reward.gamification": 0.0, "exchange.gamification": 0.0}),
    "adaptation": Mechanism("Rewards come to be taken for granted, money faster than recognition.", ("C7",),
                            {"reward.pay_adaptation": 0.0, "reward.recognition_adaptation": 0.0}),
    "crowding_out": Mechanism("A direct bonus takes weight from the attitude.", ("C6",), {"reward.crowding_out": 0.0}),
    "push": Mechanism("Targets demand the behaviour.", ("A2", "B4"), {"intention.push": 0.0}),
    "appeals": Mechanism("Fresh, credible appeals raise intention; hollow ones harm.", ("C4", "C10"),
                         {"intention.appeals": 0.0, "attitude.hollow_appeals": 0.0}),
    "euphoria": Mechanism("Training brings a short euphoria.", ("A4",), {"intention.euphoria": 0.0}),
    "training_teaches": Mechanism("Training raises skill, as far as it is transferred.", ("A4", "C5", "D3"),
                                  {"learning.training_skill": 0.0}),
    "coaching": Mechanism("Coaching works on attitude, fear and resistance.", ("A5", "D3", "D4"),
                          {"coaching.attitude": 0.0, "coaching.fear": 0.0, "coaching.skill": 0.0,
                           "coaching.resistance": 0.0, "coaching.support": 0.0, "coaching.harm": 0.0}),
    "candour": Mechanism("With the own boss as coach, people speak as openly as they are safe.", ("D4",),
                         {"coaching.candour": 0.0}),
    "identity_drift": Mechanism("People become what they do.", ("A3",), {"attitude.identity_drift": 0.0}),
    "reorganisation_shock": Mechanism("A new context breaks habits and opens a window.", ("C13",),
                                      {"habit.reorganisation_shock": 0.0, "learning.window": 0.0}),
    "practice": Mechanism("Who tries learns.", ("E7", "E4"), {"learning.practice": 0.0}),
    "forgetting": Mechanism("Skills that are not used fade.", ("A4", "A2"), {"learning.forgetting": 0.0}),
    "error_learning": Mechanism("Less is learnt from errors under blame.", ("A9", "E4"),
                                {"learning.blame": 1.0, "learning.openness": 1.0}),
    "shared_learning": Mechanism("Reps learn from better colleagues and from failures taken apart.", ("E3", "E4", "E7"),
                                 {"exchange.peer_learning": 0.0, "exchange.failure_learning": 0.0}),
    "bonus_and_exchange": Mechanism("Individual bonuses feed lone fighters, shared ones exchange.", ("E1",),
                                    {"exchange.individual_bonus": 0.0, "exchange.shared_bonus": 0.0}),
    "other_functions": Mechanism("Other functions bring new views into complex business.", ("E6",),
                                 {"exchange.perspective": 0.0}),
    "demands_load": Mechanism("Measures ask for energy while they are new.", ("C3",),
                              {"energy.of_training": 0.0, "energy.of_coaching": 0.0, "energy.of_targets": 0.0,
                               "energy.of_structure": 0.0, "energy.of_culture": 0.0, "energy.novelty": 0.0,
                               "energy.strain": 0.0}),
    "structure_sells": Mechanism("Segments and pairs raise the odds; time and books pay for it.", ("C13",),
                                 {"selling.segment_odds": 0.0, "selling.team_odds": 0.0}),
    "guidelines_matter": Mechanism("Guidelines resolve goal conflict and move latitude and rules.", ("D6",),
                                   {"conditions.guideline_reach": 0.0}),
    "exhaustion": Mechanism("Change costs energy; without it little gets done.", ("C3",),
                            {"intention.exhaustion": 0.0, "energy.capacity_loss": 0.0}),
    "coherence": Mechanism("Contradicting conditions make a programme incredible and keep resistance alive.",
                           ("C10", "C12"), {"conditions.contradiction_floor": 1.0}),
    "leader_stress": Mechanism("Missed results and shocks turn into pressure.", ("D1",),
                               {"leading.stress_response": 0.0}),
    "leader_programmes": Mechanism("Leaders change through reflection and coaching.", ("B1", "D1", "D5"),
                                   {"leading.programme": 0.0}),
    "strain": Mechanism("Pressure beyond the optimum costs safety, energy and people.", ("B4", "D1", "D2"),
                        {"conditions.safety_strain": 0.0, "energy.strain": 0.0, "turnover.strain": 0.0,
                         "turnover.newcomer_strain": 0.0, "turnover.fill_strain": 0.0, "leading.attention": 0.0,
                         "fear.strain": 0.0}),
    "turnover_contagion": Mechanism("Exits draw exits.", ("D2",), {"turnover.contagion": 0.0}),
    "dissatisfaction": Mechanism("The dissatisfied leave sooner.", ("D2",), {"turnover.satisfaction": 0.0}),
    "socialisation": Mechanism("Newcomers take on the attitudes they meet.", ("A10",),
                               {"attitude.newcomer_plasticity": 0.0}),
    "care_takes_time": Mechanism("Care needs time and practice, and acquisition takes it away.", ("A2",),
                                 {"customers.care_time": 1e-5, "learning.advising_practice": 0.0}),
    "newcomers_under_strain": Mechanism("Pressure puts entrants off and drives newcomers away.", ("B4",),
                                        {"turnover.newcomer_strain": 0.0, "turnover.fill_strain": 0.0}),
    "vacancy": Mechanism("Vacant positions are cared for only in part.", ("A10",), {"customers.stand_in": 1.0}),
    "trust": Mechanism("Customers whose trust falls leave.", ("A2", "B5"), {"customers.trust_churn": 0.0}),
    "pushiness": Mechanism("Customers who want advice punish pushing.", ("B5",),
                           {"selling.pushiness_odds": 0.0, "customers.pushiness": 0.0}),
    "person_bond": Mechanism("Customers are lost when their advisor goes or moves.", ("A10",),
                             {"customers.loss_on_exit": 0.0, "customers.trust_break": 0.0}),
    "referrals": Mechanism("Trusting customers recommend.", ("A2",), {"customers.referrals": 0.0}),
    "handover": Mechanism("New customers are lost between seller and advisor.", ("A7",),
                          {"customers.handover_loss": 0.0}),
    "saturation": Mechanism("More attempts share one market.", ("A7",), {"selling.saturation": 100.0}),
    "mis_hires": Mechanism("Some hires do not fit.", ("A10", "A7"), {"turnover.mis_hire": 0.0}),
    "promotions": Mechanism("Promotions satisfy those whom careers honour.", ("C9",), {"turnover.promotion": 0.0}),
    "ramp_up": Mechanism("Newcomers need time to be productive.", ("A7", "A10"), {"selling.ramp_start": 1.0}),
    "dual_role": Mechanism("Splitting the day between hunting and farming costs output.", ("A2", "C13"),
                           {"selling.dual_role": 0.0}),
    "autonomy": Mechanism("Latitude wins complex deals.", ("E2",), {"selling.autonomy_odds": 0.0}),
    "rules": Mechanism("Dense rules fail in complex business.", ("C14",), {"selling.rules_odds": 0.0}),
    "mixed_types": Mechanism("Different customers want different sellers.", ("E5",), {"selling.style_odds": 0.0}),
    "strategic_contacts": Mechanism("Strategic contacts bring opportunities, late.", ("C16",),
                                    {"selling.contact_leads": 0.0}),
}
"""Every mechanism that can be switched off, by name. Keys of `off` are parameters, without the word 'parameters'."""


def without(scenario: Scenario, *names: str) -> Scenario:
    """A copy in which the named mechanisms are switched off; `KeyError` that lists the names if one is unknown."""
    values: dict[str, float] = {}
    for name in names:
        if name not in MECHANISMS:
            raise KeyError(f"no mechanism {name!r}; there are: {', '.join(MECHANISMS)}")
        values |= {f"parameters.{key}": value for key, value in MECHANISMS[name].off.items()}
    return with_values(scenario, values)
