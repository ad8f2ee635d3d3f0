"""Deaths told of: who has died, and where. A thing that is lost and a person who left are no deaths."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.match.extract_cast import Cast
from assistant.match.extract_moods import Moods
from assistant.match.extract_people import ELDER, EX, FAMILY, PRONOUN, SELF, SOMEONE, STRANGER, THEIRS, WE, Mention
from assistant.match.extract_text import Clause, Heard
from assistant.match.lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class Death:
    """A death told of at a place of the text; ``who`` is None where nobody is named."""

    start: int
    end: int
    who: Mention | None
    background: bool = False  # 「走得早」: told in passing


_THINGS = re.compile(
    r"(?:手机号?|工作|钱|房子?|东西|证件?|卡|宠物|钱包|户口|户口本|手机号码?|消息"
    r"|音讯|音信|人影|力气|精神|意识|收入|生意|车子?|存折|积蓄|机会|耐心|希望|办法|下文|结果|名额|缘分|感情|低保|补贴|工资|养的.{0,2})(?:都|也|就|全|烧|给|突然|已经)*$"
)
_ANIMALS = re.compile(r"(?:狗|猫|鸟|宠物|鸡|鱼|牛|猪|羊)(?:都|也|就|全|突然|已经|[昨今前]天|刚刚?|[今昨]早)*$")
_THEN = re.compile(r"^(?:以后|之后|后)?(?:我|俺)(?:爸|妈|爷|奶|公|婆|老|爹|娘)|^就(?:跟|由|剩|没人|只|一直)")
_YEARS = re.compile(r"^了?(?:快|有|已经|都|整)*(?:[一二两三四五六七八九十好几多\d]+)年")
_LEFT = re.compile(
    r"^(?:了)?[^。！？]{0,8}?[，, ]?(?:去|到|回)(?!世)[^。，,]{0,6}(?:打工|上班|娘家|外地|工作)"
    r"|^(?:了)?[^。！？]{0,8}?[，, ]?去(?:广东|北京|上海|国外|读书|出差)"
    r"|^什么都没|^，?(?:什么|啥)都没带|^(?:多远|一公里|半小时|路)"
    r"|^(?!的)(?:了)?[^。！？]{0,16}?(?:去(?:了)?哪(?!里?(?:办|销|开|领|弄|问|登|个))|手机(?:也|都)?(?:关机|打不通|没人接)|不接电话|没(?:跟|和|给)(?:我|家里)?(?:人)?(?:说|讲|打)|(?:还|都|也|一直|到现在)没回(?:来|家)|要不要报(?:警|失踪))"
)
_ASKED_AFTER = re.compile(r"^(?:了|的)?(?:吗|没有|没)[?？]")


def deaths(heard: Heard, cast: Cast, moods: Moods, lexicon: Lexicon) -> Iterator[Death]:
    """Every death that is told as a fact."""
    first: Mention | None = None  # a clause that names nobody goes on about the one who has died
    for start, end, kind in lexicon.deaths.find(heard.text):
        clause = heard.clauses[heard.clause_at(start)]
        before, after = heard.text[clause.start : start], heard.text[end:]
        if kind == "never" or moods.is_supposed(start) or _has_not_died(before, after, kind == "weak"):
            continue
        if lexicon.soon.search(heard.text, clause.start, clause.end):
            continue
        who = cast.named_in_clause(start) or (first if first else cast.about(start))
        if who is not None and (who.kin in (SELF, WE) or who.kin == FAMILY):
            who = None
        if kind == "weak" and (who is None or not _is_somebody(who)) and not _A_PERSON.search(before):
            continue
        in_passing = lexicon.background.search(heard.text, max(clause.start, start - 4), clause.end)
        background = bool(in_passing) or _is_long_past(before, after, who, cast)
        if not background and who is not None and who.is_kin:
            first = first or who
        yield Death(start, end, who, background)


_NOT_YET = re.compile(r"(?:快|没|不会|不想|要|别|是不是|怕|差点儿?|差一点|险些|几乎)就?$")


def _has_not_died(before: str, after: str, weak: bool) -> bool:
    """Asked, almost, come back, an animal, a thing, or somebody who left; ``weak`` words say so only of people."""
    if _ASKED_AFTER.match(after) or _CAME_BACK.search(after) or _LOST_ONES.match(after) or _NOT_YET.search(before):
        return True
    return bool(_ANIMALS.search(before) or (weak and _THINGS.search(before)) or _LEFT.match(after))


def _is_long_past(before: str, after: str, who: Mention | None, cast: Cast) -> bool:
    """Told by the way: 「九八年就没了」, 「走了四年」 beside somebody who lives, a child's parent."""
    if _LONG_AGO.search(before) or _THEN.match(after) or (who is not None and who.kin == THEIRS):
        return True
    return bool(_YEARS_AGO.search(before) or _YEARS.match(after)) and _is_not_all(who, cast)


def _is_not_all(who: Mention | None, cast: Cast) -> bool:
    """Whether another relative is told of: then a death of years ago is not the matter."""
    return any(one.is_kin and (who is None or one.kin != who.kin) for one in cast.mentions)


def _is_somebody(who: Mention) -> bool:
    return who.kin != PRONOUN


_LOST_ONES = re.compile(r"(?:爹|娘|爸|妈|父|母)")  # 「我三岁没了爹」
_CAME_BACK = re.compile(
    r"(?<!没)(?<!没抢)(?<!没能)(?<!没能抢)(?<!未能)(?:缓过来|救回来|救过来|醒过来|活过来|脱离危险|转危为安)"
)
_A_PERSON = re.compile(r"人(?:就|都|已经|也|突然)?$|^(?:是|就是|说)?人(?:是|在|已|昨|前|今|就|上|也)")
_LONG_AGO = re.compile(
    r"(?:\d{2,4}年|[零〇一二三四五六七八九]{2,4}年|[一二三四五六七八九十几好多\d]+年前|早)(?:就|已经|早就)+$|[去前]年就$"
)
_YEARS_AGO = re.compile(
    r"(?:\d{4}年|[一二两三四五六七八九十几好多\d]+年前|早些年|[去前]年)(?![^，。]{0,3}月)[^，。]{0,6}$"
)


_REMOTE = frozenset((STRANGER, PRONOUN, SOMEONE, EX, "in_law_elder", "grandparent_sibling"))


def is_stranger(who: Mention | None) -> bool:
    """Whether the death is somebody's whom the writer does not act for."""
    return who is not None and who.kin in _REMOTE


@dataclass(frozen=True, slots=True)
class DeathPlace:
    """Where somebody died, by kind of place."""

    value: str
    start: int
    end: int


_NOT_AT = re.compile(r"(?:不是|没|没有|不|并非)(?:是)?(?:在|去|到|送)?[^，。]{0,4}$|(?:为|离|出|回|怪|去)$")
_ONLY_WHERE = re.compile(
    r"^(?:人|他|她)?(?:是|就是|就|都是|而是|也是)?[^，。住户抢想要]{0,10}?(?:在|于|搁)[^，。住户抢想要]{1,12}$|^(?:自己|自)?(?:家里|家中|家|屋头)$|^(?:市|县|区)?医院里?$"
)


def death_places(heard: Heard, told: list[Death], named: Sequence[Mention], lexicon: Lexicon) -> Iterator[DeathPlace]:
    """Kinds of places named in the clause of a death before it, or in a clause beside it that only says where."""
    clauses = {heard.clause_at(death.start): death for death in told}
    for start, end, value in lexicon.death_places.find(heard.text):
        number = heard.clause_at(start)
        clause = heard.clauses[number]
        if value == "nowhere":
            continue
        before = heard.text[clause.start : start]
        if _NOT_AT.search(before) or (value in ("home", "other") and not _is_at(before, heard.text[end : end + 2])):
            continue
        if any(one.start < end + 2 and start < one.end and not _WAS.match(heard.text, end) for one in named):
            continue  # 「我家老头」, 「家里老父亲」 are people
        if number not in clauses and _is_of_somebody_else(clause, clauses, named):
            continue  # 「可我哥在国外」
        if value == "home" and _OF_STRANGERS.search(before):
            continue
        death = clauses.get(number)
        inside = death is not None and (start < death.end or _WHEN_AT.match(heard.text, death.end, start) is not None)
        inside = inside or (death is not None and _SAID_AFTER.match(heard.text, death.end, start) is not None)
        if inside or (_is_beside(number, clauses, heard) and _ONLY_WHERE.match(heard.text[clause.start : clause.end])):
            yield DeathPlace(value, start, end)


def _is_of_somebody_else(clause: Clause, clauses: dict[int, Death], named: Sequence[Mention]) -> bool:
    dead = {one.who.kin for one in clauses.values() if one.who}
    return any(clause.start <= one.start < clause.end and one.kin not in dead | {ELDER} for one in named)


_WAS = re.compile(r"[，,。；;\s走没去过离的]")
_OF_STRANGERS = re.compile(r"(?:朋友|亲戚|邻居|同事|别人|人家|老乡|工友|牌友|同学)$")
_SAID_AFTER = re.compile(r"(?:于|在)[^，。]{0,12}$")  # 「病故于高港区人民医院」
_WHEN_AT = re.compile(r"(?:时候|的时候)?(?:人)?(?:是)?在[^，。]{0,8}$")
_AT = re.compile(r"(?:在|于|到|回|搁|自己|己|老家|的|这|那|上)$|[省市县区镇村乡]$|在[^，。]{1,10}$|^$")


def _is_at(before: str, after: str) -> bool:
    """「在家里」, 「家里走的」, and not 「家里老人」."""
    return (bool(_AT.search(before)) and not after.startswith(("老人", "人", "的", "亲", "在"))) or after[:1] in (
        "走",
        "没",
        "去",
        "过",
        "离",
    )


_SHORT = 7


def _is_beside(number: int, clauses: dict[int, Death], heard: Heard) -> bool:
    if number + 1 in clauses or number - 1 in clauses:
        return True
    for earlier in (2, 3, 4):  # over short clauses such as 「星期一」, 「八十一」
        if number - earlier in clauses:
            return True
        clause = heard.clauses[number - earlier + 1] if number >= earlier else None
        if clause is None or (clause.end - clause.start > _SHORT and earlier > 2):
            return False
    return False


_LASTED = re.compile(r"^(?:了)?(?:已经|快|有|都)?(?P<number>\d{1,2}|[一二两三四五六七八九])天(?:了|啦|咯)?(?!才|前|后)")


def days_since(heard: Heard, death: Death) -> tuple[str, int] | None:
    """「走了三天了」: the number as written and where it ends; 快 makes it a guess."""
    match = _LASTED.match(heard.text[death.end :])
    if match is None or "快" in match[0]:
        return None
    return match["number"], death.end + match.end()
