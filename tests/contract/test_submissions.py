"""Handing in: all or nothing, once, and found again by the right person alone."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event, func, select

from assistant.cases.model import (
    CaseNotFound,
    CaseState,
    DeliveryState,
    NothingToSend,
    TokenProblem,
    TokenRefused,
)
from assistant.cases.receipts import parse_receipt
from assistant.people import DraftGone, NewAnswer
from assistant.store import Store
from assistant.store.schema import metadata
from tests.contract.conftest import PHONE, application, part, seconds


def count(store: Store, table: str) -> int:
    with store.db.engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(metadata.tables[table])) or 0


def test_a_submission_makes_a_case_a_receipt_and_one_outbox_row_per_authority(store: Store, now: datetime) -> None:
    ready = application(store, now, ("police", "civil_affairs", "housing_fund"))
    done = store.submissions.submit(ready, now)
    case = store.cases.get_case(ready.case_id)
    assert done.receipt == case.receipt == parse_receipt(done.receipt)
    assert done.receipt.startswith("SH26-")
    assert [each.department for each in case.parts] == ["civil_affairs", "housing_fund", "police"]
    assert {each.state for each in case.parts} == {CaseState.SUBMITTED}
    assert {each.delivery for each in case.parts} == {DeliveryState.PENDING}
    assert count(store, "outbox") == 3
    assert [line.text_key for line in store.cases.timeline(ready.case_id)] == ["timeline.submitted"]


def test_what_was_handed_in_is_kept_exactly(store: Store, now: datetime) -> None:
    ready = application(store, now)
    store.submissions.submit(ready, now)
    frozen = store.submissions.frozen(ready.case_id)
    assert {answer.fact: answer.value for answer in frozen.answers} == {"d_name": "王建国", "d_place_type": "home"}
    assert frozen.catalog_hash == "catalog-1"
    assert frozen.parts == (part("civil_affairs"), part("police"))


def test_a_second_post_gives_the_same_receipt_and_makes_nothing(store: Store, now: datetime) -> None:
    ready = application(store, now)
    first = store.submissions.submit(ready, now)
    again = store.submissions.submit(ready, now + seconds(5))
    assert (again.receipt, again.submitted_at, again.repeated) == (first.receipt, now, True)
    assert (count(store, "cases"), count(store, "outbox"), count(store, "timeline")) == (1, 2, 1)


def test_a_second_check_page_of_the_same_draft_gives_the_same_receipt(store: Store, now: datetime) -> None:
    ready = application(store, now)
    other_tab = replace(ready, token=store.submissions.issue_token(ready.case_id, 2, now))
    first = store.submissions.submit(ready, now)
    assert store.submissions.submit(other_tab, now).receipt == first.receipt


def test_the_receipt_comes_again_when_the_draft_is_long_deleted(store: Store, now: datetime) -> None:
    ready = application(store, now)
    first = store.submissions.submit(ready, now)
    store.drafts.delete_draft(ready.case_id)
    assert store.submissions.submit(ready, now + timedelta(days=60)).receipt == first.receipt


def test_eight_posts_at_the_same_moment_make_one_case(store: Store, now: datetime) -> None:
    ready = application(store, now)
    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(lambda _: store.submissions.submit(ready, now), range(8)))
    assert len({each.receipt for each in done}) == 1
    assert [each.repeated for each in done].count(False) == 1
    assert (count(store, "cases"), count(store, "outbox"), count(store, "receipts")) == (1, 2, 1)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda token: "",
        lambda token: "1.2.3.4",
        lambda token: token + "x",
        lambda token: token.replace(".", ";"),
        lambda token: "9" + token,
        lambda token: "\ud800" + token,
    ],
)
def test_a_token_we_did_not_make_is_refused(store: Store, now: datetime, spoil: object) -> None:
    ready = application(store, now)
    assert callable(spoil)
    with pytest.raises(TokenRefused) as refused:
        store.submissions.submit(replace(ready, token=spoil(ready.token)), now)
    assert refused.value.problem is TokenProblem.FORGED
    assert count(store, "cases") == 0


def test_a_token_of_another_draft_is_refused(store: Store, now: datetime) -> None:
    ready, other = application(store, now), application(store, now)
    with pytest.raises(TokenRefused):
        store.submissions.submit(replace(ready, token=other.token), now)


def test_a_check_page_left_open_too_long_is_refused_and_the_draft_kept(store: Store, now: datetime) -> None:
    ready = application(store, now)
    with pytest.raises(TokenRefused) as refused:
        store.submissions.submit(ready, now + timedelta(hours=13))
    assert refused.value.problem is TokenProblem.EXPIRED
    assert not store.drafts.load(ready.case_id, now).submitted


def test_an_answer_changed_after_the_check_page_stops_the_submission(store: Store, now: datetime) -> None:
    ready = application(store, now)
    store.drafts.append_answers(ready.case_id, [NewAnswer("d_name", "王建军")], now)
    with pytest.raises(TokenRefused) as refused:
        store.submissions.submit(ready, now)
    assert refused.value.problem is TokenProblem.STALE
    assert count(store, "cases") == 0


def test_a_deleted_draft_cannot_be_handed_in(store: Store, now: datetime) -> None:
    ready = application(store, now)
    store.drafts.delete_draft(ready.case_id)
    with pytest.raises(DraftGone):
        store.submissions.submit(ready, now)


@pytest.mark.parametrize("departments", [(), ("police", "police")])
def test_an_application_names_each_authority_once(store: Store, now: datetime, departments: tuple[str, ...]) -> None:
    ready = application(store, now, departments)
    with pytest.raises(NothingToSend):
        store.submissions.submit(ready, now)


def test_a_failure_in_the_middle_leaves_nothing_behind(store: Store, now: datetime) -> None:
    ready = application(store, now)

    def fail(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("INSERT INTO timeline"):
            raise RuntimeError("power cut")

    event.listen(store.db.engine, "before_cursor_execute", fail)
    try:
        with pytest.raises(RuntimeError, match="power cut"):
            store.submissions.submit(ready, now)
    finally:
        event.remove(store.db.engine, "before_cursor_execute", fail)
    tables = ("cases", "receipts", "case_lookups", "submissions", "submission_parts", "outbox", "form_tokens")
    assert {name: count(store, name) for name in tables} == dict.fromkeys(tables, 0)
    assert not store.submissions.submit(ready, now).repeated


@pytest.mark.parametrize("typed", ["138 0013 8000", "13800138000", "+86 138-0013-8000", "１３８００１３８０００"])
def test_a_case_is_found_by_receipt_and_phone_however_they_are_typed(store: Store, now: datetime, typed: str) -> None:
    done = store.submissions.submit(application(store, now), now)
    for receipt in (done.receipt, done.receipt.lower(), done.receipt.replace("-", " ")):
        found = store.cases.find_case(receipt, typed)
        assert found is not None
        assert found.case_id == done.case_id


@pytest.mark.parametrize("typed", ["13900139000", "", "8000", "138001380001"])
def test_a_case_is_not_found_with_another_phone(store: Store, now: datetime, typed: str) -> None:
    done = store.submissions.submit(application(store, now), now)
    assert store.cases.find_case(done.receipt, typed) is None


@pytest.mark.parametrize("typed", ["", "SH26", "SH26-2222-2222", "x" * 5000, "' OR 1=1 --"])
def test_nonsense_receipts_find_nothing(store: Store, typed: str) -> None:
    assert store.cases.find_case(typed, PHONE) is None


def test_an_operator_finds_the_cases_of_a_phone_newest_first(store: Store, now: datetime) -> None:
    ready = [application(store, now + seconds(n)) for n in range(2)]
    for each in ready:
        store.submissions.submit(each, now + seconds(3))
    assert store.cases.cases_of_phone(PHONE) == (ready[1].case_id, ready[0].case_id)
    assert store.cases.cases_of_phone("13900139000") == ()


def test_a_case_without_a_phone_is_taken_in_and_found_by_nobody(store: Store, now: datetime) -> None:
    done = store.submissions.submit(application(store, now, phone=""), now)
    assert store.cases.get_case(done.case_id).receipt == done.receipt
    assert store.cases.find_case(done.receipt, "") is None
    assert store.cases.cases_of_phone("") == ()


def test_the_year_of_a_receipt_is_the_one_in_beijing(store: Store) -> None:
    new_year_there = datetime(2026, 12, 31, 16, 0, tzinfo=UTC)
    done = store.submissions.submit(application(store, new_year_there), new_year_there)
    assert done.receipt.startswith("SH27-")


def test_the_owner_gets_everything_of_a_case_as_plain_json(store: Store, now: datetime) -> None:
    done = store.submissions.submit(application(store, now), now)
    exported = json.loads(json.dumps(store.submissions.export_case(done.case_id), ensure_ascii=False))
    assert exported["receipt"] == done.receipt
    assert [answer["value"] for answer in exported["answers"]] == ["王建国", "home"]
    assert exported["parts"][0]["forms"][0]["boxes"][0]["text"] == "王建国"
    assert [line["text_key"] for line in exported["timeline"]] == ["timeline.submitted"]


def test_an_unknown_case_is_an_error_not_an_empty_page(store: Store) -> None:
    with pytest.raises(CaseNotFound):
        store.cases.get_case("nonsense")
    with pytest.raises(CaseNotFound):
        store.submissions.frozen("nonsense")


def test_neither_phone_nor_name_is_readable_in_any_table(store: Store, now: datetime) -> None:
    store.submissions.submit(application(store, now), now)
    with store.db.engine.connect() as connection:
        for table in metadata.sorted_tables:
            dumped = repr([tuple(row) for row in connection.execute(select(table))])
            assert "王建国" not in dumped
            assert "13800138000" not in dumped
            assert PHONE not in dumped
            assert repr("王建国".encode())[2:-1] not in dumped
