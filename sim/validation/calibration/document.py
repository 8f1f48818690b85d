"""Result of a calibration as a document: the choice, its measurements, and what the patterns leave undetermined."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from sim.fitting.prior import scaled, to_unit
from sim.scenario.columns import with_values
from sim.scenario.schema import Scenario
from sim.validation.calibration.history import History, Settings, as_values
from sim.validation.calibration.matching import CUTOFF, WEIGHTS, Target, implausibility
from sim.validation.calibration.runs import measurements
from sim.validation.claims.treatments import Treatments
from sim.validation.evidence.pattern import Measured, measured

PROOF_RUNS = 400
"""Runs in which a choice is tried, and in which the one that is taken is measured once more."""
PROOF_SEED, REPORT_SEED = 1_000_003, 2_000_003
"""Luck that the search has not seen, and luck that the choice has not seen either."""
MOST_MISSED = 3.0
"""Largest weight of one measurement, also if it has no value."""
TOLERANCE = 0.25
"""How much more may be missed, in widths of an interval, by a choice that departs less."""
PINNED = 0.8
"""A parameter counts as pinned down if the sample weighted by misfit spreads by less than this part of its range."""
UNIFORM = 1.0 / math.sqrt(12.0)
"""Standard deviation of a uniform distribution over the unit interval."""
QUANTILES = (0.05, 0.5, 0.95)


def proved(scenario: Scenario, values: Mapping[str, float], seed: int) -> list[Measured]:
    """Every measurement at a choice, from many fresh runs."""
    treatments = Treatments(with_values(scenario, dict(values)), PROOF_RUNS, seed)
    return [measured(measurement, treatments) for _, measurement in measurements()]


def misses(found: list[Measured]) -> float:
    """How far a choice is from the bands: sum of the distances, each in widths of its interval and at most 3."""
    return sum(missed(one) for one in found)


def missed(one: Measured) -> float:
    """Distance of one measurement from its band, in widths of its interval; the maximum if it has no value."""
    bottom, top = one.measurement.band
    if not (math.isfinite(one.value) and math.isfinite(one.high - one.low)):
        return MOST_MISSED
    outside = max(bottom - one.value, one.value - top, 0.0)
    return min(outside / max(one.high - one.low, 1e-9), MOST_MISSED)


def result_of(scenario: Scenario, found: History, settings: Settings, said: Callable[[str], None]) -> dict[str, Any]:
    """The result as a document: choice, measurements there, parameters with what misfit leaves of their ranges."""
    choices = [as_values(choice, found.inputs) for choice in found.choices]
    proofs = []
    for number, values in enumerate(choices, start=1):
        said(f"proving choice {number} of {len(choices)} in {PROOF_RUNS} runs")
        proofs.append(proved(scenario, values, PROOF_SEED))
    shortfalls = [misses(proof) for proof in proofs]
    best = next(k for k, miss in enumerate(shortfalls) if miss <= min(shortfalls) + TOLERANCE)
    said(f"measuring choice {best + 1} on other luck")
    taken = proved(scenario, choices[best], REPORT_SEED)
    start = to_unit(np.asarray([[one.start for one in found.inputs]]), found.inputs)[0]
    target = Target.of([m.band for _, m in measurements()])
    beyond = implausibility(found.emulator, target, found.sample)
    at_choice = implausibility(found.emulator, target, found.choices[best][None, :])[0]
    return {
        "settings": {name: getattr(settings, name) for name in
                     ("seed", "points", "replications", "waves", "later_points", "later_replications")},
        "starts": {one.name: one.start for one in found.inputs},
        "share_not_ruled_out": list(found.kept_share),
        "implausibility_of_sample": {"median_of_worst": float(np.median(beyond.max(axis=1))),
                                     "ninth_decile_of_worst": float(np.quantile(beyond.max(axis=1), 0.9)),
                                     "share_within_cutoff": float((beyond.max(axis=1) <= CUTOFF).mean())},
        "implausibility_of_choice": _plain(float(at_choice.max())),
        "choices": [{"weight": weight, "missed": _plain(miss), "departure": _plain(float(((x - start) ** 2).sum()))}
                    for weight, miss, x in zip(WEIGHTS, shortfalls, found.choices, strict=True)],
        "chosen_weight": WEIGHTS[best],
        "measurements": [_measurement(key, m, found, j) for j, ((key, _), m) in
                         enumerate(zip(measurements(), taken, strict=True))],
        "parameters": _parameters(found, choices[best]),
    }


def _measurement(key: str, m: Measured, found: History, j: int) -> dict[str, Any]:
    bottom, top = (None if math.isinf(bound) else bound for bound in m.measurement.band)
    return {"id": key, "label": m.measurement.label, "unit": m.measurement.unit, "band": [bottom, top],
            "value": _plain(m.value), "low": _plain(m.low), "high": _plain(m.high), "verdict": m.verdict,
            "emulator_sd": _plain(float(found.emulator.sd[j])),
            "emulator_explains": _plain(float(found.emulator.explained[j]))}


def _parameters(found: History, choice: Mapping[str, float]) -> list[dict[str, Any]]:
    spread = found.sample.std(axis=0) / UNIFORM
    left = scaled(np.quantile(found.sample, QUANTILES, axis=0), found.inputs)
    return [{"name": one.name, "low": one.low, "high": one.high, "start": one.start, "value": choice[one.name],
             "weighted_by_misfit": [_plain(float(q)) for q in left[:, i]], "spread_left": _plain(float(spread[i])),
             "pinned": bool(spread[i] < PINNED)} for i, one in enumerate(found.inputs)]


def _plain(value: float) -> float | None:
    return float(f"{value:.4g}") if math.isfinite(value) else None
