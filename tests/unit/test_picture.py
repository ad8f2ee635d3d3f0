"""The pictures of the flows: up to date, whole, and nothing in them from elsewhere."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest

from assistant.catalog.catalog import Catalog
from assistant.cli_picture import Flow, read_flow
from assistant.cli_picture_svg import cut, draw, numbers, wide

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "pictures"
SERVICES = ("assistance", "children", "disability", "eldercare", "funeral", "marriage")
DRAWN_FOR = re.compile(r"(\d{4}-\d{2}-\d{2}) 的规则")
SVG = "{http://www.w3.org/2000/svg}"


@cache
def catalog() -> Catalog:
    return Catalog.load()


def flow(service: str, city: str | None = None, day: date = date(2026, 11, 21)) -> Flow:
    return read_flow(catalog().rules(city, day), service)


@pytest.mark.parametrize("service", SERVICES)
def test_the_picture_in_the_documents_is_up_to_date(service: str) -> None:
    kept = (PICTURES / f"{service}.svg").read_text(encoding="utf-8")
    day = DRAWN_FOR.search(kept)
    assert day is not None
    drawn = draw(flow(service, day=date.fromisoformat(day[1])))
    assert drawn == kept, f"draw it anew: onething picture {service} --output docs/pictures/{service}.svg"


@pytest.mark.parametrize("city", [None, "chengdu", "chongqing", "zhengzhou", "taizhou", "qingdao"])
@pytest.mark.parametrize("service", SERVICES)
def test_every_picture_is_named_described_and_self_contained(service: str, city: str | None) -> None:
    drawn = draw(flow(service, city))
    root = ElementTree.fromstring(drawn)
    assert root.get("role") == "img"
    assert [child.tag for child in root][:2] == [f"{SVG}title", f"{SVG}desc"]
    assert root.get("aria-labelledby") == " ".join(child.get("id", "") for child in [*root][:2])
    assert not re.search(r"href|url\((?!#)|<image|<script|@import", drawn)
    assert len(drawn) < 80_000
    assert float(root.get("height", "0")) < 3500


def test_all_items_stand_in_the_picture_and_name_the_questions_that_decide_them() -> None:
    found = flow("funeral", "chengdu")
    rules = catalog().rules("chengdu", date(2026, 11, 21))
    assert {step.title for step in found.steps} == {item.title for item in rules.service_items("funeral")}
    for step in found.steps:
        for question in step.decided_by:
            assert step.number in found.questions[question - 1].leads_to
    assert [q.number for q in found.questions] == list(range(1, len(found.questions) + 1))
    assert found.questions[0].title == rules.facts[rules.service("funeral").ask_first[0]].title


def test_nothing_that_has_to_come_first_stands_after_what_needs_it() -> None:
    for step in flow("funeral").steps:
        assert all(before < step.number for before in step.after)


def test_conditions_are_told_in_plain_words() -> None:
    opened = {q.title: q.opened_by for q in flow("funeral").questions}
    assert opened["失踪的情形"] == "离世地点是失踪多年，没有音讯，且法院是否已判决宣告死亡：否"
    assert not any(re.search(r"[a-z]{3,}", words) for words in opened.values())


def test_numbers_in_a_row_are_drawn_together_and_long_lines_cut() -> None:
    assert numbers([3, 1, 2, 7, 9, 10]) == "1–3、7、9–10"
    assert cut("办死亡证明", 75, 15) == "办死亡证明"
    assert cut("办死亡证明", 60, 15) == "办死亡…"
    assert wide("办a", 10) == pytest.approx(15.6)
