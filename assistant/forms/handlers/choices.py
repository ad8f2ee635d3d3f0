"""Yes or no, one of several, several of several. 不清楚 and 不愿说 stand among the options."""

from __future__ import annotations

import re
from collections.abc import Mapping

from assistant.catalog.model import Fact, FactType
from assistant.catalog.validators import Problem, narrow
from assistant.catalog.values import Special, Value
from assistant.forms.handlers.base import (
    Asking,
    Choice,
    Handler,
    Input,
    InputKind,
    Parsed,
    Read,
    said_special,
    special_word,
    specials_of,
)
from assistant.forms.messages import NO, YES, Message, _
from assistant.forms.typed import Typed

MOST_ROWS = 20  # of a longer list nobody reads every row: one opens it and picks
NONE_OF_THESE = "-none"  # cannot be the id of an option
_YES = frozenset(
    [
        "yes",
        "true",
        "1",
        "y",
        "是",
        "有",
        "对",
        "是的",
        "对的",
        "有的",
        "嗯",
        "好",
        "好的",
        "需要",
        "要",
        "参加",
        "参加了",
        "愿意",
        "同意",
        "在",
        "会",
        "能",
    ]
)
_NO = frozenset(
    [
        "no",
        "false",
        "0",
        "n",
        "否",
        "不",
        "没",
        "没有",
        "无",
        "不是",
        "不对",
        "没有的",
        "不用",
        "不需要",
        "不要",
        "没参加",
        "不愿意",
        "不同意",
        "不在",
        "不会",
        "不能",
        "没",
    ]
)
_LONGEST_ANSWER = 200


class OptionHandler(Handler):
    """Anything answered by choosing; the boxes are radio buttons or tick boxes named like the fact."""

    kind: InputKind = "radio"

    def options(self, fact: Fact) -> tuple[tuple[str, str, str | None], ...]:
        """Value, label and hint of every option of the fact itself."""
        return tuple((option.id, option.title, option.hint) for option in fact.options)

    def controls(self, fact: Fact, typed: Typed, asking: Asking) -> tuple[Input, ...]:
        chosen = typed.all(fact.id)
        offered = (*self.options(fact), *((s.value, special_word(s), None) for s in specials_of(fact)))
        choices = tuple(
            Choice(value, label, fact.id if place == 0 else f"{fact.id}-{value.strip('-')}", hint, value in chosen)
            for place, (value, label, hint) in enumerate(offered)
        )
        many = self.kind == "radio" and len(choices) > MOST_ROWS
        return (Input(fact.id, self.label(fact), "select" if many else self.kind, choices=choices),)

    def inputs(self, fact: Fact, typed: Typed, asking: Asking) -> tuple[Input, ...]:
        return self.controls(fact, typed, asking)

    def parse(self, fact: Fact, typed: Typed, asking: Asking) -> Parsed:
        words = [text for text in typed.all(fact.id) if text.strip()]
        special = next((s for s in specials_of(fact) for word in words if word.strip() == s.value), None)
        if special is not None and len(words) == 1:
            return Parsed(special, typed=typed.only(fact.id).to_show_again())
        return super().parse(fact, typed, asking)

    def to_form(self, fact: Fact, value: Value | None) -> Typed:
        if isinstance(value, Special):
            return Typed.from_mapping({fact.id: value.value})
        return super().to_form(fact, value)

    def missing(self, fact: Fact) -> tuple[Message, Message]:
        return _("「%(title)s」还没有选。", title=fact.title), _("请选一项。")

    def one(self, fact: Fact, text: str) -> str:
        """The value of the option meant by its id or its title; raises Problem when none or several are."""
        wanted = _plain(text)
        options = self.options(fact)
        for value, _label, _hint in options:
            if value == text.strip():
                return value
        for same in (_equal, _starts, _contains):
            found = {value for value, label, _hint in options if wanted and same(wanted, _plain(label))}
            if len(found) == 1:
                return found.pop()
        raise Problem(_("没有这个选项。"), _("请从下面的选项里选一项。"))


def _plain(text: str) -> str:
    return re.sub(r"[\s，。、,.!！?？「」“”\"]+", "", narrow(text[:_LONGEST_ANSWER])).lower()


def _equal(wanted: str, label: str) -> bool:
    return wanted in (label, *re.split(r"[()或/]", label))


def _starts(wanted: str, label: str) -> bool:
    return len(wanted) >= 2 and label.startswith(wanted)


def _contains(wanted: str, label: str) -> bool:
    return len(wanted) >= 2 and (wanted in label or (len(label) >= 2 and label in wanted))


class YesNoHandler(OptionHandler):
    """是 or 否."""

    widget = "yes_no"

    def options(self, fact: Fact) -> tuple[tuple[str, str, str | None], ...]:
        return ("yes", YES, None), ("no", NO, None)

    def read(self, fact: Fact, typed: Typed, asking: Asking) -> Read:
        said = {_plain(text) for text in typed.all(fact.id) if text.strip()}
        if len(said) != 1:
            raise Problem(_("「是」和「否」只能选一个。"), _("请选一项。"))
        word = said.pop()
        if word in _YES or word in _NO:
            return Read(word in _YES)
        raise Problem(_("这里要答「是」或「否」。"), _("请选一项。"))

    def show(self, fact: Fact, value: Value) -> str:
        return YES if value else NO

    def boxes(self, fact: Fact, value: Value) -> Mapping[str, str]:
        return {fact.id: "yes" if value else "no"}


class ChoiceHandler(OptionHandler):
    """One option."""

    widget = "choice"

    def read(self, fact: Fact, typed: Typed, asking: Asking) -> Read:
        texts = {text for text in typed.all(fact.id) if text.strip()}
        if len(texts) > 1:
            raise Problem(_("这里只能选一项。"), _("请只留一项。"))
        return Read(self.one(fact, texts.pop()))

    def show(self, fact: Fact, value: Value) -> str:
        return next((option.title for option in fact.options if option.id == value), str(value))


class ChoicesHandler(OptionHandler):
    """Any number of options; that none of them holds has to be said too, so that nothing is skipped by mistake."""

    widget = "choices"
    kind = "checkbox"

    def options(self, fact: Fact) -> tuple[tuple[str, str, str | None], ...]:
        return (*super().options(fact), (NONE_OF_THESE, fact.none_option or _("以上都没有"), None))

    def read(self, fact: Fact, typed: Typed, asking: Asking) -> Read:
        texts = [text for text in typed.all(fact.id) if text.strip()]
        if len(texts) == 1:
            texts = [part for part in re.split(r"[、，,;；和\n]", texts[0]) if part.strip()]
            texts = texts if all(self._known(fact, part) for part in texts) else list(typed.all(fact.id))
        if any(said_special(fact, text) or text.strip() in (s.value for s in specials_of(fact)) for text in texts):
            raise Problem(_("选了「不清楚」或「不愿说」，又选了别的。"), _("请只留一种。"))
        found = {self._one_or_none(fact, text) for text in texts if text.strip()}
        if NONE_OF_THESE in found and len(found) > 1:
            raise Problem(_("选了「都没有」，又选了别的。"), _("请只留一种。"))
        return Read(frozenset(found - {NONE_OF_THESE}))

    def _known(self, fact: Fact, text: str) -> bool:
        try:
            self._one_or_none(fact, text)
        except Problem:
            return False
        return True

    def _one_or_none(self, fact: Fact, text: str) -> str:
        if _plain(text) in ("没有", "都没有", "无", "以上都没有", "没", "都不是", "none"):
            return NONE_OF_THESE
        return self.one(fact, text)

    def show(self, fact: Fact, value: Value) -> str:
        assert isinstance(value, frozenset)
        titles = [option.title for option in fact.options if option.id in value]
        unknown = sorted(value - {option.id for option in fact.options})
        return "、".join([*titles, *unknown]) or fact.none_option or _("以上都没有")

    def boxes(self, fact: Fact, value: Value) -> Mapping[str, tuple[str, ...]]:
        assert isinstance(value, frozenset)
        order = [option.id for option in fact.options if option.id in value]
        return {fact.id: (*order, *sorted(value - set(order))) or (NONE_OF_THESE,)}

    def missing(self, fact: Fact) -> tuple[Message, Message]:
        none = fact.none_option or _("以上都没有")
        return _("「%(title)s」还没有选。", title=fact.title), _("请选一项或几项；都没有就选「%(none)s」。", none=none)


CHOICE_HANDLERS: dict[FactType, Handler] = {
    FactType.YES_NO: YesNoHandler(),
    FactType.CHOICE: ChoiceHandler(),
    FactType.CHOICES: ChoicesHandler(),
}
