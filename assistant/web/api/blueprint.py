"""The addresses of ``/api/v1``."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, TypeVar

from flask import Blueprint, Response, jsonify, request
from pydantic import BaseModel, ValidationError

from assistant.catalog.catalog import Rules, UnknownId
from assistant.catalog.values import ValueProblem, from_json, to_json
from assistant.engine.answers import Answer, AnswerBank, Given
from assistant.engine.consistency import contradictions
from assistant.engine.entitlement import CheckPlan
from assistant.engine.facts import Facts
from assistant.engine.plan import Plan
from assistant.match.answer import LONGEST, Reply
from assistant.match.distress import manner_of
from assistant.match.extract import Found, extract
from assistant.match.turn import reply_to
from assistant.web.api import schemas
from assistant.web.api.openapi import document
from assistant.web.api.problems import BadRequest422, Trouble, from_unknown, from_validation, from_values, respond
from assistant.web.api.shaping import entitlement_out, evaluation_out, fact_out, period, service_detail, service_out
from assistant.web.core import core

T = TypeVar("T", bound=BaseModel)

api = Blueprint("api", __name__, url_prefix="/api/v1")
api.register_error_handler(BadRequest422, respond)


@api.post("/evaluate")
def evaluate() -> Response:
    """Decide everything for the facts given."""
    wanted = _read(schemas.EvaluateRequest)
    rules = _rules(wanted.city, wanted.day)
    bank = _bank(wanted.facts, rules)
    services = [_service(wanted.service, rules)] if wanted.service else list(rules.services)
    plans = [Plan(rules, name, bank) for name in services]
    return _json(evaluation_out(plans, rules))


@api.post("/entitlement")
def entitlement() -> Response:
    """What the facts given may entitle to, and what to ask next."""
    wanted = _read(schemas.EntitlementRequest)
    rules = _rules(wanted.city, wanted.day)
    bank = _bank(wanted.facts, rules)
    try:
        plan = CheckPlan(rules, bank)
    except UnknownId as error:  # these definitions have no check
        raise from_unknown("entitlement", error) from None
    return _json(entitlement_out(plan))


@api.post("/ask")
def ask_question() -> Response:
    """Answer a question in free words."""
    wanted = _read(schemas.AskRequest)
    day = wanted.day or core().today()
    if wanted.city is not None:
        _rules(wanted.city, day)
    if wanted.service is not None:
        _service(wanted.service, core().library.catalog.rules(None, day))
    manner = manner_of(wanted.text)
    reply = reply_to(core().library, wanted.text, manner, city=wanted.city, day=day, service=wanted.service)
    rules = core().library.catalog.rules(wanted.city, day)
    found = extract(wanted.text[:LONGEST], day, rules, wanted.service or reply.service)
    return _json(_reply_out(reply, [f for f in found if f.sure]))


@api.get("/services")
def services() -> Response:
    rules = core().library.catalog.rules(None, core().today())
    return _json(schemas.ServicesResponse(services=[service_out(s, rules) for s in rules.services.values()]))


@api.get("/services/<service>")
def service(service: str) -> Response:
    """One service; ``?city=`` gives it as it stands there."""
    rules = _rules(request.args.get("city"), None)
    return _json(service_detail(rules.service(_service(service, rules)), rules))


@api.get("/facts")
def facts() -> Response:
    found = core().library.catalog.facts.values()
    return _json(schemas.FactsResponse(facts=[fact_out(fact) for fact in found]))


@api.get("/openapi.json")
def openapi() -> Response:
    return jsonify(document())


def _read(kind: type[T]) -> T:
    """The request's JSON as ``kind``. Raises BadRequest422."""
    raw = request.get_json(silent=True)
    if not isinstance(raw, dict):
        raise BadRequest422([Trouble("body", "请求正文应为 JSON 对象", "请带 Content-Type: application/json")])
    try:
        return kind.model_validate(raw)
    except ValidationError as error:
        raise from_validation(error) from None


def _rules(city: str | None, day: date | None) -> Rules:
    try:
        return core().library.catalog.rules(city, day or core().today())
    except UnknownId as error:
        raise from_unknown("city", error) from None


def _service(name: str, rules: Rules) -> str:
    try:
        return rules.service(name).service
    except UnknownId as error:
        raise from_unknown("service", error) from None


def _bank(given: Mapping[str, Any], rules: Rules) -> AnswerBank:
    """The facts as typed answers. Raises BadRequest422 with every fact that is unknown, wrong or contradictory."""
    unknown = [_no_fact(name, rules) for name in given if name not in rules.facts]
    if unknown:
        raise BadRequest422(unknown)
    answers, problems = [], []
    for name, raw in given.items():
        try:
            answers.append(Answer(name, from_json(rules.facts[name], raw), Given.ASKED, core().now()))
        except ValueProblem as problem:
            problems.append(problem)
    if problems:
        raise from_values(problems)
    bank = AnswerBank.of(answers)
    clashes = contradictions(Facts(rules, bank))
    if clashes:
        raise BadRequest422([Trouble(f"facts.{c.fact}", c.message, "请核对：" + "、".join(c.facts)) for c in clashes])
    return bank


def _no_fact(name: str, rules: Rules) -> Trouble:
    near = difflib.get_close_matches(name, list(rules.facts), n=1)
    mend = f"您是不是指 {near[0]}" if near else "全部事实见 /api/v1/facts"
    return Trouble(f"facts.{name[:64]}", "没有这个事实", mend)


def _reply_out(reply: Reply, found: Iterable[Found]) -> schemas.AskResponse:
    articles = core().library.articles.by_topic
    edition, door = reply.edition, reply.neighbour
    return schemas.AskResponse(
        status=reply.state.value,
        topics=[
            schemas.TopicOut(topic=m.topic, title=articles[m.topic].front.question, score=round(m.score, 4))
            for m in reply.matches
        ],
        answer=edition
        and schemas.AnswerOut(
            title=edition.question,
            text=edition.text,
            source=edition.source,
            status=edition.status.value,
            hedge=edition.hedge,
            in_force=period(edition.in_force),
            city=edition.city,
        ),
        service=edition.service if edition else None,
        item=edition.item if edition else None,
        facts=[schemas.FactFound(fact=f.fact, value=to_json(f.value), evidence=f.evidence) for f in found],
        door=door and schemas.DoorOut(id=door.id, label=door.label, text=door.door),
    )


def _json(model: BaseModel) -> Response:
    return jsonify(model.model_dump(mode="json"))
