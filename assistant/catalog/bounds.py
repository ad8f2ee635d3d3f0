"""What numbers an honest answer can be, by the unit it is counted in."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from assistant.catalog.messages import Message, _
from assistant.catalog.validators import Problem

if TYPE_CHECKING:
    from assistant.catalog.model import Fact, PersonField, Unit

# What no honest answer exceeds, by unit: (least, most, whole numbers only).
_BOUNDS: dict[str, tuple[int, int, bool]] = {
    "age": (0, 150, True),
    "percent": (0, 100, False),
    "people": (0, 1000, True),
    "copies": (0, 1000, True),
    "times": (0, 10_000, True),
    "level": (0, 100, True),
    "minutes": (0, 10_000_000, True),
    "hours": (0, 1_000_000, False),
    "days": (0, 60_000, True),
    "working_days": (0, 60_000, True),
    "months": (0, 2_000, True),
    "years": (0, 200, False),
    "square_metres": (0, 1_000_000, False),
}
_ANY_NUMBER = (0, 1_000_000_000_000, False)
_UNIT_WORDS: dict[str, Message] = {
    "yuan": _("元"),
    "yuan_per_month": _("元/月"),
    "yuan_per_year": _("元/年"),
    "yuan_per_day": _("元/天"),
    "yuan_per_time": _("元/次"),
    "days": _("天"),
    "working_days": _("个工作日"),
    "hours": _("小时"),
    "minutes": _("分钟"),
    "months": _("个月"),
    "years": _("年"),
    "age": _("岁"),
    "people": _("人"),
    "copies": _("份"),
    "times": _("次"),
    "percent": Message("%"),
    "square_metres": _("平方米"),
    "level": _("级"),
}


def unit_word(unit: Unit) -> str:
    """The unit in words (「元/月」), empty where there is none."""
    return _UNIT_WORDS.get(unit.value, "")


def check_number(fact: Fact | PersonField, number: Decimal) -> Decimal:
    """``number`` without idle zeros; raises Problem outside the bounds of the fact and of its unit."""
    if not number.is_finite():
        raise Problem(_("这一项的写法不对。"), _("请填数字。"))
    least, most, whole = _BOUNDS.get(fact.unit.value, _ANY_NUMBER)
    low = Decimal(least) if fact.min is None else fact.min
    high = Decimal(most) if fact.max is None else fact.max
    unit = unit_word(fact.unit)
    unit = f" {unit}" if unit not in ("", "%") else unit
    if number < low:
        raise Problem(_("这个数字太小了。"), _("最少填 %(low)s%(unit)s。", low=plain(low), unit=unit))
    if number > high:
        raise Problem(_("这个数字太大了。"), _("最多填 %(high)s%(unit)s。", high=plain(high), unit=unit))
    if whole and number != number.to_integral_value():
        raise Problem(_("这里只能填整数。"), _("请去掉小数。"))
    places = 2 if fact.type.value == "money" else 4
    if number != round(number, places):
        raise Problem(_("小数位太多了。"), _("最多填 %(places)s 位小数。", places=places))
    return Decimal(plain(number))


def plain(number: Decimal) -> str:
    """The number in digits, without exponent and idle zeros: ``0.5``, ``1200``."""
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text
