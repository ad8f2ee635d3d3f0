"""What goes wrong, and what every answer carries."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from assistant.app import create_app
from assistant.settings import Environment
from assistant.store import Store
from assistant.web.core import Core
from tests.web.conftest import Visitor

NEVER = "01m7y45mg0svjhe62htvej3tyy"  # a well-formed id that nobody has


def test_an_unknown_address_says_what_to_do(visitor: Visitor) -> None:
    page = visitor.open("/no/such/page")
    assert page.status == 404
    assert page.heading == "没有找到这一页"
    assert "可以报这个代码：404" in page.text
    assert page.one("main a[href='tel:12345']")


def test_a_page_opened_the_wrong_way_says_so(visitor: Visitor) -> None:
    assert visitor.open("/s/farewell/start").status == 405


def test_somebody_elses_draft_asks_for_the_code(visitor: Visitor, new_visitor: Callable[[], Visitor]) -> None:
    case_id = visitor.begin()
    visitor.answer(case_id, "d_name")
    page = new_visitor().get("questions.show", case_id=case_id, fact_id="d_name")
    assert page.status == 403
    assert "李建国" not in page.response.text
    assert page.one("input#code")


@pytest.mark.parametrize("case_id", [NEVER, "x", "0" * 26, "%00", "'--"])
def test_a_made_up_draft_is_never_a_fault(visitor: Visitor, case_id: str) -> None:
    for tail in ("", "plan", "q/d_name", "check", "receipt", "save", "paper/receipt.pdf", "data.json", "delete"):
        assert visitor.open(f"/d/{case_id}/{tail}").status in (403, 404, 410)
    assert visitor.open(f"/c/{case_id}").status in (403, 404)


def test_a_stale_token_gives_the_same_form_again_with_everything_typed(visitor: Visitor) -> None:
    case_id = visitor.begin()
    visitor.token = "stale"
    page = visitor.answer(case_id, "d_name")
    assert page.status == 422
    assert page.value("d_name") == "李建国"
    form = page.one("main form")
    sent = {str(box["name"]): str(box["value"]) for box in form.select("input")}
    assert visitor.client.post(str(form["action"]), data=sent).status_code == 303
    assert visitor.get("questions.show", case_id=case_id, fact_id="d_name").value("d_name") == "李建国"


def test_a_form_from_a_foreign_site_is_not_offered_again(visitor: Visitor) -> None:
    case_id = visitor.begin()
    path = visitor.address("questions.answer", case_id=case_id, fact_id="d_name")
    answer = visitor.client.post(path, data={"d_name": "x"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403


def test_what_was_typed_survives_the_end_of_the_session(visitor: Visitor) -> None:
    case_id = visitor.begin()
    code = visitor.post("resume.give_code", {"factor": "8000"}, case_id=case_id).one(".number").get_text()
    visitor.client.delete_cookie("sid")
    visitor.client.delete_cookie("device")
    visitor.get("home.show")
    page = visitor.answer(case_id, "d_name")
    assert page.status == 403
    kept = {str(box["name"]): str(box["value"]) for box in page.soup.select("main form input[type=hidden]")}
    page = visitor.post("resume.open_again", {**kept, "csrf_token": visitor.token, "code": code, "factor": "8000"})
    assert page.value("d_name") == "李建国"
    assert page.one("main form")["action"].endswith("/q/d_name")


def test_a_store_that_does_not_answer_is_a_page_with_a_way_on(visitor: Visitor, store: Store) -> None:
    case_id = visitor.begin()
    with store.db.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE drafts RENAME TO gone")
    page = visitor.get("plan.show", case_id=case_id)
    assert page.status == 503
    assert "都保存着" in page.text
    assert page.one("main a.button").get_text() == "再试一次"


def test_a_fault_of_ours_shows_no_detail_and_logs_no_value(
    app: Flask, visitor: Visitor, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object) -> None:
        raise RuntimeError("李建国 510107194203150016")

    case_id = visitor.begin()
    monkeypatch.setattr("assistant.web.questions.keep_all", broken)
    page = visitor.answer(case_id, "d_name")
    assert page.status == 500
    assert "是我们这边的问题" in page.text
    out = capsys.readouterr()
    assert "510107" not in page.response.text + out.out + out.err
    assert "fault" in out.out + out.err


def test_guessing_is_slowed_down(core: Core) -> None:
    visitor = Visitor(create_app(core))
    visitor.get("found.show")
    codes = [visitor.post("found.look", {"receipt": "a", "phone": "b"}).status for _ in range(25)]
    assert codes[:20] == [422] * 20
    assert codes[-1] == 429


def test_a_form_that_is_far_too_large_is_refused(visitor: Visitor) -> None:
    case_id = visitor.begin()
    assert visitor.answer(case_id, "a_note", {"a_note": "x" * 2_000_000}).status == 413


@pytest.mark.parametrize("path", ["/", "/s/farewell", "/a/farewell.leave.deadline", "/nothing", "/find"])
def test_every_page_carries_the_policy(visitor: Visitor, path: str) -> None:
    headers = visitor.open(path).response.headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_personal_pages_and_papers_are_kept_by_nobody(visitor: Visitor) -> None:
    case_id = visitor.to_check_page()
    assert visitor.get("check.show", case_id=case_id).response.headers["Cache-Control"] == "no-store"
    receipt = visitor.submit(case_id)
    picture = visitor.open(str(receipt.one("main img")["src"])).response
    assert picture.headers["Cache-Control"] == "no-store"


def test_assets_carry_a_hash_and_may_be_kept_for_a_year(visitor: Visitor) -> None:
    style = str(visitor.get("home.show").one("link[rel=stylesheet]")["href"])
    with visitor.client.get(style, headers={"Accept-Encoding": "gzip"}) as answer:
        assert "immutable" in answer.headers["Cache-Control"]
        assert answer.headers["Content-Encoding"] == "gzip"


def test_the_first_load_fits_a_slow_phone(visitor: Visitor) -> None:
    page = visitor.open("/s/farewell")
    parts = [str(tag.get("href") or tag.get("src")) for tag in page.soup.select("link[rel=stylesheet], script[src]")]
    assert sum(_packed_size(visitor, part) for part in ("/s/farewell", *parts)) < 60_000


def _packed_size(visitor: Visitor, path: str) -> int:
    with visitor.client.get(path, headers={"Accept-Encoding": "gzip"}) as answer:
        return len(answer.data)


def test_the_session_cookie_is_out_of_reach_of_scripts(visitor: Visitor) -> None:
    visitor.get("services.show", service_id="farewell")
    page = visitor.post("services.start", {"city": "chengdu"}, follow=False, service_id="farewell")
    (cookie,) = [c for c in page.response.headers.getlist("Set-Cookie") if c.startswith("sid=")]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_in_production_the_cookie_is_bound_to_the_host_over_tls(core: Core) -> None:
    settings = core.settings.model_copy(update={"env": Environment.PRODUCTION})
    app = create_app(Core(core.library, settings, core.store, core.now))
    assert app.config["SESSION_COOKIE_NAME"] == "__Host-sid"
    assert app.config["SESSION_COOKIE_SECURE"] is True


def test_nothing_personal_stands_in_addresses_or_titles(visitor: Visitor) -> None:
    case_id = visitor.to_check_page()
    pages = [
        visitor.get("plan.show", case_id=case_id),
        visitor.get("check.show", case_id=case_id),
        visitor.submit(case_id),
    ]
    for page in pages:
        links = " ".join(str(tag.get("href") or tag.get("action")) for tag in page.soup.select("a, form"))
        for secret in ("李建国", "李明", "510107194203150016", "13800138000", "6222021001116245702"):
            assert secret not in page.title
            assert secret not in links


def test_reports_of_broken_policy_are_counted_and_dropped(visitor: Visitor) -> None:
    before = _count(visitor)
    answer = visitor.client.post("/csp-report", json={"csp-report": {"document-uri": "x"}})
    assert answer.status_code == 204
    assert _count(visitor) == before + 1


def _count(visitor: Visitor) -> float:
    lines = visitor.client.get("/metrics").text.splitlines()
    return float(next(line for line in lines if line.startswith("onething_csp_reports_total ")).split()[-1])


def test_a_program_that_calls_a_wrong_address_is_answered_in_json(visitor: Visitor) -> None:
    answer = visitor.client.get("/api/v1/nothing")
    assert answer.status_code == 404
    assert answer.get_json()["error"] == 404


def test_the_wording_of_the_notice_is_kept_with_the_answers(visitor: Visitor, store: Store, core: Core) -> None:
    case_id = visitor.begin()
    kept = {saved.fact: saved.value for saved in store.drafts.history(case_id)}
    assert kept["consent.notice"] == core.library.catalog.hash
