"""Days: three text boxes 年 月 日, and 农历 where people know only that."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import ClassVar

from assistant.catalog.model import Fact, FactType
from assistant.catalog.validators import Problem
from assistant.catalog.values import PartialDate, Value, check_date
from assistant.forms.dates import Day, read_boxes, read_day, words_of
from assistant.forms.handlers.base import Asking, Choice, Handler, Input, Read
from assistant.forms.messages import Message, _
from assistant.forms.typed import BoxProblem, Typed

PARTS = ("year", "month", "day")
_LABELS = {"year": _("年"), "month": _("月"), "day": _("日")}
_LENGTHS = {"year": "20", "month": "6", "day": "6"}  # a whole date may be typed into the first box


class DateHandler(Handler):
    """One day. Never a wheel and no automatic jump between the boxes."""

    widget = "date"
    keyboard_attributes: ClassVar[Mapping[str, str]] = {
        "inputmode": "numeric",
        "autocomplete": "off",
        "enterkeyhint": "next",
    }

    def read(self, fact: Fact, typed: Typed, asking: Asking) -> Read:
        day = self._day(fact, typed, asking)
        try:
            exact = check_date(day.exact)
        except Problem as problem:
            raise BoxProblem(self._empty_part(fact, typed), problem.what, problem.mend) from problem
        self._refuse_outside(exact, asking)
        return Read(exact, day.warnings)

    def _day(self, fact: Fact, typed: Typed, asking: Asking) -> Day:
        if typed.has(fact.id):
            return read_day(typed.first(fact.id), asking.today)
        year, month, day = (typed.first(f"{fact.id}-{part}") for part in PARTS)
        lunar = fact.lunar and typed.first(f"{fact.id}-calendar") == "lunar"
        leap = lunar and typed.has(f"{fact.id}-leap")
        return read_boxes(year, month, day, asking.today, lunar=lunar, leap=leap)

    def _empty_part(self, fact: Fact, typed: Typed) -> str:
        return next((part for part in PARTS if not typed.has(f"{fact.id}-{part}")), "year")

    def _refuse_outside(self, day: date, asking: Asking) -> None:
        if asking.earliest is not None and day < asking.earliest:
            raise Problem(_("这一天太早了。"), _("最早填 %(day)s。", day=words_of(asking.earliest)))
        if asking.latest is not None and day > asking.latest:
            raise Problem(_("这一天太晚了。"), _("最晚填 %(day)s。", day=words_of(asking.latest)))

    def is_empty(self, fact: Fact, typed: Typed) -> bool:
        return not typed.has(fact.id) and not any(typed.has(f"{fact.id}-{part}") for part in PARTS)

    def show(self, fact: Fact, value: Value) -> str:
        assert isinstance(value, date)
        return words_of(value)

    def hide(self, fact: Fact, value: Value) -> str:
        """A day of birth shows its year alone: beside a masked ID number the whole day would help to rebuild it."""
        assert isinstance(value, date | PartialDate)
        return f"{value.year}年" if is_birth(fact) else super().hide(fact, value)

    def boxes(self, fact: Fact, value: Value) -> dict[str, str]:
        assert isinstance(value, date | PartialDate)
        parts = {part: getattr(value, part) for part in PARTS}
        return {f"{fact.id}-{part}": str(number) for part, number in parts.items() if number is not None}

    def controls(self, fact: Fact, typed: Typed, asking: Asking) -> tuple[Input, ...]:
        boxes = tuple(self._box(fact, part, typed) for part in PARTS)
        return boxes + (self._calendar(fact, typed) if fact.lunar else ())

    def _box(self, fact: Fact, part: str, typed: Typed) -> Input:
        box = f"{fact.id}-{part}"
        value = typed.first(box) or (typed.first(fact.id) if part == "year" else "")
        own_birthday = is_birth(fact) and fact.subject == "applicant"
        complete = f"bday-{part}" if own_birthday else "off"
        attributes = {**self.keyboard_attributes, "autocomplete": complete, "maxlength": _LENGTHS[part]}
        return Input(box, _LABELS[part], "text", value, attributes)

    def _calendar(self, fact: Fact, typed: Typed) -> tuple[Input, ...]:
        calendar, leap = f"{fact.id}-calendar", f"{fact.id}-leap"
        chosen = typed.first(calendar) or "solar"
        kinds = (("solar", _("公历"), calendar), ("lunar", _("农历"), f"{calendar}-lunar"))
        choices = tuple(Choice(value, label, id_, chosen=value == chosen) for value, label, id_ in kinds)
        month = Choice("yes", _("是闰月（只有农历才有）"), leap, chosen=typed.has(leap))
        return (
            Input(calendar, _("您填的是"), "radio", choices=choices),
            Input(leap, _("闰月"), "checkbox", choices=(month,)),
        )

    def first_box(self, fact: Fact) -> str:
        return f"{fact.id}-year"

    def missing(self, fact: Fact) -> tuple[Message, Message]:
        return _("还没有填「%(title)s」。", title=fact.title), _("请填年、月、日，例如 1958年6月12日。")


class PartialDateHandler(DateHandler):
    """A day, a month or a year; month and day may stay empty."""

    widget = "partial_date"

    def read(self, fact: Fact, typed: Typed, asking: Asking) -> Read:
        day = self._day(fact, typed, asking)
        value = day.day
        self._refuse_outside(date(value.year, value.month or 1, value.day or 1), _looser(asking))
        return Read(value, day.warnings)

    def show(self, fact: Fact, value: Value) -> str:
        assert isinstance(value, PartialDate | date)
        named = zip((value.year, value.month, value.day), ("年", "月", "日"), strict=True)
        return "".join(f"{number}{word}" for number, word in named if number is not None)

    def missing(self, fact: Fact) -> tuple[Message, Message]:
        return _("还没有填「%(title)s」。", title=fact.title), _("只记得年份的，填年份就可以。")


def _looser(asking: Asking) -> Asking:
    """The same circumstances with the earliest day moved to the start of its year, for days half known."""
    earliest = asking.earliest and date(asking.earliest.year, 1, 1)
    return Asking(asking.today, asking.signer, asking.near, earliest, asking.latest)


def is_birth(fact: Fact) -> bool:
    """Whether the fact is a day of birth, by the ids that definitions use."""
    return any(part in ("birth", "birthday", "born", "dob") for part in fact.id.replace("-", "_").split("_"))


DATE_HANDLERS: dict[FactType, Handler] = {
    FactType.DATE: DateHandler(),
    FactType.PARTIAL_DATE: PartialDateHandler(),
}
