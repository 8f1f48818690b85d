"""Second pass: each rep perceives, wants, does, and splits the time; attempts follow."""

from __future__ import annotations

from benchmarks.limit.chance import KEY, stream, uniform
from benchmarks.limit.columns import LEVEL, NOW, C, Q, T
from benchmarks.limit.compiled_laws import energy, habit, intention, learning, reward, selling
from benchmarks.limit.jit import compiled
from benchmarks.limit.perceive import add_measures, see_contacts


@compiled()
def rewards(w, x, q, i, now, appeals):
    """Pulls of money, recognition, careers and appeals, and what a bonus leaves of the attitude's weight."""
    p, need = w.p, x[C.need_for_recognition, i]
    practice, for_selling = now[NOW.recognition_practice], now[NOW.recognition_for_selling]
    felt_pay = reward.felt_reward(now[NOW.to_sell], x[C.pay_level, i], p.reward)
    praise = reward.recognition_of_selling(practice, for_selling, now[NOW.games], p.reward)
    felt_praise = reward.felt_reward(praise, x[C.praise_level, i], p.reward)
    felt_appeals = max(appeals - x[C.appeal_level, i], 0.0)
    return (reward.pull_of_money(felt_pay, x[C.material_motive, i], p.reward),
            reward.pull_of_recognition(felt_praise, practice * (1.0 - for_selling), need, p.reward),
            reward.pull_of_careers(now[NOW.careers_for_selling], need, p.intention),
            intention.pull_of_appeals(felt_appeals, q[Q.credibility, i], p.intention),
            reward.crowding_out(now[NOW.individual], x[C.material_motive, i], p.reward))


@compiled()
def wanted(w, x, q, i, now, appeals, safety, u):
    """Intention: the sum of the pulls, in the order of the engine."""
    p, c = w.p, w.p.intention
    money, praise, careers, appealed, crowding = rewards(w, x, q, i, now, appeals)
    total = habit.pull_of_habit(x[C.habit_advising, i], x[C.habit_selling, i], p.habit)
    total += intention.pull_of_attitude(x[C.attitude, i], crowding, c)
    total += intention.pull_of_self_efficacy(x[C.self_efficacy, i], c)
    total += intention.pull_of_norm(q[Q.norm, i], x[C.threshold, i], x[C.need_for_recognition, i], c)
    total += intention.pull_of_fear(x[C.fear, i], safety, c)
    total += intention.pull_of_identity(x[C.identity, i], c)
    total += intention.pull_of_resistance(x[C.resistance, i], c)
    total += intention.pull_of_euphoria(x[C.euphoria, i], c)
    total = total + money + praise + careers
    total += intention.pull_of_push(q[Q.push, i], c)
    total += appealed
    total += intention.pull_of_exhaustion(x[C.energy, i], c)
    return intention.intention(total + intention.mood(u, c), c)


@compiled()
def split_time(w, x, q, i, now, networking, effort, pairs):
    """Time for customers and for acquisition; returns the attempts."""
    p, org = w.p, w.organisation
    time = selling.customer_time(now[NOW.meetings], q[Q.training, i], networking, p.selling)
    ceiling = org.advisor_acquisition_share + (org.seller_acquisition_share - org.advisor_acquisition_share) * x[
        C.seller, i]
    acquisition = selling.acquisition_time(time, ceiling, q[Q.behaviour, i])
    q[Q.care, i] = time - acquisition
    attempts = selling.attempts_made(acquisition, time, q[Q.capacity, i], effort, x[C.ramp, i], p.selling)
    attempts = attempts * selling.dual_role_factor(acquisition, time, p.selling)
    return attempts * (1.0 - pairs * p.selling.team_time)


@compiled()
def choose(w, r, i, now, level, team, u):
    """Want, do, and split the time."""
    x, q, t = r.x, r.q, r.t
    if q[Q.training, i] > 0.0:
        x[C.euphoria, i] = learning.euphoria_of_training(x[C.euphoria, i], q[Q.training, i], w.p.learning)
    advising, sells = x[C.habit_advising, i], x[C.habit_selling, i]
    want = wanted(w, x, q, i, now, level[LEVEL.appeals], t[T.safety, team], u)
    habitual = habit.habit_choice(advising, sells)
    q[Q.intention, i], q[Q.habitual, i] = want, habitual
    q[Q.behaviour, i] = habit.behaviour(x[C.behaviour, i], habit.habit_control(advising, sells, w.p.habit), habitual,
                                        want, w.p.intention)
    q[Q.networking, i] = t[T.networking, team]
    q[Q.attempts, i] = split_time(w, x, q, i, now, t[T.networking, team], t[T.effort, team], level[LEVEL.pairs])


@compiled()
def decide(w, plan, st, r, quarter, run_key):
    """Returns sums over all: attempts, behaviour, people present, people with a book."""
    x, q, now, level = r.x, r.q, plan.now[quarter], plan.levels[quarter]
    mood = stream(run_key, KEY.MOOD, quarter)
    attempts, behaviour, present, with_book = 0.0, 0.0, 0.0, 0.0
    for team in range(w.size.teams):
        coherence = r.t[T.coherence, team]
        for i in range(st.team_first[team], st.team_first[team + 1]):
            q[Q.worked, i] = x[C.present, i]
            q[Q.with_book, i] = x[C.present, i] * (1.0 - x[C.seller, i])
            if x[C.opened, i] == 0.0:
                continue
            q[Q.capacity, i] = energy.working_capacity(x[C.energy, i], w.p.energy)
            if x[C.present, i] == 0.0:
                for k in range(Q.training, Q.capacity):
                    q[k, i] = 0.0
                continue
            see_contacts(w, r, i, coherence)
            add_measures(w, plan, r, quarter, i, team)
            choose(w, r, i, now, level, team, uniform(mood, i))
            attempts += q[Q.attempts, i]
            behaviour += q[Q.behaviour, i]
            present += 1.0
            with_book += q[Q.with_book, i]
    return attempts, behaviour, present, with_book
