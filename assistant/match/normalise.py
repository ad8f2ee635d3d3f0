"""One written form for one saying: what every text goes through before it is compared."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Protocol

MAX_CHARS = 600
"""Longer texts are cut to their first and last half of this: a resident's question stands at an end."""

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_UNIT_AFTER = "岁级号天年月日块元口个名位次点毛"
_NUMERAL = re.compile(r"[零〇一二两三四五六七八九十百千万]+")
_KEEP = re.compile(r"[^0-9a-z\u3400-\u9fff\uf900-\ufaff\U00020000-\U0002fa1f]+")


class _Converter(Protocol):
    def convert(self, text: str) -> str: ...


@cache
def converter() -> _Converter:
    """The Traditional-to-simplified converter; loaded on first use because its tables take 10 ms."""
    from opencc import OpenCC

    made: _Converter = OpenCC("t2s")
    return made


def clip(text: str) -> str:
    """The text itself, or its first and last part when it is longer than `MAX_CHARS`."""
    if len(text) <= MAX_CHARS:
        return text
    half = MAX_CHARS // 2
    return f"{text[:half]} {text[-half:]}"


def _section(run: str) -> int:
    total, digit = 0, 0
    last_unit = 1
    for char in run:
        if char in _UNITS:
            last_unit = _UNITS[char]
            total += (digit or 1) * last_unit
            digit = 0
        else:
            digit = _DIGITS[char]
            if char in "零〇":
                last_unit = 10
    return total + (digit * (last_unit // 10) if digit and last_unit >= 100 else digit)


def read_numeral(run: str) -> int | None:
    """The value of a Chinese numeral with units such as 八十三 or 一千二 (1200); None when it is not one."""
    head, wan, tail = run.partition("万")
    if wan and (not head or "万" in tail or head in "千百"):
        return None
    if run[0] in "百千零〇":
        return None
    value = (_section(head) * 10000 if wan else 0) + (_section(tail if wan else head) if (tail or not wan) else 0)
    if wan and len(tail) == 1 and tail in _DIGITS:
        value = _section(head) * 10000 + _DIGITS[tail] * 1000
    return value


def _replace_numeral(match: re.Match[str]) -> str:
    run = match.group()
    following = match.string[match.end() : match.end() + 1]
    if any(unit in run for unit in "十百千万"):
        value = read_numeral(run)
        return run if value is None else str(value)
    if len(run) >= 3 or (following and following in _UNIT_AFTER and len(run) == 1 and run not in "一两"):
        return "".join(str(_DIGITS[c]) for c in run)
    return run


def normalise(text: str) -> str:
    """The text in one written form: NFKC, lower case, simplified, numerals as digits, one blank for the rest.

    Everything but letters, digits and Han characters becomes a single blank. Never raises on any text.
    """
    folded = unicodedata.normalize("NFKC", clip(text)).lower()
    if not folded.isascii():
        folded = _NUMERAL.sub(_replace_numeral, converter().convert(folded))
    return _KEEP.sub(" ", folded).strip()
