"""Days as people write them: 「1958年6月12日」, 「58.6.12」, 「昨天」, 「农历三月初五」, 「闰四月廿三」.

The 农历 follows GB/T 33661-2017 as lunar-python computes it. Today is an argument.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from assistant.catalog.lunar import latest_lunar, lunar_to_solar
from assistant.catalog.validators import EARLIEST_YEAR, LATEST_YEAR, Problem, clean_text, narrow
from assistant.catalog.values import PartialDate, make_partial_date
from assistant.forms.amounts import numeral
from assistant.forms.messages import Message, _
from assistant.forms.typed import BoxProblem

_LONGEST = 60


@dataclass(frozen=True)
class Day:
    """A day in the common calendar, as exactly as it was given."""

    day: PartialDate
    warnings: tuple[Message, ...] = ()

    @property
    def exact(self) -> date:
        """The day itself; raises Problem when only its month or year was given."""
        if self.day.month is None or self.day.day is None:
            raise Problem(_("还缺月份或日子。"), _("请填年、月、日，例如 1958年6月12日。"))
        return date(self.day.year, self.day.month, self.day.day)


@dataclass(frozen=True)
class _Parts:
    year: int | None
    month: int | None
    day: int | None
    lunar: bool = False
    leap: bool = False
    short_year: bool = False


def read_day(raw: str, today: date) -> Day:
    """The day that one line of text means; raises Problem with what is missing or cannot be."""
    text = _tidy(raw)
    spoken = _relative(text, today)
    if spoken is not None:
        return Day(_partial(spoken), (_read_as(spoken),))
    return _settle(_split(text), today)


def read_boxes(year: str, month: str, day: str, today: date, *, lunar: bool = False, leap: bool = False) -> Day:
    """The day in the three boxes 年, 月, 日. A whole date typed into the first box is understood too."""
    year, month, day = (_tidy(box) for box in (year, month, day))
    if year and not month and not day and not _ONLY_A_YEAR.fullmatch(year):
        return _in_first_box(("农历" if lunar else "") + year, today)
    joined = f"{_with(year, '年')}{_with(month, '月')}{_with(day, '日')}"
    parts = _split_boxes(("农历" if lunar else "") + joined, {"year": year, "month": month, "day": day})
    if leap:
        parts = _Parts(parts.year, parts.month, parts.day, True, True, parts.short_year)
    return _settle(parts, today)


def _split_boxes(joined: str, boxes: Mapping[str, str]) -> _Parts:
    """The parts of the three boxes; what cannot be read at all is to be mended in the first box without a number."""
    try:
        return _split(joined)
    except BoxProblem:
        raise
    except Problem as problem:
        odd = next((name for name, text in boxes.items() if text and not _HAS_NUMBER.search(text)), "year")
        raise BoxProblem(odd, problem.what, problem.mend) from problem


_HAS_NUMBER = re.compile(r"[\d零〇一二三四五六七八九两十廿正冬腊]")


def _in_first_box(text: str, today: date) -> Day:
    """A whole date in the box of the year: whatever is wrong with it is to be mended there."""
    try:
        return read_day(text, today)
    except Problem as problem:
        raise BoxProblem("year", problem.what, problem.mend) from problem


_ONLY_A_YEAR = re.compile(r"[\d零〇一二三四五六七八九两]{2,4}年?")


def _with(text: str, ending: str) -> str:
    if not text:
        return ""
    return text if text[-1] in "年月日号" else text + ending


def _tidy(raw: str) -> str:
    text = re.sub(r"\s+", "", clean_text(narrow(raw), _LONGEST))
    text = re.sub(r"(公历|阳历|新历|西历|公元|左右|大概|大约)", "", text)
    text = re.sub(r"(?<=[日号\d天])(凌晨|早上|上午|中午|下午|傍晚|晚上|夜里|半夜|T).*$", "", text)
    return re.sub(r"(?<=\d)\d{2}:\d{2}(:\d{2})?$|(?<=[日号])\d{1,2}[:点].*$", "", text)


# --- 昨天, 三天前 --------------------------------------------------------------------------------------

_NAMED_DAYS = {"今天": 0, "今日": 0, "昨天": -1, "昨日": -1, "昨晚": -1, "今早": 0, "今晚": 0, "前天": -2, "大前天": -3}
_NAMED_DAYS |= {"明天": 1, "后天": 2, "大后天": 3}
_SPANS = {"天": 1, "日": 1, "周": 7, "星期": 7, "个星期": 7, "礼拜": 7, "个礼拜": 7}


def _relative(text: str, today: date) -> date | None:
    bare = re.sub(r"(凌晨|早上|上午|中午|下午|傍晚|晚上|夜里|半夜).*$", "", text)
    if bare in _NAMED_DAYS:
        return today + timedelta(days=_NAMED_DAYS[bare])
    ago = re.fullmatch(r"(.{1,3}?)(天|日|周|个?星期|个?礼拜)(以?前|之前|后|以后|之后)", bare)
    number = numeral(ago[1]) if ago else None
    if ago is None or number is None or number > 999:
        return None
    days = number * _SPANS[ago[2]]
    return today + timedelta(days=-days if "前" in ago[3] else days)


# --- taking a date apart --------------------------------------------------------------------------

_LUNAR = re.compile(r"农历|阴历|旧历|古历|夏历")
_NUMERALS = "零〇一二三四五六七八九十两廿卅初"
_WORDS = re.compile(
    rf"(?:(?P<year>[\d零〇一二三四五六七八九两]{{2,4}})年)?"
    rf"(?:(?P<leap>闰)?(?P<month>[\d{_NUMERALS}正冬腊]{{1,3}})月)?"
    rf"(?:(?P<day>[\d{_NUMERALS}]{{1,3}})[日号]?)?"
)
_SIGNS = re.compile(r"(\d{2}|\d{4})[-./\\、,，](\d{1,2})(?:[-./\\、,，](\d{1,2}))?[日号]?")
_MONTH_NAMES = {"正": 1, "冬": 11, "腊": 12}


def _split(text: str) -> _Parts:
    lunar = bool(_LUNAR.search(text))
    text = _LUNAR.sub("", text).replace("的", "")
    signs = _SIGNS.fullmatch(text)
    if signs:
        year, month, day = (int(part) if part else None for part in signs.groups())
        return _Parts(year, month, day, lunar, short_year=len(signs[1]) == 2)
    for pattern in (r"(\d{4})(\d{2})(\d{2})", r"(\d{4})(\d{2})", r"(\d{4})"):
        match = re.fullmatch(pattern, text, re.ASCII)
        if match:
            year, month, day = (*map(int, match.groups()), None, None)[:3]
            return _Parts(year, month, day, lunar)
    return _split_words(text, lunar)


def _split_words(text: str, lunar: bool) -> _Parts:
    match = _WORDS.fullmatch(text) if text else None
    if match is None or not any(match.groups()):
        raise Problem(_("这里看不出是哪一天。"), _("请填年、月、日，例如 1958年6月12日。"))
    year, month, day = match["year"], match["month"], match["day"]
    if month is None and day is not None and year is None:
        raise Problem(_("还缺年份和月份。"), _("请填年、月、日，例如 1958年6月12日。"))
    by_words = bool(match["leap"]) or month in _MONTH_NAMES or (day or "")[:1] in ("初", "廿")
    return _Parts(
        _numeral_of(year, "year"),
        _MONTH_NAMES.get(month or "") or _numeral_of(month, "month"),
        _numeral_of(day, "day"),
        lunar or by_words,
        bool(match["leap"]),
        short_year=year is not None and len(year) == 2,
    )


def _numeral_of(text: str | None, part: str) -> int | None:
    if text is None:
        return None
    number = numeral(text)
    if number is None:
        raise BoxProblem(part, _("「%(text)s」看不出是几。", text=text), _("请填数字，例如 6 月 12 日。"))
    return number


# --- putting it together --------------------------------------------------------------------------


def _settle(parts: _Parts, today: date) -> Day:
    year, warnings = _year(parts, today)
    if parts.lunar:
        return _from_lunar(year, parts, warnings, today)
    if parts.month is None and parts.day is not None:
        raise BoxProblem("month", _("还缺月份。"), _("请填年、月、日，例如 1958年6月12日。"))
    if parts.month is not None and not 1 <= parts.month <= 12:
        raise BoxProblem("month", _("没有 %(month)s 月。", month=parts.month), _("月份请填 1 到 12。"))
    if year is None:
        solar = _latest_solar(parts, today)
        return Day(_partial(solar), (_read_as(solar),))
    _refuse_year(year)
    if parts.month is not None and parts.day is not None and not _exists(year, parts.month, parts.day):
        raise _no_such_day(f"{year}年{parts.month}月{parts.day}日")
    return Day(make_partial_date(year, parts.month, parts.day), warnings)


def _year(parts: _Parts, today: date) -> tuple[int | None, tuple[Message, ...]]:
    """The year in four digits; of two digits the latest such year that has begun, with a warning."""
    if parts.year is None or not parts.short_year:
        return parts.year, ()
    year = today.year - (today.year - parts.year) % 100
    return year, (_("年份按 %(year)s 年记下。", year=year),)


def _refuse_year(year: int) -> None:
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise BoxProblem("year", _("年份 %(year)s 不对。", year=year), _("请填四位的公历年份，例如 1958。"))


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _no_such_day(day: str) -> BoxProblem:
    return BoxProblem("day", _("没有 %(day)s 这一天。", day=day), _("请对照日历再看一遍。"))


def _latest_solar(parts: _Parts, today: date) -> date:
    """The latest day not after today with this month and day."""
    if parts.month is None or parts.day is None:
        raise BoxProblem("year", _("还缺年份。"), _("请填年、月、日，例如 1958年6月12日。"))
    for year in range(today.year, today.year - 9, -1):
        if _exists(year, parts.month, parts.day) and date(year, parts.month, parts.day) <= today:
            return date(year, parts.month, parts.day)
    raise _no_such_day(f"{parts.month}月{parts.day}日")


def _partial(day: date) -> PartialDate:
    return PartialDate(day.year, day.month, day.day)


def words_of(day: date) -> str:
    """「1958年6月12日」."""
    return f"{day.year}年{day.month}月{day.day}日"


def _read_as(day: date) -> Message:
    return _("按公历 %(day)s 记下。", day=words_of(day))


# --- 农历 -------------------------------------------------------------------------------------------


def _from_lunar(year: int | None, parts: _Parts, warnings: tuple[Message, ...], today: date) -> Day:
    if parts.month is None or parts.day is None:
        raise BoxProblem(
            "month" if parts.month is None else "day",
            _("农历日期要有月和日。"),
            _("请填全，例如 农历1958年四月廿五；记不清就填公历年份。"),
        )
    said = lunar_words(parts.month, parts.day, leap=parts.leap)
    if year is not None:
        _refuse_year(year)
        said = f"{year}年{said}"
        solar = lunar_to_solar(year, parts.month, parts.day, leap=parts.leap)
    else:
        solar = latest_lunar(parts.month, parts.day, parts.leap, today)
    if solar is None:
        raise _no_such_day(f"农历{said}")
    note = _("农历%(said)s是公历 %(day)s。", said=said, day=words_of(solar))
    return Day(_partial(solar), (*warnings, note))


_MONTH_WORDS = "正二三四五六七八九十冬腊"
_TENS = ("初", "十", "廿", "三")


def lunar_words(month: int, day: int, *, leap: bool = False) -> str:
    """「闰四月廿三」; numbers that no lunar calendar has stay digits."""
    if not (1 <= month <= 12 and 1 <= day <= 30):
        return f"{'闰' if leap else ''}{month}月{day}日"
    ten, one = divmod(day, 10)
    word = {10: "初十", 20: "二十", 30: "三十"}.get(day) or _TENS[ten] + "一二三四五六七八九"[one - 1]
    return f"{'闰' if leap else ''}{_MONTH_WORDS[month - 1]}月{word}"
