"""Amounts as people write them: 「三百块」, 「1.2万」, 「一千二」, 「每月 3,000 元」."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from assistant.catalog.bounds import plain
from assistant.catalog.model import Unit
from assistant.catalog.validators import Problem, narrow, squeeze
from assistant.forms.messages import Message, _


@dataclass(frozen=True)
class Amount:
    """A number in the unit that was asked for."""

    number: Decimal
    warnings: tuple[Message, ...] = ()


_PERIODS: tuple[tuple[re.Pattern[str], Unit], ...] = (
    (re.compile(r"每年|一年|全年|年收入|/年|年"), Unit.YUAN_PER_YEAR),
    (re.compile(r"每个月|每月|一个月|月收入|/月|个月|月"), Unit.YUAN_PER_MONTH),
    (re.compile(r"每天|一天|每日|/天|/日|天|日"), Unit.YUAN_PER_DAY),
    (re.compile(r"每次|一次|/次|次"), Unit.YUAN_PER_TIME),
)
_PERIOD_WORDS = {
    Unit.YUAN_PER_YEAR: _("每年"),
    Unit.YUAN_PER_MONTH: _("每月"),
    Unit.YUAN_PER_DAY: _("每天"),
    Unit.YUAN_PER_TIME: _("每次"),
}
_CLUTTER = re.compile(r"人民币|rmb|cny|[¥￥]|大约|大概|左右|约|一共|总共|拢共|统共|共|，|,|'|整|正$")
_MONEY_WORDS = re.compile(r"(块钱|元钱|块|元|圆|塊|圓)")
_COUNT_WORDS = re.compile(
    r"(周岁|岁|个工作日|工作日|个月|个人|口人|平方米|平米|㎡|小时|分钟|天|日|年|月|人|口|位|名|份|次|级|%|个|套|辆)$"
)
_RANGE = re.compile(r"[~～到至]|\d-\d|以上|以下|多$|来$|几")
_LARGEST_TEXT = 40


def read_amount(raw: str, unit: Unit, *, money: bool) -> Amount:
    """The number in ``raw``; money given for another period (a year for a month) is converted, with a warning.

    Raises Problem for what is not one number.
    """
    text = squeeze(raw, _LARGEST_TEXT).lower()
    if not money:
        return Amount(_number(_COUNT_WORDS.sub("", _CLUTTER.sub("", text))))
    given, text = _split_period(text)
    number = _yuan(_CLUTTER.sub("", text))
    return _for_period(number, given, unit)


def _split_period(text: str) -> tuple[Unit | None, str]:
    for pattern, unit in _PERIODS:
        if pattern.search(text):
            return unit, pattern.sub("", text).rstrip("/")
    return None, text


def _for_period(number: Decimal, given: Unit | None, wanted: Unit) -> Amount:
    if given is None or given is wanted or wanted not in _PERIOD_WORDS:
        return Amount(number)
    factors = {
        (Unit.YUAN_PER_YEAR, Unit.YUAN_PER_MONTH): Decimal(1) / 12,
        (Unit.YUAN_PER_MONTH, Unit.YUAN_PER_YEAR): Decimal(12),
    }
    factor = factors.get((given, wanted))
    if factor is None:
        what = _(
            "这里要填%(wanted)s的钱数，您填的是%(given)s。", wanted=_PERIOD_WORDS[wanted], given=_PERIOD_WORDS[given]
        )
        raise Problem(what, _("请换算后再填。"))
    converted = (number * factor).quantize(Decimal("0.01"), ROUND_HALF_UP)
    note = _("按%(wanted)s %(sum)s 元记下。", wanted=_PERIOD_WORDS[wanted], sum=plain(converted))
    return Amount(converted, (note,))


def _yuan(text: str) -> Decimal:
    """Yuan from 「3块5」, 「三块五毛」, 「两百五十元」 or a bare number."""
    if "亿美" in text or "美元" in text or "港币" in text or "$" in text:
        raise Problem(_("这里只填人民币。"), _("请换算成人民币，只填数字。"))
    whole, word, rest = _MONEY_WORDS.sub("元", text, count=1).partition("元")
    if not word and re.search(r"[角毛分]", text):
        whole, rest = "0", text
    total = _number(whole) if whole or not rest else Decimal(0)
    return total + _small_change(rest)


def _small_change(rest: str) -> Decimal:
    if not rest:
        return Decimal(0)
    match = re.fullmatch(r"(?:([\d零一二两三四五六七八九])[角毛]?)?(?:([\d零一二两三四五六七八九])分)?", rest)
    if match is None:
        raise _not_a_number()
    jiao, fen = (_number(part) if part else Decimal(0) for part in match.groups())
    return jiao / 10 + fen / 100


def _number(text: str) -> Decimal:
    if not text:
        raise _not_a_number()
    if re.fullmatch(r"[-+]?\d+(\.\d*)?|\.\d+", text, re.ASCII):
        return Decimal(text.rstrip("."))
    if text[0] in "-负":
        return -_number(text[1:].removeprefix("-")) if text[1:] else _fail()
    if _RANGE.search(text):
        raise Problem(_("这里只能填一个数。"), _("请填一个最接近的数，例如 3000。"))
    if text in ("没有", "无", "零", "〇", "一分没有", "没"):
        return Decimal(0)
    return _numerals(text)


def _fail() -> Decimal:
    raise _not_a_number()


def _numerals(text: str) -> Decimal:
    """Chinese numerals, alone or after digits (「1万2」)."""
    if not re.fullmatch(r"[\d.零〇一二两三四五六七八九十百千万亿点廿卅壹贰叁肆伍陆柒捌玖拾佰仟萬億]+", text):
        raise _not_a_number()
    if re.search(r"[一二两三四五六七八九]{2}(?=[十百千万亿])", text):  # 「一三万」 is two numbers, or a guess
        raise _not_a_number()
    import cn2an  # slow to import, and seldom needed

    text = text.translate(str.maketrans("〇萬億", "零万亿"))
    text = re.sub(r"^(?=[百千万])", "一", text)
    try:
        return round(Decimal(str(cn2an.cn2an(text, "smart"))), 4)  # it multiplies in binary fractions
    except (ValueError, TypeError, KeyError, IndexError, ArithmeticError) as error:
        raise _not_a_number() from error


def _not_a_number() -> Problem:
    return Problem(_("这里看不出数字。"), _("请只填数字，例如 3000 或 1.2万。"))


def numeral(text: str) -> int | None:
    """A small whole number in digits or Chinese numerals, digit by digit too (「一九五八」); None when it is none."""
    text = narrow(text).strip()
    if re.fullmatch(r"\d{1,4}", text, re.ASCII):
        return int(text)
    digits = text.translate(str.maketrans("〇零一二三四五六七八九两", "001234567892"))
    if re.fullmatch(r"\d{2,4}", digits, re.ASCII):
        return int(digits)
    tens = re.fullmatch(r"([一二两三四五六七八九]?)十([一二三四五六七八九]?)", text)
    if tens:
        return int((tens[1] and _DIGIT[tens[1]]) or 1) * 10 + int((tens[2] and _DIGIT[tens[2]]) or 0)
    twenties = re.fullmatch(r"([初廿卅])([一二三四五六七八九十]?)", text)
    if twenties:
        start = {"初": 0, "廿": 20, "卅": 30}[twenties[1]]
        return start + (_DIGIT.get(twenties[2], 0)) if twenties[2] or start else None
    return _DIGIT.get(text)


_DIGIT = {char: number for number, char in enumerate("零一二三四五六七八九十")} | {"两": 2, "〇": 0}
