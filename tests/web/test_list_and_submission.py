"""The personal list, the check page, submitting once, the receipt and the case."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from assistant.people import AnswerSource, NewAnswer
from assistant.store import Store
from assistant.web.core import Core
from tests.conftest import Clock
from tests.web.conftest import ANSWERS, SIGNED, TO_THE_LIST, Visitor


def test_the_list_says_what_first_where_by_when_and_with_which_papers(visitor: Visitor) -> None:
    case_id = visitor.begin()
    visitor.answer_all(case_id, TO_THE_LIST)
    page = visitor.get("plan.show", case_id=case_id)
    first = page.one(".first").get_text(" ", strip=True)
    assert "开死亡证明" in first
    assert "离世的医院" in first
    assert "办理人身份证" in first
    assert "最晚 12 月 20 日，还有 29 天" in page.text
    assert [h.get_text() for h in page.soup.select(".stage > h2")] == ["这两天", "一个月内", "不着急的事"]


def test_each_thing_to_do_has_a_page_with_its_ground(visitor: Visitor) -> None:
    case_id = visitor.begin()
    visitor.answer_all(case_id, TO_THE_LIST)
    page = visitor.get("plan.show_item", case_id=case_id, item_id="leave")
    assert "最晚 2026 年 12 月 20 日（还有 29 天）" in page.text
    assert "测试用的规定第4条" in page.text


def test_an_amount_without_its_facts_is_told_in_words_and_with_them_as_about(visitor: Visitor) -> None:
    case_id = visitor.begin()
    visitor.answer_all(case_id, TO_THE_LIST)
    item = {"case_id": case_id, "item_id": "grant_money"}
    assert "每月标准 × 缴费月数" in visitor.get("plan.show_item", **item).text
    visitor.answer(case_id, "months")
    assert "约 12 万元" in visitor.get("plan.show_item", **item).text


def test_a_paper_that_the_office_can_look_up_need_not_be_brought(visitor: Visitor) -> None:
    case_id = visitor.begin("qingdao")
    visitor.answer_all(case_id, TO_THE_LIST)
    assert "不用带，窗口能查到" in visitor.get("plan.show_item", case_id=case_id, item_id="leave").text


def test_what_a_person_has_to_decide_is_marked_with_its_reason(visitor: Visitor) -> None:
    case_id = visitor.begin()
    visitor.answer(case_id, "d_place", {"d_place": "outside"})
    page = visitor.get("plan.show_item", case_id=case_id, item_id="leave")
    assert "要工作人员定" in page.text
    assert "派出所要先看公安的证明" in page.text


def test_what_does_not_fit_is_said_kindly_and_can_be_changed(visitor: Visitor) -> None:
    case_id = visitor.begin()
    visitor.answer_all(case_id, TO_THE_LIST)
    page = visitor.get("plan.answers", case_id=case_id)
    assert "按您填写的情况，可能不符合的" in page.text
    assert "逝者名下没有房屋" in page.text
    assert "您不符合" not in page.text


def test_an_urgent_notice_comes_before_the_list_with_a_number_to_call(visitor: Visitor) -> None:
    case_id = visitor.begin()
    visitor.answer(case_id, "d_place", {"d_place": "outside"})
    visitor.answer(case_id, "police", {"police": "no"})
    page = visitor.get("plan.show", case_id=case_id)
    assert page.one(".note.urgent a")["href"] == "tel:110"
    assert page.text.index("请先打 110") < page.text.index("这两天")


def test_the_print_page_shows_every_thing_unfolded(visitor: Visitor) -> None:
    case_id = visitor.begin()
    visitor.answer_all(case_id, TO_THE_LIST)
    page = visitor.get("plan.for_print", case_id=case_id)
    assert not page.soup.select("main details")
    assert len(page.soup.select("main article")) == 4


def test_what_came_from_elsewhere_is_shown_once_before_anything_else(
    visitor: Visitor, store: Store, core: Core
) -> None:
    case_id = visitor.begin()
    store.drafts.append_answers(case_id, [NewAnswer("d_name", "李建国", AnswerSource.PROFILE, by="host")], core.now())
    page = visitor.get("flow.go_on", case_id=case_id)
    assert page.heading == "这些还对吗？"
    assert "从您的资料带来" in page.text
    page = visitor.post("confirm.accept", {}, case_id=case_id)
    assert page.path.endswith("/q/d_place")
    saved = store.drafts.load(case_id, core.now()).answers["d_name"]
    assert (saved.source, saved.by) == (AnswerSource.PROFILE, "resident")


def test_the_check_page_shows_every_answer_with_a_link_that_comes_back(visitor: Visitor) -> None:
    case_id = visitor.to_check_page()
    page = visitor.get("check.show", case_id=case_id)
    assert {row["id"].removeprefix("row-") for row in page.soup.select("[id^=row-]")} == set(ANSWERS)
    assert page.one("#row-d_id dd").get_text() == "510107194203150016"
    assert "from=check" in str(page.one("#row-d_id a")["href"])
    assert visitor.answer(case_id, "d_name", **{"from": "check"}).path.endswith("/check")
    assert not [box for box in page.soup.select("main input[type=checkbox]") if box.has_attr("checked")]


def test_the_check_page_waits_for_open_questions(visitor: Visitor) -> None:
    case_id = visitor.begin()
    assert visitor.get("check.show", case_id=case_id).path.endswith("/q/d_place")


@pytest.mark.parametrize("missing", sorted(SIGNED))
def test_nothing_is_submitted_without_declaration_consent_and_signature(
    visitor: Visitor, store: Store, missing: str
) -> None:
    case_id = visitor.to_check_page()
    page = visitor.submit(case_id, {key: value for key, value in SIGNED.items() if key != missing})
    assert page.status == 422
    assert page.one(".errors a")["href"] == f"#{missing}"
    assert not store.cases.timeline(case_id)


def test_a_signature_of_another_name_is_refused(visitor: Visitor) -> None:
    case_id = visitor.to_check_page()
    page = visitor.submit(case_id, {**SIGNED, "signature": "王五"})
    assert page.errors == ["签名和申请人姓名不一样。请填申请人本人的姓名。"]
    assert page.value("signature") == "王五"


def test_submitting_gives_a_receipt_with_pictures_and_papers(visitor: Visitor) -> None:
    page = visitor.submit(visitor.to_check_page())
    assert page.heading == "已提交"
    assert len(page.one(".number").get_text()) == 14
    assert "请保重" in page.text
    assert visitor.open(str(page.one("main img")["src"])).response.data.startswith(b"\x89PNG")
    kinds = {visitor.open(str(a["href"])).response.mimetype for a in page.soup.select("main a[href*='/paper/']")}
    assert kinds == {"application/pdf", "image/png"}


def test_pressing_twice_gives_the_same_receipt(visitor: Visitor, store: Store) -> None:
    case_id = visitor.to_check_page()
    token = visitor.get("check.show", case_id=case_id).value("token")
    numbers = {
        visitor.post("check.submit", {"token": token, **SIGNED}, case_id=case_id).one(".number").get_text()
        for _ in range(3)
    }
    assert len(numbers) == 1
    assert len([e for e in store.cases.timeline(case_id) if e.text_key == "timeline.submitted"]) == 1


def test_going_back_after_submitting_shows_the_receipt(visitor: Visitor) -> None:
    case_id = visitor.to_check_page()
    visitor.submit(case_id)
    for endpoint, values in (("questions.show", {"fact_id": "d_name"}), ("plan.show", {}), ("check.show", {})):
        assert visitor.get(endpoint, case_id=case_id, **values).heading == "已提交"
    assert visitor.answer(case_id, "d_name").heading == "已提交"


def test_an_answer_changed_in_another_tab_stops_the_submission(visitor: Visitor, store: Store) -> None:
    case_id = visitor.to_check_page()
    token = visitor.get("check.show", case_id=case_id).value("token")
    visitor.answer(case_id, "d_name", {"d_name": "李建军"})
    page = visitor.post("check.submit", {"token": token, **SIGNED}, case_id=case_id)
    assert page.path.endswith("/check")
    assert "有答案改过了" in page.text
    assert not store.cases.timeline(case_id)


def test_a_forged_form_token_submits_nothing(visitor: Visitor, store: Store) -> None:
    case_id = visitor.to_check_page()
    visitor.get("check.show", case_id=case_id)
    page = visitor.post("check.submit", {"token": "1.9999999999.aa.bb", **SIGNED}, case_id=case_id)
    assert page.path.endswith("/check")
    assert not store.cases.timeline(case_id)


def test_a_case_is_found_again_with_receipt_and_phone(visitor: Visitor, new_visitor: Callable[[], Visitor]) -> None:
    number = visitor.submit(visitor.to_check_page()).one(".number").get_text()
    other = new_visitor()
    other.get("found.show")
    page = other.post("found.look", {"receipt": number.lower().replace("-", " "), "phone": "138 0013 8000"})
    assert page.heading == "办到哪一步"
    assert number in page.text
    assert [c.get_text() for c in page.soup.select(".card h3")] == ["社保经办机构", "公安派出所"]


@pytest.mark.parametrize("receipt", ["", "SH26-7K3M-9Q2D", "x" * 500])
def test_a_wrong_receipt_or_phone_does_not_say_which_is_wrong(visitor: Visitor, receipt: str) -> None:
    visitor.get("found.show")
    page = visitor.post("found.look", {"receipt": receipt, "phone": "13900000000"})
    assert page.status == 422
    assert page.errors == ["没有找到。请对照回执编号和办理时填的手机号，再看一遍。"]


def test_a_draft_comes_back_with_its_code_on_another_phone(
    visitor: Visitor, new_visitor: Callable[[], Visitor]
) -> None:
    case_id = visitor.begin()
    visitor.answer(case_id, "d_name")
    page = visitor.post("resume.give_code", {"factor": "13800138000"}, case_id=case_id)
    code = page.one(".number").get_text()
    assert "2026 年 12 月 21 日" in page.text
    other = new_visitor()
    assert other.get("questions.show", case_id=case_id, fact_id="d_name").status == 403
    other.get("resume.show")
    assert other.post("resume.open_again", {"code": code.lower(), "factor": "8000"}).status == 200
    assert other.get("questions.show", case_id=case_id, fact_id="d_name").value("d_name") == "李建国"


def test_the_code_page_wants_four_digits(visitor: Visitor) -> None:
    case_id = visitor.begin()
    page = visitor.post("resume.give_code", {"factor": "12"}, case_id=case_id)
    assert page.status == 422
    assert page.value("factor") == "12"


def test_a_wrong_code_is_told_kindly_and_pauses_after_five_tries(
    visitor: Visitor, new_visitor: Callable[[], Visitor]
) -> None:
    case_id = visitor.begin()
    code = visitor.post("resume.give_code", {"factor": "8000"}, case_id=case_id).one(".number").get_text()
    other = new_visitor()
    other.get("resume.show")
    told = [other.post("resume.open_again", {"code": code, "factor": "1111"}).errors[0] for _ in range(5)]
    assert told[0].startswith("取回码和后 4 位数字对不上")
    assert told[4].startswith("试错的次数太多")


def test_saving_from_a_question_keeps_what_was_typed(visitor: Visitor) -> None:
    case_id = visitor.begin()
    page = visitor.answer(case_id, "d_name", later="1")
    assert page.path.endswith("/save")
    assert visitor.get("questions.show", case_id=case_id, fact_id="d_name").value("d_name") == "李建国"


def test_my_data_shows_masked_answers_and_gives_everything_as_a_file(visitor: Visitor) -> None:
    case_id = visitor.begin()
    visitor.answer(case_id, "d_id")
    page = visitor.get("mine.show")
    assert "5****************6" in page.text
    assert "510107194203150016" not in page.text
    export = visitor.open(page.href("下载全部内容")).response
    assert "510107194203150016" in [answer["value"] for answer in export.get_json()["answers"]]


def test_deleting_takes_two_steps_and_is_for_good(visitor: Visitor) -> None:
    case_id = visitor.begin()
    assert visitor.get("mine.ask", case_id=case_id).heading == "要删除填过的内容吗？"
    page = visitor.post("mine.delete", {}, case_id=case_id)
    assert "已经删除" in page.text
    assert visitor.open(visitor.address("plan.show", case_id=case_id)).status in (403, 410)


def test_an_expired_draft_is_a_page_that_says_so(visitor: Visitor, clock: Clock) -> None:
    case_id = visitor.begin()
    clock.forward(timedelta(days=31))
    page = visitor.get("plan.show", case_id=case_id)
    assert page.status == 410
    assert "草稿保存 30 天" in page.text


def test_after_half_an_hour_the_same_phone_needs_only_a_name_that_was_filled_in(visitor: Visitor) -> None:
    case_id = visitor.begin()
    visitor.answer(case_id, "d_name")
    visitor.client.delete_cookie("sid")  # as the browser does when the session has run out
    page = visitor.get("questions.show", case_id=case_id, fact_id="d_name")
    assert page.status == 403
    assert "逝者姓名" in page.text
    assert "李建国" not in page.response.text
    assert visitor.post("returning.come_back", {"name": "王五", "next": page.path}, case_id=case_id).status == 422
    back = visitor.post("returning.come_back", {"name": " 李建国 ", "next": page.path}, case_id=case_id)
    assert back.value("d_name") == "李建国"


def test_after_half_an_hour_a_draft_without_names_opens_by_itself_on_the_same_phone(visitor: Visitor) -> None:
    case_id = visitor.begin()
    visitor.answer(case_id, "d_place")
    visitor.client.delete_cookie("sid")
    assert visitor.get("flow.go_on", case_id=case_id).status == 200


def test_what_was_typed_comes_along_when_the_name_is_right(visitor: Visitor) -> None:
    case_id = visitor.begin()
    visitor.answer(case_id, "d_name")
    visitor.client.delete_cookie("sid")
    visitor.get("home.show")
    page = visitor.answer(case_id, "a_name", {"a_name": "李明"})
    kept = {str(box["name"]): str(box["value"]) for box in page.soup.select("form.return input[type=hidden]")}
    page = visitor.post("returning.come_back", {**kept, "csrf_token": visitor.token, "name": "李建国"}, case_id=case_id)
    assert page.value("a_name") == "李明"


def test_leaving_on_this_phone_really_leaves(visitor: Visitor) -> None:
    case_id = visitor.begin()
    visitor.get("resume.save", case_id=case_id)
    visitor.post("resume.leave", {}, case_id=case_id)
    page = visitor.get("flow.go_on", case_id=case_id)
    assert page.status == 403
    assert page.soup.select_one("form.return") is None


def test_a_phone_that_knows_only_an_expired_draft_is_told_so(visitor: Visitor, clock: Clock) -> None:
    case_id = visitor.begin()
    visitor.client.delete_cookie("sid")
    clock.forward(timedelta(days=31))
    assert visitor.get("plan.show", case_id=case_id).status == 410
