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
    found = list(_of_days(events, heard, named, today, told))
    found += _lasted(heard, told, today)
    found += _next_day(heard, told, named, today)
    yield from (one for one in found if one.event != "death" or not _TWO_DAYS.search(heard.text))
    if not any(one.event == "death" for one in found) and not _TWO_DAYS.search(heard.text):
        yield from _just_now(heard, told, today)


def _of_days(
    events: Sequence[_Event], heard: Heard, named: Sequence[DaySaid], today: date, told: Sequence[Death]
) -> Iterator[Dated]:
    for said in named:
        if heard.text[: said.start].endswith(("不是", "并非", "不是在")):
            continue
        event = "death" if _struck_down(said, events, heard, named) else _event_of(said, events, heard, named)
        if event == "death" and _IS_THE_DAY.match(heard.text, said.end):
            continue  # 「14号是送殡仪馆那天」
        if event == "death" and (_counted(heard, said.start, events) or _is_of_accident(heard, said)):
            continue
        if event == "death" and _COUNTS.search(_clause_words(heard, said.start)):
            continue  # 「今天是我爸走的第三天」
        if event in (None, "hospital") and not told and _is_of_the_matter(said, heard):
            event = "wish"
        if event is None:
            continue
        day = said.future if event in _AHEAD else said.past
        if event == "death" and _is_soon(said, today) and not _stands_in(said, events, heard):
            continue
        seen = event == "wish" and _ALREADY.search(_clause_words(heard, said.start))
        if seen or (event == "wish" and not _is_to_come(said.future, today)):
            continue
        if event == "death" and day is not None and day.day is None and not _stands_in(said, events, heard):
            continue  # a month or year in another clause belongs to something else
        if day is not None and (event != "death" or not _is_after(day, today)):
            yield Dated(event, day, said.start, said.end, said.part)


def _is_soon(said: DaySaid, today: date) -> bool:
    """「爷爷走了，12月10号亲戚到齐」, said on the eighth: a day of this month and not of a year ago."""
    past, ahead = said.past, said.future
    if past is None or ahead is None or not (past.month and past.day and ahead.month and ahead.day):
        return False
    if (today - date(past.year, past.month, past.day)).days < _ALMOST_A_YEAR:
        return False
    return 0 < (date(ahead.year, ahead.month, ahead.day) - today).days <= _A_MONTH_AHEAD


_ALREADY = re.compile(r"[看来去办评做打]过了?$")  # 「社区周四上门看过了」
_ALMOST_A_YEAR, _A_MONTH_AHEAD = 330, 31
_CAN_BE_BOOKED = re.compile(r"离婚|领证|扯证|复婚|结婚|补一本|补证|评残|助浴|洗澡|评估|上门|陪诊|打扫|保洁|预约")
_ASKS_FOR_ESCORT = re.compile(
    r"陪诊|(?:没|没有|没得|有没有|有不有|有)人?(?:能|来|可以)?陪|陪着去|(?:请|找|派|安排)(?:个|一个)?人(?:来)?陪"
)
_TO_HOSPITAL = re.compile(r"医院|看病|复查|检查|透析|看眼睛|就诊|化疗|放疗|输液|看牙|拿药")


def _is_of_the_matter(said: DaySaid, heard: Heard) -> bool:
    """「离婚 周一上午」, a day by itself beside what can be booked, or of a visit to go along to."""
    words = _clause_words(heard, said.start)
    if words.strip() == heard.text[said.start : said.end].strip():
        return _CAN_BE_BOOKED.search(heard.text) is not None
    return bool(_ASKS_FOR_ESCORT.search(heard.text) and _TO_HOSPITAL.search(words))


_COUNTED = re.compile(
    r"(?P<next>第二[天日]|次日|隔天|翌日)|第[三四五六七八九十][天日]|(?:过|隔)了?[一两二三四五六七八九十几\d]天"
)


def _counted(heard: Heard, place: int, events: Sequence[_Event]) -> bool:
    """「3月8号住院，第二天走的」: the day told is not that of the death, which is counted from it."""
    deaths = [one for one in events if one.kind == "death" and one.start > place]
    starts = ((heard.clauses[heard.clause_at(one.start)].start, one.start) for one in deaths)
    return any(place < start and _COUNTED.search(heard.text, start, end) for start, end in starts)


def _next_day(heard: Heard, told: Sequence[Death], named: Sequence[DaySaid], today: date) -> Iterator[Dated]:
    """「3月8号住院，第二天走的」 is the ninth."""
    for death in (one for one in told if not one.background):
        clause = heard.clauses[heard.clause_at(death.start)]
        match = _COUNTED.search(heard.text, clause.start, death.start)
        before = [one for one in named if one.end <= clause.start and clause.start - one.end <= _FAR]
        if (
            match is None
            or not match["next"]
            or not before
            or any(clause.start <= one.start < clause.end for one in named)
        ):
            continue
        day = before[-1].past
        if day is None or day.month is None or day.day is None:
            continue
        one = date(day.year, day.month, day.day) + timedelta(days=1)
        if one <= today:
            yield Dated("death", PartialDate(one.year, one.month, one.day), match.start(), death.end)


# 「5月9号出的车祸，没抢救过来」 stresses the day of the accident.
_OF_ACCIDENT = re.compile(r"[^，。]{0,4}出的(?:车祸|事)(?![^。；;！？]{0,12}(?:当场|当天|立马))")


def _is_of_accident(heard: Heard, said: DaySaid) -> bool:
    return _OF_ACCIDENT.match(heard.text, said.end) is not None


def _lasted(heard: Heard, told: Sequence[Death], today: date) -> Iterator[Dated]:
    for death in (one for one in told if not one.background):
        since = days_since(heard, death)
        number = number_of(since[0]) if since else None
        if since and number is not None:
            day = today - timedelta(days=int(number))
            yield Dated("death", PartialDate(day.year, day.month, day.day), death.start, since[1])


_IS_THE_DAY = re.compile(r"是[^，。走没死去]{1,10}(?:那天|的日子|的时候|那日)")
_TWO_DAYS = re.compile(r"(?:证明?|医院)上?写[^。；;！？!?]{0,16}(?:实际|其实)")  # neither day is settled
_JUST_NOW = re.compile(
    r"(?:刚刚|刚才|方才|才刚|[半一两二三123]个?多?(?:小时|钟头)前|分钟(?:以|之)?前)(?!才?(?:知道|听|得知|接|看|发现|办|从|到|给|打|问|开|拿|去(?!世)))"
)
_NOT_NOW = re.compile(r"^[^，。]{0,3}(?:[天周月年]|不久|没多久|没几|几天|星期|礼拜)")


def _just_now(heard: Heard, told: Sequence[Death], today: date) -> Iterator[Dated]:
    """「刚刚走的」 is today."""
    for death in (one for one in told if not one.background):
        clause = heard.clauses[heard.clause_at(death.start)]
        match = _JUST_NOW.search(heard.text, clause.start, death.start)
        if match and not _NOT_NOW.match(heard.text[death.end : clause.end]):
            yield Dated("death", PartialDate(today.year, today.month, today.day), match.start(), death.end)


_STRUCK = re.compile(
    r"倒|晕|摔|跌|发病|突发|突然|心梗|脑溢血|脑出血|心脏病|撞|车祸|出事|掉|溺|落水|跳|坠|触电|中毒|自杀|喝药|农药|上吊|发作|不舒服|胸口|栽|砸|压|轧|昏"
)
_LASTED_ON = re.compile(
    r"[\d一二两三四五六七八九十几半多好]个?(?:天|周|星期|月|夜|晚上)|第二|第三|次日|隔天|后来|住院|住进|住了|转到|转院|转进|最后还|昏迷|重症|icu|之后|过后|维持|观察|治疗"
    r"|手术|化疗|查出|确诊|拖|直到|[今昨前]|才走|才没|才去"
)
_ERRANDS = re.compile(
    r"问|打电话|申请|知道|听说|接到|通知|住|检查|看病|体检|派出所|社区|窗口|你们|我[去来到]|办|开证|缴|交|领"
)
_WRITERS_ERRAND = re.compile(r"我们?(?:就|刚|才)?[去来到跑]|问|打电话|知道|听说|派出所|社区|窗口|你们")
_PLANNED = frozenset(("wish", "cremation", "burial", "filing", "pickup", "birth"))
_FAR = 60


def _struck_down(said: DaySaid, events: Sequence[_Event], heard: Heard, named: Sequence[DaySaid]) -> bool:
    """「8号在家晕倒，拉到医院没救活」: struck and dead on one day, unless words tell of days between."""
    number = heard.clause_at(said.start)
    clause = heard.clauses[number]
    inside = {event.kind for event in events if clause.start <= event.start < clause.end}
    death = next((one for one in events if one.kind == "death" and one.start >= clause.end), None)
    if inside & {"death", "background", *_PLANNED} or death is None or death.start - said.end > _FAR:
        return False
    deaths = {heard.clause_at(one.start) for one in events if one.kind == "death"}
    if any(heard.clause_at(one.start) in deaths for one in named):
        return False
    if any(clause.end <= one.start < death.start for one in named) or _LASTED_ON.search(
        heard.text, said.end, death.end
    ):
        return False
    there = heard.clause_at(death.start)
    if heard.clauses[there].sentence != clause.sentence:
        return False
    words = heard.text[said.end : clause.end]
    if _STRUCK.search(words):
        return there - number <= 4
    return there == number + 1 and len(words) > 2 and not inside and not _ERRANDS.search(words)


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
        ahead = [event for event in inside if event.kind in ("cremation", "pickup")]  # 「火化定在周五」
        return max(ahead or inside, key=lambda event: event.start).kind
    return _beside(said, number, events, heard, named)


def _stands_in(said: DaySaid, events: Sequence[_Event], heard: Heard) -> bool:
    clause = heard.clauses[heard.clause_at(said.start)]
    return any(event.kind == "death" and clause.start <= event.start < clause.end for event in events)


_A_MONTH = re.compile(r"[\d一二三四五六七八九十]月|去年|前年")
_OF_BEFORE = re.compile(r"的?(?:事情?|时候|那天)(?:儿|了)?")  # 「昨天中午的事」 is the day of what was said before


def _beside(said: DaySaid, number: int, events: Sequence[_Event], heard: Heard, named: Sequence[DaySaid]) -> str | None:
    clause = heard.clauses[number]
    rest = (clause.end - clause.start) - (said.end - said.start)
    looks_back = _OF_BEFORE.match(heard.text, said.end) if number else None
    if _WRITERS_ERRAND.search(heard.text, clause.start, clause.end):
        return None
    for beside in (
        (number - 1, number - 2, number - 3)
        if looks_back
        else (number - 1, number + 1, number + 2, number - 2, number - 3, number - 4, number + 3)
    ):
        if not 0 <= beside < len(heard.clauses) or rest > (8 if number - 4 < beside < number + 3 else 3):
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
