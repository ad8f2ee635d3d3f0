"""The inverted index: the quick look and the exact one agree, and large indexes answer like small ones."""

from __future__ import annotations

import pytest

from assistant.match import Index, postings
from assistant.match.synonyms import Kind, Synonyms

ROWS = [
    ("fee", "领证要多少钱"),
    ("fee", "办结婚证收不收费"),
    ("papers", "领结婚证要带什么"),
    ("papers", "登记结婚准备哪些证件"),
    ("deregister", "老人去世后户口多久注销"),
    ("deregister", "人走了去哪里销户"),
    ("dibao", "低保怎么申请"),
    ("dibao", "吃低保要什么条件"),
]
ASKED = ["领证要带啥", "销户去哪里办", "低保条件是什么", "结婚证多少钱一本"]


def test_an_index_read_by_its_rarest_features_gives_the_same_chances(monkeypatch: pytest.MonkeyPatch) -> None:
    small = Index(ROWS, cohort=["明天下雨吗"])
    monkeypatch.setattr(postings, "_LARGE", 0)
    large = Index(ROWS, cohort=["明天下雨吗"])
    for text in ASKED:
        told = [(match.topic, round(match.score, 6)) for match in small.search(text)]
        assert [(match.topic, round(match.score, 6)) for match in large.search(text)] == told


def test_a_text_finds_itself_among_thousands_of_others() -> None:
    rows = [(f"entry {number}", f"第{number}号事项在{number % 97}楼{number % 13}号窗口办理") for number in range(3000)]
    index = Index(rows)
    for number in (0, 1234, 2999):
        assert index.search(rows[number][1])[0].topic == f"entry {number}"


def test_entries_given_in_another_order_get_the_same_chances() -> None:
    forward = {match.topic: match.score for match in Index(ROWS).search("领证多少钱")}
    backward = {match.topic: match.score for match in Index(ROWS[::-1]).search("领证多少钱")}
    assert backward == pytest.approx(forward)


WORDS = Synonyms(
    words={"护理补贴": ["护理补贴", "重残补贴"], "低保": ["低保", "最低生活保障"]},
    places={"taizhou": ["泰州"], "elsewhere": ["上海"], "jiangsu_elsewhere": ["苏州"], "jiangsu": ["江苏"]},
    within={"taizhou": "jiangsu", "jiangsu_elsewhere": "jiangsu"},
    fillers=["那个", "嗯"],
)


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("护里补帖多少", "护理补贴"),
        ("理补贴多少", "护理补贴"),
        ("护理贴多少", "护理补贴"),
        ("地保多少", "低保"),
        ("最低生活保章", "低保"),
    ],
)
def test_a_mistyped_word_is_known_by_its_sound_or_with_a_character_left_out(text: str, group: str) -> None:
    assert group in {token.name for token in WORDS.find_loosely(text, known=frozenset())}
    assert group not in {token.name for token in WORDS.find(text)}


def test_a_pair_of_characters_the_index_knows_is_not_taken_for_its_homophone() -> None:
    assert WORDS.find_loosely("地保多少", known=frozenset({"地保"})) == []


def test_fillers_are_left_out_and_the_words_they_parted_stand_together() -> None:
    assert WORDS.without_fillers("嗯低那个保") == "低保"


@pytest.mark.parametrize(("text", "elsewhere"), [("上海", True), ("苏州", True), ("苏州和泰州", False), ("", False)])
def test_only_places_without_rules_of_ours_count_as_elsewhere(text: str, elsewhere: bool) -> None:
    assert WORDS.is_elsewhere(WORDS.find(text)) is elsewhere


def test_a_city_brings_its_province_along() -> None:
    tokens = WORDS.find("泰州")
    assert [token.kind for token in tokens] == [Kind.PLACE]
    assert WORDS.places(tokens) == {"taizhou", "jiangsu"}
