"""Numbers that name something (identity, telephone, account) and numbers that count something."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import ClassVar

from assistant.catalog.bounds import check_number, plain, unit_word
from assistant.catalog.model import Fact, FactType
from assistant.catalog.validators import (
    Checked,
    check_bank_account,
    check_id_number,
    check_phone,
)
from assistant.catalog.values import Value
from assistant.forms.amounts import read_amount
from assistant.forms.handlers.base import Asking, Handler, Input, Read
from assistant.forms.messages import Message, _
from assistant.forms.typed import Typed


class CodeHandler(Handler):
    """A number that names something: one box, one validator."""

    def check(self, text: str, asking: Asking) -> Checked:
        raise NotImplementedError

    def read(self, fact: Fact, typed: Typed, asking: Asking) -> Read:
        checked = self.check(typed.first(fact.id), asking)
        return Read(checked.value, checked.warnings)


class IdNumberHandler(CodeHandler):
    """公民身份号码, permits and passports. The numeric keyboard has no X, so it is not asked for."""

    longest = 24
    keyboard_attributes: ClassVar[Mapping[str, str]] = {
        "inputmode": "text",
        "autocapitalize": "characters",
        "autocomplete": "off",
        "spellcheck": "false",
        "enterkeyhint": "next",
    }

    def check(self, text: str, asking: Asking) -> Checked:
        return check_id_number(text, asking.today)

    def hide(self, fact: Fact, value: Value) -> str:
        return mask_id_number(str(value))

    def missing(self, fact: Fact) -> tuple[Message, Message]:
        return _("还没有填「%(title)s」。", title=fact.title), _("请对照证件填写，最后一位可能是 X。")


def mask_id_number(number: str) -> str:
    """「5****************4」: first and last character, a star for each between."""
    return number[0] + "*" * (len(number) - 2) + number[-1]


class PhoneHandler(CodeHandler):
    """A mobile number or a landline with its area code."""

    longest = 30
    keyboard_attributes: ClassVar[Mapping[str, str]] = {"autocomplete": "off", "enterkeyhint": "next"}

    def check(self, text: str, asking: Asking) -> Checked:
        return check_phone(text)

    def hide(self, fact: Fact, value: Value) -> str:
        return mask_phone(str(value))

    def keyboard(self, fact: Fact) -> dict[str, str]:
        own = fact.subject == "applicant"
        return {**super().keyboard(fact), "type": "tel", "autocomplete": "tel-national" if own else "off"}

    def missing(self, fact: Fact) -> tuple[Message, Message]:
        return _("还没有填「%(title)s」。", title=fact.title), _("请填 11 位手机号，或带区号的座机号。")


def mask_phone(number: str) -> str:
    """「138****5678」; of a landline or a number abroad the last four digits."""
    return (number[:3] if number.isdigit() else "") + "****" + re.sub(r"\D", "", number)[-4:]


class BankAccountHandler(CodeHandler):
    """A bank card or account number, shown in groups of four."""

    longest = 30
    keyboard_attributes: ClassVar[Mapping[str, str]] = {
        "inputmode": "numeric",
        "autocomplete": "off",
        "enterkeyhint": "next",
    }

    def check(self, text: str, asking: Asking) -> Checked:
        return check_bank_account(text)

    def show(self, fact: Fact, value: Value) -> str:
        return " ".join(re.findall(".{1,4}", str(value)))

    def hide(self, fact: Fact, value: Value) -> str:
        return mask_account(str(value))

    def missing(self, fact: Fact) -> tuple[Message, Message]:
        return _("还没有填「%(title)s」。", title=fact.title), _("请对照银行卡或存折填写。")


def mask_account(number: str) -> str:
    """「**** 7890」: the last four digits."""
    return f"**** {number[-4:]}"


class NumberHandler(Handler):
    """A count, in digits or Chinese numerals. Never ``type=number``: scrolling changes it and browsers drop input."""

    widget = "number"
    longest = 40
    keyboard_attributes: ClassVar[Mapping[str, str]] = {
        "inputmode": "decimal",
        "autocomplete": "off",
        "enterkeyhint": "next",
    }
    money: ClassVar[bool] = False

    def read(self, fact: Fact, typed: Typed, asking: Asking) -> Read:
        amount = read_amount(typed.first(fact.id), fact.unit, money=self.money)
        return Read(check_number(fact, amount.number), amount.warnings)

    def show(self, fact: Fact, value: Value) -> str:
        assert isinstance(value, Decimal | int)
        unit = unit_word(fact.unit)
        gap = " " if unit and unit != "%" else ""
        return f"{Decimal(value):,f}{gap}{unit}"

    def boxes(self, fact: Fact, value: Value) -> dict[str, str]:
        assert isinstance(value, Decimal | int)
        return {fact.id: plain(Decimal(value))}

    def controls(self, fact: Fact, typed: Typed, asking: Asking) -> tuple[Input, ...]:
        hint = unit_word(fact.unit) or None
        return (Input(fact.id, self.label(fact), "text", typed.first(fact.id), self.keyboard(fact), hint=hint),)

    def missing(self, fact: Fact) -> tuple[Message, Message]:
        return _("还没有填「%(title)s」。", title=fact.title), _("请填数字；没有就填 0。")


class MoneyHandler(NumberHandler):
    """Money in yuan, for the period that the unit names."""

    widget = "money"
    money = True


NUMBER_HANDLERS: dict[FactType, Handler] = {
    FactType.ID_NUMBER: IdNumberHandler(),
    FactType.PHONE: PhoneHandler(),
    FactType.BANK_ACCOUNT: BankAccountHandler(),
    FactType.NUMBER: NumberHandler(),
    FactType.MONEY: MoneyHandler(),
}
