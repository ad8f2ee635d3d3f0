"""The worker process: ``python -m assistant.worker``.

Every tick it empties the outbox and collects reports; every hour it deletes what is past its time. The
outbox in the database is the truth; the queue only says when to look, so losing it loses nothing.
"""

from __future__ import annotations

import logging
import os
import random
import secrets
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from huey import Huey, RedisHuey, SqliteHuey
from huey.consumer import Consumer, Scheduler
from sqlalchemy.exc import OperationalError

from assistant.cases.outbox import collect_once, drain_once
from assistant.logs import configure_logs
from assistant.people.retention import purge
from assistant.settings import BadSettings, Settings, load_settings
from assistant.store import Store, migrate
from assistant.wiring import delivery_policy, open_question_log, open_routes, open_store

log = structlog.get_logger(__name__)

PURGE_EVERY = timedelta(hours=1)


def utc_now() -> datetime:
    """The clock of the worker; everything below is handed its time."""
    return datetime.now(UTC)


def make_tick(settings: Settings, store: Store) -> Callable[[], None]:
    """One round of work: send what is due, take in what was reported."""
    routes = open_routes(settings, store)
    policy = delivery_policy(settings)
    owner = f"{os.getpid()}-{secrets.token_hex(4)}"

    def tick() -> None:
        drain_once(store.outbox, routes.route, utc_now, random.random, owner, policy)
        collect_once(store.cases, routes, utc_now())

    return tick


def make_queue(settings: Settings) -> Huey:
    """Redis when REDIS_URL says so, else a SQLite file beside the data."""
    if settings.redis_url:
        return RedisHuey("onething", url=settings.redis_url, results=False)
    return SqliteHuey("onething", filename=str(settings.data_dir / "queue.db"), results=False)


def every(period: timedelta) -> Callable[[datetime], bool]:
    """A schedule: true at the first look, then once per period."""
    last: list[datetime] = []

    def is_due(now: datetime) -> bool:
        if last and now - last[0] < period:
            return False
        last[:] = [now]
        return True

    return is_due


def add_tasks(queue: Huey, settings: Settings, store: Store) -> None:
    """Register the periodic work. A round that could not start in time is dropped: the next does the same."""
    tick = make_tick(settings, store)
    period = timedelta(seconds=settings.worker_tick_seconds)

    questions = open_question_log(settings)

    def delete_old() -> None:
        now = utc_now()
        purge(store, now)
        log.info("questions_purged", questions=questions.purge(now.date()))

    queue.periodic_task(lambda _now: True, name="deliver", expires=period)(tick)
    queue.periodic_task(every(PURGE_EVERY), name="purge", expires=PURGE_EVERY)(delete_old)


def make_consumer(queue: Huey, settings: Settings) -> Consumer:
    """A consumer whose schedule runs at the tick; the queue's own smallest step is a minute."""

    class TickScheduler(Scheduler):  # type: ignore[misc]
        periodic_task_seconds = settings.worker_tick_seconds

    class TickConsumer(Consumer):  # type: ignore[misc]
        scheduler_class = TickScheduler

    # SIGTERM lets the running round finish, so that an ordinary stop leaves no lease behind.
    options: dict[str, Any] = {"workers": 1, "graceful_signal": "TERM", "max_delay": 0.5}
    return TickConsumer(queue, scheduler_interval=settings.worker_tick_seconds, **options)


def main() -> int:
    """Run until told to stop; returns the exit code."""
    configure_logs()
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
    try:
        settings = load_settings()
    except BadSettings as bad:
        sys.stderr.write(f"{bad}\n")
        return 2
    store = open_store(settings)
    try:
        migrate(store.db.engine)
    except OperationalError:
        # The driver's own words may quote the address with its password.
        sys.stderr.write("cannot start: the database does not answer; start it, or set DATABASE_URL\n")
        return 3
    queue = make_queue(settings)
    add_tasks(queue, settings, store)
    log.info("worker_started", tick_seconds=settings.worker_tick_seconds)
    make_consumer(queue, settings).run()
    store.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
