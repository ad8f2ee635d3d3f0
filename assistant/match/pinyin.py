"""Characters to syllables: so that a word mis-typed or mis-heard by its sound still meets its topic.

One reading per character, without tone, and with the pairs folded that speakers of most dialects mix up. The table
is made from pypinyin once (`python -m assistant.match.pinyin`) and shipped, since loading that package takes a fifth
of a second.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

TABLE = Path(__file__).parent.parent / "kb" / "pinyin.txt"
_LAST_CODE = 0x9FFF

_FOLDS = (("zh", "z"), ("ch", "c"), ("sh", "s"))
_FINALS = (("ang", "an"), ("eng", "en"), ("ing", "in"))


def fold(syllable: str) -> str:
    """The syllable with retroflex initials and back nasals folded (zhang and zan are both zan)."""
    for long, short in _FOLDS:
        if syllable.startswith(long):
            syllable = short + syllable[len(long) :]
    for long, short in _FINALS:
        if syllable.endswith(long):
            syllable = syllable[: -len(long)] + short
    return syllable


@cache
def syllables() -> dict[str, str]:
    """Character to plain syllable, as shipped."""
    table = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        syllable, _, chars = line.partition("\t")
        for char in chars:
            table[char] = syllable
    return table


@cache
def codes() -> npt.NDArray[np.int64]:
    """Syllable number by code point up to U+9FFF; 0 where a character has no reading."""
    numbers: dict[str, int] = {}
    table = np.zeros(_LAST_CODE + 2, dtype=np.int64)
    for char, syllable in syllables().items():
        table[ord(char)] = numbers.setdefault(fold(syllable), len(numbers) + 1)
    return table


def _write_table() -> None:
    from pypinyin import Style, lazy_pinyin

    by_syllable: dict[str, list[str]] = {}
    for code in range(0x4E00, _LAST_CODE + 1):
        char = chr(code)
        syllable = lazy_pinyin(char, style=Style.NORMAL, errors="ignore")
        if syllable:
            by_syllable.setdefault(syllable[0].replace("ü", "v"), []).append(char)
    lines = [f"{syllable}\t{''.join(chars)}" for syllable, chars in sorted(by_syllable.items())]
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    _write_table()
