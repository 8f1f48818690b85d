"""Third pass: opportunities, deals due, revenue, customers who leave, customers handed over."""

from __future__ import annotations

from benchmarks.limit.chance import KEY, stream, uniform
from benchmarks.limit.columns import NOW, OUT, C, Q, T
from benchmarks.limit.compiled_laws import customers, fear, money, selling
from benchmarks.limit.counts import binomial_count, poisson_count
from benchmarks.limit.jit import compiled


@compiled()
def expected_leads(w, x, i, attempts, room, demand, open_prospects):
    """Expected opportunities with new customers of a rep who is present."""
    mean = selling.opportunities(attempts, x[C.skill_selling, i], room, demand, w.behaviour.acquisition_yield,
                                 w.p.selling)
    referred = customers.referrals(x[C.customers, i], x[C.trust, i], demand, w.p.customers)
    known = selling.leads_from_contacts(x[C.strategic_contacts, i], demand, w.p.selling)
    return mean + (referred + known) * open_prospects


@compiled()
def served(w, x, q, i, everybody):
    """Service that a book of customers gets; colleagues stand in for a vacant position."""
    p = w.p.customers
    covered = customers.coverage(q[Q.care, i], x[C.customers, i], p) if x[C.present, i] > 0.0 else p.stand_in
    gain = w.behaviour.productivity_gain * q[Q.behaviour, i] * everybody
    return customers.service(covered, x[C.skill_advising, i], q[Q.capacity, i], gain, p)


@compiled()
def expected_further(w, x, q, i, demand):
    """Expected opportunities with the customers of a book."""
    return customers.further_opportunities(x[C.customers, i], x[C.potential, i], x[C.trust, i], q[Q.service, i],
                                           demand, w.p.customers)


@compiled()
def drawn(started, i, mean):
    """A Poisson count, for which nothing is drawn where nothing can come."""
    return poisson_count(uniform(started, i), mean) if mean > 0.0 else 0.0


@compiled()
def due_after(waiting, position, cycle, i, fresh):
    """Take in fresh opportunities, and return those now due."""
    if cycle == 0:
        return fresh
    due = waiting[position, i]
    waiting[position, i] = fresh
    return due


@compiled()
def fill_pipeline(w, st, r, run_key, demand, room, everybody):
    """Opportunities of the quarters before the first, as many as are usual."""
    x, q = r.x, r.q
    for i in range(w.size.slots):
        new, existing = 0.0, 0.0
        if x[C.opened, i] > 0.0:
            q[Q.service, i] = served(w, x, q, i, everybody)
            new = expected_leads(w, x, i, q[Q.attempts, i], room, demand, 1.0)
            existing = expected_further(w, x, q, i, demand)
        for k in range(w.size.cycle_new):
            r.new[k, i] = drawn(stream(run_key, st.before_new[k], 0), i, new)
        for k in range(w.size.cycle_existing):
            r.existing[k, i] = drawn(stream(run_key, st.before_existing[k], 0), i, existing)


@compiled()
def sell_new(w, r, i, quarter, streams, mean, odds, advice):
    """Opportunities with new customers; returns those due and those won."""
    leads = drawn(streams[0], i, mean)
    r.q[Q.leads, i] = leads
    due = due_after(r.new, (quarter - 1) % max(w.size.cycle_new, 1), w.size.cycle_new, i, leads)
    if due == 0.0:
        return due, due
    chance = selling.win_odds(w.market.win_rate_new, r.x[C.skill_selling, i], r.q[Q.pushy, i], advice, odds,
                              w.p.selling)
    return due, binomial_count(uniform(streams[1], i), due, chance)


@compiled()
def sell_further(w, r, i, quarter, streams, demand, odds, advice):
    """Further deals with existing customers."""
    found = drawn(streams[2], i, expected_further(w, r.x, r.q, i, demand))
    due = due_after(r.existing, (quarter - 1) % max(w.size.cycle_existing, 1), w.size.cycle_existing, i, found)
    if due == 0.0:
        return due
    chance = selling.win_odds(w.market.win_rate_existing, r.x[C.skill_advising, i], r.q[Q.pushy, i], advice, odds,
                              w.p.selling)
    return binomial_count(uniform(streams[3], i), due, chance)


@compiled()
def account(w, x, q, i, now, won, out):
    """Revenue and pay of a position; returns the revenue."""
    per_customer, held = w.book.revenue_per_customer, x[C.customers, i]
    new = max(held * (x[C.maturity, i] - 1.0 + x[C.fresh, i]), 0.0) * per_customer
    old = held * x[C.maturity, i] * per_customer - new
    cross = q[Q.sold, i] * w.book.cross_sale_value
    out[OUT.revenue_book] += old
    out[OUT.revenue_new] += new
    out[OUT.revenue_cross] += cross
    total = old + new + cross
    if q[Q.worked, i] > 0.0:
        org, sells = w.organisation, x[C.seller, i]
        each = w.costs.rep + (w.costs.seller - w.costs.rep) * sells
        ceiling = org.advisor_acquisition_share + (
            org.seller_acquisition_share - org.advisor_acquisition_share) * sells
        reached = money.attainment(won, total, ceiling, w.book.customers_per_rep * w.usual.revenue_per_customer,
                                   max(now[NOW.new_business_share], sells), w.p.pay)
        out[OUT.cost_people] += money.fixed_cost(1.0, now[NOW.variable_share], w.p.pay) * each
        out[OUT.cost_bonus] += money.bonus_cost(1.0, now[NOW.variable_share], reached, w.p.pay) * each
    return total


@compiled()
def lose(w, x, i, now, started):
    """Customers who leave for want of trust."""
    if x[C.customers, i] == 0.0:
        return 0.0
    chance = customers.churn_probability(w.book.churn_per_year, x[C.trust, i], w.book.trust, now[NOW.churn_shock],
                                         w.p.customers)
    lost = binomial_count(uniform(started, i), x[C.customers, i], chance)
    x[C.customers, i] -= lost
    return lost


@compiled()
def hand_over(w, x, q, i, exchanged, won, streams):
    """Customers whom a seller hands to advisors, and who of them are lost on the way."""
    if x[C.seller, i] == 0.0 or won == 0.0:
        return 0.0, 0.0
    handed = binomial_count(uniform(streams[5], i), won, w.organisation.handover_share)
    q[Q.kept, i] = won - handed
    if handed == 0.0:
        return 0.0, 0.0
    return handed, binomial_count(uniform(streams[6], i), handed, customers.loss_in_handover(exchanged, w.p.customers))


@compiled()
def sell(w, plan, st, r, quarter, run_key, demand, room, open_prospects, everybody, with_book, out):
    """Returns the customers handed to advisors, and those lost on the way."""
    x, q, now, yielding = r.x, r.q, plan.now[quarter], w.behaviour.acquisition_yield
    streams = (stream(run_key, KEY.LEADS, quarter), stream(run_key, KEY.WIN_NEW, quarter),
               stream(run_key, KEY.CROSS_LEADS, quarter), stream(run_key, KEY.WIN_CROSS, quarter),
               stream(run_key, KEY.CHURN, quarter), stream(run_key, KEY.HAND, quarter),
               stream(run_key, KEY.HAND_LOSS, quarter))
    arriving, failed = 0.0, 0.0
    for team in range(w.size.teams):
        for i in range(st.team_first[team], st.team_first[team + 1]):
            if x[C.opened, i] == 0.0:
                continue
            attempts, skill, mean = q[Q.attempts, i], x[C.skill_selling, i], 0.0
            if x[C.present, i] > 0.0:
                mean = expected_leads(w, x, i, attempts, room, demand, open_prospects)
            q[Q.pushy, i] = selling.pushiness(r.t[T.pressure, team], skill, q[Q.behaviour, i], yielding)
            due, won = sell_new(w, r, i, quarter, streams, mean, r.t[T.odds, team], now[NOW.advice])
            q[Q.service, i] = served(w, x, q, i, everybody)
            q[Q.sold, i] = sell_further(w, r, i, quarter, streams, demand, r.t[T.odds, team], now[NOW.advice])
            succeeded, rejected = selling.outcomes_of_trying(attempts, q[Q.leads, i], skill, yielding)
            q[Q.good, i] = fear.successes(succeeded, won, w.p.fear)
            q[Q.bad, i] = fear.failures(rejected, due - won, w.p.fear)
            r.t[T.bad, team] += q[Q.bad, i]
            r.t[T.revenue, team] += account(w, x, q, i, now, won, out)
            q[Q.lost, i] = lose(w, x, i, now, streams[4])
            q[Q.kept, i] = won
            out[OUT.attempts] += attempts
            out[OUT.leads] += q[Q.leads, i]
            out[OUT.wins] += won
            out[OUT.deals] += q[Q.sold, i]
            if with_book > 0.0:
                handed, gone = hand_over(w, x, q, i, r.t[T.exchange, team], won, streams)
                arriving += handed - gone
                failed += gone
    return arriving, failed
