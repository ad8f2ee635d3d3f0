"""Words: a line of text, a name, an address, a signature."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import ClassVar

from assistant.catalog.model import Fact, FactType, Sensitivity
from assistant.catalog.regions import load_regions
from assistant.catalog.validators import (
    LINE_LENGTH,
    NAME_LENGTH,
    TEXT_LENGTH,
    check_address,
    check_name,
    clean_text,
)
from assistant.catalog.values import Value, from_json
from assistant.forms.handlers.base import (
    Asking,
    Choice,
    Handler,
    Input,
    InputKind,
    Read,
)
from assistant.forms.messages import Message, _
from assistant.forms.typed import BoxProblem, Typed


class TextHandler(Handler):
    """Free text; a large box when more than one line may be written."""

    widget = "text"
    longest = TEXT_LENGTH

    def read(self, fact: Fact, typed: Typed, asking: Asking) -> Read:
        return Read(from_json(fact, typed.first(fact.id)))

    def hide(self, fact: Fact, value: Value) -> str:
        return "****" if fact.sensitivity is Sensitivity.SENSITIVE else str(value)

    def controls(self, fact: Fact, typed: Typed, asking: Asking) -> tuple[Input, ...]:
        kind: InputKind = "textarea" if (fact.max_length or self.longest) > LINE_LENGTH else "text"
        return (Input(fact.id, self.label(fact), kind, typed.first(fact.id), self.keyboard(fact)),)


class NameHandler(Handler):
    """A person's name, with rare characters and middle dots."""

    widget = "text"
    longest = NAME_LENGTH
    keyboard_attributes: ClassVar[Mapping[str, str]] = {"enterkeyhint": "next", "spellcheck": "false"}

    def read(self, fact: Fact, typed: Typed, asking: Asking) -> Read:
        checked = check_name(typed.first(fact.id))
        return Read(checked.value, checked.warnings)

    def hide(self, fact: Fact, value: Value) -> str:
        return mask_name(str(value))

    def keyboard(self, fact: Fact) -> dict[str, str]:
        own = fact.subject == "applicant"
        return {**super().keyboard(fact), "autocomplete": "name" if own else "off"}

    def missing(self, fact: Fact) -> tuple[Message, Message]:
        return _("还没有填「%(title)s」。", title=fact.title), _("请按身份证上的写法填。")


def mask_name(name: str) -> str:
    """「李*」: the first character and one star, however long the name is."""
    return f"{name[:1]}*"


class AddressHandler(Handler):
    """The rest of an address, or a whole one, on one line."""

    widget = "text"
    longest = LINE_LENGTH
    keyboard_attributes: ClassVar[Mapping[str, str]] = {"enterkeyhint": "next"}

    def read(self, fact: Fact, typed: Typed, asking: Asking) -> Read:
        checked = check_address(typed.first(fact.id), fact.max_length or self.longest)
        return Read(checked.value, checked.warnings)

    def hide(self, fact: Fact, value: Value) -> str:
        return mask_address(str(value))

    def keyboard(self, fact: Fact) -> dict[str, str]:
        own = fact.subject == "applicant"
        return {**super().keyboard(fact), "autocomplete": "street-address" if own else "off"}

    def missing(self, fact: Fact) -> tuple[Message, Message]:
        return _("还没有填「%(title)s」。", title=fact.title), _("请填到街道、小区和门牌号。")


# A street, estate or village in front of the word would show more than the street office: 「幸福小区街道口」.
_STREET_OFFICE = re.compile(
    r"(?:(?![区路巷弄街村])[\u3400-\u9fff·]){1,10}?(?:路|街|街口|路口)?(?:街道|镇|民族乡|乡|苏木)"
)


def mask_address(address: str) -> str:
    """The address down to its street office (街道, 镇, 乡) and 「****」; the region alone where it names none."""
    end = load_regions().end_of_region(address)
    office = _STREET_OFFICE.match(address, end)
    return address[: office.end() if office else end] + "****"


class SignatureHandler(Handler):
    """A typed name that agrees with the applicant's, and a tick that it is meant as a signature."""

    widget = "signature"
    longest = NAME_LENGTH
    keyboard_attributes: ClassVar[Mapping[str, str]] = {
        "autocomplete": "off",
        "enterkeyhint": "done",
        "spellcheck": "false",
    }

    def read(self, fact: Fact, typed: Typed, asking: Asking) -> Read:
        if not typed.has(fact.id):
            raise BoxProblem("", *self.missing(fact))
        name = check_name(clean_text(typed.first(fact.id), LINE_LENGTH)).value
        if asking.signer is not None and name != check_name(asking.signer).value:
            raise BoxProblem("", _("签名和申请人姓名不一样。"), _("请填申请人本人的姓名。"))
        if not typed.has(f"{fact.id}-agree"):
            raise BoxProblem("agree", _("还没有勾选「这是我的签名」。"), _("请看一遍内容，再勾选。"))
        return Read(name)

    def hide(self, fact: Fact, value: Value) -> str:
        return mask_name(str(value))

    def boxes(self, fact: Fact, value: Value) -> dict[str, str]:
        return {fact.id: str(value), f"{fact.id}-agree": "yes"}

    def controls(self, fact: Fact, typed: Typed, asking: Asking) -> tuple[Input, ...]:
        box = f"{fact.id}-agree"
        label = _("我看过上面的内容，这是我的签名。")
        agree = Choice("yes", label, box, chosen="yes" in typed.all(box))
        name = Input(fact.id, self.label(fact), "text", typed.first(fact.id), self.keyboard(fact))
        return name, Input(box, label, "checkbox", choices=(agree,))

    def missing(self, fact: Fact) -> tuple[Message, Message]:
        return _("还没有签名。"), _("请填申请人本人的姓名。")


TEXT_HANDLERS: dict[FactType, Handler] = {
    FactType.TEXT: TextHandler(),
    FactType.NAME: NameHandler(),
    FactType.ADDRESS: AddressHandler(),
    FactType.SIGNATURE: SignatureHandler(),
}
