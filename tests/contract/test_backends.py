"""Every backend keeps the same promises: takes an envelope once, and repeats a report until it is confirmed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from pypdf import PdfReader

from assistant.cases.delivery import Attachment, Backend, DeliveryFailed, Envelope
from assistant.cases.demo import DemoBackend
from assistant.cases.folder import FolderBackend
from assistant.cases.http import HttpBackend
from assistant.cases.model import CaseState
from assistant.store import KeyRing, Store, migrate, new_id, open_engine
from tests.contract.conftest import NOW, part, seconds

LATER = NOW + seconds(5)


class Authority:
    """The other end of the HTTP backend, answering as the contract says."""

    def __init__(self) -> None:
        self.taken: dict[str, bytes] = {}
        self.reports: dict[str, dict[str, Any]] = {}
        self.answer: Callable[[httpx.Request], httpx.Response] = self.normally

    def normally(self, request: httpx.Request) -> httpx.Response:
        if request.url.path == "/in/envelopes":
            self.taken.setdefault(request.headers["Idempotency-Key"], request.read())
            return httpx.Response(201, json={"reference": "P-1"})
        if request.url.path == "/in/reports":
            return httpx.Response(200, json={"reports": list(self.reports.values())})
        for event_id in json.loads(request.read())["event_ids"]:
            self.reports.pop(event_id, None)
        return httpx.Response(204)

    def report(self, envelope: Envelope) -> None:
        self.reports["e1"] = report_json(envelope) | {"event_id": "e1"}


def report_json(envelope: Envelope) -> dict[str, Any]:
    return {
        "case_id": envelope.case_id,
        "department": envelope.department,
        "state": "received",
        "at": NOW.isoformat(),
        "reference": "P-1",
    }


@pytest.fixture
def envelope() -> Envelope:
    return Envelope(new_id(NOW), 1, "funeral", "chengdu", "SH26-7K3M-9Q2D", "catalog-1", NOW, part("police"))


@pytest.fixture
def authority() -> Authority:
    return Authority()


@pytest.fixture
def http(authority: Authority) -> HttpBackend:
    transport = httpx.MockTransport(lambda request: authority.answer(request))
    return HttpBackend(httpx.Client(transport=transport, base_url="https://authority.example/in/"))


@pytest.fixture
def folder(tmp_path: Path) -> FolderBackend:
    return FolderBackend(tmp_path / "departments")


@pytest.fixture(params=["demo", "folder", "http"])
def backend(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    keys: KeyRing,
    authority: Authority,
    envelope: Envelope,
    folder: FolderBackend,
    http: HttpBackend,
) -> Iterator[Backend]:
    """Each backend, with one report waiting five seconds after NOW once the envelope is delivered."""
    if request.param == "http":
        authority.report(envelope)
        yield http
        return
    if request.param == "folder":
        reports = tmp_path / "departments" / "reports"
        reports.mkdir(parents=True)
        (reports / "e1.json").write_text(json.dumps(report_json(envelope)), encoding="utf-8")
        yield folder
        return
    engine = open_engine(f"sqlite:///{tmp_path / 'sandbox.db'}")
    migrate(engine)
    yield DemoBackend(Store(engine, keys).sandbox, sleep=lambda _seconds: None)
    engine.dispose()


def test_an_envelope_may_be_delivered_again_with_the_same_answer(backend: Backend, envelope: Envelope) -> None:
    assert backend.deliver(envelope, NOW) == backend.deliver(envelope, NOW)


def test_a_report_is_repeated_until_it_is_confirmed(backend: Backend, envelope: Envelope) -> None:
    backend.deliver(envelope, NOW)
    first = backend.poll(LATER, 10)
    assert [(each.case_id, each.department, each.state) for each in first] == [
        (envelope.case_id, "police", CaseState.RECEIVED)
    ]
    assert list(backend.poll(LATER, 10)) == list(first)
    backend.confirm(first, LATER)
    assert list(backend.poll(LATER, 10)) == []


def test_the_folder_holds_the_whole_envelope_or_nothing(
    folder: FolderBackend, envelope: Envelope, tmp_path: Path
) -> None:
    with_file = replace(
        envelope, attachments=(Attachment(new_id(NOW), "photo", "王建国.jpg", "image/jpeg", b"picture"),)
    )
    left_over = tmp_path / "departments" / "police" / f".{envelope.idempotency_key}.part"
    left_over.mkdir(parents=True)
    folder.deliver(with_file, NOW)
    target = left_over.with_name(envelope.idempotency_key)
    assert [path.name for path in target.parent.iterdir()] == [target.name]
    body = json.loads((target / "envelope.json").read_text(encoding="utf-8"))
    assert body["forms"][0]["boxes"][0]["text"] == "王建国"
    assert len(PdfReader(target / "police_form.pdf").pages) == 1
    assert [path.read_bytes() for path in target.glob("*.jpg")] == [b"picture"]
    assert not [path for path in target.iterdir() if "王建国" in path.name]


def test_a_folder_that_cannot_be_written_is_tried_again(envelope: Envelope, tmp_path: Path) -> None:
    in_the_way = tmp_path / "departments"
    in_the_way.write_text("a file, not a folder", encoding="utf-8")
    with pytest.raises(DeliveryFailed) as failed:
        FolderBackend(in_the_way).deliver(envelope, NOW)
    assert (failed.value.code, failed.value.retry) == ("folder_not_writable", True)


def test_a_department_name_cannot_leave_the_folder(folder: FolderBackend, envelope: Envelope) -> None:
    astray = replace(envelope, part=replace(envelope.part, department="../../etc"))
    with pytest.raises(DeliveryFailed) as failed:
        folder.deliver(astray, NOW)
    assert not failed.value.retry


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"case_id": 1}', "not json"])
def test_a_report_that_cannot_be_read_is_put_aside(folder: FolderBackend, tmp_path: Path, text: str) -> None:
    reports = tmp_path / "departments" / "reports"
    reports.mkdir(parents=True)
    (reports / "bad.json").write_text(text, encoding="utf-8")
    assert folder.poll(NOW, 10) == []
    assert (reports / "refused" / "bad.json").exists()


def test_the_http_envelope_carries_its_key_its_body_and_its_files(
    http: HttpBackend, authority: Authority, envelope: Envelope
) -> None:
    file = Attachment(new_id(NOW), "photo", "照片.jpg", "image/jpeg", b"picture-bytes")
    delivered = http.deliver(replace(envelope, attachments=(file,)), NOW)
    assert delivered.reference == "P-1"
    assert list(authority.taken) == [envelope.idempotency_key]
    assert b"picture-bytes" in authority.taken[envelope.idempotency_key]
    assert "王建国".encode() in authority.taken[envelope.idempotency_key]


@pytest.mark.parametrize(
    ("status", "retry"),
    [(500, True), (503, True), (429, True), (408, True), (400, False), (401, False), (404, False), (302, False)],
)
def test_an_http_failure_is_tried_again_only_where_that_can_help(
    http: HttpBackend, authority: Authority, envelope: Envelope, status: int, retry: bool
) -> None:
    authority.answer = lambda _request: httpx.Response(status, text="王建国 is not welcome")
    with pytest.raises(DeliveryFailed) as failed:
        http.deliver(envelope, NOW)
    assert (failed.value.code, failed.value.retry) == (f"status_{status}", retry)


@pytest.mark.parametrize(
    ("error", "code"),
    [(httpx.ReadTimeout("slow"), "timeout"), (httpx.ConnectError("nobody"), "unreachable")],
)
def test_an_authority_that_does_not_answer_is_tried_again(
    http: HttpBackend, authority: Authority, envelope: Envelope, error: Exception, code: str
) -> None:
    def fail(_request: httpx.Request) -> httpx.Response:
        raise error

    authority.answer = fail
    with pytest.raises(DeliveryFailed) as failed:
        http.deliver(envelope, NOW)
    assert (failed.value.code, failed.value.retry) == (code, True)


@pytest.mark.parametrize("answer", [{}, {"reports": 3}, {"reports": [{}]}, {"reports": [{"at": "2026-11-21"}]}, []])
def test_http_reports_that_make_no_sense_are_a_failure_not_a_crash(
    http: HttpBackend, authority: Authority, answer: object
) -> None:
    authority.answer = lambda _request: httpx.Response(200, json=answer)
    with pytest.raises(DeliveryFailed):
        http.poll(datetime(2026, 11, 21, tzinfo=UTC), 10)


def test_an_acknowledgement_without_sense_still_counts_as_delivered(
    http: HttpBackend, authority: Authority, envelope: Envelope
) -> None:
    authority.answer = lambda _request: httpx.Response(200, text="<html>ok</html>")
    assert http.deliver(envelope, NOW).reference is None
