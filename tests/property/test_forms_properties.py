"""Whatever is typed, a handler answers; whatever is a value, its boxes give it back."""

from __future__ import annotations

import string
from datetime import date
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.catalog import validators
from assistant.catalog.model import Fact, FactType
from assistant.catalog.regions import load_regions
from assistant.catalog.values import (
    DocumentValue,
    PartialDate,
    People,
    Person,
    Special,
    Value,
    ValueProblem,
    from_json,
    to_json,
)
from assistant.forms.dates import lunar_to_solar, lunar_words, read_day
from assistant.forms.handlers import Asking, handler_for
from assistant.forms.handlers.numbers import mask_id_number, mask_phone
from assistant.forms.handlers.text import mask_address, mask_name
from assistant.forms.typed import Typed

TODAY = date(2026, 11, 21)
ASKING = Asking(TODAY)
OPTIONS = [{"id": "hospital", "title": "医院"}, {"id": "home", "title": "家里"}, {"id": "other", "title": "别处"}]
FIELDS = [
    {"id": "name", "title": "姓名", "type": "name"},
    {"id": "born", "title": "出生日期", "type": "date", "optional": True},
    {"id": "kin", "title": "关系", "type": "choice", "options": OPTIONS},
]


def fact_of(kind: FactType, **more: object) -> Fact:
    extra = {FactType.CHOICE: {"options": OPTIONS}, FactType.CHOICES: {"options": OPTIONS}}
    extra[FactType.PEOPLE] = {"fields": FIELDS}
    spec = {"id": "f", "title": "题目", "type": kind, "section": "s", "lunar": True}
    return Fact.model_validate({**spec, **extra.get(kind, {}), **more})


HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)
NAMES = st.text(HAN, min_size=2, max_size=20)
DAYS = st.dates(date(1850, 1, 1), date(2149, 12, 31))
IDS = st.builds(
    lambda area, day, order: _with_check(f"{area}{day:%Y%m%d}{order:03d}"),
    st.sampled_from(["110105", "510107", "810000", "830000", "500101"]),
    st.dates(date(1900, 1, 1), TODAY),
    st.integers(0, 999),
)


def _with_check(seventeen: str) -> str:
    return seventeen + validators.check_digit_of(seventeen)


def _luhn(digits: str) -> str:
    return next(digits + d for d in string.digits if validators.luhn_holds(digits + d))


PEOPLE = st.builds(
    lambda name, born, kin: Person({"name": name, "kin": kin} | ({"born": born} if born else {})),
    NAMES,
    st.none() | DAYS,
    st.sampled_from(["hospital", "home"]),
)
VALUES: dict[FactType, st.SearchStrategy[Value]] = {
    FactType.TEXT: NAMES,
    FactType.NAME: NAMES,
    FactType.SIGNATURE: NAMES,
    FactType.ADDRESS: st.text(HAN, min_size=6, max_size=60),
    FactType.ID_NUMBER: IDS,
    FactType.PHONE: st.from_regex(
        r"1[3-9]\d{9}|028-[2-8]\d{7}(-\d{3})?|\+852\d{8}", fullmatch=True, alphabet="0123456789+-"
    ),
    FactType.BANK_ACCOUNT: st.text(string.digits, min_size=15, max_size=17)
    .filter(lambda t: len(set(t)) > 1)
    .map(_luhn),
    FactType.REGION: st.sampled_from(sorted(load_regions().by_code)),
    FactType.DATE: DAYS,
    FactType.PARTIAL_DATE: st.builds(
        lambda day, parts: PartialDate(*(day.year, day.month, day.day)[:parts]), DAYS, st.integers(1, 3)
    ),
    FactType.YES_NO: st.booleans(),
    FactType.CHOICE: st.sampled_from(["hospital", "home", "other"]),
    FactType.CHOICES: st.frozensets(st.sampled_from(["hospital", "home", "other"])),
    FactType.NUMBER: st.decimals(0, 10**9, places=2).map(lambda n: Decimal(f"{n.normalize():f}")),
    FactType.MONEY: st.decimals(0, 10**9, places=2).map(lambda n: Decimal(f"{n.normalize():f}")),
    FactType.PEOPLE: st.builds(People, st.lists(PEOPLE, max_size=4).map(tuple), st.just(True)),
    FactType.DOCUMENT: st.sampled_from(
        [DocumentValue("bring"), DocumentValue("none"), DocumentValue("upload", ("a.pdf",))]
    ),
}
KINDS = st.sampled_from(list(FactType))
ANY_TEXT = st.text() | st.text(st.sampled_from("0123456789年月日农历闰初廿十万块元-.X \x00\u202e<>😀"), max_size=30)


def test_every_fact_type_has_a_handler_and_a_value_to_try() -> None:
    assert set(VALUES) == set(FactType)
    assert all(handler_for(fact_of(kind)) for kind in FactType)


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(st.data(), KINDS)
def test_what_is_put_back_into_the_boxes_reads_as_the_same_value(data: st.DataObject, kind: FactType) -> None:
    fact, value = fact_of(kind), data.draw(VALUES[kind])
    handler = handler_for(fact)
    parsed = handler.parse(fact, handler.to_form(fact, value), ASKING)
    assert parsed.problems == ()
    assert parsed.value == value


@settings(deadline=None, max_examples=200)
@given(st.data(), KINDS)
def test_a_value_survives_the_way_through_json(data: st.DataObject, kind: FactType) -> None:
    fact, value = fact_of(kind), data.draw(VALUES[kind])
    assert from_json(fact, to_json(value)) == value


@settings(deadline=None)
@given(KINDS, st.sampled_from(Special))
def test_a_special_answer_reads_back_wherever_it_is_offered(kind: FactType, special: Special) -> None:
    fact = fact_of(kind, unsure=True, decline=True)
    handler = handler_for(fact)
    assert handler.parse(fact, handler.to_form(fact, special), ASKING).value is special
    assert from_json(fact, to_json(special)) is special


BOX_ENDS = ["", "-year", "-month", "-day", "-calendar", "-leap", "-special", "-pick", "-asked", "-offered", "-do"]
BOX_ENDS += ["-agree", "-kept", "-0-name", "-0-born-year", "-1-kin", "-999-name", "-0-kin"]


@settings(deadline=None, max_examples=400, suppress_health_check=[HealthCheck.too_slow])
@given(KINDS, st.dictionaries(st.sampled_from(BOX_ENDS), st.lists(ANY_TEXT, max_size=2), max_size=6), st.booleans())
def test_no_text_in_any_box_raises_and_every_page_can_be_drawn_again(
    kind: FactType, boxes: dict[str, list[str]], optional: bool
) -> None:
    fact = fact_of(kind, unsure=True, optional=optional)
    handler = handler_for(fact)
    parsed = handler.parse(fact, Typed.from_mapping({f"f{end}": texts for end, texts in boxes.items()}), ASKING)
    assert all(problem.what and problem.mend and problem.box.startswith("f") for problem in parsed.problems)
    assert parsed.value is None or not parsed.problems
    if parsed.value is not None:
        assert handler.display(fact, parsed.value)
        assert handler.mask(fact, parsed.value)
        if not isinstance(parsed.value, DocumentValue):
            assert from_json(fact, to_json(parsed.value)) == parsed.value
    for control in handler.inputs(fact, parsed.typed, ASKING):
        assert "\x00" not in control.value


@settings(deadline=None, max_examples=300)
@given(KINDS, ANY_TEXT)
def test_no_words_raise(kind: FactType, words: str) -> None:
    fact = fact_of(kind)
    parsed = handler_for(fact).parse_words(fact, words, ASKING)
    assert parsed.problems or parsed.value is not None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["people", "mode", "files", "x"]), inner)
    ),
    max_leaves=6,
)


@settings(deadline=None, max_examples=300)
@given(KINDS, JSON)
def test_any_json_is_a_value_or_a_problem_with_a_way_to_mend_it(kind: FactType, raw: object) -> None:
    fact = fact_of(kind)
    problem = None
    try:
        value = from_json(fact, raw)
    except ValueProblem as found:
        problem = found
    if problem is None:
        assert from_json(fact, to_json(value)) == value
    else:
        assert problem.fact_id == "f"
        assert problem.what
        assert problem.mend


@given(IDS, st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_never_passes_as_an_id_number(number: str, place: int, shift: int) -> None:
    wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
    try:
        checked = validators.check_id_number(wrong)
    except validators.Problem:
        return
    raise AssertionError(f"accepted {checked.value}")


@given(IDS, st.integers(0, 15))
def test_two_swapped_digits_never_pass_as_an_id_number(number: str, place: int) -> None:
    if number[place] == number[place + 1]:
        return
    wrong = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    try:
        checked = validators.check_id_number(wrong)
    except validators.Problem:
        return
    raise AssertionError(f"accepted {checked.value}")


@given(IDS)
def test_an_id_mask_shows_two_characters_and_hides_sixteen(number: str) -> None:
    assert mask_id_number(number) == number[0] + "*" * 16 + number[-1]


@given(VALUES[FactType.PHONE])
def test_a_phone_mask_shows_at_most_seven_digits(number: object) -> None:
    masked = mask_phone(str(number))
    assert "****" in masked
    assert sum(c.isdigit() for c in masked) <= 7


@given(VALUES[FactType.BANK_ACCOUNT])
def test_a_bank_mask_shows_four_digits(number: object) -> None:
    fact = fact_of(FactType.BANK_ACCOUNT)
    assert handler_for(fact).mask(fact, str(number)) == f"**** {str(number)[-4:]}"


@given(NAMES)
def test_a_name_mask_shows_one_character_and_not_the_length(name: str) -> None:
    assert mask_name(name) == name[0] + "*"


@given(st.sampled_from(sorted(load_regions().by_code)), st.text(HAN, max_size=12), st.integers(1, 9999))
def test_an_address_mask_never_shows_a_house_number(code: str, street: str, number: int) -> None:
    masked = mask_address(f"{load_regions().text(code)}{street}{number}号")
    assert masked.endswith("****")
    assert not any(c.isdigit() for c in masked)


def _leap_months() -> list[tuple[int, int]]:
    from lunar_python import LunarYear

    return [
        (year, -m.getMonth())
        for year in range(1900, 2051)
        for m in LunarYear.fromYear(year).getMonthsInYear()
        if m.isLeap()
    ]


@settings(deadline=None)
@given(st.sampled_from(_leap_months()), st.integers(1, 29))
def test_a_day_of_a_leap_month_is_read_as_it_is_written(leap: tuple[int, int], day: int) -> None:
    year, month = leap
    words = f"农历{year}年{lunar_words(month, day, leap=True)}"
    solar = lunar_to_solar(year, month, day, leap=True)
    plain = lunar_to_solar(year, month, day)
    assert solar is not None
    assert plain is not None
    assert read_day(words, TODAY).exact == solar
    assert 29 <= (solar - plain).days <= 30


@settings(deadline=None)
@given(st.dates(date(1900, 3, 1), date(2050, 12, 31)))
def test_every_lunar_day_reads_back_to_its_common_day(day: date) -> None:
    from lunar_python import Solar

    lunar = Solar.fromYmd(day.year, day.month, day.day).getLunar()
    month = lunar.getMonth()
    words = f"农历{lunar.getYear()}年{lunar_words(abs(month), lunar.getDay(), leap=month < 0)}"
    assert read_day(words, TODAY).exact == day


@settings(deadline=None)
@given(
    DAYS, st.sampled_from(["{y}年{m}月{d}日", "{y}-{m:02d}-{d:02d}", "{y}.{m}.{d}", "{y}/{m}/{d}", "{y}{m:02d}{d:02d}"])
)
def test_every_way_to_write_a_day_reads_as_that_day(day: date, pattern: str) -> None:
    assert read_day(pattern.format(y=day.year, m=day.month, d=day.day), TODAY).exact == day
