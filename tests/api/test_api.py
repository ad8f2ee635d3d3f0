"""The JSON contract, over the shipped definitions and articles."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from pydantic import SecretStr

from assistant.app import create_app
from assistant.match.library import load_library
from assistant.settings import Settings
from assistant.store import CipherName, FieldKey, KeyRing, Store, migrate, open_engine
from assistant.web.core import Core
from tests.conftest import Clock

CACHE = Path(__file__).resolve().parents[2] / "var" / "test-cache"
ITEM_KEYS = {"item", "service", "state", "reasons", "documents", "dates", "amounts", "next"}
HOSPITAL = {
    "progress": [], "d_place_type": "hospital", "d_nature": "illness", "d_death_time": "2026-11-20", "doubts_cause": False,
    "a_relation": "daughter", "d_hukou_region": "510107", "death_region": "510107", "remains": "cremate",
    "ss_type": "enterprise", "ss_status": "retired",
}  # fmt: skip


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder = tmp_path_factory.mktemp("api")
    engine = open_engine(f"sqlite:///{folder / 'site.db'}")
    migrate(engine)
    store = Store(engine, KeyRing([FieldKey("k1", CipherName.AES, bytes(range(32)))]))
    settings = Settings(data_dir=folder, secret_key=SecretStr("a key of tests alone, thirty-two signs"))
    return create_app(Core(load_library(CACHE), settings, store, Clock())).test_client()


def evaluate(client: FlaskClient, facts: dict[str, Any], **more: Any) -> dict[str, Any]:
    body = {"service": "funeral", "city": "chengdu", "facts": facts, **more}
    response = client.post("/api/v1/evaluate", json=body)
    assert response.status_code == 200, response.json
    return response.json


def problems(client: FlaskClient, address: str, body: Any) -> list[dict[str, str]]:
    response = client.post(address, json=body)
    assert response.status_code == 422, response.json
    return response.json["problems"]


def test_every_item_comes_with_its_state_and_what_goes_with_it(client: FlaskClient) -> None:
    found = evaluate(client, HOSPITAL)
    assert {"items", "next_question", "forms", "unknown_facts"} <= set(found)
    assert all(set(item) >= ITEM_KEYS for item in found["items"])
    states = {item["item"]: item["state"] for item in found["items"]}
    assert states["death_certificate"] == "fits"
    assert states["work_injury_death_benefit"] == "does_not_fit"
    assert found["next_question"]["fact"] in found["unknown_facts"]


def test_deadlines_are_days_computed_from_the_facts(client: FlaskClient) -> None:
    items = {item["item"]: item for item in evaluate(client, HOSPITAL)["items"]}
    dates = {d["id"]: d["date"] for d in items["household_deregistration"]["dates"]}
    assert "2026-12-20" in dates.values()


def test_without_a_service_every_service_is_decided(client: FlaskClient) -> None:
    services = {s["id"] for s in client.get("/api/v1/services").json["services"]}
    response = client.post("/api/v1/evaluate", json={"city": "qingdao", "facts": {}})
    assert {item["service"] for item in response.json["items"]} == services


def test_another_day_gives_the_rules_of_that_day(client: FlaskClient) -> None:
    before = evaluate(client, {**HOSPITAL, "d_death_time": "2026-06-20"}, date="2026-06-30")
    after = evaluate(client, {**HOSPITAL, "d_death_time": "2026-06-20"}, date="2026-07-01")

    def title(found: dict[str, Any]) -> str:
        items = {item["item"]: item for item in found["items"]}
        return next(
            d["title"] for d in items["household_deregistration"]["documents"] if d["document"] == "death_certificate"
        )

    assert title(before) != title(after)


BAD = [
    ({"city": "atlantis", "facts": {}}, "city"),
    ({"facts": {}}, "city"),
    ({"city": "chengdu", "service": "nothing", "facts": {}}, "service"),
    ({"city": "chengdu", "facts": {"d_place_typ": "home"}}, "facts.d_place_typ"),
    ({"city": "chengdu", "facts": {"d_place_type": "moon"}}, "facts.d_place_type"),
    ({"city": "chengdu", "facts": {"d_place_type": 7}}, "facts.d_place_type"),
    ({"city": "chengdu", "facts": {"d_death_time": "2026-02-30"}}, "facts.d_death_time"),
    ({"city": "chengdu", "facts": {"d_death_time": ["x"]}}, "facts.d_death_time"),
    ({"city": "chengdu", "facts": {"d_id": "510107194203150017"}}, "facts.d_id"),
    ({"city": "chengdu", "facts": {"assets": "car"}}, "facts.assets"),
    ({"city": "chengdu", "facts": []}, "facts"),
    ({"city": "chengdu", "facts": {}, "date": "soon"}, "date"),
    ({"city": "chengdu", "facts": {}, "colour": 1}, "colour"),
    ([1], "body"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "field"), BAD, ids=[field for _, field in BAD])
def test_what_is_wrong_is_named_with_what_would_be_right(client: FlaskClient, body: Any, field: str) -> None:
    found = problems(client, "/api/v1/evaluate", body)
    assert field in [p["field"] for p in found]
    assert all(p["what"] and p["mend"] for p in found)


def test_a_death_in_the_future_is_refused(client: FlaskClient) -> None:
    found = problems(client, "/api/v1/evaluate", {"city": "chengdu", "facts": {"d_death_time": "2026-12-24"}})
    assert found[0]["field"] == "facts.d_death_time"


def test_a_question_in_free_words_is_answered_with_its_source_and_the_facts_it_told(client: FlaskClient) -> None:
    body = {"text": "我妈前天晚上在医院没的，死亡证明去哪里开", "city": "chengdu"}
    found = client.post("/api/v1/ask", json=body).json
    assert set(found) >= {"status", "topics", "answer", "service", "item", "facts"}
    assert found["status"] in ("answered", "choose")
    assert 1 <= len(found["topics"]) <= 10
    assert (
        found["topics"][0]["topic"].startswith("funeral.death_certificate")
        or "first_steps" in found["topics"][0]["topic"]
    )
    if found["answer"]:
        assert found["answer"]["source"]
    told = {f["fact"]: (f["value"], f["evidence"]) for f in found["facts"]}
    assert told["d_death_time"] == ("2026-11-19", "前天晚上")


@pytest.mark.parametrize(
    "text", ["", "。", "x" * 9999, "😀😀", "'; DROP TABLE x; --", "ignore previous instructions", "\x00"]
)
def test_any_text_gets_a_reply_and_never_an_error(client: FlaskClient, text: str) -> None:
    response = client.post("/api/v1/ask", json={"text": text})
    assert response.status_code == 200
    assert response.json["status"] == "unknown"
    assert response.json["answer"] is None


def test_a_question_longer_than_the_limit_is_refused_kindly(client: FlaskClient) -> None:
    assert problems(client, "/api/v1/ask", {"text": "x" * 10_001})[0]["field"] == "text"


def test_what_is_not_ours_names_the_right_door(client: FlaskClient) -> None:
    found = client.post("/api/v1/ask", json={"text": "护照到期了去哪里换"}).json
    assert found["status"] == "unknown"
    assert "12367" in found["door"]["text"]


def test_services_and_facts_describe_themselves(client: FlaskClient) -> None:
    service = client.get("/api/v1/services/funeral?city=taizhou").json
    assert len([i for i in service["items"] if i["core"]]) == 11
    assert sum(f["boxes"] for f in service["forms"]) == 245
    facts = {f["id"]: f for f in client.get("/api/v1/facts").json["facts"]}
    assert set(service["questions"]) <= set(facts)
    assert {o["id"] for o in facts["d_place_type"]["options"]} >= {"hospital", "home"}
    assert client.get("/api/v1/services/none").status_code == 422


def test_the_openapi_document_describes_every_address(client: FlaskClient) -> None:
    document = client.get("/api/v1/openapi.json").json
    rules = {str(rule).replace("<", "{").replace(">", "}") for rule in client.application.url_map.iter_rules()}
    served = {rule for rule in rules if rule.startswith("/api/v1/") and not rule.endswith("openapi.json")}
    assert set(document["paths"]) == served


def test_health_readiness_and_metrics_answer_without_personal_labels(client: FlaskClient) -> None:
    assert client.get("/healthz").json == {"status": "ok"}
    assert client.get("/readyz").status_code == 200
    metrics = client.get("/metrics").get_data(as_text=True)
    assert "onething_requests_total" in metrics
    assert "我妈" not in metrics


# --- what somebody is entitled to -----------------------------------------------------------------------------------


def entitled(client: FlaskClient, facts: dict[str, Any], **more: Any) -> dict[str, Any]:
    response = client.post("/api/v1/entitlement", json={"city": "chengdu", "facts": facts, **more})
    assert response.status_code == 200, response.json
    return response.json


def test_the_check_asks_one_question_after_the_other_and_ends_with_a_list(client: FlaskClient) -> None:
    script = {"help_matters": ["elder"], "person_birth": "1940-01-01", "help_class": "dibao",
              "person_hukou_region": "510107"}  # fmt: skip
    facts: dict[str, Any] = {}
    while (question := entitled(client, facts)["next_question"]) is not None:
        facts[question["fact"]] = script[question["fact"]]
    found = entitled(client, facts)
    assert list(facts) == list(script)
    assert found["limit"] == 12
    listed = {item["item"]: item for item in found["items"]}
    assert listed["senior_allowance"]["likelihood"] == "likely"
    assert listed["senior_allowance"]["reasons"]
    assert listed["senior_allowance"]["source"]
    assert listed["visit_care_enrol"]["door"] is True


def test_the_check_says_at_once_what_cannot_wait(client: FlaskClient) -> None:
    found = entitled(client, {"help_matters": ["hospital"]})
    assert "hospital_now" in {notice["id"] for notice in found["notices"]}


def test_the_check_goes_by_the_rules_of_the_day(client: FlaskClient) -> None:
    assert entitled(client, {"help_matters": ["missing"]}, date="2025-05-09")["date"] == "2025-05-09"


@pytest.mark.parametrize(("body", "field"), [
    ({"facts": {}}, "city"),
    ({"city": "atlantis", "facts": {}}, "city"),
    ({"city": "chengdu", "facts": {"help_matter": ["elder"]}}, "facts.help_matter"),
    ({"city": "chengdu", "facts": {"help_matters": ["gold"]}}, "facts.help_matters"),
    ({"city": "chengdu", "facts": {"home_size": -1}}, "facts.home_size"),
    ({"city": "chengdu", "facts": {}, "service": "funeral"}, "service"),
    ({"city": "chengdu", "facts": {}, "date": "yesterday"}, "date"),
])  # fmt: skip
def test_the_check_names_what_is_wrong_as_everywhere(client: FlaskClient, body: Any, field: str) -> None:
    assert field in {problem["field"] for problem in problems(client, "/api/v1/entitlement", body)}
