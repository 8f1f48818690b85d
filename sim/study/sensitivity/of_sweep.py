"""Prepares a sweep for sensitivity analysis: outcome, assumptions and layout."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from sim.arrays import Array
from sim.scenario.problems import nearest
from sim.study.discovery.sample import numeric
from sim.study.futures import choice_line, ranked, side_by_side, usual_pair
from sim.study.missing import Missing, gaps
from sim.study.sensitivity import QuantityOfInterest, Sensitivity, analyse
from sim.study.sensitivity.study import Assumption, Layout, SensitivityError, Study
from sim.words.amounts import counted

if TYPE_CHECKING:
    import pandas as pd

LAYOUTS: dict[str, Layout] = {"sobol": "sobol", "morris": "morris", "full_factorial": "factorial",
                              "grid_of_two": "factorial"}
"""Layout of the points of each kind of sampler; all others are samples."""
ALONE = "one_at_a_time"
FAVOURITES = ("npv", "gain")
"""Outcomes that are explained by default."""
DECIMALS = 6
"""Places to which parts of a mixture are equal."""
MOST_LISTED = 12
"""Names listed in an error message."""


class SweepLike(Protocol):
    """The part of `sim.study.sweep.folder.Sweep` that the analysis uses."""

    @property
    def design(self) -> Any:
        """The design: title, sampler, seed, mixtures."""

    @property
    def factors(self) -> Sequence[Any]:
        """What was varied: name, low, high, unit, meaning, levels."""

    @property
    def points(self) -> pd.DataFrame:
        """One row per point, one column per factor, in the order of the sampler."""

    @property
    def strategies(self) -> Sequence[str]:
        """Names of strategies."""

    @property
    def outcomes(self) -> Sequence[str]:
        """Names of outcomes."""

    @property
    def identity(self) -> str:
        """Hash of the design and its scenario."""

    def title(self, strategy: str) -> str:
        """Readable name of a strategy."""

    def runs(self, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """One row per point, strategy and run, with outcomes."""

    def failures(self) -> pd.DataFrame:
        """One row per run that failed."""


def sensitivity_of(sweep: SweepLike, outcome: str | None = None, strategy: str | None = None,
                   against: str | None = None) -> Sensitivity:
    """Analyse which assumptions an outcome of a sweep depends on.

    Without names: the difference in net present value between the two main strategies, which are the two best apart
    from carrying on. With ``strategy`` alone: that strategy by itself. With ``against``: the difference to it.

    Raises
    ------
    SensitivityError
        For an unknown name, or a sweep whose points do not allow the analysis.
    """
    quantity = quantity_of(sweep, outcome, strategy, against)
    study = study_of(sweep, quantity)
    unknown = Missing(gaps=gaps(sweep.points, ~study.failed)).sentences(tuple(map(str, sweep.points.columns)))
    try:
        found = analyse(study, quantity)
    except SensitivityError as error:
        raise SensitivityError(". ".join([str(error), *(line.removesuffix(".") for line in unknown)])) from None
    failed = len(sweep.failures())
    lost = [f"{counted(failed, 'run')} of the sweep failed."] if failed else []
    titles = {name: sweep.title(name) for name in sweep.strategies}
    chosen = "" if strategy else choice_line(titles, quantity.strategy, None if against else quantity.against)
    return replace(found, warnings=(*lost, *unknown, *found.warnings), chosen=chosen)


def quantity_of(sweep: SweepLike, outcome: str | None, strategy: str | None, against: str | None) -> QuantityOfInterest:
    """Complete the quantity of interest with defaults; `SensitivityError` for unknown names."""
    default = next((name for name in FAVOURITES if name in sweep.outcomes), sweep.outcomes[0])
    asked = default if outcome is None else _known(outcome, sweep.outcomes, "outcome")
    for name in (strategy, against):
        if name is not None:
            _known(name, sweep.strategies, "strategy")
    if strategy is None:
        strategy, against = usual_pair(_ranking(sweep, asked), None, against)
    if strategy == against:
        raise SensitivityError(f"'{strategy}' cannot be compared with itself")
    return QuantityOfInterest(asked, strategy, against, sweep.title(strategy),
                              "" if against is None else sweep.title(against))


def _ranking(sweep: SweepLike, outcome: str) -> list[str]:
    """Strategies as every analysis ranks them, see `sim.study.futures.ranked`."""
    wide = side_by_side(sweep.runs([outcome]), outcome, sweep.strategies)
    return ranked(wide.dropna().groupby(level="point").mean(), outcome)


def study_of(sweep: SweepLike, quantity: QuantityOfInterest) -> Study:
    """Points and outcomes for one quantity; `SensitivityError` for a design from which influence cannot be derived."""
    kind = str(sweep.design.sampler.kind)
    if kind == ALONE:
        raise SensitivityError("a design that varies one assumption at a time shows no influence over whole ranges; "
                               "use the sampler 'morris' or 'sobol'")
    layout = LAYOUTS.get(kind, "sample")
    assumptions, x = assumptions_of(sweep, layout)
    y, shared = outcomes_of(sweep, quantity)
    levels = getattr(sweep.design.sampler, "levels", None) or 4
    return Study(assumptions, x, y, layout, shared and getattr(sweep.design, "futures", "shared") == "shared", levels)


def assumptions_of(sweep: SweepLike, layout: Layout) -> tuple[tuple[Assumption, ...], Array]:
    """What was varied, with its values as numbers, (points, assumptions).

    Shares that add to 1 vary together. Where they were drawn, each but the last is counted as its part of what the
    shares before it leave, which is what the sampler drew; in a factorial the whole mixture is one assumption.
    """
    declared = {factor.name: factor for factor in sweep.factors}
    mixtures = [list(one.names) for one in getattr(sweep.design, "mixtures", ())]
    mixed = {name: names for names in mixtures for name in names}
    found: list[tuple[Assumption, Array]] = []
    for column in map(str, sweep.points.columns):
        names = mixed.get(column)
        if names is None:
            found.append(_coded(declared.get(column), column, sweep.points[column]))
        elif layout == "factorial" and column == names[0]:
            found.append(_as_one(names, sweep.points[names]))
        elif layout != "factorial" and column != names[-1]:
            found.append(_part(names, column, sweep.points))
    x = np.stack([values for _, values in found], axis=1)
    return tuple(one for one, _ in found), _filled(x, len(found) + 1 if layout == "morris" else 1)


def outcomes_of(sweep: SweepLike, quantity: QuantityOfInterest) -> tuple[Array, bool]:
    """Outcome (points, replications) of the quantity, and whether all points have the same runs.

    A point of which any run failed or has no value counts as failed: its mean would be one over other futures.
    """
    runs = sweep.runs([quantity.outcome])
    wide = _wide(runs, quantity.strategy, quantity.outcome)
    if quantity.against is not None:
        wide = wide.sub(_wide(runs, quantity.against, quantity.outcome))
    failures = sweep.failures()
    bad = failures["point"][failures["strategy"].isin([quantity.strategy, quantity.against])].unique()
    wide = wide[~wide.isna().groupby(level="point").transform("any") & ~wide.index.isin(bad, level="point")]
    if wide.empty:
        raise SensitivityError(f"'{quantity.outcome}' has no value in every future of any point; choose another one")
    point = wide.index.get_level_values("point").to_numpy().astype(np.int64)
    run = wide.index.get_level_values("run").to_numpy()
    place = wide.groupby(level="point").cumcount().to_numpy()
    y = np.full((len(sweep.points), int(place.max()) + 1), np.nan)
    y[point, place] = wide.to_numpy(dtype=np.float64)
    first = np.full(y.shape, -1)
    first[point, place] = run
    return y, all(np.unique(column[column >= 0]).size <= 1 for column in first.T)


def _wide(runs: pd.DataFrame, strategy: str, outcome: str) -> pd.Series:
    chosen = runs[runs["strategy"] == strategy]
    return chosen.set_index(["point", "run"])[outcome].sort_index()


def _coded(factor: Any, name: str, column: pd.Series) -> tuple[Assumption, Array]:
    """A factor with its values; words become 0, 1, ... in the order in which they are declared."""
    unit, meaning = (str(getattr(factor, key, "") or "") for key in ("unit", "meaning"))
    if numeric(column):
        values = column.to_numpy(dtype=np.float64)
        ends = [getattr(factor, key, None) for key in ("low", "high")]
        low, high = (float(own if end is None or not np.isfinite(end) else end)
                     for own, end in zip((values.min(), values.max()), ends, strict=True))
        return Assumption(name, low, high, unit, meaning), values
    levels = [str(v) for v in (getattr(factor, "levels", None) or sorted(map(str, column.unique())))]
    codes = column.map(lambda value: levels.index(str(value))).to_numpy(dtype=np.float64)
    return Assumption(name, 0.0, len(levels) - 1.0, unit, meaning, tuple(levels)), codes


def _as_one(names: list[str], shares: pd.DataFrame) -> tuple[Assumption, Array]:
    """A mixture as one assumption whose levels are its combinations."""
    kinds, place = np.unique(shares.to_numpy(dtype=np.float64), axis=0, return_inverse=True)
    words = tuple(" : ".join(f"{share:.2g}" for share in row) for row in kinds)
    common = names[0].rpartition(".")[0]
    name = f"{common}.mixture" if common else "mixture"
    whole = Assumption(name, 0.0, len(kinds) - 1.0, "", " : ".join(names), words)
    return whole, np.asarray(place, dtype=np.float64).ravel()


def _part(names: list[str], name: str, points: pd.DataFrame) -> tuple[Assumption, Array]:
    """A share as its part of what the shares before it leave; NaN where they leave nothing.

    Rounded, because equal parts of different remainders differ in the last places.
    """
    left = 1.0 - points[names[:names.index(name)]].to_numpy(dtype=np.float64).sum(axis=1)
    share = points[name].to_numpy(dtype=np.float64)
    part = np.divide(share, left, out=np.full_like(share, np.nan), where=left > 10.0**-DECIMALS)
    after = ", ".join(names[names.index(name) + 1:])
    return Assumption(name, 0.0, 1.0, "0-1", f"Share of the mixture, at the cost of {after}"), np.round(part, DECIMALS)


def _filled(x: Array, size: int) -> Array:
    """Parts of nothing take the value that they have elsewhere on the trajectory of ``size`` points, or the middle.

    Such a part changes nothing; any other value would look as if it had changed when the remainder came back.
    """
    import pandas as pd

    frame = pd.DataFrame(x)
    block = frame.index // size
    return np.asarray(frame.groupby(block).ffill().groupby(block).bfill().fillna(0.5).to_numpy(dtype=np.float64))


def _known(word: str, known: Sequence[str], what: str) -> str:
    if word in known:
        return word
    guess = nearest(word, known)
    listed = ", ".join(known[:MOST_LISTED]) + (", ..." if len(known) > MOST_LISTED else "")
    raise SensitivityError(f"this sweep has no {what} '{word}'"
                           + (f"; did you mean '{guess}'?" if guess else f"; there are: {listed}"))
