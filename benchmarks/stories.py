"""Five life stories that cross services: how many questions (pages) somebody is asked, and how many boxes that fills.

What was answered in an earlier matter comes along, is confirmed on one page and is not asked again. Beside it stands
what the same matters would ask if each began with an empty page.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import cache
from typing import Any

from assistant.catalog.catalog import Catalog, Rules
from assistant.catalog.values import Value, from_json
from assistant.engine.answers import AnswerBank
from assistant.engine.carrying import about_somebody, carried, together
from assistant.engine.entitlement import CHECK
from benchmarks.filling import Filled, fill_in

DAY = date(2026, 11, 21)


@dataclass(frozen=True)
class Chapter:
    """One matter of a story: the service or the check, for whom, and what is said about it."""

    service: str
    whom: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    item: str | None = None  # what was tapped on to get here
    city: str | None = None  # where it is not the city of the story
    day: date = DAY


@dataclass(frozen=True)
class Story:
    name: str
    city: str
    chapters: tuple[Chapter, ...]


@dataclass(frozen=True)
class Told:
    """A chapter as it was lived: what came along, what was asked, and what it would have asked on its own."""

    chapter: Chapter
    brought: tuple[str, ...]
    filled: Filled
    alone: int


STORIES: tuple[Story, ...] = (
    Story("the widow of a disabled pensioner", "chengdu", (
        Chapter("funeral", "her husband", {
            "progress": [], "d_place_type": "hospital", "d_nature": "illness", "d_death_time": "2026-11-18",
            "a_relation": "spouse", "a_name": "王秀英", "a_id": "510107194503150026", "a_phone": "13800000000",
            "ss_type": "enterprise", "ss_status": "retired", "assets": ["employee_medical", "disability_subsidy"],
        }),
        Chapter(CHECK, "herself", {
            "help_matters": ["money", "elder"], "person_birth": "1945-03-15", "hardship_reasons": ["frail"],
            "help_class": "none", "person_hukou_region": "510107", "home_size": 1, "home_income": 900,
            "property_flags": [],
        }),
        Chapter("eldercare", "herself", {"for_whom": "self"}, "senior_allowance"),
        Chapter("assistance", "herself", {"for_whom": "self", "household": {"people": [], "complete": True}},
                "minimum_living_guarantee"),
    )),
    Story("a couple with a disabled child on 低保", "chongqing", (
        Chapter("disability", "the child", {
            "for_whom": "child", "person_birth": "2016-05-05", "person_hukou_region": "500103",
            "has_disability_certificate": True, "disability_level": "level1", "help_class": "dibao",
        }),
        Chapter(CHECK, "the child", {
            "help_matters": ["money", "disability"], "hardship_reasons": ["illness", "schooling"],
        }),
        Chapter("assistance", "the child", {}, "medical_assistance"),
    )),
    Story("at seventy to her daughter's city", "zhengzhou", (
        Chapter("eldercare", "herself", {
            "for_whom": "self", "person_birth": "1956-02-01", "person_hukou_region": "410105", "help_class": "none",
        }),
        Chapter("eldercare", "herself", city="qingdao", day=date(2027, 2, 1)),
        Chapter(CHECK, "herself", {"help_matters": ["elder"]}, city="qingdao", day=date(2027, 2, 2)),
    )),
    Story("a child left with the grandparents", "taizhou", (
        Chapter(CHECK, "the child", {
            "help_matters": ["child"], "person_birth": "2015-05-05", "father_state": "prison", "mother_state": "lost",
        }),
        Chapter("children", "the child", {
            "child_matters": ["no_care"], "help_class": "none", "father_from": "2025-01-01", "father_to": "2029-01-01",
            "mother_reported": True, "mother_lost_since": "2025-06-01", "mother_reported_on": "2025-07-01",
        }, "de_facto_unattended_child"),
        Chapter("eldercare", "the grandmother", {
            "for_whom": "spouse", "person_birth": "1948-06-06", "person_hukou_region": "321202", "help_class": "none",
        }),
        Chapter("assistance", "the grandmother", {"help_matters": ["money"], "hardship_reasons": ["frail"]}),
    )),
    Story("a migrant couple marries far from home", "qingdao", (
        Chapter("marriage", "the two", {"m_matter": "marry"}),
        Chapter(CHECK, "the wife", {
            "help_matters": ["money", "sudden"], "person_birth": "1998-08-08", "hardship_reasons": ["accident"],
            "help_class": "none", "person_hukou_region": "520103", "home_size": 2, "home_income": 2000,
            "property_flags": [],
        }, day=date(2027, 3, 1)),
        Chapter("assistance", "the wife", {"for_whom": "self"}, "temporary_assistance", day=date(2027, 3, 1)),
        Chapter(CHECK, "the wife", {"help_class": "dibao"}, day=date(2027, 12, 1)),
    )),
)  # fmt: skip


@cache
def catalog() -> Catalog:
    return Catalog.load()


def live(story: Story) -> tuple[Told, ...]:
    """The chapters one after the other, each with what the ones before left."""
    found: list[Told] = []
    for chapter in story.chapters:
        rules = catalog().rules(chapter.city or story.city, chapter.day)
        earlier = list(reversed(found))
        bank = _brought(rules, chapter, earlier)
        filled = fill_in(rules, chapter.service, _values(rules, chapter.facts), bank)
        same = {answer.fact: answer.value for answer in filled.bank}
        alone = fill_in(rules, chapter.service, same).pages
        found.append(Told(chapter, tuple(bank.latest), filled, alone))
    return tuple(found)


def _brought(rules: Rules, chapter: Chapter, earlier: Sequence[Told]) -> AnswerBank:
    """What comes along, confirmed; about another person nothing does (「这次是替另一个人办」)."""
    answers = carried(rules, chapter.service, together(rules.facts, [t.filled.bank for t in earlier]), chapter.item)
    if earlier and earlier[0].chapter.whom != chapter.whom:
        answers = tuple(answer for answer in answers if not about_somebody(rules.facts[answer.fact]))
    at = datetime.combine(rules.day, time(4), UTC)
    return AnswerBank.of(answers).confirmed([answer.fact for answer in answers], at)


def _values(rules: Rules, facts: Mapping[str, Any]) -> dict[str, Value]:
    return {name: from_json(rules.facts[name], raw) for name, raw in facts.items()}


def asked_twice(story: Sequence[Told]) -> list[tuple[str, str]]:
    """The questions that were asked again about the same person; what had grown too old may be."""
    seen: set[tuple[str, str]] = set()
    again = []
    for told in story:
        for fact in told.filled.asked:
            key = (fact, told.chapter.whom)
            if key in seen and catalog().facts[fact].good_for_days is None:
                again.append(key)
            seen.add(key)
    return again


def main() -> int:
    print("| story | matter | brought along | asked | on its own | boxes | boxes per question |")
    print("|---|---|---|---|---|---|---|")
    for story in STORIES:
        told = live(story)
        for one in told:
            print(_line("", one.chapter.service, [one]))
        print(_line(story.name, "all", told))
    return 0


def _line(name: str, matter: str, told: Sequence[Told]) -> str:
    brought, asked = sum(len(t.brought) for t in told), sum(t.filled.pages for t in told)
    alone, boxes = sum(t.alone for t in told), sum(t.filled.boxes for t in told)
    ratio = f"{boxes / asked:.1f}" if asked else "–"
    return f"| {name} | {matter} | {brought} | {asked} | {alone} | {boxes} | {ratio} |"


if __name__ == "__main__":
    sys.exit(main())
