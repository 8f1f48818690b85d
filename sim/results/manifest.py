"""The manifest of a folder of results: what they are, what decided them, and the files as they were written."""

from __future__ import annotations

import json
import platform
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.results import Provenance
from sim.results.contents import MANIFEST, PROGRAM, contents_of, sealed

if TYPE_CHECKING:
    import pandas as pd



def manifest_of(provenance: Provenance, inputs: Mapping[str, Any], files: Mapping[str, str] | None = None
                ) -> dict[str, Any]:
    """Tell what results are: their inputs, the hash of these as ``identity``, and where they were made.

    ``identity`` covers ``kind`` and ``inputs`` only: the same question has the same identity
    on every machine and every day. ``files`` are the contents, see `sim.results.contents_of`.
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
    write_text(place / MANIFEST, as_json(sealed(manifest_of(provenance, inputs, contents_of(place)) | more)))


def _libraries() -> dict[str, str]:
    found = {}
    for name in ("numpy", "pandas", "scipy", "matplotlib"):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "unknown"
    return found


def write_csv(frame: pd.DataFrame, path: Path, *, index: bool = False) -> None:
    """Write a table with the same bytes on every system."""
    frame.to_csv(path, index=index, lineterminator="\n", encoding="utf-8")


def write_text(path: Path, text: str) -> None:
    """Write a text with the same bytes on every system."""
    path.write_text(text, encoding="utf-8", newline="\n")


def as_json(document: Any) -> str:
    """A document as JSON for people and programs."""
    return json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
