"""General concepts in running words: people, days, places, numbers, and how they are said."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.catalog.values import PartialDate
from assistant.match.extract import Concept, concepts

TODAY = date(2026, 11, 21)  # a Saturday


def said(text: str) -> dict[str, object]:
    return {f"{one.kind}@{one.of}": one.value for one in concepts(text, TODAY)}


def one(text: str, kind: str) -> Concept:
    return next(c for c in concepts(text, TODAY) if c.kind == kind)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("前天晚上", date(2026, 11, 19)),
        ("大前天", date(2026, 11, 18)),
        ("昨儿个", date(2026, 11, 20)),
        ("这周三", date(2026, 11, 18)),
        ("上周三", date(2026, 11, 11)),
        ("上上周日", date(2026, 11, 8)),
        ("星期五", date(2026, 11, 20)),
        ("三天前", date(2026, 11, 18)),
        ("8号", date(2026, 11, 8)),
        ("25号", date(2026, 10, 25)),
        ("上个月30号", date(2026, 10, 30)),
        ("12月1日", date(2025, 12, 1)),
        ("去年3月2日", date(2025, 3, 2)),
        ("二零二五年三月二号", date(2025, 3, 2)),
        ("2026.10.31", date(2026, 10, 31)),
        ("农历九月廿八", date(2026, 11, 6)),
        ("正月十五", date(2026, 3, 3)),
        ("腊月二十三", date(2026, 2, 10)),
        ("中秋节那天", date(2026, 9, 25)),
    ],
)
def test_a_day_is_read_against_today_and_never_later_for_a_death(words: str, day: date) -> None:
    assert said(f"我爸{words}走的")["death_date@concerned"] == day


@pytest.mark.parametrize(("words", "value"), [("上个月底", PartialDate(2026, 10)), ("去年3月", PartialDate(2025, 3))])
def test_a_day_known_only_roughly_stays_rough_and_unsure(words: str, value: PartialDate) -> None:
    found = one(f"我爸{words}走的", "death_date")
    assert (found.value, found.sure) == (value, False)


@pytest.mark.parametrize("text", ["我爸昨天走的，或者前天", "我爸走的时候九月二十八", "我爸走了快一个月了"])
def test_no_day_is_made_of_two_days_or_of_a_guess(text: str) -> None:
    assert "death_date@concerned" not in said(text)


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("我爸今年八十三", 83),
        ("我爸七十八，不对，七十九了", 79),
        ("我妈85周岁", 85),
        ("爷爷享年101岁", 101),
        ("奶奶，92，户口在成都", 92),
    ],
)
def test_an_age_is_read_in_any_numerals_and_a_correction_holds(text: str, age: int) -> None:
    assert said(text)["age@concerned"] == age


def test_an_age_by_the_old_count_is_flagged_and_is_no_age() -> None:
    found = said("我奶奶虚岁八十")
    assert found["nominal_age@concerned"] == 80
    assert "age@concerned" not in found


@pytest.mark.parametrize(
    "text", ["我妈八十七八吧", "我妈快八十岁了", "我妈不到80岁", "80岁以上有补贴吗", "我妈八十多岁"]
)
def test_a_rough_age_is_no_age(text: str) -> None:
    assert not any(kind.startswith("age") for kind in said(text))


def test_several_places_in_one_sentence_keep_their_roles() -> None:
    found = said("我户口在河南郑州，男朋友户口在成都青羊区，我们都在重庆上班，想领证")
    assert found["hukou@self"] == "410100"
    assert found["hukou@partner"] == "510105"
    assert found["works@self"] == found["works@partner"] == "500000"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("我爸户口在武侯区", "510107"),
        ("我爸户口在郑州管城区", "410104"),
        ("我爸是重庆石柱户口", "500240"),
        ("我爸户口在青岛市市南区", "370202"),
        ("我爸户口在浦东新区", "310115"),
    ],
)
def test_a_district_is_known_by_its_full_and_its_everyday_name(text: str, code: str) -> None:
    assert said(text)["hukou@concerned"] == code


@pytest.mark.parametrize("text", ["我爸住在和平路", "我爸户口在鼓楼区", "我爸爱吃重庆火锅", "平安是福"])
def test_a_street_a_shop_or_an_ambiguous_name_is_no_place(text: str) -> None:
    assert not any(kind.split("@")[0] in ("hukou", "lives", "works") for kind in said(text))


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("我老公的妈妈昨天走了", "mother_in_law"),
        ("我妈妈的爸爸昨天走了", "grandfather"),
        ("俺娘昨天没了", "mother"),
        ("家父辞世", "father"),
        ("我公公昨天走了，婆婆还在", "father_in_law"),
    ],
)
def test_a_person_is_known_by_one_word_or_by_two(text: str, relation: str) -> None:
    assert said(text)["relation@concerned"] == relation


@pytest.mark.parametrize("text", ["我朋友的爸爸八十岁", "隔壁王奶奶九十岁独居", "我同事低保户", "她老公八十岁"])
def test_nothing_is_taken_about_strangers(text: str) -> None:
    assert said(text) == {}


@pytest.mark.parametrize(
    ("text", "value"),
    [("我爸是低保户", True), ("我爸没有低保", False), ("我爸不是低保户", False), ("我爸残疾，家里是低保", True)],
)
def test_relief_is_taken_with_its_negation(text: str, value: bool) -> None:
    assert said(text)["dibao@concerned"] is value


@pytest.mark.parametrize(
    "text",
    [
        "我爸以前是低保",
        "我爸想申请低保",
        "我爸能不能吃低保",
        "如果我爸是低保",
        "低保户子女有补助吗",
        "去年是低保，后来取消了",
    ],
)
def test_relief_that_was_is_wished_asked_or_supposed_is_not_taken(text: str) -> None:
    assert not any(kind.startswith("dibao") for kind in said(text))


def test_numbers_are_taken_only_when_they_hold() -> None:
    found = said("我身份证510107198111050040，电话13800138000，卡号6222021234567891233")
    assert found == {
        "id_number@self": "510107198111050040",
        "phone@self": "13800138000",
        "bank_card@self": "6222021234567891233",
    }
    assert said("我身份证510107198111050041，电话12800138000") == {}


def test_evidence_is_the_very_words_also_in_another_script() -> None:
    text = "我媽戶口喺成都錦江區"
    found = one(text, "hukou")
    assert found.evidence == "成都錦江區"
    assert text[found.start : found.end] == found.evidence


def test_a_family_tells_its_size_and_its_income() -> None:
    found = said("全家三口，每月总收入2200元")
    assert found == {"household_size@household": 3, "income@household": 2200}


def test_a_rounded_sum_is_not_sure() -> None:
    assert one("我每月工资两千左右", "income").sure is False
