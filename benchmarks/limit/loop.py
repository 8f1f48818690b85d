"""One run after the other, and in each the order of a quarter in four passes over the positions.

1. look around: conditions of teams, and what everybody shows (all must have shown before anybody sees)
2. decide: see contacts, want, do, split the time (attempts of all share one market)
3. sell: opportunities, deals, revenue, customers who leave (what is handed over is dealt out among all)
4. live on: customers arrive, people feel and learn, are observed, come and go
"""

from __future__ import annotations

import math

from benchmarks.limit.chance import KEY, ndtri, stream, uniform
from benchmarks.limit.columns import LEVEL, NOW, OUT, C, Q, T
from benchmarks.limit.compiled_laws import selling
from benchmarks.limit.decide import decide
from benchmarks.limit.jit import compiled, entry
from benchmarks.limit.observe import conclude, cost_of_measures, observe_book, observe_person
from benchmarks.limit.perceive import look_around
from benchmarks.limit.react import develop, lead, react, stand_empty
from benchmarks.limit.reorganise import part_dealt, reorganise
from benchmarks.limit.sell import fill_pipeline, sell
from benchmarks.limit.staff import come_and_go
from benchmarks.limit.start import start


@compiled()
def demand_in(w, plan, quarter, run_key):
    """Demand with its chance."""
    volatility = w.market.volatility
    luck = ndtri(uniform(stream(run_key, KEY.DEMAND, quarter), 0))
    return plan.now[quarter, NOW.demand] * math.exp(volatility * luck - 0.5 * volatility * volatility)


@compiled()
def live_on(w, plan, st, tr, r, quarter, run_key, handed, with_book, out):
    """Fourth pass: what the quarter does to each position."""
    x, q, t, now, level = r.x, r.q, r.t, plan.now[quarter], plan.levels[quarter]
    streams = (stream(run_key, KEY.FILL, quarter), stream(run_key, KEY.PROMOTE, quarter),
               stream(run_key, KEY.LEAVE, quarter))
    place = 0.0
    for team in range(w.size.teams):
        for i in range(st.team_first[team], st.team_first[team + 1]):
            if x[C.opened, i] == 0.0:
                continue
            arriving = q[Q.kept, i]
            if q[Q.with_book, i] > 0.0:
                if handed > 0.0:
                    arriving += part_dealt(handed, with_book, place, quarter)
                place += 1.0
            develop(w, x, q, i, arriving, now[NOW.advice])
            if x[C.present, i] > 0.0:
                react(w, x, q, t, i, team, now, level)
                observe_person(w, x, q, t, i, team, out)
            else:
                stand_empty(w, x, q, i, t[T.strain, team], level)
            come_and_go(w, plan, tr, st, r, i, team, q[Q.peers_left, i], quarter, run_key, streams, out)
            observe_book(x, q, i, arriving, out)


@compiled()
def live_quarter(w, plan, st, tr, r, quarter, run_key, open_prospects, out):
    """One quarter of one run; returns the share of prospects still open."""
    market = w.market
    out[OUT.customers_lost] = reorganise(w, plan, st, r, quarter, run_key)
    look_around(w, plan, st, r, quarter)
    out[OUT.cost_measures] = cost_of_measures(w, plan, r, quarter, plan.levels[quarter, LEVEL.leader_programmes])
    attempts, behaviour, present, with_book = decide(w, plan, st, r, quarter, run_key)
    room = selling.market_yield(attempts / market.prospects, open_prospects, w.p.selling)
    handed, failed = sell(w, plan, st, r, quarter, run_key, demand_in(w, plan, quarter, run_key), room,
                          open_prospects, behaviour / max(present, 1.0), with_book, out)
    live_on(w, plan, st, tr, r, quarter, run_key, handed, with_book, out)
    conclude(w, r.q, r.t, with_book, plan.now[quarter, NOW.margin], out)
    lead(w, plan, r, quarter)
    won = (out[OUT.customers_won] + failed) / market.prospects
    return min(max(open_prospects - won + market.renewal * (1.0 - open_prospects), 0.0), 1.0)


@entry()
def simulate_runs(w, plan, st, tr, r, run_keys, out):
    """All runs, one after the other; `out` of shape (runs, quarters, outcomes) must be zero."""
    for run in range(run_keys.size):
        key = run_keys[run]
        start(w, plan, st, tr, r, key)
        look_around(w, plan, st, r, 0)
        attempts, behaviour, present, _ = decide(w, plan, st, r, 0, key)
        room = selling.market_yield(attempts / w.market.prospects, 1.0, w.p.selling)
        fill_pipeline(w, st, r, key, demand_in(w, plan, 0, key), room, behaviour / max(present, 1.0))
        open_prospects = 1.0
        for quarter in range(1, w.size.quarters + 1):
            open_prospects = live_quarter(w, plan, st, tr, r, quarter, key, open_prospects, out[run, quarter - 1])
