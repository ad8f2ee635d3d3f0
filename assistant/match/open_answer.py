"""An open question answered in any wording: 「是的」, 「没有诶」, 「三月初五」, 「一千二左右」, 「不晓得」."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.catalog.model import Fact, FactType
from assistant.catalog.values import Special, Value
from assistant.match.extract_text import hear

ReadAnswer = Callable[[Fact, str], Value | None]
"""Reads one typed text as an answer to a fact, or None; the forms have one handler per type for it."""

LONGEST_ANSWER = 40
_PARTICLES = "[诶哎啊呀呢吧哦噢喔嗯额呃哈的了嘛呗咯哒哟滴~～。！!，,、. …]*"
_YES = (
    "是|对|有|嗯|恩|好|行|要|可以|愿意|同意|没错|对头|要得|得行|中|需要|办过|"
    "办好|处理完|确认|是这样|在|会|能|yes|y|ok|1|肯定|当然|有过|弄好|装过|参加过|已经"
)
_NO = (
    "不是|没有|没得|没|不|否|无|不要|不用|不行|不需要|不愿意|不同意|还没有?|未|没办|"
    "没弄|没装|木有|冇|莫得|没有过|从来没有?|no|n|不对|不会|不能|不在|都没有?|一个都没有?|啥都没有?"
)
_YES_ONLY = re.compile(
    rf"(?:嗯+|哦|额|呃|那个|就是|应该|当然|确实|都|也)?(?:{_YES})(?:是|对|有|好|了|过|的|啊|嗯)*{_PARTICLES}",
    re.IGNORECASE,
)
_NO_ONLY = re.compile(
    rf"(?:嗯+|哦|额|呃|那个|好像|应该|真|都|也|这个)?(?:{_NO})(?:呢|有|了|过|的|啊|是|装|办)*{_PARTICLES}",
    re.IGNORECASE,
)
_UNSURE = re.compile(
    rf"(?:我|这个|真|也|都|还|一时|确实|这)*(?:不晓得|不知道|不清楚|不太清楚|不太确定|不确定|搞不清楚?|搞不懂|记不清|记不得|不记得|忘了|忘记了|说不清|说不准|不好说|没概念|不懂|不大清楚|晓不得|弄不清|拿不准|不了解)(?:哪个|是哪个|是啥|是什么|在哪|在哪里|了|咋说|怎么选|楚)?{_PARTICLES}"
)
_DECLINED = re.compile(
    rf"(?:我|这个|能不能)*(?:不想(?:说|填|讲|回答|答)|不愿意?(?:说|填|讲|回答)|不方便(?:说|填|讲|透露)|保密|跳过|可以不(?:填|说)|不填(?:了)?|不说(?:了)?|pass)(?:行不|行吗|可以吗|吗)?{_PARTICLES}"
)
_CLUTTER = re.compile(
    rf"^(?:嗯+|哦|额|呃|那个|就是|应该是|大概是?|大约是?|可能是?|好像是?|是|在|选|我选|属于|算是|他是|她是|我是|应该|差不多|每个?月|也就|就)+|(?:左右|的样子|上下|吧|呢|啊|呀|诶|哦|嘛|那天|的|了|走的|没的|去世的){_PARTICLES}$|{_PARTICLES}$"
)
_ASKS = re.compile(
    r"[?？]|吗|怎么|咋|什么|啥|多少|哪|能不能|可不可以|要不要|为什么|几时|谁|如何|需不需要|是不是|有没有"
)
_ORDINALS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_ORDINAL = re.compile(
    r"(?:选|我选|就|第)*(?P<number>\d{1,2}|[一二三四五六七八九十]|[a-hA-H])(?:个|项|号|种|条|那个)?[。.]?"
)


def is_asking(text: str) -> bool:
    """Whether the words ask something."""
    return bool(_ASKS.search(text))


def answer_to(fact: Fact, text: str, read_answer: ReadAnswer) -> Value | None:
    """What ``text`` says to the open question about ``fact``; None when it says nothing to it.

    Everything typed is tried for types that hold words of their own; nothing long or asking is taken.
    """
    words = hear(text.strip()).text.strip()
    if not words or len(words) > LONGEST_ANSWER:
        return None
    special = _special(fact, words)
    if special is not None:
        return special
    if fact.type is FactType.YES_NO:
        return _yes_no(words)
    if fact.type is FactType.CHOICE:
        return _choice(fact, words)
    if fact.type is FactType.CHOICES:
        return _choices(fact, words)
    if is_asking(words):
        return None
    return read_answer(fact, text.strip()) or _read_bare(fact, words, read_answer)


def _read_bare(fact: Fact, words: str, read_answer: ReadAnswer) -> Value | None:
    if fact.type in (FactType.TEXT, FactType.NAME, FactType.ADDRESS):
        return None
    bare = _CLUTTER.sub("", _CLUTTER.sub("", words)).strip()
    return read_answer(fact, bare) if bare and bare != words else None


def answer_beside_question(fact: Fact, text: str, read_answer: ReadAnswer) -> Value | None:
    """The answer in the first clause of a message that goes on to ask something; None for types of free words."""
    if fact.type in (FactType.TEXT, FactType.NAME, FactType.ADDRESS):
        return None
    first, mark, rest = re.split(r"([，,。；;！!\s]+)", text.strip() + " ", maxsplit=1)
    return answer_to(fact, first, read_answer) if mark and rest and not is_asking(first) else None


def _special(fact: Fact, words: str) -> Special | None:
    if fact.unsure and _UNSURE.fullmatch(words):
        return Special.UNSURE
    if fact.decline and _DECLINED.fullmatch(words):
        return Special.DECLINED
    return None


def says_unsure(text: str) -> bool:
    """「不晓得」 where the question has no such option: it is asked again with its hint."""
    return bool(_UNSURE.fullmatch(hear(text.strip()).text.strip()))


def _yes_no(words: str) -> bool | None:
    first = re.split(r"[，,。！!\s]", words)[0]
    for part in (words, first):
        if is_asking(part):
            continue
        if _NO_ONLY.fullmatch(part):
            return False
        if _YES_ONLY.fullmatch(part):
            return True
    return None


def _choice(fact: Fact, words: str) -> str | None:
    ids = [option.id for option in fact.options]
    ordinal = _ordinal(words, len(ids))
    if ordinal is not None:
        return ids[ordinal - 1]
    named = _named(fact, words)
    if {"yes", "no"} <= set(ids) and not named:
        said = _yes_no(words)
        return None if said is None else ("yes" if said else "no")
    return named[0] if len(named) == 1 and not is_asking(words) else None


def _ordinal(words: str, count: int) -> int | None:
    match = _ORDINAL.fullmatch(words)
    if match is None:
        return None
    raw = match["number"].lower()
    number = int(raw) if raw.isdigit() else _ORDINALS.get(raw) or ord(raw) - ord("a") + 1
    return number if 1 <= number <= count else None


def _named(fact: Fact, words: str) -> list[str]:
    """The options whose title, or one of the sayings it consists of, stands in the words; the longest saying wins."""
    best: dict[str, int] = {}
    for option in fact.options:
        for saying in _sayings(option.title):
            if saying in words and not _is_denied(words, saying):
                best[option.id] = max(best.get(option.id, 0), len(saying))
            elif len(words) >= 2 and words in saying:
                best[option.id] = max(best.get(option.id, 0), len(words))
    most = max(best.values(), default=0)
    return [option for option, length in best.items() if length == most]


def _is_denied(words: str, saying: str) -> bool:
    return bool(re.search(r"(?:不是|没有?|不在|不|别)$", words[: words.index(saying)]))


def _sayings(title: str) -> Sequence[str]:
    parts = re.split(r"[、，,。（）()；;/]|或者?", title)
    return [part.strip() for part in parts if len(part.strip()) >= 2 or part.strip() == title]


def _choices(fact: Fact, words: str) -> frozenset[str] | None:
    if _NO_ONLY.fullmatch(words) or re.fullmatch(
        r"(?:以上|这些|下面)?(?:都|全|一样)?(?:没有|没得|不是|没)(?:的)?", words
    ):
        return frozenset() if fact.none_option else None
    if is_asking(words):
        return None
    chosen: set[str] = set()
    for part in re.split(r"[，,、；;。\s]|和|还有|以及", words):
        ordinal = _ordinal(part, len(fact.options)) if part else None
        if ordinal is not None:
            chosen.add(fact.options[ordinal - 1].id)
        elif part:
            chosen.update(_named(fact, part)[:1])
    return frozenset(chosen) or None
