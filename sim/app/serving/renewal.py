"""Writes ``assets.toml`` anew from Solara's page and the packages it names: ``python -m sim.app.serving.renewal``.

To be run after an upgrade of Solara; a test fails when the list no longer fits the page.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

from sim.app.serving.assets import LIST, NPM, ROOT, member, packed

LINK = re.compile(r"\{\{\s*cdn\s*\}\}/(?P<package>(?:@[\w-]+/)?[\w-]+@[\d.]+)/(?P<path>[^\"'\s]+)")
MAJOR = "{{ipywidget_major_version}}"
WIDGETS = "8"
"""The major version of ipywidgets."""
OTHER_VUE = "@widgetti/solara-vuetify-app@"
"""The front end for Vue 2, which the page names as well."""
FONT = re.compile(r"[\w.-]+\.woff2")
"""Every browser of the last ten years takes this format first."""
CHUNK = re.compile(rf"dist/\d+\.solara-vuetify-app{WIDGETS}\.min\.js")
"""Parts of the front end that it loads by itself."""
HEAD = """\
# The files that the browser loads from the packages that Solara's page names, each with its SHA-256.
# Written by: python -m sim.app.serving.renewal
"""


def template() -> str:
    """The text of Solara's page."""
    import solara.server

    return (Path(solara.server.__file__).parent / "templates" / "solara.html.j2").read_text(encoding="utf-8")


def linked(page: str) -> dict[str, set[str]]:
    """Package -> the files of it that the page links to, in production and with Vue 3."""
    found: dict[str, set[str]] = {}
    for link in LINK.finditer(page):
        package, path = link["package"], link["path"].replace(MAJOR, WIDGETS)
        if not package.startswith(OTHER_VUE) and not path.endswith(f"app{WIDGETS}.js"):
            found.setdefault(package, set()).add(path)
    return found


def needed(archive: tarfile.TarFile, links: set[str]) -> Iterator[str]:
    """The linked files of a package, the parts they load and the fonts they name."""
    known = {name.removeprefix(ROOT) for name in archive.getnames()}
    texts = [member(archive, ROOT + path).decode("utf-8") for path in sorted(links) if path.endswith(".css")]
    fonts = {f"dist/{name}" for text in texts for name in FONT.findall(text)}
    yield from sorted(links | (fonts & known) | set(filter(CHUNK.fullmatch, known)))


def main() -> None:
    """Write the list."""
    npm, lines = shutil.which(NPM) or NPM, []
    for package, links in sorted(linked(template()).items()):
        with tempfile.TemporaryDirectory() as name, tarfile.open(packed(npm, package, Path(name), "en")) as archive:
            for path in needed(archive, links):
                digest = hashlib.sha256(member(archive, ROOT + path)).hexdigest()
                lines.append(f'"{package}/{path}" = "{digest}"\n')
    LIST.write_text(HEAD + "".join(lines), encoding="utf-8", newline="\n")
    print(f"{LIST}: {len(lines)} files")


if __name__ == "__main__":
    main()
