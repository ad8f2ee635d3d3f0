"""Regions by code, by name and by what lies inside them."""

from __future__ import annotations

import pytest

from assistant.catalog.regions import load_regions, short_name

REGIONS = load_regions()


def texts(words: str) -> list[str]:
    return [REGIONS.text(region.code) for region in REGIONS.search(words)]


def test_a_county_is_told_with_all_it_lies_in() -> None:
    assert REGIONS.text("510107") == "四川省成都市武侯区"


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("500103", "重庆市渝中区"),
        ("500240", "重庆市石柱土家族自治县"),
        ("419001", "河南省济源市"),
        ("441900", "广东省东莞市"),
    ],
)
def test_structural_rows_are_skipped(code: str, text: str) -> None:
    assert REGIONS.text(code) == text


def test_every_region_but_a_province_lies_in_another() -> None:
    assert all(r.parent in REGIONS.by_code for r in REGIONS.by_code.values() if not r.code.endswith("0000"))
    assert len(REGIONS.children()) == 34


def test_no_statistical_zone_is_listed() -> None:
    assert not [code for code in REGIONS.by_code if code[4] == "7"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("武侯区", "四川省成都市武侯区"),
        ("成都武侯", "四川省成都市武侯区"),
        ("四川省成都市武侯区红牌楼街道佳灵路3号", "四川省成都市武侯区"),
        ("四川 武侯区", "四川省成都市武侯区"),
        ("石柱", "重庆市石柱土家族自治县"),
        ("内蒙古", "内蒙古自治区"),
        ("510107", "四川省成都市武侯区"),
        ("台州", "浙江省台州市"),
    ],
)
def test_what_people_say_finds_one_region(words: str, found: str) -> None:
    assert texts(words) == [found]


def test_an_ambiguous_name_gives_all_that_bear_it_larger_ones_first() -> None:
    assert texts("朝阳")[0] == "辽宁省朝阳市"
    assert {"北京市朝阳区", "吉林省长春市朝阳区"} <= set(texts("朝阳"))
    assert {"江苏省南京市鼓楼区", "福建省福州市鼓楼区"} <= set(texts("鼓楼区"))


@pytest.mark.parametrize("words", ["", "  ", "火星", "x" * 100_000, "\x00"])
def test_what_names_no_region_finds_none(words: str) -> None:
    assert texts(words) == []


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("四川省", "四川"),
        ("西藏自治区", "西藏"),
        ("新疆维吾尔自治区", "新疆"),
        ("延边朝鲜族自治州", "延边"),
        ("积石山保安族东乡族撒拉族自治县", "积石山"),
        ("浦东新区", "浦东"),
        ("香港特别行政区", "香港"),
        ("城区", "城区"),
    ],
)
def test_names_are_shortened_as_people_shorten_them(name: str, short: str) -> None:
    assert short_name(name) == short


def test_where_the_region_of_an_address_ends() -> None:
    assert REGIONS.end_of_region("四川省成都市武侯区武侯祠大街") == len("四川省成都市武侯区")
    assert REGIONS.end_of_region("武侯祠大街") == 0
