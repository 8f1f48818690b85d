"""Writes a fit: tables, figures, the fitted scenario and the manifest, all or nothing."""

from __future__ import annotations

from pathlib import Path

from sim.fitting.fit import Fit
from sim.fitting.sentences import sentences
from sim.results import Provenance, python_call, write_parquet
from sim.results.directory import absolute, whole_directory
from sim.results.manifest import write_manifest
from sim.scenario.writing import to_toml

KIND = "calibration"
SCENARIO = "scenario.toml"
FLOATS = "%.7g"
"""How numbers are written in CSV tables; the Parquet file has them in full."""


def save_fit(fit: Fit, target: Path, command: str = "", *, force: bool = False) -> Path:
    """Write a fit into ``target``; returns its path. Raises `sim.results.writing.SavingError`.

    Files: ``scenario.toml`` (the scenario with its fitted sets), ``posterior.parquet`` and ``posterior.csv`` (all
    weighted sets), ``parameters.csv``, ``predictive.csv``, ``coverage.csv``, ``answer.txt``, ``figures/*.png|svg``,
    ``manifest.json``.
    """
    inputs = fit.inputs()
    provenance = Provenance.of_inputs(KIND, inputs, command or python_call("fit", "scenario", seed=fit.seed))
    with whole_directory(target, KIND, force=force) as place:
        (place / SCENARIO).write_text(to_toml(fit.fitted), encoding="utf-8", newline="\n")
        write_parquet(fit.sets(), place / "posterior.parquet", provenance)
        for name, frame in {"posterior": fit.sets(), "parameters": fit.parameters(), "predictive": fit.predictive,
                            "coverage": fit.coverage()}.items():
            frame.to_csv(place / f"{name}.csv", index=False, lineterminator="\n", encoding="utf-8", float_format=FLOATS)
        told = sentences(fit)
        (place / "answer.txt").write_text("\n\n".join(told) + "\n", encoding="utf-8", newline="\n")
        _figures(fit, place / "figures", provenance)
        write_manifest(provenance, inputs, place, answer=" ".join(told))
    return absolute(target)


def _figures(fit: Fit, place: Path, provenance: Provenance) -> None:
    from sim.draw.images import image_bytes
    from sim.fitting.figures import fit_figures

    place.mkdir()
    for name, figure in fit_figures(fit).items():
        for kind in ("png", "svg"):
            (place / f"{name}.{kind}").write_bytes(image_bytes(figure, kind, provenance))
