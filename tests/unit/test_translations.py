"""The translations a resident gets: whole where we promise it, and with every placeholder of the source."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import pytest

from assistant.catalog.articles import load_articles
from assistant.web.traditional import to_traditional
from scripts.translations import CHECK, INTERFACE, Line, MsgId, languages, read_catalog, report, table

_PLACEHOLDER = re.compile(r"%\([^)]+\)s|%%|\{\w+\}")


@pytest.fixture(scope="module")
def lines() -> dict[tuple[str, str], Line]:
    return {(line.language, line.part): line for line in report()}


def _pairs(language: str) -> Iterator[tuple[str, str]]:
    """Source and translation of every translated message, each plural form beside the source's plural."""
    for message in read_catalog(language):
        source = message.id if isinstance(message.id, str) else message.id[-1:] and message.id[-1]
        strings = [message.string] if isinstance(message.string, str) else message.string
        yield from ((source, string) for string in strings if source and string)


def _differs(source: str, string: str) -> bool:
    wanted, given = (set(_PLACEHOLDER.findall(text)) for text in (source, string))
    # A text without named parts is never formatted: a percent sign in it stands for itself.
    return wanted != given if any(part != "%%" for part in wanted | given) else False


@pytest.mark.parametrize("language", languages())
def test_a_translation_has_the_placeholders_of_its_source_and_no_others(language: str) -> None:
    assert [pair for pair in _pairs(language) if _differs(*pair)] == []


@pytest.mark.parametrize("language", languages())
def test_a_translation_with_parts_can_be_filled_in(language: str) -> None:
    class Anything(dict[str, str]):
        def __missing__(self, key: str) -> str:
            return key

    for source, string in _pairs(language):
        if "%(" in source:
            assert string % Anything()


@pytest.mark.parametrize(
    "part", [INTERFACE, "funeral", "marriage", "disability", "children", "assistance", "eldercare", CHECK]
)
def test_nothing_a_resident_reads_there_is_without_english(lines: dict[tuple[str, str], Line], part: str) -> None:
    assert lines["en", part].texts > 100
    assert lines["en", part].missing == ()


def test_traditional_chinese_is_complete_in_every_part(lines: dict[tuple[str, str], Line]) -> None:
    traditional = [line for (language, _part), line in lines.items() if language == "zh_Hant"]
    assert len(traditional) > 1
    assert {line.part: line.missing for line in traditional if line.missing} == {}


# Characters that are right only in words we do not use, or another form of one that we write.
RISKY = "隻髮籤裏爲纔覈佈臺麪鬚乾穀薑鬱嶽鹹麴齣"
SENTENCES = {
    "到登记处当面签声明": "到登記處當面簽聲明",
    "奖金发放": "獎金發放",
    "别只看价钱": "別只看價錢",
    "问登记员几点下班后还办": "問登記員幾點下班後還辦",
    "申请行政复议，再复印一份": "申請行政復議，再複印一份",
    "浙江台州、台湾、平台": "浙江台州、台灣、平台",
    "农历生日和病历": "農曆生日和病歷",
    "卡里剩的钱": "卡裡剩的錢",
    "托给亲戚，日托": "託給親戚，日托",
    "以窗口答复为准，已批准": "以窗口答覆為準，已批准",
    "存折余额": "存摺餘額",
}


def test_traditional_chinese_writes_what_people_write() -> None:
    assert {text: to_traditional(text) for text in SENTENCES} == SENTENCES


def test_no_translation_and_no_article_has_a_character_of_another_word() -> None:
    articles = (edition for article in load_articles().by_topic.values() for edition in (article, *article.blocks))
    shown = [*(string for _source, string in _pairs("zh_Hant")), *(to_traditional(one.text) for one in articles)]
    assert [(sign, text[:60]) for text in shown for sign in RISKY if sign in text] == []


def test_english_has_one_form_for_one_and_one_for_many() -> None:
    plurals = {m.id: m.string for m in read_catalog("en") if isinstance(m.id, tuple)}
    assert plurals
    assert {msgid: forms for msgid, forms in plurals.items() if len(forms) != 2 or not all(forms)} == {}


def test_no_english_text_keeps_full_width_punctuation_at_its_end() -> None:
    assert [string for _source, string in _pairs("en") if string[-1] in "。，；：？"] == []


def test_the_table_counts_what_is_missing_and_how_much_is_done() -> None:
    missing: tuple[MsgId, ...] = ("甲", ("乙", "乙"))
    row = table([Line("en", "funeral", 8, missing)]).splitlines()[1]
    assert Counter(row.split()) == Counter(["en", "funeral", "8", "2", "75.0%"])
