"""Writes the record into the files that have a place for it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from sim._version import __version__
from sim.show.provenance.record import Provenance

if TYPE_CHECKING:
    import pandas as pd

KEY = "salesshift"
"""Name of the record in a PNG and in a Parquet schema."""

Metadata = dict[str, str | None]


def image_metadata(kind: Literal["png", "svg"] | str, provenance: Provenance | None) -> Metadata:
    """Metadata for Matplotlib's ``savefig``: PNG text chunks, or Dublin Core in SVG; never a date.

    Other programs show the fields with common names; the record as a whole is in ``salesshift`` (PNG) or
    ``Description`` (SVG, which allows no names of ours).
    """
    program = f"salesshift {__version__}"
    metadata: Metadata = {"Software": program} if kind == "png" else {"Creator": program, "Date": None}
    if provenance is None:
        return metadata
    if kind == "png":
        return metadata | {"Description": provenance.command, KEY: provenance.text()}
    return metadata | {"Source": provenance.command, "Identifier": provenance.identity,
                       "Description": provenance.text()}


def write_parquet(frame: pd.DataFrame, path: Path, provenance: Provenance) -> None:
    """Write a table without its index; the record stands in the metadata of the schema."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.Table.from_pandas(frame, preserve_index=False)
    told = {**(table.schema.metadata or {}), KEY.encode(): provenance.text().encode()}
    pq.write_table(table.replace_schema_metadata(told), path)
