"""What is seen: of leaders and conditions by a whole team, of contacts and of measures by each rep."""

from __future__ import annotations

import math

from benchmarks.limit.columns import LEVEL, NOW, SHOWN, C, Q, T
from benchmarks.limit.compiled_laws import (
    attitude,
    conditions,
    exchange,
    influence,
    leadership,
    learning,
    selling,
)
from benchmarks.limit.jit import compiled
from benchmarks.limit.setup import KINDS, TARGETS
from sim.engine.sell import UNIFORM_SPREAD

ADVISORS, SELLERS, OPINION_LEADERS = (TARGETS.index(name) for name in ("advisors", "sellers", "opinion_leaders"))
NEWCOMERS, WILLING, BLOCKED = (TARGETS.index(name) for name in ("newcomers", "willing", "blocked"))
TRAINING, OWN_BOSS, TO_SELL = (KINDS.index(name) for name in ("training", "manager_coaching", "targets"))


@compiled()
def show(w, x, shown, i):
    """Put on show what others see of a rep."""
    if x[C.present, i] == 0.0:
        shown[i] = 0.0
        shown[i, SHOWN.left] = x[C.left, i]
        return
    p, resistance = w.p.influence, x[C.resistance, i]
    weight = influence.attention(x[C.opinion_leader, i], p)
    shown[i, SHOWN.weight] = weight
    shown[i, SHOWN.adopted] = weight * influence.visible_adoption(x[C.behaviour, i], resistance,
                                                                  w.goals.adoption_level, p)
    shown[i, SHOWN.voiced] = weight * influence.voiced_attitude(x[C.attitude, i], resistance)
    shown[i, SHOWN.resisting] = weight * resistance
    shown[i, SHOWN.skill] = x[C.skill_selling, i]
    shown[i, SHOWN.left] = x[C.left, i]


@compiled()
def mixture(w, x, t, team, first, last):
    """Who is there in a team, and how mixed their types are."""
    present, opened, total, square = 0.0, 0.0, 0.0, 0.0
    for i in range(first, last):
        here, style = x[C.present, i], x[C.style, i]
        opened += x[C.opened, i]
        present += here
        total += style * here
        square += style * style * here
    count = max(present, 1.0)
    mean = total / count
    t[T.present, team], t[T.opened, team] = present, opened
    t[T.spread, team] = min(math.sqrt(max(square / count - mean * mean, 0.0)) / UNIFORM_SPREAD, 1.0)


@compiled()
def conditions_of_team(w, now, level, t, team):
    """What all members of a team perceive alike."""
    p, pressure = w.p, t[T.pressure, team]
    strain = conditions.strain(pressure, p.leading)
    heard = conditions.listening_under_strain(t[T.listening, team], strain, p.leading)
    protection = 1.0 - (1.0 - now[NOW.protection]) * (1.0 - now[NOW.grace])
    safety = conditions.psychological_safety(now[NOW.error_culture], heard, strain, protection, p.conditions)
    exchanged = exchange.exchange_between_reps(now[NOW.individual], now[NOW.shared], safety, now[NOW.games],
                                               p.exchange)
    t[T.strain, team], t[T.heard, team], t[T.safety, team], t[T.exchange, team] = strain, heard, safety, exchanged
    t[T.justice, team] = conditions.procedural_justice(now[NOW.autonomy], heard, p.conditions)
    t[T.coherence, team] = conditions.coherence((
        min(now[NOW.to_sell], 1.0), now[NOW.recognition_for_selling], now[NOW.careers_for_selling], safety,
        1.0 - now[NOW.goal_conflict], 0.5 * (heard + t[T.self_reflection, team]), now[NOW.autonomy],
        1.0 - w.framework.workload), p.conditions)
    t[T.effort, team] = leadership.effort_under_pressure(pressure, p.leading)
    t[T.networking, team] = selling.networking(now[NOW.networking], pressure, p.selling)
    case = selling.odds_of_case_handling(now[NOW.autonomy], now[NOW.rules], w.market.complexity, p.selling)
    types = selling.odds_of_mixed_types(t[T.spread, team], w.market.customer_diversity, p.selling)
    t[T.odds, team] = case + types + selling.odds_of_structure(level[LEVEL.segments], level[LEVEL.pairs], exchanged,
                                                               p.selling)
    t[T.bad, team] = t[T.revenue, team] = t[T.pressed, team] = 0.0


@compiled()
def look_around(w, plan, st, r, quarter):
    """First pass: conditions of teams, and what everybody shows."""
    now, level = plan.now[quarter], plan.levels[quarter]
    for team in range(w.size.teams):
        first, last = st.team_first[team], st.team_first[team + 1]
        for i in range(first, last):
            show(w, r.x, r.shown, i)
        mixture(w, r.x, r.t, team, first, last)
        conditions_of_team(w, now, level, r.t, team)


@compiled()
def see_contacts(w, r, i, coherence):
    """What a rep sees of the contacts: norm, attitudes, exits, better colleagues, and credibility of leaders."""
    total, adopted, voiced, resisting, left, best = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    for j in r.contacts[i]:
        total += r.shown[j, SHOWN.weight]
        adopted += r.shown[j, SHOWN.adopted]
        voiced += r.shown[j, SHOWN.voiced]
        resisting += r.shown[j, SHOWN.resisting]
        left += r.shown[j, SHOWN.left]
        best = max(best, r.shown[j, SHOWN.skill])
    total = max(total, 1e-12)
    r.q[Q.norm, i], r.q[Q.voiced, i], r.q[Q.peers_left, i] = adopted / total, voiced / total, left
    r.q[Q.gap, i] = max(best - r.x[C.skill_selling, i], 0.0)
    r.q[Q.credibility, i] = coherence * influence.blunted(resisting / total, w.p.influence)


@compiled()
def reached(w, x, i, target):
    """Whether a measure with this target reaches a rep who is present."""
    if target == ADVISORS:
        return x[C.seller, i] == 0.0
    if target == SELLERS:
        return x[C.seller, i] > 0.0
    if target == OPINION_LEADERS:
        return x[C.opinion_leader, i] > 0.0
    if target == NEWCOMERS:
        return x[C.tenure, i] < w.p.attitude.newcomer_quarters
    if target in (WILLING, BLOCKED):
        blocks = attitude.blocking(x[C.resistance, i], x[C.fear, i], x[C.identity, i])
        return (x[C.attitude, i] >= blocks) == (target == WILLING)
    return True


@compiled()
def add_measures(w, plan, r, quarter, i, team):
    """Add up the measures that reach a rep."""
    training, helped, harmed, coached, pressed = 0.0, 0.0, 0.0, 0.0, 0.0
    push = plan.levels[quarter, LEVEL.tool]
    for place in range(plan.reach_count[quarter]):
        k = plan.reach[quarter, place]
        if not reached(w, r.x, i, plan.reach_target[k]):
            continue
        dose, kind = plan.reach_dose[quarter, k], plan.reach_kind[k]
        if kind == TO_SELL:
            dose *= 1.0 - plan.levels[quarter, LEVEL.grace]
            push += dose
        elif kind == TRAINING:
            training += dose
        else:
            candour, skill = 1.0, plan.reach_skill[k]
            if kind == OWN_BOSS:
                candour = learning.candour_with_own_boss(r.t[T.safety, team], w.p.coaching)
                skill = r.t[T.coaching_skill, team]
            helps, harms = learning.help_and_harm(dose, learning.coaching_effect(skill, candour, w.p.coaching))
            helped, harmed, coached = helped + helps, harmed + harms, coached + dose
        pressed = 1.0 - (1.0 - pressed) * (1.0 - dose * plan.reach_pressure[k])
    q = r.q
    q[Q.training, i], q[Q.helped, i], q[Q.harmed, i], q[Q.coached, i] = training, helped, harmed, coached
    q[Q.push, i], q[Q.pressed, i] = min(push, 1.0), pressed
    q[Q.involved, i] = plan.levels[quarter, LEVEL.win_opinion_leaders] * r.x[C.opinion_leader, i]
    r.t[T.pressed, team] += pressed
