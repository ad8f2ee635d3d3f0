"""No city's figures for another city, nor where no city is known; every version of an article on its days."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from assistant.catalog.articles import load_articles
from assistant.match import Context, Index, State
from assistant.match.answer import Reply, ask, edition_of
from assistant.match.family import Family, Kin, load_families
from assistant.match.library import Library, load_library

TODAY = date(2026, 11, 22)
CITIES = ("chengdu", "chongqing", "qingdao", "taizhou", "zhengzhou")
NAMES = {"chengdu": "成都", "chongqing": "重庆", "qingdao": "青岛", "taizhou": "泰州", "zhengzhou": "郑州"}
PROVINCES = ("四川", "河南", "江苏", "山东")
_PLACEHOLDER = re.compile(r"\{\{\s*(\w+)(?:@(\w+))?\s*\}\}")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return load_library()


# --- families --------------------------------------------------------------------------------------

FAMILY = Family("allowance", {"chengdu": "a.chengdu", "qingdao": "a.qingdao"}, "a.general", "各地不一样。")
TOPICS = ("a.chengdu", "a.qingdao", "a.general", "b.other")


@pytest.mark.parametrize(
    ("asked", "found", "told"),
    [
        ({"chengdu"}, ["a.qingdao", "b.other"], ["a.chengdu", "b.other"]),
        ({"qingdao", "shandong"}, ["a.chengdu", "a.qingdao"], ["a.qingdao"]),
        ({"chengdu", "qingdao"}, ["a.qingdao", "a.chengdu"], ["a.qingdao", "a.chengdu"]),
        (set(), ["a.qingdao", "a.chengdu", "b.other"], ["a.general", "b.other"]),
        ({"elsewhere"}, ["a.qingdao", "b.other"], ["a.qingdao", "b.other"]),
    ],
)
def test_one_sibling_speaks_for_the_family(asked: set[str], found: list[str], told: list[str]) -> None:
    import numpy as np

    numbers = np.array([TOPICS.index(topic) for topic in found])
    _heard, stands = Kin([FAMILY], TOPICS).speak(numbers, frozenset(asked))
    assert [TOPICS[at] for at in stands] == told


def test_a_family_without_a_general_topic_is_told_once_where_no_city_is_known() -> None:
    import numpy as np

    family = Family("allowance", {"chengdu": "a.chengdu", "qingdao": "a.qingdao"})
    _heard, stands = Kin([family], TOPICS).speak(np.array([1, 0, 3]), frozenset())
    assert [TOPICS[at] for at in stands] == ["a.qingdao", "b.other"]


def test_the_words_of_one_sibling_find_the_other() -> None:
    rows = [("a.chengdu", "成都高龄津贴多少钱"), ("a.qingdao", "青岛高龄津贴怎么申请"), ("b.other", "怎么领证")]
    index = Index(rows, families=[FAMILY])
    assert index.search("高龄津贴怎么申请", context=Context(city="chengdu"))[0].topic == "a.chengdu"


def test_every_topic_of_a_family_has_an_article_about_its_city() -> None:
    articles = load_articles().by_topic
    for family in load_families():
        assert {articles[topic].front.city for topic in family.cities.values()} == set(family.cities), family.id
        assert family.general is None or articles[family.general].front.city is None
        assert family.lead
        assert all(len(sentence) <= 25 for sentence in family.lead.split("。"))


# --- what a city is told ---------------------------------------------------------------------------


def named_cities(reply: Reply) -> set[str | None]:
    return {reply.edition.city} if reply.edition else set()


@pytest.mark.parametrize("city", CITIES)
def test_a_question_without_a_name_is_answered_for_the_city_in_force(library: Library, city: str) -> None:
    for text, family in (
        ("高龄津贴怎么申请", "senior_allowance"),
        ("婚假几天", "wedding_leave"),
        ("长护险", "long_term_care"),
    ):
        members = next(one for one in load_families() if one.id == family).cities
        reply = ask(library, text, city=city, day=TODAY)
        assert reply.edition is not None, (text, city)
        assert (reply.edition.topic, reply.edition.city) == (members[city], city)


@pytest.mark.parametrize("text", ["高龄津贴怎么申请", "老人八十了，有没有补贴", "低保标准", "婚假几天", "长护险"])
def test_without_a_city_the_cities_are_offered_and_no_figure(library: Library, text: str) -> None:
    reply = ask(library, text, city=None, day=TODAY)
    assert reply.state is State.CHOOSE
    assert reply.edition is None
    assert "请选您的城市" in reply.lead
    assert len(reply.offered) == 5


@pytest.mark.parametrize(
    ("text", "topic"),
    [("残疾补贴标准", "disability.two_subsidies.amount"), ("火化免费吗", "funeral.fee_waiver.general")],
)
def test_without_a_city_a_general_answer_comes_first(library: Library, text: str, topic: str) -> None:
    reply = ask(library, text, city=None, day=TODAY)
    assert reply.edition is not None
    assert (reply.edition.topic, reply.edition.city) == (topic, None)


def test_every_article_in_every_city_speaks_of_no_other_city(library: Library) -> None:
    """All articles, five cities and none: the text is the city's own, or is about no city, or says whose it is."""
    for topic, article in library.articles.by_topic.items():
        for city in (*CITIES, None):
            edition = edition_of(library, topic, city, TODAY)
            if article.covers(city):
                assert edition.city in (city, None, article.front.city), (topic, city)
            else:
                assert edition.city == article.front.city, (topic, city)
                assert edition.text == edition_of(library, topic, article.front.city, TODAY).text


def test_a_general_text_names_no_city_s_figure(library: Library) -> None:
    """``{{ figure@city }}`` stands only in texts that are that city's; only telephones are listed for all at once."""
    for article in library.articles.by_topic.values():
        pieces = [
            (article.front.city, article.text),
            *((b.keys.city or article.front.city, b.text) for b in article.blocks),
        ]
        for city, text in pieces:
            for name, of in _PLACEHOLDER.findall(text):
                assert not of or of == city or "hotline" in name, (article.file, name, of)


@pytest.mark.parametrize("city", CITIES)
def test_asking_every_standard_question_never_brings_another_city_s_answer(library: Library, city: str) -> None:
    for topic, article in library.articles.by_topic.items():
        question = article.front.question
        named = {known for known, name in NAMES.items() if name in question}
        if any(province in question for province in PROVINCES):
            continue
        reply = ask(library, question, city=city, day=TODAY)
        if not named and reply.edition is not None:
            assert reply.edition.city in (None, city), (topic, city)
        if len(named) == 1 and reply.edition is not None:
            assert reply.edition.city in (None, *named), (topic, city)


def test_asking_every_standard_question_without_a_city_brings_no_city_s_answer(library: Library) -> None:
    for topic, article in library.articles.by_topic.items():
        question = article.front.question
        if not any(name in question for name in (*NAMES.values(), *PROVINCES)):
            reply = ask(library, question, city=None, day=TODAY)
            assert reply.edition is None or reply.edition.city is None, topic


def test_a_city_that_is_named_beats_the_one_in_force(library: Library) -> None:
    reply = ask(library, "重庆残疾人停车免费吗", city="qingdao", day=TODAY)
    assert reply.edition is not None
    assert (reply.city, reply.edition.city) == ("chongqing", "chongqing")


def test_another_place_gets_no_figures_of_ours(library: Library) -> None:
    reply = ask(library, "北京低保一个月多少钱", city="chengdu", day=TODAY)
    assert reply.edition is None or reply.edition.city is None


# --- versions by date ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("topic", "before", "after"),
    [
        ("marriage.materials.basic", date(2025, 5, 9), date(2025, 5, 10)),
        ("marriage.hukou_book.needed", date(2025, 5, 9), date(2025, 5, 10)),
        ("marriage.cross_province.where", date(2025, 5, 9), date(2025, 5, 10)),
        ("divorce.where", date(2025, 5, 9), date(2025, 5, 10)),
        ("assistance.dibao.how_to_apply", date(2026, 6, 30), date(2026, 7, 1)),
        ("assistance.emergency.how", date(2026, 6, 30), date(2026, 7, 1)),
        ("assistance.where_to_apply", date(2026, 6, 30), date(2026, 7, 1)),
        ("funeral.first_steps.home", date(2026, 6, 30), date(2026, 7, 1)),
        ("relief.station", date(2026, 6, 30), date(2026, 7, 1)),
    ],
)
def test_a_rule_changes_from_one_day_to_the_next(library: Library, topic: str, before: date, after: date) -> None:
    old, new = (edition_of(library, topic, None, day) for day in (before, after))
    assert old.text != new.text
    assert old.in_force.to == before
    assert new.in_force.to is None


def test_the_day_of_the_question_chooses_the_version(library: Library) -> None:
    texts = []
    for day in (date(2025, 5, 9), date(2025, 5, 10)):
        reply = ask(library, "领结婚证要带户口本吗", city=None, day=day)
        assert reply.edition is not None
        texts.append(reply.edition.text)
    assert texts[0] != texts[1]


def test_on_every_day_a_rule_changes_one_version_holds(library: Library) -> None:
    """On the last day of a version it is the one that is shown, and on the next day it is not."""
    from datetime import timedelta

    for topic, article in library.articles.by_topic.items():
        for block in article.blocks:
            if block.keys.until is None:
                continue
            city = block.keys.city or article.front.city
            last = edition_of(library, topic, city, block.keys.until)
            after = edition_of(library, topic, city, block.keys.until + timedelta(days=1))
            assert last.in_force.to is None or last.in_force.to >= block.keys.until, topic
            assert after.in_force.to is None or after.in_force.to > block.keys.until, topic


# --- house rules of the articles -------------------------------------------------------------------

_FEWEST_ALIASES, _FOLD = 8, 120


def test_every_article_has_enough_ways_to_ask_and_answers_before_the_fold(library: Library) -> None:
    for topic, article in library.articles.by_topic.items():
        assert len(set(article.front.aliases)) >= _FEWEST_ALIASES, topic
        days = {TODAY, *(block.keys.until for block in article.blocks if block.keys.until)}
        for city in (None, *CITIES):
            for day in days:
                summary = edition_of(library, topic, city, day).summary
                assert 0 < len(summary) <= _FOLD, (topic, city, day)
                assert summary.endswith(("。", "：")), (topic, city, day)


def test_the_shipped_list_of_topics_is_whole(library: Library) -> None:
    folder = Path(__file__).parents[2] / "benchmarks" / "questions"
    asked = {line.split("\t")[0] for line in (folder / "third.tsv").read_text("utf-8").splitlines()[1:]}
    assert asked <= set(library.articles.by_topic)
    assert len(library.articles.by_topic) == 333
