"""What is kept in memory between two pages: never older than the store, and never for long."""

from __future__ import annotations

from assistant.people import NewAnswer
from assistant.store import Store
from assistant.web.core import Core
from assistant.web.kept import Kept
from tests.web.conftest import Visitor


def opened(visitor: Visitor) -> Kept[object]:
    core = visitor.app.extensions["onething"]
    assert isinstance(core, Core)
    return core.opened  # type: ignore[return-value]


def test_a_page_after_a_page_opens_the_same_draft_without_deciding_again(visitor: Visitor) -> None:
    case_id = visitor.begin()
    visitor.get("questions.show", case_id=case_id, fact_id="d_name")
    first = opened(visitor).take(case_id)
    assert first is not None
    opened(visitor).put(case_id, first)
    visitor.get("questions.show", case_id=case_id, fact_id="d_place")
    assert opened(visitor).take(case_id) is first


def test_an_answer_kept_by_another_process_is_shown(visitor: Visitor, store: Store) -> None:
    case_id = visitor.begin()
    assert visitor.get("questions.show", case_id=case_id, fact_id="d_name").value("d_name") == ""
    store.drafts.append_answers(case_id, [NewAnswer("d_name", "王建国")], visitor.app.extensions["onething"].now())
    assert visitor.get("questions.show", case_id=case_id, fact_id="d_name").value("d_name") == "王建国"


def test_a_draft_deleted_by_another_process_is_gone_and_let_go(visitor: Visitor, store: Store) -> None:
    case_id = visitor.begin()
    visitor.get("questions.show", case_id=case_id, fact_id="d_name")
    store.drafts.delete_draft(case_id)
    assert visitor.get("questions.show", case_id=case_id, fact_id="d_name").status == 410
    assert opened(visitor).take(case_id) is None


def test_the_longest_unused_is_let_go_when_there_are_many() -> None:
    kept: Kept[int] = Kept(most=2)
    for name, value in (("a", 1), ("b", 2)):
        kept.put(name, value)
    kept.put("a", kept.take("a") or 0)
    kept.put("c", 3)
    assert [kept.take(name) for name in "abc"] == [1, None, 3]


def test_what_nobody_asks_for_is_let_go_after_a_while() -> None:
    now = [0.0]
    kept: Kept[int] = Kept(seconds=300, clock=lambda: now[0])
    kept.put("a", 1)
    now[0] = 299
    assert kept.put("a", kept.take("a") or 0) == 1
    now[0] = 600
    kept.put("b", 2)
    assert kept.take("a") is None


def test_a_draft_its_owner_deletes_is_let_go_at_once(visitor: Visitor) -> None:
    case_id = visitor.begin()
    visitor.post("mine.delete", {}, case_id=case_id)
    assert opened(visitor).take(case_id) is None
