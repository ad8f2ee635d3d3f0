"""What somebody says in his first sentence is shown back, counts when confirmed, and is not asked again."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from pydantic import SecretStr

from assistant.app import create_app
from assistant.match.library import Library, load_library
from assistant.people import AnswerSource
from assistant.settings import Settings
from assistant.store import Store
from assistant.web import chat
from assistant.web.core import Core
from assistant.web.words import hide_numbers
from tests.conftest import Clock
from tests.web.conftest import Page, Visitor

STORY = "我爸昨天在家走了，我是他儿子，要办哪些手续"


@pytest.fixture(scope="module")
def shipped() -> Library:
    return load_library()


@pytest.fixture
def app(shipped: Library, store: Store, clock: Clock, tmp_path: Path) -> Flask:
    settings = Settings(data_dir=tmp_path, secret_key=SecretStr("a key of tests alone, thirty-two signs"))
    app = create_app(Core(shipped, settings, store, clock))
    app.config["RATELIMIT_ENABLED"] = False
    app.testing = True
    return app


def tell(visitor: Visitor, story: str = STORY) -> Page:
    """Ask on the first page, then begin the service."""
    visitor.get("home.show", city="chengdu")
    visitor.post("articles.ask", {"text": story})
    visitor.get("services.show", service_id="funeral")
    return visitor.post("services.start", {"city": "chengdu"}, service_id="funeral")


def boxes(page: Page) -> dict[str, str]:
    return {str(box["value"]): page.one(f"label[for='{box['id']}']").text for box in page.soup.select("[name=fact]")}


def kept(visitor: Visitor, store: Store, clock: Clock, page: Page) -> dict[str, AnswerSource]:
    answers = store.drafts.load(page.path.split("/")[2], clock()).answers
    return {name: one.source for name, one in answers.items() if not name.startswith("consent.")}


def test_an_answer_says_that_what_was_told_is_kept(visitor: Visitor) -> None:
    visitor.get("home.show", city="chengdu")
    assert "您刚才说的情况记下了" in visitor.post("articles.ask", {"text": STORY}).text
    visitor.get("chat.start")
    assert "您刚才说的情况记下了" in visitor.post("chat.say_freely", {"text": STORY}).text


ONLY_TOLD = "我爸昨天晚上在家走的，八十三了，户口在武侯区"


def test_to_a_death_that_is_only_told_its_service_is_offered_with_a_word_of_comfort(visitor: Visitor) -> None:
    visitor.get("chat.start")
    for page in (
        visitor.post("chat.say_freely", {"text": ONLY_TOLD}),
        visitor.post("articles.ask", {"text": ONLY_TOLD}),
    ):
        assert page.text.index("请您节哀") > 0
        assert "您是要办这件事吗" in page.text
        assert "您刚才说的情况记下了" in page.text
        assert "请再说一句" not in page.text
        assert visitor.address("services.show", service_id="funeral") in [a["href"] for a in page.soup.select("main a")]


@pytest.mark.parametrize("words", ["嗯 是的", "对", "要办", "好的，谢谢", "是的，就是这个"])
def test_yes_to_the_service_that_was_offered_leads_there(visitor: Visitor, words: str) -> None:
    visitor.get("chat.start")
    visitor.post("chat.say_freely", {"text": ONLY_TOLD})
    page = visitor.post("chat.say_freely", {"text": words})
    assert page.path == visitor.address("services.show", service_id="funeral")


def test_no_to_the_service_that_was_offered_asks_what_it_is(visitor: Visitor) -> None:
    visitor.get("chat.start")
    visitor.post("chat.say_freely", {"text": ONLY_TOLD})
    page = visitor.post("chat.say_freely", {"text": "不是"})
    assert "请再说一句" in page.text
    assert "没有看懂" not in page.text


def test_yes_to_nothing_is_not_understood(visitor: Visitor) -> None:
    visitor.get("chat.start")
    assert "没有看懂" in visitor.post("chat.say_freely", {"text": "嗯 是的"}).text


def test_an_answer_to_a_bare_question_says_nothing_of_what_was_told(visitor: Visitor) -> None:
    visitor.get("home.show", city="chengdu")
    page = visitor.post("articles.ask", {"text": "养老消费券谁能领"})
    assert page.path.startswith("/a/")
    assert "您刚才说的情况记下了" not in page.text


def chosen(page: Page) -> list[str]:
    return [
        str(option["value"]) for option in page.soup.select("select[name=city] option[selected]") if option["value"]
    ]


def test_the_city_an_answer_is_about_is_offered_to_those_who_chose_none(visitor: Visitor) -> None:
    visitor.get("chat.start")
    page = visitor.post("chat.say_freely", {"text": "重庆低保标准是多少"})
    assert chosen(visitor.open(page.href("申请"))) == ["chongqing"]


def test_a_city_that_was_chosen_stays(visitor: Visitor) -> None:
    visitor.get("chat.start", city="taizhou")
    page = visitor.post("chat.say_freely", {"text": "重庆低保标准是多少"})
    assert chosen(visitor.open(page.href("申请"))) == ["taizhou"]


def test_what_was_said_is_shown_back_with_its_words(visitor: Visitor) -> None:
    page = tell(visitor)
    assert page.heading == "我这样理解，对吗？"
    assert "2026年11月20日" in boxes(page)["d_death_time"]
    assert "您说的是「昨天」" in boxes(page)["d_death_time"]
    assert set(boxes(page)) >= {"a_relation", "d_death_time", "d_place_type"}


WITH_NUMBERS = "我爸昨天在家走了，身份证号110101195003070011，我电话13800138000"


def test_numbers_are_masked_wherever_they_are_shown_back(visitor: Visitor) -> None:
    told = f"{ONLY_TOLD}，我电话13800138000"
    visitor.get("home.show", city="chengdu")
    asked = visitor.post("articles.ask", {"text": told})
    assert "138****8000" in asked.one("main p.hint").get_text()
    visitor.get("chat.start")
    talked = visitor.post("chat.say_freely", {"text": told})
    confirmed = tell(visitor, WITH_NUMBERS)
    for page in (talked, confirmed):
        assert "138****8000" in page.text
        assert "13800138000" not in page.text
        assert "110101195003070011" not in page.text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("手机138 0013 8000", "手机138****8000"),
        ("座机028-12345678", "座机****5678"),
        ("证号11010119500307001X", "证号1****************X"),
        ("卡6222021234567891233打这里", "卡**** 1233打这里"),
    ],
)
def test_a_number_has_the_mask_of_its_field(text: str, shown: str) -> None:
    assert hide_numbers(text) == shown


@pytest.mark.parametrize("text", ["2026年11月20日", "20261120", "一个月12000块", "3.1415926535897"])
def test_days_and_sums_are_not_masked(text: str) -> None:
    assert hide_numbers(text) == text


def test_nothing_is_kept_before_it_is_confirmed(visitor: Visitor, store: Store, clock: Clock) -> None:
    page = tell(visitor)
    assert kept(visitor, store, clock, page) == {}
    visitor.get("understood.show", case_id=page.path.split("/")[2])
    assert kept(visitor, store, clock, page) == {}


def test_everything_may_be_wrong(visitor: Visitor, store: Store, clock: Clock) -> None:
    page = tell(visitor)
    case_id = page.path.split("/")[2]
    visitor.post("understood.accept", {"fact": list(boxes(page)), "none": "1"}, case_id=case_id)
    assert kept(visitor, store, clock, page) == {}
    assert "/understood" not in visitor.get("understood.show", case_id=case_id).path


def test_only_what_was_shown_can_be_confirmed(visitor: Visitor, store: Store, clock: Clock) -> None:
    page = tell(visitor)
    visitor.post("understood.accept", {"fact": ["d_place_type", "d_name", "h_head"]}, case_id=page.path.split("/")[2])
    assert list(kept(visitor, store, clock, page)) == ["d_place_type"]


@pytest.mark.parametrize(
    "story",
    [
        "我朋友的爸爸昨天在家走了",
        "如果我爸在家走了，要办哪些手续",
        "我爸昨天在医院抢救，又救回来了",
        "爷爷走得早，九八年就没了",
    ],
)
def test_a_story_of_somebody_else_is_not_shown_as_the_writers(visitor: Visitor, story: str) -> None:
    page = tell(visitor, story)
    assert "/understood" not in page.path or set(boxes(page)) <= {"a_relation"}


def test_an_age_by_the_old_count_is_pointed_out_and_not_kept(visitor: Visitor, store: Store, clock: Clock) -> None:
    page = tell(visitor, "我奶奶虚岁九十，昨天在家走了，我是她孙子，要办哪些手续")
    assert "「虚岁九十」是虚岁。办事按周岁，这个没有记。" in page.text
    visitor.post("understood.accept", {"fact": list(boxes(page))}, case_id=page.path.split("/")[2])
    kept_values = store.drafts.load(page.path.split("/")[2], clock()).values().values()
    assert not {90, "90"} & {value for value in kept_values if isinstance(value, int | str)}


def test_no_age_is_pointed_out_where_the_birthday_age_is_told_too(visitor: Visitor) -> None:
    assert "是虚岁" not in tell(visitor, "我奶奶虚岁九十，周岁八十八，昨天在家走了，我是她孙子").text


def test_confirmed_facts_are_kept_as_told_and_not_asked(visitor: Visitor, store: Store, clock: Clock) -> None:
    page = tell(visitor)
    ticked = list(boxes(page))
    after = visitor.post("understood.accept", {"fact": ticked}, case_id=page.path.split("/")[2])
    assert kept(visitor, store, clock, page) == dict.fromkeys(ticked, AnswerSource.TEXT)
    assert after.path.rsplit("/", 1)[1] not in ticked


def test_an_unticked_fact_is_asked_without_a_suggestion(visitor: Visitor, store: Store, clock: Clock) -> None:
    page = tell(visitor)
    case_id = page.path.split("/")[2]
    visitor.post("understood.accept", {"fact": ["a_relation"]}, case_id=case_id)
    assert list(kept(visitor, store, clock, page)) == ["a_relation"]
    question = visitor.get("questions.show", case_id=case_id, fact_id="d_place_type")
    assert question.soup.select("input[checked]") == []


def test_what_was_passed_by_is_a_suggestion_at_its_question(visitor: Visitor) -> None:
    case_id = tell(visitor).path.split("/")[2]
    question = visitor.get("questions.show", case_id=case_id, fact_id="d_place_type")
    assert question.one("input[checked]")["value"] == "home"
    assert "先替您填上了" in question.text


def test_nothing_of_the_words_is_in_an_address_or_readable_in_a_cookie(visitor: Visitor) -> None:
    visitor.get("home.show")
    page = visitor.post("articles.ask", {"text": STORY}, follow=False)
    assert "text" not in (page.response.location or "")
    cookie = next(line for line in page.response.headers.getlist("Set-Cookie") if line.startswith("heard="))
    assert "HttpOnly" in cookie
    assert "d_death_time" not in cookie


def test_a_second_draft_begun_later_starts_empty(visitor: Visitor) -> None:
    page = tell(visitor)
    visitor.post("understood.accept", {"fact": list(boxes(page))}, case_id=page.path.split("/")[2])
    visitor.get("services.show", service_id="funeral")
    second = visitor.post("services.start", {"city": "chengdu"}, service_id="funeral")
    assert "/understood" not in second.path


def test_a_sentence_without_facts_leads_straight_to_the_first_question(visitor: Visitor) -> None:
    assert "/q/" in tell(visitor, "人去世了要办哪些手续").path


def test_every_sentence_to_start_a_conversation_with_is_answered_in_every_city(visitor: Visitor, app: Flask) -> None:
    with app.test_request_context():
        starts = chat.starts()
    for city in ("", "chengdu", "chongqing", "zhengzhou", "taizhou", "qingdao"):
        for words in starts:
            visitor.get("home.show", city=city)
            visitor.get("chat.start")
            page = visitor.post("chat.say_freely", {"text": words})
            assert "依据：" in page.text, (city, words)
