"""Words that pages need around the figures: language, days, sums, large numbers in groups."""

from __future__ import annotations

import re
from datetime import date, datetime

import flask_babel
from flask import g

from assistant.catalog.catalog import Rules
from assistant.catalog.figures import fill_figures, number_words
from assistant.catalog.messages import Message, _
from assistant.catalog.model import Unit
from assistant.engine.details import DueDate, Paper, Sum
from assistant.forms.handlers.numbers import mask_account, mask_id_number, mask_phone
from assistant.web.core import BEIJING, core
from assistant.web.modes import modes
from assistant.web.places import cities, city_in_force
from assistant.web.traditional import to_traditional

SOURCE = "zh-Hans"
_LONGEST_PHONE = 12
_IDENTITY = re.compile(r"\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])[0-3]\d{4}[\dxX]|\d{17}[xX]")
_LONG_NUMBER = re.compile(r"(?<![\d.])(?:0\d{2,3}-\d{7,8}|\d(?:[ \-]?\d){9,}[\dxX])(?!\d)")
_SAYS_YEAR_AFTER_DAYS = 300


def hide_numbers(text: str) -> str:
    """What somebody wrote, as it may be shown again: telephone, identity and card numbers masked.

    Each in the one way in which its field is masked everywhere: two masks of one number could be put together.
    """
    return _LONG_NUMBER.sub(lambda match: _masked(match[0]), text)


def _masked(written: str) -> str:
    number = re.sub(r"[ \-]", "", written)
    if len(number) <= _LONGEST_PHONE and number[-1].isdigit():
        return mask_phone(written if written.startswith("0") else number)
    return mask_id_number(number) if _IDENTITY.fullmatch(number) else mask_account(number)


def translate(text: str) -> str:
    """The pattern in the visitor's language. Pages in the source language, nearly all of them, look nothing up."""
    return text if modes().lang == SOURCE else str(flask_babel.gettext(text))


def translate_count(one: str, many: str, count: int) -> str:
    """As ``translate``, for a count; ``%(num)s`` is left to be filled in."""
    return one if modes().lang == SOURCE else str(flask_babel.get_translations().ungettext(one, many, count))


def gettext(text: str, **parts: object) -> str:
    """The text in the visitor's language, with its parts."""
    found = translate(text)
    return found % parts if parts else found


def ngettext(one: str, many: str, count: int) -> str:
    """As gettext, for a count; ``%(num)s`` stands for it."""
    return translate_count(one, many, count) % {"num": count}


def say(text: object, context: str | None = None) -> str:
    """A text of code or definitions in the visitor's language; traditional characters where only simplified exist.

    Whatever figures a definition names are written out here at the latest: no placeholder reaches a page.
    """
    if isinstance(text, str) and "{{" in text:
        text = fill_figures(text, rules_in_force())
    if modes().lang == SOURCE or not text:
        return str(text or "")
    if isinstance(text, Message):
        found = text.translated(translate)
    else:
        found = str(flask_babel.pgettext(context, str(text))) if context else translate(str(text))
    untouched = found == str(text)
    return str(to_traditional(found)) if untouched and modes().lang == "zh-Hant" else found


def rules_in_force() -> Rules:
    """The rules of the page's own draft or case, else of the visitor's city (or the first) today."""
    found: Rules | None = g.get("rules")
    if found is None:
        place = city_in_force()
        found = core().library.catalog.rules(place.id if place else cities()[0].id, core().today())
    return found


def day_words(day: date) -> str:
    """「2026 年 12 月 20 日」."""
    return gettext("%(year)s 年 %(month)s 月 %(day)s 日", year=day.year, month=day.month, day=day.day)


def moment_words(at: datetime) -> str:
    """「11 月 21 日 14:05」 in Beijing time."""
    here = at.astimezone(BEIJING)
    return gettext("%(month)s 月 %(day)s 日 %(time)s", month=here.month, day=here.day, time=f"{here:%H:%M}")


def days_left(day: date, today: date) -> str:
    """「还有 29 天」, 「就是今天」 or 「已经过了 3 天」."""
    left = (day - today).days
    if left == 0:
        return gettext("就是今天")
    if left < 0:
        return gettext("已经过了 %(days)s 天，仍请尽快去办", days=-left)
    return ngettext("还有 %(num)s 天", "还有 %(num)s 天", left)


def due_words(due: DueDate, today: date) -> str:
    """One computed day in words, with the days that are left and what is not certain about it."""
    if due.day is None:
        return gettext("还要知道日期才能算")
    words = day_words(due.day)
    if due.hours:
        words = gettext("%(hours)s 小时内，不晚于 %(day)s", hours=due.hours, day=words)
    elif due.kind == "deadline":
        words = gettext("最晚 %(day)s", day=words)
    elif due.kind == "earliest":
        words = gettext("最早 %(day)s", day=words)
    if due.kind != "earliest" or due.day > today:
        words = gettext("%(day)s（%(left)s）", day=words, left=days_left(due.day, today))
    if not due.certain:
        words += gettext("，放假安排公布前以官方为准")
    return words + (gettext("，以窗口答复为准") if due.hedge else "")


def due_short(due: DueDate, today: date) -> str:
    """The same on one line of the list: 「最晚 12 月 20 日，还有 29 天」."""
    assert due.day is not None
    near = abs((due.day - today).days) < _SAYS_YEAR_AFTER_DAYS
    day = gettext("%(month)s 月 %(day)s 日", month=due.day.month, day=due.day.day) if near else day_words(due.day)
    return gettext("最晚 %(day)s，%(left)s", day=day, left=days_left(due.day, today))


def sum_words(amount: Sum) -> str:
    """An amount: about how much, or the way it is worked out where there is no figure."""
    if amount.value is None:
        return say(amount.in_words) or gettext("由经办机构核定")
    figure = gettext("约 %(sum)s", sum=number_words(amount.value, amount.unit if amount.unit else Unit.YUAN))
    return gettext("%(sum)s，以经办机构核定为准", sum=figure)


_FORMS = {"copy": _("复印件"), "original_and_copy": _("原件和复印件"), "number": _("号码")}


def paper_words(paper: Paper) -> str:
    """What to bring: the paper, original or copy, and how many."""
    parts = [say(paper.title)]
    if paper.form in _FORMS:
        how = say(_FORMS[paper.form])
        parts.append(gettext("%(how)s %(count)s 份", how=how, count=paper.copies) if paper.copies > 1 else how)
    if paper.optional:
        parts.append(gettext("有就带"))
    return parts[0] if len(parts) == 1 else f"{parts[0]}（{'，'.join(parts[1:])}）"
