"""Facts from a resident's own words, each with the words it came from.

Two steps, both pure. :func:`concepts` recognises what is said of whom, for any service. :func:`extract` maps
that to the facts of one service by ``kb/hearing/<service>.yaml``. Precision goes before recall: what is
supposed, asked, heard from others, long past, about somebody else, or said in two ways is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from assistant.catalog.catalog import Rules
from assistant.catalog.values import PartialDate, Special, Value
from assistant.match import extract_numbers as numbers
from assistant.match.extract_agree import agree
from assistant.match.extract_days import Dated, dated_events
from assistant.match.extract_death import death_places, deaths, is_stranger
from assistant.match.extract_moods import Moods
from assistant.match.extract_people import (
    ELDER,
    FAMILY,
    PLURAL,
    SELF,
    SOMEONE,
    STRANGER,
    WE,
    Cast,
    Mention,
    focus,
    people,
)
from assistant.match.extract_places import PlaceSaid, places, role_of
from assistant.match.extract_text import Clause, Heard, hear
from assistant.match.extract_wording import names
from assistant.match.hearing import load_hearing
from assistant.match.lexicon import Cue, Lexicon, load_lexicon

CONCERNED, WRITER, PARTNER, HOUSEHOLD = "concerned", "self", "partner", "household"


@dataclass(frozen=True, slots=True)
class Concept:
    """Something said: ``kind`` has ``value`` for ``of`` (concerned, self, partner or household).

    ``evidence`` are the very words. ``sure`` is false for what was rounded or only follows from the words.
    """

    kind: str
    value: Value
    of: str
    evidence: str
    start: int
    end: int
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Found:
    """A fact of a service found in the words. Only a sure one may skip its question; others are suggested there."""

    fact: str
    value: Value
    evidence: str
    sure: bool = True


def extract(text: str, today: date, rules: Rules, service: str | None = None) -> tuple[Found, ...]:
    """The facts of ``service`` (of every service with a mapping, when None) that ``text`` tells.

    A value is canonical for its fact as ``rules`` define it; a fact or option that the rules do not have is
    left out. Never raises on any text.
    """
    said = concepts(text, today, rules)
    hearings = [load_hearing(service)] if service else [load_hearing(one) for one in rules.catalog.services]
    found: dict[str, Found] = {}
    for hearing in hearings:
        for one in hearing.facts(said, rules.facts) if hearing else ():
            found.setdefault(one.fact, Found(*one))
    return tuple(found.values())


def concepts(text: str, today: date, rules: Rules | None = None) -> tuple[Concept, ...]:
    """What ``text`` says of the person concerned, the writer, the other party and the household.

    ``rules`` give the cities served, which settle names of places that several provinces have.
    """
    if not any("\u3400" <= char <= "\u9fff" for char in text[:400]):
        numbers_only = _Listener(hear(text), today, rules)
        return tuple(_agreed(numbers_only.identities(), numbers_only))
    listener = _Listener(hear(text), today, rules)
    return tuple(_agreed(listener.all(), listener))


class _Listener:
    """One text being listened to."""

    def __init__(self, heard: Heard, today: date, rules: Rules | None) -> None:
        self.heard, self.today, self.rules = heard, today, rules
        self.lexicon: Lexicon = load_lexicon()
        self.moods = Moods.of(heard, self.lexicon)
        cast = Cast(heard, people(heard, self.lexicon))
        told = list(deaths(heard, cast, self.moods, self.lexicon))
        gone = {one.who.kin for one in told if one.background and one.who}
        self.cast = replace(cast, gone=frozenset(gone))
        plain = [one for one in told if not one.background and not is_stranger(one.who)]
        single = [one for one in plain if not (one.who and one.who.kin in PLURAL)]
        self.told = single or plain
        self.passing = [one for one in told if one.background or one not in self.told]
        self.strange = [one for one in told if is_stranger(one.who)]
        self.marriage = bool(_MARRIAGE.search(heard.text))
        self.focus = self._focus()
        self.death_places = list(death_places(heard, self.told, self.lexicon))

    def _focus(self) -> Mention | None:
        dead = [one.who for one in self.told if one.who]
        partners = self.lexicon.partners if self.marriage else frozenset({"fiance"})
        if any(one.kin in PLURAL for one in dead):
            return None
        if "离婚" in self.heard.text:
            partners |= {"child", "son", "daughter"}
        return focus(self.cast, dead, partners)

    # --- whose -----------------------------------------------------------------------------------

    def of(self, who: Mention | None, default: str | None = None) -> str | None:
        """The role of a person in the matter; None for people whom it is not about."""
        if who is None:
            return default or (CONCERNED if self.focus or self.told else WRITER)
        if who.kin in (SELF, FAMILY):
            return WRITER
        if self.focus is not None and who.kin == self.focus.kin:
            return CONCERNED
        if who.kin == "fiance" or (self.marriage and who.kin in self.lexicon.partners):
            return PARTNER
        if who.kin == ELDER and self.focus is None and self.told:
            return CONCERNED
        return None

    def made(
        self, kind: str, value: Value, of: str | None, start: int, end: int, sure: bool = True
    ) -> Iterator[Concept]:
        doubtful = kind in _EXACT and self.moods.is_doubtful(start)
        if of is not None and not self.moods.is_supposed(start):
            yield Concept(
                kind, Special.UNSURE if doubtful else value, of, self.heard.words(start, end), start, end, sure
            )

    # --- what ------------------------------------------------------------------------------------

    def all(self) -> Iterator[Concept]:
        yield from self.identities()
        if self._is_about_strangers():
            return
        yield from self.relations()
        yield from self.death()
        yield from self.ages()
        yield from self.regions()
        yield from self.cues()
        yield from self.sums()

    def _is_about_strangers(self) -> bool:
        """A text whose only third person is a stranger, or that tells a stranger's death."""
        others = [one for one in self.cast.mentions if one.kin not in (SELF, WE, FAMILY)]
        named = [one for one in others if not self.cast.is_beside(one)]
        if self.strange and not self.told:
            return True
        return bool(named) and named[0].kin == STRANGER and not any(one.is_kin and one.own for one in named)

    def identities(self) -> Iterator[Concept]:
        for said in numbers.long_numbers(self.heard.text, self.today):
            if _SOMEBODY_ELSES.match(self.heard.text, said.end):
                continue
            who = self.cast.about(said.start)
            default = WRITER if said.kind in ("phone", "bank_card") and self.told else None
            yield from self.made(said.kind, said.value, self.of(who, default), said.start, said.end)
        for kind, value, start, end in names(self.heard, self.cast):
            yield from self.made(kind, value, self.of(self.cast.about(start)), start, end)

    def relations(self) -> Iterator[Concept]:
        yield from self._writer()
        if self.focus is not None and self.focus.kin not in _UNTOLD:
            for one in self.cast.mentions:
                if one.kin == self.focus.kin and one.kin not in PLURAL:
                    yield from self.made("relation", one.kin, CONCERNED, one.start, one.end)

    def _writer(self) -> Iterator[Concept]:
        for match in self.lexicon.writer.finditer(self.heard.text):
            if match["deny"]:
                continue
            role = self.lexicon.writer_roles[
                next(filter(None, (match[g] for g in ("role", "role2", "role3", "role4"))))
            ]
            yield from self.made("writer", role, WRITER, match.start(), match.end())
            sex = self.lexicon.writer_sex.get(role)
            if role == "grandson_in_law":
                sex = "male" if "婿" in match[0] else "female"
            if sex:
                yield from self.made("sex", sex, WRITER, match.start(), match.end())
        if self.marriage:
            yield from self._sex_by_partner()

    def _sex_by_partner(self) -> Iterator[Concept]:
        for match in _PARTNER_SEX.finditer(self.heard.text):
            sex = "female" if match["he"] else "male"
            yield from self.made("sex", sex, WRITER, match.start(), match.end(), sure=False)

    def death(self) -> Iterator[Concept]:
        if self.told and self.is_one_death:
            first = self.told[0]
            yield from self.made("died", True, CONCERNED, first.start, first.end)
            for place in self.death_places:
                yield from self.made("death_place", place.value, CONCERNED, place.start, place.end)
        told = [*self.told, *(replace(one, background=True) for one in self.passing)] if self.is_one_death else []
        for dated in dated_events(self.heard, told, self.lexicon, self.today):
            yield from self._dated(dated)

    @cached_property
    def is_one_death(self) -> bool:
        """Whether the words tell of one death, and of somebody's in particular."""
        kins = {one.who.kin for one in self.told if one.who}
        if kins & PLURAL or len(kins) > 1:
            return False
        if kins - {ELDER} or (not kins and self.focus is not None):
            return True
        return any(_ABOUT_ONE.search(self.heard.text[max(0, d.start - 12) : d.end + 4]) for d in self.told)

    def _dated(self, dated: Dated) -> Iterator[Concept]:
        kind = _DAY_KINDS.get(dated.event)
        if kind is None:
            return
        if dated.event == "cremation" and not self._is_planned(dated):
            return
        of = WRITER if kind == "wish_date" else CONCERNED
        value = _as_date(dated.day)
        yield from self.made(kind, value, of, dated.start, dated.end, isinstance(value, date))
        part = _TIME_AFTER.match(self.heard.text, dated.end)
        if kind == "wish_date" and (dated.part or part):
            value = dated.part or _TIMES[part["part"]]  # type: ignore[index]
            yield from self.made("wish_time", value, of, dated.start, dated.end)

    def _is_planned(self, dated: Dated) -> bool:
        """「想后天火化」, and neither 「昨天火化的」 nor 「明天能火化吗」."""
        clause = self.heard.clauses[self.heard.clause_at(dated.start)]
        words = self.heard.text[clause.start : clause.end]
        day = _as_date(dated.day)
        planned = _PLANS.search(words) and not _ASKING.search(words + clause.mark)
        return bool(planned) and isinstance(day, date) and day >= self.today

    def ages(self) -> Iterator[Concept]:
        ends = frozenset(one.end for one in self.cast.mentions)
        for clause in self.heard.clauses:
            for said in numbers.ages(self.heard.text, clause.start, clause.end, ends):
                if self.moods.is_past(said.start):
                    continue
                yield from self.made(said.kind, said.value, self._owner(said.start), said.start, said.end, said.sure)

    def _owner(self, place: int) -> str | None:
        who = self.cast.about(place)
        return self.of(who)

    def regions(self) -> Iterator[Concept]:
        near, aliases = _served(self.rules)
        for place in places(self.heard.text, near, aliases):
            yield from self._region(place)

    def _region(self, place: PlaceSaid) -> Iterator[Concept]:
        number = self.heard.clause_at(place.start)
        clause = self.heard.clauses[number]
        role = role_of(self.heard.text, place, clause.start, clause.end)
        if role in (None, "lives", "works") and self._is_where_somebody_died(place, clause, role):
            yield from self.made("died_in", place.code, CONCERNED, place.start, place.end)
            return
        if role is None or self.moods.is_past(place.start) or self.moods.is_denied(place.start, place.end):
            return
        for of in self._owners_of_place(place.start, clause.start):
            yield from self.made(role, place.code, of, place.start, place.end)

    def _is_where_somebody_died(self, place: PlaceSaid, clause: Clause, role: str | None) -> bool:
        """「在…走的」, 「病逝于…」, or the region right before a place of death: 「在渝中区的医院」."""
        before, after = self.heard.text[clause.start : place.start], self.heard.text[place.end : clause.end]
        if not self.told or not self.is_one_death or _DEATH_ELSEWHERE.search(after):
            return False
        if any(place.end <= one.start <= min(place.end + 10, clause.end) for one in self.death_places):
            return role is None or role == "lives"
        if role == "lives":
            return any(place.end <= one.start <= place.end + 2 for one in self.told)
        if role is not None:
            return False
        dead_after = any(place.end <= one.start < clause.end for one in self.told)
        at = before.endswith(("在", "于", "到")) or after[:1] in ("走", "病", "去", "过")
        return at and (dead_after or any(one.end >= place.start - 2 and one.start < place.start for one in self.told))

    def _owners_of_place(self, place: int, start: int) -> tuple[str | None, ...]:
        words = self.heard.text[start:place]
        here = [one for one in self.cast.mentions if start <= one.start < place]
        both = any(one.kin == WE for one in here) or ("都" in words and not any(one.is_kin for one in here))
        if both and self.marriage:
            return WRITER, PARTNER
        if both and self.focus is not None:
            return (CONCERNED,)
        return (self._owner(place),)

    def cues(self) -> Iterator[Concept]:
        for cue in self.lexicon.cues:
            if cue.needs_death and not (self.told and self.is_one_death):
                continue
            for match in cue.pattern.finditer(self.heard.text):
                yield from self._cue(cue, match.start(), match.end())

    def _cue(self, cue: Cue, start: int, end: int) -> Iterator[Concept]:
        value: str | bool | None = cue.value
        if not cue.asked and self.moods.is_asked(start, end):
            return
        if not cue.needs_death and not cue.wish and self.moods.is_past(end - 1):
            return
        if not cue.wish and self.moods.is_wished(start):
            return
        if self.moods.is_denied(start, end) or (_DENIES.match(self.heard.text[start:end]) and cue.denied is not None):
            value = cue.denied
        if value is None or (value is cue.value and self.moods.is_denied(start, end)):
            return
        if value == "institution" and self.told:
            return  # where somebody died, not how somebody lives
        yield from self.made(cue.kind, value, self._owner_of_cue(cue, start, end), start, end)

    def _owner_of_cue(self, cue: Cue, start: int, end: int) -> str | None:
        if cue.of == "matter":
            return WRITER
        if cue.needs_death or cue.of in ("patient", "missing"):
            return CONCERNED
        who = self.cast.about(end)
        if who is None and not self.focus and not self.told:
            return WRITER if self._writer_is_told_of() or not _ASKING.search(self.heard.text) else None
        return self.of(who)

    def _writer_is_told_of(self) -> bool:
        return any(one.kin in (SELF, FAMILY, WE) for one in self.cast.mentions)

    def sums(self) -> Iterator[Concept]:
        for clause in self.heard.clauses:
            for said in numbers.household_sizes(self.heard.text, clause.start, clause.end):
                yield from self.made(said.kind, said.value, HOUSEHOLD, said.start, said.end)
            for said in numbers.money(self.heard.text, clause.start, clause.end):
                if self.moods.is_past(said.start):
                    continue
                family = any(
                    word in self.heard.text[clause.start : said.end] for word in ("家", "总共", "一共", "总收入")
                )
                of = HOUSEHOLD if family else self._owner(said.start)
                yield from self.made(said.kind, said.value, of, said.start, said.end, said.sure)


_MARRIAGE = re.compile(
    r"领(?:个|结婚)?证|扯(?:个|结婚)?证|结婚证|离婚|结婚登记|登记结婚|婚姻登记|男朋友|女朋友|未婚[夫妻]|(?:想|要|准备|打算)结婚|复婚"
)
_PARTNER_SEX = re.compile(
    r"(?:我|俺|[，。,\s]|^)(?:和|跟|与)?(?:的)?(?:(?P<he>男朋友|男友|未婚夫|老公|丈夫)|(?:女朋友|女友|未婚妻|老婆|媳妇|妻子))(?!的?(?:前|朋友))"
)
_ABOUT_ONE = re.compile(
    r"[今昨前][天儿]|[今昨]晚|[今昨]早|今天|\d号|月|我家|我们家|生下来|刚刚|刚走|[一二两三四五六七八九\d]天"
)
_SOMEBODY_ELSES = re.compile(r"(?:这个号|这个电话)?(?:是(?!我|本人)|打不通|打电话|骗|诈骗)")
_TIME_AFTER = re.compile(r"[^。！？，,]{0,14}[，, ]?(?:我们?)?(?:想|约|就)?(?P<part>上午|下午|早上|晚上|中午)")
_TIMES = {"上午": "morning", "早上": "morning", "中午": "afternoon", "下午": "afternoon", "晚上": "evening"}
_PLANS = re.compile(r"想|打算|准备|约|要|安排|定|计划|希望")
_UNTOLD = frozenset((ELDER, SOMEONE, "granny_or_mother_in_law", "coparent", "in_law_elder", "grandparent_sibling"))
_ASKING = re.compile(r"[?？吗呢么]|怎么|能不能|多少|哪|啥|什么|几|咋|有没有|是不是|可以")
_DEATH_ELSEWHERE = re.compile(r"(?:户口|户籍|上班|打工)")
_DENIES = re.compile(r"没有?|不是|又不是|也不是|未享受|没|不|低保(?:没|都没|也没)")


def _served(rules: Rules | None) -> tuple[tuple[str, ...], Mapping[str, str]]:
    """The codes of the city in force and the cities served, and the cities' everyday names."""
    cities = [rules.place, *rules.cities.values()] if rules is not None else []
    cities = [city for city in cities if city.region_codes]
    near = tuple(dict.fromkeys(code.ljust(6, "0") for city in cities for code in city.region_codes))
    return near, {alias: city.region_codes[0].ljust(6, "0") for city in cities for alias in city.aliases}


_EXACT = frozenset(
    ("age", "nominal_age", "death_date", "hukou", "lives", "works", "died_in", "disability_level", "death_place")
)
"""Kinds that a 「好像」 or 「还是」 in their clause makes worthless."""

_DAY_KINDS: Mapping[str, str] = {
    "death": "death_date", "wish": "wish_date", "cremation": "cremation_date", "pickup": "pickup_date",
    "birth": "birth", "accident": "accident_date", "contact": "last_contact",
}  # fmt: skip


def _as_date(day: PartialDate) -> Value:
    return date(day.year, day.month, day.day) if day.month and day.day else day


def _agreed(said: Iterable[Concept], listener: _Listener) -> Iterator[Concept]:
    """One concept per kind and person: a correction beats what it corrects; of two different ones none stays."""
    groups: dict[tuple[str, str], list[Concept]] = {}
    for one in said:
        groups.setdefault((one.kind, one.of), []).append(one)
    for (kind, _of), group in groups.items():
        if kind in MANY:
            yield from {one.value: one for one in group}.values()
            continue
        chosen = agree(sorted(group, key=lambda one: one.start), listener.heard, listener.lexicon)
        if chosen is not None and chosen.value is not Special.UNSURE:
            yield chosen


MANY = frozenset(("progress", "assets", "heir_situation", "wish_time"))
"""Kinds that may hold several values at once."""
