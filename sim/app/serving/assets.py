"""The files that the browser loads besides our own: fetched once at the installation, never while the server runs.

``python -m sim.app.serving.assets`` makes sure that they are there. Which ones they are, each with its SHA-256, stands
in ``assets.toml``; ``renewal.py`` writes it anew when Solara is upgraded.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tomllib
from functools import cache
from pathlib import Path

from sim.app.serving.fetching import UnreachableError, fetch, package_of
from sim.app.words.catalogue import Language, language, say

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
