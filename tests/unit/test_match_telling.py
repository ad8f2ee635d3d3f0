"""Telling how things are, and asking: which words count as which."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.match.telling import only_tells

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    "text",
    [
        "我妈是重庆户口，她退休了",
        "我爸八十三了，一个人住在青岛",
        "我老公上个月没了，他是厂里退休的",
        "孩子五岁，自闭症，有残疾证",
        "我爸昨天在家走了",
        "我跟我老公都是成都户口",
        "我妈前天在医院走的，死亡证明拿到了，还没火化，生前领着退休金",
    ],
)
def test_facts_alone_are_telling(text: str) -> None:
    assert only_tells(text, TODAY)


@pytest.mark.parametrize(
    "text",
    [
        "我爸昨天在家走了，要办哪些手续",
        "我妈是重庆户口，能领高龄津贴不",
        "我妈退休了，养老金停了",
        "我妈前天走的，死亡证明",
        "我妈前天走的，想领丧葬费",
        "孩子五岁，自闭症，康复补贴",
        "我今年六十五，想申请低保",
        "我爸吃低保，看病报不报",
        "我叔没儿没女，他这种算不算五保",
        "独居老人 子女务工 低保",
        "低保",
        "今天天气真好",
        "",
    ],
)
def test_a_question_a_wish_a_complaint_or_key_words_are_not(text: str) -> None:
    assert not only_tells(text, TODAY)


def test_no_written_question_is_taken_for_telling() -> None:
    from benchmarks.match import load_questions

    questions = [each for writer in ("dev", "second", "third") for each in load_questions(writer=writer) if each.topics]
    assert sum(only_tells(each.text, TODAY) for each in questions) <= 0.002 * len(questions)
