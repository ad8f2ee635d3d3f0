"""The public page of a service, and the beginning of a draft."""

from __future__ import annotations

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request, url_for

from assistant.catalog.catalog import Rules
from assistant.catalog.model import Service
from assistant.people import NewAnswer
from assistant.web import heard
from assistant.web.core import core
from assistant.web.drafts import CONSENT
from assistant.web.modes import remember_care
from assistant.web.places import cities, city_in_force, remember_city
from assistant.web.search import service_data
from assistant.web.sessions import grant
from assistant.web.words import gettext, say

bp = Blueprint("services", __name__)


@bp.get("/s/<service_id>")
def show(service_id: str) -> Response:
    """What the service is, whom it is for, what to have at hand; no log-in, no draft."""
    place = city_in_force()
    response = make_response(page(service_id))
    if place and request.args.get("city") == place.id:
        remember_city(response, place.id)
    return remember_care(response)


def page(service_id: str, errors: tuple[tuple[str, str], ...] = ()) -> str:
    """The service page in the city in force."""
    service, place = find_service(service_id), city_in_force()
    rules = core().library.catalog.rules(place.id if place else cities()[0].id, core().today())
    return render_template(
        "resident/service.html", service=service, tone=service.tone, place=place, places=cities(), errors=errors,
        data=service_data(say(service.title), say(service.short), say(place.title) if place else None),
        sources=sources(rules, service_id), stages=by_stage(rules, service),
    )  # fmt: skip


def find_service(service_id: str) -> Service:
    """The service when it is in force today; 404 otherwise."""
    service = core().library.catalog.services.get(service_id)
    if service is None or not service.in_force.holds_on(core().today()):
        abort(404)
    return service


def by_stage(rules: Rules, service: Service) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The titles of what may have to be done, along the timeline."""
    items = rules.service_items(service.service)
    cut = ((stage.title, tuple(i.title for i in items if i.stage == stage.id)) for stage in service.stages)
    return tuple((title, titles) for title, titles in cut if titles)


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
    parts = core()
    case_id = parts.store.drafts.start_draft(service_id, city, parts.now())
    # Which wording of the notice was on the page is kept with the answers (《个人信息保护法》第十七条).
    told = NewAnswer(CONSENT + "notice", parts.library.catalog.hash)
    parts.store.drafts.append_answers(case_id, [told], parts.now())
    grant(case_id)
    first = "understood.show" if heard.bind(service_id, case_id) else "flow.go_on"
    return remember_city(redirect(url_for(first, case_id=case_id), 303), city)  # type: ignore[arg-type]
