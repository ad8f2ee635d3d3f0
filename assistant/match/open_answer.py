"""An open question answered in any wording: 「是的」, 「没有诶」, 「三月初五」, 「一千二左右」, 「不晓得」."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date

from assistant.catalog.model import Fact, FactType, Unit
from assistant.catalog.values import PartialDate, Special, Value
from assistant.match.extract_dates import days
from assistant.match.extract_numbers import long_numbers, number_of
from assistant.match.extract_text import hear
from assistant.match.open_options import all_named, is_one_of_two, one_named, ordinal, sayings, whole_answer

ReadAnswer = Callable[[Fact, str], Value | None]
"""Reads one typed text as an answer to a fact, or None; the forms have one handler per type for it."""

LONGEST_ANSWER = 40
_PARTICLES = "[诶哎啊呀呢吧哦噢喔嗯额呃哈的了嘛呗咯哒哟滴~～。！!，,、. …]*"
_YES = (
    "嗯呐|莫得问题|没得问题|没问题|是|对|有|嗯|恩|好|行|要|可以|愿意|同意|没错|对头|要得|得行|中|需要|办过|"
    "办好|处理完|确认|是这样|在|会|能|yes|y|ok|1|肯定|当然|有过|弄好|装过|参加过|已经"
)
_NO = (
    "不是|没有|没得|没|不|否|无|不要|不用|不行|不需要|不愿意|不同意|还没有?|未|没办|"
    "没弄|没装|没有的事|没这回事|木有|冇|莫得|没有过|从来没有?|no|n|不对|不会|不能|不在|都没有?|一个都没有?|啥都没有?"
)
_YES_ONLY = re.compile(
    rf"(?:嗯+|哦|额|呃|那个|就是|应该|当然|确实|都|也)?(?:{_YES})(?:啊|呀)?(?:是|对|有|好|了|过|的|啊|嗯|没问题)*{_PARTICLES}",
    re.IGNORECASE,
)
_NO_ONLY = re.compile(
    rf"(?:嗯+|哦|额|呃|那个|好像|应该|真|都|也|这个)?(?:{_NO})(?:呢|有|了|过|的|啊|是|装|办)*{_PARTICLES}",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"(?:就|就是|是)?(?:要|想)?(?:办)?(?:这个|这件事?)|(?:我|我们)?(?:要|想|就|现在)*(?:开始)?办理?(?:吧|了)?|开始吧?"
    r"|(?:麻烦|谢谢|辛苦)(?:你|您)?了?"
)
_UNSURE = re.compile(
    rf"(?:我|这个|真|也|都|还|一时|确实|这)*(?:不晓得|不知道|不清楚|不太清楚|不太确定|不确定|搞不清楚?|搞不懂|记不清|记不得|不记得|忘了|忘记了|说不清|说不准|不好说|没概念|不懂|不大清楚|晓不得|弄不清|拿不准|不了解)(?:哪个|哪种|是哪种|哪一种|是哪一种|哪类|是哪个|是啥|是什么|在哪|在哪里|了|咋说|怎么选|楚)?{_PARTICLES}"
)
_DECLINED = re.compile(
    rf"(?:我|这个|能不能)*(?:不想(?:说|填|讲|回答|答)|不愿意?(?:说|填|讲|回答)|不方便(?:说|填|讲|透露)|保密|跳过|可以不(?:填|说)|不填(?:了)?|不说(?:了)?|pass)(?:行不|行吗|可以吗|吗)?{_PARTICLES}"
)
_CLUTTER = re.compile(
    rf"^(?:嗯+|哦|额|呃|那个|就是|应该是|大概是?|大约是?|可能是?|好像是?|是|在|选|我选|属于|算是|他是|她是|我是|应该|差不多|先放|先存|先|每个?月|也就|就)+|(?:左右|的样子|上下|吧|呢|啊|呀|诶|哦|嘛|那天|的|了|走的|没的|去世的){_PARTICLES}$|{_PARTICLES}$"
)
_ASKS = re.compile(
    r"[?？]|吗|(?<!不)怎么|(?<!不)咋|(?<!没)(?<!没有)(?<!没得)(?:什么|啥|多少)|哪|能不能|可不可以|要不要|为什么|几时|谁|如何|需不需要|是不是|有没有|(?:可以|行|能|要得|好|中)不$"
)


def is_asking(text: str) -> bool:
    """Whether the words ask something."""
    return bool(_ASKS.search(text))


def agrees(text: str) -> bool | None:
    """Yes or no, where the words say nothing else: 「嗯 是的」, 「不是」; None for anything more."""
    first, *rest = re.split(r"[，,。！!～~\s]+", hear(text.strip()).text.strip("，,。！!～~ "))
    if _NO_ONLY.fullmatch(first):
        return False if all(map(_NO_ONLY.fullmatch, rest)) else None
    return True if all(_YES_ONLY.fullmatch(part) or _GOES_ON.fullmatch(part) for part in (first, *rest)) else None


def answer_to(fact: Fact, text: str, read_answer: ReadAnswer, today: date | None = None) -> Value | None:
    """What ``text`` says to the open question about ``fact``; None when it says nothing to it.

    Everything typed is tried for types that hold words of their own; nothing long or asking is taken. ``today``
    lets days be told in any way (「上周三」); without it only what ``read_answer`` reads is a day.
    """
    words = hear(text.strip()).text.strip()
    if not words or len(words) > LONGEST_ANSWER:
        return None
    special = _special(fact, words)
    if special is not None:
        return special
    chosen = _CHOSEN.get(fact.type)
    if chosen is not None:
        return chosen(fact, words)
    if is_asking(words) or is_one_of_two(words):
        return None
    return _written(fact, text.strip(), words, read_answer, today)


def _written(fact: Fact, text: str, words: str, read_answer: ReadAnswer, today: date | None) -> Value | None:
    """An answer of a type that is written out: a number, a day, a place, a name."""
    if fact.type is FactType.NAME:
        return _name(fact, text, read_answer)
    if fact.type in (FactType.TEXT, FactType.ADDRESS):
        return read_answer(fact, text)
    if fact.type in (FactType.MONEY, FactType.NUMBER):
        return _amount(fact, text, words, read_answer)
    said = _day(fact, words, read_answer, today) if today and fact.type in _DAYS else None
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


_NOTHING = re.compile(
    r"(?:他|她|我|目前|现在|都|全家|家里|本人)*(?:没有?|没得|木有|无)(?:任何|什么|啥)?(?:收入|工资|退休金|花|花钱|钱)?(?:的|了|呢)*|一分(?:钱)?(?:也|都)?(?:没有?|没得)(?:花|挣)?|零|0元?"
)
_ABOUT = re.compile(
    r"(?<![十百千万\d])[一二两三四五六七八九][一二三四五六七八九](?=[天个年月千百十万块元])|几|[\d一二三四五六七八九十]\s*[-~到至]\s*[\d一二三四五六七八九十]"
)
_WEEKS = re.compile(r"(?:大概|差不多)?(?P<number>[一二两三四1-4])个?(?:星期|礼拜|周)(?:吧|左右)?")


def _amount(fact: Fact, text: str, words: str, read_answer: ReadAnswer) -> Value | None:
    """A number or a sum; 「两三千」 is none, 「没有收入」 is nothing, a week is seven days."""
    if _ABOUT.search(words):
        return None
    if fact.type is FactType.MONEY and _NOTHING.fullmatch(words):
        return read_answer(fact, "0")
    weeks = _WEEKS.fullmatch(words) if fact.unit is Unit.DAYS else None
    if weeks:
        return read_answer(fact, str(7 * int(number_of(weeks["number"]) or 0)))
    said = read_answer(fact, text)
    return said if said is not None else _read_bare(fact, words, read_answer)


_DAYS = frozenset((FactType.DATE, FactType.PARTIAL_DATE))
_YEAR_NAMED = re.compile(r"(?:是|从|就是)?(?P<year>[今去前])年(?:开始|起|搬来)?(?:的|吧)*")
_YEARS_BACK = {"今": 0, "去": 1, "前": 2}
_NOT_EXACT = re.compile(r"大概|可能|好像|左右|前后|也许|记不|不确定|吧.*吧")


def _day(fact: Fact, words: str, read_answer: ReadAnswer, today: date | None) -> Value | None:
    """The one day that is named and not denied, past or to come as the fact allows it."""
    if today is None or _NOT_EXACT.search(words):
        return None
    named = [one for one in days(words, today) if not words[: one.start].endswith(("不是", "不", "并非"))]
    readings = {(one.past, one.future) for one in named}
    if not named and fact.type is FactType.PARTIAL_DATE and (year := _YEAR_NAMED.fullmatch(words)):
        return read_answer(fact, str(today.year - _YEARS_BACK[year["year"]]))
    if len(readings) != 1:
        return None
    for day in readings.pop():
        said = read_answer(fact, _written_day(day)) if day else None
        if said is not None:
            return said
    return None


def _written_day(day: PartialDate) -> str:
    parts = [f"{number:02d}" for number in (day.month, day.day) if number]
    return "-".join([str(day.year), *parts])


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


def _special(fact: Fact, words: str) -> Special | None:
    if fact.unsure and _UNSURE.fullmatch(words):
        return Special.UNSURE
    if fact.decline and _DECLINED.fullmatch(words):
        return Special.DECLINED
    return None


def says_unsure(text: str) -> bool:
    """「不晓得」 where the question has no such option: it is asked again with its hint."""
    return bool(_UNSURE.fullmatch(hear(text.strip()).text.strip()))


# --- yes or no, one of several, several of several ------------------------------------------------------

_DOUBT = re.compile(r"应该|好像|可能|大概|也许|估计|看情况|不一定|有时|说不准")
_SUBJECT = re.compile(r"^(?:他|她|老人|逝者|本人|这个|那个)(?=.)")
_NOT = re.compile(r"^(?:都|也|根本|从来)?(?:还没有?|没有?|没得|不是|不|未|别|无)")
_HOWEVER = re.compile(r"但|不过|就是|可是|只是")
_DONE = re.compile(r"(?:早就?|都|已经|也|[昨前今]天)*(?:都)?(?:办|弄|处理|搞|做)(?:完|好|妥)(?:了|啦|的)*")
_ENDING = re.compile(r"(?:的|了|过|呢|啊|呀|诶|哦|嘛|好|吧)+$")
_EMPTY = frozenset(("", "您", "您的"))
_YET = re.compile(r"(?:还|都还|现在还)?(?:正在|在)(?:查|办|弄|处理|等|走流程|调查)(?:着|呢|的)*")


def _yes_no(fact: Fact, words: str) -> bool | None:
    first, *rest = re.split(r"[，,。！!\s]+", words)
    if any(_HOWEVER.match(part) for part in rest):
        return None
    first = _SUBJECT.sub("", first)
    first = first.removeprefix("我") if "您" in str(fact.question) and len(first) > 1 else first
    for part in (first, words) if _NO_ONLY.fullmatch(first) or _YES_ONLY.fullmatch(first) else (words, first):
        if is_asking(part) or (_DOUBT.search(part) and not _NO_ONLY.fullmatch(part)):
            continue
        said = _plainly(fact, part)
        if said is not None:
            return said
    return None


def _plainly(fact: Fact, part: str) -> bool | None:
    named = _by_sayings(fact, part)
    if named:
        return None if len(named) > 1 else named.pop()
    if _NO_ONLY.fullmatch(part):
        return False
    if _YES_ONLY.fullmatch(part):
        return True
    return _in_the_words_of_the_question(str(fact.question or ""), part)


def _by_sayings(fact: Fact, part: str) -> set[bool]:
    """Yes, no or both by what residents say to this question; a saying after 没 or 别 says the opposite."""
    found: set[bool] = set()
    for option, meaning in (("yes", True), ("no", False)):
        for saying in sayings(fact.id).get(option, ()):
            if saying in part:
                found.add(meaning and not re.search(r"[没不未别莫]$", part[: part.index(saying)]))
    return found


def _in_the_words_of_the_question(question: str, part: str) -> bool | None:
    """「没住一起」 to 「您和孩子住在一起吗？」: the question's own words, said or denied."""
    if _YET.fullmatch(part) and "了吗" in question:
        return False
    if _DONE.fullmatch(part) and "了吗" in question:
        return True
    denied = _NOT.match(part)
    core = _ENDING.sub("", _NOT.sub("", part) if denied else re.sub(r"^(?:是|就是|已经|都|有|在)", "", part))
    if core in _EMPTY:
        return None
    if len(core) < (1 if not denied and part.endswith(("了", "的")) else 2) or not set(core) <= set(question):
        return None
    return not denied


def _choice(fact: Fact, words: str) -> str | None:
    ids = [option.id for option in fact.options]
    number = ordinal(words, len(ids))
    if number is not None:
        return ids[number - 1]
    whole = whole_answer(fact, words)
    if whole is not None:
        return whole
    if (is_asking(words) and not _KNOWS_NOT.match(words)) or is_one_of_two(words) or _LONG_PAST.search(words):
        return None
    if fact.id == "a_relation" and _DEAR.search(words):
        return None
    said = _yes_no(fact, words) if {"yes", "no"} <= set(ids) else None
    return one_named(fact, words) if said is None else ("yes" if said else "no")


_LONG_PAST = re.compile(r"以前|原来|过去|曾经|早先|从前")
_KNOWS_NOT = re.compile(r"(?:我|还)?(?:不晓得|不知道|不清楚|说不清)")


_DEAR = re.compile(
    r"我(?:的)?(?:爸|妈|爹|娘|爷|奶|外公|外婆|姥|父|母|老公|老婆|儿|女|哥|弟|姐|妹|叔|舅|姑|姨)|关系"
    r"|[儿女孙弟妹哥姐侄舅姑叔]子?的(?:老公|老婆|爱人|丈夫|妻子|儿|女|爸|妈|弟|妹|哥|姐)"
)
"""「他是我爸」 says who has died and not who is asking."""

_NONE_OF_THEM = re.compile(
    r"(?:嗯+|这|以上|这些|上面|下面|他|她|家里|我们?|啥子?|什么|样样|一样|一个|一步|一项|哪个|哪样|任何|手续|东西|目前|现在|暂时|反正|全部)*"
    r"(?:都|全|也|还|根本|从来)*(?:没有|没得|莫得|不是|没|未|不要|不用)"
    r"(?:开始|来得及|顾得上|动|去|弄|办|搞|做|开|领|拿|享受|理|得|有|要)*(?:任何|什么|啥子?)?(?:手续|东西|事情?)?(?:的|过|呢|了|哦|啊|诶|嘛)*"
)
_ALL_GOOD = re.compile(r"(?:都|全|样样)(?:能|会|可以|行|好)(?:做|自己做|自己来|的)?(?:了|的)*")
_BOTH = re.compile(r"(?:两个|两个人|两样|俩|双方)?(?:人)?(?:的)?都(?:有|是|要|丢了|过期了|改过|领)(?:的|了)*")


def _choices(fact: Fact, words: str) -> frozenset[str] | None:
    pieces = [one for one in re.split(r"[，,。；;！!、\s]+", words) if one]
    if (pieces and all(map(_NONE_OF_THEM.fullmatch, pieces))) or (
        fact.none_option and str(fact.none_option).startswith(("都能", "都接")) and _ALL_GOOD.fullmatch(words)
    ):
        return frozenset() if fact.none_option else None
    if is_asking(words) or is_one_of_two(words) or _DOUBT.search(words) or _LONG_PAST.search(words):
        return None
    if len(fact.options) == 2 and _BOTH.fullmatch(words):
        return frozenset(option.id for option in fact.options)
    return all_named(fact, words) or None


_CHOSEN: Mapping[FactType, Callable[[Fact, str], Value | None]] = {
    FactType.YES_NO: _yes_no,
    FactType.CHOICE: _choice,
    FactType.CHOICES: _choices,
}
