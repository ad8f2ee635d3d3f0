"""Figures in texts: the year once, the hedge after the text, and nothing that nobody has verified."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from pydantic import BaseModel

from assistant.catalog.catalog import Catalog
from assistant.catalog.checking import each_value
from assistant.catalog.figures import PLACEHOLDER, figure_years, fill_figures, needs_hedge
from assistant.catalog.messages import Message
from assistant.catalog.model import Figure, Parameter
from assistant.catalog.outcome import MissingFigure

TODAY = date(2026, 11, 21)


class Book:
    """A few parameters, each with at most one figure."""

    day = TODAY

    def __init__(self, **figures: tuple[str, dict[str, Any] | None]) -> None:
        self.known = {
            name: Parameter.model_validate(
                {"id": name, "title": name, "unit": unit, "values": [_figure(figure)] if figure else []}
            )
            for name, (unit, figure) in figures.items()
        }

    def parameter(self, parameter: str, city: str | None = None) -> Parameter:
        return self.known[parameter]

    def figure_entry(self, parameter: str, city: str | None = None) -> Figure | None:
        values = self.known[parameter].values
        if not values:
            raise MissingFigure(parameter, self.day)
        return values[0]


def _figure(more: dict[str, Any]) -> dict[str, Any]:
    return {"from": date(2020, 1, 1), "status": "verified", "source": "某法第1条", **more}


OLD = {"as_of": date(2024, 5, 1)}
BOOK = Book(
    city=("yuan_per_month", {"value": 735, **OLD}),
    village=("yuan_per_month", {"value": 600, **OLD}),
    older=("yuan", {"value": 500, "as_of": date(2017, 1, 1)}),
    days=("days", {"value": 30, "status": "unverified"}),
    gap=("yuan", {"value": None, "status": "unverified"}),
    age=("age", None),
    copies=("text", {"value": "3 张"}),
)


def test_a_year_is_said_once_in_a_text_and_not_where_the_author_said_it() -> None:
    assert fill_figures("城市{{ city }}，农村{{ village }}", BOOK) == "城市每月 735 元（2024 年），农村每月 600 元"
    assert fill_figures("{{ city }}，以前 {{ older }}", BOOK) == "每月 735 元（2024 年），以前 500 元（2017 年）"
    assert fill_figures("2017 年的文件写 {{ older }}", BOOK) == "2017 年的文件写 500 元"
    assert fill_figures("城市{{ city }}", BOOK, years=False) == "城市每月 735 元"
    assert figure_years("{{ city }}，{{ older }}", BOOK) == {2024, 2017}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("要 {{ days }}内办完", "要 规定的天数内办完"),
        ("最多 {{ gap }}", "最多 当地的标准"),
        ("满 {{ age }}可以申请", "满 规定的年龄可以申请"),
    ],
)
def test_a_figure_that_may_not_be_shown_leaves_a_sentence_that_reads_on_and_asks_for_the_hedge(
    text: str, shown: str
) -> None:
    assert fill_figures(text, BOOK) == shown
    assert needs_hedge(text, BOOK)
    assert "为准" not in shown


def test_a_figure_in_words_is_translated_with_its_sentence() -> None:
    english = {"带照片 %(copies)s": "bring %(copies)s", "3 张": "three photographs"}
    text = fill_figures("带照片 {{ copies }}", BOOK)
    assert isinstance(text, Message)
    assert text.translated(lambda words: english.get(words, words)) == "bring three photographs"


@pytest.fixture(scope="module")
def shipped() -> Catalog:
    return Catalog.load()


def named_texts(thing: BaseModel) -> Iterator[str]:
    yield from (value for _path, value in each_value(thing) if isinstance(value, str) and PLACEHOLDER.search(value))


def test_every_shipped_text_is_filled_in_every_city_and_no_unverified_figure_shows(shipped: Catalog) -> None:
    """Each text is read as each city on each day that a version of it begins, and today."""
    wrong, read = [], 0
    for city in shipped.cities:
        rules = shipped.rules(city, TODAY)
        things = [*rules.items.values(), *rules.facts.values(), *rules.forms.values(), *rules.services.values()]
        things += [notice for name in rules.services for notice in rules.notices(name)]
        for text in (text for thing in things for text in named_texts(thing)):
            filled, read = fill_figures(text, rules), read + 1
            if "{" in filled or "}" in filled or "为准为准" in filled:
                wrong.append((city, text))
    assert wrong == []
    assert read > 500


def test_an_unverified_figure_never_shows_as_a_figure(shipped: Catalog) -> None:
    wrong = []
    for city in shipped.cities:
        rules = shipped.rules(city, TODAY)
        for name, parameter in rules.place.parameters.items():
            for figure in parameter.values:
                if figure.holds_on(TODAY) and figure.status == "unverified" and figure.value is not None:
                    shown = fill_figures(f"{{{{ {name} }}}}", rules)
                    wrong += [(city, name)] if any(sign.isdigit() for sign in shown) else []
    assert wrong == []
