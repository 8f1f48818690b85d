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
from sim.analysis.identity import inputs_of, resolved
from sim.analysis.turning import TurningPoints
from sim.scenario.strategy import CARRY_ON
from sim.show.directory import MANIFEST, PROGRAM, SavingError, check_target, whole_directory
from sim.show.provenance import Provenance, contents_of, python_call, write_parquet
from sim.show.tables import as_text, difference_cells, summary_cells

if TYPE_CHECKING:
    import pandas as pd

    from sim.analysis.claims.conditions import Result
    from sim.analysis.claims.worlds import Worlds
    from sim.analysis.comparison import Comparison
    from sim.show.boards import Row

__all__ = ["SavingError", "check_target", "manifest_of", "save_board", "save_comparison", "save_run", "write_manifest"]


def save_comparison(comparison: Comparison, target: Path, turning: TurningPoints | None = None, command: str = ""
                    ) -> Path:
    """Write a comparison into ``target``: everything or nothing; returns the absolute path.

    Files: ``summary.csv``, ``differences.csv``, ``variance_reduction.csv``, ``quarters.parquet``, ``table.txt``,
    ``figures/*.png|svg``, ``manifest.json``, and ``turning_points.csv`` with what would turn the answer. Figures,
    Parquet files and manifest carry the command that makes them again; by default the call in Python.

    Raises `SavingError` when the target holds something else or cannot be written.
    """
    target = check_target(target)
    inputs = inputs_of(comparison, turning)
    provenance = Provenance.of_inputs("comparison", inputs, command or call_of(comparison, turning))
    with whole_directory(target) as place:
        _csv(comparison.summary(), place / "summary.csv", index=True)
        _csv(comparison.differences(), place / "differences.csv")
        _csv(comparison.variance_reduction(), place / "variance_reduction.csv")
        write_parquet(comparison.quarters, place / "quarters.parquet", provenance)
        if turning is not None:
            _csv(turning.frame(), place / "turning_points.csv")
        _text(place / "table.txt", table_text(comparison, turning))
        _figures(comparison, turning, place / "figures", provenance)
        write_manifest(provenance, inputs, place, answer=comparison.sentence())
    return target


def call_of(comparison: Comparison, turning: TurningPoints | None = None) -> str:
    """Write the call in Python that makes a comparison again, from its scenario, and saves it."""
    others = [name for name in comparison.strategies if name != CARRY_ON]
    call = python_call("sim.compare", "scenario", strategies=others or [CARRY_ON],
                       replications=comparison.replications, seed=comparison.seed)
    if turning is None:
        return f'{call}.save("DIR")'
    points = python_call("turning_points", "scenario", a=turning.a, b=turning.b, replications=turning.replications,
                         seed=turning.seed)
    return f'{call}.save("DIR", {points})'


def save_run(inputs: Mapping[str, Any], frames: Mapping[str, pd.DataFrame], target: Path, command: str = "") -> Path:
    """Write one run into ``target``: a table for each name (``.csv`` or ``.parquet``) and the manifest."""
    target = check_target(target)
    provenance = Provenance.of_inputs("run", inputs, command)
    with whole_directory(target) as place:
        for name, frame in frames.items():
            if name.endswith(".parquet"):
                write_parquet(frame, place / name, provenance)
            else:
                _csv(frame, place / name)
        write_manifest(provenance, inputs, place)
    return target


def save_board(rows: Sequence[Row], conditions: Sequence[Result], worlds: Worlds, target: Path, *,
               evidence: bool, command: str = "") -> Path:
    """Write a board into ``target``: ``board.csv``, ``board.json``, ``board.md``, ``board.txt`` and the manifest.

    For each conditional claim that was explored also ``conditions/ID.csv`` and ``figures/ID.png|svg``.
    """
    from sim.show import boards

    what = "pattern" if evidence else "claim"
    told = f"{worlds.scenario.title}: {boards.counted(rows, what)}."
    inputs = {"version": __version__, "scenario": resolved(worlds.scenario), "ids": [row.id for row in rows],
              "replications": worlds.runs, "seed_plan": {"root_seed": worlds.seed, "runs": [0, worlds.runs - 1]}}
    provenance = Provenance.of_inputs(f"{what} board", inputs, command)
    with whole_directory(check_target(target)) as place:
        _csv(boards.frame(rows), place / "board.csv")
        _text(place / "board.json", _json([boards.record(row) for row in rows]))
        _text(place / "board.md", f"{told}\n\n{boards.as_markdown(rows)}")
        _text(place / "board.txt", "\n".join([*boards.as_text(rows), "", told, ""]))
        _conditions(conditions, place, provenance)
        write_manifest(provenance, inputs, place, answer=told)
    return target


def _conditions(results: Sequence[Result], place: Path, provenance: Provenance) -> None:
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
                image_bytes(drawn, kind, provenance))


def manifest_of(provenance: Provenance, inputs: Mapping[str, Any], files: Mapping[str, str] | None = None
                ) -> dict[str, Any]:
    """Tell what results are: their inputs, the hash of these as ``identity``, and where they were made.

    ``identity`` covers ``kind`` and ``inputs`` only: the same question has the same identity
    on every machine and every day. ``files`` are the contents, see `sim.show.provenance.contents_of`.
    """
    return {
        "program": PROGRAM,
        "kind": provenance.kind,
        "identity": provenance.identity,
        "command": provenance.command,
        "provenance": provenance.record(),
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "platform": {"system": platform.system(), "machine": platform.machine(), "python": platform.python_version(),
                     "implementation": sys.implementation.name} | _libraries(),
        "inputs": dict(inputs),
        "files": dict(files or {}),
    }


def write_manifest(provenance: Provenance, inputs: Mapping[str, Any], place: Path, **more: Any) -> None:
    """Write the manifest; the last of all, since it lists what is there."""
    _text(place / MANIFEST, _json(manifest_of(provenance, inputs, contents_of(place)) | more))


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


def _figures(comparison: Comparison, turning: TurningPoints | None, place: Path, provenance: Provenance) -> None:
    from sim.show.figures import comparison_figures, image_bytes

    place.mkdir()
    for name, figure in comparison_figures(comparison, turning).items():
        for kind in ("png", "svg"):
            (place / f"{name}.{kind}").write_bytes(image_bytes(figure, kind, provenance))


def _csv(frame: pd.DataFrame, path: Path, *, index: bool = False) -> None:
    frame.to_csv(path, index=index, lineterminator="\n", encoding="utf-8")


def _text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _json(document: Any) -> str:
    return json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
