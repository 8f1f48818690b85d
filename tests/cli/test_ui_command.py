"""The command `ui` as a user meets it: what it refuses, how it starts and how it ends."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("solara")

from sim.app.serving import assets
from sim.app.serving.start import Start
from tests.app.starting import ROOT, said, started

SCENARIO = ROOT / "scenarios" / "crisis.toml"
LIMIT = 10.0
"""Seconds that an end may take on a machine with much else to do."""
PATIENCE = 30.0
LISTENER = """
import atexit, json, os, sys
seen = []
def hook(event, args):
    if event in ("socket.connect", "socket.sendto"):
        address = args[1]
        seen.append(address[0] if isinstance(address, tuple) else str(address))
    elif event == "socket.getaddrinfo":
        seen.append(str(args[0]))
    else:
        return
    with open(os.environ["SEEN"], "a") as file:
        file.write(json.dumps(seen[-1]) + "\\n")
sys.addaudithook(hook)
"""

needs_files = pytest.mark.skipif(bool(assets.missing()), reason="no files for the browser: " + assets.COMMAND)
posix_only = pytest.mark.skipif(os.name != "posix", reason="signals as Unix has them")


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield other.getsockname()[1]


# --- what is refused, before anything starts -------------------------------------------------------------------------


def test_missing_browser_files_are_told_in_one_line_instead_of_a_blank_page(tmp_path: Path) -> None:
    done = said("--no-open", "--port", "0", more={assets.PLACE: str(tmp_path)})
    assert done.returncode == 2
    assert done.stdout == ""
    [line] = done.stderr.splitlines()
    assert line == (f"{len(assets.wanted())} files for the browser are missing in {tmp_path}; "
                    f"once, while online: make ui, or {assets.COMMAND}")


@needs_files
def test_a_bad_scenario_is_refused_as_by_the_command_check(tmp_path: Path) -> None:
    file = tmp_path / "bad.toml"
    file.write_text("quarters = 0\nframwork = 3\n", encoding="utf-8")
    done = said("--no-open", "--port", "0", "--scenario", str(file))
    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        f"{file}:1: quarters: is 0; allowed is a whole number from 1 to 80 (quarters)",
        f"{file}:2: framwork: is not known here; did you mean 'framework'?",
    ]


@needs_files
def test_a_taken_port_is_told_in_one_line(taken: int) -> None:
    done = said("--no-open", "--port", str(taken))
    assert done.returncode == 2
    assert done.stderr == (f"port {taken} is taken on 127.0.0.1; choose another one with --port, "
                           "or a free one with --port 0\n")


@needs_files
@pytest.mark.parametrize(("host", "why"), [("192.0.2.7", "is no address of this machine"),
                                           ("nowhere.invalid", "is no name or address that can be resolved")])
def test_a_host_that_is_not_this_machine_is_told_in_one_line(host: str, why: str) -> None:
    done = said("--no-open", "--port", "0", "--host", host)
    assert done.returncode == 2
    assert done.stderr.startswith(f"{host} {why}")
    assert done.stderr.count("\n") == 1


def test_a_language_it_does_not_speak_is_told_in_one_line() -> None:
    done = said("--lang", "fr")
    assert done.returncode == 2
    assert done.stderr == "--lang: 'fr' is not known; there are: de, en\n"


def test_the_language_that_is_asked_for_is_that_of_the_refusal_too(tmp_path: Path) -> None:
    done = said("--no-open", "--lang", "de", more={assets.PLACE: str(tmp_path)})
    assert "Dateien für den Browser fehlen" in done.stderr


# --- the check -------------------------------------------------------------------------------------------------------


@needs_files
def test_the_check_names_versions_files_scenario_and_address_and_starts_nothing() -> None:
    done = said("--check", "--port", "0", "--scenario", str(SCENARIO))
    assert done.returncode == 0, done.stderr
    extra, files, scenario, address = done.stdout.splitlines()
    assert extra.startswith("ok: solara 1.64.1, ipyvue 3.1.1")
    assert files == f"ok: {len(assets.wanted())} files for the browser in {assets.place()}"
    assert scenario == f"ok: {SCENARIO}"
    assert address.startswith("ok: http://127.0.0.1:") and address.endswith("/ is free")
    assert done.stderr == ""


def test_the_check_tells_everything_that_is_wrong_at_once(tmp_path: Path, taken: int) -> None:
    done = said("--check", "--port", str(taken), "--scenario", str(tmp_path / "none.toml"),
                more={assets.PLACE: str(tmp_path)})
    assert done.returncode == 2
    files, scenario, address = done.stderr.splitlines()
    assert "missing" in files
    assert scenario == f"{tmp_path / 'none.toml'}: there is no such file"
    assert address.startswith(f"port {taken} is taken")


# --- a server that runs ----------------------------------------------------------------------------------------------


@needs_files
def test_a_start_prints_its_address_and_how_to_stop_and_asks_nobody_outside(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(LISTENER, encoding="utf-8")
    seen = tmp_path / "seen"
    with started("--scenario", str(SCENARIO), more={"SEEN": str(seen), "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"}
                 ) as workshop:
        assert workshop.process.stdout is not None
        assert workshop.process.stdout.readline() == "Stop with Ctrl-C.\n"
        page = urllib.request.urlopen(f"{workshop.url}/").read().decode()
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(f"{workshop.url}/_solara/cdn/left-pad@1.3.0/index.js")
        assert "solara.dev" not in page
        assert workshop.ends() == 0
        assert workshop.process.stdout is not None
        assert workshop.process.stdout.read().splitlines()[-1] == "salesshift has stopped."
        assert workshop.complaints.read_text(encoding="utf-8") == "salesshift is starting ...\n"
    asked = {json.loads(line) for line in seen.read_text(encoding="utf-8").splitlines()}
    assert "127.0.0.1" in asked, "the listener hears nothing"
    assert asked <= {"127.0.0.1", "localhost", ""}


@needs_files
@posix_only
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_it_within_seconds_without_a_word_of_complaint(how: signal.Signals) -> None:
    with started(alone=True) as workshop:
        began = time.monotonic()
        os.killpg(workshop.process.pid, how)  # as a terminal does: to all of them
        assert workshop.process.wait(PATIENCE) == 0
        assert time.monotonic() - began < LIMIT
        assert workshop.process.stdout is not None
        assert workshop.process.stdout.read().splitlines()[-1] == "salesshift has stopped."
        assert workshop.complaints.read_text(encoding="utf-8") == "salesshift is starting ...\n"


@needs_files
def test_opening_it_to_the_network_is_warned_of() -> None:
    with started("--host", "0.0.0.0") as workshop:
        assert workshop.url.startswith("http://127.0.0.1:")
        assert workshop.complaints.read_text(encoding="utf-8").startswith(
            "Warning: everybody in this network can open the page and use it. There is no password")


# --- what reaches the pages ------------------------------------------------------------------------------------------


def test_what_the_command_line_says_reaches_the_pages(tmp_path: Path) -> None:
    left: dict[str, str] = {}
    Start("en", tmp_path / "my.toml").write(left)
    assert Start.read(left) == Start("en", tmp_path / "my.toml")


def test_what_is_not_said_is_taken_out_and_what_nobody_knows_is_left_to_the_page() -> None:
    left = {"SALESSHIFT_UI_LANG": "en", "SALESSHIFT_UI_SCENARIO": "x.toml"}
    Start().write(left)
    assert left == {}
    assert Start.read({"SALESSHIFT_UI_LANG": "xx"}) == Start()


def test_a_relative_scenario_reaches_the_pages_as_an_absolute_path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path
                                                                   ) -> None:
    monkeypatch.chdir(tmp_path)
    left: dict[str, str] = {}
    Start(None, Path("my.toml")).write(left)
    assert Start.read(left).scenario == tmp_path / "my.toml"


def test_help_names_every_option() -> None:
    text = said("--help").stdout
    assert all(option in text for option in ("--host", "--port", "--lang", "--scenario", "--no-open", "--check"))


def test_start_up_of_the_command_line_does_not_load_the_surface() -> None:
    code = "import sys, sim.cli.ui_command; print(*(m for m in ('solara', 'uvicorn', 'numpy') if m in sys.modules))"
    done = subprocess.run([os.sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
