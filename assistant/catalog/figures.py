"""Write figures for residents: with unit, and with year and hedge when they are due."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Protocol

from assistant.catalog.loader import PLACEHOLDER
from assistant.catalog.messages import Message, _
from assistant.catalog.model import Figure, Parameter, Status, Unit
from assistant.catalog.outcome import MissingFigure

TWELVE_MONTHS = timedelta(days=365)
_YEAR = re.compile(r"(\d{4}) 年")
TEN_THOUSAND = Decimal(10000)
AGES_QUICKLY = frozenset({Unit.YUAN, Unit.YUAN_PER_MONTH, Unit.YUAN_PER_YEAR, Unit.YUAN_PER_DAY,
                          Unit.YUAN_PER_TIME, Unit.PHONE, Unit.DAYS, Unit.WORKING_DAYS})  # fmt: skip
_PATTERNS: dict[Unit, str] = {
    Unit.YUAN: "%(n)s 元", Unit.YUAN_PER_MONTH: "每月 %(n)s 元", Unit.YUAN_PER_YEAR: "每年 %(n)s 元",
    Unit.YUAN_PER_DAY: "每天 %(n)s 元", Unit.YUAN_PER_TIME: "每次 %(n)s 元", Unit.DAYS: "%(n)s 天",
    Unit.WORKING_DAYS: "%(n)s 个工作日", Unit.HOURS: "%(n)s 小时", Unit.MINUTES: "%(n)s 分钟",
    Unit.MONTHS: "%(n)s 个月", Unit.YEARS: "%(n)s 年", Unit.AGE: "%(n)s 岁", Unit.PEOPLE: "%(n)s 人",
    Unit.COPIES: "%(n)s 份", Unit.TIMES: "%(n)s 倍", Unit.PERCENT: "%(n)s%%",
    Unit.SQUARE_METRES: "%(n)s 平方米", Unit.LEVEL: "%(n)s 级",
}  # fmt: skip
# The extractor reads these: every pattern above has to stand in a call of the marker.
_MARKED = (
    _("%(n)s 元", n=""), _("每月 %(n)s 元", n=""), _("每年 %(n)s 元", n=""), _("每天 %(n)s 元", n=""),
    _("每次 %(n)s 元", n=""),
    _("%(n)s 天", n=""), _("%(n)s 个工作日", n=""), _("%(n)s 小时", n=""), _("%(n)s 分钟", n=""), _("%(n)s 个月", n=""),
    _("%(n)s 年", n=""), _("%(n)s 岁", n=""), _("%(n)s 人", n=""), _("%(n)s 份", n=""), _("%(n)s 倍", n=""),
    _("%(n)s%%", n=""), _("%(n)s 平方米", n=""), _("%(n)s 级", n=""),
)  # fmt: skip
# What stands in a sentence where a figure may not be shown. It reads on; the hedge is said once, after the text.
_LOCAL: dict[Unit, Message] = {
    Unit.DAYS: _("规定的天数"), Unit.WORKING_DAYS: _("规定的天数"), Unit.HOURS: _("规定的时间"),
    Unit.MINUTES: _("规定的时间"), Unit.MONTHS: _("规定的月数"), Unit.YEARS: _("规定的年数"),
    Unit.AGE: _("规定的年龄"), Unit.PEOPLE: _("规定的人数"), Unit.COPIES: _("规定的份数"),
    Unit.TIMES: _("规定的倍数"), Unit.PERCENT: _("规定的比例"), Unit.SQUARE_METRES: _("规定的面积"),
    Unit.LEVEL: _("规定的等级"), Unit.PHONE: _("当地的电话"),
}  # fmt: skip
LOCAL_STANDARD = _("当地的标准")


class FigureBook(Protocol):
    """Where texts find their figures: the rules of a city and day."""

    @property
    def day(self) -> date: ...
    def parameter(self, parameter: str, city: str | None = None) -> Parameter: ...
    def figure_entry(self, parameter: str, city: str | None = None) -> Figure | None: ...


@dataclass(frozen=True)
class Shown:
    """A figure as words: ``text`` (None when it must not be shown), and the year to say with it, if any."""

    text: str | None
    year: int | None = None
    hedge: bool = False


def plain_number(value: Decimal) -> str:
    """Digits with thousands separators and no idle zeros: 56,502 · 0.5."""
    return f"{value.normalize():,f}"


def number_words(value: Decimal, unit: Unit) -> Message:
    """A number with its unit, in 万 where it comes out even."""
    if unit in (Unit.NONE, Unit.TEXT, Unit.PHONE):
        return Message(plain_number(value))
    if unit is Unit.YUAN and abs(value) >= TEN_THOUSAND and value % 1000 == 0:
        return _("%(n)s 万元", n=plain_number(value / TEN_THOUSAND))
    return Message(_PATTERNS[unit], n=plain_number(value))


def show_figure(parameter: Parameter, figure: Figure | None, day: date) -> Shown:
    """A figure for a resident; money, day limits and phones older than twelve months come with year and hedge."""
    if figure is None or figure.value is None or figure.status is Status.UNVERIFIED:
        return Shown(None, hedge=True)
    words = Message(figure.value) if isinstance(figure.value, str) else number_words(figure.value, parameter.unit)
    printed = figure.as_of or figure.from_
    old = parameter.unit in AGES_QUICKLY and figure.as_of is not None and printed + TWELVE_MONTHS < day
    return Shown(words, printed.year if old else None, old or figure.status is Status.PARTLY)


def fill_figures(text: str, book: FigureBook, years: bool = True) -> str:
    """``text`` with every ``{{ parameter }}`` written out, each year that is due said once, in brackets.

    Without ``years`` the caller says them, once for several texts (see ``figure_years``). The result still knows its
    pattern (see ``figure_pattern``) and its figures, so it can be translated.
    """
    if "{{" not in text:
        return text
    said = {int(year) for year in _YEAR.findall(text)} if years else None
    parts = {_name(name, city): _figure_words(book, name, city, said) for name, city in PLACEHOLDER.findall(text)}
    return Message(figure_pattern(text), **parts)


def figure_pattern(text: str) -> str:
    """The pattern under which a text with figures is translated: 「满 %(age)s 可以申请」."""
    return PLACEHOLDER.sub(lambda m: f"%({_name(m[1], m[2])})s", text.replace("%", "%%")) if "{{" in text else text


def _name(parameter: str, city: str | None) -> str:
    return f"{parameter}@{city}" if city else parameter


def _figure_words(book: FigureBook, name: str, city: str, said: set[int] | None) -> str:
    """One figure; its year is added to ``said``, the years that the text has named already (None: name no year)."""
    shown = _shown(book, name, city)
    if shown.text is None:
        return _LOCAL.get(book.parameter(name, city or None).unit, LOCAL_STANDARD)
    if shown.year is None or said is None or shown.year in said:
        return shown.text
    said.add(shown.year)
    return _("%(figure)s（%(year)s 年）", figure=shown.text, year=shown.year)


def _shown(book: FigureBook, name: str, city: str | None) -> Shown:
    """The figure for reading; a day that no figure covers sends to the counter (for deciding it is an error)."""
    try:
        return show_figure(book.parameter(name, city or None), book.figure_entry(name, city or None), book.day)
    except MissingFigure:
        return Shown(None, hedge=True)


def needs_hedge(text: str, book: FigureBook) -> bool:
    """Whether any figure named in ``text`` asks for 「以窗口答复为准」."""
    names = PLACEHOLDER.findall(text)
    return any(_shown(book, name, city).hedge for name, city in names)


def figure_years(text: str, book: FigureBook) -> frozenset[int]:
    """The years that have to be said with the figures named in ``text``."""
    years = (_shown(book, name, city).year for name, city in PLACEHOLDER.findall(text))
    return frozenset(year for year in years if year is not None)
