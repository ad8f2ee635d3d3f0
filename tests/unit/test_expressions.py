"""Conditions and formulas: what may be written, and what comes out with three values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.catalog.calendar import HolidayCalendar
from assistant.catalog.evaluate import decide, evaluate
from assistant.catalog.expressions import ExpressionError, parse_condition, parse_formula
from assistant.catalog.outcome import NO_VALUE, Unknown
from assistant.catalog.values import People, Person, Special


@dataclass
class Around:
    city: str = "here"
    cities: dict[str, Any] = field(default_factory=dict)
    holidays: HolidayCalendar = field(default_factory=HolidayCalendar)


@dataclass
class World:
    """A bare environment: facts by name, everything else unknown."""

    known: dict[str, Any]
    around: Around = field(default_factory=Around)

    def fact(self, fact: str) -> Any:
        return self.known.get(fact, Unknown(open=frozenset({fact})))

    def figure(self, parameter: str) -> Any:
        return {"limit": Decimal(60)}.get(parameter, Unknown(gaps=frozenset({parameter})))

    def context(self, name: str) -> Any:
        return {"city": "here", "today": date(2026, 11, 21), "sharing": False, "province": "p"}[name]


T, F, U = True, False, None
TRUTH = {"and": {(T, T): T, (T, F): F, (T, U): U, (F, F): F, (F, U): F, (U, U): U},
         "or": {(T, T): T, (T, F): T, (T, U): T, (F, F): F, (F, U): U, (U, U): U}}  # fmt: skip


@pytest.mark.parametrize("word", ["and", "or"])
@pytest.mark.parametrize("left", [T, F, U])
@pytest.mark.parametrize("right", [T, F, U])
def test_and_and_or_follow_kleene(word: str, left: bool | None, right: bool | None) -> None:
    world = World({k: v for k, v in (("a", left), ("b", right)) if v is not None})
    wanted = TRUTH[word].get((left, right), TRUTH[word].get((right, left)))
    found = decide(parse_condition(f"a {word} b"), world)
    assert (None if isinstance(found, Unknown) else found) is wanted


CASES = [
    ("age >= 60", {"age": Decimal(60)}, True),
    ("age >= params.limit", {"age": Decimal(59)}, False),
    ("10 <= age <= 55", {"age": Decimal(56)}, False),
    ("kind in ['a', 'b']", {"kind": "b"}, True),
    ("'car' in has", {"has": frozenset({"car"})}, True),
    ("'car' not in has", {"has": frozenset()}, True),
    ("not alone", {"alone": False}, True),
    ("city == 'here' and today > date(2026, 7, 1)", {}, True),
    ("age_on(born, today) == 80", {"born": date(1946, 11, 21)}, True),
    ("age_on(born, today) == 79", {"born": date(1946, 11, 22)}, True),
    ("sex_of(number) == 'female'", {"number": "110101199003071225"}, True),
    ("any(p.age < 18 for p in heirs)", {"heirs": People((Person({"age": Decimal(17)}),), False)}, True),
    ("all(p.age < 18 for p in heirs)", {"heirs": People((), True)}, True),
    ("count(p for p in heirs if p.age < 18) == 1", {"heirs": People((Person({"age": Decimal(17)}),), True)}, True),
    ("is_unsure(kind)", {"kind": Special.UNSURE}, True),
    ("kind == 'a'", {"kind": NO_VALUE}, False),
    ("not (kind == 'a')", {"kind": NO_VALUE}, True),
]


@pytest.mark.parametrize(("text", "facts", "wanted"), CASES, ids=[case[0] for case in CASES])
def test_a_condition_comes_out_as_its_words_say(text: str, facts: dict[str, Any], wanted: bool) -> None:
    assert decide(parse_condition(text), World(facts)) is wanted


def test_an_unknown_names_the_facts_that_would_settle_it() -> None:
    found = decide(parse_condition("a and b == 'x' and c"), World({"a": True}))
    assert found == Unknown(open=frozenset({"b", "c"}))


def test_not_clear_stays_undecided_for_good() -> None:
    found = decide(parse_condition("kind == 'a'"), World({"kind": Special.UNSURE}))
    assert isinstance(found, Unknown)
    assert found.for_good
    assert found.doubted == {"kind"}


@pytest.mark.parametrize("number", ["H12345678", "E12345678", "83000000"])
@pytest.mark.parametrize("text", ["age_on(birth_of(number), today) >= 60", "sex_of(number) == 'female'"])
def test_a_paper_without_birth_or_sex_leaves_both_in_doubt_by_its_own_name(text: str, number: str) -> None:
    assert decide(parse_condition(text), World({"number": number})) == Unknown(doubted=frozenset({"number"}))


def test_an_old_resident_id_has_birth_and_sex_too() -> None:
    old = World({"number": "110105491231002"})
    assert decide(parse_condition("birth_of(number) == date(1949, 12, 31)"), old) is True
    assert decide(parse_condition("sex_of(number) == 'female'"), old) is True


@pytest.mark.parametrize(("text", "known"), [("any(p.x for p in heirs)", False), ("all(p.x for p in heirs)", True)])
def test_an_open_list_cannot_settle_what_a_further_person_could_change(text: str, known: bool) -> None:
    person = Person({"x": known})
    assert isinstance(decide(parse_condition(text), World({"heirs": People((person,), False)})), Unknown)
    assert decide(parse_condition(text), World({"heirs": People((person,), True)})) is known


def test_sum_skips_people_without_a_value() -> None:
    people = People((Person({"income": Decimal(300)}), Person({})), True)
    assert evaluate(parse_formula("sum(p.income for p in members)"), World({"members": people})) == 300


REFUSED = ["__import__('os')", "x.y", "lambda: 1", "f(x)", "x if y", "[a for a in b]", "x is y", "x ** 2", "'", "x; y",
           "params", "a.b.c", "exec('1')", "{1: 2}", "x := 3", "any(a for a in b for c in d)"]  # fmt: skip


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_not_on_the_list_is_refused_with_a_way_to_mend_it(text: str) -> None:
    if text == "params":
        assert parse_condition(text).facts == {"params"}  # the checker finds that no such fact exists
        return
    with pytest.raises(ExpressionError) as caught:
        parse_condition(text)
    assert caught.value.what
    assert caught.value.how


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_and_never_breaks(text: str) -> None:
    try:
        expression = parse_condition(text)
    except ExpressionError:
        return
    assert expression.text == text.strip()


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1)), st.integers(0, 150))
def test_age_changes_on_the_birthday_and_on_no_other_day(born: date, years: int) -> None:
    anniversary = (
        date(born.year + years, 3, 1) if (born.month, born.day) == (2, 29) else born.replace(year=born.year + years)
    )
    if (born.month, born.day) == (2, 29) and _is_leap(born.year + years):
        anniversary = date(born.year + years, 2, 29)
    world = World({"born": born, "day": anniversary})
    assert evaluate(parse_formula("age_on(born, day)"), world) == years
    if years:
        before = World({"born": born, "day": date.fromordinal(anniversary.toordinal() - 1)})
        assert evaluate(parse_formula("age_on(born, day)"), before) == years - 1


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


@pytest.mark.parametrize(
    ("start", "months", "wanted"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2023, 12, 31), 2, date(2024, 2, 29)),
        (date(2026, 5, 10), 12, date(2027, 5, 10)),
    ],
)
def test_months_end_on_the_last_day_where_the_day_is_missing(start: date, months: int, wanted: date) -> None:
    assert evaluate(parse_formula(f"add_months(d, {months})"), World({"d": start})) == wanted
