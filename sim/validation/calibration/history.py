"""Waves of history matching, from the whole box to the chosen point."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sim.arrays import Array
from sim.fitting.prior import Input, scaled, sobol, to_unit
from sim.results.provenance import code_of, scenario_hash, sha256_of
from sim.scenario.columns import with_values
from sim.scenario.schema import Scenario
from sim.validation.calibration.emulator import Emulator, chance_of, fit, within_reach
from sim.validation.calibration.matching import (
    CUTOFF,
    WEIGHTS,
    Target,
    implausibility,
    least_departure,
    weighted_by_misfit,
)
from sim.validation.calibration.runs import evaluate, measurements

Said = Callable[[str], None]

FINER = 16
"""Factor on the points of the first wave for estimating the share of the box that is not ruled out."""
KEPT = 8
"""Best points from which a choice is searched, besides the assumptions."""
ROOMS = ("laws", "engine", "people", "programme", "validation/evidence", "validation/claims/treatments.py")
"""Packages and modules, relative to `sim`, on whose code a simulated point depends besides the scenario."""


@dataclass(frozen=True)
class Settings:
    """How thorough the search is. Points of the first wave are a power of 2; replications are even."""

    seed: int = 1
    points: int = 1024
    replications: int = 6
    waves: int = 3
    later_points: int = 512
    later_replications: int = 12
    workers: int = 1


@dataclass(frozen=True)
class Wave:
    """Points of the unit cube (points, inputs) and the model there: (points, 3, measurements), see `evaluate`."""

    unit: Array
    y: Array


@dataclass(frozen=True)
class History:
    """Result of the waves: the last surfaces, a sample of what is not ruled out, and choices.

    sample : (points, inputs) in the unit cube. choices : for each of `WEIGHTS` the point that was found. kept_share :
    share of the box that was not ruled out after each wave.
    """

    inputs: tuple[Input, ...]
    emulator: Emulator
    sample: Array
    choices: tuple[Array, ...]
    kept_share: tuple[float, ...]


def source_hash() -> str:
    """Hash of all code that a simulated point depends on: results of other code are not reused."""
    package = Path(__file__).parents[2]
    files = (path for room in ROOMS for path in [package / room, *(package / room).rglob("*.py")]
             if path.suffix == ".py")
    return sha256_of(code_of(files, package))


class Searching:
    """One search: simulates each point once, keeps results on disk, and reports progress."""

    def __init__(self, scenario: Scenario, inputs: Sequence[Input], settings: Settings, kept: Path | None,
                 said: Said) -> None:
        """Remember what to search; `kept` is a directory for waves already simulated, to resume from."""
        self.scenario = with_values(scenario, {one.name: one.start for one in inputs})
        self.inputs, self.settings = tuple(inputs), settings
        self.kept, self.said = kept, said
        self.target = Target.of([m.band for _, m in measurements()])
        self.done = 0

    def simulated(self, name: str, unit: Array, replications: int) -> Wave:
        """Evaluate the model at points of the unit cube, or read the results from disk if available."""
        first, self.done = self.done, self.done + len(unit)
        key = sha256_of([scenario_hash(self.scenario), [[i.name, i.low, i.high] for i in self.inputs], unit.tolist(),
                         replications, self.settings.seed, first, source_hash()])
        file = None if self.kept is None else self.kept / f"{name}-{key[:16]}.npz"
        if file is not None and file.exists():
            self.said(f"{name}: {len(unit)} points from {file}")
            return Wave(unit, np.load(file)["y"])
        count = [0]

        def told(points: int) -> None:
            count[0] += points
            self.said(f"{name}: {count[0]} of {len(unit)} points")

        y = evaluate(self.scenario, [i.name for i in self.inputs], scaled(unit, self.inputs), seed=self.settings.seed,
                     replications=replications, first=first, workers=self.settings.workers, progress=told)
        if file is not None:
            file.parent.mkdir(parents=True, exist_ok=True)
            with file.with_suffix(".part").open("wb") as stream:
                np.savez_compressed(stream, y=y)
            file.with_suffix(".part").replace(file)
        return Wave(unit, y)

    def emulated(self, waves: Sequence[Wave]) -> Emulator:
        """Surfaces through the points of some waves; chance is averaged over their points."""
        y = np.stack([within_reach(np.concatenate([wave.y[:, :, j] for wave in waves]), measurement.band)
                      for j, (_, measurement) in enumerate(measurements())], axis=2)
        sizes = np.concatenate([np.full(len(wave.unit), float(len(wave.unit))) for wave in waves])
        chance = sum(chance_of(y[sizes == n][:, 1:]) * (sizes == n).mean() for n in np.unique(sizes))
        unit = np.concatenate([wave.unit for wave in waves])
        self.said(f"fitting {y.shape[2]} surfaces to {len(unit)} points")
        return fit(unit, y[:, 0], np.asarray(chance))

    def best(self, waves: Sequence[Wave], count: int) -> Array:
        """The simulated points with the fewest and smallest misses, in errors of one point, (count, inputs)."""
        unit, y = np.concatenate([w.unit for w in waves]), np.concatenate([w.y[:, 0] for w in waves])
        clipped = np.stack([within_reach(y[:, j], m.band) for j, (_, m) in enumerate(measurements())], axis=1)
        missed = self.target.outside(clipped) / np.maximum(clipped.std(axis=0), 1e-9)
        return np.asarray(unit[np.argsort((missed ** 2).sum(axis=1), kind="stable")[:count]])


def search(scenario: Scenario, inputs: Sequence[Input], settings: Settings, kept: Path | None = None,
           said: Said = lambda text: None) -> History:
    """Find where in the box the patterns fit, and points that fit while departing little from the starts.

    Wave 1 fills the box; each later wave is a sample weighted by the misfit of the surfaces through the two waves
    before it. Then a point is chosen for each weight of departing from the starts.
    """
    asked = Searching(scenario, inputs, settings, kept, said)
    waves = [asked.simulated("wave 1", sobol(settings.points, len(inputs), settings.seed), settings.replications)]
    emulator, shares = asked.emulated(waves), list[float]()
    for number in range(2, settings.waves + 2):
        shares.append(share_kept(emulator, asked.target, settings))
        said(f"sampling what {number - 1} waves do not rule out")
        starts = asked.best(waves[-2:], settings.later_points)
        sample = weighted_by_misfit(emulator, asked.target, starts, settings.seed)
        if number <= settings.waves:
            waves.append(asked.simulated(f"wave {number}", sample, settings.later_replications))
            emulator = asked.emulated(waves[-2:])
    start, others = to_unit(np.asarray([[i.start for i in inputs]]), inputs)[0], asked.best(waves[-2:], KEPT)
    choices = []
    for weight in WEIGHTS:
        said(f"choosing with weight {weight:g}")
        choices.append(least_departure(emulator, asked.target, start, others, weight))
    return History(tuple(inputs), emulator, sample, tuple(choices), tuple(shares))


def share_kept(emulator: Emulator, target: Target, settings: Settings) -> float:
    """Share of the box that is not ruled out, by a fresh space-filling sample; 0 is less than one in its size."""
    unit = sobol(FINER * settings.points, emulator.linear.shape[0], settings.seed + 1)
    return float((implausibility(emulator, target, unit).max(axis=1) <= CUTOFF).mean())


def as_values(unit: Array, inputs: Sequence[Input]) -> Mapping[str, float]:
    """A point of the unit cube as parameter values by dotted name, rounded to what a reader can keep in mind."""
    return {one.name: rounded(float(value), one) for one, value in zip(inputs, scaled(unit[None, :], inputs)[0],
                                                                      strict=True)}


def rounded(value: float, one: Input) -> float:
    """Two significant digits of the range, inside it; the start where the two do not differ by more than that."""
    step = 10.0 ** (np.floor(np.log10(one.high - one.low)) - 1.0)
    if abs(value - one.start) <= step / 2.0:
        return one.start
    return float(np.clip(round(round(value / step) * step, 10), one.low, one.high))
