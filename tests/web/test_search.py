"""Every article can be found by looking, has its address, its source, and reads well for machines and on paper."""

from __future__ import annotations

import json

import pytest

from assistant.match.library import Library
from assistant.web.search import letter_of
from tests.web.conftest import Visitor


@pytest.mark.parametrize("by", ["event", "service", "letter"])
def test_every_article_is_listed_once_in_each_order(visitor: Visitor, library: Library, by: str) -> None:
    page = visitor.get("search.show", by=by)
    links = [str(a["href"]) for a in page.soup.select(".topics a")]
    wanted = {visitor.address("articles.show", topic=topic) for topic in library.articles.by_topic}
    assert (set(links), len(links)) == (wanted, len(wanted))


def test_articles_stand_under_the_letter_of_their_sound(visitor: Visitor) -> None:
    page = visitor.get("search.show", by="letter")
    assert [h.text for h in page.soup.select("section h2")] == ["B", "X"]
    assert (letter_of("丧葬费"), letter_of("12345"), letter_of("HKMO")) == ("S", "#", "H")


def test_words_are_searched_without_standing_in_an_address(visitor: Visitor) -> None:
    visitor.get("search.show")
    page = visitor.post("search.find", {"text": "销户口"})
    assert page.path == visitor.address("search.find")
    assert page.soup.select("a.row")[0]["href"] == visitor.address("articles.show", topic="farewell.leave.deadline")


def test_a_search_that_finds_nothing_says_so(visitor: Visitor) -> None:
    visitor.get("search.show")
    assert "没有找到" in visitor.post("search.find", {"text": "量子力学公式推导"}).text


def test_somebody_in_need_is_not_shown_a_list(visitor: Visitor) -> None:
    visitor.get("search.show")
    page = visitor.post("search.find", {"text": "不想活了"})
    assert page.one("main a[href='tel:12356']")


def test_an_article_tells_machines_its_question_answer_and_source(visitor: Visitor) -> None:
    page = visitor.get("articles.show", topic="farewell.leave.deadline", city="chengdu")
    data = json.loads(page.one("script[type='application/ld+json']").text)
    (question,) = data["mainEntity"]
    assert (data["@type"], question["name"]) == ("FAQPage", "人走了，多久要去销户口？")
    assert "30 天" in question["acceptedAnswer"]["text"]
    assert data["citation"] == "测试用的规定第4条"
    assert "测试用的规定第4条" in page.one(".source").text


def test_a_service_tells_machines_what_it_is(visitor: Visitor) -> None:
    page = visitor.get("services.show", service_id="farewell", city="chengdu")
    data = json.loads(page.one("script[type='application/ld+json']").text)
    assert (data["@type"], data["name"], data["areaServed"]) == ("GovernmentService", "公民身后一件事", "成都市")
