"""The parts of an answer, and which of them are denied: 「不是医院，是家里」, 「房子、车子都没有」."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.catalog.model import Fact, FactType
from assistant.match.open_sayings import BEFORE_DENIED, FINAL, ONLY_A_DENIAL, of_title, sayings

_BETWEEN = re.compile(r"[，,、；;。.!！\s]+")
_DENIED_FIRST = re.compile(
    r"^(?:他|她|老人家?|人|我们?|俺们?|咱们?|家里|家头|屋头|这个?|那个?|也|都|就|好像|还|现在|目前|反正|真|并|从来|一直)*"
    r"(?:不是在?|并非|没有|没得|莫得|没|不在|别|不要|不想|不用|不算|不能|不让|不准|不肯|不愿意?|不打算)(?=.)"
)
_DENIED_LAST = re.compile(
    r"(?:那些|这些|啥的|什么的|一样|一个)?(?:都|也|就|还|全|早|早就|已经)*(?:没有|没得|莫得|没|不是|不算|没领|没办|没弄|没去|没搞|没有?(?:开|拿|销|烧|批|给|交|买|申请|参加|享受|下|出|到手|来得及|评|报|赔|定|轮|通过|认定|落实|到账|成)(?:到|上|下来|出来|来|完|好|办|弄|去)*|不要|不用|不想|不办|取完了?|(?:取|取走|卖|卖掉|停|注销|取消|断|撤|吊销|作废|过户|过给.{1,3}|退|报废)了|(?:给|被)(?:取消|停|断|撤|注销)了?|[不没]再?(?:发|给|领|享受|打钱?|交)了"
    r"|是?租(?:的|来的)|是?(?:公家|别人|人家|单位|儿子|女儿|租)的)(?:了|过|的|啊|呢)*$"
)
_ALL_DENIED = re.compile(
    r"(?:这些|那些|统统|通通|一样|一个|哪样|样样|全部)?(?:都|也|全)+(?:没有?|没得|莫得|不要|不是)(?:得)?(?:了|的|过)*"
)
_TO_COME = re.compile(
    r"明[天儿日]|后[天儿日]|大后天|下周|下个?月|准备|打算|等着|等到|约[了好]|过两天|过几天|正要|马上|就要|快要|待会"
)
_ABLE = re.compile(r"^(?:自己|还|他|她)*(?:能|可以|会)(?:自己)?")

_OF_LOSS = re.compile(r"丢|过期|改过")
_UNHARMED = re.compile(
    r"(?:都|也|还|现在|一直|肯定|从来|身份证|证|证件)*(?:(?:还|都)?在(?:呢|的|着|手里|手上|身上|家里)*|(?:没有?|不|未)(?:丢|过期|到期|掉|改|变|换|动|失效)[^，]{0,4}"
    r"|没有|没得|没|有效(?:期.{0,6})?|(?:没|不)(?:有)?问题|好好的|好的)(?:过|了|的|呢|啊|呀|嘛)*$"
)
"""What says that nothing is lost, expired or changed, where just that is asked: 「男方的还在」, 「女方没改过」."""
_WHOSE = re.compile(r"^(?:我|我们|俩|俩人|两个人?|我俩|两人|我们俩|双方|的|身份证|证件?|名字|姓名|号码|谁|一直|从来)+")
OF_WISHES = re.compile(r"用得上|想解决|想请人")
_HAS_IT = re.compile(
    r"(?:已经|早就?|都|也|倒是|家里)*(?:有|够|不缺|买|买过|配|配好|装|装好|办好|办过|找到|找好|解决)了(?:的|呢|啊)*$"
    r"|^(?:我们?|他|她|家里|现在)*(?:已经|早就?|家里|现成|都)+(?:有|买|配|装|租|找)|^(?:我们?|他|她|家里)*(?:有|买|配|装)(?!.*[想要就]).{1,8}了$"
)


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of an answer, and whether it is denied: 「不是医院，是家里」 has one of each."""

    words: str
    denied: bool


def parts(fact: Fact, words: str) -> Sequence[Part]:
    """The parts of an answer, where a denial that stands for a whole list denies all of it.

    「房子、车子都没有」, 「没有低保、残疾证」, 「房子，车子，都没有」.
    """
    found: list[Part] = []
    for clause in filter(None, (one.strip() for one in re.split(r"[，,；;。.!！\s]+", words))):
        if fact.type is FactType.CHOICES and found and _ALL_DENIED.fullmatch(clause):
            found = [Part(one.words, True) for one in found]
            continue
        listed = list(_parts(fact, clause))
        if len(listed) > 1 and listed[-1].denied and re.search(r"都|全", clause.rsplit("、", 1)[-1]):
            listed = [Part(one.words, True) for one in listed]
        before = len(listed) > 1 and listed[0].denied and _DENIED_FIRST.match(clause)
        if before and not any("有" in one.words or "是" in one.words for one in listed):
            listed = [Part(one.words, True) for one in listed]
        if len(listed) == 1 and found and clause in ("没有", "没得", "没", "没有了", "没领", "没办"):
            found[-1] = Part(found[-1].words, True)
            continue
        found += listed
    return found


def _parts(fact: Fact, words: str) -> Iterator[Part]:
    """The answer cut at its punctuation, with what is denied marked as such.

    Where the question is what somebody cannot do, 「能」 denies. A saying with a 没 of its own denies nothing.
    """
    whole_of = [
        one for said in sayings(fact.id).values() for one in said if one[0] == "还" or re.search("[没不未]", one)
    ]
    for piece in filter(None, (one.strip() for one in _BETWEEN.split(words))):
        if any(one in piece for one in whole_of if one not in ONLY_A_DENIAL):
            yield Part(piece, False)
        elif fact.id == "progress" and _TO_COME.search(piece):
            yield Part(piece, True)
        elif str(fact.none_option or "").startswith("都能") and _ABLE.match(piece):
            yield Part(_ABLE.sub("", piece), True)
        else:
            yield from _denied_at_an_end(fact, piece)


def _denied_at_an_end(fact: Fact, piece: str) -> Iterator[Part]:
    """「没有低保」, 「低保没领」; 「生活补贴停了」 denies the one and says the option 「停了」 too."""
    first = _DENIED_FIRST.sub("", piece)
    if first != piece:
        yield Part(first, True)
        return
    question = str(fact.question)
    if _OF_LOSS.search(question) and fact.type is FactType.CHOICES:
        kept = _UNHARMED.sub("", piece)
        yield Part(kept, kept != piece)
        return
    if OF_WISHES.search(question) and _HAS_IT.search(piece):
        yield Part(piece, True)
        return
    if not _DENIED_LAST.search(piece) or len(piece) <= len("两字"):
        yield Part(piece, False)
        return
    ending = _ending(fact, piece)
    before = FINAL.sub("", piece).removesuffix(FINAL.sub("", ending)) if ending else _DENIED_LAST.sub("", piece)
    yield Part(before, True)
    if ending:
        yield Part(ending, False)


def _ending(fact: Fact, piece: str) -> str:
    """The longest saying with which the words end: 「莫名其妙就停了」; a bare 「都没有」 is none."""
    bare = FINAL.sub("", piece)
    found = [
        one
        for option in fact.options
        for one in (*of_title(str(option.title)), *sayings(fact.id).get(option.id, ()))
        if len(one) > 1 and bare.endswith(FINAL.sub("", one)) and one in piece and not _ALL_DENIED.fullmatch(one)
    ]
    said = [one for one in found if not BEFORE_DENIED.search(piece[: piece.rindex(one)])]
    return max((one for one in said if one not in ONLY_A_DENIAL), key=len, default="")


def unharmed(fact: Fact, piece: str) -> bool:
    """「都在呢」, 「没改过」 where the question is what is lost or changed."""
    return bool(_OF_LOSS.search(str(fact.question)) and _WHOSE.sub("", _UNHARMED.sub("", piece)) == "")
