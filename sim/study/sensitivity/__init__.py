"""Global sensitivity analysis: which assumptions an outcome, or a comparison, depends on."""

from __future__ import annotations

import numpy as np

from sim.study.sensitivity.elementary import elementary_effects
from sim.study.sensitivity.influence import NOISE_WORTH_SAYING, Influence, Method, Sensitivity
from sim.study.sensitivity.luck import Luck, luck_of
from sim.study.sensitivity.quantity import Direction, QuantityOfInterest, directions
from sim.study.sensitivity.saltelli import cells_of, crossed_shares, sobol_indices
from sim.study.sensitivity.sample import explained
from sim.study.sensitivity.study import Assumption, Measured, SensitivityError, Study
from sim.words.amounts import percent

__all__ = ["Assumption", "Influence", "Luck", "QuantityOfInterest", "Sensitivity", "SensitivityError", "Study",
           "analyse"]

METHODS = {"sobol": sobol_indices, "morris": elementary_effects, "factorial": crossed_shares, "sample": explained}
"""How each layout of points is analysed."""
NOT_CROSSED = "The factorial is not complete, so only what each assumption does by itself is measured."


def analyse(study: Study, quantity: QuantityOfInterest) -> Sensitivity:
    """Measure the influence of every assumption on an outcome by what the layout of the points allows.

    Raises `SensitivityError`, a `ValueError`, when the points do not allow it, or too many of them failed.
    """
    method: Method = study.layout
    crossed_no_more = method == "factorial" and cells_of(study) is None
    if crossed_no_more:
        method = "sample"
    found = METHODS[method](study)
    luck = luck_of(study.y[found.used], found.groups, shared=study.shared_luck, complete=method == "factorial")
    warnings = (*((NOT_CROSSED,) if crossed_no_more else ()), *found.warnings, *_luck_warnings(method, luck))
    influence = np.maximum(found.measure, found.more.get("any_change", found.measure))
    order = sorted(range(study.width), key=lambda k: (-influence[k], study.assumptions[k].name))
    towards = directions(found.toward)
    moved = np.ptp(study.x[found.used], axis=0) > 0.0
    fixed = ~moved & (np.ptp(study.x, axis=0) > 0.0)
    influences = tuple(_influence(study.assumptions[k], k, found, towards[k]) for k in order if not fixed[k])
    unknown = tuple(study.assumptions[k] for k in np.flatnonzero(fixed))
    if not influences:
        raise SensitivityError("every point that is left has the same values of all assumptions")
    return Sensitivity(quantity, method, influences, luck, found.used.size, found.drawn,
                       (*warnings, *map(_not_known, unknown)), unknown)


def _not_known(one: Assumption) -> str:
    return f"What {one.in_sentence} does is not known: all points with a result have the same value of it."


def _influence(assumption: Assumption, k: int, found: Measured, direction: Direction) -> Influence:
    more = {name: float(values[k]) for name, values in found.more.items() if name != "rank_correlation"}
    distinguishable = bool(found.distinguishable[k])
    known = distinguishable and assumption.ordered
    measure, low, high, floor = (float(values[k]) for values in (found.measure, found.low, found.high, found.floor))
    return Influence(assumption, measure, low, high, floor, direction if known else "unclear", distinguishable,
                     float(found.more["rank_correlation"][k]) if assumption.ordered else float("nan"), more)


def _luck_warnings(method: Method, luck: Luck) -> tuple[str, ...]:
    if not luck.known:
        return ("There is one future per point: what is luck counts as influence of the assumptions.",) \
            if method != "factorial" else ()
    if method != "morris" and luck.noise_share > NOISE_WORTH_SAYING:
        return (f"Luck makes {percent(luck.noise_share)} of the variance between worlds, each the mean of its "
                f"{luck.replications:,} futures: some of what assumptions do here they do in these futures only. More "
                "futures per point lower it.",)
    return ()
