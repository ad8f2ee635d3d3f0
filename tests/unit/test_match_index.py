"""The index on small lists of its own: what is found, what is left alone, and why."""

from __future__ import annotations

import pytest

from assistant.match import Context, Facets, Index, State, decide, rank

ENTRIES = [
    ("marriage.materials", "领结婚证要带什么?"),
    ("marriage.materials", "去登记结婚得准备哪些证件"),
    ("marriage.fee", "领证要多少钱?"),
    ("marriage.fee", "办结婚证收不收费"),
    ("funeral.deregistration", "老人去世后户口多久要注销?"),
    ("funeral.deregistration", "人走了不去派出所销户行不行"),
    ("allowance.chengdu", "成都80岁以上每月给多少高龄津贴?"),
    ("allowance.chengdu", "成都高龄津贴一个月好多钱"),
    ("allowance.qingdao", "青岛80岁以上每月给多少高龄津贴?"),
    ("allowance.qingdao", "青岛高龄津贴一个月多少"),
    ("nursing.subsidy", "重度残疾人护理补贴怎么申请?"),
    ("nursing.subsidy", "残疾人护理补贴去哪里领"),
]
COHORT = ["明天会不会下雨", "帮我订一张去上海的火车票", "附近有什么好吃的", "违章停车罚多少钱", "讲个笑话"]


@pytest.fixture(scope="module")
def index() -> Index:
    return Index(ENTRIES, cohort=COHORT, neighbours=[("traffic", "闯红灯扣几分"), ("traffic", "罚单在哪里交")])


@pytest.mark.parametrize(
    ("asked", "topic"),
    [
        ("扯证要拿些啥子证件", "marriage.materials"),
        ("領結婚證要帶什麼", "marriage.materials"),
        ("残及人护里补帖咋申请", "nursing.subsidy"),
        ("我爸上个月没了，户口还没去消", "funeral.deregistration"),
        ("成都八十岁的老人一个月发好多", "allowance.chengdu"),
        ("崂山八十岁老人高龄补贴一月几个钱", "allowance.qingdao"),
    ],
)
def test_a_question_in_other_words_script_or_spelling_finds_its_topic(index: Index, asked: str, topic: str) -> None:
    assert index.search(asked)[0].topic == topic


def test_the_city_in_force_decides_between_city_siblings(index: Index) -> None:
    for city in ("chengdu", "qingdao"):
        best = index.search("八十岁以上老人高龄津贴每月多少", context=Context(city=city))[0]
        assert best.topic == f"allowance.{city}"


def test_a_city_named_in_the_question_beats_the_city_in_force(index: Index) -> None:
    best = index.search("青岛高龄津贴多少", context=Context(city="chengdu"))[0]
    assert best.topic == "allowance.qingdao"


def test_the_service_open_raises_the_chance_of_its_topics() -> None:
    facets = {"marriage.fee": Facets(service="marriage"), "marriage.materials": Facets(service="marriage")}
    index = Index(ENTRIES, facets=facets)
    plain = {match.topic: match.score for match in index.search("要多少钱")}
    open_service = {match.topic: match.score for match in index.search("要多少钱", context=Context(service="marriage"))}
    assert open_service["marriage.fee"] > plain["marriage.fee"]


def test_chances_of_all_topics_and_of_none_add_up_to_one(index: Index) -> None:
    ranking = index.rank("领证多少钱", k=100)
    assert sum(match.score for match in ranking.matches) + ranking.none == pytest.approx(1.0)


@pytest.mark.parametrize("asked", ["", " ", "。？！", "😂😂", "\n\t"])
def test_a_text_without_words_matches_nothing(index: Index, asked: str) -> None:
    ranking = index.rank(asked)
    assert ranking.matches == []
    assert decide(ranking.matches).state is State.UNKNOWN


@pytest.mark.parametrize(
    ("scores", "count"),
    [((0.3, 0.2, 0.01), 2), ((0.2, 0.2, 0.2, 0.2, 0.2), 4), ((0.5, 0.01), 2), ((0.3, 0.01), 0), ((0.5,), 0), ((), 0)],
)
def test_two_to_four_likely_topics_are_offered_or_one_with_the_next_best(scores: tuple[float, ...], count: int) -> None:
    assert rank.to_offer(scores, 0.05) == count


@pytest.mark.parametrize("asked", ["明天下不下雨", "给我讲个笑话吧", "哪家饭馆好吃"])
def test_small_talk_is_not_answered(index: Index, asked: str) -> None:
    ranking = index.rank(asked)
    assert decide(ranking.matches).state is not State.ANSWERED
    assert ranking.none > 0.5


def test_a_neighbouring_matter_is_named_when_no_topic_fits(index: Index) -> None:
    ranking = index.rank("闯红灯的罚单去哪里交，要扣几分")
    assert ranking.neighbour == "traffic"
    assert decide(ranking.matches, neighbour=ranking.neighbour).neighbour == "traffic"


def test_a_match_says_which_words_met_which(index: Index) -> None:
    why = index.search("扯证要拿些啥证件")[0].why
    assert any(evidence.kind == "word" and evidence.asked == "扯证" for evidence in why)


def test_an_index_of_nothing_answers_nothing() -> None:
    assert Index([]).search("领证") == []


def test_ten_thousand_characters_are_read_like_any_other_text(index: Index) -> None:
    asked = "今天天气真好。" * 1500 + "我想问领结婚证要带什么证件"
    assert len(asked) > 10_000
    assert isinstance(index.search(asked), list)
