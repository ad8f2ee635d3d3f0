"""One question on one page: what it shows, what it keeps, what it refuses."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.store import Store
from tests.web.conftest import ANSWERS, TO_THE_LIST, Visitor, upload


def test_a_question_page_has_the_parts_in_the_order_people_expect(visitor: Visitor) -> None:
    case_id = visitor.begin()
    page = visitor.get("questions.show", case_id=case_id, fact_id="d_place")
    words = [
        page.text.index(part)
        for part in ("返回上一步", "第 1 步", "亲人是在哪里", "医院", "下一步", "保存，下次再填", "12345")
    ]
    assert words == sorted(words)
    assert page.title == "亲人是在哪里离世的？ - 公民身后一件事"
    assert page.one("fieldset legend h1").get_text() == "亲人是在哪里离世的？"
    assert len(page.soup.select("main button.button")) == 1
    assert not page.soup.select("[disabled]")


def test_a_question_page_stays_small(visitor: Visitor) -> None:
    case_id = visitor.to_check_page()
    for fact in ANSWERS:
        assert len(visitor.get("questions.show", case_id=case_id, fact_id=fact).response.data) < 15_000


def test_each_answer_leads_to_the_next_question_and_then_to_the_list(visitor: Visitor) -> None:
    case_id = visitor.begin()
    seen = [visitor.answer(case_id, fact).path.rsplit("/", 1)[-1] for fact in TO_THE_LIST]
    assert seen == ["assets", "insured", "d_day", "plan"]


def test_a_kept_answer_is_shown_when_the_page_is_opened_again(visitor: Visitor) -> None:
    case_id = visitor.begin()
    visitor.answer(case_id, "d_name")
    assert visitor.get("questions.show", case_id=case_id, fact_id="d_name").value("d_name") == "李建国"


@pytest.mark.parametrize(
    ("fact", "typed", "kept"),
    [
        ("d_id", {"d_id": "51010719420315001"}, "51010719420315001"),
        ("d_id", {"d_id": "<script>alert(1)</script>"}, "<script>alert(1)</script>"),
        ("a_phone", {"a_phone": "138"}, "138"),
        ("months", {"months": "很多"}, "很多"),
        ("d_name", {"d_name": "李\u202e建国"}, None),
        ("a_bank", {"a_bank": "abc", "a_bank-consent": "yes"}, "abc"),
        ("d_district", {"d_district": "不存在的地方"}, "不存在的地方"),
    ],
)
def test_a_wrong_value_is_kept_and_explained_beside_the_box_and_on_top(
    visitor: Visitor, fact: str, typed: dict[str, str], kept: str | None
) -> None:
    case_id = visitor.begin()
    page = visitor.answer(case_id, fact, typed)
    assert page.status == 422
    assert page.title.startswith("有错误：")
    assert len(page.errors) == 1
    box = page.one(str(page.one(".errors a")["href"]))
    message = page.one(f"#{box['id']}-error")
    assert message.get_text(strip=True) == page.errors[0]
    assert box["aria-invalid"] == "true"
    assert str(message["id"]) in str(box["aria-describedby"])
    if kept is not None:
        assert box["value"] == kept


@pytest.mark.parametrize("fact", sorted(set(ANSWERS) - {"a_note"}))
def test_an_empty_answer_is_refused_with_a_way_to_mend_it(visitor: Visitor, fact: str) -> None:
    case_id = visitor.begin()
    page = visitor.answer(case_id, fact, {"kin-do": "done"} if fact == "kin" else {})
    if fact == "kin":  # an empty list that is complete is an answer: there is nobody
        assert page.status == 200
        return
    assert page.status == 422
    assert page.errors
    assert page.soup.select_one(str(page.one(".errors a")["href"])) is not None


@pytest.mark.parametrize(
    "flood", ["一" * 10_000, "\x00\x01\x02", "9" * 5000, "' OR 1=1 --", "{{ 7*7 }}", "../../etc/passwd"]
)
@pytest.mark.parametrize(
    "fact", ["d_name", "d_id", "a_phone", "months", "a_note", "d_district", "d_place", "assets", "kin", "cert_scan"]
)
def test_hostile_text_never_breaks_a_page(visitor: Visitor, fact: str, flood: str) -> None:
    case_id = visitor.begin()
    boxes = {fact: flood, f"{fact}-year": flood, f"{fact}-0-name": flood, f"{fact}-do": flood, f"{fact}-kept": flood}
    assert visitor.answer(case_id, fact, boxes).status in (200, 422)


def test_an_impossible_date_names_what_is_wrong(visitor: Visitor) -> None:
    case_id = visitor.begin()
    page = visitor.answer(case_id, "d_day", {"d_day-year": "2026", "d_day-month": "2", "d_day-day": "30"})
    assert page.status == 422
    assert "2月30日" in page.errors[0]
    assert page.value("d_day-day") == "30"


def test_a_future_day_is_refused_by_the_bound_of_the_fact(visitor: Visitor) -> None:
    case_id = visitor.begin()
    page = visitor.answer(case_id, "d_day", {"d_day-year": "2027", "d_day-month": "1", "d_day-day": "1"})
    assert "最晚填 2026年11月21日" in page.errors[0]


def test_two_answers_that_cannot_both_be_right_are_shown_together(visitor: Visitor) -> None:
    case_id = visitor.begin()
    visitor.answer(case_id, "d_day")
    page = visitor.answer(case_id, "d_birth", {"d_birth-year": "2026", "d_birth-month": "11", "d_birth-day": "25"})
    assert page.status == 422
    assert "离世日期早于出生日期" in page.text
    assert "2026年11月20日" in page.one(".errors").get_text()
    assert page.href("改这一项") == visitor.address("questions.show", case_id=case_id, fact_id="d_day")
    assert page.value("d_birth-day") == "25"


def test_a_sensitive_answer_needs_its_own_consent(visitor: Visitor, store: Store) -> None:
    case_id = visitor.begin()
    assert (
        not visitor.get("questions.show", case_id=case_id, fact_id="a_bank").one("#a_bank-consent").has_attr("checked")
    )
    refused = visitor.answer(case_id, "a_bank", {"a_bank": "6222021001116245702"})
    assert refused.status == 422
    assert refused.one(".errors a")["href"] == "#a_bank-consent"
    visitor.answer(case_id, "a_bank")
    assert "consent.a_bank" in {saved.fact for saved in store.drafts.history(case_id)}


def test_not_wanting_to_say_needs_no_consent(visitor: Visitor) -> None:
    case_id = visitor.begin()
    assert visitor.answer(case_id, "ill", {"ill": "declined"}).status == 200


def test_an_optional_question_left_empty_is_not_asked_again(visitor: Visitor) -> None:
    case_id = visitor.to_check_page()
    assert visitor.get("check.show", case_id=case_id).one("#row-a_note dd").get_text() == "没有填"


def test_going_back_leads_to_the_question_answered_before(visitor: Visitor) -> None:
    case_id = visitor.begin()
    visitor.answer(case_id, "d_place")
    page = visitor.get("questions.show", case_id=case_id, fact_id="assets")
    assert page.one("a.back")["href"] == visitor.address("questions.show", case_id=case_id, fact_id="d_place")


def test_a_list_of_people_is_written_one_by_one(visitor: Visitor) -> None:
    case_id = visitor.begin()
    first = {**ANSWERS["kin"], "kin-do": "add"}
    page = visitor.answer(case_id, "kin", first)
    assert page.path.endswith("/q/kin")
    assert "李*" in page.text
    assert page.value("kin-0-name") == "李明"
    second = {"kin-0-name": "李明", "kin-0-relation": "child", "kin-0-alive": "yes",
              "kin-1-name": "王芳", "kin-1-relation": "spouse", "kin-1-alive": "yes"}  # fmt: skip
    assert len(visitor.answer(case_id, "kin", {**second, "kin-do": "add"}).soup.select(".card .label")) >= 2
    page = visitor.answer(case_id, "kin", {**second, "kin-do": "remove-0"})
    assert "李*" not in page.text
    assert "王*" in page.text


def test_the_open_row_of_a_list_keeps_what_was_typed_when_it_is_wrong(visitor: Visitor) -> None:
    case_id = visitor.begin()
    page = visitor.answer(case_id, "kin", {"kin-0-name": "李明", "kin-do": "add"})
    assert page.status == 422
    assert page.value("kin-0-name") == "李明"


def test_a_change_from_the_answers_page_goes_back_there(visitor: Visitor) -> None:
    case_id = visitor.begin()
    visitor.answer_all(case_id, TO_THE_LIST)
    link = visitor.get("plan.answers", case_id=case_id).one("a[href*='/q/d_day']")["href"]
    page = visitor.open(str(link))
    assert page.one("input[name=from]")["value"] == "answers"
    assert visitor.answer(case_id, "d_day", **{"from": "answers"}).path.endswith("/answers")


def test_a_change_says_what_is_asked_again_and_what_no_longer_counts(visitor: Visitor) -> None:
    case_id = visitor.begin()
    visitor.answer_all(case_id, TO_THE_LIST)
    page = visitor.answer(case_id, "d_place", {"d_place": "outside"}, **{"from": "plan"})
    assert "还要再答：是否报过警" in page.text
    visitor.answer(case_id, "police", {"police": "yes"})
    page = visitor.answer(case_id, "d_place", **{"from": "plan"})
    assert "这几项不再需要：是否报过警" in page.text


def test_two_tabs_do_not_wipe_out_each_other(visitor: Visitor) -> None:
    case_id = visitor.begin()
    visitor.answer(case_id, "d_name", {"d_name": "李建国", "seen": "0"})
    page = visitor.answer(case_id, "d_name", {"d_name": "李建军", "seen": "0"})
    assert "刚才在别的页面也改过" in page.text
    assert visitor.get("questions.show", case_id=case_id, fact_id="d_name").value("d_name") == "李建军"


def test_two_drafts_in_one_browser_stay_apart(visitor: Visitor) -> None:
    first, second = visitor.begin(), visitor.begin("qingdao")
    visitor.answer(first, "d_name")
    assert visitor.get("questions.show", case_id=second, fact_id="d_name").value("d_name") == ""
    assert visitor.get("questions.show", case_id=first, fact_id="d_name").value("d_name") == "李建国"


def test_a_question_that_is_never_asked_has_no_page(visitor: Visitor) -> None:
    case_id = visitor.begin()
    assert visitor.get("questions.show", case_id=case_id, fact_id="signature").status == 404
    assert visitor.get("questions.show", case_id=case_id, fact_id="nothing").status == 404


def test_a_question_that_no_longer_applies_leads_onwards(visitor: Visitor) -> None:
    case_id = visitor.begin()
    visitor.answer(case_id, "d_place")
    assert visitor.get("questions.show", case_id=case_id, fact_id="police").path.endswith("/q/assets")


PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 100


def test_an_upload_is_kept_encrypted_under_a_name_of_ours(visitor: Visitor, store: Store) -> None:
    case_id = visitor.begin()
    visitor.answer(case_id, "cert_scan", {"cert_scan": "upload", "cert_scan-files": upload(PNG, "爸爸的证明.png")})
    (file,) = store.files.files_of(case_id)
    assert file.name == "cert_scan.png"
    assert store.files.read_file(case_id, file.file_id) == PNG


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"MZ not a picture", "不是照片"), (b"\xff\xd8\xff" + b"0" * (10 * 1024 * 1024), "超过了 10 MB")],
)
def test_a_file_of_the_wrong_kind_or_size_is_refused_by_its_content(
    visitor: Visitor, content: bytes, words: str
) -> None:
    case_id = visitor.begin()
    page = visitor.answer(case_id, "cert_scan", {"cert_scan": "upload", "cert_scan-files": upload(content, "a.jpg")})
    assert page.status == 422
    assert words in page.errors[0]


def test_a_file_of_another_draft_cannot_be_claimed(new_visitor: Callable[[], Visitor], store: Store) -> None:
    one, other = new_visitor(), new_visitor()
    theirs = other.begin()
    other.answer(theirs, "cert_scan", {"cert_scan": "upload", "cert_scan-files": upload(PNG, "a.png")})
    (file,) = store.files.files_of(theirs)
    mine = one.begin()
    sent = {"cert_scan": "upload", "cert_scan-kept": file.file_id, "cert_scan-files": upload(PNG, "b.png")}
    one.answer(mine, "cert_scan", sent)
    kept = store.drafts.load(mine, one.app.extensions["onething"].now()).answers["cert_scan"].value
    assert file.file_id not in str(kept)
