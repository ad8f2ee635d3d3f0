"""Putting the rooms together from the settings; used by the web application, the worker and the command line."""

from __future__ import annotations

from datetime import timedelta

from assistant.cases.backends import Backends, open_backends
from assistant.cases.delivery import Backend
from assistant.cases.demo import DemoBackend, Pace
from assistant.cases.outbox import Policy
from assistant.settings import Settings
from assistant.store import KeyRing, Store, open_engine
from assistant.store.question_log import QuestionLog


def open_store(settings: Settings) -> Store:
    """The store of this deployment. Open it after forking: connections are not shared between processes."""
    return Store(open_engine(settings.database_url), KeyRing(settings.keys()))


def open_question_log(settings: Settings) -> QuestionLog:
    """What people asked, de-identified, in its own file."""
    return QuestionLog(settings.data_dir / "questions.db")


def open_demo(settings: Settings, store: Store) -> DemoBackend:
    """The department sandbox at the configured pace."""
    pace = Pace(
        timedelta(seconds=settings.sandbox_acknowledge_seconds),
        timedelta(seconds=settings.sandbox_progress_seconds),
    )
    return DemoBackend(store.sandbox, pace, settings.sandbox_seed, settings.backend_timeout_seconds)


def open_routes(settings: Settings, store: Store) -> Backends:
    """The way to every authority."""

    def http(address: str) -> Backend:
        # Imported here: most deployments of one city and every test start without it.
        from assistant.cases.http import HttpBackend

        token = settings.backend_token.get_secret_value() or None
        return HttpBackend.to(address, token, settings.backend_timeout_seconds)

    return open_backends(settings.backends, open_demo(settings, store), settings.data_dir / "departments", http)


def delivery_policy(settings: Settings) -> Policy:
    """How patient the worker is."""
    return Policy(
        lease=timedelta(seconds=settings.delivery_lease_seconds),
        first_pause=timedelta(seconds=settings.delivery_first_pause_seconds),
        attempts=settings.delivery_attempts,
    )
