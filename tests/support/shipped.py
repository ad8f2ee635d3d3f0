"""The site over the shipped definitions and articles, for what only they can show."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from flask import Flask
from pydantic import SecretStr

from assistant.app import create_app
from assistant.match.library import Library, load_library
from assistant.settings import Settings
from assistant.store import CipherName, FieldKey, KeyRing, Store, migrate, open_engine
from assistant.web.core import Core
from tests.conftest import Clock

CACHE = Path(__file__).resolve().parents[2] / "var" / "test-cache"


@cache
def shipped_library() -> Library:
    return load_library(CACHE)


def shipped_app(folder: Path, clock: Clock | None = None) -> Flask:
    """The application with a store of its own in ``folder``, at noon of the tests' day."""
    engine = open_engine(f"sqlite:///{folder / 'site.db'}")
    migrate(engine)
    store = Store(engine, KeyRing([FieldKey("k1", CipherName.AES, bytes(range(32)))]))
    settings = Settings(data_dir=folder, secret_key=SecretStr("a key of tests alone, thirty-two signs"))
    app = create_app(Core(shipped_library(), settings, store, clock or Clock()))
    app.config["RATELIMIT_ENABLED"] = False
    app.testing = True
    return app
