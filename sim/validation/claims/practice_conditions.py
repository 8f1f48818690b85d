"""Putting a strategy into practice (seed 002), conditions and structure: claims C9 to C16."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from sim.arrays import Array
from sim.scenario.measures import Measure
from sim.validation.claims.claim import Claim, Side
from sim.validation.claims.common import (
    APPEALS,
    BONUS,
    COACHING,
    COHERENT,
    CONTRADICTING,
    CULTURE,
    FULL,
    JOINT,
    LITTLE,
    PUSHED,
    RECOGNITION,
    TARGETS,
    TRAINING,
    change,
    little,
    on_average,
    pp,
)
from sim.validation.claims.treatments import Treatments, last, measure, total

SPLIT = measure("reorganisation", 3, form="role_split")
SEGMENTS = measure("reorganisation", 3, 14, form="segment_split")
PAIRS = measure("reorganisation", 3, 14, form="team_selling")
NETWORKING = measure("networking_time", 1, 16)
UNPAID = tuple(m for m in PUSHED if m is not BONUS)
"""A programme that leaves the bonus as it is, so that the bonus can be one of the conditions."""
ABILITY, STEERING, CONDITIONS = (TRAINING, COACHING), (BONUS, TARGETS), (RECOGNITION, CULTURE, JOINT)
PUT_RIGHT: dict[str, dict[str, Any]] = {
    "working conditions": {"framework__workload": 0.2}, "demands": {"framework__goal_conflict": 0.0},
    "leadership": {"leadership__listening": 0.9}, "error culture": {"framework__error_culture": 0.9},
    "recognition": {"framework__recognition_for_selling": 0.9}, "latitude": {"framework__autonomy": 0.9},
    "bonus": {"framework__bonus__new_business_share": 0.9}, "density of rules": {"framework__rules_density": 0.1},
    "careers": {"framework__careers_for_selling": 0.9}}
"""The factors of the culture, each in a state that supports selling."""
TOOL: dict[str, Any] = {
    "organisation__advisor_share": 0.9, "organisation__advisor_acquisition_share": 0.1,
    "people__habit_advising": 0.75, "people__habit_selling": 0.05, "people__fear_of_failure": 0.35,
    "people__attitude_to_selling": 0.40, "people__advisory_identity": 0.50, "people__selling_skill": 0.30,
    "people__self_efficacy": 0.50, "people__hunting_disposition": 0.45,
    "framework__bonus__new_business_share": 0.0, "framework__recognition_for_selling": 0.10,
    "framework__careers_for_selling": 0.10, "behaviour__acquisition_yield": 0.0,
    "behaviour__productivity_gain": 0.12, "parameters__habit__occasions": 65.0,
    "parameters__customers__referrals": 0.21, "parameters__selling__attempts": 65.0}
"""What 'scenarios/crm_rollout.toml' says: the behaviour is the use of a tool."""


def weakest_condition(w: Treatments) -> Array:
    """Behaviour added by the one of the conditions that adds least when it alone is put right, pp."""
    alone = last(w(*UNPAID), "behaviour")
    return pp(on_average([last(w(*UNPAID, **right), "behaviour") - alone for right in PUT_RIGHT.values()])[0])


def in_frames(w: Treatments, *measures: Measure) -> tuple[Array, Array]:
    """Behaviour by the measures in a contradicting frame, and in a coherent one."""
    return w.effect("behaviour", *measures, **CONTRADICTING), w.effect("behaviour", *measures, **COHERENT)


def hollow(w: Treatments) -> Array:
    """Behaviour by appeals in a coherent frame minus in a contradicting one, pp."""
    contradicted, supported = in_frames(w, APPEALS)
    return pp(supported - contradicted)


def incentives_act_slowly(w: Treatments) -> Array:
    """Behaviour by reorganisation and bonus in a coherent frame minus in a contradicting one, pp."""
    contradicted, supported = in_frames(w, SEGMENTS, BONUS)
    return pp(supported - contradicted)


def resisted(w: Treatments, leaders: float, others: float) -> Array:
    """Adoption by the programme at a resistance of opinion leaders and of the others."""
    return last(w(*FULL, framework__opinion_leader_resistance=leaders, people__spread_resistance=others), "adoption")


def prominent_few(w: Treatments) -> Array:
    """Adoption when resistance is spread over all minus when opinion leaders hold as much of it, pp."""
    reps = w.scenario.organisation.reps
    each = 0.8 * math.ceil(float(w.scenario.parameters.influence.leader_share) * reps - 1e-9) / reps
    return pp(resisted(w, each, each) - resisted(w, 0.8, 0.0))


def all_three(w: Treatments) -> Array:
    """Adoption by ability, steering and conditions together minus by the best one or two of them, pp."""
    fewer = (ABILITY, STEERING, CONDITIONS, ABILITY + STEERING, ABILITY + CONDITIONS, STEERING + CONDITIONS)
    best = on_average([last(w(*some), "adoption") for some in fewer])[1]
    return pp(last(w(*ABILITY, *STEERING, *CONDITIONS), "adoption") - best)


def closings(w: Treatments, option: Measure) -> Array:
    """Closings with new and with existing customers, by a structural option minus by carrying on."""
    return np.asarray(w.flow("wins", option) + w.flow("deals", option))


def case_handling(w: Treatments, complexity: float) -> Array:
    """Customers won with few rules minus with dense ones."""
    few, many = (total(w(framework__rules_density=r, market__complexity=complexity), "wins") for r in (0.1, 0.9))
    return np.asarray(few - many)


def tool_lives_by_use(w: Treatments) -> Array:
    """Cross-selling by a tool rolled out to all with training minus by three times a third of the dose, EUR."""
    wide, narrow = (w.flow("revenue_cross", measure("tool_rollout", 1, 16, dose=d), measure("training", 1, 2, dose=d),
                           measure("recognition", 1, 16, dose=d), **TOOL) for d in (1.0, 0.33))
    return np.asarray(wide - 3.0 * narrow)


def contacts_pay_late(w: Treatments) -> Array:
    """Opportunities by protected networking time in the last year, each quarter."""
    return np.asarray(change(w, "leads", NETWORKING)[-4:].mean(axis=0))


def contacts_grow(w: Treatments) -> Array:
    """The same in the last year minus in the first two quarters."""
    more = change(w, "leads", NETWORKING)
    return np.asarray(more[-4:].mean(axis=0) - more[:2].mean(axis=0))


def crowded_out(w: Treatments) -> Array:
    """Opportunities that protected time adds under high pressure minus under low, each quarter of the last year."""
    pressed, calm = (change(w, "leads", NETWORKING, leadership__pressure=p)[-4:].mean(axis=0) for p in (0.8, 0.2))
    return np.asarray(pressed - calm)


SOURCE = "seed 002"
CLAIMS = (
    Claim("C9", "Culture sets the terms of recognition: conditions, leadership, bonus, rules and careers.",
          "each condition put right alone: the least of their effects", "pp of behaviour", SOURCE,
          ("coherence",), weakest_condition),
    Claim("C10", "Mission statements and appeals do nothing while the strong conditions contradict them.",
          "the same appeals in a coherent frame against a contradicting one", "pp of behaviour", SOURCE, ("appeals",),
          hollow,
          also=(Side(f"{LITTLE:.0%} of their effect in a coherent frame against that in a contradicting one",
                     "pp of behaviour", ("appeals",), lambda w: pp(little(*in_frames(w, APPEALS)))),
                Side("reorganisation and bonus in a coherent frame against a contradicting one", "pp of behaviour",
                     ("money", "structure_sells"), incentives_act_slowly)),
          remark="At the horizon nothing is left of appeals in either frame. While they are fresh they move "
                 "behaviour several times as much in a coherent frame as in a contradicting one."),
    Claim("C11", "Small individual resistance does not matter; resistance by prominent people does.",
          "equal resistance spread over all against held by opinion leaders", "pp of reps", SOURCE,
          ("opinion_leaders",), prominent_few),
    Claim("C12", "Ability, steering instruments and consistent strong conditions are needed together.",
          "all three against the best one or two", "pp of reps", SOURCE,
          ("push",), all_three),
    Claim("C13", "There are structural options for more closings.",
          "closings by a split into segments against none", "closings", SOURCE, ("structure_sells",),
          lambda w: closings(w, SEGMENTS),
          also=(Side("closings by selling in pairs against none", "closings", ("structure_sells",),
                     lambda w: closings(w, PAIRS)),
                Side("closings by a split of roles against none", "closings", ("reorganisation_shock",),
                     lambda w: closings(w, SPLIT))),
          remark="Those who become sellers hand over their books, and more further deals are lost with existing "
                 "customers than new customers are won."),
    Claim("C14", "Over-standardised process disappoints in business-to-business work.",
          "few rules against dense ones in complex business", "customers", SOURCE, ("rules",),
          lambda w: case_handling(w, 0.9),
          also=(Side("the same against what few rules gain in simple business", "customers", ("rules",),
                     lambda w: case_handling(w, 0.9) - case_handling(w, 0.2)),)),
    Claim("C15", "A new tool lives by quick, company-wide, intensive use.",
          "a wide roll-out against three times a narrow one", "EUR", SOURCE, ("recognition",), tool_lives_by_use,
          remark="The tool's use stays too low to pay: even the wide roll-out reaches a third of occasions, "
                 "gains grow with own and common use, and training and load cost time for customers at once."),
    Claim("C16", "Strategic contacts pay late and are crowded out unless time is set aside.",
          "protected networking time against none, in the last year", "leads a quarter", SOURCE,
          ("strategic_contacts",), contacts_pay_late,
          also=(Side("the same against what it brings in the first two quarters", "leads a quarter",
                     ("strategic_contacts",), contacts_grow),
                Side("what it brings under high pressure against under low", "leads a quarter",
                     ("strategic_contacts", "strain"), crowded_out))),
)
