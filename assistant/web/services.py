"""The public page of a service, and the beginning of a draft."""

from __future__ import annotations

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for

from assistant.catalog.catalog import Rules
from assistant.catalog.model import Item, Service
from assistant.engine.guide import guide, lines
from assistant.web import heard
from assistant.web.beginning import begin, earlier_matters
from assistant.web.changes import ahead
from assistant.web.core import core
from assistant.web.places import cities, city_in_force, remember_city
from assistant.web.search import service_data
from assistant.web.words import gettext, say

bp = Blueprint("services", __name__)


@bp.get("/s/<service_id>")
def show(service_id: str) -> str:
    """What the service is, whom it is for, what to have at hand; no log-in, no draft."""
    return page(service_id)


def page(service_id: str, errors: tuple[tuple[str, str], ...] = ()) -> str:
    """The service page in the city in force."""
    service, place = find_service(service_id), city_in_force()
    rules = _rules()
    return render_template(
        "resident/service.html", service=service, tone=service.tone, place=place, places=cities(), errors=errors,
        data=service_data(say(service.title), say(service.short), say(place.title) if place else None),
        sources=sources(rules, service_id), stages=by_stage(rules, service), core=core_items(rules, service),
        ahead=ahead(rules.city or None, service_id), earlier=earlier_matters(),
    )  # fmt: skip


def _rules() -> Rules:
    """What holds today in the city in force; where none is chosen, what holds in every city."""
    place = city_in_force()
    return core().library.catalog.rules(place.id if place else None, core().today())


@bp.get("/s/<service_id>/item/<item_id>")
def show_item(service_id: str, item_id: str) -> str:
    """One thing to do as it stands for everybody: who may, what to bring, where, how long, the cost, the ground."""
    service, rules = find_service(service_id), _rules()
    found = next((item for item in rules.service_items(service_id) if item.item == item_id), None)
    if found is None:
        abort(404)
    articles = core().library.articles.by_topic
    return render_template(
        "resident/guide.html", service=service, tone=service.tone, guide=guide(found, rules), place=city_in_force(),
        articles=[articles[topic].front for topic in found.topics if topic in articles][:3], day=core().today(),
    )  # fmt: skip


def core_items(rules: Rules, service: Service) -> tuple[tuple[Item, str], ...]:
    """The items that a service is there for, in its order, each with what it is about."""
    items = {item.item: item for item in rules.service_items(service.service)}
    found = (items[name] for name in service.core if name in items)
    return tuple((item, next(iter(lines(item.card, rules)[::-1]), "")) for item in found)


def find_service(service_id: str) -> Service:
    """The service when it is in force today; 404 otherwise."""
    service = core().library.catalog.services.get(service_id)
    if service is None or not service.in_force.holds_on(core().today()):
        abort(404)
    return service


def by_stage(rules: Rules, service: Service) -> tuple[tuple[str, tuple[Item, ...]], ...]:
    """What may have to be done, along the timeline."""
    items = rules.service_items(service.service)
    cut = ((stage.title, tuple(item for item in items if item.stage == stage.id)) for stage in service.stages)
    return tuple((title, found) for title, found in cut if found)


def sources(rules: Rules, service_id: str) -> tuple[str, ...]:
    """The laws and documents the service stands on, each once."""
    return tuple(dict.fromkeys(item.source for item in rules.service_items(service_id)))


@bp.post("/s/<service_id>/start")
def start(service_id: str) -> Response | tuple[str, int]:
    """Begin a draft in the chosen city."""
    find_service(service_id)
    city = request.form.get("city", "")
    if city not in core().library.catalog.cities:
        return page(service_id, (("city", gettext("请先选城市。")),)), 422
    banks = [one.opened.bank for one in earlier_matters()] if "carry" in request.form else []
    case_id = begin(service_id, city, banks)
    first = "understood.show" if heard.bind(service_id, case_id) else "flow.go_on"
    return remember_city(redirect(url_for(first, case_id=case_id), 303), city)  # type: ignore[arg-type]
