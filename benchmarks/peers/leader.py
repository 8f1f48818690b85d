"""What a team leader does, whatever the framework: the climate of the team, and pressure (7.4, 7.10)."""

from __future__ import annotations

import math
from typing import Any

from benchmarks.peers import chance
from benchmarks.peers.laws import business, conditions, people
from benchmarks.peers.laws.basics import cut_normal_quantile

LEADER_TRAITS = ("pressure", "listening", "coaching_skill", "self_reflection")
EVEN_SPREAD = math.sqrt(1.0 / 12.0)
"""Standard deviation of types that are uniform on [0, 1]."""


class LeaderBehaviour:
    """A team leader. The organisation says who the members are."""

    model: Any
    pressure: float
    listening: float
    coaching_skill: float
    self_reflection: float

    def take_office(self, number: int) -> None:
        """Lead team `number`, with traits drawn by chance."""
        self.number, self.members = number, []
        self.params = self.model.case.parameters
        luck, means = self.model.luck, self.model.case.leadership
        for name in LEADER_TRAITS:
            drawn = cut_normal_quantile(luck.uniform(f"{chance.LEADER} {name}", 0, number), getattr(means, name),
                                        means.spread)
            setattr(self, name, drawn)
        self.base_pressure, self.base_listening = self.pressure, self.listening
        self.base_coaching_skill, self.base_self_reflection = self.coaching_skill, self.self_reflection
        self.team_style = luck.uniform(f"{chance.TRAIT} team style", 0, number)
        self.target = 0.0

    def set_the_tone(self) -> None:
        """What all members meet this quarter: strain, listening, safety, justice, exchange, coherence."""
        p, now, doses = self.params, self.model.now, self.model.doses
        culture = self.model.error_culture
        self.felt_pressure, self.felt_reflection = self.pressure, self.self_reflection
        self.strain = conditions.strain(self.pressure, p.leading)
        self.felt_listening = conditions.listening_under_strain(self.listening, self.strain, p.leading)
        protection = 1.0 - (1.0 - doses.protected_trying) * (1.0 - doses.grace)
        self.safety = conditions.psychological_safety(culture, self.felt_listening, self.strain, protection,
                                                      p.conditions)
        self.justice = conditions.procedural_justice(now.autonomy, self.felt_listening, p.conditions)
        self.exchange = conditions.exchange_between_reps(now.individual, now.shared, self.safety, doses.gamification,
                                                         p.exchange)
        self.coherence = conditions.coherence(self.supports(), p.conditions)
        self.odds = self.circumstances()

    def supports(self) -> tuple[float, ...]:
        """The eight conditions that should support the change."""
        now = self.model.now
        return (min(now.to_sell, 1.0), now.recognition_for_selling, now.careers_for_selling, self.safety,
                1.0 - now.goal_conflict, 0.5 * (self.felt_listening + self.self_reflection), now.autonomy,
                1.0 - self.model.case.framework.workload)

    def circumstances(self) -> float:
        """What case handling, mixed types and structure add to the odds of every deal of the team."""
        p, now, doses = self.params.selling, self.model.now, self.model.doses
        mixed = business.odds_of_mixed_types(self.spread_of_types(), self.model.case.market.customer_diversity, p)
        return now.case_odds + mixed + business.odds_of_structure(doses.segments, doses.pairs, self.exchange, p)

    def spread_of_types(self) -> float:
        """How mixed the members present are, relative to a fully mixed team."""
        styles = [rep.style for rep in self.members if rep.present]
        if not styles:
            return 0.0
        mean = sum(styles) / len(styles)
        return min(math.sqrt(sum((style - mean) ** 2 for style in styles) / len(styles)) / EVEN_SPREAD, 1.0)

    def count_heads(self) -> int:
        """Members present, at least 1 to divide by."""
        return max(sum(rep.present for rep in self.members), 1)

    def hear_of_failures(self) -> None:
        """Bring the failures of the team to the table."""
        self.failures_per_head = sum(rep.bad for rep in self.members) / self.count_heads()

    def lead(self) -> None:
        """React to results and to programmes."""
        p, doses, model = self.params.leading, self.model.doses, self.model
        results = sum(rep.revenue for rep in self.members)
        goal = self.target * (1.0 + model.case.leadership.ambition) ** (model.quarter / 4.0)
        stress = min(people.shortfall(results, goal) + model.now.stress, 1.0) * (1.0 - doses.grace)
        extra = sum(rep.pressed for rep in self.members) / self.count_heads()
        demanded = people.demanded_pressure(self.base_pressure, extra, stress, self.self_reflection, p)
        self.pressure = people.pressure_after_quarter(self.pressure, demanded, p)
        coached, reflected = doses.leader_coaching, doses.leader_reflection
        self.listening = people.leader_trait_after_quarter(self.listening, self.base_listening, coached, p)
        self.coaching_skill = people.leader_trait_after_quarter(self.coaching_skill, self.base_coaching_skill,
                                                                coached, p)
        self.self_reflection = people.leader_trait_after_quarter(self.self_reflection, self.base_self_reflection,
                                                                 reflected, p)
