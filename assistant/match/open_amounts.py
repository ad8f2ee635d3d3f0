"""A sum or a count in an answer of whole sentences: 「一个月拿两千三」, 「3k」, 「一分没有」, 「连老带小六个人」."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

from assistant.catalog.model import Fact, FactType, Unit
from assistant.catalog.values import Value
from assistant.match.extract_numbers import NUMBER, number_of

_Read = Callable[[Fact, str], Value | None]
_BETWEEN = re.compile(r"[，,；;。!！\s]+(?!\d{3}(?!\d))")
_NOBODY = r"(?:他|她|我|俺|目前|现在|都|全家|家里|本人|老人|一直|反正|这个?|上面|平时|从来|根本)"
_NOTHING = re.compile(
    rf"{_NOBODY}*(?:没有?|没得|莫得|木有|无|冇)(?:任何|什么|啥子?|半点|一点)?(?:收入|工资|退休金|养老金|进账|来源|存款|积蓄|花|花钱|花过钱?|用钱|钱|开销|看过?病|挣钱?|钱挣)?(?:来源)?(?:的|了|呢|过|啊|哦)*"
    rf"|{_NOBODY}*(?:一分|半分|一毛|一块|一个子儿?)(?:钱)?(?:也|都)?(?:没有?|没得|莫得)(?:花|挣|收|进|得|存|过)*(?:的|了|过)*|零(?:元|收入)?|0(?:元|块)?"
    r"|(?:啥|什么|哪样)(?:收入|钱)?(?:都|也)没有?(?:得)?(?:的|了)*"
)
_ROUGH = re.compile(
    r"(?<![十百千万\d])[一二两三四五六七八九][一二两三四五六七八九](?=[天个年月千百十万块元])|几|[\d一二三四五六七八九十]\s*[-~到至]\s*[\d一二三四五六七八九十]"
    r"|[十百千万\d][多来]|[百千万]把|千儿八百|(?<!\d)百八十|出头|不到|没到|不足|将近|超过|以上|以下|不止|至少|最多|顶多|不超|(?:快|近)[\d一二两三四五六七八九]|好[几多]|若干|(?:块|元|钱)[多来]"
)
_WEEKS = re.compile(
    r"(?:存|放|停|先|就|大概|差不多|摆)*(?P<number>[一二两三四1-4])个?(?:星期|礼拜|周)(?:吧|左右|就行|够了|好了)*"
)
_SUM = re.compile(rf"(?P<number>{NUMBER}|\d+(?:\.\d+)?)(?P<thousand>[kKwW](?![a-z]))?(?P<unit>\s*[块元圆](?:钱|整)?)?")
_CHANGE = re.compile(
    r"零?[一二三四五六七八九\d](?:毛|角)?(?:[一二三四五六七八九\d]分)?$|零?[一二三四五六七八九\d](?:毛|角|分)"
)
_NOT_MONEY = re.compile(r"^\s*(?:个?月|年|岁|天|号|日|个|口|人|次|家|张|套|亩|平|楼|级|点|%|周|名|位|期|分之)")
_TOTAL = re.compile(r"一共|总共|共计|加(?:在)?一?起|合(?:在)?一?[起计]|加起来|合起来|拢共|统共|总的|合计|全部加")
_PERIOD = re.compile(r"每个?月|一个?月|月月|每月|月薪|月入|一年(?!前)|每年|全年|年收入|年薪|一天|每天")
_OF_ANOTHER = re.compile(
    r"低保|房租|租金|补贴|津贴|给(?:我|他|她|的)|(?:[儿女]|子女|孩子|娃|[弟哥姐妹爸妈]).{0,5}给|借|欠|贷|以前|原来|过去|从前|扣|还要|想要|最好"
)
_MORE_PEOPLE = re.compile(rf"(?:加上|还有|外加|再加|另外|带上|连上)(?!.*(?:{NUMBER})(?:口|个人|人))")
_FROM_CHILDREN = re.compile(r"support|rent|welfare|claims|land|cost|fee|spending|med_|budget|insurance|bank|deposits")


def amount_said(fact: Fact, text: str, words: str, read: _Read, bare: _Read) -> Value | None:
    """A number or a sum; 「两三千」 is none, 「没有收入」 is nothing, a week is seven days.

    「三口，还有我妈」 leaves the sum to the reader.
    """
    if _ROUGH.search(words) or (fact.unit is Unit.PEOPLE and _MORE_PEOPLE.search(words)):
        return None
    if fact.type is FactType.MONEY and _is_nothing(words):
        return read(fact, "0")
    weeks = _WEEKS.fullmatch(words) if fact.unit is Unit.DAYS else None
    if weeks:
        return read(fact, str(7 * int(number_of(weeks["number"]) or 0)))
    said = read(fact, text)
    said = said if said is not None else bare(fact, words)
    if said is not None:
        return said
    return _sum_told(fact, words, read) if fact.type is FactType.MONEY else _count_told(fact, words, read)


def _is_nothing(words: str) -> bool:
    """「没看过病，没花钱」: nothing in one part, and no number in any."""
    pieces = [one for one in _BETWEEN.split(words) if one]
    told = [one for one in pieces if _NOTHING.fullmatch(one)]
    others = "".join(one for one in pieces if one not in told)
    return bool(told) and not re.search(r"\d|[百千万]|[有领拿打挣种养卖做靠]", others.replace("没有", ""))


def _sum_told(fact: Fact, words: str, read: _Read) -> Value | None:
    """The only sum that is told, or the one that is called the total."""
    found = list(_sums(fact, words))
    total = [one for one, is_total in found if is_total]
    if len(total) == 1 or len({one for one, _ in found}) == 1:
        return read(fact, total[0] if len(total) == 1 else found[0][0])
    return None


def _sums(fact: Fact, words: str) -> Iterator[tuple[str, bool]]:
    for piece in filter(None, _BETWEEN.split(words)):
        period = _PERIOD.search(piece)
        rest = piece.replace(period[0], " " * len(period[0])) if period else piece
        for match in _SUM.finditer(rest):
            value = _value(match, rest)
            if value is None:
                continue
            other = _OF_ANOTHER.search(piece) and not _FROM_CHILDREN.search(fact.id)
            # A sum of something else makes the answer unclear, so it counts as another sum.
            yield f"{period[0] if period else ''}{value}{'!' if other else ''}", bool(_TOTAL.search(piece))


def _value(match: re.Match[str], piece: str) -> str | None:
    number = number_of(match["number"])
    if number is None or _NOT_MONEY.match(piece[match.end() :]):
        return None
    if match["thousand"]:
        number *= {"k": 1000, "w": 10000}[match["thousand"].lower()]
    if not match["unit"] and not match["thousand"] and number < 50:
        return None
    change = _CHANGE.match(piece[match.end() :]) if match["unit"] else None
    return f"{_plain(number)}元{change[0].lstrip('零') if change else ''}"


def _plain(number: Decimal) -> str:
    return f"{number:f}"


_UNITS = {Unit.DAYS: "天|日|晚", Unit.PEOPLE: "口人?|个人|人|个", Unit.YEARS: "年", Unit.MONTHS: "个月"}


def _count_told(fact: Fact, words: str, read: _Read) -> Value | None:
    """The only number that stands before the unit asked for."""
    units = _UNITS.get(fact.unit)
    if units is None:
        return None
    found = {number_of(one) for one in re.findall(rf"(?<![第初])({NUMBER})(?:{units})(?!月|前|后|小时)", words)}
    return read(fact, _plain(number)) if len(found) == 1 and (number := found.pop()) is not None else None
