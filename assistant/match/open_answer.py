"""An open question answered in any wording: 「是的」, 「没有诶」, 「三月初五」, 「一千二左右」, 「不晓得」."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date

from assistant.catalog.model import Fact, FactType
from assistant.catalog.values import Special, Value
from assistant.match.extract_numbers import long_numbers
from assistant.match.extract_text import hear
from assistant.match.open_amounts import amount_said
from assistant.match.open_days import day_said, is_span
from assistant.match.open_kin import relation_said
from assistant.match.open_none import says_none
from assistant.match.open_options import (
    DOUBT,
    all_named,
    certain,
    is_one_of_two,
    one_named,
    ordinal,
    whole_answer,
)
from assistant.match.open_plain import of_the_unsure, plain, without_opening
from assistant.match.open_unsure import PARTICLES, declines, says_unsure_only, told_and_unsure
from assistant.match.open_yes_no import NO_ONLY, YES_ONLY, yes_or_no
from assistant.match.open_yes_no import is_asking as is_asking

ReadAnswer = Callable[[Fact, str], Value | None]
"""Reads one typed text as an answer to a fact, or None; the forms have one handler per type for it."""

LONGEST_ANSWER = 60
_GOES_ON = re.compile(
    r"(?:就|就是|是)?(?:要|想)?(?:办)?(?:这个|这件事?)|(?:我|我们)?(?:要|想|就|现在)*(?:开始)?办理?(?:吧|了)?|开始吧?"
    r"|(?:麻烦|谢谢|辛苦)(?:你|您)?了?"
)
_CLUTTER = re.compile(
    rf"^(?:嗯+|那肯定|肯定|当然|其实|具体|哦|额|呃|那个|就是|应该是|大概是?|大约是?|可能是?|好像是?|是|在|选|我选|属于|算是|他是|她是|我是|应该|差不多|先放|先存|先|每个?月|也就|就)+|(?:左右|的样子|上下|吧|呢|啊|呀|诶|哦|嘛|那天|的|了|走的|没的|去世的){PARTICLES}$|{PARTICLES}$"
)


def agrees(text: str) -> bool | None:
    """Yes or no, where the words say nothing else: 「嗯 是的」, 「不是」; None for anything more."""
    first, *rest = re.split(r"[，,。！!～~\s]+", hear(text.strip()).text.strip("，,。！!～~ "))
    if NO_ONLY.fullmatch(first):
        return False if all(map(NO_ONLY.fullmatch, rest)) else None
    return True if all(YES_ONLY.fullmatch(part) or _GOES_ON.fullmatch(part) for part in (first, *rest)) else None


def answer_to(fact: Fact, text: str, read_answer: ReadAnswer, today: date | None = None) -> Value | None:
    """What ``text`` says to the open question about ``fact``; None when it says nothing to it.

    Everything typed is tried for types that hold words of their own; nothing long or asking is taken. ``today``
    lets days be told in any way (「上周三」); without it only what ``read_answer`` reads is a day.
    """
    words = plain(fact, hear(text.strip()).text.strip())
    if not words or len(words) > LONGEST_ANSWER:
        return None
    if fact.decline and declines(words):
        return Special.DECLINED
    if not fact.unsure:
        # 「我没有，他有没有不知道」 is no answer for both.
        if fact.type is FactType.YES_NO and told_and_unsure(words, of_the_unsure(fact))[1]:
            return None
        return _told(fact, text.strip(), words, read_answer, today)
    if says_unsure_only(words):
        return Special.UNSURE
    told, unsure = told_and_unsure(words, of_the_unsure(fact))
    if not unsure or is_one_of_two(words):
        return _told(fact, text.strip(), words, read_answer, today)
    said = _told(fact, told, told, read_answer, today) if told else None
    return _beside_unsure(fact, said)


def _beside_unsure(fact: Fact, said: Value | None) -> Value | None:
    """One who names an option and does not know has said neither; a place or a day stands, whatever else is unknown."""
    if said is None:
        return Special.UNSURE
    return None if fact.type in _CHOSEN else said


def _told(fact: Fact, text: str, words: str, read_answer: ReadAnswer, today: date | None) -> Value | None:
    chosen = _CHOSEN.get(fact.type)
    if chosen is not None:
        return chosen(fact, words)
    if is_asking(words) or is_one_of_two(words):
        return None
    return _written(fact, text, words, read_answer, today)


def _written(fact: Fact, text: str, words: str, read_answer: ReadAnswer, today: date | None) -> Value | None:
    """An answer of a type that is written out: a number, a day, a place, a name."""
    if fact.type is FactType.NAME:
        return _name(fact, text, read_answer)
    if fact.type in (FactType.TEXT, FactType.ADDRESS):
        return read_answer(fact, text)
    if fact.type in (FactType.MONEY, FactType.NUMBER):
        return amount_said(fact, text, words, read_answer, lambda one, said: _read_bare(one, said, read_answer))
    if fact.type in _DAYS and is_span(words):
        return None
    said = day_said(fact, words, read_answer, today) if today and fact.type in _DAYS else None
    if fact.type is FactType.REGION and _DENIED_PLACE.search(words):
        return _place(fact, words, read_answer)
    said = said if said is not None else read_answer(fact, text)
    if said is None and fact.type in _LONG:
        said = _long_number(fact, words, read_answer, today)
    if said is None and fact.type is FactType.REGION:
        said = _place(fact, words, read_answer)
    return said if said is not None else _read_bare(fact, words, read_answer)


_DENIED_PLACE = re.compile(r"[不没]是|[没不]在")


def _place(fact: Fact, words: str, read_answer: ReadAnswer) -> Value | None:
    """「就在成都家里，武侯区」: the one part that is a place all by itself."""
    parts = [part for part in re.split(r"[，,。；;、\s]+", words) if part and not _DENIED_PLACE.search(part)]
    found = {said for part in parts if (said := read_answer(fact, _CLUTTER.sub("", part))) is not None}
    return found.pop() if len(found) == 1 else None


def _read_bare(fact: Fact, words: str, read_answer: ReadAnswer) -> Value | None:
    bare = _CLUTTER.sub("", _CLUTTER.sub("", words)).strip()
    return read_answer(fact, bare) if bare and bare != words else None


_CALLED = re.compile(r"^(?:我|本人|他|她)?(?:的)?(?:名字|姓名)?(?:是|叫|就叫|名叫)+[:：]?|^(?:姓名|名字)[:：是叫]*")
_NO_NAME = re.compile(r"[我你不没说想问叫说啥么呢吗？?]|就行|知道|随便|保密")


def _name(fact: Fact, text: str, read_answer: ReadAnswer) -> Value | None:
    """「我叫王小明」 is the name 王小明; a sentence is no name."""
    bare = _CALLED.sub("", text).strip("。，,.！! ")
    return None if _NO_NAME.search(bare) else read_answer(fact, bare)


_DAYS = frozenset((FactType.DATE, FactType.PARTIAL_DATE))
_LONG = {FactType.PHONE: "phone", FactType.ID_NUMBER: "id_number", FactType.BANK_ACCOUNT: "bank_card"}


def _long_number(fact: Fact, words: str, read_answer: ReadAnswer, today: date | None) -> Value | None:
    """「我的是138 0013 8000」: the only number of the kind asked for."""
    found = {one.value for one in long_numbers(words, today or date.max) if one.kind == _LONG[fact.type]}
    return read_answer(fact, str(found.pop())) if len(found) == 1 else None


def answer_beside_question(fact: Fact, text: str, read_answer: ReadAnswer, today: date | None = None) -> Value | None:
    """The answer in the first clause of a message that goes on to ask something; None for types of free words."""
    if fact.type in (FactType.TEXT, FactType.NAME, FactType.ADDRESS):
        return None
    first, mark, rest = re.split(r"([，,。；;！!\s]+)", text.strip() + " ", maxsplit=1)
    return answer_to(fact, first, read_answer, today) if mark and rest and not is_asking(first) else None


def says_unsure(text: str) -> bool:
    """「不晓得」 where the question has no such option: it is asked again with its hint."""
    words = hear(text.strip()).text.strip()
    return says_unsure_only(words) or (told_and_unsure(words)[1] and not is_one_of_two(words))


# --- yes or no, one of several, several of several ------------------------------------------------------


def _choice(fact: Fact, words: str) -> str | None:
    ids = [option.id for option in fact.options]
    lost = fact.id == "a_relation" and _DEAR.search(words)
    whole = None if lost or DOUBT.search(words) else whole_answer(fact, words)
    if whole is not None:
        return whole
    number = ordinal(without_opening(words), len(ids))
    if number is not None:
        return ids[number - 1]
    if (is_asking(words) and not _KNOWS_NOT.search(words)) or is_one_of_two(words):
        return None
    if lost:
        return _relation(fact, words)
    if {"yes", "no"} <= set(ids) and (said := yes_or_no(fact, words)) is not None:
        return "yes" if said else "no"
    clear = certain(fact, words)
    return one_named(fact, clear) if clear else None


_KNOWS_NOT = re.compile(r"不晓得|不知道|不清楚|[说弄搞闹]不(?:清|明白)|说不上")
_DEAR = re.compile(
    r"[我俺咱](?:们)?(?:家)?(?:的)?[大二三四五六小老幺亲堂表]?(?:爸|妈|爹|娘|爷|奶|外公|外婆|姥|父|母|老公|老婆|老伴|老头|爱人|丈夫|妻|媳|男人|婆|公|岳|丈|儿|女|孙|侄|甥|哥|弟|姐|妹|兄|叔|伯|婶|嬢|舅|姑|姨|嫂|汉|对象|先生|太太|朋友|邻居|同事)"
    r"|关系|[喊叫管](?:他|她)|[儿女孙弟妹哥姐侄舅姑叔]子?的(?:老公|老婆|爱人|丈夫|妻子|儿|女|爸|妈|弟|妹|哥|姐)"
)
"""「他是我爸」 says who has died and not who is asking."""
_I_AM = re.compile(
    r"^(?:我|俺|咱|本人)(?:自己)?(?:就)?(?:是|系|算)(?:他|她|逝者|死者|老人)?(?:们)?(?:家)?(?:的)?(?:[亲大二三四小幺])?"
)


def _relation(fact: Fact, words: str) -> str | None:
    """Who is asking by 「我是他闺女」 in one part, or else by whom the asker has lost."""
    pieces = [one for one in re.split(r"[，,、；;。！!\s]+", words) if one]
    told = [one for one in pieces if _I_AM.match(one) and not _DEAR.search(_I_AM.sub("", one))]
    told = [one for one in told if not re.search("的(?!$)", _I_AM.sub("", one))]
    return one_named(fact, "，".join(told)) if told else relation_said(words)


_BOTH = re.compile(r"(?:两个|两个人|两样|俩|双方)?(?:人)?(?:的)?都(?:有|是|要|丢了|过期了|改过|领)(?:的|了)*")


def _choices(fact: Fact, words: str) -> frozenset[str] | None:
    if says_none(fact, words):
        return frozenset() if fact.none_option else None
    if is_asking(words) or is_one_of_two(words):
        return None
    if len(fact.options) == 2 and _BOTH.fullmatch(words):
        return frozenset(option.id for option in fact.options)
    clear = certain(fact, words)
    return (all_named(fact, clear) or None) if clear else None


_CHOSEN: Mapping[FactType, Callable[[Fact, str], Value | None]] = {
    FactType.YES_NO: yes_or_no,
    FactType.CHOICE: _choice,
    FactType.CHOICES: _choices,
}
