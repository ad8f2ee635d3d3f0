"""Definitions with a slip: file, line, what is wrong, how to mend it."""

from __future__ import annotations

import pickle
from datetime import date
from pathlib import Path

import pytest

from assistant.catalog.catalog import Catalog
from assistant.catalog.outcome import MissingFigure
from assistant.catalog.reading import DefinitionError
from tests.support.small import FILES, TODAY, small_catalog, write_flows

SLIPS = [
    ("facts/person.yaml", "title: 姓名, type: name, section: more", "title: 姓名, tipe: name, section: more", "'tipe'", "type"),
    ("care/items/visit.yaml", "senior and lives_alone", "senior and lives_alonne", "lives_alonne", "lives_alone"),
    ("care/items/visit.yaml", "hard: [allowance]", "hard: [alowance]", "alowance", "allowance"),
    ("care/items/allowance.yaml", "document: id_card", "document: id_kard", "id_kard", "id_card"),
    ("care/items/allowance.yaml", "params.allowance", "params.alowance", "alowance", "allowance"),
    ("care/items/car_sale.yaml", "'car' in has", "'cat' in has", "cat", "car"),
    ("care/items/car_sale.yaml", "stage: later", "stage: latter", "latter", "later"),
    ("care/items/allowance.yaml", "{{ senior_age }}", "{{ senior_agee }}", "senior_agee", "senior_age"),
    ("forms/application.yaml", "fact: name}", "fact: nam}", "nam", "name"),
    ("care/items/visit.yaml", "source: 某通知\n", "", "'source' is missing", "source"),
    ("care/items/visit.yaml", "status: partly", "status: sure", "status", "sure"),
    ("facts/person.yaml", "senior, title: 年满六十, type: yes_no", "senior, title: 年满六十, type: yesno", "type", "yesno"),
    ("cities/there/city.yaml", "item: car_sale", "item: bike_sale", "bike_sale", "base item"),
    ("parameters/figures.yaml", "values: [{from: 2020-01-01, value: 60, status: verified, source: 某法第1条}]", "values: []",
     "senior_age has no figure", "values"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "right", "wrong", "what", "how"), SLIPS, ids=[s[2][:30] or "left out" for s in SLIPS])
def test_a_slip_is_told_with_its_line(tmp_path: Path, file: str, right: str, wrong: str, what: str, how: str) -> None:
    assert right in FILES[file]
    with pytest.raises(DefinitionError) as caught:
        small_catalog(tmp_path, {file: FILES[file].replace(right, wrong, 1)})
    problem = next(p for p in caught.value.problems if what in p.what)
    assert how in problem.how or how in problem.what
    assert problem.file.endswith(file)
    near = FILES[file][: FILES[file].index(right)].count("\n") + 1
    assert abs(problem.line - near) <= 12


UNITS = [
    ("age > params.allowance", "mixed"),
    ("moved_on > 3", "cannot be compared"),
    ("has == 'car'", "cannot be compared"),
    ("name", "not a bool"),
    ("age_on(moved_on) > 3", "takes 2"),
    ("any(p.size for p in family)", "column"),
    ("any(p.name for p in has)", "not a list of people"),
]


@pytest.mark.parametrize(("condition", "what"), UNITS)
def test_kinds_and_units_that_do_not_go_together_are_refused(tmp_path: Path, condition: str, what: str) -> None:
    item = FILES["care/items/visit.yaml"].replace("senior and lives_alone", condition)
    with pytest.raises(DefinitionError, match=what):
        small_catalog(tmp_path, {"care/items/visit.yaml": item})


def test_facts_that_wait_for_each_other_are_refused(tmp_path: Path) -> None:
    facts = FILES["facts/person.yaml"] + (
        "  - {id: a, title: 甲, type: yes_no, section: you, sourcing: computed, derive: b}\n"
        "  - {id: b, title: 乙, type: yes_no, section: you, sourcing: computed, derive: a}\n"
    )
    with pytest.raises(DefinitionError, match="wait for each other"):
        small_catalog(tmp_path, {"facts/person.yaml": facts})


def test_a_key_written_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match="twice"):
        small_catalog(tmp_path, {"care/items/visit.yaml": FILES["care/items/visit.yaml"] + "title: 又一个\n"})


def test_all_problems_come_at_once(tmp_path: Path) -> None:
    flows = write_flows(tmp_path, {
        "care/items/visit.yaml": FILES["care/items/visit.yaml"].replace("senior and", "seniour and"),
        "care/items/car_sale.yaml": FILES["care/items/car_sale.yaml"].replace("'car' in", "'cat' in"),
    })  # fmt: skip
    with pytest.raises(DefinitionError) as caught:
        Catalog.load(flows)
    assert len({p.file for p in caught.value.problems}) == 2


def test_the_rules_of_a_day_hold_the_version_of_that_day(tmp_path: Path) -> None:
    catalog = small_catalog(tmp_path)
    before, after = catalog.rules("here", date(2026, 6, 30)), catalog.rules("here", date(2026, 7, 1))
    assert (before.items["visit"].title, after.items["visit"].title) == ("探访", "新探访")
    assert before.document_title("certificate") == "旧证明"
    assert after.document_title("certificate") == "新证明"
    assert "visit" not in catalog.rules("here", date(2023, 12, 31)).items
    assert [i.title for i in catalog.rules("here", date(2026, 6, 1)).changes_ahead()] == ["新探访"]


def test_a_city_removes_tightens_and_has_its_own_figures(tmp_path: Path) -> None:
    catalog = small_catalog(tmp_path)
    here, there = catalog.rules("here", TODAY), catalog.rules("there", TODAY)
    assert "car_sale" in here.items
    assert "car_sale" not in there.items
    assert len(there.items["visit"].fits_when) == len(here.items["visit"].fits_when) + 1
    assert there.items["visit"].status == "partly"
    assert here.figure("allowance") == 100
    assert there.figure_entry("allowance") is None


def test_a_figure_missing_on_a_day_is_an_error_and_not_a_guess(tmp_path: Path) -> None:
    with pytest.raises(MissingFigure):
        small_catalog(tmp_path).rules("here", date(2019, 12, 31)).figure("senior_age")


def test_a_slim_catalog_decides_the_same_without_the_texts_it_was_read_from() -> None:
    full = Catalog.load()
    slim, day = full.slim(), date(2026, 11, 22)
    assert not slim.definitions.origins
    assert (slim.hash, slim.services) == (full.hash, full.services)
    for city in full.cities:
        assert slim.rules(city, day).items == full.rules(city, day).items
    assert len(pickle.dumps(slim)) < 0.8 * len(pickle.dumps(full))
