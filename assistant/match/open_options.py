"""Which options an answer names: by their titles, by their place, and by what residents say for them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from assistant.catalog.model import Fact
from assistant.match.open_parts import parts
from assistant.match.open_sayings import BEFORE_DENIED, FINAL, ONLY_A_DENIAL, is_of_another, of_title, sayings, title_of

_BETWEEN = re.compile(r"[，,、；;。.!！\s]+")
_CLAUSES = re.compile(r"[，,；;。!！\s]+")
_JOINED = re.compile(r"和|跟|还有|以及|加上|与")
DOUBT = re.compile(r"应该|好像|(?<!不)可能|大概|也许|估计|看情况|不一定|有时|说不准|说不定|似乎|兴许|没准|怕是|未必")
LONG_PAST = re.compile(r"(?<!比)(?:以前|原来|过去|曾经|早先|从前)")
_SUPPOSED = re.compile(r"^(?:要是|如果|假如|万一|假设)|的话$")
_STILL_THERE = re.compile(r"现在|目前|如今")
_OF_TWO = re.compile(r"还是|或者|或是|要么|要不就是|不是.{1,6}就是")
_FILLER = re.compile(
    r"^(?:我们?|他|她|就|应该)?(?:选|要|是|在|属于|算是|有|还有|领着|领)?(?:他|她|逝者|死者)?(?:的)?(?:[一两几]?[辆套个张部本处间台])?"
)
_ON_BEHALF = re.compile(r"^(?:是)?(?:给|替|帮)(?:我|俺)?(?:们)?的?|(?:办|问|申请|弄)(?:理|的)*$")
_ORDINALS = {char: number for number, char in enumerate("一二三四五六七八九十", 1)} | {"两": 2}
_ORDINAL = re.compile(
    r"(?:那就|选|我选|就|是|第)*(?P<number>\d{1,2}|[一二两三四五六七八九十]|[a-hA-H])(?:个|项|号|种|条|那个)?(?:选项)?(?:吧|的|了|啊)*[。.]?"
)
_COUNT = re.compile(r"(?:那就|就|是)*[\d一二两三四五六七八九十]+(?:个|种|条)(?:吧|的|了|啊)*")
_LAST = re.compile(r"(?:就|选|是)*最后(?:一|那)?个?(?:选项)?(?:吧)?")


def is_one_of_two(words: str) -> bool:
    """「家里或者医院」, 「一级还是二级」: the answer is left open."""
    return bool(_OF_TWO.search(words))


def certain(fact: Fact, words: str) -> str:
    """The parts that state how it is now; none at all where a doubt or a supposition names an option."""
    pieces = [one for one in (one.strip() for one in _BETWEEN.split(words)) if one]
    kept = []
    for piece in pieces:
        if DOUBT.search(piece) or _SUPPOSED.search(piece):
            if _named(fact, piece):
                return ""
        elif not LONG_PAST.search(piece) or _STILL_THERE.search(piece) or _of_the_past(fact, piece):
            kept.append(piece)
    return words if len(kept) == len(pieces) else "，".join(kept)


def _of_the_past(fact: Fact, piece: str) -> bool:
    """Whether a saying tells of the past itself: 「他以前叫张三」."""
    return any(one in piece and LONG_PAST.search(one) for said in sayings(fact.id).values() for one in said)


def ordinal(words: str, count: int) -> int | None:
    """「第二个」, 「选3」, 「B」, 「最后一个」 as a number from 1 to ``count``; 「两个」 counts and points to none."""
    if _LAST.fullmatch(words):
        return count
    match = _ORDINAL.fullmatch(words)
    if match is None or _COUNT.fullmatch(words):
        return None
    raw = match["number"].lower()
    number = int(raw) if raw.isdigit() else _ORDINALS.get(raw) or ord(raw) - ord("a") + 1
    return number if 1 <= number <= count else None


def one_named(fact: Fact, words: str) -> str | None:
    """The only option that the words name and do not deny; None for none and for several.

    A part that names several options is settled by another that names just one of them: 「都愿意，他去不了」.
    """
    found, against = list[set[str]](), set[str]()
    for part in parts(fact, words):
        for piece in filter(None, _JOINED.split(part.words)) if not _named(fact, part.words) else (part.words,):
            named = _named(fact, piece)
            against |= (named if part.denied else set()) | _denied(fact, piece)
            found += [] if part.denied else [named]
    left = [named - against for named in found if named - against]
    shared = set[str].intersection(*left) if left else set[str]()
    if len(shared) == 1:
        return shared.pop()
    alone = set[str]().union(*(named for named in left if len(named) == 1))
    said = set[str]().union(*(named for named in left if len(named) == 1 or not named & alone))
    return _the_one(fact, _fuller(fact, words, said))


def _fuller(fact: Fact, words: str, said: set[str]) -> set[str]:
    """Without the options whose saying lies inside that of another: 「离婚」 beside 「离婚证丢了」."""
    return (said & set(_every(fact, words))) or said


def _the_one(fact: Fact, said: set[str]) -> str | None:
    """The one named; of 「火化」 and 「火化，骨灰撒海」 the fuller, and the first where the question says so."""
    for fuller in sorted(said):
        pieces = of_title(title_of(fact, fuller))
        if len(said) == 2 and all(one == fuller or title_of(fact, one) in pieces for one in said):
            return fuller
    if len(said) > 1 and "排在最前面" in str(fact.hint):
        return next(option.id for option in fact.options if option.id in said)
    return said.pop() if len(said) == 1 else None


_LISTS = re.compile(r"、|还|也|又|另外|外加|再加|和|跟")
_ALL_OF_IT = "都"
_TALK = re.compile(
    r"\d|[一二三四五六七八九十百千万两几][年月块多十百千个]|没|不|未|^(?:有|是|对|嗯|都|的|了|领着|都有|都是|就这些|就这|别的|其他|其余)+$|谢谢|麻烦|[里上中边]$"
)


def all_named(fact: Fact, words: str) -> frozenset[str]:
    """All options that the words name and do not deny; none where a part of a list is not understood."""
    said, against, unread = list[tuple[str, str]](), list[tuple[str, str]](), list[str]()
    for part in parts(fact, words):
        for piece in filter(None, _JOINED.split(part.words)):
            named, denied = _listed(fact, piece), _denied(fact, piece)
            (against if part.denied else said).extend(named.items())
            against += [one for one in _exactly(fact, piece, denied=True) if one[0] in denied]
            if not (named or denied or part.denied or _TALK.search(piece) or _is_filler(piece)):
                unread.append(piece)
    if unread and _leaves_out(fact, words, unread):
        return frozenset()
    return frozenset(option for option, saying in said if not _takes_back(fact, option, saying, against))


def _leaves_out(fact: Fact, words: str, unread: Sequence[str]) -> bool:
    """Whether what is not understood belongs to the list; a 「都」 of what is named, 「身份证都丢了」, joins none."""
    clauses = [one for one in _CLAUSES.split(words) if _ALL_OF_IT in one]
    joined = any(not _every(fact, clause) or any(piece in clause for piece in unread) for clause in clauses)
    return joined or bool(_LISTS.search(words))


def _takes_back(fact: Fact, option: str, saying: str, against: Sequence[tuple[str, str]]) -> bool:
    """Whether the option is denied; of one that lists several things, another may be (「不要轮椅，要助听器」)."""
    denied = [one for named, one in against if named == option]
    if re.search("、|或者?", title_of(fact, option)) and not any(one in saying or saying in one for one in denied):
        return False
    return bool(denied)


def _listed(fact: Fact, piece: str) -> Mapping[str, str]:
    """What one piece of a list names, by its sayings or else by its place, with the words that name it."""
    named = _every(fact, piece)
    number = ordinal(piece, len(fact.options)) if not named else None
    return {fact.options[number - 1].id: piece} if number is not None else named


def _is_filler(piece: str) -> bool:
    return len(FINAL.sub("", _FILLER.sub("", piece))) <= 1


def whole_answer(fact: Fact, words: str) -> str | None:
    """The option of which the whole answer is the title or a saying: 「不是车祸」 denies nothing there."""
    bare = FINAL.sub("", words.strip("，,。.！! "))
    offered = [option.id for option in fact.options]
    for wanted in (words, bare, _FILLER.sub("", bare), _ON_BEHALF.sub("", bare)):
        fitting = {
            option
            for option in offered
            if wanted and (wanted in sayings(fact.id).get(option, ()) or wanted == title_of(fact, option))
        }
        if len(fitting) == 1:
            return fitting.pop()
    return None


def _named(fact: Fact, words: str) -> set[str]:
    """The options named best: of several sayings the longest counts (「低保边缘」 beats 「低保」)."""
    best: dict[str, int] = {}
    for option, saying in _found(fact, words):
        best[option] = max(best.get(option, 0), len(saying))
    most = max(best.values(), default=0)
    named = {option for option, length in best.items() if length == most}
    titled = {option for option in named if len(title_of(fact, option)) == most and title_of(fact, option) in words}
    return titled if len(titled) == 1 else named


def _every(fact: Fact, words: str) -> Mapping[str, str]:
    """Every option named, with its longest saying; one whose saying lies inside a longer one of another is left out."""
    best: dict[str, str] = {}
    for option, saying in _found(fact, words):
        if len(saying) > len(best.get(option, "")):
            best[option] = saying
    longest = best.values()
    return {
        option: saying for option, saying in best.items() if not any(saying != one and saying in one for one in longest)
    }


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
        for saying in of_title(str(option.title)):
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
        for saying in (*of_title(str(option.title)), *sayings(fact.id).get(option.id, ())):
            if saying not in words or is_of_another(saying, words):
                continue
            if len(saying) == 1 and not _stands_alone(saying, words):
                continue
            if saying in ONLY_A_DENIAL and FINAL.sub("", words) != saying:
                continue
            is_denied = saying[0] not in "没不未" and bool(BEFORE_DENIED.search(words[: words.index(saying)]))
            if is_denied == denied:
                yield option.id, saying
