"""What several kinds of tests share: a small made-up site, and the application over it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from pydantic import SecretStr

from assistant.app import create_app
from assistant.catalog.catalog import Catalog
from assistant.match.library import Library, load_library
from assistant.settings import Settings
from assistant.store import CipherName, FieldKey, KeyRing, Store, migrate, open_engine
from assistant.web.core import Core

SITE = Path(__file__).parent / "fixtures" / "site"
NOON = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)  # noon in Beijing


class Clock:
    """A clock that tests move by hand."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, span: timedelta) -> None:
        self.now += span


@pytest.fixture(scope="session")
def library() -> Library:
    return load_library(flows=SITE / "flows", kb=SITE / "kb")


@pytest.fixture(scope="session")
def shipped(library: Library) -> Library:
    """The rules that ship, with the few articles of the made-up site."""
    return replace(library, catalog=Catalog.load())


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    engine = open_engine(f"sqlite:///{tmp_path / 'site.db'}")
    migrate(engine)
    store = Store(engine, KeyRing([FieldKey("k1", CipherName.AES, bytes(range(32)))]))
    yield store
    store.close()


@pytest.fixture
def core(library: Library, store: Store, clock: Clock, tmp_path: Path) -> Core:
    settings = Settings(data_dir=tmp_path, secret_key=SecretStr("a key of tests alone, thirty-two signs"))
    return Core(library, settings, store, clock)


@pytest.fixture
def app(core: Core) -> Flask:
    app = create_app(core)
    app.config["RATELIMIT_ENABLED"] = False
    app.testing = True
    return app
