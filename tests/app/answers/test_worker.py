"""The worker of a browser, with real helper processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import sim
from sim.app.answers import worker
from sim.app.answers.answer import Answer
from sim.app.answers.cache import Cache
from sim.app.answers.helpers import Helpers, Turns
from sim.app.answers.pieces import Found, HelperStep, Job
from sim.app.answers.request import FULL, PREVIEW, SOON, Request
from sim.app.answers.worker import Trouble, Worker
from tests.app.answers.common import answered, small

PATIENCE = 60.0
"""Seconds until a test gives up; a busy machine is not a defect."""


@pytest.fixture(scope="module")
def helpers() -> Iterator[Helpers]:
    both = Helpers()
    both.warm(wait=True)
    yield both
    both.close()


class Browser:
    """A worker and all it was told."""

    def __init__(self, helpers: Helpers, cache: Cache | None = None) -> None:
        self.answers: list[Answer] = []
        self.troubles: list[Trouble] = []
        self.found: list[object] = []
        self.cache = Cache() if cache is None else cache
        self.worker = Worker(self.answers.append, self.troubles.append, helpers=helpers, cache=self.cache)

    def until(self, condition: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < end, (self.answers, self.troubles, self.found)
            time.sleep(0.005)

    def settled(self) -> None:
        self.until(lambda: not self.worker.busy)


@pytest.fixture
def browser(helpers: Helpers) -> Iterator[Browser]:
    made = Browser(helpers)
    yield made
    made.worker.close()


def request(number: int = 0, strategies: tuple[str, str] = ("train", "press")) -> Request:
    return Request(small(f"framework.error_culture={0.2 + number / 100}"), strategies)


def sleep_and_tell(seconds: float) -> int:
    time.sleep(seconds)
    return os.getpid()


def fail() -> None:
    raise ValueError("not today")


def test_an_answer_comes_early_and_then_better(browser):
    browser.worker.ask(request())
    browser.settled()
    assert [answer.n for answer in browser.answers] == [PREVIEW, SOON, FULL]
    assert browser.answers[-1].full and not browser.troubles
    alone = answered(request(), PREVIEW)
    for name, success in browser.answers[0].success.items():
        assert success.npv.tobytes() == alone.success[name].npv.tobytes()


def test_the_newest_request_wins_and_nothing_queues(browser):
    asked = [request(k) for k in range(1, 13)]
    for each in asked:
        browser.worker.ask(each)
    browser.settled()
    told = [answer.request for answer in browser.answers]
    assert told[-1] == asked[-1] and browser.answers[-1].full
    assert set(told) <= {asked[0], asked[-1]}  # the first may have been at work already; none between was begun
    assert told == sorted(told, key=asked.index)
    assert all(browser.cache.runs(key) == 0 for each in asked[1:-1] for key in each.futures.values())


def test_the_refinement_of_an_older_request_stops(browser):
    browser.worker.ask(request(20))
    browser.until(lambda: bool(browser.answers))
    browser.worker.ask(request(21))
    browser.settled()
    older = [answer.n for answer in browser.answers if answer.request == request(20)]
    assert FULL not in older and browser.answers[-1].request == request(21)


def test_while_a_lever_is_dragged_nothing_is_refined(browser, monkeypatch):
    monkeypatch.setattr(worker, "CALM", 5.0)
    dragged = [request(k) for k in range(62, 68)]
    for each in dragged:
        browser.worker.ask(each)
        browser.until(lambda each=each: bool(browser.answers) and browser.answers[-1].request == each)
    assert [answer.n for answer in browser.answers] == [PREVIEW] * 6
    assert {browser.cache.runs(key) for each in dragged for key in each.futures.values()} == {PREVIEW}


def test_work_begins_after_its_time_and_what_is_replaced_before_costs_nothing(browser):
    for name in ("first", "second"):
        browser.worker.background("trace", sleep_and_tell, 0.0, after=0.3,
                                  on_done=lambda pid, name=name: browser.found.append(name))
    browser.worker.background("why", sleep_and_tell, 0.0, on_done=lambda pid: browser.found.append("why"))
    browser.settled()
    assert browser.found == ["why", "second"]


def test_a_request_that_was_answered_before_is_answered_at_once(browser):
    browser.worker.ask(request(30))
    browser.settled()
    browser.worker.ask(request(31))
    browser.until(lambda: browser.answers[-1].request == request(31))
    browser.answers.clear()
    browser.worker.ask(request(30))
    browser.until(lambda: bool(browser.answers))
    assert browser.answers[0].request == request(30) and browser.answers[0].full


@pytest.mark.slow
def test_two_workers_do_not_see_one_another(helpers):
    one, other = Browser(helpers), Browser(helpers)
    one.worker.ask(request(40))
    other.worker.ask(request(41))
    one.settled()
    other.settled()
    assert {answer.request for answer in one.answers} == {request(40)}
    assert {answer.request for answer in other.answers} == {request(41)}
    assert one.answers[-1].full and other.answers[-1].full
    one.worker.close()
    other.worker.close()


def test_a_closed_worker_tells_nothing_more_and_its_threads_end(helpers):
    started: list[threading.Thread] = []

    def start(target):
        thread = threading.Thread(target=target)
        started.append(thread)
        thread.start()

    answers: list[Answer] = []
    worker = Worker(answers.append, print, helpers=helpers, cache=Cache(), start_thread=start)
    worker.ask(request(50))
    while not answers:
        time.sleep(0.005)
    worker.close()
    told = len(answers)
    for thread in started:
        thread.join(PATIENCE)
        assert not thread.is_alive()
    worker.ask(request(51))
    assert len(answers) == told and not worker.busy and len(started) == 2


def test_a_preview_does_not_wait_for_long_work_behind(browser):
    browser.worker.background("long", sleep_and_tell, 1.5, on_done=browser.found.append)
    browser.worker.ask(request(60))
    browser.until(lambda: bool(browser.answers))
    assert not browser.found
    browser.until(lambda: bool(browser.found))


def test_background_work_takes_turns_and_the_newest_of_a_kind_wins(browser):
    for seconds in (0.3, 0.02, 0.01):
        browser.worker.background("trace", sleep_and_tell, seconds, on_done=lambda pid, s=seconds:
                                browser.found.append(s))
    browser.worker.background("why", sleep_and_tell, 0.0, on_done=lambda pid: browser.found.append("why"))
    browser.settled()
    assert sorted(map(str, browser.found)) == ["0.01", "why"]


def test_a_job_in_steps_tells_preliminary_results(browser):
    def job() -> Job:
        yield Found("first")
        pid = yield HelperStep(sleep_and_tell, (0.0,))
        yield Found(pid)

    browser.worker.pursue("why", job(), browser.found.append)
    browser.settled()
    assert browser.found[0] == "first" and browser.found[1] not in (None, os.getpid())


def test_work_that_fails_is_told_and_the_next_goes_on(browser, caplog):
    browser.worker.background("why", fail, on_done=browser.found.append)
    browser.settled()
    assert [(trouble.key, trouble.kind) for trouble in browser.troubles] == [("failed", "why")]
    assert "not today" in browser.troubles[0].detail
    browser.worker.background("why", sleep_and_tell, 0.0, on_done=browser.found.append)
    browser.settled()
    assert len(browser.found) == 1


def test_a_page_that_cannot_show_an_answer_does_not_end_the_worker(helpers, caplog):
    told: list[Answer] = []

    def show(answer: Answer) -> None:
        told.append(answer)
        raise KeyError("no such chart")

    worker = Worker(show, print, helpers=helpers, cache=Cache())
    worker.ask(request(70))
    while worker.busy:
        time.sleep(0.005)
    assert told[-1].full and "could not show" in caplog.text
    worker.close()


@pytest.mark.slow
def test_a_killed_helper_costs_one_piece_of_work_and_is_replaced(browser):
    browser.worker.background("long", sleep_and_tell, 30.0, on_done=browser.found.append)
    pid = browser.worker.helpers.background.start().result()
    time.sleep(0.3)
    os.kill(pid, signal.SIGKILL)
    browser.until(lambda: bool(browser.troubles))
    assert browser.troubles[0].key == "helper_lost" and browser.troubles[0].kind == "long"
    browser.worker.background("long", sleep_and_tell, 0.0, on_done=browser.found.append)
    browser.until(lambda: bool(browser.found))
    assert browser.found[0] != pid


@pytest.mark.slow
def test_a_helper_that_died_idly_is_replaced_without_a_word(browser):
    pid = browser.worker.helpers.preview.start().result()
    os.kill(pid, signal.SIGKILL)
    time.sleep(0.5)
    browser.worker.ask(request(80))
    browser.until(lambda: bool(browser.answers))
    assert not browser.troubles


def test_a_helper_calculates_with_one_thread_and_leaves_the_environment_alone(helpers, monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", "7")
    fresh = Helpers()
    assert fresh.preview.run(os.getenv, "OMP_NUM_THREADS") == "1"
    assert os.environ["OMP_NUM_THREADS"] == "7"
    fresh.close()


def test_turns_are_taken_in_the_order_of_asking():
    turns, order, threads = Turns(), [], []

    def take(number: int) -> None:
        with turns.taken():
            order.append(number)

    with turns.taken():
        for number in range(5):
            threads.append(threading.Thread(target=take, args=(number,)))
            threads[-1].start()
            while turns.waiting < number + 2:
                time.sleep(0.001)
    for thread in threads:
        thread.join(PATIENCE)
    assert order == [0, 1, 2, 3, 4]


def test_long_work_of_one_browser_does_not_keep_the_other_waiting_for_all_of_it(helpers):
    one, other = Browser(helpers), Browser(helpers)

    def steps() -> Job:
        for _ in range(20):
            yield HelperStep(sleep_and_tell, (0.05,))
        yield Found("one")

    one.worker.pursue("why", steps(), one.found.append)
    other.worker.background("why", sleep_and_tell, 0.0, on_done=other.found.append)
    other.until(lambda: bool(other.found))
    assert not one.found
    one.until(lambda: bool(one.found))
    one.worker.close()
    other.worker.close()


HOST = """
import sys, time
from sim.app.answers.helpers import HELPERS
if __name__ == "__main__":
    print(*(helper.start().result() for helper in (HELPERS.preview, HELPERS.background)), flush=True)
    time.sleep(600)
"""


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc").is_dir(), reason="asks the system which processes there are")
def test_helpers_end_with_a_server_that_was_killed(tmp_path):
    (tmp_path / "host.py").write_text(HOST)
    host = subprocess.Popen([sys.executable, str(tmp_path / "host.py")], stdout=subprocess.PIPE, text=True,
                            env={**os.environ, "PYTHONPATH": str(Path(sim.__file__).parents[1])})
    assert host.stdout is not None
    pids = [int(pid) for pid in host.stdout.readline().split()]
    assert len(pids) == 2 and all(Path(f"/proc/{pid}").exists() for pid in pids)
    host.kill()
    host.wait()
    host.stdout.close()
    end = time.monotonic() + PATIENCE
    while any(running(pid) for pid in pids):
        assert time.monotonic() < end
        time.sleep(0.05)


def running(pid: int) -> bool:
    """Whether the process is there and not merely waiting to be counted out."""
    status = Path(f"/proc/{pid}/stat")
    try:
        return status.read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_the_memory_for_futures_is_bounded():
    one = Request(small(), ("train", "press"))
    three = sum(values.nbytes for futures in answered(one, PREVIEW).futures.values() for values in futures.values())
    cache = Cache(most_bytes=2 * three)
    for number in range(6):
        answered(request(number), PREVIEW, cache)
        assert cache.bytes <= cache.most_bytes
    assert cache.answer(request(5)) is not None and cache.answer(request(0)) is None


def test_memory_that_is_too_small_for_a_refinement_ends_it_without_a_loop(helpers):
    one = Request(small(), ("train", "press"))
    three = sum(values.nbytes for futures in answered(one, PREVIEW).futures.values() for values in futures.values())
    browser = Browser(helpers, Cache(most_bytes=3 * three))
    browser.worker.ask(one)
    browser.settled()
    assert [answer.n for answer in browser.answers] == [PREVIEW] and not browser.troubles
    browser.worker.close()
