"""In what manner somebody writes: most tell their matter; some need care first, some need another reply.

Nothing here keeps or logs a text. Care comes before everything: whoever may harm himself or is in danger is
shown 12356, 110 and 120, and no form (funeral sheet of tone; 12356 is the national line since 2025).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path

from assistant.catalog.reading import read_yaml
from assistant.match.extract_text import LONGEST, Heard, hear
from assistant.match.lexicon import SHIPPED


class Manner(StrEnum):
    """How a text is meant to be received. Only a plain, pasted or strained one goes on to be understood as usual."""

    PLAIN = "plain"
    EMPTY = "empty"
    TOO_SHORT = "too_short"  # one character that says nothing
    FLOOD = "flood"  # far longer than any question
    SYMBOLS = "symbols"  # emoji or signs alone
    FOREIGN = "foreign"  # another language
    CODE = "code"
    ORDER = "order"  # orders to a machine rather than a question
    ABUSE = "abuse"
    PASTED = "pasted"  # several people's numbers, or a whole form, pasted in
    STRAINED = "strained"  # at the end of one's strength, with a matter that we may help with
    DISTRESS = "distress"
    DANGER = "danger"


CARE = frozenset((Manner.DISTRESS, Manner.DANGER))
NOT_A_MATTER = frozenset((Manner.EMPTY, Manner.SYMBOLS, Manner.FOREIGN, Manner.CODE, Manner.ORDER))
FLOOD_FROM = 2000  # characters; the longest stories of residents have under 600
_MANY_NUMBERS = 3
_LABELS = re.compile(r"姓名|身份证号?码?|住址|地址|电话|手机号?|银行卡|卡号|开户行|出生日期|民族|性别|户籍")
_LONG_NUMBER = re.compile(r"(?<!\d)(?:\d{17}[\dxX]|\d{11}|\d{15,19})(?!\d)")


def manner_of(text: str) -> Manner:
    """The manner of ``text``; care is looked for first and in all of it. Never raises on any text."""
    heard = hear(text)
    if len(text) > LONGEST and _is_any(CARE, hear(text[-LONGEST:])):
        return Manner.DISTRESS
    found = _care(heard)
    if found is not None:
        return found
    shape = _shape(text)
    if shape is not None:
        return shape
    for manner in (Manner.ORDER, Manner.CODE, Manner.ABUSE):
        if _patterns()[manner.value].search(heard.text):
            return manner
    if _is_weary(heard.text):
        return Manner.STRAINED
    if len(text) > FLOOD_FROM:
        return Manner.FLOOD
    return Manner.PASTED if _is_pasted(heard.text) else Manner.PLAIN


def wants_person(text: str) -> bool:
    """Whether a human being is asked for."""
    return bool(_patterns()["person"].search(hear(text).text))


def _is_any(manners: frozenset[Manner], heard: Heard) -> bool:
    return _care(heard) in manners


def _care(heard: Heard) -> Manner | None:
    patterns = _patterns()
    words = patterns["not_distress"].sub(" ", heard.text)
    if patterns["distress"].search(words) or (_is_weary(words) and not patterns["beside"].search(words)):
        return Manner.DISTRESS
    return Manner.DANGER if patterns["danger"].search(words) else None


def _is_weary(words: str) -> bool:
    """Whether the writer is at the end of his strength; not somebody who is dying, nor a shop that closes."""
    patterns = _patterns()
    return bool(patterns["weary"].search(patterns["weary_other"].sub(" ", words)))


def _shape(text: str) -> Manner | None:
    """What the characters alone say."""
    bare = "".join(c for c in text if not c.isspace() and unicodedata.category(c) not in ("Cf", "Cc", "Mn"))
    if not bare:
        return Manner.EMPTY
    kinds = [_kind(char) for char in bare[:LONGEST]]
    han, letters, digits = kinds.count("han"), kinds.count("letter"), kinds.count("digit")
    if han + letters + digits + kinds.count("other_script") == 0:
        return Manner.SYMBOLS
    if len(bare) == 1 and not digits:
        return Manner.TOO_SHORT if bare not in "是有没不对好嗯" else None
    if kinds.count("other_script") > max(2, han) or (han == 0 and letters > 1 and _reads_foreign(text)):
        return Manner.FOREIGN if not _patterns()["code"].search(text.lower()) and not _is_order(text) else None
    return None


def _is_order(text: str) -> bool:
    return bool(_patterns()["order"].search(text.lower()))


def _kind(char: str) -> str:
    if "\u3400" <= char <= "\u9fff" or "\U00020000" <= char <= "\U0003ffff":
        return "han"
    if char.isdigit():
        return "digit"
    if not char.isalpha():
        return "sign"
    return "letter" if char.isascii() or "\u00c0" <= char <= "\u024f" else "other_script"


def _reads_foreign(text: str) -> bool:
    """Several words of Latin letters; one short word may be a code or a name typed without Chinese keys."""
    return len(re.findall(r"[a-zA-Z\u00c0-\u024f]{2,}", text)) >= 3


def _is_pasted(text: str) -> bool:
    numbers = len(set(_LONG_NUMBER.findall(text)))
    return numbers >= _MANY_NUMBERS or (numbers >= 1 and len(set(_LABELS.findall(text))) >= 4)


@cache
def _patterns(path: Path = SHIPPED / "manners.yaml") -> Mapping[str, re.Pattern[str]]:
    data = read_yaml(path.read_text(encoding="utf-8"), path.name).data
    return {
        name: re.compile("|".join(f"(?:{one})" for one in patterns), re.IGNORECASE) for name, patterns in data.items()
    }
