"""What anybody can read without beginning anything."""

from __future__ import annotations

import pytest

from tests.web.conftest import Visitor

PUBLIC = [
    ("home.show", {}),
    ("home.show_city", {"city": "chengdu"}),
    ("home.choose_city", {}),
    ("services.show", {"service_id": "farewell"}),
    ("articles.show", {"topic": "farewell.leave.deadline"}),
    ("modes.show", {}),
    ("resume.show", {}),
    ("found.show", {}),
    ("mine.show", {}),
    ("pages.privacy", {}),
    ("pages.accessibility", {}),
]


@pytest.mark.parametrize(("endpoint", "values"), PUBLIC, ids=[name for name, _ in PUBLIC])
def test_every_public_page_has_one_heading_a_phone_and_the_large_type_switch(
    visitor: Visitor, endpoint: str, values: dict[str, str]
) -> None:
    page = visitor.get(endpoint, **values)
    assert page.status == 200
    assert len(page.soup.select("h1")) == 1
    assert page.one("header a[href='tel:12345']")
    assert page.one("header button[name=size]").get_text() == "大字版"
    assert page.one("html")["lang"] == "zh-Hans"
    assert page.soup.select("body *")[1].get_text() == "跳到正文"


@pytest.mark.parametrize(("endpoint", "values"), PUBLIC, ids=[name for name, _ in PUBLIC])
def test_no_page_carries_inline_style_or_script(visitor: Visitor, endpoint: str, values: dict[str, str]) -> None:
    soup = visitor.get(endpoint, **values).soup
    assert not soup.select("style, [style]")
    assert all(script.get("src") for script in soup.select("script:not([type='application/ld+json'])"))  # data
    assert not [name for tag in soup.select("*") for name in tag.attrs if name.startswith("on")]


def test_the_address_of_a_city_remembers_the_city(visitor: Visitor) -> None:
    assert "成都市" in visitor.open("/chengdu/").text
    assert "成都市" in visitor.get("home.show").text


def test_a_city_in_the_question_part_of_the_address_is_taken_over(visitor: Visitor) -> None:
    assert "青岛市" in visitor.open("/?city=qingdao").text
    assert "青岛市" in visitor.get("home.show").text


def test_an_unknown_city_is_a_page_that_leads_on(visitor: Visitor) -> None:
    page = visitor.open("/atlantis/")
    assert page.status == 404
    assert page.href("回到首页") == "/"


def test_choosing_a_city_goes_back_to_where_it_was_asked(visitor: Visitor) -> None:
    visitor.get("home.choose_city")
    page = visitor.post("home.set_city", {"city": "qingdao", "next": "/s/farewell"})
    assert page.path == "/s/farewell"
    assert page.one("select#city option[selected]")["value"] == "qingdao"


@pytest.mark.parametrize(
    "bad", ["//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)", ""]
)
def test_a_foreign_address_to_go_back_to_is_not_followed(visitor: Visitor, bad: str) -> None:
    visitor.get("modes.show")
    page = visitor.post("modes.size", {"size": "care", "next": bad}, follow=False)
    assert page.response.location == "/"


def test_the_service_page_says_how_answers_are_used_before_the_first_question(visitor: Visitor) -> None:
    page = visitor.get("services.show", service_id="farewell")
    assert "只交给受理的单位" in page.text
    assert page.text.index("您填的内容怎么用") < page.text.index("开始办理")


def test_a_service_cannot_begin_without_a_city(visitor: Visitor) -> None:
    visitor.get("services.show", service_id="farewell")
    page = visitor.post("services.start", {"city": ""}, service_id="farewell")
    assert page.status == 422
    assert page.title.startswith("有错误：")
    assert page.errors == ["请先选城市。"]
    assert page.one(".errors a")["href"] == "#city"


def test_condolence_is_said_on_the_service_page_alone(visitor: Visitor) -> None:
    case_id = visitor.to_check_page()
    pages = [visitor.get("services.show", service_id="farewell"), visitor.get("plan.show", case_id=case_id)]
    assert ["节哀" in page.text for page in pages] == [True, False]


def test_large_type_is_kept_and_drops_what_is_secondary(visitor: Visitor) -> None:
    normal = visitor.get("home.show")
    page = visitor.post("modes.size", {"size": "care", "next": "/"})
    assert page.one("html")["data-size"] == "care"
    assert page.one(".bar-phone").get_text(strip=True) == "打电话 12345"
    assert len(page.soup.select("a, button")) < len(normal.soup.select("a, button"))


def test_care_in_the_address_switches_the_large_type_on_for_good(visitor: Visitor) -> None:
    assert visitor.open("/s/farewell?care=1").one("html")["data-size"] == "care"
    assert visitor.get("home.show").one("html")["data-size"] == "care"


def test_traditional_characters_are_shown_when_chosen(visitor: Visitor) -> None:
    visitor.get("modes.show")
    visitor.post("modes.size", {"lang": "zh-Hant", "theme": "dark", "next": "/"})
    page = visitor.get("services.show", service_id="farewell")
    assert page.one("html")["lang"] == "zh-Hant"
    assert page.one("html")["data-theme"] == "dark"
    assert "親人離世" in page.text


def test_an_article_reads_as_it_holds_in_the_city(visitor: Visitor) -> None:
    assert "一位家人" in visitor.get("articles.show", topic="farewell.grant.who", city="chengdu").text
    assert "村居委会" in visitor.get("articles.show", topic="farewell.grant.who", city="qingdao").text


def test_an_uncertain_article_says_so(visitor: Visitor) -> None:
    assert "以窗口答复为准" in visitor.get("articles.show", topic="farewell.grant.who").text


def test_a_known_question_leads_to_its_article(visitor: Visitor) -> None:
    visitor.get("home.show")
    page = visitor.post("articles.ask", {"text": "老人去世多久要注销户口"})
    assert page.path == visitor.address("articles.show", topic="farewell.leave.deadline")
    assert "30 天" in page.text


def test_what_was_asked_never_stands_in_an_address(visitor: Visitor) -> None:
    visitor.get("home.show")
    page = visitor.post("articles.ask", {"text": "王小明的老人去世多久要注销户口"}, follow=False)
    assert "王小明" not in (page.response.location or "")
    assert "text" not in (page.response.location or "")


def test_an_unknown_question_gets_an_honest_page_and_a_phone(visitor: Visitor) -> None:
    visitor.get("home.show")
    page = visitor.post("articles.ask", {"text": "怎么炒股票赚钱"})
    assert page.status == 200
    assert page.heading == "这个我答不准"
    assert page.one("textarea").get_text(strip=True) == "怎么炒股票赚钱"
    assert page.one("main a[href='tel:12345']")


def test_an_empty_question_is_said_beside_the_box(visitor: Visitor) -> None:
    visitor.get("home.show")
    page = visitor.post("articles.ask", {"text": "  "})
    assert page.status == 200
    assert page.errors == ["还没有写。请用一句话说说您遇到的事。"]
