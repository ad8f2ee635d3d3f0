"""The changes of law that residents feel, seen by comparing the rules of two days."""

from __future__ import annotations

from datetime import date
from functools import cache

from assistant.catalog.catalog import FLOWS, Catalog
from assistant.catalog.loader import load_definitions
from assistant.engine.changes import Change, compare_rules


@cache
def changes(before: str, after: str, city: str = "chengdu") -> tuple[Change, ...]:
    found = load_definitions(FLOWS)
    catalog = Catalog.assembled(found, "changes")
    rules = [catalog.rules(city, date.fromisoformat(day)) for day in (before, after)]
    return compare_rules(rules[0], rules[1], found.examples.values())


def of(item: str, what: str, found: tuple[Change, ...]) -> set[tuple[str | None, str | None]]:
    return {(c.before, c.after) for c in found if (c.item, c.what) == (item, what)}


def test_since_10_may_2025_a_couple_needs_no_hukou_book_and_any_office_will_do() -> None:
    found = changes("2025-05-09", "2025-05-10")
    gone = {before for before, after in of("marriage_registration", "document", found) if after is None}
    assert any("户口簿" in (paper or "") for paper in gone)
    decisions = of("marriage_registration", "decision", found)
    assert any(
        (was or "").startswith(("does_not_fit", "not_known", "fits")) and becomes == "fits"
        for was, becomes in decisions
    )


def test_since_1_july_2026_the_death_certificate_has_its_new_name() -> None:
    papers = of("household_deregistration", "document", changes("2026-06-30", "2026-07-01"))
    assert ("《居民死亡医学证明（推断）书》", None) in papers
    assert (None, "《居民死亡医学证明》") in papers


def test_since_1_july_2026_the_social_assistance_law_decides() -> None:
    found = changes("2026-06-30", "2026-07-01")
    felt = {c.item for c in found if "社会救助法" in c.source and c.what != "document"}
    assert "single_person_dibao" in felt


def test_nothing_changes_from_one_ordinary_day_to_the_next() -> None:
    assert [c for c in changes("2026-11-19", "2026-11-20") if c.what != "decision"] == []
