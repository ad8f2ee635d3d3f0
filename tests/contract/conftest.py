"""One store per engine: every test in this folder runs on SQLite and, where a server answers, on PostgreSQL."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, delete, make_url, text
from sqlalchemy.exc import OperationalError

from assistant.cases.model import Application, FilledBox, FilledForm, Part
from assistant.people import NewAnswer
from assistant.store import CipherName, FieldKey, KeyRing, Store, migrate, open_engine
from assistant.store.schema import metadata

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
LOCAL_POSTGRES = "postgresql+psycopg://127.0.0.1:5432/test"
PHONE = "138 0013 8000"


@contextmanager
def postgres_schema() -> Iterator[str]:
    """The address of a throw-away schema; skips with the way out when no server answers."""
    address = os.environ.get("TEST_DATABASE_URL", LOCAL_POSTGRES)
    url = make_url(address).set(drivername="postgresql+psycopg").update_query_dict({"connect_timeout": "2"})
    admin = create_engine(url, isolation_level="AUTOCOMMIT")
    name = f"onething_test_{secrets.token_hex(6)}"
    try:
        with admin.connect() as connection:
            connection.execute(text(f"CREATE SCHEMA {name}"))
    except OperationalError:
        admin.dispose()
        pytest.skip("no PostgreSQL answers; start one or set TEST_DATABASE_URL=postgresql://user@host/database")
    try:
        inside = url.update_query_dict({"options": f"-csearch_path={name}"})
        yield inside.render_as_string(hide_password=False)
    finally:
        with admin.connect() as connection:
            connection.execute(text(f"DROP SCHEMA {name} CASCADE"))
        admin.dispose()


@contextmanager
def database_url(kind: str, folder: Path) -> Iterator[str]:
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'onething.db'}"
        return
    with postgres_schema() as url:
        yield url


@pytest.fixture(scope="session", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with database_url(request.param, tmp_path_factory.mktemp("store")) as url:
        opened = open_engine(url)
        migrate(opened)
        yield opened
        opened.dispose()


@pytest.fixture
def keys() -> KeyRing:
    return KeyRing([FieldKey("k1", CipherName.AES, bytes(range(32)))])


@pytest.fixture
def store(engine: Engine, keys: KeyRing) -> Iterator[Store]:
    yield Store(engine, keys)
    with engine.begin() as connection:
        for table in metadata.sorted_tables:
            connection.execute(delete(table))


@pytest.fixture
def now() -> datetime:
    return NOW


def seconds(count: float) -> timedelta:
    return timedelta(seconds=count)


def part(department: str) -> Part:
    """A small part for one authority."""
    box = FilledBox(fact="d_name", title="逝者姓名", value="王建国", text="王建国")
    form = FilledForm(f"{department}_form", "申报单", f"{department}_item", (box,))
    return Part(department, (f"{department}_item",), (form,))


def application(
    store: Store, now: datetime, departments: tuple[str, ...] = ("police", "civil_affairs"), phone: str = PHONE
) -> Application:
    """A filled draft, ready to hand in."""
    case_id = store.drafts.start_draft("funeral", "chengdu", now)
    given = [NewAnswer("d_name", "王建国"), NewAnswer("d_place_type", "home")]
    version = store.drafts.append_answers(case_id, given, now).version
    token = store.submissions.issue_token(case_id, version, now)
    return Application(case_id, token, "catalog-1", phone, tuple(part(name) for name in departments))
