"""What a folder of results holds: its manifest, the files that this lists, and whether they are as they were written.

Nothing in a folder is trusted: names in a manifest lead to regular files below the folder or to nothing.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from typing import Any

from sim.results.seal import MARK, flaw

MANIFEST = "manifest.json"
PROGRAM = "salesshift"
SEAL = "sealed"
"""Entry of a manifest: SHA-256 of the rest of it. Those of earlier versions have none, those of sweeps another seal."""
LARGEST = 100_000_000
"""Bytes of a picture or document that is opened; ours are below a tenth of it."""
OWN = f".{PROGRAM}."
"""How the names of files begin by which writing is kept in order; they are there only meanwhile."""
NAMES = "names"
"""Entry of a manifest of results that are still being made, and so cannot be listed: patterns of their files' names."""
MEGABYTE = 1_000_000


def manifest_in(folder: Path) -> dict[str, Any] | None:
    """Return what the manifest of a folder says, if it is one of ours."""
    path = inside(folder, MANIFEST)
    try:
        if path is None or path.stat().st_size > LARGEST:
            return None
        document = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    return document if isinstance(document, dict) and document.get("program") == PROGRAM else None


def listed_in(manifest: Mapping[str, Any]) -> dict[str, str]:
    """The files that a manifest lists: relative name -> SHA-256; none in those of early versions."""
    files = manifest.get("files")
    if not isinstance(files, dict):
        return {}
    return {name: value for name, value in files.items() if isinstance(value, str)}


def files_in(folder: Path) -> list[str]:
    """Relative names of all regular files below a folder, in order; links are not followed."""
    found = [Path(place) / name for place, _, names in os.walk(folder) for name in names]
    return sorted(path.relative_to(folder).as_posix() for path in found if path.is_file() and not path.is_symlink())


def named_in(manifest: Mapping[str, Any]) -> list[str]:
    """The patterns of names by which unfinished results tell what is theirs; none in others."""
    names = manifest.get(NAMES)
    return [name for name in names if isinstance(name, str)] if isinstance(names, list) else []


def belonging(folder: Path, manifest: Mapping[str, Any]) -> list[str]:
    """Names of the files of results: those listed, else those of the patterns, else all that there are."""
    if listed_in(manifest):
        return [*listed_in(manifest), MANIFEST]
    patterns = named_in(manifest) or ["*"]
    return [name for name in files_in(folder) if any(fnmatchcase(name, pattern) for pattern in patterns)]


def contents_of(folder: Path, names: Iterable[str] | None = None) -> dict[str, str]:
    """SHA-256 of some files of a folder, or of all below it, by relative name: what its manifest lists, but itself."""
    return {name: hash_of(folder / name) for name in (files_in(folder) if names is None else names) if name != MANIFEST}


def changed_in(folder: Path, manifest: Mapping[str, Any]) -> tuple[str, ...]:
    """Names of what is there and not as the manifest lists it, the manifest itself among them."""
    changed = [name for name, known in listed_in(manifest).items() if os.path.lexists(folder / name)
               and ((path := inside(folder, name)) is None or hash_of(path) != known)]
    return (*changed, *([] if _as_written(folder, manifest) else [MANIFEST]))


def _as_written(folder: Path, manifest: Mapping[str, Any]) -> bool:
    """Whether a manifest is as it was written, by its own entry, or by the seal that every file of a sweep carries."""
    path = inside(folder, MANIFEST)
    content = b"" if path is None else path.read_bytes()
    return (not flaw(MANIFEST, content)) if MARK in content else manifest.get(SEAL, _seal(manifest)) == _seal(manifest)


def missing_in(folder: Path, manifest: Mapping[str, Any]) -> tuple[str, ...]:
    """Names of what the manifest lists and is not there."""
    return tuple(name for name in listed_in(manifest) if not os.path.lexists(folder / name))


def sealed(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """The manifest with the hash of itself, by which a later edit is seen."""
    return {**manifest, SEAL: _seal(manifest)}


def parts_of(name: str) -> tuple[str, ...]:
    """The parts of a relative name; none where it would lead out of its folder, or no file can have it."""
    try:
        os.fsencode(name)
    except UnicodeEncodeError:
        return ()
    parts = () if "\0" in name else PurePosixPath(name).parts
    return parts if all(Path(part).name == part and part != ".." for part in parts) else ()


def inside(folder: Path, name: str) -> Path | None:
    """The regular file of that name below a folder; None where there is none, or a link or '..' leads to it."""
    path = folder
    for part in parts_of(name):
        path = path / part
        if path.is_symlink():
            return None
    return path if path.is_file() else None


def described(folder: Path, manifest: Mapping[str, Any]) -> str:
    """Say what results a folder holds: of what command, how many runs and files, how large, what was edited since."""
    listed, counts = listed_in(manifest), manifest.get("counts")
    names = listed or belonging(folder, manifest)
    files = [path for name in names if (path := inside(folder, name)) is not None]
    size = sum(path.stat().st_size for path in files) / MEGABYTE
    runs = counts.get("planned") if isinstance(counts, dict) else None
    told = [f"{runs:,} runs"] if isinstance(runs, int) else []
    told += ["not finished"] if manifest.get("status") == "running" else []
    told += [f"{len(files):,} file{'s' * (len(files) != 1)}, {size:.1f} MB"]
    told += [] if listed or named_in(manifest) else ["without a list of them"]
    changed = changed_in(folder, manifest)
    told += [f"edited since: {', '.join(changed)}"] if changed else []
    return f"results of the kind '{manifest.get('kind', 'unknown')}' ({', '.join(told)})"


def hash_of(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _seal(manifest: Mapping[str, Any]) -> str:
    rest = {key: value for key, value in manifest.items() if key != SEAL}
    return hashlib.sha256(json.dumps(rest, sort_keys=True).encode()).hexdigest()
