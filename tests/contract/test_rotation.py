"""Changing keys while the site runs: everything stays readable and findable, and the old key can go."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy import LargeBinary, event, select

from assistant.cases.demo import DemoBackend
from assistant.people import CodeRefused, DraftGone
from assistant.store import CannotDecrypt, CipherName, FieldKey, KeyRing, Store, UnknownKey
from assistant.store.rotation import SEALED, rotate
from assistant.store.schema import metadata
from tests.contract.conftest import PHONE, application

OLD = FieldKey("k1", CipherName.AES, bytes(range(32)))
NEW = FieldKey("k2", CipherName.SM4, bytes(range(32, 64)))


@pytest.fixture
def filled(store: Store, now: datetime) -> tuple[str, str, str, str]:
    """One of everything; ids of a case and a draft, the receipt, and a save code made with the old key."""
    ready = application(store, now)
    store.files.add_file(ready.case_id, "photo", "照片.jpg", "image/jpeg", b"picture", now)
    receipt = store.submissions.submit(ready, now).receipt
    leased = store.outbox.lease(now, "w1", now)
    assert leased is not None
    DemoBackend(store.sandbox, sleep=lambda _seconds: None).deliver(store.outbox.envelope(leased), now)
    draft = store.drafts.start_draft("funeral", "chengdu", now, subject="s-1")
    code = store.codes.save_code(draft, "1234", now).code
    return ready.case_id, draft, receipt, code


def reopened(store: Store, *keys: FieldKey) -> Store:
    return Store(store.db.engine, KeyRing(keys))


def test_every_sealed_column_is_rotated() -> None:
    binary = {
        (table.name, column.name)
        for table in metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, LargeBinary)
    }
    assert {(column.table.name, column.column) for column in SEALED} == binary
    assert all(name.endswith("_sealed") for _, name in binary)


def test_after_a_rotation_the_new_key_alone_reads_and_finds_everything(
    store: Store, now: datetime, filled: tuple[str, str, str, str]
) -> None:
    case_id, draft, receipt, _ = filled
    done = rotate(reopened(store, NEW, OLD).db, batch=2)
    assert done.values >= 8
    assert done.indexes == 3
    fresh = reopened(store, NEW)
    assert fresh.submissions.frozen(case_id).parts == store_parts(fresh, case_id)
    assert [answer.value for answer in fresh.drafts.history(case_id)] == ["王建国", "home"]
    file = fresh.files.files_of(case_id)[0]
    assert (file.name, fresh.files.read_file(case_id, file.file_id)) == ("照片.jpg", b"picture")
    found = fresh.cases.find_case(receipt, PHONE)
    assert found is not None
    assert found.case_id == case_id
    assert fresh.cases.cases_of_phone(PHONE) == (case_id,)
    assert fresh.drafts.find_drafts_of("s-1", now) == (draft,)
    with store.db.engine.connect() as connection:
        for column in SEALED:
            for value in connection.scalars(select(column.table.c[column.column])):
                assert value is None or fresh.db.crypto.key_id_of(value) == "k2"


def store_parts(store: Store, case_id: str) -> object:
    return store.submissions.frozen(case_id).parts


def test_a_second_rotation_has_nothing_to_do(store: Store, filled: object) -> None:
    both = reopened(store, NEW, OLD).db
    rotate(both)
    again = rotate(both)
    assert (again.values, again.indexes) == (0, 0)


def test_between_the_keys_everything_is_found_before_the_rotation(
    store: Store, now: datetime, filled: tuple[str, str, str, str]
) -> None:
    case_id, draft, receipt, code = filled
    both = reopened(store, NEW, OLD)
    found = both.cases.find_case(receipt, PHONE)
    assert found is not None
    assert found.case_id == case_id
    assert both.codes.resume(code, "1234", now) == draft
    assert both.drafts.find_drafts_of("s-1", now) == (draft,)


def test_a_save_code_lives_as_long_as_its_key_and_the_rotation_says_how_many_do(
    store: Store, now: datetime, filled: tuple[str, str, str, str]
) -> None:
    _, draft, _, code = filled
    both = reopened(store, NEW, OLD)
    assert rotate(both.db).codes_under_old_keys == 1
    assert both.codes.resume(code, "1234", now) == draft
    with pytest.raises(CodeRefused):
        reopened(store, NEW).codes.resume(code, "1234", now)
    both.codes.save_code(draft, "1234", now)
    assert rotate(both.db).codes_under_old_keys == 0


def test_a_rotation_without_the_old_key_changes_nothing_and_names_it(store: Store, filled: object) -> None:
    with pytest.raises(UnknownKey) as missing:
        rotate(reopened(store, NEW).db)
    assert missing.value.key_id == "k1"


def test_a_rotation_that_stopped_half_way_is_finished_by_the_next(
    store: Store, now: datetime, filled: tuple[str, str, str, str]
) -> None:
    both = reopened(store, NEW, OLD)
    stop_at: Callable[[str], bool] = lambda statement: statement.startswith("UPDATE submissions")  # noqa: E731

    def fail(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        if stop_at(statement):
            raise RuntimeError("power cut")

    event.listen(store.db.engine, "before_cursor_execute", fail)
    try:
        with pytest.raises(RuntimeError, match="power cut"):
            rotate(both.db)
    finally:
        event.remove(store.db.engine, "before_cursor_execute", fail)
    assert rotate(both.db).values > 0
    assert reopened(store, NEW).submissions.frozen(filled[0]).answers


def test_a_value_copied_into_another_draft_is_refused(store: Store, now: datetime) -> None:
    one, other = application(store, now).case_id, application(store, now).case_id
    table = metadata.tables["answers"]
    with store.db.engine.begin() as connection:
        theirs = connection.scalar(select(table.c.value_sealed).where(table.c.case_id == other, table.c.version == 1))
        connection.execute(
            table.update().where(table.c.case_id == one, table.c.version == 1).values(value_sealed=theirs)
        )
    with pytest.raises(CannotDecrypt):
        store.drafts.load(one, now)
    with pytest.raises(DraftGone):
        store.drafts.load("0" * 26, now)
