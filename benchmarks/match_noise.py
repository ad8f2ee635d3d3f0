"""Noise that belongs to nobody's questions: typing slips, homophones, dropped characters, Traditional, fillers."""

from __future__ import annotations

import random
from collections.abc import Callable

from assistant.match.pinyin import syllables

Noise = Callable[[str, random.Random], str]

_FILLERS = ("嗯", "那个", "就是说", "我想问一下", "麻烦问下", "呃", "这个", "怎么说呢", "你好", "请问一下啊")


def _by_syllable() -> dict[str, str]:
    """Everyday characters by their sound; rare ones are no slip that anybody makes."""
    common = [char for char in syllables() if char >= "\u4e00" and _is_common(char)]
    table: dict[str, str] = {}
    for char in common:
        sound = syllables()[char]
        table[sound] = table.get(sound, "") + char
    return table


def _is_common(char: str) -> bool:
    """In GB 2312's first level, the 3,755 characters ordered by sound."""
    try:
        lead = char.encode("gb2312")[0]
    except UnicodeEncodeError:
        return False
    return 0xB0 <= lead <= 0xD7


_HOMOPHONES = _by_syllable()


def _places(text: str, rng: random.Random, count: int) -> list[int]:
    han = [at for at, char in enumerate(text) if char in syllables()]
    return rng.sample(han, min(count, len(han) // 2))


def homophones(text: str, rng: random.Random) -> str:
    """Two characters replaced by others of the same sound."""
    chars = list(text)
    for at in _places(text, rng, 2):
        others = _HOMOPHONES.get(syllables()[chars[at]], "").replace(chars[at], "")
        chars[at] = rng.choice(others) if others else chars[at]
    return "".join(chars)


def typos(text: str, rng: random.Random) -> str:
    """Two neighbours swapped, and one character doubled."""
    chars = list(text)
    if len(chars) > 3:
        at = rng.randrange(len(chars) - 1)
        chars[at], chars[at + 1] = chars[at + 1], chars[at]
        at = rng.randrange(len(chars))
        chars.insert(at, chars[at])
    return "".join(chars)


def dropped(text: str, rng: random.Random) -> str:
    """One character in ten left out."""
    lost = set(_places(text, rng, max(1, len(text) // 10)))
    return "".join(char for at, char in enumerate(text) if at not in lost)


def traditional(text: str, rng: random.Random) -> str:
    """Written in Traditional characters."""
    from opencc import OpenCC

    del rng
    return str(OpenCC("s2t").convert(text))


def fillers(text: str, rng: random.Random) -> str:
    """Three fillers put in where the speaker thinks."""
    for _ in range(3):
        at = rng.randrange(len(text) + 1)
        text = text[:at] + rng.choice(_FILLERS) + text[at:]
    return text


KINDS: dict[str, Noise] = {
    "typos": typos,
    "homophones": homophones,
    "dropped": dropped,
    "traditional": traditional,
    "fillers": fillers,
}


def noisy(text: str, kind: str, seed: int) -> str:
    """The text with one kind of noise; the same seed and text give the same result on every machine."""
    return KINDS[kind](text, random.Random(f"{seed}:{kind}:{text}"))
