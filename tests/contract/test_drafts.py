"""Drafts: nothing given is lost, the newest counts, and what is deleted is gone."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from assistant.people import (
    AnswerSource,
    CodePaused,
    CodeRefused,
    DraftGone,
    DraftSubmitted,
    FactorUnusable,
    NewAnswer,
    purge,
)
from assistant.store import MAX_BYTES, FileGone, FileTooLarge, Store
from assistant.store.schema import metadata
from tests.contract.conftest import application, seconds


@pytest.fixture
def draft(store: Store, now: datetime) -> str:
    return store.drafts.start_draft("funeral", "chengdu", now)


def rows_of(store: Store, case_id: str) -> dict[str, int]:
    """How many rows each table holds of one draft or case."""
    with store.db.engine.connect() as connection:
        return {
            name: connection.scalar(select(func.count()).where(table.c.case_id == case_id)) or 0
            for name, table in metadata.tables.items()
            if "case_id" in table.c
        }


def test_a_new_draft_is_empty_and_lives_thirty_days(store: Store, draft: str, now: datetime) -> None:
    loaded = store.drafts.load(draft, now)
    assert (loaded.service, loaded.city, loaded.version, loaded.answers) == ("funeral", "chengdu", 0, {})
    assert loaded.expires_at == now + timedelta(days=30)
    assert not loaded.submitted


def test_an_earlier_reading_comes_back_until_something_is_written(store: Store, draft: str, now: datetime) -> None:
    store.drafts.append_answers(draft, [NewAnswer("d_name", "王建国")], now)
    first = store.drafts.load(draft, now)
    assert store.drafts.load(draft, now, first) is first
    store.drafts.append_answers(draft, [], now + seconds(60))  # only its end is put off
    later = store.drafts.load(draft, now, first)
    assert (later.expires_at, later.answers) == (first.expires_at + seconds(60), first.answers)
    store.drafts.append_answers(draft, [NewAnswer("d_name", "王建军")], now + seconds(60))
    assert store.drafts.load(draft, now, later).values() == {"d_name": "王建军"}


def test_an_earlier_reading_does_not_outlive_the_draft(store: Store, draft: str, now: datetime) -> None:
    first = store.drafts.load(draft, now)
    with pytest.raises(DraftGone):
        store.drafts.load(draft, first.expires_at, first)
    store.drafts.delete_draft(draft)
    with pytest.raises(DraftGone):
        store.drafts.load(draft, now, first)


def test_answers_come_back_with_who_gave_them_when_and_how(store: Store, draft: str, now: datetime) -> None:
    later = now + seconds(60)
    store.drafts.append_answers(draft, [NewAnswer("d_name", "王建国", AnswerSource.TEXT, "resident")], now)
    store.drafts.append_answers(draft, [NewAnswer("heirs", {"people": [], "complete": True})], later)
    answers = store.drafts.load(draft, later).answers
    assert list(answers) == ["d_name", "heirs"]
    assert answers["d_name"].source is AnswerSource.TEXT
    assert answers["d_name"].at == now
    assert answers["heirs"].value == {"people": [], "complete": True}


def test_the_newest_answer_counts_and_the_older_stays_as_history(store: Store, draft: str, now: datetime) -> None:
    for value in ("home", "hospital"):
        store.drafts.append_answers(draft, [NewAnswer("d_place_type", value)], now)
    assert store.drafts.load(draft, now).values() == {"d_place_type": "hospital"}
    assert [answer.value for answer in store.drafts.history(draft)] == ["home", "hospital"]


def test_an_answer_can_be_taken_back(store: Store, draft: str, now: datetime) -> None:
    store.drafts.append_answers(draft, [NewAnswer("d_place_type", "home"), NewAnswer("d_place_type", None)], now)
    assert store.drafts.load(draft, now).answers == {}


def test_two_tabs_lose_nothing_and_learn_of_each_other(store: Store, draft: str, now: datetime) -> None:
    store.drafts.append_answers(draft, [NewAnswer("d_name", "王")], now, seen_version=0)
    second_tab = [NewAnswer("d_name", "王建国"), NewAnswer("d_place_type", "home")]
    appended = store.drafts.append_answers(draft, second_tab, now, seen_version=0)
    assert appended.overtaken == ("d_name",)
    assert appended.version == 3
    assert store.drafts.load(draft, now).values() == {"d_name": "王建国", "d_place_type": "home"}


def test_many_writers_at_once_lose_no_answer(store: Store, draft: str, now: datetime) -> None:
    def write(number: int) -> int:
        return store.drafts.append_answers(draft, [NewAnswer(f"fact_{number}", number)], now).version

    with ThreadPoolExecutor(8) as pool:
        versions = list(pool.map(write, range(24)))
    assert sorted(versions) == list(range(1, 25))
    assert len(store.drafts.load(draft, now).answers) == 24


def test_answering_puts_the_end_of_the_draft_off(store: Store, draft: str, now: datetime) -> None:
    later = now + timedelta(days=20)
    appended = store.drafts.append_answers(draft, [NewAnswer("d_name", "王")], later)
    assert appended.expires_at == later + timedelta(days=30)
    assert store.drafts.load(draft, now + timedelta(days=45)).version == 1


@pytest.mark.parametrize("case_id", ["", "nonsense", "0" * 26, "é" * 26, "../../etc/passwd", "0" * 4000])
def test_an_unknown_draft_is_gone_whatever_its_name(store: Store, now: datetime, case_id: str) -> None:
    with pytest.raises(DraftGone):
        store.drafts.load(case_id, now)
    with pytest.raises(DraftGone):
        store.drafts.append_answers(case_id, [NewAnswer("d_name", "王")], now)


def test_a_draft_past_its_time_is_gone_even_before_the_daily_deletion(store: Store, draft: str, now: datetime) -> None:
    late = now + timedelta(days=30)
    with pytest.raises(DraftGone):
        store.drafts.load(draft, late)
    with pytest.raises(DraftGone):
        store.drafts.append_answers(draft, [NewAnswer("d_name", "王")], late)


def test_values_are_not_readable_in_the_database(store: Store, draft: str, now: datetime) -> None:
    store.drafts.append_answers(draft, [NewAnswer("d_name", "王建国")], now)
    table = metadata.tables["answers"]
    with store.db.engine.connect() as connection:
        sealed = connection.scalar(select(table.c.value_sealed).where(table.c.case_id == draft))
    assert sealed is not None
    assert "王建国".encode() not in sealed


def test_a_launched_person_finds_their_drafts_again(store: Store, now: datetime) -> None:
    mine = [store.drafts.start_draft("funeral", "chengdu", now + seconds(n), subject="s-1") for n in range(2)]
    store.drafts.start_draft("funeral", "chengdu", now, subject="s-2")
    assert store.drafts.find_drafts_of("s-1", now + seconds(5)) == tuple(reversed(mine))
    assert store.drafts.find_drafts_of("s-1", now + timedelta(days=31)) == ()


def test_the_same_draft_shows_the_same_code_and_opens_with_it(store: Store, draft: str, now: datetime) -> None:
    first = store.codes.save_code(draft, "138 0013 8000", now)
    second = store.codes.save_code(draft, "13800138000", now + seconds(9))
    assert first.code == second.code
    assert len(first.code) == 8
    assert not set(first.code) & set("0O1I")
    assert store.codes.resume(first.printed.lower(), "８０００", now) == draft


def test_the_code_is_nowhere_in_the_database(store: Store, draft: str, now: datetime) -> None:
    code = store.codes.save_code(draft, "8000", now).code
    with store.db.engine.connect() as connection:
        row = connection.execute(select(metadata.tables["save_codes"])).one()
    assert code not in repr(row)
    assert "8000" not in {str(value) for value in row}


def test_only_the_newest_second_factor_opens_a_draft(store: Store, draft: str, now: datetime) -> None:
    code = store.codes.save_code(draft, "1234", now).code
    store.codes.save_code(draft, "5678", now)
    with pytest.raises(CodeRefused):
        store.codes.resume(code, "1234", now)
    assert store.codes.resume(code, "5678", now) == draft


@pytest.mark.parametrize(("code", "factor"), [("ABCDEFGH", "1234"), ("", ""), ("0O1I0O1I", "1234"), ("A" * 999, "1")])
def test_an_unknown_code_is_refused(store: Store, now: datetime, code: str, factor: str) -> None:
    with pytest.raises(CodeRefused):
        store.codes.resume(code, factor, now)


def test_a_second_factor_needs_four_digits(store: Store, draft: str, now: datetime) -> None:
    with pytest.raises(FactorUnusable):
        store.codes.save_code(draft, "abc", now)


def test_five_wrong_factors_pause_a_code_and_a_right_one_must_wait(store: Store, draft: str, now: datetime) -> None:
    code = store.codes.save_code(draft, "1234", now).code
    for _ in range(4):
        with pytest.raises(CodeRefused):
            store.codes.resume(code, "9999", now)
    with pytest.raises(CodePaused) as paused:
        store.codes.resume(code, "9999", now)
    assert paused.value.until == now + timedelta(minutes=15)
    with pytest.raises(CodePaused):
        store.codes.resume(code, "1234", now)
    assert store.codes.resume(code, "1234", now + timedelta(minutes=15)) == draft


def test_fifteen_wrong_factors_withdraw_a_code_but_not_the_draft(store: Store, draft: str, now: datetime) -> None:
    code = store.codes.save_code(draft, "1234", now).code
    for attempt in range(15):
        with pytest.raises((CodeRefused, CodePaused)):
            store.codes.resume(code, "9999", now + timedelta(hours=attempt))
    with pytest.raises(CodeRefused):
        store.codes.resume(code, "1234", now + timedelta(hours=20))
    assert store.drafts.load(draft, now).case_id == draft


def test_guessing_from_many_sides_at_once_is_counted_in_full(store: Store, draft: str, now: datetime) -> None:
    code = store.codes.save_code(draft, "1234", now).code

    def guess(_: int) -> str:
        try:
            return store.codes.resume(code, "9999", now)
        except (CodeRefused, CodePaused) as refused:
            return type(refused).__name__

    with ThreadPoolExecutor(6) as pool:
        outcomes = list(pool.map(guess, range(12)))
    assert outcomes.count("CodeRefused") == 4
    assert outcomes.count("CodePaused") == 8


def test_a_file_comes_back_as_it_was_and_is_not_readable_in_the_database(
    store: Store, draft: str, now: datetime
) -> None:
    content = "死亡证明".encode() * 50
    file = store.files.add_file(draft, "death_certificate", "证明.jpg", "image/jpeg", content, now)
    assert store.files.files_of(draft) == (file,)
    assert store.files.read_file(draft, file.file_id) == content
    with store.db.engine.connect() as connection:
        kept = connection.scalar(select(metadata.tables["file_contents"].c.content_sealed))
    assert kept is not None
    assert "死亡证明".encode() not in kept
    assert store.files.remove_file(draft, file.file_id, now)
    with pytest.raises(FileGone):
        store.files.read_file(draft, file.file_id)


def test_a_file_over_ten_megabytes_is_refused(store: Store, draft: str, now: datetime) -> None:
    with pytest.raises(FileTooLarge):
        store.files.add_file(draft, "photo", "大.jpg", "image/jpeg", bytes(MAX_BYTES + 1), now)


def test_a_file_of_one_draft_cannot_be_read_through_another(store: Store, draft: str, now: datetime) -> None:
    other = store.drafts.start_draft("funeral", "chengdu", now)
    file = store.files.add_file(draft, "photo", "a.jpg", "image/jpeg", b"x", now)
    with pytest.raises(FileGone):
        store.files.read_file(other, file.file_id)


def test_deleting_a_draft_leaves_no_row_of_it_in_any_table(store: Store, draft: str, now: datetime) -> None:
    store.drafts.append_answers(draft, [NewAnswer("d_name", "王")], now)
    store.codes.save_code(draft, "1234", now)
    store.files.add_file(draft, "photo", "a.jpg", "image/jpeg", b"x", now)
    assert sum(rows_of(store, draft).values()) == 5
    assert store.drafts.delete_draft(draft)
    assert sum(rows_of(store, draft).values()) == 0
    assert not store.drafts.delete_draft(draft)


def test_an_export_holds_every_answer_in_plain_json(store: Store, draft: str, now: datetime) -> None:
    store.drafts.append_answers(draft, [NewAnswer("d_name", "王"), NewAnswer("d_name", "王建国")], now)
    exported = store.drafts.export_draft(draft, now)
    assert [answer["value"] for answer in exported["answers"]] == ["王", "王建国"]
    assert exported["deleted_on"] == (now + timedelta(days=30)).isoformat()


def test_the_daily_deletion_takes_what_is_old_and_logs_counts_alone(
    store: Store, draft: str, now: datetime, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    store.drafts.append_answers(draft, [NewAnswer("d_name", "王建国")], now)
    store.codes.save_code(draft, "1234", now)
    store.files.add_file(draft, "photo", "王建国.jpg", "image/jpeg", b"x", now)
    young = store.drafts.start_draft("funeral", "chengdu", now + timedelta(days=10))
    purged = purge(store, now + timedelta(days=31))
    assert (purged.drafts, purged.answers, purged.files, purged.codes) == (1, 1, 1, 1)
    assert sum(rows_of(store, draft).values()) == 0
    assert store.drafts.load(young, now + timedelta(days=31)).case_id == young
    written = caplog.text + "".join(capsys.readouterr())
    assert "purge_done" in written
    assert "王建国" not in written
    assert draft not in written


def test_the_daily_deletion_keeps_the_case_and_its_files(store: Store, now: datetime) -> None:
    ready = application(store, now)
    file = store.files.add_file(ready.case_id, "photo", "a.jpg", "image/jpeg", b"x", now)
    store.submissions.submit(ready, now)
    late = now + timedelta(days=31)
    assert purge(store, late).drafts == 1
    assert store.files.read_file(ready.case_id, file.file_id) == b"x"
    assert store.submissions.frozen(ready.case_id).answers[0].value == "王建国"


def test_a_submitted_draft_takes_no_more_answers(store: Store, now: datetime) -> None:
    ready = application(store, now)
    store.submissions.submit(ready, now)
    with pytest.raises(DraftSubmitted):
        store.drafts.append_answers(ready.case_id, [NewAnswer("d_name", "李")], now)
    assert store.drafts.load(ready.case_id, now).submitted
