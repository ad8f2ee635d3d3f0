"""Days in running words, against today: 「前天晚上」, 「上周三」, 「农历九月廿八」, 「上个月底」, 「11月8号」."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from assistant.catalog.lunar import latest_lunar, lunar_to_solar
from assistant.catalog.validators import EARLIEST_YEAR, LATEST_YEAR
from assistant.catalog.values import PartialDate
from assistant.match.extract_numbers import number_of


@dataclass(frozen=True, slots=True)
class DaySaid:
    """A day at a place of the text: how it reads of something past, and how of something still to come."""

    start: int
    end: int
    past: PartialDate | None
    future: PartialDate | None
    part: str | None = None  # morning, afternoon, evening


Reading = tuple[PartialDate | None, PartialDate | None]
_Reader = Callable[[re.Match[str], date], Reading | None]

_N = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_PART = (
    r"(?P<part>凌晨|清晨|清早|早晨|早上|早起|一早|一大早|大早上|大清早|上午|头晌|上晌|前晌|前半晌|中午|晌午"
    r"|下午|后晌|后半晌|下半晌|过晌|下晌|傍晚|傍黑|擦黑|晚上|晚间|晚夕|夜里|夜间|夜晚|半夜|深夜|上半夜|下半夜|前半夜|后半夜|晚|黑[了喽里家间夜来]?|夜头)?"
)


def _exact(day: date) -> PartialDate:
    return PartialDate(day.year, day.month, day.day)


def _both(day: date) -> Reading:
    return _exact(day), _exact(day)


def _int(words: str | None) -> int | None:
    number = number_of(words) if words else None
    return int(number) if number is not None else None


# --- 昨天, 上周三 -------------------------------------------------------------------------------------

_NAMED = {
    "大大前天": -4, "大前天": -3, "大前日": -3, "大前儿": -3, "上前天": -3, "外前天": -3,
    "前晚": -2, "前夜": -2, "前黑": -2, "前儿个": -2, "前个儿": -2, "昨儿个": -1, "今儿个": 0,
    "昨": -1, "今": 0, "今夜": 0, "今黑": 0, "今朝": 0, "前天": -2, "前日": -2, "前儿": -2,
    "昨天": -1, "昨日": -1, "昨儿": -1, "昨个": -1, "昨晚": -1, "昨夜": -1, "夜儿": -1, "夜个": -1,
    "夜来": -1, "夜黑": -1, "夜隔": -1, "昨早": -1, "昨黑": -1, "今天": 0, "今日": 0, "今儿": 0,
    "今早": 0, "今晨": 0, "今晚": 0, "明天": 1, "明日": 1, "明儿": 1, "明早": 1, "明晚": 1,
    "后天": 2, "后日": 2, "后儿": 2, "大后天": 3,
}  # fmt: skip
_NAMED_DAY = re.compile(
    rf"(?<![以之提生])(?P<day>{'|'.join(sorted((day for day in _NAMED if len(day) > 1), key=len, reverse=True))}"
    rf"|[昨今](?=上午|中午|下午|凌晨|傍晚|半夜|后晌|晌午|头晌|后半))(?!天)(?:个儿|个|子)?(?:的)?{_PART}"
)


def _named(match: re.Match[str], today: date) -> Reading | None:
    return _both(today + timedelta(days=_NAMED[match["day"]]))


_WEEKDAYS = {char: number for number, char in enumerate("一二三四五六")} | {"日": 6, "天": 6}
_WEEKDAY = re.compile(
    rf"(?P<which>上上|上|这|本|下下|下)?个?(?:周|星期|礼拜)(?P<day>[一二三四五六日天])(?!天|个|年|岁|次|回|趟|顿){_PART}"
)
_WEEKS = {"上上": -2, "上": -1, "这": 0, "本": 0, "下": 1, "下下": 2}


def _weekday(match: re.Match[str], today: date) -> Reading | None:
    monday = today - timedelta(days=today.weekday())
    day = monday + timedelta(days=_WEEKDAYS[match["day"]])
    if match["which"]:
        return _both(day + timedelta(weeks=_WEEKS[match["which"]]))
    past = day if day <= today else day - timedelta(weeks=1)
    return _exact(past), _exact(day if day >= today else day + timedelta(weeks=1))


_AGO = re.compile(rf"(?P<number>{_N})(?P<unit>天|日)(?P<way>以?前|之前|后|以后|之后)")


def _ago(match: re.Match[str], today: date) -> Reading | None:
    number = _int(match["number"])
    if number is None or re.search(r"[好几\d十百来多]$", match.string[: match.start()]):
        return None
    day = today + timedelta(days=-number if "前" in match["way"] else number)
    return (_exact(day), None) if "前" in match["way"] else (None, _exact(day))


# --- the common calendar --------------------------------------------------------------------------

_YEAR = r"(?P<year>(?:19|20)\d{2}|\d{2}|[一二][九零〇][\d零〇一二三四五六七八九]{2}|去|今|前|本)年"
_FULL = re.compile(
    rf"(?:{_YEAR}(?:的|份)?)?(?P<month>{_N})月(?:份的?)?(?P<day>{_N})(?P<mark>日|号)?(?![\d月个])(?:那天|这天|的)?{_PART}"
)
_MONTH_DAY = re.compile(
    rf"(?P<which>上上个?|上个?|这个?|本|下个?|当)月的?(?P<day>{_N})(?:(?:日|号)(?!楼|线|院|码)|(?=走|没|去世|过世|离世)){_PART}"
)
_DAY = re.compile(
    rf"(?<![\d十月一二三四五六七八九第.\-~])(?P<day>{_N})号(?!楼|线|院|码|门|店|病|床|机|文|令|公告|\d)(?:那天|的)?{_PART}"
)
_SIGNS = re.compile(
    r"(?<![\d.\-/])(?P<year>(?:19|20)\d{2}|\d{2})[.\-/](?P<month>\d{1,2})[.\-/](?P<day>\d{1,2})(?![\d.\-/])"
)
_SHORT = re.compile(
    r"(?<![\d.\-/¥])(?P<month>1[0-2]|0?[1-9])[./](?P<day>3[01]|[12]\d|0?[1-9])(?![\d.\-/万千元块岁%亩])"
)
_COMPACT = re.compile(r"(?<!\d)(?P<year>20\d{2})(?P<month>0[1-9]|1[0-2])(?P<day>[0-2]\d|3[01])(?!\d)")
_SPOKEN_YEAR = str.maketrans("零〇一二三四五六七八九", "00123456789")


def _year(words: str | None, today: date) -> int | None:
    named = {"去": -1, "今": 0, "本": 0, "前": -2}
    if words in named:
        return today.year + named[words]
    digits = (words or "").translate(_SPOKEN_YEAR)
    if not digits.isdigit():
        return None
    if len(digits) == 2:
        return today.year - (today.year - int(digits)) % 100
    return int(digits)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _full(match: re.Match[str], today: date) -> Reading | None:
    parts = match.groupdict()
    month, number = _int(parts["month"]), _int(parts["day"])
    if month is None or number is None or not (1 <= month <= 12 and 1 <= number <= 31):
        return None
    if "mark" in parts and not parts["mark"] and not parts["month"].isascii():
        return None  # 「九月二十八」 without 号 may be either calendar
    if parts.get("year"):
        year = _year(parts["year"], today)
        day = _day(year, month, number) if year and EARLIEST_YEAR <= year <= LATEST_YEAR else None
        return _both(day) if day else None
    return _around(today, month, number)


def _around(today: date, month: int, number: int) -> Reading | None:
    """The latest such day up to today, and the first from today on."""
    days = [day for year in range(today.year - 4, today.year + 5) if (day := _day(year, month, number))]
    past, future = [d for d in days if d <= today], [d for d in days if d >= today]
    return (_exact(past[-1]) if past else None, _exact(future[0]) if future else None) if days else None


def _shift(today: date, months: int) -> tuple[int, int]:
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    return year, month + 1


_MONTHS = {"上上": -2, "上": -1, "这": 0, "本": 0, "下": 1, "当": 0}


def _month_day(match: re.Match[str], today: date) -> Reading | None:
    number = _int(match["day"])
    year, month = _shift(today, _MONTHS[match["which"].rstrip("个")])
    day = _day(year, month, number) if number else None
    return _both(day) if day else None


def _only_day(match: re.Match[str], today: date) -> Reading | None:
    number = _int(match["day"])
    if number is None or not 1 <= number <= 31:
        return None
    days = [day for shift in range(-3, 4) if (day := _day(*_shift(today, shift), number))]
    past, future = [d for d in days if d <= today], [d for d in days if d >= today]
    return (_exact(past[-1]) if past else None), (_exact(future[0]) if future else None)


# --- months and years -----------------------------------------------------------------------------

_PART_OF_MONTH = re.compile(
    rf"(?:(?P<which>上上个?|上个?|这个?|本|下个?)月(?P<when>底|初|末|中旬|上旬|下旬)?|{_YEAR}(?:的)?(?P<month>{_N})月份?|(?P<bare>\d{{4}})年)(?!\d|[一二三四五六七八九十]+[日号])"
)


def _part_of_month(match: re.Match[str], today: date) -> Reading | None:
    if match["bare"]:
        year, month = int(match["bare"]), None
        if not EARLIEST_YEAR <= year <= LATEST_YEAR:
            return None
    elif match["which"]:
        year, month = _shift(today, _MONTHS[match["which"].rstrip("个")])
    else:
        found, month = _year(match["year"], today), _int(match["month"])
        if found is None or month is None or not 1 <= month <= 12:
            return None
        year = found
    value = PartialDate(year, month)
    return value, value


# --- 农历 -------------------------------------------------------------------------------------------

_LUNAR = re.compile(
    r"(?:(?P<year>去|今|前|本|(?:19|20)\d{2}|\d{2})年)?(?P<name>农历|阴历|旧历|古历|老历)?的?(?:(?P<year2>去|今|前|(?:19|20)\d{2})年)?"
    r"(?P<leap>闰)?(?P<month>正|冬|腊|十[一二]?|[一二三四五六七八九]|\d{1,2})月(?P<day>初[一二三四五六七八九十]|廿[一二三四五六七八九]?|二?十[一二三四五六七八九]?|三十|\d{1,2})"
    rf"(?P<mark>日|号)?(?:那天|这天|的)?{_PART}"
)
_MONTH_NAMES = {"正": 1, "冬": 11, "腊": 12}


def _lunar(match: re.Match[str], today: date) -> Reading | None:
    words = match["day"]
    by_words = bool(match["name"] or match["leap"]) or match["month"] in _MONTH_NAMES or words[0] in "初廿"
    if not by_words or (match["mark"] == "号" and not match["name"]):
        return None
    month = _MONTH_NAMES.get(match["month"]) or _int(match["month"])
    number = _lunar_number(words)
    if month is None or number is None:
        return None
    year = _year(match["year"] or match["year2"], _in_lunar_year(today))
    return _lunar_reading(year, month, number, bool(match["leap"]), today)


def _in_lunar_year(today: date) -> date:
    """今年 beside a lunar day is the year of the lunar calendar, which lasts into January or February."""
    new_year = lunar_to_solar(today.year, 1, 1)
    return today.replace(year=today.year - 1, day=1) if new_year and today < new_year else today


def _lunar_number(words: str) -> int | None:
    tens = {"初": 0, "廿": 20}
    if words[0] in tens:
        return tens[words[0]] + (_int(words[1:]) or 0) if words[1:] else 20
    return _int(words)


def _lunar_reading(year: int | None, month: int, number: int, leap: bool, today: date) -> Reading | None:
    if year is not None:
        day = lunar_to_solar(year, month, number, leap=leap)
        return _both(day) if day else None
    past = latest_lunar(month, number, leap, today)
    coming = (lunar_to_solar(y, month, number, leap=leap) for y in (today.year - 1, today.year, today.year + 1))
    future = next((day for day in coming if day and day >= today), None)
    return (_exact(past) if past else None), (_exact(future) if future else None)


# 「初六走的」, of this month or the one before; 初一 to 初三 are also years of school.
_BARE_LUNAR = re.compile(
    rf"(?<![年月大最起当])(?P<day>初[四五六七八九十]|初[一二三](?=那天|走|没|去世|过世|晚|早|夜|上午|下午|中午|凌晨)|廿[一二三四五六七八九])(?![中小]|级|学|见|次|步|审|期)(?:那天|这天|的)?{_PART}"
)
_LUNAR_MONTH = re.compile(r"[正腊冬一二三四五六七八九十\d]月|上个?月|过年|春节")


def _bare_lunar(match: re.Match[str], today: date) -> Reading | None:
    if _LUNAR_MONTH.search(match.string):
        return None
    return _of_any_month(_lunar_number(match["day"]) or 1, today)


@lru_cache(maxsize=64)
def _of_any_month(number: int, today: date) -> Reading:
    past = max((day for month in range(1, 13) if (day := latest_lunar(month, number, False, today))), default=None)
    years = (today.year - 1, today.year, today.year + 1)
    coming = (lunar_to_solar(year, month, number) for year in years for month in range(1, 13))
    future = min((day for day in coming if day and day >= today), default=None)
    return (_exact(past) if past else None), (_exact(future) if future else None)


_NEW_YEAR = re.compile(
    rf"(?:(?P<year>去|今|前)年)?(?:(?<!\d)大?年|过年|春节)(?P<day>初[一二三四五六七八九十]|三十)(?:那天|这天|的)?{_PART}"
)
_HALF_MONTH = re.compile(rf"(?P<month>正|七|八)月半(?:那天|的)?{_PART}")


def _new_year(match: re.Match[str], today: date) -> Reading | None:
    """「年初六」; 「大年三十」 is the day before the first."""
    last = match["day"] == "三十"
    year = _year(match["year"], _in_lunar_year(today))
    if year is not None and last:
        year += 1
    reading = _lunar_reading(year, 1, 1 if last else _lunar_number(match["day"]) or 1, False, today)
    return reading if reading is None or not last else (_eve(reading[0]), _eve(reading[1]))


def _eve(day: PartialDate | None) -> PartialDate | None:
    return _exact(date(day.year, day.month or 1, day.day or 1) - timedelta(days=1)) if day else None


def _half_month(match: re.Match[str], today: date) -> Reading | None:
    return _lunar_reading(None, _MONTH_NAMES.get(match["month"]) or _int(match["month"]) or 1, 15, False, today)


_FEASTS = {
    "元旦": (1, 1), "五一": (5, 1), "国庆": (10, 1), "大年初一": (-1, 1), "年初一": (-1, 1), "正月初一": (-1, 1),
    "元宵": (-1, 15),
    "端午": (-5, 5), "七夕": (-7, 7), "中秋": (-8, 15), "重阳": (-9, 9), "腊八": (-12, 8),
}  # fmt: skip
_FEAST = re.compile(
    rf"(?:(?P<year>去|今|前)年)?(?P<feast>{'|'.join(_FEASTS)})节?"
    rf"(?:那天|当天|那晚|那日|(?=早上|上午|中午|下午|晚上|夜里|凌晨|半夜)){_PART}"
)


def _feast(match: re.Match[str], today: date) -> Reading | None:
    month, number = _FEASTS[match["feast"]]
    year = _year(match["year"], today) if match["year"] else None
    if month < 0:
        return _lunar_reading(year, -month, number, False, today)
    day = _day(year, month, number) if year else None
    return _both(day) if day else _around(today, month, number)


# --- all of them ----------------------------------------------------------------------------------

_KINDS: tuple[tuple[str, re.Pattern[str], _Reader], ...] = (
    ("月", _LUNAR, _lunar),
    ("年", _NEW_YEAR, _new_year),
    ("初", _BARE_LUNAR, _bare_lunar),
    ("廿", _BARE_LUNAR, _bare_lunar),
    ("月半", _HALF_MONTH, _half_month),
    ("", _FEAST, _feast),
    ("月", _FULL, _full),
    ("", _SIGNS, _full),
    ("20", _COMPACT, _full),
    ("月", _MONTH_DAY, _month_day),
    ("", _NAMED_DAY, _named),
    ("", _WEEKDAY, _weekday),
    ("", _AGO, _ago),
    ("号", _DAY, _only_day),
    (".", _SHORT, _full),
    ("/", _SHORT, _full),
    ("", _PART_OF_MONTH, _part_of_month),
)
_PARTS = {
    "morning": "凌晨清晨清早早晨早上早起一早一大早大早上大清早上午头晌上晌前晌前半晌",
    "afternoon": "中午晌午下午后晌后半晌下半晌过晌下晌",
    "evening": "傍晚傍黑擦黑晚上晚间晚夕夜里夜间夜晚半夜深夜上半夜下半夜前半夜后半夜黑了黑喽黑里黑家黑间黑夜黑来夜头",
}


def days(text: str, today: date) -> Iterator[DaySaid]:
    """Every day named in ``text``, from left to right; none overlaps another."""
    found: list[DaySaid] = []
    for sign, pattern, reader in _KINDS:
        if sign not in text:
            continue
        for match in pattern.finditer(text):
            if any(match.start() < other.end and other.start < match.end() for other in found):
                continue
            if reader is _weekday and any(other.end == match.start() for other in found):  # 「11月28号周六」
                continue
            reading = reader(match, today)
            if reading:
                found.append(DaySaid(match.start(), match.end(), *reading, _part(match)))
    yield from _corrected(sorted(found, key=lambda one: one.start), text)


def is_day(words: str) -> bool:
    """Whether ``words`` are a day and nothing else to speak of."""
    said = next(days(words, _ANY_DAY), None)
    return said is not None and len(words.strip()) - (said.end - said.start) <= _LITTLE


_ANY_DAY = date(2026, 7, 1)  # which day they are does not matter
_LITTLE = 3


# 「5月3号走的，打错了，是13」: only the day is said again.
_SAID_AGAIN = re.compile(
    rf"[^。；;！!？?\d]{{0,8}}?[，,。\s…]*(?:[噢哦啊唉呃诶说写打记讲搞看]|是)*(?:不对|错了|不是)[了啊哈]?[，,。\s]*(?:应该|应当)?(?:是|为)?\s?"
    rf"(?P<day>{_N})(?P<mark>号|日)?(?:那天|的)?{_PART}(?![\d月岁点个万千.块元年])"
)


def _corrected(found: list[DaySaid], text: str) -> Iterator[DaySaid]:
    again: dict[int, DaySaid] = {}
    for one in found:
        match = _SAID_AGAIN.match(text, one.end) if one.past and one.past.month and one.past.day else None
        number = _int(match["day"]) if match else None
        day = _day(one.past.year, one.past.month or 1, number) if number and one.past else None
        if match and day:
            again[match.start("day")] = DaySaid(match.start("day"), match.end(), *_both(day), _part(match))
    yield from sorted([*(one for one in found if one.start not in again), *again.values()], key=lambda one: one.start)


def _part(match: re.Match[str]) -> str | None:
    words = match.groupdict().get("part") or (
        match[0][1:] if match[0] in ("今早", "昨早", "明早", "今晚", "昨晚", "明晚") else None
    )
    if words in ("早", "晨"):
        return "morning"
    return next((part for part, all_words in _PARTS.items() if words and words in all_words), None)
