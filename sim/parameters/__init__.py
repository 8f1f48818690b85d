"""Numbers that have parents: every parameter of every law, declared once."""

from __future__ import annotations

from sim.parameters.behaviour import Attitude, Energy, Fear, Habit, Influence, Intention, Reward
from sim.parameters.business import Customers, Pay, Selling, Turnover
from sim.parameters.declare import Section
from sim.parameters.learning import Coaching, Conditions, Exchange, Leading, Learning


class Parameters(Section):
    """All parameters of the laws, by family."""

    habit: Habit = Habit()
    intention: Intention = Intention()
    reward: Reward = Reward()
    fear: Fear = Fear()
    attitude: Attitude = Attitude()
    influence: Influence = Influence()
    energy: Energy = Energy()
    learning: Learning = Learning()
    coaching: Coaching = Coaching()
    exchange: Exchange = Exchange()
    leading: Leading = Leading()
    conditions: Conditions = Conditions()
    selling: Selling = Selling()
    customers: Customers = Customers()
    turnover: Turnover = Turnover()
    pay: Pay = Pay()
