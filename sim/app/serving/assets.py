"""The files that the browser loads besides our own: fetched once at the installation, never while the server runs.

``python -m sim.app.serving.assets`` makes sure that they are there. Which ones they are, each with its SHA-256, stands
in ``assets.toml``; ``renewal.py`` writes it anew when Solara is upgraded.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from urllib.request import urlopen

from sim.words.catalogue import Language, language, say

# --- Solara's settings, read once at its first import ----------------------------------------------------------------

APPLICATION = "sim.app.main"
FORCED = {
    "SOLARA_APP": APPLICATION,
    "SOLARA_MODE": "production",
    # Nothing is told to anybody: no statistics, no public address asked for, no lasting number of this machine.
    "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "False",
    "SOLARA_TELEMETRY_SERVER_USER_ID": "none",
    "SOLARA_THEME_SHOW_BANNER": "False",
    "SOLARA_THEME_LOADER": "plain",
    "SOLARA_THEME_TITLE": "salesshift",
    # A font that only Solara's own error dialogs would use.
    "SOLARA_ASSETS_FONTAWESOME_ENABLED": "False",
    # Several threads for one small product of matrices take longer than one, and push the pages aside.
    **dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1"),
}
SUGGESTED = {
    # A laptop that slept through lunch finds its session again; one that went home is forgotten.
    "SOLARA_KERNEL_CULL_TIMEOUT": "2h",
}
"""What whoever starts the server may set otherwise."""


def prepare(assets: Path) -> None:
    """Set everything; to be called before Solara, and before NumPy where its threads matter."""
    os.environ.update(FORCED, SOLARA_ASSETS_PROXY_CACHE_DIR=str(assets))
    for name, value in SUGGESTED.items():
        os.environ.setdefault(name, value)


# --- fetching the browser's files: by npm, else by Solara ------------------------------------------------------------

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


LIST = Path(__file__).with_name("assets.toml")
PLACE = "SALESSHIFT_ASSETS"
FOLDER = Path("share", "salesshift", "assets")
COMMAND = "python -m sim.app.serving.assets"
LOCALES = ("LC_ALL", "LC_MESSAGES", "LANG")
FAILED = 2


@cache
def wanted() -> dict[str, str]:
    """Paths of all files, ``name@version/path``, with the SHA-256 of each."""
    return dict(tomllib.loads(LIST.read_text(encoding="utf-8")))


def packages() -> list[str]:
    """The packages that the files come from, as ``name@version``."""
    return sorted({package_of(path) for path in wanted()})


def place() -> Path:
    """The folder of the files: as the environment says, else in the virtual environment, else the user's."""
    given = os.environ.get(PLACE)
    if given:
        return Path(given).absolute()
    if sys.prefix != sys.base_prefix:
        return Path(sys.prefix) / FOLDER
    data = os.environ.get("LOCALAPPDATA") or os.environ.get("XDG_DATA_HOME")
    return Path(data) / FOLDER.relative_to("share") if data else Path.home() / ".local" / FOLDER


def missing(folder: Path | None = None) -> dict[str, str]:
    """Paths of the files that are not there, or not whole, with the SHA-256 of each."""
    where = place() if folder is None else folder
    return {path: digest for path, digest in wanted().items() if not _is_whole(where / path, digest)}


def terminal_language() -> Language:
    """German where the terminal is; else English, like the other commands."""
    locale = next((os.environ[name] for name in LOCALES if os.environ.get(name)), "")
    return language(locale) if locale.startswith("de") else "en"


def main() -> int:
    """Fetch what is missing; say in one line what came of it."""
    lang, folder = terminal_language(), place()
    try:
        fetched = fetch(missing(folder), folder, lang)
    except (UnreachableError, OSError) as error:
        print(say(lang, "serving.not_fetched", why=error), file=sys.stderr)
        return FAILED
    if fetched:
        print(say(lang, "serving.fetched", n=len(fetched), folder=folder))
    return 0


def _is_whole(file: Path, digest: str) -> bool:
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest() == digest
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit(main())
