"""One written form for one saying."""

from __future__ import annotations

import pytest

from assistant.match.normalise import MAX_CHARS, clip, normalise, read_numeral


@pytest.mark.parametrize(
    ("text", "same_as"),
    [
        ("身分證弄丟了", "身分证弄丢了"),
        ("ＡＢＣ１２３", "abc123"),
        ("八十三岁", "83岁"),
        ("一千二左右", "1200左右"),
        ("三级残疾", "3级残疾"),
        ("一二三四五", "12345"),
        ("一万五", "15000"),
        ("多久?  能办。", "多久 能办"),
    ],
)
def test_different_writings_of_one_text_become_the_same(text: str, same_as: str) -> None:
    assert normalise(text) == same_as


@pytest.mark.parametrize("text", ["一件事", "万一没带", "千万别忘", "两口子", "一起领"])
def test_numerals_inside_words_stay_words(text: str) -> None:
    assert normalise(text) == text


@pytest.mark.parametrize(
    ("run", "value"),
    [
        ("十", 10),
        ("二十", 20),
        ("八十三", 83),
        ("一百零五", 105),
        ("一千二", 1200),
        ("三万六", 36000),
        ("两万", 20000),
    ],
)
def test_a_chinese_numeral_is_read(run: str, value: int) -> None:
    assert read_numeral(run) == value


def test_a_long_text_keeps_its_first_and_last_words() -> None:
    clipped = clip("头" + "中" * 20_000 + "尾")
    assert len(clipped) <= MAX_CHARS + 1
    assert clipped.startswith("头")
    assert clipped.endswith("尾")
