"""The state of one run before the first quarter: network, people, books and leaders."""

from __future__ import annotations

import math
from collections import namedtuple

import numpy as np

from benchmarks.limit.chance import KEY, cut_normal, ndtri, stream, uniform
from benchmarks.limit.columns import NOW, SHOWN, C, Q, T
from benchmarks.limit.compiled_laws import habit
from benchmarks.limit.jit import compiled
from sim.people.network import KATZ

Run = namedtuple("Run", "x q t shown contacts central new existing order spare")
"""Everything that moves in a run: people, the quarter, teams, what others see, contacts of (slots, contacts), who is
most central, opportunities not yet decided of (quarters to wait, slots), and room for sorting."""


def empty_run(size):
    """Room for a run; all runs of a batch use the same."""
    return Run(np.zeros((len(C), size.slots)), np.zeros((len(Q), size.slots)), np.zeros((len(T), size.teams)),
               np.zeros((size.slots, len(SHOWN))), np.zeros((size.slots, size.contacts), dtype=np.int64),
               np.zeros(size.slots), np.zeros((max(size.cycle_new, 1), size.slots)),
               np.zeros((max(size.cycle_existing, 1), size.slots)), np.zeros(size.slots, dtype=np.int64),
               np.zeros((2, size.slots)))


@compiled()
def sort(values, order, count):
    """Positions of the values in ascending order, by insertion: stable, and the fastest for some dozens."""
    for i in range(count):
        place = i
        while place > 0 and values[order[place - 1]] > values[i]:
            order[place] = order[place - 1]
            place -= 1
        order[place] = i


@compiled()
def sort_by_luck(decision, run_key, reps, r):
    """The reps in the order of their uniforms."""
    started, values = stream(run_key, decision, 0), r.spare[0]
    for i in range(reps):
        values[i] = uniform(started, i)
    sort(values, r.order, reps)


@compiled()
def draw_network(w, st, r, run_key):
    """Draw the contacts; a uniform for the other team only where one listens to another team."""
    sort_by_luck(KEY.PROMINENCE, run_key, w.size.reps, r)
    for k in range(w.size.contacts):
        rewire, contact = stream(run_key, st.rewire[k], 0), stream(run_key, st.contact[k], 0)
        for i in range(w.size.slots):
            if st.inside[i, k] and uniform(rewire, i) >= w.organisation.contacts_between_teams:
                r.contacts[i, k] = st.ring[i, k]
                continue
            place = w.size.reps * math.exp(w.p.influence.prominence * math.log(uniform(contact, i)))
            target = r.order[min(int(place), w.size.reps - 1)]
            clash = target == i if w.size.rep_teams == 1 else st.team_of[target] == st.team_of[i]
            r.contacts[i, k] = st.next_door[target] if clash else target


@compiled()
def find_opinion_leaders(w, r):
    """Mark the reps with the most listeners, and listeners of listeners."""
    reps, listeners, second = w.size.reps, r.spare[0], r.spare[1]
    listeners[:] = 0.0
    second[:] = 0.0
    for i in range(reps):
        for j in r.contacts[i]:
            listeners[j] += 1.0
    for i in range(reps):
        for j in r.contacts[i]:
            second[j] += listeners[i]
    r.central[:] = 0.0
    for _ in range(w.size.leaders):
        best = -1
        for i in range(reps):
            if r.central[i] == 0.0 and (best < 0 or listeners[i] + KATZ * second[i]
                                        > listeners[best] + KATZ * second[best]):
                best = i
        r.central[best] = 1.0


@compiled()
def draw_person(w, tr, st, x, run_key, quarter, i, sells):
    """Traits of the person who takes a position, and the states that follow from them."""
    drawn, threshold = tr.drawn, tr.threshold
    for k in range(drawn.key.size):
        u = uniform(stream(run_key, drawn.key[k], quarter), i)
        x[tr.column[k], i] = cut_normal(u, drawn.mean[sells, k], drawn.spread, drawn.low[sells, k],
                                        drawn.high[sells, k])
    u = uniform(stream(run_key, threshold.key[0], quarter), i)
    x[C.threshold, i] = cut_normal(u, threshold.mean[0, 0], threshold.spread, threshold.low[0, 0],
                                   threshold.high[0, 0])
    x[C.pace, i] = math.exp(w.p.habit.spread * ndtri(uniform(stream(run_key, tr.pace, quarter), i)))
    own = uniform(stream(run_key, tr.style, quarter), i)
    shared = uniform(stream(run_key, tr.team_style, 0), st.team_of[i])
    mixed = w.organisation.team_diversity
    x[C.style, i] = mixed * own + (1.0 - mixed) * shared


@compiled()
def settle(w, x, i, now):
    """States on the first day that follow from the traits and from what is usual."""
    x[C.present, i] = 1.0
    x[C.disposition_to_fear, i] = x[C.fear, i]
    x[C.habit_floor, i] = w.p.habit.floor * x[C.habit_advising, i]
    x[C.advising_ceiling, i] = min(x[C.skill_advising, i] / w.usual.skill_share, 1.0)
    x[C.energy, i] = w.usual.energy
    x[C.resistance, i] = w.people.spread_resistance
    x[C.satisfaction, i] = w.p.turnover.usual_satisfaction
    x[C.behaviour, i] = habit.habit_choice(x[C.habit_advising, i], x[C.habit_selling, i])
    x[C.pay_level, i] = now[NOW.to_sell]
    x[C.praise_level, i] = now[NOW.recognition_practice] * now[NOW.recognition_for_selling]


@compiled()
def seat_reps(w, tr, st, r, run_key, now):
    """Put the reps of the first day into their slots, each with a book of customers."""
    x = r.x
    sells = r.spare[1]
    sells[:] = 0.0
    if w.size.advisors < w.size.reps:
        sort_by_luck(KEY.KIND, run_key, w.size.reps, r)
        for place in range(w.size.advisors, w.size.reps):
            sells[r.order[place]] = 1.0
    tenure = stream(run_key, tr.tenure, 0)
    for i in range(w.size.reps):
        draw_person(w, tr, st, x, run_key, 0, i, int(sells[i]))
        settle(w, x, i, now)
        x[C.opened, i] = x[C.ramp, i] = x[C.maturity, i] = 1.0
        x[C.opinion_leader, i] = r.central[i]
        if r.central[i] > 0.0:
            x[C.resistance, i] = w.framework.opinion_leader_resistance
        x[C.tenure, i] = -math.log(uniform(tenure, i)) * 4.0 * w.people.tenure_years
        x[C.strategic_contacts, i] = w.usual.contacts
        x[C.customers, i] = w.book.customers_per_rep
        x[C.trust, i] = w.book.trust
        x[C.potential, i] = w.book.cross_sale_potential


@compiled()
def seat_leaders(w, tr, st, r, run_key):
    """Draw the leaders, and set what they are measured on."""
    cut = tr.leaders
    for team in range(w.size.teams):
        for k in range(4):
            u = uniform(stream(run_key, cut.key[k], 0), team)
            value = cut_normal(u, cut.mean[0, k], cut.spread, cut.low[0, k], cut.high[0, k])
            r.t[T.pressure + k, team] = r.t[T.base_pressure + k, team] = value
        customers = 0.0
        for i in range(st.team_first[team], st.team_first[team + 1]):
            customers += r.x[C.customers, i]
        r.t[T.target, team] = customers * w.usual.revenue_per_customer


@compiled()
def start(w, plan, st, tr, r, run_key):
    """Everybody in place, books filled, nothing yet in the pipeline."""
    r.x[:] = 0.0
    draw_network(w, st, r, run_key)
    find_opinion_leaders(w, r)
    seat_reps(w, tr, st, r, run_key, plan.now[0])
    seat_leaders(w, tr, st, r, run_key)
