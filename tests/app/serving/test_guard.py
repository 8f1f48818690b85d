"""Foreign pages cannot call the server, and nobody can have it run code."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

pytest.importorskip("solara")

from sim.app.serving.guard import NAMES, admits, further_names
from tests.app.starting import started

HERE = ("127.0.0.1", 8765)
LAN = ("192.168.1.20", 8765)


def request(kind: str = "websocket", *, server: tuple[str, int] = HERE, method: str = "GET",
            **headers: str) -> dict[str, Any]:
    written = [(name.encode(), value.encode()) for name, value in headers.items()]
    return {"type": kind, "method": method, "server": server, "headers": written}


@pytest.mark.parametrize("name", ["127.0.0.1:8765", "localhost:8765", "LOCALHOST:8765", "[::1]:8765", "127.0.0.1:4000"])
def test_a_page_of_ours_may_call(name: str) -> None:
    assert admits(request(host=name, origin=f"http://{name}"))
    assert admits(request("http", host=name))


@pytest.mark.parametrize("origin", ["https://evil.example", "http://localhost:3000", "null", "file://", "",
                                    "http://127.0.0.1:8765.evil.example", "http://[", "http://evil@127.0.0.1:8765"])
def test_a_page_of_somebody_else_may_not(origin: str) -> None:
    assert not admits(request(host="127.0.0.1:8765", origin=origin))
    assert not admits(request("http", method="POST", host="127.0.0.1:8765", origin=origin))


@pytest.mark.parametrize("name", ["evil.example:8765", "127.0.0.1.evil.example", "", "8.8.8.8", "[",
                                  "user@127.0.0.1@x"])
def test_a_foreign_name_that_was_made_to_mean_this_machine_is_refused(name: str) -> None:
    assert not admits(request(host=name, origin=f"http://{name}"))
    assert not admits(request("http", host=name))
    assert not admits(request("http", server=("::ffff:127.0.0.1", 1), host=name))


def test_other_devices_may_call_by_any_name_but_only_with_our_page() -> None:
    assert admits(request(server=LAN, host="trainer.lan:8765", origin="http://trainer.lan:8765"))
    assert not admits(request(server=LAN, host="trainer.lan:8765", origin="https://evil.example"))


def test_programmes_that_are_no_browser_may_call() -> None:
    assert admits(request(host="127.0.0.1:8765"))


def test_a_proxy_is_let_through_where_its_name_was_given() -> None:
    called = request(host="demo.example.org", origin="https://demo.example.org")
    assert not admits(called, further_names({}))
    assert admits(called, further_names({NAMES: "other.example.org, Demo.example.org"}))


def test_a_browser_that_names_python_code_is_not_heard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import ipyvue
    from ipyvue.VueTemplateWidget import Events

    from sim.app.serving.events import hear_only_events

    monkeypatch.setattr(Events, "_handle_event", Events._handle_event)
    hear_only_events()
    (tmp_path / "planted_by_a_browser.py").write_text("def called(**_): raise AssertionError('ran')\n")
    monkeypatch.syspath_prepend(tmp_path)
    heard = []

    class Component(ipyvue.VueTemplate):
        vue_act = staticmethod(heard.append)

    component = Component(template="<template><div/></template>")
    message = {"create_widget": ["planted_by_a_browser", "called"], "props": {}, "id": "x"}
    for content in (message, {**message, "event": "act", "data": 1}, {"event": 3}, {"event": "other"}, [], "event"):
        component._handle_event(component, content, [])
    assert "planted_by_a_browser" not in sys.modules and heard == []
    component._handle_event(component, {"event": "act", "data": 2}, [])
    assert heard == [2]


def test_the_running_server_turns_a_foreign_page_away() -> None:
    sync = pytest.importorskip("websockets.sync.client")
    from websockets.exceptions import InvalidStatus

    with started() as workshop:
        socket = workshop.url.replace("http", "ws") + "/jupyter/api/kernels/abc/channels?session_id=def"
        with sync.connect(socket, origin=workshop.url, proxy=None):
            pass
        with pytest.raises(InvalidStatus, match="403"), \
                sync.connect(socket, origin="https://evil.example", proxy=None):
            pass
        with pytest.raises(HTTPError, match="403") as refused:
            urlopen(Request(workshop.url, headers={"Host": "evil.example"}))
        with refused.value as told:
            assert NAMES in told.read().decode()
        with urlopen(workshop.url) as page:
            assert page.status == 200
