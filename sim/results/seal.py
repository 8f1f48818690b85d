"""Seals: every file of a sweep carries the SHA-256 of its own content and name, so that damage shows on reading.

A seal is a mark followed by 64 hexadecimal digits, somewhere in the file: among the metadata of a Parquet file, as the
last key of a JSON document, in the last comment of a TOML file. The hash is that of the name below the sweep's folder
and of the content with zeros in the place of the digits: a file proves itself, wherever its folder is copied to, and
two files that have changed places are noticed.
"""

from __future__ import annotations

import hashlib

MARK = b"sha256-sealed:"
BLANK = "0" * hashlib.sha256().digest_size * 2
"""What stands in the place of the digits while the hash is taken."""
UNSEALED = MARK.decode() + BLANK
"""What a writer puts where the seal is to be."""


def sealed(name: str, content: bytes) -> bytes:
    """Fill in the seal of a file; `ValueError` where the content has no place for it.

    name : of the file below the sweep's folder, with slashes. content : with `UNSEALED` in it.
    """
    place = _place(content)
    if place is None:
        raise ValueError(f"{name}: has no place for a seal")
    return content[:place] + _digits(name, content, place) + content[place + len(BLANK):]


def flaw(name: str, content: bytes) -> str:
    """Say what is wrong with the content of a file, as words after its name; empty where it is as it was written."""
    if not content:
        return "is empty"
    place = _place(content)
    if place is None:
        return "carries no seal: it is cut off, not of this sweep, or of an earlier version"
    if content[place:place + len(BLANK)] != _digits(name, content, place):
        return "is damaged: its content is not what was written"
    return ""


def _place(content: bytes) -> int | None:
    """Where the digits of the last seal in a file begin."""
    found = content.rfind(MARK)
    place = found + len(MARK)
    return None if found < 0 or place + len(BLANK) > len(content) else place


def _digits(name: str, content: bytes, place: int) -> bytes:
    """Hash over name and content, as it stands in the seal."""
    whole = memoryview(content)
    found = hashlib.sha256(name.encode() + b"\0")
    for piece in (whole[:place], BLANK.encode(), whole[place + len(BLANK):]):
        found.update(piece)
    return found.hexdigest().encode()
