"""The one helper that writes: commits once, runs again after a lost race, and hides personal values."""

from __future__ import annotations

import sqlite3
from datetime import datetime

import pytest
from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError, StatementError

from assistant.store import Store, open_engine
from assistant.store.database import ATTEMPTS, is_conflict
from assistant.store.schema import receipts, sandbox_switches


class Busy(sqlite3.OperationalError):
    sqlite_errorcode = sqlite3.SQLITE_BUSY


class Conflict(Exception):
    sqlstate = "40001"


def lost(reason: Exception) -> DBAPIError:
    return OperationalError("UPDATE …", {}, reason)


@pytest.mark.parametrize("reason", [Busy(), Conflict()])
def test_a_lost_race_is_run_again_until_it_is_won(store: Store, reason: Exception) -> None:
    runs = []

    def work(connection: Connection) -> str:
        runs.append(1)
        connection.execute(insert(sandbox_switches).values(name=f"n{len(runs)}", value="x"))
        if len(runs) < 3:
            raise lost(reason)
        return "done"

    assert store.db.transact(work) == "done"
    names = store.db.read(lambda connection: list(connection.scalars(select(sandbox_switches.c.name))))
    assert names == ["n3"]


def test_a_race_lost_ten_times_is_an_error(store: Store) -> None:
    runs = []

    def work(_connection: Connection) -> None:
        runs.append(1)
        raise lost(Conflict())

    with pytest.raises(OperationalError):
        store.db.transact(work)
    assert len(runs) == ATTEMPTS


def test_another_failure_is_not_run_again(store: Store) -> None:
    runs = []

    def work(connection: Connection) -> None:
        runs.append(1)
        connection.execute(insert(sandbox_switches), [{"name": "same", "value": "x"}] * 2)

    with pytest.raises(IntegrityError):
        store.db.transact(work)
    assert len(runs) == 1
    assert store.sandbox.switch("same") is None


def test_two_transactions_that_read_then_write_the_same_row_do_not_lose_a_step(store: Store) -> None:
    if store.db.engine.dialect.name == "sqlite":
        pytest.skip("SQLite lets one writer in at a time: this race cannot happen there")
    store.sandbox.set_switch("counter", "0")
    runs = []
    counter = sandbox_switches.c.name == "counter"

    def add(connection: Connection) -> None:
        runs.append(1)
        value = int(connection.scalar(select(sandbox_switches.c.value).where(counter)) or 0)
        if len(runs) == 1:
            with store.db.engine.begin() as other:
                other.execute(update(sandbox_switches).where(counter).values(value="10"))
        connection.execute(update(sandbox_switches).where(counter).values(value=str(value + 1)))

    store.db.transact(add)
    assert store.sandbox.switch("counter") == "11"
    assert len(runs) == 2


def test_a_reader_sees_one_state_whatever_is_written_meanwhile(store: Store) -> None:
    store.sandbox.set_switch("down", "before")
    query = select(sandbox_switches.c.value)

    def look_twice(connection: Connection) -> list[str | None]:
        first = connection.scalar(query)
        store.sandbox.set_switch("down", "after")
        return [first, connection.scalar(query)]

    assert store.db.read(look_twice) == ["before", "before"]
    assert store.sandbox.switch("down") == "after"


def test_errors_do_not_quote_what_was_to_be_stored(store: Store) -> None:
    row = {"receipt": "SH26", "case_id": "13800138000"}
    with pytest.raises(IntegrityError) as failed:
        store.db.transact(lambda connection: connection.execute(insert(receipts), [row, row]))
    assert "INSERT INTO receipts" in str(failed.value)
    assert "13800138000" not in str(failed.value)


def test_a_moment_without_a_time_zone_is_refused(store: Store) -> None:
    naive = datetime(2026, 11, 21, 9, 30)
    with pytest.raises(StatementError, match="time zone"):
        store.drafts.start_draft("funeral", "chengdu", naive)


def test_other_databases_are_refused_by_name() -> None:
    with pytest.raises(ValueError, match="DATABASE_URL"):
        open_engine("mysql://host/database")


def test_only_lost_races_are_conflicts() -> None:
    assert is_conflict(lost(Conflict()))
    assert is_conflict(lost(Busy()))
    assert not is_conflict(lost(sqlite3.OperationalError("disk full")))
