"""Characters one of which a text must hold for a pattern to match: what cannot match need not be searched."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

_ITEM = re.compile(r"(?P<group>\()|(?P<many>\[(?:\\.|[^\]\\])+\])|(?P<other>\\.|[.^$])|(?P<one>[^\\()\[\]])", re.DOTALL)
_CLOSE = re.compile(r"\)")
_OPTIONAL = re.compile(r"[?*]|\{0?,")
_COUNTED = re.compile(r"(?:[?*+]|\{\d*,?\d*\})\??")
_AROUND = ("(?=", "(?!", "(?<=", "(?<!")
_HEAD = re.compile(r"\((?:\?:|\?P<\w+>)?")


def signs(pattern: str, common: Mapping[str, int]) -> frozenset[str] | None:
    """Of every alternative one necessary character, the rarest by ``common``; None where one needs no certain one."""
    found: set[str] = set()
    for words in _alternatives(pattern):
        needed = list(_needed(words, common))
        if not needed:
            return None
        found |= min(needed, key=lambda chars: sum(common.get(char, 0) for char in chars))
    return frozenset(found)


def _needed(words: str, common: Mapping[str, int]) -> Iterator[frozenset[str]]:
    """Sets of characters of each of which the words of one alternative hold one."""
    here = 0
    while match := _ITEM.match(words, here):
        end = _closing(words, here) if match["group"] else match.end()
        chars: frozenset[str] | None = None
        if match["one"]:
            chars = frozenset(match["one"])
        elif match["many"] and not re.search(r"^\[\^|[\\-]", match["many"]):
            chars = frozenset(match["many"][1:-1])
        elif match["group"] and not words.startswith(_AROUND, here):
            head = _HEAD.match(words, here)
            chars = signs(words[head.end() if head else here : end - 1], common)
        if chars and not _OPTIONAL.match(words, end):
            yield chars
        count = _COUNTED.match(words, end)
        here = count.end() if count else end


def _closing(words: str, here: int) -> int:
    """The place after the bracket that closes the one at ``here``."""
    depth = 0
    while match := _ITEM.match(words, here) or _CLOSE.match(words, here):
        depth += (match[0] == "(") - (match[0] == ")")
        here = match.end()
        if depth == 0:
            break
    return here


def _alternatives(pattern: str) -> Iterator[str]:
    here = begun = 0
    while match := _ITEM.match(pattern, here):
        if match["one"] == "|":
            yield pattern[begun:here]
            begun = match.end()
        here = _closing(pattern, here) if match["group"] else match.end()
    yield pattern[begun:]
