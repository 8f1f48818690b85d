"""Fetches the browser's files: with npm where it is there and answers, else through Solara's own helper."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from urllib.request import urlopen

from sim.app.serving.surroundings import prepare
from sim.app.words.catalogue import Language, say

NPM = "npm"
PATIENCE = 180.0
"""Seconds for all packages of npm."""
ANSWER = 20.0
"""Seconds that a single file may take to begin."""
ROOT = "package/"
"""What the paths in an npm tarball begin with."""

File = tuple[str, bytes]


def package_of(path: str) -> str:
    """The package that a file belongs to; the name of one may itself have a slash."""
    name, at, rest = path[1:].partition("@")
    return path[0] + name + at + rest.partition("/")[0]


class UnreachableError(RuntimeError):
    """The files could not be had; says why in one line."""


def fetch(wanted: Mapping[str, str], folder: Path, lang: Language) -> list[str]:
    """Put files into the folder, each whole or not at all; return those that had to be fetched.

    Parameters
    ----------
    wanted : path below the folder -> SHA-256 of the file.
    folder : where the files go.
    lang : language of what goes wrong.

    Raises
    ------
    UnreachableError
        where no source has them all as they should be.
    """
    if not wanted:
        return []
    why = []
    for source in (from_npm, from_helper):
        try:
            _keep(source(wanted, folder, lang), wanted, folder, lang)
        except UnreachableError as error:
            why.append(str(error))
        else:
            return list(wanted)
    raise UnreachableError("; ".join(why))


def from_npm(paths: Iterable[str], folder: Path, lang: Language) -> Iterator[File]:
    """The files from the tarballs that ``npm pack`` brings, by the settings that npm has on this machine."""
    npm = shutil.which(NPM)
    if npm is None:
        raise UnreachableError(say(lang, "serving.no_npm"))
    for package in sorted(set(map(package_of, paths))):
        with tempfile.TemporaryDirectory() as name, tarfile.open(packed(npm, package, Path(name), lang)) as archive:
            for path in paths:
                if package_of(path) == package:
                    yield path, member(archive, ROOT + path.removeprefix(f"{package}/"))


def packed(npm: str, package: str, folder: Path, lang: Language) -> Path:
    """The tarball of a package, fetched into the folder."""
    command = [npm, "pack", package, "--silent"]
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, timeout=PATIENCE, check=False,
                              env={**os.environ, "NPM_CONFIG_UPDATE_NOTIFIER": "false"}, stdin=subprocess.DEVNULL)
    except (OSError, subprocess.TimeoutExpired):
        raise UnreachableError(say(lang, "serving.npm_failed", package=package)) from None
    archives = list(folder.glob("*.tgz"))
    if done.returncode or not archives:
        raise UnreachableError(say(lang, "serving.npm_failed", package=package))
    return archives[0]


def member(archive: tarfile.TarFile, name: str) -> bytes:
    """The content of a file of an archive; nothing is unpacked. Empty where there is none of that name."""
    try:
        stream = archive.extractfile(name)
    except KeyError:
        return b""
    return stream.read() if stream is not None else b""


def from_helper(paths: Iterable[str], folder: Path, lang: Language) -> Iterator[File]:
    """The files one by one from where Solara itself would have the browser's files come from."""
    prepare(folder)
    try:
        from solara.server.cdn_helper import get_cdn_url
    except ImportError:
        raise UnreachableError(say(lang, "serving.no_solara")) from None
    for path in paths:
        try:
            with urlopen(get_cdn_url(path), timeout=ANSWER) as answer:
                content = answer.read()
        except OSError:
            raise UnreachableError(say(lang, "serving.no_answer")) from None
        yield path, content


def _keep(files: Iterable[File], wanted: Mapping[str, str], folder: Path, lang: Language) -> None:
    """Write what is as it should be; say it when something is not."""
    for path, content in files:
        if hashlib.sha256(content).hexdigest() != wanted[path]:
            raise UnreachableError(say(lang, "serving.broken_file", path=path))
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".", dir=target.parent)
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        Path(name).chmod(0o644)
        Path(name).replace(target)
