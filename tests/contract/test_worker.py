"""The worker process: moves a case without help, and stops or refuses to start the right way."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from huey import RedisHuey, SqliteHuey

from assistant.cases.model import CaseState
from assistant.settings import load_settings
from assistant.store import Store, migrate
from assistant.wiring import open_store
from assistant.worker import every, make_queue
from tests.contract.conftest import application, database_url

WORKER = [sys.executable, "-m", "assistant.worker"]
PATIENCE_SECONDS = 30


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def worker_store(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A store of its own, in the environment the worker inherits; the sandbox in a hurry."""
    with database_url(request.param, tmp_path) as url:
        monkeypatch.setenv("DATABASE_URL", url)
        monkeypatch.setenv("REDIS_URL", "")
        monkeypatch.setenv("ONETHING_DATA_DIR", str(tmp_path / "var"))
        monkeypatch.setenv("ONETHING_SANDBOX_ACKNOWLEDGE_SECONDS", "0.2")
        monkeypatch.setenv("ONETHING_SANDBOX_PROGRESS_SECONDS", "0.5")
        opened = open_store(load_settings())
        migrate(opened.db.engine)
        yield opened
        opened.close()


def test_a_case_moves_within_seconds_and_the_worker_stops_when_told(worker_store: Store) -> None:
    worker = subprocess.Popen(WORKER, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        now = datetime.now(UTC)
        case_id = worker_store.submissions.submit(application(worker_store, now), now).case_id
        until = time.monotonic() + PATIENCE_SECONDS
        states: set[CaseState] = set()
        while states != {CaseState.DECIDED} and time.monotonic() < until:
            time.sleep(0.3)
            states = {part.state for part in worker_store.cases.get_case(case_id).parts}
    finally:
        worker.send_signal(signal.SIGTERM)
        printed = worker.communicate(timeout=20)[0]
    assert states == {CaseState.DECIDED}
    assert worker.returncode == 0
    assert "Traceback" not in printed
    assert "王建国" not in printed


def test_the_worker_refuses_bad_settings_with_words_and_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONETHING_ENV", "production")
    for name in ("SECRET_KEY", "ONETHING_FIELD_KEYS"):
        monkeypatch.delenv(name, raising=False)
    refused = subprocess.run(WORKER, capture_output=True, text=True, timeout=30, check=False)
    assert refused.returncode == 2
    assert "SECRET_KEY" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_the_worker_says_so_when_the_database_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://somebody:hunter2@127.0.0.1:1/nothing")
    refused = subprocess.run(WORKER, capture_output=True, text=True, timeout=30, check=False)
    assert refused.returncode == 3
    assert "DATABASE_URL" in refused.stderr
    assert "hunter2" not in refused.stderr + refused.stdout
    assert "Traceback" not in refused.stderr


def test_the_queue_is_a_file_unless_redis_is_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ONETHING_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", "")
    monkeypatch.setenv("REDIS_URL", "")
    queue = make_queue(load_settings())
    assert isinstance(queue, SqliteHuey)
    queue.storage.close()
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:6379/9")
    assert isinstance(make_queue(load_settings()), RedisHuey)


def test_a_schedule_is_due_at_once_and_then_once_per_period() -> None:
    is_due = every(timedelta(hours=1))
    begin = datetime(2026, 11, 21)
    moments = [begin + timedelta(minutes=minutes) for minutes in (0, 1, 59, 60, 61, 119, 121)]
    assert [is_due(moment) for moment in moments] == [True, False, False, True, False, False, True]
