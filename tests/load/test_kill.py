"""kill -9 of the web process and of the worker at random while people hand in: nothing acknowledged is lost,
nothing arrives twice.

Loopback only, about half a minute. To drive another web application, give ``Target`` its command and the two
requests that lead to a receipt.
"""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import httpx
import pytest

from assistant.cases.demo import SLOW
from assistant.cases.model import DeliveryState
from assistant.settings import load_settings
from assistant.store import Store, migrate
from assistant.wiring import open_store
from tests.load.submit_app import DEPARTMENTS

SUBMISSIONS = 500
CLIENTS = 4
PAUSE_SECONDS = 0.03  # of each client between two submissions, on average
KILL_EVERY_SECONDS = (0.8, 1.8)
PATIENCE_SECONDS = 60
SEED = 20261121

Result = TypeVar("Result")


@dataclass(frozen=True)
class Target:
    """A web application that takes submissions.

    ``prepare`` brings a draft to its check page and returns what is needed to hand it in; ``submit`` hands it in
    and returns (case id, receipt, whether it had been taken before). Both raise httpx.HTTPError when the process dies.
    """

    command: Callable[[int], list[str]]
    prepare: Callable[[httpx.Client], Mapping[str, str]]
    submit: Callable[[httpx.Client, Mapping[str, str]], tuple[str, str, bool]]


def _prepare(client: httpx.Client) -> Mapping[str, str]:
    prepared: dict[str, str] = client.post("/drafts").raise_for_status().json()
    return prepared


def _submit(client: httpx.Client, prepared: Mapping[str, str]) -> tuple[str, str, bool]:
    answer = client.post("/submit", json=dict(prepared)).raise_for_status().json()
    return prepared["case_id"], answer["receipt"], answer["repeated"]


def _gunicorn(port: int) -> list[str]:
    options = ["--workers", "2", "--bind", f"127.0.0.1:{port}", "--log-level", "critical", "--no-control-socket"]
    return [sys.executable, "-m", "gunicorn", *options, "tests.load.submit_app:app"]


SMALL_APP = Target(_gunicorn, _prepare, _submit)
WORKER = [sys.executable, "-m", "assistant.worker"]


class Restarted:
    """A process that is started again whenever it has been killed. Only ever kills what it started."""

    def __init__(self, command: list[str]) -> None:
        self._command = command
        self.kills: Counter[str] = Counter()
        self._start()

    def _start(self) -> None:
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self._process = subprocess.Popen(self._command, start_new_session=True, **quiet)

    def kill(self) -> None:
        """kill -9 of the process with its children, then a new start."""
        self.stop()
        self.kills["whole"] += 1
        self._start()

    def kill_child(self, choose: random.Random) -> None:
        """kill -9 of one of its children, which the process itself replaces."""
        listed = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children")
        children = listed.read_text(encoding="ascii").split() if listed.exists() else []
        if children:
            with suppress(ProcessLookupError):
                os.kill(int(choose.choice(children)), signal.SIGKILL)
            self.kills["child"] += 1

    def stop(self) -> None:
        """kill -9 of the process group this object started."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(timeout=10)


@dataclass
class Tally:
    """What the clients saw."""

    receipts: dict[str, str] = field(default_factory=dict)
    contradictions: list[str] = field(default_factory=list)
    lost_answers: int = 0
    repeated: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def acknowledged(self, case_id: str, receipt: str, repeated: bool) -> None:
        with self.lock:
            self.repeated += repeated
            if self.receipts.setdefault(case_id, receipt) != receipt:
                self.contradictions.append(case_id)


def hand_in_one(target: Target, client: httpx.Client, tally: Tally, until: float) -> None:
    """One person: tries each step again until there is a receipt."""
    prepared = _insist(lambda: target.prepare(client), tally, until)
    tally.acknowledged(*_insist(lambda: target.submit(client, prepared), tally, until))


def _insist(step: Callable[[], Result], tally: Tally, until: float) -> Result:
    while True:
        try:
            return step()
        except httpx.HTTPError:
            tally.lost_answers += 1
            if time.monotonic() > until:
                raise
            time.sleep(0.05)


def hand_in_many(target: Target, base_url: str, tally: Tally) -> list[threading.Thread]:
    """Start the clients; each takes its share of the submissions."""
    until = time.monotonic() + PATIENCE_SECONDS

    def run(number: int) -> None:
        choose = random.Random(SEED + number)
        with httpx.Client(base_url=base_url, timeout=5) as client:
            for _ in range(SUBMISSIONS // CLIENTS):
                hand_in_one(target, client, tally, until)
                time.sleep(choose.uniform(0, 2 * PAUSE_SECONDS))

    threads = [threading.Thread(target=run, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    return threads


def kill_at_random(web: Restarted, worker: Restarted, threads: list[threading.Thread]) -> None:
    """Kill the web process, one of its children or the worker, as long as somebody hands in."""
    choose = random.Random(SEED)
    while any(thread.is_alive() for thread in threads):
        time.sleep(choose.uniform(*KILL_EVERY_SECONDS))
        choose.choice((web.kill, lambda: web.kill_child(choose), worker.kill))()


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A fresh store in the environment that the processes will inherit."""
    environment = {
        "ONETHING_DATA_DIR": str(tmp_path / "var"),
        "ONETHING_BACKEND_TIMEOUT_SECONDS": "1",
        "ONETHING_DELIVERY_LEASE_SECONDS": "2",
        "ONETHING_SANDBOX_ACKNOWLEDGE_SECONDS": "0.1",
        "DATABASE_URL": "",
        "REDIS_URL": "",
    }
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    opened = open_store(load_settings())
    migrate(opened.db.engine)
    # Holds the worker between handing over and noting it, where a kill is most dangerous.
    opened.sandbox.set_switch(SLOW, "0.005")
    yield opened
    opened.close()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def _wait_until_empty(store: Store) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        counts = store.outbox.counts()
        cases = sum(counts.values()) // len(DEPARTMENTS)
        acknowledged = sum(received_lines(store).values())
        if not counts[DeliveryState.PENDING] and acknowledged == cases * len(DEPARTMENTS):
            return
        time.sleep(0.5)


def received_lines(store: Store) -> Counter[tuple[str, str | None]]:
    """How often each part of each case was acknowledged, as its timeline tells."""
    from sqlalchemy import select

    from assistant.store.schema import timeline

    query = select(timeline.c.case_id, timeline.c.department).where(timeline.c.text_key == "timeline.received")
    rows = store.db.read(lambda connection: connection.execute(query).all())
    return Counter((row[0], row[1]) for row in rows)


@pytest.mark.slow
def test_nothing_acknowledged_is_lost_and_nothing_arrives_twice_when_processes_are_killed(
    store: Store, record_property: Callable[[str, object], None]
) -> None:
    port, tally, begun = _free_port(), Tally(), time.monotonic()
    web, worker = Restarted(SMALL_APP.command(port)), Restarted(WORKER)
    try:
        threads = hand_in_many(SMALL_APP, f"http://127.0.0.1:{port}", tally)
        kill_at_random(web, worker, threads)
        for thread in threads:
            thread.join()
        handed_in_seconds = time.monotonic() - begun
        _wait_until_empty(store)
    finally:
        web.stop()
        worker.stop()

    missing = [
        case_id for case_id, receipt in tally.receipts.items() if store.cases.get_case(case_id).receipt != receipt
    ]
    expected = {(case_id, name) for case_id in tally.receipts for name in DEPARTMENTS}
    received = received_lines(store)
    deliveries = store.sandbox.received_counts()
    figures = {
        "acknowledged": len(tally.receipts),
        "missing": len(missing),
        "delivered_twice": sum(1 for count in received.values() if count > 1),
        "kills": {"web": web.kills.total(), "worker": worker.kills.total()},
        "answers_lost_on_the_way": tally.lost_answers,
        "receipts_given_again": tally.repeated,
        "seconds": {"handing_in": round(handed_in_seconds), "all": round(time.monotonic() - begun)},
        "deliveries_repeated_and_recognised": sum(deliveries.values()) - len(deliveries),
    }
    record_property("kill", figures)
    sys.stderr.write(f"\n{figures}\n")

    assert len(tally.receipts) == SUBMISSIONS
    assert not missing
    assert not tally.contradictions
    assert set(received) == expected
    assert set(received.values()) == {1}
    assert set(deliveries) == {f"{case_id}.{name}.1" for case_id, name in expected}
    assert store.outbox.counts()[DeliveryState.SENT] == len(expected)
    assert web.kills.total() >= 3
    assert worker.kills.total() >= 3
