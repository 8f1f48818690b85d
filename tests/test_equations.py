"""The equations of the model description give what the laws give, at drawn values of all their symbols."""

from __future__ import annotations

import inspect
import math
import random
from typing import Any

import numpy as np
import pytest

from sim.parameters import Parameters
from sim.validation.description import symbol
from tests.description import FAMILY_OF, entries, functions, page
from tests.equations import definitions, squeezed, worked_out
from tests.laws.strategies import DOMAINS, FAMILIES, OF_ITS_OWN

SYMBOLS: dict[str, str] = {
    "attitude": "A", "voiced": "A^v", "plastic": r"\mu_t", "wins": "n_+", "losses": "n_-", "safety": "Q",
    "coached": "coached", "efficacy": "K", "skill": "q_s", "identity": "D", "behaviour": "b", "resistance": "R",
    "push": "d_t", "fear": "F", "justice": "J", "fit": "c", "involvement": "d_i", "tenure": "t", "strain": "X",
    "listening": r"\ell", "pressure": "P", "error_culture": "e", "protection": r"\Pi", "autonomy": "a", "energy": "E",
    "exchange": "W", "orientation": "o", "reflection": "z", "culture": "e", "start": "e_0", "work": "d",
    "care": "t_a'", "customers": "N", "coverage": "x", "capacity": "y", "gain": "g_t", "trust": "T", "service": "V_s",
    "pushy": r"\varpi", "advice": r"\Theta", "per_year": "p_y", "reference": "T_0", "shock": "s_c", "potential": "V",
    "demand": r"\Delta", "deals": "n_x", "maturity": "m", "load": r"\Lambda", "workload": "l_0", "demands": "l_m",
    "habitual": r"\delta", "individual": "B_i", "shared": "B_t", "games": "d_g", "meetings": "n_m", "lessons": "s_l",
    "cross_functional": "s_f", "complexity": "k", "room": r"\Phi", "view": "x_v", "gap": "g",
    "team_failures": r"\barn_-", "rejections": "n_r", "leads": "n_s", "disposition": "F_0", "relief": "relief",
    "harm": "harm", "advising": "H_a", "selling": "H_s", "before": "b_-1", "control": r"\theta", "choice": r"\delta",
    "intention": "I", "habit": "H", "practice": "x", "pace": "k", "slowing": "s", "floor": "H_0", "reach": "a",
    "opinion_leader": r"\Omega_j", "level": r"b^\ast", "exposure": r"\barR", "crowding": r"\Gamma",
    "self_efficacy": "K", "norm": "M", "threshold": r"M^\ast", "need": "n", "euphoria": "U", "felt": r"\tilded_a",
    "credibility": r"\beta", "luck": "u", "material_motive": "v", "careers": "f_c", "for_selling": "f",
    "acquisition": "t_a", "time": "t_c", "effort": "z", "ramp": "r", "attempts": "a", "hunting": "h",
    "yielding": r"\upsilon", "market": "Y", "satisfaction": "S", "quarters": "t_n", "variable_share": "s_v",
    "part": "m_k", "new_business": "n_b", "team": "B_t", "company": "B_c", "team_size": "n_t", "company_size": "n_c",
    "ceiling": "k_c", "existing": "existing", "target_existing": "target", "cost": "k", "rate": "i", "quarter": "t",
    "dose": "d", "base": "P_0", "extra": "p_x", "stress": "s", "trait": "x", "programme": "d", "demanded": r"P^\ast",
    "result": "result", "target": "target", "training": "d", "received": "G", "recognition": "G_m",
    "goal_conflict": "k_g", "role_fit": "rolefit", "attainment": r"\Xi", "conditions": r"S^\ast", "promoted": "j",
    "peers_left": "n_g",
    "newcomer": r"\nu_t", "base_rate": "p_0", "circumstances": r"\Sigma_o", "segments": "d_s", "pairs": "d_p",
    "team_spread": "s_t", "diversity": "k_d", "rules": "d_r", "protected": r"\nu_0", "contacts": "C",
    "networking": r"\nu", "open_share": "o", "attempts_per_prospect": "x", "from_errors": r"\eta_e",
    "taught": "taught", "care_share": "t_a'", "transfer": "t_r", "coaching": "d_h", "window": "a", "candour": "k",
    "state": "x", "up": "u", "down": "d", "amount": "a", "constant": "k", "x": "x", "share": "p", "value": "x",
    "towards": "T", "old": "x", "old_count": "N", "new": "x_n", "new_count": "N_n", "strength": "s",
}
"""How the page writes the arguments of laws ..."""

OWN_SYMBOLS: dict[str, dict[str, str]] = {
    "listening_under_strain": {"listening": r"\ell_L"}, "attitude_after_quarter": {"hollow": "d_a"},
    "exchange_between_reps": {"shared": "B_c"}, "visible_adoption": {"behaviour": "b_j", "resistance": "R_j"},
    "voiced_attitude": {"attitude": "A_j", "resistance": "R_j"}, "failures": {"losses": "n_l"},
    "successes": {"wins": "n_w"}, "service": {"skill": "q_a"}, "approach": {"rate": r"\mu", "target": "T"},
    "taken_for_granted": {"rate": r"\mu", "level": "L"}, "felt_reward": {"level": "L"},
    "pull_of_money": {"felt": r"\tildeB"}, "pull_of_recognition": {"felt_new": r"\tilder_n", "old": "r_o"},
    "recognition_of_selling": {"practice": "p"}, "recognition_received": {"practice": "p"},
    "odds_of_case_handling": {"autonomy": "a_l"}, "win_odds": {"skill": "q"},
    "contacts_after_quarter": {"time": r"\nu"}, "outcomes_of_trying": {"leads": "l"}, "attainment": {"wins": "n_w"},
    "leader_trait_after_quarter": {"start": "x_0"}, "advising_skill_after_quarter": {"skill": "q_a", "start": "q_0"},
    "selling_skill_after_quarter": {"ceiling": r"q^\ast", "shared": "shared"}, "coaching_effect": {"skill": "s"},
    "help_and_harm": {"effect": r"\eta"}, "leaving_probability": {"reference": "S_0"},
    "own_rate": {"stated": "x", "left_alone": "x'"}, "held": {"own": "n"},
    "own_reasons": {"practice": "b_0", "pulls": "z"},
    "developed": {"full": r"m^\ast"}, "full_revenue": {"joining": r"\lambda", "new_value": "m_n"},
    "shortfall_by_chance": {"spread": r"\sigma"}, "base_of_pressure": {"shown": "P"},
    "trust_after_break": {"extent": "x"}, "mixed_into": {"part": r"\pi"}, "room_for_learning": {"reflection": "x_r"},
}
"""... but for these, by law."""

AT = {"attitude_after_quarter": {"c": 0.0}, "exchange_between_reps": {"B_t": 0.0}, "pull_of_appeals": {"c": 1.0},
      "shortfall_by_chance": {r"\pi": math.pi}}
"""Symbols of which the law gets only the product or the sum, with neutral values; and the number pi."""
FIRST = {"recognition_received", "shortfall", "churn_probability", "dual_role_factor", "recognition_of_selling",
         "base_of_pressure"}
"""Blocks that define the law first, and then what it needs."""
FORMS = {"relax", "saturation", "logit", "above_zero"}
"""Forms that the reader itself knows, or that define a guard."""
OF_LISTS = {"coherence", "intention"}
"""Sums over a list."""
READ = [name for name in functions() if name not in FORMS | OF_LISTS]
DRAWS = 25


def drawn(name: str, luck: random.Random) -> tuple[dict[str, Any], dict[str, float]]:
    """Arguments for a law, and the values of the page's symbols that go with them."""
    parameters = Parameters()
    given: dict[str, Any] = {}
    values = dict(AT.get(name, {}))
    for argument, about in inspect.signature(functions()[name]).parameters.items():
        if about.annotation in FAMILIES:
            family = next(key for key, kind in FAMILY_OF.items() if kind.__name__ == about.annotation)
            facts = {key: field.json_schema_extra["plausible"] for key, field in FAMILY_OF[family].model_fields.items()}
            numbers = {key: luck.uniform(*ends) for key, ends in facts.items()}
            given[argument] = getattr(parameters, family).model_copy(update=numbers)
            values |= {squeezed(symbol(f"{family}.{key}")): value for key, value in numbers.items()}
        else:
            low, high = OF_ITS_OWN.get((name, argument), DOMAINS[argument])
            value = luck.uniform(low + 1e-3, max(min(high, low + 3.0) - 1e-3, low + 2e-3))
            given[argument] = np.float64(value)
            values[OWN_SYMBOLS.get(name, {}).get(argument, SYMBOLS.get(argument, argument))] = value
    return given, values


def from_equation(name: str, equation: str, values: dict[str, float]) -> list[float]:
    """What the page's equation gives: one value, or one for each part that the law returns."""
    made = definitions(equation)
    names = list(made)

    def value_of(sign: str) -> float:
        return values[sign] if sign in values else worked_out(made[sign], value_of)

    both = inspect.signature(functions()[name]).return_annotation.startswith("tuple")
    aligned = "aligned" in equation and name not in FIRST
    targets = names if both else names[-1:] if aligned else names[:1]
    return [worked_out(made[target], value_of) for target in targets]


def mistakes(name: str, equation: str) -> list[tuple[list[float], list[float]]]:
    """Draws at which the equation and the law differ."""
    found = []
    for seed in range(DRAWS):
        given, values = drawn(name, random.Random(f"{name} {seed}"))
        returned = functions()[name](**given)
        law = [float(np.asarray(x)) for x in (returned if isinstance(returned, tuple) else (returned,))]
        shown = from_equation(name, equation, values)
        if not np.allclose(law, shown, rtol=1e-9, atol=1e-12):
            found.append((law, shown))
    return found


@pytest.mark.parametrize("name", READ)
def test_an_equation_gives_what_the_law_gives(name: str) -> None:
    assert mistakes(name, dict(entries(page()))[name].equation) == []


@pytest.mark.parametrize(("name", "good", "bad"), [
    ("habit_after_practice", "- ", "+ "), ("fear_after_outcomes", "(1 - Q)", "Q"), ("ramped_up", "-3", "-4"),
    ("learning_from_errors", "2 e", "3 e"), ("coaching_effect", r"k\,", r"k^2\,"), ("win_odds", r"\tfrac12", "1"),
    ("recognition_received", r"\tfrac12", r"\tfrac13"), ("outcomes_of_trying", "q_s", "q_s^2"),
])
def test_a_wrong_equation_is_found(name: str, good: str, bad: str) -> None:
    equation = dict(entries(page()))[name].equation
    assert good in equation
    assert mistakes(name, equation.replace(good, bad))
