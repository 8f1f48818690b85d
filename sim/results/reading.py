"""Reads the record back. The files may come from anywhere: nothing in them is trusted, and nothing is drawn or run."""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.parsers import expat

from sim.results.contents import LARGEST, PROGRAM
from sim.results.provenance import KEY, Provenance

HEAD_OF_SVG = 4_000_000
"""Bytes of an SVG in which its metadata must come. Matplotlib and Inkscape write them first."""
PIECE = 65_536
DESCRIPTION = "http://purl.org/dc/elements/1.1/ description"
BEGINNINGS: tuple[tuple[bytes, str], ...] = ((b"\x89PNG\r\n\x1a\n", "png"), (b"PAR1", "parquet"))


INPUT = ".toml"
"""Ending of scenarios and designs."""
Reader = Callable[[Path], Provenance]
"""Reads the record of a file of one kind."""


class NoProvenanceError(ValueError):
    """A file that does not tell where it comes from; one line for a person."""


def read_provenance(path: Path, of_input: Reader | None = None) -> Provenance | None:
    """Read the record that a file carries in itself; None where its format has no place for one, as with CSV.

    What a file is, its content decides: PNG, SVG, Parquet, JSON of this program, or else a file of inputs (TOML).

    Parameters
    ----------
    of_input : reads the record of a scenario or a design; without it these tell nothing, as with CSV.

    Raises
    ------
    NoProvenanceError
        with the reason, for a file that could carry a record and does not, or that cannot be read.
    """
    try:
        if not path.is_file():
            raise NoProvenanceError("is no file" if path.exists() else "there is no such file")
        with path.open("rb") as stream:
            head = stream.read(1024)
        kind = _kind(path, head)
        if kind != "parquet" and (kind in READERS or kind == INPUT) and path.stat().st_size > LARGEST:
            raise NoProvenanceError(f"is larger than anything that {PROGRAM} writes")
        if kind == INPUT:
            return None if of_input is None else of_input(path)
        return READERS[kind](path) if kind in READERS else None
    except OSError as error:
        raise NoProvenanceError(f"cannot be read: {error.strerror or 'it is damaged'}") from None


def _kind(path: Path, head: bytes) -> str:
    for beginning, kind in BEGINNINGS:
        if head.startswith(beginning):
            return kind
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith(b"<"):
        return "svg"
    return "json" if text.startswith(b"{") else path.suffix.lower()


def _of_png(path: Path) -> Provenance:
    """Text chunks before the picture; the picture itself is not decoded."""
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(path, formats=("PNG",)) as image:
                text = image.info.get(KEY)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, OverflowError, MemoryError) as error:
        if getattr(error, "errno", None):
            raise  # of the system, not of the file
        raise NoProvenanceError("is a damaged PNG") from None
    return _of_text(text, "PNG")


def _of_svg(path: Path) -> Provenance:
    """The description among the metadata; entities are refused, other documents are never fetched."""
    found: list[str] = []
    inside: list[str] = []
    parser = expat.ParserCreate(namespace_separator=" ")

    def refuse(*_: Any) -> None:
        raise NoProvenanceError("is an SVG that defines entities; it is not read")

    def opened(name: str, _: dict[str, str]) -> None:
        inside.append(name)

    def text(piece: str) -> None:
        if inside and inside[-1] == DESCRIPTION:
            found.append(piece)

    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = opened
    parser.EndElementHandler = lambda _: inside.pop()
    parser.CharacterDataHandler = text
    try:
        with path.open("rb") as stream:
            read = 0
            while read < HEAD_OF_SVG and (piece := stream.read(PIECE)):
                parser.Parse(piece, False)
                read += len(piece)
            if read < HEAD_OF_SVG:
                parser.Parse(b"", True)  # the parser may have put off a piece until more comes
    except NoProvenanceError:
        raise
    except (expat.ExpatError, LookupError, ValueError):  # the last two: encodings that there are not
        if not found:
            raise NoProvenanceError("is no SVG, or a damaged one") from None
    return _of_text("".join(found), "SVG")


def _of_parquet(path: Path) -> Provenance:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        metadata = pq.read_schema(path).metadata or {}
    except (pa.ArrowException, OSError, ValueError, MemoryError):
        raise NoProvenanceError("is a damaged Parquet file") from None
    return _of_text(metadata.get(KEY.encode(), b"").decode("utf-8", "replace"), "Parquet file")


def _of_json(path: Path) -> Provenance:
    """A manifest, or what a command printed with ``--json``."""
    try:
        document = json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        raise NoProvenanceError("is no JSON document") from None
    return of_document(document)


def of_document(document: Any) -> Provenance:
    """Read the record of a manifest, or of a document that a command printed.

    Where there is no record, as in older manifests, kind, identity and version are all that is told.
    """
    if not isinstance(document, dict) or document.get("program") != PROGRAM:
        raise NoProvenanceError(f"is no document of {PROGRAM}")
    inputs = document.get("inputs")
    older = {"version": inputs.get("version"), "code": ""} if isinstance(inputs, dict) else {"code": ""}
    try:
        return Provenance.from_record(document.get("provenance") or
                                      {name: document.get(name) for name in ("kind", "identity", "command")} | older)
    except ValueError as error:
        raise NoProvenanceError(str(error)) from None


def _of_text(text: Any, kind: str) -> Provenance:
    if not text:
        raise NoProvenanceError(f"is a {kind} without a record of where it comes from")
    try:
        return Provenance.from_record(json.loads(text))
    except (ValueError, TypeError, RecursionError):
        raise NoProvenanceError(f"is a {kind} whose record cannot be read") from None


READERS: dict[str, Reader] = {
    "png": _of_png, "svg": _of_svg, "parquet": _of_parquet, "json": _of_json}
"""By what a file is. Everything else can be known only through the manifest beside it."""
