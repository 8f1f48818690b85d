"""Start of the quarter: open positions, split roles, regroup books. Rare, so written for reading."""

from __future__ import annotations

import math

import numpy as np

from benchmarks.limit.chance import KEY, stream, uniform
from benchmarks.limit.columns import LEVEL, C, T
from benchmarks.limit.compiled_laws import customers, habit
from benchmarks.limit.counts import binomial_count
from benchmarks.limit.jit import compiled
from benchmarks.limit.react import take_in
from benchmarks.limit.start import sort


@compiled()
def lose_with_person(w, x, i, part, exchanged, started):
    """Customers who go when the person changes for a part of the book; the trust of the others suffers."""
    chance = customers.loss_when_person_changes(exchanged, w.p.customers) * part
    lost = binomial_count(uniform(started, i), x[C.customers, i], chance) if x[C.customers, i] > 0.0 else 0.0
    x[C.customers, i] -= lost
    x[C.trust, i] = customers.trust_after_break(x[C.trust, i], part, w.p.customers)
    return lost


@compiled()
def part_dealt(total, hands, place, quarter):
    """How many of some customers the one in this place gets, when they are dealt out as evenly as possible."""
    each = math.floor(total / hands)
    return each + (1.0 if (place + quarter) % hands < total - each * hands else 0.0)


@compiled()
def has_book(x, i):
    """Whether somebody is there who cares for customers."""
    return x[C.present, i] > 0.0 and x[C.seller, i] == 0.0


@compiled()
def choose_sellers(w, r, chosen, share):
    """Those with the strongest hunting disposition among those with a book: 1 for each of them."""
    key, hands = r.spare[0], 0.0
    for i in range(w.size.slots):
        chosen[i] = 0.0
        key[i] = -r.x[C.hunting, i] if has_book(r.x, i) else 0.0
        hands += 1.0 if has_book(r.x, i) else 0.0
    sort(key, r.order, w.size.slots)
    for place in range(math.floor(share * hands + 0.5)):
        i = r.order[place]
        chosen[i] = 1.0 if has_book(r.x, i) else 0.0


@compiled()
def pass_on(w, r, quarter, chosen, before):
    """Deal the books of the chosen out to those who keep theirs; `before` is who had how many customers."""
    x, keepers, total = r.x, 0.0, 0.0
    maturity, fresh, trust, potential = 0.0, 0.0, 0.0, 0.0
    for i in range(w.size.slots):
        before[i] = held = x[C.customers, i]
        if chosen[i] > 0.0:
            total += held
            maturity += held * x[C.maturity, i]
            fresh += held * x[C.fresh, i]
            trust += held * x[C.trust, i]
            potential += held * x[C.potential, i]
        elif has_book(x, i):
            keepers += 1.0
    if keepers == 0.0:
        return
    place, count = 0.0, max(total, 1.0)
    for i in range(w.size.slots):
        if chosen[i] > 0.0:
            x[C.customers, i] = 0.0
        elif has_book(x, i):
            take_in(x, i, part_dealt(total, keepers, place, quarter), maturity / count, fresh / count, trust / count,
                    potential / count)
            place += 1.0


@compiled()
def split_roles(w, st, r, quarter, share, started):
    """Some reps become dedicated sellers; their books, and what leaders are measured on, are passed on."""
    x, before, chosen, lost = r.x, r.spare[0], r.spare[1], 0.0
    choose_sellers(w, r, chosen, share)
    for i in range(w.size.slots):
        if chosen[i] > 0.0:
            lost += lose_with_person(w, x, i, 1.0, 0.0, started)
    pass_on(w, r, quarter, chosen, before)
    for team in range(w.size.teams):
        moved = 0.0
        for i in range(st.team_first[team], st.team_first[team + 1]):
            moved += (x[C.customers, i] - before[i]) * w.usual.revenue_per_customer
            x[C.seller, i] = max(x[C.seller, i], chosen[i])
            x[C.wanted_seller, i] = max(x[C.wanted_seller, i], chosen[i])
        r.t[T.target, team] = max(r.t[T.target, team] + moved, 0.0)
    return lost


@compiled()
def open_positions(w, x, first, opening):
    """Open positions for dedicated sellers; recruiting starts."""
    for i in range(first, first + opening):
        x[C.opened, i] = x[C.seller, i] = x[C.wanted_seller, i] = 1.0


@compiled()
def reorganise(w, plan, st, r, quarter, run_key):
    """Returns the customers lost by it."""
    x, level, lost = r.x, plan.levels[quarter], 0.0
    started = stream(run_key, KEY.UPROOT, quarter)
    if level[LEVEL.sellers] > 0.0:
        before = int(np.sum(plan.levels[:quarter, LEVEL.sellers]))
        open_positions(w, x, w.size.reps + before, int(level[LEVEL.sellers]))
    if level[LEVEL.split] > 0.0:
        lost += split_roles(w, st, r, quarter, level[LEVEL.split], started)
    if level[LEVEL.regroup] > 0.0:
        for i in range(w.size.slots):
            if has_book(x, i):
                lost += lose_with_person(w, x, i, level[LEVEL.regroup] * w.p.customers.regrouped, 0.0, started)
    if level[LEVEL.shake] > 0.0:
        for i in range(w.size.slots):
            x[C.habit_advising, i] = habit.habit_after_shock(x[C.habit_advising, i], level[LEVEL.shake], w.p.habit)
            x[C.habit_selling, i] = habit.habit_after_shock(x[C.habit_selling, i], level[LEVEL.shake], w.p.habit)
    return lost
