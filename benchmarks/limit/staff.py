"""Part of the fourth pass: who is promoted, leaves, is dismissed or hired."""

from __future__ import annotations

from benchmarks.limit.chance import KEY, stream, uniform
from benchmarks.limit.columns import LEVEL, NOW, OUT, C, T
from benchmarks.limit.compiled_laws import turnover
from benchmarks.limit.jit import compiled
from benchmarks.limit.reorganise import has_book, lose_with_person
from benchmarks.limit.start import draw_person, settle


@compiled()
def promote(w, x, i, careers, u):
    """Promotions honour what careers honour."""
    if u < turnover.promotion_probability(x[C.behaviour, i], careers, w.p.turnover):
        x[C.satisfaction, i] = turnover.satisfaction_after_promotion(x[C.satisfaction, i], 1.0, w.p.turnover)


@compiled()
def wants_to_leave(w, x, i, strain, peers_left, u):
    """Whether a rep leaves."""
    p = w.p.turnover
    newcomer = turnover.newcomer_factor(x[C.tenure, i], w.p.attitude.newcomer_quarters, strain, p)
    return u < turnover.leaving_probability(x[C.satisfaction, i], p.usual_satisfaction, strain, peers_left, newcomer,
                                            p)


@compiled()
def is_dismissed(w, x, i, share, quarter, run_key):
    """Whether a rep must go because the new behaviour has not come."""
    if share == 0.0 or not has_book(x, i) or x[C.tenure, i] < w.p.attitude.newcomer_quarters:
        return False
    return x[C.behaviour, i] < w.goals.adoption_level and uniform(stream(run_key, KEY.DISMISS, quarter), i) < share


@compiled()
def part_with(w, r, i, exchanged, dismissed, quarter, run_key):
    """Empty a position; its opportunities with new customers go with the person. Returns the customers lost."""
    x = r.x
    lost = lose_with_person(w, x, i, 1.0, exchanged, stream(run_key, KEY.BREAK, quarter))
    x[C.present, i] = x[C.behaviour, i] = 0.0
    for k in range(w.size.cycle_new):
        r.new[k, i] = 0.0
    like = uniform(stream(run_key, KEY.HIRE_KIND, quarter), i) >= w.organisation.advisor_share
    x[C.wanted_seller, i] = 1.0 if dismissed or like or x[C.seller, i] > 0.0 else 0.0
    return lost


@compiled()
def take_on(w, plan, tr, st, r, i, quarter, run_key, out):
    """Seat a newcomer."""
    x = r.x
    draw_person(w, tr, st, x, run_key, quarter, i, int(x[C.wanted_seller, i]))
    if uniform(stream(run_key, KEY.MIS_HIRE, quarter), i) < w.p.turnover.mis_hire:
        for name in (C.skill_selling, C.skill_advising, C.hunting):
            x[name, i] *= 1.0 - w.p.turnover.mis_hire_loss
        out[OUT.cost_hiring] += w.costs.mis_hire
    settle(w, x, i, plan.now[quarter])
    for name in (C.ramp, C.euphoria, C.strategic_contacts, C.opinion_leader, C.recognition, C.appeal_level,
                 C.push_level):
        x[name, i] = 0.0
    out[OUT.hired] += 1.0
    out[OUT.cost_hiring] += w.costs.hire


@compiled()
def come_and_go(w, plan, tr, st, r, i, team, peers_left, quarter, run_key, streams, out):
    """End of the quarter for one position."""
    x, t, strain = r.x, r.t, r.t[T.strain, team]
    x[C.left, i] = 0.0
    if x[C.present, i] == 0.0:
        x[C.tenure, i] = 0.0
        if uniform(streams[0], i) < turnover.filling_probability(strain, w.p.turnover):
            take_on(w, plan, tr, st, r, i, quarter, run_key, out)
    else:
        promote(w, x, i, plan.now[quarter, NOW.careers_for_selling], uniform(streams[1], i))
        left = wants_to_leave(w, x, i, strain, peers_left, uniform(streams[2], i))
        dismissed = not left and is_dismissed(w, x, i, plan.levels[quarter, LEVEL.replacement], quarter, run_key)
        x[C.tenure, i] += 1.0
        if left or dismissed:
            out[OUT.customers_lost] += part_with(w, r, i, t[T.exchange, team], dismissed, quarter, run_key)
            out[OUT.leavers if left else OUT.dismissed] += 1.0
            x[C.left, i], x[C.tenure, i] = 1.0, 0.0
    settling = w.p.attitude.newcomer_quarters
    if x[C.tenure, i] >= settling and x[C.tenure, i] - 1.0 < settling:
        x[C.opinion_leader, i] = max(x[C.opinion_leader, i], r.central[i])
    x[C.opinion_leader, i] *= x[C.present, i]
