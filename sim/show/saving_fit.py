"""Writes a fit: tables, figures, the fitted scenario and the manifest, all or nothing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sim.scenario.writing import to_toml
from sim.show.directory import MANIFEST, whole_directory
from sim.show.saving import manifest_of

if TYPE_CHECKING:
    from sim.analysis.fitting.result import Fit

SCENARIO = "scenario.toml"
FLOATS = "%.7g"
"""How numbers are written in CSV tables; the Parquet file has them in full."""


def save_fit(fit: Fit, target: Path) -> Path:
    """Write a fit into ``target``; returns its path. Raises `sim.show.directory.SavingError`.

    Files: ``scenario.toml`` (the scenario with its fitted sets), ``posterior.parquet`` and ``posterior.csv`` (all
    weighted sets), ``parameters.csv``, ``predictive.csv``, ``coverage.csv``, ``answer.txt``, ``figures/*.png|svg``,
    ``manifest.json``.
    """
    import json

    with whole_directory(target) as place:
        (place / SCENARIO).write_text(to_toml(fit.fitted), encoding="utf-8", newline="\n")
        fit.sets().to_parquet(place / "posterior.parquet", index=False)
        for name, frame in {"posterior": fit.sets(), "parameters": fit.parameters(), "predictive": fit.predictive,
                            "coverage": fit.coverage()}.items():
            frame.to_csv(place / f"{name}.csv", index=False, lineterminator="\n", encoding="utf-8", float_format=FLOATS)
        told = fit.sentences()
        (place / "answer.txt").write_text("\n\n".join(told) + "\n", encoding="utf-8", newline="\n")
        _figures(fit, place / "figures")
        manifest = manifest_of("calibration", fit.inputs()) | {"answer": " ".join(told)}
        text = json.dumps(manifest, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
        (place / MANIFEST).write_text(text, encoding="utf-8", newline="\n")
    return target


def _figures(fit: Fit, place: Path) -> None:
    from sim.show.figures import image_bytes
    from sim.show.fitting import fit_figures

    place.mkdir()
    for name, figure in fit_figures(fit).items():
        for kind in ("png", "svg"):
            (place / f"{name}.{kind}").write_bytes(image_bytes(figure, kind, f"figures {fit.observed.fingerprint}"))
