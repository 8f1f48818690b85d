"""First part of a quarter: what each rep perceives of leaders, colleagues and conditions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.arrays import Array
from sim.engine.doses import Doses, doses_now
from sim.engine.framework import FrameworkNow
from sim.engine.setup import Number, Setup, State
from sim.laws import conditions, exchange, influence, leadership, selling
from sim.people.population import Population


@dataclass(frozen=True)
class Perception:
    """What each rep perceives: arrays of shape (slots, runs)."""

    pressure: Array
    strain: Array
    listening: Array
    reflection: Array  # the leader's self-reflection
    safety: Array
    justice: Array
    norm: Array  # share of contacts who have adopted, weighted by attention
    voiced: Array  # attitude that contacts voice
    peers_left: Array  # contacts who left last quarter
    gap: Array  # lead in selling skill of the best contact
    exchange: Array
    coherence: Array
    effort: Array  # activity relative to none, for the pressure
    networking: Array  # share of working time that pressure leaves for strategic contacts
    credibility: Array
    doses: Doses


def seen_among_contacts(setup: Setup, people: Population) -> dict[str, Array]:
    """What a rep sees in the network: norm, voiced attitude, resistance, exits, and the lead of better contacts."""
    p, level = setup.p.influence, setup.scenario.goals.adoption_level
    weight = influence.attention(people.opinion_leader, p) * people.present
    gather = setup.network.gather
    total = np.maximum(gather(weight), 1e-12)
    adopted = influence.visible_adoption(people.behaviour, people.resistance, level, p)
    return {
        "norm": gather(weight * adopted) / total,
        "voiced": gather(weight * influence.voiced_attitude(people.attitude, people.resistance)) / total,
        "exposure": gather(weight * people.resistance) / total,
        "peers_left": gather(people.left),
        "gap": lead_of_contacts(setup, people),
    }


def lead_of_contacts(setup: Setup, people: Population) -> Array:
    """Lead in selling skill of the best contact present; 0 where nobody is better."""
    table = (people.skill_selling * people.present).ravel()
    best = table.take(setup.network.flat[0])
    for index in setup.network.flat[1:]:
        best = np.maximum(best, table.take(index))
    return np.asarray(np.maximum(best - people.skill_selling, 0.0))


@dataclass(frozen=True)
class Climate:
    """What the members of a team share: arrays of shape (teams, runs)."""

    pressure: Array
    strain: Array
    listening: Array
    reflection: Array
    safety: Array
    justice: Array
    exchange: Array
    coherence: Array
    effort: Array  # activity relative to none, for the pressure
    networking: Array  # share of working time that pressure leaves for strategic contacts


def climate_of_teams(setup: Setup, state: State, now: FrameworkNow) -> Climate:
    """Working conditions of each team, as leaders and framework shape them."""
    p, leaders = setup.p, state.leaders
    strain = conditions.strain(leaders.pressure, p.leading)
    listening = conditions.listening_under_strain(leaders.listening, strain, p.leading)
    protection = 1.0 - (1.0 - now.protection) * (1.0 - now.grace)
    safety = conditions.psychological_safety(now.error_culture, listening, strain, protection, p.conditions)
    return Climate(
        leaders.pressure, strain, listening, leaders.self_reflection, safety,
        justice=conditions.procedural_justice(now.autonomy, listening, p.conditions),
        exchange=exchange.exchange_between_reps(now.bonus.individual, now.bonus.shared, safety, now.games, p.exchange),
        coherence=support_of_change(setup, now, safety, listening, leaders.self_reflection),
        effort=leadership.effort_under_pressure(leaders.pressure, p.leading),
        networking=selling.networking(now.networking, leaders.pressure, p.selling))


def support_of_change(setup: Setup, now: FrameworkNow, safety: Array, listening: Array, reflection: Array) -> Array:
    """Coherence of the strong conditions as each team meets them (C9, C10, C12)."""
    pays = np.minimum(now.bonus.to_sell, 1.0)
    parts: list[Number] = [
        pays, now.recognition_for_selling, now.careers_for_selling, safety, 1.0 - now.goal_conflict,
        0.5 * (listening + reflection), now.autonomy, 1.0 - setup.scenario.framework.workload]
    return conditions.coherence(parts, setup.p.conditions)


def perceive(setup: Setup, state: State, now: FrameworkNow, quarter: int) -> Perception:
    """Everything a rep perceives before deciding what to do."""
    people, spread_out = state.people, setup.teams.spread_out
    felt = {name: spread_out(values) for name, values in vars(climate_of_teams(setup, state, now)).items()}
    seen = seen_among_contacts(setup, people)
    return Perception(
        **felt, norm=seen["norm"], voiced=seen["voiced"], peers_left=seen["peers_left"], gap=seen["gap"],
        credibility=felt["coherence"] * influence.blunted(seen["exposure"], setup.p.influence),
        doses=doses_now(setup, state, felt["safety"], spread_out(state.leaders.coaching_skill), quarter))
