"""kill -9 of the web process and of the worker at random while people hand in: nothing acknowledged is lost,
nothing arrives twice.

The real site is driven as a browser drives it: begin, check page, sign, hand in, receipt. Loopback only; under half
a minute on each engine.
"""

from __future__ import annotations

import itertools
import os
import random
import re
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
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import httpx
import pytest

from assistant.cases.demo import SLOW
from assistant.cases.model import DeliveryState
from assistant.people import NewAnswer
from assistant.settings import load_settings
from assistant.store import Store, migrate
from assistant.wiring import open_store
from tests.contract.conftest import database_url

WANTED = os.environ.get("KILL_SUBMISSIONS")  # set to 500 for the promised figure: it takes as long as it takes
SUBMISSIONS = int(WANTED or 120)  # and people go on until every process has been killed often enough
LEAST = int(WANTED or 20)  # a slow machine gets fewer done in the time there is
ENOUGH_KILLS = 3  # of the web processes and of the worker
CLIENTS = 3
KILL_EVERY_SECONDS = (0.7, 1.5)
WHOLE_SERVER_AT = (4, 13)  # turns; a whole server takes seconds to read its definitions again
HAND_IN_SECONDS = SUBMISSIONS if WANTED else 16  # then those who are at it finish
PATIENCE_SECONDS = 25  # of one person, and of the test for the worker to send everything
SEED = 20261121
DEPARTMENTS = ("human_resources", "police")

Result = TypeVar("Result")
WORKER = [sys.executable, "-m", "assistant.worker"]
SIGNED = {"declared": "yes", "consented-0": "yes", "signature": "李明", "signature-agree": "yes"}
ANSWERS: Mapping[str, Any] = {
    "d_place": "hospital", "d_day": "", "insured": True, "assets": ["car"], "months": 120, "ill": False,
    "d_name": "李建国", "d_birth": "1942-03-15", "d_id": "510107194203150016", "d_district": "510107",
    "kin": {"people": [{"name": "李明", "relation": "child", "alive": True}], "complete": True}, "a_name": "李明",
    "a_phone": "13800138000", "a_note": "declined", "a_bank": "6222021001116245702", "cert_scan": {"mode": "bring"},
}  # fmt: skip


def web_command(port: int) -> list[str]:
    options = ["--preload", "--workers", "2", "--bind", f"127.0.0.1:{port}", "--log-level", "critical"]
    return [sys.executable, "-m", "gunicorn", *options, "--no-control-socket", "tests.load.real_app:create()"]


class Refused(Exception):
    """The site answered with something else than what a family should see; trying again would hide it."""


@dataclass
class Visitor:
    """One person after another at the same browser."""

    client: httpx.Client
    store: Store

    def begin(self) -> str:
        """A draft that the site began, with every answer in it; gives its id."""
        self.client.cookies.clear()
        page = self._get("/s/farewell")
        sent = {"csrf_token": _value(page, "csrf_token"), "city": "chengdu"}
        begun = self.client.post("/s/farewell/start", data=sent)
        if begun.status_code >= 500:
            begun.raise_for_status()
        case_id = begun.headers["location"].split("/")[2]
        answers = {**ANSWERS, "d_day": (date.today() - timedelta(days=1)).isoformat()}
        given = [NewAnswer(name, value) for name, value in answers.items()]
        self.store.drafts.append_answers(case_id, given, datetime.now(UTC))
        return case_id

    def look(self, case_id: str) -> Mapping[str, str]:
        """The check page, as it would be sent back."""
        page = self._get(f"/d/{case_id}/check")
        return {"csrf_token": _value(page, "csrf_token"), "token": _value(page, "token"), **SIGNED}

    def hand_in(self, case_id: str, sent: Mapping[str, str]) -> str:
        """Presses the button and reads the receipt number on the page that follows."""
        answer = self.client.post(f"/d/{case_id}/check", data=dict(sent), follow_redirects=True)
        if answer.status_code >= 500:
            answer.raise_for_status()
        found = re.search(r'class="number">([A-Z0-9-]+)<', answer.text)
        if found is None:
            raise Refused(f"{answer.status_code} {answer.url.path}")
        return found[1]

    def _get(self, path: str) -> str:
        return self.client.get(path).raise_for_status().text


def _value(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    if found is None:
        raise Refused(f"no {name} on the page")
    return found[1]


class Restarted:
    """A process that is started again whenever it has been killed. Only ever kills what it started."""

    def __init__(self, command: list[str]) -> None:
        self._command = command
        self.kills: Counter[str] = Counter()
        self._start()

    def _start(self) -> None:
        nowhere = subprocess.DEVNULL
        self._process = subprocess.Popen(self._command, start_new_session=True, stdout=nowhere, stderr=nowhere)

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
    lock: threading.Lock = field(default_factory=threading.Lock)
    enough_kills: threading.Event = field(default_factory=threading.Event)

    def acknowledged(self, case_id: str, receipt: str) -> None:
        with self.lock:
            if self.receipts.setdefault(case_id, receipt) != receipt:
                self.contradictions.append(case_id)

    def patience(self, until: float) -> float:
        """Until when to go on: longer where the machine was too slow to show anything."""
        shown = self.enough_kills.is_set() and len(self.receipts) >= LEAST
        return until if shown else until + PATIENCE_SECONDS

    @property
    def is_enough(self) -> bool:
        return len(self.receipts) >= SUBMISSIONS and self.enough_kills.is_set()


def hand_in_one(visitor: Visitor, tally: Tally, until: float) -> None:
    """One person: tries each step again until there is a receipt."""
    case_id = _insist(visitor.begin, tally, until)
    sent = _insist(lambda: visitor.look(case_id), tally, until)
    tally.acknowledged(case_id, _insist(lambda: visitor.hand_in(case_id, sent), tally, until))


def _insist(step: Callable[[], Result], tally: Tally, until: float) -> Result:
    while True:
        try:
            return step()
        except httpx.HTTPError:
            tally.lost_answers += 1
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


def hand_in_many(store: Store, base_url: str, tally: Tally) -> list[threading.Thread]:
    """Start the clients; each goes on until together they have done enough, or for as long as there is patience."""
    until = time.monotonic() + HAND_IN_SECONDS

    def run() -> None:
        with httpx.Client(base_url=base_url, timeout=5) as client:
            visitor = Visitor(client, store)
            while not tally.is_enough and time.monotonic() < tally.patience(until):
                try:
                    hand_in_one(visitor, tally, until + PATIENCE_SECONDS)
                except Refused as refused:
                    tally.contradictions.append(str(refused))
                except httpx.HTTPError:
                    return  # out of patience: nobody told this person that anything was received

    threads = [threading.Thread(target=run, daemon=True) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    return threads


def kill_at_random(web: Restarted, worker: Restarted, tally: Tally, threads: list[threading.Thread]) -> None:
    """In turn the worker, processes of the web server, and the whole server, as long as somebody hands in.

    Nothing of the server is killed before somebody got a receipt from it: killing what still starts shows nothing.
    """
    choose, seen = random.Random(SEED), 0
    for turn in itertools.count():
        if not any(thread.is_alive() for thread in threads):
            return
        time.sleep(choose.uniform(*KILL_EVERY_SECONDS))
        if turn % 3 == 0:
            worker.kill()
        elif len(tally.receipts) > seen:
            seen = len(tally.receipts)
            web.kill() if turn in WHOLE_SERVER_AT else web.kill_child(choose)
        if min(web.kills.total(), worker.kills.total()) >= ENOUGH_KILLS:
            tally.enough_kills.set()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where the data is kept: a file, or a schema of its own where PostgreSQL answers."""
    with database_url(request.param, tmp_path) as url:
        yield url


@pytest.fixture
def store(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A fresh store in the environment that the processes will inherit."""
    environment = {
        "ONETHING_DATA_DIR": str(tmp_path / "var"),
        "ONETHING_BACKEND_TIMEOUT_SECONDS": "1",
        "ONETHING_DELIVERY_LEASE_SECONDS": "2",
        "ONETHING_SANDBOX_ACKNOWLEDGE_SECONDS": "0.1",
        "DATABASE_URL": address,
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
    base_url = f"http://127.0.0.1:{port}"
    web, worker = Restarted(web_command(port)), Restarted(WORKER)
    try:
        threads = hand_in_many(store, base_url, tally)
        kill_at_random(web, worker, tally, threads)
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
        "seconds": {"handing_in": round(handed_in_seconds), "all": round(time.monotonic() - begun)},
        "deliveries_repeated_and_recognised": sum(deliveries.values()) - len(deliveries),
    }
    record_property("kill", figures)
    sys.stderr.write(f"\n{figures}\n")

    assert len(tally.receipts) >= LEAST
    assert not missing
    assert tally.contradictions == []
    assert expected <= set(received)  # what was kept but never told to anybody is sent all the same
    assert set(received.values()) == {1}
    assert set(deliveries) == {f"{case_id}.{name}.1" for case_id, name in received}
    assert store.outbox.counts()[DeliveryState.SENT] == len(received)
    assert web.kills.total() >= ENOUGH_KILLS
    assert worker.kills.total() >= ENOUGH_KILLS
