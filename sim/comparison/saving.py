"""Writes results: tables, figures and the manifest that describes them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
from matplotlib.figure import Figure

from sim._version import __version__
from sim.comparison.baseline import Baseline, baseline
from sim.comparison.comparison import Comparison
from sim.comparison.courses import adoption_figure, money_to_date_figure, profit_figures
from sim.comparison.gains import gains_figure, matrix_figure, tornado_figure
from sim.comparison.tables import as_text, difference_cells, summary_cells
from sim.comparison.turning import TurningPoints
from sim.draw.images import LOOK
from sim.results import Provenance, python_call, write_parquet
from sim.results.directory import absolute, whole_directory
from sim.results.manifest import write_csv, write_manifest, write_text
from sim.results.provenance import resolved
from sim.results.writing import SavingError
from sim.scenario.strategy import CARRY_ON

if TYPE_CHECKING:
    import pandas as pd


SHEET_RUNS = 100
"""Futures over which the sheet of the firm averages."""


def save(comparison: Comparison, directory: str | Path, turning: TurningPoints | None = None, command: str = "", *,
         force: bool = False) -> Path:
    """Write a comparison into a directory: everything or nothing; returns the absolute path.

    Files: ``summary.csv``, ``differences.csv``, ``variance_reduction.csv``, ``quarters.parquet``, ``baseline.csv`` (see
    `sim.comparison.baseline`), ``table.txt``,
    ``figures/*.png|svg``, ``manifest.json``, and ``turning_points.csv`` with what would reverse the answer. Figures,
    Parquet files and manifest carry the command that reproduces them; by default the call in Python.

    Older comparisons there are replaced; ``force`` replaces other results, too, without a question. Raises
    `SavingError` when the target holds something else or cannot be written.
    """
    target = Path(directory)
    inputs = inputs_of(comparison, turning)
    provenance = Provenance.of_inputs("comparison", inputs, command or call_of(comparison, turning))
    with whole_directory(target, provenance.kind, force=force) as place:
        write_csv(comparison.summary(), place / "summary.csv", index=True)
        write_csv(comparison.differences(), place / "differences.csv")
        write_csv(comparison.variance_reduction(), place / "variance_reduction.csv")
        write_parquet(comparison.quarters, place / "quarters.parquet", provenance)
        write_csv(sheet_of(comparison).frame(), place / "baseline.csv")
        if turning is not None:
            write_csv(turning.frame(), place / "turning_points.csv")
        write_text(place / "table.txt", table_text(comparison, turning))
        _figures(comparison, turning, place / "figures", provenance)
        write_manifest(provenance, inputs, place, answer=comparison.sentence())
    return absolute(target)


def sheet_of(comparison: Comparison) -> Baseline:
    """The firm that everything is measured against, in some of the futures of the comparison."""
    return baseline(comparison.scenario, replications=min(comparison.replications, SHEET_RUNS), seed=comparison.seed)


def inputs_of(comparison: Comparison, turning: TurningPoints | None = None) -> dict[str, Any]:
    """List everything that determines the numbers of a comparison and of its search for turning points."""
    searched = {} if turning is None else {"what_if": {
        "a": turning.a, "b": turning.b, "replications": turning.replications, "seed": turning.seed,
        "fields": sorted(turn.field for turn in turning.turns)}}
    return searched | {
        "version": __version__,
        "scenario": resolved(comparison.scenario),
        "strategies": list(comparison.strategies),
        "replications": comparison.replications,
        "seed_plan": {
            "root_seed": comparison.seed,
            "runs": [0, comparison.replications - 1],
            "rule": "run k has the same luck under every strategy, in every batch and on any number of processes",
        },
    }


def call_of(comparison: Comparison, turning: TurningPoints | None = None) -> str:
    """Write the Python call that reproduces a comparison from its scenario and saves it."""
    others = [name for name in comparison.strategies if name != CARRY_ON]
    call = python_call("sim.compare", "scenario", strategies=others or [CARRY_ON],
                       replications=comparison.replications, seed=comparison.seed)
    if turning is None:
        return f'sim.save({call}, "DIR")'
    points = python_call("turning_points", "scenario", a=turning.a, b=turning.b, replications=turning.replications,
                         seed=turning.seed)
    return f'sim.save({call}, "DIR", {points})'


def save_run(inputs: Mapping[str, Any], frames: Mapping[str, pd.DataFrame], target: Path, command: str = "", *,
             force: bool = False) -> Path:
    """Write one run into ``target``: a table for each name (``.csv`` or ``.parquet``) and the manifest."""
    provenance = Provenance.of_inputs("run", inputs, command)
    with whole_directory(target, provenance.kind, force=force) as place:
        for name, frame in frames.items():
            if name.endswith(".parquet"):
                write_parquet(frame, place / name, provenance)
            else:
                write_csv(frame, place / name)
        write_manifest(provenance, inputs, place)
    return absolute(target)


def table_text(comparison: Comparison, turning: TurningPoints | None = None) -> str:
    """The tables and sentences as plain text."""
    parts = [as_text(summary_cells(comparison)), comparison.sentence()]
    if len(comparison.strategies) > 1:
        parts.append(as_text(difference_cells(comparison)))
    if turning is not None:
        parts.append(turning.sentence())
    return "\n\n".join(parts) + "\n"


def _figures(comparison: Comparison, turning: TurningPoints | None, place: Path, provenance: Provenance) -> None:
    from sim.draw.images import image_bytes

    place.mkdir()
    for name, figure in plot(comparison, turning).items():
        for kind in ("png", "svg"):
            (place / f"{name}.{kind}").write_bytes(image_bytes(figure, kind, provenance))


def plot(comparison: Comparison, turning: TurningPoints | None = None) -> dict[str, Figure]:
    """Draw every figure of a comparison; name -> figure. With carrying on alone there is only that of adoption."""
    with mpl.rc_context(LOOK):
        figures: dict[str, Figure] = {}
        if set(comparison.strategies) != {CARRY_ON}:
            figures["gains"] = gains_figure(comparison)
            figures |= profit_figures(comparison)
            figures["money-to-date"] = money_to_date_figure(comparison)
            figures["differences"] = matrix_figure(comparison)
        figures["adoption"] = adoption_figure(comparison)
        if turning is not None:
            figures["turning-points"] = tornado_figure(turning)
    return figures


__all__ = ["SavingError", "plot", "save", "save_run"]
