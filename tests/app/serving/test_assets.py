"""The files for the browser: which ones, whether they are whole, and how they come."""

from __future__ import annotations

import hashlib
import http.server
import io
import os
import subprocess
import sys
import tarfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from sim.app.serving import assets
from tests.app.starting import ROOT, surroundings

FILES = {"@ours/front-end@1.2.0/dist/main.css": b"body {}", "@ours/front-end@1.2.0/dist/main.js": b"let x",
         "require@2.0.0/require.js": b"define()"}


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """Three small files instead of the real ones."""
    wanted = {path: hashlib.sha256(content).hexdigest() for path, content in FILES.items()}
    monkeypatch.setattr(assets, "wanted", lambda: wanted)
    return FILES


def tarball(package: str, files: dict[str, bytes]) -> bytes:
    """What npm packs."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz") as archive:
        for path, content in {**files, f"{package}/README.md": b"not needed"}.items():
            if path.startswith(f"{package}/"):
                entry = tarfile.TarInfo(f"package/{path.removeprefix(f'{package}/')}")
                entry.size = len(content)
                archive.addfile(entry, io.BytesIO(content))
    return stream.getvalue()


@pytest.fixture
def npm(small: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An npm that brings what lies beside it, and notes what it was asked for."""
    if os.name != "posix":
        pytest.skip("the npm of this test is a shell script")
    place = tmp_path / "bin"
    place.mkdir()
    for package in {assets.package_of(path) for path in small}:
        (place / f"{package.replace('/', '+')}.tgz").write_bytes(tarball(package, small))
    script = place / "npm"
    script.write_text(f'#!/bin/sh\necho "$@" >>"{place}/asked"\ncp "{place}/$(echo "$2" | tr / +).tgz" .\n')
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{place}{os.pathsep}{os.environ['PATH']}")
    return place


def tree(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


# --- what is wanted --------------------------------------------------------------------------------------------------


def test_every_file_is_of_an_exact_version_of_a_package() -> None:
    assert assets.packages() == ["@widgetti/solara-vuetify3-app@5.2.0", "requirejs@2.3.6"]
    assert all(len(digest) == 64 for digest in assets.wanted().values())


def test_solaras_page_links_to_no_file_that_is_not_fetched() -> None:
    pytest.importorskip("solara")
    from sim.app.serving.renewal import linked, template

    links = {f"{package}/{path}" for package, paths in linked(template()).items() for path in paths}
    assert {assets.package_of(link) for link in links} == set(assets.packages()), "after an upgrade: renewal.py"
    assert links <= set(assets.wanted())


def test_the_links_of_a_page_are_found_without_those_of_the_other_front_end() -> None:
    from sim.app.serving.renewal import linked

    page = """<link href="{{cdn}}/@widgetti/solara-vuetify3-app@6.0.1/dist/main{{ipywidget_major_version}}.css">
    <link href="{{cdn}}/@widgetti/solara-vuetify-app@10.1.1/dist/main8.css"><script src="{{cdn}}/r@2.3.6/r.js">
    <script src="{{cdn}}/@widgetti/solara-vuetify3-app@6.0.1/dist/solara-vuetify-app{{ipywidget_major_version}}.js">"""
    assert linked(page) == {"@widgetti/solara-vuetify3-app@6.0.1": {"dist/main8.css"}, "r@2.3.6": {"r.js"}}


# --- whether it is there ---------------------------------------------------------------------------------------------


def test_what_is_not_there_or_not_whole_is_missing(small: dict[str, bytes], tmp_path: Path) -> None:
    first, second, third = small
    for path, content in ((first, small[first]), (second, small[second][:-1])):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    assert list(assets.missing(tmp_path)) == [second, third]


def test_the_place_is_as_the_environment_says_else_in_the_virtual_environment_else_the_users(
        monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(assets.PLACE, str(tmp_path))
    assert assets.place() == tmp_path
    monkeypatch.delenv(assets.PLACE)
    monkeypatch.setattr(sys, "base_prefix", "elsewhere")
    assert assets.place() == Path(sys.prefix) / "share" / "salesshift" / "assets"
    monkeypatch.setattr(sys, "base_prefix", sys.prefix)
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert assets.place() == tmp_path / "salesshift" / "assets"


# --- how it comes ----------------------------------------------------------------------------------------------------


def test_npm_brings_each_package_once_and_only_what_is_needed_is_kept(small: dict[str, bytes], npm: Path,
                                                                      tmp_path: Path) -> None:
    place = tmp_path / "assets"
    assert assets.fetch(assets.missing(place), place, "en") == list(small)
    assert tree(place) == small
    asked = (npm / "asked").read_text(encoding="utf-8").splitlines()
    assert [line.split()[:2] for line in asked] == [["pack", "@ours/front-end@1.2.0"], ["pack", "require@2.0.0"]]


def test_what_is_there_is_not_fetched_again(small: dict[str, bytes], npm: Path, tmp_path: Path) -> None:
    place = tmp_path / "assets"
    assets.fetch(assets.missing(place), place, "en")
    (npm / "asked").unlink()
    (place / "require@2.0.0" / "require.js").write_bytes(b"half")
    assets.fetch(assets.missing(place), place, "en")
    assets.fetch(assets.missing(place), place, "en")
    assert tree(place) == small
    assert (npm / "asked").read_text(encoding="utf-8").split()[:2] == ["pack", "require@2.0.0"]


def test_a_broken_download_is_told_and_never_kept(small: dict[str, bytes], npm: Path, tmp_path: Path,
                                                  monkeypatch: pytest.MonkeyPatch) -> None:
    (npm / "require@2.0.0.tgz").write_bytes(tarball("require@2.0.0", {"require@2.0.0/require.js": b"defin"}))
    monkeypatch.setattr(assets, "from_helper", _silent)
    with pytest.raises(assets.UnreachableError, match=r"require@2\.0\.0/require\.js arrived broken"):
        assets.fetch(assets.wanted(), tmp_path / "assets", "en")
    assert set(tree(tmp_path / "assets")) == set(small) - {"require@2.0.0/require.js"}


def _silent(*_: object) -> Iterator[tuple[str, bytes]]:
    raise assets.UnreachableError("silence")


def test_without_npm_solaras_helper_brings_the_files(tmp_path: Path) -> None:
    """In a process of its own: Solara reads where to fetch from only once."""
    pytest.importorskip("solara")
    there = [path for path in assets.wanted() if (assets.place() / path).is_file()]
    if len(there) < len(assets.wanted()):
        pytest.skip("no files for the browser")
    with served(assets.place()) as url:
        more = {"PATH": str(tmp_path), "SOLARA_ASSETS_CDN": url, assets.PLACE: str(tmp_path / "assets")}
        done = subprocess.run([sys.executable, "-m", "sim.app.serving.assets"], cwd=ROOT, env=surroundings(more),
                              capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"{len(there)} files for the browser fetched into {tmp_path / 'assets'}\n"
    assert not assets.missing(tmp_path / "assets")


def test_where_nothing_answers_it_says_so_in_one_line(tmp_path: Path) -> None:
    pytest.importorskip("solara")
    more = {"PATH": str(tmp_path), "SOLARA_ASSETS_CDN": "http://127.0.0.1:9/", assets.PLACE: str(tmp_path / "assets")}
    done = subprocess.run([sys.executable, "-m", "sim.app.serving.assets"], cwd=ROOT, env=surroundings(more),
                          capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == ("The files for the browser could not be fetched: npm is not here; "
                           "the file server does not answer either.\n")


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a file server for a folder."""

    class Handler(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None: ...

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
