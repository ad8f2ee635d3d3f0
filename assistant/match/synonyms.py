"""The second view of a text: which words of the shipped groups, turns and places stand in it."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from pathlib import Path

from assistant.match import pinyin
from assistant.match.normalise import normalise

SHIPPED = Path(__file__).parent.parent / "kb" / "synonyms.yaml"
ELSEWHERE = "elsewhere"
"""How the names of places end that have no rules with us, alone or with the province whose rules they have."""
_SLIP_LENGTH = 4
"""Shortest word that is also recognised with a character left out: what is left of shorter ones is too common."""

_Heads = dict[str, dict[str, list[tuple[str, tuple[str, ...]]]]]
"""Words with their groups by their first and second character (the second empty for words of one), longest first."""
_Groups = Mapping[str, Iterable[str]]


class Kind(IntEnum):
    """What a token says: a thing meant, a turn of the question, or a place."""

    WORD = 0
    TURN = 1
    PLACE = 2


@dataclass(frozen=True)
class Token:
    """A group found in a text: its kind and name, and the words that showed it."""

    kind: Kind
    name: str
    words: str


class Synonyms:
    """Groups of words with one meaning, found in normalised text.

    Every argument but the last two maps a group's name to its words, the group's own word first. Of overlapping
    words the longest counts, except among `turns`, which may overlap. `within` names the province token that a city
    token brings along; `fillers` are words that a speaker thinks with and that mean nothing.
    """

    def __init__(
        self,
        words: _Groups | None = None,
        turns: _Groups | None = None,
        places: _Groups | None = None,
        within: Mapping[str, str] | None = None,
        fillers: Iterable[str] = (),
    ) -> None:
        given = {Kind.WORD: words or {}, Kind.TURN: turns or {}, Kind.PLACE: places or {}}
        self._heads = {kind: _by_head(groups) for kind, groups in given.items()}
        self._sounds = {kind: _by_head(_sounding(given[kind])) for kind in (Kind.WORD, Kind.PLACE)}
        self._slips = _by_head(_slipping(given[Kind.WORD]))
        self._within = dict(within or {})
        self._fillers = re.compile("|".join(sorted(map(re.escape, fillers), key=len, reverse=True)) or r"(?!)")
        names = [(kind, name) for kind, groups in given.items() for name in groups]
        self.numbers: dict[tuple[Kind, str], int] = {key: number for number, key in enumerate(names, start=1)}

    def without_fillers(self, text: str) -> str:
        """The normalised text less its fillers, so that words they part stand together again."""
        return self._fillers.sub("", text).strip()

    def find(self, text: str) -> list[Token]:
        """The tokens of a normalised text, each once, by kind and then in the order they stand."""
        return list(self._exactly(text).values())

    def find_loosely(self, text: str, known: Container[str]) -> list[Token]:
        """As `find`, then groups that something in the text only sounds like, or shows with a character left out.

        A word of two characters is only taken from its sound where the two that stand there are no `known` pair.
        """
        found = self._exactly(text)
        sounds = sound_text(text)
        for kind, heads in (*self._sounds.items(), (Kind.WORD, self._slips)):
            for start, sound, names in _matches(heads, sounds, overlapping=False):
                written = text[start : start + len(sound)]
                if len(written) > 2 or written not in known:
                    for name in names:
                        found.setdefault((kind, name), Token(kind, name, written))
        return list(found.values())

    def _exactly(self, text: str) -> dict[tuple[Kind, str], Token]:
        found: dict[tuple[Kind, str], Token] = {}
        for kind, heads in self._heads.items():
            for _, words, names in _matches(heads, text, overlapping=kind == Kind.TURN):
                for name in names:
                    found.setdefault((kind, name), Token(kind, name, words))
        return found

    def places(self, tokens: Iterable[Token]) -> frozenset[str]:
        """The places named, each with what it lies within."""
        named = {token.name for token in tokens if token.kind == Kind.PLACE}
        return frozenset(named | {self._within[name] for name in named if name in self._within})

    def around(self, place: str) -> frozenset[str]:
        """What the place lies within."""
        return frozenset({self._within[place]} if place in self._within else ())

    def is_elsewhere(self, tokens: Iterable[Token]) -> bool:
        """Whether places are named that nothing of ours is about, and none of our cities beside them."""
        named = {token.name for token in tokens if token.kind == Kind.PLACE}
        outside = {name for name in named if name.endswith(ELSEWHERE)}
        return bool(outside) and named - outside <= set(self._within.values())


def sound_text(text: str) -> str:
    """The text with every character replaced by one standing for its syllable; others stay as they are."""
    return text.translate(_sound_characters())


@cache
def _sound_characters() -> dict[int, str]:
    codes = pinyin.codes()
    return {code: chr(0xE000 + int(codes[code])) for code in codes.nonzero()[0].tolist()}


def _sounding(groups: _Groups) -> dict[str, list[str]]:
    """The sounds of every word of three characters or more, and of a group's own word if it has two."""
    return {
        name: [sound_text(word) for at, word in enumerate(words) if len(word) >= 3 or (at == 0 and len(word) == 2)]
        for name, words in groups.items()
    }


def _slipping(groups: _Groups) -> dict[str, list[str]]:
    """The sounds of words of four characters or more with one left out, unless that is a word of its own."""
    whole = {sound_text(word) for words in groups.values() for word in words}
    sounds = {name: [sound_text(word) for word in words if len(word) >= _SLIP_LENGTH] for name, words in groups.items()}
    return {
        name: [slip for word in words for at in range(len(word)) if (slip := word[:at] + word[at + 1 :]) not in whole]
        for name, words in sounds.items()
    }


def _by_head(groups: _Groups) -> _Heads:
    owners: dict[str, dict[str, None]] = {}
    for name, words in groups.items():
        for word in words:
            if word:
                owners.setdefault(word, {})[name] = None
    heads: _Heads = {}
    for word, names in sorted(owners.items(), key=lambda item: (-len(item[0]), item[0])):
        heads.setdefault(word[0], {}).setdefault(word[1:2], []).append((word, tuple(names)))
    for seconds in heads.values():  # a word of one character fits whatever follows it
        alone = seconds.get("", [])
        seconds.update({second: words + alone for second, words in seconds.items() if second})
        seconds[""] = alone
    return heads


def _matches(heads: _Heads, text: str, *, overlapping: bool) -> list[tuple[int, str, tuple[str, ...]]]:
    """Where a word stands, the word, and its groups."""
    found: list[tuple[int, str, tuple[str, ...]]] = []
    free = 0
    for position, char in enumerate(text):
        if position < free or char not in heads:
            continue
        seconds = heads[char]
        for word, names in seconds.get(text[position + 1 : position + 2]) or seconds[""]:
            if text.startswith(word, position):
                found.append((position, word, names))
                if not overlapping:
                    free = position + len(word)
                    break
    return found


@cache
def load_synonyms(path: Path = SHIPPED) -> Synonyms:
    """The groups of a synonyms file, its words normalised; a synonym group is named after its first word."""
    from ruamel.yaml import YAML

    data = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    words = {str(group[0]): group for group in data["synonyms"]}
    return Synonyms(
        _normalised(words),
        _normalised(data["concepts"]),
        _normalised(data["places"]),
        dict(data["within"]),
        [normalise(str(word)) for word in data["fillers"]],
    )


def _normalised(groups: Mapping[str, Iterable[object]]) -> dict[str, list[str]]:
    return {str(name): [normalise(str(word)) for word in words] for name, words in groups.items()}
