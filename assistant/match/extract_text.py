"""A resident's words made ready to be listened to: one spelling, cut into clauses, every place kept."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from assistant.match.normalise import converter

LONGEST = 1500
"""Characters that are listened to; nobody tells more about himself, and a flood must not cost time."""

_ENDS = "。！？!?\n；;…"
_BREAKS = _ENDS + '，,、：:/ \t（）()「」“”"—~～嗯呃'
_NUMERAL = r"[\d零一二两三四五六七八九十]"
# Where dictated words begin a new statement without any punctuation: before these, and after an age.
_SOFT = re.compile(
    r"然后(?!送|就|到|去|没|走|拉|被|又)|就是说|请问|(?:我|俺)?(?:就)?想(?:问|咨询|请教|了解)|(?<!的)(?<!手)电话(?:号码|号)?(?:是|为)?(?=\d)"
    rf"|(?<=[了岁级证世过亡故头里吧呀啊院{_NUMERAL[1:-1]}])户(?:口|籍)(?!本|簿|页|都?(?:还)?没|已经|也?销)"
    r"|(?:(?<=走的)|(?<=没的)|(?<=世的)|(?<=住的))户(?:口|籍)(?!本|簿|页)"
    r"|(?<=[了的过岁世家院住])现在(?!的)"
    r"|(?<=[了的呢岁])(?:我|俺)是|(?<=户口)(?:我|俺|他|她)(?=是|在)"
    r"|(?<=[家住院了岁的县市区])(?:我|俺)(?=在.{1,8}(?:上班|打工|工作))"
    r"|(?<=[了来去动住天便好家疾残级])(?:我|俺)?想(?=给|请|找|申请|办|约|喊|订|让|要)"
    r"|(?<=[了的])(?:骨灰|遗体|人已经|人现在|已经火化)"
    rf"|(?:今年(?:都|已经|也|才|刚)?{_NUMERAL}{{1,4}}|{_NUMERAL}{{1,3}}(?:周)?岁)了?(?P<after>(?=[^\d多来几出左上下岁周的时那半以就才零一二两三四五六七八九十月年后前到起分]))"
)
_DIGIT_COMMA = re.compile(r"(?<=\d)[,，](?=\d{3}(?!\d))")


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of words without punctuation. ``sentence`` counts the sentences from 0."""

    start: int
    end: int
    sentence: int
    mark: str = ""  # what ends it


@dataclass(frozen=True)
class Heard:
    """The text as written, and the same text in one spelling with every character at the same place."""

    raw: str
    text: str
    clauses: tuple[Clause, ...]
    starts: tuple[int, ...] = field(repr=False, default=())

    def words(self, start: int, end: int) -> str:
        """The very words between two places, as they were written."""
        return self.raw[start:end]

    def clause_at(self, place: int) -> int:
        """The number of the clause that holds ``place``; the one before a break that falls between two."""
        return max(0, bisect_right(self.starts, place) - 1)


def hear(text: str) -> Heard:
    """``text`` with simplified, half-width, small letters and its clauses. Never raises on any text."""
    raw = text[:LONGEST]
    same = "".join(map(_narrow, raw))
    if not same.isascii():
        same = _simplified(same)
    clauses = tuple(_clauses(same))
    return Heard(raw, same, clauses, tuple(clause.start for clause in clauses))


@cache
def _narrow(char: str) -> str:
    if unicodedata.category(char) in ("So", "Sk", "Cf", "Cs", "Co", "Cn"):
        return " "  # emoji and the like end a clause
    narrow = unicodedata.normalize("NFKC", char).lower()
    return narrow if len(narrow) == 1 and narrow != "." else char


def _simplified(text: str) -> str:
    made = converter().convert(text)
    if len(made) == len(text):
        return made
    return "".join(_one(char) for char in text)


@cache
def _one(char: str) -> str:
    made = converter().convert(char)
    return made if len(made) == 1 else char


def _clauses(text: str) -> list[Clause]:
    found: list[Clause] = []
    start, sentence = 0, 0
    for place, char in enumerate(text):
        if char not in _BREAKS or (char in ",，" and _DIGIT_COMMA.match(text, place)):
            continue
        if char in ":：" and text[place - 1 : place].isdigit() and text[place + 1 : place + 2].isdigit():
            continue
        if char == "/" and text[place - 1 : place].isascii() and text[place + 1 : place + 2].isascii():
            continue  # 「3/9」
        if place > start:
            found += _cut(text, Clause(start, place, sentence, char))
        start = place + 1
        sentence += char in _ENDS
    if start < len(text):
        found += _cut(text, Clause(start, len(text), sentence))
    return found


_LONG = 12  # characters that people say without a pause


def _cut(text: str, clause: Clause) -> Iterator[Clause]:
    """A long clause in the statements it holds; a short one as it is."""
    start = clause.start
    if clause.end - clause.start > _LONG:
        for match in _SOFT.finditer(text, clause.start, clause.end):
            place = match.end() if match["after"] is not None else match.start()
            if start + 2 < place < clause.end:
                yield Clause(start, place, clause.sentence)
                start = place
    yield Clause(start, clause.end, clause.sentence, clause.mark)
