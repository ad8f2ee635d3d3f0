"""The first page: where you are, what happened, what can be done here."""

from __future__ import annotations

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request, url_for

from assistant.web.addresses import safe_path
from assistant.web.core import core
from assistant.web.places import cities, city_in_force, remember_city
from assistant.web.sessions import held
from assistant.web.words import gettext

bp = Blueprint("home", __name__)


@bp.get("/")
def show() -> str:
    """Home, in the city of ``?city=`` or of the last visit."""
    place = city_in_force()
    return page(place.id if place else None)


@bp.get("/<city>/", strict_slashes=False)
def show_city(city: str) -> Response:
    """Home of one city: ``/chengdu/`` can be printed on a notice or opened by a city's own app."""
    if city not in core().library.catalog.cities:
        abort(404)
    return remember_city(make_response(page(city)), city)


def page(city: str | None) -> str:
    """Home with the services of ``city``; without one the city is asked for first."""
    catalog, today = core().library.catalog, core().today()
    rules = catalog.rules(city, today) if city else None
    services = rules.services if rules else catalog.services
    return render_template(
        "resident/home.html", place=rules.place if rules else None, services=tuple(services.values()),
        drafts=held(), examples=examples(), check=catalog.entitlement,
    )  # fmt: skip


def examples() -> tuple[str, ...]:
    """How people say it; they show that plain words are enough."""
    return (gettext("我爸昨天在家走了，要办哪些手续"), gettext("老人的存折还能取钱吗"), gettext("丧葬费谁可以领"))


@bp.get("/city")
def choose_city() -> str:
    """The list of cities."""
    return render_template("resident/cities.html", places=cities(), next=safe_path(request.args.get("next")))


@bp.post("/city")
def set_city() -> Response:
    """Keep the chosen city."""
    city = request.form.get("city", "")
    if city not in core().library.catalog.cities:
        return redirect(url_for("home.choose_city"), 303)  # type: ignore[return-value]
    return remember_city(redirect(safe_path(request.form.get("next")), 303), city)  # type: ignore[arg-type]
