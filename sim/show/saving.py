"""Writes results: tables, figures and the manifest that tells what they are."""

from __future__ import annotations

import json
import platform
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim._version import __version__
from sim.analysis.identity import inputs_of, resolved, scenario_hash, sha256_of
from sim.analysis.turning import TurningPoints
from sim.show.directory import MANIFEST, PROGRAM, SavingError, check_target, whole_directory
from sim.show.tables import as_text, difference_cells, summary_cells

if TYPE_CHECKING:
    import pandas as pd

    from sim.analysis.claims.conditions import Result
    from sim.analysis.claims.worlds import Worlds
    from sim.analysis.comparison import Comparison
    from sim.scenario.schema import Scenario
    from sim.show.boards import Row

__all__ = ["SavingError", "check_target", "manifest_of", "save_board", "save_comparison", "save_run"]


def save_comparison(comparison: Comparison, target: Path, turning: TurningPoints | None = None) -> Path:
    """Write a comparison into ``target``: everything or nothing; returns the absolute path.

    Files: ``summary.csv``, ``differences.csv``, ``variance_reduction.csv``, ``quarters.parquet``, ``table.txt``,
    ``figures/*.png|svg``, ``manifest.json``, and ``turning_points.csv`` with what would turn the answer.

    Raises `SavingError` when the target holds something else or cannot be written.
    """
    target = check_target(target)
    with whole_directory(target) as place:
        _csv(comparison.summary(), place / "summary.csv", index=True)
        _csv(comparison.differences(), place / "differences.csv")
        _csv(comparison.variance_reduction(), place / "variance_reduction.csv")
        comparison.quarters.to_parquet(place / "quarters.parquet", index=False)
        if turning is not None:
            _csv(turning.frame(), place / "turning_points.csv")
        _text(place / "table.txt", table_text(comparison, turning))
        _figures(comparison, turning, place / "figures")
        manifest = manifest_of("comparison", inputs_of(comparison, turning))
        _text(place / MANIFEST, _json(manifest | {"answer": comparison.sentence()}))
    return target


def save_run(inputs: Mapping[str, Any], frames: Mapping[str, pd.DataFrame], target: Path) -> Path:
    """Write one run into ``target``: a table for each name (``.csv`` or ``.parquet``) and the manifest."""
    target = check_target(target)
    with whole_directory(target) as place:
        for name, frame in frames.items():
            if name.endswith(".parquet"):
                frame.to_parquet(place / name, index=False)
            else:
                _csv(frame, place / name)
        _text(place / MANIFEST, _json(manifest_of("run", inputs)))
    return target


def save_board(rows: Sequence[Row], conditions: Sequence[Result], worlds: Worlds, target: Path, *,
               evidence: bool) -> Path:
    """Write a board into ``target``: ``board.csv``, ``board.json``, ``board.md``, ``board.txt`` and the manifest.

    For each conditional claim that was explored also ``conditions/ID.csv`` and ``figures/ID.png|svg``.
    """
    from sim.show import boards

    what = "pattern" if evidence else "claim"
    told = f"{worlds.scenario.title}: {boards.counted(rows, what)}."
    inputs = {"version": __version__, "scenario": resolved(worlds.scenario), "ids": [row.id for row in rows],
              "replications": worlds.runs, "seed_plan": {"root_seed": worlds.seed, "runs": [0, worlds.runs - 1]}}
    with whole_directory(check_target(target)) as place:
        _csv(boards.frame(rows), place / "board.csv")
        _text(place / "board.json", _json([boards.record(row) for row in rows]))
        _text(place / "board.md", f"{told}\n\n{boards.as_markdown(rows)}")
        _text(place / "board.txt", "\n".join([*boards.as_text(rows), "", told, ""]))
        _conditions(conditions, worlds.scenario, place)
        _text(place / MANIFEST, _json(manifest_of(f"{what} board", inputs) | {"answer": told}))
    return target


def _conditions(results: Sequence[Result], scenario: Scenario, place: Path) -> None:
    from sim.show.conditions import figure
    from sim.show.figures import image_bytes

    if not results:
        return
    import pandas as pd

    (place / "conditions").mkdir()
    (place / "figures").mkdir()
    for result in results:
        _csv(pd.DataFrame(result.rows()), place / "conditions" / f"{result.asked.id}.csv")
        drawn = figure(result)
        for kind in ("png", "svg"):
            (place / "figures" / f"{result.asked.id}.{kind}").write_bytes(
                image_bytes(drawn, kind, f"scenario {scenario_hash(scenario)}"))


def manifest_of(kind: str, inputs: Mapping[str, Any]) -> dict[str, Any]:
    """Tell what results are: their inputs, the hash of these as ``identity``, and where they were made.

    ``identity`` covers ``kind`` and ``inputs`` only: the same question has the same identity
    on every machine and every day.
    """
    return {
        "program": PROGRAM,
        "kind": kind,
        "identity": sha256_of({"kind": kind, "inputs": dict(inputs)}),
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "platform": {"system": platform.system(), "machine": platform.machine(), "python": platform.python_version(),
                     "implementation": sys.implementation.name} | _libraries(),
        "inputs": dict(inputs),
    }


def table_text(comparison: Comparison, turning: TurningPoints | None = None) -> str:
    """The tables and sentences as plain text."""
    parts = [as_text(summary_cells(comparison)), comparison.sentence()]
    if len(comparison.strategies) > 1:
        parts.append(as_text(difference_cells(comparison)))
    if turning is not None:
        parts.append(turning.sentence())
    return "\n\n".join(parts) + "\n"


def _libraries() -> dict[str, str]:
    found = {}
    for name in ("numpy", "pandas", "scipy", "matplotlib"):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "unknown"
    return found


def _figures(comparison: Comparison, turning: TurningPoints | None, place: Path) -> None:
    from sim.show.figures import comparison_figures, image_bytes

    place.mkdir()
    identity = f"scenario {scenario_hash(comparison.scenario)}"
    for name, figure in comparison_figures(comparison, turning).items():
        for kind in ("png", "svg"):
            (place / f"{name}.{kind}").write_bytes(image_bytes(figure, kind, identity))


def _csv(frame: pd.DataFrame, path: Path, *, index: bool = False) -> None:
    frame.to_csv(path, index=index, lineterminator="\n", encoding="utf-8")


def _text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _json(document: Any) -> str:
    return json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
