"""From the outbox to the authorities and back: everything arrives, its effect happens once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import structlog

from assistant.cases.backends import Backends
from assistant.cases.delivery import Backend, Delivered, DeliveryFailed, Envelope, Progress
from assistant.cases.demo import DOWN, SLOW, DemoBackend, Pace
from assistant.cases.lifecycle import overall
from assistant.cases.model import Case, CaseState, DeliveryState
from assistant.cases.outbox import Drained, Policy, collect_once, drain_once
from assistant.store import Store
from tests.contract.conftest import application, seconds

POLICY = Policy(lease=seconds(60), first_pause=seconds(10), longest_pause=seconds(40), attempts=3)


@pytest.fixture
def demo(store: Store) -> DemoBackend:
    return DemoBackend(store.sandbox, Pace(), seed="test", timeout_seconds=5, sleep=lambda _seconds: None)


def drain(store: Store, backend: Backend, now: datetime, owner: str = "w1") -> Drained:
    routes = Backends({"*": backend})
    return drain_once(store.outbox, routes.route, lambda: now, lambda: 1.0, owner, POLICY)


def collect(store: Store, backend: Backend, now: datetime) -> int:
    return collect_once(store.cases, [backend], now)


def submitted(store: Store, now: datetime) -> str:
    return store.submissions.submit(application(store, now), now).case_id


def keys(store: Store, case_id: str) -> list[tuple[str, str | None]]:
    return [(line.text_key.removeprefix("timeline."), line.department) for line in store.cases.timeline(case_id)]


def states(case: Case) -> set[CaseState]:
    return {part.state for part in case.parts}


def test_a_case_moves_from_receipt_to_decision(store: Store, demo: DemoBackend, now: datetime) -> None:
    case_id = submitted(store, now)
    assert drain(store, demo, now) == Drained(sent=2)
    assert states(store.cases.get_case(case_id)) == {CaseState.SENT}
    collect(store, demo, now + seconds(3))
    assert states(store.cases.get_case(case_id)) == {CaseState.RECEIVED}
    collect(store, demo, now + seconds(15))
    assert states(store.cases.get_case(case_id)) == {CaseState.ACCEPTED}
    collect(store, demo, now + seconds(120))
    case = store.cases.get_case(case_id)
    assert overall(part.state for part in case.parts) is CaseState.DECIDED
    assert all(part.reference for part in case.parts)
    for department in ("police", "civil_affairs"):
        mine = [what for what, whose in keys(store, case_id) if whose == department]
        assert mine == ["sent", "received", "accepted", "in_progress", "decided"]


def test_the_sandbox_does_the_same_under_the_same_seed(store: Store, demo: DemoBackend, now: datetime) -> None:
    case_id = submitted(store, now)
    drain(store, demo, now)
    course = [(report.event_id, report.at) for report in demo.poll(now + timedelta(days=1), 100)]
    envelope_times = {event: at - now for event, at in course}
    other = DemoBackend(store.sandbox, Pace(), seed="test", sleep=lambda _seconds: None)
    leased_again = other._plan(_envelope_of(store, case_id, "police"), now)
    assert {each.event_id: each.at - now for each in leased_again}.items() <= envelope_times.items()


def _envelope_of(store: Store, case_id: str, department: str) -> Envelope:
    from assistant.cases.outbox import Leased

    return store.outbox.envelope(Leased(case_id, department, 1, 1, "w1"))


def test_an_authority_gets_its_own_part_and_no_other(store: Store, now: datetime) -> None:
    case_id = submitted(store, now)
    envelope = _envelope_of(store, case_id, "police")
    assert envelope.department == "police"
    assert [form.form for form in envelope.part.forms] == ["police_form"]
    assert envelope.idempotency_key == f"{case_id}.police.1"


def test_files_go_with_the_part_that_names_them(store: Store, now: datetime) -> None:
    ready = application(store, now)
    file = store.files.add_file(ready.case_id, "photo", "照片.jpg", "image/jpeg", b"picture", now)
    police, other = ready.parts
    with_file = replace(ready, parts=(replace(police, files=(file.file_id,)), other))
    store.submissions.submit(with_file, now)
    assert [each.content for each in _envelope_of(store, ready.case_id, "police").attachments] == [b"picture"]
    assert _envelope_of(store, ready.case_id, "civil_affairs").attachments == ()


def test_a_sandbox_that_is_down_delays_and_loses_nothing(store: Store, demo: DemoBackend, now: datetime) -> None:
    case_id = submitted(store, now)
    store.sandbox.set_switch(DOWN, "yes")
    assert drain(store, demo, now) == Drained(failed=2)
    assert collect(store, demo, now) == 0
    assert drain(store, demo, now + seconds(9)) == Drained()
    store.sandbox.set_switch(DOWN, None)
    assert drain(store, demo, now + seconds(10)) == Drained(sent=2)
    assert states(store.cases.get_case(case_id)) == {CaseState.SENT}


def test_a_sandbox_too_slow_to_answer_is_asked_again_and_works_once(
    store: Store, demo: DemoBackend, now: datetime
) -> None:
    case_id = submitted(store, now)
    store.sandbox.set_switch(SLOW, "30")
    assert drain(store, demo, now) == Drained(failed=2)
    store.sandbox.set_switch(SLOW, None)
    assert drain(store, demo, now + seconds(10)) == Drained(sent=2)
    assert set(store.sandbox.received_counts().values()) == {2}
    collect(store, demo, now + seconds(14))
    assert keys(store, case_id).count(("received", "police")) == 1


def test_after_the_last_try_a_person_is_needed_and_can_start_it_again(
    store: Store, demo: DemoBackend, now: datetime
) -> None:
    case_id = submitted(store, now)
    store.sandbox.set_switch(DOWN, "yes")
    moments = [now, now + seconds(10), now + seconds(30)]
    outcomes = [drain(store, demo, moment) for moment in moments]
    assert outcomes == [Drained(failed=2), Drained(failed=2), Drained(given_up=2)]
    assert drain(store, demo, now + timedelta(days=1)) == Drained()
    case = store.cases.get_case(case_id)
    assert {part.delivery for part in case.parts} == {DeliveryState.NEEDS_PERSON}
    assert ("needs_person", "police") in keys(store, case_id)
    assert store.outbox.counts()[DeliveryState.NEEDS_PERSON] == 2
    store.sandbox.set_switch(DOWN, None)
    assert store.outbox.send_again(case_id, "police", now + timedelta(days=1))
    assert not store.outbox.send_again(case_id, "police", now + timedelta(days=1))
    assert drain(store, demo, now + timedelta(days=1)) == Drained(sent=1)


def test_pauses_double_up_to_a_cap_and_never_vanish() -> None:
    full = [POLICY.pause_after(attempt, 1.0).total_seconds() for attempt in range(1, 5)]
    assert full == [10, 20, 40, 40]
    assert POLICY.pause_after(1, 0.0).total_seconds() == 5
    assert POLICY.pause_after(10_000, 1.0).total_seconds() == 40


class Refusing:
    """An authority that will not have it."""

    def deliver(self, envelope: Envelope, now: datetime) -> Delivered:
        raise DeliveryFailed("status_422", retry=False)


def test_a_refusal_that_cannot_change_goes_to_a_person_at_once(store: Store, now: datetime) -> None:
    submitted(store, now)
    assert drain(store, Refusing(), now) == Drained(given_up=2)  # type: ignore[arg-type]


class Deadly:
    """An authority whose answer kills the worker, or a part that cannot be put together."""

    def deliver(self, envelope: Envelope, now: datetime) -> Delivered:
        raise MemoryError


def test_a_part_that_kills_every_worker_goes_to_a_person_in_the_end(store: Store, now: datetime) -> None:
    store.submissions.submit(application(store, now, ("police",)), now)
    for attempt in range(POLICY.attempts):
        with pytest.raises(MemoryError):
            drain(store, Deadly(), now + seconds(60 * attempt))  # type: ignore[arg-type]
    assert drain(store, Deadly(), now + seconds(60 * POLICY.attempts)) == Drained(given_up=1)  # type: ignore[arg-type]


def test_a_department_without_a_backend_goes_to_a_person(store: Store, now: datetime) -> None:
    submitted(store, now)
    drained = drain_once(store.outbox, Backends({}).route, lambda: now, lambda: 1.0, "w1", POLICY)
    assert drained == Drained(given_up=2)


def test_two_workers_never_hold_the_same_part(store: Store, now: datetime) -> None:
    for _ in range(5):
        submitted(store, now)

    def take_all(owner: str) -> list[tuple[str, str]]:
        taken = []
        while leased := store.outbox.lease(now, owner, now + seconds(60)):
            taken.append((leased.case_id, leased.department))
        return taken

    with ThreadPoolExecutor(4) as pool:
        taken = [part for parts in pool.map(take_all, ["w1", "w2", "w3", "w4"]) for part in parts]
    assert len(taken) >= 9  # a worker that lost the last race may stop one part early
    assert len(taken) == len(set(taken))


def test_the_part_of_a_dead_worker_is_taken_over_when_its_lease_runs_out(
    store: Store, demo: DemoBackend, now: datetime
) -> None:
    submitted(store, now)
    dead = [store.outbox.lease(now, "dead", now + seconds(60)) for _ in range(2)]
    assert all(dead)
    assert drain(store, demo, now + seconds(59)) == Drained()
    assert drain(store, demo, now + seconds(60)) == Drained(sent=2)


def test_a_worker_that_died_between_sending_and_marking_doubles_nothing(
    store: Store, demo: DemoBackend, now: datetime
) -> None:
    case_id = submitted(store, now)
    leased = store.outbox.lease(now, "dead", now + seconds(60))
    assert leased is not None
    demo.deliver(store.outbox.envelope(leased), now)
    assert drain(store, demo, now + seconds(60)) == Drained(sent=2)
    assert sorted(store.sandbox.received_counts().values()) == [1, 2]
    assert store.sandbox.received_in_all() == 2
    collect(store, demo, now + timedelta(days=1))
    for department in ("police", "civil_affairs"):
        assert keys(store, case_id).count(("received", department)) == 1
        assert keys(store, case_id).count(("sent", department)) == 1


def test_a_late_worker_cannot_undo_what_the_next_one_did(store: Store, demo: DemoBackend, now: datetime) -> None:
    case_id = submitted(store, now)
    late = [store.outbox.lease(now, "late", now + seconds(60)) for _ in range(2)]
    drain(store, demo, now + seconds(60), owner="next")
    for leased in late:
        assert leased is not None
        store.outbox.mark_failed(leased, "timeout", now + seconds(90))
        store.outbox.give_up(leased, "timeout", now + seconds(90))
        store.outbox.mark_sent(leased, Delivered(None, now), now + seconds(90))
    assert store.outbox.counts()[DeliveryState.SENT] == 2
    assert keys(store, case_id).count(("sent", "police")) == 1
    assert ("needs_person", "police") not in keys(store, case_id)


def test_a_report_that_comes_before_our_own_note_of_sending_counts(
    store: Store, demo: DemoBackend, now: datetime
) -> None:
    case_id = submitted(store, now)
    while leased := store.outbox.lease(now, "dead", now + seconds(60)):
        demo.deliver(store.outbox.envelope(leased), now)
    assert collect(store, demo, now + seconds(3)) == 2
    assert states(store.cases.get_case(case_id)) == {CaseState.RECEIVED}
    assert drain(store, demo, now + timedelta(days=1)) == Drained()


def test_a_report_comes_again_until_it_is_confirmed_and_changes_the_case_once(
    store: Store, demo: DemoBackend, now: datetime
) -> None:
    case_id = submitted(store, now)
    drain(store, demo, now)
    reports = demo.poll(now + seconds(3), 100)
    assert [store.cases.apply(report) for report in (*reports, *reports)] == [True, True, False, False]
    assert collect(store, demo, now + seconds(3)) == 0
    assert demo.poll(now + seconds(3), 100) == ()
    assert len(store.cases.timeline(case_id)) == 5


def test_a_late_report_does_not_turn_a_case_back(store: Store, demo: DemoBackend, now: datetime) -> None:
    case_id = submitted(store, now)
    drain(store, demo, now)
    collect(store, demo, now + timedelta(days=1))
    late = Progress(case_id, "police", "late-1", CaseState.RECEIVED, now)
    assert not store.cases.apply(late)
    assert states(store.cases.get_case(case_id)) == {CaseState.DECIDED}


def test_a_report_on_a_case_we_do_not_have_stops_nobody(store: Store, demo: DemoBackend, now: datetime) -> None:
    case_id = submitted(store, now)
    drain(store, demo, now)

    class WithStranger:
        def poll(self, now: datetime, limit: int) -> list[Progress]:
            stranger = Progress("0" * 26, "police", "x-1", CaseState.RECEIVED, now)
            return [stranger, *demo.poll(now, limit)]

        def confirm(self, reports: list[Progress], now: datetime) -> None:
            demo.confirm(reports[1:], now)

    assert collect_once(store.cases, [WithStranger()], now + seconds(3)) == 2  # type: ignore[list-item]
    assert states(store.cases.get_case(case_id)) == {CaseState.RECEIVED}


def test_nothing_personal_is_logged_on_the_way(store: Store, demo: DemoBackend, now: datetime) -> None:
    with structlog.testing.capture_logs() as logs:
        submitted(store, now)
        store.sandbox.set_switch(DOWN, "yes")
        drain(store, demo, now)
        store.sandbox.set_switch(DOWN, None)
        drain(store, demo, now + seconds(10))
        collect(store, demo, now + timedelta(days=1))
    assert {line["event"] for line in logs} == {"delivery_failed", "delivery_sent"}
    assert "王建国" not in repr(logs)
    assert "13800138000" not in repr(logs)


def test_the_store_knows_how_long_the_oldest_part_has_waited(store: Store, demo: DemoBackend, now: datetime) -> None:
    assert store.outbox.oldest_due() is None
    submitted(store, now)
    assert store.outbox.oldest_due() == now
    drain(store, demo, now)
    assert store.outbox.oldest_due() is None
