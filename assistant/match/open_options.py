"""Which options an answer names: by their titles, by their place, and by what residents say for them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assistant.catalog.model import Fact
from assistant.catalog.reading import read_yaml
from assistant.match.lexicon import SHIPPED

_BETWEEN = re.compile(r"[，,、；;。.!！\s]+")
_JOINED = re.compile(r"和|跟|还有|以及|加上|与")
_DENIED_FIRST = re.compile(r"^(?:也|都|就|好像|还)?(?:不是|并非|没有|没得|没|不在|别|不要|不想|不用|不算|不是在)(?=.)")
_DENIED_LAST = re.compile(r"(?:都|也|就)?(?:没有|没得|没|不是|不算|没领|没办|没弄|取完了?|(?:取|卖|卖掉|停|注销)了)$")
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


def parts(fact: Fact, words: str) -> Iterator[Part]:
    """The answer cut at its punctuation, with what is denied marked as such.

    Where the question is what somebody cannot do, 「能」 denies. A saying with a 没 of its own denies nothing.
    """
    whole_of = [one for said in sayings(fact.id).values() for one in said if one[0] in "没不还"]
    for piece in filter(None, (one.strip() for one in _BETWEEN.split(words))):
        if any(one in piece for one in whole_of):
            yield Part(piece, False)
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
    said -= against
    return said.pop() if len(said) == 1 else None


def all_named(fact: Fact, words: str) -> frozenset[str]:
    """All options that the words name and do not deny."""
    said, against = set[str](), set[str]()
    for part in parts(fact, words):
        for piece in _JOINED.split(part.words):
            number = ordinal(piece, len(fact.options)) if piece else None
            if number is not None:
                said.add(fact.options[number - 1].id)
            elif piece:
                (against if part.denied else said).update(_every(fact, piece))
    return frozenset(said - against)


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
    best = _lengths(fact, words)
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


def _lengths(fact: Fact, words: str) -> dict[str, int]:
    best: dict[str, int] = {}
    for option, saying in _found(fact, words):
        best[option] = max(best.get(option, 0), len(saying))
    return best


def _found(fact: Fact, words: str) -> Iterator[tuple[str, str]]:
    bare = _FILLER.sub("", words) or words
    exact = False
    for option in fact.options:
        for saying in (*_of_title(str(option.title)), *sayings(fact.id).get(option.id, ())):
            if len(saying) == 1 and not re.fullmatch(rf"[在我他她是亲]*{re.escape(saying)}[里的上了呢吧啊]*", bare):
                continue  # 「家里」 and not 「老家」
            if saying in words:
                exact = True
                yield option.id, saying
    if exact or len(bare) < len("两字"):
        return
    for option in fact.options:
        for saying in _of_title(str(option.title)):
            if saying.startswith(bare) and len(saying) <= 2 * len(bare):
                yield option.id, bare


def _of_title(title: str) -> Sequence[str]:
    """「职工医保（医保卡里有个人账户）」: its parts, each a saying."""
    pieces = re.split(r"[、，,。（）()；;/]|或者?", title)
    return [piece.strip() for piece in pieces if len(piece.strip()) >= 2 or piece.strip() == title]
