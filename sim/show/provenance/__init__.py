"""Where a figure, a table or a folder of results comes from: written into it, and read back.

`Provenance` is the record. `sim.show.figures.image_bytes` writes it into figures, `write_parquet` into tables of that
format, `sim.show.saving.manifest_of` into the manifest of a folder; `origin_of` reads it back from any of them.
"""

from sim.show.contents import contents_of
from sim.show.provenance.beside import Origin, origin_of
from sim.show.provenance.commands import command_line, python_call
from sim.show.provenance.reading import NoProvenanceError, read_provenance
from sim.show.provenance.record import Provenance, code_hash
from sim.show.provenance.writing import image_metadata, write_parquet

__all__ = ["NoProvenanceError", "Origin", "Provenance", "code_hash", "command_line", "contents_of", "image_metadata",
           "origin_of", "python_call", "read_provenance", "write_parquet"]
