"""What a day beside a death, a wish or another event is the day of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from assistant.catalog.values import PartialDate
from assistant.match.extract_dates import DaySaid, days
from assistant.match.extract_death import Death, days_since
from assistant.match.extract_numbers import number_of
from assistant.match.extract_text import Heard
from assistant.match.lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class Dated:
    """A day with what it is the day of: death, wish, cremation, pickup, birth …"""

    event: str
    day: PartialDate
    start: int
    end: int
    part: str | None = None


@dataclass(frozen=True, slots=True)
class _Event:
    kind: str
    start: int
    end: int


_AHEAD = frozenset(("wish", "cremation", "pickup", "burial"))


def dated_events(heard: Heard, told: Sequence[Death], lexicon: Lexicon, today: date) -> Iterator[Dated]:
    """Every day that belongs to an event; days that belong to nothing are left out.

    Deaths told in passing keep their days to themselves.
    """
    told = [one for one in told if not one.is_implied]
    events = [_Event("background" if one.background else "death", one.start, one.end) for one in told]
    events += [_Event(kind, start, end) for start, end, kind in lexicon.events.find(heard.text)]
    named = list(days(heard.text, today))
    for said in named:
        if heard.text[: said.start].endswith(("不是", "并非", "不是在")):
            continue
        event = _event_of(said, events, heard, named)
        if event == "death" and _COUNTS.search(_clause_words(heard, said.start)):
            continue  # 「今天是我爸走的第三天」
        if event is None:
            continue
        day = said.future if event in _AHEAD else said.past
        if event == "wish" and not _is_to_come(said.future, today):
            continue
        if event == "death" and day is not None and day.day is None and not _stands_in(said, events, heard):
            continue  # a month or year in another clause belongs to something else
        if day is not None and (event != "death" or not _is_after(day, today)):
            yield Dated(event, day, said.start, said.end, said.part)
    yield from _lasted(heard, told, today)


def _lasted(heard: Heard, told: Sequence[Death], today: date) -> Iterator[Dated]:
    for death in (one for one in told if not one.background):
        since = days_since(heard, death)
        number = number_of(since[0]) if since else None
        if since and number is not None:
            day = today - timedelta(days=int(number))
            yield Dated("death", PartialDate(day.year, day.month, day.day), death.start, since[1])


def _is_to_come(day: PartialDate | None, today: date) -> bool:
    if day is None:
        return False
    return (day.year, day.month or 12, day.day or 31) >= (today.year, today.month, today.day)


def _is_after(day: PartialDate, today: date) -> bool:
    return day.day is not None and date(day.year, day.month or 1, day.day) > today


_COUNTS = re.compile(r"第.{1,3}天|[头二三四五六七]七|周年|忌日|百日")


def _clause_words(heard: Heard, place: int) -> str:
    clause = heard.clauses[heard.clause_at(place)]
    return heard.text[clause.start : clause.end]


def _event_of(said: DaySaid, events: Sequence[_Event], heard: Heard, named: Sequence[DaySaid]) -> str | None:
    """The event in the day's clause, the nearest after it first; then one in a clause beside that has no day."""
    number = heard.clause_at(said.start)
    clause = heard.clauses[number]
    inside = [event for event in events if clause.start <= event.start < clause.end]
    after = [event for event in inside if event.start >= said.end]
    specific = [event for event in after if event.kind != "wish"] or after
    if specific:
        chosen = min(specific, key=lambda event: event.start)
        if chosen.kind == "accident" and any(event.kind == "death" for event in inside):
            return "death"
        planned = any(event.kind == "wish" for event in inside) and chosen.kind in ("death", "filing")
        return "wish" if planned and chosen.kind == "filing" else chosen.kind
    if inside:
        return max(inside, key=lambda event: event.start).kind
    return _beside(said, number, events, heard, named)


def _stands_in(said: DaySaid, events: Sequence[_Event], heard: Heard) -> bool:
    clause = heard.clauses[heard.clause_at(said.start)]
    return any(event.kind == "death" and clause.start <= event.start < clause.end for event in events)


_A_MONTH = re.compile(r"[\d一二三四五六七八九十]月|去年|前年")
_OF_BEFORE = re.compile(r"的?(?:事情?|时候|那天)(?:儿|了)?")  # 「昨天中午的事」 is the day of what was said before


def _beside(said: DaySaid, number: int, events: Sequence[_Event], heard: Heard, named: Sequence[DaySaid]) -> str | None:
    clause = heard.clauses[number]
    rest = (clause.end - clause.start) - (said.end - said.start)
    looks_back = _OF_BEFORE.match(heard.text, said.end)
    for beside in (
        (number - 1, number - 2, number - 3)
        if looks_back
        else (number - 1, number + 1, number + 2, number - 2, number - 3)
    ):
        if not 0 <= beside < len(heard.clauses) or rest > 8:
            continue
        other = heard.clauses[beside]
        kinds = {event.kind for event in events if other.start <= event.start < other.end}
        dated = any(other.start <= one.start < other.end for one in named)
        if beside > number and (dated or _A_MONTH.search(heard.text, other.start, other.end)):
            continue  # that clause has a day of its own
        if looks_back and "death" not in kinds and number - 1 - beside < 3 and "accident" in kinds:
            continue  # 「走了，车祸，1月6号的事」
        for kind in ("death", "accident", "wish", "cremation", "pickup"):
            if kind in kinds:
                return kind
        if kinds:
            return None
    return None
