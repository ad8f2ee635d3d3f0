"""Places in running words: cities and districts by their full, short and everyday names, with the role each plays."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from assistant.catalog.regions import Regions, load_regions, short_name
from assistant.match.lexicon import load_lexicon


@dataclass(frozen=True, slots=True)
class PlaceSaid:
    """A region at a place of the text."""

    code: str
    start: int
    end: int


# County names that are everyday words without their ending, or that stand in names of people and shops.
_MUNICIPALITIES = frozenset(("110000", "120000", "310000", "500000"))
_WORDS_TOO = frozenset(
    [
        "海南",
        "安康",
        "东方",
        "平安",
        "白银",
        "三明",
        "长治",
        "黄山",
        "大同",
        "吉安",
        "朝阳",
        "新华",
        "和平",
        "城区",
        "郊区",
        "东区",
        "西区",
        "安顺",
        "宝山",
        "大安",
        "公安",
        "民乐",
        "民和",
        "大方",
    ]
)


@cache
def _names() -> Mapping[str, list[tuple[str, str]]]:
    """First two characters of a name -> (name, code), longest names first. Counties also by their short name."""
    heads: dict[str, list[tuple[str, str]]] = {}
    for region in load_regions().by_code.values():
        plain = _without_people(region.name)
        for name in {region.name, short_name(region.name), plain, short_name(plain)}:
            if len(name) >= 2:
                heads.setdefault(name[:2], []).append((name, region.code))
    for names in heads.values():
        names.sort(key=lambda one: (-len(one[0]), one[1]))
    return heads


def _without_people(name: str) -> str:
    """「管城区」 for 管城回族区."""
    return _PEOPLES.sub("区", name)


_PEOPLES = re.compile(r"(?:回|满|达斡尔|蒙古|鄂温克|锡伯|维吾尔|土家)族区$")


def places(text: str, near: tuple[str, ...], aliases: Mapping[str, str]) -> Iterator[PlaceSaid]:
    """The regions named in ``text``, nested names as one place (「成都武侯区」).

    ``near`` are codes of regions the resident is likely to mean (the city in force, the cities served): they
    settle names that several provinces have, and make their counties known by short name. A name that stays
    ambiguous is left out.
    """
    regions = load_regions()
    here, outer, begun = 0, None, 0
    pending: PlaceSaid | None = None
    named: list[str] = []
    while here < len(text) - 1:
        found = _at(text, here, outer, (*near, *named), aliases, regions)
        if found is None:
            if pending:
                yield pending
                pending, outer = None, None
            here += 1
            continue
        end, code = found
        if text[end - 1] == "市" and not outer:  # 「青岛市北区」 is 青岛, 市北区
            inner = _at(text, end - 1, code, (), aliases, regions, nested=True)
            end, code = inner or found
        begun = begun if pending else here
        pending, outer, here = PlaceSaid(code, begun, end), code, end
        named.append(code)
        if text[here : here + 1] in "的，,、 " and not _at(text, here + 1, outer, (), aliases, regions, nested=True):
            yield pending
            pending, outer = None, None
        elif text[here : here + 1] in ("的", " "):
            here += 1
    if pending:
        yield pending


def _at(
    text: str, here: int, outer: str | None, near: tuple[str, ...], aliases: Mapping[str, str], regions: Regions,
    *, nested: bool = False,
) -> tuple[int, str] | None:  # fmt: skip
    known = _names().get(text[here : here + 2])
    candidates = [(name, code) for name, code in known if text.startswith(name, here)] if known else []
    inside = [(n, c) for n, c in candidates if outer and c != outer and regions.lies_in(c, outer)]
    if inside:
        return here + len(inside[0][0]), inside[0][1]
    if nested:
        return None
    alias = next((a for a in aliases if text.startswith(a, here)), None)
    if alias:
        return here + len(alias), aliases[alias]
    if not candidates:
        return None
    return _settled(text, here, candidates, near, regions)


def _settled(
    text: str, here: int, candidates: list[tuple[str, str]], near: tuple[str, ...], regions: Regions
) -> tuple[int, str] | None:
    longest = max((len(name) for name, _code in candidates), default=0)
    same = [code for name, code in candidates if len(name) == longest]
    if not same:
        return None
    name = text[here : here + longest]
    if len(same) > 1:
        same = [c for c in same if any(regions.lies_in(c, n) for n in near)] or _highest(same)
    if len(same) != 1 or not _is_meant(text, here, name, same[0], near, regions):
        return None
    return here + longest, same[0]


def _highest(codes: list[str]) -> list[str]:
    best = min(map(_depth, codes))
    return [code for code in codes if _depth(code) == best] if best < 2 else codes


def _is_meant(text: str, here: int, name: str, code: str, near: tuple[str, ...], regions: Regions) -> bool:
    """Whether the name is a place here and not a word, a street or a shop."""
    after = text[here + len(name) : here + len(name) + 2]
    if (after[:1] in tuple("路街道桥") and not after.startswith("街道")) or after in _PRODUCTS:
        return False
    region = regions.find(code)
    full = region is not None and name == region.name
    if full:
        return True
    if name in _WORDS_TOO and _depth(code) > 0:
        return any(regions.lies_in(code, n) for n in near) and _place_word_before(text, here)
    if _depth(code) < 2:
        return True
    if any(regions.lies_in(code, n) for n in near):
        return len(name) > 2 or _place_word_before(text, here) or after[:1] in "的那这户人区住"
    return name not in load_lexicon().everyday_places and _is_told_as_place(text, here, here + len(name))


_TOLD_BEFORE = re.compile(
    r"(?:户口|户籍|户籍地|户口本|户口簿)(?:本|簿|地|所在地)?(?:上)?(?:还|也|都|就|一直|是|在|落|迁到|迁入|属)*$|(?:现住|居住|租住|暂住|住)(?:在|于|到)?$"
    r"|家(?:在|住)$|(?:嫁|搬|迁|回|接)(?:到|去|来)$|人(?:现在)?在$|老家(?:在|是)?$|在$|来自$|(?:我|他|她|爸|妈|公|婆|爷|奶|叔|舅|姨|姑|伯|弟|哥|姐|妹)(?:是|现在住)$"
)
_TOLD_AFTER = re.compile(
    r"(?:那边|这边|的|农村|城镇|农业)?(?:户口|户籍|户)|人(?=[，,。\s]|$)|的(?=[，,。\s]|$)|县|[^，。,；;！!？?\s]{0,8}?(?:上班|打工|务工|工作|住|老家|生活|开店|做生意|医院|去世|过世|走的|没的|登记|领的|当兵|厂|工地)"
)


def _is_told_as_place(text: str, start: int, end: int) -> bool:
    """Whether what stands beside the name of a county far away says that it is a place."""
    before = _TOLD_BEFORE.search(text[max(0, start - 10) : start].rstrip("：: "))
    if before is None:
        return bool(re.match(r"(?:那边|的)?(?:农村|城镇|农业)?(?:户口|户籍)", text[end:]))
    return before[0] not in ("在", "来自") or _TOLD_AFTER.match(text, end) is not None


_PRODUCTS = frozenset(("火锅", "银行", "拉面", "小面"))
_BEFORE = re.compile(r"(?:在|住|是|到|去|从|于|回|来|跟|我|她|他|人|户口|户籍|老家|搬|，|,|、|\s|^|和|与|的)$")


def _place_word_before(text: str, here: int) -> bool:
    return bool(_BEFORE.search(text[:here]))


def _depth(code: str) -> int:
    if code in _MUNICIPALITIES:
        return 1
    return 0 if code.endswith("0000") else 1 if code.endswith("00") else 2


# --- roles ----------------------------------------------------------------------------------------

_NOT_A_HOUSE = re.compile(r"^(?![^，。,住]{0,8}(?:医院|卫生院|大学|学院|中学|小学|火车站))")
_LIVING = r"住(?!院)|租房|租了|生活|养老$|居住|定居|带(?:着)?(?:娃|孩子|孙)|上学|读书|一个人(?=[，,。\s]|过|在家|$)"
_WORK = (
    r"(?:上班|打工|务工|工作|做工|干活|做事|做活路|做生意|跑车|跑运输|开车|开店|开出租|开饭馆|开铺子|送外卖|送快递|跑外卖|跑滴滴|当保安|当老师|教书|当护士"
    r"|当领班|当厨师|当司机|当工人|开小?[^，。,我]{0,3}(?:馆|店|铺)|做工程|搞工程|跑业务|洗碗|做保姆|做家政|搬砖|进厂|的?工地(?:上|干|做)|的?厂里|摆摊|打零工|当兵|做买卖|搞装修|上的班)"
)
# What stands before or after a place says what it is to the person. The first that fits counts.
_ROLES: tuple[tuple[str | None, re.Pattern[str] | None, re.Pattern[str] | None], ...] = (
    (None, re.compile(r"(?:户口|户籍)[^，。,]{0,4}(?:迁出|迁离|迁走)(?:了)?$"), None),
    (
        None,  # where it shall go, or came from
        re.compile(
            r"(?:想|要|能|能否|准备|打算|可以|怎么|咋|把)[^，。,]{0,8}(?:户口|户籍)?[^，。,]{0,6}(?:迁到|迁入|迁往|迁回|迁来|落到|落在|转到|迁进|落户到?)$"
        ),
        re.compile(r"^(?!了)"),
    ),
    (None, re.compile(r"(?:户口|户籍)[^，。,]{0,4}(?:从|由)$"), re.compile(r"^[^，。,]{0,4}(?:迁|转|落)")),
    ("hukou", re.compile(r"(?:户口|户籍)[^，。,]{0,14}(?:迁到|迁入|迁往|迁来|落到|落在|转到|迁进)(?:了)?$"), None),
    ("hukou", re.compile(r"(?:户口|户籍|户口本|户口簿|户籍地|落户)(?:[^，。,]{0,6}|[在是]?[a-z]{2,10})$"), None),
    ("hukou", None, re.compile(r"^[^，。,]{0,3}(?:的)?(?:户口|户籍)(?!(?:本|簿)?(?:也|都|就|还|不|一直)?(?:在|是))")),
    ("hukou", re.compile(r"(?:迁到|迁入|迁往|迁来|落户到?|户口转到)$"), None),
    ("insured_in", re.compile(r"(?:社保|养老金|退休金|医保|参保)[^，。,]{0,4}(?:在|是)$"), None),
    ("insured_in", re.compile(r"在$"), re.compile(r"^(?:交|缴|买|参)的?(?:社保|养老|医保|保)|^领(?:退休|养老)")),
    ("registered_in", re.compile(r"在$"), re.compile(r"^(?:登记|领的?证|结的?婚|办的?结婚|扯的?证)的")),
    ("works", re.compile(r"(?:在|到|去|来)$"), re.compile(rf"^[^，。,我俺]{{0,8}}?{_WORK}")),
    ("works", re.compile(r"(?:上班|打工|工作)(?:的?地方|单位)?(?:在|是)$|(?:单位|公司|厂)(?:在|是)$"), None),
    (
        "works",
        re.compile(r"^$|(?:我|俺|他|她|爸|妈|子|女|弟|哥|姐|妹|现在|一直)$"),
        re.compile(r"^(?:上班|打工|务工|工作)"),
    ),
    (
        "lives",
        re.compile(
            r"(?:住在?|现居|独居[在于]?|常住|居住[在于地]?(?:为|是|:|：)?|住址(?:是|在|为|:|：)?|现住[址地]?(?:在|是|为|:|：)?|常年在|长期在|定居|搬到|搬去|搬来|接到|租房子?在?"
            r"|租住在?|寄住在?|暂住在?|住到|人在|人现在在|生活在|养老院在|住的?(?:地方|房子)(?:是|在)|(?<![老娘婆国公人专])家(?:就)?(?:在|住))$"
        ),
        _NOT_A_HOUSE,
    ),
    (
        "lives",
        re.compile(r"在$"),
        re.compile(rf"^(?![^，。,]{{0,6}}(?:医院|大学|学院|中学|小学))[^，。,我俺]{{0,6}}?(?:{_LIVING})"),
    ),
)  # fmt: skip
# 「户口也是」, 「户籍地同上」, 「户口也迁过去了」: the place told right before.
SAME_PLACE = re.compile(
    r"(?:户口|户籍)(?:本|簿|地|地址|所在地)?(?:(?:也|都|就|早就|已经)+(?:是|在|落|迁|转)?(?:过[去来])?(?:那儿?|那里|那边|这儿?|这里|这边|当地|同一个地方|一个地方)?"
    r"|同上|一样|跟着?迁过[去来]|迁过[去来])(?:的|了)?(?=[，,。；;！!、\s]|$)"
)
_WHO = r"(?:我|俺|他|她|对象|对方|男方|女方|男朋友|女朋友|老公|老婆)"
_ALSO_OF = re.compile(
    rf"(?:户口|户籍)(?:在|是)?[^，。,住班工]{{2,7}}{_WHO}$|(?:户口|户籍){_WHO}(?:在|是)?[^，。,住班工]{{2,7}}{_WHO}(?:在|是)?$"
)
_IS_OF = re.compile(rf"{_WHO}(?:们)?是$")
_THEIRS_IN = re.compile(rf"{_WHO}的(?:呢|户口)?(?:就|也)?(?:是在|是|在)$")
_AND_THEIRS = re.compile(r"(?:他|她|对方|对象|男朋友|女朋友|老公|老婆|未婚[夫妻]|[男女]方)(?:呢|是|的|就是|的是)*")
_HOUSEHOLD_BOOK = re.compile(r"户口|户籍")
_LABEL = 8
_REACH = 24  # characters back to the 户口 that 「我是…的」 answers to


def role_of(text: str, place: PlaceSaid, clause_start: int, clause_end: int) -> str | None:
    """What the place is to the person: hukou, lives, works, insured_in, registered_in; None when nothing says so."""
    before, after = text[clause_start : place.start], text[place.end : clause_end]
    if clause_start and text[clause_start - 1] in "：:":  # 「父亲户口：渝北」
        before = text[max(0, clause_start - _LABEL) : clause_start - 1].rpartition("，")[2] + before
    for role, left, right in _ROLES:
        if (left is None or left.search(before)) and (right is None or right.search(after)):
            return role
    if _ALSO_OF.search(before) and not re.match(rf"[^，。,]{{0,6}}(?:{_LIVING}|{_WORK})", after):
        return "hukou"  # 「我户口周口他洛阳」
    said_before = _HOUSEHOLD_BOOK.search(text, max(0, clause_start - _REACH), clause_start)
    if said_before and _IS_OF.search(before) and re.match(r"的(?=[，,。；;！!、\s]|$)", text[place.end :]):
        return "hukou"  # 「男朋友户口在绵阳，我是新都的」
    if said_before and (_THEIRS_IN.search(before) or (_AND_THEIRS.fullmatch(before.strip()) and not after.strip())):
        return "hukou"  # 「我的户口在安岳，她的在龙泉驿」, 「我户口周口，他洛阳」
    return None
