"""The same question on another day gives the rules of that day and says which change is near."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from assistant.cli import main
from tests.support.shipped import shipped_app

COUPLE = {
    "m_matter": "marry", "m_both_mainland": True, "man_birth_told": "1990-01-01", "woman_birth_told": "1992-02-02",
    "man_hukou_region": "370202", "woman_hukou_region": "370202", "m_attend": "together", "man_marital": "single",
    "woman_marital": "single", "m_kinship": "none", "m_id_missing": [], "m_identity_changed": [],
}  # fmt: skip
DEATH = {
    "progress": [], "d_place_type": "hospital", "d_nature": "illness", "doubts_cause": False, "a_relation": "daughter",
    "d_hukou_region": "510107", "death_region": "510107", "remains": "cremate", "ss_type": "enterprise",
    "ss_status": "retired",
}  # fmt: skip
ELDER = {"for_whom": "self", "person_birth": "1940-01-01", "person_hukou_region": "510107"}
POOR = {"help_matters": ["money"], "person_hukou_region": "510107"}
# day, service, answers, the item looked at, a paper that is asked, one that is not, what is said to come
QUESTIONS = [
    ("2025-05-09", "marriage", COUPLE, "marriage_registration", "man_household_book", "", ("2025-05-10", "marriage_registration")),
    ("2025-05-10", "marriage", COUPLE, "marriage_registration", "", "man_household_book", None),
    ("2026-03-29", "funeral", DEATH, "cremation_booking", "", "", ("2026-03-30", "cremation_booking")),
    ("2026-06-30", "funeral", DEATH, "death_certificate", "", "", ("2026-07-01", "death_certificate")),
    ("2026-07-01", "funeral", DEATH, "death_certificate", "", "", None),
    ("2026-12-31", "funeral", DEATH, "death_certificate", "", "", ("2027-01-01", "death_certificate")),
    ("2027-01-01", "funeral", DEATH, "death_certificate", "", "", None),
    ("2026-12-31", "eldercare", ELDER, "care_consumption_voucher", "", "", ("2027-01-01", "care_consumption_voucher")),
    ("2026-06-30", "assistance", POOR, "minimum_living_guarantee", "", "", ("2026-07-01", "minimum_living_guarantee")),
    ("2026-07-01", "assistance", POOR, "minimum_living_guarantee", "", "", None),
]  # fmt: skip


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return shipped_app(tmp_path_factory.mktemp("days")).test_client()


def evaluate(
    client: FlaskClient, day: str, service: str, facts: dict[str, Any], city: str = "chengdu"
) -> dict[str, Any]:
    body = {"service": service, "city": city, "date": day, "facts": facts}
    response = client.post("/api/v1/evaluate", json=body)
    assert response.status_code == 200, response.json
    return response.json


@pytest.mark.parametrize(("day", "service", "facts", "item", "asked", "not_asked", "ahead"), QUESTIONS)
def test_over_json_the_rules_are_those_of_the_day_and_the_next_change_is_told(
    client: FlaskClient, day: str, service: str, facts: dict[str, Any], item: str, asked: str, not_asked: str,
    ahead: tuple[str, str] | None,
) -> None:  # fmt: skip
    found = evaluate(client, day, service, facts)
    entry = next(one for one in found["items"] if one["item"] == item)
    assert found["date"] == day
    assert (entry["in_force"]["from"] or "") <= day <= (entry["in_force"]["to"] or "9999")
    papers = {paper["document"] for paper in entry["documents"]}
    assert not asked or asked in papers
    assert not_asked not in papers
    told = {(change["date"], change["id"]) for change in found["changes_ahead"]}
    assert ahead is None or ahead in told
    assert all(change["date"] > day and change["source"] for change in found["changes_ahead"])


@pytest.mark.parametrize(("day", "service", "facts", "item", "asked", "not_asked", "ahead"), QUESTIONS)
def test_on_the_command_line_the_same(
    tmp_path: Path, day: str, service: str, facts: dict[str, Any], item: str, asked: str, not_asked: str,
    ahead: tuple[str, str] | None,
) -> None:  # fmt: skip
    file = tmp_path / "answers.json"
    file.write_text(json.dumps(facts), encoding="utf-8")
    done = CliRunner().invoke(main, ["explain", service, "--city", "chengdu", "--date", day, "--answers", str(file)])
    assert done.exit_code == 0, done.output
    lines = [line for line in done.output.splitlines() if line.startswith("ahead ")]
    assert all(line.split()[1].rstrip(":") > day for line in lines)
    if ahead:
        assert any(line.startswith(f"ahead {ahead[0]}:") and f"({ahead[1]})" in line for line in lines)
    assert f"({item})" in done.output


def test_the_day_before_the_couple_of_another_place_was_sent_home(client: FlaskClient) -> None:
    states = [
        next(one["state"] for one in evaluate(client, day, "marriage", {**COUPLE, "m_residence_permit": False})["items"]
             if one["item"] == "marriage_registration")
        for day in ("2025-05-09", "2025-05-10")
    ]  # fmt: skip
    assert states == ["does_not_fit", "fits"]


def test_what_changes_says_both_sides(client: FlaskClient) -> None:
    change = next(
        c for c in evaluate(client, "2026-06-30", "funeral", DEATH)["changes_ahead"] if c["id"] == "death_certificate"
    )
    output = next(point for point in change["differences"] if point["what"] == "会拿到")
    assert (output["before"], output["after"]) == (["《居民死亡医学证明（推断）书》"], ["《居民死亡医学证明》"])


def amounts(client: FlaskClient, day: str, facts: dict[str, Any], item: str, city: str = "chengdu") -> dict[str, Any]:
    found = evaluate(client, day, "funeral", {**DEATH, **facts}, city)
    entry = next(one for one in found["items"] if one["item"] == item)
    return {amount["id"]: amount["value"] for amount in entry["amounts"]}


WORK = {"d_nature": "work_injury", "injury_recognised": "recognised"}


@pytest.mark.parametrize(
    ("death", "sum_of_work_injury"),
    [("2026-01-01", 1130040), ("2026-11-20", 1130040), ("2025-12-31", None), ("2024-06-01", None)],
)
def test_a_death_of_an_earlier_year_never_gets_the_figure_of_this_year(
    client: FlaskClient, death: str, sum_of_work_injury: int | None
) -> None:
    sums = amounts(client, "2026-11-21", {**WORK, "d_death_time": death}, "work_injury_death_benefit")
    assert sums.get("work_injury_lump_sum") == sum_of_work_injury
    assert sums.get("work_injury_lump_sum_earlier") is None


def test_the_grant_of_a_death_of_last_year_is_not_worked_out_with_this_years_income(client: FlaskClient) -> None:
    place = {"ss_years": 20, "ss_place": "370202", "d_hukou_region": "370202", "death_region": "370202"}
    same, earlier = (
        amounts(client, "2022-11-21", {**place, "d_death_time": death}, "funeral_allowance", "qingdao")
        for death in ("2022-10-01", "2021-10-01")
    )
    assert same["funeral_grant"] == pytest.approx(47066 / 12 * 2, abs=1)
    assert earlier["funeral_grant"] is None
