"""What is observed: sums over positions while the loop passes them, and what follows from the sums."""

from __future__ import annotations

import math

from benchmarks.limit.columns import OUT, C, Q, T
from benchmarks.limit.compiled_laws import conditions
from benchmarks.limit.jit import compiled
from benchmarks.limit.perceive import reached


@compiled()
def observe_person(w, x, q, t, i, team, out):
    """States of a rep who worked this quarter."""
    out[OUT.habit_advising] += x[C.habit_advising, i]
    out[OUT.habit_selling] += x[C.habit_selling, i]
    out[OUT.fear] += x[C.fear, i]
    out[OUT.attitude] += x[C.attitude, i]
    out[OUT.self_efficacy] += x[C.self_efficacy, i]
    out[OUT.energy] += x[C.energy, i]
    out[OUT.recognition] += x[C.recognition, i]
    out[OUT.resistance] += x[C.resistance, i]
    out[OUT.euphoria] += x[C.euphoria, i]
    out[OUT.skill_selling] += x[C.skill_selling, i]
    out[OUT.skill_advising] += x[C.skill_advising, i]
    out[OUT.satisfaction] += x[C.satisfaction, i]
    out[OUT.strategic_contacts] += x[C.strategic_contacts, i]
    out[OUT.intention] += q[Q.intention, i]
    out[OUT.change_capacity] += conditions.change_capacity(
        t[T.safety, team], x[C.energy, i], t[T.exchange, team], x[C.learning_orientation, i],
        t[T.self_reflection, team], x[C.resistance, i])
    q[Q.skill, i] = x[C.skill_selling, i]
    if q[Q.with_book, i] > 0.0:
        out[OUT.behaviour] += q[Q.behaviour, i]
        out[OUT.adoption] += 1.0 if q[Q.behaviour, i] >= w.goals.adoption_level else 0.0


@compiled()
def observe_book(x, q, i, arriving, out):
    """Customers of a position at the end of the quarter."""
    held = x[C.customers, i]
    out[OUT.customers] += held
    out[OUT.trust] += held * x[C.trust, i]
    out[OUT.service] += held * q[Q.service, i]
    out[OUT.customer_value] += held * x[C.maturity, i]
    out[OUT.customers_won] += arriving
    out[OUT.customers_lost] += q[Q.lost, i]


@compiled()
def observe_teams(w, t, out):
    """Sums of what the members of a team perceive alike."""
    for team in range(w.size.teams):
        present = t[T.present, team]
        out[OUT.safety] += t[T.safety, team] * present
        out[OUT.exchange] += t[T.exchange, team] * present
        out[OUT.coherence] += t[T.coherence, team] * present
        out[OUT.pressure] += t[T.pressure, team] * present
        out[OUT.listening] += t[T.heard, team] * present
        out[OUT.cost_leaders] += w.costs.leader if t[T.opened, team] > 0.0 else 0.0
        out[OUT.headcount] += present
        out[OUT.vacancies] += t[T.opened, team] - present


MEANS_OF_ALL = (
    OUT.habit_advising, OUT.habit_selling, OUT.fear, OUT.attitude, OUT.self_efficacy, OUT.energy, OUT.recognition,
    OUT.resistance, OUT.euphoria, OUT.skill_selling, OUT.skill_advising, OUT.satisfaction, OUT.strategic_contacts,
    OUT.intention, OUT.change_capacity, OUT.safety, OUT.exchange, OUT.coherence, OUT.pressure, OUT.listening)
COSTS = (OUT.cost_people, OUT.cost_bonus, OUT.cost_leaders, OUT.cost_measures, OUT.cost_hiring, OUT.cost_severance)


@compiled()
def spread(w, values, weights, mean, count):
    """Standard deviation of the values that count."""
    total = 0.0
    for i in range(w.size.slots):
        off = values[i] - mean
        total += off * off * weights[i]
    return math.sqrt(total / count)


@compiled()
def conclude(w, q, t, with_book, margin, out):
    """From sums to means, and the ledger."""
    observe_teams(w, t, out)
    everybody, books = max(out[OUT.headcount], 1e-12), max(with_book, 1e-12)
    out[OUT.advisors], out[OUT.sellers] = with_book, out[OUT.headcount] - with_book
    for k in MEANS_OF_ALL:
        out[k] /= everybody
    out[OUT.behaviour] /= books
    out[OUT.adoption] /= books
    out[OUT.behaviour_spread] = spread(w, q[Q.behaviour], q[Q.with_book], out[OUT.behaviour], books)
    out[OUT.skill_spread] = spread(w, q[Q.skill], q[Q.worked], out[OUT.skill_selling], everybody)
    out[OUT.trust] /= max(out[OUT.customers], 1e-12)
    out[OUT.service] /= max(out[OUT.customers], 1e-12)
    out[OUT.customer_value] *= w.book.revenue_per_customer * w.costs.contribution_margin * w.costs.residual_quarters
    out[OUT.cost_severance] = out[OUT.dismissed] * w.costs.severance
    out[OUT.revenue] = out[OUT.revenue_book] + out[OUT.revenue_new] + out[OUT.revenue_cross]
    out[OUT.margin] = out[OUT.revenue] * margin
    for k in COSTS:
        out[OUT.cost] += out[k]
    out[OUT.profit] = out[OUT.margin] - out[OUT.cost]


@compiled()
def cost_of_measures(w, plan, r, quarter, programmes):
    """What the measures in force cost this quarter: per person reached, and per leader."""
    total = 0.0
    for k in range(plan.unit_target.size):
        if plan.unit_dose[quarter, k] == 0.0:
            continue
        count = 0.0
        for i in range(w.size.slots):
            if r.x[C.present, i] > 0.0 and reached(w, r.x, i, plan.unit_target[k]):
                count += 1.0
        total += count * plan.unit_price[k] * plan.unit_dose[quarter, k]
    leaders = 0.0
    for team in range(w.size.teams):
        leaders += 1.0 if r.t[T.opened, team] > 0.0 else 0.0
    return total + leaders * w.costs.leader_programme * programmes
