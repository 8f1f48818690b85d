"""Where a figure, a table or a folder of results comes from: written into it, and read back.

`Provenance` is the record. `sim.draw.images.image_bytes` writes it into figures, `write_parquet` into tables of that
format, `sim.results.manifest.manifest_of` into the manifest of a folder; `origin_of` reads it back from any of them.
"""

from sim.results.beside import Origin, origin_of
from sim.results.contents import contents_of
from sim.results.provenance import Provenance, code_hash, command_line, image_metadata, python_call, write_parquet
from sim.results.reading import NoProvenanceError, read_provenance

__all__ = ["NoProvenanceError", "Origin", "Provenance", "code_hash", "command_line", "contents_of", "image_metadata",
           "origin_of", "python_call", "read_provenance", "write_parquet"]
