"""What holds of the matcher for any text at all."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.match import Index, decide
from assistant.match.normalise import normalise

INDEX = Index(
    [
        ("a", "领结婚证要带什么"),
        ("a", "登记结婚准备哪些证件"),
        ("b", "老人去世户口多久注销"),
        ("c", "成都高龄津贴多少钱"),
        ("d", "低保怎么申请"),
    ],
    cohort=["明天会下雨吗", "讲个笑话"],
)
ANY_TEXT = st.text(max_size=80) | st.text(alphabet="领证结婚去世户口多少钱成都青岛低保申请一二十岁 ,。", max_size=60)


@given(ANY_TEXT)
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@settings(max_examples=150)
@given(ANY_TEXT)
def test_any_text_gets_the_same_chances_every_time(text: str) -> None:
    first, second = INDEX.rank(text), INDEX.rank(text)
    assert first == second
    assert all(0.0 <= match.score <= 1.0 for match in first.matches)
    assert 0.0 <= first.none <= 1.0
    scores = [match.score for match in first.matches]
    assert scores == sorted(scores, reverse=True)
    assert len(decide(first.matches).matches) <= 4


@given(ANY_TEXT)
def test_reasons_can_always_be_given(text: str) -> None:
    for match in INDEX.search(text):
        assert isinstance(match.why, tuple)
