"""Answers that cannot all be right are named, both are shown, and each can be changed; odd answers are taken or asked again.

All of it over the pages of the shipped definitions, as somebody would meet it.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.shipped import shipped_app
from tests.web.conftest import Page, Visitor

FATHER = "510107194203150016"  # born 1942-03-15, male
MOTHER = "510107195008210022"


@pytest.fixture
def visitor(tmp_path) -> Visitor:  # type: ignore[no-untyped-def]
    return Visitor(shipped_app(tmp_path))


def begin(visitor: Visitor, service: str, city: str = "chengdu") -> str:
    visitor.get("services.show", service_id=service)
    return visitor.post("services.start", {"city": city}, service_id=service).path.split("/")[2]


def day(fact: str, text: str) -> dict[str, str]:
    year, month, day_ = text.split("-")
    return {f"{fact}-year": year, f"{fact}-month": month, f"{fact}-day": day_}


def people(fact: str, *rows: dict[str, str], do: str = "done") -> dict[str, str]:
    """A list of people as the page sends it: every row, and the button that ends it."""
    cells = {f"{fact}-{place}-{column}": text for place, row in enumerate(rows) for column, text in row.items()}
    return {**cells, f"{fact}-do": do}


def member(name: str, relation: str, age: str = "40", **more: str) -> dict[str, str]:
    plain = {"income": "0", "disabled": "no", "seriously_ill": "no", "student": "no"}
    return {"name": name, "relation": relation, "age": age, **plain, **more}


def given(visitor: Visitor, case_id: str, **answers: dict[str, str]) -> Page:
    """Answer each in turn; returns the page after the last."""
    page = None
    for fact, data in answers.items():
        page = visitor.answer(case_id, fact, data)
    assert page is not None
    return page


def links(page: Page) -> set[str]:
    """The facts that the page offers to change."""
    return {str(a["href"]).rsplit("/", 1)[-1] for a in page.soup.select("dd.change a")}


def box_errors(page: Page) -> str:
    return " ".join(one.get_text(" ", strip=True) for one in page.soup.select(".errors"))


def kept(visitor: Visitor, case_id: str, fact: str) -> Any:
    """The answer as it is kept, or None."""
    answers = visitor.open(f"/d/{case_id}/data.json").response.json["answers"]
    return next((one["value"] for one in answers if one["fact"] == fact), None)


# so that there is an ID number to ask for
REGISTERED = {"a_relation": {"a_relation": "daughter"}, "d_hukou_region": {"d_hukou_region": "武侯区"}}

CERTIFIED = {"has_disability_certificate": {"has_disability_certificate": "yes"}}

# --- two answers that do not go together ---------------------------------------------------------------

CLASHES: dict[str, tuple[str, dict[str, dict[str, str]], set[str], tuple[str, ...]]] = {
    "the day of birth against the ID number": (
        "disability",
        {"person_birth": day("person_birth", "1943-03-15"), "person_id": {"person_id": FATHER}},
        {"person_birth"},
        ("身份证号", "1943"),
    ),
    "a groom's day of birth against his ID number": (
        "marriage",
        {"m_matter": {"m_matter": "marry"}, "m_both_mainland": {"m_both_mainland": "yes"},
         "man_birth_told": day("man_birth_told", "1999-05-05"), "man_id": {"man_id": "510107199805050015"}},
        {"man_birth_told"},
        ("男方", "1999"),
    ),
    "a spouse in the list of somebody unmarried": (
        "assistance",
        {"person_marital": {"person_marital": "single"}, "household": people("household", member("王梅", "spouse"))},
        {"person_marital"},
        ("婚姻状况和名单里的配偶对不上", "未婚"),
    ),
    "somebody unmarried with a spouse in the list": (
        "assistance",
        {"household": people("household", member("王梅", "spouse")), "person_marital": {"person_marital": "divorced"}},
        {"household"},
        ("婚姻状况和名单里的配偶对不上",),
    ),
    "a widow whose husband was not married": (
        "funeral",
        {"a_relation": {"a_relation": "spouse"}, "d_marital": {"d_marital": "unmarried"}},
        {"a_relation"},
        ("老伴",),
    ),
    "a death before the birth": (
        "funeral",
        {**REGISTERED, "d_place_type": {"d_place_type": "home"}, "d_death_time": day("d_death_time", "1941-01-01"), "d_id": {"d_id": FATHER}},
        {"d_death_time"},
        ("早于", "1941"),
    ),
    "a day for the divorce certificate within the cooling-off period": (
        "marriage",
        {"m_matter": {"m_matter": "divorce_applied"}, "m_wish": {"m_wish": "certificate"},
         "m_accepted_on": day("m_accepted_on", "2026-11-10"), "m_visit_date": day("m_visit_date", "2026-12-01")},
        {"m_accepted_on", "m_wish"},
        ("冷静期还没过完", "2026"),
    ),
    "a day for the divorce certificate when its time is over": (
        "marriage",
        {"m_matter": {"m_matter": "divorce_applied"}, "m_wish": {"m_wish": "certificate"},
         "m_accepted_on": day("m_accepted_on", "2026-10-10"), "m_visit_date": day("m_visit_date", "2027-02-01")},
        {"m_accepted_on", "m_wish"},
        ("领证期",),
    ),
    "the kind of disability against the certificate's number": (
        "disability",
        {**CERTIFIED, "disability_kind": {"disability_kind": "sight", "disability_kind-consent": "yes"},
         "certificate_number": {"certificate_number": f"{FATHER}41"}},
        {"disability_kind"},
        ("第 19 位", "视力"),
    ),
    "the level against the certificate's number": (
        "disability",
        {**CERTIFIED, "certificate_number": {"certificate_number": f"{FATHER} 42 B1"},
         "disability_level": {"disability_level": "level3", "disability_level-consent": "yes"}},
        {"certificate_number"},
        ("第 20 位", FATHER),
    ),
    "the same number for the one who died and the one who asks": (
        "funeral",
        {**REGISTERED, "a_id": {"a_id": FATHER}, "d_id": {"d_id": FATHER}},
        {"a_id"},
        ("同一个",),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CLASHES)
def test_both_answers_are_shown_with_the_way_to_change_each(visitor: Visitor, name: str) -> None:
    service, answers, others, words = CLASHES[name]
    case_id = begin(visitor, service)
    page = given(visitor, case_id, **answers)
    assert page.status == 422
    assert "有两处对不上" in page.text
    assert others <= links(page)
    assert all(word in box_errors(page) for word in words), box_errors(page)
    last = list(answers)[-1]
    assert page.soup.select(f"main form [name^='{last}']"), "the answer just given can be changed on the page"
    assert kept(visitor, case_id, last) is None


# --- one answer that cannot be right -------------------------------------------------------------------

ALONE: dict[str, tuple[str, str, dict[str, str], str]] = {
    "two heads of one household": (
        "assistance", "household", people("household", member("王梅", "head"), member("王强", "head")), "两位户主",
    ),
    "two wives in one household": (
        "assistance", "household", people("household", member("王梅", "spouse"), member("李兰", "spouse")), "两位配偶",
    ),
    "an age against the ID number in a list": (
        "assistance", "household", people("household", member("王秀英", "parent", "60", id_number=MOTHER)), "年龄和身份证号",
    ),
    "a death in the future": ("funeral", "d_death_time", day("d_death_time", "2026-12-25"), "太晚了"),
    "a divorce accepted tomorrow": ("marriage", "m_accepted_on", day("m_accepted_on", "2026-11-22"), "太晚了"),
    "a birth in the future": ("disability", "person_birth", day("person_birth", "2027-01-01"), "太晚了"),
    "a certificate's number that lost a digit": (
        "disability", "certificate_number", {"certificate_number": f"{FATHER}4"}, "18 位身份证号加两位数字",
    ),
    "an unknown county": ("assistance", "person_hukou_region", {"person_hukou_region": "桃花源县"}, "没有找到「桃花源县」"),
    "an ID number with a wrong check digit": ("disability", "person_id", {"person_id": "510107194203150011"}, "身份证号"),
}  # fmt: skip


@pytest.mark.parametrize("name", ALONE)
def test_one_that_cannot_be_right_is_asked_again_in_plain_words(visitor: Visitor, name: str) -> None:
    service, fact, data, words = ALONE[name]
    case_id = begin(visitor, service)
    if service == "marriage":
        visitor.answer(case_id, "m_matter", {"m_matter": "divorce_applied"})
    if service == "disability":
        given(visitor, case_id, **CERTIFIED)
    page = visitor.answer(case_id, fact, data)
    assert page.status == 422
    assert words in box_errors(page), box_errors(page)
    assert page.soup.select(f"main form [name^='{fact}']")
    assert not any(word in page.text for word in ("Error", "None", "invalid"))


# --- odd, and right ------------------------------------------------------------------------------------


def test_a_household_of_thirty_is_taken(visitor: Visitor) -> None:
    case_id = begin(visitor, "assistance")
    rows = [member(f"王{'甲乙丙丁戊己庚辛壬癸'[n % 10]}{'东南西北中'[n % 5]}", "other", str(20 + n)) for n in range(30)]
    page = visitor.answer(case_id, "household", people("household", *rows))
    assert page.status == 200
    assert len(kept(visitor, case_id, "household")["people"]) == 30


def test_a_child_without_an_id_number_is_taken(visitor: Visitor) -> None:
    case_id = begin(visitor, "assistance")
    page = visitor.answer(case_id, "household", people("household", member("王小宝", "child", "0")))
    assert page.status == 200
    assert "id_number" not in {k for k, v in kept(visitor, case_id, "household")["people"][0].items() if v}


def test_an_income_in_ten_thousands_is_taken(visitor: Visitor) -> None:
    case_id = begin(visitor, "assistance")
    page = visitor.answer(case_id, "household", people("household", member("王强", "child", income="1.2万")))
    assert page.status == 200
    assert float(kept(visitor, case_id, "household")["people"][0]["income"]) == 12000


def test_a_day_of_the_lunar_calendar_is_taken(visitor: Visitor) -> None:
    case_id = begin(visitor, "funeral")
    lunar = {**day("d_death_time", "2026-9-1"), "d_death_time-calendar": "lunar"}
    page = visitor.answer(case_id, "d_death_time", lunar)
    assert page.status == 200
    assert kept(visitor, case_id, "d_death_time") == "2026-10-10"


def test_a_county_by_its_short_name_is_taken(visitor: Visitor) -> None:
    case_id = begin(visitor, "assistance")
    assert visitor.answer(case_id, "person_hukou_region", {"person_hukou_region": "武侯"}).status == 200
    assert kept(visitor, case_id, "person_hukou_region") == "510107"


def test_the_certificates_number_offers_kind_and_level(visitor: Visitor) -> None:
    case_id = begin(visitor, "disability")
    given(visitor, case_id, **CERTIFIED, certificate_number={"certificate_number": f"{FATHER}62"})
    chosen = [
        visitor.get("questions.show", case_id=case_id, fact_id=fact).one("input[type=radio][checked]")["value"]
        for fact in ("disability_kind", "disability_level")
    ]
    assert chosen == ["mental", "level2"]
