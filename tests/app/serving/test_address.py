"""Where the workshop listens, and the addresses by which it is opened."""

from __future__ import annotations

import socket

import pytest

from sim.app.serving.start import AddressError, is_open, listen, other_link, own_link


def test_port_0_takes_a_free_one() -> None:
    with listen("127.0.0.1", 0, "en") as one, listen("127.0.0.1", 0, "en") as other:
        assert 0 < one.getsockname()[1] != other.getsockname()[1] > 0


def test_a_port_that_was_in_use_a_moment_ago_is_free() -> None:
    with listen("127.0.0.1", 0, "en") as listening:
        port = listening.getsockname()[1]
        visitor = socket.create_connection(("127.0.0.1", port))
        served, _ = listening.accept()
        served.close()  # who closes first keeps the port waiting
    visitor.close()
    with listen("127.0.0.1", port, "en") as again:
        assert again.getsockname()[1] == port


@pytest.mark.parametrize("lang", ["de", "en"])
def test_a_port_on_which_somebody_listens_is_refused(lang: str) -> None:
    with listen("127.0.0.1", 0, "en") as taken:
        port = taken.getsockname()[1]
        with pytest.raises(AddressError) as error:
            listen("127.0.0.1", port, lang)
    assert str(error.value).lower().startswith(f"port {port} ")
    assert "--port 0" in str(error.value)


@pytest.mark.parametrize(("host", "own"), [("127.0.0.1", "http://127.0.0.1:8765/"), ("0.0.0.0", "http://127.0.0.1:8765/"),
                                           ("::1", "http://[::1]:8765/"), ("::", "http://[::1]:8765/"),
                                           ("localhost", "http://localhost:8765/")])
def test_the_machine_itself_opens_an_address_that_a_browser_understands(host: str, own: str) -> None:
    assert own_link(host, 8765) == own


@pytest.mark.parametrize(("host", "opened"), [("127.0.0.1", False), ("127.0.0.9", False), ("localhost", False),
                                              ("::1", False), ("0.0.0.0", True), ("::", True), ("10.1.2.3", True),
                                              ("my-machine", True)])
def test_only_what_other_devices_reach_counts_as_open(host: str, opened: bool) -> None:
    assert is_open(host) is opened


def test_other_devices_are_given_an_address_only_where_they_reach_it() -> None:
    assert other_link("127.0.0.1", 8765) is None
    assert other_link("10.1.2.3", 8765) == "http://10.1.2.3:8765/"
    everywhere = other_link("0.0.0.0", 8765)  # None on a machine without a network
    assert everywhere is None or (everywhere.endswith(":8765/") and "0.0.0.0" not in everywhere)
