"""「我能享受什么」 as pages: the start, a question at a time, the list, and one tap into a service."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from assistant.app import create_app
from assistant.catalog.values import to_json
from assistant.match.library import Library
from assistant.people import NewAnswer
from assistant.web.core import Core
from benchmarks.filling import Filled, fill_in
from tests.conftest import NOON, Clock
from tests.web.conftest import Page, Visitor

TYPED: Mapping[str, Mapping[str, Any]] = {
    "person_birth": {"person_birth-year": "1980", "person_birth-month": "1", "person_birth-day": "1"},
    "father_state": {"father_state": "prison", "father_state-consent": "yes"},
    "mother_state": {"mother_state": "dead", "mother_state-consent": "yes"},
    "hardship_reasons": {"hardship_reasons": ["illness"], "hardship_reasons-consent": "yes"},
    "help_class": {"help_class": "none", "help_class-consent": "yes"},
    "person_hukou_region": {"person_hukou_region": "武侯区"},
    "home_size": {"home_size": "3"},
    "home_income": {"home_income": "2400", "home_income-consent": "yes"},
    "property_flags": {"property_flags": "none", "property_flags-consent": "yes"},
}


@pytest.fixture
def core(core: Core, shipped: Library) -> Core:
    return replace(core, library=shipped)


def begin(visitor: Visitor, **form: str) -> str:
    visitor.get("entitled.start_page")
    return visitor.post("entitled.start", {"city": "chengdu", **form}).path.split("/")[2]


def fact_of(page: Page) -> str:
    return page.path.rsplit("/", 1)[-1]


def walk(visitor: Visitor, case_id: str, matters: list[str], **typed: Mapping[str, Any]) -> tuple[list[str], Page]:
    """Answer until the list comes; the facts asked, and the list."""
    script = {**TYPED, "help_matters": {"help_matters": matters}, **typed}
    asked: list[str] = []
    page = visitor.get("flow.go_on", case_id=case_id)
    while "/q/" in page.path:
        asked.append(fact_of(page))
        assert asked.count(asked[-1]) == 1, page.errors
        page = visitor.answer(case_id, asked[-1], script[asked[-1]])
    return asked, page


def test_the_check_is_offered_on_the_first_page_and_on_every_service_page(visitor: Visitor, shipped: Library) -> None:
    start = visitor.address("entitled.start_page")
    assert visitor.get("home.show").href("我能享受什么") == start
    for service in shipped.catalog.services:
        assert visitor.get("services.show", service_id=service).href("我能享受什么") == start


def test_a_question_that_nobody_can_answer_leads_to_the_check_too(visitor: Visitor) -> None:
    visitor.get("home.show")
    page = visitor.post("articles.ask", {"text": "蓝莓怎么种"})
    assert page.href("我能享受什么") == visitor.address("entitled.start_page")


def test_without_a_check_there_is_no_page_and_no_link(core: Core, library: Library) -> None:
    app = create_app(replace(core, library=library))
    visitor = Visitor(app)
    assert visitor.get("entitled.start_page").status == 404
    assert "我能享受什么" not in visitor.get("home.show").text


def test_a_city_has_to_be_chosen(visitor: Visitor) -> None:
    visitor.get("entitled.start_page")
    page = visitor.post("entitled.start", {"city": ""})
    assert (page.status, page.errors) == (422, ["请先选城市。"])


def test_eight_questions_then_the_list_with_reasons_and_grounds(visitor: Visitor) -> None:
    case_id = begin(visitor)
    asked, page = walk(visitor, case_id, ["money"])
    assert len(asked) == 8
    assert page.heading == "按您答的，可以看看这些"
    likely = page.one("section[aria-labelledby=group-likely]").get_text(" ", strip=True)
    assert [words for words in ("最低生活保障", "人均收入低于当地低保线", "依据") if words not in likely] == []
    against = page.one("details.more").get_text(" ", strip=True)
    assert "低保边缘" in against


def test_the_two_numbers_can_be_changed_and_are_checked_like_any_answer(visitor: Visitor) -> None:
    case_id = begin(visitor)
    walk(visitor, case_id, ["money"])
    assert visitor.answer(case_id, "home_size", {"home_size": "many"}).status == 422
    page = visitor.answer(case_id, "home_income", {"home_income": "9000", "home_income-consent": "yes", "from": "plan"})
    assert "最低生活保障" not in page.one("section[aria-labelledby]").get_text()
    assert "全家每月的收入" in visitor.get("plan.answers", case_id=case_id).text


def test_back_leads_question_by_question_to_the_start(visitor: Visitor) -> None:
    case_id = begin(visitor)
    first = visitor.get("flow.go_on", case_id=case_id)
    assert first.one("a.back")["href"] == visitor.address("entitled.start_page")
    second = visitor.answer(case_id, "help_matters", {"help_matters": ["elder"]})
    assert second.one("a.back")["href"].endswith("/q/help_matters")


def test_an_error_says_what_to_do(visitor: Visitor) -> None:
    case_id = begin(visitor)
    page = visitor.answer(case_id, "help_matters", {})
    assert page.status == 422
    assert page.errors
    assert page.title.startswith("有错误")


def test_the_check_is_saved_and_taken_up_again_with_a_code(
    visitor: Visitor, new_visitor: Callable[[], Visitor]
) -> None:
    case_id = begin(visitor)
    visitor.answer(case_id, "help_matters", {"help_matters": ["elder"]})
    visitor.get("resume.save", case_id=case_id)
    code = visitor.post("resume.give_code", {"factor": "1234"}, case_id=case_id).one(".number").get_text(strip=True)
    other = new_visitor()
    other.get("resume.show")
    page = other.post("resume.open_again", {"code": code, "factor": "1234"})
    assert fact_of(page) == "person_birth"


def test_an_emergency_is_said_before_the_list(visitor: Visitor) -> None:
    _asked, page = walk(visitor, begin(visitor), ["hospital"])
    assert "120" in page.one(".note.urgent").get_text()


def test_where_nothing_is_found_the_page_says_so_with_a_number_to_call(visitor: Visitor) -> None:
    rich = {"home_income": {"home_income": "90000", "home_income-consent": "yes"},
            "hardship_reasons": {"hardship_reasons": ["frail"], "hardship_reasons-consent": "yes"}}  # fmt: skip
    _asked, page = walk(visitor, begin(visitor), ["money"], **rich)
    assert "没有找到可以申请的" in page.text
    assert "12345" in page.text


def test_one_tap_begins_the_service_with_every_answer_and_none_is_asked_again(visitor: Visitor) -> None:
    case_id = begin(visitor)
    asked, _list = walk(visitor, case_id, ["money"])
    page = visitor.post("carrying.carry", {"item": "minimum_living_guarantee"}, case_id=case_id)
    assert page.heading == "这些还对吗？"
    assert "您以前填的" in page.text
    draft = page.path.split("/")[2]
    assert visitor.post("confirm.accept", {}, case_id=draft).status == 422  # sensitive answers need a consent here too
    page = visitor.post("confirm.accept", {"consent": "yes"}, case_id=draft)
    assert fact_of(page) not in asked
    assert visitor.client.get(f"/d/{draft}/plan").status_code == 200


def test_a_second_tap_leads_to_the_same_draft(visitor: Visitor) -> None:
    case_id = begin(visitor)
    walk(visitor, case_id, ["money"])
    first, second = (
        visitor.post("carrying.carry", {"item": item}, case_id=case_id).path.split("/")[2]
        for item in ("minimum_living_guarantee", "medical_assistance")
    )
    assert first == second != case_id


def test_an_item_that_was_not_asked_for_is_asked_for_by_tapping_on_it(visitor: Visitor) -> None:
    """A bereaved family taps on 低保: the application has to be about money, or the tap would lead nowhere."""
    case_id = begin(visitor)
    walk(visitor, case_id, ["death"])
    page = visitor.post("carrying.carry", {"item": "minimum_living_guarantee"}, case_id=case_id)
    assert "钱不够用" in page.text
    assert "家人去世" in page.text


def test_an_unknown_item_is_not_found(visitor: Visitor) -> None:
    case_id = begin(visitor)
    assert visitor.post("carrying.carry", {"item": "nothing"}, case_id=case_id).status == 404


def test_for_another_person_what_was_said_about_the_first_is_left_out(visitor: Visitor) -> None:
    case_id = begin(visitor)
    walk(visitor, case_id, ["elder"], person_birth={"person_birth-year": "1940", "person_birth-month": "1", "person_birth-day": "1"})  # fmt: skip
    page = visitor.post("carrying.carry", {"item": "senior_allowance"}, case_id=case_id)
    draft = page.path.split("/")[2]
    assert "1940" in page.text
    page = visitor.post("confirm.accept", {"leave": "person"}, case_id=draft)
    assert "1940" not in visitor.get("plan.answers", case_id=draft).text


def test_what_is_sensitive_can_be_left_behind(visitor: Visitor) -> None:
    case_id = begin(visitor)
    walk(visitor, case_id, ["elder"])
    draft = visitor.post("carrying.carry", {"item": "ability_assessment"}, case_id=case_id).path.split("/")[2]
    page = visitor.post("confirm.accept", {"leave": "sensitive"}, case_id=draft)
    assert "现在的困难身份" not in page.text


def test_nothing_personal_stands_in_any_address(visitor: Visitor, app: Flask) -> None:
    case_id = begin(visitor)
    _asked, page = walk(visitor, case_id, ["money"])
    for link in page.soup.select("a[href], form[action]"):
        address = str(link.get("href") or link.get("action"))
        assert not any(word in address for word in ("510107", "2400", "1980", "illness"))


def test_another_city_can_be_chosen_and_its_rules_count(visitor: Visitor) -> None:
    visitor.get("entitled.start_page")
    case_id = visitor.post("entitled.start", {"city": "zhengzhou"}).path.split("/")[2]
    home = {"person_hukou_region": {"person_hukou_region": "金水区"}}
    _asked, page = walk(visitor, case_id, ["money"], **home)
    assert "最低生活保障" in page.one("section[aria-labelledby=group-person_decides]").get_text()


def test_the_same_questions_can_be_answered_in_the_conversation(visitor: Visitor) -> None:
    case_id = begin(visitor)
    page = visitor.get("chat.show", case_id=case_id)
    assert "遇到了什么事？" in page.text
    page = visitor.post("chat.say_here", {"text": "老人要人照顾", "q": "help_matters"}, case_id=case_id)
    assert page.status == 200


def test_the_check_stands_in_my_data_and_can_be_deleted(visitor: Visitor) -> None:
    case_id = begin(visitor)
    visitor.answer(case_id, "help_matters", {"help_matters": ["elder"]})
    assert "我能享受什么" in visitor.get("mine.show").text
    visitor.get("mine.ask", case_id=case_id)
    assert "已经删除" in visitor.post("mine.delete", {}, case_id=case_id).text


def test_checking_and_handing_in_are_no_part_of_it(visitor: Visitor) -> None:
    case_id = begin(visitor)
    walk(visitor, case_id, ["missing"])
    assert visitor.get("check.show", case_id=case_id).heading == "按您答的，可以看看这些"
    assert visitor.get("plan.for_print", case_id=case_id).heading == "按您答的，可以看看这些"


# --- 「您可能还可以申请」 ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def widow(shipped: Library) -> Filled:
    """A pensioner's whole application for the allowance of the very old; she is on 低保."""
    rules = shipped.catalog.rules("chengdu", NOON.date())
    told = {
        "person_birth": date(1942, 3, 15),
        "person_id": "510107194203150016",
        "person_hukou_region": "510107",
        "help_class": "dibao",
    }
    return fill_in(rules, "eldercare", told)


def given(visitor: Visitor, core: Core, service: str, filled: Filled) -> str:
    """A draft of ``service`` with these answers."""
    visitor.get("services.show", service_id=service)
    case_id = visitor.post("services.start", {"city": "chengdu"}, service_id=service).path.split("/")[2]
    answers = [NewAnswer(answer.fact, to_json(answer.value)) for answer in filled.bank]  # type: ignore[arg-type]
    core.store.drafts.append_answers(case_id, answers, core.now())
    return case_id


def test_a_finished_list_says_what_else_there_may_be_and_leads_there(
    visitor: Visitor, core: Core, widow: Filled
) -> None:
    case_id = given(visitor, core, "eldercare", widow)
    page = visitor.get("plan.show", case_id=case_id)
    assert "您可能还可以申请" in page.text
    offers = page.soup.select("form[action$=carry] button")
    assert 0 < len(offers) <= 5
    after = visitor.post("carrying.carry", {"item": str(offers[0]["value"])}, case_id=case_id)
    assert after.heading == "这些还对吗？"
    assert "1942" in after.text


def test_a_service_that_was_begun_already_is_not_offered_again(visitor: Visitor, core: Core, widow: Filled) -> None:
    case_id = given(visitor, core, "eldercare", widow)
    page = visitor.get("plan.show", case_id=case_id)
    for offer in page.soup.select("form[action$=carry] button"):
        visitor.post("carrying.carry", {"item": str(offer["value"])}, case_id=case_id)
    assert "您可能还可以申请" not in visitor.get("plan.show", case_id=case_id).text


def test_nothing_is_offered_while_questions_are_open(visitor: Visitor, core: Core) -> None:
    visitor.get("services.show", service_id="eldercare")
    case_id = visitor.post("services.start", {"city": "chengdu"}, service_id="eldercare").path.split("/")[2]
    core.store.drafts.append_answers(case_id, [NewAnswer("help_class", "dibao")], core.now())
    assert "您可能还可以申请" not in visitor.get("plan.show", case_id=case_id).text


def test_the_receipt_says_it_too_and_the_answers_come_along(visitor: Visitor, core: Core, widow: Filled) -> None:
    case_id = given(visitor, core, "eldercare", widow)
    page = visitor.get("check.show", case_id=case_id)
    boxes = {str(box["name"]): "yes" for box in page.soup.select("main input[type=checkbox]")}
    written = {str(box["name"]): "李敏" for box in page.soup.select("main input[type=text]") if box["name"] != "text"}
    page = visitor.post("check.submit", {"token": page.value("token"), **boxes, **written}, case_id=case_id)
    assert page.heading == "已提交", page.errors
    assert "您可能还可以申请" in page.text
    offer = str(page.one("form[action$=carry] button")["value"])
    assert visitor.post("carrying.carry", {"item": offer}, case_id=case_id).heading == "这些还对吗？"


def test_the_bereaved_are_told_quietly(visitor: Visitor, core: Core, shipped: Library) -> None:
    rules = shipped.catalog.rules("chengdu", NOON.date())
    case_id = given(visitor, core, "funeral", fill_in(rules, "funeral", {"progress": frozenset()}))
    page = visitor.get("plan.show", case_id=case_id)
    assert "以后可能用得上的" in page.text
    assert "您可能还可以申请" not in page.text
    assert "button" not in " ".join(str(b.get("class")) for b in page.soup.select("form[action$=carry] button"))


# --- one answer bank ----------------------------------------------------------------------------------------------------


def test_whoever_begins_another_service_confirms_and_does_not_retype(
    visitor: Visitor, core: Core, widow: Filled
) -> None:
    given(visitor, core, "eldercare", widow)
    start = visitor.get("services.show", service_id="disability")
    assert start.one("#carry").has_attr("checked")
    page = visitor.post("services.start", {"city": "chengdu", "carry": "yes"}, service_id="disability")
    assert page.heading == "这些还对吗？"
    assert "您以前填的 · 11 月 21 日" in page.text
    draft = page.path.split("/")[2]
    asked = visitor.post("confirm.accept", {"consent": "yes"}, case_id=draft)
    assert asked.path.rsplit("/", 1)[-1] not in widow.asked


def test_without_the_tick_nothing_comes_along(visitor: Visitor, core: Core, widow: Filled) -> None:
    given(visitor, core, "eldercare", widow)
    visitor.get("services.show", service_id="disability")
    page = visitor.post("services.start", {"city": "chengdu"}, service_id="disability")
    assert "/q/" in page.path


def test_somebody_who_comes_first_is_not_offered_anything_to_bring(visitor: Visitor) -> None:
    assert visitor.get("services.show", service_id="disability").soup.select("#carry") == []


def test_what_has_grown_too_old_is_asked_again(visitor: Visitor, core: Core, clock: Clock, widow: Filled) -> None:
    case_id = given(visitor, core, "eldercare", widow)
    stale = core.store.drafts
    old = NewAnswer("help_class", "dibao", at=clock.now - timedelta(days=200))
    stale.append_answers(case_id, [old], core.now())
    visitor.get("services.show", service_id="disability")
    page = visitor.post("services.start", {"city": "chengdu", "carry": "yes"}, service_id="disability")
    assert "现在的困难身份" not in page.text


def test_the_date_of_an_answer_is_the_day_it_was_given_until_it_is_confirmed(
    visitor: Visitor, core: Core, clock: Clock, widow: Filled
) -> None:
    given(visitor, core, "eldercare", widow)
    clock.forward(timedelta(minutes=20))
    visitor.get("services.show", service_id="disability")
    draft = visitor.post("services.start", {"city": "chengdu", "carry": "yes"}, service_id="disability").path.split(
        "/"
    )[2]
    before = core.store.drafts.load(draft, core.now()).answers["person_birth"]
    assert before.at == NOON
    visitor.post("confirm.accept", {"consent": "yes"}, case_id=draft)
    assert core.store.drafts.load(draft, core.now()).answers["person_birth"].at == clock.now
