"""Which options an answer names: by their titles, by their place, and by what residents say for them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assistant.catalog.model import Fact, FactType
from assistant.catalog.reading import read_yaml
from assistant.match.lexicon import SHIPPED

_BETWEEN = re.compile(r"[，,、；;。.!！\s]+")
_JOINED = re.compile(r"和|跟|还有|以及|加上|与")
_DENIED_FIRST = re.compile(
    r"^(?:他|她|老人家?|人|我们?|俺们?|咱们?|家里|家头|屋头|这个?|那个?|也|都|就|好像|还|现在|目前|反正|真|并|从来|一直)*"
    r"(?:不是在?|并非|没有|没得|莫得|没|不在|别|不要|不想|不用|不算|不能|不让|不准|不肯|不愿意?|不打算)(?=.)"
)
_DENIED_LAST = re.compile(
    r"(?:那些|这些|啥的|什么的|一样|一个)?(?:都|也|就|还|全|早|早就|已经)*(?:没有|没得|莫得|没|不是|不算|没领|没办|没弄|没去|没搞|没有?(?:开|拿|销|烧|批|给|交|买|申请|下|出|到手|来得及)(?:到|下来|出来|来|完|好|办|弄|去)*|不要|不用|不想|不办|取完了?|(?:取|取走|卖|卖掉|停|注销|过户|过给.{1,3}|退|报废)了"
    r"|是?租(?:的|来的)|是?(?:公家|别人|人家|单位|儿子|女儿|租)的)(?:了|过|的|啊|呢)*$"
)
_ALL_DENIED = re.compile(
    r"(?:这些|那些|统统|通通|一样|一个|哪样|样样|全部)?(?:都|也|全)+(?:没有?|没得|莫得|不要|不是)(?:得)?(?:了|的|过)*"
)
_BEFORE_DENIED = re.compile(
    r"(?:(?<![要差得])不|没|别|未|莫|非)(?:是|有|得|在|去|到|往|想|要|用|算|能|让|准|许|肯|打算|愿意?|同意|搞|做|办|弄|选|装|留|写|立|领|拿|开|吃|享受|交|买|评|过|给|什么|啥|任何|这个|那个|他|她){0,3}$"
)
_ONLY_A_DENIAL = frozenset(("不是", "没有", "没得", "没", "不", "不要", "不用", "不在", "不想", "不行", "不能"))
_OTHERS = re.compile(r"[爸妈爹娘爷奶公婆哥弟姐妹儿女孙叔舅姑嫂老丈媳侄家]")
DOUBT = re.compile(r"应该|好像|(?<!不)可能|大概|也许|估计|看情况|不一定|有时|说不准|说不定|似乎|兴许|没准|怕是|未必")
LONG_PAST = re.compile(r"以前|原来|过去|曾经|早先|从前")
_SUPPOSED = re.compile(r"^(?:要是|如果|假如|万一|假设)|的话$")
_TO_COME = re.compile(
    r"明[天儿日]|后[天儿日]|大后天|下周|下个?月|准备|打算|等着|等到|约[了好]|过两天|过几天|正要|马上|就要|快要|待会"
)
_STILL_THERE = re.compile(r"现在|目前|如今")
_OF_TWO = re.compile(r"还是|或者|或是|要么|要不就是|不是.{1,6}就是")
_FILLER = re.compile(
    r"^(?:我们?|他|她|就|应该)?(?:选|要|是|在|属于|算是|有|还有|领着|领)?(?:他|她|逝者|死者)?(?:的)?(?:[一两几]?[辆套个张部本处间台])?"
)
_PARTICLES = re.compile(r"(?:吧|了|的|呢|啊|呀|呗|嘛|哦|诶|咯|哈)+$")
_ON_BEHALF = re.compile(r"^(?:是)?(?:给|替|帮)(?:我|俺)?(?:们)?的?|(?:办|问|申请|弄)(?:理|的)*$")
_ORDINALS = {char: number for number, char in enumerate("一二三四五六七八九十", 1)} | {"两": 2}
_ORDINAL = re.compile(
    r"(?:那就|选|我选|就|是|第)*(?P<number>\d{1,2}|[一二两三四五六七八九十]|[a-hA-H])(?:个|项|号|种|条|那个)?(?:选项)?(?:吧|的)?[。.]?"
)
_LAST = re.compile(r"(?:就|选|是)*最后(?:一|那)?个?(?:选项)?(?:吧)?")


@cache
def every_saying(folder: Path = SHIPPED / "answers") -> Mapping[str, Mapping[str, Sequence[str]]]:
    """What residents say, by fact and option; the files of ``folder`` together."""
    files = sorted(folder.glob("*.yaml"))
    return {fact: said for f in files for fact, said in read_yaml(f.read_text(encoding="utf-8"), f.name).data.items()}


def sayings(fact: str) -> Mapping[str, Sequence[str]]:
    """What residents say for each option of a fact; empty where nothing is known."""
    return every_saying().get(fact, {})


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of an answer, and whether it is denied: 「不是医院，是家里」 has one of each."""

    words: str
    denied: bool


_ABLE = re.compile(r"^(?:自己|还|他|她)*(?:能|可以|会)(?:自己)?")


def is_one_of_two(words: str) -> bool:
    """「家里或者医院」, 「一级还是二级」: the answer is left open."""
    return bool(_OF_TWO.search(words))


def certain(fact: Fact, words: str) -> str:
    """The parts that state how it is now; none at all where a doubt or a supposition names an option."""
    kept = []
    for piece in filter(None, (one.strip() for one in _BETWEEN.split(words))):
        if DOUBT.search(piece) or _SUPPOSED.search(piece):
            if _named(fact, piece):
                return ""
        elif not LONG_PAST.search(piece) or _STILL_THERE.search(piece):
            kept.append(piece)
    return "，".join(kept)


def is_of_another(saying: str, words: str) -> bool:
    """「户主是他」 in 「户主是他儿子」, 「打给我」 in 「打给我妈」: every time it is about somebody else."""
    if saying[-1] not in "他她我":
        return False
    return all(_OTHERS.match(words, match.end()) for match in re.finditer(re.escape(saying), words))


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
        if len(listed) > 1 and listed[0].denied and not any("有" in one.words or "是" in one.words for one in listed):
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
        if any(one in piece for one in whole_of if one not in _ONLY_A_DENIAL):
            yield Part(piece, False)
            continue
        if fact.id == "progress" and _TO_COME.search(piece):
            yield Part(piece, True)
            continue
        if str(fact.none_option or "").startswith("都能") and _ABLE.match(piece):
            yield Part(_ABLE.sub("", piece), True)
            continue
        first = _DENIED_FIRST.sub("", piece)
        if first != piece:
            yield Part(first, True)
        elif _DENIED_LAST.search(piece) and len(piece) > 2:
            yield Part(_DENIED_LAST.sub("", piece), True)
        else:
            yield Part(piece, False)


def ordinal(words: str, count: int) -> int | None:
    """「第二个」, 「选3」, 「B」, 「最后一个」 as a number from 1 to ``count``."""
    if _LAST.fullmatch(words):
        return count
    match = _ORDINAL.fullmatch(words)
    if match is None:
        return None
    raw = match["number"].lower()
    number = int(raw) if raw.isdigit() else _ORDINALS.get(raw) or ord(raw) - ord("a") + 1
    return number if 1 <= number <= count else None


def one_named(fact: Fact, words: str) -> str | None:
    """The only option that the words name and do not deny; None for none and for several."""
    said, against = set[str](), set[str]()
    for part in parts(fact, words):
        for piece in filter(None, _JOINED.split(part.words)) if not _named(fact, part.words) else (part.words,):
            (against if part.denied else said).update(_named(fact, piece))
            against |= _denied(fact, piece)
    return _the_one(fact, said - against)


def _the_one(fact: Fact, said: set[str]) -> str | None:
    """The one named; of 「火化」 and 「火化，骨灰撒海」 the fuller, and the first where the question says so."""
    for fuller in sorted(said):
        pieces = _of_title(_title(fact, fuller))
        if len(said) == 2 and all(one == fuller or _title(fact, one) in pieces for one in said):
            return fuller
    if len(said) > 1 and "排在最前面" in str(fact.hint):
        return next(option.id for option in fact.options if option.id in said)
    return said.pop() if len(said) == 1 else None


_LISTS = re.compile(r"、|还|也|又|另外|外加|再加|和|跟|都")
_TALK = re.compile(
    r"\d|[一二三四五六七八九十百千万两几][年月块多十百千个]|没|不|未|^(?:有|是|对|嗯|都|的|了|领着|都有|都是|就这些|就这|别的|其他|其余)+$|谢谢|麻烦|[里上中边]$"
)


def all_named(fact: Fact, words: str) -> frozenset[str]:
    """All options that the words name and do not deny; none where a part of a list is not understood."""
    said, against, unread = set[str](), set[str](), False
    for part in parts(fact, words):
        for piece in filter(None, _JOINED.split(part.words)):
            number = ordinal(piece, len(fact.options))
            named = {fact.options[number - 1].id} if number is not None else _every(fact, piece)
            denied = _denied(fact, piece)
            (against if part.denied else said).update(named)
            against |= denied
            unread |= not (named or denied or part.denied or _TALK.search(piece) or _is_filler(piece))
    return frozenset() if unread and _LISTS.search(words) else frozenset(said - against)


def _is_filler(piece: str) -> bool:
    return len(_PARTICLES.sub("", _FILLER.sub("", piece))) <= 1


def whole_answer(fact: Fact, words: str) -> str | None:
    """The option of which the whole answer is the title or a saying: 「不是车祸」 denies nothing there."""
    bare = _PARTICLES.sub("", words.strip("，,。.！! "))
    offered = [option.id for option in fact.options]
    for wanted in (words, bare, _FILLER.sub("", bare), _ON_BEHALF.sub("", bare)):
        fitting = {
            option
            for option in offered
            if wanted and (wanted in sayings(fact.id).get(option, ()) or wanted == _title(fact, option))
        }
        if len(fitting) == 1:
            return fitting.pop()
    return None


def _title(fact: Fact, option: str) -> str:
    return next(str(one.title) for one in fact.options if one.id == option)


def _named(fact: Fact, words: str) -> set[str]:
    """The options named best: of several sayings the longest counts (「低保边缘」 beats 「低保」)."""
    best: dict[str, int] = {}
    for option, saying in _found(fact, words):
        best[option] = max(best.get(option, 0), len(saying))
    most = max(best.values(), default=0)
    named = {option for option, length in best.items() if length == most}
    titled = {option for option in named if len(_title(fact, option)) == most and _title(fact, option) in words}
    return titled if len(titled) == 1 else named


def _every(fact: Fact, words: str) -> set[str]:
    """Every option named; one whose saying lies inside a longer one of another is left out."""
    best: dict[str, str] = {}
    for option, saying in _found(fact, words):
        if len(saying) > len(best.get(option, "")):
            best[option] = saying
    longest = best.values()
    return {option for option, saying in best.items() if not any(saying != one and saying in one for one in longest)}


def _denied(fact: Fact, words: str) -> set[str]:
    """The options that are named only behind a 没 or 不 of the same part: 「他没有土葬」."""
    named = {option for option, _ in _found(fact, words)}
    return {option for option, _ in _exactly(fact, words, denied=True)} - named


def _found(fact: Fact, words: str) -> Iterator[tuple[str, str]]:
    """Options and the saying for each that stands in the words and is not denied right before."""
    exact = list(_exactly(fact, words, denied=False))
    yield from exact
    bare = _FILLER.sub("", words) or words
    if exact or len(bare) < len("两字"):
        return
    for option in fact.options:
        for saying in _of_title(str(option.title)):
            if saying.startswith(bare) and len(saying) <= 2 * len(bare):
                yield option.id, bare


def _stands_alone(saying: str, words: str) -> bool:
    """A saying of one character: 「家里」 and not 「老家」, 「一台旧捷达车」 and not 「救护车」."""
    said = re.escape(saying) + "[里的上了呢吧啊]*"
    bare = _FILLER.sub("", words) or words
    counted = re.fullmatch(rf".{{0,4}}[一两几][辆套张部台].{{0,4}}{said}", words)
    return bool(counted or re.fullmatch(rf"[在我他她是亲]*{said}", bare))


def _exactly(fact: Fact, words: str, *, denied: bool) -> Iterator[tuple[str, str]]:
    for option in fact.options:
        for saying in (*_of_title(str(option.title)), *sayings(fact.id).get(option.id, ())):
            if saying not in words or is_of_another(saying, words):
                continue
            if len(saying) == 1 and not _stands_alone(saying, words):
                continue
            if saying in _ONLY_A_DENIAL and _PARTICLES.sub("", words) != saying:
                continue
            is_denied = saying[0] not in "没不未" and bool(_BEFORE_DENIED.search(words[: words.index(saying)]))
            if is_denied == denied:
                yield option.id, saying


def _of_title(title: str) -> Sequence[str]:
    """「职工医保（医保卡里有个人账户）」: its parts, each a saying."""
    pieces = re.split(r"[、，,。（）()；;/]|或者?", title)
    return [piece.strip() for piece in pieces if len(piece.strip()) >= 2 or piece.strip() == title]
