"""Listening to one text: every concept that it says, before contradictions are settled."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property

from assistant.catalog.catalog import Rules
from assistant.catalog.values import PartialDate, Value
from assistant.match import extract_numbers as numbers
from assistant.match.extract_days import Dated, dated_events
from assistant.match.extract_funeral import consistent, death_that_follows, is_funeral_matter
from assistant.match.extract_owners import _OF_THE_FAMILY, Owners
from assistant.match.extract_people import (
    PLURAL,
    YOUNG,
)
from assistant.match.extract_said import CONCERNED, HOUSEHOLD, WRITER, Concept
from assistant.match.extract_where import regions_said
from assistant.match.lexicon import Cue


class Listener(Owners):
    """Gives the concepts of one scene, kind by kind."""

    def all(self) -> Iterator[Concept]:
        """Everything that is said of anybody whom the matter is about."""
        yield from self.identities()
        if self.scene.is_about_strangers:
            return
        yield from self.relations()
        matter = list(consistent([*self.death(), *self.cues()], self.scene))
        yield from matter
        if self._is_funeral_matter:
            yield from death_that_follows(matter)
        yield from self.ages()
        yield from self.regions()
        yield from self.sums()

    @cached_property
    def _is_funeral_matter(self) -> bool:
        return is_funeral_matter(self.scene)

    def death(self) -> Iterator[Concept]:
        told = self.scene.told
        if told and self.scene.is_one_death:
            yield from self.made("died", True, CONCERNED, told[0].start, told[0].end)
        at_once = self.scene.is_one_death or self.scene.is_told_together
        for place in self.scene.death_places if told and at_once else ():
            yield from self.made("death_place", place.value, CONCERNED, place.start, place.end)
        passing = [replace(one, background=True) for one in self.scene.passing]
        dated = [*told, *passing] if at_once else []
        wishes = []
        for one in dated_events(self.heard, dated, self.lexicon, self.today):
            wishes += [said for said in self._dated(one) if said.kind in ("wish_date", "wish_time")]
            yield from (said for said in self._dated(one) if said.kind not in ("wish_date", "wish_time"))
        changed = _CHANGED.search(self.heard.text)
        if changed:
            wishes = [one for one in wishes if one.kind != "wish_time"]
        yield from wishes
        if changed and changed["part"] and wishes:
            yield from self.made("wish_time", _TIMES[changed["part"]], WRITER, changed.start(), changed.end())
        if [one.kind for one in wishes] == ["wish_date"] and not changed:
            yield from self._hour_wished()

    def _dated(self, dated: Dated, *, fetched: bool = False) -> Iterator[Concept]:
        kind = _DAY_KINDS.get(dated.event)
        planned = dated.event not in ("cremation", "pickup") or self._is_planned(dated)
        if kind is None or not planned:
            yield from self._already_done(dated)
            return
        of = WRITER if kind == "wish_date" else CONCERNED
        value = as_date(dated.day)
        if isinstance(value, PartialDate) and value.month is None and kind == "death_date":
            return  # a year is no day
        if kind == "wish_date" and value == self.today and not fetched:
            return  # 「今天想补办」: now
        yield from self.made(kind, value, of, dated.start, dated.end, isinstance(value, date))
        if dated.event in ("cremation", "pickup"):  # a day to have something done is a wish
            yield from self._dated(replace(dated, event="wish"), fetched=dated.event == "pickup")
        part = _TIME_AFTER.match(self.heard.text, dated.end)
        if kind == "wish_date" and (dated.part or part):
            value = dated.part or _TIMES[part["part"]]  # type: ignore[index]
            yield from self.made("wish_time", value, of, dated.start, dated.end)

    def _hour_wished(self) -> Iterator[Concept]:
        """「上午9点想约人」, where the day stands elsewhere."""
        found = list(_HOUR_WISHED.finditer(self.heard.text))
        if len(found) == 1:
            match = found[0]
            part = match["part"] or match["best"]
            yield from self.made("wish_time", _TIMES[part], WRITER, match.start(), match.end())

    def _already_done(self, dated: Dated) -> Iterator[Concept]:
        """「3月14日火化，3月20日销户」 told afterwards."""
        day, words = as_date(dated.day), self.scene.clause_words(dated.start)
        # a day without its year is read as one to come: nobody plans for almost a year ahead
        past = isinstance(day, date) and not 0 <= (day - self.today).days < _NEXT_YEAR
        if not past or _NOT_DONE.search(words):
            return
        if dated.event == "cremation":
            yield from self.made("progress", "cremated", CONCERNED, dated.start, dated.end)
        elif "销户" in words and self.scene.told:
            yield from self.made("progress", "deregistered", CONCERNED, dated.start, dated.end)

    def _is_planned(self, dated: Dated) -> bool:
        """「想后天火化」, 「后天火化」, and neither 「昨天火化的」 nor 「明天能火化吗」."""
        clause = self.heard.clauses[self.heard.clause_at(dated.start)]
        words = self.heard.text[clause.start : clause.end] + clause.mark
        day = as_date(dated.day)
        if not isinstance(day, date) or day < self.today:
            return False
        asked = dated.event == "cremation" and _ASKS_WHETHER.search(words)
        today = dated.event == "pickup" and day == self.today and not _FETCHED.search(words)
        soon = 0 < (day - self.today).days <= _SOON or today  # 「11月5日火化」 of last month is no plan
        return not asked and (soon or bool(_PLANS.search(words)))

    def ages(self) -> Iterator[Concept]:
        ends = frozenset(one.end for one in self.cast.mentions)
        for clause in self.heard.clauses:
            for said in numbers.ages(self.heard.text, clause.start, clause.end, ends):
                if self.moods.is_past(said.start):
                    continue
                next_to = _OF_AGE.match(self.heard.text, said.end)
                whose = next((one for one in self.cast.mentions if next_to and one.start == next_to.end()), None)
                of = self.scene.role(whose) if whose else self.scene.owner(said.start)
                yield from self.made(said.kind, said.value, of, said.start, said.end, said.sure)

    # --- where -------------------------------------------------------------------------------------

    def regions(self) -> Iterator[Concept]:
        for one in regions_said(self.scene, *_served(self.rules)):
            yield from self.made(one.role, one.code, one.of, one.start, one.end)

    # --- sayings and sums --------------------------------------------------------------------------

    def cues(self) -> Iterator[Concept]:
        chars = frozenset(self.heard.text)
        for cue in self.lexicon.cues:
            if not cue.may_stand_in(chars) or not self._has_what_it_needs(cue):
                continue
            for match in cue.pattern.finditer(self.heard.text):
                yield from self._cue(cue, match.start(), match.end())
                if cue.kind in _OF_THE_FAMILY:
                    yield from self._another_without(cue, match.end())

    def _another_without(self, cue: Cue, end: int) -> Iterator[Concept]:
        """「我妈吃低保，我没有」: what the next clause says of another in a word or two."""
        number = self.heard.clause_at(end - 1) + 1
        if cue.value is not True or number >= len(self.heard.clauses):
            return
        clause = self.heard.clauses[number]
        who = next((one for one in self.cast.mentions if clause.start <= one.start < clause.start + 2), None)
        alike = "不是" not in self.scene.clause_words(clause.start) or "是" in self.scene.clause_words(end - 1)
        if who is not None and alike and _HAS_NONE.fullmatch(self.heard.text, who.end, clause.end):
            role = self.scene.role(who)
            yield from self.made(cue.kind, False, role, who.start, clause.end)

    def _has_what_it_needs(self, cue: Cue) -> bool:
        if cue.needs == "death":
            return self._is_told_death(cue)
        if cue.needs == "living":
            return not self.scene.told
        if cue.needs == "disability":
            return _DISABLED.search(self.heard.text) is not None
        if cue.needs == "child":
            return self.scene.focus is not None and self.scene.focus.kin in YOUNG
        return cue.needs is None or self.scene.is_of_couple

    def _is_told_death(self, cue: Cue) -> bool:
        """One death; of two who died together, what both died of."""
        if not self.scene.told:
            return cue.kind in _OF_A_FUNERAL and self._is_funeral_matter
        if self.scene.is_one_death:
            return True
        if (cue.kind, cue.value) != ("death_nature", "abnormal"):
            return False
        now = not any(_YEARS_AGO.search(self.scene.clause_words(one.start)) for one in self.scene.told)
        return now and all(one.who and one.who.kin in PLURAL for one in self.scene.told)

    def _cue(self, cue: Cue, start: int, end: int) -> Iterator[Concept]:
        value: str | bool | None = cue.value
        if not cue.asked and self.moods.is_asked(start, end):
            return
        if cue.needs != "death" and not cue.wish and self.moods.is_past(end - 1):
            return
        if (not cue.wish and self.moods.is_wished(start)) or self.moods.is_of_anybody(cue.kind, start, end):
            return
        if self.moods.is_denied(start, end) or (_DENIES.match(self.heard.text[start:end]) and cue.denied is not None):
            value = cue.denied
        if value is None or (value is cue.value and self.moods.is_denied(start, end)):
            return
        if self._is_elsewhere(value) or (value == "with_children" and self._is_with_parents(start, end)):
            return
        if cue.kind == "progress" and self.moods.is_yet_to_be_done(start, end):
            return
        yield from self.made(cue.kind, value, self._owner_of_cue(cue, start, end), start, end, cue.kind != "sex")

    def _is_elsewhere(self, value: str | bool) -> bool:
        """Where somebody died is not how somebody lives; a cremation abroad is not the one to arrange here."""
        abroad = any(one.value == "abroad" for one in self.scene.death_places)
        return (value in ("institution", "alone") and bool(self.scene.told)) or (
            value in ("cremate", "take") and abroad
        )

    def sums(self) -> Iterator[Concept]:
        counted: int | None = None
        for clause in self.heard.clauses:
            for said in numbers.household_sizes(self.heard.text, clause.start, clause.end):
                counted = said.end
                yield from self.made(said.kind, said.value, HOUSEHOLD, said.start, said.end)
            for said in numbers.money(self.heard.text, clause.start, clause.end):
                if self.moods.is_past(said.start):
                    continue
                family = any(
                    word in self.heard.text[clause.start : said.end]
                    for word in ("家", "总共", "一共", "统共", "拢共", "总收入")
                )
                alone = _ONLY_EARNER.search(self.heard.text, clause.start, said.end) is not None
                whose = self.scene.who(said.start)
                family = family or (whose is not None and bool(_HALVES_OF_HOME.search(self._word(whose))))
                family = family or (said.kind == "income" and self._is_of_counted(counted, said.start))
                of = HOUSEHOLD if family and not alone else self.scene.owner(said.end if alone else said.start)
                yield from self.made(said.kind, said.value, of, said.start, said.end, said.sure)


_ONLY_EARNER = re.compile(r"靠我|[就只][有]?我一个(?:人)?(?:挣|上班|打工|做工)")
_HALVES_OF_HOME = re.compile("两口|夫妻|夫妇")
_HAS_NONE = re.compile(r"(?:自己|本人|现在|却|就|又)*(?:没有?|没得|不是|没吃|没领|没办|没评上|没享受)(?:的|呢|啊)?")
_DISABLED = re.compile(r"残疾|残联|评残|(?:肢体|视力|听力|智力|精神|言语|多重)残?[^，。]{0,2}[一二三四1-4]级|截瘫|偏瘫")
_OF_AGE = re.compile("的")  # 「五岁的女儿」
_TIME_AFTER = re.compile(r"[^。！？，,]{0,14}[，, ]?(?:我们?)?(?:想|约|就)?(?P<part>上午|下午|早上|晚上|中午)")
_HOUR_WISHED = re.compile(
    r"(?P<part>上午|下午|早上|晚上|中午)[\d一二两三四五六七八九十点半:： ]{0,6}(?:想|要|打算|约|请)"
    r"|最好(?:是|在)?(?P<best>上午|下午|早上|晚上)"
)
_TIMES = {"上午": "morning", "早上": "morning", "中午": "afternoon", "下午": "afternoon", "晚上": "evening"}
_PLANS = re.compile(r"想|打算|准备|约|要|安排|定|计划|希望")
_SOON, _NEXT_YEAR = 30, 330
_YEARS_AGO = re.compile(r"[去前]年|年前|\d年")
_FETCHED = re.compile(r"[走到来]了|已|接的|拉的|过了")
_NOT_DONE = re.compile(r"[?？吗呢]|没|未|不|要|想|约|排|才|再|能|改|推|原定|本来")
_OF_A_FUNERAL = frozenset(("progress", "remains"))
_ASKS_WHETHER = re.compile(
    r"(?:能|可以|行|会)[^，,]{0,8}[吗么?？]|能不能|可不可以|能否|什么时候|哪天|几号|行不行|是不是|排得"
)
_DENIES = re.compile(r"没有?|不是|又不是|也不是|未享受|没|不|低保(?:没|都没|也没)")
_CHANGED = re.compile(r"(?:改[成到为]|换[成到])(?P<part>上午|下午|早上|晚上|中午)?")

_DAY_KINDS: Mapping[str, str] = {
    "death": "death_date", "wish": "wish_date", "cremation": "cremation_date", "pickup": "pickup_date",
    "birth": "birth", "accident": "accident_date", "contact": "last_contact",
}  # fmt: skip


def _served(rules: Rules | None) -> tuple[tuple[str, ...], Mapping[str, str]]:
    """The codes of the city in force and the cities served, and the cities' everyday names."""
    cities = [rules.place, *rules.cities.values()] if rules is not None else []
    cities = [city for city in cities if city.region_codes]
    near = tuple(dict.fromkeys(code.ljust(6, "0") for city in cities for code in city.region_codes))
    return near, {alias: city.region_codes[0].ljust(6, "0") for city in cities for alias in city.aliases}


def as_date(day: PartialDate) -> Value:
    """A whole day as a date; a month or a year as it is."""
    return date(day.year, day.month, day.day) if day.month and day.day else day
