"""The public pages of the shipped services, and the page of what changed and when."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from assistant.catalog.model import Status
from assistant.engine.timeline import turns
from tests.conftest import Clock
from tests.support.shipped import shipped_app, shipped_library
from tests.web.conftest import Visitor

SERVICES = ("funeral", "marriage", "disability", "eldercare", "assistance", "children")
TODAY = date(2026, 11, 21)


@pytest.fixture(scope="module")
def visitor(tmp_path_factory: pytest.TempPathFactory) -> Visitor:
    return Visitor(shipped_app(tmp_path_factory.mktemp("shipped")))


def visitor_on(day: date, folder: Path) -> Visitor:
    return Visitor(shipped_app(folder, Clock(datetime(day.year, day.month, day.day, 4, tzinfo=UTC))))


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_says_what_it_is_for_what_it_needs_and_where_it_is_offered(visitor: Visitor, service: str) -> None:
    page = visitor.get("services.show", service_id=service)
    known = shipped_library().catalog.services[service]
    assert page.status == 200
    assert known.lead in page.text
    assert all(line in page.text for line in known.before_you_start)
    assert known.takes in page.text
    assert "成都" in page.text
    assert "青岛" in page.text
    assert "上次核对：2026 年" in page.text
    assert page.href("政策有哪些变化") == f"/changes?service={service}"
    rows = [row["href"] for row in page.soup.select("a.row")]
    assert len(rows) >= len(known.core) - 1
    assert all(row.startswith(f"/s/{service}/item/") for row in rows)


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("city", [None, "qingdao", "taizhou"])
def test_every_thing_to_do_can_be_read_by_everybody(visitor: Visitor, service: str, city: str | None) -> None:
    rules = shipped_library().catalog.rules(city, TODAY)
    for item in rules.service_items(service):
        page = visitor.get(
            "services.show_item", service_id=service, item_id=item.item, **({"city": city} if city else {})
        )
        assert page.status == 200, item.item
        assert page.heading == item.title
        assert item.source in page.text
        assert ("以窗口答复为准" in page.text) or item.status is Status.VERIFIED
        assert "{{" not in page.text
        assert "None" not in page.text


def test_a_figure_that_nobody_published_is_said_to_be_missing(visitor: Visitor) -> None:
    section = visitor.get("changes.show", service="funeral").one("#d2027-01-01")
    figure = next(one for one in section.select("details") if "人均可支配收入" in one.summary.get_text())
    words = [line.get_text() for line in figure.select("dd p")]
    assert words == ["以前每年 56,502 元", "这天起还没有公布，以窗口答复为准"]


def test_an_unknown_thing_to_do_is_not_found(visitor: Visitor) -> None:
    assert visitor.get("services.show_item", service_id="funeral", item_id="marriage_registration").status == 404


def test_the_funeral_pages_keep_their_tone(visitor: Visitor) -> None:
    pages = [
        visitor.get("services.show", service_id="funeral"),
        visitor.get("services.show_item", service_id="funeral", item_id="death_certificate"),
        visitor.get("changes.show", service="funeral"),
    ]
    assert all(page.soup.select_one(".page.bereaved") for page in pages)
    assert pages[0].text.index("节哀") < pages[0].text.index("开始办理")
    assert not any(word in page.text for page in pages for word in ("恭喜", "欢迎", "死者", "！"))


# --- what changed and when ----------------------------------------------------------------------------


def test_the_changes_are_linked_from_the_first_page(visitor: Visitor) -> None:
    assert visitor.get("home.show").href("政策变化") == "/changes"


@pytest.mark.parametrize(
    ("day", "service", "title", "before", "after"),
    [
        ("2025-05-10", "marriage", "领结婚证（双方都是内地居民）", "身份证和户口簿", "不用户口簿"),
        ("2026-03-30", "funeral", "接运遗体，约火化", "按公示的价目表收", "清单以外不得收费"),
        ("2026-07-01", "funeral", "开死亡证明", "《居民死亡医学证明（推断）书》", "《居民死亡医学证明》"),
        ("2026-07-01", "assistance", "低保边缘家庭认定", "1.5 倍", "这条线由省里定"),
    ],
)
def test_a_change_says_day_both_sides_and_ground(
    visitor: Visitor, day: str, service: str, title: str, before: str, after: str
) -> None:
    page = visitor.get("changes.show", service=service, city="chengdu")
    section = page.one(f"#d{day}")
    change = next(one for one in section.select("details") if title in one.summary.get_text())
    text = change.get_text(" ", strip=True)
    assert text.index(before) < text.rindex(after)
    assert "依据：" in text


def test_all_changes_of_two_years_are_on_the_page(visitor: Visitor) -> None:
    visitor.get("home.show", city="chengdu")
    page = visitor.get("changes.show")
    wanted = {turn.day for turn in turns(shipped_library().catalog, "chengdu") if turn.day.year >= 2024}
    assert wanted <= {date.fromisoformat(str(section["id"])[1:]) for section in page.soup.select("section.stage")}


def test_coming_changes_stand_first_and_say_so(visitor: Visitor) -> None:
    page = visitor.get("changes.show")
    days = [str(section["id"]) for section in page.soup.select("section.stage")]
    assert days[0] == "d2027-01-01"
    assert days[1:] == sorted(days[1:], reverse=True)
    assert (
        page.text.index("到了那天才这样办") < page.text.index("2027 年 1 月 1 日起") < page.text.index("已经这样办了")
    )


def test_a_city_adds_its_own(tmp_path: Path) -> None:
    visitor = visitor_on(TODAY, tmp_path)
    nowhere = visitor.get("changes.show")
    here = visitor.get("changes.show", city="chengdu")
    assert "全国的规定" in nowhere.text
    assert "全国的和成都的规定" in here.text
    assert [bool(page.soup.select_one("#d2025-09-01")) for page in (nowhere, here)] == [False, True]


def test_a_change_within_sixty_days_is_told_on_the_page_of_the_service(tmp_path: Path) -> None:
    near = visitor_on(date(2026, 6, 30), tmp_path).get("services.show", service_id="funeral")
    assert "60 天内有变化" in near.text
    assert "2026 年 7 月 1 日起：开死亡证明" in near.text


def test_a_figure_that_only_runs_out_is_no_reason_to_warn(visitor: Visitor) -> None:
    page = visitor.get("services.show", service_id="funeral")
    assert "2027 年 1 月 1 日起：开死亡证明" in page.text
    assert "人均可支配收入" not in page.text
    assert "60 天内有变化" not in visitor.get("services.show", service_id="marriage").text


def test_the_list_tells_only_of_what_is_on_it(tmp_path: Path) -> None:
    visitor = visitor_on(date(2026, 12, 20), tmp_path)
    visitor.get("services.show", service_id="funeral")
    case_id = visitor.post("services.start", {"city": "chengdu"}, service_id="funeral").path.split("/")[2]
    assert "2027 年 1 月 1 日起：开死亡证明" in visitor.get("plan.show", case_id=case_id).text
    visitor.answer(case_id, "progress", {"progress": ["certificate"]})
    assert "60 天内有变化" not in visitor.get("plan.show", case_id=case_id).text
