"""Whatever is typed: nothing fails, evidence is there, and the same words give the same facts."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.match.distress import Manner, manner_of
from assistant.match.extract import MANY, concepts

TODAY = date(2026, 11, 21)
PIECES = st.sampled_from(
    [
        "我爸",
        "我妈",
        "老伴",
        "他",
        "她",
        "我",
        "我朋友",
        "的爸爸",
        "前天",
        "昨天晚上",
        "上周三",
        "农历九月廿八",
        "11月8号",
        "2026.2.30",
        "在医院",
        "在家里",
        "走了",
        "去世",
        "没了",
        "户口在",
        "成都",
        "武侯区",
        "郑州",
        "鼓楼区",
        "低保",
        "没有",
        "不是",
        "要是",
        "如果",
        "吗",
        "？",
        "，",
        "。",
        "八十三",
        "83岁",
        "虚岁",
        "不对",
        "13800138000",
        "510107195503120024",
        "每月",
        "一千二",
        "想",
        "约",
        "明天",
        "残疾",
        "二级",
        "一家四口",
        "〇",
        "零",
        "十",
        "百",
        "万",
        "闰",
        "月",
        "初",
        "号",
    ]
)
SENTENCES = st.lists(PIECES, max_size=25).map("".join)


@given(st.one_of(st.text(max_size=300), SENTENCES))
@settings(max_examples=300, deadline=None)
def test_any_text_is_heard_without_failing_and_every_concept_shows_its_words(text: str) -> None:
    for one in concepts(text, TODAY):
        assert one.evidence == text[one.start : one.end]
        assert one.evidence
    assert manner_of(text) in Manner


@given(SENTENCES)
@settings(max_examples=150, deadline=None)
def test_a_person_has_one_value_of_a_kind(text: str) -> None:
    single = [(one.kind, one.of) for one in concepts(text, TODAY) if one.kind not in MANY]
    assert len(single) == len(set(single))


@given(SENTENCES)
@settings(max_examples=150, deadline=None)
def test_a_condition_put_before_a_sentence_takes_everything_said_in_it_back(text: str) -> None:
    sentence = "要是" + "".join(char for char in text if char not in "？。")
    assert concepts(sentence, TODAY) == ()


@given(SENTENCES, st.sampled_from(["  ", "\n", "😀"]))
@settings(max_examples=100, deadline=None)
def test_what_stands_around_a_text_changes_nothing(text: str, around: str) -> None:
    def values(words: str) -> set[tuple[str, str, str]]:
        return {(one.kind, one.of, str(one.value)) for one in concepts(words, TODAY)}

    assert values(text + around) == values(text)


def test_ten_thousand_characters_are_heard_in_no_time() -> None:
    assert isinstance(concepts("我爸昨天走了，户口在成都。" * 800, TODAY), tuple)
    assert concepts("零" * 10_000, TODAY) == ()
