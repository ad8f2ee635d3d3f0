"""Yes and no in whole sentences and in the words of the question: 「一直是他当户主」, 「公安那边都弄清楚了」."""

from __future__ import annotations

import re

from assistant.catalog.model import Fact
from assistant.match.open_options import DOUBT, LONG_PAST
from assistant.match.open_sayings import is_of_another, sayings
from assistant.match.open_unsure import PARTICLES

_YES = (
    "嗯呐|莫得问题|没得问题|没问题|是|对|有|嗯|恩|好|行|要|可以|愿意|同意|没错|对头|要得|得行|中|需要|办过|"
    "办好|处理完|确认|是这样|在|会|能|yes|y|ok|1|肯定|当然|有过|弄好|装过|参加过|已经"
)
_NO = (
    "不是|没有|没得|没|不|否|无|不要|不用|不行|不需要|不愿意|不同意|还没有?|未|没办|"
    "没弄|没装|没有的事|没这回事|木有|冇|莫得|没有过|从来没有?|no|n|不对|不会|不能|不在|一次(?:都|也)没(?:有|过)?|一回(?:都|也)没(?:有|过)?|都没有?|一个都没有?|啥都没有?"
)
YES_ONLY = re.compile(
    rf"(?:嗯+|哦|额|呃|那个?|就是|应该|当然|确实|肯定|绝对|必须|自然|都|也)*(?:{_YES})(?:啊|呀)?(?:是|对|有|好|了|过|的|啊|嗯|没问题)*{PARTICLES}",
    re.IGNORECASE,
)
NO_ONLY = re.compile(
    rf"(?:嗯+|哦|额|呃|那个?|好像|应该|当然|确实|肯定|绝对|倒|真的?|都|也|这个?)*(?:{_NO})(?:呢|有|了|过|的|啊|是|装|办)*{PARTICLES}",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"[?？]|吗|(?<!不)怎么|(?<!不)咋|(?<!没)(?<!没有)(?<!没得)(?:什么|啥|多少)(?!.?(?:都|也))|哪(?!.?(?:都|也))|能不能"
    r"|可不可以|要不要|为什么|几时|(?<!没)谁(?!都|也)|如何|需不需要|是不是|有没有|(?:可以|行|能|要得|好|中)不$"
)
_SUBJECT = re.compile(r"^(?:他|她|老人|逝者|本人|这个|那个)(?=.)")
_HOWEVER = re.compile(r"但|不过|就是|可是|只是")
_CONCESSION = re.compile(r"(?P<verb>.{1,2})(?:倒)?是(?:(?P=verb)|能?(?P=verb)了?)")  # 「有是有」
_OF_THE_PAST = re.compile(r"以前|报过")
_BETWEEN = re.compile(r"[，,、；;。！!\s]+")


def is_asking(text: str) -> bool:
    """Whether the words ask something."""
    return bool(_ASKS.search(text))


def yes_or_no(fact: Fact, words: str) -> bool | None:
    """Yes or no, where no part of the answer says the opposite of another."""
    first, *rest = [one for one in _BETWEEN.split(words) if one] or [words]
    if _CONCESSION.fullmatch(first):
        first, rest = "", [re.sub(r"^(?:但是?|不过|就是|可是|只是)", "", one) for one in rest]
    elif any(_HOWEVER.match(part) for part in rest):
        return None
    said = {_of_part(fact, first)} | {_of_rest(fact, part) for part in rest}
    said.discard(None)
    return said.pop() if len(said) == 1 else None


def _of_part(fact: Fact, part: str) -> bool | None:
    if not part or is_asking(part) or _is_past(fact, part) or DOUBT.search(part):
        return None
    named = sayings_of_yes_and_no(fact, part)
    if named:
        return None if len(named) > 1 else named.pop()
    part = _SUBJECT.sub("", part)
    part = part.removeprefix("我") if "您" in str(fact.question) and len(part) > 1 else part
    if NO_ONLY.fullmatch(part):
        return False
    if YES_ONLY.fullmatch(part):
        return True
    return _in_the_words_of_the_question(str(fact.question or ""), part)


def _is_past(fact: Fact, part: str) -> bool:
    """Whether the words tell how it was before, where the question asks how it is."""
    return bool(LONG_PAST.search(part)) and not _OF_THE_PAST.search(str(fact.question))


def _of_rest(fact: Fact, part: str) -> bool | None:
    """What a later part says by itself; a bare 「有」 or 「没有」 there may be of something else."""
    return None if YES_ONLY.fullmatch(part) or NO_ONLY.fullmatch(part) else _of_part(fact, part)


def sayings_of_yes_and_no(fact: Fact, part: str) -> set[bool]:
    """Yes, no or both by what residents say to this question; a saying after 没 or 别 says the opposite.

    A saying inside a longer one says nothing; a denied no is neither.
    """
    found = [
        (saying, part.index(saying), meaning)
        for option, meaning in (("yes", True), ("no", False))
        for saying in sayings(fact.id).get(option, ())
        if saying in part and not is_of_another(saying, part)
    ]
    longest = [one for one in found if not any(one[0] != other[0] and one[0] in other[0] for other in found)]
    denied = re.compile(
        r"(?:没有|没得|莫得|不是|没|不|未|别|莫)(?:有|过|再|去|要|想|能|说|给|在|是|打|转|到|用|往){0,3}$"
    )
    said = {(meaning, bool(denied.search(part[:place]))) for _, place, meaning in longest}
    return {meaning and not is_denied for meaning, is_denied in said if meaning or not is_denied}


_FILLERS = re.compile(
    r"^(?:那|这)(?!个)|一直|向来|确实|当然|绝对|必须|其实|反正|之前|以前|早就|早|已经|本来|的确|真的|从来|肯定|全|都|也|就|还|从|当|家里头?|家头|我们|咱们?|俺们?|他|她|它|老人家?|老爷子|俩人?|两口子|两个人|现在|目前|嘛|[昨前今]天"
)
_NOT_DENIALS = re.compile(r"差不多|不过|没错|不错|没问题|不管")
_NOT = re.compile(r"还没有?|并?没有?|没得|莫得|不是|不|未|别|无")
_ENDING = re.compile(r"(?:的|了|过|呢|啊|呀|诶|哦|嘛|好|吧|啦)+$")
_DONE = re.compile(r"(?:办|弄|处理|搞|做|调?查|整|走)(?:完|好|妥|清楚?|明白|结束|到位)(?:了|啦|的)*$")
_YET = re.compile(
    r"(?:还|都还|现在还)?(?:正在|在)(?:[处调]?[查办弄理等]|处理|走流程|走程序|调查|侦查|折腾)(?:着|呢|的|中)*"
)


def _in_the_words_of_the_question(question: str, part: str) -> bool | None:
    """「没住一起」 to 「您和孩子住在一起吗？」: the question's own words, said or denied."""
    if _YET.fullmatch(part) and "了吗" in question:
        return False
    words, denials = _without_denial(part, question)
    if denials > 1:
        return None
    core = _FILLERS.sub("", words)
    done = _DONE.search(core) if "了吗" in question and (denials or core.endswith(("了", "啦", "的"))) else None
    if done and set(core[: done.start()]) <= set(question):
        return not denials
    core = _ENDING.sub("", re.sub(r"^(?:是|就是|有|在)", "", core))
    shortest = 1 if (not denials and part.endswith(("了", "的"))) or part.endswith("过") else 2
    if core in ("", "您", "您的") or len(core) < shortest or not set(core) <= set(question):
        return None
    return not denials


def _without_denial(part: str, question: str) -> tuple[str, int]:
    """The words without 没 and 不, and how many there were; a question that has such words itself is left alone."""
    words = _NOT_DENIALS.sub("", part)
    if re.search(r"[没不未无]", question):
        match = _NOT.match(_FILLERS.sub("", words))
        return (_NOT.sub("", words, count=1), 1) if match else (words, 0)
    return _NOT.sub("", words), len(_NOT.findall(words))
