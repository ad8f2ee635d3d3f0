"""A resident's words made ready to be listened to: one spelling, cut into clauses, every place kept."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cache

from assistant.match.normalise import converter

LONGEST = 1500
"""Characters that are listened to; nobody tells more about himself, and a flood must not cost time."""

_ENDS = "。！？!?\n；;…"
_BREAKS = _ENDS + '，,、：: \t（）()「」“”"—~～'
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
        if place > start:
            found.append(Clause(start, place, sentence, char))
        start = place + 1
        sentence += char in _ENDS
    if start < len(text):
        found.append(Clause(start, len(text), sentence))
    return found
