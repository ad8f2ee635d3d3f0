"""Numbers in running words: numerals, ages, amounts of money, telephone, card and identity numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from assistant.catalog.validators import Problem, check_bank_account, check_id_number, check_phone, luhn_holds
from assistant.match.normalise import read_numeral

NUMERAL = "零〇一二两三四五六七八九十百千万"
NUMBER = rf"(?:\d+(?:[.,，]\d+)*[{NUMERAL}]*|[二三四五六七八九]?十有[一二三四五六七八九]|[{NUMERAL}]+)"
_DIGITS = {char: number for number, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}


@dataclass(frozen=True, slots=True)
class Said:
    """Something with a value at a place of the text. ``sure`` is false for 「左右」 and the like."""

    kind: str
    value: str | Decimal
    start: int
    end: int
    sure: bool = True


def number_of(words: str) -> Decimal | None:
    """「83」, 「八十三」, 「1.2万」, 「一千二」, 「3,000」; None for what is not one number."""
    words = words.replace(",", "").replace("，", "")
    if re.fullmatch(r"\d+(\.\d+)?", words, re.ASCII):
        return Decimal(words)
    mixed = re.fullmatch(r"(\d+(?:\.\d+)?)([千万])(\d|[一二三四五六七八九])?", words, re.ASCII)
    if mixed:
        unit = 1000 if mixed[2] == "千" else 10000
        rest = (_DIGITS.get(mixed[3]) or int(mixed[3])) * unit // 10 if mixed[3] else 0
        return Decimal(mixed[1]) * unit + rest
    words = re.sub(r"(?<=十)有(?=[一二三四五六七八九])", "", words)  # 「七十有八」
    if not words or any(char not in NUMERAL for char in words):
        return None
    if all(char in _DIGITS for char in words):
        return Decimal(_DIGITS[words]) if len(words) == 1 else None  # 「七八」 is a guess, not a number
    if re.search(r"[一二三四五六七八九]{2}", words):
        return None
    value = read_numeral(words)
    return None if value is None else Decimal(value)


# --- ages -----------------------------------------------------------------------------------------

_AGE_WORDS = rf"(?:{NUMBER})"
_AGE = re.compile(
    rf"(?P<before>虚岁|虚|周岁|实岁|足岁|享年|终年|今年|年|刚满|刚|都|已经|也|才|快|将近|差不多|大概|大约|可能|好像|不到|满|年满|就)?"
    rf"(?:是|有|都|才|刚|该|应该|也)?(?P<number>{_AGE_WORDS})(?P<more>多|来|几|出头|左右)?"
    rf"(?P<unit>个?周岁|虚岁|实岁|足岁|岁|大寿)(?P<after>多|半|左右|上下|以上|以下|及以上)?"
)
# Without 岁: 「八十三了」, 「今年78」, 「她85」 at the end of a clause.
_BARE_AGE = re.compile(
    r"(?P<before>虚岁|虚岁算|(?:身份证|证|户口本|簿)上(?:写|是)?的?是?|写的是?|周岁|实岁|享年|今年|现在|年纪|年龄|[他她我人爸妈爷奶爹娘公婆]|老头子?|老太太?|老伴|姥姥|^|快|满|都|就|已经)(?:是|有|都|才|刚|已经|现在|今年)*"
    r"(?P<number>\d{1,3}|[一二三四五六七八九]?十有?[一二三四五六七八九]?|[二三四五六七八九]十[一二三四五六七八九]?)"
    r"(?P<after>了|咧|啦|喽|呢|咯|吧|来岁|多|整)?$"
)
_ONLY_A_NUMBER = re.compile(
    r"那?(?:属.的)?(?:(?P<just>今年|才|今年才|才刚|刚满)|都|已经|也|刚|应该|其实|是|应该是|其实是)?(?P<number>\d{2,3}|[三四五六七八九]十有?[一二三四五六七八九]?)(?:了|啦|咧|整)?"
)
_AFTER_PERSON = re.compile(
    r"(?:今年|现在|都|已经|也|才|就|刚满|刚)*(?P<number>\d{2,3}|[一二三四五六七八九]?十[一二三四五六七八九]?)(?:了|啦|咧)?(?=[，,。；;！!？?\s]|$|独居|一个人|户口|多病|瘫|住|我|他|她|想|身体|卧)"
)
_NOT_AN_AGE = re.compile(r"(?:满|到|够|超过|年满|以上|不到|未满|过|差|隔|比[^，。]{1,4}[大小])$")


def ages(text: str, start: int, end: int, people: frozenset[int] = frozenset()) -> Iterator[Said]:
    """The ages said in one clause: kind ``age`` or ``nominal_age`` (虚岁); rough ones are left out.

    ``people`` are the places where a person's word ends: a bare number right after one is an age.
    """
    clause = text[start:end]
    taken: list[tuple[int, int]] = []
    for match in _AGE.finditer(clause):
        taken.append(match.span())
        said = _age(match, start, text)
        if said:
            yield said
    bare = _BARE_AGE.search(clause)
    if bare and not any(bare.start("number") < b and a < bare.end("number") for a, b in taken):
        plain = bare["before"] or (re.search(r"[十]", bare["number"]) and bare["after"])
        said = _age(bare, start, text, unit=False) if plain else None
        if said and (Decimal(said.value) >= 20 or bare["before"] in ("今年", "周岁", "实岁", "虚岁")):
            yield said
            taken.append(bare.span("number"))
    alone = _ONLY_A_NUMBER.fullmatch(clause)
    if alone and people and not taken:
        number = number_of(alone["number"])
        if number is not None and (16 if alone["just"] else 30) <= number <= 115:
            yield Said("age", number, start + alone.start("number"), start + alone.end("number"))
    for place in (place for place in people if start <= place < end):
        after = _AFTER_PERSON.match(text, place, end)
        if after and not any(start + a < after.end() and after.start("number") < start + b for a, b in taken):
            number = number_of(after["number"])
            if number is not None and 10 <= number <= 120:
                yield Said("age", number, after.start("number"), after.end("number"))


_ONCE = re.compile(r"的?(?:时候|时|那年)|(?:以|之)(?:后|前)|开始|没了|就没|死了")  # 「我三岁没了爹」
_WILL_BE = re.compile(
    r"(?:明年|后年|下个?月|过了年|过完年|年底|再过.{1,4}|[月日号]|初[一二三四五六七八九十]|生日)(?:我|他|她)?(?:就|才|要)?(?:满|是|到)?$"
)


def _age(match: re.Match[str], start: int, text: str, *, unit: bool = True) -> Said | None:
    parts = match.groupdict()
    before, after = parts.get("before") or "", parts.get("after") or ""
    number = number_of(match["number"])
    rough = parts.get("more") or after in ("多", "左右", "上下", "以上", "以下", "及以上", "吧", "来岁")
    if number is None or number > 130 or rough or before in _ROUGH or number != number.to_integral_value():
        return None
    head = match.string[: match.start("number")]
    if _WILL_BE.search(head) or _BACK_THEN.search(head) or _ONCE.match(match.string, match.end()):
        return None
    if unit and _OF_ANYBODY.match(text, start + match.end()) and _NOBODY_BEFORE.fullmatch(head):
        return None
    if (_NOT_AN_AGE.search(head) and "刚" not in head[-3:]) or re.search(r"[\d十\-~到]$", head):
        return None
    nominal = "虚" in before + (parts.get("unit") or "") or head.endswith(("虚", "虚岁"))
    return Said("nominal_age" if nominal else "age", number, start + match.start("number"), start + match.end())


_BACK_THEN = re.compile(
    r"(?:那年|时候|那时|当时|那会儿?)(?:我|俺)(?:才|刚|只有|还|就|已经|都)*$"
)  # 「妈走那年我才三岁」
# 「80岁老人一个月补多少」, 「六十岁能办老年卡吗」: of anybody that old
_NOBODY_BEFORE = re.compile(r"(?:请问|问一?下|我?想问一?下?|想知道|咨询一?下?|是不是|那|你好|您好)*(?:年?满|到)?")
_OF_ANYBODY = re.compile(
    r"的?(?:老年?人|老头|老太太)?(?:是不是|能不能|可不可以|能|可以|才能|就能|就可以|有没有|有什么|有啥|怎么|一个?月|每个?月|一年|补|免费|坐车|还要|要不要)"
    r"[^，,。]{0,16}(?:吗|么|多少|什么|啥|几|不)?(?=[，,。？?！!；;\s]|$)"
)
_ROUGH = frozenset(("快", "将近", "差不多", "大概", "大约", "可能", "好像", "不到"))

# --- money ----------------------------------------------------------------------------------------

_PENSION = re.compile(r"退休金|退休工资|养老金")
_INCOME = re.compile(
    r"进项|进账|收入|工资|挣|赚|到手|合下来|打(?:零)?工|务工|上班|(?<=[我俺])(?<!给[我俺])(?:现在)?(?:每个?月|一个?月)(?!给|寄|花|付|交|还)"
)
_MONTHLY = re.compile(r"每个?月|一个?月|月收入|月薪|月工资|/月|月入")


def money(text: str, start: int, end: int) -> Iterator[Said]:
    """What comes in a month, in one clause: kind ``pension`` or ``income``; a rough sum is not sure."""
    clause = text[start:end]
    pension, income = _PENSION.search(clause), _INCOME.search(clause)
    only = _ONLY_A_SUM.fullmatch(clause)
    if only and _WORKS.search(text, max(0, start - _REACH), start):  # 「我在砖厂上班，一个月三千二」
        value = number_of(only["number"])
        if value is not None and value >= 50:
            yield Said("income", value, start, end)
        return
    if not (pension or income):
        return
    period = _MONTHLY.search(clause)
    if not period and not (pension and "年" not in clause):
        return
    first = (pension or income).start()  # type: ignore[union-attr]
    head = min(first, period.start()) if period else first
    sums = [m for m in _SUM.finditer(clause, head) if (number_of(m["number"]) or 0) >= 50]
    if len(sums) == 1:
        rough = sums[0]["rough"] or sums[0]["less"]
        value = number_of(sums[0]["number"])
        if _CHANGED_BY.search(clause, head, sums[0].start()):
            return
        if value is not None and not (sums[0]["rough"] in ("多", "来", "几", "出头") or sums[0]["less"]):
            kind = "pension" if pension else "income"
            yield Said(kind, value, start + head, start + sums[0].end(), not rough)


_CHANGED_BY = re.compile(r"(?:涨|扣|补发|加|少发|降|多发|少|多)了(?!到)$")  # 「养老金涨了一百块」
_REACH = 16
_WORKS = re.compile(
    r"(?:(?:我|俺|本人)[^，。,老爸妈爹娘儿女哥弟姐妹公婆]{0,10}?|(?:^|[，,。；; ])(?:现在)?在[^，。,]{1,8}?)"
    r"(?:上班|打工|务工|打零工|送快递|送外卖|搬砖|当保安|做保洁|开车|做工|干活|洗碗|端盘子|帮厨|扫马路"
    r"|看大门|带班)[，, ]$"
)
_ONLY_A_SUM = re.compile(
    rf"(?:每个?月|一个?月)(?:能|有|就|才|只有|到手|拿|挣|大概)*(?P<number>{NUMBER})(?:块钱?|元|块)?"
)
_SUM = re.compile(
    rf"(?P<less>不到|不足|不超过|低于|高于|超过|将近|快)?(?P<number>{NUMBER})(?:块钱|元钱|块|元|圆)?(?P<rough>多|来|几|出头|左右|上下)?"
)

_HOUSEHOLD = re.compile(
    rf"(?:(?:一家|家里|全家|家中|我家|我们家|俺家|户口本上|共同生活|屋头|屋里|家头)(?:一共|总共|共|有|就|是|现在|我们|俺们|只)*|(?:我们|俺们|咱们)(?:一共|总共|就)?(?={NUMBER}口)|(?<![^，,。；;！!？?\s])(?={NUMBER}口))"
    rf"(?P<number>{NUMBER})(?:个人|口人|口之家|口(?!子)|人)(?![岁天年月住])"
)


def household_sizes(text: str, start: int, end: int) -> Iterator[Said]:
    """「一家四口」, 「家里三口人」."""
    for match in _HOUSEHOLD.finditer(text, start, end):
        number = number_of(match["number"])
        if number is not None and 1 <= number <= 20:
            yield Said("household_size", number, match.start(), match.end())


# --- long numbers ---------------------------------------------------------------------------------

_LONG = re.compile(
    r"(?<![\dA-Za-z])\d(?:[\d \-]{5,24})[\dXx](?![\dA-Za-z])|(?<!\d)\d{7,19}[Xx]?(?![\dA-Za-z])", re.ASCII
)
_CARD_WORDS = re.compile(r"卡|账号|帐号|存折|账户|帐户")


def long_numbers(text: str, today: date) -> Iterator[Said]:
    """Identity numbers whose check digit holds, mobile numbers, and card numbers that pass or are named so."""
    for match in _LONG.finditer(text):
        for kind, digits in _readings(match, text):
            value = _checked(kind, digits, today, text[max(0, match.start() - 12) : match.start()])
            if value:
                yield Said(kind, value, match.start(), match.end())
                break


def _readings(match: re.Match[str], text: str) -> Iterator[tuple[str, str]]:
    digits = re.sub(r"[ \-]", "", match[0]).upper()
    if len(digits) == 18:
        yield "id_number", digits
    if len(digits) == 11 and digits[0] == "1":
        yield "phone", digits
    if (match[0][0] == "0" and "-" in match[0]) or (len(digits) in (11, 12) and digits[0] == "0"):
        yield "phone", match[0].strip()
    if 16 <= len(digits) <= 19 and digits.isdigit():
        yield "bank_card", digits


def _checked(kind: str, digits: str, today: date, before: str) -> str | None:
    try:
        if kind == "id_number":
            found = check_id_number(digits, today)
            return None if found.warnings else found.value
        if kind == "phone":
            return check_phone(digits).value
        named = _CARD_WORDS.search(before)
        holds = luhn_holds(digits)
        return check_bank_account(digits).value if holds and (named or digits[0] in "4569") else None
    except Problem:
        return None
