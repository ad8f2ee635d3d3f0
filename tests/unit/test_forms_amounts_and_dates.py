"""Amounts and days as people write them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from assistant.catalog.model import Unit
from assistant.catalog.validators import Problem
from assistant.forms.amounts import read_amount
from assistant.forms.dates import read_boxes, read_day

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("words", "yuan"),
    [
        ("3000", "3000"),
        ("３，０００元", "3000"),
        ("三百块", "300"),
        ("1.2万", "12000"),
        ("1万2", "12000"),
        ("一千二", "1200"),
        ("两万五", "25000"),
        ("一万零三百元整", "10300"),
        ("壹仟贰佰", "1200"),
        ("3块5", "3.5"),
        ("三块五毛", "3.5"),
        ("五毛三分", "0.53"),
        ("¥12.50", "12.5"),
        ("大约300元左右", "300"),
        ("没有", "0"),
        ("百", "100"),
        ("-5", "-5"),
    ],
)
def test_money_is_read_in_digits_and_in_chinese(words: str, yuan: str) -> None:
    assert read_amount(words, Unit.YUAN, money=True).number == Decimal(yuan)


def test_money_of_a_year_becomes_money_of_a_month_with_a_word_about_it() -> None:
    amount = read_amount("一年3.6万", Unit.YUAN_PER_MONTH, money=True)
    assert amount.number == Decimal(3000)
    assert amount.warnings == ("按每月 3000 元记下。",)
    assert not read_amount("每月三百", Unit.YUAN_PER_MONTH, money=True).warnings


@pytest.mark.parametrize(
    ("words", "unit", "said"),
    [
        ("2-3千", Unit.YUAN, "只能填一个数"),
        ("三千多", Unit.YUAN, "只能填一个数"),
        ("很多", Unit.YUAN, "只能填一个数"),
        ("abc", Unit.YUAN, "看不出数字"),
        ("1e5", Unit.YUAN, "看不出数字"),
        ("", Unit.YUAN, "看不出数字"),
        ("万万", Unit.YUAN, "看不出数字"),
        ("100美元", Unit.YUAN, "只填人民币"),
        ("一天五十", Unit.YUAN_PER_MONTH, "要填每月的钱数"),
    ],
)
def test_what_is_not_one_amount_is_refused_with_a_reason(words: str, unit: Unit, said: str) -> None:
    with pytest.raises(Problem) as caught:
        read_amount(words, unit, money=True)
    assert said in caught.value.what


@pytest.mark.parametrize(
    ("words", "number"), [("65岁", 65), ("六十五周岁", 65), ("三个人", 3), ("两口人", 2), ("十五", 15)]
)
def test_counts_may_carry_their_unit(words: str, number: int) -> None:
    assert read_amount(words, Unit.AGE, money=False).number == number


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("1958年6月12日", (1958, 6, 12)),
        ("１９５８年６月１２号", (1958, 6, 12)),
        ("58.6.12", (1958, 6, 12)),
        ("05.6.12", (2005, 6, 12)),
        ("19580612", (1958, 6, 12)),
        ("1958/6/12", (1958, 6, 12)),
        ("一九五八年六月十二日", (1958, 6, 12)),
        ("公历1958年6月12日", (1958, 6, 12)),
        ("2026-11-20 14:30", (2026, 11, 20)),
        ("2026年11月20日晚上8点", (2026, 11, 20)),
        ("今天", (2026, 11, 21)),
        ("昨天晚上", (2026, 11, 20)),
        ("大前天", (2026, 11, 18)),
        ("三天前", (2026, 11, 18)),
        ("两周前", (2026, 11, 7)),
        ("6月12日", (2026, 6, 12)),
        ("12月25日", (2025, 12, 25)),
        ("农历三月初五", (2026, 4, 21)),
        ("阴历1958年四月廿五", (1958, 6, 12)),
        ("2020年闰四月初一", (2020, 5, 23)),
        ("闰四月廿三", (2020, 6, 14)),
        ("正月初一", (2026, 2, 17)),
        ("冬月初三", (2025, 12, 22)),
    ],
)
def test_days_are_read_as_people_say_them(words: str, day: tuple[int, int, int]) -> None:
    assert read_day(words, TODAY).exact == date(*day)


def test_a_lunar_day_comes_back_with_its_common_day_to_check() -> None:
    assert read_day("农历1958年四月廿五", TODAY).warnings == ("农历1958年四月廿五是公历 1958年6月12日。",)


def test_a_short_year_is_said_in_full() -> None:
    assert read_day("58.6.12", TODAY).warnings == ("年份按 1958 年记下。",)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("2023-02-30", "没有 2023年2月30日 这一天"),
        ("1958年13月1日", "没有 13 月"),
        ("农历2021年闰四月初一", "没有 农历2021年闰四月初一 这一天"),
        ("腊月三十", "没有 农历腊月三十 这一天"),
        ("12号", "还缺年份和月份"),
        ("0001年1月1日", "年份 1 不对"),
        ("那天", "看不出是哪一天"),
        ("农历1958年四月", "农历日期要有月和日"),
        ("9" * 50, "看不出是哪一天"),
        ("9" * 5000, "最多填"),
    ],
)
def test_a_day_that_cannot_be_is_told_why(words: str, said: str) -> None:
    with pytest.raises(Problem) as caught:
        read_day(words, TODAY)
    assert said in caught.value.what


@pytest.mark.parametrize(
    ("boxes", "lunar", "day"),
    [
        (("1958", "6", "12"), False, (1958, 6, 12)),
        (("1958年", "6月", "12日"), False, (1958, 6, 12)),
        (("58", "06", "12"), False, (1958, 6, 12)),
        (("1958年6月12日", "", ""), False, (1958, 6, 12)),
        (("昨天", "", ""), False, (2026, 11, 20)),
        (("1958", "4", "25"), True, (1958, 6, 12)),
        (("1958", "四", "廿五"), True, (1958, 6, 12)),
        (("二〇二〇", "闰四", "初一"), False, (2020, 5, 23)),
        (("1958", "腊", "二十"), False, (1959, 1, 28)),
    ],
)
def test_three_boxes_read_as_one_day(boxes: tuple[str, str, str], lunar: bool, day: tuple[int, int, int]) -> None:
    assert read_boxes(*boxes, TODAY, lunar=lunar).exact == date(*day)


def test_the_tick_for_a_leap_month_takes_the_second_of_two_months() -> None:
    assert read_boxes("2020", "4", "1", TODAY, lunar=True).exact == date(2020, 4, 23)
    assert read_boxes("2020", "4", "1", TODAY, lunar=True, leap=True).exact == date(2020, 5, 23)
