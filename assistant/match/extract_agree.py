"""One value out of several that were said: a correction holds, the fuller one holds, a contradiction gives none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Protocol, TypeVar

from assistant.catalog.values import PartialDate, Special, Value
from assistant.match.extract_said import EXACT
from assistant.match.extract_text import Heard
from assistant.match.lexicon import Lexicon


class Said(Protocol):
    """Something of a kind with a value at a place of the text."""

    @property
    def kind(self) -> str: ...
    @property
    def value(self) -> Value: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def sure(self) -> bool: ...


Some = TypeVar("Some", bound=Said)


def agree(group: Sequence[Some], heard: Heard, lexicon: Lexicon) -> Some | None:
    """What holds of ``group``, in the order of the text; None where it contradicts itself."""
    if any(one.value is Special.UNSURE for one in group):
        return None
    if len({one.value for one in group}) == 1:
        return max(group, key=lambda one: (one.sure, -one.start))
    fullest = _fullest(group)
    if fullest is not None:
        return fullest
    last = group[-1]
    before = max(place for place, one in enumerate(group) if one.value != last.value)
    if _is_corrected(group[before], group[before + 1], heard, lexicon):
        return last
    for value in lexicon.stronger.get(group[0].kind, ()):
        for one in group:
            if one.value == value:
                return one
    if group[0].kind == "death_place":
        return _last_in_clause(group, heard)
    return None


_TAKES_BACK = re.compile(
    r"(?:[哦噢啊诶呃唉]|应该)?(?:不对|不是|错了|说错了?|记错了?|打错了?|写错了?|讲错了?|搞错了?|不不|不|哦不|啊不|等等|等一下|等会儿?)(?:不对|了|啊|哈)*"
)
_REACH = 24  # characters in which the value that holds has to follow


def withdrawn(said: Sequence[Some], heard: Heard) -> list[Some]:
    """What was said right before a 「不对」 and is followed by nothing of its kind: it no longer holds."""
    gone: list[Some] = []
    for number, clause in enumerate(heard.clauses[1:], 1):
        if not _TAKES_BACK.fullmatch(heard.text[clause.start : clause.end].strip()):
            continue
        before = [one for one in said if one.kind in EXACT and heard.clause_at(one.start) == number - 1]
        last = max(before, key=lambda one: one.end, default=None)
        if last is None:
            continue
        again = (one.kind == last.kind and clause.end <= one.start <= clause.end + _REACH for one in said)
        gone += [] if any(again) else [one for one in said if one.kind == last.kind and one.start == last.start]
    return gone


def _fullest(group: Sequence[Some]) -> Some | None:
    """The one value that all others only say less exactly: 410105 of 410100, 2026-10-31 of 2026-10."""
    for one in group:
        if all(_includes(other.value, one.value) for other in group):
            return one
    return None


def _includes(wide: Value, narrow: Value) -> bool:
    if wide == narrow:
        return True
    if isinstance(wide, PartialDate) and isinstance(narrow, date):
        return wide.day is None and wide.year == narrow.year and wide.month in (None, narrow.month)
    codes = (
        isinstance(wide, str)
        and isinstance(narrow, str)
        and re.fullmatch(r"\d{6}", wide)
        and re.fullmatch(r"\d{6}", narrow)
    )
    return bool(codes) and str(narrow).startswith(str(wide).removesuffix("00").removesuffix("00"))


def _is_corrected(before: Said, after: Said, heard: Heard, lexicon: Lexicon) -> bool:
    between = heard.text[before.end : after.end]
    parts = re.split(r"[，,。！!…\s]+", between)
    if len(between) < _REACH and any(_TAKES_BACK.fullmatch(part) for part in parts if part):
        return True
    return len(between) < _REACH and bool(lexicon.moods["corrected"].search(between))


def _last_in_clause(group: Sequence[Some], heard: Heard) -> Some | None:
    """Of places of death in one clause the last: 「在家晕倒送到医院没救过来」."""
    same = {heard.clause_at(one.start) for one in group}
    return group[-1] if len(same) == 1 else None
