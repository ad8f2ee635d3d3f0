"""The audit finds each kind of mistake, and says where it stands and how to mend it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from assistant.catalog.catalog import Catalog
from assistant.catalog.loader import load_definitions
from assistant.engine.audit import Auditor, Finding, Grade, Walked, sentences, tally
from assistant.engine.walk import Walker
from tests.support.small import FILES, TODAY, write_flows


def audit(root: Path, changes: dict[str, str | None] | None = None, **more: Any) -> list[Finding]:
    """The findings on the small site with some files changed."""
    found = load_definitions(write_flows(root, changes))
    assert found.problems == []
    catalog = Catalog.assembled(found, "small")
    places = [catalog.rules(city, TODAY) for city in (None, *catalog.cities)]
    walks = {rules.city: Walker(rules, "care").run() for rules in places}
    return Auditor(catalog, places, [Walked("care", walks)], **more).findings()


def kinds(findings: list[Finding], grade: Grade = Grade.ERROR) -> set[tuple[str, str]]:
    return {(f.kind, f.definition) for f in findings if f.grade is grade}


ITEM = "care/items/car_sale.yaml"
FACTS = "facts/person.yaml"
SERVICE = "care/service.yaml"
NEVER_FITS = "\"'car' in has and not ('car' in has)\""
FORM = "forms/application.yaml"
VISIT = "care/items/visit.yaml"
WORDS = "authority: 车管所\nwhere: 车管所\nnext: 去卖车。\ncard: 可以卖车。\n"


def item(more: str, fits: str = "\"'car' in has\"") -> dict[str, str | None]:
    return {ITEM: FILES[ITEM].replace("fits_when: \"'car' in has\"", f"fits_when: {fits}") + WORDS + more}


def notice(text: str) -> dict[str, str | None]:
    return {SERVICE: FILES[SERVICE].replace("declaration:", f"  - {text}\ndeclaration:")}


STOP = "{id: also, when: age < 10, level: stop, title: 也停, text: 停。, status: verified, source: 某法}"
NEVER = (
    "{id: never, when: age < 10 and age > 20, level: urgent, title: 不会, text: 不会。, status: verified, source: 某法}"
)
DOUBLE = "{id: twice, when: age < 60, level: stop, title: 也停, text: 停。, status: verified, source: 某法}"

CASES: list[tuple[str, dict[str, str | None], tuple[str, str]]] = [
    ("an item that never fits", item("", NEVER_FITS), ("unreachable outcome", "item car_sale")),
    ("clauses that rule each other out", item("", "[{when: age < 60}, {when: age >= 60}]"), ("contradiction", "item car_sale")),
    ("a notice that never holds", notice(NEVER), ("unreachable outcome", "service care")),
    ("two notices that stop at once", {**notice(DOUBLE), FACTS: FILES[FACTS].replace("[59, 60, 79, 80]", "[12, 70]")},
     ("ambiguity", "service care")),
    ("an exclusion known to one side", item("excludes: [visit]\n"), ("ambiguity", "item visit")),
    ("a text without a last wording", item("how: [{when: age > 60, text: 慢慢来。}]\n"), ("gap", "item car_sale")),
    ("a circle", {**item("").copy(), ITEM: item("")[ITEM].replace("soft: [visit]", "hard: [visit]"),  # type: ignore[union-attr]
                  VISIT: FILES[VISIT].replace("hard: [allowance]", "hard: [car_sale]")}, ("circle", "item car_sale")),
    ("an option never offered", {FACTS: FILES[FACTS].replace("{id: car, title: 车}", "{id: car, title: 车, when: age < 59 and age > 80}")},
     ("unreachable outcome", "fact has")),
    ("a requirement nothing satisfies", {FACTS: FILES[FACTS].replace("when: moved_on <= today", "when: moved_on > today")},
     ("contradiction", "fact moved_on")),
    ("a box nobody can fill", {FORM: FILES[FORM] + "      - {fact: kept}\n",
     FACTS: FILES[FACTS] + "  - {id: kept, title: 档案, type: text, section: you, askable: false}\n"}, ("form", "form application")),
    ("a form no path files", {ITEM: FILES[ITEM].replace("fits_when: \"'car' in has\"", "fits_when: " + NEVER_FITS) + "form: sale\n",
     "forms/sale.yaml": "form: sale\ntitle: 卖车\nsections: [{title: 一, boxes: [{fact: name}]}]\n"}, ("form", "form sale")),
    ("an item without words", {}, ("missing text", "item car_sale")),
    ("a figure missing on the day", {"parameters/figures.yaml": FILES["parameters/figures.yaml"].replace(
        "{from: 2020-01-01, value: 60,", "{from: 2020-01-01, to: 2025-12-31, value: 60,")}, ("missing figure", "fact senior")),
    ("an unverified figure", {"parameters/figures.yaml": FILES["parameters/figures.yaml"].replace(
        "value: 3, status: verified", "value: 3, status: unverified")}, ("unverified figure", "parameter report_days")),
    ("a long sentence", item("note: " + "很长的一句话" * 7 + "。\n"), ("long sentence", "item car_sale")),
    ("a fact that is never asked", {FACTS: FILES[FACTS].replace("{id: lives_alone,", "{id: lives_alone,").replace(
        "applies_when: age >= 60", "applies_when: age < 59 and age > 80"),
      VISIT: FILES[VISIT].replace("2026-07-01", "2027-07-01")}, ("unasked fact", "fact lives_alone")),
]  # fmt: skip


@pytest.mark.parametrize(("what", "changes", "wanted"), CASES, ids=[case[0] for case in CASES])
def test_the_audit_finds(tmp_path: Path, what: str, changes: dict[str, str | None], wanted: tuple[str, str]) -> None:
    found = audit(tmp_path, changes)
    assert wanted in kinds(found)
    assert all(f.problem.how for f in found)


def test_a_finding_says_file_and_line(tmp_path: Path) -> None:
    found = audit(tmp_path, item("note: " + "很长的一句话" * 7 + "。\n"))
    long = next(f for f in found if f.kind == "long sentence")
    lines = item("note: x")[ITEM].splitlines()  # type: ignore[union-attr]
    assert (long.problem.file, long.problem.line) == (f"assistant/flows/{ITEM}", len(lines))


def test_what_is_in_order_is_not_found(tmp_path: Path) -> None:
    children_too = {FACTS: FILES[FACTS].replace("[59, 60, 79, 80]", "[12, 59, 60, 79, 80]")}
    found = audit(tmp_path, {**item(""), **children_too})
    assert kinds(found) == {("missing text", "item allowance"), ("missing text", "item visit")}


def test_a_link_to_an_article_that_does_not_exist_is_found(tmp_path: Path) -> None:
    found = audit(tmp_path, item("topics: [care.car.sell]\n"), topics=frozenset({"care.other"}))
    assert ("missing text", "item car_sale") in kinds(found)


def test_what_only_another_city_reaches_is_not_said_to_be_unreachable(tmp_path: Path) -> None:
    changes = item("", "city == 'here' and 'car' in has")
    assert ("unreachable outcome", "item car_sale") not in kinds(audit(tmp_path / "all", changes))


def test_one_city_alone_says_nothing_about_what_others_reach(tmp_path: Path) -> None:
    found = audit(tmp_path, item("", NEVER_FITS), everywhere=False)
    assert ("unreachable outcome", "item car_sale") not in kinds(found)


def test_findings_are_counted_by_grade(tmp_path: Path) -> None:
    found = audit(tmp_path)
    assert sum(tally(found).values()) == len(found)


def test_sentences_are_cut_at_their_ends_and_figures_do_not_count() -> None:
    from assistant.catalog.model import Document

    paper = Document(id="x", title="证明", note="先去。再交 {{ small_limit }} 元；好")
    assert [s for _path, s in sentences(paper) if s] == ["证明", "先去", "再交  元", "好"]
