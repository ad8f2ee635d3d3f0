"""The day that answers an open question: 「8号那天早上」, 「上礼拜天」, 「零一年十月二十五生的」."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from assistant.catalog.model import Fact, FactType
from assistant.catalog.values import PartialDate, Value
from assistant.match.extract_dates import days

_YEAR_NAMED = re.compile(r"(?:是|从|就是)?(?P<year>[今去前])年(?:开始|起|搬来)?(?:的|吧)*")
_YEARS_BACK = {"今": 0, "去": 1, "前": 2}
_NOT_EXACT = re.compile(
    r"大概|可能|好像|左右|前后|也许|记不|不确定|估计|差不多|要么|不是很|吧.*吧|还是|或者?|(?<!大)约|上下|那几天|那阵"
)
_DIGITS = str.maketrans("零〇一二三四五六七八九", "00123456789")
_SPOKEN_YEAR = re.compile(
    r"(?<![一二三四五六七八九十零〇百\d])(?P<year>[一二][九零〇][零〇一二三四五六七八九]{2}|[零〇一二三四五六七八九]{2})年(?!级|前|后|多|了|来|间|半)"
)
_YEAR_ONLY = re.compile(
    r"(?P<year>(?:19|20)\d{2}|\d{2})年(?!级|前|后|多|了|来|间|半|\d)(?!.*\d月)(?P<more>.*)", re.ASCII
)
_COMMON = re.compile(
    r"(?<=\d年)(?:\d{1,2}|十[一二]?|[一二三四五六七八九])月(?:二?十[一二三四五六七八九]?|三十一?|\d{1,2})(?![日号\d一二三四五六七八九十])"
)
"""A day without 日 or 号 beside a year; taken for the common calendar only where the question asks for that."""
_THE_SAME_DAY = re.compile(r"(?P<year>[去前])年的?今[天日]")
_FEASTS = {
    "元旦": "1月1日", "情人节": "2月14日", "妇女节": "3月8日", "三八": "3月8日", "五一": "5月1日",
    "520": "5月20日", "六一": "6月1日", "七一": "7月1日", "八一": "8月1日", "国庆": "10月1日",
    "十一": "10月1日", "平安夜": "12月24日", "圣诞": "12月25日",
}  # fmt: skip
_FEAST = re.compile(rf"(?<=年)的?(?P<feast>{'|'.join(_FEASTS)})节?(?:那天|当天)?(?![月日号\d])")


_FROM_TO = re.compile(r"[号日夜晚里].{0,3}到.{0,3}[号日]")


def is_span(words: str) -> bool:
    """「1号夜里到2号凌晨」: neither day is said to be the one."""
    return bool(_FROM_TO.search(words))


def day_said(fact: Fact, words: str, read: Callable[[Fact, str], Value | None], today: date) -> Value | None:
    """The one day that is named and not denied, past or to come as the fact allows it."""
    if _NOT_EXACT.search(words):
        return None
    words = _in_digits(words, today)
    if "公历" in str(fact.hint):
        words = _COMMON.sub(r"\g<0>日", words)
    named = [one for one in days(words, today) if not words[: one.start].endswith(("不是", "不", "并非"))]
    readings = {(one.past, one.future) for one in named}
    if not named and fact.type is FactType.PARTIAL_DATE and (year := _YEAR_NAMED.fullmatch(words)):
        return read(fact, str(today.year - _YEARS_BACK[year["year"]]))
    if not named and fact.type is FactType.PARTIAL_DATE and (year := _YEAR_ONLY.search(words)):
        return read(fact, _four_digits(year["year"], today)) if not re.search(r"\d", year["more"]) else None
    if len(readings) != 1:
        return None
    for day in readings.pop():
        said = read(fact, _written(day)) if day else None
        if said is not None:
            return said
    return None


def _in_digits(words: str, today: date) -> str:
    """「二〇三三年」, 「去年的今天」 and feasts as days in digits; 「七八年」 may be seven or eight years."""
    words = _SPOKEN_YEAR.sub(lambda m: m[0] if _is_a_guess(m) else m["year"].translate(_DIGITS) + "年", words)
    words = _FEAST.sub(lambda m: _FEASTS[m["feast"]], words)
    return _THE_SAME_DAY.sub(lambda m: f"{today.year - _YEARS_BACK[m['year']]}年{today.month}月{today.day}日", words)


def _is_a_guess(match: re.Match[str]) -> bool:
    digits = match["year"].translate(_DIGITS)
    alone = not re.match(r"[\d一二三四五六七八九十正冬腊]{1,3}月", match.string[match.end() :])
    return len(digits) == 2 and alone and int(digits[1]) - int(digits[0]) == 1 and digits != "01"


def _four_digits(year: str, today: date) -> str:
    return year if len(year) == 4 else str(today.year - (today.year - int(year)) % 100)


def _written(day: PartialDate) -> str:
    parts = [f"{number:02d}" for number in (day.month, day.day) if number]
    return "-".join([str(day.year), *parts])
